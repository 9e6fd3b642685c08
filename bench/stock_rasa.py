"""Rasa's default recipe on this project's data: `rasa init`'s pipeline and policies, Rasa's channel and action server.

What differs from ours is the recipe and the runtime; examples, rules, responses, forms and actions are the same files.
It computes with TensorFlow and so has an environment of its own, with Python 3.10, made at first use.
TED and UnexpecTED learn from stories only, and we have none: each rule without a condition is also given as a story.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml

from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

EPOCHS = 5
"""Instead of Rasa's 100: start, memory and latency do not depend on how well the networks are trained."""

CREDENTIALS = {"socketio": {
    "user_message_evt": "user_uttered", "bot_message_evt": "bot_uttered", "session_persistence": False}}
"""With ``session_persistence: true`` Rasa's channel delivers nothing on the installed python-socketio."""


ENVIRONMENT = PROJECT_ROOT / "build" / "stock-rasa"
REQUIREMENTS = PROJECT_ROOT / "bench" / "stock" / "requirements.txt"


def find_python() -> str:
    """The interpreter that has Rasa with TensorFlow; its environment is made when there is none (3 GB).

    Raises:
        RuntimeError: there is neither uv nor a Python 3.10, or a package cannot be had.
    """
    python = ENVIRONMENT / "bin" / "python"
    if (ENVIRONMENT / "ready").is_file():
        return str(python)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    ENVIRONMENT.parent.mkdir(exist_ok=True)
    uv = shutil.which("uv")
    make = ["uv", "venv", "--python", "3.10"] if uv and not shutil.which("python3.10") else ["python3.10", "-m", "venv"]
    install = ["uv", "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    steps = [[*make, str(ENVIRONMENT)], [*install, "-r", str(REQUIREMENTS)]]
    for step in steps:
        try:
            # not below the project, whose pyproject.toml tells uv that Rasa needs no TensorFlow and another Python
            subprocess.run(step, cwd=tempfile.gettempdir(), check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise RuntimeError("Rasa with TensorFlow needs Python 3.10, or uv, which finds or gets it") from error
        except subprocess.CalledProcessError as error:
            raise RuntimeError(f"no environment for Rasa with TensorFlow: {error.stderr.strip()[-300:]}") from error
    (ENVIRONMENT / "ready").touch()
    return str(python)


def config(epochs: int = EPOCHS) -> dict[str, Any]:
    """What Rasa 3.6.21 fills in when neither pipeline nor policies are given, as in `rasa init`'s project."""
    return {
        "recipe": "default.v1", "assistant_id": "stock", "language": "it",
        "pipeline": [
            {"name": "WhitespaceTokenizer"}, {"name": "RegexFeaturizer"}, {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}],
        "policies": [
            {"name": "MemoizationPolicy"}, {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True}],
    }


def stories() -> dict[str, Any]:
    """The rules that hold without a condition, as stories."""
    found = []
    for path in sorted((PROJECT_ROOT / "bot" / "data" / "rules").glob("*.yml")):
        for rule in read_yaml(path)["rules"]:
            if "condition" not in rule and "active_loop" not in str(rule["steps"]):
                found.append({"story": f"story: {rule['rule']}", "steps": rule["steps"]})
    return {"version": "3.1", "stories": found}


def write(folder: Path, actions_port: int) -> None:
    """Everything that `rasa train` and `rasa run` need, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"},
                 "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}}
    for name, content in {"config.yml": config(), "stories.yml": stories(), "credentials.yml": CREDENTIALS,
                          "endpoints.yml": endpoints}.items():
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def environment(database_url: str) -> dict[str, str]:
    """Of Rasa's own commands: no telemetry, and the actions of the project on ``database_url``."""
    return {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "DATABASE_URL": database_url,
            "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}


def train(folder: Path, database_url: str) -> Path:
    """The archive of the recipe; trained when the one in ``folder`` is older than the data.

    Raises:
        RuntimeError: the training failed; its output is in ``train.log``.
    """
    model = folder / "models" / "stock.tar.gz"
    data = PROJECT_ROOT / "bot" / "data"
    sources = [*data.rglob("*.yml"), PROJECT_ROOT / "domain.yml", Path(__file__)]
    if model.is_file() and model.stat().st_mtime > max(path.stat().st_mtime for path in sources):
        return model
    command = [find_python(), "-m", "rasa", "train", "--domain", str(PROJECT_ROOT / "domain.yml"),
               "--config", str(folder / "config.yml"), "--out", str(folder / "models"), "--fixed-model-name", "stock",
               "--data", str(data / "nlu"), str(data / "rules"), str(data / "responses"), str(folder / "stories.yml")]
    with (folder / "train.log").open("wb") as log:
        done = subprocess.run(command, cwd=folder, env=environment(database_url), stdout=log, stderr=log)
    if done.returncode or not model.is_file():
        raise RuntimeError(f"the stock recipe could not be trained: see {folder / 'train.log'}")
    return model
