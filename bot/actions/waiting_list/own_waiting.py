"""What one waits for: telling it, taking or leaving an offered place, withdrawing; by conversation or by code."""

from __future__ import annotations

from typing import Optional

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.booking_outcome import booked
from bot.actions.booking.time_question import offer_start
from bot.actions.own_codes import open_shown
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.text import format_moment
from bot.rules import codes
from bot.services import booking, waiting_list
from bot.services.booking import SlotOption
from bot.services.errors import DatabaseUnavailable
from bot.services.waiting_list import OfferAccepted, OfferDeclined, WaitingView, WaitingWithdrawn
from bot.texts import get_text


def find_waiting(turn: Turn) -> list[WaitingView] | Reply:
    """The wish of the button or code in the message, else those of this conversation; or why not."""
    found = open_shown(
        turn, "waiting", codes.WAITING_PREFIX,
        lambda code: waiting_list.open_wish(turn.settings, code=code, who=turn.conversation_id, now=turn.now),
        wrong="utter_waiting_code_wrong", closed="utter_waiting_codes_closed")
    if found is None:
        return waiting_list.list_wishes(turn.settings, conversation_id=turn.conversation_id)
    return found if isinstance(found, Reply) else [found]


def tell_wish(
    turn: Turn, view: WaitingView, response: str = "utter_waiting", free_now: Optional[SlotOption] = None,
) -> Reply:
    """The wish with what can be done with it: with the place that is kept, or with one that is free already."""
    parts = [Part(response, {"what": waiting_list.describe_wish(view), "code": view.code,
                             "hours": max(1, turn.settings.waiting_answer_minutes // 60)})]
    buttons, start = [_button("withdraw", "withdraw_wait", view)], None
    if free_now is not None:
        parts.append(Part("utter_waiting_free_now", {"when": format_moment(free_now.starts_at),
                                                     "office": free_now.office_name}))
        button, start = offer_start(view.service_id, free_now)
        buttons.insert(0, button)
    kept = view.find_kept_offer(turn.now)
    if kept is not None:
        parts.append(Part("utter_waiting_offer", {
            "when": format_moment(kept.starts_at), "office": kept.office_name, "until": format_moment(kept.until)}))
        buttons[:0] = [_button("accept", "accept_place", view), _button("decline", "decline_place", view)]
    return Reply(tuple(parts), tuple(buttons), subject=f"waiting:{view.code}", offer=start)


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
        return say("utter_moved", card=cards.appointment_cards([done.appointment]),
                   subject=f"office:{done.appointment.office_id}", **booking.appointment_values(done.appointment))
    return booked(done.appointment, turn.now)


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
        return [tell_wish(turn, view) if view.state == "waiting" else say_dead_end(
            turn, "utter_waiting_gone", view.office_id) for view in found], []


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
        return [say(response, buttons=[_button("withdraw", "withdraw_wait", done.wish)] if (
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


def _button(name: str, intent: str, view: WaitingView) -> Button:
    return Button(get_text(f"waiting_list.buttons.{name}"), f'/{intent}{{"option": "waiting:{view.code}"}}')

