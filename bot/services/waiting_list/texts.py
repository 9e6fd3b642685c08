"""A waiting wish and an offered place in words, the same for chat, Telegram, site, desk and notices."""

from __future__ import annotations

from typing import Any

from bot.italian.text import format_moment, join_list
from bot.rules.waiting_list import TimesWanted
from bot.services.waiting_list.results import WaitingView
from bot.settings import Settings
from bot.texts import get_text, get_texts


def describe_wish(view: WaitingView) -> str:
    """For what, where and when, in a line."""
    where = view.office_name or get_text("waiting_list.any_office")
    before = view.wanted.before
    return ", ".join([view.service_name, where, describe_times(view.wanted), *(
        [get_text("waiting_list.before", moment=format_moment(before))] if before is not None else [])])


def describe_times(wanted: TimesWanted) -> str:
    """The days and the part of the day."""
    names = get_texts("waiting_list.days")
    days = join_list([names[str(day)] for day in sorted(wanted.days)]) if wanted.days else get_text(
        "waiting_list.any_day")
    return " ".join(part for part in (days, get_texts("waiting_list.parts")[wanted.part]) if part)


def word_offer(settings: Settings, view: WaitingView, *, moved: bool) -> dict[str, Any]:
    """Subject, text and short text (for an SMS) of the notice of what is kept for a wish, and its buttons in a chat."""
    offer = view.offer
    assert offer is not None
    values = {"when": format_moment(offer.starts_at), "where": offer.office_name, "what": view.service_name,
              "until": format_moment(offer.until), "code": view.code, "link": find_wish_link(settings, view.code)}
    words: dict[str, Any] = {part: get_text(f"waiting_list.offer.{part}", **values) for part in ("subject", "short")}
    words["text"] = get_text(f"waiting_list.offer.{'text_earlier' if moved else 'text'}", **values)
    return {**words, "buttons": [
        {"title": get_text(f"waiting_list.buttons.{name}"), "payload": f'/{intent}{{"option": "waiting:{view.code}"}}'}
        for name, intent in (("accept", "accept_place"), ("decline", "decline_place"), ("withdraw", "withdraw_wait"))]}


def find_wish_link(settings: Settings, code: str) -> str:
    """Where the place is accepted and the wish withdrawn: its page, or by writing here where there is no address."""
    if not settings.site_url:
        return get_text("waiting_list.offer.write")
    return f"{settings.site_url.rstrip('/')}/attesa/codice?codice={code}"
