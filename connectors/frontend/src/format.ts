// Times and dates as people read them, in the time zone of the offices.

import type { Language, Texts } from "./texts";

const ZONE = "Europe/Rome";

function format(date: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "it-IT", { timeZone: ZONE, ...options }).format(date);
}

export function time(date: Date, language: Language): string {
  return format(date, language, { hour: "2-digit", minute: "2-digit" });
}

// One day is one text, so days can be compared by it.
export function dayKey(date: Date): string {
  return format(date, "en", { year: "numeric", month: "2-digit", day: "2-digit" });
}

export function day(date: Date, now: Date, language: Language, texts: Texts): string {
  const key = dayKey(date);
  if (key === dayKey(now)) {
    return texts.today;
  }
  if (key === dayKey(new Date(now.getTime() - 24 * 3600 * 1000))) {
    return texts.yesterday;
  }
  return longDay(date, language);
}

export function longDay(date: Date, language: Language): string {
  return format(date, language, { weekday: "long", day: "numeric", month: "long" });
}

export function stamp(date: Date, language: Language): string {
  return format(date, language, {
    day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
}

// What a small calendar leaf shows of a date without a time: «2026-11-24».
export function leaf(date: string, language: Language): { weekday: string; day: string; month: string } | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(date);
  if (found === null) {
    return null;
  }
  const noon = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]), 12));
  return {
    weekday: format(noon, language, { weekday: "short" }),
    day: format(noon, language, { day: "numeric" }),
    month: format(noon, language, { month: "short" }),
  };
}
