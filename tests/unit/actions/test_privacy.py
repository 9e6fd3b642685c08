"""Erasing one's data: one question, and only a yes erases."""

from __future__ import annotations

from typing import Any

import pytest

from bot.actions.erasure_form import ActionEraseData, ValidateEraseForm
from bot.services import feedback
from bot.settings import Settings
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import pressed, run, tracker, user

ASKED = {"requested_slot": "erase_confirm"}


def _value(event: dict[str, Any]) -> Any:
    return run(ValidateEraseForm(), tracker(event, slots=ASKED, loop="erase_form")).slots.get("erase_confirm")


def test_it_is_asked_first_whatever_was_answered_before() -> None:
    done = run(ValidateEraseForm(), tracker(user("cancella i miei dati", "erase_data"), slots={"erase_confirm": True}))
    assert done.slots["erase_confirm"] is None and done.slots["requested_slot"] == "erase_confirm"


@pytest.mark.parametrize("event, value", [
    (user("sì", "affirm"), True), (user("sì, cancella", "erase_data"), True), (user("👍", "affirm"), None),
    (user("cancella tutto", "erase_data"), True), (pressed("erase_confirm:yes"), True),
    (user("no", "deny"), False), (user("no, non cancellare i dati", "erase_data"), False),
    (pressed("erase_confirm:no"), False),
    (user("forse", "inform"), None), (pressed("feedback_stars:2"), None)])
def test_answers(event: dict[str, Any], value: Any) -> None:
    assert _value(event) is value


@pytest.mark.parametrize("confirmed, left", [(True, 0), (False, 1), (None, 1), ("yes", 1)])
def test_only_a_yes_erases(seeded: Settings, confirmed: Any, left: int) -> None:
    feedback.leave(seeded, conversation_id="web_1", stars=4, aspect=None, comment=None, now=NOW)
    done = run(ActionEraseData(), tracker(user("x"), slots={"erase_confirm": confirmed}))
    assert ("reset_slots" in [event["event"] for event in done.events]) == (left == 0)
    assert ("ho cancellato i tuoi dati" in done.text) == (left == 0)
    import sqlalchemy

    from bot.db.session import transaction
    with transaction(seeded.database_url) as session:
        assert session.execute(sqlalchemy.text("select count(*) from feedback")).scalar() == left
