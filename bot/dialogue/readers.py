"""The readers: each looks for one thing that a message can be where it stands, and gives its meaning or nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable, Optional

from bot.dialogue.answer_kinds import YES_OR_NO, is_answer
from bot.dialogue.asides import find_appointment_topic, find_consent_topic, find_contact_topic, find_term
from bot.dialogue.complaints import complains
from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import ask_aspect, ask_more, ask_of_another, ask_of_office, ask_whom, choose_listed
from bot.dialogue.fragments import asking_sentences, holds_booking, holds_check, tells_minor, without_contact
from bot.dialogue.other_providers import books_elsewhere, names_other_seminary
from bot.dialogue.own_words import asks_about_others
from bot.dialogue.relative_times import points_at_time
from bot.dialogue.repair_words import (
    asks_about_it,
    asks_next_step,
    asks_other_way,
    asks_own_appointments,
    asks_simpler,
    asks_verdict,
    cancels_it,
    corrects_contact,
    goes_back,
    keeps_thing,
    leaves_task,
    loses_code,
    moves_it,
    starts_again,
    takes_up_again,
    words_of,
)
from bot.dialogue.set_phrases import HOLIDAYS, comes_unbooked_on_day, read_set_phrase
from bot.dialogue.tasks import BOOKING, TASKS, find_question
from bot.dialogue.told_values import ask_for_call, take_up_offer, tell_contact, tell_facts, tell_time
from bot.dialogue.typed_titles import choose_synonym, choose_typed_button
from bot.dialogue.visit_questions import ACCESS, WALK_IN, find_visit_question
from bot.italian import dates
from bot.italian.distress import find_distress, is_figure_of_speech
from bot.italian.people.contacts import Email, Phone, contact
from bot.italian.people.name_words import SURNAMES
from bot.italian.people.names import surname_alone
from bot.italian.short_replies import is_undecided, yes_or_no
from bot.italian.text import normalise
from bot.rules import codes
from bot.services.needs import is_follow_up, read_need
from bot.services.trades import find_trade

_TAKES_YES_OR_TIME = frozenset({*YES_OR_NO, "time", "times", "part_of_day", "municipality", "residence"})
"""Kinds of answers that a yes, a place or a time may be."""

Reader = Callable[[str, Understood, Context], Optional[Understood]]

CLEARER = 1.6
"""How many times likelier than being outside a question of ours must be for its known words to be believed."""
_NO_FACTS = frozenset({"ask_course_list", "ask_help", "ask_bot_identity", "ask_privacy", "ask_today",
"ask_change_terms",
                       "ask_contact_change", "ask_reminders_off", "ask_message_erased"})
_OURS = frozenset({"course", "sector", "event", "organisation", "category", "service"})
"""Kinds of names that make a question ours; an office's name is also that of a town."""
ANSWERS = frozenset({"inform", "affirm", "deny", "choose"})
"""Intents of an answer to a question."""

_ASKS = re.compile(r"(?:e |ma |scusa |scusi )*(?:cosa|cos|che|chi|quant\w*|quando|come|dove|dov|qual\w*|perche)\b")

_OF_DATA = re.compile(
    r"\b(?:dat[oi]|tutto|tutta|informazion\w+|profilo|account|conversazion\w+|chat|cronologia|quello che (?:ho|hai)|"
    r"privacy|numero|telefono|nome|mail|email|recapit\w+|memori\w+|tracc\w+|dimentic\w+|oblio|gdpr)\b")
_OF_A_DEVICE = re.compile(
    r"\b(?:cronologia|cookie|cache|foto\w*|app|profilo|account|chat|messagg\w+|password)\b.{0,20}\b(?:browser|"
    r"chrome|firefox|safari|google|"
    r"whatsapp|facebook|instagram|tik ?tok|netflix|amazon|galleria|iphone|pc|computer)\b|\b(?:cookie|cache)\b")
