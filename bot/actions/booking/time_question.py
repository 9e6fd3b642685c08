"""Asking for a day and an hour: free starts as buttons, and those of a week as a card."""

from __future__ import annotations

from datetime import datetime, time
from itertools import islice
from typing import Any, Sequence

from bot import clock
from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.free_starts import TimeSearch, open_free_starts
from bot.actions.booking.time_choice import DAYS_AFTER, OPTIONS_SHOWN, parse_key, write_option_key
from bot.dialogue.turn import Button, Reply, Turn, say
from bot.italian.text import format_day, format_time
from bot.services import booking
from bot.services.booking import FreeStarts, SlotOption
from bot.texts import get_text


def make_start_buttons(slot: str, options: Sequence[tuple[str, datetime]], with_office: dict[str, str] | None = None
                       ) -> tuple[Button, ...]:
    """A button for each start; the office's name too where it is not fixed."""
    found = []
    for office_id, starts_at in options:
        title = format_short_moment(starts_at)
        if with_office:
            title += f", {with_office.get(office_id, office_id)}"
        found.append(Button(title, f'/choose{{"option": "{slot}:{write_option_key(office_id, starts_at)}"}}'))
    return tuple(found)


def list_keys_shown(question: Reply, slot: str) -> list[str]:
    """The option keys of the starts that ``question`` shows as buttons."""
    return [button.payload.partition(f"{slot}:")[2].rstrip('"}') for button in question.buttons]


def format_short_moment(moment: datetime) -> str:
    """``gio 3 dic, 9:30``."""
    moment = clock.local(moment)
    weekday, number, month = format_day(moment.date(), year=False).split(" ")
    return f"{weekday[:3]} {number} {month[:3]}, {format_time(moment.time())}"


def offer_start(service_id: str, option: SlotOption) -> tuple[Button, str]:
    """The button that books a free start, and the offer that a bare «sì» accepts."""
    key = write_option_key(option.office_id, option.starts_at)
    return Button(get_text("answers.book_at", when=format_short_moment(option.starts_at)),
                  f'/book_appointment{{"option": "booking_time:{key}", "service": "{service_id}"}}'
                  ), f"book_appointment:{service_id}:{key}"


def ask_time(turn: Turn, slot: str, search: TimeSearch) -> Reply:
    """The question for a start, with the options of the wish or the next free ones as buttons."""
    shown = [parsed for key in turn.slots.get("time_options") or () if (parsed := parse_key(key))]
    response = "utter_ask_time_narrowed" if shown else "utter_ask_time"
    names = {office.id: office.municipality for office in booking.list_offices_for(turn.settings, search.service_id)}
    with open_free_starts(turn, search) as free:
        shown = shown or [(option.office_id, option.starts_at) for option in _spread(free)]
        picker = _picker(turn, slot, free, shown, names) if shown else None
    if picker is None:
        return say_dead_end(turn, "utter_time_nothing_free", search.office_id)
    return say(response, buttons=make_start_buttons(slot, shown, {} if search.office_id else names), card=picker)


def _picker(turn: Turn, slot: str, free: FreeStarts, shown: Sequence[tuple[str, datetime]], names: dict[str, str]
            ) -> dict[str, Any]:
    """Every free start of the days from the first one shown."""
    first = clock.at(clock.local(min(start for _, start in shown)).date(), time())
    after = clock.at(first.date() + cards.PICKER_SPAN, time())
    here = list(free.between(max(first, turn.now), after))
    later = write_option_key(DAYS_AFTER, after) if next(free.between(after), None) is not None else None
    return cards.make_slot_picker(slot, here, write_option_key, names, later)


def _spread(free: FreeStarts) -> Sequence[SlotOption]:
    """The first two starts and one on each of the next days, so that more than one day can be seen."""
    first = list(islice(free.between(), OPTIONS_SHOWN))
    if len(first) < OPTIONS_SHOWN:
        return first
    chosen = first[:2]
    while len(chosen) < OPTIONS_SHOWN:
        after = clock.at(clock.local(chosen[-1].starts_at).date(), time(23, 59))
        later = next(free.between(after), None)
        if later is None:
            break
        chosen.append(later)
    return chosen
