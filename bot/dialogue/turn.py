"""One turn of a conversation, what is said in it, and what of it is counted. Knows nothing of Rasa."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Callable, Mapping, Optional, Sequence

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


def word_part(part: Part, responses: Mapping[str, Any]) -> str:
    """The words of a part, its places filled."""
    return str(responses[part.response][0].get("text", "")).format_map(part.values).strip()


def fill_parts(value: Any, responses: Mapping[str, Any], choose: Callable[[Part], Part] = lambda part: part) -> Any:
    """``value`` with every part inside it put into words; ``choose`` gives the wording of a part."""
    if isinstance(value, Part):
        return word_part(choose(value), responses)
    if isinstance(value, dict):
        return {key: item if isinstance(item, str) else fill_parts(item, responses, choose)
                for key, item in value.items()}
    return [fill_parts(item, responses, choose) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class StatedWish:
    """One of several things that a message wants: an intent, and where in the text it is said."""

    intent: str
    start: int
    end: int


@dataclass(frozen=True)
class Turn:
    """The latest message and what the conversation knows. ``text`` is empty when a button was pressed, or when it was
    in another language and its intent says it all.

    ``questions``: the intents of a message that asks two or three things, in order; empty when it asks one.
    ``loop``: the form that is open; ``silence``: between the message before and this one, if there was one.
    ``act``: what the message does with the open question when it is no answer (``acts.WITH_THE_QUESTION``).
    ``spelt``: ids of ``names`` that were written as they are spelt; ``positions``: where in the text each of them
    begins, each time it is named.
    ``course_before``: the course that the last messages before this one named, where they named one only.
    ``near_needs``: the rows of the register that a message outside ours is near to, with their probabilities.
    ``wishes``: the tasks and questions of a message that holds several, in order.
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
    positions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    wishes: tuple[StatedWish, ...] = ()
    responses: Mapping[str, Any] = field(default_factory=dict, repr=False)
    act: Optional[str] = None
    course_before: Optional[str] = None
    near_needs: tuple[tuple[str, float], ...] = ()

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


def count(turn: Turn, kind: activity.Kind, *, topic: Optional[str] = None, item: Optional[str] = None,
          result: Optional[str] = None, detail: Optional[Mapping[str, Any]] = None) -> None:
    """Count something that this turn did (``bot.services.activity``), with the language where it is not Italian."""
    language = turn.slots.get("language")
    activity.record(
        turn.settings, conversation_id=turn.conversation_id, channel=turn.channel, kind=kind, now=turn.now,
        topic=topic, item=item, result=result,
        detail={**(detail or {}), "language": language} if language else detail)
