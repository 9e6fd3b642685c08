"""Names that tell nobody which chat is meant: the conversation's id and the webhook's secret."""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "tg_"


def make_conversation_id(key: bytes, chat_id: int, again: str = "") -> str:
    """The conversation that a chat begins with. ``again``: anything, for another one after it was erased."""
    return PREFIX + base64.urlsafe_b64encode(_digest(key, "chat", f"{chat_id}\0{again}")[:24]).decode()


def make_webhook_secret(key: bytes, token: str) -> str:
    """What Telegram sends with each update, so that nobody else can: made of the server's key, kept nowhere."""
    return base64.urlsafe_b64encode(_digest(key, "webhook", token)[:32]).decode().rstrip("=")


def _digest(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.new(key, f"orienta telegram {purpose}\0{value}".encode(), hashlib.sha256).digest()
