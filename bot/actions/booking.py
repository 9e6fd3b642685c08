"""Booking an appointment: service, office, time, name, contact, consent, summary, confirmation."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Optional, Union

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions import time_choice
from bot.actions.form import Form, Reading, said_yes
from bot.actions.time_choice import Place, TimeReading
from bot.actions.turn import Button, Part, Reply, Turn, TurnAction, say
from bot.core.contacts import Email, InvalidContact, Phone, contact
from bot.core.italian_text import format_moment
from bot.core.person_names import InvalidName, person_name
from bot.core.replies import any_will_do
from bot.services import booking, offices, privacy
from bot.services.booking import AppointmentView
from bot.services.ics import ics

ANY_OFFICE = "any"
CORRECTIONS = ("anzi", "scusa", "meglio", "invece", "cambi", "sposta", "sbagliat", "non ", "no,")
"""Beginnings of words that announce a correction: only then is a time read while a name or a contact is asked."""


class ValidateBookingForm(Form):
    """Reads each turn of ``booking_form``."""

    form = "booking_form"
    own_intents = frozenset({"book_appointment", "ask_availability"})
    slots = ("booking_service", "booking_office", "booking_time", "booking_name", "booking_contact", "booking_consent",
             "booking_confirm")

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        return list(self.slots)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        values: dict[str, Any] = {}
        replies: list[Reply] = []
        slot, chosen = turn.option or ("", "")
        if slot and slot not in (*self.slots, "booking_change"):
            return None
        if slot == "booking_change":
            return Reading({chosen: None, "booking_confirm": None, **({"time_options": None} if "time" in chosen else {})})
        self._service_and_office(turn, requested, slot, chosen, values)
        self._time(turn, requested, slot, chosen, values, replies)
        self._person(turn, requested, values, replies)
        if requested == "booking_consent" or slot == "booking_consent":
            self._consent(turn, slot, chosen, values, replies)
        if (requested == "booking_confirm" or slot == "booking_confirm") and "booking_time" not in values:
            self._confirmation(turn, slot, chosen, values, replies)
        return Reading(values, tuple(replies)) if values or replies else None

    def _service_and_office(
        self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]
    ) -> None:
        if slot in ("booking_service", "booking_office"):
            values[slot] = chosen
        elif turn.name("service") and requested in (None, "booking_service"):
            values["booking_service"] = turn.name("service")
        elif requested == "booking_service" and any_will_do(turn.text):
            values["booking_service"] = booking.services(turn.settings)[0].id
        office = turn.name("office")
        if office and len(turn.names["office"]) == 1 and requested not in ("booking_name", "booking_contact"):
            values["booking_office"] = office
        elif requested == "booking_office" and any_will_do(turn.text):
            values["booking_office"] = ANY_OFFICE
        changed = values.get("booking_office")
        if changed and turn.slots.get("booking_office") not in (None, changed):
            values.update(booking_time=None, time_options=None, booking_confirm=None)

    def _time(
        self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        slots = {**turn.slots, **values}
        place = place_of(slots, turn)
        reading: Optional[TimeReading] = None
        if slot == "booking_time" and (parsed := time_choice.parse_key(chosen)):
            reading = time_choice.take(turn, place, *parsed)
        elif requested == "booking_time" or self._speaks_of_time(turn, requested):
            reading = time_choice.read(turn, place)
        if reading is None:
            return
        if requested in (None, "booking_service", "booking_office") and not slots.get("booking_office"):
            # the office is not known yet: keep the wish, look for places when it is
            wish = reading.wish or ((reading.chosen.starts_at, reading.chosen.ends_at) if reading.chosen else None)
            values["time_wish"] = [moment.isoformat() for moment in wish] if wish else None
            return
        self._take(turn, place, reading, values, replies)

    def _take(
        self, turn: Turn, place: Place, reading: TimeReading, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        values.update(reading.slots())
        values.update(booking_time=None, booking_confirm=None)
        replies.extend(reading.replies)
        if reading.chosen is None:
            return
        option = reading.chosen
        held = booking.hold(turn.settings, conversation_id=turn.conversation_id, service_id=place.service_id,
                            office_id=option.office_id, starts_at=option.starts_at, now=turn.now)
        if isinstance(held, booking.Held):
            values["booking_time"] = {
                "office": option.office_id, "start": option.starts_at.isoformat(), "key": secrets.token_hex(8)}
            return
        replies.append(say("utter_time_taken"))
        values["time_options"] = [time_choice.option_key(item.office_id, item.starts_at) for item in held.alternatives]

    def _speaks_of_time(self, turn: Turn, requested: Optional[str]) -> bool:
        if requested in ("booking_name", "booking_contact", "booking_consent"):
            said = turn.text.casefold()
            if not any(mark in said for mark in CORRECTIONS):
                return False
        return time_choice.mentions_time(turn)

    def _person(self, turn: Turn, requested: Optional[str], values: dict[str, Any], replies: list[Reply]) -> None:
        if not turn.text or "booking_time" in values:
            return
        if requested == "booking_name" or (requested == "booking_confirm" and "nome" in turn.text.casefold()):
            name = person_name(turn.text)
            if isinstance(name, InvalidName):
                replies.append(say("utter_invalid_name"))
                values["booking_name"] = None
            elif name is not None:
                values["booking_name"] = name
        reached = contact(turn.text)
        if isinstance(reached, InvalidContact):
            if requested == "booking_contact":
                replies.append(say("utter_invalid_contact"))
                values["booking_contact"] = None
        elif reached is not None:
            values["booking_contact"] = contact_value(reached)

    def _consent(
        self, turn: Turn, slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        answer = chosen == "yes" if slot == "booking_consent" else said_yes(turn)
        if answer:
            values["booking_consent"] = privacy.NOTICE_VERSION
        elif answer is False:
            booking.release(turn.settings, turn.conversation_id)
            values.update(dict.fromkeys(self.slots), booking_consent=False)
            replies.append(say("utter_consent_refused"))

    def _confirmation(
        self, turn: Turn, slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        answer = chosen == "yes" if slot == "booking_confirm" else said_yes(turn)
        if answer:
            values["booking_confirm"] = True
        elif answer is False and not values:
            values["booking_confirm"] = None
            replies.append(say("utter_ask_change"))


def contact_value(reached: Union[Phone, Email]) -> dict[str, str]:
    """A contact as the slot keeps it: what is stored, how it is shown, its kind."""
    if isinstance(reached, Phone):
        return {"value": reached.e164, "shown": reached.shown, "kind": "phone"}
    return {"value": reached.address, "shown": reached.address, "kind": "email"}


class ActionConfirmBooking(TurnAction):
    """Makes the appointment, once however often it is confirmed, and hands over code and calendar file."""

    def name(self) -> str:
        return "action_confirm_booking"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        slots = turn.slots
        if slots.get("booking_consent") is False or not slots.get("booking_confirm"):
            return [], ValidateBookingForm.cleared()
        time, reached = slots["booking_time"], slots["booking_contact"]
        result = booking.confirm(
            turn.settings, conversation_id=turn.conversation_id, service_id=slots["booking_service"],
            office_id=time["office"], starts_at=datetime.fromisoformat(time["start"]), name=slots["booking_name"],
            contact=reached["value"], contact_kind=reached["kind"], notice_version=slots["booking_consent"],
            idempotency_key=f"{turn.conversation_id}:{time['key']}", now=turn.now)
        if isinstance(result, booking.Booked):
            return [booked(result.appointment, turn.now)], done()
        if isinstance(result, booking.AlreadyBooked):
            booking.release(turn.settings, turn.conversation_id)
            if result.own is None:
                return [say("utter_already_booked_elsewhere")], done()
            return [say("utter_already_booked", **appointment_values(result.own))], done()
        keys = [time_choice.option_key(option.office_id, option.starts_at) for option in result.alternatives]
        again: list[EventType] = [
            SlotSet("booking_time", None), SlotSet("booking_confirm", None), SlotSet("time_options", keys),
            FollowupAction("booking_form")]
        return [say("utter_time_taken")], again


def booked(view: AppointmentView, now: datetime) -> Reply:
    """The message of a confirmed appointment, with its calendar file."""
    parts = [Part("utter_booked", appointment_values(view))]
    parts.append(Part("utter_bring", {"bring": view.bring}) if view.bring else Part("utter_bring_unknown"))
    return Reply(tuple(parts), attachment=calendar_file(view, now), subject=f"office:{view.office_id}")


def calendar_file(view: AppointmentView, now: datetime) -> dict[str, Any]:
    """The ``.ics`` file as an attachment that any channel can turn into a download."""
    content = base64.b64encode(ics(view, now)).decode()
    return {"attachment": {"type": "file", "payload": {
        "name": f"appuntamento-{view.code}.ics", "mime": "text/calendar",
        "src": f"data:text/calendar;charset=utf-8;base64,{content}"}}}


def appointment_values(view: AppointmentView) -> dict[str, Any]:
    """What the wording of an appointment needs."""
    place = ", ".join(text for text in (view.address, view.municipality, view.floor) if text)
    return {"service": view.service_name, "office": view.office_name, "address": place, "code": view.code,
            "when": format_moment(view.starts_at)}


def done() -> list[EventType]:
    """Events that forget what a booking or a move asked for."""
    return [*ValidateBookingForm.cleared(), SlotSet("time_wish", None), SlotSet("time_options", None)]
