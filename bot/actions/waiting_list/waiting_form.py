"""«Avvisami se si libera un posto»: for which service, where, when; with consent, and a contact or an appointment."""

from __future__ import annotations

from typing import Any, Sequence

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.booking_questions import ANY_OFFICE
from bot.actions.cards import choose_value
from bot.actions.form_action import FormAction
from bot.actions.waiting_list.told_waiting import tell_wish
from bot.dialogue import tasks
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.reading import Reading
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.rules.waiting_list import PARTS, read_days
from bot.services import booking, offices, privacy, waiting_list
from bot.services.offices import OfficeView
from bot.services.waiting_list import PlaceWish, WaitingLeft
from bot.texts import get_text, get_texts

SERVICE, OFFICE, WHEN = "waiting_service", "waiting_office", "waiting_when"
CONSENT, NAME, CONTACT = "waiting_consent", "waiting_name", "waiting_contact"
APPOINTMENT = "waiting_appointment"


class ValidateWaitingForm(FormAction):
    """Reads each turn of ``waiting_form``."""

    task = tasks.WAITING

    def start(self, turn: Turn) -> Reading:
        return Reading(_fill_in(turn, super().start(turn).values), (say("utter_waiting_intro"),))

    def opened(self, turn: Turn) -> Reading:
        """Out of a booking in which no time suits: service and office are known."""
        told = super().start(turn).values
        values = {slot: told[slot] or turn.slots.get(slot) for slot in self.task.slots}
        return Reading(_fill_in(turn, values), (say("utter_waiting_intro"),))

    def list_options(self, turn: Turn, slot: str) -> Sequence[str]:
        if slot == SERVICE:
            return [service.id for service in booking.list_bookable(turn.settings)]
        return [*(office.id for office in _offices(turn)), ANY_OFFICE] if slot == OFFICE else ()


def _fill_in(turn: Turn, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with the only service, and the appointment that is to be earlier, where there is one."""
    known = [service.id for service in booking.list_bookable(turn.settings)]
    service = values[SERVICE] or (known[0] if len(known) == 1 else None)
    own = [view for view in booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
           if service in (None, view.service_id)]
    values = {**values, SERVICE: service if service in known else None}
    if own and not values[APPOINTMENT]:
        values.update({SERVICE: own[0].service_id, APPOINTMENT: own[0].id, OFFICE: values[OFFICE] or own[0].office_id})
    return values


def _offices(turn: Turn) -> Sequence[OfficeView]:
    service = turn.slots.get(SERVICE)
    return booking.list_offices_for(turn.settings, service) if service else offices.list_offices(turn.settings)


class AskWaitingService(TurnAction):
    """Asks what the appointment is for."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_service"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_waiting_service", buttons=[
            Button(service.name, choose_value(SERVICE, service.id))
            for service in booking.list_bookable(turn.settings)])], []


class AskWaitingOffice(TurnAction):
    """Asks where."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_office"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        buttons = [Button(office.municipality, choose_value(OFFICE, office.id)) for office in _offices(turn)]
        return [say("utter_ask_waiting_office", buttons=[
            *buttons, Button(get_text("answers.any_office"), choose_value(OFFICE, ANY_OFFICE))])], []


class AskWaitingWhen(TurnAction):
    """Asks for days and parts of the day."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_when"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_waiting_when", buttons=[
            Button(title, choose_value(WHEN, part)) for part, title in get_texts("waiting_list.times").items()])], []


class AskWaitingConsent(TurnAction):
    """Asks for the consent of its own."""

    def name(self) -> str:
        return "action_ask_waiting_form_waiting_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        days = turn.settings.waiting_days
        lines = [Part("utter_card_waiting_what"), Part("utter_card_waiting_why"),
                 Part("utter_card_waiting_until", {"days": days})]
        card = cards.make_consent(CONSENT, lines)
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
