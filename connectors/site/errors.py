"""Error pages in Italian: what happened and what to do next, in one sentence each."""

from __future__ import annotations

from typing import Optional

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from python_multipart.exceptions import FormParserError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.services.errors import DatabaseUnavailable
from connectors.site.rendering import page

TEXTS = {
    400: ("Richiesta non valida", "L’indirizzo o i dati inviati non sono validi: torna alla pagina iniziale e "
                                 "riprova."),
    401: ("Accesso richiesto", "Per vedere questa pagina devi prima accedere."),
    403: ("Accesso non consentito", "Non puoi aprire questa pagina, oppure è rimasta aperta troppo a lungo: ricaricala "
                                    "e riprova."),
    404: ("Pagina non trovata", "Questa pagina non c’è: controlla l’indirizzo o riparti dalla pagina iniziale."),
    405: ("Operazione non prevista", "Questa pagina non accetta questo tipo di richiesta: riparti dalla pagina "
                                     "iniziale."),
    413: ("Dati troppo grandi", "Hai inviato più dati di quanti questa pagina ne possa ricevere: accorcia il testo e "
                                "riprova."),
    414: ("Indirizzo troppo lungo", "L’indirizzo è troppo lungo: riparti dalla pagina iniziale."),
    415: ("Dati non leggibili", "Questa pagina riceve solo i moduli del sito: riparti dalla pagina iniziale."),
    422: ("Dati non validi", "Qualcosa nell’indirizzo o nei dati inviati non è valido: controlla e riprova."),
    429: ("Troppe richieste", "Sono arrivate troppe richieste da questo indirizzo: riprova più tardi, oppure chiama il "
                              "centro per l’impiego."),
    500: ("Qualcosa non ha funzionato", "C’è stato un problema nostro: riprova fra qualche minuto, oppure chiama il "
                                        "centro per l’impiego."),
    503: ("Servizio non disponibile", "In questo momento i dati non si possono leggere: riprova fra qualche minuto, "
                                      "oppure chiama il centro per l’impiego."),
}


def page_for(request: Request, status: int, headers: Optional[dict[str, str]] = None) -> Response:
    """The page of an error; for the API the same sentence as JSON."""
    title, text = TEXTS.get(status, TEXTS[500 if status >= 500 else 400])
    known = {"Cache-Control": "no-store", **(headers or {})}
    if request.scope["path"].startswith("/api/"):
        code = "invalid" if status < 500 else "unavailable"
        return JSONResponse({"error": code, "message": text}, status, headers=known)
    return page(request, "error.html", status_code=status, headers=known, title=title, text=text, status=status)


def register(app: FastAPI) -> None:
    """Answer errors of ``app`` with these pages."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code in (204, 304) or 300 <= error.status_code < 400:
            return Response(status_code=error.status_code, headers=error.headers)
        return page_for(request, error.status_code, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _error: RequestValidationError) -> Response:
        return page_for(request, 422)

    @app.exception_handler(FormParserError)
    async def unreadable(request: Request, _error: FormParserError) -> Response:
        return page_for(request, 400)

    @app.exception_handler(DatabaseUnavailable)
    async def unavailable(request: Request, _error: DatabaseUnavailable) -> Response:
        return page_for(request, 503, {"Retry-After": "60"})
