"""What people type about themselves, in one place: age, status, income, residence, and corrections of them."""

from __future__ import annotations

from bot.italian.corrections import correction, without_taken_back
from bot.italian.people.age import Age, AgeResult, ImpossibleAge, age, boundary_matters, years_between
from bot.italian.people.income import Income, IncomeResult, InvalidIncome, UnknownIncome, as_monthly, income, period
from bot.italian.people.residence import Residence, denies_residence, residence
from bot.italian.people.status import denies_status, status

__all__ = [
    "Age", "AgeResult", "ImpossibleAge", "Income", "IncomeResult", "InvalidIncome", "Residence", "UnknownIncome", "age",
    "as_monthly", "boundary_matters", "correction", "denies_residence", "denies_status", "income", "period",
    "residence", "status", "without_taken_back", "years_between",
]
