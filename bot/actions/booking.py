"""Booking an appointment: service, office, time, name, contact, consent, summary, confirmation."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Optional, Union

from bot.actions import time_choice, time_span
from bot.actions.answer import is_question
from bot.actions.booking_questions import ANY_OFFICE, CHANGE, place_of
from bot.actions.form import SURE, Form, Reading, said_yes
from bot.actions.offices import answer_address
from bot.actions.time_choice import Place, TimeReading
from bot.actions.turn import Reply, Turn, say
from bot.core.booking_words import asks, asks_where, corrects, has_reserve, put_right, reason, to_change
from bot.core.contacts import Email, InvalidContact, Phone, contact
from bot.core.italian_text import join_list
from bot.core.person_names import InvalidName, person_name
from bot.core.replies import any_will_do, declines, ordinal, yes_or_no
from bot.core.subjects import names_other_office
from bot.services import booking, offices, privacy

HAS_ONE, MOVE = "has one", "move"
"""Values of ``booking_confirm`` that end the form: there is an appointment for the service, or it is to be moved."""


class ValidateBookingForm(Form):
    """Reads each turn of ``booking_form``."""

    form = "booking_form"
    own_intents = frozenset({"book_appointment", "ask_availability"})
    slots = ("booking_service", "booking_office", "booking_time", "booking_consent", "booking_name", "booking_contact",
             "booking_confirm")

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """Nothing more when consent was refused, or when there is an appointment already."""
        if slots.get("booking_consent") is False or slots.get("booking_confirm") in (HAS_ONE, MOVE):
            return []
        return list(self.slots)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        values: dict[str, Any] = {}
        replies: list[Reply] = []
        slot, chosen = turn.option or ("", "")
        if slot and slot not in (*self.slots, CHANGE):
            return None
        if slot == CHANGE:
            return Reading(_asked_again(chosen, turn))
        if requested and asks_where(turn.text):
            return Reading({requested: None}, (_where(turn),))
        if requested and not slot and _asks_something_else(turn):
            return None
        if requested and _gives_up(turn):
            booking.release(turn.settings, turn.conversation_id)
            return Reading({**dict.fromkeys(self.slots), "booking_consent": False}, (say("utter_stop"),))
        if requested is None and names_other_office(turn.text, _municipalities(turn)):
            replies.append(say("utter_booking_only_here", places=join_list(_municipalities(turn))))
        self._service(turn, requested, slot, chosen, values)
        if values.get("booking_confirm") in (HAS_ONE, MOVE):
            return Reading(values)
        self._office(turn, requested, slot, chosen, values)
        self._time(turn, requested, slot, chosen, values, replies)
        if requested is not None:
            self._person(turn, requested, values, replies)
        if (requested == "booking_consent" or slot == "booking_consent") and "booking_time" not in values:
            self._consent(turn, slot, chosen, values, replies)
        if (requested == "booking_confirm" or slot == "booking_confirm") and "booking_time" not in values:
            self._confirmation(turn, slot, chosen, values)
        if not values and requested == "booking_time" and (
                turn.intent in self.own_intents or declines(turn.text)):
            return Reading({"booking_time": None})  # «che orari avete?»: the free ones are shown again
        return Reading(values, tuple(replies)) if values or replies else None

    def opened(self, turn: Turn) -> Reading:
        """A «sì» to an offered start is that start chosen."""
        service, _, key = (turn.slots.get("offered_time") or "").partition(":")
        if not key:
            return Reading()
        names = {**turn.names, "service": (service,)}
        reading = self.understand(replace(turn, text="", option=("booking_time", key), names=names), None) or Reading()
        return replace(reading, values={**reading.values, "offered_time": None})

    def _service(self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]) -> None:
        offered = [service.id for service in booking.services(turn.settings)]
        own = {view.service_id for view in booking.mine(
            turn.settings, conversation_id=turn.conversation_id, now=turn.now)}
        service = chosen if slot == "booking_service" and chosen in offered else turn.name("service")
        if requested == "booking_service" and not service and not slot:
            if own and yes_or_no(turn.text):
                values["booking_confirm"] = MOVE
                return
            service = _service_in_words(turn.text, [item for item in offered if item not in own] or offered)
        if slot != "booking_service" and requested in ("booking_name", "booking_contact") and not corrects(turn.text):
            return
        if service is None and requested is None and own >= set(offered):
            service = offered[0]
        if not service or (service == turn.slots.get("booking_service") and requested is not None):
            return
        values["booking_service"] = service
        if turn.slots.get("booking_confirm"):
            values["booking_confirm"] = None
        if service in own:
            values["booking_confirm"] = HAS_ONE

    def _office(self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]) -> None:
        known = [office.id for office in offices.list_offices(turn.settings)]
        if slot == "booking_office" and chosen in (*known, ANY_OFFICE):
            values["booking_office"] = chosen
        elif slot == "booking_time" and requested is None and (start := time_choice.parse_key(chosen)):
            values["booking_office"] = start[0]  # an offered start begins the booking
        elif turn.name("office") and len(turn.names["office"]) == 1 and (
                requested not in ("booking_name", "booking_contact") or _moves(turn)):
            values["booking_office"] = turn.name("office")
        elif requested == "booking_office" and not slot:
            picked = ordinal(turn.text, len(known))
            if picked is not None:
                values["booking_office"] = known[picked]
            elif any_will_do(turn.text) or declines(turn.text):
                values["booking_office"] = ANY_OFFICE
        changed, before = values.get("booking_office"), turn.slots.get("booking_office")
        if changed and before not in (None, changed):
            values.update(booking_time=None, time_options=None, booking_confirm=None)

    def _time(
        self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        slots = {**turn.slots, **values}
        place = place_of(slots, turn)
        reading: Optional[TimeReading] = None
        if slot == "booking_time":
            reading = time_choice.pressed(turn, place, chosen)
        elif requested in ("booking_service", "booking_office") and ordinal(turn.text, 9) is not None:
            pass  # «il primo» is the first button, not the first of the month
        elif not slot and (requested == "booking_time" or self._speaks_of_time(turn, requested)):
            reading = time_choice.read(time_span.on_the_day_of(turn), place)
        kept = turn.slots.get("booking_time")
        if reading is None and kept and "booking_time" in values and place.office_id:
            reading = time_choice.take(turn, place, place.office_id, datetime.fromisoformat(kept["start"]))
        if reading is None and not kept and "booking_office" in values and not turn.slots.get("booking_office"):
            reading = time_choice.at_wish(turn, place)
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
        option, held = reading.chosen, self._hold(turn, place, reading.chosen)
        if not isinstance(held, booking.Held) and time_span.leaves_it_to_us(turn.text):
            # somebody was quicker: the first place that is free now serves as well
            first = booking.first_free(turn.settings, service_id=place.service_id, office_id=place.office_id,
                                       now=turn.now, conversation_id=turn.conversation_id)
            if first is not None:
                option, held = first, self._hold(turn, place, first)
        if isinstance(held, booking.Held):
            values["booking_time"] = {
                "office": option.office_id, "start": option.starts_at.isoformat(), "key": secrets.token_hex(8)}
            return
        replies.append(say("utter_time_taken"))
        values["time_options"] = time_choice.keys(held.alternatives)

    def _hold(
        self, turn: Turn, place: Place, option: booking.SlotOption
    ) -> Union[booking.Held, booking.SlotTaken, booking.NotBookable]:
        return booking.hold(
            turn.settings, conversation_id=turn.conversation_id, service_id=place.service_id,
            office_id=option.office_id, starts_at=option.starts_at, now=turn.now)

    def _speaks_of_time(self, turn: Turn, requested: Optional[str]) -> bool:
        if requested in ("booking_name", "booking_contact", "booking_consent", "booking_confirm"):
            if contact(turn.text) is not None:
                return False
            if requested == "booking_name" and isinstance(person_name(turn.text), str) and not corrects(turn.text):
                return False
            return time_span.names_a_time(turn)
        return time_span.mentions_time(turn)

    def _person(self, turn: Turn, requested: str, values: dict[str, Any], replies: list[Reply]) -> None:
        if not turn.text or "booking_time" in values:
            return
        name = None
        if requested == "booking_name" and not _moves(turn):
            name = person_name(put_right(turn.text))
        elif requested in ("booking_contact", "booking_consent", "booking_confirm"):
            by_itself = to_change(turn.text) == "booking_name" and len(turn.text.split()) > 3
            name = person_name(put_right(turn.text), asked=by_itself)
        if isinstance(name, InvalidName):
            if requested == "booking_name":
                replies.append(say("utter_invalid_name"))
                values["booking_name"] = None
        elif name is not None:
            values["booking_name"] = name
        reached = contact(turn.text)
        if isinstance(reached, InvalidContact):
            if requested in ("booking_contact", "booking_confirm"):
                replies.append(say("utter_invalid_contact"))
                values["booking_contact"] = None
        elif reached is not None:
            values["booking_contact"] = contact_value(reached)

    def _consent(
        self, turn: Turn, slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        answer = chosen == "yes" if slot == "booking_consent" else said_yes(turn)
        if answer is None and declines(turn.text):
            answer = False
        if answer:
            values["booking_consent"] = privacy.NOTICE_VERSION
        elif answer is False and not values:
            booking.release(turn.settings, turn.conversation_id)
            values.update(dict.fromkeys(self.slots), booking_consent=False)
            replies.append(say("utter_consent_refused"))

    def _confirmation(self, turn: Turn, slot: str, chosen: str, values: dict[str, Any]) -> None:
        if values:
            return  # something was put right: the summary comes again
        answer = chosen == "yes" if slot == "booking_confirm" else said_yes(turn)
        if answer is None and turn.intent == "book_appointment":
            answer = True
        change = None if answer or slot else to_change(turn.text)
        if change:
            values.update(_asked_again(change, turn))
        elif answer and not has_reserve(turn.text):
            values["booking_confirm"] = True
        elif answer is not None:
            values.update(booking_confirm=None, offer=CHANGE)


def _asked_again(slot: str, turn: Turn) -> dict[str, Any]:
    """Slot values that make the form ask for ``slot`` again, then sum up; a new office keeps the wished time."""
    again: dict[str, Any] = {slot: None, "booking_confirm": None}
    time = turn.slots.get("booking_time")
    if slot == "booking_time":
        again.update(time_options=None, time_wish=None)
    elif slot == "booking_office" and time:
        start = datetime.fromisoformat(time["start"])
        again.update(booking_time=None, time_options=None,
                     time_wish=[start.isoformat(), (start + timedelta(minutes=1)).isoformat()])
    return again


def _where(turn: Turn) -> Reply:
    """The address of the office that is being booked, of all while none is chosen."""
    office = turn.slots.get("booking_office")
    known = {**turn.slots, "subject": f"office:{office}"} if office and office != ANY_OFFICE else turn.slots
    return answer_address(replace(turn, slots=known))


def _gives_up(turn: Turn) -> bool:
    """Whether «voglio annullare la prenotazione» is about the one being made: there is no other."""
    return (turn.intent == "cancel_appointment" and turn.confidence >= SURE and not booking.mine(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now))


def _asks_something_else(turn: Turn) -> bool:
    """Whether the message is a question that is no part of a booking: names in it answer nothing."""
    return (is_question(turn.intent) and turn.intent not in ValidateBookingForm.own_intents
            and turn.confidence >= SURE and asks(turn.text))


def _moves(turn: Turn) -> bool:
    """Whether a message at the name or contact question puts the office or the time right."""
    return corrects(turn.text) and (bool(turn.name("office")) or time_span.names_a_time(turn))


def _service_in_words(text: str, offered: list[str]) -> Optional[str]:
    """The service that the answer means: by number, by its reason, or the first one for somebody who does not know."""
    picked = ordinal(text, len(offered))
    if picked is not None:
        return offered[picked]
    meant = reason(text)
    if meant in offered:
        return meant
    return offered[0] if any_will_do(text) or declines(text) else None


def contact_value(reached: Union[Phone, Email]) -> dict[str, str]:
    """A contact as the slot keeps it: what is stored, how it is shown, its kind."""
    if isinstance(reached, Phone):
        return {"value": reached.e164, "shown": reached.shown, "kind": "phone"}
    return {"value": reached.address, "shown": reached.address, "kind": "email"}


def _municipalities(turn: Turn) -> list[str]:
    return [office.municipality for office in offices.list_offices(turn.settings)]
