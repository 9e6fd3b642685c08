"""What a person has in front of them when they write: the open task, its question, the buttons shown, what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Callable, Mapping, Optional, TypeVar, cast

from bot import clock
from bot.dialogue.turn import Button
from bot.services.needs import NeedIndex

FoundOnce = TypeVar("FoundOnce")


@dataclass(frozen=True)
class Context:
    """Where a message stands in its conversation.

    ``task``: the form that is open; ``question``: the slot that it asks; ``buttons``: those of the last turn, in order;
    ``at_hand``: whether an appointment was just made, moved or told, so that «spostalo» and «annullalo» mean it;
    ``checked``: whether the requirements were just told, so that «quindi, sì o no?» is about them; ``listed``: the
    buttons of the last list of things, so that «il secondo» is one; ``subject`` and ``last_question``: the slots;
    ``refused``: whether a consent was refused, so that «va bene, accetto» goes on with the booking;
    ``offer``: what was just offered, and a «sì» accepts; ``offered``: the same, where it was instead of an operator;
    ``answered``: whether a question was answered before, so that «non ho capito» is about that answer.
    ``left``: the form that was open in the last turns, where none is now.
    ``dropped``: the form that the person stopped in them, or in which an appointment was cancelled;
    ``dropped_start``: ``<service>:<office>|<local minute>`` of the booking or appointment that was given up with it.
    ``needs``: the words of the register of needs.
    ``language``: the code of the one it is held in, None for Italian; ``register``: ``lei``, ``tu`` or not yet known.
    """

    task: Optional[str] = None
    question: Optional[str] = None
    buttons: tuple[Button, ...] = ()
    at_hand: bool = False
    checked: bool = False
    listed: tuple[Button, ...] = ()
    subject: Optional[str] = None
    last_question: Optional[str] = None
    refused: bool = False
    offer: Optional[str] = None
    offered: Optional[str] = None
    answered: bool = False
    left: Optional[str] = None
    dropped: Optional[str] = None
    dropped_start: Optional[str] = None
    now: datetime = field(default_factory=clock.now)
    needs: Optional[NeedIndex] = None
    language: Optional[str] = None
    register: Optional[str] = None
    found: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def find_once(
        self, find: Callable[[str, frozenset[str], datetime], FoundOnce], text: str, kinds: frozenset[str]
    ) -> FoundOnce:
        """What ``find`` gives for ``text`` and the ``kinds`` of its names; several readers ask, it is found once."""
        key = (find, text, kinds)
        if key not in self.found:
            self.found[key] = find(text, kinds, self.now)
        return cast(FoundOnce, self.found[key])

    def read_once(
        self, read: Callable[[str, Understood, Context], Optional[Understood]], text: str, understood: Understood
    ) -> Optional[Understood]:
        """What the reader ``read`` gives here; another one that asks before it does not make it read again."""
        key = (read, text, understood)
        if key not in self.found:
            self.found[key] = read(text, understood, self)
        return cast(Optional[Understood], self.found[key])

    @property
    def standing(self) -> str:
        """In a word where the conversation stands: the open question, else what was just told."""
        return self.question or ("at_hand" if self.at_hand else "checked" if self.checked else "open")


@dataclass(frozen=True)
class Understood:
    """What a message was taken for: an intent with the classifier's probability, and the option of a button.

    ``option``: ``<slot>:<value>``; None when the message chooses nothing that was offered. ``kinds``: the kinds of the
    names found in it (office, course, service…). ``ranking``: what else it may be, likeliest first.
    ``acts``: what it may be where it stands (:mod:`bot.dialogue.acts`), with probabilities. ``act``: what it does with
    the question that is open, when that is no answer: again, why, compare, back, skip.
    ``rest``: its words without these names; ``names``: kinds and ids that it means without naming them;
    ``questions``: the intents when it asks several things.
    ``language``: the one that the conversation changes to; ``translated``: it was read there and stands for the button
    of its intent; ``said``: the day and hour in it, in Italian.
    ``near_needs``: the rows of the register that a message outside ours is near to, nearest first, with probabilities.
    """

    intent: str
    confidence: float = 1.0
    option: Optional[str] = None
    kinds: frozenset[str] = frozenset()
    ranking: tuple[tuple[str, float], ...] = ()
    acts: tuple[tuple[str, float], ...] = ()
    act: Optional[str] = None
    rest: Optional[str] = None
    names: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()
    language: Optional[str] = None
    translated: bool = False
    said: Optional[str] = None
    near_needs: tuple[tuple[str, float], ...] = ()


def read_near_needs(message: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """The rows that ``NeedClassifier`` found near Rasa's parsed ``message``, nearest first, with probabilities."""
    return tuple((item["id"], float(item["confidence"])) for item in message.get("near_needs") or ())
