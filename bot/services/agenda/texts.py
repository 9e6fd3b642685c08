"""What a person reads in the chat when an operator books, moves or cancels for them: the sentences, in one place."""

from __future__ import annotations

from typing import Any

from bot.core.italian_text import format_moment
from bot.services.booking import AppointmentView

MOVE, CANCEL, CALENDAR = "Sposta", "Annulla", "Aggiungi al calendario"


def booked(view: AppointmentView) -> str:
    """The person has an appointment."""
    return f"Ecco il tuo appuntamento: {_what(view)}. Il codice è {view.code}: serve per spostarlo o annullarlo."


def moved(view: AppointmentView) -> str:
    """The appointment has another time or place."""
    return f"Il tuo appuntamento è stato spostato: {_what(view)}. Il codice resta {view.code}."


def cancelled(view: AppointmentView) -> str:
    """The appointment is off."""
    return f"Il tuo appuntamento è stato annullato: {_what(view)}. Se vuoi, puoi prenotarne un altro."


def card(view: AppointmentView) -> dict[str, Any]:
    """The appointment as clients draw it, with what can be done with it as long as it stands."""
    actions = [] if view.status != "active" else [
        {"title": MOVE, "payload": f'/move_appointment{{"option": "move_appointment:{view.id}"}}'},
        {"title": CANCEL, "payload": f'/cancel_appointment{{"option": "cancel_appointment:{view.id}"}}'},
        {"title": CALENDAR, "payload": f'/resend_ics{{"option": "appointment:{view.id}"}}'}]
    return {"type": "appointment_cards", "items": [{
        "code": view.code, "service": view.service_name, "office": view.office_name, "address": _address(view),
        "starts_at": view.starts_at.isoformat(), "ends_at": view.ends_at.isoformat(),
        "lines": [format_moment(view.starts_at), *([f"Porta con te: {view.bring}"] if view.bring else [])],
        "actions": actions}]}


def buttons(view: AppointmentView) -> list[dict[str, str]]:
    """The same acts for a client that draws no card."""
    return [{"title": action["title"], "payload": action["payload"]} for action in card(view)["items"][0]["actions"]]


def _what(view: AppointmentView) -> str:
    return f"{view.service_name}, {format_moment(view.starts_at)}, {view.office_name}, {_address(view)}"


def _address(view: AppointmentView) -> str:
    municipality = view.municipality if view.municipality not in view.address else ""
    return ", ".join(part for part in (view.address, municipality, view.floor) if part)
