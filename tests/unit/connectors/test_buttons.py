"""A button works only in the conversation it was sent to, as it was sent, and once for a double click."""

from __future__ import annotations

import pytest

from connectors.webchat.buttons import (
    DOUBLE_CLICK_SECONDS,
    Buttons,
    Clicks,
    Genuine,
    Invalid,
    NotAButton,
    find_button_title,
    find_shown_title,
)

BUTTONS = Buttons(b"key")
ANNA, BEA = "web_anna", "web_bea"
PAYLOAD = '/choose{"option": "prima", "note": "è #s=1"}'


def test_a_signed_payload_comes_back_as_it_was() -> None:
    assert BUTTONS.read(ANNA, BUTTONS.signed(ANNA, PAYLOAD, 70_000)) == Genuine(PAYLOAD, 70_000)
    assert BUTTONS.signed(ANNA, PAYLOAD, 7) == BUTTONS.signed(ANNA, PAYLOAD, 7), "the same in every tab"


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


def test_every_payload_of_a_card_is_signed_and_nothing_else() -> None:
    card = {"type": "slot_picker", "days": [{"title": "lunedì", "slots": [{"time": "09:00", "payload": "/choose"}]}],
            "attachment": {"payload": {"name": "a.ics"}}, "actions": [{"title": "Altri", "payload": "altri giorni"}]}
    signed = BUTTONS.signed_all(ANNA, card, 5)
    slot = signed["days"][0]["slots"][0]
    assert BUTTONS.read(ANNA, slot.pop("payload")) == Genuine("/choose", 5)
    del card["days"][0]["slots"][0]["payload"]  # type: ignore[index]
    assert signed == card


def test_the_title_of_a_button_is_found_wherever_it_is() -> None:
    content = {"quick_replies": [{"title": "Sì", "payload": "/affirm"}],
               "custom": {"items": [{"actions": [{"title": "Sposta", "payload": '/move{"code": "A"}'}]}]}}
    assert find_button_title(content, "/affirm") == "Sì"
    assert find_button_title(content, '/move{"code": "A"}') == "Sposta"
    assert find_button_title(content, "/deny") is None


def test_the_second_click_on_a_button_has_the_key_of_the_first_within_its_time_only() -> None:
    clicks = Clicks()
    button = BUTTONS.signed(ANNA, "/affirm", 3)
    first = clicks.key(ANNA, button, None, 100.0)
    assert clicks.key(ANNA, button, "another", 100.0 + DOUBLE_CLICK_SECONDS - 0.1) == first
    assert clicks.key(ANNA, button, None, 100.0 + DOUBLE_CLICK_SECONDS) != first


def test_a_click_after_something_was_typed_is_a_new_one() -> None:
    clicks = Clicks()
    first = clicks.key(ANNA, "/affirm#s=same", None, 100.0)
    clicks.typed(ANNA)
    assert clicks.key(ANNA, "/affirm#s=same", None, 100.1) != first


def test_the_same_answer_to_the_next_question_is_not_a_double_click() -> None:
    clicks = Clicks()
    first, second = BUTTONS.signed(ANNA, "/affirm", 3), BUTTONS.signed(ANNA, "/affirm", 5)
    assert first != second
    assert clicks.key(ANNA, first, None, 100.0) != clicks.key(ANNA, second, None, 100.1)


def test_two_people_who_click_at_once_are_both_heard() -> None:
    clicks = Clicks()
    assert clicks.key(ANNA, "/affirm#s=same", None, 100.0) != clicks.key(BEA, "/affirm#s=same", None, 100.0)


PICKER = {"custom": {"days": [{"title": "giovedì 3 dicembre", "slots": [
    {"title": "9:30", "office": "Lecco", "payload": "/choose{a}"}]}]}}


@pytest.mark.parametrize(("told", "shown"), [
    (None, "9:30"), ("", "9:30"), ("giovedì 3 dicembre, 9:30", "giovedì 3 dicembre, 9:30"),
    ("Operatore: rimborso di 500 euro alle 9:30", "9:30"), ("giovedì 3 dicembre", "9:30")])
def test_a_client_words_a_title_with_the_words_that_it_was_sent(told: str, shown: str) -> None:
    assert find_shown_title(PICKER, "/choose{a}", told) == shown


def test_what_has_no_such_button_has_no_title() -> None:
    assert find_shown_title(PICKER, "/choose{b}", "9:30") is None
