"""A web chat for tests: the server with the toy bot, a Socket.IO client, and a bare WebSocket that keeps the order."""

from __future__ import annotations

import json
import queue
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional

import pytest
import simple_websocket

from bench.chat_client import OrderedClient
from bot.db import session as db_session
from bot.db.models import Base
from tests.support import toy_bot
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server, orienta_serve

SECRET = "a key that only the tests know"
CHANNELS = "webchat"
QUIET_SECONDS = 0.4


def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy bot's model, trained once for all the tests of a run."""
    folder = tmp_path_factory.getbasetemp() / "webchat-toy-bot"
    archive = folder / "models" / "toy.tar.gz"
    return archive if archive.is_file() else toy_bot.train(folder)


@contextmanager
def toy_server(
    folder: Path, model: Path, env: Optional[Mapping[str, str]] = None, port: Optional[int] = None,
    database_url: Optional[str] = None, only: str = "chat", forked: bool = True,
) -> Iterator[Server]:
    """`orienta serve` with the web chat and the toy bot, without limits; a SQLite file gets the tables."""
    package = folder / "toy_webchat_actions"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(toy_bot.ACTIONS, encoding="utf-8")
    more = {"ORIENTA_SECRET": SECRET, "PYTHONPATH": str(folder), "ORIENTA_ACTIONS_PACKAGE": package.name,
            "ORIENTA_LIMITS": "off", **(env or {})}
    if database_url is None:
        Base.metadata.create_all(db_session.get_engine(f"sqlite:///{folder / 'orienta.db'}"))
        db_session.dispose_all()
    with orienta_serve(folder, model=model, channels=CHANNELS, env=more, port=port, database_url=database_url,
                       only=only, arguments=["--no-check-database"], forked=forked) as server:
        yield server


