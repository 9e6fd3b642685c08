"""What the channel itself says to a person: about things that only Telegram has."""

from __future__ import annotations

from bot.texts import get_text, get_texts


def word_unreadable(kind: str, caption: bool = False) -> str:
    """One sentence for a content that cannot be read, and what can be done instead."""
    kinds = get_texts("telegram.cannot_read")
    instead = "caption" if caption else "document" if kind == "document" else "other"
    return f"{kinds.get(kind, kinds['other'])}: {get_text(f'telegram.instead.{instead}')}"
