"""A clock that jumps deletes nobody's data: the housekeeping says so, and goes on after a person's word."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from typer.testing import CliRunner

from bot import clock
from bot.cli.main import app
from bot.db.models import NotUnderstood
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.server import clock_watch
from bot.server.clock_watch import ClockWatch
from bot.server.housekeeping import Housekeeping
from bot.settings import Settings

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=clock.ROME)
_not_understood = get_table(NotUnderstood)


class Machine:
    """A machine whose clock can be set: ``now`` and ``stopwatch`` go on together, ``jump`` moves the clock alone."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.seconds = 1000.0

    def pass_time(self, **span: float) -> datetime:
        self.seconds += timedelta(**span).total_seconds()
        self.now += timedelta(**span)
        return self.now

    def jump(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def watch(self) -> ClockWatch:
        return ClockWatch(self.now, lambda: self.seconds)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings(database_url=sqlite_url)


def write_messages(settings: Settings, moment: datetime, count: int) -> None:
    """Messages that were not understood at ``moment``: kept for 90 days."""
    with transaction(settings.database_url, write=True) as session:
        session.execute(insert(_not_understood), [
            {"text": f"frase {number}", "kind": "unread", "at": clock.to_utc(moment)} for number in range(count)])


def count_messages(settings: Settings) -> int:
    with transaction(settings.database_url) as session:
        return int(session.execute(select(func.count()).select_from(_not_understood)).scalar() or 0)


@pytest.mark.parametrize("span", [{"days": 400}, {"hours": 1}, {"hours": -1}, {"days": -400}])
def test_a_jump_is_refused_and_a_clock_that_is_right_again_trusted(
    settings: Settings, span: dict[str, float], caplog: pytest.LogCaptureFixture
) -> None:
    machine = Machine()
    housekeeping = Housekeeping(machine.watch())
    write_messages(settings, NOW, 5)
    assert housekeeping.purge(settings, machine.pass_time(minutes=5)) is not None
    for _ in range(10):
        machine.pass_time(minutes=5)
        assert housekeeping.purge(settings, machine.now + timedelta(**span)) is None
    assert count_messages(settings) == 5 and housekeeping.doubt
    assert len([record for record in caplog.records if "allow-deletion" in record.getMessage()]) == 1
    assert housekeeping.purge(settings, machine.pass_time(minutes=5)) is not None and not housekeeping.doubt


def test_the_control_without_a_watch_a_jump_deletes(settings: Settings) -> None:
    from bot.services import privacy

    write_messages(settings, NOW, 5)
    privacy.purge(settings, NOW + timedelta(days=400))
    assert count_messages(settings) == 0


def test_a_clock_that_was_set_while_the_server_was_off_is_doubted(settings: Settings) -> None:
    machine = Machine()
    write_messages(settings, NOW, 5)
    assert Housekeeping(machine.watch()).purge(settings, machine.now) is not None
    for moment in (NOW + timedelta(days=400), NOW - timedelta(hours=1)):
        assert Housekeeping(Machine(moment).watch()).purge(settings, moment) is None
    assert count_messages(settings) == 5
    weekend = machine.pass_time(days=2.5)
    assert Housekeeping(machine.watch()).purge(settings, weekend) is not None, "a rest over a weekend"


def test_daylight_saving_time_is_no_jump(settings: Settings) -> None:
    machine = Machine(datetime(2026, 3, 29, 1, 58, tzinfo=clock.ROME))
    housekeeping = Housekeeping(machine.watch())
    assert housekeeping.purge(settings, machine.now) is not None
    later = clock.local(clock.to_utc(machine.now) + timedelta(minutes=5))
    machine.seconds += 300
    assert later.hour == 3 and housekeeping.purge(settings, later) is not None


def test_most_of_a_kind_never_goes_at_once(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    housekeeping = Housekeeping(machine.watch())
    write_messages(settings, NOW - timedelta(days=91), 30)
    write_messages(settings, NOW, 10)
    assert housekeeping.purge(settings, NOW) is None and count_messages(settings) == 40
    assert "30 of 40 not_understood" in caplog.text
    write_messages(settings, NOW, 50)
    assert housekeeping.purge(settings, NOW) is not None and count_messages(settings) == 60


def test_a_small_office_needs_nobodys_word(settings: Settings) -> None:
    machine = Machine()
    write_messages(settings, NOW - timedelta(days=91), 20)
    assert Housekeeping(machine.watch()).purge(settings, NOW) is not None and count_messages(settings) == 0


def test_it_goes_on_after_a_persons_word(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine()
    housekeeping = Housekeeping(machine.watch())
    write_messages(settings, NOW, 30)
    assert housekeeping.purge(settings, NOW) is not None
    machine.jump(days=400)
    assert housekeeping.purge(settings, machine.now) is None
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setattr(clock, "now", lambda: machine.now)
    kept = CliRunner().invoke(app, ["privacy", "allow-deletion"], input="n\n")
    assert kept.exit_code == 1 and "30 (frasi non capite)" in kept.stdout and "2027" in kept.stdout
    assert housekeeping.purge(settings, machine.now) is None
    assert CliRunner().invoke(app, ["privacy", "allow-deletion", "--yes"]).exit_code == 0
    assert housekeeping.purge(settings, machine.pass_time(minutes=1)) is not None
    assert count_messages(settings) == 0
    machine.pass_time(hours=2)
    assert housekeeping.purge(settings, machine.now) is not None and not clock_watch.is_allowed(settings, machine.now)
