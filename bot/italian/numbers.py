"""Italian numbers as people write them: «trenta quattro», «8mila», «8.500,00», «8,5k», misspelt words too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.text import normalise

_UNITS = ("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
_TEENS = (
    "dieci", "undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto",
    "diciannove",
)
_TENS = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_MISSPELT = {
    "quatro": 4, "cuatro": 4, "cinqe": 5, "cinqu": 5, "set": 7, "oto": 8, "dodeci": 12, "tredeci": 13, "quatordici": 14,
    "quindeci": 15, "sedeci": 16, "diciasette": 17, "diciaset": 17, "dicisette": 17, "dicioto": 18, "diecotto": 18,
    "dicianove": 19, "dicinove": 19, "vinti": 20, "trinta": 30, "quarenta": 40, "cinqanta": 50, "cincuanta": 50,
    "sesanta": 60, "setanta": 70, "otanta": 80, "novnta": 90, "nonanta": 90,
}
_FUZZY_FROM = 8
"""Words shorter than this are read as they are spelt: «Trento» is no «trenta», «centro» no «cento»."""
_NOT_A_NUMBER_ALONE = frozenset({"uno", "sei", "set", "oto"})
"""«sei» is also «you are», «uno» an article: numbers only inside a longer one («trenta sei»)."""

_WORD = re.compile(r"[a-z]+")
_ELIDED = re.compile(r"\b(vent|trent|quarant|cinquant|sessant|settant|ottant|novant) ?(?=an+[iy]\b)")
"""«Trent'anni», with or without its apostrophe."""
_SPACED = re.compile(rf"\b({'|'.join(_UNITS[2:])}) (cento)\b")
_DIGITS = r"\d{1,3}(?:[.'’ ]\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<minus>(?<!\S)[-−])?(?P<number>{_DIGITS})"
    r"(?:\s?(?P<scale>mila|mille|k|m(?=\b))\b(?:\s?e\s(?P<hundreds>[1-9]|mezz[oa])(?!\d|[.,]\d)\b)?)?(?![\d])")


@dataclass(frozen=True)
class Amount:
    """A number found at characters ``start`` to ``end`` of the text that was read."""

    value: Decimal
    start: int
    end: int


def read_number_word(word: str) -> Optional[int]:
    """The whole number that one word says (0 to 999,999), «trentaquattro», «ottomilacinquecento»; else None.

    Long words may have one wrong letter, as long as only one number is that near.
    """
    folded = normalise(word)
    exact = _exact(folded)
    if exact is not None:
        return exact
    return _nearest(folded) if len(folded) >= _FUZZY_FROM else None


def write_digits(text: str) -> str:
    """``text`` normalised, its number words written in digits: «ho trenta quattro anni» becomes «ho 34 anni»."""
    folded = _SPACED.sub(r"\1\2", normalise(text))
    folded = _ELIDED.sub(lambda match: f"{match[1]}{'i' if match[1] == 'vent' else 'a'} ", folded)
    pieces: list[str] = []
    position = 0
    words = list(_WORD.finditer(folded))
    index = 0
    while index < len(words):
        taken, value = _longest(folded, words, index)
        if value is None:
            index += 1
            continue
        pieces += [folded[position:words[index].start()], str(value)]
        position = words[index + taken - 1].end()
        if position < len(folded) and folded[position].isalpha():
            pieces.append(" ")
        index += taken
    return "".join(pieces) + folded[position:]


def find_amounts(text: str) -> list[Amount]:
    """The amounts in ``text`` after :func:`write_digits`, in order; «8 mila e 5» is 8,500 as one says it of money.

    A point or a comma before exactly three digits separates thousands (no one writes three decimals of a euro).
    The places refer to ``write_digits(text)``.
    """
    found = []
    for match in _AMOUNT.finditer(write_digits(text)):
        value = _decimal(match["number"])
        if value is None:
            continue
        if match["scale"] and value < 1000:
            value *= 1000
            if match["hundreds"]:
                value += 500 if match["hundreds"].startswith("mezz") else 100 * int(match["hundreds"])
        found.append(Amount(-value if match["minus"] else value, match.start(), match.end()))
    return found


def _decimal(written: str) -> Optional[Decimal]:
    plain = re.sub(r"['’ ]", "", written)
    plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _longest(text: str, words: list[re.Match[str]], first: int) -> tuple[int, Optional[int]]:
    """How many words from ``first`` say one number together, and which: «ottomila e cinque» stays apart in two."""
    value = read_number_word(words[first].group())
    if value is None:
        return 0, None
    taken = 1
    while first + taken < len(words):
        following = words[first + taken]
        gap = text[words[first + taken - 1].end():following.start()]
        joined = _join(value, following.group()) if gap == " " else None
        step = 1
        if joined is None and gap == " " and following.group() == "e" and 20 <= value < 100 \
                and first + taken + 1 < len(words):
            joined, step = _join(value, words[first + taken + 1].group()), 2
        if joined is None:
            break
        value, taken = joined, taken + step
    if taken == 1 and words[first].group() in _NOT_A_NUMBER_ALONE:
        return 0, None
    return taken, value


def _join(value: int, word: str) -> Optional[int]:
    """``value`` followed by ``word`` as one number, when Italian allows it: 30 and «quattro», 8 and «mila»."""
    if word in ("mila", "mille"):
        return value * 1000 if 2 <= value < 1000 else None
    following = read_number_word(word)
    if following is None or following == 0:
        return None
    for unit in (1000, 100, 10):
        if value >= unit and value % unit == 0 and following < unit and not (unit == 10 and value < 20):
            return value + following
    return None


@lru_cache(maxsize=1)
def _below_thousand() -> dict[str, int]:
    below: dict[str, int] = {}
    for value in range(100):
        below[_spell(value)] = value
    for tens, word in enumerate(_TENS, start=2):
        for unit in range(1, 10):
            below[word + _UNITS[unit]] = tens * 10 + unit  # «trentaotto», without the elision
        below[word[:-1] + "un"] = tens * 10 + 1  # «ventun anni»
    below.update(_MISSPELT)
    for hundreds in range(1, 10):
        prefix = "cento" if hundreds == 1 else _UNITS[hundreds] + "cento"
        for word, value in list(below.items()):
            if 0 < value < 100 and word not in _MISSPELT:
                below[prefix + word] = hundreds * 100 + value
                if word.startswith("o"):
                    below[prefix[:-1] + word] = hundreds * 100 + value  # «novecentottanta»
        below[prefix] = hundreds * 100
    return below


def _spell(value: int) -> str:
    if value < 10:
        return _UNITS[value]
    if value < 20:
        return _TEENS[value - 10]
    tens, unit = _TENS[value // 10 - 2], value % 10
    if unit == 0:
        return tens
    return (tens[:-1] if unit in (1, 8) else tens) + _UNITS[unit]


def _exact(word: str) -> Optional[int]:
    below = _below_thousand()
    if word in below:
        return below[word]
    head, scale, tail = word.partition("mila")
    if not scale:
        head, scale, tail = word.partition("mille")
        if not scale or head:
            return None
        head = "uno"
    if head not in below or (tail and tail not in below):
        return None
    return below[head] * 1000 + (below[tail] if tail else 0)


def _nearest(word: str) -> Optional[int]:
    near = {value for known, value in _below_thousand().items()
            if value < 200 and len(known) >= _FUZZY_FROM - 1 and known[0] == word[0]
            and DamerauLevenshtein.distance(word, known, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None
