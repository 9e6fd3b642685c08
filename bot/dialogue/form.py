"""The base of all forms: one reading per turn, questions in the middle answered, failures counted, never a dead end."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, Optional, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue.asides import asks_of_own
from bot.dialogue.booking_words import corrects
from bot.dialogue.explanations import explain_by_act, explain_question
from bot.dialogue.other_providers import books_elsewhere
from bot.dialogue.rasa_adapter import ReplySpeaker, find_voice, read_turn
from bot.dialogue.reading import Reading
from bot.dialogue.repair_words import asks_to_wait, goes_back, tells_mistake
from bot.dialogue.tasks import HERE, Task
from bot.dialogue.turn import Reply, Turn, count, say
from bot.dialogue.value_kinds import VALUE_KINDS, AskedValue, Told, correct_name, would_rather_not
from bot.dialogue.wishes import (
    SECOND,
    cut_own_part,
    find_second_wish,
    is_interrupted,
    keep_interrupted,
    list_questions_beside,
    turn_of_wish,
)
from bot.italian.question_words import is_put_as_question, may_ask
from bot.italian.short_replies import agrees_first, read_yes_or_no

REQUESTED = "requested_slot"
SURE = 0.5
"""Confidence from which a message that gives no answer is taken as what its intent says."""

ANSWERING_INTENTS = frozenset(
    {"inform", "affirm", "deny", "choose", "nlu_fallback", "give_feedback", "greet", ""})
"""Intents that a form reads as a (possibly wrong) answer to its question."""
OFFERED_AT = 2
"""So many misread answers in a row and a person is offered by button; at the next one an operator is asked for."""
_BARE_START = 3
"""Words of «prendo appuntamento», which tells nothing that the open form could take."""
_ANSWERED_ASIDE = ("grumble", "share", "birthday")
"""Acts with one answer, ``utter_<act>``, whatever is asked; the question comes again."""
_NOTED = ("name", "firm", "contact")
"""Kinds of values that are said to be noted where they are told unasked."""
_BEFORE_ALL = frozenset({"stop", "express_distress"})
"""Intents that no form takes for an answer, whatever it asks."""
_ASKS_FACT = re.compile(r"\b(?:chi|quando|dove|quanto|quanti|quale|quali|che ora)\b[^?]*\?\s*$", re.IGNORECASE)
"""A question of a thing that is named, at a question that any words answer."""
_BUSY_ELSEWHERE = frozenset({
    "book_appointment", "move_appointment", "cancel_appointment", "list_appointments", "check_eligibility",
    "request_human", "erase_data"})
_CERTAIN = 0.8
"""Confidence from which a message is no free text but something else that the person wants."""


def _name_form(form: Form) -> str:
    return f"validate_{form.task.name}"


class Form(Action, ABC):
    """``validate_<task>``: Rasa calls it at every turn of the form and asks the slot that it requests next."""

    task: ClassVar[Task]
    consented: ClassVar[Any] = True
    """What the slot of its consent holds once it is given."""

    def __init_subclass__(cls) -> None:
        """A form that declares its task has the name of it; Rasa registers no class that is still abstract."""
        super().__init_subclass__()
        if "task" in cls.__dict__:
            cls.name = _name_form  # type: ignore[method-assign, assignment]

    @abstractmethod
    def name(self) -> str:
        """``validate_<task>``."""

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """The slots that this form needs, in the order of its questions, given those that are filled."""
        return self.task.needs(slots)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        """What the message gives; None when it gives nothing for this form. ``requested`` is None at the start."""
        if requested is None:
            return self.start(turn)
        if turn.option is not None:
            return self._press(turn, *turn.option)
        return self.put_right(turn, requested) or self._read_answer(turn, requested)

    def start(self, turn: Turn) -> Reading:
        """The reading of the message that begins the task: what was held before is over, what it tells is taken."""
        values: dict[str, Any] = dict.fromkeys(self.task.slots)
        replies: tuple[Reply, ...] = ()
        for question in self.task.questions:
            told = self.read_value(turn, question.slot, "opening") if question.early else None
            if told is not None:
                values.update(told.values)
                replies += told.replies
        return Reading(values, (*self._note(values, None), *replies))

    def list_options(self, turn: Turn, slot: str) -> Sequence[str]:
        """The values of the buttons of ``slot``, in the order in which they are shown."""
        return ()

    def find_option(self, turn: Turn, slot: str) -> Optional[str]:
        """The option that the message names otherwise than by a name of the question's kinds."""
        return None

    def describe_option(self, turn: Turn, slot: str, value: str) -> str:
        """How the option is called."""
        return value

    def follow(self, turn: Turn, requested: str, reading: Reading) -> Reading:
        """``reading`` with what follows from its values for this task."""
        return reading

    def put_right(self, turn: Turn, requested: str) -> Optional[Reading]:
        """What the message corrects of an answer of before: the name, whatever is asked by then."""
        slot = self.task.find_slot("name")
        known = turn.slots.get(slot) if slot and slot != requested else None
        if not slot or not known or not (corrects(turn.text) or requested == self.task.find_slot("consent")):
            return None
        right = correct_name(turn, known)
        return Reading({slot: right, requested: None}) if right else None

    def read_value(self, turn: Turn, slot: str, told: Told) -> Optional[Reading]:
        """The value of ``slot`` in the message, by the reader of its kind."""
        asked = self._asked(turn, slot, told)
        return VALUE_KINDS[asked.question.kind].read(turn, asked)

    def _asked(self, turn: Turn, slot: str, told: Told) -> AskedValue:
        question = next(item for item in self.task.questions if item.slot == slot)
        return AskedValue(self.task, question, told, partial(self.list_options, turn, slot),
                          partial(self.find_option, turn, slot))

    def _press(self, turn: Turn, slot: str, value: str) -> Optional[Reading]:
        """What a button of the form means; None for the others."""
        if self.task.find_question(slot) is None:
            return None
        asked = self._asked(turn, slot, "answer")
        reading = asked.give(VALUE_KINDS[asked.question.kind].press(value, asked))
        return self.follow(turn, slot, reading) if reading is not None else None

    def _read_answer(self, turn: Turn, requested: str) -> Optional[Reading]:
        """The value that is asked for, and what is told beside it or instead of it."""
        question = next(item for item in self.task.questions if item.slot == requested)
        if question.kind in ("words", "choice_or_words") and self._wants_else(turn):
            return None
        values: dict[str, Any] = {}
        replies: tuple[Reply, ...] = ()
        beside = [] if self._is_digression(turn, requested) else [
            self.read_value(turn, slot, "beside") for slot in question.besides]
        for told in (*beside, self.read_value(turn, requested, "answer")):
            if told is not None:
                values.update(told.values)
                replies += told.replies
        replies = (*self._note(values, requested), *replies)
        return self.follow(turn, requested, Reading(values, replies)) if values or replies else None

    def _note(self, values: dict[str, Any], requested: Optional[str]) -> tuple[Reply, ...]:
        """That a name or a contact is noted which was told before it was asked for."""
        told = [values[item.slot] for item in self.task.questions
                if item.kind in _NOTED and item.slot != requested and values.get(item.slot)]
        what = ", ".join(value["shown"] if isinstance(value, dict) else value for value in told if value != HERE)
        return (say("utter_booking_noted", what=what),) if what else ()

    def _wants_else(self, turn: Turn) -> bool:
        """Whether the message is a question or a wish, not free text."""
        named = bool(turn.names) and turn.confidence >= SURE and turn.text.rstrip().endswith("?")
        named = named or bool(turn.names) and _ASKS_FACT.search(turn.text) is not None
        if turn.confidence < _CERTAIN and not named or would_rather_not(turn):
            return False
        return turn.intent in _BUSY_ELSEWHERE or (self.is_question(turn.intent) and turn.text.rstrip().endswith("?"))

    @abstractmethod
    def is_question(self, intent: str) -> bool:
        """Whether ``intent`` asks something that can be answered beside the form."""

    @abstractmethod
    def answer_question(self, turn: Turn) -> Reply:
        """The answer to a question that stands beside an answer of the form."""

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """The answer to a question about the task itself, after which ``requested`` is asked again; None for others."""
        return None

    def answer_code(self, turn: Turn, requested: str) -> Optional[Reply]:
        """What a code typed alone leads to, after which ``requested`` is asked again; None for other messages."""
        return None

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Read the turn once, set what it gave, and request the next slot; no value leaves the turn to other rules.

        A database that cannot be reached is raised: the runtime tells every failure once a turn.
        """
        turn = read_turn(tracker, domain)
        reading, requested = await asyncio.to_thread(self._step, turn, tracker)
        speaker = ReplySpeaker(dispatcher, domain, await asyncio.to_thread(find_voice, tracker, turn))
        if self._goes_on_after_silence(turn, reading, tracker, domain):
            speaker.send(say("utter_session_resumed"))
        for reply in reading.replies:
            speaker.send(reply)
        subject = next((reply.subject for reply in reversed(reading.replies) if reply.subject), None)
        values = {**reading.values, **({"subject": subject} if subject else {})}
        if any(value is not None for value in reading.values.values()):
            values.setdefault("misread", 0)  # understood: a row of failures ends here
        events: list[EventType] = [SlotSet(slot, value) for slot, value in values.items()]
        if reading.hand_over:
            return [*events, FollowupAction("action_hand_over"), ActionExecutionRejected(self.task.name)]
        return [*events, SlotSet(REQUESTED, requested)]

    def _goes_on_after_silence(
        self, turn: Turn, reading: Reading, tracker: Tracker, domain: dict[str, Any]
    ) -> bool:
        """Whether the person comes back to the middle of this form, and to nothing else, after a long silence."""
        minutes = (domain.get("session_config") or {}).get("session_expiration_time", 60)
        came_back = turn.silence is not None and minutes and turn.silence > timedelta(minutes=minutes)
        in_middle = turn.slots.get(REQUESTED) in self.task.slots and not turn.intent.startswith("handoff")
        heard = bool(reading.values or reading.replies or _already_used(tracker, self.task.name))
        return bool(came_back and in_middle and heard and not reading.hand_over)

    def begin_anew(self, turn: Turn) -> Reading:
        """What was told so far is dropped; the first question comes again."""
        return Reading(dict.fromkeys(self.task.slots), (say("utter_form_anew"),))

    def opened(self, turn: Turn) -> Reading:
        """What a form knows that another action has opened (a «sì» to an offer): nothing, unless it says otherwise."""
        return Reading()

    def _step(self, turn: Turn, tracker: Tracker) -> tuple[Reading, Optional[str]]:
        requested = turn.slots.get(REQUESTED) if turn.slots.get(REQUESTED) in self.task.slots else None
        if requested is None:
            reading = self._begin(turn, tracker)
        else:
            reading = Reading() if _already_used(tracker, self.task.name) else self._pass_over(
                turn, requested, self._read(turn, requested))
        voided = self.task.find_voided(turn.slots, reading.values)
        reading = replace(reading, values={**voided, **reading.values}) if voided else reading
        slots = {**turn.slots, **reading.values}
        missing = [slot for slot in self.required(slots, turn) if slots.get(slot) is None]
        return reading, missing[0] if missing else None

    def _begin(self, turn: Turn, tracker: Tracker) -> Reading:
        """The first reading: what begins the form, or the wish that waited; questions beside it are answered first."""
        kept = turn_of_wish(turn)
        if kept is not None:
            reading = Reading() if is_interrupted(turn.slots) else self.understand(kept, None) or Reading()
            return replace(reading, values={**reading.values, SECOND: None})
        if _already_used(tracker, self.task.name):
            return self.opened(turn)
        reading = self._read(cut_own_part(turn), None)
        asked = tuple(intent for intent in list_questions_beside(turn) if self.is_question(intent))
        if asked:
            beside = self.answer_question(replace(turn, intent=asked[0], questions=asked if len(asked) > 1 else ()))
            reading = replace(reading, replies=(beside, *reading.replies))
        second = find_second_wish(turn) or keep_interrupted(_find_loop_before(tracker), self.task.name)
        if second is not None or turn.slots.get(SECOND):
            reading = replace(reading, values={**reading.values, SECOND: second})
        return reading

    def _read(self, turn: Turn, requested: Optional[str]) -> Reading:
        if requested and turn.intent in _BEFORE_ALL and turn.confidence >= SURE:
            return Reading()
        if requested and not turn.text and turn.option is None and self._is_digression(turn, requested):
            return Reading()  # the button of a question, or one in another language: the names in it answer nothing
        if requested and requested not in self.task.free_text and self._is_digression(turn, requested) and (
                books_elsewhere(turn.text, in_task=True)):
            return Reading()  # «appuntamento dal parrucchiere lunedì alle 10»: its day is none of ours
        by_code = self.answer_code(turn, requested) if requested else None
        if requested and by_code is not None:
            return Reading({requested: None}, (by_code,))
        if requested and turn.act == "anew":
            return self.begin_anew(turn)
        if requested and turn.act in _ANSWERED_ASIDE:
            return Reading({requested: None}, (say(f"utter_{turn.act}"),))
        if requested and requested not in self.task.free_text and asks_to_wait(turn.text):
            return Reading({requested: None}, (say("utter_take_your_time"),))
        beside = (explain_question(turn, requested) or self.answer_aside(turn, requested)) if requested else None
        if requested and beside is not None:
            return Reading({requested: self._agrees_first(turn, requested)}, (beside,))
        if requested and (turn.act == "back" or goes_back(turn.text) or self._takes_back(turn, requested)):
            return self._go_back(turn, requested)
        reading = self.understand(turn, requested)
        if requested and reading is not None and self._asks_only(turn, requested, reading):
            return Reading()
        if reading is not None:
            asked_too = (requested not in self.task.free_text
                         and self.is_question(turn.intent) and not self.task.holds(turn.intent, requested)
                         and turn.confidence >= SURE and may_ask(turn.text))
            if requested and asked_too and reading.values.get(requested) is not None:
                return Reading(reading.values, (self.answer_question(turn), *reading.replies))
            return reading
        if requested is None or self._is_digression(turn, requested):
            return Reading()
        asked = self._question_meant(turn, requested)
        if asked is not None:
            return Reading({requested: None}, (self.answer_question(asked),))
        explained = explain_by_act(turn, requested)
        if explained is not None and turn.act != "again":  # «again» may be keys hit at random: it counts as misread
            return Reading({requested: None}, (explained,))
        if turn.option is None and self.task.holds(turn.intent, requested) and len(turn.text.split()) <= _BARE_START:
            return Reading({requested: None})  # what opened the form, pressed or said once more: it is open
        return self._not_understood(turn, requested)

    def _takes_back(self, turn: Turn, requested: str) -> bool:
        """Whether «scusa, ho sbagliato» is about the answer before; at a recap it is asked what to change."""
        question = self.task.find_question(requested)
        return question is not None and question.kind not in ("yes_no", "sure_yes") and tells_mistake(turn.text)

    def _asks_only(self, turn: Turn, requested: str, reading: Reading) -> bool:
        """Whether «quanto dura il corso di sala?» asks of what could be chosen before, and chooses nothing."""
        told = {slot for slot in self.task.slots if reading.values.get(slot) is not None}
        choices = {item.slot for item in self.task.questions if item.kind == "choice"}
        return requested not in told and told <= choices and self.asks_something_else(turn, requested)

    def asks_something_else(self, turn: Turn, requested: str) -> bool:
        """Whether the message is a question that is no part of the task."""
        return (self._is_digression(turn, requested) and self.is_question(turn.intent)
                and is_put_as_question(turn.text))

    def _agrees_first(self, turn: Turn, requested: str) -> Any:
        """The consent of «sì, ma i bambini?», with a question of the appointment behind it; None for anything else."""
        question = self.task.find_question(requested)
        agreed = question is not None and question.kind == "consent" and asks_of_own(turn.text)
        return self.consented if agreed and agrees_first(turn.text) else None

    def _pass_over(self, turn: Turn, requested: str, reading: Reading) -> Reading:
        """``reading``, with the assumed value of the question where the message goes on to another one."""
        question = self.task.find_question(requested)
        if question is None or reading.values.get(requested) is not None or all(
                reading.values.get(slot) is None for slot in question.passed_by):
            return reading
        assumed = self._assume(turn, requested) or Reading()
        return Reading({**reading.values, **assumed.values}, (*assumed.replies, *reading.replies))

    def _assume(self, turn: Turn, requested: str) -> Optional[Reading]:
        """The value of who does not answer ``requested``; None where there is no telling."""
        value = self._asked(turn, requested, "answer").leave_open()
        if value is None:
            return None
        told = f"utter_assumed_{requested}"
        replies = (say(told, chosen=self.describe_option(turn, requested, value)),) if told in turn.responses else ()
        return self.follow(turn, requested, Reading({requested: value, "misread": 0}, replies))

    def _question_meant(self, turn: Turn, requested: str) -> Optional[Turn]:
        """The turn as the question that the classifier was sure of, where it was taken for an answer and gives none."""
        if requested in self.task.free_text or turn.act or not may_ask(turn.text):
            return None
        sure = next((intent for intent, confidence in turn.ranking
                     if intent not in ANSWERING_INTENTS and confidence >= SURE), None)
        asked = sure is not None and self.is_question(sure) and not self.task.holds(sure, requested)
        return replace(turn, intent=sure or "") if asked else None

    def _go_back(self, turn: Turn, requested: str) -> Reading:
        """The question before is asked again; at the first one there is none."""
        order = [item.slot for item in self.task.questions]
        given = [slot for slot in order[:order.index(requested)] if turn.slots.get(slot) is not None]
        if not given:
            return Reading({requested: None}, (say("utter_first_question"),))
        return Reading({given[-1]: None, requested: None})

    def _is_digression(self, turn: Turn, requested: str) -> bool:
        chosen = bool(turn.names) and self.task.holds(turn.intent, requested)  # «quali corsi ci sono?» names none
        return turn.confidence >= SURE and not chosen and turn.intent not in ANSWERING_INTENTS | self.task.own_intents

    def _not_understood(self, turn: Turn, requested: str) -> Reading:
        if turn.option is not None:  # a button of a question that is over
            return Reading({requested: None}, (say("utter_stale_button"),))
        if turn.intent == "greet" and turn.confidence >= SURE:
            return Reading({requested: None}, (say("utter_hello"),))
        if turn.slots.get("misread") is None and read_yes_or_no(turn.text) is True:
            return Reading({requested: None, "misread": 1})  # «sì, verifica» to what was said before the question
        count(turn, "not_understood", topic=self.task.name)
        failures = int(turn.slots.get("misread") or 0) + 1
        assumed = self._assume(turn, requested) if failures >= OFFERED_AT else None
        if assumed is not None:
            return assumed
        if failures > OFFERED_AT:
            return Reading({requested: None, "misread": 0}, hand_over=True)
        told = explain_by_act(turn, requested) or say(f"utter_invalid_{requested}")
        if failures == OFFERED_AT:
            told = Reply(told.parts + say("utter_form_help").parts)  # one message: the question is the second
        return Reading({requested: None, "misread": failures}, (told,))

    @classmethod
    def cleared(cls) -> list[EventType]:
        """Events that forget everything the form holds."""
        return [SlotSet(slot, None) for slot in cls.task.slots]


def _find_loop_before(tracker: Tracker) -> Optional[str]:
    """The form that was open when the latest message came."""
    before = reversed(tracker.events)
    any(event.get("event") == "user" for event in before)  # what came with the message is passed over
    return next((event.get("name") for event in before if event.get("event") == "active_loop"), None)


def _already_used(tracker: Tracker, form: str) -> bool:
    """Whether another action has already answered the latest message (a digression, or the «sì» that opened it)."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in (
                form, f"validate_{form}", "action_listen", "action_extract_slots"):
            return True
    return False
