"""Small talk with consequences: yes, no, bare data, stop, buttons out of date."""

from __future__ import annotations

from typing import Optional

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.booking.appointment_forms import ActionConfirmCancel, ActionConfirmMove
from bot.actions.booking.booking_outcome import ActionConfirmBooking, say_booked
from bot.actions.eligibility.eligibility_form import assess_told, check_again, tell_unchanged
from bot.actions.fallback import ActionFallback
from bot.actions.forms import clear_all_forms
from bot.actions.handoff.handoff_events import ActionLeaveHandoff
from bot.actions.second_wish import STARTS, offer_second_wish
from bot.actions.waiting_list.own_waiting import take_offer
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.told_values import holds_facts
from bot.dialogue.turn import Reply, Turn, say
from bot.dialogue.wishes import SECOND, find_pending_wish, take_up
from bot.services import booking, handoffs

_CONFIRMED: dict[str, type[TurnAction]] = {
    "booking_confirm": ActionConfirmBooking, "move_confirm": ActionConfirmMove, "cancel_confirm": ActionConfirmCancel,
}
"""Slot of a last word to the action that it sets going; each action clears the slot when it is done."""

def finish_failed(turn: Turn, slot: str = "") -> Optional[tuple[list[Reply], list[EventType]]]:
    """What was confirmed but failed (the database was down) is done now, at a second «confermo»; None: nothing was.

    ``slot``: only what that slot confirmed. An erasure asks again: only its own action empties the conversation.
    """
    waiting = [name for name in (*_CONFIRMED, "erase_confirm") if turn.slots.get(name) is True and slot in ("", name)]
    if not waiting:
        return None
    if waiting[0] == "erase_confirm":
        return [], [SlotSet("erase_confirm", None), FollowupAction("erase_form")]
    return _CONFIRMED[waiting[0]]().answer(turn)


class ActionAffirm(TurnAction):
    """A bare «sì»: takes up the last offer, or the place that is kept for whoever waits."""

    def name(self) -> str:
        return "action_affirm"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        done = finish_failed(turn)
        if done:
            return done
        offer, _, offered_time = (turn.slots.get("offer") or "").partition(":")
        # what is told of a kept place comes by itself: newer than what was offered when the wish was left
        taken = take_offer(turn) if offer not in STARTS or turn.subject_id("waiting") else None
        if taken is not None:
            return [taken], []
        if offer in STARTS:
            kept = [SlotSet(SECOND, take_up(turn.slots))] if find_pending_wish(turn.slots) == offer else []
            return [], [SlotSet("offer", None), SlotSet("offered_time", offered_time or None), *kept,
                        FollowupAction(STARTS[offer])]
        return [say("utter_what_next")], []


class ActionDeny(TurnAction):
    """A bare «no»; with a fact behind it («no, 34») it corrects the last check."""

    def name(self) -> str:
        return "action_deny"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        checked = check_again(turn)
        if checked is not None:
            return checked
        return [say("utter_deny")], [SlotSet(SECOND, None)] if find_pending_wish(turn.slots) else []


class ActionInform(TurnAction):
    """Data that nobody asked for: a correction of the last eligibility check, or a hint of what can be done with it."""

    def name(self) -> str:
        return "action_inform"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.intent == "nlu_fallback":
            return ActionFallback().answer(turn)
        if turn.act == "birthday":
            return [say("utter_birthday", offer="leave_interest")], []
        checked = check_again(turn)
        if checked is not None:
            return checked
        known = assess_told(turn) if turn.slots.get("last_question") == "check_eligibility" else None
        if known is not None and turn.intent == "inform":
            return [tell_unchanged(known)], []
        hard = turn.intent == "tell_hard_time"
        offered = turn.slots.get("offer") == "check_eligibility" and turn.intent == "inform"
        if offered and holds_facts(turn.text, turn.now.date()):
            return [], [FollowupAction("eligibility_form")]  # more of oneself, after the offer: the check takes it up
        return [say("utter_inform_hard_time" if hard else "utter_inform", offer="check_eligibility")], []


class ActionStop(TurnAction):
    """Leaves what is going on; a place that was held is free again."""

    def name(self) -> str:
        return "action_stop"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        booking.release_holds(turn.settings, turn.conversation_id)
        if turn.loop is None and handoffs.find_stage(
                turn.settings, conversation_id=turn.conversation_id, now=turn.now).callback:
            if "richiam" in turn.text.casefold():
                return ActionLeaveHandoff().answer(turn)
            return [say("utter_stop_callback")], clear_all_forms()
        kept = turn.slots.get("move_appointment") or turn.slots.get("cancel_appointment")
        told = "utter_not_moved" if kept else "utter_stop"
        if turn.loop is not None and turn.ranking and turn.ranking[0][0] == "goodbye":
            return [say(f"{told}_goodbye")], clear_all_forms()
        return [offer_second_wish(turn, say(told))], clear_all_forms()


class ActionStaleChoice(TurnAction):
    """A button that nobody waits for any more: tells what stands now."""

    def name(self) -> str:
        return "action_stale_choice"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        slot, chosen = turn.option or ("", "")
        done = finish_failed(turn, slot) if chosen == "yes" else None
        if done:
            return done
        if slot in ("booking_confirm", "booking_consent"):
            own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
            if own:
                return [say_booked(own[-1], turn.now)], []
        return [say("utter_stale_choice")], []
