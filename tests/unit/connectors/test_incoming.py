"""What is typed never reaches Rasa as a command; what cannot be read is answered or ignored, never an error."""

from __future__ import annotations

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from connectors.webchat.buttons import Buttons, Clicks
from connectors.webchat.incoming import EMPTY, NOT_A_COMMAND, STALE_BUTTON, Answer, ForRasa, Ignored, read_message

BUTTONS = Buttons(b"key")
ANNA = "web_anna"


def judge(data: object, clicks: Clicks | None = None, now: float = 100.0) -> object:
    return read_message(data, ANNA, BUTTONS, clicks or Clicks(), 1000, now)


def said(text: str) -> object:
    return judge({"message": text})


def is_command(text: str) -> bool:
    """Whether Rasa itself would take ``text`` for an intent."""
    return YAMLStoryReader.unpack_regex_message(Message({"text": text})).get("intent") is not None


def test_plain_text_is_handed_on() -> None:
    assert said("  Ciao, quali corsi ci sono?\n") == ForRasa("Ciao, quali corsi ci sono?")


@pytest.mark.parametrize("typed", [
    "/restart", '/choose{"option": "x"}', "  /affirm", "///affirm", "/ /affirm", "\u00a0/affirm", "\x00/affirm",
    "/\x1c/affirm", "/session_start@1.0", "/\t/ /choose{}", "/choose \n{", "/back"])
def test_typed_commands_get_a_sentence_and_do_not_reach_rasa(typed: str) -> None:
    assert said(typed) == Answer(NOT_A_COMMAND)


@pytest.mark.parametrize("typed", ["/ciao a tutti", "/choose x {", "//il 3/12 ore 15"])
def test_words_after_a_slash_reach_rasa_as_words(typed: str) -> None:
    assert is_command("/restart")  # the control: Rasa does take it for an intent
    verdict = said(typed)
    assert isinstance(verdict, ForRasa) and verdict.text and not is_command(verdict.text)


def test_braces_and_inner_slashes_are_kept() -> None:
    assert said('corso {"a": "1/2"}') == ForRasa('corso {"a": "1/2"}')
    assert said("il 3/12 ore 15") == ForRasa("il 3/12 ore 15")


def test_our_own_button_reaches_rasa_as_a_command() -> None:
    verdict = said(BUTTONS.signed(ANNA, '/choose{"option": "prima"}'))
    assert verdict == ForRasa('/choose{"option": "prima"}')


@pytest.mark.parametrize("sender", ["web_bea", "web_anna2"])
def test_a_stale_or_forged_button_gets_a_sentence(sender: str) -> None:
    assert said(BUTTONS.signed(sender, "/affirm")) == Answer(STALE_BUTTON)


def test_a_double_click_is_silent() -> None:
    clicks, button = Clicks(), BUTTONS.signed(ANNA, "/affirm")
    assert judge({"message": button}, clicks, 100.0) == ForRasa("/affirm")
    assert judge({"message": button}, clicks, 100.3) == Ignored("double click")


def test_a_word_written_twice_is_not_a_double_click() -> None:
    clicks = Clicks()
    assert judge({"message": "sì"}, clicks, 100.0) == judge({"message": "sì"}, clicks, 100.1) == ForRasa("sì")


def test_the_limit_is_told_and_exact() -> None:
    assert said("x" * 1000) == ForRasa("x" * 1000)
    verdict = said("x" * 1001)
    assert isinstance(verdict, Answer) and "1.000 caratteri" in verdict.text
    assert isinstance(said("/" * 5000 + "x" * 1001), Answer)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "/", "// /", "\x00\x01"])
def test_nothing_to_read_is_told(text: str) -> None:
    assert said(text) == Answer(EMPTY)


@pytest.mark.parametrize("data", [
    None, 3, "ciao", ["ciao"], {}, {"messaggio": "ciao"}, {"message": None}, {"message": 4}, {"message": ["ciao"]},
    {"message": {"text": "ciao"}}, {"message": b"ciao"}, {"message": True}])
def test_malformed_data_is_ignored(data: object) -> None:
    assert judge(data) == Ignored("malformed")


def test_text_that_a_database_cannot_store_is_mended() -> None:
    verdict = said("ciao \ud83d \x00mondo 😀\n<b>ok</b>")
    assert verdict == ForRasa("ciao ? mondo 😀\n<b>ok</b>")
