"""Actions in the process mean what rasa-sdk's HTTP server means, and failures become one sentence."""

from __future__ import annotations

import asyncio
import json
import threading
import zlib
from typing import Any

import httpx
import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.rasa.in_process_actions import InProcessActions, RemoteActions, complete_webhook_url
from bot.server.action_server import make_app
from bot.services.unavailable import RESPONSE, Told, make_failure_payload
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import free_port

FAILED = {"events": [], "responses": [{"response": RESPONSE}]}


class _Registry:
    """Actions made by tests, kept out of rasa-sdk's search for subclasses."""

    def __init__(self, **functions: Any) -> None:
        self.executor = ActionExecutor()
        for name, function in functions.items():
            self.executor.register_function(name, function)


def _endpoint(timeout: float = 1.0, **functions: Any) -> InProcessActions:
    return InProcessActions(_Registry(**functions).executor, timeout)


def _call(action: str, events: Any = (), **slots: Any) -> dict[str, Any]:
    tracker = {"sender_id": "p", "slots": slots, "latest_message": {"text": "x"}, "events": list(events),
               "paused": False, "followup_action": None, "active_loop": {}, "latest_action_name": None}
    return {"next_action": action, "sender_id": "p", "tracker": tracker, "domain": {}, "version": "3.6.21"}


