// The chat itself: bar, conversation, field. Draws what the model says and passes on what the person does.

import { Chat, type Listener, type Pending } from "../chat";
import { button, h, icon, ICONS, newId } from "../dom";
import { dayKey } from "../format";
import type { Message } from "../protocol";
import { RichText } from "../richtext";
import { ASK_FOR_PERSON, type Language, type Texts } from "../texts";
import { save, transcript } from "../transcript";
import { Announcer } from "./announcer";
import { Composer } from "./composer";
import type { Context } from "./context";
import { confirmRestart, DONE, privacyNotice } from "./dialogs";
import { LogView, type Notice } from "./log";

export interface Options {
  server: string;
  title: string;
  language: Language;
  texts: Texts;
  page: boolean; // the whole page, not a window over another one
  linkHosts: string;
  privacyUrl: string;
  maxLength: number;
  onClose: () => void;
  onUnread: () => void;
}

export class Panel implements Listener {
  readonly element: HTMLElement;
  readonly chat: Chat;
  private readonly announcer = new Announcer();
  private readonly composer: Composer;
  private readonly log: LogView;
  private readonly context: Context;
  private readonly status: HTMLElement;
  private readonly banner: HTMLElement;
  private readonly typing: HTMLElement;
  private readonly jump: HTMLButtonElement;
  private readonly tools: HTMLElement;
  private readonly more: HTMLButtonElement;
  private notices: Notice[] = [];
  private drawing = false;
  private told = ""; // the state of the connection that was announced

  constructor(private readonly options: Options) {
    const { texts, language } = options;
    this.chat = new Chat(options.server, this, texts.expired);
    this.context = {
      texts, language, rich: new RichText(`${options.linkHosts} ${new URL(options.server).hostname}`, texts.opensNewTab),
      choose: (action) => this.chat.say(action.title, action.payload),
      say: (text) => this.chat.say(text),
      announce: (text) => this.announcer.say(text),
      retry: (key) => this.chat.retry(key),
      discard: (key) => this.chat.discard(key),
    };
    this.composer = new Composer(texts, options.maxLength, (text) => this.chat.say(text), () => this.chat.personTyping());
    this.jump = button(icon(ICONS.down), () => {
      this.log.showNewest();
      this.focus();
    }, { class: "button jump", hidden: true });
    this.jump.append(texts.newMessages);
    this.log = new LogView(
      this.context, this.welcome(), () => this.focus(), (below) => (this.jump.hidden = !below), () => void this.showEarlier());
    this.status = h("p", { class: "status" });
    this.banner = h("p", { class: "banner", hidden: true });
    this.typing = h("p", { class: "typing", hidden: true });
    const toolsId = newId("tools");
    this.tools = this.makeTools(toolsId);
    this.more = button(icon(ICONS.more), () => this.showTools(this.tools.hidden), {
      class: "button plain more", "aria-label": texts.menu, "aria-expanded": "false", "aria-controls": toolsId,
    });
    this.element = this.assemble();
    this.draw();
  }

  // To the field; on a screen to be touched that would open the keyboard over the answer.
  focus(): void {
    if (matchMedia("(pointer: coarse)").matches) {
      this.log.element.focus({ preventScroll: true });
    } else {
      this.composer.focus();
    }
  }

  // --- what the model tells ------------------------------------------------------------------------------------------

  // Several changes at once are drawn once.
  changed(): void {
    if (!this.drawing) {
      this.drawing = true;
      queueMicrotask(() => {
        this.drawing = false;
        this.draw();
      });
    }
  }

  arrived(message: Message): void {
    this.announcer.message(message, this.context);
    if (message.author !== "person") {
      this.options.onUnread();
    }
  }

  notice(text: string): void {
    this.notices.push({ text, after: this.chat.messages.at(-1)?.sequence ?? 0 });
    this.announcer.say(text);
    this.changed();
  }

  isShown(): boolean {
    return !this.element.hidden && document.visibilityState === "visible";
  }

  refused(pending: Pending): void {
    const { texts } = this.options;
    this.announcer.say(`${texts.failed}. ${pending.reason || texts.noAnswer}`);
  }

  // --- drawing -------------------------------------------------------------------------------------------------------

  private draw(): void {
    const { chat } = this;
    const { texts } = this.options;
    this.log.draw(chat, this.notices);
    this.element.classList.toggle("talked", chat.messages.length + chat.pending.length > 0);
    this.typing.hidden = chat.typing === null;
    this.typing.replaceChildren(
      h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      chat.typing === null ? "" : texts.typing(chat.typing.name),
    );
    const words = chat.connection === "ready" ? texts.ready : chat.connection === "offline" ? texts.offline : texts.connecting;
    this.status.dataset.state = chat.connection;
    this.status.textContent = words;
    this.drawBanner();
    this.tellConnection();
  }

