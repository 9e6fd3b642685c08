"""What the assistant would do with a message, without doing it: a turn whose writes are all rolled back."""

from __future__ import annotations

import asyncio
from copy import copy
from typing import Any, Optional

from bot.db.session import trial
from bot.rasa.in_process_actions import InProcessActions
from bot.services import fact_cache
from bot.services.conversations import Draft
from bot.services.trainings import Rehearsed
from bot.settings import Settings
from bot.texts import get_text

CONVERSATION = "rehearsal"
OTHERS = 3
"""Intents that are told besides the first."""


def can_rehearse(agent: Any) -> bool:
    """Whether a turn of this agent can be undone: its actions run in this process, on our transactions."""
    return agent is not None and isinstance(agent.action_endpoint, InProcessActions)


def rehearse(agent: Any, settings: Settings, text: str) -> Rehearsed:
    """What ``agent`` reads in ``text`` and would say, as the first message of a conversation. It runs in a thread.

    Raises:
        DatabaseUnavailable: the database cannot be reached, or is locked.
    """
    from rasa.core.channels.channel import UserMessage
    from rasa.core.tracker_store import InMemoryTrackerStore

    from connectors.conversation import LogOutput
    from connectors.conversation.texts import clean_for_rasa

    words = clean_for_rasa(text)
    if words is None:
        return Rehearsed("", 0.0, (), ((get_text("conversation.not_a_command"), ()),))
    processor, output = copy(agent.processor), LogOutput("webchat")
    processor.tracker_store = InMemoryTrackerStore(agent.domain)

    async def turn() -> Optional[Any]:
        await processor.handle_message(UserMessage(words, output, CONVERSATION, input_channel="webchat"))
        return await processor.tracker_store.retrieve(CONVERSATION)

    with fact_cache.read_always(), trial(settings.database_url):
        tracker = asyncio.run(turn())
    parsed: dict[str, Any] = {} if tracker is None else dict(tracker.latest_message.parse_data)
    intent = parsed.get("intent") or {}
    first = str(intent.get("name") or "")
    others = tuple((str(item["name"]), float(item["confidence"])) for item in parsed.get("intent_ranking") or ()
                   if item.get("name") and item["name"] != first)[:OTHERS]
    return Rehearsed(first, float(intent.get("confidence") or 0.0), others, tuple(map(_shown, output.drafts)))


def _shown(draft: Draft) -> tuple[str, tuple[str, ...]]:
    return draft.text, tuple(reply["title"] for reply in (draft.content or {}).get("quick_replies") or ())
