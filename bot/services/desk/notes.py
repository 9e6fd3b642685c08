"""What operators write beside a conversation: private notes and tags. The person never sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Union

from sqlalchemy import delete, insert

from bot import clock
from bot.db.models import ConversationNote as Note
from bot.db.models import ConversationTag as Tag
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import insert_row
from bot.services.conversations import Draft, append_in
from bot.services.desk.results import Rejected, Stored
from bot.services.handoffs import Desk, Gone, NotAllowed, lock_at_desk
from bot.settings import Settings
from bot.texts import get_text

NOTE_CHARS = 2000
TAG_CHARS = 40
MOST_TAGS = 10


def add_note(
    settings: Settings, *, conversation_id: str, operator_id: int, text: str, now: datetime,
) -> Union[Stored, Rejected, NotAllowed, Gone]:
    """Keep a note of the operator with the conversation."""
    text = text.strip()
    if not text or len(text) > NOTE_CHARS:
        return Rejected("long" if text else "empty")
    with transaction(settings.database_url, write=True) as session:
        desk = lock_at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        note_id = insert_row(session, insert(get_table(Note)).values(
            conversation_id=conversation_id, operator_id=operator_id, text=text, at=clock.to_utc(now),
        ))
        _changed(session, desk, get_text("desk.note_written", name=desk.operator.name), "note", now)
        return Stored(note_id)


def set_tags(
    settings: Settings, *, conversation_id: str, operator_id: int, text: str, now: datetime,
) -> Union[Stored, Rejected, NotAllowed, Gone]:
    """File the conversation under the words of ``text``, separated by commas; they replace what was there."""
    tags = sorted({" ".join(part.lower().split()) for part in text.split(",")} - {""})
    if len(tags) > MOST_TAGS or any(len(tag) > TAG_CHARS for tag in tags):
        return Rejected("long")
    with transaction(settings.database_url, write=True) as session:
        desk = lock_at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        session.execute(delete(Tag).where(Tag.conversation_id == conversation_id))
        for tag in tags:
            session.execute(insert(get_table(Tag)).values(conversation_id=conversation_id, tag=tag))
        _changed(session, desk, get_text("desk.tags_changed", name=desk.operator.name), "tags", now)
        return Stored()


def _changed(session: Any, desk: Desk, text: str, event: str, now: datetime) -> None:
    """A line in the log for the desk, so that colleagues' pages are fresh."""
    append_in(session, conversation_id=desk.conversation.id, channel=desk.conversation.channel, now=now,
              draft=Draft("system", text, {"event": event}, audience="desk", kind="event"))
