"""A rating with stars, one aspect and a comment, as on the Province's page."""

from __future__ import annotations

import re
from typing import Any, Optional

from rasa_sdk.events import EventType

from bot.actions.form import Form, Reading
from bot.actions.turn import Reply, Turn, TurnAction, say
from bot.core.italian_numbers import with_digits
from bot.core.replies import skipped
from bot.services import feedback
from bot.services.feedback import FeedbackView

NONE = ""
"""An aspect or a comment that the person would rather not give."""


class ValidateFeedbackForm(Form):
    """Reads each turn of ``feedback_form``."""

    form = "feedback_form"
    own_intents = frozenset({"give_feedback", "complain", "thank"})
    slots = ("feedback_stars", "feedback_aspect", "feedback_comment")

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        return list(self.slots)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        slot, chosen = turn.option or ("", "")
        if slot:
            value: Any = int(chosen) if slot == "feedback_stars" else chosen
            return Reading({slot: value}) if slot in self.slots else None
        if requested in (None, "feedback_stars"):
            stars = stars_in(turn.text, asked=requested is not None)
            if stars is None:
                return None
            if not 1 <= stars <= 5:
                return Reading({"feedback_stars": None}, (say("utter_invalid_feedback_stars"),))
            return Reading({"feedback_stars": stars})
        if not turn.text:
            return None
        text = NONE if skipped(turn.text) and len(turn.text) < 30 else turn.text.strip()
        if len(text) > feedback.COMMENT_MAX_CHARS:
            return Reading({requested: None}, (say("utter_feedback_too_long", limit=feedback.COMMENT_MAX_CHARS),))
        return Reading({requested: text})


def stars_in(text: str, asked: bool) -> Optional[int]:
    """The number of stars that ``text`` gives; a bare number only when it was ``asked`` for."""
    said = with_digits(text.casefold())
    drawn = text.count("⭐") + text.count("★")
    if drawn:
        return drawn
    found = re.search(r"(-?\d+)\s*(?:stell\w*|su\s*5|/\s*5|punti)", said) or re.search(r"voto\D{0,6}(-?\d+)", said)
    if found is None and asked:
        found = re.search(r"(-?\d+)", said)
    return int(found.group(1)) if found else None


class AskAspect(TurnAction):
    """Asks what was liked (4-5 stars) or what was difficult (1-3)."""

    def name(self) -> str:
        return "action_ask_feedback_form_feedback_aspect"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        liked = feedback.asks_what_was_liked(int(turn.slots["feedback_stars"]))
        return [say("utter_ask_feedback_liked" if liked else "utter_ask_feedback_difficult")], []


class ActionSaveFeedback(TurnAction):
    """Stores the rating."""

    def name(self) -> str:
        return "action_save_feedback"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.slots.get("feedback_stars") is None:
            return [], []
        stars = int(turn.slots["feedback_stars"])
        result = feedback.leave(
            turn.settings, conversation_id=turn.conversation_id, stars=stars,
            aspect=turn.slots.get("feedback_aspect"), comment=turn.slots.get("feedback_comment"), now=turn.now)
        if not isinstance(result, FeedbackView):
            return [say("utter_feedback_too_long", limit=result.limit)], ValidateFeedbackForm.cleared()
        liked = feedback.asks_what_was_liked(stars)
        return [say("utter_feedback_thanks" if liked else "utter_feedback_sorry")], ValidateFeedbackForm.cleared()
