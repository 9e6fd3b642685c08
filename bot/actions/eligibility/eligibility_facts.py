"""What an eligibility check knows of a person: its slots, and the reading of messages and buttons into them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Optional, Sequence

from bot.dialogue.turn import Reply, Turn, say
from bot.italian.municipalities import index_municipalities
from bot.italian.numbers import with_digits
from bot.italian.people import person_facts
from bot.italian.people.relatives import about_relative, as_own_words, first_person
from bot.italian.text import format_euro, normalise
from bot.rules.eligibility import RESIDENCES, STATUSES, WORKING, Applicant
from bot.services import courses
from bot.services.eligibility import ALL_COURSES

COURSE, AGE, STATUS = "eligibility_course", "eligibility_age", "eligibility_status"
INCOME, RESIDENCE = "eligibility_income", "eligibility_residence"
FACT_SLOTS = {"age": AGE, "status": STATUS, "income": INCOME, "residence": RESIDENCE}
NET = "eligibility_net"
"""Whether the income was told after taxes; the thresholds are before."""
DOUBT = "eligibility_doubt"
"""What was said, not clear: ``{"fact": "age"}`` (year at the boundary), ``{"fact": "income", "amount": "700"}``."""
PERSON = "eligibility_person"
"""Whom the check is for when it is not for whoever writes: «figlio», «moglie», «amica»."""
PLACE = "eligibility_place"
"""The municipality where the person lives, when it was named: for counting, no rule asks it."""
PERIOD = "eligibility_period"
"""The name under which a button says whether an amount is by the month or by the year; no slot."""


WITHHELD = "withheld"
MOST_WORDS_OF_A_TRADE = 5
_PAY = re.compile(r"\d\s*(?:€|euro)?\s*(?:nett\w+ |lord\w+ )?(?:al mese|mensil\w+|all['’ ]anno|l['’ ]anno|annu\w+)",
                  re.IGNORECASE)
"""An amount with its period: pay, when it is said by somebody who works."""


_IN_PENSION = re.compile(r"\bin pensione\b", re.IGNORECASE)
_OF_PLACE = re.compile(r"(\b(?:di|da|a) [^\W\d_]+(?: [^\W\d_]+)?)$", re.IGNORECASE)
_BEFORE_PLACE = re.compile(r"anni|\d+|\w*(?:at[oa]|ent[ei]|ing[ao])")
"""An age or a status, which a bare place may follow."""
_OF_THING = re.compile(r"\b(?:cors[oi]|centr[oi]|uffici\w*|lavor\w+|appuntament\w+|colloqui\w*|sede|cpi|patto)\b")
"""Words that a place in the same piece belongs to, instead of to the person."""


def read_facts(
    turn: Turn, text: str, requested: Optional[str], values: dict[str, Any], replies: list[Reply]
) -> None:
    """Add to ``values`` what ``text`` says of the person; a correction («34, non 43») gives the new value only."""
    corrected = person_facts.correction(text)
    old = corrected[1] if corrected is not None else None
    if corrected is not None:
        text = corrected[0]
    text = first_person(text)
    relative = bool(values.get(PERSON, turn.slots.get(PERSON))) or about_relative(text)
    own = as_own_words(text) if relative else text
    known = {**turn.slots, **values}
    expects_age = requested == AGE or (corrected is not None and _corrects_age(old, known, requested))
    _age(person_facts.age(text, turn.now.date(), asked=expects_age), turn, values, replies)
    age_read = values.get(AGE) is not None or (values.get(DOUBT) or {}).get("fact") == "age"
    status = person_facts.status(own, asked=requested == STATUS)
    if status is None and requested == STATUS and len(own.split()) <= MOST_WORDS_OF_A_TRADE:
        status = person_facts.status(f"faccio {own}", asked=True)  # «operaio a tempo pieno»
    if status is not None:
        values[STATUS] = status
        if status not in WORKING:
            values[INCOME] = None
    expects_income = requested == INCOME and not (expects_age and age_read)
    if requested != AGE or not age_read:
        found = person_facts.income(own, asked=expects_income)
        if found is None and not expects_income:
            found = _income_of_clause(own, (values.get(STATUS) or known.get(STATUS)) in WORKING)
        _income(found, values, replies)
    place = person_facts.residence(own, asked=requested == RESIDENCE)
    if place is not None:
        values[RESIDENCE] = place.where
        if place.place is not None:
            values[PLACE] = place.place


def read_pieces(turn: Turn, values: dict[str, Any]) -> None:
    """Add to ``values`` the facts that only the pieces of a message tell: «60 anni in pensione di Lecco, posso?»."""
    for piece in re.split(r"[,;:.!?\n]+", _IN_PENSION.sub("pensionato", turn.text)):
        own = as_own_words(first_person(piece)).strip()
        if not own:
            continue
        if values.get(AGE) is None:
            _age(person_facts.age(own, turn.now.date(), asked=False), turn, values, [])
        if values.get(RESIDENCE) is None:
            bare = _bare_place(own)
            ending = _OF_PLACE.search(own) if not _OF_THING.search(normalise(own)) else None
            place = person_facts.residence(own) or (
                person_facts.residence(bare or (ending[1] if ending else own), asked=True)
                if bare or ending or index_municipalities().find(own) else None)
            if place is not None:
                values.update({RESIDENCE: place.where, **({PLACE: place.place} if place.place else {})})


def _bare_place(text: str) -> Optional[str]:
    """The place that stands in ``text`` without a preposition: «disoccupato 55 anni Calolziocorte corso di sala»."""
    for place in index_municipalities().find(text):
        before = normalise(text[:place.start]).split()
        if place.kind == "lecco" and before and _BEFORE_PLACE.fullmatch(before[-1]):
            return text[place.start:place.end]
    return None


def _income_of_clause(text: str, works: bool) -> Any:
    """An income told beside something else: «guadagno 9000 euro l'anno, posso?», «part time, 700 euro al mese»."""
    clauses = re.split(r"[;!?]|[,.]\s", text)
    told = (person_facts.income(clause, asked=works and _PAY.search(clause) is not None) for clause in clauses)
    return next((income for income in told if income is not None), None)


