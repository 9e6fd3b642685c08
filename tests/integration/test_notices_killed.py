"""Every booking gets one reminder for each due time, whatever contacts it has and however often the sender is killed.

Real processes, a real database, a strict SMS gateway, mail server and Bot API; days pass on a clock of the test's.
60 bookings and 6 kills; with ORIENTA_TEST_LONG (`make test-long`) 1,000 and 200.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator, Optional

import pytest
import sqlalchemy

from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from bot.services import booking, conversations, telegram
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.support import booking_data, notice_process
from tests.support.booking_data import NOW
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.forked import ForkedProcess
from tests.support.notice_process import OPENERS, write_moment
from tests.support.servers import free_port
from tests.support.sms_gateway import Gateway, sms_gateway
from tests.support.telegram_calls import Fault
from tests.support.telegram_server import TOKEN, FakeTelegram, fake_telegram
from tests.unit.connectors.mail.test_mail_sender import Postbox, mail_server

pytestmark = pytest.mark.slow

LONG = os.environ.get("ORIENTA_TEST_LONG", "") == "1"
BOOKINGS, KILLS = (1000, 200) if LONG else (60, 6)
LIFE = int(1.7 * BOOKINGS / KILLS)
"""Things that happen outside, on the average, in a life: more than two a booking happen in all."""

HOMES = ("none", "open", "unopened", "telegram", "blocked")
CONTACTS = ("mobile", "email", "landline")
END = NOW + timedelta(days=4, hours=10)
DUE = {"day_before": "domani", "two_hours": "oggi"}
FAULTS = [(429, "later"), (500, "<h1>no</h1>"), (200, "nonsense"), (None, "")]


@dataclass
class World:
    """What was booked, what the outside got, and what a kill left undecided."""

    settings: Settings
    folder: Path
    gateway: Gateway
    postbox: Postbox
    bot: FakeTelegram
    booked: list[tuple[str, str, booking.AppointmentView]] = field(default_factory=list)
    undecided: Counter[int] = field(default_factory=Counter)

    def chat_of(self, number: int) -> int:
        """The number of a booking's chat on Telegram."""
        return 1000 + number


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    url = f"sqlite:///{tmp_path / 'o.db'}"
    Base.metadata.create_all(get_engine(url))
    booking_data.add_offices(url, capacity=30)
    postbox, port = Postbox(), free_port()
    with sms_gateway(once_each=True) as gateway, mail_server(postbox, port), fake_telegram() as bot:
        settings = booking_data.settings_of(
            url, smtp_url=f"smtp://127.0.0.1:{port}", mail_from="a@example.org", sms_url=gateway.url,
            sms_sender="Orienta", sms_token=gateway.token, sms_daily_cap=0, telegram_api_url=bot.url,
            telegram_token=TOKEN, secret="k" * 32)
        yield World(settings, tmp_path, gateway, postbox, bot)
    dispose_all()


