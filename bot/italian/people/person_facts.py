"""What people type about themselves, in one place: age, status, income, residence, and corrections of them."""

from __future__ import annotations

from bot.italian.corrections import drop_taken_back, find_correction
from bot.italian.people.age import Age, AgeResult, ImpossibleAge, count_years, may_cross_boundary, read_age
from bot.italian.people.income import (
    Income,
    IncomeResult,
    InvalidIncome,
    UnknownIncome,
    complete_income,
    drop_pay_of_kin,
    read_as_monthly,
    read_income,
    read_income_period,
)
from bot.italian.people.residence import Residence, denies_residence, read_residence
from bot.italian.people.status import denies_status, read_status

__all__ = [
    "Age", "AgeResult", "ImpossibleAge", "Income", "IncomeResult", "InvalidIncome", "Residence", "UnknownIncome",
    "read_as_monthly", "may_cross_boundary", "denies_residence", "denies_status", "drop_pay_of_kin",
    "find_correction", "read_age",
    "complete_income", "read_income", "read_income_period", "read_residence", "read_status", "drop_taken_back",
    "count_years",
]
