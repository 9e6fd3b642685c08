"""A strict SMS gateway: it takes what a real one takes, refuses the rest, and sends nothing twice."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Iterator, Optional
from urllib.parse import parse_qs

from bot.rules.sms_text import DOUBLE, GSM


@dataclass
class Gateway:
    """``sent``: what went out, by its reference. ``answers``: (status, body) of the next requests instead of obeying;
    None as status: no answer at all; ``once_each``: no message meets two of them. ``requests``: how many came."""

    token: str = "secret"
    names: dict[str, str] = field(default_factory=lambda: {name: name for name in ("to", "from", "text", "reference")})
    form: bool = False
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: list[tuple[Optional[int], str]] = field(default_factory=list)
    once_each: bool = False
    requests: int = 0
    refused: list[str] = field(default_factory=list)
    port: int = 0
    failed: set[bytes] = field(default_factory=set)

    def fails(self, body: bytes) -> bool:
        """Whether the message of ``body`` gets one of ``answers``."""
        if not self.answers or self.once_each and body in self.failed:
            return False
        self.failed.add(body)
        return True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages"

    def take(self, kind: str, authorization: str, key: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and answer to a request."""
        self.requests += 1
        if authorization != f"Bearer {self.token}":
            return 401, {"error": "unauthorised"}
        wanted = "application/x-www-form-urlencoded" if self.form else "application/json"
        if not kind.startswith(wanted):
            return 415, {"error": "media type"}
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()} if self.form else None
        raw: Any = json.loads(body) if form is None else form
        problem = self._problem(raw, key)
        if problem:
            self.refused.append(problem)
            return 422, {"error": problem}
        message = {ours: raw[theirs] for ours, theirs in self.names.items()}
        self.sent.setdefault(message["reference"], message)  # a repeated one is the same message
        return 202, {"messages": [{"id": f"gw-{list(self.sent).index(message['reference'])}"}]}

    def _problem(self, raw: Any, key: str) -> str:
        if not isinstance(raw, dict) or {"callback", *self.names.values()} < set(raw):
            return "unknown field"
        if set(self.names.values()) - set(raw):
            return "field missing"
        message = {ours: raw[theirs] for ours, theirs in self.names.items()}
        if not re.fullmatch(r"\+[1-9]\d{7,14}", message["to"]):
            return "not E.164"
        if not re.fullmatch(r"[A-Za-z0-9 ]{1,11}|\+\d{8,15}", message["from"]):
            return "sender"
        if not message["text"] or any(char not in GSM | DOUBLE for char in message["text"]):
            return "text"
        return "" if message["reference"] == key else "idempotency key"


@contextmanager
def sms_gateway(**settings: Any) -> Iterator[Gateway]:
    """A gateway that listens."""
    gateway = Gateway(**settings)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if gateway.fails(body):
                gateway.requests += 1
                status, text = gateway.answers.pop(0)
                if status is None:
                    self.connection.close()
                    return
                answer = text.encode()
            else:
                status, content = gateway.take(
                    self.headers.get("Content-Type", ""), self.headers.get("Authorization", ""),
                    self.headers.get("Idempotency-Key", ""), body)
                answer = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gateway.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield gateway
    server.shutdown()
    server.server_close()
