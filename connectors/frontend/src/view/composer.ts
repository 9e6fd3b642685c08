// The field to write in: Enter sends, Shift+Enter is a new line, what is too long is said and not cut.

import { button, h, icon, ICONS, newId } from "../dom";
import type { Texts } from "../texts";

const TELL_FROM = 100; // characters left when the counter appears

export class Composer {
  readonly element: HTMLFormElement;
  private readonly field: HTMLTextAreaElement;
  private readonly hint: HTMLElement;

  constructor(
    private readonly texts: Texts,
    private readonly limit: number,
    private readonly onSend: (text: string) => void,
    onInput: () => void,
  ) {
    const id = newId("field");
    const hintId = newId("hint");
    this.field = h("textarea", {
      dir: "auto",
      id, rows: "1", autocomplete: "off", enterkeyhint: "send", "aria-describedby": hintId,
      input: () => {
        this.fit();
        this.judge(false);
        onInput();
      },
      keydown: (event) => this.onKey(event as KeyboardEvent),
    });
    this.hint = h("p", { class: "hint", id: hintId });
    const send = button(icon(ICONS.send), () => this.submit(), { class: "button send" });
    send.append(h("span", {}, texts.send));
    this.element = h(
      "form",
      { class: "composer", submit: (event) => event.preventDefault() },
      h("label", { for: id }, texts.write),
      h("div", { class: "field" }, this.field, send),
      this.hint,
    );
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  private submit(): void {
    const text = this.field.value.trim();
    if (text !== "" && this.judge(true)) {
      this.field.value = "";
      this.judge(false);
      this.fit();
      this.onSend(text);
    }
    this.focus();
  }

  // Whether the text may be sent; says so when not.
  private judge(sending: boolean): boolean {
    const left = this.limit - this.field.value.trim().length;
    const wrong = left < 0;
    this.field.setAttribute("aria-invalid", String(wrong));
    this.hint.classList.toggle("wrong", wrong);
    this.hint.toggleAttribute("role", false);
    if (wrong && sending) {
      this.hint.setAttribute("role", "alert");
    }
    this.hint.textContent = wrong
      ? this.texts.tooLong(this.limit)
      : left < TELL_FROM ? this.texts.left(left) : "";
    return !wrong;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  private fit(): void {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
