"""How the pages of the forms answer: with the visitor's cookies, never kept by a cache, after a form by redirect."""

from __future__ import annotations

from typing import Any, Optional

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.services import activity, offices
from bot.services.booking import AppointmentView
from connectors.site import addresses
from connectors.site.forms import Errors
from connectors.site.limits import Limits
from connectors.site.public.visitor import Visitor
from connectors.site.rendering import now_of, page, settings_of

STALE = ("La pagina era rimasta aperta troppo a lungo, oppure il tuo browser non accetta i cookie: ricontrolla e premi "
         "di nuovo il pulsante.")
TOO_MANY = ("Da questo indirizzo sono arrivate troppe richieste: riprova fra un’ora, oppure chiama il centro per "
            "l’impiego.")
NO_DATABASE = ("In questo momento non riesco a salvare: non hai perso nulla, riprova fra qualche minuto o chiama il "
               "centro per l’impiego.")


def show(
    request: Request, visitor: Visitor, template: str, *, status_code: int = 200, errors: Optional[Errors] = None,
    **context: Any,
) -> Response:
    """A page with a form; ``errors`` are told in its summary and at the fields."""
    answer = page(
        request, template, status_code=status_code, headers={"Cache-Control": "no-store"}, csrf=visitor.csrf,
        visitor=visitor, errors=errors or Errors(), **context)
    visitor.save(request, answer)
    return answer


def go(request: Request, visitor: Visitor, address: str) -> Response:
    """Send the browser on with a GET: neither reloading nor going back sends a form again."""
    answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    visitor.save(request, answer)
    return answer


def allowed(request: Request, what: str, times: int = 1) -> bool:
    """Whether this address may book, move or hold (``times`` as often) once more within the hour."""
    limits: Limits = request.app.state.limits
    most = settings_of(request).site_bookings_per_hour * times
    return limits.allow(what, addresses.client(request), most)


def too_many_wrong_codes(request: Request) -> bool:
    """Whether this address has sent so many wrong codes within the hour that no code of it is read any more."""
    limits: Limits = request.app.state.limits
    return limits.reached("code", addresses.client(request), settings_of(request).site_wrong_codes_per_hour)


def count_wrong_code(request: Request) -> None:
    """Count a wrong code of this address."""
    limits: Limits = request.app.state.limits
    limits.allow("code", addresses.client(request), settings_of(request).site_wrong_codes_per_hour)


def count(request: Request, visitor: Visitor, appointment: AppointmentView, result: str) -> None:
    """Count what was done with an appointment (booked, moved, cancelled), for the desk's numbers."""
    activity.record(
        settings_of(request), conversation_id=visitor.conversation_id, channel="site", kind="booking",
        topic="booking", item=appointment.office_id, result=result, detail={"service": appointment.service_id},
        now=now_of(request))


def phones(request: Request) -> list[tuple[str, tuple[str, ...]]]:
    """Whom to call when a form does not help."""
    return [(office.name, office.phones) for office in offices.list_offices(settings_of(request))]
