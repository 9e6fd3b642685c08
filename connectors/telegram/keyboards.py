"""Buttons under a message: rows that fit a telephone, and data of a few bytes that are looked up in the log."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Optional, Sequence, Union

from bot.services.conversations import MessageView
from bot.texts import get_text
from connectors.telegram.formatting import count_units

DATA_BYTES = 64
"""Telegram's limit for the data of a button."""

ROW_UNITS = 30
"""How many letters the buttons of one row may have together: more are cut off on a narrow telephone."""

ROW_BUTTONS = 3
MAX_BUTTONS = 100
CHECK_LENGTH = 8

CHOSEN = "-"
"""Data of a button that only says what was chosen."""

_DATA = re.compile(rf"(\d{{1,9}}):(p?)(\d{{1,4}}):([0-9a-f]{{{CHECK_LENGTH}}})")

Rows = list[list[dict[str, str]]]


@dataclass(frozen=True)
class KeyboardChoice:
    """A button of a message in the log, by its place among all that the message has."""

    index: int
    title: str
    payload: str


@dataclass(frozen=True)
class Pressed:
    """What a button's data say: the ``index``-th choice of message ``sequence``, or a ``page`` of its times."""

    sequence: int
    index: int
    page: bool
    check: str


def list_keyboard_choices(content: Mapping[str, Any]) -> list[KeyboardChoice]:
    """Everything that can be pressed in the content of a message: quick replies first, then the card's, in order."""
    found = [*_payloads(content.get("quick_replies")), *_payloads(content.get("custom"))]
    return [KeyboardChoice(index, title, payload) for index, (title, payload) in enumerate(found)]


def _payloads(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        if isinstance(part.get("payload"), str):
            yield str(part.get("title") or part["payload"]), part["payload"]
        for value in part.values():
            yield from _payloads(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from _payloads(value)


def make_button_data(message: MessageView, choice: KeyboardChoice) -> str:
    """The data of a button: number of the message, number of the choice, and a check that they mean this payload."""
    return f"{message.sequence}:{choice.index}:{_check(message, choice.payload)}"


def make_page_data(message: MessageView, page: int) -> str:
    """The data of a button that turns to another page of the times to choose from."""
    return f"{message.sequence}:p{page}:{_check(message, 'page')}"


def read_data(data: object) -> Optional[Pressed]:
    """What ``data`` say; None when they are none of ours."""
    match = _DATA.fullmatch(data) if isinstance(data, str) else None
    if match is None:
        return None
    sequence, page, index, check = match.groups()
    return Pressed(int(sequence), int(index), bool(page), check)


def find_pressed_choice(message: MessageView, pressed: Pressed) -> Optional[KeyboardChoice]:
    """The choice of ``message`` that was pressed; None when the button belongs to another message of that number.

    Numbers begin again when a conversation was deleted after its time, and another conversation has them too.
    """
    found = list_keyboard_choices(message.content)
    if pressed.page or pressed.index >= len(found):
        return None
    choice = found[pressed.index]
    return choice if pressed.check == _check(message, choice.payload) else None


def is_page_of(message: MessageView, pressed: Pressed) -> bool:
    """Whether the button turns to a page of ``message``."""
    return pressed.page and pressed.check == _check(message, "page")


def _check(message: MessageView, payload: str) -> str:
    known = f"{message.conversation_id}\0{message.id}\0{payload}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(known).hexdigest()[:CHECK_LENGTH]


def make_inline_button(title: str, data: str) -> dict[str, str]:
    """A button of an inline keyboard."""
    return {"text": title.strip() or "…", "callback_data": data}


def lay_rows(buttons: Sequence[dict[str, str]], per_row: int = ROW_BUTTONS) -> Rows:
    """Short titles side by side, long ones alone; at most :data:`MAX_BUTTONS` in all."""
    laid: Rows = []
    for item in buttons[:MAX_BUTTONS]:
        last = laid[-1] if laid else []
        together = sum(count_units(other["text"]) for other in (*last, item)) + 4 * len(last)
        if last and len(last) < per_row and together <= ROW_UNITS:
            last.append(item)
        else:
            laid.append([item])
    return laid


def make_inline_keyboard(laid: Rows) -> dict[str, Any]:
    """The keyboard under a message; an empty one takes away what is there."""
    return {"inline_keyboard": laid}


NO_KEYBOARD: Mapping[str, Any] = {"remove_keyboard": True}


def ask_contact() -> dict[str, Any]:
    """Instead of the keyboard of letters: one button that sends the person's own number, after Telegram has asked."""
    return {"keyboard": [[{"text": get_text("telegram.send_number"), "request_contact": True}]],
            "resize_keyboard": True, "one_time_keyboard": True,
            "input_field_placeholder": get_text("telegram.contact_placeholder")}


Markup = Union[dict[str, Any], Mapping[str, Any]]
