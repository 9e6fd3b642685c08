"""Readers of what a message means to the task that is open: an answer, a step back, leaving, keeping."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.answer_kinds import ANSWERS, GOODBYE, OWN_WORDS, YES_OR_NO, is_answer
from bot.dialogue.asides import (
    asks_whose_income,
    find_appointment_topic,
    find_consent_topic,
    find_contact_question,
    find_contact_topic,
    find_term,
    points_at_explained,
    points_at_other,
)
from bot.dialogue.booking_words import find_slot_to_change
from bot.dialogue.context import Context, Understood
from bot.dialogue.doubt_words import asks_to_what, grumbles, takes_amiss
from bot.dialogue.relative_times import points_at_time
from bot.dialogue.repair_words import (
    drops_answers,
    finds_mistake,
    goes_back,
    keeps_thing,
    leaves_task,
    starts_again,
)
from bot.dialogue.tasks import BOOKING, TASKS, find_question
from bot.italian import dates
from bot.italian.people.name_words import FOREIGN_NAMES, GIVEN_NAMES, SURNAME_PARTICLES, SURNAMES
from bot.italian.people.names import read_lone_surname
from bot.italian.question_words import has_question
from bot.italian.short_replies import agrees_partly, declines, is_undecided, leaves_choice, read_yes_or_no
from bot.italian.shorthand import expand_words

_TAKES_TIME = frozenset({"time", "times", "part_of_day", "municipality", "residence"})
"""Kinds of answers that a place or a time may be."""
_NOT_TAKEN = frozenset({"stop", "out_of_scope", "nlu_fallback", "erase_data", "ask_privacy", "cancel_appointment"})
"""What the classifier reads in questions about the consent itself."""
_LONGEST_GRUMBLE = 12
"""Words of a message that is nothing but a grumble about being asked."""
_PASSES_ON = (r"(?:dite|dici|dira|direte|date|dai|passate|passi|girate|giri|comunicate|comunichi|mandate|mandi|"
              r"vendete|vendi|"
              r"condivid\w+|segnalate|segnali|riferite|inoltr\w+|trasmett\w+)")
_SHARES = re.compile(
    rf"\b(?:lo|la|li|le|l|questo|quest[aei]|dati|numero|nome|poi|non|mica|anche|tutto) (?:lo |la |li |le )?{_PASSES_ON}"
    r"(?: (?:poi|mica|anche|in giro))* (?:a|ad|al|all|alla|alle|agli|ai|in giro|fuori)\b|"
    r"\bnon (?:lo|la|li|le) (?:vend|gir|pass|cond|diffond|d(?:ate|ai|ia))\w*$|"
    r"\bchi (?:altro )?(?:lo|la|li|le) (?:viene a sapere|sapra|vede|vedra|legge)\b|"
    r"\b(?:lo|la) (?:viene a sapere|sapra|vede|sa) (?:qualcun\w*|altri|il|la|l|mi\w)\b")
"""«lo dite all'agenzia delle entrate?», «solo se non li girate alle agenzie»: who else gets what is told."""
_TOLD_OF_ONESELF = ("age", "income", "status", "residence")
"""Kinds of questions that one may leave unanswered."""
_NOT_BEGUN_ANEW = frozenset({"cancel_form", "erase_form", "feedback_form"})
"""Tasks of one question, or of words of one's own."""
_LEAD_OF_NAME = re.compile(
    r"^\W*(?:(?:allora|ecco|e|ok|dunque|quindi|va bene|sarebbe|è|si chiama|scriva|scrivi|segni|"
    r"segna)\W+)+", re.IGNORECASE)


