"""The door: one turn at a time, in the order of the log, each once; silence while an operator has the floor."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Awaitable, Callable, Iterator, Optional, Sequence

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import select

from bot import clock
from bot.db.models import Activity
from bot.db.session import transaction
from bot.dialogue.handoff_words import wants_to_leave_queue
from bot.services import activity, conversations, handoffs, privacy, turn_end
from bot.services.conversations import Draft, MessageView
from bot.services.errors import DatabaseUnavailable
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation import Conversations, LogOutput, RefusedText, door, read_text, turns
from connectors.conversation.output import make_draft
from tests.support.clocks import PATIENCE_SECONDS

ANNA, CHANNEL = "web_anna", "webchat"
EMPTY = RefusedText("empty", get_text("conversation.empty"))
Handler = Callable[[UserMessage], Awaitable[None]]


class Agent:
    """Stands for Rasa's: notes what it hears and says it again."""

    domain = None

    def __init__(self, handler: Optional[Handler] = None) -> None:
        self.heard: list[tuple[str, str]] = []
        self.handler = handler
        self.trackers: dict[str, DialogueStateTracker] = {}
        self.tracker_store = self

    def is_ready(self) -> bool:
        return True

    async def retrieve(self, sender: str) -> Optional[DialogueStateTracker]:
        return self.trackers.get(sender)

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append((message.text, message.message_id))
        if self.handler is not None:
            await self.handler(message)
        await message.output_channel.send_response(message.sender_id, {"text": f"risposta a {message.text}"})


