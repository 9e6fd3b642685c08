"""Takes contacts, codes and names out of a message that is kept to learn from."""

from __future__ import annotations

import re

_DIGITS = 6
"""So many figures in a row are a telephone number, a date of birth or a card: fewer are an age, a price or a time."""
_WORD = r"[^\W\d_][\w'’-]*"
_SPOKEN = r"zero|uno|due|tre|quattro|cinque|sei|sette|otto|nove"
_PATTERNS = (
    ("[e-mail]", re.compile(r"[^\s@<>,;:()]+\s?@\s?[^\s@<>,;()]+")),
    ("[e-mail]", re.compile(
        r"\S+(?:\s+(?:punto|trattino|underscore)\s+\S+)*\s+(?:chioc+iol+a|\(at\)|\[at\])\s+\S+(?:\s+punto\s+\S+)*",
        re.IGNORECASE)),
    ("[IBAN]", re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}\b", re.IGNORECASE)),
    # letters stand for figures where two people would have the same code
    ("[codice fiscale]", re.compile(
        r"\b[A-Z]{3}\s?[A-Z]{3}\s?(?=[A-Z]*\d)[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}\s?"
        r"[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b", re.IGNORECASE)),
    ("[codice]", re.compile(r"\b[l1i]\s?c[\s._–—-]*(?=\S*\d)[0-9a-z]{4}[\s._–—-]*[0-9a-z]{4}\b", re.IGNORECASE)),
    ("[numero]", re.compile(rf"(?:\+\s?|\b)(?!\d{{1,3}}/\d{{4}}\b)\d(?:[\s().\-/–]{{0,3}}\d){{{_DIGITS - 1},}}\b")),
    ("[numero]", re.compile(rf"\b(?:(?:{_SPOKEN})[\s,]+){{{_DIGITS - 1},}}(?:{_SPOKEN})\b", re.IGNORECASE)),
    (r"\1[nome]", re.compile(
        rf"\b((?:mi chiamo|il mio nome è|nome e cognome:?|(?:sono|io sono|qui) (?:il|la) (?:signora?|sig\.?(?:ra)?)"
        rf"|a nome(?: di)?)\s+){_WORD}(?:\s+{_WORD}){{0,2}}", re.IGNORECASE)),
    (r"\1[nome]", re.compile(r"\b((?i:sono|firmato)\s+)[A-Z][a-zà-ù'’]+\s+[A-Z][a-zà-ù'’]+\b")),
)


def mask(text: str) -> str:
    """``text`` with every e-mail address, telephone and other long number, appointment and fiscal code and announced
    name replaced by what it was: «[numero]».

    A bare name is not known from other words: what keeps it out is that answers to a form are not kept at all.
    """
    for placeholder, pattern in _PATTERNS:
        text = pattern.sub(placeholder, text)
    return text
