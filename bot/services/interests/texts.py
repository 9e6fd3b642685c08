"""An interest in words, the same for chat, Telegram, site, desk and notices."""

from __future__ import annotations

from bot.services.interests.results import InterestView
from bot.settings import Settings
from bot.texts import get_text, get_texts


def describe_interest(view: InterestView) -> str:
    """What for, where and when, in a line."""
    where = get_text("interests.where", place=view.place) if view.place else get_text("interests.anywhere")
    return ", ".join((name_wish(view), where, get_texts("interests.availability")[view.availability]))


def name_wish(view: InterestView) -> str:
    """What it is for: the course, the sector, or any course."""
    if view.course_title:
        return get_text("interests.course", title=view.course_title)
    return get_text("interests.sector", name=view.sector_name) if view.sector_name else get_text("interests.any")


def can_send(settings: Settings, contact_kind: str) -> bool:
    """Whether this service can write to contacts of that kind at all."""
    return {"phone": bool(settings.sms_url), "email": bool(settings.smtp_url)}.get(contact_kind, True)


def explain_unreachable(settings: Settings, view: InterestView) -> str:
    """That no news can reach the contact as things are, in a sentence; empty where it can."""
    return "" if can_send(settings, view.contact_kind) else get_text(f"interests.unreachable.{view.contact_kind}")
