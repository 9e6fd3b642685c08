// The conversation as a text file.

import type { Chat } from "./chat";
import { h } from "./dom";
import { stamp } from "./format";
import type { Custom, Message } from "./protocol";
import { plain } from "./richtext";
import type { Context } from "./view/context";
import { authorName } from "./view/message";

export function transcript(chat: Chat, title: string, context: Context): string {
  const { language, texts } = context;
  const lines = [`${texts.transcriptTitle} ${title}, ${stamp(new Date(), language)}`, ""];
  if (chat.earlier !== null) {
    lines.push(texts.earlierMissing, "");
  }
  for (const message of chat.messages) {
    const when = message.at === null ? "" : `[${stamp(message.at, language)}] `;
    lines.push(`${when}${authorName(message, context)}:`, ...body(message, context), "");
  }
  for (const item of chat.pending) {
    lines.push(`[${stamp(new Date(item.at), language)}] ${texts.you}:`, item.text, `(${texts.failed})`, "");
  }
  return lines.join("\r\n");
}

function body(message: Message, context: Context): string[] {
  const said = message.text === "" ? [] : message.author === "person" ? [message.text] : [plain(message.text)];
  const file = message.attachment === null ? [] : [`[${message.attachment.name}]`];
  return [...said.join("\n").split(/\r?\n/u), ...cards(message.custom, context), ...file];
}

function cards(custom: Custom | null, { texts, language }: Context): string[] {
  switch (custom?.type) {
    case "course_cards":
      return custom.items.flatMap((item) => [`* ${item.title}`, ...[...item.lines, item.note].filter(Boolean).map((line) => `  ${line}`)]);
    case "appointment_cards":
      return custom.items.flatMap((item) => [
        `* ${item.service}`,
        ...(item.startsAt === null ? [] : [`  ${texts.when}: ${stamp(item.startsAt, language)}`]),
        `  ${texts.where}: ${[item.office, item.address].filter(Boolean).join(", ")}`,
        `  ${texts.code}: ${item.code}`,
      ]);
    default:
      return [];
  }
}

// Has the browser save `text` as a file.
export function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
