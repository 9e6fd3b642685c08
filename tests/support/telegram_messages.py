"""The methods of the fake Bot API server that send, edit and answer, with the messages as people see them."""

from __future__ import annotations

import itertools
import time
from typing import Any, Mapping

from tests.support import telegram_rules as rules
from tests.support.telegram_calls import Call
from tests.support.telegram_rules import Bad

BOT = {"id": 4711, "is_bot": True, "first_name": "Orienta", "username": "orienta_test_bot"}
FRESH_SECONDS = 30.0
"""A callback query is closed after its answer, and too old after this (here; Telegram does not say how long)."""


class Messages:
    """Everything that was sent, as it looks after all edits, and the pressed buttons that wait for an answer."""

    def __init__(self) -> None:
        self._message_ids = itertools.count(501)
        self._queries: dict[str, float] = {}
        self._shown: dict[tuple[int, int], dict[str, Any]] = {}

    async def _sendMessage(self, call: Call) -> Any:
        call.text = rules.shown_text(call.parameters)
        return self._message(call)

    async def _sendDocument(self, call: Call) -> Any:
        if call.file is None or not call.file[2]:
            raise Bad("Bad Request: file must be non-empty")
        call.text = rules.shown_text(call.parameters, "caption", 1024)
        return self._message(call)

    async def _sendVenue(self, call: Call) -> Any:
        if not (-90 <= call.parameters["latitude"] <= 90 and -180 <= call.parameters["longitude"] <= 180):
            raise Bad("Bad Request: invalid location")
        return self._message(call)

    async def _sendChatAction(self, call: Call) -> Any:
        if call.parameters["action"] not in ("typing", "upload_document", "find_location"):
            raise Bad("Bad Request: wrong parameter action in request")
        return True

    def _message(self, call: Call) -> dict[str, Any]:
        rules.check_markup(call.parameters.get("reply_markup"))
        call.message_id = next(self._message_ids)
        self._shown[int(call.parameters["chat_id"]), call.message_id] = {
            "text": call.text, "markup": call.parameters.get("reply_markup")}
        return {"message_id": call.message_id, "date": int(time.time()), "text": call.text,
                "chat": {"id": call.parameters["chat_id"], "type": "private"}, "from": BOT}

    def _edited(self, call: Call, change: Mapping[str, Any]) -> Any:
        rules.check_markup(call.parameters.get("reply_markup"))
        if "inline_keyboard" not in call.parameters.get("reply_markup", {"inline_keyboard": []}):
            raise Bad("Bad Request: inline keyboard expected")
        shown = self._shown.get((call.parameters["chat_id"], call.parameters["message_id"]))
        if shown is None:
            raise Bad("Bad Request: message to edit not found")
        if {**shown, **change} == shown:
            raise Bad("Bad Request: message is not modified: specified new message content and reply markup are "
                      "exactly the same as a current content and reply markup of the message")
        shown.update(change)
        call.message_id = call.parameters["message_id"]
        return {"message_id": call.message_id, "chat": {"id": call.parameters["chat_id"], "type": "private"}}

    async def _editMessageText(self, call: Call) -> Any:
        call.text = rules.shown_text(call.parameters)
        return self._edited(call, {"text": call.text, "markup": call.parameters.get("reply_markup")})

    async def _editMessageReplyMarkup(self, call: Call) -> Any:
        markup = call.parameters.get("reply_markup")
        return self._edited(call, {"markup": markup if markup != {"inline_keyboard": []} else None})

    async def _answerCallbackQuery(self, call: Call) -> Any:
        opened = self._queries.pop(call.parameters["callback_query_id"], None)
        if opened is None or time.monotonic() - opened > FRESH_SECONDS:
            raise Bad("Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(call.parameters.get("text", "")) > 200:
            raise Bad("Bad Request: MESSAGE_TOO_LONG")
        return True

    def shown(self, chat_id: int, message_id: int) -> dict[str, Any]:
        """A message as it looks now, after all edits."""
        return self._shown[chat_id, message_id]
