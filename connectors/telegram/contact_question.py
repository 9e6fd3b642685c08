"""Tells the questions that the person's own telephone number answers, by the wording of their responses."""

from __future__ import annotations

from typing import Any

RESPONSES = ("utter_ask_booking_contact", "utter_invalid_booking_contact", "utter_invalid_contact",
             "utter_ask_sign_up_contact", "utter_invalid_sign_up_contact")
"""What the assistant says when it waits for a contact."""


class ContactQuestion:
    """Reads the wording off the domain of Rasa's agent, again when another model was loaded."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent

    def is_in(self, text: str) -> bool:
        """Whether ``text`` asks for a contact."""
        domain = self._agent.domain
        return any(
            words and words in text
            for name in RESPONSES for variation in (domain.responses.get(name, []) if domain is not None else [])
            for words in [str(variation.get("text") or "").strip()])
