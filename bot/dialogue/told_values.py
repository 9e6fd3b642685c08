"""What is told while nothing is asked: an offer taken up in its own words, a number, a day, facts of oneself.

Each begins the task that it belongs to; the form reads the value. «Grazie. Vuoi che veda…?» is left for what may belong
to any of them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Iterator, Optional

from bot.dialogue.applicant_facts import BARE, find_denied
from bot.dialogue.asides import find_appointment_topic
from bot.dialogue.context import Context, Understood
from bot.dialogue.fragments import drop_contact, holds_booking, holds_check
from bot.dialogue.sequel_words import asks_own_appointments
from bot.dialogue.subjects import wants_notice_of_events
from bot.italian import dates
from bot.italian.availability import read_availability
from bot.italian.firm_words import speaks_for_firm
from bot.italian.people import person_facts
from bot.italian.people.contacts import read_contact, tells_contact
from bot.italian.people.relatives import put_in_own_words
from bot.italian.question_words import is_put_as_question
from bot.italian.short_replies import read_yes_or_no
from bot.italian.shorthand import expand_words
from bot.italian.weekdays import read_weekdays
from bot.rules import codes
from bot.services.needs import FIRM_CALLBACK

TELLING = frozenset({"inform", "nlu_fallback", "out_of_scope", "affirm", "greet", "thank"})
"""What the classifier reads in words that only tell something."""
_YES = (r"(?:(?:e|ma|allora|ah|oh|si+|ok|okay|certo|certamente|va bene|vabbe|volentieri|perfetto|dai|magari|bene|"
        r"benissimo|grazie|anche|quindi|intanto|per favore|pure|almeno|d accordo|ottimo|buona idea|uff\w*|boh|mah|eh|"
        r"capito|"
        r"(?:che )?peccato|ho capito|invece|poi|me lo|se (?:puoi|potete|puo|si puo|riuscite)|(?:non )?(?:mi |ci )?"
        r"(?:potete|potreste|puoi|potresti|puo|potrebbe)) )*")
"""What may stand before the words that take an offer up."""
_TAKES = {
    "leave_interest": r"(?:mi |ci )?(?:avvis\w+|avvert\w+|notific\w+|segn(?:a|ami|ate|atemi|i|arm\w+)\b|"
    r"mett\w+ in (?:lista|elenco)|metti(?:mi|teci|temi)\b|(?:faccia|fate|fa|fammi|fai|fatemi) sapere|"
    r"(?:tien|teng|tener)\w* (?:informat|aggiornat|present)\w|scriv\w+ (?:il )?mio nome|"
    r"scriv\w+ (?:voi|quando|appena|se)\b|(?:mand|fa|da)\w+ (?:un |una |uno )?(?:messaggi\w|sms|mail|squillo|"
    r"fischio|voce|cenno|segnale|"
    r"colpo di telefono)|(?:tien|tener|tenet|prend)\w* (?:in considerazione|in nota|presente)|mett\w+ (?:in nota|"
    r"giu)|iscriv\w+)",
    "leave_contact": r"(?:mi |ci )?(?:(?:faccia|fate|fa|fai|fatemi|faccio|fatevi|far\w+) (?:pure )?)?"
    r"(?:(?:ri)?chiam(?!o\b)\w+|(?:ri)?contatt(?!o\b)\w+|(?:ri)?telefon(?!o\b)\w+|sentire)",
    "book_appointment": r"(?:mi |ci )?(?:prenot\w+|fiss\w+|segn\w+|prend\w+ (?:l |un )?appuntament\w+|"
                        r"(?:l|un)? ?appuntamento\b|(?:il |un )?colloquio\b)",
    "check_eligibility": r"(?:mi |ci (?!vediam))?(?:verific\w+|controll\w+|vediam\w+|guard\w+|i requisiti)",
    "request_human": r"(?:(?:me|ce) l[oa] |mi |ci )?(?:pass\w+|fa(?:mmi|temi|mmici) parlare|voglio parlar\w+|"
    "chiam(?:alo|ala|atelo)|"
    r"(?:allora |s[iì] )?(?:un |l |una )?(?:operator\w+|persona))\b",
    "leave_wait": r"(?:mi |ci )?(?:avvis\w+|avvert\w+|mett\w+ in (?:lista|attesa)|metti(?:mi|temi)\b|segn\w+|"
    r"(?:faccia|fate|fammi|fai|fatemi) sapere)",
}
"""Intent of an offer and the words that take it up, beside a bare yes."""
_NAMES_CHECK = re.compile(rf"^{_YES}(?:per |di )?(?:il |quel |quello )?corso(?: (?:da|di|del|della|per|"
                          rf"in) \w+(?: \w+)?)?$")
"""«e quindi per il corso da elettricista?» after «volevi anche sapere se puoi partecipare: lo vediamo adesso?»."""
_TAKEN = {intent: re.compile(rf"^{_YES}{words}\b") for intent, words in _TAKES.items()}
_REFUSES = re.compile(r"\b(?:non|no|senza|mai|piuttosto|prima)\b")
_LONGEST_TAKING = 12
"""Words of the longest message that takes an offer up."""
_AGREES_PLACE = re.compile(
    r"(?:(?:si+|ok|okay|va bene|certo|allora|dai|perfetto|volentieri) )+(?:(?:a|per|facciamo|andrei|meglio|da) )*\w+"
    r"(?: (?:va bene|grazie|per favore|allora))?")
"""«ok Lecco» after the offer of an appointment."""
_LONGEST_ASKING = 7
"""Words of the longest question that does («allora mi avvisate?»)."""
_CONTACT_TASKS = ("leave_contact", "leave_interest")
"""Offers that a number or an address alone takes up, the first that was made."""
_LONGEST_TIME = 8
"""Words of the longest message that only tells when."""
_NO_MEETING = re.compile(r"\b(?:promemoria|sveglia|ricord\w+|chiamare|telefonare|compleanno|scadenza)\b")
_CORRECTS = re.compile(r"\b(?:sbagliat\w|errore|intendevo)\b")
_OF_COURSES = ("course", "eligibility")
_LONGEST_TELLING = 25
"""Words of the longest message that only tells facts of oneself."""
_CALL_ME = re.compile(
    r"\b(?:fatemi|mi faccia|mi fate|mi faccio|fate|fammi|vorrei essere|voglio essere|potete|puo|puoi|dovete) (?:pure )?"
    r"(?:(?:ri)?chiam\w+|(?:ri)?contatt\w+|telefon\w+)|\b(?:(?:ri)?chiamat\w*mi|(?:ri)?contattat\w*mi|"
    r"mi (?:ri)?chiam(?!o\b)\w+|mi (?:ri)?contatt\w+|telefonatemi)\b")
"""Words of a call beside a number, whoever is to call whom."""
_CALL_OUTRIGHT = re.compile(
    r"\b(?:fatemi|mi faccia|mi fate|fammi|mi facciate|vorrei essere|voglio essere|preferirei essere) (?:pure )?"
    r"(?:(?:ri)?chiam\w+|(?:ri)?contatt\w+)\b|\b(?:ri)?chiamatemi (?:voi|al|dopo|domani)\b")
"""Words that want to be called, without a number."""
_CALL_OF_FIRM = re.compile(
    r"\b(?:(?:ri)?(?:chiam|contatt)ar[cm]i|sentirci|(?:ri)?(?:chiam|contatt)ateci|"
    r"(?:mi|ci) (?:(?:puo|potete|potreste|fate) )?(?:ri)?(?:chiam|contatt)a(?:te|re)|"
    r"(?:essere|venire) (?:ri)?(?:chiam|contatt)at\w)\b")
"""The same from a firm, which may also ask for it."""
_OF_NOTICES = re.compile(r"\b(?:cors[oi]|apr\w+|part\w+|post[oi]|libera\w*|non|rifa\w*|rifate)\b")


def list_offers(context: Context) -> Iterator[str]:
    """The intents of what was just offered: what a «sì» takes first, then the buttons shown."""
    shown = [found[1] for button in context.buttons if (found := re.match(r"/(\w+)", button.payload))]
    for intent in ((context.offer or "").partition(":")[0], *shown):
        if intent in _TAKES:
            yield intent


_OTHER_THING = re.compile(r"\b(?:altra (?:cosa|domanda|richiesta)|requisiti|cors[oi])\b")
_OF_ITS_OWN = re.compile(
    r"\b(?:cost\w+|dur\w+|orari\w*|ore|quando|dove|dov|chi|organizz\w+|partner|quant\w+|iscri\w+|avvis\w+|no|non|"
    r"niente|basta|lascia\w*|appuntament\w+|sposta\w*|annull\w*)\b")
"""Words of another question, or of who wants it no more."""


def names_waiting_check(text: str, understood: Understood, context: Context) -> bool:
    """Whether «e sul meccanico cosa mi dici?» after a booking takes up the check that was wished with it."""
    said = expand_words(text)
    names = understood.kinds <= {"course", "sector"} and (understood.kinds or _OTHER_THING.search(said))
    return (context.task is None and context.at_hand and context.offer == "check_eligibility" and bool(names)
            and len(said.split()) <= _LONGEST_TAKING and _OF_ITS_OWN.search(said) is None)


_CALL_AT = re.compile(r"\b(?:dopo|prima|entro|verso|dalle|fino|tra|fra) (?:le |l |del |della |delle |il )?\d{1,2}\b|"
                      r"\bnon di \w+|\b(?:a|ora di|dopo|prima di) (?:pranzo|cena)\b")
"""When somebody may be called, beside what is read as a day or a part of it."""


def tells_when_to_call(text: str, now: datetime) -> bool:
    """Whether ``text`` says when somebody can be reached («meglio dopo le 17», «mai di mercoledì»)."""
    said = drop_contact(text)
    return _CALL_AT.search(expand_words(said)) is not None or read_availability(said) is not None or (
        read_weekdays(said) is not None or dates.parse(said, now) is not None)


_ENDS_HEAD = re.compile(r"[,;:.!?()]+|\b(?:ma|per[oò]|perch[eé]|che|anche se)\b", re.IGNORECASE)
"""What parts the words that take an offer up from what is told with them."""
_ONLY_YES = re.compile(_YES)
_WONDERS = re.compile(
    r"\b(?:vorrei|voglio|volevo|devo|dovrei|posso|mi (?:dica|dici|dite)) (?:prima )?(?:sapere|capire|sentire|"
    r"chieder\w+|"
    r"parlar\w+|pensar\w+|veder\w+)|\bci penso\b|\b(?:non|nn) (?:lo )?(?:so|sono sicur\w)\b|\b(?:dopo|poi|piu avanti|"
    r"un altra volta)$|\b(?:chiamo|telefono|passo|vado|scrivo|faccio|provo|ci penso) (?:\w+ )?(?:io|da sol\w|"
    r"direttamente)\b|"
    r"\bnon (?:ora|adesso|oggi|subito)\b|"
    r"\bnon (?:era|erano|e|intend\w+|volevo|chiedevo|parlavo|dicevo)\b.*\b(?:quest\w+|quell\w+|cio|chied\w+|cerca\w+|"
    r"intend\w+|vol\w+|domand\w+|dic\w+)\b")
"""What is told is a question, puts the answer off or says that the one before was to another question."""
_GIVEN_YES = re.compile(r"\b(?:si+|certo|certamente|volentieri|magari|d accordo|buona idea)\b")
_CONDITION = re.compile(r"(?:ma|pero|solo|basta che|purche|a patto|meglio)\b")
"""What makes a yes of «va bene» and «perfetto», which else may only end what was said."""
_SURE_ASKED = 0.8
"""Probability from which what follows a yes is taken for what the classifier reads."""
_MEANS_ELSE = frozenset({
    "stop", "deny", "goodbye", "cancel_appointment", "move_appointment", "list_appointments", "erase_data",
    "express_distress", "request_human", "complain", "give_feedback"})


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """The beginnings of ``text`` that end with a clause, each with the words that come after it."""
    ends = [*(mark.start() for mark in _ENDS_HEAD.finditer(text)), len(text)]
    for end in ends:
        head = expand_words(drop_contact(text[:end]))
        if head:
            yield head, expand_words(drop_contact(text[end:]))


def take_up_offer(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ok segnami», «sì mi avvisi», «fatemi chiamare, meglio dopo le 17» take up what was just offered, in a form too.

    «sì, però a Merate» does so without naming it, where no form is open.
    """
    said = expand_words(drop_contact(text))
    if (context.offer or "").startswith("book_appointment") and understood.kinds == {"office"} and (
            _AGREES_PLACE.fullmatch(said)):
        return Understood("book_appointment", 1.0, None, understood.kinds)
    if names_waiting_check(text, understood, context) or (
            context.task is None and context.offer == "check_eligibility" and _NAMES_CHECK.match(said)):
        return Understood("affirm", 1.0, None, understood.kinds)
    asking = "?" in text
    refused = understood.kinds & {"course", "sector", "event"} and "non" in said.split()  # «ma non quello di sala»
    if asking and len(said.split()) > _LONGEST_ASKING or refused or wants_notice_of_events(text) or (
            asking and find_appointment_topic(text) not in (None, "reminder")):
        return None
    offers = list(list_offers(context))
    for head, rest in _heads(text):
        if len(head.split()) > _LONGEST_TAKING or _REFUSES.search(head):
            return None
        taken = next((intent for intent in offers if _TAKEN[intent].match(head) and (
            intent in ("book_appointment", "leave_contact") or dates.parse(text, context.now) is None)), None)
        # «segnami martedì alle dieci» is an appointment
        if taken is not None:
            return Understood(taken, 1.0, None, understood.kinds)
        if not asking and rest and context.task is None and _ONLY_YES.fullmatch(head + " ") and (
                _agrees_and_tells(text, head, rest, understood)):
            return _take_first(context, understood)
    return None


