// One to five stars: five buttons, each named with its number.

import { button, h, icon, ICONS } from "../dom";
import type { Star } from "../protocol";
import type { Context } from "./context";

export function rating(options: readonly Star[], context: Context): HTMLElement {
  const { texts } = context;
  const row = h("div", { class: "stars", role: "group", "aria-label": texts.rating, lang: "it" });
  const light = (until: number): void => {
    row.querySelectorAll("button").forEach((star, index) => star.toggleAttribute("data-lit", index < until));
  };
  options.forEach((option, index) => {
    const star = button(icon(ICONS.star), () => context.choose({ title: option.title, payload: option.payload }), {
      class: "star",
      "aria-label": option.title,
      pointerenter: () => light(index + 1),
      focus: () => light(index + 1),
      blur: () => light(0),
    });
    star.append(h("span", { "aria-hidden": "true" }, String(option.stars)));
    row.append(star);
  });
  row.addEventListener("pointerleave", () => light(0));
  return h(
    "div",
    { class: "card rating" },
    row,
    h("p", { class: "scale" }, h("span", {}, texts.ratingLow), h("span", {}, texts.ratingHigh)),
  );
}
