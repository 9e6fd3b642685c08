"""Telegram when something is wrong: token, network, a second process, kill -9 in the middle of a burst."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

import pytest

from connectors.telegram import sender, worker
from tests.support import telegram_chat, telegram_server, webchat
from tests.support import telegram_updates as make
from tests.support.servers import free_port
from tests.support.telegram_chat import Person, telegram_bot
from tests.support.telegram_server import fake_telegram

pytestmark = pytest.mark.slow

BURST = 500

GREETING = "Ciao, dimmi pure."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


def test_with_a_wrong_token_there_is_one_line_and_the_web_chat(model: Path, tmp_path: Path) -> None:
    with fake_telegram() as fake, telegram_bot(tmp_path, model, fake, token="1:wrong") as server:
        fake.wait_for(lambda: worker.WRONG_TOKEN in server.log)
        assert webchat.Chat(server.url).say("ciao")["text"].startswith(GREETING)
        time.sleep(worker.RENEW_SECONDS + 0.5)
        assert server.log.count(worker.WRONG_TOKEN) == 1
        assert server.get("/health")[1]["channels"]["telegram"] == "refused"
        assert "1:wrong" not in server.log


def test_being_offline_at_the_start_ends_nothing_and_a_forgotten_webhook_is_told(model: Path, tmp_path: Path) -> None:
    port = free_port()
    with fake_telegram() as absent:
        absent.url = f"http://127.0.0.1:{port}"
        with telegram_bot(tmp_path, model, absent) as server:
            assert server.get("/health")[0] == 200
            absent.wait_for(lambda: "Telegram gives no updates" in server.log)
            assert server.get("/health")[1]["channels"]["telegram"] == "unreachable"
            with fake_telegram(port) as fake:
                fake.webhook = {"url": "https://elsewhere.example/"}
                fake.wait_for(lambda: "delete-webhook" in server.log)
                fake.webhook = {}
                assert Person(fake, 5, fake.queue).say("ciao")[0].text.startswith(GREETING)
                assert server.get("/health")[1]["channels"]["telegram"] == "ok"
            assert server.log.count("delete-webhook") == 1
            assert telegram_server.TOKEN not in server.log, "errors of the network have the address in them"


def test_kill_9_in_a_burst_of_500_updates_loses_nothing(
    model: Path, tmp_path: Path, record_property: Callable[[str, int], None],
) -> None:
    """Two processes; the one that works for the bot is killed. Each update is answered, by whoever is left.

    What Telegram had taken when the process died, and the database had not noted, comes twice: a few at most.
    """
    database = tmp_path / "orienta.db"
    quick = {"channels": telegram_chat.QUICK_CHANNELS, "env": {"TELEGRAM_MODE": "webhook"}}
    with fake_telegram() as fake, telegram_bot(tmp_path, model, fake, "webhook", **quick) as first:
        fake.wait_for(lambda: "@orienta_test_bot" in first.log)
        with telegram_bot(tmp_path, model, fake, "webhook", **quick) as second, ThreadPoolExecutor(20) as pool:

            def bring(chat_id: int) -> None:
                # to the one that only stores it, and Telegram repeats what got no 200
                while fake.push(make.text(chat_id + 100_000, chat_id, "scelgo la prima")) != 200:
                    time.sleep(0.2)

            brought = pool.map(bring, range(1, BURST + 1))
            fake.wait_for(lambda: len(fake.sent()) >= BURST // 4, 120)
            assert "@orienta_test_bot" not in second.log, "one works at a time"
            first.stop(signal.SIGKILL)
            sent_before = len(fake.sent())
            list(brought)
            fake.wait_for(lambda: len({call.chat_id for call in fake.sent()}) == BURST, 180)
            time.sleep(1.0)
            for chat_id in range(BURST + 1, BURST + 21):
                bring(chat_id)
            second.stop()  # told to stop, it ends what it has begun
        answers = Counter(call.chat_id for call in fake.sent())
        doubled = [chat_id for chat_id, count in answers.items() if count > 1]
        record_property("doubled", len(doubled))
        print(f"{sent_before} sent before kill -9, {len(doubled)} of {BURST} sent twice")
        assert sent_before < BURST and max(answers.values()) <= 2 and len(doubled) <= sender.AT_ONCE
        assert fake.refused() == []
        assert_all_done(database)


def assert_all_done(database: Path) -> None:
    """Every update is done, nothing of what stood in it is kept, each person's message is in the log once."""
    with sqlite3.connect(database) as connection:
        def one(query: str) -> int:
            return int(connection.execute(query).fetchone()[0])
        left = one("select count(*) from telegram_update where done_at is null or body is not null")
        assert one("select count(*) from message where author = 'person'") == BURST + 20 - left
        assert one("select count(*) from message where author = 'assistant'") == BURST + 20 - left
        assert one("select count(*) from message where pending") == 0
        assert left <= 20, "what a stopped server had not begun waits for the next"

