"""The door: a message goes into the log, and to the assistant when the assistant has the floor."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Callable, MutableMapping, Optional, Sequence
from weakref import WeakValueDictionary

from bot import clock
from bot.dialogue.handoff_words import wants_to_leave_queue
from bot.italian.distress import find_distress
from bot.measures import get_measures
from bot.outages import get_outage
from bot.rare_lines import RareLine
from bot.services import conversations, distress, handoffs
from bot.services.conversations import ASSISTANT, Draft, Follower, MessageView, Revoked, Silenced
from bot.services.errors import DatabaseUnavailable
from bot.services.unavailable import log_failure
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation.audience import Audience, Listener
from connectors.conversation.turns import Turns
from connectors.conversation.waiting_turns import TurnWatch, WaitingTurns

logger = logging.getLogger("orienta.conversation")

LEAVE_PAYLOAD = "/leave_handoff"
"""The button that gives up waiting for an operator; it works also when nobody but the service listens."""

MAX_WAITING = 100
"""Messages of one conversation that may wait for their turn here; what comes after is not taken."""

LOOK_SECONDS = 0.5
"""Between two looks for turns that nobody has begun: events of the desk, and what a crashed process left."""

CALM_SECONDS = 0.1
"""After a look, before the next: other processes write often, and mostly nothing that needs a turn here."""

LEFT_BEHIND_SECONDS = 4.0
"""A person's message that has been pending for so long, and not in this process, is taken for left behind."""

SLOW_SECONDS = 5.0
"""After so long a person hears that the message is still being taken; no lock is waited for as long."""

FINISH_SECONDS = 4.0
"""How long turns may still take when the server is told to stop."""

FIRST_LOOK_SECONDS = 3.0
"""After the start, messages wait for so long at most until what a crash left behind is known."""


@dataclass(frozen=True)
class Received:
    """What became of a message.

    ``reason``: taken; repeated (its key was there: ``sequence`` is of that one); revoked (the conversation was erased:
    start another); unavailable (it stands nowhere, the person should hear :meth:`Conversations.sentence`); full (too
    many of this conversation wait already; it stands nowhere); overloaded (so many of all conversations wait here that
    an answer would take too long; it stands nowhere).
    ``state``: of the conversation when it was written.
    """

    reason: str
    sequence: Optional[int] = None
    state: str = ASSISTANT

    @property
    def ok(self) -> bool:
        """Whether the message stands in the log."""
        return self.reason in ("taken", "repeated")


