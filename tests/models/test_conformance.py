"""The services do what the models say: recorded runs, step by step beside the tables that spin has searched."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from bot.services import booking, handoffs, waiting_list
from tests.models.protocol import PROTOCOLS, Protocol, read_steps, write_promela
from tests.models.services import RUNS, TOGETHER, draw

RECORDED = {"booking": 400, "waiting_list": 300, "handoff": 300}
"""Runs of `make model-check`: 1,000 in all. The suite has the first four of each."""

ACTIONS = 25
Recording = list[tuple[str, dict[str, int], str, dict[str, Any]]]


@pytest.fixture(scope="module", params=PROTOCOLS)
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A protocol, and a database in which it can begin."""
    path = tmp_path_factory.mktemp(request.param) / "begun.db"
    url = f"sqlite:///{path}"
    Base.metadata.create_all(get_engine(url))
    RUNS[request.param].prepare(url)
    dispose_all()
    yield request.param, path


def record(name: str, begun: Path, folder: Path, seed: int) -> Recording:
    """What the services answered to actions drawn by ``seed``, and what the database had after each."""
    path = folder / f"{seed}.db"
    shutil.copy(begun, path)
    run, chance, recorded = RUNS[name](f"sqlite:///{path}"), random.Random(seed), []
    for _ in range(ACTIONS):
        action, given = draw(run, chance)
        recorded.append((action, given, getattr(run, action)(**given), run.read()))
    dispose_all()
    path.unlink()
    return recorded


def differences(name: str, recorded: Recording) -> list[str]:
    """Where a recording is not what the table says; up to the first place."""
    run = RUNS[name]
    protocol = Protocol(read_steps(name), run.first_state(), run.macros)
    for number, (action, given, outcome, after) in enumerate(recorded):
        said = TOGETHER[action](protocol) if action in TOGETHER else protocol.do(action, **given)
        wanted = {key: protocol.state[key] for key in after}
        if (said, wanted) != (outcome, after):
            return [f"{number}: {action} {given}: the model says {said} {wanted}, the services {outcome} {after}"]
    return []


def test_recorded_runs_conform(prepared: tuple[str, Path], tmp_path: Path) -> None:
    name, begun = prepared
    for seed in range(RECORDED[name] if os.environ.get("ORIENTA_TEST_LONG") else 4):
        assert differences(name, record(name, begun, tmp_path, seed)) == [], f"{name}, seed {seed}"


def test_the_control_a_recording_with_one_other_answer_does_not(prepared: tuple[str, Path], tmp_path: Path) -> None:
    name, begun = prepared
    recorded = record(name, begun, tmp_path, 1)
    for number, (action, given, _, after) in enumerate(recorded):
        assert differences(name, [*recorded[:number], (action, given, "Other", after), *recorded[number + 1:]])


def test_the_control_a_service_with_a_fault_is_found(
    prepared: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A confirmation that is answered and not written, an operator who takes what another has, an offer that stays."""
    name, begun = prepared
    faults: dict[str, tuple[Any, str, Any]] = {
        "booking": (booking, "book_appointment", lambda *_, **__: booking.Booked(None)),  # type: ignore[arg-type]
        "handoff": (handoffs, "claim", lambda *_, **__: handoffs.Owned(1)),
        "waiting_list": (waiting_list, "withdraw_wish", lambda *_, **__: waiting_list.NoWaiting())}
    monkeypatch.setattr(*faults[name])
    assert any(differences(name, record(name, begun, tmp_path, seed)) for seed in range(4))


@pytest.mark.parametrize("name", PROTOCOLS)
def test_a_model_includes_every_action_of_its_table(name: str) -> None:
    steps = read_steps(name)
    model = (Path(__file__).parent / f"{name}.pml").read_text(encoding="utf-8")
    assert {step.action for step in steps if f"do_{step.action}()" not in model} == set()
    assert write_promela(steps).count("outcome = ") == len(steps)
