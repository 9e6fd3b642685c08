// One entry of the conversation as an element.

import type { Pending } from "../chat";
import { button, h } from "../dom";
import { time } from "../format";
import { type Message, payloadsOf, unsigned } from "../protocol";
import { actionRow, customElement, fileLink } from "./cards";
import type { Context } from "./context";

export function authorName(message: Message, context: Context): string {
  const { texts } = context;
  switch (message.author) {
    case "person":
      return texts.you;
    case "assistant":
      return texts.assistant;
    case "operator":
      return message.name === "" ? texts.operator : `${message.name} (${texts.operator.toLowerCase()})`;
    case "system":
      return texts.system;
  }
}

// `active`: nothing was said after it, so its buttons may be used.
export function messageElement(message: Message, active: boolean, context: Context): HTMLElement {
  const { author } = message;
  const special = message.custom === null ? null : customElement(message.custom, active, context);
  const shown = special !== null && message.brief !== "" ? message.brief : message.text; // a card repeats no text
  const element = h("div", { class: `message ${author}`, "data-sequence": String(message.sequence) });
  element.append(head(authorName(message, context), message.at, context));
  if (message.text !== "") {
    const text = author === "person" ? h("div", { class: "text", dir: "auto" }) : h("div", { class: "text", lang: "it" });
    text.append(author === "person" ? lines(message.text) : context.rich.render(shown));
    element.append(text);
  }
  if (author === "person") {
    return element;
  }
  if (special !== null) {
    element.append(special);
  }
  if (message.attachment !== null) {
    element.append(fileLink(message.attachment, context));
  }
  const drawn = payloadsOf(message.custom); // other clients get the same buttons as quick replies
  const replies = message.replies.filter((reply) => !drawn.has(unsigned(reply.payload)));
  const row = actionRow(replies, active, context, context.texts.repliesLabel);
  if (row !== null) {
    row.classList.add("replies");
    element.append(row);
  }
  return element;
}

export function pendingElement(item: Pending, context: Context): HTMLElement {
  const { texts } = context;
  const element = h("div", { class: `message person ${item.status}`, "data-key": item.key });
  element.append(head(texts.you, new Date(item.at), context));
  const text = h("div", { class: "text", dir: "auto" });
  text.append(lines(item.text));
  element.append(text);
  if (item.status === "failed") {
    element.append(
      h("p", { class: "delivery failed" }, `${texts.failed}. ${item.reason || texts.noAnswer}`),
      h(
        "div",
        { class: "actions" },
        item.again && button(texts.retry, () => context.retry(item.key), { class: "button" }),
        button(texts.discard, () => context.discard(item.key), { class: "button" }),
      ),
    );
  } else if (item.status === "queued") {
    element.append(h("p", { class: "delivery" }, texts.queued));
  }
  return element;
}

function head(name: string, at: Date | null, context: Context): HTMLElement {
  return h(
    "p",
    { class: "who" },
    h("span", { class: "name" }, name),
    at !== null && h("time", { datetime: at.toISOString() }, time(at, context.language)),
  );
}

// A person's words are shown as they were written.
function lines(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  text.split(/\r?\n/u).forEach((line, index) => {
    fragment.append(...(index > 0 ? [h("br")] : []), line);
  });
  return fragment;
}
