// The assistant's words as elements: paragraphs, lists, bold, links to hosts that we know. All else stays text.

import { h } from "./dom";

// A link elsewhere is shown as text: somebody who can write to the database cannot send people to a site of theirs.
// Not all of lecco.it: anybody can register a name under it.
const HOSTS: readonly string[] = [
  "provincia.lecco.it", "comune.lecco.it", "comune.merate.lc.it", "regione.lombardia.it", "gov.it", "inps.it",
  "sviluppolavoroitalia.it", "europa.eu",
];

const LINK = new RegExp(
  [
    String.raw`\[(?<label>[^\]\n]{1,120})\]\((?<target>https:\/\/[^\s<>"«»)]{1,500})\)`,
    String.raw`(?<url>https:\/\/[^\s<>"«»]{1,500})`,
    String.raw`(?<mail>(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})`,
    String.raw`(?<phone>tel:\+?[\d./ -]{6,20}\d|(?<![\d/.+-])(?:\+39 ?)?0\d{2,3}[ ./-]?\d{3}[ .]?\d{3,4}(?![\d/]))`,
  ].join("|"),
  "gu",
);
const AFTER_ADDRESS = /[.,;:!?)\]»”"'*]+$/u;
const BULLET = /^\s*[-•*]\s+/u;
const NUMBER = /^\s*\d{1,2}[.)]\s+/u;
const BOLD = /\*\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*\*/gu;

export class RichText {
  private readonly hosts: readonly string[];

  // `more`: hosts, separated by spaces or commas, that links may lead to besides ours; with their subdomains.
  constructor(
    more: string,
    private readonly newTab: string,
  ) {
    this.hosts = [...HOSTS, ...more.toLowerCase().split(/[\s,]+/u).filter((host) => host !== "")];
  }

  render(text: string): DocumentFragment {
    const fragment = document.createDocumentFragment();
    let block: HTMLElement | null = null;
    for (const line of text.split(/\r?\n/u)) {
      if (line.trim() === "") {
        block = null;
        continue;
      }
      const mark = BULLET.test(line) ? BULLET : NUMBER.test(line) ? NUMBER : null;
      const tag = mark === null ? "p" : mark === BULLET ? "ul" : "ol";
      if (block === null || block.localName !== tag) {
        block = h(tag, { dir: "auto" }); // Arabic beside Italian: each paragraph runs its own way
        fragment.append(block);
      } else if (mark === null) {
        block.append(h("br"));
      }
      if (mark === null) {
        this.inline(block, line);
      } else {
        const item = h("li", { dir: "auto" });
        this.inline(item, line.replace(mark, ""));
        block.append(item);
      }
    }
    return fragment;
  }

  // One line, as in a card.
  line(text: string): DocumentFragment {
    const fragment = document.createDocumentFragment();
    this.inline(fragment, text);
    return fragment;
  }

  private inline(parent: ParentNode, text: string): void {
    let done = 0;
    for (const match of text.matchAll(BOLD)) {
      this.linked(parent, text.slice(done, match.index));
      const strong = h("strong");
      this.linked(strong, match[1] ?? "");
      parent.append(strong);
      done = match.index + match[0].length;
    }
    this.linked(parent, text.slice(done));
  }

  private linked(parent: ParentNode, text: string): void {
    let done = 0;
    for (const match of text.matchAll(LINK)) {
      const groups = match.groups ?? {};
      const whole = groups.target === undefined ? match[0].replace(AFTER_ADDRESS, "") : match[0];
      parent.append(text.slice(done, match.index), this.link(whole, groups));
      done = match.index + whole.length;
    }
    parent.append(text.slice(done));
  }

  private link(shown: string, groups: Record<string, string | undefined>): Node | string {
    if (groups.mail !== undefined) {
      const address = shown.replace(/^mailto:/u, "");
      return h("a", { href: `mailto:${address}` }, address);
    }
    if (groups.phone !== undefined) {
      const phone = shown.replace(/^tel:/u, "");
      return h("a", { href: `tel:${phone.replace(/[^\d+]/gu, "")}` }, phone);
    }
    const target = groups.target ?? shown;
    if (!this.isAllowed(target)) {
      return groups.target === undefined ? shown : `${groups.label} (${target})`;
    }
    const label = groups.label ?? shown;
    return h(
      "a",
      { href: target, target: "_blank", rel: "noopener noreferrer" },
      label,
      h("span", { class: "sr" }, ` (${this.newTab})`),
    );
  }

  private isAllowed(address: string): boolean {
    try {
      const { protocol, hostname, username, password } = new URL(address);
      const named = username !== "" || password !== "";
      return protocol === "https:" && !named && this.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
    } catch {
      return false;
    }
  }
}

// The text without its marks, for a file or a voice.
export function plain(text: string): string {
  return text.replace(BOLD, "$1").trim();
}
