"""A conversation as plain text."""

from __future__ import annotations

from typing import Iterator

from bot.core.italian_text import format_moment
from bot.services import conversations
from bot.services.conversations import MessageView
from bot.services.desk import Card
from bot.settings import Settings

AUTHORS = {"person": "Persona", "assistant": "Assistente", "system": "Avviso", "operator": "Operatore"}
CHANNELS = {"webchat": "chat del sito", "telegram": "Telegram"}


def transcript_of(settings: Settings, card: Card) -> str:
    """All messages that the person has seen, with who wrote them and when."""
    lines = ["Orienta Lecco – trascrizione della conversazione",
             f"Canale: {CHANNELS.get(card.channel, card.channel)}",
             f"Inizio: {format_moment(card.created_at)}", ""]
    for message in _all(settings, card.conversation_id):
        author = message.content.get("name") if message.author == "operator" else None
        lines += [f"[{message.at:%d/%m/%Y %H:%M}] {author or AUTHORS[message.author]}: {message.text}"]
    return "\n".join(lines) + "\n"


def _all(settings: Settings, conversation_id: str) -> Iterator[MessageView]:
    last = 0
    while news := conversations.after(settings, conversation_id=conversation_id, sequence=last):
        yield from news
        last = news[-1].sequence
