"""Server-sent events of the desk: one stream per page, for the queue and for the conversation that is open in it.

A message's event has its sequence number as id: a browser that comes back says the last one it has, in the header
``Last-Event-ID`` or in the address, and gets what lies behind it, in order.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, AsyncIterator, Callable, Optional

from fastapi import APIRouter, HTTPException, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from bot.italian.text import format_time
from bot.services import conversations, desk, operators
from bot.services.conversations import MessageView
from bot.services.errors import DatabaseUnavailable
from bot.services.joint_reading import read_jointly
from bot.services.operators import OperatorView, SignedIn
from bot.settings import Settings
from bot.texts import get_text
from connectors.site.desk.access import AnOperator, read_token
from connectors.site.desk.frame import Number
from connectors.site.desk.hub import Hub, Subscription
from connectors.site.rendering import get_settings

router = APIRouter(prefix="/operatori")

CHECK_SECONDS = 10.0
"""How often an open page shows that its operator is there, and is asked whether it may still be."""
TYPING_LOOK_SECONDS = 2.0
"""While somebody types, how often is looked whether they stopped."""
RETRY_MILLISECONDS = 1000
AT_ONCE = 100
"""Messages that are read at once."""


@dataclass
class LivePage:
    """What one open page has been told."""

    settings: Settings
    now: Callable[[], datetime]
    hub: Hub
    me: OperatorView
    token: str
    conversation_id: Optional[str]
    sequence: int
    draw: Callable[[MessageView], str]
    version: int = 0
    told: tuple[Any, ...] = ()
    presence: Optional[str] = None
    checked: float = field(default=-CHECK_SECONDS)
    waiting: frozenset[str] = frozenset()
    mine: frozenset[str] = frozenset()
    spoken: dict[str, int] = field(default_factory=dict)


@router.get("/eventi")
async def events(request: Request, signed_in: AnOperator, conversazione: str = "", dopo: Number = 0) -> Response:
    """The stream of a page; ``dopo``: the last sequence number that the page shows."""
    settings, me = get_settings(request), signed_in.operator
    if conversazione and not await asyncio.to_thread(
            desk.may_read, settings, operator_id=me.id, conversation_id=conversazione):
        raise HTTPException(404)
    if conversazione:
        await asyncio.to_thread(desk.record_opening, settings, conversation_id=conversazione, operator_id=me.id,
                                act="stream_opened", now=request.app.state.now())
    last = request.headers.get("last-event-id", "")
    page = LivePage(
        settings, request.app.state.now, request.app.state.desk_hub, me, read_token(request) or "",
        conversazione or None, max(dopo, int(last)) if last.isdecimal() and len(last) < 10 else dopo,
        _drawing(request, signed_in))
    return EventSourceResponse(_stream(page), ping=15, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def _drawing(request: Request, signed_in: SignedIn) -> Callable[[MessageView], str]:
    template = request.app.state.templates.get_template("desk/message.html")
    return lambda message: str(template.render(message=message, me=signed_in.operator))


async def _stream(page: LivePage) -> AsyncIterator[ServerSentEvent]:
    with page.hub.subscription(page.conversation_id) as subscription:
        try:
            yield ServerSentEvent(comment="ciao", retry=RETRY_MILLISECONDS)
            async for event in _events(page, subscription):
                yield event
        finally:
            await _look_away(page)


async def _events(page: LivePage, subscription: Subscription) -> AsyncIterator[ServerSentEvent]:
    look = True
    while True:
        try:
            if time.monotonic() - page.checked >= CHECK_SECONDS:
                if not await asyncio.to_thread(_still_allowed, page):
                    yield ServerSentEvent("", event="fine")
                    return
                page.checked = time.monotonic()
            if page.conversation_id is not None and look:
                async for event in _conversation_events(page, page.conversation_id):
                    yield event
            for event in _queue_events(page):
                yield event
        except DatabaseUnavailable:
            await asyncio.sleep(1.0)
            continue
        look = await subscription.wait(TYPING_LOOK_SECONDS if page.presence else CHECK_SECONDS)


async def _conversation_events(page: LivePage, conversation_id: str) -> AsyncIterator[ServerSentEvent]:
    moved, more = False, True
    while more:
        news, presence = await asyncio.to_thread(_read_conversation, page, conversation_id)
        for message in news:
            yield ServerSentEvent(page.draw(message), event="message", id=str(message.sequence))
            page.sequence = message.sequence
            moved = moved or message.author == "system"
        more = len(news) == AT_ONCE
    if moved:
        yield ServerSentEvent("", event="stato")
    if presence != (page.presence or ""):
        page.presence = presence
        yield ServerSentEvent(presence, event="presenza")


def _queue_events(page: LivePage) -> list[ServerSentEvent]:
    """What changed in the queue since this page was told: the numbers, and what a notification is worth."""
    if page.version == page.hub.version:
        return []
    first = page.version == 0
    page.version = page.hub.version
    seen = [each for each in page.hub.requests if each.visible_to(page.me)]
    waiting = frozenset(each.conversation_id for each in seen if each.state == conversations.WAITING)
    mine = [each for each in seen if each.owner_id == page.me.id]
    spoken = {each.conversation_id: each.person_sequence for each in seen}
    told = tuple(
        (each.conversation_id, each.state, each.owner_id, each.unread, each.person_sequence if each in mine else 0)
        for each in seen)
    if told == page.told and not first:
        return []  # what moved is none of this page's
    page.told = told
    unread = sum(each.unread for each in mine)
    found = [ServerSentEvent(str(unread), event="nuove"), ServerSentEvent(str(len(waiting)), event="coda")]
    if not first and waiting - page.waiting:
        found.append(ServerSentEvent("attesa", event="avviso"))
    given = {each.conversation_id for each in mine} - page.mine
    if not first and any(each.unread and (
            each.conversation_id in given or each.person_sequence > page.spoken.get(each.conversation_id, 0))
            for each in mine):
        found.append(ServerSentEvent("messaggio", event="avviso"))
    page.waiting, page.spoken = waiting, spoken
    page.mine = frozenset(each.conversation_id for each in mine)
    return found


def _still_allowed(page: LivePage) -> bool:
    """Whether session and rights still hold; while they do, the operator is there and looks at the conversation."""
    now = page.now()
    found = operators.find_signed_in(page.settings, token=page.token, now=now, acts=False)
    if found is None:
        return False
    page.me = found.operator
    if page.conversation_id is None:
        return True
    if not desk.may_read(page.settings, operator_id=page.me.id, conversation_id=page.conversation_id):
        return False
    conversations.mark_presence(page.settings, conversation_id=page.conversation_id, actor=f"operator:{page.me.id}",
                       kind="viewing", on=True, now=now)
    return True


def _read_conversation(page: LivePage, conversation_id: str) -> tuple[list[MessageView], str]:
    """What was said behind what the page has, at most :data:`AT_ONCE` messages, and who is there now."""
    with read_jointly(page.settings):
        news = conversations.list_after(
            page.settings, conversation_id=conversation_id, sequence=page.sequence, desk=True, limit=AT_ONCE)
        return news, _who(page, conversation_id)


def _who(page: LivePage, conversation_id: str) -> str:
    """One sentence on who else is looking or typing; empty when nobody is."""
    there = conversations.list_present(page.settings, conversation_id=conversation_id, now=page.now())
    typing = [each.actor for each in there if each.kind == "typing"]
    looking = [each.actor for each in there if each.kind == "viewing" and each.actor not in typing]
    closed = conversations.find_page_closed(page.settings, conversation_id=conversation_id, now=page.now())
    parts = [get_text("desk.person_types")] if "person" in typing else []
    parts += [get_text("desk.person_left", time=format_time(closed.time()))] if closed is not None else []
    parts += [get_text("desk.operator_types", name=name) for name in _names(page, typing)]
    parts += [get_text("desk.operator_looks", name=name) for name in _names(page, looking)]
    return " ".join(parts)


def _names(page: LivePage, actors: list[str]) -> list[str]:
    """The names of the other operators among ``actors``."""
    ids = {int(actor.partition(":")[2]) for actor in actors if actor.startswith("operator:")} - {page.me.id}
    found: list[Any] = [operators.find_operator(page.settings, each) for each in sorted(ids)]
    return [each.name for each in found if each is not None]


async def _look_away(page: LivePage) -> None:
    """Clear the mark that this page is watching; another page of the operator sets it again within seconds."""
    if page.conversation_id is None:
        return
    with suppress(DatabaseUnavailable):  # the mark ends by itself
        await asyncio.shield(asyncio.to_thread(
            conversations.mark_presence, page.settings, conversation_id=page.conversation_id,
            actor=f"operator:{page.me.id}", kind="viewing", on=False, now=page.now()))
