// Day and time for an appointment: days are radio buttons, so arrows move among them; a time is a button that chooses.

import { button, h, newId } from "../dom";
import { leaf } from "../format";
import type { Action, Day, Slot } from "../protocol";
import { actionRow } from "./cards";
import type { Context } from "./context";

export function slotPicker(days: readonly Day[], actions: readonly Action[], context: Context): HTMLElement {
  const { texts } = context;
  const times = h("div", { class: "times", lang: "it" });
  const name = newId("day");
  const show = (day: Day): void => times.replaceChildren(...timesOf(day, context));
  const choices = days.map((day, index) => dayChoice(day, name, index === 0, context, () => {
    show(day);
    context.announce(`${day.title}: ${texts.slotsCount(day.slots.length)}`);
  }));
  const first = days[0];
  if (first !== undefined) {
    show(first);
  }
  return h(
    "div",
    { class: "card picker" },
    h("fieldset", { class: "days" }, h("legend", {}, texts.chooseDay), h("div", { class: "leaves", lang: "it" }, ...choices)),
    times,
    actionRow(actions, true, context, texts.repliesLabel),
  );
}

function dayChoice(day: Day, name: string, checked: boolean, context: Context, onChoice: () => void): HTMLElement {
  const parts = leaf(day.date, "it");
  const free = context.texts.slotsCount(day.slots.length);
  const input = h("input", { type: "radio", name, checked, change: onChoice, "aria-label": `${day.title}, ${free}` });
  const face = parts === null
    ? h("span", { class: "leaf" }, day.title)
    : h(
        "span",
        { class: "leaf" },
        h("span", { class: "weekday" }, parts.weekday),
        h("span", { class: "number" }, parts.day),
        h("span", { class: "month" }, parts.month),
      );
  return h("label", {}, input, face);
}

function timesOf(day: Day, context: Context): HTMLElement[] {
  const { texts } = context;
  const offices = new Set(day.slots.map((slot) => slot.office));
  const groups: HTMLElement[] = [h("h4", {}, `${texts.chooseTime}: ${day.title}`)];
  for (const office of offices) {
    const inOffice = day.slots.filter((slot) => slot.office === office);
    for (const [part, slots] of [
      [texts.morning, inOffice.filter((slot) => slot.time < "13:00")],
      [texts.afternoon, inOffice.filter((slot) => slot.time >= "13:00")],
    ] as const) {
      if (slots.length > 0) {
        groups.push(timeGroup(slots, offices.size > 1 && office !== "" ? `${office}, ${part.toLowerCase()}` : part, context));
      }
    }
  }
  return groups;
}

function timeGroup(slots: readonly Slot[], label: string, context: Context): HTMLElement {
  const id = newId("times");
  const row = h("div", { class: "slots", role: "group", "aria-labelledby": id });
  for (const slot of slots) {
    row.append(button(slot.title, () => context.choose({ title: slot.title, payload: slot.payload }), { class: "button slot" }));
  }
  return h("div", {}, h("p", { class: "part", id }, label), row);
}
