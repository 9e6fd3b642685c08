"""What a person reads in the chat when an operator books, moves or cancels for them: the sentences, in one place."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from bot.services.booking import (
    AppointmentView,
    bring_line,
    join_appointment_cards,
    make_appointment_card,
    word_appointment_in_full,
)
from bot.texts import get_text, get_texts


def word_booking(view: AppointmentView) -> str:
    """The person has an appointment."""
    return get_text("appointments.booked", what=word_appointment_in_full(view), code=view.code)


def word_move(view: AppointmentView) -> str:
    """The appointment has another time or place."""
    return get_text("appointments.moved", what=word_appointment_in_full(view), code=view.code)


def word_cancellation(view: AppointmentView) -> str:
    """The appointment is off."""
    return get_text("appointments.cancelled", what=word_appointment_in_full(view))


WORDS: Mapping[str, Callable[[AppointmentView], str]] = {
    "booked": word_booking, "moved": word_move, "cancelled": word_cancellation}
"""By what is done."""


def make_card(view: AppointmentView) -> dict[str, Any]:
    """The appointment as clients draw it, with what can be done with it as long as it stands."""
    return join_appointment_cards([
        make_appointment_card(view, bring=bring_line(view), titles=get_texts("appointments.acts"))])


def make_buttons(view: AppointmentView) -> list[dict[str, str]]:
    """The same acts for a client that draws no card."""
    actions = make_card(view)["items"][0]["actions"]
    return [{"title": action["title"], "payload": action["payload"]} for action in actions]
