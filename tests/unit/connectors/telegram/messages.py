"""Messages of the log for the tests of what Telegram shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from bot.clock import ROME
from bot.services.conversations import MessageView

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ROME)


def message(
    text: str = "", author: str = "assistant", *, sequence: int = 7, identity: int = 70, channel: str = "telegram",
    key: Optional[str] = None, pending: bool = False, conversation_id: str = "tg_a", **content: Any,
) -> MessageView:
    """A message whose content is given by name."""
    return MessageView(
        id=identity, conversation_id=conversation_id, sequence=sequence, author=author, audience="all", kind="text",
        text=text, content=content, key=key, pending=pending, operator_id=None, channel=channel, at=NOW)


def reply(title: str, payload: str) -> dict[str, str]:
    """A button."""
    return {"title": title, "payload": payload}


PICKER: dict[str, Any] = {
    "type": "slot_picker",
    "days": [
        {"date": "2026-11-24", "title": "martedì 24 novembre", "slots": [
            {"time": time, "title": time, "office": "Lecco", "payload": f'/choose{{"option": "booking_time:{time}"}}'}
            for time in ("09:00", "09:30", "10:00", "10:30")]},
        {"date": "2026-11-25", "title": "mercoledì 25 novembre", "slots": [
            {"time": "09:00", "title": "09:00", "office": office, "payload": f'/choose{{"option": "w:{office}"}}'}
            for office in ("Lecco", "Merate")]},
        {"date": "2026-11-26", "title": "giovedì 26 novembre", "slots": []},
    ],
    "actions": [reply("Altri giorni", "/more_days")]}

CARDS: dict[str, dict[str, Any]] = {
    "course_cards": {"type": "course_cards", "items": [
        {"id": "sala", "title": "Sala e bar", "lines": ["120 ore"], "note": "concluso",
         "actions": [reply("Dimmi di più", '/ask_course_about{"course": "sala"}')]},
        {"id": "meccanico", "title": "Operatore meccanico & affini <2>", "lines": ["**gratuito**"],
         "actions": [reply("Dimmi di più", '/ask_course_about{"course": "meccanico"}')]}]},
    "appointment_cards": {"type": "appointment_cards", "items": [
        {"code": "AB12-CD34", "service": "Colloquio", "office": "Lecco", "address": "corso Matteotti 3",
         "starts_at": "2026-11-24T09:00:00+01:00", "ends_at": "2026-11-24T09:30:00+01:00", "lines": [],
         "actions": [reply("Sposta", "/move_appointment"), reply("Annulla", "/cancel_appointment")]}]},
    "slot_picker": PICKER,
    "rating": {"type": "rating", "options": [
        {"stars": stars, "title": f"{stars} stelle", "payload": f'/choose{{"option": "feedback_stars:{stars}"}}'}
        for stars in range(1, 6)]},
    "handoff": {"type": "handoff", "state": "waiting", "place": 2, "wait_minutes": 10,
                "actions": [reply("Lascia la coda", "/leave_handoff")]},
    "consent": {"type": "consent", "title": "I tuoi dati", "lines": ["Li usa solo l'ufficio."], "actions": [
        reply("Sono d'accordo", '/choose{"option": "booking_consent:yes"}'),
        reply("No", '/choose{"option": "booking_consent:no"}')]},
}
"""One card of every type."""