def _agrees_and_tells(text: str, head: str, rest: str, understood: Understood) -> bool:
    """Whether a yes is followed by something that is told with it, and by no question or doubt."""
    asked = understood.intent.startswith("ask_") and understood.confidence >= _SURE_ASKED and is_put_as_question(rest)
    agreed = _GIVEN_YES.search(head) is not None or _CONDITION.match(rest) is not None
    return agreed and read_yes_or_no(text) is True and not asked and not _WONDERS.search(rest) and (
        understood.intent not in _MEANS_ELSE or understood.confidence < _SURE_ASKED)


def _take_first(context: Context, understood: Understood) -> Optional[Understood]:
    """The offer that a «sì» takes."""
    intent = (context.offer or "").partition(":")[0]
    return Understood(intent, 1.0, None, understood.kinds) if intent in _TAKES else None


def ask_for_call(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mi faccia richiamare, meglio dopo le 17» with nothing offered asks for a call; a notice of a course is none.

    A firm is told that the lead body of the pact calls it.
    """
    said = expand_words(text)
    if context.task is None and speaks_for_firm(text) and "non" not in said.split() and (
            _CALL_OF_FIRM.search(said) or _CALL_OUTRIGHT.search(said)):
        return Understood("ask_need", 1.0, None, understood.kinds, names=(("need", FIRM_CALLBACK),))
    if context.task is not None or context.at_hand or "?" in text or not _CALL_OUTRIGHT.search(said) or (
            _OF_NOTICES.search(said) or understood.kinds & {"course", "event"}):
        return None
    return Understood("leave_contact", 1.0, None, understood.kinds)


def tell_contact(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«rag. Pozzoni, 345 8446946» after the offer of a call, or of a notice: it is the number for that.

    «fatemi chiamare, 389 463…» asks for a call with nothing offered.
    """
    if context.task is not None or context.at_hand or context.subject == "lost_code:" or "?" in text or (
            codes.normalise(text) or not tells_contact(text)):
        return None
    if _CALL_ME.search(expand_words(text)):
        return Understood("leave_contact", 1.0, None, understood.kinds)
    offers = set(list_offers(context))
    taken = next((intent for intent in _CONTACT_TASKS if intent in offers), None)
    told = taken is not None and understood.intent in TELLING | {"book_appointment"}
    return Understood(taken or "", 1.0, None, understood.kinds) if told else None


def tell_time(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«dopo le 15 di mercoledì», «lunedì mattina a Merate» with nothing asked wants an appointment then."""
    if context.task is not None or context.at_hand or understood.intent not in ("inform", "nlu_fallback") or (
            "?" in text or len(text.split()) > _LONGEST_TIME or _NO_MEETING.search(expand_words(text)) or (
            read_contact(text) is not None)):
        return None
    elsewhere = context.last_question in ("ask_office_hours", "ask_today") or understood.kinds & {"course", "event"}
    if elsewhere or codes.normalise(text) or _CORRECTS.search(expand_words(text)):
        return None
    span = dates.parse(text, context.now)
    future = span is not None and span.end > context.now and span.grain in ("minute", "hour", "daypart", "day")
    return Understood("book_appointment", 1.0, None, understood.kinds) if future else None


def tell_facts(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«io ha 44 anni», «sto a Oggiono» while courses are spoken of begins the check, and so does «27, non 17».

    After a check «mi correggo: residenza a Piacenza» and «non abito a Lecco» are for it.
    """
    topics = ((context.subject or "").partition(":")[0], *(context.last_question or "").split("_"))
    today = context.now.date()
    if context.task is None and context.checked and understood.intent in TELLING and "?" not in text and (
            holds_facts(text, today) or find_denied(text)):
        return Understood("inform", 1.0, None, understood.kinds)
    if context.task is not None or context.at_hand or context.checked or understood.intent not in TELLING or (
            "?" in text or len(text.split()) > _LONGEST_TELLING):
        return None
    corrected = person_facts.find_correction(text)
    if corrected is not None and person_facts.read_age(corrected[0], today, asked=True) is not None and (
            context.last_question == "ask_need"):
        return Understood("check_eligibility", 1.0, None, understood.kinds)
    of_courses = any(topic in _OF_COURSES for topic in topics)
    told = of_courses and holds_facts(text, today)
    return Understood("check_eligibility", 1.0, None, understood.kinds) if told else None


def holds_facts(text: str, today: date) -> bool:
    """Whether ``text`` tells an age, how one works or where one lives."""
    own = put_in_own_words(text)
    return any(fact is not None for fact in (
        person_facts.read_age(own, today, asked=len(text.split()) < BARE), person_facts.read_status(own, asked=False),
        person_facts.read_residence(own, asked=False)))


_UNCLEAR = frozenset({"inform", "nlu_fallback", "out_of_scope", "greet", "list_appointments", "thank"})
"""What the classifier reads in fragments without a verb."""
UNSURE = 0.5
"""Probability under which the classifier has understood nothing for sure."""
_COURSE_QUESTIONS = frozenset({"ask_course_audience", "ask_course_enrol", "ask_course_about", "ask_course_open"})


def take_fragments(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Everything in one message begins the task that it is for, verb or no verb; what it tells is read by the form."""
    if context.task is not None or context.at_hand or asks_own_appointments(text):
        return None
    if understood.intent in _UNCLEAR | _COURSE_QUESTIONS and context.find_once(holds_check, text, understood.kinds):
        return Understood("check_eligibility", 1.0, None, understood.kinds)
    unclear = understood.intent in _UNCLEAR or understood.confidence < UNSURE
    if unclear and context.find_once(holds_booking, text, understood.kinds):
        return Understood("book_appointment", 1.0, None, understood.kinds)
    return None


_ENDS_OTHERWISE = frozenset({
    "move_appointment", "cancel_appointment", "erase_data", "express_distress", "list_appointments", "stop"})


def take_whole_booking(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """When, where and how to be reached in one message: a booking, whatever else it tells («lui non risponde mai»)."""
    if context.task is not None or context.at_hand or understood.intent in _ENDS_OTHERWISE or (
            "office" not in understood.kinds or understood.kinds & {"event"}):
        return None
    timed = dates.parse(drop_contact(text), context.now) is not None
    whole = timed and tells_contact(text) and context.find_once(
        holds_booking, text, understood.kinds)
    return Understood("book_appointment", 1.0, None, understood.kinds) if whole else None
