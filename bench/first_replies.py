"""Sends each message of a blind set in a fresh web-chat session to a running server and judges the first reply's facts.

    python -m bench.first_replies http://127.0.0.1:5005 [tests/nlu/blind/messages.yml] [--failures]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from bench.chat_client import Chat, text_of


def verdict(item: dict[str, Any], reply: str) -> str:
    """Empty when the reply is right; else what is missing or must not be there."""
    for group in item.get("expect", []):
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


def main() -> None:
    """Print the share of right replies by kind, and the failures when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("messages", nargs="?", default="tests/nlu/blind/messages.yml")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--workers", type=int, default=6)
    options = parser.parse_args()
    items = yaml.safe_load(Path(options.messages).read_text(encoding="utf-8"))
    items = items["messages"] if isinstance(items, dict) else items
    right, total = Counter[str](), Counter[str]()
    with ThreadPoolExecutor(options.workers) as pool:
        for item, reply, problem in pool.map(lambda item: judge(options.address, item), items):
            total[item["kind"]] += 1
            right[item["kind"]] += not problem
            if problem and options.failures:
                print(f"[{item['kind']}/{item.get('topic')}] {item['text']}\n   {problem}\n   -> {reply[:200]!r}")
    for kind in total:
        print(f"{kind:16} {right[kind]:4} / {total[kind]:4}  {right[kind] / total[kind]:.1%}")
    in_scope = [kind for kind in total if kind != "out_of_scope"]
    print(f"{'in scope':16} {sum(right[k] for k in in_scope) / max(1, sum(total[k] for k in in_scope)):.1%}")


if __name__ == "__main__":
    main()
