"""Figures as people paste and spell them: other scripts' digits, hidden marks, «tre tre cinque 1234567»."""

from __future__ import annotations

import re
import unicodedata

from bot.italian.numbers import read_number_word
from bot.italian.text import normalise

FEWEST = 6
"""Figures that belong together from so many on; fewer are an age, a time or a price."""

_DASHES = "\u2212\u00b7\u2022_*"
"""Signs between groups of figures that Unicode does not count as dashes."""
_TOKEN = r"(?:\d+|[^\W\d_]+)"
_RUN = re.compile(rf"(?<![\w@]){_TOKEN}(?:[\s,.\-]+{_TOKEN})*")
_O_FOR_ZERO = re.compile(r"(?<=\d)[oO](?=[ .\-/]?\d)|(?<=\d[oO])[oO](?=\d)")
_PLUS = re.compile(r"\bpiù? (?=\d)|\bpiu (?=\d)", re.IGNORECASE)


def normalise_figures(text: str) -> str:
    """``text`` with figures of any script as ours, every dash as a hyphen, every space as a space, hidden marks out."""
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Cf":
        return ""
    if category == "Pd" or char in _DASHES:
        return "-"
    return " " if category == "Zs" else unicodedata.normalize("NFKC", char) if char in "＋（）．／" else char


def turn_letters_into_zeros(text: str) -> str:
    """«34O 1234567» with a zero for the letter."""
    return _O_FOR_ZERO.sub("0", text)


def turn_words_into_figures(text: str) -> str:
    """Number words in a row as figures, when they and the figures beside them are :data:`FEWEST` or more."""
    return _PLUS.sub("+", _RUN.sub(lambda run: _in_figures(run.group()), text))


def _in_figures(said: str) -> str:
    pieces: list[str] = []  # tokens and what stands between them
    row: list[str] = []
    for piece in re.findall(rf"{_TOKEN}|[\s,.\-]+", said):
        if re.fullmatch(r"[\s,.\-]+", piece):
            row.append(piece) if row else pieces.append(piece)
        elif piece.isdigit() or _value(piece) is not None:
            row.append(piece)
        else:
            pieces += _row_in_figures(row)
            row = []
            pieces.append(piece)
    return "".join(pieces + _row_in_figures(row))


def _row_in_figures(row: list[str]) -> list[str]:
    """A row of figures and number words as one number; as it is when the figures alone suffice, or all are too few."""
    between = [row.pop()] if row and not row[-1].isalnum() else []
    tokens = [piece for piece in row if piece.isalnum()]
    written = "".join(token for token in tokens if token.isdigit())
    figures = "".join(token if token.isdigit() else str(_value(token)) for token in tokens)
    if len(written) >= 9 or len(figures) < FEWEST or figures == written:
        return row + between
    return [figures] + between


def _value(word: str) -> int | None:
    if len(word) < 3:
        return None
    value = {"quatro": 4, "cinqe": 5}.get(normalise(word), read_number_word(word))
    return value if value is not None and value < 1000 else None
