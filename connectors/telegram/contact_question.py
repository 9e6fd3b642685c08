"""Tells the questions that the person's own telephone number answers, by the wording of their responses."""

from __future__ import annotations

import re
from typing import Any

ASKS = re.compile(r"utter_(?:ask|invalid)_(?:\w+_)?contact(?:_\w+)?")
"""The responses by which the assistant waits for a contact, of any task and register."""


class ContactQuestion:
    """Reads the wording off the domain of Rasa's agent, again when another model was loaded."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent

    def is_in(self, text: str) -> bool:
        """Whether ``text`` asks for a contact."""
        domain = self._agent.domain
        return any(
            words and words in text
            for name, variations in (domain.responses.items() if domain is not None else ()) if ASKS.fullmatch(name)
            for variation in variations for words in [str(variation.get("text") or "").strip()])
