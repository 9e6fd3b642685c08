// The conversation: what was said, what is still to be sent, who has the floor. Knows the server, not the page.

import { io, type Socket } from "socket.io-client";

import { Outbox, type Pending } from "./outbox";
import {
  type Message,
  readAcknowledgement,
  readHistory,
  readMessage,
  readPage,
  readSessionId,
  readState,
  readText,
  readTyping,
  type State,
  WITH_ASSISTANT,
} from "./protocol";
import { Memory } from "./storage";

export type { Pending } from "./outbox";

export type Connection = "idle" | "connecting" | "ready" | "offline";

export interface Typing {
  name: string;
}

export interface Listener {
  changed(): void; // something to draw again
  arrived(message: Message): void; // new to this page: to be announced
  notice(text: string): void; // something happened to the conversation
  refused(pending: Pending): void;
  isShown(): boolean; // the conversation is on a screen that somebody looks at
}

const TYPING_MS = 30_000;
const SAY_TYPING_MS = 3_000;
const RETURN_MS = 2_000;
const PAGE_MS = 12_000;
const PATIENCE_MS = 30_000; // a server that gives no session says why in a message: later it may give one

export class Chat {
  readonly messages: Message[] = [];
  state: State = WITH_ASSISTANT;
  typing: Typing | null = null;
  earlier: number | null = null; // what was said before this number is still to be asked for
  connection: Connection = "idle";

  private readonly memory: Memory;
  private readonly socket: Socket;
  private readonly outbox: Outbox;
  private readonly stopWatching: () => void;
  private session: string | null;
  private fresh = false; // the next request is for a new conversation
  private loaded = false; // the history was shown once: what comes now is news
  private typingTimer = 0;
  private saidTypingAt = 0;
  private returnTimer = 0;
  private patience = 0;
  private asking = false; // an earlier page is on its way
  private stopped = false;
  private owed = 0; // the newest message whose sight is to be told; 0: none

