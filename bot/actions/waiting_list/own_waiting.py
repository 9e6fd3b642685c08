"""What one waits for: taking or leaving an offered place, withdrawing; by conversation or by code."""

from __future__ import annotations

from typing import Optional

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.booking_outcome import say_booked
from bot.actions.waiting_list.told_waiting import find_waiting, tell_wish, wait_button
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Reply, Turn, say
from bot.services import booking, waiting_list
from bot.services.errors import DatabaseUnavailable
from bot.services.waiting_list import OfferAccepted, OfferDeclined, WaitingView, WaitingWithdrawn


def take_offer(turn: Turn) -> Optional[Reply]:
    """The place that is kept for this conversation becomes the appointment; None when nothing is kept, or known."""
    try:
        waits = waiting_list.list_wishes(turn.settings, conversation_id=turn.conversation_id)
    except DatabaseUnavailable:
        return None  # a bare yes mostly means something else
    kept = next((view for view in waits if view.find_kept_offer(turn.now) is not None), None)
    return None if kept is None else _accept(turn, kept)


def _accept(turn: Turn, view: WaitingView) -> Reply:
    done = waiting_list.accept_offer(turn.settings, code=view.code, channel=turn.channel, now=turn.now)
    if not isinstance(done, OfferAccepted):
        return say_dead_end(
            turn, "utter_waiting_offer_over" if view.state == "waiting" else "utter_waiting_gone", view.office_id)
    if done.moved:
        return say("utter_moved", card=cards.make_appointment_cards([done.appointment]),
                   subject=f"office:{done.appointment.office_id}",
                   **booking.gather_appointment_values(done.appointment))
    return say_booked(done.appointment, turn.now)


class ActionListWaits(TurnAction):
    """Tells what one waits for, or what a code opens."""

    def name(self) -> str:
        return "action_list_waits"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_waiting(turn)
        if isinstance(found, Reply):
            return [found], []
        if not found:
            return [say("utter_no_waits", offer="leave_wait")], []
        return [tell_wish(turn, view) for view in found], []


class ActionAcceptPlace(TurnAction):
    """Takes the place that is kept."""

    def name(self) -> str:
        return "action_accept_place"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_waiting(turn)
        if isinstance(found, Reply):
            return [found], []
        kept = [view for view in found if view.offer is not None] or found
        return [_accept(turn, kept[0]) if kept else say_dead_end(turn, "utter_waiting_gone")], []


class ActionDeclinePlace(TurnAction):
    """Leaves the place that is kept to the next one."""

    def name(self) -> str:
        return "action_decline_place"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_waiting(turn)
        if isinstance(found, Reply):
            return [found], []
        kept = next((view for view in found if view.offer is not None), None)
        done = None if kept is None else waiting_list.decline_offer(
            turn.settings, code=kept.code, channel=turn.channel, now=turn.now)
        if not isinstance(done, OfferDeclined):
            return [say_dead_end(turn, "utter_waiting_offer_over")], []
        response = "utter_place_declined" if done.wish.state == "waiting" else "utter_place_declined_last"
        return [say(response, buttons=[wait_button("withdraw", "withdraw_wait", done.wish)] if (
            done.wish.state == "waiting") else [])], []


class ActionWithdrawWait(TurnAction):
    """Takes the person off the list, at once; of several wishes it asks which."""

    def name(self) -> str:
        return "action_withdraw_wait"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_waiting(turn)
        if isinstance(found, Reply):
            return [found], []
        if not found:
            return [say("utter_no_waits", offer="leave_wait")], []
        if len(found) > 1:
            return [say("utter_which_wait", buttons=[Button(
                view.service_name[:40], f'/withdraw_wait{{"option": "waiting:{view.code}"}}') for view in found])], []
        gone = waiting_list.withdraw_wish(
            turn.settings, code=found[0].code, conversation_id=turn.conversation_id, channel=turn.channel, now=turn.now)
        if not isinstance(gone, WaitingWithdrawn):
            return [say_dead_end(turn, "utter_waiting_gone")], []
        return [say("utter_wait_withdrawn", what=waiting_list.describe_wish(gone.wish))], []
