"""Answers about free places: which days and hours can be had."""

from __future__ import annotations

from typing import Callable

from bot.actions.answers.office_ways import say_dead_end
from bot.actions.answers.offices import find_meant_offices
from bot.actions.booking import time_choice
from bot.actions.booking.booking_start import name_day_asked
from bot.actions.booking.free_starts import TimeSearch, list_free_starts
from bot.actions.booking.time_question import format_short_moment
from bot.dialogue.turn import Button, Reply, Turn, say
from bot.services import booking
from bot.texts import get_text


def answer_availability(turn: Turn) -> Reply:
    """The next free starts, or those of the time that the person names."""
    turn = name_day_asked(turn)
    service = booking.list_bookable(turn.settings)[0]
    chosen = find_meant_offices(turn)
    office_id = chosen[0].id if len(chosen) == 1 else None
    search = TimeSearch(service.id, office_id)
    names = {office.id: office.name for office in chosen}
    reading = time_choice.read_time_choice(turn, search)
    options = [*([reading.chosen] if reading and reading.chosen else []), *(reading.options if reading else [])]
    parts = reading.replies[0].parts if reading and reading.replies else ()
    if not options:
        options = list_free_starts(turn, search, limit=4)
    if not options:
        return say_dead_end(turn, "utter_time_nothing_free", office_id)
    lines = "\n".join(f"- {format_short_moment(option.starts_at)}, "
                      f"{names.get(option.office_id, option.office_name)}"
                      for option in options)
    shown = say("utter_availability", lines=lines)
    subject = f"office:{office_id}" if office_id else "office:"
    book = Button(get_text("answers.book"), "/book_appointment")
    named = turn.name("service")
    return Reply(parts + shown.parts, (book,), subject=subject,
                 offer=f"book_appointment:{named}" if named else "book_appointment")


HANDLERS: dict[str, Callable[[Turn], Reply]] = {"ask_availability": answer_availability}
