"""«Avvisami se si libera un posto»: for which service, where, when; with consent, and a contact or an appointment."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Optional

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.booking_questions import ANY_OFFICE
from bot.actions.cards import chosen
from bot.actions.form_action import FormAction
from bot.actions.person_answers import agrees, read_contact, read_name
from bot.actions.waiting_list.own_waiting import tell_wish
from bot.dialogue import tasks
from bot.dialogue.form import Reading
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.availability import read_availability
from bot.italian.short_replies import any_will_do, declines, ordinal
from bot.italian.weekdays import read_weekdays
from bot.rules.waiting_list import PARTS, read_days, write_days
from bot.services import booking, offices, privacy, waiting_list
from bot.services.waiting_list import PlaceWish, WaitingLeft
from bot.texts import get_text, get_texts

SERVICE, OFFICE, WHEN = "waiting_service", "waiting_office", "waiting_when"
CONSENT, NAME, CONTACT = "waiting_consent", "waiting_name", "waiting_contact"
APPOINTMENT = "waiting_appointment"
_FREED = re.compile(r"\bsi liber\w+", re.IGNORECASE)
"""A place that is freed names no time; a person who is free does."""


class ValidateWaitingForm(FormAction):
    """Reads each turn of ``waiting_form``."""

    task = tasks.WAITING

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """Name and contact are the appointment's where an earlier place is wanted; nothing more after a refusal."""
        if slots.get(CONSENT) is False:
            return []
        asked = list(self.task.slots[:-1])
        return asked[:-2] if slots.get(APPOINTMENT) else asked

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if requested is None:
            return self._start(turn, dict.fromkeys(self.task.slots))
        slot, value = turn.option or ("", "")
        if slot:
            return _pressed(turn, slot, value)
        read = {SERVICE: _service, OFFICE: _office, WHEN: _when, CONSENT: _consent, NAME: _name, CONTACT: _contact}
        answer = read[requested](turn)
        if answer is None or requested not in (SERVICE, OFFICE, WHEN):
            return answer
        return replace(answer, values={**self._told_besides(turn), **answer.values})

    def _told_besides(self, turn: Turn) -> dict[str, Any]:
        """What an answer tells of the questions that come later: «orientamento, a Lecco, di mattina»."""
        when = _when(turn)
        told = {SERVICE: turn.name("service"), OFFICE: turn.name("office"), **(when.values if when else {})}
        return {slot: value for slot, value in told.items() if value is not None}

    def opened(self, turn: Turn) -> Reading:
        """Out of a booking in which no time suits: service and office are known."""
        return self._start(turn, {slot: turn.slots.get(slot) for slot in self.task.slots})

    def _start(self, turn: Turn, values: dict[str, Any]) -> Reading:
        """What the first message tells, and the appointment that is to be earlier, where there is one."""
        known = [service.id for service in booking.services(turn.settings)]
        service = values.get(SERVICE) or turn.name("service") or (known[0] if len(known) == 1 else None)
        own = [view for view in booking.list_own(
            turn.settings, conversation_id=turn.conversation_id, now=turn.now)
            if service in (None, view.service_id)]
        values[OFFICE] = turn.name("office") or values.get(OFFICE)
        values[SERVICE] = service if service in known else None
        if own and not values.get(APPOINTMENT):
            values.update({SERVICE: own[0].service_id, APPOINTMENT: own[0].id,
                           OFFICE: values[OFFICE] or own[0].office_id})
        found = _when(turn) if turn.text else None
        if found is not None:
            values.update(found.values)
        return Reading(values)


def _pressed(turn: Turn, slot: str, value: str) -> Optional[Reading]:
    """What a button of the form means; None for the others."""
    good: dict[str, set[str]] = {SERVICE: {service.id for service in booking.services(turn.settings)},
            OFFICE: {ANY_OFFICE, *(office.id for office in offices.list_offices(turn.settings))},
            WHEN: set(PARTS), CONSENT: {"yes", "no"}}
    if value not in good.get(slot, set()):
        return None
    if slot == WHEN:
        return Reading({WHEN: f"|{value}"})
    return Reading({slot: value == "yes" if slot == CONSENT else value})


