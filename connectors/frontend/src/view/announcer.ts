// What a screen reader says: each answer once, and changes of the connection; never a history that was loaded again.

import type { Message } from "../protocol";
import { plain } from "../richtext";
import { h } from "../dom";
import type { Context } from "./context";
import { authorName } from "./message";

const KEPT = 20;

export class Announcer {
  readonly element = h("div", { class: "sr", "aria-live": "polite", "aria-relevant": "additions" });

  say(text: string, lang?: string): void {
    if (text === "") {
      return;
    }
    this.element.append(h("p", { ...(lang && { lang }) }, text));
    while (this.element.childElementCount > KEPT) {
      this.element.firstElementChild?.remove();
    }
  }

  message(message: Message, context: Context): void {
    if (message.author === "person") {
      return;
    }
    const { texts } = context;
    const parts = [plain(message.text)];
    if (message.attachment !== null) {
      parts.push(message.attachment.mime === "text/calendar" ? texts.calendarFile : message.attachment.name);
    }
    const { custom } = message;
    if (custom?.type === "course_cards" || custom?.type === "appointment_cards") {
      parts.push(texts.cardsCount(custom.items.length));
    } else if (message.replies.length > 0) {
      parts.push(texts.repliesCount(message.replies.length));
    }
    this.say(`${authorName(message, context)}: ${parts.filter((part) => part !== "").join(" ")}`, "it");
  }
}