  private drawBanner(): void {
    const { state, connection } = this.chat;
    const { texts } = this.options;
    let text = "";
    if (connection === "offline") {
      text = texts.offlineNote;
    } else if (state.state === "waiting") {
      text = [
        texts.waiting,
        state.place === null ? "" : texts.place(state.place),
        state.waitMinutes === null ? "" : texts.minutes(state.waitMinutes),
      ].filter((part) => part !== "").join(" ");
    } else if (state.state === "owned") {
      text = texts.owned(state.name);
    }
    this.banner.hidden = text === "";
    this.banner.dataset.kind = connection === "offline" ? "offline" : state.state;
    if (this.banner.textContent !== text) {
      this.banner.textContent = text;
      const card = this.chat.messages.at(-1)?.custom?.type === "handoff"; // then it was just read
      if (connection === "ready" && !card) {
        this.announcer.say(text);
      }
    }
  }

  // The first connection is silent, losing one and its return are told.
  private tellConnection(): void {
    const { connection } = this.chat;
    const { texts } = this.options;
    if (connection === "offline" && this.told !== "offline") {
      this.announcer.say(texts.offlineNote);
      this.told = "offline";
    } else if (connection === "ready") {
      if (this.told === "offline") {
        this.announcer.say(texts.ready);
      }
      this.told = "ready";
    }
  }

  // --- parts ---------------------------------------------------------------------------------------------------------

  private assemble(): HTMLElement {
    const { options } = this;
    const titleId = newId("title");
    const close = options.page
      ? null
      : button(icon(ICONS.close), options.onClose, { class: "button plain", "aria-label": options.texts.close });
    return h(
      "section",
      { class: "panel", "aria-labelledby": titleId, ...(!options.page && { role: "dialog" }) },
      h(
        "header",
        { class: "bar" },
        h(
          "div",
          { class: "names" },
          h("h2", { id: titleId, ...(options.page && { class: "sr" }) }, options.page ? options.texts.conversation : options.title),
          h("p", { class: "subtitle" }, options.texts.subtitle),
          this.status,
        ),
        h("div", { class: "bar-buttons" }, this.more, close),
        this.tools,
      ),
      this.banner,
      this.log.element,
      h("div", { class: "foot" }, this.jump, this.typing, this.composer.element, this.finePrint()),
      this.announcer.element,
    );
  }

  private welcome(): HTMLElement {
    const { texts } = this.options;
    const id = newId("welcome");
    const starters = h("div", { class: "actions", role: "group", "aria-label": texts.startersLabel, lang: "it" });
    starters.append(...texts.starters.map((text) => button(text, () => this.sayAndFocus(text), { class: "button" })));
    return h(
      "section",
      { class: "welcome", "aria-labelledby": id },
      h("h3", { id }, texts.welcomeTitle),
      h("p", {}, texts.welcome),
      starters,
    );
  }

  private finePrint(): HTMLElement {
    const { texts } = this.options;
    const privacy: HTMLElement = button(
      texts.privacy, () => this.show(privacyNotice(texts, this.options.privacyUrl), privacy), { class: "link" });
    return h(
      "p",
      { class: "fine" },
      h("span", {}, texts.privacyShort),
      h(
        "span",
        { class: "links" },
        privacy,
        button(texts.person, () => this.sayAndFocus(ASK_FOR_PERSON), { class: "link" }),
      ),
    );
  }

  private makeTools(id: string): HTMLElement {
    const { texts } = this.options;
    const tool = (shape: string, text: string, action: (opener: HTMLElement) => void): HTMLElement => {
      const made: HTMLElement = button(icon(shape), () => {
        this.showTools(false);
        action(made);
      }, { class: "button plain tool" });
      made.append(h("span", {}, text));
      return made;
    };
    return h(
      "div",
      { class: "tools", id, hidden: true, keydown: (event) => this.onToolsKey(event as KeyboardEvent) },
      tool(ICONS.download, texts.transcript, (opener) => {
        void this.saveTranscript();
        this.giveBack(opener);
      }),
      tool(ICONS.restart, texts.restart, (opener) => this.show(confirmRestart(texts, () => this.restart()), opener)),
    );
  }

  private onToolsKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.tools.hidden) {
      event.stopPropagation();
      this.showTools(false);
      this.more.focus();
    }
  }

  private showTools(open: boolean): void {
    this.tools.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
  }

  // --- what the person does --------------------------------------------------------------------------------------------

  private sayAndFocus(text: string): void {
    this.chat.say(text);
    this.focus();
  }

  private restart(): void {
    this.notices = [];
    this.log.clear();
    this.chat.restart();
    this.focus();
  }

  private async showEarlier(): Promise<void> {
    const count = await this.chat.loadEarlier();
    if (count !== null) {
      this.announcer.say(this.options.texts.earlierLoaded(count));
    }
  }

  // All of the conversation, also what is not shown yet.
  private async saveTranscript(): Promise<void> {
    while (this.chat.earlier !== null && (await this.chat.loadEarlier()) !== null) {}
    const day = dayKey(new Date()).split("/").reverse().join("-");
    save(transcript(this.chat, this.options.title, this.context), `${this.options.texts.transcriptName}-${day}.txt`);
  }

  private show(dialog: HTMLDialogElement, opener: HTMLElement): void {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== DONE) {
        this.giveBack(opener);
      }
    });
    this.element.append(dialog);
    dialog.showModal();
  }

  // The focus to the button that was used, or to the one that shows it.
  private giveBack(opener: HTMLElement): void {
    (opener.getClientRects().length > 0 ? opener : this.more).focus();
  }
}
