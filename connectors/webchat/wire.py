"""The log's messages as the events of the web chat: `message` for our own clients, `bot_uttered` for stock ones."""

from __future__ import annotations

from typing import Any, Optional, Union

from bot.services.conversations import Draft, MessageView
from bot.services.notices import is_notice
from connectors.webchat.buttons import Buttons

CHANNEL = "webchat"
CONFIRM, HISTORY, MESSAGE, STATE, EXPIRED = (
    "session_confirm", "history", "message", "conversation_state", "session_expired")
LINKED = "session_linked"
"""Before the confirmation: the id that comes is of another conversation because the person wished so, with a code."""
BOT_EVENT, TYPING_EVENT = "bot_uttered", "bot_typing"

KEY_PREFIX = "c:"
"""Before keys that clients make: they must not meet those of the answers."""

_SHOWN = ("quick_replies", "attachment", "custom")


def is_shown(view: MessageView) -> bool:
    """Whether a client has something to show of it."""
    return view.audience == "all" and bool(view.text or any(view.content.get(name) for name in _SHOWN))


def make_message_data(
    view: Union[MessageView, Draft], sender: str, buttons: Buttons, sequence: Optional[float] = None,
    at: Optional[str] = None,
) -> dict[str, Any]:
    """The data of a ``message`` event. A draft that stands in no log has its ``sequence`` and ``at`` given."""
    number = view.sequence if isinstance(view, MessageView) else sequence
    found = {
        "sequence": number, "author": view.author, "text": view.text,
        "at": view.at.isoformat() if isinstance(view, MessageView) else at,
        **_content(view, sender, buttons)}
    if view.key and view.key.startswith(KEY_PREFIX):
        found["key"] = view.key.removeprefix(KEY_PREFIX)
    if view.content and view.content.get("name"):
        found["name"] = view.content["name"]
    return {**found, **_receipt(view)}


def make_bot_uttered_data(view: Union[MessageView, Draft], sender: str, buttons: Buttons) -> list[dict[str, Any]]:
    """The data of ``bot_uttered`` events: the text, then the attachment, as Rasa's own channel cuts a response.

    Stock clients know nothing of our ``custom`` data, and what these draw stands in text and quick replies too: they
    are sent only where there is nothing else.
    """
    if view.author == "person":
        return []
    content = _content(view, sender, buttons)
    said: list[dict[str, Any]] = []
    if view.text or content.get("quick_replies"):
        said.append({"text": view.text, **_only(content, "quick_replies"), **_receipt(view)})
    rest = ("attachment",) if said else ("custom", "attachment")
    return [*said, *(_only(content, name) for name in rest if content.get(name))]


def _content(view: Union[MessageView, Draft], sender: str, buttons: Buttons) -> dict[str, Any]:
    content = view.content or {}
    sequence = view.sequence if isinstance(view, MessageView) else 0
    found = buttons.signed_all(sender, {name: content[name] for name in _SHOWN if content.get(name)}, sequence)
    if "quick_replies" in found:
        found["quick_replies"] = [{"content_type": "text", **reply} for reply in found["quick_replies"]]
    return dict(found)


def _receipt(view: Union[MessageView, Draft]) -> dict[str, Any]:
    """Asks a client to say «seen» once the message is on a screen that is looked at."""
    return {"receipt": True} if is_notice(view.key) else {}


def _only(content: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: content[name]} if content.get(name) else {}
