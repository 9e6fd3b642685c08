"""The kinds of value that tasks ask for, each with its one reader and what a button of it may hold.

A reader takes the turn and the question that it reads for, and gives a slot value, what to say of a wrong one, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Literal, Mapping, Optional, Sequence

from bot.dialogue.booking_words import put_right, takes_back
from bot.dialogue.consent_words import gives_consent, keeps_data
from bot.dialogue.doubt_words import asks_reason
from bot.dialogue.reading import Reading
from bot.dialogue.tasks import ANY, DECLINED, FIRST_SHOWN, HERE, LATER, NOW, WITHHELD, AnswerKind, Question, Task
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.availability import read_availability
from bot.italian.firm_words import find_firm, is_for_firm, is_for_oneself, name_firm
from bot.italian.municipalities import index_municipalities
from bot.italian.people.contacts import (
    Email,
    InvalidContact,
    Phone,
    find_contact,
    read_contact,
    read_contact_to_write_to,
)
from bot.italian.people.income import is_paid_by_time
from bot.italian.people.name_corrections import put_name_right
from bot.italian.people.name_parts import read_name
from bot.italian.people.names import InvalidName, read_person_name
from bot.italian.question_words import is_put_as_question
from bot.italian.short_replies import (
    agrees_partly,
    declines,
    leaves_choice,
    means_all,
    puts_off,
    read_ordinal,
    read_yes_or_no,
    skips_question,
)
from bot.italian.shorthand import expand_words
from bot.italian.stars import read_stars
from bot.italian.weekdays import read_weekdays
from bot.rules.waiting_list import PARTS, write_days

Told = Literal["answer", "beside", "opening"]
"""Where a value is told: in answer to its question, beside another answer, or in the message that begins the task."""

NOTHING = ""
"""Words that the person would rather not give."""
MOST_STARS = 5
_SHORT = 30
"""Letters: a «no» or «niente» in a longer text belongs to it."""
_LONGEST_YES = 2
"""Words of an answer that is a yes and no name."""
_SURELY = re.compile(r"^(?:(?:assolutamente|certo che|ma|e) )?(?:si|certo|sicur\w+|confermo|procedi|esatto)\b|"
    r"\b(?:cancell|elimin)\w*")
"""What a yes to something that cannot be undone must hold: a bare «ok» is asked again."""
_ONLY_NOTICE = re.compile(r"\b(?:avvis\w+|avvert\w+|segnami|notific\w+)\b(?!.*\b(?:requisit\w+|verific\w+|control\w+|"
                          r"vediam\w+)\b)")
_EVERYWHERE = re.compile(r"\b(?:ovunque|dappertutto|provincia|dovunque|indifferente)\b")
_DENIED = re.compile(r"\bnon\W+(?:è\W+|era\W+|quell\w+\W+|di\W+|da\W+|per\W+|il\W+|la\W+|corso\W+|"
                     r"in\W+)*$", re.IGNORECASE)
"""What stands before a name that is not meant."""
_HERE = re.compile(r"\b(?:qui|qua|telegram)\b")


@dataclass(frozen=True)
class AskedValue:
    """What a reader knows of the value that it looks for.

    ``list_options``: the values of its buttons in the order in which they are shown; ``find_option``: the one that the
    message names, where the task finds that out by itself.
    """

    task: Task
    question: Question
    told: Told = "answer"
    list_options: Callable[[], Sequence[str]] = tuple
    find_option: Callable[[], Optional[str]] = lambda: None

    @property
    def slot(self) -> str:
        """The slot of the question."""
        return self.question.slot

    def give(self, value: Any) -> Optional[Reading]:
        """The reading of a value; None for None."""
        return None if value is None else Reading({self.slot: value})

    def leave_open(self) -> Optional[str]:
        """The value of who leaves the choice open; None where it cannot be."""
        if self.question.anything == FIRST_SHOWN:
            return next(iter(self.list_options()), None)
        return self.question.anything

    def refuse(self, **values: Any) -> Reading:
        """The reading of a value that is none: it is asked again."""
        return Reading({self.slot: None}, (say(self.question.says_wrong, **values),))


ValueReader = Callable[[Turn, AskedValue], Optional[Reading]]


def read_agreement(turn: Turn) -> Optional[bool]:
    """True for a yes, False for a no, None for neither: «il posto è sicuro?» agrees to nothing."""
    answer = read_yes_or_no(turn.text)
    if answer is not None or turn.text.rstrip().endswith("?"):
        return answer
    return {"affirm": True, "deny": False}.get(turn.intent)


def would_rather_not(turn: Turn) -> bool:
    """Whether a short message passes over the question."""
    return len(turn.text) < _SHORT and skips_question(turn.text)


def pick_by_place(text: str, count: int) -> Optional[int]:
    """The index of what «il secondo» or «2» picks of ``count`` things shown; None for none of them."""
    return read_ordinal(text, count) if count else None


def keep_contact(reached: Phone | Email) -> dict[str, str]:
    """A contact as the slot keeps it: what is stored, how it is shown, its kind."""
    return {"value": reached.value, "shown": reached.shown, "kind": reached.kind}


def explain_invalid_contact(turn: Turn, problem: InvalidContact) -> Reply:
    """What is wrong with a number or an address: too short, too long, no domain."""
    response = f"utter_invalid_contact_{problem.reason}"
    digits = sum(char.isdigit() for char in turn.text)
    return say(response if response in turn.responses else "utter_invalid_contact", digits=digits)


def find_told_contact(turn: Turn) -> Optional[Phone | Email]:
    """The telephone number or address in the message, valid as it is written."""
    return find_contact(turn.text)


_SAME_CONTACT = re.compile(
    r"(?:(?:si+|ok|va bene|sempre|metti|mett[ae]|usa|usate|usi|e|e sempre|il|lo|la|quell[oa]|li) )*(?:"
    r"(?:stess[oa]|solit[oa]|medesim[oa])(?: (?:numero|telefono|cell\w*|e?mail|recapito|contatto))?|"
    r"(?:numero |telefono |e?mail )?(?:di prima|dato prima|gia dat[oa]|che (?:(?:ti|vi|le) )?(?:ho|avevo) (?:gia )?"
    r"(?:dat[oa]|lasciat[oa]|scritt[oa]|dett[oa]))|(?:ce l|l) (?:hai|avete|ha) gia|gia ce l (?:hai|avete|ha)|"
    r"(?:te|ve) l ho gia (?:dat[oa]|lasciat[oa]|scritt[oa]|dett[oa])|gliel ho gia (?:dat[oa]|lasciat[oa])|come prima)"
    r"(?: di prima| come prima| che (?:ti|vi|le) ho dat[oa])?(?: prima)?(?: grazie)?")
"""«lo stesso di prima»: the contact is in an earlier message of this conversation."""


def recall_contact(turn: Turn, read: Callable[[str], Phone | Email | InvalidContact | None]) -> Optional[Phone | Email]:
    """The contact of an earlier message, where «lo stesso di prima» means it; ``read``: what reads one that will do."""
    if not _SAME_CONTACT.fullmatch(expand_words(turn.text)):
        return None
    return next((found for text in reversed(turn.earlier) if isinstance(found := read(text), (Phone, Email))), None)


def correct_name(turn: Turn, known: str) -> Optional[str]:
    """``known`` as the message corrects it; None when it corrects nothing, or tells a contact."""
    return put_name_right(turn.text, known) if read_contact(turn.text) is None else None


def _agree(turn: Turn, asked: AskedValue) -> Optional[bool]:
    answer = read_agreement(turn)
    return True if answer is None and asked.question.affirmed_by == turn.intent else answer


def _read_yes_no(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    return asked.give(_agree(turn, asked)) if asked.told == "answer" else None


def _read_sure_yes(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    if asked.told != "answer":
        return None
    answer, said = _agree(turn, asked), expand_words(turn.text)
    leaves_it = answer is not True and leaves_choice(turn.text)  # «fai tu» is no plain no either
    if leaves_it or answer and (not _SURELY.search(said) or agrees_partly(turn.text)):  # «ok» may answer something else
        return asked.refuse()
    return asked.give(answer)


def _read_consent(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """Who does not know, or would rather not, does not consent."""
    if asked.told != "answer":
        return None
    answer = read_agreement(turn)
    if answer is None and gives_consent(turn.text):
        return asked.give(True)  # «faccia lei, mi fido»
    return asked.give(False if not answer and (declines(turn.text) or keeps_data(turn.text)) else answer)


def _read_now_or_later(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    if turn.names.get("course") and takes_back(turn.text):
        return None  # «anzi no, quello di meccanica» is no «no»
    if asked.told == "answer" and _ONLY_NOTICE.search(expand_words(turn.text)):
        return asked.give(LATER)  # «bene. e l'avviso?»
    answer = True if turn.intent == asked.question.affirmed_by else read_agreement(turn)
    if answer is None and (declines(turn.text) or puts_off(turn.text)):
        answer = False
    return None if answer is None or asked.told != "answer" else asked.give(NOW if answer else LATER)


def _read_name(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """The name, and the contact where it is told along with it."""
    if asked.told != "answer":
        name = read_person_name(turn.text, asked=False)
        return asked.give(name) if isinstance(name, str) else None
    name, reached = read_name(put_right(turn.text), turn.earlier[-1] if turn.earlier else None), find_contact(turn.text)
    if isinstance(name, InvalidName):
        return asked.refuse()
    values: dict[str, Any] = {asked.slot: name} if name else {}
    beside = asked.task.find_slot("contact")
    if beside is not None and reached is not None:
        values[beside] = keep_contact(reached)
    return Reading(values) if values else None


def _read_contact(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """The telephone or address, or the conversation where that is an option; who gives none takes the consent back."""
    if asked.told != "opening" and _HERE.search(turn.text.casefold()) and HERE in asked.list_options():
        return asked.give(HERE)
    read = read_contact_to_write_to if asked.question.written_to else read_contact
    reached = read(turn.text)
    if reached is None and asked.told == "answer":
        reached = recall_contact(turn, read)
    if isinstance(reached, (Phone, Email)):
        return asked.give(keep_contact(reached))
    if asked.told == "opening":
        return None
    if isinstance(reached, InvalidContact):
        return Reading({asked.slot: None}, (explain_invalid_contact(turn, reached),))
    consent = asked.task.find_slot("consent")
    refuses = turn.intent == "deny" or declines(turn.text) or read_yes_or_no(turn.text) is False
    if consent is None or asked.told != "answer" or not refuses:
        return None
    return Reading({consent: False, asked.slot: None})


def _read_firm(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """The name of a firm as it is written; a question, a bare yes or a contact alone is none."""
    among = find_firm(turn.text)
    if among is not None:
        return asked.give(among)
    agreed = len(turn.text.split()) <= _LONGEST_YES and read_agreement(turn) is not None
    if asked.told != "answer" or not turn.text or agreed or is_put_as_question(turn.text) or (
            read_contact(turn.text) is not None):
        return None
    return asked.give(name_firm(turn.text))


def _read_audience(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    answers = asked.told == "answer"
    picked = read_ordinal(turn.text, 2) if answers else None
    if is_for_firm(turn.text) or picked == 1:
        return asked.give("firms")
    return asked.give("people") if picked == 0 or answers and is_for_oneself(turn.text) else None


def _read_stars(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    answers = asked.told == "answer"
    stars = read_stars(turn.text, asked=answers)
    if stars is not None:
        return asked.give(stars) if 1 <= stars <= MOST_STARS else asked.refuse()
    declined = answers and turn.intent not in ("affirm", asked.question.affirmed_by) and would_rather_not(turn)
    return asked.give(DECLINED) if declined else None


def _read_words(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """The text as it is written; nothing for who passes over it."""
    if not turn.text or asked.told != "answer":
        return None
    passes = len(turn.text) < _SHORT and turn.intent in ("thank", "goodbye") or would_rather_not(turn)
    text, most = NOTHING if passes else turn.text.strip(), asked.question.most
    return asked.refuse(limit=most) if most and len(text) > most else asked.give(text)


def _read_choice(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """One of the options by its place or its name; beside another answer by the first kind of name only."""
    names = asked.question.names[:1] if asked.told == "beside" and not takes_back(turn.text) else asked.question.names
    named = next((f"{lead}{found}" for kind, lead in names if (found := _meant(turn, kind)) is not None), None)
    return asked.give(_pick(turn, asked, named or asked.find_option()))


def _meant(turn: Turn, kind: str) -> Optional[str]:
    """The name of that kind that is not denied («non sala, volevo dire l'elettrico»)."""
    found = turn.names.get(kind, ())
    if not found or not takes_back(turn.text):
        return turn.name(kind)
    left = [name for name in found if not all(
        _DENIED.search(turn.text[:at]) for at in turn.positions.get(name, (0,)))]
    return left[-1] if left else None


def _pick(turn: Turn, asked: AskedValue, named: Optional[str]) -> Optional[str]:
    """The option at the place that is told, else the one ``named``, else the one of who leaves it open."""
    if asked.told != "answer":
        return named
    options = asked.list_options()
    picked = pick_by_place(turn.text, len(options))
    if picked is not None:
        return options[picked]
    if named is None and (leaves_choice(turn.text) or means_all(turn.text) or declines(turn.text)):
        return asked.leave_open()
    return named


def _read_municipality(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    named = next((place.id for place in index_municipalities().find(turn.text) if place.kind == "lecco"), None)
    if named is None and asked.told == "answer" and _EVERYWHERE.search(turn.text.casefold()):
        named = asked.question.anything
    return asked.give(named or _pick(turn, asked, None))


def _read_part_of_day(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    named = read_availability(turn.text)
    return asked.give((None if asked.told != "answer" and named == ANY else named) or _pick(turn, asked, None))


def _read_times(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """Weekdays and part of the day, as the slot keeps them: ``0,2|morning``."""
    days, part = read_weekdays(turn.text), read_availability(turn.text)
    if days is None and part is None:
        anything = asked.told == "answer" and (leaves_choice(turn.text) or declines(turn.text))
        return asked.give(f"|{ANY}") if anything else None
    return asked.give(f"{write_days(days or frozenset())}|{part if part in PARTS else ANY}")


def _read_no_time(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """Which time is meant depends on what is free: its task reads it. Who does not know is shown the times again."""
    return Reading({asked.slot: None}) if asked.told == "answer" and declines(turn.text) else None


def _read_withheld(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """What an answer tells of the person may be several facts at once: :mod:`bot.dialogue.applicant_facts` reads them.

    Here is what is left: that they would rather not say, or do not know.
    """
    declined = declines(turn.text) and not is_put_as_question(turn.text)  # «boh, che differenza c'è?»
    withheld = asked.told == "answer" and (turn.act == "skip" or declined) and not asks_reason(turn.text)
    if not withheld:
        return None
    first = WITHHELD not in turn.slots.values()  # one word on it is enough
    return Reading({asked.slot: WITHHELD}, (say("utter_withheld"),) if first else ())


def _read_no_income(turn: Turn, asked: AskedValue) -> Optional[Reading]:
    """An income by the hour is no income by the year."""
    withheld = _read_withheld(turn, asked)
    by_time = withheld is None and asked.told == "answer" and is_paid_by_time(turn.text)
    return Reading({asked.slot: None}, (say("utter_income_by_hour"),)) if by_time else withheld


def _press_yes_no(value: str, asked: AskedValue) -> Optional[bool]:
    return {"yes": True, "no": False}.get(value)


def _press_stars(value: str, asked: AskedValue) -> Optional[int]:
    return int(value) if value in ("1", "2", "3", "4", "5") else None


def _press_times(value: str, asked: AskedValue) -> Optional[str]:
    return f"|{value}" if value in PARTS else None


def _press_option(value: str, asked: AskedValue) -> Optional[str]:
    return value if value in asked.list_options() else None


def _press_any(value: str, asked: AskedValue) -> str:
    return value


@dataclass(frozen=True)
class ValueKind:
    """How a kind of value is read, and what the value of a button of it stands for (None: nothing)."""

    read: ValueReader
    press: Callable[[str, AskedValue], Any]


VALUE_KINDS: Mapping[AnswerKind, ValueKind] = {
    "yes_no": ValueKind(_read_yes_no, _press_yes_no),
    "sure_yes": ValueKind(_read_sure_yes, _press_yes_no),
    "consent": ValueKind(_read_consent, _press_yes_no),
    "now_or_later": ValueKind(_read_now_or_later, lambda value, asked: value if value in (NOW, LATER) else None),
    "name": ValueKind(_read_name, lambda value, asked: None),
    "contact": ValueKind(_read_contact, _press_option),
    "firm": ValueKind(_read_firm, lambda value, asked: None),
    "audience": ValueKind(_read_audience, lambda value, asked: value if value in ("people", "firms") else None),
    "stars": ValueKind(_read_stars, _press_stars),
    "words": ValueKind(_read_words, _press_any),
    "choice_or_words": ValueKind(_read_words, _press_any),
    "choice": ValueKind(_read_choice, _press_option),
    "municipality": ValueKind(_read_municipality, _press_option),
    "part_of_day": ValueKind(_read_part_of_day, _press_option),
    "times": ValueKind(_read_times, _press_times),
    "time": ValueKind(_read_no_time, lambda value, asked: None),
    "income": ValueKind(_read_no_income, _press_option),
    **dict.fromkeys(("age", "status", "residence"), ValueKind(_read_withheld, _press_option)),
}
