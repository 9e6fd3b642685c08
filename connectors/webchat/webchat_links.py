"""A code made on Telegram, typed here: the browser goes on with that conversation."""

from __future__ import annotations

import logging
from typing import Any, Optional

from bot import clock
from bot.services.conversations import Draft
from bot.services.errors import DatabaseUnavailable
from bot.services.unavailable import log_failure
from bot.settings import Settings
from connectors.conversation import Conversations, RefusedText
from connectors.conversation.code_redemption import use_code
from connectors.webchat import wire
from connectors.webchat.connection import Connection
from connectors.webchat.delivery import Delivery
from connectors.webchat.session_ids import SessionIds

logger = logging.getLogger("orienta.webchat")


class Linking:
    """Lets a connection into the conversation of a code. The code stands in no log, as on Telegram."""

    def __init__(
        self, sio: Any, settings: Settings, session_ids: SessionIds, door: Conversations, delivery: Delivery,
    ) -> None:
        self._sio = sio
        self._settings = settings
        self._session_ids = session_ids
        self._door = door
        self._delivery = delivery

    async def use(self, connection: Connection, code: str) -> Optional[RefusedText]:
        """Use ``code``; what the person is told when it leads nowhere else. What was said here stays where it is."""
        before = connection.sender or ""
        try:
            outcome = await use_code(
                self._settings, code=code, who=f"webchat:{before}", here=before, side=wire.CHANNEL)
        except DatabaseUnavailable as error:
            log_failure(logger, "a code could not be used", error)
            return RefusedText("unavailable", self._door.sentence().text)
        if outcome.conversation_id is None:
            return RefusedText("code", outcome.text)
        await self._enter(connection, outcome.conversation_id)
        await self._tell(outcome.conversation_id, outcome.text)
        return None

    async def _enter(self, connection: Connection, conversation_id: str) -> None:
        session = self._session_ids.grant(conversation_id, clock.now())
        await self._sio.emit(wire.LINKED, {"session_id": session.id}, to=connection.sid)
        await self._delivery.join(connection, session, 0 if connection.own else None, new=False)

    async def _tell(self, conversation_id: str, text: str) -> None:
        """Through the log: whoever has the conversation open elsewhere must know that it was opened here."""
        try:
            await self._door.say(conversation_id, wire.CHANNEL, Draft("system", text))
        except DatabaseUnavailable as error:
            log_failure(logger, "that a code was used could not be said", error)
