"""Why a time cannot be had, in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Optional

from bot.italian.text import format_day, format_moment
from bot.services.booking import Reason, Why
from bot.texts import get_text


def explain_reason(reason: Reason, day: Optional[date] = None) -> str:
    """The reason as a person reads it. ``day``: the wished one."""
    when = format_day(day) if day is not None else get_text("site.times.that_day")
    when = when[:1].upper() + when[1:]
    if reason.kind is Why.BEYOND_HORIZON and reason.limit is not None:
        return get_text("site.times.beyond_horizon", day=format_day(reason.limit.date()))
    if reason.kind is Why.TOO_SOON and reason.limit is not None:
        return get_text("site.times.too_soon", moment=_moment(reason))
    sentences = {
        Why.PAST: get_text("site.times.past", when=when),
        Why.HOLIDAY: get_text("site.times.holiday", when=when, detail=reason.detail),
        Why.CLOSURE: get_text("site.times.closure", when=when, detail=reason.detail),
        Why.WEEKDAY: get_text("site.times.weekday", detail=reason.detail),
        Why.FULL: get_text("site.times.full", when=when),
        Why.NOT_OFFERED: get_text("site.times.not_offered"),
        Why.WITHDRAWN: get_text("site.times.withdrawn"),
    }
    return sentences.get(reason.kind, get_text("site.times.outside_hours"))


def _moment(reason: Reason) -> str:
    return format_moment(reason.limit) if reason.limit is not None else ""
