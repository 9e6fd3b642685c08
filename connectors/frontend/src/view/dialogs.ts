// Two questions that come in front of the conversation; the browser's own dialog keeps the focus in and gives it back.

import { button, h, icon, ICONS, newId } from "../dom";
import type { Texts } from "../texts";

// What a dialog returns when it did something that moves the focus.
export const DONE = "done";

function dialog(title: string, body: (Node | null)[], buttons: HTMLElement[]): HTMLDialogElement {
  const id = newId("dialog");
  const element = h(
    "dialog",
    { "aria-labelledby": id },
    h("h2", { id }, title),
    ...body,
    h("div", { class: "actions" }, ...buttons),
  );
  element.addEventListener("keydown", (event) => event.stopPropagation()); // Escape closes this, not the chat
  return element;
}

export function confirmRestart(texts: Texts, onConfirm: () => void): HTMLDialogElement {
  const made: HTMLDialogElement = dialog(texts.restartTitle, [h("p", {}, texts.restartText)], [
    button(texts.cancel, () => made.close(), { class: "button", autofocus: true }),
    button(texts.confirm, () => {
      made.close(DONE);
      onConfirm();
    }, { class: "button primary" }),
  ]);
  return made;
}

export function privacyNotice(texts: Texts, address: string): HTMLDialogElement {
  const list = h("ul");
  list.append(...texts.privacyLines.map((line) => h("li", {}, line)));
  const link = address === "" ? null : h(
    "p",
    {},
    h("a", { href: address, target: "_blank", rel: "noopener" }, texts.privacyLink,
      h("span", { class: "sr" }, ` (${texts.opensNewTab})`)),
  );
  const made: HTMLDialogElement = dialog(texts.privacyTitle, [list, link], [
    button(texts.dismiss, () => made.close(), { class: "button primary", autofocus: true }),
  ]);
  made.prepend(icon(ICONS.lock));
  return made;
}
