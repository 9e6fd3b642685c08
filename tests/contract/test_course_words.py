"""What is said of a course whatever it is like: every option of a rule, an edition still to come, a course without one.

Checked where words are made (chat and site's own sentences), for courses as an administrator may make them.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot import clock
from bot.actions.answers.answer import HANDLERS, reply_to
from bot.actions.eligibility.eligibility_outcome import ActionTellEligibility, make_outcome_part
from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from bot.rules.eligibility import FACTS, RESIDENCES, Applicant, Rule, assess
from bot.rules.rule_kinds import RULE_KINDS, STATUSES
from bot.settings import Settings
from tests.contract.test_answers import problem_of, responses, said, turn
from tests.contract.test_answers import seeded as seeded_once

__all__ = ["responses", "seeded_once"]

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=clock.ROME)
TODAY = NOW.date()
COURSE_INTENTS = sorted(intent for intent in HANDLERS if intent.startswith("ask_course_"))


# every option of every kind of rule has its words, and they say what the rule says


def _rule(kind: str, params: dict[str, Any], verified: bool = True) -> Rule:
    return Rule("r", kind, params, date(2000, 1, 1), None, "Provincia di Lecco", None, verified)


def _rules(kind: str) -> Iterator[Rule]:
    """Rules of a kind with each of its options, alone and with the others."""
    for verified in (True, False):
        if kind == "age":
            yield _rule(kind, {"min": 18, "max": 64}, verified)
        elif kind == "status":
            for status in STATUSES:
                for checks in ([], [status]):
                    yield _rule(kind, {"admits": [status], "needs_income": [], "operator_checks": checks}, verified)
            for status in STATUSES[1:]:
                yield _rule(kind, {"admits": ["unemployed"], "needs_income": [status], "operator_checks": []}, verified)
        elif kind == "income":
            yield _rule(kind, {"employed": {"2026": "8500"}, "self_employed": {"2024": "5500"}}, verified)
        else:
            yield _rule(kind, {"in": "Lombardia"}, verified)


def _people() -> Iterator[Applicant]:
    for status in (*STATUSES, None):
        for age, income in ((16, Decimal(100)), (30, Decimal(90_000)), (80, None), (None, None)):
            for residence in (*RESIDENCES, None):
                yield Applicant(age=age, status=status, income_eur=income, residence=residence)


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_every_option_of_every_rule_has_its_words(kind: str, responses: dict[str, Any]) -> None:
    assert kind in FACTS, "a new kind: say above which options it has"
    heard = set()
    for rule in _rules(kind):
        for person in _people():
            for outcome in assess([rule], person, TODAY).outcomes:
                part = make_outcome_part(outcome)
                text = responses[part.response][0]["text"].format(**part.values)
                heard.add((outcome.verdict, text))
                assert "None" not in text and "{" not in text and text.startswith(part.values["mark"])
                if outcome.change:
                    change = responses[f"utter_change_{outcome.change}"][0]["text"].format(**part.values | {"when": ""})
                    assert "None" not in change
    assert len(heard) >= 2


@pytest.mark.parametrize("status", STATUSES)
def test_who_is_admitted_is_told_so_and_who_is_not_is_told_that(status: str, responses: dict[str, Any]) -> None:
    other = next(item for item in STATUSES if item != status)
    told = {}
    for verdict, params in {
            "met": {"admits": [status], "needs_income": [], "operator_checks": []},
            "to_verify": {"admits": [status], "needs_income": [], "operator_checks": [status]},
            "not_met": {"admits": [other], "needs_income": [], "operator_checks": []}}.items():
        (outcome,) = assess([_rule("status", params)], Applicant(status=status), TODAY).outcomes
        assert outcome.verdict == verdict
        told[verdict] = responses[make_outcome_part(outcome).response][0]["text"]
    assert len(set(told.values())) == 3
    assert "non è tra" in told["not_met"] and "non è tra" not in told["met"] + told["to_verify"]
    assert "operatore" in told["to_verify"] and "operatore" not in told["met"]
    if outcome.change == "become_unemployed":
        assert other == "unemployed", "no advice to become what the rule does not admit"


# courses as they may be


@dataclass(frozen=True)
class Wanted:
    """An edition of the course «sala», and what must be heard of it and what not."""

    edition: dict[str, Any]
    heard: tuple[str, ...]
    not_heard: tuple[str, ...] = ()


SOON, LATER = TODAY + timedelta(days=40), TODAY + timedelta(days=70)
EDITIONS = {
    "planned": Wanted(
        {"starts_earliest": SOON, "starts_latest": SOON, "place": "Lecco, via Amendola 57", "places": 15,
         "enrolment_opens": TODAY + timedelta(days=5), "enrolment_closes": TODAY + timedelta(days=20)},
        ("2 gennaio 2027", "via Amendola 57", "15 posti", "13 dicembre 2026"), ("aperte adesso",)),
    "planned in a month": Wanted(
        {"starts_earliest": date(2027, 2, 1), "starts_latest": date(2027, 3, 31)}, ("tra febbraio e marzo 2027",),
        ("aperte adesso",)),
    "closed before it starts": Wanted(
        {"starts_earliest": SOON, "starts_latest": SOON, "enrolment_opens": TODAY - timedelta(days=20),
         "enrolment_closes": TODAY - timedelta(days=2)}, ("si sono chiuse", "2 gennaio 2027"), ("non sono ancora",)),
    "full": Wanted(
        {"starts_earliest": SOON, "starts_latest": SOON, "enrolment_opens": TODAY - timedelta(days=20),
         "enrolment_closes": TODAY + timedelta(days=2), "places": 12, "places_taken": 12}, ("esauriti",),
        ("aperte adesso",)),
    "enrolling": Wanted(
        {"starts_earliest": SOON, "starts_latest": SOON, "place": "Merate, via Mameli 6", "places": 1,
         "enrolment_opens": TODAY - timedelta(days=5), "enrolment_closes": TODAY + timedelta(days=20)},
        ("2 gennaio 2027", "via Mameli 6", "1 posto", "13 dicembre 2026"), ("posti",)),
    "only a deadline": Wanted({"enrolment_closes": TODAY + timedelta(days=20)}, ("13 dicembre 2026",)),
    "running": Wanted({"starts_earliest": TODAY - timedelta(days=9), "starts_latest": TODAY - timedelta(days=9)}, ()),
    "over, nobody knows since when": Wanted({"ends_by": TODAY - timedelta(days=9)}, ("si è conclusa",)),
    "no edition": Wanted({}, ()),
}
_PAST = re.compile(r"è stata|si è conclusa|partita|ha guidato", re.IGNORECASE)


@pytest.fixture
def changed(seeded_once: Settings, tmp_path: Path) -> Any:
    """Makes a copy of the database in which «sala» has one edition, with these values and nothing else known."""

    def make(values: dict[str, Any], bare: bool = False) -> Settings:
        with get_engine(seeded_once.database_url).begin() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(seeded_once.database_url.removeprefix("sqlite:///"), tmp_path / "o.db")
        settings = Settings(database_url=f"sqlite:///{tmp_path / 'o.db'}")
        tables = Base.metadata.tables
        with get_engine(settings.database_url).begin() as connection:
            edition = tables["course_edition"]
            blank = dict.fromkeys(("starts_earliest", "starts_latest", "ends_by", "enrolment_opens",
                                   "enrolment_closes", "place", "places", "places_taken"))
            of_sala = edition.c.course_id == "sala"
            connection.execute(edition.update().where(of_sala).values(**{**blank, **values}))
            if bare:
                connection.execute(tables["edition_body"].delete())
                connection.execute(tables["eligibility_rule"].delete())
                connection.execute(tables["event"].update().values(course_id=None))
                connection.execute(tables["course"].update().where(tables["course"].c.id == "sala").values(
                    internship=False, cost_cents=15_000))
            if not values:
                connection.execute(tables["edition_body"].delete())
                connection.execute(edition.delete().where(of_sala))
        return settings

    yield make
    dispose_all()


@pytest.mark.parametrize("bare", [False, True], ids=["whole", "bare"])
@pytest.mark.parametrize("case", EDITIONS)
def test_every_answer_about_a_course_as_it_may_be(
        case: str, bare: bool, changed: Any, responses: dict[str, Any]) -> None:
    wanted = EDITIONS[case]
    settings = changed(wanted.edition, bare)
    problems, told = [], {}
    for intent in COURSE_INTENTS:
        for names in ({"course": "sala"}, {}):
            text, _ = said(reply_to(turn(settings, intent, now=NOW, **names)), responses)
            problems += [(intent, names, problem_of(text))] if problem_of(text) else []
            if names:
                told[intent] = text
    assert not problems
    future = bool(wanted.edition) and "starts_earliest" in wanted.edition and wanted.edition["starts_earliest"] > TODAY
    if future:
        assert not [text for text in told.values() if _PAST.search(text)], "a future edition is told as one"
    for intent in ("ask_course_start", "ask_course_open", "ask_course_about"):
        text = told[intent]
        assert all(word in text for word in wanted.heard), (intent, text)
        assert not any(word in text for word in wanted.not_heard), (intent, text)


def test_open_is_said_of_the_course_that_is_open_and_of_no_other(changed: Any, responses: dict[str, Any]) -> None:
    settings = changed(EDITIONS["enrolling"].edition)
    open_now = re.compile(r"iscrizioni sono aperte|aperte le iscrizioni|iscrizioni aperte", re.IGNORECASE)
    for intent in ("ask_course_open", "ask_course_about", "ask_course_start", "ask_course_enrol"):
        text, _ = said(reply_to(turn(settings, intent, now=NOW, course="sala")), responses)
        assert open_now.search(text) and "Elettric" not in text, text
        other, _ = said(reply_to(turn(settings, intent, now=NOW, course="meccanico")), responses)
        of_other = other.split("Sono invece aperte")[0]
        assert not open_now.search(of_other), other
    listed, _ = said(reply_to(turn(settings, "ask_course_list", now=NOW)), responses)
    assert re.search(r"Iscrizioni aperte adesso: [^.]*sala", listed, re.IGNORECASE) and "meccanico." not in listed


@pytest.mark.parametrize(("course", "is_open"), [("sala", True), ("meccanico", False), ("all", True)])
def test_a_check_says_open_of_the_course_that_was_checked(
        course: str, is_open: bool, changed: Any, responses: dict[str, Any]) -> None:
    settings = changed(EDITIONS["enrolling"].edition)
    known = {"eligibility_course": course, "eligibility_age": {"years": 34, "born": None},
             "eligibility_status": "unemployed", "eligibility_residence": "resident"}
    asked = turn(settings, "check_eligibility", now=NOW)
    object.__setattr__(asked, "slots", known)
    replies, _ = ActionTellEligibility().answer(asked)
    text, _ = said(replies[0], responses)
    assert ("iscrizioni sono aperte" in text) is is_open, text
    assert not is_open or "meccanic" not in text.split("iscrizioni sono aperte")[1].lower()


@pytest.mark.parametrize(("admits", "poor", "heard"), [
    (["student"], [], "studenti"), (["employed", "retired"], [], "lavoratori dipendenti e pensionati"),
    (["unemployed"], ["employed"], "disoccupati e lavoratori dipendenti con un reddito basso"),
    (["other"], ["employed", "self_employed"], "un’altra situazione e working poor")])
def test_whom_a_course_is_for_is_what_its_rule_says(
        admits: list[str], poor: list[str], heard: str, changed: Any, responses: dict[str, Any]) -> None:
    settings = changed(EDITIONS["planned"].edition)
    rule = Base.metadata.tables["eligibility_rule"]
    with get_engine(settings.database_url).begin() as connection:
        connection.execute(rule.update().where(rule.c.course_id == "sala", rule.c.kind == "status").values(
            params={"admits": admits, "needs_income": poor, "operator_checks": []}))
    text, _ = said(reply_to(turn(settings, "ask_course_audience", now=NOW, course="sala")), responses)
    assert heard in text and "sospes" not in text, text

