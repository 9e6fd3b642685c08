"""Each course is told with the figures, bodies and dates of the Province's page, and as it stands today."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy

from bot.db.session import transaction
from bot.services import courses
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("course_id", "title", "lead", "co_designers", "participants", "job_day", "place"), [
    ("sala", "Servizio sala e gestione cliente", "IAL Lombardia",
     ("CPIA Lecco F.De André", "Confcommercio Lecco", "Fondazione Mons. Giulio Parmigiani"), 12, date(2025, 1, 28),
     "Confcommercio Lecco"),
    ("elettrico", "Installatore e manutentore elettrico ed elettronico",
     "Ecole Enti Confindustriali Lombardi per l’Education", ("Istituto d’Istruzione Superiore «P.A.Fiocchi»",), 17,
     date(2025, 2, 4), "Istituto Fiocchi di Lecco"),
    ("meccanico", "Installatore e manutentore meccanico", "ELFI Ente Lombardo per la Formazione d’Impresa",
     ("Istituto d’Istruzione Superiore «P.A.Fiocchi»", "Fondazione Mons. Giulio Parmigiani"), 13, date(2025, 2, 6),
     "Istituto Fiocchi di Lecco"),
])
def test_a_course_as_published(
    seeded: Settings, course_id: str, title: str, lead: str, co_designers: tuple[str, ...], participants: int,
    job_day: date, place: str,
) -> None:
    course = courses.get_course(seeded, course_id, TODAY)
    assert course is not None
    assert (course.title, course.lead, course.co_designers) == (title, lead, co_designers)
    assert course.participants == participants
    assert course.presentation is not None
    assert (course.presentation.first_day, course.presentation.days[0].place) == (job_day, place)
    assert (course.hours, course.hours_approximate, course.cost_cents, course.internship) == (250, True, 0, True)
    assert (course.age_min, course.age_max) == (18, 64)
    assert (course.starts_earliest, course.starts_latest) == (date(2025, 2, 1), date(2025, 3, 31))
    assert course.fact.verified and course.fact.source_date == date(2025, 10, 15)


def test_what_is_not_published_is_none(seeded: Settings) -> None:
    course = courses.get_course(seeded, "sala", TODAY)
    assert course is not None
    assert (course.place, course.places, course.enrolment_opens, course.enrolment_closes) == (None, None, None, None)


def test_the_2025_courses_are_concluded_today_and_were_not_then(seeded: Settings) -> None:
    assert {course.status for course in courses.list_courses(seeded, TODAY)} == {"concluded"}
    assert {course.status for course in courses.list_courses(seeded, date(2025, 5, 1))} == {"running"}
    assert not any(course.open_now for course in courses.list_courses(seeded, TODAY))


def test_courses_come_in_the_published_order(seeded: Settings) -> None:
    assert [course.id for course in courses.list_courses(seeded, TODAY)] == ["sala", "elettrico", "meccanico"]


def test_an_unknown_course_is_none(seeded: Settings) -> None:
    assert courses.get_course(seeded, "saldatore", TODAY) is None


def test_a_new_edition_that_accepts_people_opens_its_course(seeded_sqlite_url: str) -> None:
    with transaction(seeded_sqlite_url, write=True) as session:
        session.execute(sqlalchemy.text(
            "insert into course_edition (id, course_id, enrolment_opens, enrolment_closes, source, verified)"
            " values ('sala_2026', 'sala', '2026-11-01', '2026-12-01', 'operatore', true)"))
    course = courses.get_course(Settings(database_url=seeded_sqlite_url), "sala", TODAY)
    assert course is not None and course.open_now
    assert (course.edition_id, course.participants, course.lead) == ("sala_2026", None, None)
