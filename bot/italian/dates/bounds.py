"""Reads what has one end open: "entro venerdì", "dopo le 15", "il resto della settimana"; or two put together."""

from __future__ import annotations

import re
from datetime import date

from bot.italian.dates import calendar_rules as cal
from bot.italian.dates import clocks
from bot.italian.dates.grammar import COUNT, MORE_TIME, Found, Reader, add_steps, make_step
from bot.italian.dates.model import Days
from bot.italian.dates.resolve import Said

_AT_MOST = (
    r"nel giro|d[ai] qui|entro(?: e non oltre|(?: al)? massimo|(?: al)? piu tardi)?|(?:non|al) piu tardi|"
    r"non (?:oltre|dopo)|(?:al )?(?:massimo|max)(?: entro)?"
)
_CLOCK_BOUND = re.compile(
    rf"(?P<word>{_AT_MOST}|non prima|prima|fino|dopo|oltre|a partire|subito dopo|da|dalle|dall|dalla)"
    r"(?: (?:delle|dell|alle|all|le|l|la|ORE|dalle|dall|di|a|da))*(?= )"
)
_NOON_FOLLOWS = re.compile(r" mezz(?:ogiorno|anotte)")
_MONTH_FOLLOWS = re.compile(r" M[AO]\d\d(?= )")
_HOUR_ANNOUNCED = re.compile(r"(?:delle|dell|alle|all|le|l|la|ORE|dalle|dall)$")
_DATE_BOUND = re.compile(
    rf"(?P<word>{_AT_MOST}|prima|fino|dopo|a partire|non prima|dal|dall|da|dalla|passato|resto)"
    r"(?P<link>(?: (?:di|del|dell|della|a|al|alla|all|il|l|la|dal|da|dall|le|lo))*)(?= )"
)
_ARTICLE = re.compile(r" (?:il|l|al|del|dal|dell|dall|all)(?= |$)")
_PERIOD = re.compile(r" (?:(?:Uw|SETT)|(?P<m>Um)|(?P<y>Uy)|(?P<d>(?:fine (?:del |della )?)?(?:Ud|giornata)))(?= )")
_COUNTED = re.compile(rf" {COUNT} (?P<u>Ud|Uw|SETT|Um){MORE_TIME}(?= )")
_ONWARDS = re.compile(r" (?:in poi|in avanti|e oltre|compreso|compresa|incluso|inclusa)(?= )")
_LASTING = re.compile(rf" per {COUNT} (?P<u>Ud|Uw|SETT|Um)(?= )")
_BEFORE_A_PERIOD = ("entro", "fino", "nel giro", "da qui", "di qui", "resto")
_LEFT_OUT = re.compile(r" (?:escluso|esclusa)(?= )")

_AT_MOST_AFTER = re.compile(r"(?:al massimo|al piu tardi|massimo)(?= (?:$|[,.;!?]|grazie ))")
_BOUNDS = {
    "prima": "before",
    "fino": "until",
    "resto": "rest",
    "dopo": "after",
    "non prima": "from",
    "subito dopo": "after",
    "oltre": "after",
    "passato": "after",
}


def _is_lower(bound: str) -> bool:
    return bound in ("after", "from")


def _bound_of(word: str) -> str:
    return "until" if re.fullmatch(_AT_MOST, word) else _BOUNDS.get(word, "from")


