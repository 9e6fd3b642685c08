"""Updates in the shape that Telegram sends them, one of every kind, for the fake server and the unit tests."""

from __future__ import annotations

import itertools
import time
from typing import Any, Optional

_message_ids = itertools.count(1)
DAY = 1_764_000_000


def person(chat_id: int) -> dict[str, Any]:
    """A user; the private chat has the same number."""
    return {"id": chat_id, "is_bot": False, "first_name": "Anna", "last_name": "Prova", "language_code": "it"}


def chat(chat_id: int, kind: str = "private") -> dict[str, Any]:
    """A chat."""
    if kind == "private":
        return {"id": chat_id, "type": "private", "first_name": "Anna", "last_name": "Prova"}
    return {"id": chat_id, "type": kind, "title": "Un gruppo"}


def message(update_id: int, chat_id: int, kind: str = "private", **content: Any) -> dict[str, Any]:
    """A message with ``content``."""
    sender = chat_id if chat_id > 0 else 77
    return {"update_id": update_id, "message": {
        "message_id": next(_message_ids), "from": person(sender), "chat": chat(chat_id, kind), "date": int(time.time()),
        **content}}


def text(update_id: int, chat_id: int, words: str, **more: Any) -> dict[str, Any]:
    """A text; a command gets its entity."""
    content: dict[str, Any] = {"text": words, **more}
    if words.startswith("/"):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}]
    return message(update_id, chat_id, **content)


def edited(update_id: int, chat_id: int, words: str) -> dict[str, Any]:
    """A message that was changed."""
    inner = text(update_id, chat_id, words)["message"]
    return {"update_id": update_id, "edited_message": {**inner, "edit_date": inner["date"] + 5}}


def press(update_id: int, chat_id: int, message_id: Optional[int], data: Optional[str]) -> dict[str, Any]:
    """A button was pressed; the query's id is ``q<update_id>``."""
    query: dict[str, Any] = {"id": f"q{update_id}", "from": person(chat_id), "chat_instance": "-4711"}
    if message_id is not None:
        query["message"] = {"message_id": message_id, "date": int(time.time()), "chat": chat(chat_id), "text": "…"}
    if data is not None:
        query["data"] = data
    return {"update_id": update_id, "callback_query": query}


def contact(update_id: int, chat_id: int, phone: str, own: bool = True) -> dict[str, Any]:
    """A contact, of the person or of somebody else."""
    return message(update_id, chat_id, contact={
        "phone_number": phone, "first_name": "Anna", "user_id": chat_id if own else chat_id + 1})


def location(update_id: int, chat_id: int, latitude: float, longitude: float) -> dict[str, Any]:
    """A position."""
    return message(update_id, chat_id, location={"latitude": latitude, "longitude": longitude})


def membership(update_id: int, chat_id: int, status: str, kind: str = "private") -> dict[str, Any]:
    """The bot was blocked, started, added or removed."""
    member = {"user": {"id": 4711, "is_bot": True, "first_name": "Orienta"}, "status": status}
    return {"update_id": update_id, "my_chat_member": {
        "chat": chat(chat_id, kind), "from": person(abs(chat_id)), "date": int(time.time()),
        "old_chat_member": {**member, "status": "left"}, "new_chat_member": member}}


_FILE = {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 1234}

UNREADABLE: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{**_FILE, "width": 90, "height": 60}]},
    "sticker": {"sticker": {**_FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False,
                            "is_video": False, "emoji": "👍"}},
    "voice": {"voice": {**_FILE, "duration": 3, "mime_type": "audio/ogg"}},
    "audio": {"audio": {**_FILE, "duration": 30}},
    "video": {"video": {**_FILE, "width": 640, "height": 360, "duration": 4}},
    "video_note": {"video_note": {**_FILE, "length": 240, "duration": 4}},
    "animation": {"animation": {**_FILE, "width": 64, "height": 64, "duration": 1}, "document": dict(_FILE)},
    "document": {"document": {**_FILE, "file_name": "cv.pdf", "mime_type": "application/pdf"}},
    "poll": {"poll": {"id": "9", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
}
"""Contents that the assistant cannot read, by kind."""


def ignored(update_id: int, chat_id: int) -> dict[str, dict[str, Any]]:
    """Updates that nothing comes of, by what they are."""
    return {
        "channel post": {"update_id": update_id, "channel_post": {
            "message_id": 4, "chat": chat(-100, "channel"), "date": DAY, "text": "ciao"}},
        "reaction": {"update_id": update_id, "message_reaction": {
            "chat": chat(chat_id), "message_id": 3, "user": person(chat_id), "date": DAY, "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}]}},
        "poll answer": {"update_id": update_id, "poll_answer": {"poll_id": "9", "user": person(chat_id),
                                                                "option_ids": [0]}},
        "inline query": {"update_id": update_id, "inline_query": {
            "id": "7", "from": person(chat_id), "query": "corsi", "offset": ""}},
        "new kind": {"update_id": update_id, "something_of_next_year": {"anything": [1, 2, 3]}},
        "service message": message(update_id, chat_id, pinned_message={"message_id": 1, "date": DAY}),
        "another bot": {"update_id": update_id, "message": {
            "message_id": 5, "from": {**person(chat_id), "is_bot": True}, "chat": chat(chat_id), "date": DAY,
            "text": "ciao"}},
        "live position": {"update_id": update_id, "edited_message": {
            "message_id": 6, "from": person(chat_id), "chat": chat(chat_id), "date": DAY, "edit_date": DAY + 9,
            "location": {"latitude": 45.8, "longitude": 9.4, "live_period": 900}}},
        "only a number": {"update_id": update_id},
        "malformed": {"update_id": update_id, "message": {"chat": "?"}},
        "malformed query": {"update_id": update_id, "callback_query": {"data": 7}},
    }
