"""Reads what a form or a file gives for a field into a value, and writes values as a form or a CSV file shows them."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any, Optional

from bot.italian.text import normalise
from bot.services.content.params import ParamsProblem, check_params
from bot.services.content.schema import ContentTable, Field, Problems, Raw
from bot.texts import get_text

_YES, _NO = {"sì", "si", "1", "true", "vero", "on", "x"}, {"no", "0", "false", "falso", ""}
_ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
SEPARATOR = " | "
"""Between the texts of a list in one cell."""
LONGEST_WORD = 100


class ValueProblem(ValueError):
    """The value cannot be used; the message is one Italian sentence."""


def read_row(table: ContentTable, raw: Raw, before: Optional[Raw] = None) -> tuple[dict[str, Any], Problems]:
    """The values of a row from what was given; fields that were not given keep ``before`` or get their default.

    Returns the values that could be read and a sentence for each field that could not.
    """
    values: dict[str, Any] = {}
    problems: Problems = {}
    for field in table.fields:
        if field.name not in raw and before is not None:
            values[field.name] = before[field.name]
            continue
        given = raw.get(field.name)
        if _empty(given) and field.default is not None:
            given = field.default
        try:
            values[field.name] = read(field, given, str(raw.get("kind") or (before or {}).get("kind") or ""))
        except ValueProblem as error:
            problems[field.name] = str(error)
    return values, problems


def read(field: Field, given: Any, rule_kind: str = "") -> Any:
    """The value of one field; ``rule_kind`` is the kind of an eligibility rule, whose params depend on it.

    Raises:
        ValueProblem: it cannot be read.
    """
    if field.kind == "flag":
        return _flag(given)
    if field.kind == "words":
        return _words(given)
    if field.kind == "params":
        return _params(given, rule_kind)
    if _empty(given):
        if field.required:
            raise ValueProblem(get_text("content.value.needed"))
        return None
    return {
        "id": _id, "line": _line, "text": _text, "whole": _whole, "day": _day, "hour": _hour, "choice": _choice,
        "ref": _line}[field.kind](field, given)


def write_value(field: Field, value: Any) -> str:
    """A value as text that :func:`read` reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, list):
        return SEPARATOR.join(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def make_plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def make_slug(text: str) -> str:
    """An id made of a title: ``Servizio sala`` is ``servizio_sala``."""
    words = re.sub(r"[^a-z0-9]+", "_", normalise(text)).strip("_")
    return re.sub(r"^[^a-z]+", "", words)[:50].strip("_") or "voce"


def _empty(given: Any) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _flag(given: Any) -> bool:
    if given is None or isinstance(given, bool):
        return bool(given)
    word = str(given).strip().lower()
    if word not in _YES | _NO:
        raise ValueProblem(get_text("content.value.not_flag", given=given))
    return word in _YES


def _id(field: Field, given: Any) -> str:
    text = str(given).strip()
    if _ID.fullmatch(text) is None:
        raise ValueProblem(get_text("content.value.bad_id"))
    return text


def _line(field: Field, given: Any) -> str:
    text = _clean(field, given)
    if "\n" in text:
        raise ValueProblem(get_text("content.value.one_line"))
    return text


def _text(field: Field, given: Any) -> str:
    return _clean(field, given)


def _clean(field: Field, given: Any) -> str:
    if isinstance(given, (list, dict, bool)):
        raise ValueProblem(get_text("content.value.text_needed"))
    text = unicodedata.normalize("NFC", str(given)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(char) == "Cc" and char != "\n" for char in text):
        raise ValueProblem(get_text("content.value.hidden_characters"))
    if len(text) > field.longest:
        raise ValueProblem(get_text("content.value.too_long", length=len(text), most=field.longest))
    return text


def _whole(field: Field, given: Any) -> int:
    text = str(given).strip()
    if isinstance(given, bool) or re.fullmatch(r"-?[0-9]{1,9}", text) is None:
        raise ValueProblem(get_text("content.value.not_whole", text=text))
    if not field.least <= int(text) <= field.most:
        raise ValueProblem(get_text("content.value.out_of_range", least=field.least, most=field.most))
    return int(text)


def _day(field: Field, given: Any) -> date:
    text = str(given).strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueProblem(get_text("content.value.not_day", text=text))


def _hour(field: Field, given: Any) -> time:
    match = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::00)?", str(given).strip())
    if match is None:
        raise ValueProblem(get_text("content.value.not_hour", given=given))
    return time(int(match[1]), int(match[2]))


def _choice(field: Field, given: Any) -> Any:
    text = str(given).strip()
    for value, label in field.choices:
        if text in (value, label):
            # a weekday is kept as its number
            return int(value) if value.isdigit() else value
    choices = ", ".join(label for _, label in field.choices)
    raise ValueProblem(get_text("content.value.not_a_choice", text=text, choices=choices))


def _words(given: Any) -> list[str]:
    parts = given if isinstance(given, list) else re.split(r"[|\n]", str(given or ""))
    words = []
    for part in parts:
        if not isinstance(part, str):
            raise ValueProblem(get_text("content.value.list_needed"))
        word = " ".join(part.split())
        if "|" in word or len(word) > LONGEST_WORD:
            raise ValueProblem(get_text("content.value.word_too_long", word=word[:30]))
        if word in words:
            raise ValueProblem(get_text("content.value.word_twice", word=word))
        words += [word] if word else []
    return words


def _params(given: Any, rule_kind: str) -> dict[str, Any]:
    try:
        return check_params(rule_kind, json.loads(given) if isinstance(given, str) else given)
    except json.JSONDecodeError:
        raise ValueProblem(get_text("content.value.params_unreadable")) from None
    except ParamsProblem as error:
        raise ValueProblem(str(error)) from error
