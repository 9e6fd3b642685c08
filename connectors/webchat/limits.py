"""How often one may write, begin a conversation or connect: the limits of the settings."""

from __future__ import annotations

from typing import Optional

from bot.settings import Settings
from connectors.web.rate_limits import HOUR, MINUTE, RateCounter


class ChatLimits:
    """``address``: see :func:`connectors.web.addresses.find_client_network`."""

    def __init__(self, settings: Settings, counter: Optional[RateCounter] = None) -> None:
        on = settings.limits == "on"
        self._counter = counter or RateCounter(settings.redis_url)
        self._session_messages = settings.session_messages_per_minute if on else 0
        self._address_messages = settings.address_messages_per_minute if on else 0
        self._sessions = settings.address_sessions_per_hour if on else 0
        self.connections = settings.address_connections if on else 0
        """Connections of one address that are listened to; 0: all."""

    async def message(self, sender: str, address: str) -> bool:
        """Whether one more message of this conversation and this address is taken."""
        return (await self._counter.allow_event(f"message {sender}", self._session_messages, MINUTE)
                and await self._counter.allow_event(f"address {address}", self._address_messages, MINUTE))

    async def request(self, address: str) -> bool:
        """Whether this address may ask once more for a session and its history; as often as it may write."""
        return await self._counter.allow_event(f"request {address}", self._address_messages, MINUTE)

    async def session(self, address: str) -> bool:
        """Whether this address may begin one more conversation."""
        return await self._counter.allow_event(f"session {address}", self._sessions, HOUR)
