"""One turn of a conversation: what came in, what is said, and the base of all actions."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Mapping, Optional, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import settings as settings_module
from bot.core import clock
from bot.core.gibberish import is_gibberish
from bot.services import activity
from bot.settings import Settings


@dataclass(frozen=True)
class Part:
    """A response of the domain and the values of its places. ``tight``: a line right below the part before it."""

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    tight: bool = False


@dataclass(frozen=True)
class Button:
    """A quick reply: what the person reads and the payload that comes back (an intent, or a choice of a form)."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message: its parts in order, data lines that follow them, buttons, and what it leaves behind.

    ``subject``: what it was about (``<topic>:<id>``); ``offer``: the intent that a bare «sì» accepts; ``question``: the
    intent that it answers; ``attachment``: a file for the person; ``card``: what a client that can may draw
    (``bot.actions.cards``), always beside text and buttons that say and do the same; parts in it are filled in.
    """

    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    subject: Optional[str] = None
    offer: Optional[str] = None
    attachment: Optional[dict[str, Any]] = None
    question: Optional[str] = None
    card: Optional[dict[str, Any]] = None


def say(response: str, *, buttons: Sequence[Button] = (), subject: Optional[str] = None, offer: Optional[str] = None,
        card: Optional[dict[str, Any]] = None, **values: Any) -> Reply:
    """A reply of one response."""
    return Reply((Part(response, values),), tuple(buttons), subject, offer, card=card)


def worded(part: Part, responses: Mapping[str, Any]) -> str:
    """The words of a part, its places filled."""
    return str(responses[part.response][0].get("text", "")).format_map(part.values).strip()


@dataclass(frozen=True)
class Turn:
    """The latest message and what the conversation knows. ``text`` is empty when a button was pressed.

    ``questions``: the intents of a message that asks two or three things, in order; empty when it asks one.
    ``loop``: the form that is open; ``silence``: between the message before and this one, if there was one.
    ``spelt``: ids of ``names`` that were written as they are spelt.
    ``responses``: the wording of the domain, for what is written down and not said.
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    questions: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    option: Optional[tuple[str, str]]
    slots: dict[str, Any]
    earlier: tuple[str, ...]
    conversation_id: str
    message_id: str
    now: datetime
    settings: Settings
    channel: str = ""
    loop: Optional[str] = None
    silence: Optional[timedelta] = None
    spelt: frozenset[str] = frozenset()
    responses: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def name(self, kind: str) -> Optional[str]:
        """The first name of that kind in the message."""
        found = self.names.get(kind, ())
        return found[0] if found else None

    def subject_id(self, topic: str) -> Optional[str]:
        """The id of the last subject when it belongs to ``topic``."""
        last_topic, _, last_id = (self.slots.get("subject") or "").partition(":")
        return last_id or None if last_topic == topic else None

    @property
    def last_topic(self) -> Optional[str]:
        """The topic of the last answer."""
        return (self.slots.get("subject") or "").partition(":")[0] or None


SPELT = 0.95
"""Similarity from which a name counts as written as it is: one wrong letter in a long one."""
_MAY_BE_NOTHING = ("out_of_scope", "inform")
"""Intents that the classifier finds in random keys: nobody has asked for anything outside then, nor told anything."""


