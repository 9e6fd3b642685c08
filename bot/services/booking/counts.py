"""What becomes of an appointment is counted where it is changed, whoever changes it: chat, site or desk."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation
from bot.services import activity
from bot.settings import Settings


def count_in(
    session: Session, settings: Settings, result: str, *, office_id: str, service_id: str,
    conversation_id: Optional[str], channel: Optional[str], now: datetime,
) -> None:
    """Count ``result`` (booked, moved, cancelled, attended, missed) in the transaction that brings it about.

    Args:
        conversation_id: whose conversation it is counted for; of nobody's nothing is counted.
        channel: where it was done; None for that of the conversation, which must then be in the message log: an
            appointment made at the desk for somebody who is in no chat belongs to no conversation.
    """
    if conversation_id is not None and channel is None:
        channel = session.execute(
            select(Conversation.channel).where(Conversation.id == conversation_id)).scalar_one_or_none()
    if conversation_id is not None and channel is not None:
        activity.record_in(
            session, settings, conversation_id=conversation_id, channel=channel, kind="booking", item=office_id,
            result=result, detail={"service": service_id}, now=now)
