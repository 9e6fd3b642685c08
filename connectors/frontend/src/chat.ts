// The conversation: what was said, what is still to be sent, who has the word. Knows the server, not the page.

import { io, type Socket } from "socket.io-client";

import {
  type Acknowledgement,
  type Message,
  readAcknowledgement,
  readHistory,
  readMessage,
  readState,
  readText,
  readTyping,
  type State,
  WITH_ASSISTANT,
} from "./protocol";
import { Memory, newKey, type Outgoing } from "./storage";

export type Connection = "idle" | "connecting" | "ready" | "offline";

export interface Pending extends Outgoing {
  status: "queued" | "sending" | "sent" | "failed";
  sequence: number | null;
  reason: string; // the server's sentence, "" when there was no answer
  again: boolean; // whether sending it again can help
}

export interface Typing {
  name: string;
}

export interface Listener {
  changed(): void; // something to draw again
  arrived(message: Message): void; // new to this page: to be announced
  notice(text: string): void; // something happened to the conversation
  refused(pending: Pending): void;
}

const ACK_MS = 12_000;
const TYPING_MS = 30_000;
const SAY_TYPING_MS = 3_000;
const ATTEMPTS = 2;
const RETURN_MS = 2_000;
const PATIENCE_MS = 30_000; // a server that gives no session says why in a message: later it may give one

const LASTING: readonly string[] = ["rate", "unavailable", ""]; // reasons that pass with time

export class Chat {
  readonly messages: Message[] = [];
  pending: Pending[] = [];
  state: State = WITH_ASSISTANT;
  typing: Typing | null = null;
  connection: Connection = "idle";

  private readonly memory: Memory;
  private readonly socket: Socket;
  private readonly stopWatching: () => void;
  private session: string | null;
  private fresh = false; // the next request is for a new conversation
  private loaded = false; // the history was shown once: what comes now is news
  private pumping = false;
  private typingTimer = 0;
  private saidTypingAt = 0;
  private returnTimer = 0;
  private patience = 0;
  private stopped = false;

  constructor(
    server: string,
    private readonly listener: Listener,
    private readonly expiredText: string,
  ) {
    this.memory = new Memory(server);
    this.session = this.memory.session();
    this.pending = this.memory.outbox().map((item) => ({
      ...item, status: "queued", sequence: null, reason: "", again: true,
    }));
    this.socket = io(server, {
      path: "/socket.io/",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.listen();
    this.stopWatching = this.memory.watch(() => this.follow());
    window.addEventListener("online", this.online);
    window.addEventListener("offline", this.offline);
  }

  get hasSession(): boolean {
    return this.session !== null;
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
    clearTimeout(this.typingTimer);
    this.socket.disconnect();
  }

  // Says `text`; a button's `payload` goes to the server in its place.
  say(text: string, payload?: string): void {
    this.pending.push({
      key: newKey(), text, message: payload ?? text, button: payload !== undefined, at: Date.now(),
      status: "queued", sequence: null, reason: "", again: true,
    });
    this.saidTypingAt = 0;
    this.outboxChanged();
    void this.pump();
  }

  retry(key: string): void {
    const found = this.pending.find((item) => item.key === key);
    if (found?.status === "failed") {
      found.status = "queued";
      this.outboxChanged();
      void this.pump();
    }
  }

  discard(key: string): void {
    this.pending = this.pending.filter((item) => item.key !== key);
    this.outboxChanged();
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
    socket.on("session_confirm", (id: unknown) => this.confirmed(typeof id === "string" ? id : ""));
    socket.on("history", (data: unknown) => this.history(data));
    socket.on("message", (data: unknown) => {
      const message = readMessage(data);
      if (message !== null) {
        this.add([message], true);
        this.listener.changed();
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
      // messages that were never sent belong to the person, and go on with the new conversation; buttons do not
      this.pending = this.pending.filter((item) => !item.button);
      const had = this.messages.length > 0 || this.loaded;
      this.clear(this.pending);
      if (had) {
        this.listener.notice(this.expiredText);
      }
    }
    this.fresh = false;
    this.session = id;
    this.memory.keepSession(id);
  }

  private history(data: unknown): void {
    const { messages, state } = readHistory(data);
    this.add(messages, this.loaded);
    this.loaded = true;
    this.state = state;
    this.setConnection("ready");
    void this.pump();
  }

  // The acknowledgement and an event both say it: the second changes nothing.
  private expire(text: string): void {
    if (this.fresh) {
      return;
    }
    this.memory.forget();
    this.session = null;
    this.fresh = true;
    this.clear(this.pending.filter((item) => !item.button));
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

  private clear(kept: Pending[] = []): void {
    this.messages.length = 0;
    this.pending = kept;
    this.state = WITH_ASSISTANT;
    this.loaded = false;
    this.setTyping(null);
    this.memory.keepOutbox(this.pending);
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
      if (message.author === "person") {
        this.pending = this.pending.filter(
          (item) => item.key !== message.key && item.sequence !== message.sequence,
        );
        this.memory.keepOutbox(this.pending.filter((item) => item.status !== "sent"));
      } else {
        this.setTyping(null);
        if (news) {
          this.listener.arrived(message);
        }
      }
    }
  }

  // One message at a time: they arrive in the order in which they were written.
  private async pump(): Promise<void> {
    if (this.pumping) {
      return;
    }
    this.pumping = true;
    try {
      for (let next = this.next(); next !== undefined; next = this.next()) {
        await this.send(next);
      }
    } finally {
      this.pumping = false;
    }
  }

  private next(): Pending | undefined {
    return this.ready ? this.pending.find((item) => item.status === "queued") : undefined;
  }

  private async send(item: Pending): Promise<void> {
    item.status = "sending";
    this.listener.changed();
    const answer = await this.acknowledged(item);
    if (!this.pending.includes(item)) {
      return; // it came back as a message meanwhile, or the conversation is another
    }
    if (answer?.ok) {
      item.status = "sent";
      item.sequence = answer.sequence;
      if (this.messages.some((message) => message.sequence === answer.sequence)) {
        this.pending = this.pending.filter((other) => other !== item);
      }
    } else if (answer === null && !this.ready) {
      item.status = "queued"; // sent again, with the same key, when the connection is back
    } else if (answer?.reason === "expired") {
      item.status = "queued"; // what was typed goes to the new conversation, a button does not
      this.expire(answer.text);
    } else {
      item.status = "failed";
      item.reason = answer?.text ?? "";
      item.again = LASTING.includes(answer?.reason ?? "");
      this.listener.refused(item);
    }
    this.outboxChanged();
  }

  private async acknowledged(item: Pending): Promise<Acknowledgement | null> {
    const data = { message: item.message, key: item.key, ...(item.button && { title: item.text }) };
    for (let attempt = 0; attempt < ATTEMPTS && this.ready; attempt += 1) {
      try {
        return readAcknowledgement(await this.socket.timeout(ACK_MS).emitWithAck("user_uttered", data));
      } catch {
        // no answer in time, or the connection broke: the key makes a repetition the same message
      }
    }
    return null;
  }

  private outboxChanged(): void {
    this.memory.keepOutbox(this.pending.filter((item) => item.status !== "sent"));
    this.listener.changed();
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
