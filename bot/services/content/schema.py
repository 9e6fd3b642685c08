"""How a table of the content is described: fields, labels, widgets and checks, for forms, files and the import."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Callable, Literal, Mapping, Optional

from sqlalchemy.orm import Session

from bot.db.models import Base
from bot.texts import get_text, get_texts

Kind = Literal["id", "line", "text", "whole", "flag", "day", "hour", "choice", "ref", "words", "params"]
Values = Mapping[str, Any]
Problems = dict[str, str]
"""Field name to one Italian sentence; the empty name is the row as a whole."""


@dataclass(frozen=True)
class Field:
    """A column that people edit.

    ``kind`` says how it is read and drawn: ``line`` and ``text`` (several lines), ``ref`` (a row of ``table``),
    ``words`` (a list of texts), ``params`` (what ``bot.rules.eligibility`` reads). ``least`` and ``most`` bound a whole
    number, ``longest`` a text. ``options``: the values of a choice. ``default`` is what a new row gets when nothing is
    given. ``shared``: several tables have it, in the same words. ``owner``: the table it belongs to.
    """

    name: str
    kind: Kind
    required: bool = True
    options: tuple[str, ...] = ()
    table: str = ""
    least: int = 0
    most: int = 1_000_000
    longest: int = 300
    default: Any = None
    shared: bool = False
    owner: str = ""

    @property
    def label(self) -> str:
        """What the desk calls it."""
        return self._texts["label"]

    @property
    def help(self) -> str:
        """The line under it, or nothing."""
        return self._texts.get("help", "")

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The values of a choice, and what the desk calls each."""
        return tuple((option, self._texts[f"choices.{option}"]) for option in self.options)

    @property
    def _texts(self) -> Mapping[str, str]:
        return get_texts(
            f"content.common.{self.name}" if self.shared else f"content.tables.{self.owner}.fields.{self.name}")


@dataclass(frozen=True)
class ContentTable:
    """A table that people edit.

    ``shown``: the fields of its list. ``owns``: tables whose rows go with a row of this one. ``parent``: the field
    that names the row which this one belongs to; ``also``: fields that name a further one. ``names``: the field that
    a new id is made from. ``check``: what must hold within a row; ``check_in``: what must hold against other rows.
    ``fixed``: rows cannot be deleted.
    """

    name: str
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    owns: tuple[str, ...] = ()
    parent: str = ""
    also: tuple[str, ...] = ()
    names: str = ""
    fixed: bool = False
    check: Callable[[Values, date], Problems] = field(default=lambda values, today: {})
    check_in: Callable[[Session, Values, Optional[Values]], Problems] = field(
        default=lambda session, values, before: {})

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple(replace(item, owner=self.name) for item in self.fields))

    @property
    def title(self) -> str:
        """What the desk calls the table."""
        return get_text(f"content.tables.{self.name}.title")

    @property
    def one(self) -> str:
        """What the desk calls one of its rows."""
        return get_text(f"content.tables.{self.name}.one")

    @property
    def about(self) -> str:
        """What it is for, in a sentence."""
        return get_text(f"content.tables.{self.name}.about")

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

    def field_to(self, table_name: str) -> Optional[str]:
        """The field by which a row belongs to one of that table; None when it belongs to none there."""
        if self.parent and self.field(self.parent).table == table_name:
            return self.parent
        return next((item.name for item in self.fields if item.table == table_name and item.name in self.also), None)


Key = tuple[Any, ...]
Raw = Mapping[str, Any]
"""What came in for a row: texts of a form or a CSV file, or values of a JSON file."""

