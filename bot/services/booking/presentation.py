"""An appointment as people read it: one address, one line and one card for chat, Telegram, desk, mail and calendars."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping, Protocol, Sequence

from bot.italian.text import format_moment
from bot.services.booking.results import AppointmentView
from bot.texts import get_text


class Placed(Protocol):
    """What the shortest line needs, of a person's own appointment or of one in the desk's calendar."""

    @property
    def service_name(self) -> str: ...

    @property
    def office_name(self) -> str: ...

    @property
    def starts_at(self) -> datetime: ...


def gather_appointment_values(view: AppointmentView) -> dict[str, Any]:
    """What a sentence about an appointment may name."""
    return {"service": view.service_name, "office": view.office_name, "address": word_appointment_address(view),
            "code": view.code, "when": format_moment(view.starts_at)}


def word_appointment_address(view: AppointmentView) -> str:
    """Street, municipality where the street does not name it, floor where it is known; else how people meet."""
    if view.mode == "phone":
        return get_text("appointments.by_phone")
    if view.mode == "video":
        return get_text("appointments.by_video", link=view.link or "")
    municipality = view.municipality if view.municipality not in view.address else ""
    return ", ".join(text for text in (view.address, municipality, view.floor) if text)


def word_appointment_place(view: AppointmentView) -> str:
    """Where to go: the office and its address."""
    return f"{view.office_name}, {word_appointment_address(view)}"


def word_appointment_in_short(placed: Placed) -> str:
    """What, when and at which office."""
    return f"{placed.service_name}, {format_moment(placed.starts_at)}, {placed.office_name}"


def word_appointment_in_full(view: AppointmentView) -> str:
    """What, when, at which office and where that is."""
    return f"{word_appointment_in_short(view)}, {word_appointment_address(view)}"


def make_appointment_card(view: AppointmentView, *, bring: Sequence[Any], titles: Mapping[str, Any]) -> dict[str, Any]:
    """The appointment as clients draw it, with what can be done with it as long as it stands.

    ``bring``: the lines that say what to take along; ``titles``: of the acts ``move``, ``cancel`` and ``calendar``.
    """
    actions = [] if view.status != "active" else [
        {"title": titles["move"], "payload": f'/move_appointment{{"option": "move_appointment:{view.id}"}}'},
        {"title": titles["cancel"], "payload": f'/cancel_appointment{{"option": "cancel_appointment:{view.id}"}}'},
        {"title": titles["calendar"], "payload": f'/resend_ics{{"option": "appointment:{view.id}"}}'}]
    return {"code": view.code, "service": view.service_name, "office": view.office_name,
            "address": word_appointment_address(view), "starts_at": view.starts_at.isoformat(),
            "ends_at": view.ends_at.isoformat(), "lines": [format_moment(view.starts_at), *bring], "actions": actions}


def join_appointment_cards(cards: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several cards as one message has them."""
    return {"type": "appointment_cards", "items": list(cards)}


def bring_line(view: AppointmentView) -> list[str]:
    """The line that says what to take along; none where that is not known."""
    return [get_text("appointments.bring", bring=view.bring)] if view.bring else []
