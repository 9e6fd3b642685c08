"""The assistant's turns: one at a time in a conversation, in the order of the log, each exactly once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, AsyncContextManager, Callable, Optional

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from bot import clock, request_ids
from bot.measures import get_measures
from bot.services import conversations, turn_end
from bot.services.conversations import Concluded, Draft, MessageView
from bot.services.errors import DatabaseUnavailable
from bot.services.turn_end import TurnEnd
from bot.services.unavailable import RESPONSE, log_failure
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation.audience import Audience
from connectors.conversation.output import LogOutput, make_draft
from connectors.conversation.texts import clean_for_rasa

logger = logging.getLogger("orienta.conversation")

TURN_SECONDS = 60.0
"""Longest turn: actions end after ORIENTA_ACTION_TIMEOUT_SECONDS each, so this is for what nobody has foreseen."""

MAX_UNWRITTEN = 500
"""Turns whose answers are kept in memory while the database refuses them."""

RETRY_SECONDS = 2.0
"""After the database failed in a turn: until it is tried again."""


@dataclass
class _Work:
    """What one conversation has to do here.

    ``fresh``: ids of messages that this process wrote and whose turn was not begun. ``mine``: there was one, so
    somebody here waits for an answer. ``again``: look once more before the end.
    """

    first: Optional[MessageView]
    fresh: set[int] = field(default_factory=set)
    mine: bool = False
    again: bool = False


class Turns:
    """Runs the turns of the messages that the log has as pending.

    Whoever holds the conversation's turn runs the oldest one, whichever process wrote it: so the order is that of the
    log. In one process the work list below is the lock; across processes it is Rasa's own lock of the conversation.
    """

    def __init__(self, settings: Settings, agent: Callable[[], Any], audience: Audience) -> None:
        self._settings = settings
        self._agent = agent
        self._audience = audience
        self._shared = bool(settings.redis_url)
        self._work: dict[str, _Work] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._failed: dict[str, float] = {}
        self._unwritten: OrderedDict[int, tuple[list[Draft], TurnEnd]] = OrderedDict()
        self._closed = False

    def close(self) -> None:
        """Begin no turn from now on; those that run end."""
        self._closed = True

    def kick(self, conversation_id: str, fresh: Optional[MessageView] = None) -> None:
        """See to it that the pending messages of the conversation get their turns; ``fresh``: just written here."""
        if self._closed:
            return
        work = self._work.get(conversation_id)
        if work is not None:
            work.again = True
        else:
            sure = not self._shared and conversation_id not in self._failed
            work = self._work[conversation_id] = _Work(fresh if sure else None)
            task = asyncio.get_running_loop().create_task(self._run(conversation_id, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if fresh is not None:
            work.fresh.add(fresh.id)
            work.mine = True

    def busy(self, conversation_id: str) -> bool:
        """Whether this process works on the conversation, or has just failed in it."""
        return conversation_id in self._work or self._failed.get(conversation_id, 0.0) > time.monotonic()

    def waiting(self, conversation_id: str) -> int:
        """How many messages written here have not begun their turn."""
        work = self._work.get(conversation_id)
        return 0 if work is None else len(work.fresh)

    def count_waiting(self) -> int:
        """How many messages of all conversations, written here, have not begun their turn."""
        return sum(len(work.fresh) for work in self._work.values())

    async def settle(self, seconds: float) -> bool:
        """Wait until nothing is being worked on; whether that came true within ``seconds``."""
        limit = time.monotonic() + seconds
        while self._tasks and time.monotonic() < limit:
            await asyncio.wait(set(self._tasks), timeout=max(0.0, limit - time.monotonic()))
        return not self._tasks

    def sentence(self) -> Draft:
        """What a person reads when there is no answer."""
        domain = getattr(self._agent(), "domain", None)
        texts = [item.get("text") for item in (domain.responses.get(RESPONSE, []) if domain is not None else [])]
        return Draft("assistant", next((text for text in texts if text), get_text("service.unavailable")))

    async def _run(self, conversation_id: str, work: _Work) -> None:
        try:
            while True:
                async with self._alone(conversation_id):
                    await self._all(conversation_id, work)
                if not work.again:
                    break
            self._failed.pop(conversation_id, None)
        except Exception as error:  # the message stays pending; recovery looks at it again
            self._failed[conversation_id] = time.monotonic() + RETRY_SECONDS
            log_failure(logger, "a turn could not be finished", error)
            if work.mine:  # what was written stands, and is answered later: nobody has to write it again
                await self._audience.unlogged(
                    conversation_id, [Draft("assistant", get_text("conversation.answered_later"))])
        finally:
            del self._work[conversation_id]

    async def _all(self, conversation_id: str, work: _Work) -> None:
        message, work.first = work.first, None
        if message is None:
            work.again = False
            message = await self._next(conversation_id)
        while message is not None and not self._closed:
            fresh = message.id in work.fresh
            work.fresh.discard(message.id)
            message = await self._turn(message, fresh)
            if message is None and work.again:
                work.again = False
                message = await self._next(conversation_id)
        work.fresh.clear()

    def _alone(self, conversation_id: str) -> AsyncContextManager[Any]:
        if not self._shared:
            return nullcontext()
        lock: AsyncContextManager[Any] = self._agent().lock_store.turns(conversation_id)
        return lock

    async def _next(self, conversation_id: str) -> Optional[MessageView]:
        return await asyncio.to_thread(conversations.find_next_turn, self._settings, conversation_id=conversation_id)

    async def _turn(self, message: MessageView, fresh: bool) -> Optional[MessageView]:
        """Run one turn and write its end; the message that comes next, if it is known to wait."""
        with request_ids.label(request_ids.name_message(message.id)):
            return await self._labelled_turn(message, fresh)

    async def _labelled_turn(self, message: MessageView, fresh: bool) -> Optional[MessageView]:
        here, began = message.conversation_id, time.monotonic()
        await self._audience.typing(here, True)
        try:
            # a turn that ran and whose end could not be written is not run again: its actions have done what they do
            unwritten = self._unwritten.pop(message.id, None)
            answers, end = unwritten if unwritten is not None else await self._run_turn(message, fresh)
            concluded = await self._conclude(message, answers, end)
            self._measure(message, answers, time.monotonic() - began)
            if concluded.revoked:
                await self._audience.erased(here, answers)
            else:
                await self._audience.appended(here, concluded.messages, concluded.state)
            return concluded.next
        finally:
            await self._audience.typing(here, False)

    def _measure(self, message: MessageView, answers: list[Draft], seconds: float) -> None:
        measures, failed = get_measures(), self.sentence().text
        outcome = "silent" if not answers else "failed" if any(item.text == failed for item in answers) else "answered"
        measures.answers.labels(outcome).inc()
        measures.turn_seconds.observe(seconds)
        if answers and message.author == "person":
            measures.answer_seconds.observe(max(0.0, (clock.now() - message.at).total_seconds()))

    async def _run_turn(self, message: MessageView, fresh: bool) -> tuple[list[Draft], TurnEnd]:
        with turn_end.gather(knows_facts=fresh) as end:
            return await self._answers(message, fresh), end

    async def _conclude(self, message: MessageView, answers: list[Draft], end: TurnEnd) -> Concluded:
        def write(what: list[Draft], with_it: Optional[TurnEnd]) -> Concluded:
            return conversations.conclude(
                self._settings, message=message, answers=what, now=clock.now(), with_it=with_it)

        try:
            concluded = await asyncio.to_thread(write, answers, end)
        except DatabaseUnavailable:
            self._unwritten[message.id] = (answers, end)
            while len(self._unwritten) > MAX_UNWRITTEN:
                self._unwritten.popitem(last=False)
                logger.error("the ends of more than %d turns could not be written: the oldest is lost", MAX_UNWRITTEN)
            raise
        except Exception as error:  # an end that cannot be written would be tried again for ever
            log_failure(logger, "the end of a turn could not be written", error)
            return await asyncio.to_thread(write, [self.sentence()], None)
        if not concluded.revoked and not concluded.repeated:
            for call in end.committed:
                call()
        return concluded

    async def _answers(self, message: MessageView, fresh: bool) -> list[Draft]:
        text = message.content.get("rasa") or clean_for_rasa(message.text)
        if text is None:
            return [Draft("assistant", get_text("conversation.not_a_command"))]
        agent = self._agent()
        if agent is None:
            return [self.sentence()]
        said = None if fresh else await find_said_before(agent.tracker_store, message)
        if said is not None:
            return said
        output = LogOutput(message.channel)
        try:
            await asyncio.wait_for(agent.handle_message(UserMessage(
                text, output, message.conversation_id, input_channel=message.channel, message_id=str(message.id),
                # a session that begins with an event of the desk says nothing of its own
                metadata={"event": message.content["event"]} if "event" in message.content else None,
            )), TURN_SECONDS)
        except Exception as error:  # whatever it is, the person must not be left without a word
            log_failure(logger, "a message could not be handled", error)
            output.drafts.append(self.sentence())
        return output.drafts


async def find_said_before(tracker_store: Any, message: MessageView) -> Optional[list[Draft]]:
    """What was said in the turn of ``message`` when the tracker has it: a crash came before the log got it."""
    tracker = await tracker_store.retrieve(message.conversation_id)
    said: list[Draft] = []
    for event in reversed(tracker.events if tracker is not None else []):
        if isinstance(event, BotUttered):
            draft = make_draft(event.message())
            said = [draft, *said] if draft is not None else said
        elif isinstance(event, UserUttered):
            if event.message_id == str(message.id):
                return said
            said = []
    return None
