"""How a table of the content is described: fields, labels, widgets and checks, for forms, files and the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Callable, Literal, Mapping, Optional, Union

from sqlalchemy.orm import Session

from bot.db.models import Base

Kind = Literal["id", "line", "text", "whole", "flag", "day", "hour", "choice", "ref", "words", "params"]
Values = Mapping[str, Any]
Problems = dict[str, str]
"""Field name to one Italian sentence; the empty name is the row as a whole."""


@dataclass(frozen=True)
class Field:
    """A column that people edit.

    ``kind`` says how it is read and drawn: ``line`` and ``text`` (several lines), ``ref`` (a row of ``table``),
    ``words`` (a list of texts), ``params`` (what ``bot.core.eligibility`` reads). ``least`` and ``most`` bound a whole
    number, ``longest`` a text. ``default`` is what a new row gets when nothing is given.
    """

    name: str
    label: str
    kind: Kind
    required: bool = True
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    table: str = ""
    least: int = 0
    most: int = 1_000_000
    longest: int = 300
    default: Any = None


@dataclass(frozen=True)
class Table:
    """A table that people edit.

    ``shown``: the fields of its list. ``owns``: tables whose rows go with a row of this one. ``parent``: the field
    that names the row which this one belongs to. ``names``: the field that a new id is made from. ``check``: what
    must hold within a row; ``check_in``: what must hold against other rows. ``fixed``: rows cannot be deleted.
    """

    name: str
    title: str
    one: str
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    about: str = ""
    owns: tuple[str, ...] = ()
    parent: str = ""
    names: str = ""
    fixed: bool = False
    check: Callable[[Values, date], Problems] = field(default=lambda values, today: {})
    check_in: Callable[[Session, Values, Optional[Values]], Problems] = field(
        default=lambda session, values, before: {})

    @property
    def stored(self) -> Any:
        """The SQL table."""
        return Base.metadata.tables[self.name]

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the primary key's columns."""
        return tuple(column.name for column in self.stored.primary_key)

    @property
    def fact(self) -> bool:
        """Whether its rows carry source, date, verified flag and valid-until."""
        return "verified" in self.stored.columns

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: there is none.
        """
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


Key = tuple[Any, ...]
Raw = Mapping[str, Any]
"""What came in for a row: texts of a form or a CSV file, or values of a JSON file."""

FieldValue = Union[str, int, bool, list[Any], dict[str, Any], None]
