"""Whether a person may attend a course, and which other courses fit, from the rules in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Optional, Union

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot import clock
from bot.db.models import Course
from bot.db.session import transaction
from bot.rules import eligibility
from bot.rules.eligibility import Applicant, Assessment, Fact, Rule, Verdict
from bot.services import activity
from bot.services.course_rules import list_rules_in_force
from bot.settings import Settings

ALL_COURSES = "all"
"""Stands for every course where one is asked for: the rules of the first are told (:func:`has_shared_rules`)."""


@dataclass(frozen=True)
class CourseAssessment:
    """The assessment of one course."""

    course_id: str
    course_title: str
    assessment: Assessment


@dataclass(frozen=True)
class UnknownCourse:
    """There is no course with this id."""

    course_id: str


def list_rules(settings: Settings, course_id: str, today: date) -> list[Rule]:
    """The rules of a course, or of its edition that is told of on ``today``, in their order.

    Empty for a course without rules and for one that does not exist.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        course = _course(session, course_id)
        return list_rules_in_force(course, today) if course is not None else []


def list_facts_to_ask(settings: Settings, course_id: str, applicant: Applicant, today: date) -> Union[list[Fact],
        UnknownCourse]:
    """What is still to be asked of ``applicant`` for a course, in order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        course = _course(session, course_id)
        if course is None:
            return UnknownCourse(course_id)
        return eligibility.list_needed_facts(list_rules_in_force(course, today), applicant, today)


def check_applicant(
    settings: Settings, course_id: str, applicant: Applicant, *, municipality: Optional[str], conversation_id: str,
    channel: str, now: datetime,
) -> Union[CourseAssessment, UnknownCourse]:
    """:func:`assess` for a person who asks for the whole result, and count it.

    Counted are the kinds of rules that were not met or are to verify, the status, and the ``municipality`` where one
    was told: nothing that leads back to the person.

    Raises:
        DatabaseUnavailable: the database cannot be read.
        RuleError: a rule in the database has params that cannot be read.
    """
    result = assess(settings, course_id, applicant, clock.local(now).date())
    if isinstance(result, UnknownCourse):
        return result
    found: dict[str, Any] = {
        verdict: [outcome.rule.kind for outcome in result.assessment.outcomes if outcome.verdict == verdict]
        for verdict in ("not_met", "to_verify")}
    given = {"status": applicant.status, "municipality": municipality}
    activity.record(
        settings, conversation_id=conversation_id, channel=channel, kind="eligibility", item=course_id,
        result=result.assessment.overall, now=now,
        detail={**found, **{name: value for name, value in given.items() if value is not None}})
    return result


def assess(settings: Settings, course_id: str, applicant: Applicant, today: date) -> Union[CourseAssessment,
        UnknownCourse]:
    """What the rules of a course say of ``applicant`` on ``today``; nothing of it is stored.

    Raises:
        DatabaseUnavailable: the database cannot be read.
        RuleError: a rule in the database has params that cannot be read.
    """
    with transaction(settings.database_url) as session:
        course = _course(session, course_id)
        return _assessed(course, applicant, today) if course is not None else UnknownCourse(course_id)


def list_other_courses(settings: Settings, course_id: str, applicant: Applicant, today: date) -> list[CourseAssessment]:
    """The other courses whose result is no worse than this one's and does not exclude; the best first, then in order.

    For a course that does not exist, every course that does not exclude.

    Raises:
        DatabaseUnavailable: the database cannot be read.
        RuleError: a rule in the database has params that cannot be read.
    """
    with transaction(settings.database_url) as session:
        rows = session.execute(
            select(Course).options(*_LOADING).order_by(Course.position, Course.id)).scalars().all()
        assessed = [_assessed(course, applicant, today) for course in rows]
    this: Verdict = next((item.assessment.overall for item in assessed if item.course_id == course_id), "not_met")
    fitting = [item for item in assessed
               if item.course_id != course_id and item.assessment.overall != "not_met"
               and eligibility.is_at_least_as_good(item.assessment.overall, this)]
    return sorted(fitting, key=lambda item: item.assessment.overall != "met")


def has_shared_rules(settings: Settings, today: date) -> bool:
    """Whether all courses ask the same of who may attend: then it needs no telling which one is meant.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Course).options(*_LOADING)).scalars().all()
        asked = [
            [(rule.kind, rule.params, rule.holds_from, rule.valid_until) for rule in list_rules_in_force(course, today)]
            for course in rows
        ]
    return all(rules == asked[0] for rules in asked)


_LOADING: tuple[Any, ...] = (selectinload(Course.rules), selectinload(Course.editions))


def _course(session: Session, course_id: str) -> Optional[Course]:
    query = select(Course).order_by(Course.position, Course.id).limit(1).options(*_LOADING)
    if course_id != ALL_COURSES:
        query = query.where(Course.id == course_id)
    return session.execute(query).scalars().one_or_none()


def _assessed(course: Course, applicant: Applicant, today: date) -> CourseAssessment:
    rules = list_rules_in_force(course, today)
    return CourseAssessment(course.id, course.title, eligibility.assess(rules, applicant, today))
