"""Messages, claims, transfers, closes, disconnects and restarts in any order: one owner, silence, nothing lost.

The services and the door are the real ones; Rasa's agent is a stand-in whose turns last until they are let go.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Optional

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.services import conversations, handoffs
from bot.services.handoffs import Ended, Left, Owned, SaidByOperator, TakenBy, Transferred
from bot.settings import Settings
from connectors.conversation import Conversations
from tests.support import desk_data
from tests.support.booking_data import NOW
from tests.support.desk_data import ANNA, CARLA, DARIO, add_desk, always_open, request_row, seen

PEOPLE = ("p", "q")
OPERATORS = (ANNA, CARLA, DARIO)
_runs = itertools.count(1)

people = st.sampled_from(PEOPLE)
operators = st.sampled_from(OPERATORS)


class Agent:
    """Stands for Rasa's: a turn waits for :attr:`gate`, is then kept by the tracker, and answers."""

    domain = None

    def __init__(self, trackers: dict[str, DialogueStateTracker]) -> None:
        self.gate = asyncio.Event()
        self.trackers = trackers
        self.tracker_store = self

    def is_ready(self) -> bool:
        return True

    async def retrieve(self, sender: str) -> Optional[DialogueStateTracker]:
        return self.trackers.get(sender)

    async def handle_message(self, message: UserMessage) -> None:
        await self.gate.wait()
        answer = f"risposta a {message.text}"
        tracker = self.trackers.setdefault(message.sender_id, DialogueStateTracker(message.sender_id, []))
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        tracker.update(BotUttered(answer))
        await message.output_channel.send_response(message.sender_id, {"text": answer})


@dataclass
class Chat:
    """What must be true of one conversation."""

    id: str
    written: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    owner: Optional[int] = None
    state: str = "assistant"
    shown: dict[str, list[int]] = field(default_factory=lambda: {"person": [], "desk": []})


