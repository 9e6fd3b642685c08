"""Nobody is answered by silence: a message that cannot be handled gets one sentence, on any channel.

Stock Rasa wraps the tracker store so that a failing database turns into an empty conversation in memory: what was
said before is lost for the person, and what is said meanwhile is lost for ever. Ours raises instead, and the agent
says the sentence. It holds in `orienta serve` and in plain `rasa run|shell`, since the tracker store applies it.
"""

from __future__ import annotations

import logging
from typing import Any, Iterable, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute, undo_together
from bot.services.unavailable import RESPONSE, log_failure
from bot.texts import get_text

logger = logging.getLogger("orienta.conversation")

def guard_conversations() -> Undo:
    """Guard every agent of this process."""
    return undo_together(_keep_our_store(), _guard_messages(), _ask_nothing_after_a_failure())


def _keep_our_store() -> Undo:
    from rasa.core.agent import Agent

    stock = Agent._create_tracker_store

    def _create_tracker_store(store: Any, domain: Any) -> Any:
        if getattr(store, "raises_when_unavailable", False):
            store.domain = domain
            return store
        return stock(store, domain)

    return replace_attribute(Agent, "_create_tracker_store", staticmethod(_create_tracker_store))


def _guard_messages() -> Undo:
    from rasa.core.agent import Agent

    stock = Agent.handle_message

    async def handle_message(self: Any, message: Any) -> Optional[list[dict[str, Any]]]:
        if self.is_ready():
            try:
                return await stock(self, message)  # type: ignore[no-any-return]
            except Exception as error:  # whatever it is, the person must not be left without a word
                log_failure(logger, "a message could not be handled", error)
        else:
            logger.error("a message came while no model is loaded")
        if not _answered(self, message):
            await say_unavailable(self, message)
        return getattr(message.output_channel, "messages", None)

    return replace_attribute(Agent, "handle_message", handle_message)


def _ask_nothing_after_a_failure() -> Undo:
    """A form whose validation or answer failed has said the sentence: its question would be a second message."""
    from rasa.core.actions.forms import FormAction

    stock = FormAction._ask_for_slot

    async def _ask_for_slot(
        self: Any, domain: Any, nlg: Any, output_channel: Any, slot_name: str, tracker: Any
    ) -> list[Any]:
        if was_said_in_last_turn(tracker.events):
            return []
        return await stock(self, domain, nlg, output_channel, slot_name, tracker)  # type: ignore[no-any-return]

    return replace_attribute(FormAction, "_ask_for_slot", _ask_for_slot)


def was_said_in_last_turn(events: Iterable[Any]) -> bool:
    """Whether the sentence was said after the last message of the person."""
    from rasa.shared.core.events import BotUttered, UserUttered

    for event in reversed(list(events)):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered) and event.metadata.get("utter_action") == RESPONSE:
            return True
    return False


def _answered(agent: Any, message: Any) -> bool:
    """Whether this very message has its answer, and only the saving of the turn failed.

    The tracker store keeps the turn and stores it as soon as it can: to say that something went wrong, after a right
    answer, would only confuse.
    """
    answered = getattr(agent.tracker_store, "answered_while_unsaved", None)
    return answered is not None and bool(answered(message.sender_id, message.message_id))


async def say_unavailable(agent: Any, message: Any) -> None:
    """Send the sentence to the person who wrote ``message``."""
    from rasa.shared.core.trackers import DialogueStateTracker

    draft = None
    if agent.domain is not None:
        tracker = DialogueStateTracker(message.sender_id, agent.domain.slots)
        draft = await agent.nlg.generate(RESPONSE, tracker, message.output_channel.name())
    await message.output_channel.send_response(message.sender_id, draft or {"text": get_text("service.unavailable")})
