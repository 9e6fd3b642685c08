"""Being called back: consent, then a telephone number or an e-mail address, kept with the request for an operator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.booking.booking_asides import answer_about_contact
from bot.actions.form_action import FormAction
from bot.actions.handoff.handoff import ASKED, pass_on, waits, write_contact_lines
from bot.dialogue import tasks
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.reading import Reading
from bot.dialogue.told_values import tells_when_to_call
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.services import handoffs, needs, privacy

CONSENT, FIRM, CONTACT = "callback_consent", "callback_firm", "callback_contact"


class ValidateCallbackForm(FormAction):
    """Reads each turn of ``callback_form``."""

    task = tasks.CALLBACK

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """Nothing where no account exists: nobody would call, so no personal datum is asked for."""
        if not _is_answered(turn):
            return []
        return [slot for slot in super().required(slots, turn) if slot != FIRM or _is_of_firm(turn)]

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        """What is told, and where it says when to call («meglio dopo le 17»), who reads that."""
        reading = super().understand(turn, requested)
        if not turn.text or turn.slots.get(CONSENT) or not tells_when_to_call(turn.text, turn.now):
            return reading
        told = reading or Reading({requested: None} if requested else {})
        return Reading(told.values, (*told.replies, say("utter_callback_when")))

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """What may be left instead of one's own telephone."""
        return answer_about_contact(turn, None) if turn.text and requested == CONTACT else None


class AskCallbackConsent(TurnAction):
    """Asks whether the contact may be kept for the call-back."""

    def name(self) -> str:
        return "action_ask_callback_form_callback_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        lines = [Part(f"utter_card_callback_{line}") for line in ("what", "why", "until")]
        asked = "utter_ask_callback_consent_firm" if _is_of_firm(turn) else "utter_ask_callback_consent"
        return [say(asked, card=cards.make_consent(CONSENT, lines))], []


class ActionSaveCallback(TurnAction):
    """Keeps the contact with the request; without an open request a new one is made."""

    def name(self) -> str:
        return "action_save_callback"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget = ValidateCallbackForm.cleared()
        given = turn.slots.get(CONTACT)
        if not given and not _is_answered(turn):
            return [_tell_nobody(turn, "utter_callback_nobody")], forget
        if not turn.slots.get(CONSENT) or not given:
            return [say("utter_callback_refused", lines=write_contact_lines(turn, hours=True))], forget
        if self._keep(turn, given):
            return [_kept(given["shown"])], forget
        passed_on = pass_on(turn, _reason(turn))
        if self._keep(turn, given) and not waits(passed_on):
            return [_kept(given["shown"])], forget
        if passed_on.offer:  # nobody at the desk: what was told is not kept
            return [_add_nobody(passed_on, "utter_callback_no_desk")], forget
        return [passed_on], forget

    @staticmethod
    def _keep(turn: Turn, given: dict[str, str]) -> bool:
        kept = handoffs.set_callback(
            turn.settings, conversation_id=turn.conversation_id, contact=given["value"], contact_kind=given["kind"],
            notice_version=privacy.NOTICE_VERSION, firm=turn.slots.get(FIRM), now=turn.now)
        return isinstance(kept, handoffs.CallbackKept)


def _is_answered(turn: Turn) -> bool:
    return handoffs.is_answered(turn.settings, conversation_id=turn.conversation_id)


def _tell_nobody(turn: Turn, response: str) -> Reply:
    """That nobody can call from here, and how the offices are reached."""
    return _add_nobody(pass_on(turn, _reason(turn)), response)


def _add_nobody(passed_on: Reply, response: str) -> Reply:
    return replace(passed_on, parts=(Part(response), *passed_on.parts))


def _reason(turn: Turn) -> str:
    """A firm that was told whose task its question is has a list of its own at the desk."""
    return handoffs.FIRM if turn.slots.get(FIRM) or _is_of_firm(turn) else ASKED


def _is_of_firm(turn: Turn) -> bool:
    need = needs.find_need(turn.settings, turn.subject_id("need") or "")
    return need is not None and need.of_firm


def _kept(shown: str) -> Reply:
    card = cards.make_handoff("callback", Part("utter_card_calls", {"contact": shown}),
                              [cards.make_action("utter_card_no_call", "/leave_handoff")])
    return say("utter_callback_kept", card=card, contact=shown)
