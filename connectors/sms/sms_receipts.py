"""Where the SMS gateway says what became of a message: a secret address, since gateways sign nothing they agree on."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import logging
from typing import Any, Mapping, Optional

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router

from bot import clock
from bot import settings as settings_module
from bot.services import notices
from bot.services.errors import DatabaseUnavailable
from bot.services.unavailable import log_failure
from bot.settings import Settings
from connectors.sms.sms_sender import find_id, read_field_names
from connectors.web import headers
from connectors.web.guard import Guard

logger = logging.getLogger("orienta.sms")

PATH = "/webhooks/sms"
LARGEST_RECEIPT_BYTES = 32 * 1024

ARRIVED = frozenset(("delivered", "delivrd", "delivery_success", "success", "ok", "1"))
LOST = frozenset((
    "failed", "undelivered", "undeliv", "undeliverable", "rejected", "rejectd", "expired", "deleted", "delivery_failed",
    "error", "2", "16"))
"""What gateways call the two ends; whatever else they say (sent, queued, buffered) is not the end."""

_STATUSES = ("status", "message_status", "MessageStatus", "dlr_status", "state", "event")


def make_receipts_secret(settings: Settings) -> str:
    """The last part of the address: made of the server's key and the gateway's token, kept nowhere.

    Raises:
        SettingError: the key cannot be read.
    """
    key = settings_module.load_signing_key(settings)
    digest = hmac.new(key, f"orienta sms receipts\0{settings.sms_token}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def make_receipts_url(settings: Settings) -> str:
    """The address to name to the gateway; empty while the server does not know its own."""
    if not settings.site_url:
        return ""
    return f"{settings.site_url.rstrip('/')}{PATH}/{make_receipts_secret(settings)}"


class SmsReceipts:
    """Takes receipts as JSON, as a form or in the address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secret = make_receipts_secret(settings).encode()
        self._names = read_field_names(settings.sms_fields)

    def routes(self) -> list[BaseRoute]:
        """The one address."""
        router = Router([Route(PATH + "/{secret}", self._take, methods=["GET", "POST"])], redirect_slashes=False)
        guarded = Guard(router, lambda _: headers.COMMON, largest_body=LARGEST_RECEIPT_BYTES)
        return [Route(PATH + "/{secret}", guarded)]

    async def _take(self, request: Request) -> Response:
        """200 when it was noted or means nothing to us, 404 for what we have not sent (yet), 503: say it again."""
        if not hmac.compare_digest(request.path_params["secret"].encode("utf-8", "replace"), self._secret):
            return Response(status_code=404)
        said = await _read(request)
        reference, status = find_id(said, self._names), self._status(said)
        if said is None or reference is None:
            return Response(status_code=400)
        if status is None:
            return Response(status_code=200)
        try:
            known = await asyncio.to_thread(
                notices.note_receipt, self._settings, reference=reference, delivered=status, now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "a receipt could not be noted", error)
            return Response(status_code=503)
        return Response(status_code=200 if known else 404)

    def _status(self, said: Any) -> Optional[bool]:
        """Whether it arrived; None while that is open."""
        if not isinstance(said, Mapping):
            return None
        names = (self._names.get("status", ""), *_STATUSES)
        word = next((str(said[name]).strip().lower() for name in names if name in said), "")
        if word in ARRIVED:
            return True
        return False if word in LOST else None


async def _read(request: Request) -> Any:
    """The fields of a receipt; None when there are none."""
    if request.method == "GET":
        return dict(request.query_params) or None
    if "json" in request.headers.get("content-type", ""):
        try:
            said = json.loads(await request.body())
        except ValueError:
            return None
        if isinstance(said, list):
            said = said[0] if said else None
        return said if isinstance(said, dict) else None
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)} or None
