"""Readers of what a message means after something was done or refused: a booking, a check, a question."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.acts import name_start
from bot.dialogue.answer_kinds import ANSWERS
from bot.dialogue.asides import asks_of_own
from bot.dialogue.code_words import loses_code
from bot.dialogue.consent_words import asks_other_way, takes_up_again
from bot.dialogue.context import Context, Understood
from bot.dialogue.office_phrases import HOLIDAYS, cannot_come
from bot.dialogue.relative_times import points_at_day, points_at_time
from bot.dialogue.repair_words import (
    cancels_it,
    cancels_not_moves,
    corrects_contact,
    leaves_task,
    moves_instead,
    moves_it,
    resumes_booking,
    wants_back,
)
from bot.dialogue.sequel_words import (
    asks_about_it,
    asks_how_soon,
    asks_next_step,
    asks_own_appointments,
    asks_plain_words,
    asks_repeat,
    asks_simpler,
    asks_verdict,
    asks_what_else,
    asks_why,
)
from bot.dialogue.subjects import asks_of_offices
from bot.dialogue.tasks import BOOKING, CALLBACK, ELIGIBILITY
from bot.dialogue.visit_questions import WALK_IN, find_visit_question
from bot.italian import dates
from bot.italian.people.contacts import tells_contact
from bot.italian.people.relatives import find_whom_booked_too
from bot.italian.shorthand import expand_words
from bot.italian.text import normalise
from bot.rules import codes

_DAY_WORDS = re.compile(
    rf"^(?:e|ed|allora|invece|ma|anche)\b.*\b(?:oggi|doman\w+|dopodomani|lunedi|martedi|mercoledi|giovedi|"
    rf"venerdi|sabato|"
    rf"domenica|\d{{1,2}} (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*|{HOLIDAYS})\b")
_UNTIL = re.compile(
    r"(?:(?:e|ma|ok|ah) )*(?:fino a(?: che ora| quando| che ore)?|(?:a|da) che or[ae](?: (?:chiud|apr|ricev|"
    r"finit)\w+)?|quando "
    r"(?:chiud|apr)\w+)(?: voi| poi| pero)?")
"""«fino a?» after opening hours."""
_LONGEST_DAY = 12
"""Words of the longest message that takes the day after the one that was asked for."""
SHORT = 7
"""Words of the longest message that only asks the same of another day."""


def take_appointment_at_hand(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """After a booking «annullalo» cancels it and «ho sbagliato giorno» moves it."""
    if context.task == "move_form" and cancels_it(text):
        return Understood("cancel_appointment")
    if context.task == "cancel_form" and moves_instead(text):
        return Understood("move_appointment", 1.0, None, understood.kinds)
    if context.question == "cancel_confirm" and cancels_not_moves(text):
        return Understood("choose", 1.0, "cancel_confirm:yes")  # «non spostarlo, annullalo e basta»
    if context.task is not None or not context.at_hand:
        return None
    if cancels_it(text) or (understood.intent in ("stop", "erase_data") and leaves_task(text)):
        return Understood("cancel_appointment")
    return Understood("move_appointment", 1.0, None, understood.kinds) if moves_it(text) else None


def take_refused_booking(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """After a refused consent «ci ho ripensato» goes on with the booking, «e allora come faccio?» asks how else."""
    if context.task is not None or not context.refused:
        return None
    walks_in = find_visit_question(text) == WALK_IN
    if takes_up_again(text) and not walks_in:
        return Understood("book_appointment", 1.0, None, understood.kinds)
    lost = "?" in text and understood.intent in _NO_ANSWER and not understood.kinds
    return Understood("ask_without_booking") if lost or walks_in or asks_other_way(text) else None


_NO_ANSWER = frozenset({"out_of_scope", "nlu_fallback", "list_appointments", "stop", "deny"})
"""What the classifier reads in «mi lasciate così?» after a refusal."""
_CHANGES_IT = re.compile(r"\b(?:(?:ri)?spost|anticip|posticip|rimand|rinvi|annull|cancell|disdi|disdett)\w*")
_LONGEST_ANOTHER = 14
"""Words of the longest message that wants one more appointment, for somebody else."""


def book_for_another(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """After a booking «e per la mia amica?» wants one for her; the own one stays."""
    if context.task is not None or not context.at_hand or find_whom_booked_too(text) is None or understood.kinds & {
            "course", "event"} or _CHANGES_IT.search(expand_words(text)) or len(text.split()) > _LONGEST_ANOTHER:
        return None
    return Understood("book_appointment", 1.0, None, understood.kinds)


_TAKEN_UP = frozenset({
    "booking_form", "move_form", "eligibility_form", "callback_form", "interest_form", "waiting_form", "sign_up_form"})
"""Tasks that are taken up again; nobody's data are erased, and nothing is cancelled, by «ci ho ripensato»."""


