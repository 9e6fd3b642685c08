"""Cards that a client may draw beside a message: courses, appointments, free starts, rating, consent, the queue.

A card says and does nothing that the text and the buttons of its message do not. Wording is left as parts of the
domain's responses: whoever sends the message fills it in. ``brief`` is said beside a card that is drawn, instead of
the text that it would repeat.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Callable, Mapping, Optional, Sequence

from bot import clock
from bot.dialogue.turn import Part
from bot.italian.text import format_day, format_time
from bot.services import booking
from bot.services.booking import AppointmentView, SlotOption
from bot.services.courses import CourseView

Card = dict[str, Any]
STARS = range(1, 6)
PICKER_SPAN = timedelta(days=7)
"""How many days of free starts a picker shows from its first one."""
ACTS = {"move": "move", "cancel": "cancel", "calendar": "ics"}
"""What can be done with an appointment, and the response that names it: ``utter_card_<name>``."""


def make_action(title: str, payload: str) -> Card:
    """A button of a card: the response that holds its title, and its payload."""
    return {"title": Part(title), "payload": payload}


def make_course_cards(
    chosen: Sequence[CourseView], hours: Callable[[CourseView], str], note: Callable[[CourseView], Part], brief: Part,
) -> Card:
    """Courses with what can be asked of each; ``hours`` words the length, ``note`` says where the course stands."""
    return {"type": "course_cards", "brief": brief, "items": [{
        "id": course.id, "title": course.title,
        "lines": [Part("utter_card_course_sector", {"sector": course.sector_name}),
                  Part("utter_card_course_hours", {"hours": hours(course)}),
                  *([Part("utter_card_course_lead", {"lead": course.lead})] if course.lead else [])],
        "note": note(course),
        "actions": [make_action("utter_card_details", f'/ask_course_about{{"course": "{course.id}"}}'),
                    make_action("utter_card_audience", f'/check_eligibility{{"course": "{course.id}"}}')],
    } for course in chosen]}


def make_appointment_cards(views: Sequence[AppointmentView]) -> Card:
    """Appointments with what can be done with each, as long as they stand."""
    titles = {act: Part(f"utter_card_{name}") for act, name in ACTS.items()}
    return booking.join_appointment_cards([booking.make_appointment_card(
        view, bring=[Part("utter_bring", {"bring": view.bring})] if view.bring else [], titles=titles)
        for view in views])


def make_slot_picker(slot: str, options: Sequence[SlotOption], key: Callable[[str, datetime], str],
                     names: Mapping[str, str], later: Optional[str]) -> Card:
    """Free starts by day; ``key`` writes a start as a choice of ``slot``, ``later`` is the choice of the days after.

    ``names``: how the offices are called, by id.
    """
    days: dict[date, list[Card]] = {}
    for option in options:
        begins = clock.local(option.starts_at)
        hour = begins.time()
        days.setdefault(begins.date(), []).append({
            "time": hour.isoformat("minutes"), "title": format_time(hour),
            "office": names.get(option.office_id, option.office_name),
            "payload": choose_value(slot, key(option.office_id, begins))})
    return {
        "type": "slot_picker",
        "days": [{"date": day.isoformat(), "title": format_day(day, year=False), "slots": slots}
                 for day, slots in days.items()],
        "actions": [make_action("utter_card_later", choose_value(slot, later))] if later else []}


def make_rating(slot: str) -> Card:
    """One to five stars."""
    return {"type": "rating", "options": [
        {"stars": stars, "title": Part("utter_card_star" if stars == 1 else "utter_card_stars", {"stars": stars}),
         "payload": choose_value(slot, str(stars))} for stars in STARS]}


def make_consent(slot: str, lines: Sequence[Part]) -> Card:
    """A question for consent: what is kept, what for, until when."""
    return {"type": "consent", "brief": Part("utter_card_consent_question"), "title": Part("utter_card_consent"),
            "lines": list(lines), "actions": [
                make_action("utter_card_accept", choose_value(slot, "yes")),
                make_action("utter_card_decline", choose_value(slot, "no"))]}


def make_handoff(state: str, title: Part, actions: Sequence[Card] = (), place: Optional[int] = None,
                 wait_minutes: Optional[int] = None) -> Card:
    """Where a request for an operator stands: waiting, callback or ended."""
    return {"type": "handoff", "state": state, "title": title, "place": place, "wait_minutes": wait_minutes,
            "actions": list(actions)}


def choose_value(slot: str, value: str) -> str:
    """The payload of a button that gives ``slot`` a value."""
    return f'/choose{{"option": "{slot}:{value}"}}'
