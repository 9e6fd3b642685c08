"""Plain Rasa with our channels: `orienta rasa run` reads this class in credentials.yml.

Rasa's own server (`sanic`, which only `pip install -e .[rasa-server]` brings) listens on its port and answers nobody of
ours. Beside it, in the same process and loop, our application listens on ORIENTA_PORT with Rasa's agent: web chat and
Telegram as in `orienta serve --only chat`. The model that the desk publishes serves here too, unless the command names
one (`--model`).
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Awaitable, Callable, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint

from bot import settings as settings_module
from bot.server.app import Application
from bot.server.released_model import ReleasedModel
from bot.server.serving import Server
from bot.settings import Settings
from connectors.channels import find_channels


class OrientaChannels(InputChannel):
    """Starts and ends our server with Rasa's."""

    @classmethod
    def name(cls) -> str:
        """The name in Rasa's addresses, of which there are none."""
        return "orienta"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> InputChannel:
        """The settings are those of the environment."""
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """No routes. Turns are run by the door of the conversations, not by ``on_new_message``."""
        blueprint, settings = Blueprint("orienta"), settings_module.load()

        async def start(app: Any, _loop: Any) -> None:
            agent = getattr(app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return
            ours = Application(settings, agent=agent, channels=find_channels(settings.channels), with_site=False,
                               released=follow_desk(settings, agent))
            server = app.ctx.orienta = Server(
                ours, settings.server_host, settings.server_port, lambda: None, ours.stop,
                request_seconds=settings.request_seconds, heed_signals=False)
            app.ctx.orienta_runs = asyncio.create_task(server.serve())

        async def stop(app: Any, _loop: Any) -> None:
            if hasattr(app.ctx, "orienta"):
                app.ctx.orienta.should_exit = True
                await app.ctx.orienta_runs

        blueprint.listener("after_server_start")(start)
        blueprint.listener("before_server_stop")(stop)
        return blueprint


def follow_desk(settings: Settings, agent: Any) -> Optional[ReleasedModel]:
    """What lets Rasa's agent serve with the model that the desk publishes; None where the command names a model."""
    named = any(argument.startswith(("-m", "--model")) for argument in sys.argv[2:])
    return None if named else ReleasedModel(settings, Path(agent.processor.model_path))
