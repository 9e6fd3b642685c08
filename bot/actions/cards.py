"""Cards that a client may draw beside a message: courses, appointments, free starts, rating, consent, the queue.

A card says and does nothing that the text and the buttons of its message do not. Wording is left as parts of the
domain's responses: whoever sends the message fills it in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Callable, Mapping, Optional, Sequence

from bot.actions.turn import Part
from bot.core import clock
from bot.core.italian_text import format_day, format_moment, format_time
from bot.services.booking import AppointmentView, SlotOption
from bot.services.courses import CourseView

Card = dict[str, Any]
STARS = range(1, 6)
PICKER_SPAN = timedelta(days=7)
"""How many days of free starts a picker shows from its first one."""


def action(title: str, payload: str) -> Card:
    """A button of a card: the response that holds its title, and its payload."""
    return {"title": Part(title), "payload": payload}


def course_cards(chosen: Sequence[CourseView], hours: Callable[[CourseView], str], note: Callable[[CourseView], Part]
                 ) -> Card:
    """Courses with what can be asked of each; ``hours`` words the length, ``note`` says where the course stands."""
    return {"type": "course_cards", "items": [{
        "id": course.id, "title": course.title,
        "lines": [Part("utter_card_course_sector", {"sector": course.sector_name}),
                  Part("utter_card_course_hours", {"hours": hours(course)}),
                  *([Part("utter_card_course_lead", {"lead": course.lead})] if course.lead else [])],
        "note": note(course),
        "actions": [action("utter_card_details", f'/ask_course_about{{"course": "{course.id}"}}'),
                    action("utter_card_audience", f'/check_eligibility{{"course": "{course.id}"}}')],
    } for course in chosen]}


def appointment_cards(views: Sequence[AppointmentView], address: Callable[[AppointmentView], str]) -> Card:
    """Appointments with what can be done with each, as long as they stand."""
    return {"type": "appointment_cards", "items": [{
        "code": view.code, "service": view.service_name, "office": view.office_name, "address": address(view),
        "starts_at": view.starts_at.isoformat(), "ends_at": view.ends_at.isoformat(),
        "lines": [format_moment(view.starts_at), *([Part("utter_bring", {"bring": view.bring})] if view.bring else [])],
        "actions": [] if view.status != "active" else [
            action("utter_card_move", f'/move_appointment{{"option": "move_appointment:{view.id}"}}'),
            action("utter_card_cancel", f'/cancel_appointment{{"option": "cancel_appointment:{view.id}"}}'),
            action("utter_card_ics", f'/resend_ics{{"option": "appointment:{view.id}"}}')],
    } for view in views]}


def slot_picker(slot: str, options: Sequence[SlotOption], key: Callable[[str, datetime], str],
                names: Mapping[str, str], later: Optional[str]) -> Card:
    """Free starts by day; ``key`` writes a start as a choice of ``slot``, ``later`` is the choice of the days after.

    ``names``: how the offices are called, by id.
    """
    days: dict[Any, list[SlotOption]] = {}
    for option in options:
        days.setdefault(clock.local(option.starts_at).date(), []).append(option)
    return {
        "type": "slot_picker",
        "days": [{"date": day.isoformat(), "title": format_day(day, year=False), "slots": [{
            "time": f"{clock.local(option.starts_at):%H:%M}",
            "title": format_time(clock.local(option.starts_at).time()),
            "office": names.get(option.office_id, option.office_name),
            "payload": chosen(slot, key(option.office_id, option.starts_at))}
            for option in of_day]} for day, of_day in days.items()],
        "actions": [action("utter_card_later", chosen(slot, later))] if later else []}


def rating(slot: str) -> Card:
    """One to five stars."""
    return {"type": "rating", "options": [
        {"stars": stars, "title": Part("utter_card_star" if stars == 1 else "utter_card_stars", {"stars": stars}),
         "payload": chosen(slot, str(stars))} for stars in STARS]}


def consent(slot: str, lines: Sequence[Part]) -> Card:
    """A question for consent: what is kept, what for, until when."""
    return {"type": "consent", "title": Part("utter_card_consent"), "lines": list(lines), "actions": [
        action("utter_card_accept", chosen(slot, "yes")), action("utter_card_decline", chosen(slot, "no"))]}


def handoff(state: str, title: Part, actions: Sequence[Card] = (), place: Optional[int] = None,
            wait_minutes: Optional[int] = None) -> Card:
    """Where a request for an operator stands: waiting, callback or ended."""
    return {"type": "handoff", "state": state, "title": title, "place": place, "wait_minutes": wait_minutes,
            "actions": list(actions)}


def chosen(slot: str, value: str) -> str:
    """The payload of a button that gives ``slot`` a value."""
    return f'/choose{{"option": "{slot}:{value}"}}'
