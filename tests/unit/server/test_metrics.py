"""The measures over HTTP, and that alert rules and board name only what is measured."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import clock
from bot.measures import get_measures
from bot.server.launcher import CannotServe
from bot.server.metrics import read_address, serve_metrics
from bot.services import conversations
from bot.services.conversations import Draft
from bot.services.workload import LATE_TURN
from bot.settings import PROJECT_ROOT, SettingError, Settings
from bot.yaml_files import read_yaml
from tests.support.servers import free_port

MONITORING = PROJECT_ROOT / "deploy" / "monitoring"
SERVED = SimpleNamespace(channel_states=lambda: {"telegram": "refused", "email": "off"}, deletion_doubt="",
                         model_name="orienta-0123.tar.gz")


def read_measures(port: int) -> dict[str, dict[str, float]]:
    """Value by labels by name."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[" ".join(sample.labels.values())] = sample.value
    return found


def test_state_and_counts_are_handed_out(sqlite_url: str) -> None:
    port = free_port()
    settings = Settings(database_url=sqlite_url, metrics=f"127.0.0.1:{port}", redis_url="redis://127.0.0.1:1")
    conversations.append_message(
        settings, conversation_id="web_gina", channel="webchat", draft=Draft("person", "sono Gina", pending=True),
        now=clock.now() - timedelta(seconds=90))
    before = get_measures().messages.labels("webchat", "taken")._value.get()
    get_measures().messages.labels("webchat", "taken").inc()
    with serve_metrics(settings, SERVED):
        found = read_measures(port)
    assert found["orienta_turns_pending"][""] == 1 and 90 <= found["orienta_oldest_turn_seconds"][""] < 3600
    assert (found["orienta_database_up"][""], found["orienta_redis_up"][""]) == (1, 0)
    assert found["orienta_channel_up"] == {"telegram": 0, "email": 1}
    assert found["orienta_messages_total"]["webchat taken"] == before + 1
    assert any("orienta-0123.tar.gz" in labels for labels in found["orienta_build_info"])
    assert "gina" not in str(found).lower()
    with pytest.raises(OSError):
        read_measures(port)


def test_a_database_that_is_away_is_a_zero(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    settings = Settings(database_url="postgresql+psycopg2://nobody@127.0.0.1:1/x", metrics=f"127.0.0.1:{port}")
    with serve_metrics(settings, SERVED):
        found = read_measures(port)
    assert found["orienta_database_up"][""] == 0 and "orienta_turns_pending" not in found


def test_no_setting_no_measures(sqlite_url: str) -> None:
    with serve_metrics(Settings(database_url=sqlite_url), SERVED):
        pass


@pytest.mark.parametrize("value", ["9464", ":9464", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x"])
def test_a_wrong_address_names_its_setting(value: str) -> None:
    with pytest.raises(SettingError, match="ORIENTA_METRICS"):
        read_address(value)
    assert read_address("[::1]:9464") == ("::1", 9464)


def test_a_port_that_is_taken_names_its_setting(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url, metrics=f"127.0.0.1:{free_port()}")
    with serve_metrics(settings, SERVED), pytest.raises(CannotServe, match="ORIENTA_METRICS"), \
            serve_metrics(settings, SERVED):
        pass


# -- what deploy/ brings for it ---------------------------------------------------------------------------------------


def read_expressions() -> list[str]:
    rules = read_yaml(MONITORING / "orienta.rules.yml")
    board = json.loads((MONITORING / "orienta-dashboard.json").read_text(encoding="utf-8"))
    return [*(rule["expr"] for group in rules["groups"] for rule in group["rules"]),
            *(target["expr"] for panel in board["panels"] for target in panel["targets"])]


def test_rules_and_board_name_only_what_is_measured(sqlite_url: str) -> None:
    port = free_port()
    settings = Settings(database_url=sqlite_url, metrics=f"127.0.0.1:{port}", redis_url="redis://127.0.0.1:1")
    measures: Any = get_measures()
    measures.messages.labels("webchat", "taken")
    measures.answers.labels("answered")
    measures.notices.labels("email", "sent")
    with serve_metrics(settings, SERVED):
        measured = set(read_measures(port))
    used = {name for expression in read_expressions()
            for name in re.findall(r"\b(?:orienta|process)_[a-z_]+", expression)}
    assert len(used) > 15, "the control"
    assert used <= measured


def test_the_alarm_of_a_late_turn_is_that_of_the_program() -> None:
    rules = read_yaml(MONITORING / "orienta.rules.yml")
    [rule] = [rule for group in rules["groups"] for rule in group["rules"] if rule["alert"] == "OrientaTurniInRitardo"]
    assert rule["expr"] == f"max(orienta_oldest_turn_seconds) > {LATE_TURN.total_seconds():.0f}" and rule["for"] == "0s"


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    rules = read_yaml(MONITORING / "orienta.rules.yml")
    for rule in [rule for group in rules["groups"] for rule in group["rules"]]:
        assert {"alert", "expr", "for", "labels", "annotations"} <= set(rule), rule
        assert {"summary", "description"} == set(rule["annotations"]), rule["alert"]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Debian's package prometheus brings promtool")
def test_promtool_takes_the_configuration() -> None:
    done = subprocess.run(
        ["promtool", "check", "config", "prometheus.yml"], cwd=MONITORING, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
