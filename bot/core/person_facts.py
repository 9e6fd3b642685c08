"""What people type about themselves, in one place: age, status, income, residence, and corrections of them."""

from __future__ import annotations

from bot.core.corrections import correction
from bot.core.person_age import Age, AgeResult, ImpossibleAge, age, boundary_matters, years_between
from bot.core.person_income import (
    Income,
    IncomeResult,
    InvalidIncome,
    UnknownIncome,
    as_monthly,
    income,
    period,
)
from bot.core.person_residence import Residence, residence
from bot.core.person_status import status

__all__ = [
    "Age", "AgeResult", "ImpossibleAge", "Income", "IncomeResult", "InvalidIncome", "Residence", "UnknownIncome", "age",
    "as_monthly", "boundary_matters", "correction", "income", "period", "residence", "status", "years_between",
]
