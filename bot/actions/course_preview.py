"""What the chat says of a course to six typical questions, before or without being asked by anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from bot.actions.answers.answer import reply_to
from bot.dialogue.turn import Turn
from bot.dialogue.voice import Voice, make_message
from bot.italian.catalogue_names import NameIndex
from bot.services import catalogue
from bot.settings import PROJECT_ROOT, Settings
from bot.texts import get_text
from bot.yaml_files import read_yaml

RESPONSES = PROJECT_ROOT / "bot" / "data" / "responses"
QUESTIONS: dict[str, tuple[str, ...]] = {
    "open": ("ask_course_open",), "start": ("ask_course_start", "ask_course_place"),
    "audience": ("ask_course_audience",), "cost": ("ask_course_cost",), "enrol": ("ask_course_enrol",),
    "job_day": ("ask_event_time",)}
"""The questions, as ``preview.questions`` words them, and the intents that each of them is."""


@dataclass(frozen=True)
class ToldAnswer:
    """A question as a person asks it, and what the chat answers. ``name``: of ``QUESTIONS``."""

    name: str
    question: str
    answer: str


def tell_course(settings: Settings, title: str, now: datetime) -> tuple[ToldAnswer, ...]:
    """The answers to the six questions about the course of that title, by the code that answers in the chat.

    The names in a question are found as in the chat; what it wants is given, no model is asked.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    index = NameIndex((name.kind, name.id, name.words) for name in catalogue.list_names(settings))
    return tuple(_tell(settings, index, name, title, now) for name in QUESTIONS)


def _tell(settings: Settings, index: NameIndex, name: str, title: str, now: datetime) -> ToldAnswer:
    question = get_text(f"preview.questions.{name}", title=title)
    names: dict[str, list[str]] = {}
    for found in index.find(question):
        names.setdefault(found.kind, []).append(found.id)
    turn = Turn(
        text=question, intent=QUESTIONS[name][0], confidence=1.0, ranking=(), questions=QUESTIONS[name],
        names={kind: tuple(dict.fromkeys(ids)) for kind, ids in names.items()}, option=None, slots={}, earlier=(),
        conversation_id="", message_id="", now=now, settings=settings, responses=_responses())
    return ToldAnswer(name, question, str(make_message(reply_to(turn), _responses(), Voice())["text"]))


@cache
def _responses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted(RESPONSES.glob("*.yml")):
        loaded = read_yaml(path)
        found.update(loaded.get("responses") or {})
    return found
