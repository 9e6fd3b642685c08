"""Reads a yearly income from what people type: «8,5k», «ottomila e cinque», «circa 700 al mese»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Optional, Union

from bot.core.italian_numbers import Amount, find_amounts, with_digits

HIGHEST = Decimal(1_000_000)
"""Above this a yearly income is taken for a slip of the keyboard."""
PERHAPS_MONTHLY = (Decimal(100), Decimal(3000))
"""A bare amount between these may as well be a month's pay: the caller asks which."""


@dataclass(frozen=True)
class Income:
    """Euros a year. ``monthly``: told by the month and multiplied by twelve (an employee may have 13 payments).

    ``approximate``: «circa», a range (its upper end), or the multiplication; ``net``: told after tax, and thresholds
    are gross; ``unclear_period``: a bare amount that may be a month's; ask, then :func:`as_monthly` if it is.
    """

    amount: Decimal
    monthly: bool = False
    approximate: bool = False
    net: bool = False
    unclear_period: bool = False


@dataclass(frozen=True)
class UnknownIncome:
    """The person does not know it, or would rather not say. ``reason``: does_not_know or refuses."""

    reason: Literal["does_not_know", "refuses"]


@dataclass(frozen=True)
class InvalidIncome:
    """An amount that is no income. ``reason``: negative or too_high."""

    reason: Literal["negative", "too_high"]


IncomeResult = Union[Income, UnknownIncome, InvalidIncome]

_REFUSES = re.compile(
    r"\b(?:(?:preferi\w+|meglio|vorrei|voglio|posso) non (?:dir\w+|risponder\w+|rispondo|far\w+ sapere)|non (?:te |ve |"
    r"lo |ve lo |te lo |glielo )*(?:dico|voglio dir\w+|rispondo)"
    r"|non (?:mi va|voglio|intendo) (?:di )?(?:dir\w+|risponder\w+)|fatti miei|affari miei|riservato|privacy|privato|"
    r"salta|passo|no comment|non voglio)\b")
_IGNORES = re.compile(
    r"\b(?:non (?:lo |l )?(?:so|sapr\w+|ricordo|conosco)|no so|non (?:ne )?ho (?:idea|presente)|boh|mah|chi lo sa|"
    r"dipende|non saprei|"
    r"non (?:sono )?sicur[oa]|bho|nn so)\b")
_NOTHING = re.compile(
    r"^(?:e |sono |circa |quasi |assolutamente |praticamente |per ora |al momento |io )*(?:zero|0|niente|nulla|"
    r"nessun[oa]?(?: reddito| entrata| guadagno)?|0 euro|senza reddito)$"
    r"|\b(?:non (?:guadagno|prendo|ho guadagnato|ho preso|percepisco)(?: mai| piu)?(?: niente| nulla| soldi)?|non ho "
    r"(?:nessun |alcun )?(?:reddito|entrate|stipendio)|"
    r"nessun reddito|reddito (?:e |di )?(?:zero|0)|(?:guadagno|prendo) (?:0|zero|niente|nulla))\b")
_MONTH = re.compile(r"\b(?:al|a|ogni|per|ciascun|x) ?mes[ei]?\b|\bmensil\w*\b|\b(?:euro|eur|€)? ?/ ?mese\b|\bmensili\b|"
    r"\bmese\b")
_WEEK = re.compile(r"\b(?:a|alla|la|ogni) settimana\b|\bsettimanal\w+\b")
_SHORTER = re.compile(r"\b(?:all ora|l ora|a ora|orari[eo]?|al giorno|a giornata|giornalier[ie]|ad ora|a turno)\b")
_YEAR = re.compile(r"\b(?:all ann[oi]|annu[oiae]|annual[ei]|l anno|per anno|in un anno|ogni anno|nel 20\d\d|isee|cud|"
    r"730|dichiar\w+|ral|/ ?anno|anno)\b")
_ABOUT = re.compile(r"\b(?:circa|quasi|piu o meno|intorno|all incirca|sui|sugli|verso|forse|credo|penso|un po|oltre|"
    r"piu di|meno di|sotto|sopra|massimo|al massimo|tra|fra|dai|dagli|max)\b|~")
_NET = re.compile(r"\bnett[oiae]\b")
_MONEY_AFTER = re.compile(r"^ ?(?:€|euro\b|euri\b|eur\b|lord[oi]\b|nett[oi]\b|al mese|all ann|l anno|a mese|mensil|"
    r"annu|ogni mese|/)")
_MONEY_BEFORE = re.compile(
    r"(?:€ ?|\b(?:guadagn\w+|reddito|prend\w+|percep\w+|stipendio|paga|busta paga|entrate|isee|incass\w+|fattur\w+|"
    r"dichiar\w+|preso|presi)\b[^\d,;]{0,25})$")
_OWN_WORDS = re.compile(
    r"\b(?:guadagn(?:o|i|ato|avo)|reddito|prendo|percepisco|stipendio|busta paga|mi (?:danno|pagano)|ho (?:preso|"
    r"guadagnato|dichiarato|incassato|fatturato)|fatturo|"
    r"incasso|paga di|entrate)\b")
_ABOUT_THE_RULE = re.compile(r"\b(?:soglia|limite|quanto|quale|costa|finanzia\w*|progetto|patto|corso|indennita|"
    r"rimborso|tetto|massimo reddito|bisogna)\b")
