"""Reads a yearly income from what people type: «8,5k», «ottomila e cinque», «circa 700 al mese»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Optional, Union

from bot.italian.numbers import Amount, find_amounts, write_digits
from bot.italian.people.months_paid import read_months_paid
from bot.italian.people.relatives import KIN

HIGHEST = Decimal(1_000_000)
"""Above this a yearly income is taken for a slip of the keyboard."""
PERHAPS_MONTHLY = (Decimal(100), Decimal(3000))
"""A bare amount between these may as well be a month's pay: the caller asks which."""


@dataclass(frozen=True)
class Income:
    """Euros a year. ``monthly``: told by the month and multiplied by twelve (an employee may have 13 payments).

    ``approximate``: «circa», a range (its upper end), or the multiplication; ``net``: told after tax, and thresholds
    are gross; ``unclear_period``: a bare amount that may be a month's; ask, then :func:`read_as_monthly` if it is.
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
    r"\b(?:(?:preferi\w+|meglio|direi) di no|(?:preferi\w+|meglio|vorrei|voglio|posso) non (?:dir\w+|risponder\w+|"
    r"rispondo|far\w+ sapere)|non (?:te |ve |"
    r"lo |ve lo |te lo |glielo )*(?:dico|voglio dir\w+|rispondo)"
    r"|non (?:mi va|voglio|intendo) (?:di )?(?:dir\w+|risponder\w+)|fatti miei|affari miei|riservato|"
    r"(?:tenerlo|lo tengo) per me|privacy|privato|"
    r"salt[ao]|passo|no comment|non voglio|non vi (?:riguarda|interessa|deve)|(?:troppo|domanda|cosa) personale|"
    r"mi vergogno|che (?:vi|ti|te ne) (?:importa|interessa|frega)|non sono tenut[oa]|non mi (?:sembra|"
    r"pare) il caso|skip)\b")
_IGNORES = re.compile(
    r"\b(?:non (?:lo |l |mi |me lo |ne )*(?:so|sapr\w+|ricordo|conosco)|no so|non (?:ne )?ho (?:idea|presente)|boh|"
    r"mah|chi lo sa|"
    r"dipende|vari[ao]|variabil[ei]|cambia|(?:sempre|ogni (?:mese|anno|volta)) (?:e )?divers[oi]|non saprei|bo|"
    r"difficile (?:dirlo|da dire)|dovrei (?:guardare|controllare|vedere)|non l ho (?:mai )?(?:calcolat|contat)o|"
    r"non (?:sono )?sicur[oa]|bho|nn so)\b")
_NOTHING = re.compile(
    r"^(?:e |sono |circa |quasi |assolutamente |praticamente |per ora |al momento |io |quest anno |adesso |ora |"
    r"da mesi |"
    r"l anno scorso |finora |a oggi |purtroppo |direi |guadagno )*(?:zero|0|niente|nulla|"
    r"nessun[oa]?(?: reddito| entrata| guadagno)?|0 euro|senza (?:reddito|entrate|stipendio))$"
    r"|\b(?:nemmeno|neanche|manco) (?:un(?:o)?|1) (?:euro|soldo|centesimo)\b|\b(?:quindi|allora|percio) (?:0|zero|"
    r"niente|nulla)\b"
    r"|\b(?:non (?:guadagno|prendo|ho guadagnato|ho preso|percepisco)(?: mai| piu)?(?: niente| nulla| soldi)?|non ho "
    r"(?:nessun |alcun )?(?:reddito|entrate|stipendio)|"
    r"nessun reddito|reddito (?:e |di )?(?:zero|0)|(?:guadagno|prendo) (?:0|zero|niente|nulla))\b")
_MONTH = re.compile(r"\b(?:al|a|ogni|per|ciascun|x) ?mes[ei]?\b|\bmensil\w*\b|\b(?:euro|eur|€)? ?/ ?mese\b|\bmensili\b|"
    r"\bmese\b")
_WEEK = re.compile(r"\b(?:a|alla|la|ogni) settimana\b|\bsettimanal\w+\b")
_SHORTER = re.compile(r"\b(?:all ora|l ora|a ora|orari[eo]?|al giorno|a giornata|giornalier[ie]|ad ora|"
    r"a (?:turno|lezione|servizio|consegna|chiamata|pezzo|cottimo|serata)|ogni \d+ (?:mesi|settimane|giorni)|"
    r"l un[oa]|ciascun[oa]|a testa)\b|/ ?(?:h|ora|giorno)\b")
_HOURLY = re.compile(r"\b(?:all ora|l ora|a ora|ad ora|orari[eo]?|a lezione)\b|/ ?(?:h|ora)\b")
_HOURS_WORKED = re.compile(
    r"\b(?P<hours>\d{1,3}) ?(?:h|ore)\b(?: di lavoro)?(?: al giorno,?(?: per| x| e)? ?(?P<days>[1-7]) (?:giorni|gg))? ?"
    r"(?P<period>(?:a|alla|la|per|in una|ogni|di)? ?settiman\w+|(?:al|in un|ogni) mese|mensil\w+)")
_YEAR = re.compile(r"\b(?:all ann[oi]|annu[oiae]|annual[ei]|l anno|per anno|in un anno|ogni anno|nel 20\d\d|isee|cud|"
    r"730|dichiar\w+|ral|/ ?anno|anno)\b")
_DENIED_PERIOD = re.compile(
    r"\b(?:(?:al|per|il) mese|all anno|l anno|all'anno|l'anno) no\b|"
    r"\bmagari (?:fosse(?:ro)? )?(?:al|a) mese\b|\b(?:non|mica|no|macche) (?:e |era |sono |"
    r"erano |intendevo |dicevo )*(?:al|a|per|ogni|il|in un|all|l|"
    r"un)?[' ’]?(?:mese|anno|mensil\w+|"
    r"annu\w+)\b")
_ABOUT = re.compile(r"\b(?:circa|quasi|piu o meno|intorno|all incirca|sui|sugli|verso|forse|credo|penso|un po|oltre|"
    r"piu di|meno di|sotto|sopra|massimo|al massimo|tra|fra|dai|dagli|max)\b|~")
_NET = re.compile(
    r"\bnett[oiae]\b|\bpulit[oiae]\b|\b(?:in (?:tasca|mano|banca)|sul conto|sul c/?c|in busta|"
    r"nel portafogl\w+)\b(?!.*\blord)|"
    r"\b(?:tolt|levat|detratt|scalat|dedott|pagat)[ae] (?:tutte )?(?:le |l |i )?(?:trattenute|tasse|imposte|irpef|"
    r"contribut\w|"
    r"ritenut\w|spese)\b|\b(?:dopo|senza|al netto d\w+|meno|tolte) (?:le |delle )?(?:tasse|trattenute|ritenute|"
    r"imposte)\b|"
    r"\bmi (?:restano|rimangono|arrivano|entrano|vengono)\b(?!.*\blord)")
_MONEY_AFTER = re.compile(r"^ ?(?:€|euro\b|euri\b|eur\b|lord[oi]\b|nett[oi]\b|al mese|all ann|l anno|a mese|mensil|"
    r"annu|ogni mese|/)")
_MONEY_BEFORE = re.compile(
    r"(?:€ ?|\b(?:guadagn\w+|reddito|prend\w+|percep\w+|stipendio|paga|busta paga|entrate|isee|incass\w+|fattur\w+|"
    r"dichiar\w+|preso|presi)\b[^\d,;]{0,25})$")
_OWN_WORDS = re.compile(
    r"\b(?:guadagn(?:o|i|ato|avo)|reddito|prendo|percepisco|stipendio|busta paga|mi (?:danno|pagano)|ho (?:preso|"
    r"guadagnato|dichiarato|incassato|fatturato)|fatturo|"
    r"(?:l anno scorso|in un anno|nel 20\d\d|quest anno|l ultimo anno) (?:io )?(?:ho (?:fatto|tirato su|"
    r"messo insieme)|faccio|porto a casa)|porto a casa|fatturato (?:di )?(?=\d)|"
    r"incasso|paga di|entrate)\b")
_ABOUT_THE_RULE = re.compile(r"\b(?:soglia|limite|quanto|quale|costa|finanzia\w*|progetto|patto|corso|indennita|"
    r"rimborso|tetto|massimo reddito|bisogna)\b")
_NOT_MONEY = re.compile(r"^ ?(?:an+i|ore|or[ae]|figli|mesi|giorni|settimane|persone|corsi|km|anno|mensilit|volte|"
    r"bambini|lavor[io]|lavorett[io]|contratt[io]|datori|turni|impieghi|clienti|famigli|sorelle|fratelli|%)")
_NOT_MONEY_BEFORE = re.compile(r"\b(?:all?e(?: ore)?|ore|via \w+|viale \w+|piazza \w+|numero|interno|civico|livello) $|"
                               r"\bisee\b[^\d]{0,20}$|"
                               rf"\b{KIN} (?:guadagna|prende|percepisce|ha)\b[^\d]{{0,20}}$")
"""The ISEE of a family is no income of a person, nor is what somebody else earns."""
_OF_KIN = (r" ?(?:€|euro)?(?: al mese)? (?:(?:[eè]|sono|era|erano|li|le|lo|quelli|solo) )*"
           rf"(?:(?:prende|guadagna|piglia|porta a casa) )?(?:di )?mi[oa] {KIN}\b")
_PAY_OF_KIN = re.compile(rf"\b\d[\d.,]*{_OF_KIN}(?=.*\d)", re.IGNORECASE)
"""«500 è mia moglie, io prendo 650», «500 li prende mia moglie, …»."""
_BEFORE_A_YEAR = re.compile(r"\b(?:nel?|dal|del|anno|gennaio|giugno|settembre|ottobre|dicembre) $")
_PER_YEAR = re.compile(r"\b(?:mesi|mese) (?:l|all|in un|ogni) ?anno\b|\bl anno (?:siamo|sono|sto|non|solo)\b")
_SMALLEST = 50
"""A bare number below this is no income: hours, jobs, children."""
_TIMES = re.compile(r"(?:\b(?:per|x)|[x*×]) ?$")

_DENIED = re.compile(r"\bnon (?:sono |e |erano |prendo |guadagno |piu )*(?:€ ?)?$|"
                     r"\b(?:prima|avevo|prendevo|guadagnavo|percepivo|una volta)\b[^\d]{0,25}$")
_TAKES_BACK = re.compile(
    r"\b(?:anzi|scus\w+|volev[oa] (?:dire|scrivere)|pardon|mi correggo|correggo|ho sbagliato|mi sono sbagliat[oa]|cioe|"
    r"ops|meglio dire)\b|, ?no,? ")

_PLUS = re.compile(r"\+|\bpiu\b(?! o meno)")
_AND = re.compile(r"(?:\be|,)(?: (?:altr[ieoa]|un[oa]?|l|da|poi|anche|circa|prendo|i|gli))* ?€? ?$")
_SOURCE = re.compile(r" ?(?:€|euro)?(?: al mese)? ?(?:da|dal|dalla|dalle|dai|di|del|della|con)\b")
_WHERE = (r"(?:mattin\w+|pomeriggi\w*|sera|sere|notte|giorno|weekend|week end|sabato|domenica|fine settimana|"
    r"prim[oa]|second[oa]|"
          r"altr[ieoa]|un[oa]|(?:al|in|da|dal|dalla|col|con|come|presso|nel|nella|facendo|di) \w+|badante|stir\w+|"
          r"pulizie)")
_NOT_A_SECOND = re.compile(r"\b(?:prima|adesso|ora|invece|oppure|anzi|dopo|"
    r"poi(?! (?:d[oò]|faccio|aiuto|lavoro|prendo|ho (?:un|altr)|anche|c |altr|un|il|la|in|al|da|nel|col)\b)|"
    r"prendevo|guadagnavo|lord\w|nett\w|"
    r"cioe|quindi|circa|"
                           r"massimo|minimo|ann[oi])\b")
_RANGE_BEFORE = re.compile(r"\b(?:tra|fra|dai|dagli)(?: i| gli)? ?€? ?$")
_MOST_ADDED = 6
_MONTHS_WORKED = re.compile(
    r"\b(?:per|x|solo|soltanto|lavor(?:o|at[oi]|avo|ando)|circa)(?: solo| soltanto| circa| per)* (\d{1,2}) mesi\b"
    r"(?:(?: su 12)?(?: (?:l|all|in un) anno)?)?")


def read_income(text: str, asked: bool = False) -> Optional[IncomeResult]:
    """The person's income in euros a year; None when ``text`` tells none, or when it is not sure.

    ``asked``: it answers the question, so a bare amount is an income; otherwise the person must speak of earning.
    Pay by the hour or the day gives None unless the hours of a week or a month are told with it.
    """
    said = drop_pay_of_kin(text[:1000]).replace("e'", "e")
    said = re.sub(r"(?<!\d)[.](?!\d)|[!?]+", " ", said)
    said = re.sub(r"\bsei (?=mesi\b)|(?<=000 e )sei\b", "6 ", _without_net_beside_gross(said))  # else a verb
    said = _without_wrong_period(said)
    said = re.sub(r"\b(\d{1,2}) e mezz[oa] ?mila\b", r"\g<1>500", said)
    if not asked and (not _OWN_WORDS.search(said) or ("?" in text and _ABOUT_THE_RULE.search(said))):
        return None
    amounts = _candidates(said, asked)
    if not amounts:
        return _without_amount(said, asked, "?" in text)
    if _SHORTER.search(said):
        return _by_hours(said, amounts)
    total = _added_up(said, amounts)
    if total is not None:
        return total if total.amount <= HIGHEST else InvalidIncome("too_high")
    if len(amounts) > 2:
        return None
    if len(amounts) == 2 and not re.search(r"\b(?:tra|fra|da[i]?|dagli|e|o|a)\b|[/\-]",
        said[amounts[0].end:amounts[1].start]
                                           + said[max(0, amounts[0].start - 5):amounts[0].start]):
        return None
    value = amounts[-1].value
    if value < 0:
        return InvalidIncome("negative")
    return _by_year(value, said, vague=len(amounts) == 2 or _ABOUT.search(said) is not None, asked=asked)


def drop_pay_of_kin(text: str) -> str:
    """``text`` in digits, without the pay of a relative that one's own stands beside."""
    return _PAY_OF_KIN.sub(" ", write_digits(text))


