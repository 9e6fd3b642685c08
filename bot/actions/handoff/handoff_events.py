"""What happens to a request for an operator while the assistant is silent: it came back, nobody took it, it is left."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from bot.actions.forms import clear_all_forms
from bot.actions.handoff.handoff import offer_instead
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Reply, Turn, say
from bot.services import booking, handoffs


class ActionHandoffReturned(TurnAction):
    """The assistant has the floor again: an open form goes on at its question, or is left when it is too old or
    an operator has settled what it was for.

    That the operator has gone is told by the service, in the transaction that gives the floor back.
    """

    def name(self) -> str:
        return "action_handoff_returned"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.loop is None:
            return [say("utter_handoff_returned")], []
        if handoffs.is_settled(turn.settings, conversation_id=turn.conversation_id):
            booking.release_holds(turn.settings, turn.conversation_id)
            return [say("utter_handoff_returned")], [
                *clear_all_forms(), ActiveLoop(None), SlotSet("requested_slot", None)]
        if turn.silence is not None and turn.silence > timedelta(hours=turn.settings.handoff_form_hours):
            booking.release_holds(turn.settings, turn.conversation_id)
            return [say("utter_handoff_form_left")], [
                *clear_all_forms(), ActiveLoop(None), SlotSet("requested_slot", None)]
        return [say("utter_handoff_resumed")], []


class ActionHandoffUnanswered(TurnAction):
    """Nobody took the request in time: an appointment and a call-back are offered."""

    def name(self) -> str:
        return "action_handoff_unanswered"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [offer_instead(turn, say("utter_handoff_meanwhile").parts)], []


class ActionLeaveHandoff(TurnAction):
    """The person no longer wants an operator.

    From the queue the service tells it and sends a turn of its own; only a call-back is ended without a word.
    """

    def name(self) -> str:
        return "action_leave_handoff"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        left = handoffs.leave_queue(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        if not isinstance(left, handoffs.Left):
            return [say("utter_handoff_none")], []
        return ([say("utter_handoff_callback_left")] if left.was == handoffs.CALLBACK else []), []
