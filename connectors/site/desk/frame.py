"""The frame of every page of the desk: navigation, who is signed in, notices; and what forms bring in."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Optional

from fastapi import Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.services.operators import SignedIn
from connectors.site.rendering import page

NAVIGATION = (
    ("/operatori", "Conversazioni", False),
    ("/operatori/calendario", "Calendario", False),
    ("/operatori/contenuti", "Contenuti", True),
    ("/operatori/non-capiti", "Non capiti", False),
    ("/operatori/numeri", "Numeri", False),
    ("/operatori/risposte", "Risposte pronte", True),
    ("/operatori/registro", "Registro", True),
)
"""Address, name, only for administrators; shown when there is such a page."""

NOTICES = {
    "presa": "Questa conversazione l’ha già presa un’altra persona.",
    "non-tua": "Non hai più tu la parola in questa conversazione.",
    "finita": "Questa richiesta è già chiusa.",
    "negata": "Non puoi vedere questa conversazione.",
    "vuoto": "Non hai scritto nulla.",
    "lungo": "Il testo è troppo lungo: accorcialo e riprova.",
    "assente": "Quel collega ora non è in linea, o non è della sede giusta: scegli un’altra persona o una sede.",
    "passata": "Conversazione passata.",
    "chiusa": "Richiesta chiusa.",
    "restituita": "La parola è tornata all’assistente.",
    "nota": "Nota salvata.",
    "etichette": "Etichette salvate.",
    "salvata": "Salvato.",
    "cancellata": "Cancellato.",
    "titolo": "C’è già una risposta con questo titolo.",
    "segnaposto": "Fra parentesi graffe si può scrivere solo {nome}, {operatore} o {ufficio}.",
    "uscita": "Sei uscito dallo sportello.",
}
"""What an act came to, by the name that the address after it carries."""

GOOD = frozenset({"passata", "chiusa", "restituita", "nota", "etichette", "salvata", "cancellata", "uscita"})

LONGEST = 8000

_LARGEST = 2_147_483_647
Number = Annotated[int, Query(ge=0, le=_LARGEST)]
PathNumber = Annotated[int, Path(ge=0, le=_LARGEST)]
"""Numbers of an address, as large as the database can hold."""


def desk_page(
    request: Request, signed_in: SignedIn, template: str, *, status_code: int = 200, **context: Any,
) -> HTMLResponse:
    """A page (or fragment) of the desk. Templates also know ``me``, ``csrf``, ``navigation`` and ``notice``."""
    known = {
        "me": signed_in.operator, "csrf": signed_in.csrf, "navigation": _navigation(request, signed_in),
        "notice": notice_of(request)}
    return page(request, template, status_code=status_code, headers={"Cache-Control": "no-store"},
                **{**known, **context})


def notice_of(request: Request) -> Optional[tuple[str, bool]]:
    """The sentence of the address's ``avviso``, and whether it is good news."""
    name = request.query_params.get("avviso", "")
    return (NOTICES[name], name in GOOD) if name in NOTICES else None


async def typed(request: Request) -> dict[str, str]:
    """The texts of the form that was sent: lines stay, control characters and lone surrogates go."""
    form = await request.form()
    return {name: _clean(value) for name, value in form.multi_items() if isinstance(value, str)}


def _clean(text: str) -> str:
    lines = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")).strip()


def _navigation(request: Request, signed_in: SignedIn) -> list[tuple[str, str]]:
    paths = {getattr(route, "path", "") for route in request.app.routes}
    return [(path, name) for path, name, administrators in NAVIGATION
            if path in paths and (signed_in.operator.is_administrator or not administrators)]
