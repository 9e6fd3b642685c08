"""Finding somebody at the desk: by whatever is known of them, only where one works, and never unnoticed."""

from __future__ import annotations

import pytest

from bot.services import agenda, desk, operators
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.support.booking_data import NOW, book
from tests.support.desk_data import ANNA, BEA, CARLA, add_desk, ask, claim, write


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    made = Settings(database_url=sqlite_url)
    write(made, "vorrei fare il saldatore, 100%", "web_a")
    write(made, "anch’io sono saldatore", "web_merate")
    ask(made, "web_merate", office="merate")
    return made


def account(settings: Settings, number: int) -> OperatorView:
    found = operators.find_operator(settings, number)
    assert found is not None
    return found


def look(settings: Settings, words: str, number: int = ANNA) -> agenda.FoundPeople:
    return agenda.search_people(settings, operator=account(settings, number), words=words, now=NOW)


def test_by_name_contact_code_and_words(settings: Settings) -> None:
    booked = book(settings, "a")
    for words in ("PERSONA A", " a@example.org", booked.code, booked.code.lower().replace("-", " ")):
        assert [each.id for each in look(settings, words).entries] == [booked.id], words
    assert [each.conversation_id for each in look(settings, "SALDATORE").conversations] == ["web_a"]
    assert look(settings, "sa").short and look(settings, "idraulico") == agenda.FoundPeople()
    assert [each.conversation_id for each in look(settings, "100%").conversations] == ["web_a"]
    assert look(settings, "%%%") == agenda.FoundPeople(), "what is typed is no pattern"


def test_only_where_one_works(settings: Settings) -> None:
    book(settings, "m", office_id="merate")
    assert look(settings, "persona m").entries == ()
    assert len(look(settings, "persona m", BEA).entries) == len(look(settings, "persona m", CARLA).entries) == 1
    assert {each.conversation_id for each in look(settings, "saldatore", CARLA).conversations} == {
        "web_a", "web_merate"}


def test_the_page_of_a_person_has_all_and_every_opening_is_noted(settings: Settings) -> None:
    book(settings, "a")
    ask(settings, "web_a", office="lecco")
    claim(settings, ANNA, "web_a")
    desk.add_note(settings, conversation_id="web_a", operator_id=ANNA, text="viene con il figlio", now=NOW)
    appointment = look(settings, "persona a").entries[0]
    found = agenda.open_person(settings, operator=account(settings, ANNA), appointment_id=appointment.id, now=NOW)
    assert found is not None and [each.id for each in found.entries] == [appointment.id]
    assert [each.conversation_id for each in found.conversations] == ["web_a"]
    assert [text for _, text, _ in found.notes] == ["viene con il figlio"] and len(found.consents) == 1
    assert "handoff_claimed" in [act for _, act, _ in found.history]
    entry = operators.list_entries(settings)[0]
    assert (entry.act, entry.target) == ("person_opened", f"appointment {appointment.id}")
    assert agenda.open_person(
        settings, operator=account(settings, BEA), appointment_id=appointment.id, now=NOW) is None


def test_what_was_looked_for_stands_in_no_log(settings: Settings) -> None:
    look(settings, "Maria Bianchi")
    entry = operators.list_entries(settings)[0]
    assert entry.act == "people_searched" and "Maria" not in f"{entry.target}{entry.detail}"