def is_paid_by_time(text: str) -> bool:
    """Whether ``text`` tells what an hour, a day or a turn brings: how many there are is another question."""
    return _SHORTER.search(write_digits(text[:1000])) is not None


def _by_hours(said: str, amounts: list[Amount]) -> Optional[Income]:
    """The yearly pay of «8 euro all'ora per 20 ore la settimana»; None when the hours are not told."""
    worked = _HOURS_WORKED.search(said)
    if worked is None or len(amounts) != 1 or amounts[0].value <= 0 or not _HOURLY.search(said):
        return None
    hours = int(worked["hours"]) * int(worked["days"] or 1)
    year = amounts[0].value * hours * (12 if "mes" in worked["period"] or "mens" in worked["period"] else 52)
    return Income(year, approximate=True, net=_NET.search(said) is not None) if year <= HIGHEST else None


def _without_net_beside_gross(said: str) -> str:
    """«lordo 900 netto 750» without the net sum: the rule asks for the gross one."""
    for net, gross in ((r"\bnett[oiae]\b\W*(?:sono |e )?[\d.,]+ ?(?:euro|€)?", r"\blord[oiae]\b\W*(?:sono |e )?\d"),
                       (r"[\d.,]+ ?(?:euro|€)? ?(?:di )?nett[oiae]\b", r"\d ?(?:euro|€)? ?(?:di )?lord[oiae]\b")):
        if re.search(gross, said) and re.search(net, said):
            return re.sub(net, " ", said)
    return said


