"""Italian text as the classifier reads it: one spelling for what people write in many ways.

Accents, apostrophes, case, elongations and emoji go; SMS shorthand is spelt out; figures become a mark by kind.
"""

from __future__ import annotations

import re
import unicodedata

from bot.italian.shorthand import SHORTHAND as COMMON_SHORTHAND

SHORTHAND = {
    **COMMON_SHORTHAND,
    "perke": "perche", "xkè": "perche", "pke": "perche", "qndo": "quando", "qnto": "quanto", "quanno": "quando",
    "cs": "cosa", "cm": "come", "ki": "chi", "k": "che", "tnt": "tanto", "grazieee": "grazie", "pls": "per favore",
    "pf": "per favore", "appunt": "appuntamento", "appto": "appuntamento", "tel": "telefono",
    "info": "informazioni", "dmn": "domani", "dom": "domani", "msg": "messaggio", "qlcn": "qualcuno",
    "qcs": "qualcosa", "cpi": "centro per l impiego", "d": "di", "c": "ci", "6": "sei", "gg": "giorni",
    "tirocin": "tirocinio", "anke": "anche", "dp": "dopo", "prox": "prossimo", "sett": "settimana", "xo": "pero",
    "xro": "pero", "pom": "pomeriggio",
}
"""SMS shorthand and what it stands for; here also letters that elsewhere may be elisions («c'è», «d'accordo»)."""

SIGNS = {
    "no": "👎❌✖🚫🙅", "si": "👍👌✅✔☑🆗", "voglio lasciare una valutazione": "⭐★🌟", "grazie": "🙏", "ciao": "👋",
    "mi piace molto": "❤",
}
"""Emoji and the words that a message without words stands for; other pictures ask what can be done here."""

_PICTURE = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_EMAIL = re.compile(r"\S+@\S+")
_CODE = re.compile(r"\blc[- ]?[a-z0-9]{4}[- ]?[a-z0-9]{4}\b")
_AMOUNT = re.compile(r"(€\s*\d[\d.,]*|\d[\d.,]*\s*(?:€|euro\b|mila\b))")
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_DATE = re.compile(r"\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b")
_PHONE = re.compile(r"(?:\+|00)?\d[\d /-]{7,}\d")
_NUMBER = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[^a-z0-9\s?]+")
_ELONGATION = re.compile(r"([a-z])\1{2,}")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """``text`` without case, accents and typographic apostrophes."""
    text = text.replace("’", "'").replace("`", "'").replace("´", "'")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """``text`` as the classifier reads it: lower-case words, shorthand spelt out, figures replaced by their kind."""
    original = text[:2000]
    text = fold(original)
    text = _EMAIL.sub(" xemail ", text)
    text = _CODE.sub(" xcode ", text)
    text = _AMOUNT.sub(" xamount ", text)
    text = _DATE.sub(" xdate ", text)
    text = _PHONE.sub(" xphone ", text)
    text = _TIME.sub(" xtime ", text)
    text = _ELONGATION.sub(r"\1", text.replace("'", " "))
    text = _NOT_WORD.sub(" ", text).replace("?", " ? ")
    words = [SHORTHAND.get(word, word) for word in text.split()]
    if not words:
        return _sign(original)
    return _SPACES.sub(" ", " ".join(_NUMBER.sub("xnumber", word) for word in words)).strip()


def _sign(text: str) -> str:
    """The words that a message of signs alone stands for; empty when it holds no sign that we know."""
    for words, signs in SIGNS.items():
        if any(sign in text for sign in signs):
            return words
    return "aiuto" if _PICTURE.search(text) else ""
