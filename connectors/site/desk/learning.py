"""The assistant learns at the desk: try a message, train a new model, compare it, publish it, take it back."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Optional

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot import clock
from bot.services import trainings, unknown
from bot.services.errors import DatabaseUnavailable
from bot.services.trainings import Begun, IsWorse, Rehearsed
from bot.services.unavailable import log_failure
from bot.settings import Settings
from bot.texts import get_text, get_texts
from connectors.site.desk.access import AnAdministrator, Checked
from connectors.site.desk.frame import PathNumber, read_banner, read_typed, render_desk_page
from connectors.site.rendering import get_settings
from connectors.site.workshop import Workshop

PATH = "/operatori/non-capiti/allenamento"
router = APIRouter(prefix=PATH)
logger = logging.getLogger("orienta.desk")

GOOD = frozenset({"cominciato", "pubblicato", "ripreso"})
BANNERS = {
    "Begun": "cominciato", "AlreadyTraining": "gia-uno", "NothingTaught": "niente-da-imparare",
    "Released": "pubblicato", "NotTrained": "nessun-modello", "OtherInputs": "dati-cambiati",
    "ModelGone": "nessun-modello", "AlreadyReleased": "gia-pubblicato", "TakenBack": "ripreso",
    "NothingReleased": "niente-da-riprendere"}
"""The banner of each answer of the service."""
SHOWN_CHANGES = 60


@router.get("")
async def show(request: Request, signed_in: AnAdministrator, conferma: int = 0) -> Response:
    """The page; ``conferma``: the training that is worse and waits for a second word."""
    return render_desk_page(request, signed_in, "desk/unknown/training.html", **await _state(request), asked=conferma,
                            banner=read_banner("unknown.training_banners", request.query_params.get("esito", ""), GOOD))


@router.get("/stato")
async def show_progress(request: Request, signed_in: AnAdministrator, visto: str = "") -> Response:
    """How far the training is, for a page that looks again; ``visto``: the state that the page shows."""
    state = await _state(request)
    answer = render_desk_page(request, signed_in, "desk/unknown/training_progress.html", **state)
    if visto and state["latest"] is not None and state["latest"].state != visto:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post("/prova")
async def try_message(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """What the assistant in service would do with a message."""
    longest = get_settings(request).message_max_chars or None
    text = " ".join((await read_typed(request)).get("messaggio", "").split())[:longest]
    tried: Optional[Rehearsed] = None
    banner = None
    workshop = _workshop_of(request)
    try:
        tried = await workshop.try_message(text) if text and workshop is not None else None
        if tried is None:
            banner = read_banner("unknown.training_banners", "non-qui" if text else "vuoto", GOOD)
    except DatabaseUnavailable:
        raise
    except Exception as error:  # whatever the model or an action raises, it is one sentence
        log_failure(logger, "a message could not be tried", error)
        banner = read_banner("unknown.training_banners", "prova-fallita", GOOD)
    return render_desk_page(request, signed_in, "desk/unknown/training.html",
                            **{**await _state(request), "message": text, "tried": tried}, asked=0, banner=banner)


@router.post("/allena")
async def train(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Start a training."""
    workshop, settings = _workshop_of(request), get_settings(request)
    if workshop is None:
        return _back("non-qui")
    inputs = await asyncio.to_thread(workshop.read_inputs)
    result: Any = await asyncio.to_thread(
        trainings.begin, settings, inputs=inputs, by=signed_in.operator, now=clock.now())
    if isinstance(result, Begun):
        try:
            await asyncio.to_thread(workshop.start_training, result.id)
        except OSError as error:
            await asyncio.to_thread(
                trainings.fail, settings, result.id, now=clock.now(),
                sentence=get_text("unknown.training_failures.process", reason=error.strerror or str(error)))
            return _back("")
    return _back(BANNERS[type(result).__name__])


@router.post("/pubblica/{training_id}")
async def publish(
    request: Request, signed_in: Checked, _administrator: AnAdministrator, training_id: PathNumber,
) -> Response:
    """Let the trained model serve; a worse one is asked about once more."""
    workshop = _workshop_of(request)
    if workshop is None:
        return _back("non-qui")
    inputs = await asyncio.to_thread(workshop.read_inputs)
    confirmed = bool((await request.form()).get("peggiore"))
    result: Any = await asyncio.to_thread(
        trainings.publish, get_settings(request), training_id=training_id, inputs=inputs, confirmed=confirmed,
        by=signed_in.operator, now=clock.now())
    if isinstance(result, IsWorse):
        return RedirectResponse(f"{PATH}?conferma={training_id}#confronto", 303)
    return _back(BANNERS[type(result).__name__])


@router.post("/riprendi")
async def take_back(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Let the model before the published one serve."""
    result: Any = await asyncio.to_thread(
        trainings.take_back, get_settings(request), by=signed_in.operator, now=clock.now())
    return _back(BANNERS[type(result).__name__])


async def _state(request: Request) -> dict[str, Any]:
    """What every view of the page knows; without a workshop nothing is known of the program's data."""
    workshop = _workshop_of(request)
    inputs = "" if workshop is None else await asyncio.to_thread(workshop.read_inputs)
    return await asyncio.to_thread(_read_state, get_settings(request), inputs)


def _read_state(settings: Settings, inputs: str) -> dict[str, Any]:
    taught = unknown.list_taught(settings)
    latest, release = trainings.find_latest(settings, now=clock.now()), trainings.find_release(settings)
    return {
        "latest": latest, "release": release, "inputs": inputs, "intents": unknown.list_intent_choices(),
        "learnt": sum(not each.held for each in taught), "held": sum(each.held for each in taught),
        "one_in": unknown.HELD_ONE_IN, "steps": get_texts("unknown.training_steps"), "step_count": len(trainings.STEPS),
        "sets": get_texts("unknown.training_sets"), "points": trainings.MOST_POINTS_LOST, "most": SHOWN_CHANGES,
        "message": "", "tried": None, "not_understood": get_text("unknown.not_understood")}


def _workshop_of(request: Request) -> Optional[Workshop]:
    found: Optional[Workshop] = request.app.state.workshop
    return found


def _back(banner: str) -> Response:
    return RedirectResponse(PATH + (f"?esito={banner}" if banner else ""), 303)