def _without_wrong_period(said: str) -> str:
    """«1000 al mese, cioè no, all'anno» without the period that is taken back."""
    parts = _TAKES_BACK.split(said)
    if len(parts) < 2 or find_amounts(parts[-1]) or not (_MONTH.search(parts[-1]) or _YEAR.search(parts[-1])):
        return said
    return " ".join(_YEAR.sub(" ", _MONTH.sub(" ", part)) for part in parts[:-1]) + " " + parts[-1]


def read_as_monthly(told: Income) -> Income:
    """``told`` read as a month's pay: twelve of them, approximate."""
    return replace(told, amount=told.amount * 12, monthly=True, approximate=True, unclear_period=False)


def complete_income(amount: Decimal, text: str) -> Optional[Income]:
    """The income of an ``amount`` told before by what ``text`` says of it: «per 12 mesi, la tredicesima no».

    None when it says nothing of a period, or brings an amount of its own.
    """
    if any(abs(found.value) >= _SMALLEST for found in find_amounts(write_digits(text[:200]))):
        return None
    found = read_income(f"{amount} euro {text}", asked=True)
    return found if isinstance(found, Income) and not found.unclear_period else None


def read_income_period(text: str) -> Optional[Literal["month", "year"]]:
    """Whether «al mese» or «all'anno» was answered; None when neither or both, and neither is denied."""
    said = _DENIED_PERIOD.sub(" ", write_digits(text[:200]))
    month, year = _MONTH.search(said) is not None, _YEAR.search(said) is not None
    return None if month == year else "month" if month else "year"


