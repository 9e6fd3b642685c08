"""schema.org data of courses and events as JSON-LD: only what the database says, no date made up."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Iterator, Optional, Sequence

from markupsafe import Markup
from starlette.requests import Request

from bot import clock
from bot.services.courses import CourseView
from bot.services.events import EventDayView, EventView
from bot.services.sign_ups import SignUpDay
from connectors.site import request_addresses

CONTEXT = "https://schema.org"
_ID = re.compile(r"[a-z0-9_]{1,60}")


def is_id(text: str) -> bool:
    """Whether ``text`` can be the id of a row."""
    return _ID.fullmatch(text) is not None


def mark_up_course(request: Request, found: CourseView, pact_lead: str) -> Markup:
    """A ``Course`` with its edition as ``CourseInstance``. ``pact_lead`` provides a course that has no lead yet."""
    return _script({"@context": CONTEXT, **_course(request, found, pact_lead)})


def mark_up_course_list(request: Request, found: Sequence[CourseView], pact_lead: str) -> Markup:
    """An ``ItemList`` of courses; nothing when there are none."""
    if not found:
        return Markup("")
    items = [
        {"@type": "ListItem", "position": position, "item": _course(request, item, pact_lead)}
        for position, item in enumerate(found, 1)]
    return _script({"@context": CONTEXT, "@type": "ItemList", "itemListElement": items})


def mark_up_event(request: Request, found: EventView, sign_up_days: Sequence[SignUpDay] = ()) -> Markup:
    """One ``Event`` a day that is published; nothing when no day is: the type requires a date and a place.

    ``sign_up_days``: those for which one can sign up, which is an ``Offer``; no price is said where none is known.
    """
    offers = {item.day: _offer(request, item) for item in sign_up_days}
    return _events([{**day, **({"offers": offers[item.day]} if item.day in offers else {})}
                    for day, item in zip(_days(request, found), found.days, strict=True)])


def mark_up_event_list(request: Request, found: Sequence[EventView]) -> Markup:
    """The days of several events."""
    return _events([item for one in found for item in _days(request, one)])


def _course(request: Request, found: CourseView, pact_lead: str) -> dict[str, Any]:
    address = f"{request_addresses.get_site_address(request)}/corsi/{found.id}"
    return _known({
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": found.title,
        "description": found.content,
        "about": found.sector_name,
        "provider": {"@type": "Organization", "name": found.lead or pact_lead},
        "isAccessibleForFree": found.cost_cents == 0,
        "typicalAgeRange": f"{found.age_min}-{found.age_max}" if found.age_min and found.age_max else None,
        "offers": _known({
            "@type": "Offer",
            "category": "Free" if found.cost_cents == 0 else "Paid",
            "price": found.cost_cents / 100,
            "priceCurrency": "EUR",
            "validFrom": _iso(found.enrolment_opens),
            "validThrough": _iso(found.enrolment_closes),
        }),
        "timeRequired": None if found.hours_approximate else f"PT{found.hours}H",
        "hasCourseInstance": _instance(found),
    })


def _instance(found: CourseView) -> Optional[dict[str, Any]]:
    """The edition of interest; its start only where a single day is published."""
    if found.edition_id is None:
        return None
    exact = found.starts_earliest if found.starts_earliest == found.starts_latest else None
    return _known({
        "@type": "CourseInstance",
        "name": found.title,
        "startDate": _iso(exact),
        "location": _place(found.place) if found.place else None,
        "organizer": {"@type": "Organization", "name": found.lead} if found.lead else None,
        "contributor": [{"@type": "Organization", "name": name} for name in found.co_designers] or None,
        "maximumAttendeeCapacity": found.places,
    })


def _days(request: Request, found: EventView) -> Iterator[dict[str, Any]]:
    address = f"{request_addresses.get_site_address(request)}/eventi/{found.id}"
    for item in found.days:
        yield _known({
            "@type": "Event",
            "@id": f"{address}#{item.day.isoformat()}",
            "url": address,
            "name": found.title,
            "description": found.description,
            "startDate": _start(item),
            "endDate": clock.at(item.day, item.ends).isoformat() if item.ends else None,
            "location": _place(item.place),
            "organizer": {"@type": "Organization", "name": found.organiser} if found.organiser else None,
            "audience": {"@type": "Audience", "audienceType": found.audience} if found.audience else None,
        })


def _offer(request: Request, item: SignUpDay) -> dict[str, Any]:
    state = "SoldOut" if item.closed or not item.free else "InStock"
    here = request_addresses.get_site_address(request)
    return _known({
        "@type": "Offer",
        "url": f"{here}/iscrizioni/evento/{item.event_id}/{item.day.isoformat()}",
        "availability": f"{CONTEXT}/{state}",
        "validThrough": item.until.isoformat() if item.until else None,
    })


def _start(item: EventDayView) -> str:
    return clock.at(item.day, item.starts).isoformat() if item.starts else item.day.isoformat()


def _place(name: str) -> dict[str, str]:
    """A place; the database knows it by one line, which is its name and all there is of its address."""
    return {"@type": "Place", "name": name, "address": name}


def _iso(day: Optional[date]) -> Optional[str]:
    return day.isoformat() if day is not None else None


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _events(days: list[dict[str, Any]]) -> Markup:
    if not days:
        return Markup("")
    if len(days) == 1:
        return _script({"@context": CONTEXT, **days[0]})
    return _script({"@context": CONTEXT, "@graph": days})


def _script(data: dict[str, Any]) -> Markup:
    """The data in their element. No text can end it, nor open a comment in it: < > & are written as escapes."""
    text = json.dumps(data, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')
