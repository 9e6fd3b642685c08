"""A seed file with an error is refused in words that say where; nothing is read from the rest."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Callable

import pytest

from bot.db.seed_files import SEED_FOLDER, read_all
from bot.db.seed_reader import SeedError
from bot.yaml_files import read_yaml

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """A copy of the seed with one text of one file replaced."""
    def replace(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "seed"
        if not folder.exists():
            shutil.copytree(SEED_FOLDER, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, "the test's own text is not in the file"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder
    return replace


@pytest.mark.parametrize(("file", "old", "new", "row", "field", "problem"), [
    ("courses.yml", "hours: 250", "ours: 250", "sala", "hours", "is missing"),
    ("courses.yml", "hours: 250", "hours: 250\n    colour: red", "sala", "colour", "no such field"),
    ("courses.yml", "hours: 250", 'hours: "250"', "sala", "hours", "a whole number, found text «250»"),
    ("courses.yml", "hours: 250", "hours: true", "sala", "hours", "found true/false"),
    ("courses.yml", "hours: 250", "hours: 0", "sala", "hours", "less than 1"),
    ("courses.yml", "sector: turismo_ristorazione", "sector: cucina", "sala", "sector_id", "no sector"),
    ("courses.yml", "lead: ial_lombardia", "lead: ial", "sala", "organisation_id", "no organisation"),
    ("courses.yml", "starts_latest: 2025-03-31", "starts_latest: 2025-01-31", "sala", "editions[sala_2025]", "before"),
    ("courses.yml", "starts_latest: 2025-03-31", "starts_latest: marzo", "sala", "editions[sala_2025].starts_latest",
     "a date"),
    ("courses.yml", "params: {min: 18, max: 64}", "params: {min: 18}", "sala", "rules[1].params.max", "is missing"),
    ("courses.yml", "params: {min: 18, max: 64}", "params: {min: 64, max: 18}", "sala", "params.max", "less than min"),
    ("courses.yml", '"2023": "8173.91"', "2023: 8173.91", "sala", "params.employed.2023", "in quotes"),
    ("courses.yml", "kind: age", "kind: eta", "sala", "rules[1].kind", "none of age"),
    ("courses.yml", "id: meccanico\n", "id: sala\n", "sala", "id", "there twice"),
    ("organisations.yml", "role: lead", "role: capofila", "provincia_lecco", "role", "none of lead, partner"),
    ("organisations.yml", "name: Manpower", "name: Umana", "umana", "name", "there twice"),
    ("organisations.yml", "name: Manpower", 'name: " "', "manpower", "name", "is blank"),
    ("organisations.yml", "name: Manpower", f"name: {'M' * 201}", "manpower", "name", "longer than 200"),
    ("organisations.yml", "- id: apaf\n    name", "- name", "organisations, number 2", "id", "is missing"),
    ("organisations.yml", "aliases: [apaf,", "aliases: [apaf, apaf,", "apaf", "aliases", "there twice"),
    ("organisations.yml", "aliases: [apaf,", "aliases: [12,", "apaf", "aliases", "found a number"),
    ("organisations.yml", "source:", "sources:", "provincia_lecco", "source", "is missing"),
    ("organisations.yml", "verified: true", "verified: forse", "", "verified", "true or false"),
    ("events.yml", 'starts: "15:00"', "starts: 15:00", "seminario_work_life", "sessions[1].starts", "quotes"),
    ("events.yml", 'starts: "15:00"', 'starts: "25:00"', "seminario_work_life", "sessions[1].starts", "25:00"),
    ("events.yml", "course: sala", "course: cucina", "job_day_sala", "course_id", "no course"),
    ("offices.yml", '"08:30-12:30"', '"8:30-12:30"', "lecco", "opening.week.monday", "8:30"),
    ("offices.yml", '"08:30-12:30", "14:00-17:15"', '"08:30-12:30", "12:00-17:15"', "lecco", "opening.week.monday",
     "before the one above"),
    ("offices.yml", "monday:", "lunedi:", "lecco", "opening.week.lunedi", "no such field"),
    ("offices.yml", "office: merate", "office: calolzio", "patrono_merate", "office_id", "no office"),
    ("offices.yml", "slot_minutes: 30", "slot_minutes: 7", "lecco", "slot_minutes", "not a multiple of 5"),
    ("offices.yml", "slot_minutes: 30", "slot_minutes: 300", "lecco", "slot_minutes", "more than 240"),
    ("offices.yml", "[orientamento, requisiti]", "[{id: orientamento, slot_minutes: 7}, requisiti]", "lecco",
     "services[orientamento].slot_minutes", "not a multiple of 5"),
    ("offices.yml", "[orientamento, requisiti]", "[{id: orientamento, minutes: 45}]", "lecco",
     "services[orientamento].minutes", "no such field"),
    ("offices.yml", "[orientamento, requisiti]", "[3]", "lecco", "services[1]", "expected fields"),
    ("answers.yml", "{person_retention_days}", "{giorni}", "ask_privacy", "text", "{giorni}"),
    ("answers.yml", "topic: pact", "topic: patto", "ask_pact_about", "topic", "none of"),
    ("partnership.yml", "categories:", "categorie:", "", "categories", "is missing"),
])
def test_an_error_names_file_row_and_field(
    edit: Edit, file: str, old: str, new: str, row: str, field: str, problem: str
) -> None:
    with pytest.raises(SeedError) as caught:
        read_all(edit(file, old, new))
    assert (caught.value.file, caught.value.row) == (file, row)
    assert field in caught.value.field
    assert problem in caught.value.problem
    assert file in str(caught.value) and problem in str(caught.value)


def test_a_service_of_an_office_may_have_a_length_of_its_own(edit: Edit) -> None:
    folder = edit("offices.yml", "[orientamento, requisiti]", "[{id: orientamento, slot_minutes: 45}, requisiti]")
    lengths = {(row.values["office_id"], row.values["service_id"]): row.values["slot_minutes"]
               for row in read_all(folder) if row.table == "office_service"}
    assert lengths[("lecco", "orientamento")] == 45 and lengths[("lecco", "requisiti")] is None


def test_a_file_that_is_not_yaml_names_the_line(edit: Edit) -> None:
    with pytest.raises(SeedError, match=r"sectors\.yml: line \d+"):
        read_all(edit("sectors.yml", "sectors:", "sectors: ["))


def test_a_key_given_twice_is_refused_and_not_silently_overwritten(edit: Edit) -> None:
    with pytest.raises(SeedError, match="«hours» is there twice"):
        read_all(edit("courses.yml", "hours: 250", "hours: 250\n    hours: 300"))


def test_a_missing_and_an_unknown_file_are_refused(edit: Edit) -> None:
    folder = edit("sectors.yml", "sectors:", "sectors:")
    (folder / "courts.yml").write_text("{}")
    with pytest.raises(SeedError, match=r"courts\.yml: there is no such seed file"):
        read_all(folder)
    (folder / "courts.yml").unlink()
    (folder / "courses.yml").unlink()
    with pytest.raises(SeedError, match=r"courses\.yml: cannot be read"):
        read_all(folder)


def test_a_row_overrides_the_source_at_the_top_of_its_file() -> None:
    rules = {row.values["id"]: row.values for row in read_all() if row.table == "eligibility_rule"}
    assert rules["sala_age"]["verified"] is True and "Provincia" in rules["sala_age"]["source"]
    assert rules["sala_income"]["verified"] is False and "INPS" in rules["sala_income"]["source"]


def test_an_edition_may_have_rules_of_its_own(edit: Edit) -> None:
    folder = edit("courses.yml", "        lead: ial_lombardia\n", (
        "        lead: ial_lombardia\n        rules:\n          - kind: age\n            holds_from: 2026-01-01\n"
        "            params: {min: 18, max: 29}\n            verified: false\n"))
    rules = {row.values["id"]: row.values for row in read_all(folder) if row.table == "eligibility_rule"}
    own = rules["sala_2025_age"]
    assert (own["course_id"], own["edition_id"], own["params"]) == ("sala", "sala_2025", {"min": 18, "max": 29})
    assert own["verified"] is False and rules["sala_age"]["edition_id"] is None


LONGER = {"ask_pact_partners": 2_000, "ask_pact_supporters": 2_000, "ask_privacy": 1_200}
"""Answers that are lists: the bodies of the pact, and a notice that has to name everything that is kept."""


def test_answers_are_short_and_name_no_date_of_admission() -> None:
    for row in read_all():
        if row.table == "answer":
            longest = LONGER.get(row.values["id"], 450)
            assert len(row.values["text"]) <= longest, row.values["id"]
            assert "luglio" not in row.values["text"] and "PNRR" not in row.values["text"]


def test_no_alias_reaches_for_a_trade_that_no_course_teaches() -> None:
    outside = ("panett", "parrucch", "saldat", "oss", "informatic", "murator", "cuoc", "cucin", "idraulic", "chef")
    for row in read_all():
        if row.table in ("sector", "course", "event"):
            for alias in row.values["aliases"]:
                assert not any(word.startswith(outside) for word in alias.split()), alias


def test_no_alias_means_two_things_of_the_same_kind() -> None:
    taken: dict[tuple[str, str], str] = {}
    for row in read_all():
        if row.table not in ("sector", "organisation", "partnership_category", "office", "service", "event"):
            continue
        for alias in row.values["aliases"]:
            other = taken.setdefault((row.table, alias.casefold()), row.values["id"])
            assert other == row.values["id"], f"«{alias}» is both {other} and {row.values['id']}"


def test_every_organisation_of_a_list_answer_is_named_in_it() -> None:
    rows = read_all()
    texts = {row.values["id"]: row.values["text"] for row in rows if row.table == "answer"}
    for row in rows:
        if row.table == "organisation" and row.values["role"] == "supporter":
            assert row.values["name"] in texts["ask_pact_supporters"]
        elif row.table == "organisation" and row.values["role"] == "partner":
            first_word = row.values["name"].split()[0] if row.values["id"] != "apaf" else "APAF"
            assert first_word in texts["ask_pact_partners"]


def test_the_files_hold_what_the_sources_publish() -> None:
    counts: dict[str, int] = {}
    for file in sorted(SEED_FOLDER.glob("*.yml")):
        assert read_yaml(file), file.name
    for row in read_all():
        counts[row.table] = counts.get(row.table, 0) + 1
    assert counts["organisation"] == 1 + 15 + 21
    assert counts["course"] == counts["sector"] == counts["course_edition"] == 3
    assert counts["eligibility_rule"] == 12
    assert counts["event"] == 3 + 1 + 2
    assert counts["partnership_category"] == 3 + 3 + 11
    assert counts["opening_interval"] == 10 + 7
    assert counts["office_contact"] == 4 + 3