def _candidates(said: str, asked: bool) -> list[Amount]:
    """The amounts that are money; when none says so, the only number of an answer. What is taken back is left out."""
    amounts = [amount for amount in _thousands_said(said)
               if not _NOT_MONEY.match(said[amount.end:]) and not _is_other_number(said, amount)]
    amounts = _without_taken_back(said, amounts)
    money = [amount for amount in amounts
             if _MONEY_AFTER.match(said[amount.end:]) or _MONEY_BEFORE.search(said[:amount.start])]
    if money:
        together = [amount for amount in amounts if amount in money or abs(amount.value) >= _SMALLEST]
        if len(together) > len(money) and _are_added(said, together):
            return together
        first = amounts.index(money[0])
        if first > 0 and re.fullmatch(r" ?(?:e|o|a|ai|agli|-|/) ?(?:i |gli )?",
                said[amounts[first - 1].end:money[0].start]):
            return [amounts[first - 1], *money]
        return money
    if not asked or sum(char.isdigit() for char in said) >= 14 + 4 * max(0, len(amounts) - 2):
        return []
    if not amounts or _are_added(said, amounts):
        return amounts
    small = 0 < abs(amounts[-1].value) < _SMALLEST
    return amounts if len(amounts) <= 2 and not small else []


def _is_other_number(said: str, amount: Amount) -> bool:
    """A year, an hour, a house number; or how many times an amount is paid («700 x 14»)."""
    before = said[:amount.start]
    if _NOT_MONEY_BEFORE.search(before):
        return True
    if 1950 <= amount.value <= 2100 and _BEFORE_A_YEAR.search(before) and not _MONEY_AFTER.match(said[amount.end:]):
        return True
    return 12 <= amount.value <= 15 and _TIMES.search(before) is not None