def read_turn(tracker: Tracker, domain: Optional[Mapping[str, Any]] = None, now: Optional[datetime] = None,
              settings: Optional[Settings] = None) -> Turn:
    """The turn that ``tracker`` stands at."""
    message = tracker.latest_message or {}
    text = message.get("text") or ""
    names: dict[str, list[str]] = {}
    spelt: set[str] = set()
    option = None
    for entity in message.get("entities") or []:
        value = str(entity.get("value"))
        if entity.get("entity") == "option":
            slot, _, chosen = value.partition(":")
            option = (slot, chosen)
            continue
        if value not in names.setdefault(entity["entity"], []):
            names[entity["entity"]].append(value)
        if float(entity.get("confidence_entity") or 0.0) >= SPELT:
            spelt.add(value)
    intent = message.get("intent") or {}
    if intent.get("name") in _MAY_BE_NOTHING and not names and is_gibberish(text):
        intent = {**intent, "name": "nlu_fallback"}
    typed = [event.get("text") or "" for event in _session(tracker.events) if event.get("event") == "user"]
    return Turn(
        text="" if text.startswith("/") else text,
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        ranking=tuple((item["name"], float(item["confidence"])) for item in message.get("intent_ranking") or []),
        questions=tuple(message.get("questions") or ()),
        names={kind: tuple(ids) for kind, ids in names.items()},
        spelt=frozenset(spelt),
        option=option,
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


def _silence(events: Sequence[dict[str, Any]]) -> Optional[timedelta]:
    times = [event.get("timestamp") or 0 for event in events if event.get("event") == "user"][-2:]
    return timedelta(seconds=times[1] - times[0]) if len(times) == 2 else None


def _session(events: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    for index in range(len(events) - 1, -1, -1):
        if events[index].get("event") == "action" and events[index].get("name") == "action_session_start":
            return events[index:]
    return events


def filled(value: Any, responses: Mapping[str, Any]) -> Any:
    """``value`` with every part inside it put into words."""
    if isinstance(value, Part):
        return worded(value, responses)
    if isinstance(value, dict):
        return {key: filled(item, responses) for key, item in value.items()}
    return [filled(item, responses) for item in value] if isinstance(value, list) else value


class Speaker:
    """Turns replies into messages with the wording of the domain's responses."""

    def __init__(self, dispatcher: CollectingDispatcher, domain: dict[str, Any]) -> None:
        self._dispatcher = dispatcher
        self._responses = domain.get("responses") or {}

    def send(self, reply: Reply) -> None:
        """Send one message: the parts as paragraphs or lines, the buttons of the responses after those of the reply."""
        text, buttons = "", [{"title": button.title, "payload": button.payload} for button in reply.buttons]
        for part in reply.parts:
            variation = self._responses[part.response][0]
            line = worded(part, self._responses)
            text += ("\n" if part.tight else "\n\n") + line if text and line else line
            for button in variation.get("buttons", []):
                quick = {"title": button["title"], "payload": button["payload"].replace("{{", "{").replace("}}", "}")}
                if quick not in buttons:
                    buttons.append(quick)
        # one message: channels take what is under ``attachment`` for a file, and the rest for a card
        beside = {**(reply.attachment or {}), **filled(reply.card or {}, self._responses)}
        self._dispatcher.utter_message(text=text, buttons=buttons, json_message=beside or None)


def count(turn: Turn, kind: activity.Kind, *, topic: Optional[str] = None, item: Optional[str] = None,
          result: Optional[str] = None, detail: Optional[Mapping[str, Any]] = None) -> None:
    """Count something that this turn did (``bot.services.activity``)."""
    activity.record(
        turn.settings, conversation_id=turn.conversation_id, channel=turn.channel, kind=kind, now=turn.now,
        topic=topic, item=item, result=result, detail=detail)


class TurnAction(Action, ABC):
    """An action that reads a turn and answers with replies and events; the database is used in a thread."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer the turn. A database that cannot be reached is raised: the runtime tells every failure once a turn."""
        turn = read_turn(tracker, domain)
        speaker = Speaker(dispatcher, domain)
        replies, events = await asyncio.to_thread(self.answer, turn)
        for reply in replies:
            speaker.send(reply)
        left = remembered(replies)
        if self.name().startswith("action_ask_"):  # a question that is asked again ends no row of misread answers
            left = [event for event in left if event.get("name") != "misread"]
        return [*left, *events]

    @abstractmethod
    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        """What to say and which events to record; runs in a thread."""


def remembered(replies: Sequence[Reply]) -> list[EventType]:
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
