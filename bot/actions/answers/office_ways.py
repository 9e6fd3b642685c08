"""How one reaches an office without leaving data: telephone, address and hours, a line each."""

from __future__ import annotations

from typing import Optional, Sequence

from bot.dialogue.turn import Turn
from bot.services import offices
from bot.services.offices import OfficeView


def list_ways(chosen: Sequence[OfficeView]) -> str:
    """The lines of the offices ``chosen``."""
    return "\n".join(
        f"- {office.name}: {', '.join([*office.phones[:1], office.address])}; {'; '.join(office.hours_lines)}"
        for office in chosen)


def offices_of(turn: Turn, office_id: Optional[str]) -> list[OfficeView]:
    """The office with that id, else all of them."""
    every = offices.list_offices(turn.settings)
    return [office for office in every if office.id == office_id] or every
