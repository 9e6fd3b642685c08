"""The numbers: counted as people would, small groups hidden also where a total gives them away, quick for a year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Optional, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event

from bot import clock
from bot.db.models import Activity, Appointment, Conversation, ConversationTag, Feedback, Handoff, NotUnderstood
from bot.db.session import get_engine, transaction
from bot.services import privacy, statistics
from bot.services.statistics.suppression import hide_in_line, hide_in_table, is_small
from bot.services.statistics.tables import find_ninetieth
from bot.settings import Settings
from bot.texts import get_text
from tests.unit.services.seeded import seeded_copy

HIDDEN = get_text("numbers.hidden")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ROME)


__all__ = ["seeded_copy"]


@pytest.fixture
def settings(seeded_copy: Settings) -> Settings:
    """A seeded database that a test may change."""
    return seeded_copy


def event(visit: str, kind: str, days: int = 0, **values: Any) -> Activity:
    return Activity(at=clock.to_utc(MONDAY + timedelta(days=days)), visit=visit, channel="webchat", kind=kind, **values)


def store(settings: Settings, *rows: Any) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add_all(rows)


def report(settings: Settings, by: str = "week", weeks: int = 2) -> statistics.Report:
    first = MONDAY.date()
    return statistics.make_report(settings, first=first, last=first + timedelta(weeks=weeks, days=-1), by=by)


def read(found: statistics.Report, name: str) -> dict[str, list[str]]:
    table = found.table(name)
    assert table is not None
    return {line.label: [cell.text for cell in line.cells] for line in table.lines}


def people(number: int, name: str = "v") -> list[str]:
    return [f"{name}{place}" for place in range(number)]


def test_conversations_questions_and_the_way_to_an_appointment_are_counted_once_each(settings: Settings) -> None:
    for visit in people(20):
        store(settings, event(visit, "question", topic="courses", item="sala"),
              event(visit, "question", topic="courses", item="sala"))
    for visit in people(12):
        store(settings, event(visit, "eligibility", item="sala", result="not_met", detail={"not_met": ["age"]}),
              event(visit, "eligibility", item="sala", result="met", detail={"municipality": "Lecco"}))
    for visit in people(8):
        store(settings, event(visit, "booking", item="lecco", result="booked"),
              event(visit, "booking", item="lecco", result="booked"))
    for visit in people(6):
        store(settings, event(visit, "booking", days=5, result="attended"))
    store(settings, event("v5", "booking", days=6, result="missed"))  # said wrongly before
    found = report(settings)
    assert read(found, "topics")["corsi"] == ["40", "20"]
    assert read(found, "funnel") == {
        "hanno chiesto": ["20", "100 %"], "idonei o da verificare": ["12", "60 %"], "hanno prenotato": ["8", "40 %"],
        "si sono presentati": ["5", "25 %"]}
    assert read(found, "breakdown") == {
        "02/03/2026": ["20", "27", "20", "0", "0", "12", "8", "5"],
        "Totale": ["20", "27", "20", "0", "0", "12", "8", "5"]}
    # the last verdict counts, and what excluded the person before it does not
    assert read(found, "verdicts")["Servizio sala e gestione cliente"] == ["12", "0", "0", "12"]
    assert read(found, "rules")["Totale"] == ["0", "0", "0", "0", "0"]
    assert [figure.text for figure in found.figures][:3] == ["20", "27", "100 %"]


def test_the_way_from_an_interest_to_an_enrolment(settings: Settings) -> None:
    for visit in people(30):
        store(settings, event(visit, "interest", item="sala", result="left"))
    for visit in people(20):
        store(settings, event(visit, "interest", item="sala", result="told"))
    for visit in people(14):
        store(settings, event(visit, "interest", item="sala", result="opened"))
    for visit in people(9):
        store(settings, event(visit, "booking", item="lecco", result="booked"))
    for visit in people(6):
        store(settings, event(visit, "interest", item="sala", result="enrolled"))
    assert read(report(settings), "interests") == {
        "Ha lasciato un avviso": ["30"], "È stato avvisato": ["20"], "Ha aperto il collegamento": ["14"],
        "Ha prenotato un colloquio": ["9"], "Si è iscritto": ["6"]}


def test_groups_by_sector_and_municipality_name_the_unknown(settings: Settings) -> None:
    for visit in people(9):
        store(settings, event(visit, "eligibility", item="meccanico", result="met", detail={"municipality": "Merate"}))
    for visit in people(7, "w"):
        store(settings, event(visit, "question", topic="pact"))
    assert read(report(settings, "municipality"), "breakdown") == {
        "Merate": ["9", "9", "9", "0", "0", "9", "0", "0"], "non indicato": ["7", "7", "7", "0", "0", "0", "0", "0"],
        "Totale": ["16", "16", "16", "0", "0", "9", "0", "0"]}
    assert list(read(report(settings, "sector"), "breakdown")) == ["Metalmeccanico", "non indicato", "Totale"]
    with pytest.raises(ValueError, match="age"):
        report(settings, "age")


def test_which_rule_excludes_whom_by_course(settings: Settings) -> None:
    for visit in people(6):
        both = {"not_met": ["age", "income"]}
        store(settings, event(visit, "eligibility", item="sala", result="not_met", detail=both))
    for visit in people(5, "w"):
        store(settings, event(visit, "eligibility", item="all", result="not_met", detail={"not_met": ["residence"]}))
    rules = read(report(settings), "rules")
    assert rules["Servizio sala e gestione cliente"] == ["6", "0", "6", "0", "12"]
    assert rules["tutti i corsi"] == ["0", "0", "0", "5", "5"]


def test_a_small_group_is_hidden_with_what_it_could_be_computed_from(settings: Settings) -> None:
    for visit in people(30):
        store(settings, event(visit, "question", topic="courses"))
    for visit in people(9, "w"):
        store(settings, event(visit, "question", topic="pact"))
    for visit in people(2, "x"):
        store(settings, event(visit, "question", topic="events"), event(visit, "handoff", result="asked"))
    found = report(settings)
    assert read(found, "topics") == {
        "corsi": ["30", "30"], "il patto": [HIDDEN, HIDDEN], "eventi": [HIDDEN, HIDDEN], "Totale": ["41", "41"]}
    assert [figure.text for figure in found.figures][2] == HIDDEN, "how many were answered without an operator"


def test_handoffs_have_median_and_ninetieth_of_waiting_and_handling(settings: Settings) -> None:
    for place in range(10):
        asked = clock.to_utc(MONDAY)
        store(settings, Conversation(id=f"c{place}", channel="webchat", created_at=asked, changed_at=asked))
        store(settings, Handoff(
            conversation_id=f"c{place}", state="ended", reason="asked", requested_at=asked, queued_at=asked,
            waiting_since=asked, claimed_at=asked + timedelta(minutes=place + 1),
            ended_at=asked + timedelta(minutes=place + 11)))
    found = report(settings)
    assert read(found, "handoffs")["Totale"] == ["10", "10", "5,5 min", "9,0 min", "10,0 min", "10,0 min"]
    assert [figure.text for figure in found.figures][3] == "5,5 min"
    assert (find_ninetieth([]), find_ninetieth([3.0]), find_ninetieth([1.0, 2.0])) == (None, 3.0, 2.0)


def test_the_times_of_a_request_outlive_its_conversation_and_nothing_else_does(settings: Settings) -> None:
    asked = clock.to_utc(MONDAY)
    for place in range(6):
        store(settings, Conversation(id=f"c{place}", channel="webchat", created_at=asked, changed_at=asked))
        store(settings, Handoff(
            conversation_id=f"c{place}", state="ended", reason="asked", requested_at=asked, queued_at=asked,
            waiting_since=asked, claimed_at=asked + timedelta(minutes=3), ended_at=asked + timedelta(minutes=8),
            subject="Corsi", callback_contact="+39333"))
    before = report(settings)
    privacy.erase(settings, conversation_id="c0", now=MONDAY + timedelta(hours=1))
    privacy.purge(settings, MONDAY + timedelta(days=60))
    with transaction(settings.database_url) as session:
        assert session.query(Handoff).count() == 0
        kept = session.query(Activity).all()
    assert len(kept) == 6 and {row.visit for row in kept} == {""}
    assert kept[0].detail == {"reason": "asked", "waited": 3.0, "handled": 5.0, "end": "answered", "outcome": None}
    after = report(settings)
    assert read(after, "handoffs") == read(before, "handoffs") and after.figures[0].text == "0"


def test_a_week_whose_numbers_are_known(settings: Settings) -> None:
    """Thirty requests: 12 answered after 4 minutes, 9 that nobody took and were offered an appointment after 20,
    6 whose people left after 8, and 3 who wait; 6 appointments made this week for the next."""
    at = clock.to_utc(MONDAY)

    def ask(place: int, hours: int, **values: Any) -> None:
        asked = at + timedelta(hours=hours)
        minutes = {name: asked + timedelta(minutes=value) for name, value in values.items() if name.endswith("_at")}
        store(settings, Conversation(id=f"r{place}", channel="webchat", created_at=asked, changed_at=asked))
        store(settings, Handoff(conversation_id=f"r{place}", requested_at=asked, queued_at=asked, waiting_since=asked,
                                **{"reason": "asked", "state": "ended", **values, **minutes}))
        store(settings, Activity(at=asked, visit=f"r{place}", channel="webchat", kind="handoff", result="asked"))

    for place in range(30):
        if place < 12:
            ask(place, 0, claimed_at=4, ended_at=14, ended_by="operator")
        elif place < 21:
            ask(place, 1, state="callback", offered_at=20, reason="misread")
        elif place < 27:
            ask(place, 2, ended_at=8, ended_by="person")
        else:
            ask(place, 2, state="waiting")
    for place in range(6):
        store(settings, Appointment(
            code=f"M{place}", name="x", contact=f"{place}@x", contact_kind="email", service_id="orientamento",
            office_id="lecco", starts_at=at + timedelta(days=8), ends_at=at + timedelta(days=8), status="active",
            idempotency_key=f"m{place}", created_at=at, changed_at=at))
    for _ in range(2):
        found = report(settings, weeks=1)
        ends = read(found, "requests")
        assert ends["Totale"][-1] == "30" and ends[get_text("handoffs.reasons.misread")] == ["0", "9", "0", "0", "9"]
        # the three who wait are few: they are hidden, and so is what they could be computed from
        assert HIDDEN in ends[get_text("handoffs.reasons.asked")]
        assert "3" not in [cell for row in ends.values() for cell in row]
        times = read(found, "handoffs")
        assert times["Totale"][:4] == ["30", "12", "8,0 min", "20,0 min"], "nobody's wait is left out"
        assert read(found, "hours") == {
            "9–9:59": ["12", "12"], "10–10:59": ["9", "9"], "11–11:59": ["9", "9"], "Totale": ["30", "30"]}
        assert read(found, "made")["Centro per l’impiego di Lecco"][-1] == "6"
        assert read(found, "appointments")["Totale"][-1] == "0"
        privacy.erase(settings, conversation_id="r0", now=MONDAY + timedelta(hours=9))  # the numbers outlive it


def test_people_conversations_channels_checks_outcomes_and_tags_of_a_known_week(settings: Settings) -> None:
    """Twenty people in the chat of the site, of whom twelve come back on Wednesday, and ten on Telegram, of whom five
    write again after half an hour: 30 people, 42 conversations. Fifteen begin a check, nine finish it."""
    at = clock.to_utc(MONDAY)
    for visit in people(20):
        store(settings, event(visit, "question", topic="courses"))
    for visit in people(12):
        store(settings, event(visit, "question", days=2, topic="courses"))
    for place, visit in enumerate(people(10, "t")):
        store(settings, Activity(at=at, visit=visit, channel="telegram", kind="question", topic="pact"))
        if place < 5:
            store(settings, Activity(at=at + timedelta(minutes=30), visit=visit, channel="telegram", kind="question",
                                     topic="pact"))
    for place, visit in enumerate(people(15)):
        store(settings, event(visit, "check", item="sala"))
        if place < 9:
            store(settings, event(visit, "eligibility", item="sala", result="met"))
    for place in range(14):
        outcome = "solved" if place < 7 else "informed" if place < 12 else None
        store(settings, Conversation(id=f"c{place}", channel="webchat", created_at=at, changed_at=at))
        store(settings, Handoff(conversation_id=f"c{place}", state="ended", reason="asked", requested_at=at,
                                queued_at=at, waiting_since=at, claimed_at=at, ended_at=at, outcome=outcome))
        for tag in [*(["bando"] if place < 6 else []), *(["tirocinio"] if 4 <= place < 12 else []),
                    *(["richiamare 333 1234567"] if place == 13 else [])]:
            store(settings, ConversationTag(conversation_id=f"c{place}", tag=tag))
    for moment in ("while they are there", "when they are gone"):
        found = report(settings, weeks=1)
        assert [figure.text for figure in found.figures][:2] == ["30", "42"], moment
        assert read(found, "breakdown")["02/03/2026"][:2] == ["30", "42"]
        assert read(found, "channels") == {
            "chat del sito": ["20", "32", "0", "0"], "Telegram": ["10", "10", "0", "0"],
            "Totale": ["30", "42", "0", "0"]}
        assert read(found, "checks") == {"finite": ["9"], "lasciate a metà": ["6"], "Totale": ["15"]}
        outcomes = read(found, "outcomes")
        assert (outcomes["Risolta"], outcomes["Informazioni date"], outcomes["Totale"]) == (["7"], ["5"], ["12"])
        assert read(found, "tags") == {
            "tirocinio": ["8"], "bando": [HIDDEN], "altre etichette": [HIDDEN], "Totale": ["15"]}, moment
        privacy.purge(settings, MONDAY + timedelta(days=60))
    with transaction(settings.database_url) as session:
        assert session.query(ConversationTag).count() == 0
        kept = [row.item for row in session.query(Activity).filter(Activity.kind == "tag")]
    assert len(kept) == 15 and not any("333" in tag for tag in kept)


def test_who_comes_back_in_another_week_is_one_person_with_two_conversations(settings: Settings) -> None:
    for visit in people(6):
        store(settings, event(visit, "question", topic="pact"), event(visit, "question", days=9, topic="pact"))
    found = report(settings)
    rows = read(found, "breakdown")
    assert (rows["02/03/2026"][:2], rows["09/03/2026"][:2], rows["Totale"][:2]) == (["6", "6"], ["0", "6"], ["6", "12"])
    few = people(3, "w")
    store(settings, *(event(visit, "question", days=day, topic="pact") for visit in few for day in (14, 15, 16)))
    rows = read(report(settings, weeks=3), "breakdown")
    assert rows["16/03/2026"][:2] == [HIDDEN, HIDDEN], "nine conversations of three people"


def test_appointments_ratings_and_messages_not_understood(settings: Settings) -> None:
    at = clock.to_utc(MONDAY)
    with transaction(settings.database_url, write=True) as session:
        for place in range(20):
            session.add(Appointment(
                code=f"C{place}", name="x", contact=f"{place}@x", contact_kind="email", service_id="orientamento",
                office_id="lecco", starts_at=at, ends_at=at, status="attended" if place < 15 else "missed",
                idempotency_key=str(place), created_at=at, changed_at=at))
            session.add(Feedback(conversation_id="c", stars=5 if place < 10 else 4, given_at=at))
            session.add(NotUnderstood(text="t", at=at, state="open" if place < 12 else "dropped", readings=[]))
    found = report(settings)
    assert read(found, "appointments")["Centro per l’impiego di Lecco"] == ["0", "0", "15", "5", "0", "20"]
    assert read(found, "ratings")["5 stelle"] == ["10"] and read(found, "unread")["da guardare"] == ["12"]
    assert [figure.text for figure in found.figures][5:] == ["25 %", "4,5 su 5"]


def test_what_is_outside_the_period_is_not_counted_and_periods_are_whole_weeks(settings: Settings) -> None:
    for visit in people(6):
        store(settings, event(visit, "question", topic="pact"), event(visit + "x", "question", days=-1, topic="pact"))
    found = statistics.make_report(settings, first=date(2026, 3, 5), last=date(2026, 3, 4))
    assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 3, 8))
    assert found.figures[0].text == "6"
    assert statistics.widen_to_weeks(date(2000, 1, 1), date(2026, 3, 8))[1] < date(2002, 2, 1)


def numbers_of(found: statistics.Report) -> dict[tuple[str, str, int], Optional[float]]:
    return {(table.name, line.label, place): cell.value for table in found.tables for line in table.lines
            for place, cell in enumerate(line.cells) if cell.count is not None}


def truth_of(found: statistics.Report) -> dict[tuple[str, str, int], int]:
    return {(table.name, line.label, place): cell.count for table in found.tables for line in table.lines
            for place, cell in enumerate(line.cells) if cell.count is not None}


def weeks_of(settings: Settings, begin: date, number: int) -> list[statistics.Report]:
    return [statistics.make_report(settings, first=begin + timedelta(weeks=week), last=begin + timedelta(weeks=week))
            for week in range(number)]


def test_a_small_week_does_not_follow_from_a_longer_period(settings: Settings) -> None:
    """Twenty people in a week and three in the next: 23 less 20 would tell of three."""
    for visit in people(20):
        store(settings, event(visit, "question", topic="pact"))
    for visit in people(3, "w"):
        store(settings, event(visit, "question", days=7, topic="pact"))
    first, second, both = report(settings, weeks=1), weeks_of(settings, date(2026, 3, 9), 1)[0], report(settings)
    assert both.figures[0].text == "23", "the whole total is shown"
    assert (first.figures[0].text, second.figures[0].text) == (HIDDEN, HIDDEN)
    assert "20" not in [cell for table in first.tables for row in read(first, table.name).values() for cell in row]
    for visit in people(30, "x"):
        store(settings, event(visit, "question", days=14, topic="pact"))
    for visit in people(4, "y"):
        store(settings, event(visit, "question", days=21, topic="pact"))
    assert report(settings, weeks=1).figures[0].text == "20", "two weeks are hidden now: neither follows"


def test_what_is_hidden_beside_a_small_number_does_not_follow_from_another_week(settings: Settings) -> None:
    """A week with 20 on the site and 3 on Telegram; in the next ten on Telegram alone: the quarter says 20 and 13."""
    def come(number: int, name: str, channel: str, days: int) -> None:
        store(settings, *(Activity(at=clock.to_utc(MONDAY + timedelta(days=days)), visit=visit, channel=channel,
                                   kind="question", topic="pact") for visit in people(number, name)))

    come(20, "a", "webchat", 0)
    come(3, "b", "telegram", 0)
    come(10, "c", "telegram", 7)
    quarter = read(report(settings), "channels")
    assert (quarter["chat del sito"][0], quarter["Telegram"][0]) == ("20", "13")
    week = read(report(settings, weeks=1), "channels")
    assert (week["chat del sito"][0], week["Telegram"][0]) == (HIDDEN, HIDDEN)
    later = read(weeks_of(settings, date(2026, 3, 9), 1)[0], "channels")
    assert HIDDEN in later["Telegram"][0] or week["Totale"][0] == HIDDEN


def test_several_quarters_show_what_each_of_them_shows(settings: Settings) -> None:
    for visit in people(20):
        store(settings, event(visit, "question", topic="pact"))
    for visit in people(3, "w"):
        store(settings, event(visit, "question", days=100, topic="pact"))
    for visit in people(9, "x"):
        store(settings, event(visit, "question", days=200, topic="courses"))
    last = MONDAY.date() + timedelta(days=200)
    year = statistics.make_report(settings, first=MONDAY.date(), last=last)
    assert year.figures[0].text == HIDDEN and read(year, "topics")["il patto"] == [HIDDEN, HIDDEN]
    assert read(year, "topics")["corsi"] == ["9", "9"]


@pytest.mark.parametrize("seed", range(4))
def test_no_small_number_follows_from_the_weeks_and_the_quarter(settings: Settings, seed: int) -> None:
    """A number's weeks are together the quarter's: where one is hidden, another is, and together they are many."""
    dice, begin = np.random.default_rng(seed), date(2026, 3, 2)
    for week in range(4):
        for topic in ("pact", "courses", "events"):
            for visit in people(int(dice.integers(0, 12)), f"{topic}{week}_"):
                store(settings, Activity(
                    at=clock.to_utc(MONDAY + timedelta(weeks=week)), visit=visit, kind="question", topic=topic,
                    channel="webchat" if dice.random() < 0.7 else "telegram"))
    quarter, weeks = report(settings), weeks_of(settings, begin, 4)
    shown, true = [numbers_of(week) for week in weeks], [truth_of(week) for week in weeks]
    for place, total in numbers_of(quarter).items():
        if place[0] not in ("channels", "topics"):
            continue
        hidden = [each[place] for each, told in zip(true, shown, strict=True) if place in told and told[place] is None]
        assert all(told[place] is None or not is_small(each[place])
                   for each, told in zip(true, shown, strict=True) if place in told), place
        if total is not None and any(map(is_small, hidden)):
            assert len(hidden) > 1 and sum(hidden) >= 5, (place, total, hidden)


def test_a_period_is_a_week_or_whole_quarters() -> None:
    assert statistics.widen_to_weeks(date(2026, 3, 4), date(2026, 3, 8)) == (date(2026, 3, 2), date(2026, 3, 8))
    assert statistics.widen_to_weeks(date(2026, 3, 4), date(2026, 3, 9)) == (date(2025, 12, 29), date(2026, 3, 29))
    assert statistics.widen_to_weeks(date(2026, 3, 29), date(2026, 3, 30)) == (date(2025, 12, 29), date(2026, 6, 28))
    assert statistics.widen_to_weeks(date(2026, 12, 31), date(2026, 11, 1)) == (date(2026, 9, 28), date(2027, 1, 3))
    for day in (date(2020, 1, 1) + timedelta(days=number) for number in range(0, 4000, 5)):
        begin, end = statistics.widen_to_weeks(day, day + timedelta(days=7))
        assert begin.weekday() == 0 and end.weekday() == 6 and begin <= day <= end


def test_who_still_waits_has_waited_until_now(settings: Settings) -> None:
    at = clock.to_utc(MONDAY)
    for place in range(10):
        store(settings, Conversation(id=f"c{place}", channel="webchat", created_at=at, changed_at=at))
        store(settings, Handoff(
            conversation_id=f"c{place}", state="waiting" if place < 6 else "ended", reason="asked", requested_at=at,
            queued_at=at, waiting_since=at, claimed_at=None if place < 6 else at + timedelta(minutes=2)))
    first = MONDAY.date()
    found = statistics.make_report(settings, first=first, last=first, now=MONDAY + timedelta(minutes=40))
    assert found.figures[3].text == "40,0 min", "six of ten wait for forty minutes"


def test_an_empty_period_is_no_error(settings: Settings) -> None:
    for by in statistics.BY:
        assert report(settings, by).figures[0].text == "0"


def test_a_year_of_fifty_thousand_rows_is_counted_in_few_statements(settings: Settings) -> None:
    kinds = ("question", "question", "eligibility", "booking", "not_understood")
    rows = [
        {"at": clock.to_utc(MONDAY + timedelta(minutes=10 * place)), "visit": f"v{place // 5}", "channel": "webchat",
         "kind": kinds[place % 5], "topic": "courses", "item": "sala", "result": "met",
         "detail": {"municipality": "Lecco", "not_met": ["age"]}} for place in range(50_000)]
    with transaction(settings.database_url, write=True) as session:
        session.execute(Activity.__table__.insert(), rows)  # type: ignore[attr-defined]
    statements: list[str] = []
    engine = get_engine(settings.database_url)
    sqlalchemy_event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: statements.append(statement))
    found = report(settings, weeks=53)
    assert found.figures[0].text == "10.000"
    assert 0 < len(statements) < 200, "a statement a row would take minutes"


NUMBERS = st.integers(0, 12)


@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_no_small_group_of_a_line_can_be_computed(parts: list[int]) -> None:
    hidden = hide_in_line(parts)
    total = sum(parts)
    assert all(out for part, out in zip(parts, hidden, strict=True) if is_small(part))
    if not is_small(total) and any(hidden):
        together = [part for part, out in zip(parts, hidden, strict=True) if out]
        assert len(together) > 1 and sum(together) >= 5


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.integers(1, 4).flatmap(lambda width: st.lists(
    st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=4)))
def test_no_hidden_number_of_a_table_follows_from_what_is_shown(rows: list[list[int]]) -> None:
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)])
    hidden = hide_in_table(rows)
    for row, outs in zip(full, hidden, strict=True):
        assert all(out for number, out in zip(row, outs, strict=True) if is_small(number))
    assert computed(full, hidden) == []


def test_the_attack_finds_what_only_small_numbers_hidden_would_give_away() -> None:
    full = [[3, 20, 23], [7, 8, 15], [10, 28, 38]]
    assert computed(full, [[is_small(n) for n in row] for row in full]) == [(0, 0)]


def computed(full: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]]) -> list[tuple[int, int]]:
    """The hidden numbers that the equations of rows and columns determine."""
    unknown = [(line, place) for line, row in enumerate(hidden) for place, out in enumerate(row) if out]
    height, width = len(full), len(full[0])
    lines = [[(line, place) for place in range(width)] for line in range(height)]
    lines += [[(line, place) for line in range(height)] for place in range(width)]
    matrix = np.array([
        [0.0 if cell not in line else (-1.0 if cell == line[-1] else 1.0) for cell in unknown] for line in lines])
    found = []
    for number, cell in enumerate(unknown):
        alone = np.zeros(len(unknown))
        alone[number] = 1
        if np.linalg.matrix_rank(np.vstack([matrix, alone])) == np.linalg.matrix_rank(matrix):
            found.append(cell)
    return found