def _corrects_age(old: Optional[str], known: dict[str, Any], requested: Optional[str]) -> bool:
    """Whether a bare number in a correction is the age: it replaces the one known, or an income is not being asked."""
    age = known.get(AGE)
    if not isinstance(age, dict):
        return False
    replaced = re.search(r"\d+", with_digits(old)) if old else None
    return requested != INCOME if replaced is None else int(replaced.group()) == age["years"]


def _age(found: Any, turn: Turn, values: dict[str, Any], replies: list[Reply]) -> None:
    if found is None:
        return
    if isinstance(found, person_facts.ImpossibleAge):
        values[AGE] = None
        replies.append(say("utter_age_impossible"))
        return
    first = courses.list_courses(turn.settings, turn.now.date())[0]
    if not found.exact and person_facts.boundary_matters(found, first.age_min or 0, first.age_max or 200):
        values.update({AGE: None, DOUBT: {"fact": "age"}})
        return
    born = found.birth_date.isoformat() if found.birth_date else None
    values[AGE] = {"years": found.years, "born": born}
    if (turn.slots.get(DOUBT) or {}).get("fact") == "age" or (values.get(DOUBT) or {}).get("fact") == "age":
        values[DOUBT] = None


def _income(found: Any, values: dict[str, Any], replies: list[Reply]) -> None:
    if isinstance(found, person_facts.Income):
        values[NET] = found.net or None
        if found.unclear_period:
            values.update({INCOME: None, DOUBT: {"fact": "income", "amount": str(found.amount)}})
            return
        values.update({INCOME: str(found.amount), DOUBT: None})
        if found.monthly or found.approximate and found.amount:
            told = say("utter_income_yearly", amount=format_euro(int(found.amount * 100)))
            replies.append(Reply(told.parts + (say("utter_income_net").parts if found.net else ())))
        elif found.amount:
            noted = say("utter_income_noted", amount=format_euro(int(found.amount * 100)))
            replies.append(Reply(noted.parts + (say("utter_income_net").parts if found.net else ())))
    elif isinstance(found, person_facts.UnknownIncome):
        values.update({INCOME: WITHHELD, DOUBT: None})
    elif isinstance(found, person_facts.InvalidIncome):
        values[INCOME] = None
        replies.append(say("utter_invalid_eligibility_income"))


def net_told(turn: Turn, requested: Optional[str]) -> Optional[dict[str, Any]]:
    """The slot to set when «netti però» or «è lordo» says if the income already given was net or gross; else None."""
    match = re.fullmatch(r"\W*(?:(?:ah|ma|però|comunque|scusa|no|anzi|sono|erano|era|è|intendevo|dicevo)\W+)*"
                         r"(?P<kind>nett|lord)[oaie](?:\W+(?:però|eh|ovviamente|scusa))?\W*", turn.text, re.IGNORECASE)
    if match is None or requested == INCOME or turn.slots.get(INCOME) in (None, WITHHELD):
        return None
    return {NET: True if match["kind"].lower() == "nett" else None}


def period_told(turn: Turn, requested: str) -> Optional[dict[str, Any]]:
    """The income after «al mese o all'anno?»; None when the message does not answer that, or brings a new amount."""
    doubt = turn.slots.get(DOUBT) or {}
    if requested != INCOME or doubt.get("fact") != "income" or re.search(r"\d", with_digits(turn.text)):
        return None
    told = person_facts.period(turn.text)
    return _by_period(doubt, told) if told is not None else None


def _by_period(doubt: dict[str, Any], told: str) -> dict[str, Any]:
    amount = person_facts.Income(Decimal(doubt["amount"]), unclear_period=True)
    return {INCOME: str(person_facts.as_monthly(amount).amount if told == "month" else amount.amount), DOUBT: None}


def chosen_value(turn: Turn, slot: str, value: str, course_ids: Sequence[str]) -> Optional[dict[str, Any]]:
    """What a button of the check means; None for a button of something else, or a value that none of ours has."""
    doubt = turn.slots.get(DOUBT) or {}
    if slot == PERIOD and value in ("month", "year") and doubt.get("fact") == "income":
        return _by_period(doubt, value)
    good = {
        COURSE: (*course_ids, ALL_COURSES), AGE: (WITHHELD,), STATUS: (*STATUSES, WITHHELD), INCOME: (WITHHELD,),
        RESIDENCE: (*RESIDENCES, WITHHELD)}.get(slot, ())
    if value not in good:
        return None
    return {slot: value, DOUBT: None} if slot in (AGE, INCOME) else {slot: value}


def applicant_of(slots: dict[str, Any]) -> Applicant:
    """What the slots say of the person."""
    age = slots.get(AGE)
    income = slots.get(INCOME)
    known = {fact: slots.get(slot) for fact, slot in FACT_SLOTS.items()}
    return Applicant(
        age=age["years"] if isinstance(age, dict) else None,
        birth_date=date.fromisoformat(age["born"]) if isinstance(age, dict) and age.get("born") else None,
        status=known["status"] if known["status"] != WITHHELD else None,
        income_eur=Decimal(income) if income not in (None, WITHHELD) else None,
        residence=known["residence"] if known["residence"] != WITHHELD else None,
        withheld=frozenset(fact for fact, value in known.items() if value == WITHHELD))
