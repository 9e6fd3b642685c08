"""What a phrase about time means: the span handed out, and the conventions it is measured with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Grain = Literal["minute", "hour", "daypart", "day", "week", "month"]


@dataclass(frozen=True)
class TimeSpan:
    """A stretch of time ``[start, end)``, aware, in the zone of the ``now`` it was read with."""

    start: datetime
    end: datetime
    grain: Grain


@dataclass(frozen=True)
class Days:
    """A stretch of wall-clock time made of whole days (or fixed hours of them, as a weekend); both ends naive."""

    start: datetime
    end: datetime
    grain: Grain


@dataclass(frozen=True)
class Clock:
    """A time of day as it was said: ``minute`` is negative in "le dieci meno dieci".

    ``plain``: 1-12 with nothing that says which half of the day is meant.
    """

    hour: int
    minute: int
    grain: Grain
    plain: bool


class Impossible(ValueError):
    """The words name a date that does not exist ("31 febbraio") or contradict each other ("lunedì 3 dicembre")."""


# Hours of each part of the day, from midnight of that day (24 and more: the night that follows it).
# Afternoon, evening and night are those of Duckling's Italian grammar; its morning begins at 4, ours at 6: nobody
# books at 4.
DAYPARTS: dict[str, tuple[int, int]] = {
    "mattina": (6, 12),
    "prima mattina": (6, 9),
    "tarda mattina": (10, 12),
    "prima di pranzo": (10, 12),
    "pranzo": (12, 14),
    "dopo pranzo": (13, 17),
    "pomeriggio": (12, 19),
    "primo pomeriggio": (13, 15),
    "tardo pomeriggio": (16, 19),
    "sera": (18, 24),
    "prima sera": (18, 21),
    "tarda sera": (21, 24),
    "cena": (19, 21),
    "dopo cena": (21, 24),
    "notte": (24, 28),
}

# "alle 3" is said for the afternoon; from 7 on, the morning is meant (an office opens then).
AFTERNOON_HOURS = range(1, 7)

# First, middle and last days of a month: "inizio", "metà", "fine" (the last one runs to the month's end).
MONTH_THIRDS: dict[str, tuple[int, int | None]] = {"inizio": (1, 11), "meta": (11, 21), "fine": (21, None)}

# Where "da lunedì" and "dopo Natale" stop: a month is beyond any list of free appointments.
OPEN_END = timedelta(days=30)

# How far ahead weekday and number ("lunedì 31") are looked for together.
AGREEMENT_MONTHS = 12
# How far back "domenica 10 febbraio" may lie when the coming one is no Sunday.
AGREEMENT_PAST_DAYS = 31
