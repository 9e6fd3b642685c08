// <orienta-chat>: attributes in, shadow DOM out. The window opens and closes here, and the focus goes with it.

import { button, h, icon, ICONS, newId } from "./dom";
import styles from "./styles.css?inline";
import { textsIn } from "./texts";
import { Panel } from "./view/panel";

const MAX_LENGTH = 1000; // as the server's ORIENTA_MESSAGE_MAX_CHARS
const COLOURS: readonly [attribute: string, property: string][] = [
  ["color", "--orienta-color"],
  ["on-color", "--orienta-on-color"],
];

// Where this script came from is where the chat is. A module has no currentScript: then its tag is looked for.
const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="orienta-chat.js"]');
const origin = script === null ? location.origin : new URL(script.src, location.href).origin;

export class OrientaChat extends HTMLElement {
  static readonly observedAttributes = ["color", "on-color", "scheme", "title"];

  private readonly root: ShadowRoot;
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private panel: Panel | null = null;
  private frame: HTMLElement | null = null;
  private launcher: HTMLButtonElement | null = null;
  private badge: HTMLElement | null = null;
  private unread = 0;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    adopt(this.root);
  }

  connectedCallback(): void {
    this.dark.addEventListener("change", this.paint);
    this.build();
  }

  disconnectedCallback(): void {
    this.dark.removeEventListener("change", this.paint);
    this.panel?.chat.stop();
    this.panel = null;
    this.frame?.remove();
  }

  attributeChangedCallback(name: string): void {
    if (name === "title" && this.hasAttribute("title")) {
      // left there it would be a tooltip over the whole chat
      this.dataset.title = this.getAttribute("title") ?? "";
      this.removeAttribute("title");
    } else {
      this.paint();
    }
  }

  get isOpen(): boolean {
    return this.panel !== null && !this.panel.element.hidden;
  }

  open(): void {
    if (this.panel === null || this.isOpen || this.launcher === null) {
      return;
    }
    this.panel.element.hidden = false;
    this.launcher.hidden = true;
    this.setUnread(0);
    this.panel.chat.start();
    this.panel.chat.tellSeen();
    this.panel.focus();
  }

  close(): void {
    if (this.panel === null || this.launcher === null) {
      return;
    }
    this.panel.element.hidden = true;
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  private build(): void {
    const { language, texts } = textsIn(this.getAttribute("language"));
    const page = this.getAttribute("mode") === "page";
    const title = this.dataset.title ?? this.getAttribute("heading") ?? texts.title;
    const server = this.getAttribute("server") ?? origin;
    this.panel = new Panel({
      server: new URL(server, location.href).origin,
      title, language, texts, page,
      linkHosts: this.getAttribute("link-hosts") ?? "",
      privacyUrl: webAddress(this.getAttribute("privacy-url")),
      maxLength: lengthLimit(this.getAttribute("max-length")),
      onClose: () => this.close(),
      onUnread: () => this.isOpen || this.setUnread(this.unread + 1),
    });
    this.frame = h("div", { class: page ? "frame page" : "frame window", lang: language });
    if (!page) {
      this.addLauncher(title, this.panel);
    }
    this.frame.append(this.panel.element);
    this.root.append(this.frame);
    this.paint();
    // a closed window asks the server for nothing, unless a conversation is going on that may have news
    if (page || this.panel.chat.hasSession) {
      this.panel.chat.start();
    }
  }

  private addLauncher(title: string, panel: Panel): void {
    const { texts } = textsIn(this.getAttribute("language"));
    const id = newId("panel");
    panel.element.id = id;
    panel.element.hidden = true;
    panel.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.close();
      }
    });
    this.badge = h("span", { class: "badge", hidden: true });
    this.launcher = button(icon(ICONS.chat), () => this.open(), {
      class: "launcher", "aria-haspopup": "dialog", "aria-controls": id,
    });
    this.launcher.append(h("span", { class: "sr" }, `${texts.open}: `), h("span", {}, title), this.badge);
    this.frame?.append(this.launcher);
  }

  private setUnread(count: number): void {
    const { texts } = textsIn(this.getAttribute("language"));
    this.unread = count;
    if (this.badge !== null) {
      this.badge.hidden = count === 0;
      this.badge.replaceChildren(
        h("span", { "aria-hidden": "true" }, String(count)),
        h("span", { class: "sr" }, `, ${texts.unread(count)}`),
      );
    }
  }

  private readonly paint = (): void => {
    if (this.frame === null) {
      return;
    }
    const wish = this.getAttribute("scheme");
    this.frame.dataset.scheme = wish === "light" || wish === "dark" ? wish : this.dark.matches ? "dark" : "light";
    for (const [attribute, property] of COLOURS) {
      const value = this.getAttribute(attribute);
      if (value !== null && CSS.supports("color", value)) {
        this.frame.style.setProperty(property, value);
      } else {
        this.frame.style.removeProperty(property);
      }
    }
  };
}

// 0 is no limit.
function lengthLimit(attribute: string | null): number {
  const given = attribute === null || attribute === "" ? Number.NaN : Number(attribute);
  return Number.isNaN(given) ? MAX_LENGTH : given > 0 ? given : Number.POSITIVE_INFINITY;
}

function webAddress(address: string | null): string {
  try {
    const { protocol, href } = new URL(address ?? "", location.href);
    return address !== null && (protocol === "https:" || protocol === "http:") ? href : "";
  } catch {
    return "";
  }
}

// A sheet made by script is allowed where the site's policy forbids inline styles.
function adopt(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
}