def fill(world: World) -> None:
    """Every mix of contacts, again and again, on Wednesday, Thursday and Friday."""
    times = [booking_data.WEDNESDAY_9 + timedelta(days=day, minutes=30 * half)
             for day in range(3) for half in range(7)]
    mixes = itertools.cycle(itertools.product(HOMES, CONTACTS))
    for number, (home, contact) in zip(range(BOOKINGS), mixes, strict=False):
        who = f"open_{number}" if home == "open" else f"p{number}"
        if home != "none":
            channel = "telegram" if home in ("telegram", "blocked") else "webchat"
            conversations.append_message(
                world.settings, conversation_id=f"web_{who}", channel=channel, draft=Draft("person", "ciao"), now=NOW)
            if channel == "telegram":
                telegram.switch_chat(
                    world.settings, chat_id=world.chat_of(number), conversation_id=f"web_{who}", now=NOW)
            if home == "blocked":
                world.bot.faults.append(Fault(
                    403, description="Forbidden: bot was blocked by the user", chat_id=world.chat_of(number),
                    times=10 ** 6))
        value, kind = {"mobile": (f"+39333{number:07d}", "phone"), "email": (f"p{number}@example.org", "email"),
                       "landline": (f"+390341{number:06d}", "phone")}[contact]
        view = booking_data.book(
            world.settings, who, contact=value, contact_kind=kind, starts_at=times[number % len(times)],
            office_id=("lecco", "merate")[number // len(times) % 2], idempotency_key=f"k{number}")
        world.booked.append((home, contact, view))


def run(world: World) -> ForkedProcess:
    """A sender, once it has begun."""
    process = ForkedProcess(world.folder / "sender.log", notice_process.work, world.settings, world.folder, END)
    assert process.hear() == "ready", process.read_log()
    return process


def wait_for_outside(world: World, process: ForkedProcess, count: int) -> None:
    """Until so many more things have happened outside, or nothing more will."""
    def happened() -> int:
        return world.gateway.requests + len(world.postbox.messages) + len(world.bot.calls)

    before = happened()
    limit, seen = time.monotonic() + PATIENCE_SECONDS, (before, "")
    while happened() < before + count and process.is_alive:
        progress = happened(), (world.folder / "moment").read_text()  # hours in which nothing is due pass too
        if progress != seen:
            limit, seen = time.monotonic() + PATIENCE_SECONDS, progress
        assert time.monotonic() < limit, process.explain_stall()
        time.sleep(0.002)


def kill(world: World, process: ForkedProcess) -> None:
    """Kill it, and note the chats in which Telegram has taken a message that was not noted any more."""
    process.kill()
    time.sleep(0.05)  # what it had written to a socket arrives
    counted = noted(world)
    for chat_id, count in Counter(call.chat_id for call in world.bot.sent()).items():
        if chat_id is not None and count > counted.get(chat_id, 0) + world.undecided[chat_id]:
            world.undecided[chat_id] += 1


def noted(world: World) -> dict[int, int]:
    """How many messages of the assistant each chat has as far as the database knows."""
    return {row[0]: row[1] for row in ask(
        world, "select c.chat_id, count(*) from message m "
        "join telegram_chat c on c.conversation_id = m.conversation_id where m.sequence <= c.delivered_sequence "
        "and m.author <> 'person' group by c.chat_id")}


def ask(world: World, query: str) -> list[Any]:
    with get_engine(world.settings.database_url).connect() as connection:
        return list(connection.execute(sqlalchemy.text(query)))


def reached(world: World) -> dict[tuple[int, str], list[str]]:
    """For each booking and due time the channels on which its reminder was got; one reference is one message."""
    got: dict[tuple[int, str], list[str]] = {
        (number, kind): [] for number in range(len(world.booked)) for kind in DUE}
    phones = {f"+39333{number:07d}": number for number in range(len(world.booked))}
    for message in world.gateway.sent.values():
        if (kind := kind_of(message["text"])) is not None:
            got[phones[message["to"]], kind].append("sms")
    letters = {letter["Message-ID"]: letter for letter in world.postbox.messages}
    for letter in letters.values():
        body = letter.get_body(("plain",))
        if (kind := kind_of("" if body is None else body.get_content())) is not None:
            got[int(re.sub(r"\D", "", letter["To"].partition("@")[0])), kind].append("email")
    for call in world.bot.sent():
        if (kind := kind_of(call.text)) is not None and call.chat_id is not None:
            got[call.chat_id - 1000, kind].append("telegram")
    opened = "select conversation_id, kind from notice where state = 'delivered' and channel = 'chat'"
    for who, kind in ask(world, opened):
        got[int(who.removeprefix(OPENERS)), kind].append("chat")
    return got


def kind_of(text: str) -> Optional[str]:
    """Which reminder a text is."""
    return next((kind for kind, word in DUE.items() if re.match(
        rf"(Promemoria: {word}|Ti ricordo l'appuntamento di {word}) alle", text)), None)


def expected(home: str, contact: str) -> list[str]:
    """Where the reminders of such a booking must be got."""
    first = {"open": "chat", "telegram": "telegram"}.get(home)
    second = {"mobile": "sms", "email": "email"}.get(contact)
    found = first or second
    return [found] if found else []


def test_one_reminder_for_each_due_time_through_kills(world: World) -> None:
    chance = random.Random(11)
    fill(world)
    write_moment(world.folder, NOW)
    kills = 0
    began, process = time.monotonic(), run(world)
    while kills < KILLS and process.is_alive:
        wait_for_outside(world, process, chance.randint(1, 2 * LIFE - 1))
        time.sleep(chance.uniform(0.0, 0.03))
        if not process.is_alive:
            break
        kill(world, process)
        kills += 1
        world.gateway.answers[:] = [chance.choice(FAULTS)]
        process = run(world)
    said = process.hear(PATIENCE_SECONDS * (20 if LONG else 2))
    assert said == "done" and process.end() == 0, process.read_log()
    assert kills == KILLS, "they must fall while it works"

    got = reached(world)
    twice = 0
    for (number, kind), channels in got.items():
        home, contact, view = world.booked[number]
        wanted = expected(home, contact)
        extra = len(channels) - len(wanted)
        if channels != wanted and wanted == ["telegram"] and 0 < extra <= world.undecided[world.chat_of(number)]:
            twice += extra  # killed between Telegram's answer and our mark: the Bot API cannot be asked
            continue
        assert channels == wanted, (home, contact, kind, view.starts_at, ask(
            world, f"select key, channel, state, passed from notice where appointment_id = {view.id}"))
    placed = ask(world, "select conversation_id, key from message where key like 'notice:%'")
    assert len(placed) == len(set(placed)), "no reminder stands twice in a conversation"
    assert not world.gateway.refused and not ask(world, "select 1 from notice where state = 'sending'")
    letters = [letter["Message-ID"] for letter in world.postbox.messages]
    by_channel = Counter(channel for channels in got.values() for channel in channels)
    print(f"{len(world.booked)} bookings, {kills} kills, {(time.monotonic() - began) / 60:.0f} minutes: "
          f"{sum(map(len, got.values()))} reminders got ({dict(by_channel)}), "
          f"{twice} on Telegram twice of {sum(world.undecided.values())} that a kill left undecided; "
          f"SMS {len(world.gateway.sent)} ({world.gateway.requests} requests), e-mail "
          f"{len(set(letters))} ({len(letters)} handed over)")


def test_the_count_sees_what_is_missing_and_what_is_double(world: World) -> None:
    """The control: without a sender nothing is got, and a text message under two references is two."""
    fill(world)
    assert not any(reached(world).values())
    number = next(
        index for index, (home, contact, _) in enumerate(world.booked) if (home, contact) == ("none", "mobile"))
    for reference in ("a", "b"):
        world.gateway.sent[reference] = {"to": f"+39333{number:07d}", "text": "Promemoria: domani alle 9:00 x"}
    assert reached(world)[number, "day_before"] == ["sms", "sms"]