def _service(turn: Turn) -> Optional[Reading]:
    known = booking.services(turn.settings)
    picked = ordinal(turn.text, len(known))
    service = turn.name("service") or (known[picked].id if picked is not None else None)
    if service is None and (any_will_do(turn.text) or declines(turn.text)):
        service = known[0].id
    return Reading({SERVICE: service}) if service else None


def _office(turn: Turn) -> Optional[Reading]:
    known = offices.list_offices(turn.settings)
    picked = ordinal(turn.text, len(known))
    office = turn.name("office") or (known[picked].id if picked is not None else None)
    if office is None and (any_will_do(turn.text) or declines(turn.text)):
        office = ANY_OFFICE
    return Reading({OFFICE: office}) if office else None


def _when(turn: Turn) -> Optional[Reading]:
    """Days and part of the day, as the slot keeps them: ``0,2|morning``."""
    text = _FREED.sub(" ", turn.text)
    days, part = read_weekdays(text), read_availability(text)
    if days is None and part is None:
        anything = turn.slots.get("requested_slot") == WHEN and (any_will_do(turn.text) or declines(turn.text))
        return Reading({WHEN: "|any"}) if anything else None
    return Reading({WHEN: f"{write_days(days or frozenset())}|{part if part in PARTS else 'any'}"})


def _consent(turn: Turn) -> Optional[Reading]:
    answer = agrees(turn)
    return None if answer is None else Reading({CONSENT: answer})


def _name(turn: Turn) -> Optional[Reading]:
    return read_name(turn, NAME, CONTACT)


def _contact(turn: Turn) -> Optional[Reading]:
    return read_contact(turn, CONTACT, CONSENT)


class AskWaitingService(TurnAction):
    """Asks what the appointment is for."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_service"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_waiting_service", buttons=[
            Button(service.name, chosen(SERVICE, service.id)) for service in booking.services(turn.settings)])], []


class AskWaitingOffice(TurnAction):
    """Asks where."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_office"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        buttons = [Button(office.municipality, chosen(OFFICE, office.id)) for office in booking.offices_for(
            turn.settings, turn.slots[SERVICE])]
        return [say("utter_ask_waiting_office", buttons=[
            *buttons, Button(get_text("answers.any_office"), chosen(OFFICE, ANY_OFFICE))])], []


class AskWaitingWhen(TurnAction):
    """Asks for days and parts of the day."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_when"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_waiting_when", buttons=[
            Button(title, chosen(WHEN, part)) for part, title in get_texts("waiting_list.times").items()])], []


class AskWaitingConsent(TurnAction):
    """Asks for the consent of its own."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        days = turn.settings.waiting_days
        lines = [Part("utter_card_waiting_what"), Part("utter_card_waiting_why"),
                 Part("utter_card_waiting_until", {"days": days})]
        card = cards.consent(CONSENT, lines)
        if turn.slots.get(APPOINTMENT):
            return [say("utter_ask_waiting_consent_earlier", card=card, days=days)], []
        return [say("utter_ask_waiting_consent", card=card, days=days)], []


class ActionSaveWait(TurnAction):
    """Puts the person on the waiting list."""

    def name(self) -> str:
        return "action_save_wait"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget = ValidateWaitingForm.cleared()
        slots = turn.slots
        if not slots.get(CONSENT) or not slots.get(SERVICE) or not slots.get(WHEN):
            return [say_dead_end(turn, "utter_waiting_refused", slots.get(OFFICE))], forget
        days, _, part = slots[WHEN].partition("|")
        reached = {} if slots.get(APPOINTMENT) else {
            "name": slots[NAME], "contact": slots[CONTACT]["value"], "contact_kind": slots[CONTACT]["kind"]}
        wish = PlaceWish(
            service_id=slots[SERVICE], office_id=None if slots[OFFICE] == ANY_OFFICE else slots[OFFICE],
            days=read_days(days), part=next(known for known in PARTS if known == part),
            appointment_id=slots.get(APPOINTMENT), **reached)
        left = waiting_list.leave_wish(
            turn.settings, wish, conversation_id=turn.conversation_id, channel=turn.channel,
            notice_version=privacy.NOTICE_VERSION, now=turn.now)
        if not isinstance(left, WaitingLeft):
            return [say_dead_end(turn, "utter_waiting_gone")], forget
        return [tell_wish(turn, left.wish, "utter_waiting_left", left.free_now)], forget
