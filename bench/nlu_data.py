"""What `make bench-nlu` trains and tests on: a copy of the training examples and the labelled blind messages."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from bot.nlu.text import normalise
from bot.server.blind_sets import BlindMessage as BlindMessage
from bot.server.blind_sets import read_blind_messages as read_blind_messages
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

KINDS = ("plain", "noisy", "lay", "second_language", "long", "out_of_scope")


@dataclass(frozen=True)
class Data:
    """The same for every contender."""

    examples: tuple[tuple[str, str], ...]
    tests: tuple[BlindMessage, ...]
    folder: Path

    @property
    def key(self) -> str:
        """Changes when a training example does."""
        return hashlib.sha256(json.dumps(self.examples).encode()).hexdigest()[:16]


def near_examples(data: Data, likeness: float = 90.0) -> list[bool]:
    """Whether each test message is nearly a training example: equal in ``likeness`` of 100 letters, once normalised."""
    known = list({normalise(text) for text, _ in data.examples})
    asked = [normalise(test.text) for test in data.tests]
    best = [process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=likeness) for text in asked]
    return [match is not None for match in best]


def examples_in(folder: Path) -> tuple[tuple[str, str], ...]:
    """Text and intent of each example of the training files in ``folder``."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.yml")):
        for entry in read_yaml(path)["nlu"]:
            lines = [line.strip() for line in str(entry.get("examples", "")).splitlines()]
            if "intent" in entry:
                found += [(line[2:].strip(), entry["intent"]) for line in lines if line.startswith("- ")]
    return tuple(found)


def collect(folder: Path, quick: bool = False) -> Data:
    """Copy the training files into ``folder``, so that they stay as they are until the run ends; ``quick``: a tenth."""
    copy = folder / "nlu"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for path in sorted((PROJECT_ROOT / "bot" / "data" / "nlu").glob("*.yml")):
        content: dict[str, Any] = read_yaml(path)
        if quick:
            for entry in content["nlu"]:
                entry["examples"] = "\n".join(str(entry["examples"]).splitlines()[::10])
        (copy / path.name).write_text(yaml.safe_dump(content, allow_unicode=True, width=10**6), encoding="utf-8")
    return _write(Data(examples_in(copy), read_blind_messages()[::10 if quick else 1], folder))


def again(folder: Path) -> Data:
    """The examples that :func:`collect` left in ``folder``, with the test messages of now."""
    return _write(Data(examples_in(folder / "nlu"), read_blind_messages(), folder))


def _write(data: Data) -> Data:
    (data.folder / "data.json").write_text(json.dumps({
        "key": data.key, "examples": data.examples,
        "tests": [dataclasses.asdict(test) for test in data.tests],
    }, ensure_ascii=False), encoding="utf-8")
    return data


def read(folder: Path) -> Data:
    """What :func:`collect` wrote into ``folder``."""
    raw = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    tests = tuple(BlindMessage(**{**item, "intents": tuple(item["intents"])}) for item in raw["tests"])
    return Data(tuple((text, intent) for text, intent in raw["examples"]), tests, folder)
