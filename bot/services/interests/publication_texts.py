"""The words of news and of the question whether an interest still holds: who writes, why, what next, how to stop."""

from __future__ import annotations

from typing import Any

from bot.italian.text import format_day, format_month_range
from bot.rules.course_status import EditionDates
from bot.settings import Settings
from bot.texts import get_text


def word_news(settings: Settings, title: str, dates: EditionDates, reason: str, code: str) -> dict[str, str]:
    """Subject, text and short text (for an SMS) of one notice."""
    values = {"title": title, "when": _when(dates), "code": code, "stop": find_interest_link(settings, code)}
    return {"subject": get_text(f"interests.news.{reason}.subject", **values),
            "text": get_text("interests.news.text", what=get_text(f"interests.news.{reason}.what", **values), **values),
            "short": get_text("interests.news.short", what=get_text(f"interests.news.{reason}.short", **values),
                              **values)}


def word_question(settings: Settings, wish: str, until: Any, code: str) -> dict[str, str]:
    """The same for the question whether the interest still holds."""
    values = {"what": wish, "until": format_day(until, weekday=False), "code": code,
              "stop": find_interest_link(settings, code)}
    return {part: get_text(f"interests.question.{part}", **values) for part in ("subject", "text", "short")}


def find_interest_link(settings: Settings, code: str) -> str:
    """Where the interest is seen, changed and withdrawn: its page, or by writing here where there is no address."""
    if not settings.site_url:
        return get_text("interests.news.write")
    return f"{settings.site_url.rstrip('/')}/avvisami/codice?codice={code}"


def _when(dates: EditionDates) -> str:
    first, last = dates.starts_earliest or dates.starts_latest, dates.starts_latest or dates.starts_earliest
    begins = ""
    if first is not None and last is not None:
        begins = get_text("interests.news.begins", day=format_day(first, weekday=False)) if first == last else get_text(
            "interests.news.between", months=format_month_range(first, last))
    closes = dates.enrolment_closes
    return begins + (get_text("interests.news.until", day=format_day(closes, weekday=False)) if closes else "")
