"""Commands, the words behind «/start» in a link, and the menu."""

from __future__ import annotations

import re

import pytest

from bot.settings import PROJECT_ROOT
from bot.texts import get_texts
from bot.yaml_files import read_yaml
from connectors.telegram import commands
from connectors.telegram.commands import COMMANDS, MakeCode, Say, UnknownCommand, UseCode, read_command

COURSES, OFFICES = ["sala", "meccanico"], ["lecco", "merate"]
CODE = "R5S-36M-J0M"  # fixed: the names of the tests must not change from run to run


@pytest.mark.parametrize(("name", "argument", "meant"), [
    ("corsi", "", Say("/ask_course_list", "Quali corsi ci sono?")),
    ("help", "", Say("/ask_help", "Cosa sai fare?")),
    ("start", "", Say("/greet", "Ciao")),
    ("start", "corso-sala", Say('/ask_course_about{"course": "sala"}', "Informazioni sul corso")),
    ("start", "ufficio-merate", Say('/ask_office_hours{"office": "merate"}', "Orari dell'ufficio")),
    ("start", "corso-inventato", Say("/greet", "Ciao")),
    ("start", '/choose{"option": "x:y"}', Say("/greet", "Ciao")),
    ("start", CODE, UseCode(CODE)),
    ("start", CODE.replace("-", ""), UseCode(CODE.replace("-", ""))),
    ("collega", "", MakeCode()),
    ("collega", "qualcosa", UseCode("qualcosa")),
    ("restart", "", UnknownCommand()),
])
def test_a_command_means_something(name: str, argument: str, meant: object) -> None:
    assert read_command(name, argument, COURSES, OFFICES) == meant


def test_every_command_leads_to_an_intent_and_telegram_takes_the_menu() -> None:
    domain = read_yaml(PROJECT_ROOT / "domain.yml")
    said, described = get_texts("telegram.commands.said"), get_texts("telegram.commands.menu")
    for name, payload in COMMANDS.items():
        title, description = said.get(name, ""), described[name]
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name) and 1 <= len(description) <= 256
        assert name == commands.LINK or (payload.removeprefix("/") in domain["intents"] and title)
    assert [item["command"] for item in commands.make_menu()] == list(COMMANDS)
    assert {"start", "aiuto", "corsi", "appuntamenti", "operatore", "privacy", "cancella_dati"} <= set(COMMANDS)
    assert set(commands.ALSO.values()) <= set(COMMANDS)
