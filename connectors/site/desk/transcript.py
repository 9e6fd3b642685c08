"""A conversation as plain text."""

from __future__ import annotations

from typing import Iterator

from bot.italian.text import format_moment
from bot.services import conversations
from bot.services.conversations import MessageView
from bot.services.desk import Card
from bot.settings import Settings
from bot.texts import get_text, get_texts


def write_transcript(settings: Settings, card: Card) -> str:
    """All messages that the person has seen, with who wrote them and when."""
    channels, authors = get_texts("desk.transcript.channels"), get_texts("desk.transcript.authors")
    lines = [get_text("desk.transcript.title"),
             get_text("desk.transcript.channel", channel=channels.get(card.channel, card.channel)),
             get_text("desk.transcript.began", moment=format_moment(card.created_at)), ""]
    for message in _all(settings, card.conversation_id):
        author = message.content.get("name") if message.author == "operator" else None
        lines += [f"[{message.at:%d/%m/%Y %H:%M}] {author or authors[message.author]}: {message.text}"]
    return "\n".join(lines) + "\n"


def _all(settings: Settings, conversation_id: str) -> Iterator[MessageView]:
    last = 0
    while news := conversations.list_after(settings, conversation_id=conversation_id, sequence=last):
        yield from news
        last = news[-1].sequence
