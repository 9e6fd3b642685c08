"""What robots and browsers look for by themselves: robots.txt, security.txt, sitemap.xml, the icon."""

from __future__ import annotations

from datetime import UTC, timedelta
from xml.sax.saxutils import escape

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from bot.services import courses, events
from connectors.site import request_addresses, static_files
from connectors.site.desk import access as desk
from connectors.site.public import visitor
from connectors.site.rendering import get_now, get_settings
from connectors.web.static_files import A_WHILE

router = APIRouter()
CLOSED = (f"{visitor.PATH}/", f"{visitor.INTERESTS}/", f"{visitor.SIGN_UPS}/", f"{visitor.WAITING}/", desk.PATH,
          "/calendari/")
"""What robots are asked to leave alone."""

VALID = timedelta(days=180)
"""How long security.txt says that it holds; it is made anew at each request."""

PAGES = ("/", "/corsi", "/eventi", "/contatti", "/a-chi-rivolgersi", "/appuntamenti", "/privacy", "/accessibilita",
         "/dati-aperti", "/fabbisogni")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Everything may be read but the forms, what belongs to one person, and the desk."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /",
             f"Sitemap: {request_addresses.get_site_address(request)}/sitemap.xml", ""]
    return PlainTextResponse("\n".join(lines))


@router.get("/.well-known/security.txt")
def security(request: Request) -> Response:
    """Where weaknesses are told, as RFC 9116 wants it."""
    contact = get_settings(request).security_contact
    if not contact:
        raise HTTPException(404)
    until = get_now(request) + VALID
    lines = [f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
             f"Expires: {until.astimezone(UTC):%Y-%m-%dT00:00:00Z}", "Preferred-Languages: it, en",
             f"Canonical: {request_addresses.get_site_address(request)}/.well-known/security.txt", ""]
    return PlainTextResponse("\n".join(lines))


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """Every public page."""
    settings, site = get_settings(request), request_addresses.get_site_address(request)
    paths = [*PAGES,
             *(f"/corsi/{item.id}" for item in courses.list_courses(settings, get_now(request).date())),
             *(f"/eventi/{item.id}" for item in events.list_events(settings))]
    entries = "".join(f"<url><loc>{escape(site + path)}</loc></url>\n" for path in paths)
    text = ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{entries}</urlset>\n")
    return Response(text, media_type="application/xml")


@router.get("/favicon.svg")
def icon() -> Response:
    """The icon."""
    return FileResponse(static_files.OWN / "favicon.svg", headers={"Cache-Control": A_WHILE})


@router.get("/favicon.ico")
def old_icon() -> Response:
    """Where browsers look for an icon when a page names none."""
    return RedirectResponse("/favicon.svg", 301)
