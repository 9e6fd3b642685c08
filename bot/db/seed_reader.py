"""Reads one mapping of a seed file field by field; every complaint names file, row and field."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence

import yaml

from bot.yaml_files import SafeLoader

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_MISSING: Any = object()


class SeedError(ValueError):
    """A seed file cannot be used; nothing was written. The message names file, row and field."""

    def __init__(self, file: str, row: str, field: str, problem: str) -> None:
        where = [file] + ([f"row «{row}»"] if row else []) + ([f"field «{field}»"] if field else [])
        super().__init__(f"{', '.join(where)}: {problem}")
        self.file, self.row, self.field, self.problem = file, row, field, problem


class RowReader:
    """Takes the fields of one mapping, checking their types; :meth:`end` complains about those nobody took."""

    def __init__(self, data: Any, file: str, row: str, inside: str = "") -> None:
        self.file, self.row, self._inside = file, row, inside
        if not isinstance(data, dict):
            raise SeedError(file, row, inside, f"expected fields, found {_kind(data)}")
        self._data: dict[Any, Any] = data
        self._left = set(data)

    def error(self, field: str, problem: str) -> SeedError:
        """The complaint about a field of this row, to be raised by the caller."""
        return SeedError(self.file, self.row, f"{self._inside}{field}", problem)

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._data

    def text(self, field: str, default: Any = _MISSING, choices: Sequence[str] = ()) -> Any:
        """Text that is not blank; ``default`` may be None for a field that can be left out or null."""
        value = self._take(field, str, "text", default)
        if isinstance(value, str) and not value.strip():
            raise self.error(field, "is blank")
        if choices and value not in choices:
            raise self.error(field, f"«{value}» is none of {', '.join(choices)}")
        return value

    def whole(
        self, field: str, default: Any = _MISSING, least: int = 0, most: Optional[int] = None, multiple_of: int = 1,
    ) -> Any:
        """A whole number from ``least`` to ``most``, both included, and a multiple of ``multiple_of``."""
        value = self._take(field, int, "a whole number", default)
        if value is None:
            return None
        if value < least:
            raise self.error(field, f"{value} is less than {least}")
        if most is not None and value > most:
            raise self.error(field, f"{value} is more than {most}")
        if value % multiple_of:
            raise self.error(field, f"{value} is not a multiple of {multiple_of}")
        return value

    def flag(self, field: str, default: Any = _MISSING) -> Any:
        """true or false."""
        return self._take(field, bool, "true or false", default)

    def day(self, field: str, default: Any = _MISSING) -> Any:
        """A date, YYYY-MM-DD without quotes."""
        return self._take(field, date, "a date (YYYY-MM-DD)", default)

    def hour(self, field: str, default: Any = _MISSING) -> Any:
        """A local time, "HH:MM" in quotes (YAML reads 15:00 without them as a number)."""
        value = self._take(field, str, 'a time in quotes ("HH:MM")', default)
        return parse_time(value, self, field) if value is not None else None

    def texts(self, field: str, default: Any = _MISSING) -> Any:
        """A list of different texts that are not blank."""
        values = self._take(field, list, "a list of texts", default)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(field, f"expected texts, found {_kind(value)} «{value}»")
        if len(set(values)) != len(values):
            raise self.error(field, f"«{next(value for value in values if values.count(value) > 1)}» is there twice")
        return values

    def mapping(self, field: str) -> Mapping[Any, Any]:
        """Fields of any name, to be checked by the caller."""
        value: Mapping[Any, Any] = self._take(field, dict, "fields", _MISSING)
        return value

    def inner(self, field: str) -> RowReader:
        """A mapping inside this row, as a reader; the row keeps its name."""
        return RowReader(self.mapping(field), self.file, self.row, f"{self._inside}{field}.")

    def rows(self, field: str, default: Any = _MISSING) -> Iterator[tuple[int, RowReader]]:
        """The mappings of a list with their positions from 1; the ones with an ``id`` are named by it."""
        values = self._take(field, list, "a list of rows", default)
        for position, value in enumerate(values, start=1):
            name = value.get("id") if isinstance(value, dict) else None
            if name is not None and self.row == "":
                yield position, RowReader(value, self.file, str(name))
            elif self.row == "":
                yield position, RowReader(value, self.file, f"{field}, number {position}")
            else:
                yield position, RowReader(value, self.file, self.row, f"{self._inside}{field}[{name or position}].")

    def entries(self, field: str, default: Any = _MISSING) -> Iterator[RowReader]:
        """The mappings of a list, in which a bare text stands for ``{id: text}``."""
        values = self._take(field, list, "a list of texts or rows", default)
        for position, value in enumerate(values, start=1):
            known = {"id": value} if isinstance(value, str) else value
            name = known.get("id") if isinstance(known, dict) else None
            yield RowReader(known, self.file, self.row, f"{self._inside}{field}[{name or position}].")

    def end(self) -> None:
        """Complain about a field that nobody took."""
        if self._left:
            raise self.error(str(sorted(map(str, self._left))[0]), "there is no such field")

    def _take(self, field: str, kind: type, expected: str, default: Any) -> Any:
        self._left.discard(field)
        if field not in self._data:
            if default is _MISSING:
                raise self.error(field, "is missing")
            return default
        value = self._data[field]
        if value is None and default is None:
            return None
        # a bool is an int for Python, not for us
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(field, f"expected {expected}, found {_kind(value)} «{value}»")
        return value


class _Loader(SafeLoader):  # type: ignore[misc,valid-type]
    """PyYAML's safe loader, in C where it is there, made to refuse the same key twice instead of keeping the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key «{key}» is there twice", node.value[number][0].start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_file(path: Path) -> RowReader:
    """The top of a seed file.

    Raises:
        SeedError: the file is missing, is not YAML, or is not a mapping.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise SeedError(path.name, "", "", f"cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark is not None else ""
        raise SeedError(path.name, "", "", f"{line}{getattr(error, 'problem', None) or error}") from error
    return RowReader(data, path.name, "")


def parse_time(value: str, reader: RowReader, field: str) -> time:
    """``08:30`` as a time; raises the reader's complaint otherwise."""
    match = _TIME.fullmatch(value)
    if match is None:
        raise reader.error(field, f'expected a time ("HH:MM"), found «{value}»')
    return time(int(match[1]), int(match[2]))


def _kind(value: Any) -> str:
    names: dict[Optional[type], str] = {
        type(None): "nothing", str: "text", int: "a number", float: "a number", bool: "true/false", list: "a list",
        dict: "fields", date: "a date"}
    return names.get(type(value), type(value).__name__)
