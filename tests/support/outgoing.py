"""What a channel would be handed next."""

from __future__ import annotations

from datetime import datetime
from typing import Collection, Optional

from bot.services import notices
from bot.services.notices import Outgoing
from bot.settings import Settings


def take_next(settings: Settings, channels: Collection[str], now: datetime) -> Optional[Outgoing]:
    """What is due next on one of ``channels``, marked as on its way."""
    return next(notices.take_outgoing(settings, channels, lambda: now), None)