  constructor(
    server: string,
    private readonly listener: Listener,
    private readonly expiredText: string,
  ) {
    this.memory = new Memory(server);
    this.session = this.memory.session();
    this.socket = io(server, {
      path: "/socket.io/",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.outbox = new Outbox(this.socket, this.memory, this);
    this.listen();
    this.stopWatching = this.memory.watch(() => this.follow());
    window.addEventListener("online", this.online);
    window.addEventListener("offline", this.offline);
    document.addEventListener("visibilitychange", this.looked);
  }

  get hasSession(): boolean {
    return this.session !== null;
  }

  get pending(): readonly Pending[] {
    return this.outbox.items;
  }

  get ready(): boolean {
    return this.connection === "ready";
  }

  start(): void {
    if (this.connection === "idle") {
      this.connection = navigator.onLine ? "connecting" : "offline";
      this.socket.connect();
      this.listener.changed();
    }
  }

  stop(): void {
    this.stopped = true;
    this.stopWatching();
    clearTimeout(this.returnTimer);
    clearTimeout(this.patience);
    window.removeEventListener("online", this.online);
    window.removeEventListener("offline", this.offline);
    document.removeEventListener("visibilitychange", this.looked);
    clearTimeout(this.typingTimer);
    this.socket.disconnect();
  }

  // Says `text`; a button's `payload` goes to the server in its place.
  say(text: string, payload?: string): void {
    this.saidTypingAt = 0;
    this.outbox.add(text, payload);
  }

  retry(key: string): void {
    this.outbox.retry(key);
  }

  discard(key: string): void {
    this.outbox.discard(key);
  }

  restart(): void {
    this.memory.forget();
    this.session = null;
    this.fresh = true;
    this.clear();
    if (this.socket.connected) {
      this.requestSession();
    }
    this.listener.changed();
  }

  // Asks for the page before the first message that is here; how many messages came, null when none could be had.
  async loadEarlier(): Promise<number | null> {
    const { earlier: before, session } = this;
    if (before === null || this.asking || !this.ready) {
      return null;
    }
    this.asking = true;
    try {
      const answer: unknown = await this.socket.timeout(PAGE_MS).emitWithAck("earlier_request", { before });
      if (!readAcknowledgement(answer).ok || this.session !== session || this.earlier !== before) {
        return null; // refused for now, or the conversation is another
      }
      const page = readPage(answer);
      this.earlier = page.earlier;
      this.add(page.messages, false);
      this.listener.changed();
      return page.messages.length;
    } catch {
      return null; // no answer in time, or the connection broke: the next wish asks again
    } finally {
      this.asking = false;
    }
  }

  // Tells the operator that the person is writing; nobody looks while the assistant answers.
  personTyping(): void {
    const now = Date.now();
    if (this.ready && this.state.state !== "assistant" && now - this.saidTypingAt > SAY_TYPING_MS) {
      this.saidTypingAt = now;
      this.socket.emit("person_typing", { typing: true });
    }
  }

  private readonly online = (): void => {
    if (this.connection === "offline") {
      this.socket.connect();
    }
  };

  // A browser keeps a WebSocket open for a while without a network: what is sent then would seem to have arrived.
  private readonly offline = (): void => {
    if (this.connection !== "idle") {
      this.socket.io.engine?.close();
      this.setConnection("offline");
    }
  };

  private readonly looked = (): void => this.tellSeen();

  private listen(): void {
    const { socket } = this;
    socket.on("connect", () => this.requestSession());
    socket.on("disconnect", () => {
      this.setTyping(null);
      this.setConnection("offline");
      this.comeBack();
    });
    socket.on("connect_error", () => {
      this.setConnection("offline");
      this.comeBack();
    });
    socket.on("session_linked", (data: unknown) => this.link(readSessionId(data)));
    socket.on("session_confirm", (id: unknown) => this.confirmed(typeof id === "string" ? id : ""));
    socket.on("history", (data: unknown) => this.history(data));
    socket.on("message", (data: unknown) => {
      const message = readMessage(data);
      if (message !== null) {
        this.add([message], true);
        this.listener.changed();
        this.tellSeen();
      }
    });
    socket.on("bot_typing", (data: unknown) => {
      const { typing, name } = readTyping(data);
      this.setTyping(typing ? { name } : null);
      this.listener.changed();
    });
    socket.on("conversation_state", (data: unknown) => {
      this.state = readState(data);
      this.listener.changed();
    });
    socket.on("session_expired", (data: unknown) => this.expire(readText(data)));
  }

  // A server that closes or refuses a connection is final for Socket.IO; ours may only be busy or starting anew.
  private comeBack(): void {
    clearTimeout(this.returnTimer);
    if (!this.socket.active && !this.stopped) {
      this.returnTimer = window.setTimeout(() => this.socket.connect(), RETURN_MS);
    }
  }

  private requestSession(): void {
    this.setConnection("connecting");
    const last_sequence = Math.floor(this.messages.at(-1)?.sequence ?? 0); // words in between stand in no log
    clearTimeout(this.patience);
    this.patience = window.setTimeout(() => this.socket.connected && !this.ready && this.requestSession(), PATIENCE_MS);
    if (this.fresh) {
      this.socket.emit("session_request", { new: true, last_sequence: 0 });
    } else {
      this.socket.emit("session_request", { ...(this.session && { session_id: this.session }), last_sequence });
    }
  }

  private confirmed(id: string): void {
    if (id === "") {
      return;
    }
    if (this.session !== null && this.session !== id && !this.fresh) {
      const had = this.messages.length > 0 || this.loaded;
      this.clear(true);
      if (had) {
        this.listener.notice(this.expiredText);
      }
    }
    this.fresh = false;
    this.session = id;
    this.memory.keepSession(id);
  }

  // The person gave a code of Telegram: the conversation that comes next is the one meant, and its history tells.
  private link(id: string): void {
    this.session = id === "" ? this.session : id;
    this.fresh = false;
    this.clear();
    this.listener.changed();
  }

  private history(data: unknown): void {
    const { messages, state, earlier } = readHistory(data);
    if (earlier !== null) {
      this.messages.length = 0; // too much was missed to come at once: no gap between what is shown
    }
    this.earlier = earlier ?? this.earlier;
    this.add(messages, this.loaded);
    this.loaded = true;
    this.state = state;
    this.setConnection("ready");
    void this.outbox.pump();
    this.tellSeen();
  }

  // A reminder that stands on a screen nobody looks at was not seen: it is sent another way.
  tellSeen(): void {
    if (this.owed > 0 && this.ready && this.listener.isShown()) {
      this.socket.emit("seen", { sequence: this.owed });
      this.owed = 0;
    }
  }

  // The acknowledgement and an event both say it: the second changes nothing.
  expire(text: string): void {
    if (this.fresh) {
      return;
    }
    this.memory.forget();
    this.session = null;
    this.fresh = true;
    this.clear(true);
    this.listener.notice(text || this.expiredText);
    this.requestSession();
  }

  // Another tab began a conversation: what is stored now holds, so that two tabs that begin at once end up in one.
  private follow(): void {
    const id = this.memory.session();
    if (id !== null && id !== this.session) {
      this.session = id;
      this.fresh = false;
      this.clear();
      this.listener.changed();
      if (this.socket.connected) {
        this.requestSession();
      }
    }
  }

  private clear(keepTyped = false): void {
    this.messages.length = 0;
    this.earlier = null;
    this.outbox.empty(keepTyped);
    this.state = WITH_ASSISTANT;
    this.loaded = false;
    this.owed = 0;
    this.setTyping(null);
  }

  private add(found: Message[], news: boolean): void {
    const known = new Set(this.messages.map((item) => item.sequence));
    for (const message of found) {
      if (!Number.isInteger(message.sequence)) {
        if (this.messages.at(-1)?.text === message.text) {
          continue; // the same refusal again
        }
        while (known.has(message.sequence)) {
          message.sequence += 0.0001; // after a reconnection the server counts such words from the start
        }
      }
      if (known.has(message.sequence)) {
        continue;
      }
      known.add(message.sequence);
      const after = this.messages.findIndex((item) => item.sequence > message.sequence);
      this.messages.splice(after === -1 ? this.messages.length : after, 0, message);
      this.owed = message.receipt ? Math.max(this.owed, message.sequence) : this.owed;
      if (message.author === "person") {
        this.outbox.settle(message);
      } else {
        this.setTyping(null);
        if (news) {
          this.listener.arrived(message);
        }
      }
    }
  }

  // What the outbox needs to know and to tell.

  has(sequence: number | null): boolean {
    return this.messages.some((message) => message.sequence === sequence);
  }

  changed(): void {
    this.listener.changed();
  }

  refused(pending: Pending): void {
    this.listener.refused(pending);
  }

  private setTyping(typing: Typing | null): void {
    clearTimeout(this.typingTimer);
    this.typing = typing;
    if (typing !== null) {
      this.typingTimer = window.setTimeout(() => {
        this.typing = null;
        this.listener.changed();
      }, TYPING_MS);
    }
  }

  private setConnection(connection: Connection): void {
    this.connection = connection;
    this.listener.changed();
  }
}
