"""Events are told with the days, hours, places and people of the Province's page."""

from __future__ import annotations

from datetime import date, time

from bot.services import events
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]

POLO = "Polo territoriale di Lecco del Politecnico di Milano"


def test_the_job_days(seeded: Settings) -> None:
    days = [(event.course_id, event.first_day, event.days[0].place)
            for event in events.list_events(seeded, "job_day")]
    assert days == [
        ("sala", date(2025, 1, 28), "Confcommercio Lecco"),
        ("elettrico", date(2025, 2, 4), "Istituto Fiocchi di Lecco"),
        ("meccanico", date(2025, 2, 6), "Istituto Fiocchi di Lecco")]


def test_the_workshops_are_three_without_dates(seeded: Settings) -> None:
    (workshop,) = events.list_events(seeded, "workshop")
    assert (workshop.count, workshop.days, workshop.first_day, workshop.last_day) == (3, (), None, None)
    names = [speaker.name for speaker in workshop.taking_part("collaborator")]
    assert names == ["Gi Group", "Manpower", "Mestieri Lombardia", "Synergie", "Umana"]


def test_the_welfare_seminar(seeded: Settings) -> None:
    event = events.get_event(seeded, "seminario_welfare")
    assert event is not None
    (day,) = event.days
    assert (day.day, day.starts, day.ends, day.daypart, day.place) == (
        date(2025, 10, 10), None, None, "nel pomeriggio", POLO)
    assert event.attendance == "oltre 80 persone"
    assert [speaker.name for speaker in event.taking_part("opening")] == ["Antonio Leonardo Pasquini"]
    assert [speaker.name for speaker in event.taking_part("moderator")] == ["Filomena Canterino"]
    assert [speaker.name for speaker in event.taking_part("speaker")] == [
        "Mariano Corso", "Matteo Dell’Era", "Antonella Marsala"]
    assert [(speaker.name, speaker.role) for speaker in event.taking_part("witness")] == [
        ("Officina Meccanica Tentori snc", "Galbiate"), ("Alpina Raggi spa", "Lomagna"), ("RX Pack srl", "Oggiono"),
        ("Technoprobe spa", "Merate")]


def test_the_work_life_seminar_has_hours_and_no_outcome(seeded: Settings) -> None:
    event = events.get_event(seeded, "seminario_work_life")
    assert event is not None
    (day,) = event.days
    assert (day.day, day.starts, day.ends, day.place) == (date(2025, 10, 27), time(15), time(17, 30), POLO)
    assert (event.outcome, event.attendance) == (None, None)
    assert "Da Vittorio" in event.taking_part("witness")[0].name


def test_what_is_coming_depends_on_the_day(seeded: Settings) -> None:
    assert [event.id for event in events.list_upcoming(seeded, date(2025, 10, 10))] == [
        "seminario_welfare", "seminario_work_life"]
    assert [event.id for event in events.list_upcoming(seeded, date(2025, 10, 27))] == ["seminario_work_life"]
    assert events.list_upcoming(seeded, date(2025, 10, 28)) == []


def test_all_the_events_and_an_unknown_one(seeded: Settings) -> None:
    assert len(events.list_events(seeded)) == 6
    assert events.get_event(seeded, "sagra") is None
