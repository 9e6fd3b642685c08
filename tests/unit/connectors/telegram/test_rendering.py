"""What a message of the log looks like on Telegram; everything is checked by the rules of the fake server."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.telegram import keyboards, rendering
from connectors.telegram.rendering import Sending, render
from tests.support import telegram_rules as rules
from tests.unit.connectors.telegram.messages import CARDS, PICKER, message, reply


def check(sendings: list[Sending]) -> list[Sending]:
    """The sendings, none of which Telegram would refuse."""
    for sending in sendings:
        parameters: dict[str, Any] = {"chat_id": 1, **sending.parameters}
        rules.check_parameters(sending.method, {**parameters, **({"document": "x"} if sending.file else {})})
        rules.check_markup(parameters.get("reply_markup"))
        if sending.method == "sendMessage":
            assert rules.shown_text(parameters) == sending.plain
    return sendings


def titles(sending: Sending) -> list[list[str]]:
    """The rows of its inline keyboard."""
    return [[item["text"] for item in row] for row in sending.parameters["reply_markup"]["inline_keyboard"]]


def test_text_with_quick_replies() -> None:
    [sending] = check(render(message("Ciao **Anna** <3", quick_replies=[reply("Sì", "/affirm"), reply("No", "/deny")])))
    assert sending.parameters["text"] == "Ciao <b>Anna</b> &lt;3" and titles(sending) == [["Sì", "No"]]


def test_the_keyboard_stands_under_the_last_piece() -> None:
    sendings = check(render(message("Frase lunga. " * 700, quick_replies=[reply("Sì", "/affirm")])))
    assert len(sendings) == 3 and [sending.has_markup for sending in sendings] == [False, False, True]


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_taken_and_every_payload_can_be_pressed(name: str) -> None:
    sent = message("Ecco.", custom=CARDS[name])
    data = {item["callback_data"] for sending in check(render(sent)) if sending.has_markup
            for row in sending.parameters["reply_markup"]["inline_keyboard"] for item in row}
    if name == "slot_picker":
        data |= {item["callback_data"] for sending in check(render(sent, page=1))
                 for row in sending.parameters["reply_markup"]["inline_keyboard"] for item in row}
    choices = keyboards.list_keyboard_choices(sent.content)
    assert data >= {keyboards.make_button_data(sent, choice) for choice in choices}


def test_a_card_says_what_the_text_has_not_said() -> None:
    words = "Il corso «Sala e bar» e Operatore meccanico & affini <2>"
    [told] = check(render(message(words, custom=CARDS["course_cards"])))
    assert told.plain.count("Sala e bar") == 1
    [bare] = check(render(message("Ecco i corsi:", custom=CARDS["course_cards"])))
    assert bare.plain == (
        "Ecco i corsi:\n\nSala e bar\n120 ore\nconcluso\n\nOperatore meccanico & affini <2>\ngratuito")
    assert titles(bare) == [["Dimmi di più: Sala e bar"], ["Dimmi di più: Operatore meccanico…"]]


def test_an_appointment_shows_when_where_and_its_code() -> None:
    [sending] = check(render(message("I tuoi appuntamenti:", custom=CARDS["appointment_cards"])))
    assert "Colloquio\nmartedì 24 novembre 2026" in sending.plain and "9:00" in sending.plain
    assert sending.plain.endswith("Lecco\ncorso Matteotti 3\nCodice: AB12-CD34")
    assert titles(sending) == [["Sposta", "Annulla"]]


def test_times_come_one_day_a_page() -> None:
    [first] = check(render(message("Quando?", custom=PICKER, quick_replies=[reply("x", "/x")])))
    assert first.plain.endswith("martedì 24 novembre")
    assert titles(first) == [["09:00", "09:30", "10:00"], ["10:30"], ["mer 25 ›"], ["Altri giorni"]]
    [second] = check(render(message("Quando?", custom=PICKER), page=1))
    assert titles(second) == [["09:00 Lecco", "09:00 Merate"], ["‹ mar 24"], ["Altri giorni"]]
    assert titles(check(render(message("Quando?", custom=PICKER), page=99))[0]) == titles(second)


def test_stars_stand_in_one_row() -> None:
    [sending] = check(render(message("Come è andata?", custom=CARDS["rating"])))
    assert titles(sending) == [["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]]


def test_a_card_that_is_not_known_leaves_text_and_quick_replies() -> None:
    sent = message("Ecco.", quick_replies=[reply("Sì", "/affirm")], custom={"type": "of next year", "x": [1]})
    [sending] = check(render(sent))
    assert sending.plain == "Ecco." and titles(sending) == [["Sì"]]


def test_buttons_without_text_get_some() -> None:
    [sending] = check(render(message("", quick_replies=[reply("Sì", "/affirm")])))
    assert sending.plain


def test_an_operator_is_named_and_what_was_typed_is_no_markup() -> None:
    [sending] = check(render(message("**ciao** <b>", "operator", name="Anna")))
    assert sending.parameters["text"] == "<b>Anna:</b>\n**ciao** &lt;b&gt;"


def test_the_persons_own_words_are_not_sent_back_but_those_from_the_site_are() -> None:
    assert render(message("ciao", "person")) == []
    [sending] = check(render(message("ciao & <b>", "person", channel="webchat")))
    assert sending.plain == "Hai scritto sul sito: ciao & <b>" and sending.parameters["disable_notification"]


def test_a_calendar_file_is_a_document() -> None:
    source = "data:text/calendar;charset=utf-8;base64,QkVHSU46VkNBTEVOREFS"
    sent = message("Ecco.", attachment={"type": "file", "payload": {"name": "a.ics", "src": source}})
    text, document = check(render(sent))
    assert document.method == "sendDocument" and document.file is not None
    assert (document.file.name, document.file.mime) == ("a.ics", "text/calendar")
    assert document.file.content == b"BEGIN:VCALENDAR"


@pytest.mark.parametrize("source", ["data:text/calendar;base64,%%%", "file:///etc/passwd", "http://a.it/x", "", None])
def test_no_other_address_is_taken_for_a_file(source: Any) -> None:
    sent = message("Ecco.", attachment={"type": "file", "payload": {"name": "a.ics", "src": source}})
    assert [sending.method for sending in check(render(sent))] == ["sendMessage"]


def test_a_place_on_the_map_needs_coordinates() -> None:
    place = {"type": "venue", "title": "Ufficio", "address": "via 1", "latitude": 45.8, "longitude": 9.4}
    assert [item.method for item in check(render(message("Qui.", custom=place)))] == ["sendMessage", "sendVenue"]
    assert len(render(message("Qui.", custom={**place, "latitude": None}))) == 1


def test_a_question_for_the_contact_offers_the_own_number() -> None:
    [sending] = check(render(message("Il tuo numero?"), asks_contact=True))
    assert sending.parameters["reply_markup"] == keyboards.ask_contact()
    [with_buttons] = render(message("Il tuo numero?", quick_replies=[reply("No", "/stop")]), asks_contact=True)
    assert "inline_keyboard" in with_buttons.parameters["reply_markup"]


def test_what_is_a_question_and_what_can_be_pressed_again() -> None:
    courses, rating = message(custom=CARDS["course_cards"]), message(custom=CARDS["rating"])
    assert not rendering.is_question(courses) and rendering.is_question(rating)
    assert not rendering.is_answer(courses, keyboards.list_keyboard_choices(courses.content)[0])
    menu = message(quick_replies=[reply("Corsi", "/ask_course_list")])
    assert not rendering.is_question(menu)
    assert rendering.is_answer(menu, keyboards.list_keyboard_choices(menu.content)[0])


def test_the_mark_of_an_answer_is_a_keyboard_that_telegram_takes() -> None:
    rules.check_markup(rendering.make_chosen_keyboard("Confermo"))
    rules.check_markup(keyboards.make_inline_keyboard([]))