"""Things of a device or of another firm: no data of ours."""
_ONE_CONTACT = re.compile(
    r"\b(?:solo|soltanto) (?:il|la|l|i) ?(?:mi\w )?(?:numer\w|telefon\w+|cellulare|e?mail|recapit\w|nome|cognome)\b|"
    r"\b(?:numer\w|telefon\w+|cellulare|e?mail|recapit\w)\b.*\b(?:resto|altro)\b.*\b(?:lasci\w+|rest\w|tien\w+)\b")
"""One of the data of an appointment, not all of them."""
_REMINDERS = re.compile(r"\b(?:promemoria|notific\w+|avvis\w+)\b")
_ONE_MESSAGE = re.compile(
    r"\b(?:ultim\w+|quest\w|quel\w*|un|il|i) (?:mi\w+ )?(?:ultim\w+ )?(?:messagg\w+|frase|rispost\w+)\b")
_DAY_WORDS = re.compile(
    rf"^(?:e|ed|allora|invece|ma|anche)\b.*\b(?:oggi|doman\w+|dopodomani|lunedi|martedi|mercoledi|giovedi|"
    rf"venerdi|sabato|"
    rf"domenica|\d{{1,2}} (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*|{HOLIDAYS})\b")
SHORT = 7
"""Words of the longest message that only asks the same of another day."""
_OWN_WORDS = frozenset({"booking_name", "feedback_comment"})
"""Questions whose answer may be any words."""
_NOT_TAKEN = frozenset({"stop", "out_of_scope", "nlu_fallback", "erase_data", "ask_privacy", "cancel_appointment"})
"""What the classifier reads in questions about the consent itself."""
_STREET = re.compile(
    r"\b(?:in|di|su|al|da|via) corso (?:(?:martiri|italia|garibaldi|roma|europa|cavour|mazzini|dante|emanuele|vittorio|"
    r"carlo alberto|promessi sposi|liberazione|venezia|buenos aires|magenta|sempione|vercelli|como|lecco)\b)")
"""Streets that are called «corso» (folded): no course is meant."""
_SOME_OFFICE = re.compile(r"\b(?:centro|uffici\w*|sportello|sede|caserma|prefettura|parcheggio gratis)\b")
"""Words beside which a way may be that to somebody else."""
_LONGEST_TRADE = 20
"""Words of the longest message in which a trade is what it is about."""
_ABOUT_APPOINTMENTS = frozenset({"booking_form", "move_form"})
_APPOINTMENT = re.compile(r"\b(?:appuntament\w+|colloqui\w*|prenotazion\w+)\b")


def asks(text: str) -> bool:
    """Whether ``text`` has the form of a question."""
    return "?" in text or _ASKS.match(words_of(text)) is not None