class Conversations:
    """The door of one server process. ``agent``: gives Rasa's agent, None while there is none."""

    def __init__(self, settings: Settings, agent: Callable[[], Any]) -> None:
        self._settings = settings
        self._audience = Audience()
        self._agent = agent
        self._turns = Turns(settings, agent, self._audience)
        self._inboxes: MutableMapping[str, asyncio.Lock] = WeakValueDictionary()
        self._follower = Follower(settings, self._changed, knows=self._audience.knows)
        self._watch: Optional[asyncio.Task[None]] = None
        self._look_now = asyncio.Event()
        self._looked = asyncio.Event()
        self._arriving = 0
        self._saying: set[asyncio.Task[None]] = set()
        self._watch_turns = TurnWatch()
        self._refusals = RareLine(logger, "too much waits, %d messages refused (ORIENTA_QUEUE_MAX is %d)")

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` of everything that happens in conversations from now on."""
        self._audience.add(listener)

    async def receive(
        self, conversation_id: str, channel: str, text: str, *, rasa: Optional[str] = None,
        title: Optional[str] = None, key: Optional[str] = None,
    ) -> Received:
        """Take a message of the person; returns as soon as it stands in the log, its turn runs afterwards.

        ``text``: what was typed, through :func:`~connectors.conversation.texts.read_text`; it never becomes a command.
        ``rasa``: what goes to Rasa instead, the raw payload of a button that we sent (the channel has checked that);
        ``title``: what the button says, shown in place of ``text``. ``key``: made by the client, at most 100
        characters: a repeated one is the same message. Messages keep the order of the calls.
        """
        received = await self._receive(conversation_id, channel, text, rasa, title, key)
        get_measures().messages.labels(channel, received.reason).inc()
        return received

    async def _receive(
        self, conversation_id: str, channel: str, text: str, rasa: Optional[str], title: Optional[str],
        key: Optional[str],
    ) -> Received:
        if self._watch is not None and not self._looked.is_set():
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._looked.wait(), FIRST_LOOK_SECONDS)
        if self._turns.waiting(conversation_id) >= MAX_WAITING:
            return Received("full")
        most = self._settings.queue_max
        if most and self._arriving + self._turns.count_waiting() >= most and (rasa or not find_distress(text)):
            self._refusals.note(most)
            return Received("overloaded")
        self._arriving += 1
        try:
            return await self._take(conversation_id, channel, text, rasa, title, key)
        finally:
            self._arriving -= 1

    async def _take(
        self, conversation_id: str, channel: str, text: str, rasa: Optional[str], title: Optional[str],
        key: Optional[str],
    ) -> Received:
        draft = Draft("person", title or text, {"rasa": rasa} if rasa else None, key=key, pending=True)
        async with self._inboxes.setdefault(conversation_id, asyncio.Lock()):
            received, message = await self._append(conversation_id, channel, draft)
            if message is not None:
                await self._audience.appended(conversation_id, [message], received.state)
                if message.pending:
                    self._turns.kick(conversation_id, message)
        if message is not None and received.state != ASSISTANT:
            await self._serve_silence(conversation_id, channel, received.state, text, rasa)
        return received

    async def say(self, conversation_id: str, channel: str, draft: Draft) -> bool:
        """Append a message of the assistant that is no answer (a reminder, a trigger); whether it stands in the log.

        Raises:
            DatabaseUnavailable: it does not, the database cannot be written.
        """
        written = await asyncio.to_thread(
            conversations.append_message, self._settings, conversation_id=conversation_id, channel=channel, draft=draft,
            now=clock.now())
        if isinstance(written, (Silenced, Revoked)):
            return False
        if written.new:
            await self._audience.appended(conversation_id, [written.message], written.state)
        return True

    def sentence(self) -> Draft:
        """What to show to a person whose message could not be taken."""
        return self._turns.sentence()

    def measure_waiting(self) -> WaitingTurns:
        """How many messages wait for their turn, and for how long."""
        return self._watch_turns.measure()

    def busy(self, conversation_id: str) -> bool:
        """Whether an answer is being prepared here."""
        return self._turns.busy(conversation_id)

    async def start(self) -> None:
        """Begin to follow other processes and to take up what was left behind. The agent is ready."""
        self._follower.start()
        self._watch = asyncio.get_running_loop().create_task(self._keep_looking())

    async def stop(self) -> None:
        """Let turns end, then stop; may be called twice."""
        if not await self._turns.settle(FINISH_SECONDS):
            logger.warning("some turns did not end in time: they are taken up at the next start")
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
            await self._follower.stop()

    def close(self) -> None:
        """Begin no more turns: what people write from now on is answered by another process, or at the next start."""
        self._turns.close()

    async def settle(self, seconds: float = FINISH_SECONDS) -> bool:
        """Wait until no turn runs here; whether that came true within ``seconds``."""
        return await self._turns.settle(seconds)

    async def _append(
        self, conversation_id: str, channel: str, draft: Draft
    ) -> tuple[Received, Optional[MessageView]]:
        """The result, and the message when it is new."""
        slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._say_slow, conversation_id)
        try:
            written = await asyncio.to_thread(
                conversations.append_message, self._settings, conversation_id=conversation_id, channel=channel,
                draft=draft, now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "a message could not be written", error)
            return Received("unavailable"), None
        finally:
            slow.cancel()
        if isinstance(written, (Silenced, Revoked)):
            return Received("revoked"), None
        reason = "taken" if written.new else "repeated"
        return Received(reason, written.message.sequence, written.state), written.message if written.new else None

    def _say_slow(self, conversation_id: str) -> None:
        """The database keeps a message waiting: it may still take it, so nobody is asked to write again."""
        get_outage("database", self._settings.database_url).note_failure(f"no answer within {SLOW_SECONDS:.0f} s")
        saying = asyncio.create_task(self._audience.unlogged(
            conversation_id, [Draft("system", get_text("conversation.slow"))]))
        self._saying.add(saying)
        saying.add_done_callback(self._saying.discard)

    async def _serve_silence(
        self, conversation_id: str, channel: str, state: str, text: str, rasa: Optional[str]
    ) -> None:
        """While Rasa is silent two things reach a service: words of distress, and giving up waiting."""
        kind = find_distress(text) if rasa is None else None
        if kind is None:
            await self._perhaps_leave(conversation_id, state, text, rasa)
            return
        try:
            words = await asyncio.to_thread(
                distress.answer_distress, self._settings, conversation_id=conversation_id, channel=channel, kind=kind,
                now=clock.now())
            await self.say(conversation_id, channel, Draft("system", words, {"event": "distress"}))
        except DatabaseUnavailable as error:
            log_failure(logger, "distress could not be answered", error)
            await self._audience.unlogged(conversation_id, [self.sentence()])

    async def _perhaps_leave(self, conversation_id: str, state: str, text: str, rasa: Optional[str]) -> None:
        pressed = rasa is not None and rasa.split("{")[0] == LEAVE_PAYLOAD
        if not pressed and (state != conversations.WAITING or rasa is not None or not wants_to_leave_queue(text)):
            return
        try:
            await asyncio.to_thread(
                handoffs.leave_queue, self._settings, conversation_id=conversation_id, by="person", now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "a queue could not be left", error)
            await self._audience.unlogged(conversation_id, [self.sentence()])
            return
        await self._audience.changed([conversation_id])
        self._look_now.set()

    async def _changed(self, conversation_ids: Sequence[str]) -> None:
        self._look_now.set()
        await self._audience.changed(conversation_ids)

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self._look(at_start=not self._looked.is_set())
            except DatabaseUnavailable:
                await asyncio.sleep(LOOK_SECONDS)
            except Exception as error:  # whatever it is, the next look may go well
                log_failure(logger, "looking for turns failed", error)
            self._looked.set()
            await asyncio.sleep(CALM_SECONDS)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_SECONDS)
            self._look_now.clear()

    async def _look(self, at_start: bool) -> None:
        agent = self._agent()
        if agent is None or not agent.is_ready():
            return
        oldest = clock.now() - timedelta(seconds=LEFT_BEHIND_SECONDS)
        pending = await asyncio.to_thread(conversations.list_pending, self._settings)
        self._watch_turns.note_pending([message.id for message in pending])
        for message in pending:
            mine = self._turns.busy(message.conversation_id)
            if not mine and (at_start or message.author == "system" or message.at < oldest):
                self._turns.kick(message.conversation_id)
