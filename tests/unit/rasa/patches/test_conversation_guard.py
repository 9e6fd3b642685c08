"""A message that cannot be handled gets one sentence on its own channel."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.domain import Domain

from bot.rasa import patches
from bot.texts import get_text

DOMAIN = Domain.from_yaml("""
version: "3.1"
responses: {utter_service_unavailable: [{text: "Riprova, {name}."}]}
slots: {name: {type: text, initial_value: "amica", mappings: [{type: custom}]}}
""")


class _Processor:
    """Fails as it is told to."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def handle_message(self, _message: Any) -> Any:
        raise self.error


def _agent(domain: Any, error: Any) -> Any:
    patches.apply(["conversation_guard"])
    agent = Agent(domain=domain)
    agent.processor = _Processor(error) if error else None
    return agent


@pytest.mark.parametrize("error", [RuntimeError("secret text"), None])
async def test_the_sentence_of_the_domain(error: Any, caplog: pytest.LogCaptureFixture) -> None:
    channel = CollectingOutputChannel()
    with caplog.at_level(logging.INFO, logger="orienta"):
        replies = await _agent(DOMAIN, error).handle_message(UserMessage("hello", channel, "p"))
    assert [reply["text"] for reply in channel.messages] == ["Riprova, amica."] and replies == channel.messages
    assert "secret text" not in caplog.text and "hello" not in caplog.text


async def test_without_a_domain_the_sentence_is_still_said() -> None:
    channel = CollectingOutputChannel()
    await _agent(None, None).handle_message(UserMessage("hello", channel, "p"))
    assert [reply["text"] for reply in channel.messages] == [get_text("service.unavailable")]


def test_applying_twice_guards_once() -> None:
    patches.apply(["conversation_guard"])
    first = Agent.handle_message
    patches.apply(["conversation_guard"])
    assert Agent.handle_message is first