def hear_distress(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Words of danger or want come before all else; a way of speaking («sono morto di stanchezza») is none."""
    if find_distress(text):
        return Understood("express_distress")
    if understood.intent == "express_distress" and is_figure_of_speech(text):
        return Understood("tell_hard_time")
    return None


def _asks_last_of_subject(text: str, understood: Understood, context: Context) -> bool:
    """Whether a message ends with a question of what was spoken of: «le tasse mi ammazzano, quanto costa?»."""
    parts = [part for part in re.split(r"[,.;:!?]+", text) if part.strip()]
    return len(parts) > 1 and ask_aspect(parts[-1], replace(understood, intent="ask_need"), context) is not None


def keep_to_ours(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """A fact of ours answers only a question about ours: «patto di stabilità», «quanto durano i saldi?» are outside."""
    if understood.intent.startswith("ask_course") and _STREET.search(normalise(text)):
        return Understood("out_of_scope", 1.0, None, understood.kinds - {"course", "sector"})
    if not understood.intent.startswith("ask_") or understood.intent in _NO_FACTS or understood.kinds & _OURS:
        return None
    if context.task is not None and not asks(text):  # «Giulio Costa» in a form is no question
        return None
    if _asks_last_of_subject(text, understood, context):
        return None
    of_course = (context.subject or "").startswith("course:") and understood.confidence >= GOODBYE
    if of_course and understood.intent == "ask_course_other_detail":
        return None  # it states nothing: «grazie. ma poi ti assumono?»
    outside = dict(understood.ranking).get("out_of_scope", 0.0)
    if understood.confidence >= CLEARER * outside:
        outside = 0.0
    return Understood("out_of_scope", 1.0, None, understood.kinds) if asks_about_others(text, outside) else None


def hear_complaint(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«silenzio totale», «bravi, bel servizio» complain, whatever the classifier thanks for or explains."""
    complaint = (
        context.question not in _OWN_WORDS
        and complains(text)
        and not context.find_once(holds_booking, text, understood.kinds)
    )  # «il numero lasci il mio, che lui non risponde mai»
    return Understood("complain") if complaint else None


def book_elsewhere(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«prenota dal dentista», «il seminario vescovile si visita?»: whose task it is, where the register says it."""
    if context.question in _OWN_WORDS or not (
            books_elsewhere(text, context.task is not None) or names_other_seminary(text)):
        return None
    found = context.needs.phrases.find(text) if context.needs is not None else []
    outright = bool(found) and found[0].words > 1  # a bare «parrucchiere» is also a trade that one may learn
    return Understood("ask_need" if outright else "out_of_scope")


_LEAD_OF_NAME = re.compile(r"^\W*(?:(?:allora|ecco|e|ok|dunque)\W+)+", re.IGNORECASE)


def take_answer(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What reads as a value of the kind that is asked is the answer: «Giulio Costa» at the name, «333 1234567»."""
    question = find_question(context.task, context.question)
    if question is None or understood.intent in ANSWERS or understood.intent in TASKS[context.task or ""].own_intents:
        return None
    named = question.kind == "consent" and is_answer("name", _LEAD_OF_NAME.sub("", text), context.now)
    if not named and not is_answer(question.kind, text, context.now):
        return None
    return Understood("inform", 1.0, None, understood.kinds)


def keep_appointment(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«no, tienilo» at the last question of a cancellation, «lascialo dov'è» while moving: it stays."""
    if context.task == "cancel_form" and context.question == "cancel_confirm" and keeps_thing(text):
        return Understood("choose", 1.0, "cancel_confirm:no")
    if context.task == "move_form" and (keeps_thing(text) or leaves_task(text)):
        return Understood("stop")
    return None


def start_again(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ho sbagliato tutto, ricominciamo» in a booking begins it anew, whatever verb stands beside it."""
    if context.task == "booking_form" and starts_again(text):
        return Understood("choose", 1.0, "booking_change:all")
    return None


def change_something(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«cambia» or «modifica» at the summary is the button that changes something."""
    if context.question == "booking_confirm" and re.fullmatch(
            r"(?:no )?(?:vorrei |voglio |posso |devo )?(?:cambi|modific|corregg)\w*"
            r"(?: qualcosa| una cosa| un dato| dei dati)?", words_of(text)):
        return Understood("choose", 1.0, "booking_confirm:no")
    return None


def go_back(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«torna indietro» wants the question before; where something is only confirmed, it leaves."""
    if context.question is None or not goes_back(text):
        return None
    return Understood("stop" if context.task in ("cancel_form", "erase_form") else "inform")


def leave_task(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«anzi no, annulla» in a form leaves the form; an appointment is meant only where one is named or pointed at."""
    if context.task in (None, "cancel_form", "erase_form") or not leaves_task(text):
        return None
    return Understood("stop")


_AGREES = re.compile(r"\b(?:confermo|va bene|accetto|d accordo|si|ok|acconsento)\b(?!.*\b(?:non|no)\b)")


def take_leave(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«grazie, ciao, ci sentiamo» in the middle of a form leaves it: nobody is asked anything after a goodbye."""
    if context.question is None or context.question in _OWN_WORDS or understood.intent != "goodbye" or (
            understood.confidence < GOODBYE) or context.task == "feedback_form":
        return None
    question = find_question(context.task, context.question)
    if question is not None and (_AGREES.search(words_of(text)) if question.kind in YES_OR_NO else is_answer(
            question.kind, text, context.now)):
        return None  # «giovedì alle 10, ciao», «grazie mille, confermo, buona serata»
    return Understood("stop", 1.0, None, understood.kinds)


def stay_in_task(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«la mail non voglio lasciarla», «e se poi volessi cancellarmi?», «ci devo pensare» leave and refuse nothing."""
    if context.question == "booking_consent" and is_undecided(text):
        return Understood("inform")
    if context.task == "booking_form" and understood.intent == "move_appointment" and points_at_time(text):
        return Understood("inform", 1.0, None, understood.kinds)
    if understood.intent not in _NOT_TAKEN or context.task not in ("booking_form", "callback_form", "move_form"):
        return None
    if context.question in ("booking_consent", "callback_consent") and find_consent_topic(text) == "erase":
        return Understood("inform")
    if understood.intent != "stop":
        return None
    at_contact = context.question in ("booking_consent", "booking_contact", "callback_contact")
    about = find_appointment_topic(text) or (find_contact_topic(text) if at_contact else None)
    return Understood("inform") if about and not leaves_task(text) else None


def take_appointment_at_hand(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """After a booking «annullalo» cancels it and «ho sbagliato giorno» moves it."""
    if context.task == "move_form" and cancels_it(text):
        return Understood("cancel_appointment")
    if context.task is not None or not context.at_hand:
        return None
    if cancels_it(text) or (understood.intent in ("stop", "erase_data") and leaves_task(text)):
        return Understood("cancel_appointment")
    return Understood("move_appointment", 1.0, None, understood.kinds) if moves_it(text) else None


SURNAME_PARTICLES = frozenset("lo la li di de del della dello dall dell el al ben van von dos da".split())
"""Words that begin a surname of several."""
GOODBYE = 0.8
"""Probability from which the classifier is sure of a goodbye."""
_DONE_WITH_CODE = re.compile(
    r"^(?!.*\b(?:non|quando|come|posso)\b).*\b(?:(?P<move>(?:ri)?spost\w+|anticip\w+|posticip\w+|rimand\w+)|"
    r"(?:annull|cancell|disdi|disdett)\w*)\b")
"""«sposta LC-… a martedì»: what is to be done with the appointment of a code."""
CODE_AMONG = 5
"""Words among which an appointment's code is what the message is about, whatever the classifier read in the others."""


def take_offer_instead(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """An appointment was offered instead of an operator: «ok» takes it, «di mattina, a Merate» says how it should be.

    Neither answers a question of the form that was open.
    """
    task, _, rest = (context.offered or "").partition(":")
    question = find_question(context.task, context.question)
    if task != "book_appointment" or question is None or context.task == BOOKING.name or (
            question.kind in _TAKES_YES_OR_TIME):
        return None
    agrees = yes_or_no(text) is True
    wishes = "office" in understood.kinds or dates.parse(text, context.now) is not None
    if not agrees and (not wishes or asks(text) or is_answer(question.kind, text, context.now)):
        return None
    service, _, key = rest.partition(":") if agrees else ("", "", "")
    names = (("service", service),) if service else ()
    return Understood(task, option=f"booking_time:{key}" if key else None, kinds=understood.kinds, names=names)


def take_refused_booking(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """After a refused consent «ci ho ripensato» goes on with the booking, «e allora come faccio?» asks how else."""
    if context.task is not None or not context.refused:
        return None
    if takes_up_again(text):
        return Understood("book_appointment", 1.0, None, understood.kinds)
    return Understood("ask_without_booking") if asks_other_way(text) else None


def limit_erasure(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """An erasure starts only from words that ask for one: reminders, a message or an alarm clock are something else."""
    if understood.intent != "erase_data" or understood.option:
        return None
    said = normalise(text)
    if _OF_A_DEVICE.search(said):
        return Understood("out_of_scope")
    if _ONE_CONTACT.search(said):
        return Understood("ask_contact_change")
    if _OF_DATA.search(said):
        return None
    if re.search(r"\bavvisi\b.{0,20}\bcors[oi]\b|\b(?:mio|miei) avvis[oi]\b", said):
        return Understood("withdraw_interest")
    if _REMINDERS.search(said):
        return Understood("ask_reminders_off")
    if _ONE_MESSAGE.search(said):
        return Understood("ask_message_erased")
    if _APPOINTMENT.search(said):
        return Understood("cancel_appointment")
    return Understood("out_of_scope") if len(said.split()) > 1 else None


def ask_other_day(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e domani?», «e il giorno dopo?» after opening hours or today's date asks for the hours of that day."""
    if context.task is not None or context.last_question not in ("ask_office_hours", "ask_today"):
        return None
    said = words_of(text)
    if len(said.split()) > SHORT or not (points_at_time(text) or _DAY_WORDS.search(said)):
        return None
    return Understood("ask_office_hours", 1.0, None, understood.kinds)


def ask_again(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Short questions about what was just done: the appointments one has, the result in a word, another contact."""
    if context.task in ("cancel_form", "move_form") and asks_about_it(text):
        return Understood("list_appointments")
    if context.task is not None:
        return None
    if codes.find_prefixed(text, codes.INTEREST_PREFIX) and understood.intent not in (
            "change_interest", "withdraw_interest"):
        return Understood("list_interests")
    if codes.normalise(text) and (done := _DONE_WITH_CODE.search(normalise(text))) is not None:
        return Understood("move_appointment" if done["move"] else "cancel_appointment", 1.0, None, understood.kinds)
    if codes.normalise(text) and understood.intent not in ("move_appointment", "cancel_appointment", "resend_ics") and (
            sum(len(word) > 1 for word in text.split()) <= CODE_AMONG and any(char.isdigit() for char in text)
            or understood.intent in ANSWERS | {"nlu_fallback", "out_of_scope", "thank", "greet"}):
        return Understood("list_appointments")
    if context.subject == "lost_code:" and isinstance(contact(text), (Phone, Email)):
        return Understood("ask_office_contact")  # the contact that the code is to be sent to
    if loses_code(text, asked=False) and "fiscale" not in normalise(text) and understood.intent not in (
            "move_appointment", "cancel_appointment", "book_appointment"):
        return Understood("ask_office_contact")
    if context.at_hand and not understood.kinds and asks_about_it(text):
        return Understood("list_appointments")
    if asks_own_appointments(text) and understood.intent not in ("book_appointment", "move_appointment"):
        return Understood("list_appointments")
    if context.checked and asks_verdict(text):
        return Understood("check_eligibility", 1.0, None, understood.kinds)
    if context.checked and asks_next_step(text):
        return Understood("ask_course_enrol", 1.0, None, understood.kinds)
    if (context.answered or context.checked) and not understood.kinds and asks_simpler(text):
        return Understood("ask_simpler")
    return Understood("ask_contact_change") if context.at_hand and corrects_contact(text) else None


_UNCLEAR = frozenset({"inform", "nlu_fallback", "out_of_scope", "greet", "list_appointments", "thank"})
"""What the classifier reads in fragments without a verb."""
UNSURE = 0.5
"""Probability under which the classifier has understood nothing for sure."""
_OF_COURSES = frozenset({"ask_course_audience", "ask_course_enrol", "ask_course_about", "ask_course_open"})
_YES_THANKS = re.compile(
    r"(?:si+|certo|certamente|volentieri|magari)(?: si)? (?:grazie|ti ringrazio|la ringrazio)(?: mille)?")
_THANKS_BUT = re.compile(r"^(?:\w+ )?grazie\w*(?: \w+)? (?:ma|pero)\b.*\bnon\b")


def take_fragments(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Everything in one message begins the task that it is for, verb or no verb; what it tells is read by the form."""
    if context.task is not None or context.at_hand or asks_own_appointments(text):
        return None
    if understood.intent in _UNCLEAR | _OF_COURSES and context.find_once(holds_check, text, understood.kinds):
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
    timed = dates.parse(without_contact(text), context.now) is not None
    whole = timed and isinstance(contact(text), (Phone, Email)) and context.find_once(
        holds_booking, text, understood.kinds)
    return Understood("book_appointment", 1.0, None, understood.kinds) if whole else None


def hear_tone(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sì grazie» is a yes, «grazie però non era quello» no thanks, «salve gentilissimi» a greeting."""
    if understood.intent != "thank":
        return None
    said = words_of(text)
    if _YES_THANKS.fullmatch(said):
        return Understood("affirm", 1.0, None, understood.kinds)
    if _THANKS_BUT.search(said):
        return Understood("complain", 1.0, None, understood.kinds)
    greets = re.match(r"(?:ciao|salve|buon ?giorno|buona ?sera)\b", said) and not re.search(r"grazie|ringrazi", said)
    return Understood("greet", 1.0, None, understood.kinds) if greets else None


def name_need(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What is on the register of needs («dove si fa l'ISEE?») is answered from it, and so is «e adesso?» after it."""
    if context.needs is None or understood.intent == "express_distress" or context.question in _OWN_WORDS or (
            context.find_once(holds_check, text, understood.kinds) and not context.find_once(
                tells_minor, text, understood.kinds)) or _asks_last_of_subject(text, understood, context):
        return None
    question = find_question(context.task, context.question)
    asked = read_need(
        context.needs, text, understood.intent, understood.confidence, in_task=context.task is not None,
        answers=question is None or is_answer(question.kind, text, context.now))
    of_need = context.task is None and (context.subject or "").startswith("need:")
    if asked or (of_need and is_follow_up(text, understood.intent)):
        return Understood("ask_need", 1.0, None, understood.kinds)
    return None


def ask_of_visit(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What people ask before they come: with or without an appointment, how long, how to get there, which office."""
    if understood.intent == "express_distress" or context.question in _OWN_WORDS or (
            context.task in _ABOUT_APPOINTMENTS and find_appointment_topic(text)):
        return None  # inside a booking it is known which appointment is asked about
    asked = find_visit_question(asking_sentences(text), context.subject)
    if asked is None or asked == WALK_IN and (context.refused or comes_unbooked_on_day(text)):
        return None
    outside = dict(understood.ranking).get("out_of_scope", 0.0)
    if asked == ACCESS and _SOME_OFFICE.search(normalise(text)) and asks_about_others(text, outside):
        return None  # «come arrivo all'ufficio pensioni?»
    return Understood(asked, 1.0, None, understood.kinds)


_SURNAME_AT_MOST = 3
"""Words of a surname that comes in a message of its own."""


def complete_name(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«lo presti», «de luca» at the question after the name: the surname that was missing."""
    if context.question != "booking_contact" or len(text.split()) > _SURNAME_AT_MOST or asks(text):
        return None
    named = any(word in SURNAMES | SURNAME_PARTICLES for word in words_of(text).split())
    return Understood("inform") if named and surname_alone(text) is not None else None


def explain_word(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«verifica dei requisiti sarebbe?» wants the word explained, and chooses nothing with it."""
    asked = context.question is not None and find_term(text, context.question) is not None
    return Understood("inform", 1.0, None, understood.kinds) if asked else None


def name_trade(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Somebody who wants to learn a trade that no course teaches («vorrei fare il saldatore, c'è un corso?»)."""
    if understood.intent == "express_distress" or context.question in _OWN_WORDS or understood.kinds & {
            "course", "sector"} or len(text.split()) > _LONGEST_TRADE or find_trade(text) is None:
        return None
    return Understood("ask_trade", 1.0, None, understood.kinds)


def take_at_its_word(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What the words say outright (:mod:`bot.dialogue.set_phrases`)."""
    return None if understood.option else read_set_phrase(text, words_of(text), understood, context)


READERS: tuple[Reader, ...] = (
    hear_complaint, book_elsewhere,
    choose_typed_button, choose_synonym, choose_listed, take_answer, start_again, change_something, keep_appointment,
    go_back, leave_task, take_leave, stay_in_task, take_refused_booking, take_offer_instead,
    ask_other_day, ask_again,
    take_appointment_at_hand, limit_erasure, ask_aspect, ask_of_office, ask_of_another, ask_more, ask_whom, hear_tone,
    take_fragments, take_whole_booking, take_up_offer, ask_for_call, tell_contact, tell_time, tell_facts,
    name_need, ask_of_visit, complete_name, explain_word, name_trade, take_at_its_word)
"""Each gives a candidate beside the classifier's; their weights are in weights.yml."""

GUARDS: tuple[Reader, ...] = (hear_distress, keep_to_ours)
"""What no weight may outvote: the first that speaks has the last word. The second looks at what was learnt only."""
