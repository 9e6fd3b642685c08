"""Answers that the desk wrote for questions of its own."""

from __future__ import annotations

from typing import Optional

from bot.dialogue.turn import Reply, Turn, count, say
from bot.services.own_answers import find_own_answer


def answer_own(turn: Turn, *, whole: bool = False) -> Optional[Reply]:
    """The answer that the desk wrote for this question, counted; ``whole``: only for its very words."""
    found = find_own_answer(turn.settings, turn.text, whole=whole)
    if found is None:
        return None
    count(turn, "question", topic="own_answer", item=found.id, result=turn.intent)
    return say("utter_text", text=found.text, subject=f"own_answer:{found.id}", offer="book_appointment")
