"""The forms of the assistant answer the questions that it answers elsewhere."""

from __future__ import annotations

from abc import ABC
from typing import Optional

from bot.actions.answers import answer
from bot.actions.other_codes import tell_other_code
from bot.actions.shown_codes import open_code
from bot.dialogue.form import Form
from bot.dialogue.turn import Reply, Turn, say
from bot.rules import codes
from bot.services import booking, offices

CODE_WORDS = 3
"""Words of the longest message that is a code alone («LC 7K3M QP9X»): a longer one says something else too."""


class FormAction(Form, ABC):
    """A form whose questions in the middle go to ``action_answer``'s functions."""

    def is_question(self, intent: str) -> bool:
        return answer.is_question(intent)

    def answer_question(self, turn: Turn) -> Reply:
        return answer.answer_and_count(turn)

    def describe_option(self, turn: Turn, slot: str, value: str) -> str:
        """A service by its name."""
        service = offices.get_service(turn.settings, value)
        return service.name if service else value

    def answer_code(self, turn: Turn, requested: str) -> Optional[Reply]:
        if len(turn.text.split()) > CODE_WORDS:
            return None
        code = codes.normalise(turn.text)
        if code is None or requested in ("move_appointment", "cancel_appointment"):
            return tell_other_code(turn)
        found = open_code(turn, code)
        if isinstance(found, Reply):
            return found
        return say("utter_appointment", **booking.gather_appointment_values(found))