class DeskMachine(RuleBasedStateMachine):
    """Any order of what people, operators, time and crashes do."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.settings = Settings(database_url=self.url, handoff_minutes=10, owner_minutes=10, owner_offline_seconds=90)
        run = next(_runs)
        self.chats = {name: Chat(f"web_{run}{name}") for name in PEOPLE}
        self.now: datetime = NOW
        self.numbers = itertools.count(1)
        self.trackers: dict[str, DialogueStateTracker] = {}
        self.loop = asyncio.new_event_loop()
        self.start_server()
        for number in OPERATORS:
            seen(self.url, number, self.now)

    # what the server does

    def start_server(self) -> None:
        self.agent = Agent(self.trackers)
        self.door = Conversations(self.settings, lambda: self.agent)

        async def start() -> None:
            await self.door.start()
            await self.door._looked.wait()

        self.loop.run_until_complete(start())

    def kill_server(self) -> None:
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

    async def settle(self) -> None:
        self.agent.gate.set()
        while True:
            await self.door.settle()
            pending = [each for each in conversations.list_pending(self.settings) if self.owed(each.conversation_id)]
            if not pending:
                break
            self.door._look_now.set()
            await asyncio.sleep(0.01)
        self.agent.gate.clear()
        for chat in self.chats.values():
            log = conversations.list_after(self.settings, conversation_id=chat.id, sequence=0)
            answers = {each.text for each in log if each.author == "assistant"}
            assert [text for text in chat.owed if f"risposta a {text}" not in answers] == []
            chat.owed.clear()

    def owed(self, conversation_id: str) -> bool:
        return any(chat.id == conversation_id and chat.state == "assistant" for chat in self.chats.values())

    # people

    @rule(who=people, repeats=st.booleans())
    def person_writes(self, who: str, repeats: bool) -> None:
        chat, text = self.chats[who], f"domanda {next(self.numbers)}"
        for _ in range(1 + repeats):  # a client that got no answer sends it again
            received = self.loop.run_until_complete(self.door.receive(chat.id, "webchat", text, key=f"k:{text}"))
            assert received.ok and received.state == chat.state
        chat.written.append(text)
        if chat.state == "assistant":
            chat.owed.append(text)

    @rule(who=people)
    def person_asks(self, who: str) -> None:
        chat = self.chats[who]
        queued = handoffs.request_operator(
            self.settings, conversation_id=chat.id, channel="webchat", reason="asked", subject=None, wants=None,
            card=None, office_id=None, now=self.now)
        assert queued.already == (chat.state != "assistant")
        if chat.state == "assistant":
            self.take_word(chat, None, "waiting")

    @rule(who=people)
    def person_leaves(self, who: str) -> None:
        chat = self.chats[who]
        result = handoffs.leave_queue(self.settings, conversation_id=chat.id, now=self.now)
        if isinstance(result, Left):
            self.give_back(chat)

    @rule(who=people)
    def client_reads(self, who: str) -> None:
        self.read(self.chats[who], "person")

    # operators

    @rule(who=people, number=operators, takes_over=st.booleans())
    def claims(self, who: str, number: int, takes_over: bool) -> None:
        chat = self.chats[who]
        result = handoffs.claim(self.settings, conversation_id=chat.id, operator_id=number, take_over=takes_over,
                                now=self.now)
        if isinstance(result, Owned):
            assert result.new == (chat.owner is None)
            assert chat.owner in (None, number)
            self.take_word(chat, number, "owned")
        elif isinstance(result, TakenBy):
            assert result.operator_id == chat.owner != number

    @rule(who=people, number=operators)
    def claims_in_the_middle_of_a_turn(self, who: str, number: int) -> None:
        self.person_writes(who, False)
        self.loop.run_until_complete(asyncio.sleep(0.01))
        self.claims(who, number, True)
        self.turns_end()

    @rule(who=people, number=operators, repeats=st.booleans())
    def operator_says(self, who: str, number: int, repeats: bool) -> None:
        chat, text = self.chats[who], f"detto {next(self.numbers)}"
        for _ in range(1 + repeats):
            result = handoffs.say(self.settings, conversation_id=chat.id, operator_id=number, text=text,
                                  key=f"desk:{text}", now=self.now)
            assert isinstance(result, SaidByOperator) == (chat.owner == number)
        if chat.owner == number:
            chat.said.append(text)

    @rule(who=people, number=operators, to=operators)
    def transfers(self, who: str, number: int, to: int) -> None:
        chat = self.chats[who]
        result = handoffs.transfer(self.settings, conversation_id=chat.id, operator_id=number, to_operator_id=to,
                                   now=self.now)
        if isinstance(result, Transferred):
            assert chat.owner is not None and number in (chat.owner, CARLA)
            chat.owner = to

    @rule(who=people, number=operators)
    def sends_to_office(self, who: str, number: int) -> None:
        chat = self.chats[who]
        result = handoffs.transfer(self.settings, conversation_id=chat.id, operator_id=number, to_office_id="lecco",
                                   now=self.now)
        if isinstance(result, Transferred):
            assert chat.owner is not None and number in (chat.owner, CARLA)
            chat.owner, chat.state = None, "waiting"

    @rule(who=people, number=operators, closes=st.booleans())
    def ends(self, who: str, number: int, closes: bool) -> None:
        chat = self.chats[who]
        known = {"conversation_id": chat.id, "operator_id": number, "now": self.now}
        result: Any = (handoffs.close(self.settings, outcome="solved", **known) if closes
                       else handoffs.hand_back(self.settings, **known))
        if isinstance(result, Ended):
            assert chat.owner is None or number in (chat.owner, CARLA)
            self.give_back(chat)

    @rule(who=people)
    def desk_reads(self, who: str) -> None:
        self.read(self.chats[who], "desk")

    # time and crashes

    @rule(number=operators, minutes=st.sampled_from((1, 2, 11)))
    def time_passes_without(self, number: int, minutes: int) -> None:
        """Everybody but one stays online; then the watchers look, twice, as two processes would."""
        self.now += timedelta(minutes=minutes)
        for each in OPERATORS:
            if each != number:
                seen(self.url, each, self.now)
        for _ in range(2):
            for requeued in handoffs.requeue_silent(self.settings, self.now):
                chat = next(each for each in self.chats.values() if each.id == requeued.conversation_id)
                assert chat.owner == requeued.operator_id
                chat.owner, chat.state = None, "waiting"
            for conversation_id in handoffs.offer_callbacks(self.settings, self.now):
                chat = next(each for each in self.chats.values() if each.id == conversation_id)
                assert chat.state == "waiting"
                self.give_back(chat)

    @rule()
    def turns_end(self) -> None:
        self.loop.run_until_complete(self.settle())

    @rule()
    def server_is_killed_and_comes_back(self) -> None:
        self.kill_server()
        self.start_server()

    # what holds at any time

    @invariant()
    def the_database_agrees(self) -> None:
        for chat in self.chats.values():
            found = conversations.find_state(self.settings, conversation_id=chat.id)
            assert (found[0] if found else "assistant") == chat.state
            row = request_row(self.settings, chat.id)
            if chat.state in ("waiting", "owned"):
                assert (row.state, row.owner_id) == (chat.state, chat.owner)
            else:
                assert row is None or row.state in ("callback", "ended")

    @invariant()
    def the_log_is_whole(self) -> None:
        for chat in self.chats.values():
            log = conversations.list_after(self.settings, conversation_id=chat.id, sequence=0, desk=True)
            assert [each.sequence for each in log] == list(range(1, len(log) + 1))
            assert [each.text for each in log if each.author == "person"] == chat.written
            assert [each.text for each in log if each.author == "operator"] == chat.said
            answers = [each.text for each in log if each.author == "assistant" and "domanda" in each.text]
            assert len(answers) == len(set(answers)), "a turn answered twice"
            self.nobody_speaks_over_an_operator(log)

    def nobody_speaks_over_an_operator(self, log: list[Any]) -> None:
        owned = False
        for each in log:
            event = each.content.get("event") if each.author == "system" and each.audience == "desk" else None
            if event == "handoff_claimed":
                owned = True
            elif event == "handoff_transferred":  # to a colleague, or to the queue of an office
                owned = any(each.text.endswith(f": {name}.") for _, _, name, *_ in desk_data.OPERATORS)
            elif event in ("handoff_left", "handoff_returned", "handoff_closed", "handoff_requeued"):
                owned = False
            assert not (owned and each.author == "assistant"), f"{each.text} while an operator has the floor"
            assert each.author != "operator" or owned

    def teardown(self) -> None:
        """At the end everybody lets go; then every question that the assistant owes has its one answer."""
        for chat in self.chats.values():
            handoffs.leave_queue(self.settings, conversation_id=chat.id, now=self.now)
            self.give_back(chat)
        self.server_is_killed_and_comes_back()
        self.loop.run_until_complete(self.settle())
        self.the_log_is_whole()
        for chat in self.chats.values():
            assert conversations.list_pending(self.settings, conversation_id=chat.id) == []
            for reader, desk in (("person", False), ("desk", True)):
                self.read(chat, reader)
                log = conversations.list_after(self.settings, conversation_id=chat.id, sequence=0, desk=desk)
                assert chat.shown[reader] == [each.sequence for each in log]
        self.kill_server()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def read(self, chat: Chat, reader: str) -> None:
        """A client that comes back and asks for what lies behind the last number it has."""
        last = chat.shown[reader][-1] if chat.shown[reader] else 0
        news = conversations.list_after(self.settings, conversation_id=chat.id, sequence=last, desk=reader == "desk")
        chat.shown[reader] += [each.sequence for each in news]

    @staticmethod
    def take_word(chat: Chat, owner: Optional[int], state: str) -> None:
        """What was asked before and had no answer yet is the operator's to read."""
        chat.owner, chat.state = owner, state
        chat.owed.clear()

    @staticmethod
    def give_back(chat: Chat) -> None:
        chat.owner, chat.state = None, "assistant"


LONG = os.environ.get("ORIENTA_TEST_LONG", "") == "1"
"""`make test-long`: a search that takes minutes. Otherwise a fixed small share of it, the same on every machine."""


def run(url: str, examples: int, steps: int) -> None:
    add_desk(url)
    always_open(url)
    machine = type("Machine", (DeskMachine,), {"url": url})
    run_state_machine_as_test(machine, settings=settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck)))


@pytest.mark.slow
def test_any_order_on_sqlite(sqlite_url: str) -> None:
    run(sqlite_url, examples=100 if LONG else 5, steps=40)


@pytest.mark.slow
def test_any_order_on_postgresql(postgres_url: str) -> None:
    run(postgres_url, examples=20 if LONG else 2, steps=30)
