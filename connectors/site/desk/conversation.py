"""A conversation at the desk: its page, answering, taking it, passing it on, ending it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, Callable, Optional
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot import clock
from bot.services import conversations, desk, handoffs, offices
from bot.services.desk import Card
from bot.services.joint_reading import read_jointly
from bot.services.operators import SignedIn
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import Number, read_typed, render_desk_page
from connectors.site.desk.queue import list_values, name_list
from connectors.site.desk.transcript import write_transcript
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/conversazioni")

SHOWN = 400
"""Messages on the page; the transcript has all of them."""

FORMS = ("rispondi", "nota", "etichette", "tentativo")
EMPTY_MESSAGE = {"text": "", "quando": ""}
"""The forms in which something is typed, by their acts, and their fields."""

REFUSALS: dict[type, str] = {
    handoffs.TakenBy: "presa", handoffs.NotOwner: "non-tua", handoffs.NoRequest: "finita",
    handoffs.Empty: "vuoto", handoffs.TooLong: "lungo", handoffs.Away: "assente"}


@router.get("/{conversation_id}")
async def show(
    request: Request, signed_in: AnOperator, conversation_id: str, risposta: Number = 0, elenco: str = "",
    pagina: Number = 1,
) -> Response:
    """The conversation between its list and its card; ``risposta``: a ready answer to begin with, without scripts."""
    return await _page(request, signed_in, conversation_id, ready=risposta, list_name=elenco, number=pagina)


async def _page(
    request: Request, signed_in: SignedIn, conversation_id: str, *, ready: int = 0, list_name: str = "",
    number: int = 1, unsent: Optional[dict[str, dict[str, str]]] = None, **more: Any,
) -> Response:
    """The page of a conversation; ``unsent``: by act what was typed in a form and refused."""
    card = await _card(request, signed_in, conversation_id)
    settings, me = get_settings(request), signed_in.operator
    messages = await asyncio.to_thread(
        conversations.list_last, settings, conversation_id=conversation_id, limit=SHOWN, desk=True)
    await asyncio.to_thread(
        desk.record_opening, settings, conversation_id=conversation_id, operator_id=me.id, act="conversation_opened",
        now=get_now(request))
    last = messages[-1].sequence if messages else 0
    if card.owned_by(me.id):
        await _mark_seen(request, conversation_id, me.id, last)
    values = await asyncio.to_thread(_page_values, request, signed_in, card, list_name, number)
    values["unsent"] |= unsent or {}
    begun = next((each.text for each in values["canned"] if each.id == ready), "") or (
        values["unsent"]["rispondi"].get("text", ""))
    return render_desk_page(
        request, signed_in, "desk/conversation.html", messages=messages, begun=begun, last=last, **values, **more)


def _page_values(
    request: Request, signed_in: SignedIn, card: Card, list_name: str, number: int,
) -> dict[str, Any]:
    """What stands beside the messages: the list and the card."""
    with read_jointly(get_settings(request)):
        return _around(request, signed_in, card) | list_values(
            request, signed_in, list_name or _list_name(card, signed_in.operator.id), number, card.conversation_id)


@router.get("/{conversation_id}/scheda")
async def card(request: Request, signed_in: AnOperator, conversation_id: str, mia: Number = 0) -> Response:
    """What stands beside the messages, fresh; ``mia``: whether the page shows the conversation as one's own."""
    card = await _card(request, signed_in, conversation_id)
    await asyncio.to_thread(
        desk.record_opening, get_settings(request), conversation_id=conversation_id, operator_id=signed_in.operator.id,
        act="card_opened", now=get_now(request))
    values = await asyncio.to_thread(_around, request, signed_in, card)
    return render_desk_page(request, signed_in, "desk/card.html", begun="",
                            new_owner=card.owned_by(signed_in.operator.id) != bool(mia), fragment=True, **values)


