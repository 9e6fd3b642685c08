"""A text message: the alphabet of GSM 03.38, and how many parts a text costs in it or in Unicode."""

from __future__ import annotations

import unicodedata

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà")
DOUBLE = frozenset("^{}\\[~]|€\f")
"""Of the extension table: each takes two places."""

ONE, OF_SEVERAL = 160, 153
UNICODE_ONE, UNICODE_OF_SEVERAL = 70, 67
"""Characters of a message alone and of each part of a longer one; the second pair with any character GSM has not."""

_SPELLINGS = {"’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...",
              "·": "-", "•": "-", "\u00a0": " ", "\u202f": " ", "º": "o", "ª": "a", "→": "-"}


def spell_in_gsm(text: str) -> str:
    """``text`` with every character that GSM has not in the nearest spelling: «È» is «E'», «ç» is «c».

    What has no such spelling (another script) stays, and costs more: :func:`count_parts` says how much.
    """
    return "".join(_spelling(character) for character in unicodedata.normalize("NFC", text))


def count_parts(text: str) -> int:
    """How many messages ``text`` is paid as."""
    if all(character in GSM or character in DOUBLE for character in text):
        length = sum(2 if character in DOUBLE else 1 for character in text)
        return _parts(length, ONE, OF_SEVERAL)
    return _parts(len(text.encode("utf-16-be")) // 2, UNICODE_ONE, UNICODE_OF_SEVERAL)


def _parts(length: int, one: int, of_several: int) -> int:
    return 1 if length <= one else -(-length // of_several)


def _spelling(character: str) -> str:
    if character in GSM or character in DOUBLE:
        return character
    if character in _SPELLINGS:
        return _SPELLINGS[character]
    base, *marks = list(unicodedata.normalize("NFD", character))
    if base not in GSM:
        return character
    # an accented capital is written with an apostrophe, as on an Italian keyboard without it
    return f"{base}'" if base in "AEIOU" and marks[:1] == ["\u0300"] else base
