"""Who fills in a form: a browser, known by a signed cookie for as long as it is open; nothing of it is stored here."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Mapping, Optional

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot import settings as settings_module
from connectors.site.rendering import settings_of

PATH = "/appuntamenti"
VISIT_COOKIE = "orienta_visita"
DRAFT_COOKIE = "orienta_bozza"
VISIT_SECONDS = 12 * 3600
DRAFT_SECONDS = 30 * 60
"""What was typed and not confirmed leaves the browser after this."""
MOST_CODES = 5
MOST_DRAFTS = 2


@dataclass
class Draft:
    """A booking that is not confirmed yet. Texts as they were typed; ``done``: the code, once it is booked."""

    service_id: str
    office_id: str
    starts_at: str
    consent: bool = False
    name: str = ""
    contact: str = ""
    notice: str = ""
    done: str = ""


@dataclass
class Visitor:
    """A browser. ``codes``: of the appointments that it has seen in this visit."""

    secret: bytes
    key: str
    codes: list[str] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)

    @property
    def csrf(self) -> str:
        """What a form must send back: another site cannot know it."""
        return self._digest("csrf")

    @property
    def conversation_id(self) -> str:
        """What booking knows this browser by."""
        return f"site_{self._digest('conversation')}"

    def sent(self, request: Request, form: Mapping[str, str]) -> bool:
        """Whether this browser sent ``form`` from a page of ours."""
        if request.headers.get("sec-fetch-site") == "cross-site":
            return False
        return hmac.compare_digest(form.get("csrf", "").encode(), self.csrf.encode())

    def reference(self, code: str) -> str:
        """What stands for a code in an address: the code itself would stay in histories and logs."""
        return hmac.new(self.secret, f"code:{code}".encode(), hashlib.sha256).hexdigest()[:20]

    def code_of(self, reference: str) -> Optional[str]:
        """The code behind a reference, if this browser has shown that it knows it."""
        return next((code for code in self.codes if self.reference(code) == reference), None)

    def remember(self, code: str) -> None:
        """Keep a code that this browser knows."""
        self.codes = [code, *(other for other in self.codes if other != code)][:MOST_CODES]

    def forget(self, code: str) -> None:
        """Keep it no longer."""
        self.codes = [other for other in self.codes if other != code]

    def begin(self, draft: Draft) -> str:
        """Keep a new draft, the oldest beyond :data:`MOST_DRAFTS` goes; its id."""
        draft_id = secrets.token_urlsafe(9)
        self.drafts[draft_id] = draft
        for old in list(self.drafts)[:-MOST_DRAFTS]:
            del self.drafts[old]
        return draft_id

    def save(self, request: Request, response: Response) -> None:
        """Write the cookies into ``response``."""
        visit = {"key": self.key, "codes": self.codes}
        drafts = {name: asdict(draft) for name, draft in self.drafts.items()}
        options: dict[str, Any] = {
            "path": PATH, "httponly": True, "samesite": "lax", "secure": request.url.scheme == "https"}
        response.set_cookie(VISIT_COOKIE, _serializer(self.secret, "visit").dumps(visit), **options)
        if drafts:
            response.set_cookie(
                DRAFT_COOKIE, _serializer(self.secret, "draft").dumps({"key": self.key, "drafts": drafts}),
                max_age=DRAFT_SECONDS, **options)
        elif DRAFT_COOKIE in request.cookies:
            response.delete_cookie(DRAFT_COOKIE, path=PATH)

    def _digest(self, what: str) -> str:
        return hmac.new(self.secret, f"{what}:{self.key}".encode(), hashlib.sha256).hexdigest()[:40]


def visitor_of(request: Request) -> Visitor:
    """The browser that sent ``request``, a new one when it shows no cookie of ours."""
    # a key of its own: whatever else is signed with ours is worth nothing here
    secret = hmac.new(settings_module.signing_key(settings_of(request)), b"orienta.site", hashlib.sha256).digest()
    visit = _read(secret, "visit", request.cookies.get(VISIT_COOKIE, ""), VISIT_SECONDS)
    if visit is None:
        return Visitor(secret, secrets.token_urlsafe(18))
    visitor = Visitor(secret, visit["key"], list(visit["codes"]))
    kept = _read(secret, "draft", request.cookies.get(DRAFT_COOKIE, ""), DRAFT_SECONDS)
    if kept is not None and kept["key"] == visitor.key:
        visitor.drafts = {name: Draft(**values) for name, values in kept["drafts"].items()}
    return visitor


def leave(response: Response) -> None:
    """Take the cookies away: on a computer that others use, nothing stays."""
    for name in (VISIT_COOKIE, DRAFT_COOKIE):
        response.delete_cookie(name, path=PATH)


def _read(secret: bytes, salt: str, text: str, seconds: int) -> Optional[dict[str, Any]]:
    try:
        read: dict[str, Any] = _serializer(secret, salt).loads(text, max_age=seconds)
    except BadData:
        return None
    return read


def _serializer(secret: bytes, salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"orienta.site.{salt}")
