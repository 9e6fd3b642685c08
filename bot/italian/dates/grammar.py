"""The small language of the rules: pieces of patterns, what symbols are worth, and how rules are tried at a place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Optional

from dateutil.relativedelta import relativedelta

from bot.italian.dates import calendar_rules as cal
from bot.italian.dates.model import Days, Impossible

Match = re.Match[str]
Found = Optional[tuple[Days, int]]  # what the words mean and where in the sentence they end
Rule = Callable[[Match, "Reader"], Found]

# Pieces of patterns. GLUE is what stands between two words of one date.
GLUE = r"(?:(?:di|d|del|dello|della|dell|dei|degli|in|nel|nello|nella|nell|a|al|all|il|la|l|lo|le|per|,) ){0,3}"
WD = r"(?P<wd>WD\d|WMAR)"
MON = r"(?P<mo>MO\d\d|MA\d\d|WMAR|SETT)"
DAY = r"(?P<d>\d{1,2}|ORD\d+)"
YEAR = r"(?:(?:di |del |dell |nel |, )?(?P<y>(?:19|20)\d\d|Y\d\d|(?:2[5-9]|[3-9]\d)(?= [^ME:]))| )"
WEEK = r"(?:Uw|SETT)"
COUNT = (
    r"(?P<n>\d{1,3}|un paio di|un paio|un po di|qualche|pochi|poche|alcuni|alcune|una decina di|una ventina di|"
    r"una quindicina di|un|una|mezz)"
)
COUNTS = {
    "un": 1,
    "una": 1,
    "un paio di": 2,
    "un paio": 2,
    "qualche": 3,
    "pochi": 3,
    "poche": 3,
    "un po di": 3,
    "alcuni": 3,
    "alcune": 3,
    "una decina di": 10,
    "una quindicina di": 15,
    "una ventina di": 20,
}
NOT_COUNTED = (
    r"(?! (?:per cento|percento|per mille|permille|euro|eur|volte|persone|posti|figli|anni|punti|Ud|Uw|Um|Uy|Umin|"
    r"ORE(?! [\dTPCFHa])))"
)
# "pagina 3/12", "risultato 3-1", "superiore a 1/2", "0341 12.10": figures that are no date.
_NOT_DATED = re.compile(
    r" (?:legge|lgs|art|articolo|dgr|decreto|delibera|bando|regolamento|sentenza|ccnl|protocollo|prot|pratica|codice|"
    r"cod|pagina|pagine|pag|taglia|eta|scala|risultato|vinto|perso|pareggiato|voto|preso|punteggio|interno|civico|"
    r"tel|telefono|fax|cell|cellulare|isee|pil|temperatura|n|num|numero|(?:superiore|inferiore|pari|uguale) a|"
    r"(?:maggiore|minore|piu|meno|oltre) di|\d{3,}|\+ \d+)(?: \.| e| di)? $"
)


def is_undated(text: str, at: int) -> bool:
    """Whether the words before ``at`` say that the figures there are no date."""
    return _NOT_DATED.search(text, 0, at) is not None


# What may follow a bare number or ordinal for it to be a day: the end, or something that is not the thing counted.
CLOSED = (
    r"(?= (?:$|[,;.!?:)\-]|(?:alle|all|ORE|P\w+|di P\w+|in|dalle|dopo|prima|verso|e|o|oppure|va|mi|se|per|a|al|non|"
    r"sarebbe|potrei|posso|THIS|NEXT|grazie|ok|T[\d.]+) ))"
)


@dataclass
class RuleBook:
    """Rules about one matter."""

    rules: list[tuple[re.Pattern[str], Rule]] = field(default_factory=list)

    def rule(self, pattern: str, opening: bool = False) -> Callable[[Rule], Rule]:
        """Adds a rule. Its pattern starts and ends with a symbol, unless it is only the ``opening`` of what is read."""

        def add(function: Rule) -> Rule:
            self.rules.append((re.compile(pattern if opening else f"(?:{pattern})(?= )"), function))
            return function

        return add


@dataclass(frozen=True)
class Reader:
    """A sentence of symbols, read on ``today`` with some rules."""

    text: str
    today: date
    rules: tuple[tuple[re.Pattern[str], Rule], ...]
    known: dict[int, Found] = field(default_factory=dict, compare=False, repr=False)

    def find(self, at: int) -> Found:
        """The longest date that starts at ``at`` (the first letter of a symbol), and where it ends.

        Raises Impossible when the longest words there name a date that does not exist.
        """
        if at not in self.known:
            self.known[at] = self._try_rules(at)
        return self.known[at]

    def _try_rules(self, at: int) -> Found:
        best: Found = None
        failure: Impossible | None = None
        failed_at = at
        for pattern, function in self.rules:
            match = pattern.match(self.text, at)
            if match is None:
                continue
            try:
                found = function(match, self)
            except Impossible as error:
                if match.end() > failed_at:
                    failure, failed_at = error, match.end()
                continue
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        if failure is not None and (best is None or best[1] <= failed_at):
            raise failure
        return best

    def find_after_articles(self, at: int) -> Found:
        """The longest date that starts at ``at`` or after the articles there ("il 14", "l'Immacolata")."""
        articles = _ARTICLES.match(self.text, at)
        words = articles.group() if articles else ""
        starts = [at, *(at + space.end() for space in re.finditer(" ", words))]
        candidates = [found for found in (self.find(start) for start in starts if start < len(self.text)) if found]
        if candidates:
            return max(candidates, key=lambda candidate: candidate[1])
        return self.number(starts[-1]) if _NUMBER_AFTER.search(words) else None  # "dopo le 16" is an hour

    def number(self, at: int) -> Found:
        """A bare day number, where something before it has said that it is one."""
        match = _BARE_NUMBER.match(self.text, at)
        if not match:
            return None
        return cal.make_days(cal.find_day_number(self.today, read_number_symbol(match["d"]))), match.end()

    def on(self, today: date) -> Reader:
        """The same sentence read on another day."""
        return Reader(self.text, today, self.rules)


_ARTICLES = re.compile(r"(?:(?:il|l|lo|la|le|i|gli|al|all|alla|del|dell|della|di|a) )+")
_NUMBER_AFTER = re.compile(r"(?:il|al|del|dal|l|all|dell) $")
_BARE_NUMBER = re.compile(rf"(?P<d>\d{{1,2}}|ORD1){NOT_COUNTED}(?= )")


def read_weekday_symbol(symbol: str) -> int:
    """0 (Monday) to 6 of a weekday symbol."""
    return 1 if symbol == "WMAR" else int(symbol[2:])


def read_month_symbol(symbol: str) -> int:
    """1 to 12 of a month symbol."""
    return {"WMAR": 3, "SETT": 9}.get(symbol) or int(symbol[2:])


def read_number_symbol(symbol: str) -> int:
    """The day number of ``5`` or ``ORD1``."""
    return int(symbol.removeprefix("ORD"))


def read_year_symbol(symbol: str, today: date) -> int:
    """The year of ``2027``, ``27`` or ``Y27``."""
    return cal.complete_year(symbol.removeprefix("Y"), today)


_UNIT_STEPS = {
    "Ud": ("days", 1),
    "Uw": ("weeks", 1),
    "SETT": ("weeks", 1),
    "Um": ("months", 1),
    "Uq": ("months", 3),
    "Uy": ("years", 1),
    "Udec": ("years", 10),
}


# Two lengths added up: "una settimana e due giorni".
MORE = COUNT.replace("<n>", "<n2>")
MORE_TIME = rf"(?: (?:e|,) {MORE} (?P<u2>Ud|Uw|SETT|Um))?"


def add_steps(match: Match) -> relativedelta:
    """The one or two lengths that COUNT, ``u`` and MORE_TIME have read."""
    length = make_step(match["n"], match["u"])
    return length + make_step(match["n2"], match["u2"]) if match["n2"] else length


def make_step(count: str, unit: str) -> relativedelta:
    """That many units of time: ``make_step("un paio di", "Uw")`` is two weeks."""
    name, times = _UNIT_STEPS[unit]
    number = COUNTS.get(count)
    if count == "mezz":
        return relativedelta(months=6) if unit == "Uy" else relativedelta(days=15)
    return relativedelta(**{name: times * (number if number is not None else int(count))})
