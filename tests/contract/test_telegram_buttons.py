"""Every button of the domain and of every card fits into Telegram's limits and leads back to its payload."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.dialogue import tasks
from bot.yaml_files import read_yaml
from connectors.telegram import keyboards
from connectors.telegram.contact_question import ContactQuestion
from connectors.telegram.rendering import render
from tests.support import telegram_rules as rules
from tests.support.assistant import sentence
from tests.support.servers import ROOT
from tests.unit.connectors.telegram.messages import CARDS, message

LARGEST_SEQUENCE = 999_999_999
LONGEST_TITLE_UNITS = 40
"""On a narrow telephone more of a button is cut off."""


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """Every response of the domain."""
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "bot" / "data" / "responses").glob("*.yml")):
        found.update(read_yaml(path)["responses"])
    return found


def with_buttons() -> list[tuple[str, list[dict[str, str]]]]:
    """Every variation of a response that has buttons."""
    return [(name, variation["buttons"]) for name, variations in responses().items() for variation in variations
            if variation.get("buttons")]


def payloads_of_code() -> list[str]:
    """Payloads that actions write themselves, with their longest names filled in."""
    found: list[str] = []
    for path in sorted(Path(ROOT / "bot" / "actions").rglob("*.py")):
        for text in re.findall(r"""f?['"](/[a-z_]+(?:\{\{?.*?\}\}?)?)['"]""", path.read_text(encoding="utf-8")):
            found.append(re.sub(r"\{[a-z_.]+\}", "x" * 60, text.replace("{{", "{").replace("}}", "}")))
    return sorted(set(found))


@pytest.mark.parametrize(("name", "buttons"), with_buttons(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_button_of_the_domain(name: str, buttons: list[dict[str, str]]) -> None:
    check([{"title": item["title"], "payload": item["payload"].replace("{{", "{").replace("}}", "}")}
           for item in buttons], {})


@pytest.mark.parametrize("payload", payloads_of_code())
def test_every_payload_of_the_actions(payload: str) -> None:
    check([{"title": "Scegli", "payload": payload}], {})


@pytest.mark.parametrize("card", CARDS)
def test_every_card(card: str) -> None:
    check([], CARDS[card])


def test_there_is_something_to_check() -> None:
    assert len(with_buttons()) > 40 and len(payloads_of_code()) > 5


@pytest.mark.parametrize("name", sorted(
    name for name in responses() for task in tasks.TASKS.values() for asked in task.questions
    if asked.kind == "contact" and name.startswith((f"utter_ask_{asked.slot}", f"utter_invalid_{asked.slot}"))))
def test_every_question_for_a_contact_offers_the_own_number(name: str) -> None:
    """In each task, and to Lei too."""
    for variation in responses()[name]:
        assert question_of_domain().is_in(f"Ecco.\n\n{variation['text']}"), name


def test_what_asks_for_no_contact_offers_no_number() -> None:
    """The control."""
    for name in ("utter_ask_booking_consent", "utter_ask_booking_name_lei", "utter_contact_change"):
        assert not question_of_domain().is_in(sentence(name))
    assert question_of_domain().is_in(sentence("utter_invalid_contact_lei"))


def question_of_domain() -> ContactQuestion:
    """The question as the running assistant knows it."""
    return ContactQuestion(SimpleNamespace(domain=SimpleNamespace(responses=responses())))


def check(quick_replies: list[dict[str, str]], card: dict[str, Any]) -> None:
    """Draw a message with these buttons as late as a conversation gets, and press each."""
    more = {"custom": card} if card else {}
    sent = message("Scegli:", sequence=LARGEST_SEQUENCE, quick_replies=quick_replies, **more)
    for sending in render(sent):
        markup = sending.parameters["reply_markup"]
        rules.check_markup(markup)
        for item in (item for row in markup["inline_keyboard"] for item in row):
            assert rules.units(item["text"]) <= LONGEST_TITLE_UNITS, item
            pressed = keyboards.read_data(item["callback_data"])
            assert pressed is not None
            assert pressed.page or keyboards.find_pressed_choice(sent, pressed) is not None
    for choice in keyboards.list_keyboard_choices(sent.content):
        data = keyboards.make_button_data(sent, choice)
        assert len(data.encode()) <= keyboards.DATA_BYTES
        pressed = keyboards.read_data(data)
        assert pressed is not None and keyboards.find_pressed_choice(sent, pressed) == choice


def test_the_rules_refuse_what_is_too_long() -> None:
    for data in ("x" * 65, "è" * 33, ""):
        with pytest.raises(rules.Bad):
            rules.check_markup({"inline_keyboard": [[{"text": "a", "callback_data": data}]]})
    rules.check_markup({"inline_keyboard": [[{"text": "a", "callback_data": "x" * 64}]]})
