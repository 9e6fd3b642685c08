// Elements made without markup: text stays text.

type Child = Node | string | null | undefined | false;
type Properties = Record<string, string | boolean | ((event: Event) => void) | undefined>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (typeof value === "string") {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

export function button(label: Child, onClick: () => void, properties: Properties = {}): HTMLButtonElement {
  return h("button", { type: "button", click: onClick, ...properties }, label);
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

// Shapes on a grid of 24, filled.
export const ICONS = {
  chat: "M4 3h16a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-8l-6 4v-4H4a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zm3 6v2h10V9zm0 4v2h7v-2z",
  close: "M12 10.6 6.7 5.3 5.3 6.7l5.3 5.3-5.3 5.3 1.4 1.4 5.3-5.3 5.3 5.3 1.4-1.4-5.3-5.3 5.3-5.3-1.4-1.4z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  send: "M2.5 3.5 22 12 2.5 20.5 5 13l9-1-9-1z",
  restart: "M12 5V1L7 6l5 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  download: "M11 3h2v9.2l3.3-3.3 1.4 1.4L12 16l-5.7-5.7 1.4-1.4 3.3 3.3zM4 18h16v2H4z",
  lock: "M12 1a5 5 0 0 1 5 5v3h1a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-9c0-1.1.9-2 2-2h1V6a5 5 0 0 1 5-5zm0 2a3 3 0 0 0-3 3v3h6V6a3 3 0 0 0-3-3z",
  person: "M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zm0 2c-5 0-9 2.5-9 6v2h18v-2c0-3.500-4-6-9-6z",
  calendar: "M7 2h2v2h6V2h2v2h3a1 1 0 0 1 1 1v15a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a1 1 0 0 1 1-1h3zm12 8H5v10h14z",
  star: "m12 2 3 6.600 7.200.8-5.300 4.900 1.500 7.100L12 17.800l-6.400 3.600 1.500-7.100L1.800 9.400 9 8.600z",
  book: "M5 2h14a1 1 0 0 1 1 1v18l-8-4-8 4V3a1 1 0 0 1 1-1zm3 5v2h8V7zm0 4v2h8v-2z",
  down: "M12 16 4.600 8.600 6 7.200l6 6 6-6 1.400 1.400z",
} as const;

let numbers = 0;

export function newId(prefix: string): string {
  numbers += 1;
  return `${prefix}-${numbers}`;
}
