"""Where a course edition stands today, derived from its dates and places; never written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Iterable, Literal, Optional

Status = Literal["planned", "enrolling", "running", "concluded", "unknown"]

Closed = Literal["not_yet", "closed", "full"]

LONGEST_RUN = timedelta(days=365)
"""A course of some 250 hours without a known end is not said to be running after this."""

_MOST_USEFUL_FIRST: tuple[Status, ...] = ("enrolling", "planned", "running", "unknown", "concluded")


@dataclass(frozen=True)
class EditionDates:
    """What is known of an edition. ``ends_by``: the day by which it is known to be over."""

    starts_earliest: Optional[date] = None
    starts_latest: Optional[date] = None
    ends_by: Optional[date] = None
    enrolment_opens: Optional[date] = None
    enrolment_closes: Optional[date] = None
    places: Optional[int] = None
    places_taken: Optional[int] = None


def find_edition_status(edition: EditionDates, today: date) -> Status:
    """The status of one edition on ``today`` (local date).

    Between the earliest and the latest possible start nobody can say whether it has begun: ``unknown``. One that
    accepts enrolments is ``enrolling`` also when it has begun, because that is what a person can act upon.
    """
    if edition.ends_by is not None and today >= edition.ends_by:
        return "concluded"
    if _enrolling(edition, today):
        return "enrolling"
    first = edition.starts_earliest or edition.starts_latest
    last = edition.starts_latest or edition.starts_earliest
    if first is None or last is None:
        return "planned" if edition.enrolment_opens is not None and today < edition.enrolment_opens else "unknown"
    if today < first:
        return "planned"
    if today < last:
        return "unknown"
    if edition.ends_by is None and today > last + LONGEST_RUN:
        return "unknown"
    return "running"


def choose_edition(editions: Iterable[EditionDates], today: date) -> tuple[Optional[EditionDates], Status]:
    """The edition worth talking about and its status: an open one first, the most recent among equals.

    Returns ``(None, "unknown")`` when there is none.
    """
    best: Optional[EditionDates] = None
    best_key: tuple[int, int] = (0, 0)
    for edition in editions:
        status = find_edition_status(edition, today)
        start = edition.starts_latest or edition.starts_earliest
        key = (-_MOST_USEFUL_FIRST.index(status), start.toordinal() if start else 0)
        if best is None or key > best_key:
            best, best_key = edition, key
    return (best, find_edition_status(best, today)) if best is not None else (None, "unknown")


def explain_closed(edition: EditionDates, today: date) -> Closed:
    """Why nobody can enrol in an edition that does not take enrolments today."""
    if _is_full(edition):
        return "full"
    over = edition.enrolment_closes is not None and edition.enrolment_closes < today
    return "closed" if over else "not_yet"


def _is_full(edition: EditionDates) -> bool:
    return (edition.places is not None and edition.places_taken is not None
            and edition.places_taken >= edition.places)


def _enrolling(edition: EditionDates, today: date) -> bool:
    if edition.enrolment_opens is None and edition.enrolment_closes is None:
        return False
    if _is_full(edition):
        return False
    return (edition.enrolment_opens or date.min) <= today <= (edition.enrolment_closes or date.max)
