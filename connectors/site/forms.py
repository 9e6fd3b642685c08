"""Reading a form that was sent: texts only, without what no field can hold."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request

KIND = "application/x-www-form-urlencoded"
LONGEST_VALUE = 2000
MOST_FIELDS = 60


@dataclass
class Errors:
    """What is wrong, by the id of the field: one Italian sentence each, in the order of the page."""

    by_field: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """Tell of a field; the first sentence about it stays."""
        self.by_field.setdefault(name, text)

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def of(self, name: str) -> str:
        """The sentence about a field; empty when it is fine."""
        return self.by_field.get(name, "")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of the form in ``request``; of several with one name the last.

    Raises:
        HTTPException: 415 for another kind of form than ours, 400 for one that cannot be read.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
        raise HTTPException(415)
    async with request.form(max_fields=MOST_FIELDS, max_files=0) as sent:
        return {name: clean_line(value) for name, value in sent.multi_items() if isinstance(value, str)}


def clean_line(text: str) -> str:
    """One line, no control characters (PostgreSQL refuses them), no lone surrogates, cut where no field goes on."""
    printable = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Cn") else char for char in text)
    return " ".join(printable[:LONGEST_VALUE].split())
