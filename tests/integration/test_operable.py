"""What whoever runs the service sees of a real server: systemd's socket, measures, log lines with their message."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import free_port, orienta_actions
from tests.support.webchat import OwnChat, toy_model, toy_server
from tests.unit.server.test_metrics import read_measures

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_model(tmp_path_factory)


def wait_for_word(systemd: socket.socket, word: bytes) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while systemd.recv(100) != word:
        assert time.monotonic() < limit


def json_lines(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines() if line.startswith("{")]


def test_ready_alive_measured_and_ended(model: Path, tmp_path: Path) -> None:
    port = free_port()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE_SECONDS)
        env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "400000",
               "ORIENTA_METRICS": f"127.0.0.1:{port}", "LOG_FORMAT": "json"}
        with toy_server(tmp_path, model, env) as server:
            wait_for_word(systemd, b"READY=1")
            wait_for_word(systemd, b"WATCHDOG=1")
            chat = OwnChat(server.url)
            chat.say("ciao"), chat.say("rompiti adesso")
            measured = read_measures(port)
            assert measured["orienta_messages_total"] == {"webchat taken": 2}
            assert measured["orienta_turns_total"] == {"answered": 1, "failed": 1}
            assert measured["orienta_answer_seconds_count"][""] == 2 and measured["process_cpu_seconds_total"][""] > 0
            assert server.get("/metrics")[0] == 404, "never on the public address"
            chat.close()
            lines = json_lines(server.log)
            assert lines and all({"at", "level", "logger", "message"} <= set(line) for line in lines)
            failed = [line for line in lines if line["level"] == "ERROR"]
            assert failed and len({line["request"] for line in failed}) == 1, failed
            assert failed[0]["request"].startswith("m")
            assert not [word for word in ("rompiti", "web_") if word in server.log.replace("web_…", "")]
            assert server.stop() == 0
            wait_for_word(systemd, b"STOPPING=1")


def test_a_separate_action_server_names_the_same_message(model: Path, tmp_path: Path) -> None:
    package = tmp_path / "failing_actions"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from rasa_sdk import Action\n\n\nclass ActionSlow(Action):\n    def name(self):\n"
        "        return 'action_slow'\n\n    async def run(self, dispatcher, tracker, domain):\n"
        "        raise RuntimeError('guasto')\n", encoding="utf-8")
    here = {"PYTHONPATH": str(tmp_path), "ORIENTA_ACTIONS_PACKAGE": package.name, "LOG_FORMAT": "json"}
    with orienta_actions(tmp_path, env=here) as actions, \
            toy_server(tmp_path, model, {"LOG_FORMAT": "json", "ACTION_ENDPOINT_URL": actions.url}) as server:
        chat = OwnChat(server.url)
        chat.say("ciao"), chat.say("aspetta un momento")
        chat.close()
        said = [line["request"] for log in (server.log, actions.log) for line in json_lines(log)
                if line["level"] == "ERROR" and "request" in line]
        assert len(said) >= 2 and len(set(said)) == 1 and said[0].startswith("m"), (server.log, actions.log)
