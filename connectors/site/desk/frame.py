"""The frame of every page of the desk: navigation, who is signed in, banners; and what forms bring in."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Optional

from fastapi import Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.services.operators import SignedIn
from bot.texts import get_text, get_texts
from connectors.site.rendering import render_page

NAVIGATION = (
    ("/operatori", "conversations", False),
    ("/operatori/cerca", "search", False),
    ("/operatori/calendario", "calendar", False),
    ("/operatori/attesa", "waiting_list", False),
    ("/operatori/avvisi", "interests", False),
    ("/operatori/iscrizioni", "sign_ups", False),
    ("/operatori/contenuti", "content", True),
    ("/operatori/non-capiti", "unknown", False),
    ("/operatori/numeri", "numbers", False),
    ("/operatori/fabbisogni", "demand", False),
    ("/operatori/risposte", "answers", False),
    ("/operatori/account/elenco", "accounts", True),
    ("/operatori/registro", "audit", True),
)
"""Address, name among ``desk.navigation`` of the texts, only for administrators."""

GOOD = frozenset({"passata", "chiusa", "restituita", "nota", "etichette", "salvata", "cancellata", "uscita",
                  "tentativo", "chiuse-insieme",
                  "password", "fattore", "senza-fattore", "uscite", "account"})

LONGEST = 8000

_LARGEST = 2_147_483_647
Number = Annotated[int, Query(ge=0, le=_LARGEST)]
PathNumber = Annotated[int, Path(ge=0, le=_LARGEST)]
"""Numbers of an address, as large as the database can hold."""


def render_desk_page(
    request: Request, signed_in: SignedIn, template: str, *, status_code: int = 200, **context: Any,
) -> HTMLResponse:
    """A page (or fragment) of the desk. Templates also know ``me``, ``csrf``, ``navigation`` and ``banner``."""
    known = {
        "me": signed_in.operator, "csrf": signed_in.csrf, "navigation": _navigation(signed_in),
        "banner": find_banner(request), "my_statuses": get_texts("desk.statuses")}
    return render_page(request, template, status_code=status_code, headers={"Cache-Control": "no-store"},
                       **{**known, **context})


def find_banner(request: Request) -> Optional[tuple[str, bool]]:
    """The sentence of the address's ``avviso``, and whether it is good news."""
    return read_banner("desk.banners", request.query_params.get("avviso", ""), GOOD)


def read_banner(group: str, name: str, good: frozenset[str]) -> Optional[tuple[str, bool]]:
    """The sentence of that name in a group of texts, and whether it is among the ``good`` news; None for no such."""
    texts = get_texts(group)
    return (texts[name], name in good) if name in texts else None


async def read_typed(request: Request) -> dict[str, str]:
    """The texts of the form that was sent: lines stay, control characters and lone surrogates go."""
    form = await request.form()
    return {name: clean_typed(value) for name, value in form.multi_items() if isinstance(value, str)}


def clean_typed(text: str) -> str:
    """What was typed, without control characters and lone surrogates, at most :data:`LONGEST` characters."""
    lines = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")).strip()


def _navigation(signed_in: SignedIn) -> list[tuple[str, str]]:
    return [(path, get_text(f"desk.navigation.{name}")) for path, name, administrators in NAVIGATION
            if signed_in.operator.is_administrator or not administrators]
