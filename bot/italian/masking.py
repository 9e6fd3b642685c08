"""Takes contacts, codes and names out of a message that is kept to learn from."""

from __future__ import annotations

import re

from bot.italian.digits import FEWEST, turn_letters_into_zeros, turn_words_into_figures

_BETWEEN = r"\s().\-/*_\u00ad\u00b7\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff"
"""What stands between the figures of a telephone number, hidden marks too."""
_WORD = r"[^\W\d_][\w'’-]*"
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
    ("[codice]", re.compile(
        r"\b(?:[l1i]\s?c|av|bg)[\s._–—-]*(?=\S*\d)[0-9a-z]{4}[\s._–—-]*[0-9a-z]{4}\b", re.IGNORECASE)),
    ("[numero]", re.compile(
        rf"(?:\+\s?|(?<!\d))(?!\d{{1,3}}/\d{{4}}\b)\d(?:[{_BETWEEN}]{{0,3}}\d){{{FEWEST - 1},}}(?!\d)")),
    ("[numero]", re.compile(r"(?<!\d)[03]\d{2,3},\s?\d{3}(?:,\s?)?\d{3,4}(?!\d)")),
    (r"\1[nome]", re.compile(
        rf"\b((?:mi chiamo|(?<!come )si chiama|il mio nome è|(?:nome|cognome)\s*[:=]|nome e cognome|(?:sono|"
        rf"io sono|qui) (?:il|la) (?:signora?|sig\.?(?:ra)?)"
        rf"|a nome(?: di)?)\s+){_WORD}(?:\s+{_WORD}){{0,2}}", re.IGNORECASE)),
    (r"\1[nome]", re.compile(r"\b((?i:sono|firmato)\s+)[A-Z][a-zà-ù'’]+\s+[A-Z][a-zà-ù'’]+\b")),
)


def mask(text: str) -> str:
    """``text`` with every e-mail address, telephone and other long number, appointment and fiscal code and announced
    name replaced by what it was: «[numero]».

    A bare name is not known from other words: what keeps it out is that answers to a form are not kept at all.
    """
    text = turn_words_into_figures(turn_letters_into_zeros(text))
    for placeholder, pattern in _PATTERNS:
        text = pattern.sub(placeholder, text)
    return text