class Chat:
    """A person with python-socketio's own client. ``session_id`` is what the server confirmed."""

    def __init__(self, url: str, session_id: Optional[str] = None, ask_session: bool = True) -> None:
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._confirmed: queue.Queue[str] = queue.Queue()
        self.client = OrderedClient(reconnection=False)
        self.client.on("bot_uttered", self._answers.put)
        self.client.on("session_confirm", self._confirmed.put)
        self.client.connect(url, wait_timeout=int(PATIENCE_SECONDS))
        self.session_id = ""
        if ask_session:
            self.request_session({"session_id": session_id} if session_id else {})

    def request_session(self, data: object) -> str:
        """Send ``session_request``; the id that is confirmed."""
        self.client.emit("session_request", data)
        self.session_id = self._confirmed.get(timeout=PATIENCE_SECONDS)
        return self.session_id

    def send(self, data: object) -> None:
        """Send ``data`` as a ``user_uttered`` event, whatever it is."""
        self.client.emit("user_uttered", data)

    def emit(self, event: str, data: object) -> None:
        """Send any event."""
        self.client.emit(event, data)

    def say(self, text: str) -> dict[str, Any]:
        """Send ``text``; the first answer."""
        self.send({"message": text})
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """The next ``bot_uttered``."""
        return self._answers.get(timeout=PATIENCE_SECONDS)

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
        assert str(self._socket.receive(timeout=PATIENCE_SECONDS)).startswith("0{")
        assert str(self._socket.receive(timeout=PATIENCE_SECONDS)).startswith("40")

    def emit(self, event: str, data: object) -> None:
        """Send an event."""
        self._socket.send("42" + json.dumps([event, data]))

    def send(self, frame: str) -> None:
        """Send a frame as it is."""
        self._socket.send(frame)

    def next(self, event: str) -> Any:
        """The data of the next ``event``; others are passed over."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < limit:
            frame = str(self._socket.receive(timeout=PATIENCE_SECONDS))
            if frame == "2":
                self._socket.send("3")
            elif frame.startswith("42"):
                name, *data = json.loads(frame[2:])
                if name == event:
                    return data[0]
        raise AssertionError(f"no {event} within {PATIENCE_SECONDS} s")

    def close(self) -> None:
        """Leave."""
        self._socket.close()


class OwnChat:
    """A person with a client of ours: it has a history, knows the last number it saw, and is acknowledged.

    A bare WebSocket, so that events come in the order in which the server sent them. ``messages``: what it has seen, in
    the order of arrival. ``last``: the number it says on connecting.
    """

    def __init__(self, url: str, session_id: str = "", last: int = 0) -> None:
        self.messages: list[dict[str, Any]] = []
        self.states: list[dict[str, Any]] = []
        self.typing: list[dict[str, Any]] = []
        self.expired: list[str] = []
        self.session_id = session_id
        self.last = last
        self.earlier: Optional[int] = None
        self._news = threading.Condition()
        self._histories = 0
        self._acknowledged: dict[int, Any] = {}
        self._number = 0
        self._open(url)

    def _open(self, url: str) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = simple_websocket.Client.connect(address)
        self._socket.send("40")
        threading.Thread(target=self._listen, args=(self._socket,), daemon=True).start()
        self.request()

    def _listen(self, connection: Any) -> None:
        with suppress(simple_websocket.ConnectionClosed):
            while True:
                self._hear(connection, str(connection.receive()))

    def _hear(self, connection: Any, frame: str) -> None:
        if frame == "2":
            connection.send("3")
        with self._news:
            if frame.startswith("42"):
                name, *data = json.loads(frame[2:])
                getattr(self, f"_on_{name}", lambda _data: None)(*data)
            elif frame.startswith("43"):
                number, bracket, data = frame[2:].partition("[")
                self._acknowledged[int(number)] = json.loads(bracket + data)[0]
            self._news.notify_all()

    def request(self, data: Optional[dict[str, Any]] = None) -> None:
        """Ask for the session, by default the one that is known, and wait for the history."""
        before = self._histories
        wish = {"last_sequence": self.last, **({"session_id": self.session_id} if self.session_id else {})}
        self.emit("session_request", wish if data is None else data)
        self.until(lambda: self._histories > before, "a history")

    def reconnect(self, url: str) -> None:
        """Come back, here or at another server, for what came after the last number seen."""
        self.close()
        self._open(url)

    def emit(self, event: str, data: object) -> None:
        """Send an event that nobody acknowledges."""
        self._socket.send("42" + json.dumps([event, data]))

    def _on_session_confirm(self, session_id: str) -> None:
        self.session_id = session_id

    def _on_history(self, data: dict[str, Any]) -> None:
        self._histories += 1
        self.states.append(data["state"])
        self.earlier = data["earlier"]
        for message in data["messages"]:
            self._on_message(message)

    def _on_message(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        self.last = int(message["sequence"])

    def _on_conversation_state(self, state: dict[str, Any]) -> None:
        self.states.append(state)

    def _on_bot_typing(self, typing: dict[str, Any]) -> None:
        self.typing.append(typing)

    def _on_session_expired(self, data: dict[str, Any]) -> None:
        self.expired.append(data["text"])

    def begin(self, text: str, **more: Any) -> int:
        """Send ``text`` without waiting; a number for :meth:`acknowledgement`."""
        return self._ask("user_uttered", {"message": text, **more})

    def _ask(self, event: str, data: dict[str, Any]) -> int:
        self._number += 1
        self._socket.send(f"42{self._number}" + json.dumps([event, data]))
        return self._number

    def ask_earlier(self, before: object) -> dict[str, Any]:
        """The page of messages before number ``before``."""
        return self.acknowledgement(self._ask("earlier_request", {"before": before}))

    def acknowledgement(self, number: int) -> dict[str, Any]:
        """What the server said of the message."""
        self.until(lambda: number in self._acknowledged, "acknowledgement")
        return dict(self._acknowledged[number])

    def send(self, text: str, **more: Any) -> dict[str, Any]:
        """Send ``text``; the acknowledgement."""
        return self.acknowledgement(self.begin(text, **more))

    def say(self, text: str, answers: int = 1, **more: Any) -> list[dict[str, Any]]:
        """Send ``text``, which must be taken; the next ``answers``."""
        acknowledged = self.send(text, **more)
        assert acknowledged["ok"], acknowledged
        number = acknowledged["sequence"]
        self.until(lambda: len(self._after(number)) >= answers, f"{answers} answers")
        return self._after(number)[:answers]

    def turn(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Send ``text``, which must be taken; everything that is answered to it."""
        ended = self._ended()
        acknowledged = self.send(text, **more)
        assert acknowledged["ok"], acknowledged
        number = acknowledged["sequence"]
        self.until(lambda: self._ended() > ended and self._after(number), "answer")
        return self._after(number)

    def _ended(self) -> int:
        return sum(not item["typing"] for item in self.typing)

    def _after(self, number: int) -> list[dict[str, Any]]:
        return [item for item in self.messages if item["sequence"] > number and item["author"] != "person"]

    def texts(self) -> list[str]:
        """What it has seen, the person's messages with a «> » before them."""
        return [("> " if item["author"] == "person" else "") + item["text"] for item in self.messages]

    def until(self, met: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until ``met``.

        Raises:
            AssertionError: it did not come true within ``seconds``.
        """
        limit = time.monotonic() + seconds
        with self._news:
            while not met():
                assert time.monotonic() < limit, f"no {what}: {self.texts()}"
                self._news.wait(0.05)  # what is asked may come true without a word to this client

    def close(self) -> None:
        """Leave."""
        with suppress(simple_websocket.ConnectionClosed, OSError):  # the server may have been killed meanwhile
            self._socket.close()
