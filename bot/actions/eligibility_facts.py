"""What an eligibility check knows of a person: its slots, and the reading of messages and buttons into them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Optional, Sequence

from bot.actions.turn import Reply, Turn, say
from bot.core import person_facts
from bot.core.eligibility import RESIDENCES, STATUSES, WORKING, Applicant
from bot.core.italian_numbers import with_digits
from bot.core.italian_text import format_euro
from bot.core.relatives import about_relative, as_own_words, first_person
from bot.services import courses

COURSE, AGE, STATUS = "eligibility_course", "eligibility_age", "eligibility_status"
INCOME, RESIDENCE = "eligibility_income", "eligibility_residence"
FACT_SLOTS = {"age": AGE, "status": STATUS, "income": INCOME, "residence": RESIDENCE}
DOUBT = "eligibility_doubt"
"""What was said, not clear: ``{"fact": "age"}`` (year at the boundary), ``{"fact": "income", "amount": "700"}``."""
PERSON = "eligibility_person"
"""Whom the check is for when it is not for who writes: «figlio», «moglie», «amica»."""
PLACE = "eligibility_place"
"""The municipality where the person lives, when it was named: for counting, no rule asks it."""
PERIOD = "eligibility_period"
"""The name under which a button says whether an amount is by the month or by the year; no slot."""

ALL_COURSES = "all"
WITHHELD = "withheld"
MOST_WORDS_OF_A_TRADE = 5
_PAY = re.compile(r"\d\s*(?:€|euro)?\s*(?:nett\w+ |lord\w+ )?(?:al mese|mensil\w+|all['’ ]anno|l['’ ]anno|annu\w+)",
                  re.IGNORECASE)
"""An amount with its period: pay, when it is said by somebody who works."""


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
        if found.unclear_period:
            values.update({INCOME: None, DOUBT: {"fact": "income", "amount": str(found.amount)}})
            return
        values.update({INCOME: str(found.amount), DOUBT: None})
        if found.monthly:
            replies.append(say("utter_income_yearly", amount=format_euro(int(found.amount * 100))))
    elif isinstance(found, person_facts.UnknownIncome):
        values.update({INCOME: WITHHELD, DOUBT: None})
    elif isinstance(found, person_facts.InvalidIncome):
        values[INCOME] = None
        replies.append(say("utter_invalid_eligibility_income"))


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
