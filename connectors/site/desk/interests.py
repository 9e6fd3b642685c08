"""«Avvisami» at the desk: news that could be sent and what a press would do, what was sent, entry by an operator."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.italian.municipalities import LECCO_PROVINCE
from bot.italian.people.contacts import Email, Phone, read_contact_to_write_to
from bot.rules.interests import AVAILABILITIES
from bot.services import courses, interests
from bot.services.interests import (
    REASONS,
    CannotSend,
    InterestLeft,
    InterestWish,
    NewsPressed,
    NewsPreview,
    NewsReason,
)
from bot.texts import get_text, get_texts
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, read_banner, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/avvisi")
GOOD = frozenset({"mandato", "fermato", "lasciato", "iscritto"})
"""The banners that are good news."""
CHANNEL = "desk"


@router.get("")
async def overview(request: Request, signed_in: AnOperator) -> Response:
    """What could be sent, what was sent, and how many wait for what."""
    settings, now = get_settings(request), get_now(request)
    news = await asyncio.to_thread(interests.list_news, settings, now)
    sent = await asyncio.to_thread(interests.list_publications, settings)
    waiting = await asyncio.to_thread(interests.count_waiting, settings)
    return render_desk_page(
        request, signed_in, "desk/interests/overview.html", news=news, sent=sent, waiting=waiting,
        reasons=get_texts("interests.news.reasons"), obstacles=get_texts("interests.obstacles"),
        states=get_texts("interests.states"), progress=get_texts("interests.progress"),
        banner=read_banner("interests.banners", request.query_params.get("esito", ""), GOOD))


@router.get("/anteprima")
async def preview(request: Request, signed_in: AnOperator, edizione: str = "", motivo: str = "") -> Response:
    """Who would be told, on which channels, why the others are not, and the words; nothing is sent."""
    found = await asyncio.to_thread(
        interests.preview_news, get_settings(request), edition_id=edizione[:60], reason=_reason(motivo),
        now=get_now(request))
    refused = get_text(f"interests.obstacles.{found.obstacle}") if isinstance(found, CannotSend) else ""
    return render_desk_page(
        request, signed_in, "desk/interests/preview.html", status_code=409 if refused else 200, refused=refused,
        preview=found if isinstance(found, NewsPreview) else None, reasons=get_texts("interests.news.reasons"),
        left_out=get_texts("interests.left_out"), kinds=get_texts("interests.contact_kinds"),
        can_send=partial(interests.can_send, get_settings(request)))


@router.post("/manda")
async def press(request: Request, signed_in: Checked) -> Response:
    """Have it sent."""
    form = await read_typed(request)
    result: Any = await asyncio.to_thread(
        interests.press_news, get_settings(request), edition_id=form.get("edizione", "")[:60],
        reason=_reason(form.get("motivo", "")), operator=signed_in.operator, now=get_now(request))
    return _back("mandato" if isinstance(result, NewsPressed) else result.obstacle)


@router.post("/{publication_id}/ferma")
async def stop(request: Request, signed_in: Checked, publication_id: PathNumber) -> Response:
    """Send no more of it."""
    stopped = await asyncio.to_thread(
        interests.stop_news, get_settings(request), publication_id=publication_id, operator=signed_in.operator,
        now=get_now(request))
    return _back("fermato" if stopped else "finito")


@router.get("/nuovo")
async def entry_form(request: Request, signed_in: AnOperator) -> Response:
    """The form for somebody who is at the counter or on the telephone."""
    return await _form(request, signed_in, {}, [])


@router.post("/nuovo")
async def enter(request: Request, signed_in: Checked) -> Response:
    """Keep the interest of somebody who has agreed by word of mouth."""
    form = await read_typed(request)
    reached = read_contact_to_write_to(form.get("contatto", ""))
    kind, _, item = form.get("corso", "").partition("/")
    problems = [get_text(f"interests.entry.{name}") for name, wrong in (
        ("wish", not form.get("corso")), ("place", form.get("luogo", "") not in {"any", *LECCO_PROVINCE}),
        ("time", form.get("quando", "") not in AVAILABILITIES), ("contact", not isinstance(reached, (Phone, Email))),
        ("consent", form.get("consenso") != "si")) if wrong]
    if problems or not isinstance(reached, (Phone, Email)):
        return await _form(request, signed_in, form, problems)
    time = next(name for name in AVAILABILITIES if name == form["quando"])
    left = await asyncio.to_thread(
        interests.leave_interest, get_settings(request), InterestWish(
            course_id=item if kind == "course" else None, sector_id=item if kind == "sector" else None,
            place=None if form["luogo"] == "any" else form["luogo"], availability=time,
            contact=reached.value, contact_kind=reached.kind),
        conversation_id=f"desk_{secrets.token_hex(12)}", channel=CHANNEL, now=get_now(request))
    if not isinstance(left, InterestLeft):
        return await _form(request, signed_in, form, [get_text("interests.entry.wish")])
    return render_desk_page(request, signed_in, "desk/interests/entered.html", interest=left.interest,
                            what=interests.describe_interest(left.interest),
                            unreachable=interests.explain_unreachable(get_settings(request), left.interest))


@router.post("/iscritto")
async def mark_enrolled(request: Request, signed_in: Checked) -> Response:
    """Note that the person of a code has enrolled: the end of the way that began with the interest."""
    form = await read_typed(request)
    marked = await asyncio.to_thread(
        interests.mark_enrolled, get_settings(request), code=form.get("codice", "")[:60], operator=signed_in.operator,
        now=get_now(request))
    return _back("iscritto" if marked else "codice")


async def _form(request: Request, signed_in: Any, form: dict[str, str], problems: list[str]) -> Response:
    settings = get_settings(request)
    every = await asyncio.to_thread(courses.list_courses, settings, get_now(request).date())
    sectors = await asyncio.to_thread(courses.list_sectors, settings)
    return render_desk_page(
        request, signed_in, "desk/interests/entry.html", status_code=422 if problems else 200, form=form,
        problems=problems, courses=every, sectors=sectors, places=LECCO_PROVINCE,
        times=get_texts("interests.availability").items(), days=settings.interest_days)


def _reason(name: str) -> NewsReason:
    for reason in REASONS:
        if reason == name:
            return reason
    raise HTTPException(422)


def _back(outcome: str) -> Response:
    return RedirectResponse(f"/operatori/avvisi?esito={outcome}", 303)
