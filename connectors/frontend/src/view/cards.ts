// What the assistant shows besides words: cards of courses and appointments, consent, handoff, a file.

import { button, h, icon, ICONS, newId } from "../dom";
import { longDay, time } from "../format";
import type { Action, AppointmentCard, CourseCard, Custom, FileAttachment } from "../protocol";
import type { Context } from "./context";
import { slotPicker } from "./picker";
import { rating } from "./rating";

// The element for `custom`; `active`: whether it is the last thing that was asked. Null when there is nothing to show.
export function customElement(custom: Custom, active: boolean, context: Context): HTMLElement | null {
  switch (custom.type) {
    case "course_cards":
      return cardList(custom.items.map((item) => courseCard(item, active, context)));
    case "appointment_cards":
      return cardList(custom.items.map((item) => appointmentCard(item, active, context)));
    case "slot_picker":
      return active ? slotPicker(custom.days, custom.actions, context) : null;
    case "rating":
      return active ? rating(custom.options, context) : null;
    case "handoff":
      return handoff(custom, active, context);
    case "consent":
      return consent(custom.title, custom.lines, custom.actions, active, context);
  }
}

// A row of buttons; null when there are none, or their question was answered.
export function actionRow(
  actions: readonly Action[], active: boolean, context: Context, label?: string, about?: string,
): HTMLElement | null {
  if (!active || actions.length === 0) {
    return null;
  }
  const row = h("div", { class: "actions", ...(label && { role: "group", "aria-label": label }) });
  actions.forEach((action, index) => {
    const made = button(action.title, () => context.choose(action), { class: "button", lang: "it", dir: "auto" });
    if (about !== undefined) {
      const id = newId("action");
      made.id = id;
      made.setAttribute("aria-labelledby", `${id} ${about}`); // «Dettagli» of which course
    }
    if (index === 0 && about === undefined && label === undefined) {
      made.classList.add("first");
    }
    row.append(made);
  });
  return row;
}

function cardList(cards: HTMLElement[]): HTMLElement {
  const list = h("ul", { class: "cards", role: "list", lang: "it" });
  list.append(...cards.map((card) => h("li", {}, card)));
  return list;
}

function lines(all: readonly string[], context: Context): HTMLElement | null {
  if (all.length === 0) {
    return null;
  }
  const list = h("ul", { class: "lines" });
  list.append(...all.map((line) => h("li", {}, context.rich.line(line))));
  return list;
}

function courseCard(course: CourseCard, active: boolean, context: Context): HTMLElement {
  const id = newId("card");
  return h(
    "article",
    { class: "card", "aria-labelledby": id },
    h("h4", { id }, course.title),
    lines(course.lines, context),
    course.note !== "" && h("p", { class: "note" }, context.rich.line(course.note)),
    actionRow(course.actions, active, context, undefined, id),
  );
}

function appointmentCard(item: AppointmentCard, active: boolean, context: Context): HTMLElement {
  const id = newId("card");
  const { texts } = context;
  const rows: [string, string][] = [];
  if (item.startsAt !== null) {
    const until = item.endsAt === null ? "" : `–${time(item.endsAt, "it")}`;
    rows.push([texts.when, `${longDay(item.startsAt, "it")}, ${time(item.startsAt, "it")}${until}`]);
  }
  const place = [item.office, item.address].filter((part) => part !== "").join(", ");
  if (place !== "") {
    rows.push([texts.where, place]);
  }
  if (item.code !== "") {
    rows.push([texts.code, item.code]);
  }
  const details = h("dl", { class: "details" });
  for (const [name, value] of rows) {
    details.append(h("div", {}, h("dt", {}, name), h("dd", name === texts.code ? { class: "code" } : {}, value)));
  }
  return h(
    "article",
    { class: "card appointment", "aria-labelledby": id },
    h("h4", { id }, icon(ICONS.calendar), item.service),
    details,
    lines(item.lines, context),
    actionRow(item.actions, active, context, undefined, id),
  );
}

function consent(
  title: string, all: readonly string[], actions: readonly Action[], active: boolean, context: Context,
): HTMLElement {
  const id = newId("card");
  return h(
    "section",
    { class: "card consent", "aria-labelledby": id, lang: "it" },
    h("h4", { id }, icon(ICONS.lock), title || context.texts.privacyTitle),
    lines(all, context),
    actionRow(actions, active, context),
  );
}

function handoff(
  custom: Extract<Custom, { type: "handoff" }>, active: boolean, context: Context,
): HTMLElement | null {
  const { texts } = context;
  const said: string[] = [];
  if (custom.state === "waiting" && !active) {
    return null; // place and time of then would mislead
  }
  if (custom.state === "waiting") {
    said.push(texts.waiting);
    if (custom.place !== null) {
      said.push(texts.place(custom.place));
    }
    if (custom.waitMinutes !== null) {
      said.push(texts.minutes(custom.waitMinutes));
    }
  } else if (custom.state === "callback") {
    said.push(texts.callback);
  } else if (custom.state === "ended") {
    said.push(texts.ended);
  }
  const row = actionRow(custom.actions, active, context);
  if (said.length === 0 && row === null) {
    return null;
  }
  const [title, ...rest] = said;
  return h(
    "section",
    { class: "card handoff", "aria-label": title ?? texts.operator },
    title !== undefined && h("h4", {}, icon(ICONS.person), title),
    ...rest.map((line) => h("p", {}, line)),
    row,
  );
}

// A link that saves the file that came inside a message.
export function fileLink(file: FileAttachment, context: Context): HTMLElement {
  const calendar = file.mime === "text/calendar";
  // A page is saved, never shown under our address.
  const type = file.mime === "text/html" ? "application/octet-stream" : file.mime;
  const link = h(
    "a",
    { class: "button file", download: file.name, href: URL.createObjectURL(new Blob([file.bytes], { type })) },
    icon(calendar ? ICONS.calendar : ICONS.download),
    calendar ? context.texts.calendarFile : context.texts.file(file.name),
  );
  return link;
}
