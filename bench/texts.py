"""How long and how plain what the assistant says is: every response, and the first replies of a running server.

    python -m bench.texts [--address http://127.0.0.1:8080] [--messages tests/nlu/blind/messages.yml] [--worst 10]
"""

from __future__ import annotations

import argparse
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Iterable, Sequence

import yaml

from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

MEDIAN_LENGTH, MOST_USUAL, LONGEST = 180, 500, 700
"""Characters of a reply: the median, the 95th percentile, and the most that any has."""
PLAIN, PLAINEST_ALLOWED = 60, 45
"""Gulpease: the median, and the least that any response has."""
LISTS = frozenset({"ask_pact_partners", "ask_pact_supporters", "ask_privacy"})
"""Answers of the database that are lists of names or the notice on data: they may be longer."""
NAMES = frozenset({"ask_pact_partners", "ask_pact_supporters"})
"""What is mostly names of bodies, which have long words of their own."""
FEWEST_WORDS = 8
"""Words from which the index says something: it was made for texts, and «Confermi?» is none."""

_PLACE = re.compile(r"\{\w+\}")
_END = re.compile(r"[.!?;:…]+(?:\s|$)|\n+")


@dataclass(frozen=True)
class Measured:
    """A text by its name, its length in characters and its Gulpease index (None: too short for it)."""

    name: str
    text: str

    @property
    def length(self) -> int:
        """Characters, spaces included."""
        return len(self.text)

    @property
    def gulpease(self) -> float | None:
        """See :func:`gulpease`."""
        return gulpease(self.text)


def gulpease(text: str) -> float | None:
    """The readability of an Italian text, 0 to 100 (Lucisano and Piemontese 1988); None for one of a few words.

    89 + (300 * sentences - 10 * letters) / words. A line of a list ends a sentence, a place to fill is a word.
    """
    text = _PLACE.sub("dato", text)
    words = re.findall(r"[^\W_]+", text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(1 for part in _END.split(text) if re.search(r"\w", part)) or 1
    return max(0.0, min(100.0, 89 + (300 * sentences - 10 * sum(map(len, words))) / len(words)))


def read_templates() -> list[Measured]:
    """Every response with words, and every answer of the database."""
    found = []
    for path in sorted((PROJECT_ROOT / "bot" / "data" / "responses").glob("*.yml")):
        for name, variations in read_yaml(path)["responses"].items():
            found += [Measured(name, variation["text"]) for variation in variations if variation.get("text")]
    answers = read_yaml(PROJECT_ROOT / "bot/db/seed/answers.yml")["answers"]
    return found + [Measured(answer["id"], answer["text"]) for answer in answers]


def read_replies(address: str, messages: Iterable[str], workers: int = 4) -> list[Measured]:
    """The first replies of the server at ``address``, each message of a reply a text."""
    from bench.chat_client import Chat

    def ask(message: str) -> list[Measured]:
        chat = Chat(address)
        try:
            return [Measured(message, str(reply.get("text") or "")) for reply in chat.say(message)]
        finally:
            chat.close()

    with ThreadPoolExecutor(workers) as pool:
        return [said for replies in pool.map(ask, messages) for said in replies if said.text]


def report(title: str, texts: Sequence[Measured], worst: int) -> str:
    """The figures of ``texts`` beside their limits, and the ``worst`` of them."""
    lengths = sorted(text.length for text in texts)
    plain = [text for text in texts if text.gulpease is not None]
    lines = [
        f"{title}: {len(texts)} texts",
        f"  characters: median {median(lengths):.0f} (at most {MEDIAN_LENGTH}), 95th percentile "
        f"{quantiles(lengths, n=20)[-1]:.0f} ({MOST_USUAL}), longest {lengths[-1]} ({LONGEST})",
        f"  Gulpease: median {median(text.gulpease or 0 for text in plain):.0f} (at least {PLAIN}), lowest "
        f"{min(text.gulpease or 0 for text in plain):.0f} ({PLAINEST_ALLOWED})"]
    for text in sorted(texts, key=lambda text: -text.length)[:worst]:
        lines.append(f"  {text.length:5} characters  {text.name[:70]}")
    for text in sorted(plain, key=lambda text: text.gulpease or 0)[:worst]:
        lines.append(f"  {text.gulpease or 0:5.0f} Gulpease    {text.name[:70]}")
    return "\n".join(lines)


def read_messages(path: Path) -> list[str]:
    """The texts of a blind set, or what is said in a file of cases (`say:`)."""
    content = path.read_text(encoding="utf-8")
    said = re.findall(r'\bsay: "((?:[^"\\]|\\.)+)"', content)
    if said:
        return said
    items = yaml.safe_load(content)
    return [item["text"] for item in (items["messages"] if isinstance(items, dict) else items)]


def main() -> None:
    """Print the figures of the responses, and of a server's replies when its address is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="")
    parser.add_argument("--messages", type=Path, default=PROJECT_ROOT / "tests/nlu/blind/messages.yml")
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args()
    print(report("responses", read_templates(), options.worst))
    if options.address:
        replies = read_replies(options.address, read_messages(options.messages))
        print(report("replies", replies, options.worst))


if __name__ == "__main__":
    main()
