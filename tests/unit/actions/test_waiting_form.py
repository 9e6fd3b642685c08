"""The waiting list's form: what the first message tells, and which answers name days and hours."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.actions.waiting_list.waiting_form import ValidateWaitingForm
from bot.settings import Settings
from tests.unit.actions.trackers import run, tracker, user


@pytest.mark.parametrize(("text", "when"), [
    ("avvisami se si libera un posto", None),
    ("avvisami se si libera di mattina", "|morning"),
    ("se si libera lunedì o giovedì pomeriggio avvisami", "0,3|afternoon")])
def test_what_begins_it_names_a_time_or_none(seeded: Settings, text: str, when: Optional[str]) -> None:
    assert run(ValidateWaitingForm(), tracker(user(text, "leave_wait"))).slots["waiting_when"] == when


@pytest.mark.parametrize(("text", "when"), [
    ("quando capita", "|any"), ("lunedì e giovedì mattina", "0,3|morning"), ("dal martedì al venerdì", "1,2,3,4|any"),
    ("solo di pomeriggio", "|afternoon"), ("di sera", "|any"), ("tutti i giorni", "|any")])
def test_an_answer_in_words(seeded: Settings, text: str, when: str) -> None:
    known = {"requested_slot": "waiting_when", "waiting_service": "orientamento", "waiting_office": "lecco"}
    assert run(ValidateWaitingForm(), tracker(user(text, "inform"), slots=known, loop="waiting_form")).slots[
        "waiting_when"] == when


def test_an_answer_tells_of_later_questions_too(seeded: Settings) -> None:
    told = user("orientamento lecco mattina", "inform", service="orientamento", office="lecco")
    slots = run(ValidateWaitingForm(), tracker(
        told, slots={"requested_slot": "waiting_service"}, loop="waiting_form")).slots
    assert [slots[slot] for slot in ("waiting_service", "waiting_office", "waiting_when")] == [
        "orientamento", "lecco", "|morning"]


def test_who_consents_may_say_name_and_contact_at_once(seeded: Settings) -> None:
    known = {"requested_slot": "waiting_consent", "waiting_service": "orientamento", "waiting_office": "lecco",
             "waiting_when": "|any"}
    told = user("sì, mi chiamo Anna Villa, 333 1234567", "affirm")
    slots = run(ValidateWaitingForm(), tracker(told, slots=known, loop="waiting_form")).slots
    assert (slots["waiting_consent"], slots["waiting_name"]) == (True, "Anna Villa")
    assert slots["waiting_contact"]["value"] == "+393331234567" and slots["requested_slot"] is None
