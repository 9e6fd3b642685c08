"""The start of a booking: read in a message or a button, held for the person, kept and told."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Optional, Union

from bot.actions.booking import time_choice
from bot.actions.booking.booking_questions import make_time_search
from bot.actions.booking.free_starts import TimeSearch, find_first_start
from bot.actions.booking.time_choice import TimeReading
from bot.dialogue import time_span
from bot.dialogue.fragments import drop_contact, pick_booking_sentences
from bot.dialogue.hours_questions import find_day_meant
from bot.dialogue.reading import Reading
from bot.dialogue.relative_times import points_at_day
from bot.dialogue.time_wishes import is_place_in_list
from bot.dialogue.turn import Reply, Turn, say
from bot.dialogue.visitor import list_visitor, tells_person
from bot.italian.text import format_day, format_moment
from bot.rules.slot_calendar import find_working_day
from bot.services import booking, offices

_AFTER_TIME = frozenset({"booking_name", "booking_contact", "booking_consent", "booking_confirm"})
"""Questions that come after that for the time."""


def read_start(turn: Turn, requested: Optional[str], values: dict[str, Any]) -> Reading:
    """The start that the message wants, held, or the wish for one while the office is not known.

    ``values``: what the message has given so far; a change of office or service looks for the same start there.
    """
    turn = name_day_asked(turn) if requested is None else turn
    slots = {**turn.slots, **values}
    search = make_time_search(slots, turn)
    reading = _find_start(turn, requested, values, search)
    if reading is None:
        return Reading()
    if requested in (None, "booking_service", "booking_office") and not slots.get("booking_office"):
        # the office is not known yet: keep the wish, look for places when it is
        wish = reading.wish or ((reading.chosen.starts_at, reading.chosen.ends_at) if reading.chosen else None)
        replies = reading.replies if wish is None else ()
        return Reading({"time_wish": [moment.isoformat() for moment in wish] if wish else None}, replies)
    return hold_start(turn, search, reading)


def name_day_asked(turn: Turn) -> Turn:
    """«il giorno lavorativo dopo», of the day that was asked for before («avete posto martedì 8?»), by its date."""
    if turn.slots.get("last_question") != "ask_availability" or not points_at_day(turn.text):
        return turn
    day = find_day_meant(replace(turn, earlier=turn.earlier[-1:]))
    return turn if day is None else replace(turn, text=format_day(find_working_day(day)))


def _find_start(
    turn: Turn, requested: Optional[str], values: dict[str, Any], search: TimeSearch
) -> Optional[TimeReading]:
    slot, chosen = turn.option or ("", "")
    kept = turn.slots.get("booking_time")
    reading: Optional[TimeReading] = None
    if slot == "booking_time":
        reading = time_choice.read_pressed_key(turn, search, chosen)
    elif requested in (None, "booking_service", "booking_office") and is_place_in_list(turn.text):
        pass  # «il primo» is the first button, not the first of the month
    elif not slot and (requested == "booking_time" or _speaks_of_time(turn, requested)):
        timed = turn if requested else replace(turn, text=drop_contact(pick_booking_sentences(turn.text)))
        reading = time_choice.read_time_choice(time_span.put_on_booked_day(timed), search)
        if reading is not None and requested in _AFTER_TIME:
            reading = time_choice.keep_hour(turn, search, reading)
    if reading is None and kept and "booking_time" in values and search.office_id:
        return time_choice.accept_start(turn, search, search.office_id, datetime.fromisoformat(kept["start"]))
    if reading is None and not kept and "booking_office" in values and not turn.slots.get("booking_office"):
        return time_choice.find_wished_moment(turn, search)
    return reading


def _speaks_of_time(turn: Turn, requested: Optional[str]) -> bool:
    if requested in _AFTER_TIME:
        of_time = not tells_person(turn, requested) and time_span.is_of_this_one(turn.text)
        return of_time and time_span.names_a_time(turn)
    return time_span.mentions_time(turn)


def hold_start(turn: Turn, search: TimeSearch, reading: TimeReading) -> Reading:
    """What was read as slot values: the chosen start held for this conversation, or what there is instead."""
    values = {**reading.slots(), "booking_time": None, "booking_confirm": None}
    if reading.chosen is None:
        return Reading(values, reading.replies)
    option, held = reading.chosen, _hold(turn, search, reading.chosen)
    if not isinstance(held, (booking.Held, booking.NotHeld)) and time_span.leaves_it_to_us(turn.text):
        # somebody was quicker: the first place that is free now serves as well
        first = find_first_start(turn, search)
        if first is not None:
            option, held = first, _hold(turn, search, first)
    if isinstance(held, (booking.Held, booking.NotHeld)):
        values["booking_time"] = {
            "office": option.office_id, "start": option.starts_at.isoformat(), "key": secrets.token_hex(8)}
        return Reading(values, reading.replies)
    values["time_options"] = time_choice.list_keys(held.alternatives)
    return Reading(values, (*reading.replies, say("utter_time_taken")))


def _hold(
    turn: Turn, search: TimeSearch, option: booking.SlotOption
) -> Union[booking.Held, booking.NotHeld, booking.SlotTaken, booking.NotBookable]:
    return booking.hold_place(
        turn.settings, conversation_id=turn.conversation_id, service_id=search.service_id,
        office_id=option.office_id, starts_at=option.starts_at, now=turn.now)


def keep_start(turn: Turn) -> Optional[str]:
    """Service and start of the booking as ``<service>:<start>``, which says nothing of the person."""
    time, service = turn.slots.get("booking_time"), turn.slots.get("booking_service")
    if not time or not service:
        return None
    return f"{service}:{time_choice.write_option_key(time['office'], datetime.fromisoformat(time['start']))}"


def note_start(turn: Turn, values: dict[str, Any]) -> Reply:
    """What was understood of a time told in words, and of all that was told with it."""
    time = values["booking_time"]
    office = offices.get_office(turn.settings, time["office"])
    service = offices.get_service(turn.settings, values.get("booking_service") or "")
    told = [service.name if service else "", format_moment(datetime.fromisoformat(time["start"])),
            office.municipality if office else "", *list_visitor(values)]
    return say("utter_booking_noted", what=", ".join(item for item in told if item))
