"""Set phrases about the offices and one's appointment there: open on a day? which floor? still mine? I cannot come."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.asides import find_appointment_topic
from bot.dialogue.context import Context, Understood
from bot.dialogue.doubt_words import asks_difference
from bot.dialogue.fragments import books_check
from bot.dialogue.hours_questions import asks_next_holiday, asks_open, points_at_appointment
from bot.dialogue.subjects import find_municipalities
from bot.dialogue.visit_questions import AREA
from bot.dialogue.waiting_phrases import OF_COURSE
from bot.italian import dates
from bot.italian.people.contacts import read_contact
from bot.italian.shorthand import expand_words

DAYS = r"(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica)"
HOLIDAYS = (r"(?:natale|capodanno|vigilia|immacolata|ferragosto|pasqua|pasquetta|epifania|befana|santo stefano|"
            r"san silvestro|"
            r"ognissanti|i morti|ultimo dell anno|primo (?:maggio|novembre|gennaio)|(?:25 aprile|2 giugno|1 maggio)|"
            r"(?:i )?(?:giorni )?festiv\w+|le feste)")
"""Days on which nobody works, as people name them (folded)."""
_LONGEST_PLACE = 5
"""Words of «abito a Casatenovo, grazie»: more say something else as well."""
_SURE = 0.85
"""Probability from which the classifier is sure of what is to be done with an appointment."""
_HOLIDAY_OPEN = re.compile(
    rf"\b{HOLIDAYS}\b.*\b(?:(?<!dove )siete|sei|apert\w|chius\w|apr\w+|chiud\w+|lavor(?:ate|ano)|ricev\w+|"
    rf"ci siete|c e qualcuno|fate festa)\b|"
    rf"\b(?:(?<!dove )siete|apert\w|chius\w|apr\w+|chiud\w+|lavorate|ricevete|ci siete|c e qualcuno|fate festa|"
    rf"fate)\b.*\b{HOLIDAYS}\b")
_DAY_WITHOUT = re.compile(
    rf"\b(?:{DAYS}|domani|dopodomani|oggi|stamattina)\b.{{0,40}}\bsenza (?:l )?(?:appuntament\w+|prenot\w+)|"
    rf"\bsenza (?:l )?(?:appuntament\w+|prenot\w+)\b.{{0,40}}\b(?:{DAYS}|domani|dopodomani|oggi|stamattina)\b")
_OF_HOURS = frozenset({"ask_office_hours", "ask_today", "ask_office_contact", "ask_office_address"})
"""Questions after which «è ancora aperto?» is of the office."""
_OF_OFFICE = {
    "ask_office_address": re.compile(
        r"\b(?:indirizz\w+(?! (?:e ?mail|mail|di posta|elettronic\w|pec))|ubicazion\w+|ubicat\w|collocazion\w+|"
        r"dove (?:siete|e|sono|si trova\w*|vi trovate|vi trovo|sta)|dov e|(?:in che|che|la|in quale|quale) via|"
        r"via (?:e|con))\b"),
    "ask_office_hours": re.compile(
        r"\b(?:orari\w*|apertur\w+|ricevimento|a che ora (?:apr|chiud|siet)\w+|quando (?:siete |e |sono )?(?:apert\w|"
        r"apr\w+|ricev\w+)|"
        r"giorni (?:di )?(?:apert\w+|ricev\w+)|(?:da|a|fino a) che or[ae])\b"),
    "ask_office_contact": re.compile(
        r"\b(?:telefon\w+|numer[oi]|recapit\w+|contatt[oi]|e ?mail|mail|posta elettronica|pec|"
        r"come (?:vi |le |li )(?:scriv|contatt|chiam|telefon)\w+)\b"),
}
"""What is asked of an office, by words that say so wherever they stand."""
_OFFICE_SAID = re.compile(r"\b(?:uffic\w+|sed[ei]|centr[oi]|sportell\w+|cpi)\b")
_NOT_OF_OFFICE = re.compile(
    r"\b(?:appuntament\w+|colloqui\w*|prenot\w+|cors[oi]|event[oi]|job|workshop|seminari\w*|codice|promemoria|mi[oa]|"
    r"non|lasci\w+|patto|partner|provincia|comune|inps|agenzia|liber[oi])\b")
"""Words of another question, or of who tells something."""
_LONGEST_OF_OFFICE = 25
_COMES_WORKING = re.compile(
    r"\b(?:posso|possiamo|si puo)\b.{0,12}\b(?:venire|passare|presentarmi|parlarvi|rivolgermi)\b.{0,25}"
    r"\b(?:se|mentre|che) (?:sto |sono )?(?:ancora |gia )?(?:lavor\w+|occupat\w|assunt\w|dipendente|ho un contratto)\b")
_SERVICES = re.compile(
    r"\bcolloquio\b.*\bverific\w+|\bverific\w+.*\bcolloquio\b|\bdue (?:servizi|appuntamenti|possibilita|tipi)\b")
_MISTAKEN = re.compile(
    r"\b(?:sbagliat\w|errore|anzi|meglio|no (?:aspetta|scusa|invece|anzi)|piuttosto|confus\w|confusione|doveva essere|"
    r"dovevano essere|ho (?:capito|scritto|messo|letto|segnato) male|distratt\w|svista)\b")
_OF_CONTACT = re.compile(r"\b(?:numer\w|telefon\w+|cell\w*|e?mail|recapit\w|nome|cognome)\b")
_CANNOT_COME = re.compile(
    r"\b(?:non|nn) (?:\w+ )?(?:posso|riesco|riusciro|potro|potrei|ce la faccio|faccio in tempo)(?: proprio| piu| a)* "
    r"(?:a )?(?:venire|esserci|passare|presentarmi|farcela)\b|\b(?:non|nn) (?:vengo|ci saro|verro|ci sono (?:quel "
    r"giorno|a quell ora|quella settimana|io|piu))\b|"
    r"\bsalta (?:l appuntamento|tutto)\b|\b(?:ho|avrei|c ho|mi e (?:capitato|uscito|venuto|saltato fuori)|e saltato "
    r"fuori) "
    r"(?:avuto )?un (?:altro )?(?:imprevisto|impegno|contrattempo|problema quel giorno)\b")
"""Whoever has an appointment at hand and cannot come: to be moved or cancelled."""
_IF = re.compile(r"\b(?:se|nel caso|qualora|quando)\b.{0,12}\bnon\b")
_FLOOR = re.compile(
    r"\b(?:che|quale|quanti) pian[oi]\b|\b(?:ci sono|c e|devo fare) (?:le |delle |molte |tante )?scale\b|"
    r"\b(?:piano terra|primo piano|secondo piano)\b|\b(?:citofon\w+|campanell\w)\b")
_WHEN_OPEN = r"(?:pomeriggi\w*|mattin\w*|sera|sabato|domenica|presto|tardi|dopo (?:le|pranzo|lavoro)|prima|orari\w*)"
_WHICH = r"(?:quale (?:dei due|ufficio|centro|sede|sportello)|qual[ei]?|uno dei due|(?:tutti|tutte) e due|entrambi)"
_OPENS = r"(?:apr\w+|apert\w|fa|fanno|fate|ricev\w+|lavor\w+|chiud\w+|chius\w)"
_WHICH_OPEN = re.compile(
    rf"\b{_WHICH}\b.*\b{_OPENS}\b.*\b{_WHEN_OPEN}\b|\b{_WHEN_OPEN}\b.*\b{_WHICH}\b.*\b{_OPENS}\b|"
    rf"\b(?:solo|soltanto|unicamente) (?:di |il |al |la )?{_WHEN_OPEN}\b.*\b(?:dove|quale|in quale)\b")
_FREE = re.compile(r"\b(?:post[oi]|liber\w+|disponibil\w+|cors[oi]|appuntament\w+)\b")
_STILL_MINE = re.compile(
    r"\b(?:ho|resta|rimane|tengo|mantengo)\b.{0,12}\b(?:ancora|sempre)\b.{0,16}"
    r"\b(?:posto|appuntament\w+|prenotazion\w+)\b|\b(?:e|sono|vale|risulto|resta)\b.{0,12}\b(?:ancora|sempre)\b.{0,10}"
    r"\b(?:mio|prenotat\w|segnat\w|confermat\w|valid\w)\b|"
    r"\b(?:appuntament\w+|prenotazion\w+)\b.{0,16}\b(?:ancora|sempre|rest\w+|riman\w+|vale)\b")


def cannot_come(text: str) -> bool:
    """Whether somebody says that they cannot come («quel giorno non posso più venire»)."""
    return _CANNOT_COME.search(expand_words(text)) is not None


def comes_unbooked_on_day(text: str) -> bool:
    """Whether somebody would come on a day that they name without an appointment («posso venire sabato senza?»)."""
    return _DAY_WITHOUT.search(expand_words(text)) is not None


def change_mind(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e se non posso venire?» after a booking shows it with its buttons; «mi sono sbagliato, giovedì» moves it."""
    if context.task is not None or not context.at_hand or understood.kinds & {"course", "event"}:
        return None
    topic = find_appointment_topic(text)
    if topic in ("change", "late"):
        return Understood("list_appointments" if topic == "change" else "ask_office_contact", 1.0, None,
            understood.kinds)
    told = dates.parse(text, context.now) is not None and not _OF_CONTACT.search(said)
    moves = _MISTAKEN.search(said) and told and read_contact(text) is None
    return Understood("move_appointment", 1.0, None, understood.kinds) if moves else None


