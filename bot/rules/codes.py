"""Codes of appointments and of channels: made so that nobody guesses one, read however a person types one."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Optional

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O (read as 1, 1, 0) and U, so that a misread character is still the right one."""

PREFIX = "LC"
INTEREST_PREFIX = "AV"
TICKET_PREFIX = "BG"
WAITING_PREFIX = "AT"
SYMBOLS = 8
"""Eight symbols of five bits are 40 random bits; five wrong ones an hour are allowed (``bot.services.booking``)."""

LINK_SYMBOLS = 9

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SYMBOL = "[0-9A-TV-Z]"
_GLUE = r"[\s.,_:;–—−‐‑-]*"
_PREFIXED = re.compile(rf"(?<![0-9A-Z])[L1I]{_GLUE}C{_GLUE}((?:{_SYMBOL}{_GLUE}){{7}}{_SYMBOL})(?![0-9A-Z])")
_OTHERS = re.compile(
    rf"(?<![0-9A-Z])(?P<prefix>{INTEREST_PREFIX}|{TICKET_PREFIX}|{WAITING_PREFIX})(?P<glue>{_GLUE})"
    rf"(?P<tail>(?:{_SYMBOL}{_GLUE}){{7}}{_SYMBOL})(?![0-9A-Z])")
"""Codes of interests, of tickets and of waiting wishes: no appointment's."""
_LINK = re.compile(rf"{_SYMBOL}{{3}}{_GLUE}{_SYMBOL}{{3}}{_GLUE}{_SYMBOL}{{3}}")
_CUT_SHORT = re.compile(rf"(?:(?:IL |MIO )*CODICE(?: E'?| È)?:? )?[L1I]C[\s–—−‐‑-]+(?:{_SYMBOL}{_GLUE}){{1,7}}")
_BARE = re.compile(rf"(?<![0-9A-Z])({_SYMBOL}{{4}})([\s._–—−‐‑-]*)({_SYMBOL}{{4}})(?![0-9A-Z])")


def make_random_code(prefix: str = PREFIX) -> str:
    """A fresh random code such as ``LC-7K3M-QP9X``."""
    return _written("".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS)), prefix)


def find_prefixed(text: str, prefix: str) -> Optional[str]:
    """The code with that ``prefix``, not an appointment's, in ``text`` as :func:`make_random_code` writes it.

    The prefix must be there, with a sign or a space behind it unless a digit shows that it is no word. One of letters
    only, typed with spaces, is known where it is the whole message.
    """
    upper = unicodedata.normalize("NFKC", text).upper().strip(" .,!?")
    for match in _OTHERS.finditer(upper):
        tail = match["tail"]
        alone = match.group(0) == upper and not _is_prose(tail)
        sure = _has_digit(tail) and not _is_prose(tail) or match["glue"] and (_is_dashed(tail) or alone)
        if match["prefix"] == prefix and sure:
            return _canonical(tail, prefix)
    return None


def normalise(text: str) -> Optional[str]:
    """The appointment code in ``text`` as :func:`make_random_code` writes it, or None when there is none.

    Lower case, missing or other dashes, spaces, a missing prefix and O for 0, I or L for 1 are understood. Ordinary
    words and numbers of the same length are not taken for a code.
    """
    upper = _OTHERS.sub(" ", unicodedata.normalize("NFKC", text).upper()).strip()
    for match in _PREFIXED.finditer(upper):
        tail = match.group(1)
        whole = match.group(0) == upper.strip(" .,!?")
        joined = upper[match.start() + 1] == "C"  # «i camerieri» are no code
        if whole or _has_digit(tail) and not _is_prose(tail) or joined and _is_dashed(tail):
            return _canonical(tail)
    for match in _BARE.finditer(upper):
        left, glue, right = match.groups()
        both, dashed, alone = left + right, bool(glue.strip()), match.group(0) == upper
        sure = dashed and alone or _has_digit(both) and (dashed or not glue or _has_digit(left) and _has_digit(right))
        if sure and not both.isdigit():
            return _canonical(both)
    return None


def is_cut_short(text: str) -> bool:
    """Whether ``text`` is the beginning of an appointment's code and nothing else («LC-W4TD»)."""
    upper = unicodedata.normalize("NFKC", text).upper().strip(" .,!?")
    return normalise(text) is None and _CUT_SHORT.fullmatch(upper) is not None


def make_link_code() -> str:
    """A fresh random code such as ``7K3-MQP-9X4``: 45 random bits, in a form that no appointment's code has."""
    return _in_threes("".join(secrets.choice(ALPHABET) for _ in range(LINK_SYMBOLS)))


def normalise_link_code(text: str) -> Optional[str]:
    """``text`` as :func:`make_link_code` writes it, or None when it is anything else than such a code."""
    upper = unicodedata.normalize("NFKC", text[:60]).upper().strip(" .,!?")
    return _in_threes(re.sub(r"[^0-9A-Z]", "", upper).translate(_MISREAD)) if _LINK.fullmatch(upper) else None


def read_link_code(text: str) -> Optional[str]:
    """The link code that ``text``, typed in a conversation, is; None for words («operatore») and telephone numbers.

    Without its dashes a code is known by letters and digits that alternate: the few that have none of that must be
    typed as they are shown.
    """
    upper = unicodedata.normalize("NFKC", text[:60]).upper().strip(" .,!?")
    dashed = re.fullmatch(rf"{_SYMBOL}{{3}}[–—−‐‑-]{_SYMBOL}{{3}}[–—−‐‑-]{_SYMBOL}{{3}}", upper) is not None
    groups = re.split(r"[^0-9A-Z]+", upper)
    kinds = [re.sub(r"[A-Z]+", "a", re.sub(r"\d+", "0", group)) for group in groups]
    mixed = any(len(kind) > (2 if len(groups) == 1 else 1) for kind in kinds)
    if not (mixed or dashed and not re.sub(r"\W", "", upper).isdigit()):
        return None
    return normalise_link_code(text)


def _in_threes(symbols: str) -> str:
    return "-".join(symbols[start:start + 3] for start in range(0, LINK_SYMBOLS, 3))


def _is_prose(tail: str) -> bool:
    """Whether the symbols come as words of odd lengths («domani alle 9»), not as a code is written."""
    pieces = [len(piece) for piece in re.split(r"[\s.,:;]+", tail)]
    return pieces not in ([8], [4, 4], [9], [1] * 8, [2] * 4) and len(pieces) > 1


def _is_dashed(tail: str) -> bool:
    return re.fullmatch(rf"{_SYMBOL}{{4}}[–—−‐‑-]?{_SYMBOL}{{4}}", tail) is not None


def _has_digit(symbols: str) -> bool:
    return any(symbol.isdigit() for symbol in symbols)


def _canonical(symbols: str, prefix: str = PREFIX) -> str:
    return _written(re.sub(r"[^0-9A-Z]", "", symbols).translate(_MISREAD), prefix)


def _written(symbols: str, prefix: str = PREFIX) -> str:
    return f"{prefix}-{symbols[:4]}-{symbols[4:]}"
