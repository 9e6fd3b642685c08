"""Sends each message of a blind set in a fresh web-chat session to a running server and judges the first reply's facts.

    python -m bench.first_replies http://127.0.0.1:8080 [tests/nlu/blind/messages.yml] [--failures]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.chat_client import Chat, text_of
from bot.yaml_files import read_yaml

WHOSE_TASK = re.compile(
    r"io posso aiutarti con i corsi gratuiti|vuoi che ti prenoti un colloquio|\b(?:INPS|CAF|patronat\w+)\b",
    re.IGNORECASE)
"""What is no business of ours may be told by whose it is (the register of needs), instead of that we do not know it."""


def verdict(item: dict[str, Any], reply: str) -> str:
    """Empty when the reply is right; else what is missing or must not be there."""
    told = item.get("kind") == "out_of_scope" and WHOSE_TASK.search(reply) is not None
    for group in [] if told else item.get("expect", []):
        if not any(re.search(pattern, reply, re.IGNORECASE) for pattern in group):
            return f"missing {group}"
    for pattern in item.get("forbid", []):
        if re.search(pattern, reply, re.IGNORECASE):
            return f"has {pattern}"
    return ""


def judge(address: str, item: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The item, the reply and what is wrong with it."""
    chat = Chat(address)
    try:
        reply = text_of(chat.say(item["text"]))
    finally:
        chat.close()
    return item, reply, verdict(item, reply)


def read_messages(path: Path) -> list[dict[str, Any]]:
    """The items of a blind set; one with ``facts`` asks about other things, and no reply may state these."""
    items = read_yaml(path)
    if not isinstance(items, dict):
        return list(items)
    if "facts" not in items:
        return list(items["messages"])
    facts = list(items["facts"].values())
    return [{"text": text, "kind": "neighbour", "forbid": facts} for text in items["messages"]]


def judge_all(address: str, items: list[dict[str, Any]], workers: int) -> list[tuple[dict[str, Any], str, str]]:
    """Every item with its reply and what is wrong with it, in order."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda item: judge(address, item), items))


def shares(judged: list[tuple[dict[str, Any], str, str]]) -> dict[str, tuple[int, int]]:
    """Right and all, by kind of message."""
    right, total = Counter[str](), Counter[str]()
    for item, _, problem in judged:
        total[item["kind"]] += 1
        right[item["kind"]] += not problem
    return {kind: (right[kind], total[kind]) for kind in total}


def main() -> None:
    """Print the share of right replies by kind, and the failures when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("messages", nargs="?", default="tests/nlu/blind/messages.yml", type=Path)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--workers", type=int, default=6)
    options = parser.parse_args()
    judged = judge_all(options.address, read_messages(options.messages), options.workers)
    if options.failures:
        for item, reply, problem in judged:
            if problem:
                print(f"[{item['kind']}/{item.get('topic')}] {item['text']}\n   {problem}\n   -> {reply[:200]!r}")
    by_kind = shares(judged)
    for kind, (right, total) in by_kind.items():
        print(f"{kind:16} {right:4} / {total:4}  {right / total:.1%}")
    inside = [share for kind, share in by_kind.items() if kind != "out_of_scope"]
    print(f"{'in scope':16} {sum(right for right, _ in inside) / max(1, sum(total for _, total in inside)):.1%}")


if __name__ == "__main__":
    main()
