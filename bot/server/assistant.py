"""Rasa as a library: its agent with our stores and actions, without its server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.texts import get_text


class CannotLoad(RuntimeError):
    """The assistant cannot be loaded; the message is one sentence for whoever starts it."""


async def load(model: Path, endpoints: Path, actions_url: str, settings: Settings) -> Any:
    """The agent of ``model``, ready to answer.

    Raises:
        CannotLoad: the model, or a module of the actions package, cannot be loaded.
    """
    from rasa.core.utils import AvailableEndpoints

    found = AvailableEndpoints.read_endpoints(str(endpoints))
    found.action = make_action_endpoint(actions_url, settings)
    try:
        return await load_agent(model, found)
    except Exception as error:  # any cause: it is told in one sentence and the process ends
        raise CannotLoad(get_text(
            "server.model_not_loaded", model=model.name, reason=find_root_cause(error))) from error


def make_action_endpoint(actions_url: str, settings: Settings) -> Any:
    """Where actions run: the server at ``actions_url``, else this process.

    Raises:
        CannotLoad: a module of the actions package cannot be imported.
    """
    from bot.rasa.action_executor import make_executor
    from bot.rasa.in_process_actions import InProcessActions, RemoteActions, complete_webhook_url

    if actions_url:
        return RemoteActions(complete_webhook_url(actions_url), settings.action_timeout_seconds)
    try:
        executor = make_executor(settings.actions_package)
    except ImportError as error:
        raise CannotLoad(get_text(
            "server.actions_not_imported", package=settings.actions_package, reason=str(error))) from error
    return InProcessActions(executor, settings.action_timeout_seconds)


async def load_agent(model: Path, endpoints: Any) -> Any:
    """Rasa's agent as ``rasa.core.agent.load_agent`` makes it, except that a failing model raises."""
    from rasa.core.agent import Agent
    from rasa.core.brokers.broker import EventBroker
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import create_tracker_store

    from bot.rasa import patches

    patches.apply(["conversation_guard", "context_reading"])
    broker = await EventBroker.create(endpoints.event_broker, loop=asyncio.get_running_loop())
    agent = Agent(
        generator=endpoints.nlg,
        # TrackerStore.create does the same after it has imported the drivers of MongoDB and DynamoDB
        tracker_store=create_tracker_store(endpoints.tracker_store, event_broker=broker),
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=endpoints.action)
    agent.load_model(str(model))
    return agent


async def close(agent: Any) -> None:
    """What is left to be closed when the server ends."""
    broker = agent.tracker_store.event_broker
    if broker is not None:
        await broker.close()


def find_root_cause(error: BaseException) -> str:
    """What the first of a chain of errors says."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__
