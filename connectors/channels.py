"""The registry of channels: the only place that knows their names, besides each channel itself."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Callable, Optional, Protocol

from starlette.routing import BaseRoute

from bot.settings import SettingError, Settings
from bot.texts import get_text

if TYPE_CHECKING:  # a process without channels does not load the door, which brings Rasa
    from connectors.conversation import Conversations

CHANNELS = {
    "webchat": "connectors.webchat.channel:WebChat",
    "telegram": "connectors.telegram.channel:TelegramChannel",
}
"""Name and place of each: ``package.module:Class``. Imported when it is served."""


class Channel(Protocol):
    """A way to the assistant. It is made before the server listens, in the order of ORIENTA_CHANNELS.

    ``page``: the path of a page that a person opens in a browser, if it has one. One that depends on somebody else's
    server has ``health()`` too: a word for it, which stands in the answer of ``/health``.
    """

    name: str
    page: Optional[str]

    def routes(self) -> list[BaseRoute]:
        """What it serves; the paths are whole."""

    async def start(self) -> None:
        """Begin; the assistant can answer."""

    async def close(self) -> None:
        """The end comes: begin nothing that it would cut short."""

    async def stop(self) -> None:
        """End: no turn runs any more, what has been said can still be sent."""


MakeChannel = Callable[[Settings, "Conversations", Any], Channel]
"""Settings, the door, and Rasa's agent."""


def find_channels(setting: str) -> list[MakeChannel]:
    """The channels of ORIENTA_CHANNELS: names of the registry, or ``package.module:Class`` for one's own.

    Raises:
        SettingError: there is no such channel.
    """
    return [_find_channel(name.strip()) for name in setting.split(",") if name.strip()]


def _find_channel(name: str) -> MakeChannel:
    place = CHANNELS.get(name, name)
    module, colon, kind = place.partition(":")
    if not colon:
        raise SettingError(get_text("settings.channel_unknown", name=name, names=", ".join(CHANNELS)))
    try:
        made: MakeChannel = getattr(importlib.import_module(module), kind)
    except (ImportError, AttributeError) as error:
        raise SettingError(get_text("settings.channel_not_imported", name=name, reason=str(error))) from error
    return made
