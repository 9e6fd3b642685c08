"""The base of all forms: one reading a turn, questions in the middle answered, failures counted, never a dead end."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import answered, is_question
from bot.actions.turn import Reply, Speaker, Turn, count, read_turn, say
from bot.core.replies import yes_or_no

REQUESTED = "requested_slot"
SURE = 0.5
"""Confidence from which a message that gives no answer is taken as what its intent says."""

ANSWERING_INTENTS = frozenset(
    {"inform", "affirm", "deny", "choose", "nlu_fallback", "give_feedback", "greet", ""})
"""Intents that a form reads as a (possibly wrong) answer to its question."""


OFFERED_AT = 2
"""So many misread answers in a row and a person is offered by button; at the next one an operator is asked for."""

_BEFORE_ALL = frozenset({"stop", "express_distress"})
"""Intents that no form takes for an answer, whatever it asks."""

_ASKS = re.compile(r"\?|\b(?:cosa|cos|che|chi|quant\w*|quando|come|dove|dov|qual\w*|perch\w*|posso|puoi|si può|"
                   r"serve)\b")
"""What a message must hold to be a question beside an answer: «sono in cigs» is an answer alone."""


@dataclass(frozen=True)
class Reading:
    """What a turn gave: slot values (None asks again), and what to say before the next question.

    ``hand_over``: the answers were misread so often that an operator is asked for instead of the next question.
    """

    values: dict[str, Any] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()
    hand_over: bool = False


class Form(Action, ABC):
    """``validate_<form>``: Rasa calls it at every turn of the form and asks the slot that it requests next."""

    form: ClassVar[str]
    own_intents: ClassVar[frozenset[str]] = frozenset()
    free_text: ClassVar[frozenset[str]] = frozenset()
    """Slots whose answer may be any words: what is taken for one of these is not answered as a question too."""

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """The slots that this form needs, in the order of its questions, given those that are filled."""

    @abstractmethod
    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        """What the message gives; None when it gives nothing for this form. ``requested`` is None at the start."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Read the turn once, set what it gave, and request the next slot; no value leaves the turn to other rules.

        A database that cannot be reached is raised: the runtime tells every failure once a turn.
        """
        turn = read_turn(tracker, domain)
        reading, requested = await asyncio.to_thread(self._step, turn, tracker)
        speaker = Speaker(dispatcher, domain)
        for reply in reading.replies:
            speaker.send(reply)
        subject = next((reply.subject for reply in reversed(reading.replies) if reply.subject), None)
        values = {**reading.values, **({"subject": subject} if subject else {})}
        if any(value is not None for value in reading.values.values()):
            values.setdefault("misread", 0)  # understood: a row of failures ends here
        events: list[EventType] = [SlotSet(slot, value) for slot, value in values.items()]
        if reading.hand_over:
            return [*events, FollowupAction("action_hand_over"), ActionExecutionRejected(self.form)]
        return [*events, SlotSet(REQUESTED, requested)]

    def opened(self, turn: Turn) -> Reading:
        """What a form knows that another action has opened (a «sì» to an offer): nothing, unless it says otherwise."""
        return Reading()

    def _step(self, turn: Turn, tracker: Tracker) -> tuple[Reading, Optional[str]]:
        requested = turn.slots.get(REQUESTED) if turn.slots.get(REQUESTED) in self.all_slots() else None
        if _already_used(tracker, self.form):
            reading = self.opened(turn) if requested is None else Reading()
        else:
            reading = self._read(turn, requested)
        slots = {**turn.slots, **reading.values}
        missing = [slot for slot in self.required(slots, turn) if slots.get(slot) is None]
        return reading, missing[0] if missing else None

    def _read(self, turn: Turn, requested: Optional[str]) -> Reading:
        if requested and turn.intent in _BEFORE_ALL and turn.confidence >= SURE:
            return Reading()
        reading = self.understand(turn, requested)
        if reading is not None:
            asked_too = (requested is not None and requested not in self.free_text and is_question(turn.intent)
                         and turn.intent not in self.own_intents and turn.confidence >= SURE
                         and _ASKS.search(turn.text.casefold()) is not None)
            if asked_too and reading.values.get(requested) is not None:
                return Reading(reading.values, (answered(turn), *reading.replies))
            return reading
        if requested is None or self._is_digression(turn):
            return Reading()
        return self._not_understood(turn, requested)

    def _is_digression(self, turn: Turn) -> bool:
        return (turn.intent not in ANSWERING_INTENTS and turn.intent not in self.own_intents
                and turn.confidence >= SURE)

    def _not_understood(self, turn: Turn, requested: str) -> Reading:
        if turn.option is not None:  # a button of a question that is over
            return Reading({requested: None}, (say("utter_stale_button"),))
        if turn.intent == "greet" and turn.confidence >= SURE:
            return Reading({requested: None}, (say("utter_hello"),))
        count(turn, "not_understood", topic=self.form)
        failures = int(turn.slots.get("misread") or 0) + 1
        if failures > OFFERED_AT:
            return Reading({requested: None, "misread": 0}, hand_over=True)
        told = say(f"utter_invalid_{requested}")
        if failures == OFFERED_AT:
            told = Reply(told.parts + say("utter_form_help").parts)  # one message: the question is the second
        return Reading({requested: None, "misread": failures}, (told,))

    @classmethod
    def all_slots(cls) -> tuple[str, ...]:
        """The names of the slots that belong to this form."""
        return cls.slots

    slots: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def cleared(cls) -> list[EventType]:
        """Events that forget everything the form holds."""
        return [SlotSet(slot, None) for slot in cls.slots]


def _already_used(tracker: Tracker, form: str) -> bool:
    """Whether another action has already answered the latest message (a digression, or the «sì» that opened it)."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in (
                form, f"validate_{form}", "action_listen", "action_extract_slots"):
            return True
    return False


def said_yes(turn: Turn) -> Optional[bool]:
    """True for a yes, False for a no, None for neither."""
    answer = yes_or_no(turn.text)
    if answer is not None:
        return answer
    return {"affirm": True, "deny": False}.get(turn.intent)
