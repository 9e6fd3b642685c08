"""Reports on the training data: balance of the intents, examples that stand twice, and leaks into the test sets.

    python -m bench.training_data

It exits with 1 when an intent has too few examples or an example two intents. People who write a test set without
seeing the training data still write «sei un robot?»: such messages are counted, and `make bench-nlu` gives its figures
without them too.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Iterator

from rapidfuzz import fuzz, process

from bench.first_replies import read_messages
from bot.nlu.text import normalise
from bot.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parent.parent
CHANGING = frozenset({
    "book_appointment", "move_appointment", "cancel_appointment", "check_eligibility", "request_human", "erase_data"})
"""Intents that change something: they need more examples than the others."""
LEAST, LEAST_CHANGING = 60, 120
NEAR = 93.0
"""Similarity (0-100, rapidfuzz ratio of the normalised texts) from which two examples are near-duplicates."""


def examples(folder: Path = ROOT / "bot" / "data" / "nlu") -> Iterator[tuple[str, str]]:
    """Every training example as (intent, text)."""
    for path in sorted(folder.glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    yield block["intent"], line[2:].strip()


def too_few(data: list[tuple[str, str]]) -> list[str]:
    """Intents with fewer examples than they need, with their number."""
    counts = Counter(intent for intent, _ in data)
    return [f"{intent}: {count}" for intent, count in counts.items()
            if count < (LEAST_CHANGING if intent in CHANGING else LEAST)]


def with_two_intents(data: list[tuple[str, str]]) -> list[str]:
    """Texts that, normalised, stand under more than one intent."""
    intents: dict[str, set[str]] = defaultdict(set)
    for intent, text in data:
        intents[normalise(text)].add(intent)
    return [f"{text!r}: {', '.join(sorted(found))}" for text, found in intents.items() if text and len(found) > 1]


def leaks(data: list[tuple[str, str]], sets: list[Path]) -> list[str]:
    """Messages of the test sets that stand in the training data, normalised; greetings of one or two words excepted."""
    known = {normalise(text) for _, text in data}
    return [f"{path.stem}: {item['text']!r}" for path in sets for item in read_messages(path)
            if len(item["text"].split()) > 2 and normalise(item["text"]) in known]


def near_duplicates(data: list[tuple[str, str]]) -> list[str]:
    """Pairs of examples of different intents that differ by a few letters; a place to look, not an error."""
    texts = [normalise(text) for _, text in data]
    found = []
    block = 500
    for start in range(0, len(texts), block):
        scores = process.cdist(texts[start:start + block], texts, scorer=fuzz.ratio, score_cutoff=NEAR, workers=2)
        for row, column in zip(*scores.nonzero(), strict=True):
            first, second = start + int(row), int(column)
            if first < second and data[first][0] != data[second][0] and len(texts[first]) > 12:
                found.append(f"{data[first][1]!r} ({data[first][0]}) ~ {data[second][1]!r} ({data[second][0]})")
    return found


def main() -> None:
    """Print the report."""
    data = list(examples())
    counts = Counter(intent for intent, _ in data)
    ranked = counts.most_common()
    print(f"{len(data)} examples, {len(counts)} intents; fewest {ranked[-1]}, most {ranked[0]}")
    findings = {
        "too few examples": too_few(data),
        "under two intents": with_two_intents(data),
        "in a test set": leaks(data, sorted((ROOT / "tests" / "nlu" / "blind").glob("messages*.yml"))),
        "nearly the same under another intent": near_duplicates(data),
    }
    for title, lines in findings.items():
        print(f"\n{title}: {len(lines)}")
        for line in lines[:20]:
            print(f"  {line}")
    sys.exit(1 if findings["too few examples"] or findings["under two intents"] else 0)


if __name__ == "__main__":
    main()
