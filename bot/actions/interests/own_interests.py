"""One's own interests: telling them, saying that one still holds, withdrawing one; by conversation or by code."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.answers.office_ways import say_dead_end
from bot.actions.own_codes import open_shown
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Reply, Turn, say
from bot.rules import codes
from bot.services import interests
from bot.services.interests import (
    InterestKept,
    InterestView,
    InterestWithdrawn,
)
from bot.texts import get_text


def find_interests(turn: Turn) -> list[InterestView] | Reply:
    """The interest of the button or code in the message, else those that this conversation left; or why not."""
    found = open_shown(
        turn, "interest", codes.INTEREST_PREFIX,
        lambda code: interests.open_by_code(turn.settings, code=code, who=turn.conversation_id, now=turn.now),
        wrong="utter_interest_code_wrong", closed="utter_interest_codes_closed")
    if found is None:
        return interests.list_interests(turn.settings, conversation_id=turn.conversation_id)
    if isinstance(found, Reply):
        return found
    return [found] if found.state == "active" else say_dead_end(turn, "utter_interest_gone")


class ActionListInterests(TurnAction):
    """Tells one's interests, or that of a code, with what can be done with each."""

    def name(self) -> str:
        return "action_list_interests"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_interests(turn)
        if isinstance(found, Reply):
            return [found], []
        if not found:
            return [say("utter_no_interests", offer="leave_interest")], []
        return [tell_own(view) for view in found], []


class ActionChangeInterest(TurnAction):
    """Opens the form with the interest that is to be changed; of several it asks which."""

    def name(self) -> str:
        return "action_change_interest"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_interests(turn)
        if isinstance(found, Reply):
            return [found], []
        if len(found) != 1:
            return [_ask_which(found, "change_interest")], []
        return [], [SlotSet("interest_code", found[0].code), FollowupAction("interest_form")]


class ActionKeepInterest(TurnAction):
    """It still holds."""

    def name(self) -> str:
        return "action_keep_interest"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_interests(turn)
        if isinstance(found, Reply):
            return [found], []
        kept = interests.keep_interest(turn.settings, code=found[0].code, now=turn.now) if len(found) == 1 else None
        if not isinstance(kept, InterestKept):
            return ActionListInterests().answer(turn)
        return [tell_own(kept.interest, "utter_interest_kept")], []


class ActionWithdrawInterest(TurnAction):
    """Withdraws an interest at once; of several it asks which."""

    def name(self) -> str:
        return "action_withdraw_interest"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_interests(turn)
        if isinstance(found, Reply):
            return [found], []
        if len(found) != 1:
            return [_ask_which(found, "withdraw_interest")], []
        result = interests.withdraw_interest(
            turn.settings, code=found[0].code, conversation_id=turn.conversation_id, channel=turn.channel, now=turn.now)
        if not isinstance(result, InterestWithdrawn):
            return [say_dead_end(turn, "utter_interest_gone")], []
        return [say("utter_interest_withdrawn", what=interests.describe_interest(result.interest))], []


def _ask_which(found: list[InterestView], intent: str) -> Reply:
    """Which of several is meant, or that there is none here."""
    if not found:
        return say("utter_no_interest_here")
    return say("utter_interest_which", buttons=[
        Button(interests.name_wish(view)[:40], f'/{intent}{{"option": "interest:{view.code}"}}') for view in found])


def tell_own(view: InterestView, response: str = "utter_interest") -> Reply:
    """One's interest with what can be done with it."""
    return say(response, buttons=make_own_buttons(view), what=interests.describe_interest(view),
               contact=view.contact or get_text("interests.here"), code=view.code,
               until=f"{view.ends_on.day}/{view.ends_on.month}/{view.ends_on.year}", subject=f"interest:{view.code}")


def make_own_buttons(view: InterestView) -> list[Button]:
    """Changing and withdrawing it."""
    return [Button(get_text("interests.change_button"), f'/change_interest{{"option": "interest:{view.code}"}}'),
            Button(get_text("interests.withdraw_button"), f'/withdraw_interest{{"option": "interest:{view.code}"}}')]