def take_up_dropped(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«riprendiamo» after leaving a task takes it up, «lo rivoglio» after a cancellation books the same again."""
    if context.task is not None or understood.kinds & {"course", "event"}:
        return None
    start = context.dropped_start
    cancelled = context.dropped == "cancel_form" and start is not None
    moves = cancelled and moves_it(text)
    if not (cancelled or context.dropped in _TAKEN_UP) or not (moves or wants_back(text)):
        return Understood("book_appointment", 1.0, None, understood.kinds) if resumes_booking(text) else None
    intent = name_start(BOOKING.name if cancelled else context.dropped or "") or ""
    if start is None:
        return Understood(intent, 1.0, None, understood.kinds)
    service, _, key = start.partition(":")
    names = [("service", service)]
    if not (moves or dates.parse(text, context.now) is not None or "office" in understood.kinds):
        return Understood(intent, 1.0, f"booking_time:{key}", understood.kinds, names=tuple(names))
    if "office" not in understood.kinds:  # another time of the same
        names.append(("office", key.partition("|")[0]))
    return Understood(intent, 1.0, None, understood.kinds, names=tuple(names))


def ask_other_day(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e domani?», «e il giorno dopo?» after opening hours or today's date asks for the hours of that day.

    After free places «allora il giorno lavorativo dopo» books one on it.
    """
    said = expand_words(text)
    if context.task is None and context.last_question == "ask_availability" and not context.at_hand:
        short = len(said.split()) <= _LONGEST_DAY
        names = understood.intent == "move_appointment" and dates.parse(text, context.now) is not None
        if not short or not (points_at_day(text) or names):
            return None
        return Understood("ask_availability" if "?" in text else "book_appointment", 1.0, None, understood.kinds)
    if context.task is not None or context.last_question not in ("ask_office_hours", "ask_today"):
        return None
    asked = points_at_time(text) or _DAY_WORDS.search(said) or _UNTIL.fullmatch(said)
    if len(said.split()) > SHORT or not asked:
        return None
    return Understood("ask_office_hours", 1.0, None, understood.kinds)


_DONE_WITH_CODE = re.compile(
    r"^(?!.*\b(?:non|quando|come|posso)\b).*\b(?:(?P<move>(?:ri)?spost\w+|anticip\w+|posticip\w+|rimand\w+)|"
    r"(?:annull|cancell|disdi|disdett)\w*)\b")
"""«sposta LC-… a martedì»: what is to be done with the appointment of a code."""
_DECIDES = re.compile(
    r"\b(?:(?:ri)?spost\w+|anticip\w+|posticip\w+|rimand\w+|rinvi\w+|cambi\w+|annull\w+|cancell\w+|disdi\w+|"
    r"disdett\w*|elimin\w+|"
    r"altr[oa] (?:giorno|data|or[ae]|orario|volta)|un altr[oa]|libero|facciamo|mett\w+)\b")
"""Words of what is to be done with an appointment."""
_WHAT_CODE = re.compile(
    r"\b(?:che (?:roba|cosa) e|cos e|cosa (?:significa|vuol dire|e)|che (?:significa|vuol dire|sarebbe)|scritto|"
    r"fogliett\w|bigliett\w|(?:ho|abbiamo) trovat\w|c e)\b")
"""«sul frigo c'è scritto LC-…, che roba è?»: what the code is of."""
CODE_AMONG = 5
"""Words among which an appointment's code is what the message is about, whatever the classifier read in the others."""


_MONTH_OR_SOON = (r"(?:(?:a|ad|in|entro|dal|dopo|da|per) (?:il |le |l )?(?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|"
                  r"dic|"
                  r"nata|pasqua|vacanz|estate|primavera|autunno|inverno|prossim|anno)\w*|(?:tra|fra) (?:\w+ )?(?:giorn|"
                  r"settiman|mes|ann|poc|brev)\w*|presto|a breve|(?:mese|anno|settimana) prossim\w|domani|dopodomani|"
                  r"lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|il \d+)\b")
_TURNS = r"(?:compi\w+|facci\w+|fa|fara|faro|arriv\w+)"
_OF_AGE = re.compile(
    rf"\b(?:li|ne|gli anni|18|diciotto|65|sessantacinque) (?:\w+ )?{_TURNS}\b.*\b{_MONTH_OR_SOON}|"
    rf"\b{_MONTH_OR_SOON}.*\b(?:li|ne) {_TURNS}\b|"
    rf"\b{_TURNS} (?:(?:gli|i) )?(?:anni|18|diciott\w+|65) .*\b{_MONTH_OR_SOON}")
"""«e se li compio a marzo?», «ne fa 18 tra due mesi»."""


def tell_birthday(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«li fa a marzo, i diciotto» in a check or after one: what the birthday changes."""
    of_minor = context.last_question == "ask_need" and context.subject == "need:young"
    about = context.task == ELIGIBILITY.name or context.task is None and (
        context.checked or of_minor or context.last_question == "check_eligibility")
    if not about or context.question == "eligibility_age" or not _OF_AGE.search(expand_words(text)):
        return None
    return Understood("inform", act="birthday")


_PUTS_RIGHT = re.compile(r"\b(?:giust\w|sbagli\w+|corrett\w|corregg\w+|scus\w|anzi|invece|error\w|nuov\w|altr\w|non)\b")
"""Words beside a number that takes the place of the one left for a call."""


def _repeat(context: Context) -> Optional[Understood]:
    """What was told last, told once more; None where nothing of the kind was."""
    asked = context.last_question or ""
    if context.answered and asked.startswith("ask_") or context.checked and asked == "check_eligibility":
        return Understood(asked)
    return Understood("list_appointments") if context.at_hand else None


def ask_again(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Short questions about what was just done: the appointments one has, the result in a word, another contact."""
    elsewhere = asks_of_offices(text) or understood.intent == "ask_event_next"
    if context.task in ("cancel_form", "move_form") and not elsewhere and (
            asks_about_it(text) or asks_own_appointments(text)):
        return Understood("list_appointments")
    if context.task is not None:
        return None
    if codes.find_prefixed(text, codes.INTEREST_PREFIX) and understood.intent not in (
            "change_interest", "withdraw_interest"):
        return Understood("list_interests")
    if codes.normalise(text) and (done := _DONE_WITH_CODE.search(normalise(text))) is not None:
        return Understood("move_appointment" if done["move"] else "cancel_appointment", 1.0, None, understood.kinds)
    if codes.normalise(text) and cannot_come(text) and _DECIDES.search(normalise(text)) is None:
        return Understood("list_appointments")  # told that they cannot come, not what is to be done: both are offered
    if codes.normalise(text) and understood.intent not in ("move_appointment", "cancel_appointment", "resend_ics") and (
            sum(len(word) > 1 for word in text.split()) <= CODE_AMONG and any(char.isdigit() for char in text)
            or _WHAT_CODE.search(normalise(text)) is not None
            or understood.intent in ANSWERS | {"nlu_fallback", "out_of_scope", "thank", "greet"}):
        return Understood("list_appointments")
    if codes.is_cut_short(text):
        return Understood("list_appointments")
    if context.subject == "lost_code:" and tells_contact(text):
        return Understood("ask_office_contact")  # the contact that the code is to be sent to
    if loses_code(text, asked=False) and "fiscale" not in normalise(text) and understood.intent not in (
            "move_appointment", "cancel_appointment", "book_appointment"):
        return Understood("ask_office_contact")
    if context.at_hand and not understood.kinds and (
            asks_about_it(text) or asks_how_soon(text) or asks_of_own(text)):
        return Understood("list_appointments")
    if asks_own_appointments(text) and understood.intent not in (
            "book_appointment", "move_appointment", "ask_appointment_documents"):
        return Understood("list_appointments")  # not «che carte porto quando vengo?»
    just_checked = context.checked and context.last_question == "check_eligibility"
    if just_checked and not understood.kinds and asks_what_else(text):
        return Understood("ask_simpler")
    if context.checked and asks_verdict(text) or just_checked and asks_why(text):
        return Understood("check_eligibility", 1.0, None, understood.kinds)
    if (asks_repeat(text) or asks_why(text)) and not understood.kinds and (found := _repeat(context)) is not None:
        return found
    if (context.offered or context.subject == "lost_code:") and asks_next_step(text):
        return Understood("ask_office_contact")  # «quindi che faccio?» where nobody answered
    if context.checked and asks_next_step(text):
        return Understood("ask_course_enrol", 1.0, None, understood.kinds)
    told = context.answered or context.checked
    if not understood.kinds and (asks_simpler(text) if told else asks_plain_words(text)):
        return Understood("ask_simpler")
    of_call = context.left == CALLBACK.name and tells_contact(text) and "?" not in text
    of_own = context.at_hand and understood.intent != "erase_data" and corrects_contact(text)
    right = of_own or of_call and _PUTS_RIGHT.search(normalise(text))
    return Understood("ask_contact_change") if right else None
