"""What booking_form asks: service, office, time, the last word; name, contact and consent are plain responses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions import cards
from bot.actions.booking import time_choice, time_question
from bot.actions.booking.free_starts import TimeSearch, check_free_span
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.text import format_moment
from bot.services import booking, offices
from bot.texts import get_text

ANY_OFFICE = "any"
CHANGE = "booking_change"
"""Value of the slot ``offer`` after a bare «no» to the summary: what to change is asked instead of summing up again."""


def make_time_search(slots: dict[str, Any], turn: Turn) -> TimeSearch:
    """Where a time is looked for, given what the form knows."""
    service = slots.get("booking_service") or booking.list_bookable(turn.settings)[0].id
    office = slots.get("booking_office")
    return TimeSearch(service, None if office == ANY_OFFICE else office)


def word_for_whom(response: str, turn: Turn) -> str:
    """``response``, or its wording for whoever books for somebody else."""
    return f"{response}_other" if turn.slots.get("booking_person") else response


class AskService(TurnAction):
    """Asks what the appointment is for."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_service"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        own = {} if turn.slots.get("booking_person") else {view.service_id: view for view in booking.list_own(
            turn.settings, conversation_id=turn.conversation_id, now=turn.now)}
        buttons = [Button(service.name, f'/choose{{"option": "booking_service:{service.id}"}}')
                   for service in booking.list_bookable(turn.settings) if service.id not in own]
        if not own:
            return [say("utter_ask_booking_service", buttons=buttons)], []
        view = next(iter(own.values()))
        return [say("utter_ask_booking_another", buttons=buttons, offer="move_appointment", service=view.service_name,
                    when=format_moment(view.starts_at), office=view.office_name, code=view.code)], []


class AskOffice(TurnAction):
    """Asks where."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_office"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        service = turn.slots.get("booking_service") or booking.list_bookable(turn.settings)[0].id
        found = booking.list_offices_for(turn.settings, service)
        buttons = [Button(office.municipality, f'/choose{{"option": "booking_office:{office.id}"}}')
                   for office in found]
        buttons.append(Button(get_text("answers.any_office"), f'/choose{{"option": "booking_office:{ANY_OFFICE}"}}'))
        lines = "\n".join(f"- {office.name}: {office.address}" for office in found)
        return [say("utter_ask_booking_office", buttons=buttons, lines=lines)], []


class AskTime(TurnAction):
    """Asks when, with free starts as buttons; a wish said before the office was known is looked up now."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_time"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        search = make_time_search(turn.slots, turn)
        wish = turn.slots.get("time_wish")
        replies: list[Reply] = []
        events: list[EventType] = []
        slots = dict(turn.slots)
        if wish and not turn.slots.get("time_options"):
            start, end = (datetime.fromisoformat(moment) for moment in wish)
            found = check_free_span(turn, search, start, end)
            options = found.options if isinstance(found, booking.DayOpen) else found.alternatives
            if isinstance(found, booking.Closed):
                replies.append(time_choice.explain_closed(turn, search, found.reason, start, False))
            keys = time_choice.list_keys(time_choice.pick_options(options))
            events.append(SlotSet("time_options", keys))
            slots["time_options"] = keys
        question = time_question.ask_time(replace(turn, slots=slots), "booking_time", search)
        if not turn.slots.get("time_options") and not wish:
            shown = time_question.list_keys_shown(question, "booking_time")
            events.append(SlotSet("time_options", shown))
        return [*replies, question], events


class AskConsent(TurnAction):
    """Asks whether name and contact may be kept."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        lines = [Part(f"utter_card_consent_{line}") for line in ("what", "why", "until")]
        card = cards.make_consent("booking_consent", lines)
        return [say(word_for_whom("utter_ask_booking_consent", turn), card=card)], []


class AskName(TurnAction):
    """Asks the name of whoever comes."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_name"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say(word_for_whom("utter_ask_booking_name", turn))], []


class AskContact(TurnAction):
    """Asks for a telephone number or an address."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_contact"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say(word_for_whom("utter_ask_booking_contact", turn))], []


class AskConfirm(TurnAction):
    """Sums up and asks for the last word."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_confirm"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.slots.get("offer") == CHANGE:
            return [say("utter_ask_change")], []
        time = turn.slots["booking_time"]
        office = offices.get_office(turn.settings, time["office"])
        service = offices.get_service(turn.settings, turn.slots["booking_service"])
        return [say(
            word_for_whom("utter_ask_booking_confirm", turn),
            service=service.name if service else "", office=office.name if office else "",
            address=office.address if office else "", when=format_moment(datetime.fromisoformat(time["start"])),
            name=turn.slots["booking_name"], contact=turn.slots["booking_contact"]["shown"])], []
