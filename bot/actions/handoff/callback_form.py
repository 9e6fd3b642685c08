"""Being called back: consent, then a telephone number or an e-mail address, kept with the request for an operator."""

from __future__ import annotations

from typing import Any, Optional

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.booking.booking_asides import answer_about_contact
from bot.actions.booking.booking_form import contact_value, explain_invalid_contact
from bot.actions.form_action import FormAction
from bot.actions.handoff.handoff import ASKED, contact_lines, pass_on, waits
from bot.actions.person_answers import agrees, read_firm
from bot.dialogue import tasks
from bot.dialogue.form import Reading
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.italian.people.contacts import InvalidContact, contact
from bot.italian.short_replies import declines
from bot.services import handoffs, needs, privacy

CONSENT, FIRM, CONTACT = "callback_consent", "callback_firm", "callback_contact"


class ValidateCallbackForm(FormAction):
    """Reads each turn of ``callback_form``."""

    task = tasks.CALLBACK

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        if slots.get(CONSENT) is False:
            return []
        return [slot for slot in self.task.slots if slot != FIRM or _is_of_firm(turn)]

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """What may be left instead of one's own telephone."""
        return answer_about_contact(turn, None) if turn.text and requested == CONTACT else None

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if requested is None:
            return Reading(dict.fromkeys(self.task.slots))
        slot, chosen = turn.option or ("", "")
        if slot not in ("", CONSENT):
            return None
        if requested == CONSENT:
            answer = chosen == "yes" if slot else agrees(turn)
            if answer is None:
                return _contact(turn)  # written at once: it is not asked again, but the consent is
            return Reading({CONSENT: answer})
        if requested == FIRM:
            return read_firm(turn, FIRM)
        if turn.intent == "deny" or declines(turn.text):
            return Reading({CONSENT: False, CONTACT: None})
        return _contact(turn)


def _contact(turn: Turn) -> Optional[Reading]:
    reached = contact(turn.text)
    if isinstance(reached, InvalidContact):
        return Reading({CONTACT: None}, (explain_invalid_contact(turn, reached),))
    return Reading({CONTACT: contact_value(reached)}) if reached is not None else None


class AskCallbackConsent(TurnAction):
    """Asks whether the contact may be kept for the call-back."""

    def name(self) -> str:
        return "action_ask_callback_form_callback_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        lines = [Part(f"utter_card_callback_{line}") for line in ("what", "why", "until")]
        asked = "utter_ask_callback_consent_firm" if _is_of_firm(turn) else "utter_ask_callback_consent"
        return [say(asked, card=cards.consent(CONSENT, lines))], []


class ActionSaveCallback(TurnAction):
    """Keeps the contact with the request; without an open request a new one is made."""

    def name(self) -> str:
        return "action_save_callback"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget = ValidateCallbackForm.cleared()
        given = turn.slots.get(CONTACT)
        if not turn.slots.get(CONSENT) or not given:
            return [say("utter_callback_refused", lines=contact_lines(turn, hours=True))], forget
        if self._keep(turn, given):
            return [_kept(given["shown"])], forget
        passed_on = pass_on(turn, _reason(turn))
        if self._keep(turn, given) and not waits(passed_on):
            return [_kept(given["shown"])], forget
        return [passed_on], forget

    @staticmethod
    def _keep(turn: Turn, given: dict[str, str]) -> bool:
        kept = handoffs.set_callback(
            turn.settings, conversation_id=turn.conversation_id, contact=given["value"], contact_kind=given["kind"],
            notice_version=privacy.NOTICE_VERSION, firm=turn.slots.get(FIRM), now=turn.now)
        return isinstance(kept, handoffs.CallbackKept)


def _reason(turn: Turn) -> str:
    """A firm that was told whose task its question is has a list of its own at the desk."""
    return handoffs.FIRM if turn.slots.get(FIRM) or _is_of_firm(turn) else ASKED


def _is_of_firm(turn: Turn) -> bool:
    need = needs.find_need(turn.settings, turn.subject_id("need") or "")
    return need is not None and need.of_firm


def _kept(shown: str) -> Reply:
    card = cards.handoff("callback", Part("utter_card_calls", {"contact": shown}),
                         [cards.action("utter_card_no_call", "/leave_handoff")])
    return say("utter_callback_kept", card=card, contact=shown)
