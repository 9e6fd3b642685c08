// What this browser keeps: the conversation's id, shared by its tabs, and this tab's messages that were not sent yet.

export interface Outgoing {
  key: string;
  text: string; // as the person sees it
  message: string; // as the server gets it: the same, or a button's payload
  button: boolean;
  at: number;
}

const SESSION = "orienta.session";
const OUTBOX = "orienta.outbox";
const KEPT = 20;

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null; // storage is off or full: all works, but a reload starts a new conversation
  }
}

export class Memory {
  private readonly suffix: string;

  // The page of the chat server itself shares its conversation with the plain page.
  constructor(server: string) {
    this.suffix = server === location.origin ? "" : ` ${server}`;
  }

  session(): string | null {
    return attempt(() => localStorage.getItem(SESSION + this.suffix));
  }

  keepSession(id: string): void {
    attempt(() => localStorage.setItem(SESSION + this.suffix, id));
  }

  forget(): void {
    attempt(() => localStorage.removeItem(SESSION + this.suffix));
    attempt(() => localStorage.removeItem("orienta.messages")); // the plain page's copy
    this.keepOutbox([]);
  }

  outbox(): Outgoing[] {
    const found: unknown = attempt(() => JSON.parse(sessionStorage.getItem(OUTBOX + this.suffix) ?? "[]"));
    if (!Array.isArray(found)) {
      return [];
    }
    return found.filter(
      (item): item is Outgoing =>
        typeof item?.key === "string" && typeof item.text === "string" && typeof item.message === "string",
    );
  }

  keepOutbox(list: readonly Outgoing[]): void {
    const kept = list.slice(-KEPT).map(({ key, text, message, button, at }) => ({ key, text, message, button, at }));
    attempt(() => sessionStorage.setItem(OUTBOX + this.suffix, JSON.stringify(kept)));
  }

  // Calls back when another tab of this site is in another conversation.
  watch(onSession: () => void): () => void {
    const listener = (event: StorageEvent): void => {
      if (event.key === SESSION + this.suffix) {
        onSession();
      }
    };
    window.addEventListener("storage", listener);
    return () => window.removeEventListener("storage", listener);
  }
}

// 128 random bits; crypto.randomUUID is missing on pages without https.
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
