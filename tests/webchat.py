"""A web chat for tests: the server with the toy bot, a Socket.IO client, and a bare WebSocket that keeps the order."""

from __future__ import annotations

import json
import queue
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import pytest
import simple_websocket
import socketio

from tests import toy_bot
from tests.servers import Server, orienta_serve

SECRET = "a key that only the tests know"
CREDENTIALS = "connectors.webchat.channel.WebChatInput: {}\n"
ANSWER_SECONDS = 15.0
QUIET_SECONDS = 0.4


def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy bot's model, trained once for all the tests of a run."""
    folder = tmp_path_factory.getbasetemp() / "webchat-toy-bot"
    archive = folder / "models" / "toy.tar.gz"
    return archive if archive.is_file() else toy_bot.train(folder)


@contextmanager
def toy_server(
    folder: Path, model: Path, env: Optional[Mapping[str, str]] = None, port: Optional[int] = None
) -> Iterator[Server]:
    """`orienta serve` with the web chat and the toy bot."""
    package = folder / "toy_webchat_actions"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(toy_bot.ACTIONS, encoding="utf-8")
    more = {"ORIENTA_SECRET": SECRET, "PYTHONPATH": str(folder), "ORIENTA_ACTIONS_PACKAGE": package.name, **(env or {})}
    with orienta_serve(folder, model=model, credentials=CREDENTIALS, env=more, port=port,
                       arguments=["--no-check-database"]) as server:
        yield server


class Chat:
    """A person with python-socketio's own client. ``session_id`` is what the server confirmed."""

    def __init__(self, url: str, session_id: Optional[str] = None, ask_session: bool = True) -> None:
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._confirmed: queue.Queue[str] = queue.Queue()
        self.client = socketio.Client(reconnection=False)
        self.client.on("bot_uttered", self._answers.put)
        self.client.on("session_confirm", self._confirmed.put)
        self.client.connect(url, wait_timeout=10)
        self.session_id = ""
        if ask_session:
            self.request_session({"session_id": session_id} if session_id else {})

    def request_session(self, data: object) -> str:
        """Send ``session_request``; the id that is confirmed."""
        self.client.emit("session_request", data)
        self.session_id = self._confirmed.get(timeout=ANSWER_SECONDS)
        return self.session_id

    def send(self, data: object) -> None:
        """Send ``data`` as a ``user_uttered`` event, whatever it is."""
        self.client.emit("user_uttered", data)

    def say(self, text: str) -> dict[str, Any]:
        """Send ``text``; the first answer."""
        self.send({"message": text})
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """The next ``bot_uttered``."""
        return self._answers.get(timeout=ANSWER_SECONDS)

    def is_quiet(self) -> bool:
        """Whether nothing comes for a while."""
        try:
            self._answers.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            return True
        return False

    def click(self, answer: dict[str, Any], title: str) -> None:
        """Send the payload of the button ``title`` of ``answer``."""
        self.send({"message": next(reply["payload"] for reply in answer["quick_replies"] if reply["title"] == title)})

    def close(self) -> None:
        """Leave."""
        self.client.disconnect()


class RawChat:
    """A bare WebSocket speaking Socket.IO: events come in the order in which the server sent them."""

    def __init__(self, url: str, headers: Optional[Mapping[str, str]] = None) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = simple_websocket.Client.connect(address, headers=dict(headers or {}))
        # sent before reading: this client keeps a frame that came together with the handshake until more arrives
        self._socket.send("40")
        assert str(self._socket.receive(timeout=ANSWER_SECONDS)).startswith("0{")
        assert str(self._socket.receive(timeout=ANSWER_SECONDS)).startswith("40")

    def emit(self, event: str, data: object) -> None:
        """Send an event."""
        self._socket.send("42" + json.dumps([event, data]))

    def send(self, frame: str) -> None:
        """Send a frame as it is."""
        self._socket.send(frame)

    def next(self, event: str) -> Any:
        """The data of the next ``event``; others are passed over."""
        limit = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < limit:
            frame = str(self._socket.receive(timeout=ANSWER_SECONDS))
            if frame == "2":
                self._socket.send("3")
            elif frame.startswith("42"):
                name, *data = json.loads(frame[2:])
                if name == event:
                    return data[0]
        raise AssertionError(f"no {event} within {ANSWER_SECONDS} s")

    def close(self) -> None:
        """Leave."""
        self._socket.close()
