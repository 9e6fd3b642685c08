// The list of messages: draws what changed, keeps the rest as it is, and keeps the focus when buttons go away.

import type { Chat } from "../chat";
import { button, h } from "../dom";
import { day, dayKey } from "../format";
import type { Context } from "./context";
import { messageElement, pendingElement } from "./message";

interface Entry {
  id: string;
  look: string; // the element is made again when this changes
  make: () => HTMLElement;
}

export interface Notice {
  text: string;
  after: number; // shown after the message of this number
}

const NEAR_START = 120; // pixels from the start of the list at which earlier messages are asked for

export class LogView {
  readonly element: HTMLElement;
  private readonly list = h("div", { class: "entries" });
  private drawn = new Map<string, { look: string; element: HTMLElement }>();
  private scrolledFor = "";
  private heights = "";
  private readonly earlier: HTMLButtonElement;
  private leftAt = 0; // where the last automatic scroll ended: elsewhere means that the person reads something else

  constructor(
    private readonly context: Context,
    welcome: HTMLElement,
    private readonly fallbackFocus: () => void,
    private readonly unseen: (below: boolean) => void,
    private readonly askEarlier: () => void,
  ) {
    this.earlier = button(context.texts.earlier, askEarlier, { class: "button earlier", hidden: true });
    // a separate live region announces answers: here a redrawn button or a loaded history would be read again
    this.element = h(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": context.texts.conversation, tabindex: "0" },
      welcome,
      this.earlier,
      this.list,
    );
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
  }

  draw(chat: Chat, notices: readonly Notice[]): void {
    const entries = this.entries(chat, notices);
    const wanted = new Set(entries.map((entry) => entry.id));
    const hadFocus = this.focused();
    const first = chat.messages.find((message) => this.drawn.has(`message ${message.sequence}`));
    const anchor = this.drawn.get(`message ${first?.sequence}`)?.element;
    const stood = anchor?.getBoundingClientRect().top ?? 0;
    for (const [id, { element }] of this.drawn) {
      if (!wanted.has(id)) {
        element.remove();
        this.drawn.delete(id);
      }
    }
    let before: Element | null = this.list.firstElementChild;
    for (const entry of entries) {
      const old = this.drawn.get(entry.id)?.element;
      const element = this.elementOf(entry);
      if (old === before && old !== undefined) {
        before = element; // it took the old one's place
      }
      if (element === before) {
        before = before.nextElementSibling;
      } else {
        this.list.insertBefore(element, before);
      }
    }
    const asked = this.active() === this.earlier;
    this.earlier.hidden = chat.earlier === null;
    if ((hadFocus && this.focused() === null) || (asked && this.earlier.hidden)) {
      this.fallbackFocus();
    }
    if (anchor !== undefined && first !== chat.messages[0]) {
      this.keepPlace(anchor.getBoundingClientRect().top - stood);
    }
    this.follow(chat);
  }

  clear(): void {
    this.drawn.clear();
    this.list.replaceChildren();
  }

  private elementOf(entry: Entry): HTMLElement {
    const known = this.drawn.get(entry.id);
    if (known?.look === entry.look) {
      return known.element;
    }
    const element = entry.make();
    known?.element.replaceWith(element);
    this.drawn.set(entry.id, { look: entry.look, element });
    return element;
  }

