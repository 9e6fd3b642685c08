"""Sends each message of a blind set in a fresh web-chat session to a running server and judges the first reply's facts.

    python -m bench.first_replies http://127.0.0.1:5005 [tests/nlu/blind/messages.yml] [--failures]
"""

from __future__ import annotations

import argparse
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import socketio
import yaml

QUIET_SECONDS = 0.35
"""A reply is over when nothing more came for so long."""


class Chat:
    """A web-chat session of a client that waits for the end of each reply."""

    def __init__(self, address: str) -> None:
        self._client = socketio.Client(reconnection=False)
        self._messages: list[dict[str, Any]] = []
        self._came = threading.Event()
        self._confirmed = threading.Event()
        self.session_id = ""
        self._client.on("bot_uttered", self._receive)
        self._client.on("session_confirm", self._confirm)
        self._client.connect(address, transports=["websocket"])
        self._client.emit("session_request", {})
        self._confirmed.wait(5)

    def _confirm(self, session_id: str) -> None:
        self.session_id = session_id
        self._confirmed.set()

    def _receive(self, message: dict[str, Any]) -> None:
        self._messages.append(message)
        self._came.set()

    def say(self, text: str, patience: float = 15.0) -> list[dict[str, Any]]:
        """Send ``text`` and wait for the whole reply; an empty list after ``patience`` seconds of silence."""
        self._messages = []
        self._came.clear()
        self._client.emit("user_uttered", {"message": text, "session_id": self.session_id})
        deadline = time.monotonic() + patience
        while self._came.wait(QUIET_SECONDS if self._messages else max(0.0, deadline - time.monotonic())):
            self._came.clear()
        return self._messages

    def close(self) -> None:
        """End the session."""
        self._client.disconnect()


def text_of(messages: list[dict[str, Any]]) -> str:
    """The words of a reply, with the titles of its buttons."""
    lines = [message.get("text") or "" for message in messages]
    return "\n".join(lines)


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
