"""Messages not understood: filters, paging, review of several at once, and training data that Rasa reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import clock
from bot.db.models import AuditEntry, NotUnderstood, Operator, TaughtExample
from bot.db.session import transaction
from bot.services import unknown
from bot.services.operators import OperatorView
from bot.services.unknown.taught import write_example
from bot.settings import Settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ROME)
ANNA = OperatorView(1, "anna", "Anna", "operator", ())


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    with transaction(sqlite_url, write=True) as session:
        session.add(Operator(
            id=1, username="anna", name="Anna", password_hash="x", role="operator", created_at=clock.to_utc(NOW)))
    return Settings(database_url=sqlite_url)


def add(settings: Settings, *texts: str, **values: Any) -> list[int]:
    with transaction(settings.database_url, write=True) as session:
        rows = [NotUnderstood(**{
            "text": text, "at": clock.to_utc(NOW - timedelta(minutes=number)), "state": "open",
            "readings": [{"intent": "ask_course_list", "confidence": 0.31}], **values})
            for number, text in enumerate(texts)]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def texts(page: unknown.UnreadPage) -> list[str]:
    return [row.text for row in page.rows]


def test_the_list_is_filtered_and_paged(settings: Settings) -> None:
    add(settings, *(chr(ord("a") + number % 26) * (9 + number) for number in range(60)))
    add(settings, "avete corsi 100% online?", at=clock.to_utc(NOW - timedelta(days=9)))
    first = unknown.list_unknown(settings)
    assert (first.total, first.pages, len(first.rows)) == (61, 2, 50) and first.rows[0].text == "aaaaaaaaa"
    assert len(unknown.list_unknown(settings, number=2).rows) == 11
    assert unknown.list_unknown(settings, number=9).number == 2
    assert texts(unknown.list_unknown(settings, search="100% ONLINE")) == ["avete corsi 100% online?"]
    assert unknown.list_unknown(settings, search="_").total == 0
    assert unknown.list_unknown(settings, first=date(2026, 3, 2)).total == 60
    assert unknown.list_unknown(settings, last=date(2026, 2, 25)).total == 1
    assert first.rows[0].readings == (unknown.IntentReading("ask_course_list", 0.31),)


def test_messages_that_say_the_same_stand_together_the_most_asked_first(settings: Settings) -> None:
    add(settings, "pizza margherita", "posso portare il cane?", "si può portare il cane in ufficio?", "portare il cane",
        "pizza margherita!", kind="outside")
    add(settings, "posso portare il cane con me?")
    found = unknown.list_unknown(settings)
    assert sorted(row.text for row in found.groups[0]) == [
        "portare il cane", "posso portare il cane con me?", "posso portare il cane?",
        "si può portare il cane in ufficio?"]
    assert [len(group) for group in found.groups] == [4, 2] and found.pages == 1 and found.older == 0
    assert unknown.list_unknown(settings, kind="outside").total == 5
    assert unknown.list_unknown(settings, kind="guessed").total == 0
    assert unknown.list_unknown(settings, kind="unread").rows[0].kind == "unread"


def test_every_intent_has_a_name_in_italian_and_an_example() -> None:
    choices = unknown.list_intent_choices()
    assert tuple(choices) == unknown.list_known_intents()
    titles = [choice.title for choice in choices.values()]
    assert len(set(titles)) == len(titles) and not any("_" in title for title in titles)
    assert all(choice.topic and "[" not in choice.example for choice in choices.values())
    taught = [choice for choice in choices.values() if choice.example]
    assert len(taught) > 80 and all(" " in choice.example for choice in taught if choice.name.startswith("ask_course_"))


def test_chosen_messages_are_ways_to_ask_a_question(settings: Settings) -> None:
    ids = add(settings, "posso portare il [nome] cane?", "[numero]", "posso portare il cane?", "x" * 300)
    assert unknown.read_texts(settings, ids=ids) == ["posso portare il cane?", "x" * 100]


def test_several_are_given_an_intent_at_once_and_it_is_audited(settings: Settings) -> None:
    ids = add(settings, "ci sono corsi la sera?", "corsi serali", "pizza margherita")
    done = unknown.review(
        settings, ids=[ids[0], ids[1], ids[1], 999], state=unknown.ASSIGNED, intent="ask_course_list", by=ANNA, now=NOW)
    assert done == unknown.Reviewed(2)
    unknown.review(settings, ids=[ids[2]], state=unknown.OUTSIDE, by=ANNA, now=NOW)
    assert unknown.count_by_state(settings) == {"open": 0, "assigned": 2, "outside": 1, "dropped": 0}
    row = unknown.list_unknown(settings, state="assigned", intent="ask_course_list").rows[0]
    assert (row.intent, row.reviewer) == ("ask_course_list", "Anna")
    with transaction(settings.database_url) as session:
        entries = session.execute(select(AuditEntry.__table__)).all()
    assert [entry.act for entry in entries] == ["not_understood_assigned", "not_understood_outside"]
    assert "corsi" not in str([entry.detail["ids"] for entry in entries])
    unknown.review(settings, ids=[ids[2]], state=unknown.OPEN, by=ANNA, now=NOW)
    assert unknown.list_unknown(settings).rows[0].reviewer is None


@pytest.mark.parametrize("values", [
    {"state": unknown.ASSIGNED}, {"state": unknown.ASSIGNED, "intent": "ask_calcio"},
    {"state": unknown.ASSIGNED, "intent": "choose"}, {"state": unknown.DROPPED, "intent": "greet"}])
def test_an_intent_that_nobody_can_type_is_not_given(settings: Settings, values: dict[str, str]) -> None:
    ids = add(settings, "boh")
    assert unknown.review(settings, ids=ids, by=ANNA, now=NOW, **values) == unknown.NoSuchIntent()
    assert unknown.review(settings, ids=[], state="dropped", by=ANNA, now=NOW) == unknown.NothingChosen()
    assert unknown.count_by_state(settings)["open"] == 1


def assign(settings: Settings, *texts: str, intent: str = "ask_course_list") -> None:
    unknown.review(settings, ids=add(settings, *texts), state=unknown.ASSIGNED, intent=intent, by=ANNA, now=NOW)


def test_the_export_is_training_data_that_rasa_reads_as_it_was_reviewed(settings: Settings) -> None:
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    assign(settings, "ci sono corsi [la sera](course)?", "Corsi:  «serali» # davvero",
           "- /restart corsi\nserali, quali?", "corsi: «serali» # davvero",
           "il mio numero è [numero]: che corsi ci sono")
    assign(settings, "patto lecco", intent="ask_pact_about")  # is in the training data already
    unknown.review(settings, ids=add(settings, "pizza {con} 'tutto'"), state=unknown.OUTSIDE, by=ANNA, now=NOW)
    add(settings, "non ancora guardato")
    unknown.review(settings, ids=add(settings, "scartato"), state=unknown.DROPPED, by=ANNA, now=NOW)
    with transaction(settings.database_url, write=True) as session:
        session.add(TaughtExample(text="di un intento che non c'è più", intent="ask_vecchio",
                                  taught_at=clock.to_utc(NOW)))
    text = unknown.write_training_yaml(unknown.list_taught(settings))
    read = RasaYAMLReader().reads(text)
    found = [(item.get("intent"), item.get("text")) for item in read.intent_examples]
    assert found == [
        ("out_of_scope", "pizza con 'tutto'"),
        ("ask_course_list", "ci sono corsi la sera course ?"),
        ("ask_course_list", "restart corsi serali, quali?"),
        ("ask_course_list", "corsi: «serali» # davvero"),
        ("ask_course_list", "il mio numero è : che corsi ci sono")]
    assert read.entity_examples == []


def test_with_nothing_reviewed_the_export_is_still_a_training_file(settings: Settings) -> None:
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    assert RasaYAMLReader().reads(unknown.write_training_yaml([])).intent_examples == []


@given(st.text(max_size=40))
def test_whatever_was_typed_stays_one_example_without_entities(text: str) -> None:
    import yaml

    line = write_example(text)
    read = yaml.safe_load(f"examples: |\n  - x{line}\n")["examples"]
    assert read == f"- x{line}\n" and not set(line) & set("[]{}()\n")
