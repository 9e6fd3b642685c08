"""The end of a booking: the appointment made, its code and calendar file, or why there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.attachments import make_attachment
from bot.actions.booking import time_choice
from bot.actions.booking.booking_form import REFUSED, ValidateBookingForm
from bot.actions.second_wish import offer_second_wish
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.tasks import HAS_ONE, MOVE_OWN, WAIT
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.dialogue.visitor import PERSON
from bot.services import booking, notices, offices
from bot.services.booking import AppointmentView
from bot.services.errors import DatabaseUnavailable
from bot.services.ics import write_ics


class ActionConfirmBooking(TurnAction):
    """Makes the appointment, once however often it is confirmed, and hands over code and calendar file."""

    def name(self) -> str:
        return "action_confirm_booking"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        slots = turn.slots
        if slots.get("booking_confirm") == MOVE_OWN:
            return [], [*forget_booking(), FollowupAction("move_form")]
        if slots.get("booking_confirm") == WAIT:
            kept = [SlotSet(f"waiting_{name}", slots.get(f"booking_{name}")) for name in ("service", "office")]
            return [], [*forget_booking(), *kept, FollowupAction("waiting_form")]
        if slots.get("booking_confirm") == HAS_ONE:
            own = [view for view in booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
                   if view.service_id == slots["booking_service"]]
            return [_has_one(own[0])] if own else [], forget_booking()
        if slots.get("booking_consent") is False or not slots.get("booking_confirm"):
            return [], ValidateBookingForm.cleared()
        time, reached = slots["booking_time"], slots["booking_contact"]
        result = booking.book_appointment(
            turn.settings, conversation_id=turn.conversation_id, service_id=slots["booking_service"],
            office_id=time["office"], starts_at=datetime.fromisoformat(time["start"]), name=slots["booking_name"],
            contact=reached["value"], contact_kind=reached["kind"], notice_version=slots["booking_consent"],
            on_behalf=bool(slots.get(PERSON)),
            idempotency_key=f"{turn.conversation_id}:{time['key']}", channel=turn.channel, now=turn.now)
        if isinstance(result, booking.Booked):
            told = say_booked(
                result.appointment, turn.now, find_phone(turn, result.appointment.office_id), _reminders(turn, result))
            return [offer_second_wish(turn, told)], forget_booking()
        if isinstance(result, booking.AlreadyBooked):
            booking.release_holds(turn.settings, turn.conversation_id)
            return [_has_one(result.own)], forget_booking()
        if isinstance(result, booking.TooManyBookings):
            return [say_dead_end(turn, "utter_too_many_bookings", time["office"], offer="book_appointment")], [
                SlotSet("booking_confirm", None)]
        keys = time_choice.list_keys(result.alternatives)
        again: list[EventType] = [
            SlotSet("booking_time", None), SlotSet("booking_confirm", None), SlotSet("time_options", keys),
            FollowupAction("booking_form")]
        return [say("utter_time_taken")], again


def find_phone(turn: Turn, office_id: str) -> str:
    """The first telephone number of the office."""
    office = offices.get_office(turn.settings, office_id)
    return office.phones[0] if office and office.phones else ""


def _reminders(turn: Turn, result: booking.Booked) -> str:
    """Which reminders will come and where; nothing when that cannot be asked: the appointment stands."""
    try:
        return notices.describe_reminders(
            turn.settings, appointment_id=result.appointment.id, here=True, now=turn.now)
    except DatabaseUnavailable:
        return ""


def _has_one(view: AppointmentView) -> Reply:
    """There is an appointment for that service: a «sì» moves it."""
    return say("utter_already_booked", offer="move_appointment", subject=f"office:{view.office_id}",
               card=cards.make_appointment_cards([view]), **booking.gather_appointment_values(view))


def say_booked(view: AppointmentView, now: datetime, contacts: str = "", reminders: str = "") -> Reply:
    """The message of a confirmed appointment, with its calendar file."""
    parts = [Part("utter_booked", booking.gather_appointment_values(view))]
    parts.append(Part("utter_bring", {"bring": view.bring}) if view.bring else Part(
        "utter_bring_unknown", {"contacts": contacts}) if contacts else Part("utter_bring_unknown_ask"))
    if reminders:
        parts.append(Part("utter_reminders", {"reminders": reminders}))
    return Reply(tuple(parts), attachment=attach_calendar_file(view, now), subject=f"office:{view.office_id}",
                 card=cards.make_appointment_cards([view]))


def attach_calendar_file(view: AppointmentView, now: datetime) -> dict[str, Any]:
    """The ``.ics`` file as an attachment that any channel can turn into a download."""
    return make_attachment(f"appuntamento-{view.code}.ics", "text/calendar", write_ics(view, now))


def forget_booking() -> list[EventType]:
    """Events that forget what a booking or a move asked for."""
    return [*ValidateBookingForm.cleared(), SlotSet(REFUSED, None), SlotSet("time_wish", None),
            SlotSet("time_options", None)]
