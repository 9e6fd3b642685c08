"""Who fills in a form: a browser, known by a signed cookie for as long as it is open; nothing of it is stored here."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Mapping, Optional

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot import settings as settings_module
from connectors.site.rendering import get_now, get_settings

PATH = "/appuntamenti"
INTERESTS = "/avvisami"
SIGN_UPS = "/iscrizioni"
WAITING = "/attesa"
FORM_PATHS = (PATH, INTERESTS, SIGN_UPS, WAITING)
"""Where forms are: each has cookies of its own, which go nowhere else."""
VISIT_COOKIE = "orienta_visita"
DRAFT_COOKIE = "orienta_bozza"
VISIT_SECONDS = 12 * 3600
DRAFT_SECONDS = 30 * 60
"""What was typed and not confirmed leaves the browser after this."""
MOST_CODES = 5
MOST_DRAFTS = 2


@dataclass
class BookingDraft:
    """A booking that is not confirmed yet. Texts as they were typed.

    ``done``: the code, once it is booked; ``kept``: for how many minutes the place is kept, 0: it is not.
    """

    service_id: str
    office_id: str
    starts_at: str
    consent: bool = False
    on_behalf: bool = False
    name: str = ""
    contact: str = ""
    notice: str = ""
    done: str = ""
    kept: int = 0


@dataclass
class Visitor:
    """A browser. ``codes``: of what it has seen in this visit; ``path``: of the forms that it fills in."""

    secret: bytes
    key: str
    codes: list[str] = field(default_factory=list)
    drafts: dict[str, BookingDraft] = field(default_factory=dict)
    path: str = PATH

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

    def begin(self, draft: BookingDraft) -> str:
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
            "path": self.path, "httponly": True, "samesite": "lax", "secure": request.url.scheme == "https"}
        response.set_cookie(VISIT_COOKIE, _serializer(request, self.secret, "visit").dumps(visit), **options)
        if drafts:
            response.set_cookie(
                DRAFT_COOKIE, _serializer(request, self.secret, "draft").dumps({"key": self.key, "drafts": drafts}),
                max_age=DRAFT_SECONDS, **options)
        elif DRAFT_COOKIE in request.cookies:
            response.delete_cookie(DRAFT_COOKIE, path=self.path)

    def _digest(self, what: str) -> str:
        return hmac.new(self.secret, f"{what}:{self.key}".encode(), hashlib.sha256).hexdigest()[:40]


def find_visitor(request: Request) -> Visitor:
    """The browser that sent ``request``, a new one when it shows no cookie of ours."""
    secret = _secret_of(request)
    visit = _read(request, secret, "visit", VISIT_COOKIE, VISIT_SECONDS)
    if visit is None:
        return make_visitor(request)
    visitor = Visitor(secret, visit["key"], list(visit["codes"]), path=_path_of(request))
    kept = _read(request, secret, "draft", DRAFT_COOKIE, DRAFT_SECONDS)
    if kept is not None and kept["key"] == visitor.key:
        visitor.drafts = {name: BookingDraft(**values) for name, values in kept["drafts"].items()}
    return visitor


def make_visitor(request: Request) -> Visitor:
    """A visit that begins now, whatever the browser has from others."""
    return Visitor(_secret_of(request), secrets.token_urlsafe(18), path=_path_of(request))


def _path_of(request: Request) -> str:
    return next((path for path in FORM_PATHS if request.url.path.startswith(path)), PATH)


def _secret_of(request: Request) -> bytes:
    """A key of its own: whatever else is signed with ours is worth nothing here."""
    return hmac.new(settings_module.load_signing_key(get_settings(request)), b"orienta.site", hashlib.sha256).digest()


def leave(response: Response) -> None:
    """Take the cookies away: on a computer that others use, nothing stays."""
    for name in (VISIT_COOKIE, DRAFT_COOKIE):
        for path in FORM_PATHS:
            response.delete_cookie(name, path=path)


def _read(request: Request, secret: bytes, salt: str, cookie: str, seconds: int) -> Optional[dict[str, Any]]:
    text = request.cookies.get(cookie, "")
    try:
        read: dict[str, Any] = _serializer(request, secret, salt).loads(text, max_age=seconds)
    except BadData:
        return None
    return read


class _Signer(TimestampSigner):
    """Dates what it signs by the application's clock, as the pages do."""

    def __init__(self, *arguments: Any, moment: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._moment = moment

    def get_timestamp(self) -> int:
        return self._moment


def _serializer(request: Request, secret: bytes, salt: str) -> URLSafeTimedSerializer:
    moment = int(get_now(request).timestamp())
    return URLSafeTimedSerializer(
        secret, salt=f"orienta.site.{salt}", signer=_Signer, signer_kwargs={"moment": moment})
