"""What robots and browsers look for by themselves: robots.txt, sitemap.xml, the icon."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from bot.services import courses, events
from connectors.site import request_addresses, static_files
from connectors.site.rendering import now_of, settings_of
from connectors.web.static_files import A_WHILE

router = APIRouter()
PAGES = ("/", "/corsi", "/eventi", "/contatti", "/a-chi-rivolgersi", "/appuntamenti", "/privacy", "/accessibilita",
         "/dati-aperti", "/fabbisogni")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Everything may be read but the forms and the desk."""
    lines = ["User-agent: *", "Disallow: /appuntamenti/", "Disallow: /banco", "Disallow: /calendari/", "Allow: /",
             f"Sitemap: {request_addresses.site(request)}/sitemap.xml", ""]
    return PlainTextResponse("\n".join(lines))


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """Every public page."""
    settings, site = settings_of(request), request_addresses.site(request)
    paths = [*PAGES,
             *(f"/corsi/{item.id}" for item in courses.list_courses(settings, now_of(request).date())),
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
