"""Which rules of eligibility hold for a course: those of the edition that is told of, else the course's own."""

from __future__ import annotations

from datetime import date
from typing import Any, Iterable, Optional

from bot.db.models import Course, CourseEdition, EligibilityRule
from bot.rules.course_status import EditionDates, Status, choose_edition, find_edition_status
from bot.rules.eligibility import Rule


def choose_edition_told(course: Course, today: date) -> tuple[Optional[CourseEdition], Status]:
    """The edition of ``course`` worth talking about on ``today``, and its status; ``(None, "unknown")`` without one."""
    known = [(read_edition_dates(edition), edition) for edition in course.editions]
    shown, status = choose_edition([dates for dates, _ in known], today)
    if shown is None:
        return None, status
    return next(edition for dates, edition in known if dates is shown), find_edition_status(shown, today)


def list_rules_in_force(course: Course, today: date) -> list[Rule]:
    """The rules of ``course`` for the edition that is told of on ``today``, in order, those to come included.

    An edition's rule stands in place of the course's rules of its kind, from the day on which it holds; before, and
    for kinds that the edition says nothing of, the course's hold.
    """
    edition, _ = choose_edition_told(course, today)
    return choose_rules(course.rules, edition.id if edition is not None else None, today)


def choose_rules(rows: Iterable[EligibilityRule], edition_id: Optional[str], today: date) -> list[Rule]:
    """:func:`list_rules_in_force` of ``rows``, in their order, for the edition of that id."""
    of_course = [row for row in rows if row.edition_id is None]
    of_edition = [row for row in rows if edition_id is not None and row.edition_id == edition_id]
    replaced = {row.kind for row in of_edition if row.holds_from <= today}
    kept = [row for row in of_course if row.kind not in replaced] + of_edition
    return [_rule(row) for row in sorted(kept, key=lambda row: row.position)]


def group_params(rules: Iterable[Rule], today: date) -> dict[str, dict[str, Any]]:
    """The params of the first rule of each kind that holds on ``today``."""
    found: dict[str, dict[str, Any]] = {}
    for rule in rules:
        if rule.holds_from <= today:
            found.setdefault(rule.kind, dict(rule.params))
    return found


def read_edition_dates(edition: Any) -> EditionDates:
    """What a row of an edition tells of when it runs and takes enrolments."""
    return EditionDates(
        starts_earliest=edition.starts_earliest, starts_latest=edition.starts_latest, ends_by=edition.ends_by,
        enrolment_opens=edition.enrolment_opens, enrolment_closes=edition.enrolment_closes,
        places=edition.places, places_taken=edition.places_taken)


def _rule(row: EligibilityRule) -> Rule:
    return Rule(row.id, row.kind, dict(row.params), row.holds_from, row.valid_until, row.source, row.source_date,
                row.verified)
