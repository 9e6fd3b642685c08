"""A channel for tests that speaks to Rasa directly, past the door: each message names its sender."""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route


class RestChannel:
    """See :class:`connectors.channels.Channel`; the wire is that of Rasa's REST channel."""

    name = "rest"
    page: Optional[str] = None

    def __init__(self, settings: Any, door: Any, agent: Any) -> None:
        self._agent = agent

    def routes(self) -> list[BaseRoute]:
        """The one address."""
        return [Route("/webhooks/rest/webhook", self._webhook, methods=["POST"])]

    async def start(self) -> None:
        """Nothing to begin."""

    async def close(self) -> None:
        """Nothing to close."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def _webhook(self, request: Request) -> JSONResponse:
        sent = await request.json()
        output = CollectingOutputChannel()
        await self._agent.handle_message(
            UserMessage(sent["message"], output, sent["sender"], input_channel=self.name))
        return JSONResponse(output.messages)