async def test_events_and_responses_are_those_of_the_action() -> None:
    async def action(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        dispatcher.utter_message(text="a", buttons=[{"title": "t", "payload": "/p"}])
        return [SlotSet("s", ("tuple", 1))]

    endpoint = _endpoint(act=action)
    answer = await endpoint.request(json=_call("act"))
    assert answer["events"] == [{"event": "slot", "timestamp": None, "name": "s", "value": ["tuple", 1]}]
    assert answer["responses"][0]["text"] == "a"


async def test_it_answers_what_the_http_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control for everything else here: rasa-sdk's own application, over HTTP."""
    import aiohttp
    from rasa_sdk import endpoint as sdk

    def plain(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        dispatcher.utter_message(response="utter_x", name=tracker.get_slot("name"))
        return [SlotSet("s", None)]

    def rejects(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        raise ActionExecutionRejection("rejects", "no")

    executor = _Registry(plain=plain, rejects=rejects).executor
    monkeypatch.setattr(executor, "register_package", lambda _package: None)
    monkeypatch.setattr(sdk, "ActionExecutor", lambda: executor)
    app = sdk.create_app("none")
    port = free_port()
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    ours = InProcessActions(executor, 1.0)
    alone = httpx.AsyncClient(transport=httpx.ASGITransport(make_app(executor)), base_url="http://actions")
    try:
        async with aiohttp.ClientSession() as session:
            for name in ("plain", "rejects", "nobody"):
                async with session.post(f"http://127.0.0.1:{port}/webhook", json=_call(name, name="Ada")) as reply:
                    status, body = reply.status, await reply.json()
                packed = zlib.compress(json.dumps(_call(name, name="Ada")).encode())
                for answer in (await alone.post("/webhook", json=_call(name, name="Ada")),
                               await alone.post("/webhook", content=packed, headers={"Content-Encoding": "deflate"})):
                    assert (answer.status_code, answer.json()) == (status, body), "our server of actions"
                if name == "nobody":  # in process it is the sentence
                    continue
                try:
                    found: Any = (200, await ours.request(json=_call(name, name="Ada")))
                except ClientResponseError as error:
                    found = (error.status, json.loads(error.text))
                assert found == (status, body)
    finally:
        await server.close()


@pytest.mark.parametrize("kind", ["async", "sync"])
async def test_an_action_that_raises_becomes_the_sentence(kind: str) -> None:
    def plain(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        dispatcher.utter_message(text="half")
        raise KeyError("x")

    async def coroutine(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        return plain(dispatcher, tracker, domain)

    endpoint = _endpoint(act=coroutine if kind == "async" else plain)
    assert await endpoint.request(json=_call("act")) == FAILED


async def test_an_unknown_action_and_an_answer_that_is_no_json_become_the_sentence() -> None:
    def odd(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        return [SlotSet("s", object())]

    assert await _endpoint().request(json=_call("nobody")) == FAILED
    assert await _endpoint(odd=odd).request(json=_call("odd")) == FAILED


@pytest.mark.parametrize("blocks", [True, False])
async def test_time_limit(blocks: bool) -> None:
    stopped = threading.Event()

    async def slow(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        if blocks:
            stopped.wait(PATIENCE_SECONDS)
        else:
            await asyncio.sleep(PATIENCE_SECONDS)
        return []

    endpoint = _endpoint(timeout=0.2, slow=slow)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    assert await endpoint.request(json=_call("slow")) == FAILED  # what ended by itself would have given no events
    assert ticks > 5, "the server's loop stood still meanwhile"
    ticking.cancel()
    stopped.set()


async def test_an_action_cannot_change_the_servers_tracker() -> None:
    def meddles(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        tracker.slots["list"].append(1)
        tracker.latest_message["text"] = "other"
        return []

    call = _call("meddles", list=[0])
    await _endpoint(meddles=meddles).request(json=call)
    assert call["tracker"]["slots"] == {"list": [0]} and call["tracker"]["latest_message"]["text"] == "x"


def _events(*names: str) -> list[dict[str, Any]]:
    return [{"event": "user", "timestamp": 2.0}, *({"event": "slot", "name": n, "value": "new"} for n in names)]


def test_a_failed_validation_gives_candidates_their_value_back() -> None:
    before = [{"event": "slot", "name": "age", "value": "34"}, {"event": "slot", "name": "other", "value": 1}]
    call = _call("validate_x_form", events=[*before, *_events("age", "income", "requested_slot")])
    assert make_failure_payload(call, Told())["events"] == [
        {"event": "slot", "timestamp": None, "name": "age", "value": "34"},
        {"event": "slot", "timestamp": None, "name": "income", "value": None}]
    call["next_action"] = "action_x"  # the control: only validations
    assert make_failure_payload(call, Told())["events"] == []


def test_the_slot_that_was_asked_for_is_always_given_back() -> None:
    """Rasa takes a validation without slots for a message that is not for the form, and drops the sentence."""
    call = _call("validate_x_form", events=_events(), requested_slot="age")
    assert make_failure_payload(call, Told())["events"] == [
        {"event": "slot", "timestamp": None, "name": "age", "value": None}]


def test_a_session_that_cannot_be_started_goes_on_in_silence() -> None:
    payload = make_failure_payload(_call("action_session_start", events=_events()), Told())
    assert payload["responses"] == [] and [event["name"] for event in payload["events"]] == ["action_listen"]


def test_two_failures_of_one_turn_say_the_sentence_once() -> None:
    told = Told()
    first = make_failure_payload(_call("a", events=_events()), told)
    second = make_failure_payload(_call("b", events=_events()), told)
    third = make_failure_payload(_call("b", events=[*_events(), {"event": "user", "timestamp": 3.0}]), told)
    assert [len(payload["responses"]) for payload in (first, second, third)] == [1, 0, 1]


async def test_a_server_that_is_not_there_becomes_the_sentence() -> None:
    endpoint = RemoteActions(f"http://127.0.0.1:{free_port()}/webhook", 1.0)
    assert await endpoint.request(json=_call("a"), timeout=300) == FAILED


@pytest.mark.parametrize(("status", "delay"), [(500, 0.0), (404, 0.0), (200, 2.0), (400, 0.0)])
async def test_a_server_that_fails_or_is_slow_becomes_the_sentence_but_a_rejection_stays(
    status: int, delay: float
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(delay)
        body = b'{"error": "e", "action_name": "a"}'
        head = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        writer.write(head % (status, len(body)) + body)
        await writer.drain()
        writer.close()

    port = free_port()
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        endpoint = RemoteActions(complete_webhook_url(f"http://127.0.0.1:{port}"), 0.5)
        if status == 400:
            with pytest.raises(ClientResponseError):
                await endpoint.request(json=_call("a"), timeout=300)
        else:
            assert await endpoint.request(json=_call("a"), timeout=300) == FAILED


def test_webhook_url() -> None:
    assert complete_webhook_url("http://h:5055/") == complete_webhook_url("http://h:5055/webhook") == "http://h:5055/webhook"


async def test_an_action_needs_one_thread_and_leaves_nothing_behind() -> None:
    seen: dict[str, Any] = {}

    async def linger() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen["cancelled"] = True
            raise

    async def action(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        seen["task"] = asyncio.create_task(linger())
        await asyncio.sleep(0)
        seen["own"], seen["other"] = threading.get_ident(), await asyncio.to_thread(threading.get_ident)
        with pytest.raises(KeyError):
            await asyncio.to_thread({}.__getitem__, "missing")
        return []

    assert (await _endpoint(act=action).request(json=_call("act")))["events"] == []
    assert seen["own"] == seen["other"] != threading.get_ident() and seen["cancelled"]


async def test_actions_of_a_thread_share_its_loop_and_leave_nothing_in_it() -> None:
    """A loop for each action costs two sockets and a poll; what an action has begun and left must not go on."""
    loops: list[asyncio.AbstractEventLoop] = []
    left: list[asyncio.Task[Any]] = []

    async def action(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        loops.append(asyncio.get_running_loop())
        left.append(asyncio.create_task(asyncio.sleep(3600)))
        await asyncio.to_thread(len, "")
        return []

    endpoint = _endpoint(act=action)
    for _ in range(2):
        assert await endpoint.request(json=_call("act")) == {"events": [], "responses": []}
    assert loops[0] is loops[1] and all(task.cancelled() for task in left)


async def test_an_action_that_fails_leaves_a_loop_that_works() -> None:
    async def fails(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        raise ValueError("no")

    async def works(dispatcher: Any, tracker: Any, domain: Any) -> Any:
        return [SlotSet("s", 1)]

    endpoint = _endpoint(fails=fails, works=works)
    assert await endpoint.request(json=_call("fails")) == FAILED
    assert (await endpoint.request(json=_call("works")))["events"][0]["value"] == 1
