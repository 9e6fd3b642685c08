"""The words of time: each maps to a symbol of the small language that the rules are written in.

``WD0``-``WD6`` weekdays, ``MO01``-``MO12`` months (``MA``: abbreviations, read only beside a number), ``WMAR`` "mar"
(martedì or marzo), ``SETT`` (settimana or settembre), ``U…`` units, ``ORE`` hour, ``P…`` parts of the day, ``ORDn``
ordinals, ``THIS``, ``NEXT``, ``PAST``, ``ULTIMO``. Words are keyed without accents, in lower case.
"""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


_WEEKDAYS = (
    "lunedi lun luned",
    "martedi mart marted",
    "mercoledi merco merc mer mercol",
    "giovedi giov gio gioved",
    "venerdi vend ven venerd",
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
    "settembre|set settem settemb",
    "ottobre|ott",
    "novembre|nov novem novemb",
    "dicembre|dic dicem dicemb",
)
_UNITS = {
    "Umin": "minuto minuti min minutini",
    "ORE": "ora ore h hh oretta orette",
    "Ud": "giorno giorni gg",
    "Uw": "settimana settimane settim settimanella",
    "Um": "mese mesi mesetto",
    "Uq": "trimestre trimestri",
    "Uy": "anno anni",
    "Udec": "decennio decenni",
    "Usec": "secondi",
}
_PARTS = {
    "Pmattina": "mattina mattino mattinata mattine mattin",
    "Ppomeriggio": "pomeriggio pomeriggi pome pom pomerig",
    "Psera": "sera serata sere",
    "Pnotte": "notte nottata notti",
}
_ORDINALS = (
    "primo",
    "secondo seconda",
    "terzo terza",
    "quarto quarta",
    "quinto quinta",
    "sesto",
    "settimo",
    "ottavo",
    "nono",
    "decimo",
)
_PHRASES = {
    "domattina": "domani Pmattina",
    "stamattina": "THIS Pmattina",
    "stamani": "THIS Pmattina",
    "stamane": "THIS Pmattina",
    "stasera": "THIS Psera",
    "stassera": "THIS Psera",
    "stanotte": "THIS Pnotte",
    "doppodomani": "dopodomani",
    "posdomani": "dopodomani",
    "altroieri": "altroieri",
    "avantieri": "altroieri",
    "finesettimana": "weekend",
    "wkend": "weekend",
    "weekend": "weekend",
    "lanno": "l Uy",
    "mezzora": "mezz ORE",
    "doman": "domani",
    "dmn": "domani",
    "pomeridiano": "Ppomeriggio",
    "mattutino": "Pmattina",
    "serale": "Psera",
}
_MODIFIERS = {
    "NEXT": "prossimo prossima prossimi prossime pross prox pros entrante venturo ventura seguente successivo "
    "successiva succ",
    "PAST": "scorso scorsa scorsi scorse passato passata passati passate",
    "ULTIMO": "ultimo ultima ultimi ultime",
    "THIS": "questo questa quest sto sta qst corrente",
}
_UNITS_0_19 = _words(
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
)
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
    words.update({f"duemila{word}": 2000 + value for word, value in list(words.items()) if value})
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
    table.update({"mar": "WMAR", "sett": "SETT", "mezzodi": "mezzogiorno"})
    table.update({"x": "per", "ale": "alle", "tra": "fra", "ad": "a", "sino": "fino"})
    return table


SYMBOLS: dict[str, str] = _build()

# Words long enough to be recognised with one slip of the keyboard, and those distinctive enough for two.
FORGIVEN_TWICE: frozenset[str] = frozenset(_words("mercoledi dopodomani pomeriggio settimana ferragosto"))
FORGIVEN: tuple[str, ...] = tuple(
    sorted(
        {name for names in (*_WEEKDAYS, *_MONTHS) for name in names.replace("|", " ").split()[:1] if len(name) >= 6}
        | set(
            _words(
                "mattina mattinata serata prossimo prossima scorso scorsa domani stasera stamattina domattina natale "
                "mezzogiorno mezzanotte pasquetta capodanno immacolata epifania"
            )
        )
        | FORGIVEN_TWICE
    )
)
# Real words and names one slip away from a word of time, found by running the lists of Italian words through it.
NOT_SLIPS: frozenset[str] = frozenset(
    _words(
        "agosta agosti aprire aprite capanno caperanno capiranno capitanno domanda domande domandi domando domano "
        "domanti domati domenici domenico domini domino epifani epifanio febbraro gennai gennari gennaro giugni "
        "giungo grugno immacolato immolata laglio lugli macinata maggi maggia maggior mangio marginata marinata marte "
        "martin martina martini martino mastino mattane matti mattia mattini mattona mattonata moggio muggio nasale "
        "natali natalia natalie navale pasquetti pasquetto pastetta sabati sabota salato saldato sanato sborsa sborso "
        "scarsa scarso scora scorda scordo scorga scorgo scoria scorna scorno scorra scorro scorta scorto scossa "
        "scosso serrata settima settimanale settimanali settime settimi settimino sorso stanera venera venere veneri "
    )
)
