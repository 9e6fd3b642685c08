"""What the assistant sends to a web chat: one answer is one `bot_uttered`, its buttons signed."""

from __future__ import annotations

from typing import Any, Iterable

from rasa.core.channels.channel import OutputChannel

from connectors.webchat.buttons import Buttons

CHANNEL = "webchat"
BOT_EVENT = "bot_uttered"
TYPING_EVENT = "bot_typing"


class WebChatOutput(OutputChannel):
    """Sends to every tab of a conversation: its room has the name of the sender."""

    @classmethod
    def name(cls) -> str:
        """The name of the channel."""
        return CHANNEL

    def __init__(self, sio: Any, buttons: Buttons) -> None:
        self._sio = sio
        self._buttons = buttons

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Send ``text`` whole: an empty line inside does not make it two messages."""
        await self._send(recipient_id, {"text": text.strip()})

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: Iterable[dict[str, Any]], **kwargs: Any
    ) -> None:
        """Send ``text`` with ``buttons`` as quick replies."""
        replies = [self._quick_reply(recipient_id, button) for button in buttons]
        await self._send(recipient_id, {"text": text.strip(), "quick_replies": replies})

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        """Send the address of an image."""
        await self._send(recipient_id, {"attachment": {"type": "image", "payload": {"src": image}}})

    async def send_attachment(self, recipient_id: str, attachment: Any, **kwargs: Any) -> None:
        """Send a file, as the actions describe it."""
        await self._send(recipient_id, {"attachment": attachment})

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Send what an action put in ``json_message``: a file under ``attachment``, anything else under ``custom``."""
        if "attachment" in json_message:
            await self.send_attachment(recipient_id, json_message["attachment"])
        else:
            await self._send(recipient_id, {"custom": json_message})

    async def send_typing(self, recipient_id: str, typing: bool) -> None:
        """Say that an answer is being prepared, or no longer is."""
        await self._sio.emit(TYPING_EVENT, {"typing": typing}, room=recipient_id)

    def _quick_reply(self, recipient_id: str, button: dict[str, Any]) -> dict[str, str]:
        title = str(button.get("title", ""))
        payload = self._buttons.signed(recipient_id, str(button.get("payload") or title))
        return {"content_type": "text", "title": title, "payload": payload}

    async def _send(self, recipient_id: str, message: dict[str, Any]) -> None:
        await self._sio.emit(BOT_EVENT, message, room=recipient_id)
