"""The assistant's text as Telegram's HTML: everything escaped, bold, lists and links kept, long texts in pieces."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import Iterator, Optional

MAX_UNITS = 4096
"""Longest message, in UTF-16 units of what is read (tags do not count)."""


_MARK = re.compile(
    r"\*\*(?P<bold>[^*\n]+?)\*\*|\[(?P<title>[^\]\n]+)\]\((?P<href>https?://[^\s)]+|mailto:[^\s)]+)\)")
_ITEM = re.compile(r"^[ \t]*[-•*][ \t]+", re.MULTILINE)
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?…;»]\s+"), re.compile(r"\s+"))
"""Where a long text may be cut, best first: paragraphs, lines, sentences, words."""


@dataclass(frozen=True)
class Span:
    """A stretch of text in one style. ``href``: where it leads."""

    text: str
    bold: bool = False
    italic: bool = False
    href: Optional[str] = None

    @property
    def html(self) -> str:
        """With its tags, everything else escaped."""
        shown = html.escape(self.text, quote=False)
        if self.href:
            shown = f'<a href="{html.escape(self.href, quote=True)}">{shown}</a>'
        if self.italic:
            shown = f"<i>{shown}</i>"
        return f"<b>{shown}</b>" if self.bold else shown


def split_spans(text: str) -> list[Span]:
    """The styles of a text of the assistant: ``**bold**``, ``[title](https://…)``, ``- item``."""
    text = _ITEM.sub("• ", text.replace("\r\n", "\n").strip())
    found: list[Span] = []
    done = 0
    for match in _MARK.finditer(text):
        found.append(Span(text[done:match.start()]))
        bold, title, href = match.group("bold", "title", "href")
        found.append(Span(bold, bold=True) if bold else Span(title, href=href))
        done = match.end()
    found.append(Span(text[done:]))
    return [span for span in found if span.text]


def count_units(text: str) -> int:
    """The length of ``text`` as Telegram counts it: an emoji is two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def cut_pieces(styled: list[Span], limit: int = MAX_UNITS) -> list[list[Span]]:
    """``styled`` in pieces of at most ``limit`` units, cut at the end of a paragraph, line, sentence or word."""
    text = "".join(span.text for span in styled)
    cuts = [(start, end) for start, end in _cuts(text, limit) if text[start:end].strip()]
    return [_trimmed(list(_between(styled, start, end))) for start, end in cuts]


def write_html(styled: list[Span]) -> str:
    """The spans with their tags; a tag never crosses from one to the next."""
    return "".join(span.html for span in styled)


def write_plain(styled: list[Span]) -> str:
    """The spans without tags, for when Telegram cannot read them."""
    return "".join(span.text for span in styled)


def _cuts(text: str, limit: int) -> Iterator[tuple[int, int]]:
    start = 0
    while count_units(text[start:]) > limit:
        end = start + _cut(text[start:], limit)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, limit: int) -> int:
    """Where to cut ``text``, which is too long: not before a third of what fits, unless only a bare cut is left."""
    fits = _fitting(text, limit)
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, 0, fits)]
        if ends and ends[-1] > fits // 3:
            return ends[-1]
    return fits


def _fitting(text: str, limit: int) -> int:
    """How many characters of ``text`` are at most ``limit`` units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            return index
    return len(text)


def _between(styled: list[Span], start: int, end: int) -> Iterator[Span]:
    position = 0
    for span in styled:
        first, last = max(start - position, 0), min(end - position, len(span.text))
        if first < last:
            yield replace(span, text=span.text[first:last])
        position += len(span.text)


def _trimmed(piece: list[Span]) -> list[Span]:
    """Without blanks at both ends, which Telegram would cut off after it has counted them."""
    while piece and not piece[0].text.strip():
        piece.pop(0)
    while piece and not piece[-1].text.strip():
        piece.pop()
    if piece:
        piece[0] = replace(piece[0], text=piece[0].text.lstrip())
        piece[-1] = replace(piece[-1], text=piece[-1].text.rstrip())
    return piece