def read_clock_bound(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "dopo le 15", "prima delle 10", "dalle 14 in poi"; answers where it ends, None without one."""
    match = _CLOCK_BOUND.match(reader.text, at)
    if match is None or said.clock is not None and (not said.clock_bound or said.clock_end is not None):
        return None
    if not _NOON_FOLLOWS.match(reader.text, match.end()) and not _HOUR_ANNOUNCED.search(match.group()):
        return None
    found = clocks.read_clock_core(reader.text, match.end() + 1, sure=True)
    if found is None or _MONTH_FOLLOWS.match(reader.text, found[1]):
        return None
    bound = _bound_of(match["word"])
    if said.clock is None:
        said.clock, said.clock_bound = found[0], bound
    elif _is_lower(said.clock_bound) != _is_lower(bound):  # "dopo le 9 ma prima delle 11"
        first, last = (said.clock, found[0]) if _is_lower(said.clock_bound) else (found[0], said.clock)
        if (first.hour, first.minute) < (last.hour, last.minute):
            said.clock, said.clock_end, said.clock_bound = first, last, ""
    return _past_onwards(reader.text, found[1])


def read_date_bound(reader: Reader, at: int, said: Said) -> int | None:
    """Reads "entro venerdì", "prima del 5", "da lunedì in poi"; answers where it ends, None without one."""
    match = _DATE_BOUND.match(reader.text, at)
    if match is None or said.date is not None and not said.date_bound:
        return None
    bare = not match["link"] and not reader.text.startswith("THIS", match.end() + 1)
    if bare and match["word"] in ("prima", "resto"):  # "la prima metà", "resto a casa"
        return None
    starts = [match.end() + 1, *(match.start("link") + found.start() + 1 for found in _ARTICLE.finditer(match["link"]))]
    if match["word"] in ("dal", "dall"):
        starts.append(match.start())
    candidates = [found for found in (reader.find(start) for start in starts if start < len(reader.text)) if found]
    found = max(candidates, key=lambda candidate: candidate[1]) if candidates else None
    if found is None and match["word"].startswith(_BEFORE_A_PERIOD):
        found = _whole_period(reader.text, match.end(), reader.today)
    if found is None:
        return None
    bound = _bound_of(match["word"])
    lasting = _LASTING.match(reader.text, found[1]) if bound == "from" and said.date is None else None
    if lasting:
        first = found[0].start.date()
        said.date = cal.make_days_between(first, first + make_step(lasting["n"], lasting["u"]))
        return lasting.end()
    left_out = _LEFT_OUT.match(reader.text, found[1])
    if left_out:
        bound = {"until": "before", "from": "after"}.get(bound, bound)
    if said.date is None:
        said.date, said.date_bound = found[0], bound
    else:
        both = _between_bounds(said.date, said.date_bound, found[0], bound)
        if both is None:
            return None
        said.date, said.date_bound = both, ""
    return left_out.end() if left_out else _past_onwards(reader.text, found[1])


def read_bound_after(text: str, at: int, said: Said) -> int | None:
    """Reads what ends "giovedì alle 11 al massimo"."""
    match = _AT_MOST_AFTER.match(text, at)
    if match is None:
        return None
    if said.clock is not None and said.clock_end is None:
        said.clock_bound = said.clock_bound or "until"
    elif said.date is not None and said.clock is None:
        said.date_bound = said.date_bound or "until"
    return match.end()


def _between_bounds(first: Days, first_bound: str, second: Days, second_bound: str) -> Days | None:
    """Puts "dopo il 10" and "prima del 20" together; None when they do not make a stretch of days."""
    if _is_lower(second_bound):
        first, first_bound, second, second_bound = second, second_bound, first, first_bound
    if not _is_lower(first_bound) or second_bound not in ("before", "until"):
        return None
    start = first.end if first_bound == "after" else first.start
    end = second.start if second_bound == "before" else second.end
    return Days(start, end, "day") if start < end else None


def _whole_period(text: str, at: int, today: date) -> Found:
    """Reads what follows in "entro la settimana", "entro l'anno", "entro tre giorni"."""
    counted, period = _COUNTED.match(text, at), _PERIOD.match(text, at)
    if counted:
        return cal.make_days(today + add_steps(counted)), counted.end()
    if period is None:
        return None
    if period["d"]:
        return cal.make_days(today), period.end()
    if period["y"]:
        return cal.make_months(today.replace(month=1), 12), period.end()
    return (cal.make_months(today) if period["m"] else cal.find_week(today)), period.end()


def _past_onwards(text: str, end: int) -> int:
    onwards = _ONWARDS.match(text, end)
    return onwards.end() if onwards else end
