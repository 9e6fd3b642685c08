"""A form that came after its session had ended: it waits in the sign-in page, and is sent again by who signs in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Optional

from starlette.exceptions import HTTPException
from starlette.requests import Request

from connectors.site.desk.access import CSRF_FIELD, SIGN_IN, keep_own_path, require_own_origin
from connectors.site.desk.frame import LONGEST, clean_typed

FIELD = "in_sospeso"
"""The field of the sign-in form that carries it."""

NOT_KEPT = frozenset({CSRF_FIELD, FIELD, "password", "vecchia", "nuova", "ancora", "codice", "segreto"})
"""Fields that a page does not show again: passwords, codes, and what belongs to a session."""

MOST_FIELDS, MOST_CHARACTERS = 200, 4 * LONGEST


@dataclass(frozen=True)
class UnsentForm:
    """Where a form was to go, and its fields in order; their names may come twice."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """What a person recognises of it: values of more than a word."""
        return tuple(value for _, value in self.fields if " " in value or "\n" in value)

    def write(self) -> str:
        """The form as one text, for :func:`read_unsent`."""
        return json.dumps([self.path, self.fields], ensure_ascii=False)


async def keep_unsent(request: Request) -> Optional[UnsentForm]:
    """The form of a POST that nobody is signed in for; None for one with a file, too large to wait, or from a page that
    is not known to be ours: nobody is to send what another site has written."""
    try:
        require_own_origin(request)
    except HTTPException:
        return None
    if "origin" not in request.headers:
        return None
    fields = (await request.form()).multi_items()
    if not all(isinstance(value, str) for _, value in fields):
        return None
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return _checked(path, [(name, str(value)) for name, value in fields])


async def find_unsent(request: Request) -> Optional[UnsentForm]:
    """The form that waits in the sign-in form that was sent."""
    waiting = (await request.form()).get(FIELD)
    return read_unsent(waiting) if isinstance(waiting, str) else None


def read_unsent(text: str) -> Optional[UnsentForm]:
    """What :meth:`UnsentForm.write` wrote; None for anything else."""
    if not text or len(text) > 2 * MOST_CHARACTERS:
        return None
    try:
        path, fields = json.loads(text)
        pairs = [(name, value) for name, value in fields]
    except (ValueError, TypeError, RecursionError):
        return None
    return _checked(path, pairs) if all(isinstance(each, str) for pair in pairs for each in pair) else None


def _checked(path: object, fields: list[tuple[str, str]]) -> Optional[UnsentForm]:
    kept = tuple((name, clean_typed(value)) for name, value in fields if name not in NOT_KEPT)
    if not isinstance(path, str) or keep_own_path(path) != path or path.startswith(SIGN_IN):
        return None
    size = sum(len(name) + len(value) for name, value in kept)
    return UnsentForm(path, kept) if kept and len(kept) <= MOST_FIELDS and size <= MOST_CHARACTERS else None
