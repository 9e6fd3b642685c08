"""Italian dates and times: ``parse("giovedì prossimo verso le dieci e mezza", now)`` gives the stretch of time meant.

Conventions (the tables are in ``model``):

* Spans are half-open and aware, in the zone of ``now``. A point in time lasts one unit of its grain.
* A day without a year, a weekday, an hour without a day are the next ones to come. A weekday is never today.
  "giovedì prossimo" is the first to come, but not tomorrow or the day after in the same week: then a week later.
* Weekday and number must agree: "lunedì 31" is the next Monday the 31st within a year; "lunedì 3 dicembre" in a year
  when the 3rd is no Monday is None, because one of the two words is wrong and guessing would book a wrong day.
* 1-6 without anything else are the afternoon ("alle 3" is 15:00; "03:00" and "le 3 di notte" are not); 7-12 are as
  written.
* Weeks begin on Monday and belong to the month that has most of their days. A weekend runs from Friday 18:00 to
  Sunday midnight.
* Ends are exclusive: "dal 3 al 5" ends on the 6th at 00:00; "dalle 9 alle 11" ends at 11:00. "entro venerdì" runs
  from now to the end of Friday; "prima di venerdì" to its beginning; "dopo le 15" to midnight; "da lunedì" for 30 days.
* Years, quarters and seasons have grain month; a third of a month ("fine mese") and a weekend have grain day.
* "fra un'ora" is elapsed time, also across a change of the clock; "alle 9" is the wall clock.
* "due giorni dopo l'Immacolata" and "fra una settimana e due giorni" are days; "la settimana prossima da martedì a
  giovedì" is three days of that week; "per gennaio, il 12" is read within January.
* "gennaio 12" is a day, the month first. "3, 4 e 5 dicembre" is the first of them, as "martedì o mercoledì".
* "il resto della settimana" begins now. "giovedì non più tardi delle 11" runs from that midnight to 11:00.
* "non questa settimana, la prossima" is the next one of what was refused.
* None is for what is not a time (streets, people and houses named after a day, links, sums, versions, amounts), and for
  dates that do not exist; ``names_impossible_date`` tells the latter.
"""

from __future__ import annotations

from bot.italian.dates.model import Grain, TimeSpan
from bot.italian.dates.reading import names_impossible_date, parse

__all__ = ["Grain", "TimeSpan", "names_impossible_date", "parse"]
