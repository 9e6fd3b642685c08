"""Words as they are typed on a telephone, those that have one meaning wherever they stand, and texts without them."""

from __future__ import annotations

import re

from bot.italian.text import normalise

SHORTHAND = {
    "nn": "non", "cmq": "comunque", "xke": "perche", "xche": "perche", "qnt": "quanto", "qnd": "quando", "dv":
    "dove", "ke": "che", "x": "per", "tt": "tutto", "grz": "grazie", "sn": "sono", "nnt": "niente", "app":
    "appuntamento", "qlc": "qualche", "qlcs": "qualcosa", "pome": "pomeriggio",
    "qll": "quello", "vbb": "va bene", "xo": "pero", "aspe": "aspetta", "plis": "per favore", "pls": "per favore",
    "xk": "perche", "skusa": "scusa", "msg": "messaggio",
}
"""What is typed and what it stands for, folded."""
_SHORTENED = {
    **SHORTHAND,
    "scs": "scusa", "qst": "questo", "grazzie": "grazie", "cn": "con", "annulare": "annullare", "anullare":
    "annullare", "anulla": "annulla", "annula": "annulla", "pk": "perche",
}
"""Those, and slips in words that patterns look for."""


def expand_words(text: str) -> str:
    """``text`` folded, without signs, shortened words in full: what patterns over what people say are written for."""
    said = re.sub(r"[^\w ]", " ", normalise(text)).split()
    return " ".join(_SHORTENED.get(word, word) for word in said)
