"""What a person reads in the chat when an operator books, moves or cancels for them: the sentences, in one place."""

from __future__ import annotations

from typing import Any

from bot.services.booking import (
    AppointmentView,
    appointment_card,
    appointment_cards,
    appointment_in_full,
    bring_line,
)
from bot.texts import get_text, get_texts


def booked(view: AppointmentView) -> str:
    """The person has an appointment."""
    return get_text("appointments.booked", what=appointment_in_full(view), code=view.code)


def moved(view: AppointmentView) -> str:
    """The appointment has another time or place."""
    return get_text("appointments.moved", what=appointment_in_full(view), code=view.code)


def cancelled(view: AppointmentView) -> str:
    """The appointment is off."""
    return get_text("appointments.cancelled", what=appointment_in_full(view))


def card(view: AppointmentView) -> dict[str, Any]:
    """The appointment as clients draw it, with what can be done with it as long as it stands."""
    return appointment_cards([
        appointment_card(view, bring=bring_line(view), titles=get_texts("appointments.acts"))])


def buttons(view: AppointmentView) -> list[dict[str, str]]:
    """The same acts for a client that draws no card."""
    return [{"title": action["title"], "payload": action["payload"]} for action in card(view)["items"][0]["actions"]]
