"""Buttons: short data that mean one payload of one message, rows that fit a telephone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.telegram import keyboards
from tests.unit.connectors.telegram.messages import CARDS, message, reply


def test_data_lead_back_to_the_payload_and_fit() -> None:
    long = message(quick_replies=[reply("A", "/choose" + '{"option": "x:' + "y" * 500 + '"}'), reply("B", "/deny")],
                   sequence=999_999_999)
    for choice in keyboards.list_keyboard_choices(long.content):
        data = keyboards.make_button_data(long, choice)
        assert len(data.encode()) <= 64
        pressed = keyboards.read_data(data)
        assert pressed is not None and keyboards.find_pressed_choice(long, pressed) == choice


@pytest.mark.parametrize("data", ["", "-", "7", "7:0", "7:0:zzzzzzzz", "/restart", "7:0:00000000; drop", None, 7])
def test_other_data_are_nothing_of_ours(data: object) -> None:
    assert keyboards.read_data(data) is None


def test_a_button_of_another_message_with_the_same_number_is_stale() -> None:
    sent = message(quick_replies=[reply("Sì", "/affirm")])
    pressed = keyboards.read_data(keyboards.make_button_data(sent, keyboards.list_keyboard_choices(sent.content)[0]))
    assert pressed is not None and keyboards.find_pressed_choice(sent, pressed) is not None
    for other in (replace(sent, id=71), replace(sent, conversation_id="tg_b"),
                  message(quick_replies=[reply("Sì", "/other")]), message(), message(custom=CARDS["rating"])):
        assert keyboards.find_pressed_choice(other, pressed) is None


def test_every_payload_of_every_card_can_be_pressed() -> None:
    for card in CARDS.values():
        sent = message(quick_replies=[reply("x", "/x")], custom=card)
        found = keyboards.list_keyboard_choices(sent.content)
        assert len(found) == str(card).count("'payload'") + 1
        assert [choice.index for choice in found] == list(range(len(found)))


def test_short_titles_stand_side_by_side_and_long_ones_alone() -> None:
    titles = ["Sì", "No", "Non lo so", "Quali corsi ci sono?", "Parla con un operatore", "1", "2", "3", "4"]
    laid = keyboards.lay_rows([keyboards.make_inline_button(title, "-") for title in titles])
    assert [[item["text"] for item in row] for row in laid] == [
        ["Sì", "No", "Non lo so"], ["Quali corsi ci sono?"], ["Parla con un operatore", "1"], ["2", "3", "4"]]
