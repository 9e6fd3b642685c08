"""Commands of the bot and what they mean to the assistant, and the words behind «/start» in a link."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Mapping, Sequence, Union

from bot.rules.codes import normalise_link_code
from bot.texts import get_text

LINK = "collega"
"""The command that makes a code for the web chat, or uses one that was made there."""

COMMANDS: Mapping[str, str] = {
    "start": "/greet", "aiuto": "/ask_help", "corsi": "/ask_course_list", "appuntamenti": "/list_appointments",
    "operatore": "/request_human", LINK: "", "privacy": "/ask_privacy", "cancella_dati": "/erase_data",
}
"""Command: payload for the assistant. Texts: ``telegram.commands.said`` has the words that stand for it in the log,
``telegram.commands.menu`` its description in Telegram's menu."""

ALSO = {"help": "aiuto", "settings": "aiuto", "menu": "aiuto", "courses": "corsi", "stop": "aiuto"}
"""Names that Telegram's own clients offer, or that people try."""

_SUBJECT = re.compile(r"(corso|ufficio)[-_]([a-z0-9_]{1,40})")
_PAYLOADS = {"corso": ("/ask_course_about", "course"), "ufficio": ("/ask_office_hours", "office")}


@dataclass(frozen=True)
class Say:
    """A turn of the assistant with ``payload``; the log shows ``title``."""

    payload: str
    title: str


@dataclass(frozen=True)
class UseCode:
    """A code that brings a conversation here."""

    code: str


@dataclass(frozen=True)
class MakeCode:
    """A code is wanted that brings this conversation to the web chat."""


@dataclass(frozen=True)
class UnknownCommand:
    """No such command."""


def read_command(name: str, argument: str, courses: Sequence[str], offices: Sequence[str]) -> Union[
        Say, UseCode, MakeCode, UnknownCommand]:
    """What a command means. ``courses``, ``offices``: ids that a link may name (``?start=corso-<id>``)."""
    name = ALSO.get(name, name)
    if name == LINK:
        return UseCode(argument) if argument else MakeCode()
    if name not in COMMANDS:
        return UnknownCommand()
    payload, title = COMMANDS[name], get_text(f"telegram.commands.said.{name}")
    if name != "start" or not argument:
        return Say(payload, title)
    subject = _SUBJECT.fullmatch(argument.lower())
    if subject is not None and subject.group(2) in (courses if subject.group(1) == "corso" else offices):
        payload, entity = _PAYLOADS[subject.group(1)]
        return Say(f"{payload}{json.dumps({entity: subject.group(2)})}",
                   get_text(f"telegram.commands.about.{subject.group(1)}"))
    return UseCode(argument) if normalise_link_code(argument) else Say(payload, title)


def make_menu() -> list[dict[str, str]]:
    """What setMyCommands takes."""
    return [{"command": name, "description": get_text(f"telegram.commands.menu.{name}")} for name in COMMANDS]
