"""How the pages of the forms answer: with the visitor's cookies, never kept by a cache, after a form by redirect."""

from __future__ import annotations

from typing import Any, Optional

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.services import booking, offices
from bot.services.offices import OfficeView
from bot.texts import get_text
from connectors.site import request_addresses
from connectors.site.forms import Errors
from connectors.site.public.visitor import Visitor
from connectors.site.rendering import get_now, get_settings, render_page
from connectors.web.rate_limits import HOUR, RateCounter

CHANNEL = "site"
"""Where it is booked, moved and cancelled, for the statistics."""


def show(
    request: Request, visitor: Visitor, template: str, *, status_code: int = 200, errors: Optional[Errors] = None,
    **context: Any,
) -> Response:
    """A page with a form; ``errors`` are told in its summary and at the fields."""
    answer = render_page(
        request, template, status_code=status_code, headers={"Cache-Control": "no-store"}, csrf=visitor.csrf,
        visitor=visitor, errors=errors or Errors(), **context)
    visitor.save(request, answer)
    return answer


def go(request: Request, visitor: Visitor, address: str) -> Response:
    """Send the browser on with a GET: neither reloading nor going back sends a form again."""
    answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    visitor.save(request, answer)
    return answer


def may_try_again(request: Request, what: str, times: int = 1) -> bool:
    """Whether this address may book, move or hold (``times`` as often) once more within the hour."""
    most = get_settings(request).site_bookings_per_hour * times
    return _rates(request).allow(f"{what} {request_addresses.get_client_address(request)}", most, HOUR)


def refuse_form(request: Request, visitor: Visitor, form: dict[str, str], errors: Errors, what: str) -> int:
    """Add what stands against a form as a whole (too old, too often); the status to answer with when anything does."""
    if not visitor.sent(request, form):
        errors.add("modulo", get_text("site.stale"))
        return 403
    if not errors and not may_try_again(request, what):
        errors.add("modulo", get_text("site.too_many"))
        return 429
    return 422


def note_network(request: Request, visitor: Visitor) -> None:
    """Tell booking where this browser comes from, for its limits."""
    booking.note_origin(
        get_settings(request), conversation_id=visitor.conversation_id,
        network=request_addresses.get_client_address(request), now=get_now(request))


def has_sent_wrong_codes(request: Request) -> bool:
    """Whether this address has sent so many wrong codes within the hour that no code of it is read any more."""
    most = get_settings(request).site_wrong_codes_per_hour
    return _rates(request).is_reached(f"code {request_addresses.get_client_address(request)}", most, HOUR)


def count_wrong_code(request: Request) -> None:
    """Count a wrong code of this address."""
    _rates(request).allow(
        f"code {request_addresses.get_client_address(request)}", get_settings(request).site_wrong_codes_per_hour, HOUR)


def _rates(request: Request) -> RateCounter:
    rates: RateCounter = request.app.state.rates
    return rates


def list_offices_to_call(request: Request) -> list[OfficeView]:
    """Numbers and hours of the offices, for the end of a road."""
    return offices.list_offices(get_settings(request))


def list_phones_to_call(request: Request) -> list[tuple[str, tuple[str, ...]]]:
    """Whom to call when a form does not help."""
    return [(office.name, office.phones) for office in offices.list_offices(get_settings(request))]
