"""Commands of the bot and what they mean to the assistant, and the words behind «/start» in a link."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Mapping, Sequence, Union

from bot.core.codes import normalise_link_code

LINK = "collega"
"""The command that makes a code for the web chat, or uses one that was made there."""

COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "start": ("/greet", "Ciao", "Ricomincia da capo"),
    "aiuto": ("/ask_help", "Cosa sai fare?", "Cosa so fare"),
    "corsi": ("/ask_course_list", "Quali corsi ci sono?", "I corsi"),
    "appuntamenti": ("/list_appointments", "I miei appuntamenti", "I tuoi appuntamenti"),
    "operatore": ("/request_human", "Vorrei parlare con un operatore", "Parla con una persona"),
    LINK: ("", "", "Continua qui, o sul sito, la stessa conversazione"),
    "privacy": ("/ask_privacy", "Privacy", "Come sono trattati i tuoi dati"),
    "cancella_dati": ("/erase_data", "Cancella i miei dati", "Cancella i tuoi dati"),
}
"""Command: payload for the assistant, the words that stand for it in the log, description in Telegram's menu."""

ALSO = {"help": "aiuto", "settings": "aiuto", "menu": "aiuto", "courses": "corsi", "stop": "aiuto"}
"""Names that Telegram's own clients offer, or that people try."""

_SUBJECT = re.compile(r"(corso|ufficio)[-_]([a-z0-9_]{1,40})")
_PAYLOADS = {"corso": ("/ask_course_about", "course", "Informazioni sul corso"),
             "ufficio": ("/ask_office_hours", "office", "Orari dell'ufficio")}


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
class Unknown:
    """No such command."""


def read_command(name: str, argument: str, courses: Sequence[str], offices: Sequence[str]) -> Union[
        Say, UseCode, MakeCode, Unknown]:
    """What a command means. ``courses``, ``offices``: ids that a link may name (``?start=corso-<id>``)."""
    name = ALSO.get(name, name)
    if name == LINK:
        return UseCode(argument) if argument else MakeCode()
    if name not in COMMANDS:
        return Unknown()
    payload, title, _ = COMMANDS[name]
    if name != "start" or not argument:
        return Say(payload, title)
    subject = _SUBJECT.fullmatch(argument.lower())
    if subject is not None and subject.group(2) in (courses if subject.group(1) == "corso" else offices):
        payload, entity, title = _PAYLOADS[subject.group(1)]
        return Say(f"{payload}{json.dumps({entity: subject.group(2)})}", title)
    return UseCode(argument) if normalise_link_code(argument) else Say(payload, title)


def menu() -> list[dict[str, str]]:
    """What setMyCommands takes."""
    return [{"command": name, "description": description} for name, (_, _, description) in COMMANDS.items()]