def _without_taken_back(said: str, amounts: list[Amount]) -> list[Amount]:
    """«800 al mese, anzi 600» without 800, «750, non 700» without 700."""
    kept = []
    for index, amount in enumerate(amounts):
        after = said[amount.end:amounts[index + 1].start] if index + 1 < len(amounts) else ""
        denied = len(amounts) > 1 and _DENIED.search(said[:amount.start]) is not None
        if not denied and not _TAKES_BACK.search(after):
            kept.append(amount)
    return kept


def _thousands_said(said: str) -> list[Amount]:
    """Amounts; «8000 e 5» (ottomila e cinque), «2000 e 500» and «7 mila 500» joined: one says it of money."""
    amounts: list[Amount] = []
    for amount in find_amounts(said):
        last = amounts[-1] if amounts else None
        gap = said[last.end:amount.start] if last is not None else ""
        thousands = last is not None and last.value >= 1000 and last.value % 1000 == 0
        if last is not None and thousands and gap == " e " and 1 <= amount.value <= 9 and not _NOT_MONEY.match(
                said[amount.end:]):
            amounts[-1] = Amount(last.value + amount.value * 100, last.start, amount.end)
        elif last is not None and thousands and 100 <= amount.value <= 999 and (
                gap == " e " or (gap == " " and "mila" in said[last.start:last.end])):
            amounts[-1] = Amount(last.value + amount.value, last.start, amount.end)
        else:
            amounts.append(amount)
    return [_with_half(said, amount) for amount in amounts]


def _with_half(said: str, amount: Amount) -> Amount:
    """«8000 e mezzo» (ottomila e mezzo) as 8,500."""
    half = re.match(r" e mezz[oa]\b", said[amount.end:])
    if half is None or amount.value < 1000 or amount.value % 1000:
        return amount
    return Amount(amount.value + 500, amount.start, amount.end + half.end())


# --- sums ------------------------------------------------------------------------------------------------------------

