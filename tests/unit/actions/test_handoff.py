"""Asking for a person, a complaint, distress."""

from __future__ import annotations

import pytest

from bot.actions.handoff import ActionExpressDistress, ActionRequestHuman
from bot.settings import Settings
from tests.unit.actions.trackers import run, tracker, user


@pytest.mark.parametrize("intent, first", [("request_human", "Certo"), ("complain", "Mi dispiace")])
def test_contacts_and_hours_of_each_office_in_one_message(seeded: Settings, intent: str, first: str) -> None:
    done = run(ActionRequestHuman(), tracker(user("voglio una persona", intent)))
    assert len(done.messages) == 1 and done.text.startswith(first)
    for words in ("Lecco: tel. 0341 295448", "Merate: tel. 0341 295702", "centroimpiego.lecco@provincia.lecco.it",
                  "8:30-12:30", "9:00-14:00", "da verificare"):
        assert words in done.text
    assert "Prenota un appuntamento" in done.titles and done.slots["offer"] == "book_appointment"


def test_distress_gets_kind_words_and_people_to_reach_and_ends_the_questions(seeded: Settings) -> None:
    done = run(ActionExpressDistress(), tracker(
        user("voglio morire", "express_distress"), slots={"requested_slot": "eligibility_age"},
        loop="eligibility_form"))
    for words in ("Mi dispiace", "assistente automatico", "112", "0341 295448", "ti fidi"):
        assert words in done.text
    assert len(done.messages) == 1 and "Prenota un appuntamento" in done.titles
    assert done.names("active_loop") == [None] and done.slots["requested_slot"] is None
