"""What each person of a period came to: when they wrote, what it was about, how far it went. Pure counting.

A person is who writes from one browser, or one Telegram account; each time they come back is a conversation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Iterable, Mapping, NamedTuple, Optional

from bot import clock
from bot.texts import get_text

PAUSE = timedelta(hours=1)
"""Whoever writes again after a longer silence begins another conversation, as the assistant's own session does."""
BY = ("week", "sector", "municipality")
"""What the numbers can be broken down by; ``numbers.by`` of the texts says how each is called."""


class CountedEvent(NamedTuple):
    """A row of the activity, without its detail."""

    id: int
    at: datetime
    visit: str
    kind: str
    topic: Optional[str]
    item: Optional[str]
    result: Optional[str]
    channel: str = ""


class Sitting(NamedTuple):
    """A conversation: the Monday of its week, and the hour of the day (local) at which it began."""

    week: date
    hour: int


@dataclass
class Visit:
    """One person; ``week`` and ``channel`` are those of their first message in the period.

    ``sittings``: their conversations. ``checking``: a check of requirements was begun.
    ``verdicts``: the last verdict by course; ``excluded``: the rules not met, by course.
    ``interest``: what became of interests left in it: left, told, opened, enrolled, withdrawn.
    """

    week: date
    channel: str = ""
    sittings: list[Sitting] = field(default_factory=list)
    checking: bool = False
    sector: Optional[str] = None
    municipality: Optional[str] = None
    asked: bool = False
    unread: bool = False
    handoff: bool = False
    booked: bool = False
    attended: bool = False
    interest: set[str] = field(default_factory=set)
    verdicts: dict[str, str] = field(default_factory=dict)
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def eligible(self) -> bool:
        """Whether some course is open to the person, or an operator is to look at it."""
        return any(verdict in ("met", "to_verify") for verdict in self.verdicts.values())

    def group(self, by: str) -> str:
        """The name of the group that the visit belongs to."""
        if by == "week":
            return f"{self.week:%d/%m/%Y}"
        return (self.sector if by == "sector" else self.municipality) or get_text("numbers.unknown")


def group_visits(
    events: Iterable[CountedEvent], details: Mapping[int, Mapping[str, Any]], sectors: Mapping[str, str],
) -> dict[str, Visit]:
    """The people behind ``events``, which come in order of time.

    Args:
        details: of the eligibility events, by id; sectors: the sector of each course.
    """
    found: dict[str, Visit] = {}
    seen: dict[str, datetime] = {}
    for event in events:
        before = seen.get(event.visit)
        if before is None or event.at - before > PAUSE:
            begun = clock.local(event.at)
            sitting = Sitting(find_week_start(begun.date()), begun.hour)
            found.setdefault(event.visit, Visit(sitting.week, event.channel)).sittings.append(sitting)
        seen[event.visit] = event.at
        visit = found[event.visit]
        _count(visit, event, details)
        visit.sector = sectors.get(event.item or "", visit.sector)
    return found


def find_week_start(day: date) -> date:
    """The first day of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def _count(visit: Visit, event: CountedEvent, details: Mapping[int, Mapping[str, Any]]) -> None:
    if event.kind == "question":
        visit.asked = True
        visit.topics[event.topic or "smalltalk"] += 1
    elif event.kind == "not_understood":
        visit.unread = True
    elif event.kind == "handoff":
        visit.handoff = True
    elif event.kind == "booking":
        visit.booked |= event.result == "booked"
        if event.result in ("attended", "missed"):
            visit.attended = event.result == "attended"
    elif event.kind == "interest":
        visit.interest.add(event.result or "")
    elif event.kind == "check":
        visit.checking = True
    elif event.kind == "eligibility":
        detail = details.get(event.id, {})
        course = event.item or "all"
        visit.asked = True
        visit.verdicts[course] = event.result or "to_verify"
        visit.excluded[course] = tuple(detail.get("not_met") or ())
        visit.municipality = detail.get("municipality") or visit.municipality