def _are_added(said: str, amounts: list[Amount]) -> bool:
    """Whether the amounts are told one after the other, as parts of one income: «650 + 200», «500 dal bar e 300…»."""
    if not 2 <= len(amounts) <= _MOST_ADDED or _RANGE_BEFORE.search(said[:amounts[0].start]):
        return False
    gaps = [said[first.end:second.start] for first, second in zip(amounts, amounts[1:], strict=False)]
    another = [_is_other_source(said, first, second) for first, second in zip(amounts, amounts[1:], strict=False)]
    if not all(_PLUS.search(gap) or _AND.search(gap) or other for gap, other in zip(gaps, another, strict=True)):
        return False
    joined = all(another) or any(_PLUS.search(gap) or re.search(r"\be\b[^,]*$", gap) for gap in gaps)
    return (joined or all(_SOURCE.match(said[amount.end:]) for amount in amounts)) and all(
        amount.value > 0 for amount in amounts)


def _is_other_source(said: str, first: Amount, second: Amount) -> bool:
    """Whether two sums are told of two places or times: «la mattina in mensa 480, la sera al bar altri 220»."""
    gap = said[first.end:second.start]
    after = re.match(r"[^\d,;.]*", said[second.end:])
    placed = re.search(rf"\b{_WHERE}\b", gap) or re.search(rf"\b{_WHERE}\b", after[0] if after else "")
    before = said[max(0, first.start - 30):first.start]
    own = re.search(rf"\b{_WHERE}\b", before) or re.match(rf"[^\d,]*\b{_WHERE}\b", gap)
    apart = re.search(r",| e\b", gap) and not _NOT_A_SECOND.search(gap)
    return bool(apart and (re.search(r"\baltr[ieoa]\b", gap) or (placed and own)))


def _added_up(said: str, amounts: list[Amount]) -> Optional[Income]:
    """The yearly sum of amounts that belong together, each by its own period when they differ; else None."""
    if not _are_added(said, amounts):
        return None
    vague = _ABOUT.search(said) is not None
    if _MONTH.search(said) and _YEAR.search(_MONTHS_WORKED.sub(" ", said)):
        ends = [amount.start for amount in amounts[1:]] + [len(said)]
        parts = [_by_year(amount.value, said[amount.start:end], vague, asked=True)
                 for amount, end in zip(amounts, ends, strict=True)]
        total = sum((part.amount for part in parts if isinstance(part, Income)), Decimal(0))
        return Income(total, approximate=True, net=_NET.search(said) is not None)
    whole = _by_year(sum((amount.value for amount in amounts), Decimal(0)), said, vague, asked=True)
    return whole if isinstance(whole, Income) else None


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


def _without_amounts(said: str) -> str:
    """``said`` without its sums of money, so that the numbers left count months."""
    for amount in reversed([found for found in find_amounts(said) if abs(found.value) >= _SMALLEST]):
        said = f"{said[:amount.start]} {said[amount.end:]}"
    return said


def _payments(said: str) -> Optional[int]:
    """How many months' pays a year has, when it is told: «per 13 mensilità», «più la tredicesima»."""
    match = re.search(r"\b(?:per|x|su|con)? ?(1[0-5]|[1-9]) (?:mensilita)|(?:\b(?:per|x)|"
                      r"[x*×]) ?(1[2345])\b(?! ?(?:mesi|euro|"
                      r"ore|lavor))", said)
    if match is not None:
        return int(match[1] or match[2])
    extra = re.search(r"(?:\b(?:piu|con|e)|\+) ?(?:la )?(tredicesima|quattordicesima|1[34]esima)"
                      r"(?: e (?:la )?(quattordicesima|14esima))?", said)
    if extra is None:
        return None
    return 14 if extra[2] or extra[1].startswith(("q", "14")) else 13


def _by_year(value: Decimal, said: str, vague: bool, asked: bool) -> IncomeResult:
    net = _NET.search(said) is not None
    payments = _payments(said)
    months = read_months_paid(_without_amounts(said))
    result = Income(value, approximate=vague, net=net)
    if payments is not None:
        result = replace(result, amount=value * payments, monthly=True)
    elif months is not None and (_MONTH.search(said) or not _YEAR.search(_PER_YEAR.sub(" ", said))):
        result = replace(result, amount=value * months, monthly=True, approximate=True)
    elif _MONTH.search(said):
        result = replace(result, amount=value * 12, monthly=True, approximate=True)
    elif _WEEK.search(said):
        result = replace(result, amount=value * 52, approximate=True)
    elif not _YEAR.search(said) and PERHAPS_MONTHLY[0] <= value <= PERHAPS_MONTHLY[1]:
        result = replace(result, unclear_period=True)
    return result if result.amount <= HIGHEST else InvalidIncome("too_high")