  private entries(chat: Chat, notices: readonly Notice[]): Entry[] {
    const { context } = this;
    const now = new Date();
    const entries: Entry[] = [];
    const lastPerson = chat.messages.findLastIndex((message) => message.author === "person");
    const answering = chat.pending.some((item) => item.status !== "failed");
    const lastHandoff = chat.messages.findLastIndex((message) => message.custom?.type === "handoff");
    let today = "";
    let previous = -1;
    chat.messages.forEach((message, index) => {
      entries.push(...this.noticesAt(notices, previous, message.sequence));
      previous = message.sequence;
      if (message.at !== null && dayKey(message.at) !== today) {
        today = dayKey(message.at);
        const label = day(message.at, now, context.language, context.texts);
        entries.push({ id: `day ${today}`, look: label, make: () => h("h3", { class: "day" }, h("span", {}, label)) });
      }
      // one may stop waiting for an operator at any time, and not once the operator is there
      const { custom } = message;
      const waits = custom?.type === "handoff" && custom.state === "waiting";
      const active = waits
        ? index === lastHandoff && chat.state.state === "waiting"
        : index > lastPerson && !answering;
      entries.push({
        id: `message ${message.sequence}`,
        look: active ? "active" : "past",
        make: () => messageElement(message, active, context),
      });
    });
    for (const item of chat.pending) {
      entries.push({
        id: `pending ${item.key}`,
        look: `${item.status} ${item.reason}`,
        make: () => pendingElement(item, context),
      });
    }
    entries.push(...this.noticesAt(notices, previous, Infinity));
    return entries;
  }

  private noticesAt(notices: readonly Notice[], from: number, until: number): Entry[] {
    return notices
      .map((notice, number) => ({ notice, number }))
      .filter(({ notice }) => notice.after >= from && notice.after < until)
      .map(({ notice, number }) => ({
        id: `notice ${number}`,
        look: "",
        make: () => h("p", { class: "notice" }, notice.text),
      }));
  }

  private active(): Element | null {
    return (this.element.getRootNode() as ShadowRoot | Document).activeElement;
  }

  private focused(): Element | null {
    const active = this.active();
    return active !== null && this.list.contains(active) ? active : null;
  }

  private scrolled(): void {
    if (this.atEnd()) {
      this.unseen(false);
    }
    if (!this.earlier.hidden && this.element.scrollTop < this.list.offsetTop - this.element.offsetTop + NEAR_START) {
      this.askEarlier();
    }
  }

  // Earlier messages came in above: what the person reads stays where it is.
  private keepPlace(moved: number): void {
    this.heights = `${this.list.offsetHeight} ${this.element.clientHeight}`;
    if (this.pageScrolls()) {
      window.scrollBy(0, moved);
      return;
    }
    this.element.scrollTop += moved;
    this.leftAt += moved;
  }

  private pageScrolls(): boolean {
    return getComputedStyle(this.element).overflowY === "visible"; // so small a screen
  }

  // Shows the newest turn from its start: a long answer is not scrolled past its first line. Who reads something
  // further up is not moved, but told.
  private follow(chat: Chat): void {
    const failed = chat.pending.filter((item) => item.status === "failed").length;
    const own = `${chat.pending.at(-1)?.key ?? ""}${failed > 0 ? `/${failed}` : ""}`;
    const newest = `${chat.messages.at(-1)?.sequence ?? 0} ${own}`;
    const heights = `${this.list.offsetHeight} ${this.element.clientHeight}`;
    const grown = heights !== this.heights; // a card more, a banner above: the turn moved without anybody scrolling
    this.heights = heights;
    if (newest === this.scrolledFor) {
      if (grown && newest !== "0 " && !this.readsElsewhere() && !this.list.contains(this.focused())) {
        this.showNewest();
      }
      return;
    }
    const wroteNow = own !== "" && !this.scrolledFor.endsWith(` ${own}`);
    const first = this.scrolledFor === "";
    this.scrolledFor = newest;
    if (first || wroteNow || !this.readsElsewhere()) {
      this.showNewest();
    } else {
      this.unseen(true);
    }
  }

  showNewest(): void {
    const turns = this.list.querySelectorAll<HTMLElement>(".message.person");
    const target = turns[turns.length - 1] ?? (this.list.lastElementChild as HTMLElement | null);
    this.unseen(false);
    if (target === null) {
      return;
    }
    if (this.pageScrolls()) {
      target.scrollIntoView({ block: "start" });
      return;
    }
    this.element.scrollTop += target.getBoundingClientRect().top - this.element.getBoundingClientRect().top - 8;
    this.leftAt = this.element.scrollTop;
  }

  private atEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  private readsElsewhere(): boolean {
    return Math.abs(this.element.scrollTop - this.leftAt) > 60 && !this.atEnd();
  }
}
