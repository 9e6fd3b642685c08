"""A web-chat client over Socket.IO, as a widget speaks it, that waits for the end of each reply."""

from __future__ import annotations

import threading
from typing import Any, Callable

import engineio
import socketio

QUIET_SECONDS = 0.35
"""A reply that announces no end (one that the channel gives by itself) is over when nothing more came for so long."""

PATIENCE_SECONDS = 60.0
"""For a reply that does not come."""


class _InOrder(engineio.Client):  # type: ignore[misc]
    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        return super()._trigger_event(event, *args, **{**kwargs, "run_async": False})


class OrderedClient(socketio.Client):  # type: ignore[misc]
    """Hands events over as they came; python-socketio gives each its own thread, and one may overtake another."""

    def _engineio_client_class(self) -> type[_InOrder]:
        return _InOrder


class Chat:
    """A session of the web chat. ``session_id``: the one to go on with later; a new one by default.

    ``received``: what came since the last message that was waited for.
    """

    def __init__(self, address: str, session_id: str = "") -> None:
        self._client = OrderedClient(reconnection=False)
        self.received: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._ended = 0
        self._busy = False
        self._confirmed = threading.Event()
        self.session_id = ""
        self._client.on("bot_uttered", self._receive)
        self._client.on("bot_typing", self._typing)
        self._client.on("session_confirm", self._confirm)
        self._client.connect(address, transports=["websocket"], wait_timeout=int(PATIENCE_SECONDS))
        self._client.emit("session_request", {"session_id": session_id} if session_id else {})
        if not self._confirmed.wait(PATIENCE_SECONDS):
            raise TimeoutError(f"{address} confirms no session")

    def _confirm(self, session_id: str) -> None:
        self.session_id = session_id
        self._confirmed.set()

    def _receive(self, message: dict[str, Any]) -> None:
        with self._news:
            self.received.append(message)
            self._news.notify_all()

    def _typing(self, state: dict[str, Any]) -> None:
        with self._news:
            self._busy = bool(state.get("typing"))
            self._ended += not self._busy
            self._news.notify_all()

    def send(self, text: Any) -> None:
        """Send ``text`` without waiting."""
        self.emit("user_uttered", {"message": text, "session_id": self.session_id})

    def emit(self, event: str, *data: Any) -> None:
        """Send any event."""
        self._client.emit(event, data)

    def say(self, text: Any, patience: float = PATIENCE_SECONDS) -> list[dict[str, Any]]:
        """Send ``text`` and wait for the whole reply; an empty list after ``patience`` seconds of silence.

        Raises:
            TimeoutError: a reply was announced and did not end; with what came of it.
        """
        with self._news:
            self.received, self._ended, self._busy = [], 0, False
        self.send(text)
        self.wait_for(lambda: self._ended > 0 or bool(self.received), patience)
        ended = self.wait_for(lambda: self._ended > 0, patience if self._busy else QUIET_SECONDS)
        if self._busy and not ended:
            raise TimeoutError(f"the reply to {text!r} did not end: {self.received}")
        return list(self.received)

    def press(
        self, messages: list[dict[str, Any]], title: str, patience: float = PATIENCE_SECONDS,
    ) -> list[dict[str, Any]]:
        """Press the button of ``messages`` whose title has ``title`` in it, and wait for the reply.

        Raises:
            LookupError: there is no such button; with those that are there.
        """
        return self.say(button(messages, title)["payload"], patience)

    def wait_for(self, met: Callable[[], bool], seconds: float) -> bool:
        """Whether ``met`` came true within ``seconds``."""
        with self._news:
            return bool(self._news.wait_for(met, seconds))

    def replies_to(
        self, send: Callable[[], None], turns: int, patience: float = PATIENCE_SECONDS,
    ) -> list[dict[str, Any]]:
        """What comes while ``send`` is done and until ``turns`` messages were worked through."""
        with self._news:
            self.received, self._ended, self._busy = [], 0, False
        send()
        self.wait_for(lambda: self._ended >= turns, patience)
        return list(self.received)

    def close(self) -> None:
        """End the connection; the session can be taken up again with ``session_id``."""
        self._client.disconnect()

    def __enter__(self) -> Chat:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def button(messages: list[dict[str, Any]], title: str) -> dict[str, Any]:
    """The first quick reply whose title has ``title`` in it.

    Raises:
        LookupError: there is none; with the titles that are there.
    """
    found = [reply for message in messages for reply in message.get("quick_replies", [])]
    for reply in found:
        if title.casefold() in reply["title"].casefold():
            return dict(reply)
    raise LookupError(f"no button «{title}» among {[reply['title'] for reply in found]}: {text_of(messages)}")


def text_of(messages: list[dict[str, Any]]) -> str:
    """The words of a reply."""
    return "\n".join(message.get("text") or "" for message in messages)
