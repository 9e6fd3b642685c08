"""A rating with stars, one aspect and a comment, as on the Province's page."""

from __future__ import annotations

import re
from typing import Any, Optional

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.answers.answer import is_question
from bot.actions.form_action import FormAction
from bot.dialogue import tasks
from bot.dialogue.form import Reading
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.numbers import with_digits
from bot.italian.short_replies import skipped
from bot.services import feedback
from bot.services.feedback import FeedbackView

STARS, ASPECT, COMMENT = "feedback_stars", "feedback_aspect", "feedback_comment"
NONE = ""
"""An aspect or a comment that the person would rather not give."""
DECLINED = "declined"
"""Instead of the stars: the person would rather not rate."""

_STARS_DRAWN = "⭐★🌟✨"
_RATED = re.compile(
    r"(-?\d+)\s*(?:stell\w*|su\s*(?:5|10)|/\s*(?:5|10)|punti)"
    r"|(?:\bvoto|\bvaluto|\bvalutazione|\b(?:ti |vi |gli |le )?(?:do|dò|darei|metto|lascio)(?: un| una| il| "
    r"voto)*)\s*(-?\d+)")
_NUMBER = re.compile(r"-?\d+")
_BY_STAR = re.compile(r"\b(?:una?|sola|mezza) (?:sola )?stell\w*")
_BUSY_ELSEWHERE = frozenset({
    "book_appointment", "move_appointment", "cancel_appointment", "list_appointments", "check_eligibility",
    "request_human", "erase_data"})
_CERTAIN = 0.8
"""Confidence from which a message is not a comment but something else that the person wants."""
_SHORT = 30
"""Letters: a «no» or «niente» in a longer text belongs to a comment."""


class ValidateFeedbackForm(FormAction):
    """Reads each turn of ``feedback_form``."""

    task = tasks.FEEDBACK

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        return [] if slots.get(STARS) == DECLINED else list(self.task.slots)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if turn.option is not None:
            return _chosen(*turn.option)
        if requested is None:
            return self._start(turn)
        if requested == STARS:
            return self._stars(turn)
        if not turn.text or _wants_else(turn):
            return None
        return self._text(turn, requested)

    def _start(self, turn: Turn) -> Reading:
        """A rating of before is over; the message that opens the form may hold the stars already."""
        stars = stars_in(turn.text, asked=False)
        values = {STARS: stars, ASPECT: None, COMMENT: None}
        if stars is not None and not 1 <= stars <= 5:
            return Reading({**values, STARS: None}, (say("utter_invalid_feedback_stars"),))
        return Reading(values)

    def _stars(self, turn: Turn) -> Optional[Reading]:
        stars = stars_in(turn.text, asked=True)
        if stars is None:
            declined = turn.intent not in ("give_feedback", "affirm") and _skips(turn)
            return Reading({STARS: DECLINED}) if declined else None
        if not 1 <= stars <= 5:
            return Reading({STARS: None}, (say("utter_invalid_feedback_stars"),))
        return Reading({STARS: stars})

    def _text(self, turn: Turn, requested: str) -> Reading:
        nothing = len(turn.text) < _SHORT and turn.intent in ("thank", "goodbye")
        text = NONE if nothing or _skips(turn) else turn.text.strip()
        if len(text) > feedback.COMMENT_MAX_CHARS:
            return Reading({requested: None}, (say("utter_feedback_too_long", limit=feedback.COMMENT_MAX_CHARS),))
        return Reading({requested: text})


def _chosen(slot: str, value: str) -> Optional[Reading]:
    """What a button of the form means; None for the others."""
    if slot == STARS:
        return Reading({STARS: int(value)}) if re.fullmatch("[1-5]", value) else None
    return Reading({slot: value}) if slot in (ASPECT, COMMENT) else None


def _skips(turn: Turn) -> bool:
    return len(turn.text) < _SHORT and skipped(turn.text)


def _wants_else(turn: Turn) -> bool:
    """Whether the message is a question or a wish, not words for the comment."""
    if turn.confidence < _CERTAIN or _skips(turn):
        return False
    return turn.intent in _BUSY_ELSEWHERE or (is_question(turn.intent) and turn.text.rstrip().endswith("?"))


def stars_in(text: str, asked: bool) -> Optional[int]:
    """The number of stars that ``text`` gives, also out of range; a bare number only when it was ``asked`` for."""
    drawn = sum(text.count(star) for star in _STARS_DRAWN)
    if drawn:
        return drawn
    said = with_digits(text.casefold())
    found = _RATED.search(said)
    if found is not None:
        return int(found.group(1) or found.group(2))
    if _BY_STAR.search(text.casefold()):
        return 1
    number = _NUMBER.search(said) if asked else None
    return int(number.group()) if number else None


class AskStars(TurnAction):
    """Asks for the stars."""

    def name(self) -> str:
        return "action_ask_feedback_form_feedback_stars"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_feedback_stars", card=cards.rating(STARS))], []


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
