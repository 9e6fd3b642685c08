"""Days and hours written in another language, put into the Italian words that the reader of times knows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from bot.italian.text import MONTHS, WEEKDAYS


@dataclass(frozen=True)
class TimeWords:
    """``patterns``: what is looked for in plain small letters, and the Italian for it with ``\\1`` for a number."""

    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    def translate(self, text: str) -> Optional[str]:
        """«mañana a las 10» as «domani alle 10», other words left out; None when no time is in ``text``."""
        return " ".join(self.find(text)) or None

    def find(self, text: str) -> list[str]:
        """The Italian of each thing that is found in ``text``, in order."""
        plain = fold_accents(text)
        found: list[str] = []
        place = 0
        while place < len(plain):
            match, italian = next(
                ((match, italian) for pattern, italian in self.patterns if (match := pattern.match(plain, place))),
                (None, ""))
            if match is None or match.end() == place:
                place += 1
                continue
            found.append(match.expand(italian).rstrip(":"))
            place = match.end()
        return found


def fold_accents(text: str) -> str:
    """``text`` in small letters without accents, every digit a plain one; signs stay."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in plain)


def read_time_words(content: Mapping[str, Any]) -> TimeWords:
    """The patterns of a language file's ``times``: ``phrases`` (words: Italian), ``weekdays`` (Monday first),
    ``months``, ``of`` between day and month, ``at`` before an hour."""
    if not content:
        return TimeWords()
    pairs = [(words, italian) for phrase in content["phrases"] for words, italian in phrase.items()]
    of = rf"(?: ?(?:{content['of']}))?" if content.get("of") else ""
    for month, italian in zip(content["months"].split(), MONTHS, strict=True):
        pairs += [(rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.)?{of} ?(?:{month})", rf"\1 {italian}"),
                  (rf"(?:{month}) (\d{{1,2}})(?:st|nd|rd|th)?", rf"\1 {italian}")]
    pairs += zip(content["weekdays"].split(), WEEKDAYS, strict=True)
    at = content["at"]
    pairs += [(rf"(?:{at}) ?(\d{{1,2}})[:.h](\d{{2}})", r"alle \1:\2"), (r"(\d{1,2})[:.h](\d{2})", r"alle \1:\2"),
              (rf"(?:{at}) ?(\d{{1,2}})", r"alle \1")]
    return _compile(pairs)


def read_words(phrases: Sequence[Mapping[str, str]]) -> TimeWords:
    """The patterns of ``phrases`` (words: Italian), first match wins."""
    return _compile([(words, italian) for phrase in phrases for words, italian in phrase.items()])


def _compile(pairs: Sequence[tuple[str, str]]) -> TimeWords:
    return TimeWords(tuple((re.compile(rf"(?<!\w)(?:{fold_accents(words)})(?!\w)"), italian)
                           for words, italian in pairs))
