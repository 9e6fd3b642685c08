"""People's names out of what they type; code, links and sentences are no names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, Optional, Union

from bot.core.italian_text import normalise

LONGEST = 80


@dataclass(frozen=True)
class InvalidName:
    """It was meant for a name and cannot be kept. ``reason`` says why."""

    reason: Literal["markup", "code", "address", "digits", "symbols", "too_short", "too_long"]


_OPENING = re.compile(
    r"^(?:(?:ciao|buongiorno|buonasera|salve|si|sì|ok|allora|certo|scusa|scusi|no|anzi|ecco|volevo dire|"
    r"io(?!\s+(?:sono|so|mi)\b))[\s,!.]+)+", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?P<named>(?:(?:io )?mi ?chiam[oa]|(?:il )?(?:mio )?nome(?: e cognome)?(?: (?:è|e'|e))?\s*:?|chiamami|a "
    r"nome(?: di)?|"
    r"mio nome|my name is|me llamo|je m'appelle|nominativo:?|cognome e nome:?))|(?P<am>(?:io )?(?:sono|so|son)))(?:\s+|"
    r"(?<=:))", re.IGNORECASE)
_TITLE = re.compile(r"^(?:(?:il|la|un|una)\s+)?(?:signor[ae]?|sig\.?(?:ra|na)?\.?|dott\.?(?:ssa)?\.?|dottor(?:e|essa)?|"
    r"ing\.?|avv\.?|prof\.?(?:ssa)?\.?)\s+", re.IGNORECASE)
_REST = re.compile(
    r"\s*(?:[,;(|\n]|\s[-–]\s|\s(?:e|ed)\s+|\s(?:ho|abito|vivo|vorrei|tel|cell|telefono|cellulare|nato|nata|numero|di "
    r"anni|"
    r"residente|disoccupat[oa]|mail|email|il mio|la mia)\b|\s\+?\d[\d\s/.-]{4,}|\s\S+@).*$", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"[<>]|&(?:lt|gt|#\d+|amp|quot);", re.IGNORECASE)
_CODE = re.compile(
    r"--|;|/\*|[{}\[\]\\`$=]|^/|\b(?:select|insert|update|delete|drop|union|alter)\b.*\b(?:from|into|table|where|"
    r"select|set|all)\b|\bor\s+['\"]?1|<script",
    re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|://|@|\.(?:com|it|org|net|ru)\b", re.IGNORECASE)
_PARTICLES = frozenset("de di del della dello dei degli d la lo le li da dal dalla van von der den bin ibn el al ben "
    "bel san y e dos das do du".split())
_NOT_NAMES = frozenset(
    "quanto quanta quanti quante quando dove come cosa perche chi che quale quali non no si ok okay ciao grazie salve "
    "buongiorno buonasera buonanotte "
    "corso corsi dura costa capisco capito so posso possono potrei voglio vorrei voi tu noi ho hai ha abbiamo sono sei "
    "siamo e vado fare "
    "disoccupato disoccupata dipendente studente studentessa pensionato pensionata casalinga interessato interessata "
    "residente domiciliato domiciliata "
    "anni anno mese appuntamento operatore operatrice persona umano aiuto aiutami annulla esci stop basta lascia stare "
    "stai niente nulla boh mah "
    "lunedi martedi mercoledi giovedi venerdi sabato domani oggi dopodomani mattina mattino pomeriggio sera alle ore "
    "telefono numero mail email "
    "gratis gratuito gratuiti lavoro lavorare cerco senza sicuro sicura certo prego scusa scusi anzi dire volevo "
    "indietro avanti salta dirlo "
    "preferisco nome cognome mio mia miei questo questa quello quella sapere dirmi dimmi vuoi puoi puo devo serve "
    "bisogna un una uno gli il i "
    "stato stata nato nata qui tutto tutti bene male forse ancora gia poi dopo prima adesso ora molto poco troppo piu "
    "meno con per tra fra su "
    "perfetto va merda cazzo stupido scemo robot bot privacy consenso accetto rifiuto confermo conferma anonimo "
    "nessuno test asd qwerty "
    "meccanico elettricista cameriere cameriera ristorazione orientamento patto provincia mi ti ci vi se ma anche solo "
    "abito vivo sto studio guadagno chiamo hello hi".split())


_DAY_SURNAMES = frozenset(("sabato", "lunedi", "venerdi"))
_BEFORE_A_DAY = frozenset("facciamo meglio prossimo questo ogni entro verso anzi preferirei preferibilmente "
                          "sempre".split())


def person_name(text: str, asked: bool = True) -> Union[str, InvalidName, None]:
    """The person's name in ``text``, written with capitals; the particles of a surname get one too (De Luca, D'Angelo).

    ``asked=False`` needs «mi chiamo…» or two words after «sono». A question, a sentence or «sì» is no name: None.
    What a person wrote in mixed case (McDonald) stays as it is.
    """
    said = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.replace("’", "'").replace("`", "'"))).strip()
    if not said:
        return None
    opened = _OPENING.sub("", said)
    lead = _LEAD.match(opened)
    rest = opened[lead.end():] if lead else opened
    if not asked and lead is None:
        return None
    if asked or (lead is not None and lead["named"]):
        problem = _dangerous(rest)
        if problem is not None:
            return problem
    if said.endswith("?"):
        return None
    cut = _TITLE.sub("", _REST.sub("", " " + rest).strip())
    cut = cut.strip(" .,!:\"«»*_-")
    return _judged(cut or rest.strip(), asked=asked, by_am=bool(lead and lead["am"]))


def name_in_field(text: str) -> Union[str, InvalidName]:
    """The name in a field that asks for a name and nothing else: no sentence is looked for, so «Sara Corsi» is one."""
    said = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.replace("’", "'").replace("`", "'"))).strip(" .,")
    return _dangerous(said) or _unfit(said) or " ".join(_capital(word) for word in said.split())


def _dangerous(said: str) -> Optional[InvalidName]:
    if _MARKUP.search(said):
        return InvalidName("markup")
    if _CODE.search(said):
        return InvalidName("code")
    if _ADDRESS.search(said) and len(said.split()) < 3:
        return InvalidName("address")
    return None


def _judged(name: str, asked: bool, by_am: bool) -> Union[str, InvalidName, None]:
    words = normalise(name).replace("-", " ").split()
    if len(words) in (2, 3) and words[-1] in _DAY_SURNAMES and not set(words[:-1]) & _BEFORE_A_DAY:
        words = words[:-1]  # Marzia Sabato
    if any(word in _NOT_NAMES and not (word in _PARTICLES and index > 0 and len(words) > 2) for index,
            word in enumerate(words)):
        return None
    unfit = _unfit(name)
    if unfit is not None:
        return unfit
    capitals = name[0].isupper() and name.split()[-1][0].isupper()
    if len(words) > 6 or (by_am and not asked and (len(words) < 2 or not capitals)):
        return None
    return " ".join(_capital(word) for word in name.split())


def _unfit(name: str) -> Optional[InvalidName]:
    """Why nobody can be called that, if so."""
    if len(name) > LONGEST:
        return InvalidName("too_long")
    if re.search(r"\d", name):
        return InvalidName("digits")
    letters = [char for char in name if unicodedata.category(char)[0] == "L"]
    if any(unicodedata.category(char)[0] not in "LM" and char not in " '-." for char in name) or not letters:
        return InvalidName("symbols")
    return InvalidName("too_short") if len(letters) < 2 else None


def _capital(word: str) -> str:
    """A capital at the start and after an apostrophe or a hyphen; mixed case stays."""
    if not (word.islower() or word.isupper()):
        return word
    return re.sub(r"(^|['-])(\w)", lambda match: match[1] + match[2].upper(), word.lower())
