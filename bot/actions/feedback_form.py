"""A rating with stars, one aspect and a comment, as on the Province's page."""

from __future__ import annotations

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.form_action import FormAction
from bot.dialogue import tasks
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.tasks import DECLINED
from bot.dialogue.turn import Reply, Turn, say
from bot.services import feedback
from bot.services.feedback import FeedbackView

STARS, ASPECT, COMMENT = "feedback_stars", "feedback_aspect", "feedback_comment"


class ValidateFeedbackForm(FormAction):
    """Reads each turn of ``feedback_form``."""

    task = tasks.FEEDBACK


class AskStars(TurnAction):
    """Asks for the stars."""

    def name(self) -> str:
        return "action_ask_feedback_form_feedback_stars"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_feedback_stars", card=cards.make_rating(STARS))], []


class AskAspect(TurnAction):
    """Asks what was liked (4-5 stars) or what was difficult (1-3)."""

    def name(self) -> str:
        return "action_ask_feedback_form_feedback_aspect"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        liked = feedback.asks_what_was_liked(int(turn.slots[STARS]))
        return [say("utter_ask_feedback_liked" if liked else "utter_ask_feedback_difficult")], []


class ActionSaveFeedback(TurnAction):
    """Stores the rating."""

    def name(self) -> str:
        return "action_save_feedback"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        given = turn.slots.get(STARS)
        if given is None:
            return [], []
        if given == DECLINED:
            return [say("utter_feedback_declined")], ValidateFeedbackForm.cleared()
        stars = int(given)
        result = feedback.leave(
            turn.settings, conversation_id=turn.conversation_id, stars=stars, aspect=turn.slots.get(ASPECT),
            comment=turn.slots.get(COMMENT), now=turn.now)
        if not isinstance(result, FeedbackView):
            return [say("utter_feedback_not_saved")], ValidateFeedbackForm.cleared()
        liked = feedback.asks_what_was_liked(stars)
        return [say("utter_feedback_thanks" if liked else "utter_feedback_sorry")], ValidateFeedbackForm.cleared()
