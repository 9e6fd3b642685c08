"""The pages that only inform."""

from __future__ import annotations

from typing import Callable, Optional, TypeVar

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.services import courses, events, needs, offices, pact, privacy, sign_ups
from bot.settings import Settings
from bot.texts import get_text, get_texts
from connectors.site.api.routes import RESOURCES
from connectors.site.public import structured_data
from connectors.site.rendering import get_now, get_settings, render_page

router = APIRouter()
Found = TypeVar("Found")

COURSE_ANSWERS = ("ask_course_audience", "ask_course_enrol")
"""Answers about every course, in the order in which a person asks; how to enrol is that of the concluded ones."""


@router.get("/")
def home(request: Request) -> Response:
    """What this is, and where to go from here."""
    settings, today = get_settings(request), get_now(request).date()
    return render_page(
        request, "public/home.html", courses=courses.list_courses(settings, today),
        coming=events.list_upcoming(settings, today), offices=offices.list_offices(settings),
        about=pact.find_answer(settings, "ask_pact_about"))


@router.get("/corsi")
def course_list(request: Request) -> Response:
    """Every course and where it stands today."""
    found = courses.list_courses(get_settings(request), get_now(request).date())
    structured = structured_data.mark_up_course_list(request, found, _pact_lead(get_settings(request)))
    return render_page(request, "public/courses.html", courses=found, structured=structured)


@router.get("/corsi/{course_id}")
def course(request: Request, course_id: str) -> Response:
    """One course."""
    settings = get_settings(request)
    found = _found(course_id, lambda known: courses.get_course(settings, known, get_now(request).date()))
    asked = COURSE_ANSWERS if found.status == "concluded" else COURSE_ANSWERS[:1]
    answers = [pact.find_answer(settings, name) for name in asked]
    return render_page(
        request, "public/course.html", course=found, answers=[answer for answer in answers if answer is not None],
        structured=structured_data.mark_up_course(request, found, _pact_lead(settings)))


@router.get("/eventi")
def event_list(request: Request) -> Response:
    """What is coming, then what has been."""
    settings, today = get_settings(request), get_now(request).date()
    coming = events.list_upcoming(settings, today)
    ids = {event.id for event in coming}
    before = [event for event in events.list_events(settings) if event.id not in ids]
    return render_page(
        request, "public/events.html", coming=coming, before=before,
        structured=structured_data.mark_up_event_list(request, coming))


@router.get("/eventi/{event_id}")
def event(request: Request, event_id: str) -> Response:
    """One event."""
    settings = get_settings(request)
    found = _found(event_id, lambda known: events.get_event(settings, known))
    presented = courses.get_course(settings, found.course_id, get_now(request).date()) if found.course_id else None
    days = [item for item in sign_ups.list_event_days(settings, get_now(request)) if item.event_id == event_id]
    return render_page(
        request, "public/event.html", event=found, course=presented, days=days,
        speaker_parts=get_texts("site.speaker_parts").items(),
        structured=structured_data.mark_up_event(request, found, days))


@router.get("/contatti")
def contacts(request: Request) -> Response:
    """The employment centres."""
    return render_page(request, "public/contacts.html", offices=offices.list_offices(get_settings(request)))


@router.get("/a-chi-rivolgersi")
def need_list(request: Request) -> Response:
    """The register of needs by topic: whose task a question is."""
    found = needs.list_needs(get_settings(request))
    groups = [(topic, title, [need for need in found if need.topic == topic])
              for topic, title in get_texts("site.need_topics").items()]
    return render_page(request, "public/needs.html", groups=[group for group in groups if group[2]])


@router.get("/privacy")
def privacy_notice(request: Request) -> Response:
    """What happens with a person's data."""
    return render_page(
        request, "public/privacy.html", answer=pact.find_answer(get_settings(request), "ask_privacy"),
        notice_version=privacy.NOTICE_VERSION)


@router.get("/accessibilita")
def accessibility(request: Request) -> Response:
    """What is accessible, what is not known to be, and whom to turn to."""
    settings = get_settings(request)
    return render_page(request, "public/accessibility.html", declaration=settings.accessibility_url,
                       contact=settings.accessibility_contact)


@router.get("/dati-aperti")
def open_data(request: Request) -> Response:
    """The read-only API, for people."""
    return render_page(request, "public/open_data.html", resources=[
        (address, get_text(f"api.resources.{name}")) for name, address in RESOURCES.items()])


def _pact_lead(settings: Settings) -> str:
    """The name of the body that leads the pact."""
    return next((body.name for body in pact.list_organisations(settings, "lead")), "")


def _found(given: str, get: Callable[[str], Optional[Found]]) -> Found:
    """What ``get`` finds, else 404; ``get`` is not called for an impossible id."""
    result = get(given) if structured_data.is_id(given) else None
    if result is None:
        raise HTTPException(404)
    return result
