"""The responses that Rasa's own actions say, in the voice of the conversation (``nlg`` of endpoints.yml)."""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.nlg import TemplatedNaturalLanguageGenerator

from bot.dialogue.rasa_adapter import join_last_answer
from bot.dialogue.turn import Part, Reply
from bot.dialogue.voice import make_message, read_voice


class VoicedResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's message in the wording that the custom actions have (``bot.dialogue.voice``)."""

    def __init__(self, endpoint_config: Any, domain: Any) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: Any, output_channel: str, **kwargs: Any
    ) -> Optional[dict[str, Any]]:
        """The message of ``utter_action``; None for a response that the domain does not have."""
        stock: Optional[dict[str, Any]] = await super().generate(utter_action, tracker, output_channel, **kwargs)
        if stock is None:
            return None
        responses = kwargs.get("domain_responses") or self.responses
        slots = {name: slot.value for name, slot in tracker.slots.items()}
        said = join_last_answer([event.as_dict() for event in list(tracker.events)[-LOOKED_AT:]])
        voiced = make_message(Reply((Part(utter_action, _Known(slots)),)), responses, read_voice(slots, said))
        return {**stock, "text": voiced["text"], "buttons": voiced["buttons"]}


class _Known(dict[str, Any]):
    """Values of places; a place that is no slot stays as it is written, as Rasa leaves it."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


LOOKED_AT = 30
"""Events that hold the last two turns."""