def take_answer(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What reads as a value of the kind that is asked is the answer: «Giulio Costa» at the name, «333 1234567»."""
    question = find_question(context.task, context.question)
    if question is None or understood.intent in ANSWERS or TASKS[context.task or ""].holds(
            understood.intent, context.question):
        return None
    named = question.kind == "consent" and _is_name_alone(text, context)
    if not named and not is_answer(question.kind, text, context.now):
        return None
    return Understood("inform", 1.0, None, understood.kinds)


def _is_name_alone(text: str, context: Context) -> bool:
    """Whether a name is all that is told: «allora Halyna Petrenko»."""
    return is_answer("name", _LEAD_OF_NAME.sub("", text), context.now)


def keep_appointment(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«no, tienilo» at the last question of a cancellation, «lascialo dov'è» while moving: it stays."""
    if context.task == "cancel_form" and context.question == "cancel_confirm" and keeps_thing(text):
        return Understood("choose", 1.0, "cancel_confirm:no")
    if context.task == "move_form" and (keeps_thing(text) or leaves_task(text)):
        return Understood("stop")
    return None


def start_again(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ho sbagliato tutto, ricominciamo» in a task begins it anew, whatever verb stands beside it."""
    if context.question is None or context.task in _NOT_BEGUN_ANEW:
        return None
    drops = context.task == "eligibility_form" and "?" not in text and drops_answers(text)
    return Understood("inform", act="anew") if drops or starts_again(text) else None


def change_something(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«cambia» or «aspetta, c'è uno sbaglio» at the summary is the button that changes something."""
    if context.question != "booking_confirm" or understood.kinds:
        return None
    wrong = finds_mistake(text) and find_slot_to_change(text) is None and dates.parse(text, context.now) is None
    if wrong or re.fullmatch(
            r"(?:no )?(?:vorrei |voglio |posso |devo )?(?:cambi|modific|corregg)\w*"
            r"(?: qualcosa| una cosa| un dato| dei dati)?", expand_words(text)):
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


def hear_grumble(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«uffa, quante domande» in a task is no answer and no leaving: a word of regret, and the question again."""
    if context.question is None or context.question in OWN_WORDS or len(text.split()) > _LONGEST_GRUMBLE:
        return None
    grumbled = grumbles(text) and not any(char.isdigit() for char in text)
    return Understood("inform", act="grumble") if grumbled else None


def ask_sharing(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«lo dite all'INPS?» in a task asks who else is told; a consent with such an «if» is none yet."""
    conditional = re.search(r"\b(?:se|purche|che|patto|basta)\b", expand_words(text)) is not None
    asked = context.question is not None and context.question not in OWN_WORDS and ("?" in text or conditional)
    return Understood("inform", act="share") if asked and _SHARES.search(expand_words(text)) else None


def withhold_answer(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«l'età a una macchina non la dico» passes over a question about oneself, whatever else the words speak of."""
    question = find_question(context.task, context.question)
    if question is None or question.kind not in _TOLD_OF_ONESELF or "?" in text or not declines(text):
        return None
    return Understood("inform", act="skip")


_AGREES = re.compile(r"\b(?:confermo|va bene|accetto|d accordo|si|ok|acconsento)\b(?!.*\b(?:non|no)\b)")


def take_leave(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«grazie, ciao, ci sentiamo» in the middle of a form leaves it: nobody is asked anything after a goodbye."""
    if context.question is None or context.question in OWN_WORDS or understood.intent != "goodbye" or (
            understood.confidence < GOODBYE) or context.task == "feedback_form":
        return None
    question = find_question(context.task, context.question)
    if question is not None and question.kind == "consent" and _is_name_alone(text, context):
        return None
    if question is not None and (_AGREES.search(expand_words(text)) if question.kind in YES_OR_NO else is_answer(
            question.kind, text, context.now)):
        return None  # «giovedì alle 10, ciao», «grazie mille, confermo, buona serata»
    return Understood("stop", 1.0, None, understood.kinds)


_ONE_WAY = ("no_email", "no_phone")
"""One of the two contacts is refused: the other one will do."""


def stay_in_task(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«la mail non voglio lasciarla», «e se poi volessi cancellarmi?», «ci devo pensare» leave and refuse nothing.

    «in mattinata c'è qualcosa?» at the question when waits for nothing.
    """
    if context.question == "booking_consent" and is_undecided(text):
        return Understood("inform")
    if context.task == "booking_form" and understood.intent == "move_appointment" and points_at_time(text):
        return Understood("inform", 1.0, None, understood.kinds)
    if context.question in ("booking_time", "move_time") and understood.intent == "ask_availability" and (
            points_at_time(text) or dates.parse(text, context.now) is not None):
        return Understood("inform", 1.0, None, understood.kinds)
    at_contact = context.question in ("booking_consent", "booking_contact", "callback_contact")
    if at_contact and find_contact_question(text) in _ONE_WAY and not leaves_task(text):
        return Understood("inform")
    if understood.intent not in _NOT_TAKEN or context.task not in ("booking_form", "callback_form", "move_form"):
        return None
    if context.question in ("booking_consent", "callback_consent") and find_consent_topic(text) == "erase":
        return Understood("inform")
    if understood.intent != "stop":
        return None
    about = find_appointment_topic(text) or (find_contact_topic(text) if at_contact else None)
    return Understood("inform") if about and not leaves_task(text) else None


def ask_plain_yes(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«come vuoi», «decidi tu», «sì ma solo il numero» where something cannot be undone: the question again."""
    question = find_question(context.task, context.question)
    if question is None or question.kind != "sure_yes" or "?" in text or leaves_task(text):
        return None
    return Understood("inform") if agrees_partly(text) or leaves_choice(text) or is_undecided(text) else None


def take_offer_instead(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """An appointment was offered instead of an operator: «ok» takes it, «di mattina, a Merate» says how it should be.

    Neither answers a question of the form that was open.
    """
    task, _, rest = (context.offered or "").partition(":")
    question = find_question(context.task, context.question)
    if task != "book_appointment" or question is None or context.task == BOOKING.name or (
            question.kind in _TAKES_TIME):
        return None
    agrees = read_yes_or_no(text) is True and question.kind not in YES_OR_NO
    wishes = "office" in understood.kinds or dates.parse(text, context.now) is not None
    if not agrees and (not wishes or has_question(text) or is_answer(question.kind, text, context.now)):
        return None
    service, _, key = rest.partition(":") if agrees else ("", "", "")
    names = (("service", service),) if service else ()
    return Understood(task, option=f"booking_time:{key}" if key else None, kinds=understood.kinds, names=names)


_SURNAME_AT_MOST = 3
"""Words of a surname that comes in a message of its own."""


def complete_name(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«lo presti», «de luca» at the question after the name: the surname that was missing."""
    if context.question != "booking_contact" or len(text.split()) > _SURNAME_AT_MOST or has_question(text):
        return None
    words = expand_words(text).split()
    of_particle = words[:1] and (words[0] in SURNAME_PARTICLES or words[0] in GIVEN_NAMES | FOREIGN_NAMES and any(
        word in SURNAME_PARTICLES for word in words))
    named = of_particle or any(word in SURNAMES for word in words)
    return Understood("inform") if named and read_lone_surname(text) is not None else None


def choose_pointed_service(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«allora prendo l'altra», «mi serve quella» after one service was explained is the other one, or that one."""
    pointed = context.question == "booking_service" and (points_at_other(text) or points_at_explained(text))
    return Understood("inform") if pointed and not understood.kinds else None


def explain_word(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«verifica dei requisiti sarebbe?» wants the word explained, «saranno fatti miei» the question."""
    if context.question is None or context.question in OWN_WORDS or understood.intent == "stop":
        return None
    asked = find_term(text, context.question) is not None or asks_to_what(text) or (
        asks_whose_income(text, context.question))
    return Understood("inform", 1.0, None, understood.kinds) if asked or takes_amiss(text) else None