_NOT_MONEY = re.compile(r"^ ?(?:an+i|ore|or[ae]|figli|mesi|giorni|settimane|persone|corsi|km|anno|mensilit|volte|"
    r"bambini|%)")


def income(text: str, asked: bool = False) -> Optional[IncomeResult]:
    """The person's income in euros a year; None when ``text`` tells none, or when it is not sure.

    ``asked``: it answers the question, so a bare amount is an income; otherwise the person must speak of earning.
    Pay by the hour or the day gives None: how much is worked is not known.
    """
    said = with_digits(text[:1000]).replace("e'", "e")
    said = re.sub(r"(?<!\d)[.](?!\d)|[!?]+", " ", said)
    if not asked and (not _OWN_WORDS.search(said) or ("?" in text and _ABOUT_THE_RULE.search(said))):
        return None
    amounts = _candidates(said, asked)
    if not amounts:
        return _without_amount(said, asked, "?" in text)
    if _SHORTER.search(said) or len(amounts) > 2:
        return None
    if len(amounts) == 2 and not re.search(r"\b(?:tra|fra|da[i]?|dagli|e|o|a)\b|[/\-]",
        said[amounts[0].end:amounts[1].start]
                                           + said[max(0, amounts[0].start - 5):amounts[0].start]):
        return None
    value = amounts[-1].value
    if value < 0:
        return InvalidIncome("negative")
    return _by_year(value, said, vague=len(amounts) == 2 or _ABOUT.search(said) is not None, asked=asked)


def as_monthly(told: Income) -> Income:
    """``told`` read as a month's pay: twelve of them, approximate."""
    return replace(told, amount=told.amount * 12, monthly=True, approximate=True, unclear_period=False)


def period(text: str) -> Optional[Literal["month", "year"]]:
    """Whether «al mese» or «all'anno» was answered; None when neither or both."""
    said = with_digits(text[:200])
    month, year = _MONTH.search(said) is not None, _YEAR.search(said) is not None
    return None if month == year else "month" if month else "year"


def _candidates(said: str, asked: bool) -> list[Amount]:
    """The amounts that are money; when none says so, the only number of an answer."""
    amounts = [amount for amount in _hundreds_said(said) if not _NOT_MONEY.match(said[amount.end:])]
    money = [amount for amount in amounts
             if _MONEY_AFTER.match(said[amount.end:]) or _MONEY_BEFORE.search(said[:amount.start])]
    if money:
        first = amounts.index(money[0])
        if first > 0 and re.fullmatch(r" ?(?:e|o|a|ai|agli|-|/) ?(?:i |gli )?",
                said[amounts[first - 1].end:money[0].start]):
            return [amounts[first - 1], *money]
        return money
    years = [amount for amount in amounts if 1990 <= amount.value <= 2100 and re.search(r"\bne[l]? $",
            said[:amount.start])]
    rest = [amount for amount in amounts if amount not in years]
    return rest if asked and len(rest) <= 2 and sum(char.isdigit() for char in said) < 14 else []


def _hundreds_said(said: str) -> list[Amount]:
    """Amounts, «8000 e 5» (ottomila e cinque) joined as 8,500: one says it of money."""
    amounts: list[Amount] = []
    for amount in find_amounts(said):
        last = amounts[-1] if amounts else None
        if last is not None and last.value >= 1000 and last.value % 1000 == 0 and 1 <= amount.value <= 9 \
                and said[last.end:amount.start] == " e ":
            amounts[-1] = Amount(last.value + amount.value * 100, last.start, amount.end)
        elif last is not None and last.value == 1000 and amount.value % 100 == 0 \
                and said[last.end:amount.start] == " e ":
            amounts[-1] = Amount(last.value + amount.value, last.start, amount.end)
        else:
            amounts.append(amount)
    return amounts


def _without_amount(said: str, asked: bool, question: bool) -> Optional[IncomeResult]:
    plain = re.sub(r"[.,;:!]", " ", said).strip()
    plain = re.sub(r"\s+", " ", plain)
    if _NOTHING.search(plain):
        return Income(Decimal(0))
    if not asked or question:
        return None
    if _REFUSES.search(plain):
        return UnknownIncome("refuses")
    return UnknownIncome("does_not_know") if _IGNORES.search(plain) else None


def _by_year(value: Decimal, said: str, vague: bool, asked: bool) -> IncomeResult:
    net = _NET.search(said) is not None
    payments = re.search(r"\b(?:per|x|su|con)? ?(1[2345]) (?:mensilita)|\b(?:per|x) ?(1[345])\b(?! ?(?:mesi|euro|ore))",
        said)
    months = re.search(r"\bper (\d{1,2}) mesi\b", said)
    result = Income(value, approximate=vague, net=net)
    if payments is not None:
        result = replace(result, amount=value * int(payments[1] or payments[2]), monthly=True)
    elif months is not None and 1 <= int(months[1]) <= 12:
        result = replace(result, amount=value * int(months[1]), monthly=True, approximate=True)
    elif _MONTH.search(said):
        result = replace(result, amount=value * 12, monthly=True, approximate=True)
    elif _WEEK.search(said):
        result = replace(result, amount=value * 52, approximate=True)
    elif not _YEAR.search(said) and PERHAPS_MONTHLY[0] <= value <= PERHAPS_MONTHLY[1]:
        result = replace(result, unclear_period=True)
    return result if result.amount <= HIGHEST else InvalidIncome("too_high")
