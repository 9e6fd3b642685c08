"""How many months of a year bring a pay: «da maggio a settembre», «tre mesi non mi pagano», «tranne agosto»."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Iterator, Optional

from bot.italian.text import MONTHS, normalise

YEAR = 12
_STEMS = {month[:3]: number for number, month in enumerate(MONTHS)}
_MONTH = (r"\b(?:gen(?:naio)?|feb(?:braio)?|mar(?:zo)?|apr(?:ile)?|mag(?:gio)?|giu(?:gno)?|lug(?:lio)?|ago(?:sto)?|"
          r"set(?:tembre)?|ott(?:obre)?|nov(?:embre)?|dic(?:embre)?)\b")
_RANGE = re.compile(rf"\b(?:da|dal|tra|fra) (?:\w+ )?({_MONTH}) (?:fino |sino )?(?:a|ad|al|e)(?: tutto| fine| meta)? "
                    rf"({_MONTH})")
_NAMED = re.compile(rf"\b(?:a|ad|in|di|solo|soltanto|tranne|salvo|eccetto|escluso|meno|per|"
    rf"nei mesi di) ({_MONTH}(?:(?:,| e| ed)? "
                    rf"(?:a |ad |in )?{_MONTH})*)|^ ?({_MONTH}(?:(?:,| e| ed)? (?:a |ad |in )?{_MONTH})+)")
_COUNT = re.compile(r"\b(\d{1,2}) mes[ie]\b")
_UNPAID = re.compile(
    r"\bnon (?:\w+ )?(?:pag|prend|lavor|guadagn|percep|dann|dà|da\b|ho\b|c e)\w*|\bchiu[ds]\w*|\bferm[oiae]\b|"
    r"\bsi ferma\b|"
    r"\bsenza (?:paga|stipendio|lavoro|soldi|niente|contratto|essere)|\ba casa\b|\b(?:niente|nulla|zero|nada)\b|"
    r"\bscopert\w|"
    r"\bsospes\w|\baspettativa\b|\bsalt(?:o|a|ano)\b|\b(?:tranne|salvo|eccetto|escluso|meno)\b|\b0\b")
_LIMITED = re.compile(r"\b(?:per|x|solo|soltanto|circa|cioe|ossia|su|faccio|facciamo|lavor\w+|contratto di|"
    r"stagione di)\b")
_OF_YEAR = re.compile(r"\b(?:al)?l anno\b|\bsu 12\b|^ ?a$")
_SEASON = re.compile(r"\b(?:solo|soltanto|stagion\w+|estate|inverno)\b")
_ONLY_MONTHS = re.compile(r"(?:circa |tipo )?\d{1,2} mesi")
_SINCE = re.compile(r"\b(?:da|fa|dopo|fra|tra|ogni|prim\w|ultim\w|scors\w|per i)\b(?: (?:circa|quasi|i))? ?$")
_CLAUSES = re.compile(r"[,;:.()]+| ma | pero | poi | e poi | mentre ")


def read_months_paid(said: str) -> Optional[int]:
    """The months of a year with a pay that ``said`` (digits, no number words) tells; None where it tells none."""
    clauses = [clause.strip() for clause in _CLAUSES.split(f" {normalise(said)} ") if clause.strip()]
    unpaid = 0
    for before, clause in pairwise(["", *clauses]):
        of_season = _ONLY_MONTHS.fullmatch(clause) and _SEASON.search(before)  # «solo d'estate, tre mesi»
        counted = next(_count(f"solo {clause}" if of_season else clause), None)
        if counted is None:
            continue
        if not _UNPAID.search(clause):
            return counted
        unpaid += counted
    return YEAR - unpaid if 0 < unpaid < YEAR else None


def _count(clause: str) -> Iterator[int]:
    """The months of ``clause``: a range, those that are named, or a number of them."""
    ranged = _RANGE.search(clause)
    if ranged is not None:
        first, last = (_STEMS[found[:3]] for found in ranged.groups())
        yield (last - first) % YEAR + 1
    named = _NAMED.search(clause)
    only = re.search(r"\b(?:solo|soltanto)\b", clause) is not None or named is not None and named[2] is not None
    if named is not None and (only or _UNPAID.search(clause)):
        yield len(re.findall(_MONTH, named[1] or named[2]))
    for found in _COUNT.finditer(clause):
        number = int(found[1])
        before = clause[:found.start()]
        limited = _LIMITED.search(before) or _UNPAID.search(clause) or _OF_YEAR.search(clause[found.end():])
        if 1 <= number <= YEAR and limited and not _SINCE.search(before):
            yield number
