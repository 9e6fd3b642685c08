"""What the assistant says in a turn: one response is one message of the log, its payloads as the domain wrote them."""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.channels.channel import OutputChannel

from bot.services.conversations import Draft


class LogOutput(OutputChannel):
    """Turns each response into the draft of an assistant's message. ``channel``: where the person wrote."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.drafts: list[Draft] = []
        """What was said so far."""

    def name(self) -> str:
        """The channel's name: responses may differ by it, and the tracker notes it."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one response of Rasa, whole."""
        draft = make_draft(message)
        if draft is not None:
            self.drafts.append(draft)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """For code that sends without a response."""
        await self.send_response(recipient_id, {"text": text})


def make_draft(message: dict[str, Any]) -> Optional[Draft]:
    """The log's message for a response of Rasa; None for one that has nothing to show.

    ``content`` has what is there of ``quick_replies`` (title and payload), ``attachment`` and ``custom``.
    """
    content: dict[str, Any] = {}
    replies = [_quick_reply(button) for button in message.get("quick_replies") or message.get("buttons") or []]
    if replies:
        content["quick_replies"] = replies
    custom = dict(message.get("custom") or {})
    attachment = custom.pop("attachment", None) or message.get("attachment")
    if attachment is None and message.get("image"):
        attachment = {"type": "image", "payload": {"src": message["image"]}}
    if attachment:
        content["attachment"] = attachment
    if custom:
        content["custom"] = custom
    text = str(message.get("text") or "").strip()
    return Draft("assistant", text, content or None) if text or content else None


def _quick_reply(button: dict[str, Any]) -> dict[str, str]:
    title = str(button.get("title", ""))
    return {"title": title, "payload": str(button.get("payload") or title)}
