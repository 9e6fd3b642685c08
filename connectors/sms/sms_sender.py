"""A text message, handed to the HTTP gateway of ORIENTA_SMS_URL as JSON or as a form."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Optional
from urllib.parse import urlsplit

import aiohttp

from bot.services.notices import Answered, Handover, Outgoing
from bot.settings import SettingError, Settings
from bot.texts import get_text

ANSWER_SECONDS = 15.0
LARGEST_ANSWER_BYTES = 64 * 1024

FIELDS = ("to", "from", "text", "reference", "callback", "id", "status")
"""What we name in a request, and what we look for in answers and receipts."""

_IDS = ("id", "message_id", "messageId", "sid", "uuid")
"""What gateways call the number of a message."""


@dataclass(frozen=True)
class Gateway:
    """Where text messages are handed over. ``names``: of the fields; an empty one is left out."""

    url: str
    sender: str
    form: bool
    authorization: str = field(repr=False)
    names: Mapping[str, str] = field(default_factory=dict)
    callback: str = ""


def find_gateway(settings: Settings, callback: str = "") -> Optional[Gateway]:
    """The gateway of the settings; None when text messages are off.

    Raises:
        SettingError: a setting cannot be used; the message names it, and no token.
    """
    if not settings.sms_url:
        return None
    try:
        parts = urlsplit(settings.sms_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise SettingError(get_text("settings.bad_sms_url"))
    if not settings.sms_sender:
        raise SettingError(get_text("settings.sms_sender_needed"))
    token = settings.sms_token
    basic = base64.b64encode(token.encode()).decode()
    return Gateway(
        settings.sms_url, settings.sms_sender, settings.sms_shape == "form",
        "" if not token else f"Basic {basic}" if ":" in token else f"Bearer {token}",
        read_field_names(settings.sms_fields), callback)


def read_field_names(setting: str) -> dict[str, str]:
    """The names of our fields at this gateway.

    Raises:
        SettingError: a part is no ``ours=theirs``, or there is no such field.
    """
    names = {name: name for name in FIELDS}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if not equals or ours not in FIELDS:
            raise SettingError(get_text("settings.bad_sms_fields", part=part, names=", ".join(FIELDS)))
        names[ours] = theirs
    return names


class SmsSender:
    """Hands text messages over to one gateway."""

    channel = "sms"

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._http: Optional[aiohttp.ClientSession] = None

    async def send(self, message: Outgoing, now: datetime) -> Handover:
        """Hand ``message`` over; what became of it, and why in words without personal data.

        An answer that cannot be read leaves open whether it was taken: it is sent again, under the same reference.
        """
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        gateway = self._gateway
        headers = {"Idempotency-Key": message.reference, "Accept": "application/json"}
        if gateway.authorization:
            headers["Authorization"] = gateway.authorization
        values = self._values(message)
        body: dict[str, Any] = {"data": values} if gateway.form else {"json": values}
        try:
            async with self._http.post(gateway.url, headers=headers, allow_redirects=False, **body) as reply:
                answer = await reply.content.read(LARGEST_ANSWER_BYTES)
                return _read_answer(reply.status, answer, gateway.names)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return Handover(Answered.LATER, type(error).__name__)

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _values(self, message: Outgoing) -> dict[str, str]:
        values = {"to": message.to, "from": self._gateway.sender, "text": message.text,
                  "reference": message.reference, "callback": self._gateway.callback}
        named = {self._gateway.names[ours]: value for ours, value in values.items() if value}
        return {name: value for name, value in named.items() if name}


def _read_answer(status: int, body: bytes, names: Mapping[str, str]) -> Handover:
    if status in (401, 403, 404, 405, 408, 409, 425, 429) or not 200 <= status < 500:
        # its fault, or that of our settings: not the message's
        return Handover(Answered.LATER, f"the gateway answers {status}")
    if status >= 400:
        return Handover(Answered.NEVER, f"refused {status}")
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    found = find_id(answer, names)
    if found is None:
        return Handover(Answered.LATER, f"the gateway answers {status} and nothing that can be read")
    return Handover(Answered.SENT, id=found)


def find_id(answer: Any, names: Mapping[str, str]) -> Optional[str]:
    """What the gateway calls the message: in the object itself, or in the first of a list of messages inside."""
    if isinstance(answer, list):
        answer = answer[0] if answer else None
    if not isinstance(answer, dict):
        return None
    for name in (names.get("id", ""), *_IDS):
        value = answer.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and 0 < len(str(value)) <= 100:
            return str(value)
    inner = next((value for value in answer.values() if isinstance(value, (list, dict)) and value), None)
    return None if inner is None else find_id(inner, names)
