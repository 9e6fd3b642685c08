"""What an update of Telegram says, as one of a few kinds; whatever else there is, or will be, is ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Union

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What Telegram is asked to send."""

UNREADABLE = (
    "photo", "sticker", "voice", "audio", "video", "video_note", "animation", "document", "poll", "dice", "game",
    "story", "paid_media", "checklist", "gift", "unique_gift")
"""Contents that the assistant cannot read, by the field that holds them."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """Something that was written. ``kind``: the content, that cannot be read, which it is the caption of."""

    chat_id: int
    text: str
    kind: Optional[str] = None
    album: Optional[str] = None


@dataclass(frozen=True)
class Command:
    """A command with what comes after it."""

    chat_id: int
    name: str
    argument: str


@dataclass(frozen=True)
class Press:
    """A button was pressed below ``message_id``; ``query_id`` wants to be answered, also when the rest is missing."""

    query_id: str
    chat_id: Optional[int]
    message_id: Optional[int]
    data: str


@dataclass(frozen=True)
class Contact:
    """A contact was shared; ``own``: of the very person who shares it."""

    chat_id: int
    phone: str
    own: bool


@dataclass(frozen=True)
class Location:
    """A position in degrees."""

    chat_id: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class UnreadableUpdate:
    """A photo, a voice message and so on. ``album``: several that were sent as one."""

    chat_id: int
    kind: str
    album: Optional[str] = None


@dataclass(frozen=True)
class Edited:
    """A message was changed after it had been sent."""

    chat_id: int


@dataclass(frozen=True)
class InGroup:
    """Something happened in a group or a channel, or the bot was added to one."""

    chat_id: int


@dataclass(frozen=True)
class BlockedBy:
    """The person has blocked the bot, or has started it again."""

    chat_id: int
    blocked: bool


@dataclass(frozen=True)
class MovedTo:
    """The chat has another number."""

    chat_id: int
    to_chat_id: int


@dataclass(frozen=True)
class Ignored:
    """Nothing is done. ``reason``: for the log, without personal data."""

    reason: str


Happening = Union[
    Text, Command, Press, Contact, Location, UnreadableUpdate, Edited, InGroup, BlockedBy, MovedTo, Ignored]


def read_update(update: Mapping[str, Any]) -> Happening:
    """What ``update`` says; never raises, whatever is in it."""
    try:
        return _read(update)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Ignored("malformed")


def find_chat_id(update: Mapping[str, Any]) -> Optional[int]:
    """The chat that an update belongs to: those of one chat are worked in order."""
    try:
        for part in update.values():
            if isinstance(part, Mapping):
                chat = part.get("chat") or (part.get("message") or {}).get("chat")
                if chat:
                    return int(chat["id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    return None


def _read(update: Mapping[str, Any]) -> Happening:
    if "callback_query" in update:
        return _press(update["callback_query"])
    if "my_chat_member" in update:
        return _membership(update["my_chat_member"])
    edited = update.get("edited_message")
    if edited:
        if edited["chat"]["type"] != "private":
            return InGroup(int(edited["chat"]["id"]))
        # a position that is shared for a while arrives as one edit after the other
        return Ignored("live position") if "location" in edited else Edited(int(edited["chat"]["id"]))
    message = update.get("message")
    if message:
        return _message(message)
    return Ignored("kind of update")


def _message(message: Mapping[str, Any]) -> Happening:
    chat_id = int(message["chat"]["id"])
    if "migrate_to_chat_id" in message:
        return MovedTo(chat_id, int(message["migrate_to_chat_id"]))
    if "migrate_from_chat_id" in message:
        return MovedTo(int(message["migrate_from_chat_id"]), chat_id)
    if message["chat"]["type"] != "private":
        return InGroup(chat_id)
    if (message.get("from") or {}).get("is_bot"):
        return Ignored("another bot")
    if isinstance(message.get("text"), str):
        return _text(chat_id, message)
    if "contact" in message:
        contact = message["contact"]
        own = contact.get("user_id") is not None and contact["user_id"] == message["from"]["id"]
        return Contact(chat_id, str(contact.get("phone_number") or ""), own)
    place = message.get("location") or (message.get("venue") or {}).get("location")
    if place:
        return Location(chat_id, float(place["latitude"]), float(place["longitude"]))
    kind = next((name for name in UNREADABLE if name in message), None)
    if kind is None:
        return Ignored("kind of message")
    album = str(message["media_group_id"]) if message.get("media_group_id") else None
    caption = str(message.get("caption") or "").strip()
    return Text(chat_id, caption, kind, album) if caption else UnreadableUpdate(chat_id, kind, album)


def _text(chat_id: int, message: Mapping[str, Any]) -> Happening:
    text = str(message["text"])
    marked = any(entity.get("type") == "bot_command" and entity.get("offset") == 0
                 for entity in message.get("entities") or ())
    command = _COMMAND.fullmatch(text.strip()) if marked else None
    if command is None:
        return Text(chat_id, text)
    name, _bot, argument = command.groups()
    return Command(chat_id, name.lower(), (argument or "").strip())


def _press(query: Mapping[str, Any]) -> Press:
    message = query.get("message") or {}
    chat = message.get("chat") or {}
    private = chat.get("type") == "private"
    return Press(str(query["id"]), int(chat["id"]) if private else None,
                 int(message["message_id"]) if private and message.get("message_id") else None,
                 str(query.get("data") or ""))


def _membership(change: Mapping[str, Any]) -> Happening:
    chat_id, status = int(change["chat"]["id"]), change["new_chat_member"]["status"]
    if change["chat"]["type"] != "private":
        return InGroup(chat_id) if status in ("member", "administrator", "restricted") else Ignored("left a group")
    return BlockedBy(chat_id, status == "kicked")
