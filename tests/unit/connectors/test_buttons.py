"""A button works only in the conversation it was sent to, as it was sent, and once for a double click."""

from __future__ import annotations

import pytest

from connectors.webchat.buttons import DOUBLE_CLICK_SECONDS, Buttons, Clicks, Genuine, Invalid, NotAButton

BUTTONS = Buttons(b"key")
ANNA, BEA = "web_anna", "web_bea"
PAYLOAD = '/choose{"option": "prima", "note": "è #s=1"}'


def test_a_signed_payload_comes_back_as_it_was() -> None:
    assert BUTTONS.read(ANNA, BUTTONS.signed(ANNA, PAYLOAD)) == Genuine(PAYLOAD)


def test_a_button_of_another_conversation_or_key_is_not_valid() -> None:
    signed = BUTTONS.signed(ANNA, PAYLOAD)
    assert BUTTONS.read(BEA, signed) == Invalid()
    assert Buttons(b"other").read(ANNA, signed) == Invalid()


def test_a_changed_payload_is_not_valid() -> None:
    signed = BUTTONS.signed(ANNA, '/choose{"id": 1}')
    assert BUTTONS.read(ANNA, signed.replace("1", "2", 1)) == Invalid()
    assert BUTTONS.read(ANNA, signed[:-1] + ("A" if signed[-1] != "A" else "B")) == Invalid()


@pytest.mark.parametrize("text", [
    "", "ciao", "/choose", '/choose{"option": "x"}', "#s=aaaabbbbbbbbbb", "/choose#s=short"])
def test_what_is_typed_is_not_a_button(text: str) -> None:
    assert BUTTONS.read(ANNA, text) == NotAButton()


def test_a_payload_of_plain_text_goes_out_as_it_is() -> None:
    assert BUTTONS.signed(ANNA, "quali corsi ci sono") == "quali corsi ci sono"


def test_the_second_click_on_a_button_is_dropped_within_its_time_only() -> None:
    clicks = Clicks()
    button = BUTTONS.signed(ANNA, "/affirm")
    assert not clicks.is_repeated(ANNA, button, 100.0)
    assert clicks.is_repeated(ANNA, button, 100.0 + DOUBLE_CLICK_SECONDS - 0.1)
    assert not clicks.is_repeated(ANNA, button, 100.0 + DOUBLE_CLICK_SECONDS)


def test_the_same_answer_to_the_next_question_is_not_a_double_click() -> None:
    clicks = Clicks()
    first, second = BUTTONS.signed(ANNA, "/affirm"), BUTTONS.signed(ANNA, "/affirm")
    assert first != second
    assert not clicks.is_repeated(ANNA, first, 100.0)
    assert not clicks.is_repeated(ANNA, second, 100.1)


def test_two_people_who_click_at_once_are_both_heard() -> None:
    clicks = Clicks()
    assert not clicks.is_repeated(ANNA, "/affirm#s=same", 100.0)
    assert not clicks.is_repeated(BEA, "/affirm#s=same", 100.0)
