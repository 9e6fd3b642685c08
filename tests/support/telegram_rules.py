"""What the Bot API refuses, from its public description: parameters, HTML, keyboards, lengths. For the fake server."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Mapping, Optional


class Bad(Exception):
    """The request is refused with 400 and this description."""


STRING, INTEGER, FLAG, LIST, OBJECT, NUMBER, CHAT = "string", "integer", "flag", "list", "object", "number", "chat"

_MESSAGE = {
    "chat_id": CHAT, "message_thread_id": INTEGER, "disable_notification": FLAG, "protect_content": FLAG,
    "reply_parameters": OBJECT, "reply_markup": OBJECT}
_TEXT = {"parse_mode": STRING, "entities": LIST, "link_preview_options": OBJECT}

METHODS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "getMe": ({}, ()),
    "getUpdates": ({"offset": INTEGER, "limit": INTEGER, "timeout": INTEGER, "allowed_updates": LIST}, ()),
    "setWebhook": ({"url": STRING, "max_connections": INTEGER, "allowed_updates": LIST, "drop_pending_updates": FLAG,
                    "secret_token": STRING}, ("url",)),
    "deleteWebhook": ({"drop_pending_updates": FLAG}, ()),
    "getWebhookInfo": ({}, ()),
    "setMyCommands": ({"commands": LIST, "language_code": STRING}, ("commands",)),
    "sendMessage": ({**_MESSAGE, **_TEXT, "text": STRING}, ("chat_id", "text")),
    "sendDocument": ({**_MESSAGE, "document": STRING, "caption": STRING, "parse_mode": STRING},
                     ("chat_id", "document")),
    "sendVenue": ({**_MESSAGE, "latitude": NUMBER, "longitude": NUMBER, "title": STRING, "address": STRING},
                  ("chat_id", "latitude", "longitude", "title", "address")),
    "sendChatAction": ({"chat_id": CHAT, "action": STRING}, ("chat_id", "action")),
    "editMessageText": ({**_TEXT, "chat_id": CHAT, "message_id": INTEGER, "text": STRING, "reply_markup": OBJECT},
                        ("chat_id", "message_id", "text")),
    "editMessageReplyMarkup": ({"chat_id": CHAT, "message_id": INTEGER, "reply_markup": OBJECT},
                               ("chat_id", "message_id")),
    "answerCallbackQuery": ({"callback_query_id": STRING, "text": STRING, "show_alert": FLAG}, ("callback_query_id",)),
    "leaveChat": ({"chat_id": CHAT}, ("chat_id",)),
}
"""Parameters with their types, and those that must be there. The real one ignores what it does not know; we do not."""

_PYTHON: Mapping[str, Any] = {STRING: str, INTEGER: int, FLAG: bool, LIST: list, OBJECT: dict, NUMBER: (int, float),
                              CHAT: int}
_BUTTON = {"text", "callback_data", "url", "web_app", "login_url"}
_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "a", "tg-spoiler"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-z-]+=\"[^\"<>]*\")*)\s*>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def check_parameters(method: str, parameters: Mapping[str, Any]) -> None:
    """Refuse what the method does not know, what is missing, and what has another type."""
    known, required = METHODS[method]
    for name, value in parameters.items():
        if name not in known:
            raise Bad(f"Bad Request: unknown parameter {name}")
        if not isinstance(value, _PYTHON[known[name]]) or (known[name] != FLAG and isinstance(value, bool)):
            raise Bad(f"Bad Request: {name} is not of type {known[name]}")
    for name in required:
        if name not in parameters:
            raise Bad(f"Bad Request: parameter {name} is required")


def shown_text(parameters: Mapping[str, Any], name: str = "text", longest: int = 4096) -> str:
    """The text that a person reads; refuses bad HTML, an empty text and one that is too long."""
    text = str(parameters.get(name, ""))
    mode = parameters.get("parse_mode")
    if mode not in (None, "HTML"):
        raise Bad("Bad Request: unsupported parse_mode")
    shown = parse_html(text) if mode == "HTML" else text
    if name == "text" and not shown.strip():
        raise Bad("Bad Request: message text is empty")
    if units(shown) > longest:
        raise Bad("Bad Request: message is too long" if name == "text" else "Bad Request: message caption is too long")
    return shown


def parse_html(text: str) -> str:
    """The text without its tags, as Telegram's parser reads it."""
    shown: list[str] = []
    open_tags: list[str] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character == "<":
            match = _TAG.match(text, position)
            if match is None or match.group(2).lower() not in _TAGS:
                raise Bad(f"Bad Request: can't parse entities: Unsupported start tag at byte offset {position}")
            closes, tag, attributes = match.group(1), match.group(2).lower(), match.group(3)
            if closes:
                if not open_tags or open_tags.pop() != tag:
                    raise Bad(f"Bad Request: can't parse entities: Unmatched end tag at byte offset {position}")
            elif attributes and tag != "a":
                raise Bad("Bad Request: can't parse entities: Unexpected attribute")
            else:
                open_tags.append(tag)
            position = match.end()
        elif character == ">":
            raise Bad("Bad Request: can't parse entities: Unescaped character '>'")
        elif character == "&":
            entity = _ENTITY.match(text, position)
            if entity is None:
                raise Bad("Bad Request: can't parse entities: Unescaped character '&'")
            shown.append(html.unescape(entity.group()))
            position = entity.end()
        else:
            shown.append(character)
            position += 1
    if open_tags:
        raise Bad(f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag {open_tags[-1]}")
    return "".join(shown)


def check_markup(markup: Optional[Mapping[str, Any]]) -> None:
    """Refuse a keyboard that Telegram would refuse."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        if set(markup) != {"inline_keyboard"}:
            raise Bad("Bad Request: unknown field of the inline keyboard")
        buttons = [button for row in markup["inline_keyboard"] for button in row]
        if len(buttons) > 100:
            raise Bad("Bad Request: reply markup is too long")
        for button in buttons:
            _check_button(button)
    elif "keyboard" in markup:
        unknown = set(markup) - {"keyboard", "resize_keyboard", "one_time_keyboard", "is_persistent",
                                 "input_field_placeholder", "selective"}
        if unknown or not markup["keyboard"]:
            raise Bad("Bad Request: object expected as reply markup")
        if not 1 <= len(markup.get("input_field_placeholder", "x")) <= 64:
            raise Bad("Bad Request: placeholder is too long")
    elif set(markup) - {"selective"} != {"remove_keyboard"}:
        raise Bad("Bad Request: object expected as reply markup")


def _check_button(button: Mapping[str, Any]) -> None:
    if set(button) - _BUTTON or not str(button.get("text", "")).strip():
        raise Bad("Bad Request: text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if "url" not in button and data is None:
        raise Bad("Bad Request: text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise Bad("Bad Request: BUTTON_DATA_INVALID")


def from_form(method: str, name: str, value: str) -> Any:
    """The value of a multipart field: everything is text there."""
    kind = METHODS[method][0].get(name)
    if kind in (INTEGER, CHAT, NUMBER, FLAG, LIST, OBJECT):
        try:
            return json.loads(value)
        except ValueError:
            raise Bad(f"Bad Request: can't parse {name}") from None
    return value
