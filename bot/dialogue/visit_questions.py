"""What people ask before they come: without an appointment? how long? how to get there? which office? is one paid?

Read by words, misspelt ones too, outside of a booking; inside it :mod:`bot.dialogue.asides` knows which appointment.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.dialogue.subjects import find_topics
from bot.italian.municipalities import index_municipalities
from bot.italian.shorthand import expand_words

WALK_IN, LENGTH, ACCESS = "ask_appointment_walk_in", "ask_appointment_length", "ask_office_access"
AREA, ALLOWANCE = "ask_office_area", "ask_course_allowance"

_SPELT = ("appuntamento colloquio senza prenotare prenotazione passare venire entrare sportello liberamente "
          "quanto tempo dura durata comune ufficio uffici centro competenza residenza parcheggio stazione "
          "pullman autobus treno raggiungere raggiungervi arrivare arrivo mappa pagano pagato pagati retribuito "
          "indennita rimborso compenso rimborsano percepire soldi tirocinio corso").split()
"""Words of the patterns below; one that is a slip away from them is read as they are."""
_SHORTEST_SLIP = 5
"""Letters of a word in which a wrong key is forgiven."""

PARKING = (r"(?:parchegg\w*|posteggi\w*|(?:posto|spazio) (?:per|x) (?:la |l |una |un )?(?:macchina|auto|moto|bici|"
           r"furgone|vettura)|"
           r"(?:lasci\w+|mett\w+|ferm\w+) (?:la |l |una |un )?(?:mia )?(?:macchina|auto|moto|bici|furgone)|"
           r"strisc[ei] (?:blu|bianc\w+)|disco orario|ztl)")
"""Where one leaves a car, in folded words."""
_MEETING = (r"\b(?:appuntament\w+|colloqui\w*|prenotazion\w+|"
            r"intervist\w+|interview|entretien|entrevista|interviul|termin)\b")
_GOING = r"(?:ven\w+|pass\w+|present\w+|entr\w+|and\w+|vad\w+|vengo)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((intent, re.compile(words)) for intent, words in (
    (WALK_IN,
     rf"\b(?:posso|possiamo|potrei|si puo|puo|e possibile|ricev\w+|bisogna|devo|serve|dovrei|occorre)\b.*"
     rf"\b(?:senza|prima di) (?:l |un |aver \w+ |alcun |nessun )?(?:appuntament\w+|prenot\w+)|"
     rf"\b{_GOING} (?:\w+ ){{0,3}}senza (?:l |un |alcun )?(?:appuntament\w+|prenot\w+)|"
     r"\bse (?:passo|passiamo|vengo|veniamo|mi presento|arrivo|capito|vado)\b.*\b(?:ricev\w+|fanno entrare|"
     r"mandano via|prendono|ascoltano|aiutano|fate (?:passare|entrare))\b|"
     rf"\b(?:per forza|obbligatori\w+|x forza)\b.*\b(?:prenot\w+|appuntament\w+)|"
     rf"\b(?:prenot\w+|appuntament\w+)\b.*\b(?:per forza|obbligatori\w+|x forza)\b|"
     rf"\b(?:ingresso|accesso|entrata) liber[oa]\b|\b{_GOING} (?:\w+ )?liberamente\b"),
    (LENGTH,
     rf"\b(?:quanto (?:\w+ ){{0,3}}(?:dur\w+|tempo|ci (?:mett\w+|vuole)|e lung\w)|quanto dura|quanti minuti|"
     rf"quante ore|che durata|la durata)\b.*{_MEETING}|"
     rf"{_MEETING}.*\b(?:quanto (?:\w+ )?(?:dura|tempo|e lung\w)|dura (?:tanto|molto|quanto)|quanti minuti)\b|"
     r"\b(?:mezz ora|mezzora|un ora)\b.*\b(?:si fa tutto|si finisce|basta per|facciamo tutto|abbiamo finito)\b"),
    (AREA,
     r"\b(?:che|qual\w*|a che|in che|a qual\w*|di quale) (?:e |sarebbe )?(?:il |l |lo )?(?:mio )?"
     r"(?:centro|cpi|uffici\w*|sportello|sede|collocamento)\b"
     r".{0,40}\b(?:comune|paese|competen\w+|apparten\w+|tocca|residenza|abito|vivo|sto a|"
     r"sono (?:di|residente))\b|"
     r"\b(?:abit\w+|viv\w+|sto|sono (?:di|residente|domiciliat\w)|risied\w+|domiciliat\w)\b.{0,50}\b(?:che|"
     r"qual\w*|dove|"
     r"a chi) (?:e |sarebbe )?(?:il |l |lo )?(?:mio )?(?:centro|cpi|uffici\w*|sportello|sede|collocamento|"
     r"devo (?:andare|"
     r"venire|rivolger\w+|presentar\w+)|vado|mi (?:rivolgo|presento)|tocca)\b|"
     r"\b(?:abit\w+|viv\w+|sto|risied\w+|sono di)\b.{0,40}\blecco o (?:a )?merate\b|"
     r"\b(?:che|qual\w*) (?:centro|cpi|uffici\w*|sportello|sede) (?:x|per|di) (?:il (?:mio )?comune|chi|noi)\b|"
     r"\blecco o (?:a )?merate\b.{0,25}\b(?:abit\w+|viv\w+|sto a|sono (?:di|residente)|risied\w+)\b|"
     r"\b(?:di|a|con|sotto) (?:che|qual\w*) (?:centro|cpi|uffici\w*|sportello|sede) (?:e|sta|sono|sta sotto|fa|va|"
     r"apparten\w+|"
     r"dipend\w+|rientr\w+)\b"),
    (AREA, r"^(?:e |ma )*(?:che|qual\w*) (?:e )?(?:il |l )?(?:centro|cpi|uffici\w*|sportello) (?:x|per) \w+"),
    (ACCESS,
     r"^(?:e |ma |scus\w+ )*(?:mi (?:puo|puoi|sa|sai) (?:dire|spiegare) )?come "
     r"(?:ci |si |vi |faccio (?:a|ad) |posso )?(?:arriv\w+|raggiung\w+)(?: (?:qui|li|la|voi|da voi|in ufficio))?$|"
     r"\bcome (?:ci |si |vi |faccio (?:a|ad) |posso )?(?:arriv\w+|raggiung\w+)\b.*\b(?:centro|cpi|uffici\w*|"
     r"sportello|"
     r"sede|lecco|merate|impiego|collocamento)\b|\braggiunger(?:vi|la|lo)\b|"
     rf"\b(?:{PARKING}|ascensore|barrier\w+)\b|"
     r"\b(?:mand\w+|invi\w+|avete|hai|c e|dammi|vorrei|"
     r"link) (?:\w+ )?(?:una |la |"
     r"alla |della )?mappa\b|\b(?:come|si|ci|posso|possiamo|potrei) (?:ci |si )?(?:arriv\w+|ven\w+|vien\w+|"
     r"raggiung\w+)\b.{0,25}\b(?:tren\w|pullman|autobus|bus|"
     r"mezzi)\b|^(?:e |ma )*(?:in|col|con il|coi|con i) (?:tren\w|pullman|autobus|bus|mezzi|macchina|auto|bici|"
     r"metro)\b.{0,12}"
     r"\b(?:ci |si )?(?:arriv\w+|ven\w+|va|vado|riesco|raggiung\w+|viene)\b|^(?:e |ma )*(?:a piedi|in (?:tren\w|"
     r"pullman|autobus|bus))$|"
     r"\ba piedi\b.{0,25}\bstazione\b|\bstazione\b.{0,20}\ba piedi\b|\b(?:lontan\w|vicin\w) (?:d|a|alla|dalla) "
     r"?(?:alla )?stazione\b|\b(?:che|quale) (?:pullman|autobus|bus|treno)\b"),
    (ALLOWANCE,
     r"^(?:e |ma |scus\w+ )*(?:(?:mi|ci|ti|vi) (?:pag\w+|retribui\w+)|(?:si e|viene|vengo|sono|saro) (?:pagat|"
     r"retribuit)\w)"
     r"(?: \w+)?$|\b(?:mi|ci|ti|vi) pag\w+ (?:\w+ ){0,3}(?:cors\w|tirocini\w*|lezion\w|frequent\w+|"
     r"partecip\w+|stage)\b|"
     r"\b(?:cors\w|tirocini\w*|stage|frequent\w+|partecip\w+|lezion\w)\b.{0,30}\b(?:pagat\w|retribui\w+|indennit\w+|"
     r"rimbors\w+|compens\w+|mi pag\w+|ti pag\w+|si prende (?:qualcosa|soldi|dei soldi))\b|"
     r"\b(?:indennita|rimbors\w+|compens\w+|retribuit\w|percepir\w+|prend\w+ (?:qualcosa|(?:dei )?soldi))\b.{0,40}"
     r"\b(?:cors\w|tirocini\w*|stage|frequent\w+|partecip\w+|lezion\w)\b"),
))
_HOW_COME = re.compile(
    r"^(?:e |ma )*come (?:ci |si |vi )?(?:arriv\w+|raggiung\w+)(?: (?:a|ad|in|li|la|qui|da voi))?\b")
_BOOKS = re.compile(r"\b(?:vorrei|voglio|mi serve|prendo|prenotami|fissami|dammi)\b.*\b(?:un|l) ?appuntament\w+")
_OTHER_PAY = re.compile(r"\b(?:naspi|disoccupazione|adi|inps|stipendi\w*|straordinari\w*|partner|docent\w+|"
                        r"prezzo|costa|"
                        r"costo|gratis|gratuit\w+)\b")
"""Money that is no allowance of a course."""


def find_visit_question(text: str, subject: Optional[str] = None) -> Optional[str]:
    """The intent of a question about coming to the office, or about an allowance; None for anything else.

    ``subject``: what was last spoken of: «come arrivo?» after an event is about the event.
    """
    said = mend_words(expand_words(text))
    found = next((intent for intent, pattern in _PATTERNS if pattern.search(said)), None)
    named = find_topics(text)
    if found is None:
        place = _HOW_COME.match(said) is not None and len(said.split()) <= 6 and any(
            item.kind == "lecco" for item in index_municipalities().find(text))
        if not place or named & {"course", "event"}:
            return None
        found = ACCESS
    if found == WALK_IN and _BOOKS.search(said) or found == ALLOWANCE and _OTHER_PAY.search(said):
        return None
    if found in (ACCESS, LENGTH, WALK_IN) and named & {"course", "event"}:
        return None
    return None if found == ACCESS and (subject or "").startswith(("event:", "course:")) else found


def mend_words(said: str) -> str:
    """``said`` with the words that are one slip away from those of the questions here put right."""
    return " ".join(_mend(word) for word in said.split())


@lru_cache(maxsize=2048)
def _mend(word: str) -> str:
    if len(word) < _SHORTEST_SLIP - 1 or word in _SPELT:
        return word
    slips = 1 if len(word) < 2 * _SHORTEST_SLIP else 2
    near = [good for good in _SPELT if len(good) >= _SHORTEST_SLIP and good[0] == word[0]
            and DamerauLevenshtein.distance(word, good, score_cutoff=slips) <= slips]
    return near[0] if near and word not in _KNOWN else word


_KNOWN = frozenset("pagate pagare pagato passate passato venite corsi tirocini stazioni comuni centri uffici "
                   "arrivate arriva dure duro".split())
"""Words that are no slips of those above."""
