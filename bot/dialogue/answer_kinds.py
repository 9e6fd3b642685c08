"""Whether a text can be read as an answer of the kind that a question asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, Mapping

from bot.italian.dates import parse
from bot.italian.people.age import Age, read_age
from bot.italian.people.contacts import tells_contact
from bot.italian.people.income import Income, UnknownIncome, read_income
from bot.italian.people.names import read_person_name
from bot.italian.people.residence import read_residence
from bot.italian.people.status import read_status
from bot.italian.short_replies import read_yes_or_no
from bot.italian.shorthand import expand_words

_POLITE = frozenset(
    "si no ok okay va bene d accordo daccordo certo grazie mille tante molte molto gentile gentili gentilissimo "
    "gentilissima gentilissimi prego perfetto ottimo ciao salve buongiorno buonasera esatto giusto confermo stop "
    "basta annulla cancella esci lascia stare perdere tutto niente nulla aspetta allora scusa scusi per favore e a "
    "voi".split())
"""Words that alone, or with one another, are no name."""


def is_name(text: str, now: datetime) -> bool:
    """Two words or more that read as a name: «Piero Mori», «Giulio Costa», «Concetta Basta»."""
    words = expand_words(text).split()
    return len(words) > 1 and not all(word in _POLITE for word in words) and isinstance(read_person_name(text), str)


ANSWERS = frozenset({"inform", "affirm", "deny", "choose"})
"""Intents of an answer to a question."""
OWN_WORDS = frozenset({"booking_name", "feedback_comment"})
"""Questions whose answer may be any words."""
GOODBYE = 0.8
"""Probability from which the classifier is sure of a goodbye."""
YES_OR_NO = ("yes_no", "sure_yes", "consent")
"""Kinds whose answer is a yes or a no."""

VALUE_READERS: Mapping[str, Callable[[str, datetime], bool]] = {
    "name": is_name,
    "contact": lambda text, now: tells_contact(text),
    "time": lambda text, now: parse(text, now) is not None,
    **dict.fromkeys(YES_OR_NO, lambda text, now: read_yes_or_no(text) is not None),
    "age": lambda text, now: isinstance(read_age(text, now.date(), asked=True), Age),
    "income": lambda text, now: isinstance(read_income(text, asked=True), (Income, UnknownIncome)),
    "status": lambda text, now: read_status(text, asked=True) is not None,
    "residence": lambda text, now: read_residence(text, asked=True) is not None,
}
"""By kind; what is not here (a choice, stars, any words) the task itself reads."""


def is_answer(kind: str, text: str, now: datetime) -> bool:
    """Whether ``text`` holds an answer of that ``kind`` (``bot.dialogue.tasks.AnswerKind``) at ``now``."""
    reader = VALUE_READERS.get(kind)
    return reader is not None and reader(text, now)
