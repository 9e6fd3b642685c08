// What every part of the view may use.

import type { Action } from "../protocol";
import type { RichText } from "../richtext";
import type { Language, Texts } from "../texts";

export interface Context {
  texts: Texts;
  language: Language;
  rich: RichText;
  choose(action: Action): void;
  say(text: string): void;
  announce(text: string): void;
  retry(key: string): void;
  discard(key: string): void;
}
