"""Contenders of `make bench-nlu` that Rasa trains and runs: our pipeline, `rasa init`'s, Rasa's logistic regression."""

from __future__ import annotations

import asyncio
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterable

import yaml

from bench import stock_rasa
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

Ranking = list[tuple[str, float]]
FALLBACK = "nlu_fallback"
EPOCHS = 100
"""What `rasa init` writes."""

MODEL = "nlu.tar.gz"


def served() -> dict[str, Any]:
    """`config.yml`, without the policies."""
    config: dict[str, Any] = read_yaml(PROJECT_ROOT / "config.yml")
    return {name: value for name, value in config.items() if name != "policies"}


def default_recipe(epochs: int) -> dict[str, Any]:
    """The pipeline that `rasa init` writes."""
    return {name: value for name, value in stock_rasa.config(epochs).items() if name != "policies"}


def logistic_regression() -> dict[str, Any]:
    """Rasa's LogisticRegressionClassifier on Rasa's counts of words and of 2 to 5 characters."""
    return {"recipe": "default.v1", "assistant_id": "bench", "language": "it", "pipeline": [
        {"name": "WhitespaceTokenizer"}, {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 5},
        {"name": "LogisticRegressionClassifier"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}]}


def prepare_database(folder: Path) -> str:
    """The address of a database with the seed, for the names that our pipeline looks up."""
    address = f"sqlite:///{folder / 'bench.db'}"
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(PROJECT_ROOT)}
    for step in ("upgrade", "seed"):
        command = [sys.executable, "-m", "bot.cli", "db", step]
        subprocess.run(command, env=environment, check=True, capture_output=True)
    return address


def prepare_rasa() -> None:
    """Stand-ins for what is not installed; in the environment that has TensorFlow nothing is to be done."""
    if sys.version_info >= (3, 11):  # noqa: UP036 - the environment of DIET has Python 3.10
        from bot.rasa import absent_libraries

        absent_libraries.prepare()


def train(config: dict[str, Any], examples: Path, folder: Path) -> None:
    """Train the pipeline of ``config`` on the files in ``examples``, by Rasa's own function, nothing from its cache."""
    os.environ.update({"RASA_MAX_CACHE_SIZE": "0", "RASA_TELEMETRY_ENABLED": "false"})
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    prepare_rasa()
    training = importlib.import_module("rasa.model_training")
    training.train_nlu(config=str(folder / "config.yml"), nlu_data=str(examples), output=str(folder),
                       fixed_model_name=MODEL.removesuffix(".tar.gz"))


def lighten() -> None:
    """Load Rasa as `orienta serve` does: stand-ins, our patches."""
    prepare_rasa()
    importlib.import_module("rasa.core.agent")
    from bot.rasa import patches

    patches.apply()


async def read(folder: Path, texts: Iterable[str], warm_up: Iterable[str]) -> dict[str, Any]:
    """Rankings and times of ``texts``, one at a time through Rasa's agent, and how long the model took to load."""
    prepare_rasa()
    agents = importlib.import_module("rasa.core.agent")
    start = time.perf_counter()
    agent = agents.Agent.load(str(folder / MODEL))
    load_seconds = time.perf_counter() - start
    for text in warm_up:
        await agent.parse_message(text)
    from bench.nlu_contender import resident_megabytes

    megabytes = resident_megabytes()
    rankings: list[Ranking] = []
    milliseconds = []
    for text in texts:
        start = time.perf_counter()
        parsed = await agent.parse_message(text)
        milliseconds.append((time.perf_counter() - start) * 1000)
        rankings.append([(item["name"], float(item["confidence"])) for item in parsed.get("intent_ranking", [])
                         if item["name"] != FALLBACK])
    return {"rankings": rankings, "milliseconds": milliseconds, "load_seconds": load_seconds, "megabytes": megabytes}


def test(folder: Path, texts: list[str]) -> dict[str, Any]:
    """:func:`read` with its first fifty texts as warm-up."""
    return asyncio.run(read(folder, texts, texts[:50]))