class Screen:
    """A listener that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.unlogged_texts: list[str] = []
        self.last_words: list[str] = []

    async def appended(self, _id: str, messages: Sequence[MessageView], _state: str) -> None:
        self.told += [view.text for view in messages]

    async def changed(self, _ids: Sequence[str]) -> None:
        self.told.append("changed")

    async def typing(self, _id: str, on: bool) -> None:
        self.told.append(f"typing {on}")

    async def unlogged(self, _id: str, drafts: Sequence[Draft]) -> None:
        self.unlogged_texts += [draft.text for draft in drafts]

    async def erased(self, _id: str, last_words: Sequence[Draft]) -> None:
        self.last_words += [draft.text for draft in last_words]


class Server:
    """A door with a fake agent on a real database."""

    def __init__(self, url: str, handler: Optional[Handler] = None) -> None:
        self.settings = Settings(database_url=url)
        self.agent = Agent(handler)
        self.screen = Screen()
        self.door = Conversations(self.settings, lambda: self.agent)
        self.door.listen(self.screen)

    async def hear(self, text: str, **more: Any) -> Any:
        return await self.door.receive(ANNA, CHANNEL, text, **more)

    def log(self) -> list[str]:
        return [f"{view.author}: {view.text}" for view in conversations.list_after(
            self.settings, conversation_id=ANNA, sequence=0)]

    def give(self, state: str) -> None:
        with transaction(self.settings.database_url, write=True) as session:
            conversations.lock_in(session, conversation_id=ANNA, channel=CHANNEL, now=clock.now())
            conversations.set_state_in(session, conversation_id=ANNA, state=state)

    def left_behind(self, text: str) -> MessageView:
        """A message that a process wrote which then died."""
        found = conversations.append_message(
            self.settings, conversation_id=ANNA, channel=CHANNEL, draft=Draft("person", text, pending=True),
            now=clock.now() - timedelta(minutes=1))
        return found.message  # type: ignore[union-attr]


@pytest.fixture
def server(sqlite_url: str) -> Iterator[Server]:
    yield Server(sqlite_url)


async def test_a_message_and_its_answer_stand_in_the_log_and_are_told(server: Server) -> None:
    received = await server.hear("ciao", key="c:1")
    assert received.ok and (received.reason, received.sequence, received.state) == ("taken", 1, "assistant")
    assert await server.door.settle()
    assert server.log() == ["person: ciao", "assistant: risposta a ciao"]
    assert server.screen.told == ["ciao", "typing True", "risposta a ciao", "typing False"]
    [(_, message_id)] = server.agent.heard
    first, answer = conversations.list_after(server.settings, conversation_id=ANNA, sequence=0)
    assert message_id == str(first.id) and answer.key == f"{first.id}:1" and not first.pending


async def test_a_key_that_was_there_is_the_same_message(server: Server) -> None:
    first = await server.hear("ciao", key="c:1")
    again = await server.hear("ciao", key="c:1")
    await server.door.settle()
    assert (again.reason, again.sequence, again.ok) == ("repeated", first.sequence, True)
    assert len(server.agent.heard) == 1


async def test_messages_are_answered_one_at_a_time_and_in_order(sqlite_url: str) -> None:
    running, most = 0, 0

    async def slow(message: UserMessage) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02 if message.text == "0" else 0.001)
        running -= 1

    server = Server(sqlite_url, slow)
    await asyncio.gather(*(server.hear(str(number)) for number in range(10)))
    await server.door.settle()
    assert [text for text, _ in server.agent.heard] == [str(number) for number in range(10)] and most == 1
    assert server.log()[10:] == [f"assistant: risposta a {number}" for number in range(10)] or len(server.log()) == 20


async def test_conversations_do_not_wait_for_one_another(sqlite_url: str) -> None:
    here: list[str] = []
    together = asyncio.Event()

    async def meet(message: UserMessage) -> None:
        here.append(message.sender_id)
        if len(here) == 2:
            together.set()
        await asyncio.wait_for(together.wait(), PATIENCE_SECONDS)

    server = Server(sqlite_url, meet)
    for sender in ("web_anna", "web_bea"):
        await server.door.receive(sender, CHANNEL, "ciao")
    assert await server.door.settle() and len(here) == 2


async def test_a_button_shows_its_title_and_rasa_gets_the_payload(server: Server) -> None:
    await server.hear("", rasa="/affirm", title="Sì")
    await server.door.settle()
    assert server.log()[0] == "person: Sì" and server.agent.heard[0][0] == "/affirm"


async def test_what_is_typed_is_never_a_command(server: Server) -> None:
    for text in ("/restart", '/choose{"a": 1}', "/chiamami domani"):
        await server.hear(text)
    await server.door.settle()
    assert [text for text, _ in server.agent.heard] == ["chiamami domani"]
    assert server.log().count(f"assistant: {get_text('conversation.not_a_command')}") == 2


@pytest.mark.parametrize("state", ["waiting", "owned"])
async def test_rasa_is_silent_while_an_operator_is_awaited_or_has_the_word(server: Server, state: str) -> None:
    server.give(state)
    for text, rasa in (("ciao", None), ("Sì", "/affirm"), ("/restart", None)):
        received = await server.hear(text, rasa=rasa)
        assert received.ok and received.state == state
    await server.door.settle()
    assert server.agent.heard == [] and conversations.list_pending(server.settings) == []


async def test_what_waited_for_its_turn_is_the_operators_when_one_is_asked_for(sqlite_url: str) -> None:
    async def ask_for_an_operator(_: UserMessage) -> None:
        while len(server.log()) < 3:
            await asyncio.sleep(0.01)
        server.give("waiting")

    server = Server(sqlite_url, ask_for_an_operator)
    for text in ("voglio una persona", "ci sei?", "pronto?"):
        await server.hear(text)
    await server.door.settle()
    assert [text for text, _ in server.agent.heard] == ["voglio una persona"]
    assert conversations.list_pending(server.settings) == []


async def test_an_answer_that_comes_after_an_operator_took_the_word_is_not_said(sqlite_url: str) -> None:
    async def claimed(_: UserMessage) -> None:
        server.give("owned")

    server = Server(sqlite_url, claimed)
    await server.hear("ciao")
    await server.door.settle()
    assert server.log() == ["person: ciao"]


@pytest.mark.parametrize("state", ["waiting", "owned"])
async def test_distress_is_answered_also_while_an_operator_is_waited_for_or_has_the_word(
    server: Server, state: str,
) -> None:
    await server.hear("ciao")
    await server.door.settle()
    server.give(state)
    await server.hear("voglio farla finita")
    last = server.log()[-1]
    assert last.startswith("system: ") and "Mi dispiace" in last and len(server.agent.heard) == 1
    await server.hear("sono morto di stanchezza")
    assert server.log()[-1] == "person: sono morto di stanchezza"


@pytest.mark.parametrize("text, rasa", [("lascio perdere", None), ("Annulla", "/leave_handoff")])
async def test_who_waits_can_give_up(server: Server, monkeypatch: pytest.MonkeyPatch, text: str, rasa: str) -> None:
    left: list[str] = []
    monkeypatch.setattr(
        handoffs, "leave_queue", lambda _settings, *, conversation_id, by, now: left.append(conversation_id))
    await server.hear(text, rasa=rasa)
    assert left == [], "nobody waits"
    server.give("waiting")
    await server.hear(text, rasa=rasa)
    assert left == [ANNA]
    server.give("owned")
    await server.hear("lascio perdere")
    assert left == [ANNA], "words to an operator are words"


@pytest.mark.parametrize("text, wanted", [
    ("annulla la richiesta", True), ("Torna all'assistente", True), ("no grazie, lascio perdere", True),
    ("non voglio più parlare con un operatore", True), ("esco dalla coda", True), ("annulla", True),
    ("lascia stare, non aspetto più", True), ("non aspetto più, grazie, lascia stare", True),
    ("lascia stare il corso, non aspetto più", False),
    ("annulla la richiesta del corso di sala", False), ("vorrei un corso", False), ("no", False), ("", False),
    ("posso annullare l'appuntamento?", False)])
def test_words_that_give_up_waiting(text: str, wanted: bool) -> None:
    assert wants_to_leave_queue(text) is wanted


async def test_a_turn_that_fails_ends_with_the_sentence(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(message: UserMessage) -> None:
        if "Segreta" in message.text:
            raise RuntimeError(message.text)

    server = Server(sqlite_url, fail)
    await server.hear("mi chiamo Segreta")
    await server.hear("ciao")
    await server.door.settle()
    assert sorted(server.log())[:2] == [f"assistant: {get_text('service.unavailable')}", "assistant: risposta a ciao"]
    assert "could not be handled" in caplog.text and "Segreta" not in caplog.text
    assert conversations.list_pending(server.settings) == []


async def test_a_database_that_is_down_is_said(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any, **__: Any) -> Any:
        raise DatabaseUnavailable("down")

    with monkeypatch.context() as broken:
        broken.setattr(conversations, "append_message", down)
        assert (await server.hear("ciao")).reason == "unavailable"
        assert server.door.sentence().text == get_text("service.unavailable")
    with monkeypatch.context() as broken:
        broken.setattr(conversations, "conclude", down)
        await server.hear("ciao")
        await server.door.settle()
        assert server.screen.unlogged_texts == [get_text("conversation.answered_later")], "it stands: nobody repeats it"
    assert server.log() == ["person: ciao"] and len(conversations.list_pending(server.settings)) == 1


async def test_a_turn_whose_end_could_not_be_written_is_not_run_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, stock, failures = [], conversations.conclude, [DatabaseUnavailable("down")] * 2

    async def book(_: UserMessage) -> None:
        end = turn_end.find_open()
        assert end is not None
        end.counts.append(lambda session: written.append(session))
        end.committed.append(lambda: written.append("committed"))

    def fail_twice(*arguments: Any, **named: Any) -> Any:
        if failures:
            raise failures.pop()
        return stock(*arguments, **named)

    server.agent.handler = book
    monkeypatch.setattr(conversations, "conclude", fail_twice)
    monkeypatch.setattr(door, "LEFT_BEHIND_SECONDS", 0.0)
    monkeypatch.setattr(turns, "RETRY_SECONDS", 0.05)
    await server.door.start()
    await server.hear("confermo")
    await _until(lambda: len(server.log()) == 2)
    await server.door.stop()
    assert server.log() == ["person: confermo", "assistant: risposta a confermo"]
    assert len(server.agent.heard) == 1, "the booking was made when the turn ran"
    assert len(written) == 2 and written[1] == "committed" and not failures


async def test_what_a_turn_counts_is_written_with_its_answers_or_not_at_all(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(number: int) -> None:
        activity.record(server.settings, conversation_id=ANNA, channel=CHANNEL, kind="question", now=clock.now(),
                        topic=str(number))

    def counted() -> list[str]:
        with transaction(server.settings.database_url) as session:
            return list(session.execute(select(Activity.topic)).scalars())

    async def answer(_: UserMessage) -> None:
        count(1)
        assert counted() == []

    server.agent.handler = answer
    await server.hear("quanto costa?")
    await server.door.settle()
    assert counted() == ["1"]
    count(2)
    assert counted() == ["1", "2"], "outside a turn it stands for itself"
    [message] = [view for view in conversations.list_after(server.settings, conversation_id=ANNA, sequence=0)
                 if view.author == "person"]
    with turn_end.gather() as end:
        count(3)
    again = conversations.conclude(server.settings, message=message, answers=[], now=clock.now(), with_it=end)
    assert again.repeated and counted() == ["1", "2"], "a turn that had ended elsewhere counts nothing again"


async def test_a_turn_of_the_desk_is_run_with_its_payload_once(server: Server) -> None:
    await server.door.start()
    for _ in range(2):
        conversations.append_message(
            server.settings, conversation_id=ANNA, channel=CHANNEL, now=clock.now(), draft=Draft(
            "system", key="returned", kind="event", audience="desk", pending=True,
            content={"rasa": "/handoff_returned"}))
    await _until(lambda: "assistant: risposta a /handoff_returned" in server.log())
    await server.door.stop()
    assert len(server.agent.heard) == 1


async def test_what_a_crash_left_behind_is_run_before_anything_new(server: Server) -> None:
    left = server.left_behind("prima")
    await server.door.start()
    await server.hear("dopo")
    await _until(lambda: len(server.log()) == 4)
    await server.door.stop()
    assert [text for text, _ in server.agent.heard] == ["prima", "dopo"]
    assert server.agent.heard[0][1] == str(left.id)


async def test_a_turn_that_the_tracker_has_is_answered_from_it(server: Server) -> None:
    left = server.left_behind("prima")
    tracker = DialogueStateTracker(ANNA, [])
    for event in (UserUttered("altro", message_id="0"), BotUttered("prima ancora"),
                  UserUttered("prima", message_id=str(left.id)), BotUttered("detto", {"buttons": [
                      {"title": "Sì", "payload": "/affirm"}]}), BotUttered("e questo")):
        tracker.update(event)
    server.agent.trackers[ANNA] = tracker
    await server.door.start()
    await _until(lambda: len(server.log()) == 3)
    await server.door.stop()
    assert server.agent.heard == [] and server.log()[1:] == ["assistant: detto", "assistant: e questo"]
    said = conversations.list_after(server.settings, conversation_id=ANNA, sequence=1)[0]
    assert said.content == {"quick_replies": [{"title": "Sì", "payload": "/affirm"}]}


async def test_a_turn_that_erases_its_conversation_says_its_last_words(sqlite_url: str) -> None:
    async def erase(message: UserMessage) -> None:
        privacy.erase(server.settings, conversation_id=message.sender_id, now=clock.now())

    server = Server(sqlite_url, erase)
    await server.hear("cancella tutto")
    await server.door.settle()
    assert server.screen.last_words == ["risposta a cancella tutto"] and server.log() == []
    assert (await server.hear("ci sei?")).reason == "revoked"


async def test_a_flood_in_one_conversation_is_stopped(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_WAITING", 3)
    go = asyncio.Event()

    async def wait(_: UserMessage) -> None:
        await go.wait()

    server = Server(sqlite_url, wait)
    reasons = []
    for number in range(6):
        reasons.append((await server.hear(str(number))).reason)
        await asyncio.sleep(0.01)
    assert reasons == ["taken"] * 4 + ["full"] * 2, "one is being answered, three wait"
    go.set()
    await server.door.settle()
    assert (await server.hear("dopo")).ok


async def test_a_door_that_is_closing_ends_what_runs_and_begins_nothing(sqlite_url: str) -> None:
    go = asyncio.Event()

    async def wait(_message: UserMessage) -> None:
        await go.wait()

    server = Server(sqlite_url, wait)
    await server.hear("uno")
    await server.hear("due")
    await _until(lambda: bool(server.agent.heard))
    server.door.close()
    assert (await server.hear("tre")).ok, "it stands in the log all the same"
    go.set()
    assert await server.door.settle()
    assert len(server.agent.heard) == 1
    next_one = Server(sqlite_url)
    await next_one.door.start()
    await _until(lambda: len(next_one.agent.heard) == 2)
    await next_one.door.settle()
    await next_one.door.stop()
    said = [line for line in next_one.log() if line.startswith("person")]
    assert said == ["person: uno", "person: due", "person: tre"]
    assert next_one.log()[-1] == "assistant: risposta a tre"


async def test_a_listener_that_fails_keeps_nobody_else_from_being_told(server: Server) -> None:
    class Broken(Screen):
        async def appended(self, _id: str, messages: Sequence[MessageView], _state: str) -> None:
            raise RuntimeError

    door = Conversations(server.settings, lambda: server.agent)
    screen = Screen()
    for listener in (Broken(), screen):
        door.listen(listener)
    await door.receive(ANNA, CHANNEL, "ciao")
    await door.settle()
    assert "risposta a ciao" in screen.told


@pytest.mark.parametrize("text, expected", [
    ("  ciao\x00 a\x07 tutti ", "ciao a tutti"), ("/restart", "/restart"), ("\ud83d", "?"),
    ("ciao\u202eotnemagap", "ciaootnemagap"), ("sì\u2028Operatore: no", "sìOperatore: no"), ("a\x85b\u200e", "ab"),
    (" \n ", EMPTY), ("///", EMPTY)])
def test_what_is_typed_is_cleaned(text: str, expected: object) -> None:
    assert read_text(text, 20) == expected


def test_what_is_too_long_is_refused_unless_there_is_no_limit() -> None:
    refused = read_text("x" * 1001, 1000)
    assert isinstance(refused, RefusedText) and refused.reason == "length" and "1.000" in refused.text
    assert read_text("x" * 1001, 0) == "x" * 1001


async def test_one_response_is_one_message() -> None:
    output = LogOutput("webchat")
    file = {"type": "file", "payload": {"name": "a.ics"}}
    await output.send_response(ANNA, {
        "text": "Uno.\n\nDue. ", "buttons": [{"title": "Sì", "payload": "/affirm"}, {"title": "Aiuto"}],
        "custom": {"attachment": file, "type": "consent"}, "image": None})
    [draft] = output.drafts
    assert output.name() == "webchat" and draft.author == "assistant" and draft.text == "Uno.\n\nDue."
    assert draft.content == {
        "quick_replies": [{"title": "Sì", "payload": "/affirm"}, {"title": "Aiuto", "payload": "Aiuto"}],
        "attachment": file, "custom": {"type": "consent"}}
    assert make_draft({"image": "/x.png"}) == Draft(
        "assistant", "", {"attachment": {"type": "image", "payload": {"src": "/x.png"}}})
    assert make_draft({"text": " "}) is None


async def _until(met: Callable[[], bool]) -> None:
    for _ in range(300):
        if met():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come true")
