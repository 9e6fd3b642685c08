"""Words as they are typed on a telephone, those that have one meaning wherever they stand."""

from __future__ import annotations

SHORTHAND = {
    "nn": "non", "cmq": "comunque", "xke": "perche", "xche": "perche", "qnt": "quanto", "qnd": "quando", "dv":
    "dove", "ke": "che", "x": "per", "tt": "tutto", "grz": "grazie", "sn": "sono", "nnt": "niente", "app":
    "appuntamento", "qlc": "qualche", "qlcs": "qualcosa", "pome": "pomeriggio",
    "qll": "quello", "vbb": "va bene", "xo": "pero", "aspe": "aspetta", "plis": "per favore", "pls": "per favore",
    "xk": "perche", "skusa": "scusa", "msg": "messaggio",
}
"""What is typed and what it stands for, folded."""
