"""What people type about themselves, in one place: age, status, income, residence, and corrections of them."""

from __future__ import annotations

from bot.italian.corrections import find_correction, without_taken_back
from bot.italian.people.age import Age, AgeResult, ImpossibleAge, boundary_matters, read_age, years_between
from bot.italian.people.income import (
    Income,
    IncomeResult,
    InvalidIncome,
    UnknownIncome,
    as_monthly,
    drop_pay_of_kin,
    read_income,
    read_income_period,
)
from bot.italian.people.residence import Residence, denies_residence, read_residence
from bot.italian.people.status import denies_status, read_status

__all__ = [
    "Age", "AgeResult", "ImpossibleAge", "Income", "IncomeResult", "InvalidIncome", "Residence", "UnknownIncome",
    "as_monthly", "boundary_matters", "denies_residence", "denies_status", "drop_pay_of_kin",
    "find_correction", "read_age",
    "read_income", "read_income_period", "read_residence", "read_status", "without_taken_back", "years_between",
]
