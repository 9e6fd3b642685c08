"""What people ask for, by month: what is counted, what is hidden, and that no later page gives away an earlier one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot import clock
from bot.db.models import Activity, CourseEdition
from bot.db.session import transaction
from bot.services import statistics
from bot.services.statistics import DIMENSIONS, OFFERED, Demand, NumberTable
from bot.services.statistics.suppression import hide_in_table
from bot.settings import Settings

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=clock.ROME)
_visits = count()


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    return Settings(database_url=seeded_database_url, secret="a key of the tests")


def ask(settings: Settings, people: int, month: int, year: int = 2026, **what: Any) -> None:
    """So many conversations that ask the same, each twice."""
    at = clock.to_utc(datetime(year, month, 12, 10, tzinfo=clock.ROME))
    rows = [{"at": at, "visit": f"v{next(_visits)}", "channel": "webchat", "kind": "question", **what}
            for _ in range(people)]
    with transaction(settings.database_url, write=True) as session:
        for row in rows * 2:
            session.execute(insert(Activity).values(**row))


def table(found: Demand, name: str) -> NumberTable:
    return next(item for item in found.tables if item.name == name)


def texts(found: Demand, name: str) -> dict[str, list[str]]:
    return {line.label: [cell.text for cell in line.cells] for line in table(found, name).lines}


def test_each_thing_is_counted_once_a_month_and_person(settings: Settings) -> None:
    ask(settings, 6, 9, item="sala")
    ask(settings, 7, 10, kind="interest", result="left", item="elettrico",
        detail={"sector": None, "municipality": "Merate", "availability": "evening"})
    ask(settings, 8, 10, item="welder", result="ask_trade", detail={"language": "ar"})
    ask(settings, 5, 10, kind="eligibility", item="sala", result="not_met",
        detail={"not_met": ["age"], "municipality": "Lecco"})
    found = statistics.count_demand(settings, year=2026, now=NOW)
    assert found.months == tuple(range(1, 11)) and not found.whole_year
    assert table(found, "sector").columns[-1] == "ottobre"
    sectors = texts(found, "sector")
    assert [sectors[name][-2:] for name in sectors] == [["6", "5"], ["0", "7"], ["6", "12"]], sectors
    assert texts(found, "trade")["Saldatore"][-1] == "8"
    assert texts(found, "municipality")["Merate"][-1] == "7" and texts(found, "municipality")["Lecco"][-1] == "5"
    assert texts(found, "time")["di sera"][-1] == "7"
    assert texts(found, "requirement")["età"][-1] == "5"
    assert texts(found, "language")["arabo"][-1] == "8" and texts(found, "language")["italiano"][-2] == "6"
    assert {item.name for item in found.tables} == {*DIMENSIONS, OFFERED}


def test_the_running_month_is_for_who_works_here(settings: Settings) -> None:
    ask(settings, 9, 11, item="sala")
    assert not texts(statistics.count_demand(settings, year=2026, now=NOW), "sector")
    running = statistics.count_demand(settings, year=2026, now=NOW, running=True)
    assert running.months[-1] == 11 and texts(running, "sector")["Totale"][-1] == "9"


def test_small_groups_are_hidden_and_what_would_give_them_away(settings: Settings) -> None:
    for people, item in ((3, "welder"), (9, "cook"), (20, "plumber")):
        ask(settings, people, 10, item=item, result="ask_trade")
    shown = texts(statistics.count_demand(settings, year=2026, now=NOW), "trade")
    assert shown["Saldatore"][-1] == shown["Cuoco"][-1] == "nascosto" and shown["Totale"][-1] == "32"
    figures = [figure for figure in statistics.list_figures(statistics.count_demand(settings, year=2026, now=NOW))
               if figure.dimension == "trade" and figure.month == 10]
    assert {figure.value: figure.number for figure in figures} == {
        "Idraulico": 20, "Cuoco": None, "Saldatore": None, None: 32}


def test_what_was_hidden_in_a_month_stays_hidden_when_the_year_is_over(settings: Settings) -> None:
    """A reader who has kept every month's page finds no number in the year's page that was hidden there."""
    for month in range(1, 13):
        for place, item in enumerate(("welder", "cook", "plumber", "baker")):
            ask(settings, (month * 7 + place * 5) % 13, month, year=2025, item=item, result="ask_trade")
    before = statistics.count_demand(settings, year=2025, now=datetime(2025, 12, 30, 12, tzinfo=clock.ROME))
    after = statistics.count_demand(settings, year=2025, now=NOW)
    assert len(before.months) == 11 and after.whole_year and len(table(after, "trade").columns) == 13
    hidden_then = {(figure.value, figure.month) for figure in statistics.list_figures(before) if figure.number is None}
    shown_now = {(figure.value, figure.month) for figure in statistics.list_figures(after) if figure.number is not None}
    assert hidden_then and not hidden_then & shown_now


def test_a_table_keeps_what_was_hidden_before() -> None:
    rows = [[9, 9], [9, 9]]
    assert not any(map(any, hide_in_table(rows)))
    assert hide_in_table(rows, [[True, False], [False, False]])[0][0]


def test_places_that_are_offered_and_not_told(settings: Settings) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(CourseEdition).values(starts_earliest=date(2026, 3, 2), starts_latest=None, places=None))
        session.execute(update(CourseEdition).where(CourseEdition.course_id == "sala").values(places=15))
    offered = texts(statistics.count_demand(settings, year=2026, now=NOW), OFFERED)
    assert sorted(cells[2] for cells in offered.values()) == ["15", "posti non detti", "posti non detti"]


def test_years_of_which_nothing_was_deleted(settings: Settings) -> None:
    assert statistics.list_years(settings, NOW)[0] == 2026
    kept = Settings(database_url=settings.database_url, activity_retention_days=400)
    assert statistics.list_years(kept, NOW) == [2026, 2025]
    assert statistics.count_demand(kept, year=2025, now=NOW).months == (11, 12), "half of October is gone"
    with pytest.raises(ValueError, match="2024"):
        statistics.count_demand(kept, year=2024, now=NOW)


def test_the_first_month_of_a_year_has_nothing_yet(settings: Settings) -> None:
    found = statistics.count_demand(settings, year=2027, now=NOW + timedelta(days=50))
    assert found.months == () and list(statistics.list_figures(found)) == []
