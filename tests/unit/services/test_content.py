"""Editing the content: what is refused and why, two editors, what belongs together, and the chat says it at once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from bot import clock
from bot.db import seeding
from bot.db.fact_versions import PLANS
from bot.db.models import AuditEntry, PlanVersion
from bot.db.session import transaction
from bot.rules.eligibility import Applicant
from bot.services import catalogue, content, courses, eligibility, pact
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.support.booking_data import add_offices, book
from tests.unit.services.seeded import seeded_copy

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ROME)
AFTER_ALL_SOURCES = datetime(2026, 12, 1, 9, 0, tzinfo=clock.ROME)
EDITOR = OperatorView(7, "anna", "Anna", "administrator", ())


__all__ = ["seeded_copy"]


@pytest.fixture
def settings(seeded_copy: Settings) -> Settings:
    """A seeded database that a test may change."""
    return seeded_copy


def row(settings: Settings, table: str, key: str) -> content.ContentRow:
    found = content.find_row(settings, table_name=table, key=f'["{key}"]')
    assert found is not None
    return found


def save(settings: Settings, table: str, key: str | None, **raw: Any) -> Any:
    version = content.find_row(settings, table_name=table, key=key).version if key else ""  # type: ignore[union-attr]
    return content.save(
        settings, table_name=table, key=key, raw=raw, version=version, confirmed=False, by=EDITOR, now=NOW)


def audit(settings: Settings) -> list[tuple[str, str, Any]]:
    table: Any = AuditEntry.__table__
    with transaction(settings.database_url) as session:
        return [(entry.act, entry.target, entry.detail) for entry in session.execute(select(table))]


def test_every_row_of_the_seed_passes_the_checks_of_the_desk_unchanged(settings: Settings) -> None:
    for name, table in content.TABLES.items():
        number = 1
        while True:
            page = content.read_page(settings, table_name=name, number=number)
            for item in page.rows:
                texts = {field.name: content.write_value(field, item.values[field.name]) for field in table.fields}
                answer = content.save(
                    settings, table_name=name, key=item.key, raw=texts, version=item.version, confirmed=False,
                    by=EDITOR, now=AFTER_ALL_SOURCES)
                assert isinstance(answer, content.SavedRow) and answer.changed == (), (name, item.key, answer)
            number += 1
            if number > page.pages:
                break
    assert audit(settings) == []


def test_a_change_is_in_the_next_answer_is_audited_and_survives_a_seeding(settings: Settings) -> None:
    answer = save(settings, "answer", '["ask_pact_amount"]', text="Il finanziamento è di 1 euro.")
    assert isinstance(answer, content.SavedRow) and answer.changed == ("text",)
    said = pact.find_answer(settings, "ask_pact_amount")
    assert said is not None and said.text == "Il finanziamento è di 1 euro."
    assert audit(settings) == [("content_changed", 'answer ["ask_pact_amount"]', {"fields": ["text"]})]
    assert "answer ask_pact_amount" in seeding.seed(settings.database_url).kept
    said = pact.find_answer(settings, "ask_pact_amount")
    assert said is not None and said.text == "Il finanziamento è di 1 euro."


def test_a_new_edition_opens_the_course_and_a_new_name_is_in_the_catalogue(settings: Settings) -> None:
    before = catalogue.read_revision(settings)
    made = save(
        settings, "course_edition", None, course_id="sala", enrolment_opens="01/03/2026", enrolment_closes="2026-03-31",
        places="15", source="Provincia", verified="sì")
    assert isinstance(made, content.SavedRow) and made.new and made.row.values["id"] == "sala"
    course = courses.get_course(settings, "sala", date(2026, 3, 2))
    assert course is not None and course.open_now
    named = save(settings, "course", '["sala"]', aliases="corso sala\ncorso da maître")
    assert isinstance(named, content.SavedRow)
    assert catalogue.read_revision(settings) != before
    names = {name.id: name.words for name in catalogue.list_names(settings) if name.kind == "course"}
    assert "corso da maitre" in names["sala"]


def test_a_position_that_is_left_empty_is_the_last_of_its_own(settings: Settings) -> None:
    speaker = {"event_id": "workshop_ricerca_lavoro", "part": "speaker", "name": "Relatrice", "position": ""}
    first = content.read_page(settings, table_name="event_speaker", parent="workshop_ricerca_lavoro").total
    made = save(settings, "event_speaker", None, **speaker)
    assert isinstance(made, content.SavedRow) and made.row.values["position"] == first + 1
    moved = save(settings, "sector", '["metalmeccanico"]', position=" ")
    assert isinstance(moved, content.SavedRow) and moved.row.values["position"] > 3


def test_a_changed_rule_is_applied_to_the_next_person(settings: Settings) -> None:
    asked = Applicant(age=65, status="unemployed", residence="resident")
    saved = save(settings, "eligibility_rule", '["sala_age"]', params='{"min": 18, "max": 70}', verified="sì")
    assert isinstance(saved, content.SavedRow)
    found = eligibility.assess(settings, "sala", asked, date(2026, 3, 2))
    outcome = found.assessment.outcome_of("age")  # type: ignore[union-attr]
    assert outcome is not None and outcome.verdict == "met"


def test_a_rule_of_an_edition_is_of_its_own_course_and_goes_and_comes_back_with_it(settings: Settings) -> None:
    save(settings, "course_edition", None, course_id="sala", starts_earliest="01/03/2026", source="s", verified="sì")
    rule = {"kind": "age", "params": '{"min": 18, "max": 29}', "holds_from": "2026-01-01", "source": "s",
            "edition_id": "sala"}
    refused = save(settings, "eligibility_rule", None, course_id="meccanico", **rule)
    assert isinstance(refused, content.InvalidRow) and "altro corso" in refused.problems["edition_id"]
    assert isinstance(save(settings, "eligibility_rule", None, course_id="sala", **rule), content.SavedRow)

    def oldest() -> int | None:
        found = courses.get_course(settings, "sala", date(2026, 2, 2))
        return found.age_max if found is not None else None

    assert oldest() == 29
    (made,) = content.list_children(settings, table_name="course_edition", row_id="sala")["eligibility_rule"]
    edition = content.find_row(settings, table_name="course_edition", key='["sala"]')
    assert edition is not None and made.values["edition_id"] == "sala"
    assert isinstance(content.remove(
        settings, table_name="course_edition", key=edition.key, version=edition.version, confirmed=True, by=EDITOR,
        now=AFTER_ALL_SOURCES), content.Removed)
    assert oldest() == 64
    content.undo_change(settings, change_id=content.list_changes(settings)[0].id, confirmed=True, by=EDITOR,
                        now=AFTER_ALL_SOURCES)
    assert oldest() == 29


@pytest.mark.parametrize(("kind", "params", "word"), [
    ("age", '{"min": 70, "max": 18}', "minore"),
    ("age", '{"min": 18}', "max"),
    ("age", '{"min": 18, "max": 64, "sex": 1}', "sex"),
    ("age", '{"min": "diciotto", "max": 64}', "diciotto"),
    ("status", '{"admits": ["disoccupato"]}', "unemployed"),
    ("status", '{"admits": []}', "almeno una"),
    ("status", '{"admits": ["employed"], "needs_income": ["employed"]}', "dipendente"),
    ("income", '{"employed": {"2024": "molto"}, "self_employed": {"2024": "5500"}}', "molto"),
    ("income", '{"employed": {}, "self_employed": {"2024": "5500"}}', "almeno un anno"),
    ("residence", '{"in": "  "}', "regione"),
    ("residence", "[]", "parametri"),
    ("residence", "{", "JSON"),
    ("altezza", "{}", "tipo di regola"),
])
def test_a_rule_that_the_chat_could_not_apply_is_refused(
    settings: Settings, kind: str, params: str, word: str,
) -> None:
    answer = save(
        settings, "eligibility_rule", None, course_id="sala", kind=kind, params=params, holds_from="2026-01-01",
        source="s")
    assert isinstance(answer, content.InvalidRow) and word in answer.problems["params"]


@pytest.mark.parametrize(("table", "key", "change", "field"), [
    ("course_edition", '["sala_2025"]', {"starts_latest": "2025-01-01"}, "starts_latest"),
    ("course_edition", '["sala_2025"]', {"enrolment_opens": "2025-03-01", "enrolment_closes": "2025-02-01"},
     "enrolment_closes"),
    ("course_edition", '["sala_2025"]', {"places": "3"}, "places_taken"),
    ("course", '["sala"]', {"title": " "}, "title"),
    ("course", '["sala"]', {"title": "Installatore e manutentore meccanico"}, "title"),
    ("course", '["sala"]', {"sector_id": "agricoltura"}, "sector_id"),
    ("course", '["sala"]', {"hours": "0"}, "hours"),
    ("course", '["sala"]', {"hours": "tante"}, "hours"),
    ("course", '["sala"]', {"aliases": "corso officina"}, "aliases"),
    ("course", '["sala"]', {"id": "cucina"}, "id"),
    ("course", '["sala"]', {"source_date": "2027-01-01"}, "source_date"),
    ("course", '["sala"]', {"valid_until": "2025-01-01"}, "valid_until"),
    ("course", '["sala"]', {"content": "bello\x07"}, "content"),
    ("answer", '["ask_pact_about"]', {"text": "{segreto}"}, "text"),
    ("answer", '["ask_pact_about"]', {"topic": "calcio"}, "topic"),
    ("event_session", '["job_day_sala","2025-01-28"]', {"ends": "10:00"}, "starts"),
    ("event_session", '["job_day_sala","2025-01-28"]', {"starts": "11:00", "ends": "10:00"}, "ends"),
    ("opening_interval", '["lecco",0,"08:30"]', {"closes": "08:00"}, "closes"),
    ("opening_interval", '["lecco",0,"08:30"]', {"closes": "14:30"}, "opens"),
    ("closure", '["patrono_lecco"]', {"ends_on": "2020-01-01"}, "ends_on"),
])
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(
    settings: Settings, table: str, key: str, change: dict[str, str], field: str,
) -> None:
    before = content.find_row(settings, table_name=table, key=key)
    answer = save(settings, table, key, **change)
    assert isinstance(answer, content.InvalidRow) and field in answer.problems, answer
    assert content.find_row(settings, table_name=table, key=key) == before


def test_the_second_of_two_editors_is_shown_what_the_first_wrote(settings: Settings) -> None:
    shown = row(settings, "office", "lecco")
    assert isinstance(save(settings, "office", shown.key, floor="secondo piano"), content.SavedRow)
    late = content.save(
        settings, table_name="office", key=shown.key, raw={"floor": "terzo piano"}, version=shown.version,
        confirmed=False, by=EDITOR, now=NOW)
    assert isinstance(late, content.Stale) and late.current.values["floor"] == "secondo piano"
    gone = content.remove(
        settings, table_name="office", key=shown.key, version=shown.version, confirmed=True, by=EDITOR, now=NOW)
    assert isinstance(gone, content.Stale)


def test_what_others_name_is_not_deleted_and_what_belongs_to_a_row_goes_with_it(settings: Settings) -> None:
    def remove(table: str, key: str) -> Any:
        return content.remove(
            settings, table_name=table, key=f'["{key}"]', version=row(settings, table, key).version, confirmed=True,
            by=EDITOR, now=NOW)

    used = remove("course", "sala")
    assert isinstance(used, content.Referenced)
    assert dict(used.by) == {"Edizioni dei corsi": 1, "Requisiti dei corsi": 4, "Eventi": 1}
    assert isinstance(remove("answer", "ask_pact_about"), content.Referenced)
    assert isinstance(remove("event", "job_day_sala"), content.Removed)
    assert content.read_page(settings, table_name="event_session", parent="job_day_sala").total == 0
    seeding.seed(settings.database_url)
    assert content.find_row(settings, table_name="event", key='["job_day_sala"]') is None
    assert [act for act, _, _ in audit(settings)] == ["content_deleted"]


def test_hours_and_closures_that_leave_an_appointment_outside_must_be_agreed_to(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url)
    add_offices(sqlite_url)
    book(settings, "anna")  # Wednesday 4 March at 9, Lecco
    closed = {"office_id": "lecco", "starts_on": "2026-03-04", "ends_on": "2026-03-04", "reason": "sciopero",
              "source": "avviso"}
    doubt = save(settings, "closure", None, **closed)
    assert isinstance(doubt, content.Doubtful) and doubt.warnings == (
        "Colloquio di orientamento, mercoledì 4 marzo 2026 alle 9:00, CPI Lecco: Persona anna, anna@example.org",)
    assert content.read_page(settings, table_name="closure", search="sciopero").total == 0
    later = save(settings, "opening_interval", '["lecco",2,"08:30"]', opens="10:00")
    assert isinstance(later, content.Doubtful)
    assert isinstance(save(settings, "closure", None, **{**closed, "office_id": "merate"}), content.SavedRow)
    agreed = content.save(
        settings, table_name="closure", key=None, raw=closed, version="", confirmed=True, by=EDITOR, now=NOW)
    assert isinstance(agreed, content.SavedRow)
    # what stands outside already is not complained about again
    assert isinstance(save(settings, "opening_interval", '["lecco",2,"08:30"]', opens="08:00"), content.SavedRow)


def test_a_key_that_is_none_and_a_row_that_is_gone_are_said_so(settings: Settings) -> None:
    for key in ("x", "[]", '["a","b"]', "[1,", '["nessuno"]', "null", '[["a"]]'):
        assert content.find_row(settings, table_name="course", key=key) is None
        answer = content.save(
            settings, table_name="course", key=key, raw={}, version="", confirmed=False, by=EDITOR, now=NOW)
        assert isinstance(answer, content.NoSuchRow)


def test_a_search_finds_words_of_any_text_and_takes_signs_literally(settings: Settings) -> None:
    assert content.read_page(settings, table_name="course", search="MECCANICO").total == 1
    assert content.read_page(settings, table_name="course", search="%").total == 0
    assert content.read_page(settings, table_name="course", search="sala_").total == 0


def test_facts_that_want_a_look(settings: Settings) -> None:
    save(settings, "course", '["sala"]', valid_until="2026-03-20")
    save(settings, "course", '["elettrico"]', valid_until="2026-03-01")
    save(settings, "course", '["meccanico"]', valid_until="2026-06-01")
    today = date(2026, 3, 2)

    def labels(reason: str) -> list[str]:
        return [state.row.key for state in content.list_wanting(settings, today=today, reason=reason)
                if state.row.table == "course"]

    assert labels("expiring") == ['["sala"]'] and labels("expired") == ['["elettrico"]'] and labels("unverified") == []
    found = content.list_wanting(settings, today=today)
    assert found[0].row.key == '["elettrico"]' and content.count_by_reason(settings, today=today)["unverified"] > 10
    office = row(settings, "office", "lecco")
    answer = content.verify(
        settings, table_name="office", key=office.key, version=office.version, until=None, by=EDITOR, now=NOW)
    assert isinstance(answer, content.SavedRow)
    assert (answer.row.values["verified"], answer.row.values["source_date"]) == (True, today)
    assert office.key not in [state.row.key for state in content.list_wanting(settings, today=today)
                              if state.row.table == "office"]


def test_the_time_of_a_key_survives_its_way_through_an_address(settings: Settings) -> None:
    first = content.read_page(settings, table_name="opening_interval", search="lecco").rows[0]
    again = content.find_row(settings, table_name="opening_interval", key=first.key)
    assert again == first and first.values["opens"] == time(8, 30)


def test_lengths_and_opening_times_are_on_the_grid_of_places(settings: Settings) -> None:
    said = "Usa un multiplo di 5 minuti."
    said = "Usa un multiplo di 5 minuti."
    refused = save(settings, "office", '["lecco"]', slot_minutes="32")
    assert isinstance(refused, content.InvalidRow) and refused.problems == {"slot_minutes": said}
    refused = save(settings, "opening_interval", None, office_id="lecco", weekday="5", opens="9:02", closes="12:00",
                   source="prova")
    assert isinstance(refused, content.InvalidRow) and refused.problems == {"opens": said}


def test_a_change_of_hours_raises_the_plans_version_and_one_of_courses_does_not(settings: Settings) -> None:
    def version() -> int:
        with transaction(settings.database_url) as session:
            return int(session.execute(select(PlanVersion.version).where(PlanVersion.id == PLANS)).scalar_one())

    before = version()
    save(settings, "sector", None, name="Prova", source="prova")
    assert version() == before
    save(settings, "office", '["lecco"]', capacity="7")
    assert version() == before + 1


def test_length_mode_and_hours_by_service_are_edited_and_bad_ones_get_one_sentence(settings: Settings) -> None:
    key = '["lecco","orientamento"]'
    for raw, field, said in (
            ({"slot_minutes": "33"}, "slot_minutes", "Usa un multiplo di 5 minuti."),
            ({"mode": "video"}, "link", "Serve l'indirizzo della videochiamata, che comincia con https://."),
            ({"mode": "video", "link": "http://x"}, "link",
             "Serve l'indirizzo della videochiamata, che comincia con https://.")):
        refused = save(settings, "office_service", key, **raw)
        assert isinstance(refused, content.InvalidRow) and refused.problems == {field: said}
    assert isinstance(save(
        settings, "office_service", key, slot_minutes="45", mode="video", link="https://meet.example.org/x"),
        content.SavedRow)
    refused = save(settings, "absence", None, office_id="lecco", starts_on="2026-03-04", ends_on="2026-03-04",
                   from_time="12:00", until_time="11:00", reason="corso")
    assert isinstance(refused, content.InvalidRow) and list(refused.problems) == ["until_time"]
    assert isinstance(save(settings, "extra_opening", None, office_id="lecco", day="2026-03-07", opens="9:00",
                           closes="12:00", source="avviso"), content.SavedRow)
