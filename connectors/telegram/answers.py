"""Questions with buttons: which answer belongs to which, and whose buttons go once it was given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

from bot.services.conversations import MessageView
from bot.services.telegram import ChatView
from connectors.telegram import rendering

ANSWER_KEY = "tg:b:"
"""How the key of an answer by button begins; the numbers of the question and of Telegram's message follow."""


def make_answer_key(sequence: int, message_id: int) -> str:
    """The key of an answer to question ``sequence``: the log takes one only."""
    return f"{ANSWER_KEY}{sequence}:{message_id}"


def apply_answer(chat: ChatView, message: MessageView) -> tuple[ChatView, list[tuple[int, Optional[str]]]]:
    """The chat after its person has answered, and the question whose buttons go: with what was chosen, or without."""
    shown = dict(chat.shown)
    question = shown.get("question")
    sequence, _, pressed = (message.key or "").removeprefix(ANSWER_KEY).partition(":")
    if not (message.key or "").startswith(ANSWER_KEY):
        shown.pop("picker", None)  # something was written below it: the next choice comes as a new message
        shown.pop("question", None)
        return replace(chat, shown=shown), [(question["message_id"], None)] if question else []
    if question and str(question["sequence"]) == sequence:
        shown.pop("question", None)
    if shown.get("picker", {}).get("message_id") != int(pressed):
        shown.pop("picker", None)
    return replace(chat, shown=shown), [(int(pressed), message.text)]


def note_keyboard(shown: dict[str, Any], message: MessageView, message_id: int) -> None:
    """Remember in ``shown`` the question, or the choice of times, that was sent as ``message_id``."""
    if rendering.is_question(message):
        shown["question"] = {"message_id": message_id, "sequence": message.sequence}
    if rendering.is_picker(message):
        shown["picker"] = {"message_id": message_id, "sequence": message.sequence}