@router.post("/{conversation_id}/prendi")
async def claim(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """Take it from the queue, from the call-backs, or from the assistant."""
    take_over = (await read_typed(request)).get("assistente") == "1"
    return await _done(request, signed_in, conversation_id, "", handoffs.claim, take_over=take_over)


@router.post("/{conversation_id}/rispondi")
async def answer(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """Say something to the person; htmx gets the banner alone, and a new key when it was said."""
    sent = await read_typed(request)
    result = await asyncio.to_thread(
        handoffs.say, get_settings(request), conversation_id=conversation_id, operator_id=signed_in.operator.id,
        text=sent.get("text", ""), key=_key(sent.get("key", "")), now=get_now(request))
    refusal = _refusal(result)
    if "hx-request" not in request.headers:
        return await _refused(request, signed_in, conversation_id, "rispondi", refusal, sent) if refusal else _back(
            conversation_id, None)
    response = render_desk_page(
        request, signed_in, "desk/sent.html", refusal=refusal, key=make_message_key(),
        banners=get_texts("desk.banners"))
    if refusal is None:
        response.headers["HX-Trigger"] = "detto"
    return response


@router.post("/{conversation_id}/passa")
async def transfer(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """Give it to a colleague or to the queue of an office."""
    kind, _, target = (await read_typed(request)).get("a", "").partition(":")
    if not target:
        return _back(conversation_id, "nessun-destinatario")
    to = {"to_operator_id": int(target)} if kind == "operatore" and target.isdecimal() and len(target) < 10 else {
        "to_office_id": target}
    return await _done(request, signed_in, conversation_id, "passata", handoffs.transfer, **to)


@router.post("/{conversation_id}/restituisci")
async def hand_back(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """Give the floor back to the assistant."""
    return await _done(request, signed_in, conversation_id, "restituita", handoffs.hand_back)


@router.post("/{conversation_id}/chiudi")
async def close(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """End the request with an outcome."""
    outcome = (await read_typed(request)).get("esito", "")
    if outcome not in handoffs.OUTCOMES:
        return _back(conversation_id, "nessun-esito")
    return await _done(request, signed_in, conversation_id, "chiusa", handoffs.close, outcome=outcome)


@router.post("/{conversation_id}/tentativo")
async def attempt(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """The person was called and not reached: a note, and when to try again."""
    sent, due = await read_typed(request), None
    if sent.get("quando"):
        try:
            due = datetime.fromisoformat(sent["quando"]).replace(tzinfo=clock.ROME)
        except ValueError:
            due = get_now(request)
        if due <= get_now(request):
            return await _refused(request, signed_in, conversation_id, "tentativo", "quando", sent)
    return await _done(request, signed_in, conversation_id, "tentativo", handoffs.note_attempt, sent=sent,
                       text=sent.get("text", ""), due_at=due)


@router.post("/{conversation_id}/nota")
async def note(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """Keep a private note."""
    sent = await read_typed(request)
    return await _done(request, signed_in, conversation_id, "nota", desk.add_note, sent=sent, text=sent.get("text", ""))


@router.post("/{conversation_id}/etichette")
async def tags(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """File it under words."""
    sent = await read_typed(request)
    return await _done(
        request, signed_in, conversation_id, "etichette", desk.set_tags, sent=sent, text=sent.get("text", ""))


@router.post("/{conversation_id}/scrive")
async def typing(request: Request, signed_in: Checked, conversation_id: str) -> Response:
    """Tell the person, and colleagues, that the owner is writing."""
    settings, now, me = get_settings(request), get_now(request), signed_in.operator
    card = await _card(request, signed_in, conversation_id)
    if card.owned_by(me.id):
        await asyncio.to_thread(
            conversations.mark_presence, settings, conversation_id=conversation_id, actor=f"operator:{me.id}",
            kind="typing", on=True, now=now)
        await asyncio.to_thread(
            handoffs.mark_read, settings, conversation_id=conversation_id, operator_id=me.id, now=now)
    return Response(status_code=204)


@router.post("/{conversation_id}/letto")
async def seen(request: Request, signed_in: Checked, conversation_id: str, fino: Number = 0) -> Response:
    """The owner's page is on the screen and shows the messages up to ``fino``."""
    await _card(request, signed_in, conversation_id)
    await _mark_seen(request, conversation_id, signed_in.operator.id, fino)
    return Response(status_code=204)


@router.get("/{conversation_id}/trascrizione")
async def transcript(request: Request, signed_in: AnOperator, conversation_id: str) -> Response:
    """All that was said, as a text file; notes and other lines of the desk are not in it."""
    card = await _card(request, signed_in, conversation_id)
    settings = get_settings(request)
    text = await asyncio.to_thread(write_transcript, settings, card)
    await asyncio.to_thread(
        desk.record_opening, settings, conversation_id=conversation_id, operator_id=signed_in.operator.id,
        act="transcript", now=get_now(request))
    name = f"conversazione-{get_now(request):%Y%m%d-%H%M}.txt"
    return PlainTextResponse(text, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"})


def make_message_key() -> str:
    """What makes a message that is sent twice the same message."""
    return f"desk:{secrets.token_urlsafe(12)}"


async def _mark_seen(request: Request, conversation_id: str, operator_id: int, sequence: int) -> None:
    await asyncio.to_thread(
        handoffs.mark_seen, get_settings(request), conversation_id=conversation_id, operator_id=operator_id,
        sequence=sequence)
    request.app.state.desk_hub.look_again()


def _list_name(card: Card, operator_id: int) -> str:
    """The list that the page shows beside a conversation: the one in which it stands."""
    request = card.request
    return name_list(desk.find_list(
        request.state if request else None, request.reason if request else None, own=card.owned_by(operator_id)))


async def _card(request: Request, signed_in: SignedIn, conversation_id: str) -> Card:
    card = await asyncio.to_thread(
        desk.read_card, get_settings(request), conversation_id=conversation_id, operator_id=signed_in.operator.id)
    if card is None:  # also when it is another office's: that it exists is not said
        raise HTTPException(404)
    return card


def _around(request: Request, signed_in: SignedIn, card: Card) -> dict[str, Any]:
    """What the page shows besides the messages."""
    settings, me = get_settings(request), signed_in.operator
    mine = card.owned_by(me.id)
    every_office = offices.list_offices(settings)
    colleagues, served = handoffs.list_takers(
        settings, conversation_id=card.conversation_id, operator_id=me.id, now=get_now(request))
    office = card.request.office_name if card.request is not None and card.request.office_name else next(
        (each.name for each in every_office if each.id in me.office_ids), "")
    values = {"nome": card.people[0].name.split()[0] if card.people else "", "operatore": me.name.split()[0],
              "ufficio": office}
    canned = [replace(each, text=desk.fill(each.text, values))
              for each in desk.list_canned(settings, operator_id=me.id)] if mine else []
    return {"card": card, "mine": mine, "offices": [each for each in every_office if each.id in served],
            "colleagues": colleagues, "canned": canned, "key": make_message_key(),
            "reasons": get_texts("handoffs.reasons"), "outcomes": get_texts("handoffs.outcomes"),
            "rule_kinds": get_texts("content.tables.eligibility_rule.fields.kind.choices"),
            "unsent": dict.fromkeys(FORMS, EMPTY_MESSAGE),
            "here": f"/operatori/conversazioni/{quote(card.conversation_id, safe='')}"}


async def _done(
    request: Request, signed_in: SignedIn, conversation_id: str, banner: str, act: Callable[..., Any],
    sent: Optional[dict[str, str]] = None, **more: Any,
) -> Response:
    """Do an act of the operator and go back to the page with what it came to; ``sent``: typed, and kept if refused."""
    result = await asyncio.to_thread(
        act, get_settings(request), conversation_id=conversation_id, operator_id=signed_in.operator.id,
        now=get_now(request), **more)
    refusal = _refusal(result)
    if refusal is not None and sent is not None:
        return await _refused(request, signed_in, conversation_id, banner, refusal, sent)
    still = refusal is not None or await asyncio.to_thread(
        desk.may_read, get_settings(request), operator_id=signed_in.operator.id, conversation_id=conversation_id)
    return _back(conversation_id if still else None, refusal or banner)


async def _refused(
    request: Request, signed_in: SignedIn, conversation_id: str, form: str, refusal: str, sent: dict[str, str],
) -> Response:
    """The page again, with why not, and in the form what was typed."""
    return await _page(
        request, signed_in, conversation_id, unsent={form: {**EMPTY_MESSAGE, **sent}},
        banner=(get_texts("desk.banners")[refusal], False), status_code=422)


def _refusal(result: Any) -> Optional[str]:
    """The banner of a refused act, None when it was done; what may not be seen is not there."""
    if isinstance(result, (handoffs.Gone, handoffs.NotAllowed)):
        raise HTTPException(404)
    if isinstance(result, desk.Rejected):
        return {"empty": "vuoto", "long": "lungo"}.get(result.reason, "finita")
    return REFUSALS.get(type(result))


def _back(conversation_id: Optional[str], banner: Optional[str]) -> Response:
    path = f"/operatori/conversazioni/{quote(conversation_id, safe='')}" if conversation_id else "/operatori"
    return RedirectResponse(path + (f"?avviso={banner}" if banner else ""), 303)


def _key(given: str) -> Optional[str]:
    return given[:100] if given.startswith("desk:") else None