def tell_municipality(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """A municipality answers «dimmi in che comune abiti», asked to know its office."""
    asked = context.task is None and context.last_question == AREA and context.subject == "office:"
    told = asked and len(said.split()) <= _LONGEST_PLACE and find_municipalities(text)
    return Understood(AREA, 1.0, None, understood.kinds) if told else None


def tell_cannot_come(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«non riesco più a venire» about the appointment at hand shows it with its buttons."""
    if context.task is not None or not context.at_hand or understood.kinds & {"course", "event"} or _IF.search(said):
        return None
    if understood.intent in ("move_appointment", "cancel_appointment") and understood.confidence >= _SURE:
        return None
    return Understood("list_appointments", 1.0, None, understood.kinds) if _CANNOT_COME.search(said) else None


def ask_still_mine(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ho ancora il posto?» asks for one's appointments, with one at hand or after an erasure that was not made."""
    about = context.at_hand or re.search(r"\b(?:appuntament\w+|prenot\w+)\b", said) is not None
    asked = context.task is None and "?" in text and about and not understood.kinds & {"course", "event"}
    return Understood("list_appointments") if asked and _STILL_MINE.search(said) else None


_THERE = re.compile(
    r"\b(?:ci sono|c e qualcuno|ci siete|ci stanno|ricev(?:ono|ete)|lavor(?:ano|ate)|rest(?:ano|ate)|rimang(?:ono|"
    r"ete)|rispond(?:ono|ete)|"
    r"apr(?:ono|ite)|chiud(?:ono|ete)|(?:stanno|siete|sono) (?:li|in ufficio|aperti))\b(?! (?:post\w|orari\w*|"
    r"appuntament\w+|cors\w|event\w+|"
    r"liber\w|altr\w|parchegg\w+|scal\w|person\w|partner))")
_AT_A_TIME = re.compile(
    rf"\b(?:{DAYS}|oggi|domani|dopodomani|stamattina|stasera|(?:il |di |la )?(?:mattin\w|pomeriggio|sera)|adesso|"
    rf"ora|pranzo|"
    r"fino a che ora|(?:a|da) che ora|che orar\w+|fino a quando)\b")


def ask_whether_there(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«il mercoledì a Merate fino a che ora restano?», «a Lecco domani ci sono?» ask for hours, not for free times."""
    named = understood.kinds == {"office"} and context.task is None and "?" in text and _THERE.search(said)
    timed = named and (_AT_A_TIME.search(said) or context.last_question in ("ask_today", "ask_office_hours"))
    return Understood("ask_office_hours", 1.0, None, understood.kinds) if timed else None


def ask_floor(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a che piano devo salire?» is told with the address."""
    of_office = context.at_hand or (context.subject or "").startswith("office") or understood.kinds & {"office"}
    if context.task is not None or not of_office or not _FLOOR.search(said):
        return None
    return Understood("ask_office_address", 1.0, None, understood.kinds)


def ask_length(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quanto dura?» right after a booking is the appointment's length, never a course's."""
    named = understood.kinds & {"course", "sector", "event"}
    if context.task is not None or not context.at_hand or named or find_appointment_topic(text) != "length":
        return None
    if (context.last_question or "").startswith("ask_course") and "appuntamento" not in said and (
            not (context.subject or "").startswith("office")):
        return None  # courses were spoken of since
    return Understood("list_appointments", 1.0, None, understood.kinds)


def ask_day(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«per l'Immacolata ci siete?», «posso passare sabato senza appuntamento?» ask for the hours of that day."""
    if context.task is not None or understood.kinds & {"course", "event"} or re.search(r"\bcors[oi]\b", said):
        return None
    of_holiday = any(_HOLIDAY_OPEN.search(expand_words(part)) for part in re.split(r"(?<=[.!?;])\s+|\n+", text))
    if of_holiday or _DAY_WITHOUT.search(said) or asks_next_holiday(text):
        return Understood("ask_office_hours", 1.0, None, understood.kinds)
    return None


def ask_whether_open(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a Merate c'è ancora qualcuno?» and, after the hour or the hours, «è aperto?» ask for now, of no course.

    «non è mica festa quel giorno?» asks for the day of the appointment at hand.
    """
    if context.task is not None or understood.kinds & {"course", "sector", "event"} or OF_COURSE.search(said):
        return None
    of_office = understood.kinds & {"office"} or (context.last_question or "") in _OF_HOURS
    whether = of_office and "?" in text and asks_open(text) or context.at_hand and points_at_appointment(text)
    return Understood("ask_office_hours", 1.0, None, understood.kinds) if whether else None


def ask_several_of_office(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ubicazione della sede e relativo orario», «dove siete e quando aprite?»: each of them is answered."""
    of_last = (context.last_question or "") in _OF_HOURS and (context.subject or "").startswith("office")
    of_office = understood.kinds == {"office"} or not understood.kinds and (_OFFICE_SAID.search(said) or of_last)
    if context.task is not None or not of_office or _NOT_OF_OFFICE.search(said) or read_contact(text) is not None or (
            len(said.split()) > _LONGEST_OF_OFFICE):
        return None
    asked = tuple(intent for intent, words in _OF_OFFICE.items() if words.search(said))
    return Understood(asked[0], 1.0, None, understood.kinds, questions=asked) if len(asked) > 1 else None


def book_check(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«prenota una verifica dei requisiti» wants the appointment of that name, not the check here."""
    books = context.task is None and understood.intent == "check_eligibility" and (
        context.find_once(books_check, text, understood.kinds))
    return Understood("book_appointment", 1.0, None, understood.kinds) if books else None


def come_while_working(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«posso già venire anche se lavoro ancora?» asks of the office, not of a course."""
    comes = context.task is None and not understood.kinds & {"course", "sector"} and _COMES_WORKING.search(said)
    return Understood("ask_office_services", 1.0, None, understood.kinds) if comes else None


def compare_services(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«che differenza c'è tra colloquio e verifica dei requisiti?» asks what they are and begins neither."""
    asked = context.task is None and asks_difference(text) and _SERVICES.search(said)
    return Understood("ask_office_services", 1.0, None, understood.kinds) if asked else None


def ask_which_open(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quale dei due fa anche il pomeriggio?» at the question which office asks for the hours of both."""
    asked = context.question in ("booking_office", "waiting_office", None) and not understood.kinds & {
        "course", "event", "office"}
    which = asked and ("?" in text or asks_difference(text)) and _WHICH_OPEN.search(said) and not _FREE.search(said)
    return Understood("ask_office_hours", 1.0, None, understood.kinds) if which else None
