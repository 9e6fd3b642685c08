// What the server says, checked piece by piece: nothing of it reaches the page without having the form it should have.

export type Author = "person" | "assistant" | "operator" | "system";

export interface Action {
  title: string;
  payload: string;
}

export interface FileAttachment {
  name: string;
  mime: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface CourseCard {
  title: string;
  lines: string[];
  note: string;
  actions: Action[];
}

export interface AppointmentCard {
  code: string;
  service: string;
  office: string;
  address: string;
  startsAt: Date | null;
  endsAt: Date | null;
  lines: string[];
  actions: Action[];
}

export interface Slot {
  time: string;
  title: string;
  office: string;
  payload: string;
}

export interface Day {
  date: string;
  title: string;
  slots: Slot[];
}

export interface Star {
  stars: number;
  title: string;
  payload: string;
}

export type Custom =
  | { type: "course_cards"; items: CourseCard[] }
  | { type: "appointment_cards"; items: AppointmentCard[] }
  | { type: "slot_picker"; days: Day[]; actions: Action[] }
  | { type: "rating"; options: Star[] }
  | { type: "handoff"; state: string; place: number | null; waitMinutes: number | null; actions: Action[] }
  | { type: "consent"; title: string; lines: string[]; actions: Action[] };

export interface Message {
  sequence: number;
  author: Author;
  text: string;
  replies: Action[];
  attachment: FileAttachment | null;
  custom: Custom | null;
  brief: string; // what is said beside the card that is drawn; empty: the text
  at: Date | null;
  key: string;
  name: string;
  receipt: boolean; // the server wants to hear that it was seen
}

export interface State {
  state: "assistant" | "waiting" | "owned";
  name: string;
  place: number | null;
  waitMinutes: number | null;
}

export interface Acknowledgement {
  ok: boolean;
  sequence: number | null;
  reason: string;
  text: string;
}

export const WITH_ASSISTANT: State = { state: "assistant", name: "", place: null, waitMinutes: null };

type Fields = Record<string, unknown>;

const AUTHORS: readonly string[] = ["person", "assistant", "operator", "system"];
const FILE = /^data:(text\/calendar|application\/pdf|text\/html|application\/json)(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=]+)$/u;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function list<T>(value: unknown, read: (item: Fields) => T | null): T[] {
  if (!Array.isArray(value)) {
    return [];
  }
  return value.map((item) => read(fields(item))).filter((item): item is T & {} => item !== null);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string" && item !== "") : [];
}

function date(value: unknown): Date | null {
  const found = typeof value === "string" ? new Date(value) : null;
  return found === null || Number.isNaN(found.getTime()) ? null : found;
}

function action(item: Fields): Action | null {
  const title = text(item.title).trim();
  return title === "" ? null : { title, payload: text(item.payload) || title };
}

function actions(value: unknown): Action[] {
  return list(value, action);
}

function courseCard(item: Fields): CourseCard | null {
  const title = text(item.title);
  return title === ""
    ? null
    : { title, lines: texts(item.lines), note: text(item.note), actions: actions(item.actions) };
}

function appointmentCard(item: Fields): AppointmentCard | null {
  const service = text(item.service);
  return service === ""
    ? null
    : {
        code: text(item.code),
        service,
        office: text(item.office),
        address: text(item.address),
        startsAt: date(item.starts_at),
        endsAt: date(item.ends_at),
        lines: texts(item.lines),
        actions: actions(item.actions),
      };
}

function slot(item: Fields): Slot | null {
  const title = text(item.title) || text(item.time);
  const payload = text(item.payload);
  return title === "" || payload === ""
    ? null
    : { time: text(item.time) || title, title, office: text(item.office), payload };
}

function day(item: Fields): Day | null {
  const slots = list(item.slots, slot);
  const title = text(item.title) || text(item.date);
  return title === "" || slots.length === 0 ? null : { date: text(item.date), title, slots };
}

function star(item: Fields): Star | null {
  const stars = number(item.stars);
  const payload = text(item.payload);
  return stars === null || payload === "" ? null : { stars, title: text(item.title) || String(stars), payload };
}

