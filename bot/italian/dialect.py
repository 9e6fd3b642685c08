"""Lombard words put into Italian: «a che ura dervìi a Meraa?» is read as «a che ora aprite a Merate?».

Only a message with a word that no Italian writes is read so; then the words that both languages have are Lombard too.
"""

from __future__ import annotations

import re

_LOMBARD = {
    "laurà": "lavoro", "lavurà": "lavoro", "laorà": "lavoro", "lavurare": "lavorare", "laur": "lavoro",
    "fioeu": "figlio", "fiö": "figlio", "fiöö": "figlio", "fiulin": "bambino",
    "dervì": "aprite", "dervìi": "aprite", "dervii": "aprite", "derví": "aprite", "dervès": "aprite", "derf": "apre",
    "sarì": "chiudete", "sarìi": "chiudete", "saraa": "chiuso", "saràa": "chiuso", "dervert": "aperto",
    "gh'è": "c'è", "ghè": "c'è", "gh'é": "c'è", "gh'hinn": "ci sono", "ghinn": "ci sono", "gh'avii": "avete",
    "sif": "siete", "siuf": "siete", "duman": "domani",
    "gh'avì": "avete", "gh'hoo": "ho", "gh'ho": "ho", "minga": "non", "indué": "dove", "induè": "dove", "indue": "dove",
    "ndue": "dove", "induvè": "dove", "lecch": "Lecco", "lècch": "Lecco", "lécch": "Lecco", "meraa": "Merate",
    "meràa": "Merate", "cumè": "come", "cusè": "cosa", "cus'è": "cos'è",
    "vöri": "voglio", "vöi": "voglio", "vöö": "voglio", "vureria": "vorrei", "vurarìa": "vorrei", "vorarìa": "vorrei",
    "pödi": "posso", "sunt": "sono", "vialter": "voi", "viòlter": "voi",
    "danee": "soldi", "danè": "soldi", "danée": "soldi", "bundì": "buongiorno", "dumàn": "domani",
    "incö": "oggi", "incöö": "oggi", "incoeu": "oggi", "pussee": "più", "püsee": "più", "nagott": "niente",
    "negott": "niente", "nagot": "niente", "mestee": "mestiere", "mestè": "mestiere", "ufizi": "ufficio",
    "üfizi": "ufficio", "ufissi": "ufficio", "pagà": "pagare", "custa": "costa", "disuccupaa": "disoccupato",
    "voeur": "vuole", "vœur": "vuole", "voeuri": "voglio", "hinn": "sono", "sciura": "signora", "sciur": "signore",
    "savè": "sapere", "savii": "sapete", "podaria": "potrei", "poderìa": "potrei", "ciamà": "chiamare",
    "ciapà": "prendere",
    "vegnì": "venire", "vegni": "vengo", "andà": "andare", "imparà": "imparare", "cercà": "cercare", "parlà": "parlare",
    "danèe": "soldi", "inscì": "così", "insci": "così", "pusè": "più", "nissun": "nessuno", "prestin": "fornaio",
    "pü": "più", "püü": "più", "nient'alter": "niente altro", "quaicoss": "qualcosa", "quaicossa": "qualcosa",
    "quejcoss": "qualcosa", "quajcoss": "qualcosa", "amò": "ancora", "anmò": "ancora", "ammò": "ancora",
    "diventà": "diventare", "vèss": "essere", "lavuri": "lavoro", "vergott": "qualcosa", "cürsi": "corsi",
    "indoe": "dove", "indoè": "dove", "induve": "dove", "ndoe": "dove", "ndoè": "dove", "duè": "dove",
    "longh": "lungo", "lungh": "lungo", "avert": "aperto", "derva": "apre", "lavorà": "lavoro",
    "apuntament": "appuntamento",
    "disoccupaa": "disoccupato", "tucc": "tutti", "tücc": "tutti", "cürs": "corso",
}
"""Words that only Lombard has, small and with their accents: without it «laurà» is a name."""
_BESIDE = {
    "ura": "ora", "uur": "ore", "el": "", "me": "mio", "quand": "quando", "quant": "quanto", "mì": "io", "tì": "tu",
    "num": "noi", "ann": "anni", "mia": "non", "lauri": "lavoro", "podi": "posso", "sont": "sono", "cerchi": "cerco",
    "ghe": "ci", "matina": "mattina", "dopodisnà": "pomeriggio",
    "fieu": "figlio", "merà": "Merate", "curs": "corso", "tusa": "figlia",
    "cors": "corso", "cossa": "cosa", "cusa": "cosa", "cum": "come",
    "fà": "fare", "fa'": "fare", "meccanich": "meccanico", "eletricista": "elettricista", "gnent": "niente",
    "nient": "niente",
    "cume": "come", "pudi": "posso", "l'è": "è", "uffizi": "ufficio", "longa": "lunga", "or": "ore",
    "quell": "quello", "quela": "quella", "adess": "adesso", "telefon": "telefono", "numer": "numero",
    "post": "posto", "vegn": "vengo", "mecanich": "meccanico", "mecànich": "meccanico",
}
"""Words that other languages, names and slips have too: Lombard beside one of those."""
_KNOWN = {**_BESIDE, **_LOMBARD}
_WORD = re.compile(r"[\w]+(?:['’][\w]+)?")
_PHRASES = ((re.compile(r"\bquanti (?:or|ur|uur)\b", re.IGNORECASE), "quante ore"),
            (re.compile(r"\bin (?:doe|due|duè|doè)(?= l['’]è)", re.IGNORECASE), "dove"),
            (re.compile(r"\bse po['’]?(?= |$|\?)", re.IGNORECASE), "si può"),
            (re.compile(r"\bfà l['’]", re.IGNORECASE), "fare l'"),
            (re.compile(r"\bfà (?=el|la|un)", re.IGNORECASE), "fare "),
            (re.compile(r"\bsi può fa\b", re.IGNORECASE), "si può fare"))


def translate_dialect(text: str) -> str:
    """``text`` with its Lombard words in Italian; as it is where it has none for sure."""
    words = [word.replace("’", "'").casefold() for word in _WORD.findall(text)]
    if not any(word in _LOMBARD or word.partition("'")[2] in _LOMBARD for word in words):
        return text
    for pattern, italian in _PHRASES:
        text = pattern.sub(italian, text)
    put = _WORD.sub(lambda found: _put(found[0]), text)
    return re.sub(r" {2,}", " ", put).strip()


def _put(word: str) -> str:
    written = word.replace("’", "'").casefold()
    article, apostrophe, noun = written.partition("'")
    if written not in _KNOWN and noun in _KNOWN:
        return f"{article}{apostrophe}{_KNOWN[noun]}"  # «l'ufizi»
    return _KNOWN.get(written, word)
