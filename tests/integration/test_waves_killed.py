"""Notices to those who left an interest, by a process that is killed again and again: each goes exactly once.

The suite has a share; ``ORIENTA_TEST_LONG=1`` (make test-long) has 5,000 interests and 20 publications.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import clock
from bot.clock import at
from bot.db.models import CourseEdition, Interest, InterestNotice, Message, Publication
from bot.db.session import dispose_all, transaction
from bot.services import conversations, interests
from bot.services.conversations import Draft
from bot.services.interests import CannotSend, NewsPressed
from bot.services.operators import Nobody
from bot.settings import Settings
from tests.support.servers import ROOT
from tests.support.wave_worker import make_settings

NOW = at(date(2026, 6, 15), time(18))
LONG = os.environ.get("ORIENTA_TEST_LONG") == "1"
PEOPLE, EDITIONS, KILLS = (5000, 20, 6) if LONG else (90, 2, 5)
AT_ONCE = 2
LINES = 600 if LONG else 12
"""A worker is killed after so many of its lines at most: in the middle of a wave, or of handing over a message."""
"""Publications that are pressed together; ``KILLS`` are for each of these groups."""
SEED = 20260615
COURSES = ("sala", "elettrico", "meccanico")

pytestmark = pytest.mark.slow


def add_people(url: str, chance: random.Random) -> None:
    """Interests of every kind: a third is told in its conversation, the others by e-mail."""
    settings = make_settings(url)
    moment = clock.to_utc(NOW - timedelta(days=3))
    for number in range(PEOPLE // 3):
        conversations.append_message(settings, conversation_id=f"tg_{number}", channel="telegram",
                                     draft=Draft("person", "avvisami"), now=NOW - timedelta(days=3))
    with transaction(url, write=True) as session:
        session.add_all(Interest(
            code=f"AV-{number:04d}-{number:04d}", course_id=chance.choice((*COURSES, None)), availability="any",
            contact=None if number < PEOPLE // 3 else f"p{number}@example.it",
            contact_kind="conversation" if number < PEOPLE // 3 else "email",
            conversation_id=f"tg_{number}" if number < PEOPLE // 3 else None, channel="telegram",
            fits=chance.choice((None, "met", "to_verify", "not_met")), notice_version="1", consent_at=moment,
            created_at=moment, changed_at=moment, ends_on=date(2027, 1, 1), state="active")
            for number in range(PEOPLE))
        session.add_all(CourseEdition(
            id=f"edition_{number}", course_id=COURSES[number % 3], starts_earliest=date(2026, 9, 1),
            starts_latest=date(2026, 9, 1), enrolment_opens=date(2026, 6, 1), enrolment_closes=date(2026, 8, 1),
            source="test", verified=True) for number in range(EDITIONS))


def test_each_notice_goes_exactly_once_whoever_is_killed(seeded_sqlite_url: str, tmp_path: Path) -> None:
    url, outbox, chance = seeded_sqlite_url, tmp_path / "mail", random.Random(SEED)
    add_people(url, chance)
    settings, pressed, now, kills = make_settings(url), 0, NOW, 0
    for first in range(0, EDITIONS, AT_ONCE):
        for number in range(first, min(first + AT_ONCE, EDITIONS)):
            pressed += press(settings, number, now)
        dispose_all()
        for turn in range(KILLS + 1):
            now, killed = _run(url, now, outbox, chance.randint(1, LINES) if turn < KILLS else None)
            kills += killed
            now = clock.local(clock.to_utc(now) + timedelta(minutes=11))  # what was on its way is taken up again
    with transaction(url) as session:
        states = dict(session.execute(select(InterestNotice.state, func.count()).group_by(InterestNotice.state)).all())
        done = session.execute(select(func.count()).where(Publication.state == "done")).scalar_one()
        chats = Counter(session.execute(
            select(Message.key).where(Message.key.like("notice:%"))).scalars())
        at_night = [moment for moment in session.execute(
            select(InterestNotice.changed_at).where(InterestNotice.state == "sent")).scalars()
            if not time(9) <= clock.local(moment).time() < time(20)]
        by_mail = session.execute(select(func.count()).where(
            InterestNotice.channel == "email", InterestNotice.state == "sent")).scalar_one()
    mails = Counter(outbox.read_text(encoding="utf-8").splitlines())
    print(f"\n{PEOPLE} interests, {EDITIONS} publications, {pressed} notices, {kills} kills: {len(mails)} by e-mail "
          f"({sum(mails.values()) - len(mails)} repeated under the same Message-ID), {len(chats)} in chats")
    assert states == {"sent": pressed} and done == EDITIONS, "nothing lost"
    assert set(chats.values()) == {1} and len(chats) + len(mails) == pressed
    assert len(mails) == by_mail and sum(mails.values()) - len(mails) <= kills, "the mail server knows a repeated one"
    assert at_night == []
    assert kills >= min(KILLS, 3), "the simulation must have killed somebody"


def press(settings: Settings, number: int, now: datetime) -> int:
    """Press the news of an edition twice; to how many it goes."""
    results = [interests.press_news(settings, edition_id=f"edition_{number}", reason="published",
                                    operator=Nobody("test"), now=now) for _ in range(2)]
    assert isinstance(results[0], NewsPressed) and results[1] == CannotSend("already"), "pressed twice it is one"
    return results[0].total


def _run(url: str, now: datetime, outbox: Path, lines: int | None) -> tuple[datetime, int]:
    """Run the worker, killed after so many ``lines`` of it; the time it had reached, and whether it was."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.support.wave_worker", url, now.isoformat(), str(outbox)], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    for number, line in enumerate(worker.stdout):
        now = datetime.fromisoformat(line.strip()) if line.strip() else now
        if lines is not None and number + 1 == lines:
            worker.kill()
    status = worker.wait()
    assert status in (0, -signal.SIGKILL)
    return clock.local(now), int(status != 0)
