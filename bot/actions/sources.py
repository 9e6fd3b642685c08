"""Where what was told comes from: behind the button «Fonte», not in the sentence."""

from __future__ import annotations

from typing import Callable, Iterable, Sequence

from rasa_sdk.events import EventType

from bot.actions.answers.offices import find_meant_offices
from bot.actions.eligibility.eligibility_outcome import assess_told, format_short_source
from bot.dialogue.applicant_facts import COURSE
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Reply, Turn, say
from bot.services import courses
from bot.services.facts import FactView
from bot.services.offices import OfficeView
from bot.texts import get_text


class ActionTellSource(TurnAction):
    """Tells the sources of the last check of requirements, office or courses."""

    def name(self) -> str:
        return "action_tell_source"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        lines = _sources(turn)
        return [say("utter_source", lines="\n".join(f"- {line}" for line in lines))], []


def _sources(turn: Turn) -> Sequence[str]:
    checked = assess_told(turn) if turn.slots.get(COURSE) and (turn.last_topic in (None, "course")) else None
    if checked is not None:
        return list(dict.fromkeys(format_short_source(outcome.rule) for outcome in checked.assessment.outcomes))
    if turn.last_topic == "office":
        fact = _OF_OFFICE.get(str(turn.slots.get("last_question")), _of_contact)
        return [f"{office.name}: {describe_source([fact(office)])}" for office in find_meant_offices(turn)]
    return [describe_source(course.fact for course in courses.list_courses(turn.settings, turn.now.date()))]


def describe_source(facts: Iterable[FactView]) -> str:
    """The sources in words with their dates, each once; said of those that nobody verified."""
    return "; ".join(dict.fromkeys(
        _dated(fact) if fact.verified or "verificare" in fact.source
        else get_text("answers.to_verify", name=_dated(fact)) for fact in facts))


def _dated(fact: FactView) -> str:
    """The source, with its date where its name does not tell the year."""
    if fact.source_date is None or str(fact.source_date.year) in fact.source:
        return fact.source
    return f"{fact.source}, {fact.as_of}"


def _of_hours(office: OfficeView) -> FactView:
    return office.opening[0].fact if office.opening else office.fact


def _of_contact(office: OfficeView) -> FactView:
    return office.contacts[0].fact if office.contacts else office.fact


_OF_OFFICE: dict[str, Callable[[OfficeView], FactView]] = {
    "ask_office_hours": _of_hours, "ask_office_contact": _of_contact, "ask_office_address": lambda office: office.fact}
