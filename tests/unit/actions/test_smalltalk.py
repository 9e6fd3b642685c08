"""Yes, no, bare data and old buttons outside forms."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.actions.smalltalk import ActionAffirm, ActionDeny, ActionInform, ActionStaleChoice, ActionStop
from bot.italian.short_replies import read_yes_or_no
from bot.nlu.text import normalise
from bot.settings import Settings
from tests.unit.actions.trackers import pressed, run, tracker, user


@pytest.mark.parametrize("offer, form", [
    ("book_appointment", "booking_form"), ("check_eligibility", "eligibility_form"), (None, None), ("unknown", None)])
def test_a_yes_takes_up_the_last_offer_only(offer: Optional[str], form: Optional[str]) -> None:
    done = run(ActionAffirm(), tracker(user("sì", "affirm"), slots={"offer": offer}))
    assert done.names("followup") == ([form] if form else [])
    assert bool(done.messages) == (form is None)


def test_a_no_says_what_else(seeded: Settings) -> None:
    assert "Va bene" in run(ActionDeny(), tracker(user("no", "deny"))).text


def test_a_no_with_a_fact_corrects_the_last_check(seeded: Settings) -> None:
    held = {"eligibility_course": "sala", "eligibility_age": {"years": 43, "born": None}}
    done = run(ActionDeny(), tracker(user("no, ho 34 anni", "deny"), slots=held))
    assert done.slots["eligibility_age"]["years"] == 34 and done.names("followup") == ["eligibility_form"]


@pytest.mark.parametrize("text, kind", [
    ("ho perso il lavoro, sono giù", True), ("ho 34 anni", False)])
def test_a_loss_gets_a_kind_sentence(seeded: Settings, text: str, kind: bool) -> None:
    intent = "tell_hard_time" if kind else "inform"
    assert ("Mi dispiace" in run(ActionInform(), tracker(user(text, intent))).text) == kind


def test_an_old_button_says_so(seeded: Settings) -> None:
    assert "non è più valido" in run(ActionStaleChoice(), tracker(pressed("eligibility_status:employed"))).text


def test_leaving_forgets_what_the_forms_held(seeded: Settings) -> None:
    done = run(ActionStop(), tracker(user("lascia stare", "stop"), slots={"eligibility_age": {"years": 3}}))
    assert done.slots["eligibility_age"] is None and done.slots["booking_name"] is None


@pytest.mark.parametrize("text, answer",
                         [("👍", True), ("✅ ", True), ("👎", False), ("😀", None), ("👍👎", None), ("", None)])
def test_signs_answer_a_question(text: str, answer: Optional[bool]) -> None:
    assert read_yes_or_no(text) is answer


@pytest.mark.parametrize("text, read", [("👍", "si"), ("👎👎", "no"), ("😀", "aiuto"),
                                        ("⭐⭐", "voglio lasciare una valutazione"),
                                        ("👍 domani", "domani"), ("...", ""), ("", "")])
def test_signs_alone_are_read_as_words(text: str, read: str) -> None:
    assert normalise(text) == read
