"""What an eligibility check knows of a person: the buttons of its questions, and the applicant of its slots."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Optional, Sequence

from bot.dialogue.applicant_facts import AGE, COURSE, DOUBT, FACT_SLOTS, INCOME, RESIDENCE, STATUS, read_amount
from bot.dialogue.tasks import WITHHELD
from bot.dialogue.turn import Turn
from bot.rules.eligibility import RESIDENCES, STATUSES, Applicant
from bot.services.eligibility import ALL_COURSES

PERIOD = "eligibility_period"
"""The name under which a button says whether an amount is by the month or by the year; no slot."""


def read_chosen_value(turn: Turn, slot: str, value: str, course_ids: Sequence[str]) -> Optional[dict[str, Any]]:
    """What a button of the check means; None for a button of something else, or a value that none of ours has."""
    doubt = turn.slots.get(DOUBT) or {}
    if slot == PERIOD and value in ("month", "year") and doubt.get("fact") == "income":
        return read_amount(doubt, value)
    good = {
        COURSE: (*course_ids, ALL_COURSES), AGE: (WITHHELD,), STATUS: (*STATUSES, WITHHELD), INCOME: (WITHHELD,),
        RESIDENCE: (*RESIDENCES, WITHHELD)}.get(slot, ())
    if value not in good:
        return None
    return {slot: value, DOUBT: None} if slot in (AGE, INCOME) else {slot: value}


def make_applicant(slots: dict[str, Any]) -> Applicant:
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
