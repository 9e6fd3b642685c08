"""The register of needs: enough rows, each with its source, short, and nothing that no source gives."""

from __future__ import annotations

import re

import pytest

from bot.db.seed_files import NEED_TOPICS, SeedRow, read_all
from bot.dialogue.languages import Language, load_languages
from bot.italian.phrases import PhraseIndex
from bot.texts import get_texts
from tests.support.assistant import sentence

ROWS = [row for row in read_all() if row.table == "need"]
SHOWN = [row for row in ROWS if row.values["topic"] != "assistant"]
FIGURES = {"112", "68", "730", "104", "18", "64", "2"}
"""Names of papers and laws, the emergency number, and the ages of the pact's courses; «2» of C2."""
LANGUAGES = [language for language in load_languages().values() if language.others_tasks]
ASKED_FOR_BY_NAME = re.compile(
    r"\b(?:INPS|CAF|CPIA|Questura|Prefettura|INAIL|CIMEA|EURES|CUP|ASST|ALER|SUAP|SIISL|Trenord|Motorizzazione|Caritas|"
    r"ANPR|SPID|NASpI|DID|ITS|IFTS|TFR|ISEE|CQC|HACCP|DSU|C2 storico|patronato)\b")


def test_there_are_enough_bodies_with_a_source_and_a_date() -> None:
    other = [row for row in SHOWN if row.values["topic"] not in ("service", "pact")]
    assert len(other) >= 45
    assert all(row.values["source"] and row.values["source_date"] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.values["id"]))
def test_a_row_says_one_line_and_invents_no_number(row: SeedRow) -> None:
    values = row.values
    assert values["words"] and values["body"] and 20 < len(values["does"]) <= 200
    assert values["does"].endswith((".", ":", "?"))
    assert set(re.findall(r"\d+", f"{values['does']} {values['place'] or ''}")) <= FIGURES
    assert values["phone"] is None, "a number needs a source"
    assert not re.search(r"[{}|]", values["does"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.values["id"]))
def test_a_row_is_known_by_each_of_its_phrases(row: SeedRow) -> None:
    index = PhraseIndex([(row.values["id"], row.values["words"])])
    for phrase in row.values["words"]:
        assert index.find(phrase.replace("*", "")), phrase


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_each_row_that_a_language_knows_has_its_line_there(language: Language) -> None:
    assert set(language.needs) == {row for row, _ in language.others_tasks}
    seeded = {row.values["id"]: row.values["does"] for row in ROWS}
    for row, line in language.needs.items():
        assert 20 < len(line) <= 200 and line.endswith(".") and not re.search(r"[{}|]", line), row
        assert set(re.findall(r"\d+", line)) == set(re.findall(r"\d+", seeded[row])), row
        assert [name for name in ASKED_FOR_BY_NAME.findall(seeded[row]) if name not in line] == [], row


def test_each_topic_that_is_shown_has_a_title_and_rows() -> None:
    assert list(get_texts("site.need_topics")) == [topic for topic in NEED_TOPICS if topic != "assistant"]
    assert {row.values["topic"] for row in ROWS} == set(NEED_TOPICS)


@pytest.mark.parametrize("response", [
    "utter_need_otherwise", "utter_need_otherwise_lei", "utter_out_of_scope", "utter_out_of_scope_lei",
    "utter_out_of_scope_again", "utter_out_of_scope_again_lei"])
def test_what_closes_an_answer_about_others_does_not_sound_as_if_their_thing_were_free(response: str) -> None:
    said = [sentence(response), *(language.texts.get(response, "") for language in load_languages().values())]
    free = r"grat[iu]\w*|free|kostenlos|falas|безкоштовн|безоплатн|مجان"
    assert [text for text in said if re.search(free, text, re.IGNORECASE)] == []
