"""The server decides who is writing, keeps the order of each conversation, and leaves nobody without a word."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import Any, Awaitable, Callable

import pytest
from rasa.core.channels.channel import UserMessage

from bot.runtime.unavailable import FALLBACK_TEXT
from bot.settings import Settings
from connectors.webchat import channel
from connectors.webchat.buttons import Buttons
from connectors.webchat.channel import Gate, WebChatInput, cors_origins
from connectors.webchat.output import WebChatOutput
from connectors.webchat.session_ids import SessionIds


class FakeServer:
    """Rooms, sessions and what was emitted, without a network."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {"tab1": {}, "tab2": {}}
        self.rooms: dict[str, set[str]] = defaultdict(set)
        self.emitted: list[tuple[str, Any, str]] = []

    async def get_session(self, sid: str) -> dict[str, Any]:
        return self.sessions[sid]

    async def save_session(self, sid: str, session: dict[str, Any]) -> None:
        self.sessions[sid] = session

    async def enter_room(self, sid: str, room: str) -> None:
        self.rooms[room].add(sid)

    async def leave_room(self, sid: str, room: str) -> None:
        self.rooms[room].discard(sid)

    async def emit(self, event: str, data: Any, room: str) -> None:
        self.emitted.append((event, data, room))

    def texts(self) -> list[str]:
        return [data["text"] for event, data, _ in self.emitted if event == "bot_uttered"]

    def confirmed(self) -> list[str]:
        return [data for event, data, _ in self.emitted if event == "session_confirm"]


class Chat:
    """A gate before a bot that notes what it gets."""

    def __init__(self, bot: Callable[[UserMessage], Awaitable[None]] | None = None) -> None:
        self.sio = FakeServer()
        self.got: list[tuple[str, str]] = []
        buttons = Buttons(b"key")
        self.gate = Gate(self.sio, WebChatOutput(self.sio, buttons), SessionIds(b"key", timedelta(hours=1)), buttons,
                         1000, bot or self.note)

    async def note(self, message: UserMessage) -> None:
        self.got.append((message.sender_id, message.text))


async def test_the_sender_of_a_message_is_never_read_from_it() -> None:
    chat = Chat()
    await chat.gate.session_request("tab1", {"session_id": "somebody-else"})
    [session_id] = chat.sio.confirmed()
    await chat.gate.user_uttered("tab1", {
        "message": "ciao", "session_id": "somebody-else", "sender": "x", "sender_id": "x", "metadata": {"sender": "x"}})
    assert chat.got == [(session_id.partition(".")[0], "ciao")]


async def test_a_client_that_asks_for_no_session_gets_one_and_keeps_it() -> None:
    chat = Chat()
    await chat.gate.user_uttered("tab1", {"message": "uno"})
    await chat.gate.user_uttered("tab1", {"message": "due"})
    assert len({sender for sender, _ in chat.got}) == 1
    assert chat.sio.rooms[chat.got[0][0]] == {"tab1"}


async def test_two_tabs_with_one_id_are_in_one_room_and_a_new_session_leaves_it() -> None:
    chat = Chat()
    await chat.gate.session_request("tab1")
    [session_id] = chat.sio.confirmed()
    await chat.gate.session_request("tab2", {"session_id": session_id})
    room = session_id.partition(".")[0]
    assert chat.sio.confirmed() == [session_id, session_id] and chat.sio.rooms[room] == {"tab1", "tab2"}
    await chat.gate.session_request("tab2", {})
    assert chat.sio.rooms[room] == {"tab1"} and chat.sio.confirmed()[2] != session_id


@pytest.mark.parametrize("data", [(), (None,), (3,), ([1],), ({"session_id": {"a": 1}},), ({}, {}, "more")])
async def test_malformed_session_requests_are_served(data: tuple[object, ...]) -> None:
    chat = Chat()
    await chat.gate.session_request("tab1", *data)
    assert len(chat.sio.confirmed()) == 1


async def test_messages_of_one_conversation_wait_for_each_other_and_keep_their_order() -> None:
    running, most, order = 0, 0, []

    async def slow(message: UserMessage) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02 if message.text == "0" else 0.001)
        order.append(message.text)
        running -= 1

    chat = Chat(slow)
    await chat.gate.session_request("tab1")
    await chat.gate.session_request("tab2", {"session_id": chat.sio.confirmed()[0]})
    await asyncio.gather(*(
        chat.gate.user_uttered(f"tab{1 + number % 2}", {"message": str(number)}) for number in range(10)))
    assert order == [str(number) for number in range(10)] and most == 1


async def test_conversations_do_not_wait_for_one_another() -> None:
    arrived: list[str] = []
    all_here = asyncio.Event()

    async def meet(message: UserMessage) -> None:
        arrived.append(message.sender_id)
        if len(arrived) == 2:
            all_here.set()
        await asyncio.wait_for(all_here.wait(), 2)

    chat = Chat(meet)
    await asyncio.gather(*(chat.gate.user_uttered(tab, {"message": "ciao"}) for tab in ("tab1", "tab2")))
    assert len(set(arrived)) == 2 and FALLBACK_TEXT not in chat.sio.texts()


async def test_a_failure_is_told_and_the_next_message_is_handled(caplog: pytest.LogCaptureFixture) -> None:
    handled = []

    async def fails_once(message: UserMessage) -> None:
        handled.append(message.text)
        if len(handled) == 1:
            raise RuntimeError(f"cannot store {message.text}")

    chat = Chat(fails_once)
    await chat.gate.user_uttered("tab1", {"message": "mi chiamo Segreta"})
    await chat.gate.user_uttered("tab1", {"message": "ciao"})
    assert chat.sio.texts() == [FALLBACK_TEXT] and handled == ["mi chiamo Segreta", "ciao"]
    assert "could not be handled" in caplog.text and "Segreta" not in caplog.text
    assert [data["typing"] for event, data, _ in chat.sio.emitted if event == "bot_typing"] == [True, False] * 2


async def test_a_flood_in_one_conversation_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "MAX_WAITING", 3)
    go = asyncio.Event()
    handled = []

    async def wait(message: UserMessage) -> None:
        await go.wait()
        handled.append(message.text)

    chat = Chat(wait)
    await chat.gate.session_request("tab1")
    tasks = [asyncio.create_task(chat.gate.user_uttered("tab1", {"message": str(number)})) for number in range(5)]
    await asyncio.sleep(0.01)
    assert chat.sio.texts() == [channel.TOO_MANY] * 2
    go.set()
    await asyncio.gather(*tasks)
    assert handled == ["0", "1", "2"]
    await chat.gate.user_uttered("tab1", {"message": "dopo"})
    assert handled[-1] == "dopo"


async def test_a_connection_that_closed_meanwhile_is_no_error() -> None:
    chat = Chat()
    await chat.gate.session_request("gone", {})
    await chat.gate.user_uttered("gone", {"message": "ciao"})
    assert chat.got == [] and chat.sio.emitted == []


@pytest.mark.parametrize("setting, expected", [
    ("", None), (" , ", None), ("*", "*"), ("https://a.it, *", "*"),
    ("https://a.it/, https://b.it", ["https://a.it", "https://b.it"])])
def test_no_allowed_origin_means_the_own_one_never_no_check(setting: str, expected: object) -> None:
    assert cors_origins(setting) == expected


def test_the_channel_is_found_by_its_name_for_events_from_outside() -> None:
    web_chat = WebChatInput(Settings(), b"key")
    assert web_chat.get_output_channel() is None
    web_chat.blueprint(Chat().note)
    output = web_chat.get_output_channel()
    assert output is not None and output.name() == web_chat.name() == "webchat"
