"""Turns what the services say into what the API answers with."""

from __future__ import annotations

from datetime import time
from typing import Optional, cast

from starlette.requests import Request

from bot.services.booking import SlotOption
from bot.services.course_wording import describe_audience
from bot.services.courses import CourseView
from bot.services.events import EventView
from bot.services.facts import FactView
from bot.services.offices import OfficeView
from bot.services.statistics import Demand, list_figures
from connectors.site import request_addresses
from connectors.site.api import models


def make_published_course(request: Request, found: CourseView) -> models.PublishedCourse:
    """A course."""
    return models.PublishedCourse(
        id=found.id, title=found.title, url=f"{request_addresses.get_site_address(request)}/corsi/{found.id}",
        sector=found.sector_name, hours=found.hours, hours_approximate=found.hours_approximate,
        cost_cents=found.cost_cents, content=found.content, internship=found.internship, lead=found.lead,
        co_designers=list(found.co_designers),
        audience=describe_audience(found.admission) or None, age_min=found.age_min, age_max=found.age_max,
        status=found.status, edition=_edition(found),
        presentation_event_id=found.presentation.id if found.presentation is not None else None,
        fact=_fact(found.fact))


def make_published_event(request: Request, found: EventView) -> models.PublishedEvent:
    """An event."""
    return models.PublishedEvent(
        id=found.id, kind=cast(models.EventKind, found.kind), title=found.title,
        url=f"{request_addresses.get_site_address(request)}/eventi/{found.id}",
        description=found.description, course_id=found.course_id, count=found.count, organiser=found.organiser,
        audience=found.audience, attendance=found.attendance, outcome=found.outcome,
        days=[models.PublishedEventDay(day=item.day, starts=_clock(item.starts), ends=_clock(item.ends),
                              daypart=item.daypart, place=item.place)
              for item in found.days],
        speakers=[models.PublishedSpeaker(name=item.name, part=cast(models.EventPart, item.part), role=item.role)
                  for item in found.speakers],
        fact=_fact(found.fact))


def make_published_office(found: OfficeView) -> models.PublishedOffice:
    """An office."""
    return models.PublishedOffice(
        id=found.id, name=found.name, municipality=found.municipality, address=found.address, floor=found.floor,
        hours_note=found.hours_note, map=found.map_url,
        opening=[models.PublishedOpening(
            weekday=item.weekday, opens=f"{item.opens:%H:%M}", closes=f"{item.closes:%H:%M}")
            for item in found.opening],
        opening_fact=_fact(found.opening[0].fact) if found.opening else None,
        phones=list(found.phones), emails=list(found.emails),
        contacts_fact=_fact(found.contacts[0].fact) if found.contacts else None,
        services=[models.PublishedService(id=item.id, name=item.name, description=item.description, bring=item.bring,
                                 fact=_fact(item.fact)) for item in found.services],
        fact=_fact(found.fact))


def make_free_start(found: SlotOption) -> models.FreeStart:
    """A free start."""
    return models.FreeStart(
        office_id=found.office_id, office=found.office_name, starts_at=found.starts_at, ends_at=found.ends_at,
        places_left=found.places_left)


def _clock(hour: Optional[time]) -> Optional[str]:
    return f"{hour:%H:%M}" if hour is not None else None


def _edition(found: CourseView) -> Optional[models.PublishedEdition]:
    if found.edition_id is None:
        return None
    return models.PublishedEdition(
        id=found.edition_id, starts_earliest=found.starts_earliest, starts_latest=found.starts_latest,
        ends_by=found.ends_by, enrolment_opens=found.enrolment_opens, enrolment_closes=found.enrolment_closes,
        places=found.places, participants=found.participants, place=found.place)


def _fact(found: FactView) -> models.PublishedFact:
    return models.PublishedFact(
        source=found.source, source_date=found.source_date, verified=found.verified, valid_until=found.valid_until)


def make_demand_of_year(found: Demand) -> models.DemandOfYear:
    """What people asked for in a year."""
    return models.DemandOfYear(year=found.year, months=list(found.months), items=[
        models.PublishedDemandFigure(
            dimension=cast(models.DemandDimension, figure.dimension), value=figure.value, month=figure.month,
            number=figure.number, hidden=figure.number is None)
        for figure in list_figures(found)])
