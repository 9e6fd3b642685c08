// Messages on their way: each has a key of ours, so that one sent twice is one message; one goes at a time, in order.

import type { Socket } from "socket.io-client";

import { type Acknowledgement, type Message, readAcknowledgement } from "./protocol";
import { type Memory, newKey, type Outgoing } from "./storage";

export interface Pending extends Outgoing {
  status: "queued" | "sending" | "sent" | "failed";
  sequence: number | null;
  reason: string; // the server's sentence, "" when there was no answer
  again: boolean; // whether sending it again can help
}

interface Owner {
  readonly ready: boolean; // the server knows the conversation: what is sent now arrives in it
  changed(): void;
  refused(pending: Pending): void;
  expire(text: string): void;
  has(sequence: number | null): boolean;
}

const ACK_MS = 12_000;
const ATTEMPTS = 2;
const LASTING: readonly string[] = ["rate", "unavailable", ""]; // reasons that pass with time

function queued(item: Outgoing): Pending {
  return { ...item, status: "queued", sequence: null, reason: "", again: true };
}

export class Outbox {
  items: Pending[];
  private pumping = false;

  constructor(
    private readonly socket: Socket,
    private readonly memory: Memory,
    private readonly owner: Owner,
  ) {
    this.items = memory.outbox().map(queued);
  }

  add(text: string, payload?: string): void {
    this.items.push(
      queued({ key: newKey(), text, message: payload ?? text, button: payload !== undefined, at: Date.now() }),
    );
    this.changed();
    void this.pump();
  }

  retry(key: string): void {
    const found = this.items.find((item) => item.key === key);
    if (found?.status === "failed") {
      found.status = "queued";
      this.changed();
      void this.pump();
    }
  }

  discard(key: string): void {
    this.items = this.items.filter((item) => item.key !== key);
    this.changed();
  }

  // For another conversation: what was typed belongs to the person and may go along, buttons belong to their question.
  empty(keepTyped: boolean): void {
    this.items = keepTyped ? this.items.filter((item) => !item.button) : [];
    this.store();
  }

  // It came back from the server: from now on it is shown as part of the conversation.
  settle(message: Message): void {
    this.items = this.items.filter((item) => item.key !== message.key && item.sequence !== message.sequence);
    this.store();
  }

  async pump(): Promise<void> {
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
    return this.owner.ready ? this.items.find((item) => item.status === "queued") : undefined;
  }

  private async send(item: Pending): Promise<void> {
    item.status = "sending";
    this.owner.changed();
    const answer = await this.acknowledged(item);
    if (!this.items.includes(item)) {
      return; // it came back as a message meanwhile, or the conversation is another
    }
    if (answer?.ok) {
      item.status = "sent";
      item.sequence = answer.sequence;
      if (this.owner.has(answer.sequence)) {
        this.items = this.items.filter((other) => other !== item);
      }
    } else if (answer === null && !this.owner.ready) {
      item.status = "queued"; // sent again, with the same key, when the connection is back
    } else if (answer?.reason === "expired") {
      item.status = "queued"; // what was typed goes to the new conversation, a button does not
      this.owner.expire(answer.text);
    } else {
      item.status = "failed";
      item.reason = answer?.text ?? "";
      item.again = LASTING.includes(answer?.reason ?? "");
      this.owner.refused(item);
    }
    this.changed();
  }

  private async acknowledged(item: Pending): Promise<Acknowledgement | null> {
    const data = { message: item.message, key: item.key, ...(item.button && { title: item.text }) };
    for (let attempt = 0; attempt < ATTEMPTS && this.owner.ready; attempt += 1) {
      try {
        return readAcknowledgement(await this.socket.timeout(ACK_MS).emitWithAck("user_uttered", data));
      } catch {
        // no answer in time, or the connection broke: the key makes a repetition the same message
      }
    }
    return null;
  }

  private store(): void {
    this.memory.keepOutbox(this.items.filter((item) => item.status !== "sent"));
  }

  private changed(): void {
    this.store();
    this.owner.changed();
  }
}
