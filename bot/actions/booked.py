"""The end of a booking: the appointment made, its code and calendar file, or why there is none."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any, Sequence

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions import cards, time_choice
from bot.actions.booking import HAS_ONE, MOVE, ValidateBookingForm
from bot.actions.turn import Part, Reply, Turn, TurnAction, count, say
from bot.core.italian_text import format_moment
from bot.services import booking, offices
from bot.services.booking import AppointmentView
from bot.services.ics import ics


class ActionConfirmBooking(TurnAction):
    """Makes the appointment, once however often it is confirmed, and hands over code and calendar file."""

    def name(self) -> str:
        return "action_confirm_booking"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        slots = turn.slots
        if slots.get("booking_confirm") == MOVE:
            return [], [*done(), FollowupAction("move_form")]
        if slots.get("booking_confirm") == HAS_ONE:
            own = [view for view in booking.mine(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
                   if view.service_id == slots["booking_service"]]
            return [_has_one(own[0])] if own else [], done()
        if slots.get("booking_consent") is False or not slots.get("booking_confirm"):
            return [], ValidateBookingForm.cleared()
        time, reached = slots["booking_time"], slots["booking_contact"]
        result = booking.confirm(
            turn.settings, conversation_id=turn.conversation_id, service_id=slots["booking_service"],
            office_id=time["office"], starts_at=datetime.fromisoformat(time["start"]), name=slots["booking_name"],
            contact=reached["value"], contact_kind=reached["kind"], notice_version=slots["booking_consent"],
            idempotency_key=f"{turn.conversation_id}:{time['key']}", now=turn.now)
        if isinstance(result, booking.Booked):
            count(turn, "booking", item=time["office"], result="booked", detail={"service": slots["booking_service"]})
            return [booked(result.appointment, turn.now, _contacts(turn, result.appointment))], done()
        if isinstance(result, booking.AlreadyBooked):
            booking.release(turn.settings, turn.conversation_id)
            if result.own is None:
                return [say("utter_already_booked_elsewhere")], done()
            return [_has_one(result.own)], done()
        keys = time_choice.keys(result.alternatives)
        again: list[EventType] = [
            SlotSet("booking_time", None), SlotSet("booking_confirm", None), SlotSet("time_options", keys),
            FollowupAction("booking_form")]
        return [say("utter_time_taken")], again


def _contacts(turn: Turn, view: AppointmentView) -> str:
    """The first telephone number of the office."""
    office = offices.get_office(turn.settings, view.office_id)
    return office.phones[0] if office and office.phones else ""


def _has_one(view: AppointmentView) -> Reply:
    """There is an appointment for that service: a «sì» moves it."""
    return say("utter_already_booked", offer="move_appointment", subject=f"office:{view.office_id}",
               card=appointment_card([view]), **appointment_values(view))


def booked(view: AppointmentView, now: datetime, contacts: str = "") -> Reply:
    """The message of a confirmed appointment, with its calendar file."""
    parts = [Part("utter_booked", appointment_values(view))]
    parts.append(Part("utter_bring", {"bring": view.bring}) if view.bring else Part(
        "utter_bring_unknown", {"contacts": contacts}) if contacts else Part("utter_bring_unknown_ask"))
    return Reply(tuple(parts), attachment=calendar_file(view, now), subject=f"office:{view.office_id}",
                 card=appointment_card([view]))


def appointment_card(views: Sequence[AppointmentView]) -> dict[str, Any]:
    """The card of appointments."""
    return cards.appointment_cards(views, address)


def calendar_file(view: AppointmentView, now: datetime) -> dict[str, Any]:
    """The ``.ics`` file as an attachment that any channel can turn into a download."""
    content = base64.b64encode(ics(view, now)).decode()
    return {"attachment": {"type": "file", "payload": {
        "name": f"appuntamento-{view.code}.ics", "mime": "text/calendar",
        "src": f"data:text/calendar;charset=utf-8;base64,{content}"}}}


def appointment_values(view: AppointmentView) -> dict[str, Any]:
    """What the wording of an appointment needs."""
    return {"service": view.service_name, "office": view.office_name, "address": address(view), "code": view.code,
            "when": format_moment(view.starts_at)}


def address(view: AppointmentView) -> str:
    """Street, municipality where the street does not name it, floor where it is known."""
    municipality = view.municipality if view.municipality not in view.address else ""
    return ", ".join(text for text in (view.address, municipality, view.floor) if text)


def done() -> list[EventType]:
    """Events that forget what a booking or a move asked for."""
    return [*ValidateBookingForm.cleared(), SlotSet("time_wish", None), SlotSet("time_options", None)]
