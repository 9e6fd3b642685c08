"""The names of acts, and when one does what another says."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.acts import is_right, name_act
from bot.dialogue.context import Context, Understood

ASKED = Context("booking_form", "booking_name")


@pytest.mark.parametrize(("intent", "option", "act"), [
    ("inform", None, "answer booking_name"), ("choose", "booking_confirm:no", "choose booking_confirm:no"),
    ("stop", None, "leave"), ("move_appointment", None, "start move_form"), ("nlu_fallback", None, "out_of_scope"),
    ("ask_course_cost", None, "ask ask_course_cost"), ("express_distress", None, "distress")])
def test_acts_have_the_names_of_the_data(intent: str, option: Optional[str], act: str) -> None:
    assert name_act(Understood(intent, 1.0, option), ASKED) == act


@pytest.mark.parametrize(("act", "wanted"), [
    ("start booking_form", "correct booking_time"), ("yes", "answer booking_consent"), ("answer booking_name", "yes"),
    ("ask ask_office_contact", "choose /ask_office_contact"), ("leave", "leave")])
def test_the_task_reads_its_own_answers(act: str, wanted: str) -> None:
    assert is_right(act, wanted, ASKED)


@pytest.mark.parametrize(("act", "wanted"), [
    ("ask ask_course_cost", "answer booking_name"), ("distress", "answer booking_name"), ("leave", "no"),
    ("start cancel_form", "leave"), ("out_of_scope", "ask ask_course_cost")])
def test_what_goes_elsewhere_is_wrong(act: str, wanted: str) -> None:
    assert not is_right(act, wanted, ASKED)
