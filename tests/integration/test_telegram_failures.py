"""Telegram when something is wrong: token, network, a second process, kill -9 in the middle of a burst."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.telegram import worker
from tests import telegram_chat, telegram_server, webchat
from tests import telegram_updates as make
from tests.servers import free_port
from tests.telegram_chat import Person, telegram_bot
from tests.telegram_server import fake_telegram

pytestmark = pytest.mark.slow

BURST = 500
MOST_DOUBLED = 20
"""Messages that may be on their way at the same moment; it is one or two as a rule."""

GREETING = "Ciao, dimmi pure."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


def test_without_a_token_it_is_off_and_says_so_once(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake, telegram_bot(tmp_path, model, fake, token="") as server:
        assert server.log.count(worker.OFF) == 1 and fake.calls == []
        assert server.get("/health")[0] == 200


def test_with_a_wrong_token_there_is_one_line_and_the_web_chat(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake, telegram_bot(tmp_path, model, fake, token="1:wrong") as server:
        fake.wait_for(lambda: worker.WRONG_TOKEN in server.log)
        assert webchat.Chat(server.url).say("ciao")["text"].startswith(GREETING)
        time.sleep(worker.RENEW_SECONDS + 0.5)
        assert server.log.count(worker.WRONG_TOKEN) == 1
        assert "1:wrong" not in server.log


def test_being_offline_at_the_start_ends_nothing(model: Path, tmp_path: Path) -> None:
    port = free_port()
    with fake_telegram() as absent:
        absent.url = f"http://127.0.0.1:{port}"
        with telegram_bot(tmp_path, model, absent) as server:
            assert server.get("/health")[0] == 200
            absent.wait_for(lambda: "Telegram gives no updates" in server.log)
            with fake_telegram(port) as fake:
                anna = Person(fake, 5, fake.queue)
                assert anna.say("ciao")[0].text.startswith(GREETING)
            assert telegram_server.TOKEN not in server.log, "errors of the network have the address in them"


def test_a_webhook_that_was_forgotten_is_told_and_waited_for(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake:
        fake.webhook = {"url": "https://elsewhere.example/"}
        with telegram_bot(tmp_path, model, fake) as server:
            fake.wait_for(lambda: "delete-webhook" in server.log)
            fake.webhook = {}
            assert Person(fake, 5, fake.queue).say("ciao")[0].text.startswith(GREETING)
            assert server.log.count("delete-webhook") == 1


def test_the_webhook_obeys_nobody_but_telegram(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake, telegram_bot(tmp_path, model, fake, "webhook") as server:
        update = make.text(fake.new_id(), 5, "ciao")
        assert [fake.push(update, secret) for secret in ("", "wrong", "è", "x" * 5000)] == [401, 401, 401, 401]
        assert fake.push({"no": "number"}) == 400 and fake.push({"update_id": True}) == 400
        assert fake.push({**update, "padding": "x" * 600_000}) == 413
        assert fake.sent() == []
        assert fake.push(update) == 200
        fake.answers(5)
        assert server.get("/webhooks/telegram/webhook")[0] == 405


def test_of_two_processes_one_reads_and_sends_and_the_other_takes_over(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake, telegram_bot(tmp_path, model, fake) as first:
        url = f"sqlite:///{tmp_path / 'orienta.db'}"
        anna = Person(fake, 5, fake.queue)
        anna.say("ciao")
        with telegram_bot(tmp_path, model, fake, database_url=url):
            for number in range(4):
                anna.say("scelgo la prima" if number % 2 else "scelgo la seconda")
            first.stop(signal.SIGKILL)
            anna.say("ciao", seconds=worker.LEASE_SECONDS + 15)
        assert fake.most_pollers == 1 and not any("409" in call.description for call in fake.calls)
        assert len(fake.sent(5)) == 6


def test_a_server_that_is_told_to_stop_loses_and_doubles_nothing(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake:
        for number in range(2):
            with telegram_bot(tmp_path, model, fake, "webhook") as server:
                if number == 0:
                    for chat_id in range(1, 41):
                        assert fake.push(make.text(fake.new_id(), chat_id, "ciao")) == 200
                    server.stop()
                fake.wait_for(lambda: number == 0 or len(fake.sent()) >= 40)
        assert Counter(call.chat_id for call in fake.sent()) == Counter(range(1, 41))


def test_kill_9_in_a_burst_of_500_updates_loses_nothing(
    model: Path, tmp_path: Path, record_property: object,
) -> None:
    """Each is answered. What Telegram had taken when the process died, and the log had not noted, comes twice."""
    with fake_telegram() as fake:
        port = free_port()
        chats = range(1, BURST + 1)

        def bring(chat_id: int) -> None:
            update = make.text(fake.new_id(), chat_id, "scelgo la prima")
            while fake.push(update) != 200:  # Telegram repeats what got no 200
                time.sleep(0.2)

        quick = {"port": port, "credentials": telegram_chat.QUICK_CREDENTIALS}
        with ThreadPoolExecutor(20) as pool:
            with telegram_bot(tmp_path, model, fake, "webhook", **quick) as server:
                brought = pool.map(bring, chats)
                fake.wait_for(lambda: len(fake.sent()) >= BURST // 4, 40)
                server.stop(signal.SIGKILL)
            sent_before = len(fake.sent())
            with telegram_bot(tmp_path, model, fake, "webhook", **quick):
                list(brought)
                fake.wait_for(lambda: len({call.chat_id for call in fake.sent()}) == BURST, 60)
                time.sleep(1.0)
        answers = Counter(call.chat_id for call in fake.sent())
        doubled = [chat_id for chat_id, count in answers.items() if count > 1]
        record_property("doubled", len(doubled))  # type: ignore[operator]
        print(f"{sent_before} sent before kill -9, {len(doubled)} of {BURST} sent twice")
        assert sent_before < BURST and len(answers) == BURST and max(answers.values()) <= 2
        assert len(doubled) <= MOST_DOUBLED
        assert fake.refused() == []
        assert_all_done(tmp_path / "orienta.db")


def assert_all_done(database: Path) -> None:
    """Every update is done, nothing of what stood in it is kept, each person's message is in the log once."""
    with sqlite3.connect(database) as connection:
        def one(query: str) -> int:
            return int(connection.execute(query).fetchone()[0])
        assert one("select count(*) from telegram_update where done_at is null or body is not null") == 0
        assert one("select count(*) from message where author = 'person'") == BURST
        assert one("select count(*) from message where author = 'assistant'") == BURST
        assert one("select count(*) from message where pending") == 0