function custom(value: unknown): Custom | null {
  const data = fields(value);
  switch (data.type) {
    case "course_cards": {
      const items = list(data.items, courseCard);
      return items.length > 0 ? { type: data.type, items } : null;
    }
    case "appointment_cards": {
      const items = list(data.items, appointmentCard);
      return items.length > 0 ? { type: data.type, items } : null;
    }
    case "slot_picker": {
      const days = list(data.days, day);
      return days.length > 0 ? { type: data.type, days, actions: actions(data.actions) } : null;
    }
    case "rating": {
      const options = list(data.options, star);
      return options.length > 0 ? { type: data.type, options } : null;
    }
    case "handoff":
      return {
        type: data.type,
        state: text(data.state),
        place: number(data.place),
        waitMinutes: number(data.wait_minutes),
        actions: actions(data.actions),
      };
    case "consent":
      return {
        type: data.type,
        title: text(data.title),
        lines: texts(data.lines),
        actions: actions(data.actions),
      };
    default:
      return null; // a kind of a newer server: its text and quick replies say the same
  }
}

function attachment(value: unknown): FileAttachment | null {
  const data = fields(value);
  const payload = fields(data.payload);
  const match = FILE.exec(text(payload.src));
  if (data.type !== "file" || match === null) {
    return null;
  }
  const mime = match[1] ?? "";
  try {
    const bytes = Uint8Array.from(atob(match[2] ?? ""), (character) => character.charCodeAt(0));
    return { name: text(payload.name) || (mime === "text/calendar" ? "appuntamento.ics" : "documento.pdf"), mime, bytes };
  } catch {
    return null; // not base64 after all
  }
}

export function readMessage(value: unknown): Message | null {
  const data = fields(value);
  const sequence = number(data.sequence);
  if (sequence === null || !AUTHORS.includes(text(data.author))) {
    return null;
  }
  return {
    sequence,
    author: data.author as Author,
    text: text(data.text),
    replies: actions(data.quick_replies),
    attachment: attachment(data.attachment),
    custom: custom(data.custom),
    brief: text(fields(data.custom).brief),
    at: date(data.at),
    key: text(data.key),
    name: text(data.name),
    receipt: data.receipt === true,
  };
}

export function readState(value: unknown): State {
  const data = fields(value);
  const state = data.state === "waiting" || data.state === "owned" ? data.state : "assistant";
  return { state, name: text(data.name), place: number(data.place), waitMinutes: number(data.wait_minutes) };
}

// `earlier`: there are messages before this number that the server did not send; null: none.
export interface Page {
  messages: Message[];
  earlier: number | null;
}

export function readPage(value: unknown): Page {
  const data = fields(value);
  return { messages: list(data.messages, readMessage), earlier: number(data.earlier) };
}

export function readHistory(value: unknown): Page & { state: State } {
  return { ...readPage(value), state: readState(fields(value).state) };
}

// Rasa's own channel acknowledges with nothing: the message was taken.
export function readAcknowledgement(value: unknown): Acknowledgement {
  const data = fields(value);
  return {
    ok: data.ok !== false,
    sequence: number(data.sequence),
    reason: text(data.reason),
    text: text(data.text),
  };
}

export function readTyping(value: unknown): { typing: boolean; name: string; author: "assistant" | "operator" } {
  const data = fields(value);
  const author = data.author === "operator" ? "operator" : "assistant";
  return { typing: data.typing === true, name: text(data.name), author };
}

export function readText(value: unknown): string {
  return text(fields(value).text);
}

export function readSessionId(value: unknown): string {
  return text(fields(value).session_id);
}

// The payload as the dialogue knows it: the signature differs each time that a button is sent.
export function unsigned(payload: string): string {
  return payload.replace(/#s=[\w-]{14}$/u, "");
}

export function payloadsOf(shown: Custom | null): Set<string> {
  const all: Action[] = [];
  switch (shown?.type) {
    case "course_cards":
    case "appointment_cards":
      for (const item of shown.items) {
        all.push(...item.actions);
      }
      break;
    case "slot_picker":
      all.push(...shown.actions, ...shown.days.flatMap((item) => item.slots));
      break;
    case "rating":
      all.push(...shown.options);
      break;
    case "handoff":
    case "consent":
      all.push(...shown.actions);
      break;
  }
  return new Set(all.map((item) => unsigned(item.payload)));
}
