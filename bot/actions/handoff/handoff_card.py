"""What an operator gets with a request: subject, wish, eligibility check; what the person gave and no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from bot.actions.eligibility.eligibility_outcome import assess_told, make_outcome_part
from bot.dialogue.applicant_facts import COURSE, PERSON
from bot.dialogue.turn import Part, Turn, word_part
from bot.italian.text import format_moment
from bot.services import courses, offices
from bot.services.eligibility import ALL_COURSES

WANTS_MAX_CHARS = 400
MESSAGES_KEPT = 2
"""The message that asks for a person, and the one before it, which mostly says why."""


def find_office_spoken_of(turn: Turn) -> Optional[str]:
    """The office that the person chose or spoke of last; None for any."""
    known = {office.id for office in offices.list_offices(turn.settings)}
    spoken_of = (turn.name("office"), turn.slots.get("booking_office"), turn.subject_id("office"))
    return next((office for office in spoken_of if office in known), None)


def name_subject(turn: Turn) -> Optional[str]:
    """What the conversation is about, in a few words: the form that is open, else the last answer's subject."""
    if turn.loop:
        return _words(turn, f"utter_subject_{turn.loop}")
    topic, _, item = (turn.slots.get("subject") or "").partition(":")
    if topic == "course" and item:
        title = next((course.title for course in courses.list_courses(turn.settings, turn.now.date())
                      if course.id == item), None)
        return _words(turn, "utter_subject_one_course", title=title) if title else None
    return _words(turn, f"utter_subject_{topic}") if topic else None


def wants_of(turn: Turn) -> Optional[str]:
    """The person's last words."""
    said = [line for line in (*turn.earlier, turn.text) if line][-MESSAGES_KEPT:]
    return "\n".join(said)[-WANTS_MAX_CHARS:] or None


def gather_trace(turn: Turn) -> Optional[dict[str, Any]]:
    """What the person gave: the eligibility check rule by rule, and the booking that is half made."""
    return {**_check(turn), **_begun_booking(turn)} or None


def _begun_booking(turn: Turn) -> dict[str, Any]:
    """What is chosen in the booking that is open, in words; never the name and the contact, which need a consent."""
    if turn.loop != "booking_form":
        return {}
    chosen = turn.slots.get("booking_time") or {}
    service = offices.get_service(turn.settings, turn.slots.get("booking_service") or "")
    office = offices.get_office(turn.settings, chosen.get("office") or turn.slots.get("booking_office") or "")
    begun = {"service": service.name if service else None, "office": office.name if office else None,
             "starts": format_moment(datetime.fromisoformat(chosen["start"])) if chosen.get("start") else None}
    given = {name: value for name, value in begun.items() if value}
    return {"booking": given} if given else {}


def _check(turn: Turn) -> dict[str, Any]:
    result = assess_told(turn)
    if result is None:
        return {}
    return {"eligibility": {
        "course": None if turn.slots[COURSE] == ALL_COURSES else result.course_title,
        "for": turn.slots.get(PERSON), "overall": result.assessment.overall,
        "rules": [{"rule": outcome.rule.kind, "verdict": outcome.verdict,
                   "text": word_part(make_outcome_part(outcome), turn.responses)}
                  for outcome in result.assessment.outcomes]}}


def _words(turn: Turn, response: str, **values: Any) -> Optional[str]:
    return word_part(Part(response, values), turn.responses) if response in turn.responses else None
