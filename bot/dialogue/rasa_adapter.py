"""Between Rasa and the dialogue: a turn read from the tracker, replies sent, and the base of all actions."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any, Mapping, Optional, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import clock
from bot import settings as settings_module
from bot.dialogue.context import read_near_needs
from bot.dialogue.language_facts import read_facts
from bot.dialogue.languages import find_language
from bot.dialogue.turn import Reply, StatedWish, Turn
from bot.dialogue.voice import Voice, make_message, read_voice
from bot.italian.gibberish import is_gibberish
from bot.settings import Settings

SPELT = 0.95
"""Similarity from which a name counts as written as it is: one wrong letter in a long one."""
VOICE_SLOTS = ("language", "register")
"""Slots that Rasa fills from entities of the same name: how a message is written, no names in it."""
_MAY_BE_NOTHING = ("out_of_scope", "inform")
"""Intents that the classifier finds in random keys: nobody has asked for anything outside then, nor told anything."""


def read_turn(tracker: Tracker, domain: Optional[Mapping[str, Any]] = None, now: Optional[datetime] = None,
              settings: Optional[Settings] = None) -> Turn:
    """The turn that ``tracker`` stands at."""
    message = tracker.latest_message or {}
    text = message.get("text") or ""
    names: dict[str, list[str]] = {}
    spelt: set[str] = set()
    positions: dict[str, tuple[int, ...]] = {}
    option, act = None, None
    for entity in message.get("entities") or []:
        value = str(entity.get("value"))
        if entity.get("entity") == "option":
            slot, _, chosen = value.partition(":")
            option = (slot, chosen)
            continue
        if entity.get("entity") == "act":
            act = value
            continue
        if entity.get("entity") in VOICE_SLOTS:
            continue
        if value not in names.setdefault(entity["entity"], []):
            names[entity["entity"]].append(value)
        positions[value] = (*positions.get(value, ()), int(entity.get("start") or 0))
        if float(entity.get("confidence_entity") or 0.0) >= SPELT:
            spelt.add(value)
    intent = message.get("intent") or {}
    if intent.get("name") in _MAY_BE_NOTHING and not names and is_gibberish(text):
        intent = {**intent, "name": "nlu_fallback"}
    typed = [event.get("text") or "" for event in _session(tracker.events) if event.get("event") == "user"]
    written = "" if text.startswith("/") or message.get("translated") else text
    return Turn(
        text=message.get("in_italian") or written,
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        ranking=tuple((item["name"], float(item["confidence"])) for item in message.get("intent_ranking") or []),
        questions=tuple(message.get("questions") or ()),
        names={kind: tuple(ids) for kind, ids in names.items()},
        spelt=frozenset(spelt),
        positions=positions,
        wishes=tuple(StatedWish(item["intent"], item["start"], item["end"]) for item in message.get("wishes") or ()),
        option=option,
        act=act,
        course_before=_course_before(tracker.events),
        near_needs=read_near_needs(message),
        slots=dict(tracker.slots),
        earlier=tuple(line for line in typed[:-1] if line and not line.startswith("/")),
        conversation_id=tracker.sender_id,
        message_id=str(message.get("message_id") or ""),
        now=now or clock.now(),
        settings=settings or settings_module.load(),
        channel=tracker.get_latest_input_channel() or "",
        loop=(tracker.active_loop or {}).get("name"),
        silence=_silence(tracker.events),
        responses=(domain or {}).get("responses") or {},
    )


REMEMBERED = 4
"""Messages for which a course that was named stays what a short question means."""


def _course_before(events: Sequence[dict[str, Any]]) -> Optional[str]:
    """The one course that the messages before the latest named last; None for several, or none lately."""
    users = [event for event in events if event.get("event") == "user"][:-1]
    for event in reversed(users[-REMEMBERED:]):
        found = {str(entity.get("value")) for entity in (event.get("parse_data") or {}).get("entities") or []
                 if entity.get("entity") == "course"}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def join_last_answer(events: Sequence[dict[str, Any]]) -> str:
    """What was said in answer to the message before the latest one, one text under the other."""
    words: list[str] = []
    users = 0
    for event in reversed(events):
        if event.get("event") == "user":
            users += 1
            if users == 2:
                break
        elif event.get("event") == "bot" and users == 1:
            words.insert(0, str(event.get("text") or ""))
    return "\n".join(words)


def _silence(events: Sequence[dict[str, Any]]) -> Optional[timedelta]:
    times = [event.get("timestamp") or 0 for event in events if event.get("event") == "user"][-2:]
    return timedelta(seconds=times[1] - times[0]) if len(times) == 2 else None


def _session(events: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    for index in range(len(events) - 1, -1, -1):
        if events[index].get("event") == "action" and events[index].get("name") == "action_session_start":
            return events[index:]
    return events


class ReplySpeaker:
    """Turns replies into messages with the wording of the domain's responses, in the voice of the conversation."""

    def __init__(self, dispatcher: CollectingDispatcher, domain: dict[str, Any], voice: Optional[Voice] = None) -> None:
        self._dispatcher = dispatcher
        self._responses = domain.get("responses") or {}
        self._voice = voice or Voice()

    def send(self, reply: Reply) -> None:
        """Send one message."""
        self._dispatcher.utter_message(**make_message(reply, self._responses, self._voice))


def find_voice(tracker: Tracker, turn: Turn) -> Voice:
    """The voice of a conversation, with the facts for its language; reads the database where there is one."""
    facts = read_facts(turn.settings, turn.now, language) if (
        language := find_language(tracker.slots.get("language"))) else None
    return read_voice(tracker.slots, join_last_answer(tracker.events), facts)


class TurnAction(Action, ABC):
    """An action that reads a turn and answers with replies and events; the database is used in a thread."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer the turn. A database that cannot be reached is raised: the runtime tells every failure once a turn."""
        turn = read_turn(tracker, domain)

        def answer() -> tuple[tuple[list[Reply], list[EventType]], Voice]:
            return self.answer(turn), find_voice(tracker, turn)

        (replies, events), voice = await asyncio.to_thread(answer)
        speaker = ReplySpeaker(dispatcher, domain, voice)
        for reply in replies:
            speaker.send(reply)
        left = remember_replies(replies)
        if self.name().startswith("action_ask_"):  # a question that is asked again ends no row of misread answers
            left = [event for event in left if event.get("name") != "misread"]
        return [*left, *events]

    @abstractmethod
    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        """What to say and which events to record; runs in a thread."""


def remember_replies(replies: Sequence[Reply]) -> list[EventType]:
    """The slots that replies leave behind: the subject when there is one, and what a bare «sì» would accept."""
    if not replies:
        return []
    events: list[EventType] = [SlotSet("offer", replies[-1].offer), SlotSet("misread", 0)]
    subject = next((reply.subject for reply in reversed(replies) if reply.subject), None)
    if subject:
        events.append(SlotSet("subject", subject))
    if replies[-1].question:
        events.append(SlotSet("last_question", replies[-1].question))
    return events
