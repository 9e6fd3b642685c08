"""The words of time: each maps to a symbol of the small language that the rules are written in.

``WD0``-``WD6`` weekdays, ``MO01``-``MO12`` months (``MA``: abbreviations, read only beside a number), ``WMAR`` "mar"
(martedì or marzo), ``SETT`` (settimana or settembre), ``U…`` units, ``P…`` parts of the day, ``ORDn`` ordinals, ``THIS``,
``NEXT``, ``PAST``, ``ULTIMO``. Words are keyed without accents, in lower case.
"""

from __future__ import annotations

_WEEKDAYS = (
    "lunedi lune lun luned",
    "martedi mart marted",
    "mercoledi mercole merco merc mer mercol",
    "giovedi giove giov gio gioved",
    "venerdi vener vend ven venerd",
    "sabato sab sabat",
    "domenica domen dome dom",
)
_MONTHS = (
    "gennaio|gen genn",
    "febbraio|feb febb febbr",
    "marzo|marz mrz",
    "aprile|apr",
    "maggio|mag magg",
    "giugno|giu giug",
    "luglio|lug lugl",
    "agosto|ago agos",
    "settembre|set settem settemb 7bre",
    "ottobre|ott otto_ 8bre",
    "novembre|nov novem novemb 9bre",
    "dicembre|dic dicem dicemb xbre",
)
_UNITS = {
    "Umin": "minuto minuti min minutini",
    "ORE": "ora ore h hh oretta orette",
    "Ud": "giorno giorni gg giornata giornate",
    "Uw": "settimana settimane settim settimanella",
    "Um": "mese mesi",
    "Uq": "trimestre trimestri",
    "Uy": "anno anni",
    "Usec": "secondi",
}
_PARTS = {
    "Pmattina": "mattina mattino mattinata mattine matt mattin",
    "Ppomeriggio": "pomeriggio pomeriggi pome pom pomerig",
    "Psera": "sera serata sere",
    "Pnotte": "notte nottata notti",
}
_ORDINALS = (
    "primo", "secondo seconda", "terzo terza", "quarto quarta", "quinto quinta", "sesto", "settimo", "ottavo", "nono",
    "decimo",
)
_PHRASES = {
    "domattina": "domani Pmattina",
    "domatina": "domani Pmattina",
    "stamattina": "THIS Pmattina",
    "stamani": "THIS Pmattina",
    "stamane": "THIS Pmattina",
    "stasera": "THIS Psera",
    "stassera": "THIS Psera",
    "stanotte": "THIS Pnotte",
    "dopodomani": "dopodomani",
    "doppodomani": "dopodomani",
    "posdomani": "dopodomani",
    "altroieri": "altroieri",
    "avantieri": "altroieri",
    "lunedimattina": "WD0 Pmattina",
    "finesettimana": "weekend",
    "we": "weekend",
    "wkend": "weekend",
    "weekend": "weekend",
    "lanno": "l Uy",
    "mezzora": "mezz ORE",
    "doman": "domani",
    "dmn": "domani",
    "dom.ni": "domani",
    "pomeridiano": "Ppomeriggio",
    "mattutino": "Pmattina",
    "serale": "Psera",
}
_MODIFIERS = {
    "NEXT": "prossimo prossima prossimi prossime pross prox pros prox. entrante venturo ventura seguente successivo "
            "successiva succ",
    "PAST": "scorso scorsa scorsi scorse passato passata passati passate",
    "ULTIMO": "ultimo ultima ultimi ultime",
    "THIS": "questo questa quest sto sta qst corrente",
}
_UNITS_0_19 = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
).split()
_TENS = {"venti": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50}


def _number_words() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_UNITS_0_19) if word != "uno"}
    for ten, value in _TENS.items():
        words[ten] = value
        for digit in range(1, 10):
            unit = _UNITS_0_19[digit]
            stem = ten[:-1] if unit[0] in "uo" else ten
            words[stem + unit] = value + digit
            words[ten + unit] = value + digit
    words["ventun"] = 21
    words["trentun"] = 31
    return words


def _build() -> dict[str, str]:
    table: dict[str, str] = {word: str(value) for word, value in _number_words().items()}
    for number, names in enumerate(_WEEKDAYS):
        table.update(dict.fromkeys(names.split(), f"WD{number}"))
    for number, names in enumerate(_MONTHS, 1):
        full, short = names.split("|")
        table[full] = f"MO{number:02}"
        table.update(dict.fromkeys(short.split(), f"MA{number:02}"))
    for groups in (_UNITS, _PARTS, _MODIFIERS):
        for symbol, names in groups.items():
            table.update(dict.fromkeys(names.split(), symbol))
    for number, names in enumerate(_ORDINALS, 1):
        table.update(dict.fromkeys(names.split(), f"ORD{number}"))
    table.update(_PHRASES)
    table.update({"mar": "WMAR", "sett": "SETT", "x": "per", "ale": "alle", "tra": "fra", "mezzodi": "mezzogiorno"})
    return table


SYMBOLS: dict[str, str] = _build()

# Words long enough to be recognised with one slip of the keyboard (two from nine letters on).
FORGIVEN: tuple[str, ...] = tuple(
    sorted(
        {
            word
            for word in SYMBOLS
            if len(word) >= 6 and SYMBOLS[word][:2] in {"WD", "MO", "Uw", "Pm", "Pp", "NE"} and word not in {"ventura"}
        }
        | {"domani", "dopodomani", "stasera", "stamattina", "domattina", "settembre", "natale", "ferragosto", "mezzogiorno",
           "mezzanotte", "scorsa", "scorso", "pasquetta", "capodanno", "immacolata", "epifania"}
    )
)
# Real words one slip away from a word of time.
NOT_SLIPS: frozenset[str] = frozenset(
    "aprire aprite aprirle capire domini domino domande domanda demani gennaro giungo mattia martina mattone mattoni "
    "salato sabate natalia natali domenico maggior seguenti scorse giovani sabota venire madrina seguendo seguenza "
    "cantina mattinale scorta scarso scorsoi possimo prossime".split()
)
