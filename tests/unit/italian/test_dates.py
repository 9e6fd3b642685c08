"""Protects what Italian words about time mean: a corpus, the two Sundays of the clock change, and what is no time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Optional
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.italian.dates import TimeSpan, names_impossible_date, parse
from bot.italian.dates.lexicon import FORGIVEN, NOT_SLIPS, SYMBOLS
from bot.italian.dates.tokens import write_symbols
from bot.yaml_files import read_yaml

ROME = ZoneInfo("Europe/Rome")
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=ROME)
GRAINS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": relativedelta(months=1),
}
MONTHS = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
WEEKDAYS = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"]
Walls = Optional[tuple[datetime, datetime, str]]


def expected(written: str) -> Walls:
    """``2026-12-03 09:00..2026-12-03 11:00 hour`` as walls and grain; without an end, one unit of the grain."""
    if written == "none":
        return None
    match = re.fullmatch(r"([\d-]+(?: \d\d:\d\d)?)(?:\.\.([\d-]+(?: \d\d:\d\d)?))? (\w+)", written)
    assert match, f"not a span: {written}"
    start = datetime.fromisoformat(match[1])
    end = datetime.fromisoformat(match[2]) if match[2] else start + GRAINS[match[3]]
    return start, end, match[3]


def walls(span: TimeSpan | None) -> Walls:
    return None if span is None else (span.start.replace(tzinfo=None), span.end.replace(tzinfo=None), span.grain)


def corpus() -> list[tuple[datetime, str, str]]:
    groups = read_yaml(Path(__file__).parent / "data" / "dates.yml")
    return [
        (datetime.fromisoformat(group["now"]).replace(tzinfo=ROME), phrase, written)
        for group in groups
        for phrase, written in group["phrases"].items()
    ]


CORPUS = corpus()


@pytest.mark.parametrize(("now", "phrase", "written"), CORPUS, ids=[f"{n:%Y%m%d} {p}" for n, p, _ in CORPUS])
def test_phrase_means(now: datetime, phrase: str, written: str) -> None:
    assert walls(parse(phrase, now)) == expected(written)


def test_corpus_is_large_and_has_what_is_no_time() -> None:
    assert len(CORPUS) >= 1200
    assert sum(written == "none" for _, _, written in CORPUS) >= 250


@pytest.mark.parametrize("noise", ["  {}  ", "{}!", "ok {}", "allora, {}.", "direi {}, grazie", "{}\n"])
def test_words_around_a_date_change_nothing(noise: str) -> None:
    for phrase in ("giovedì alle 10", "3 dicembre ore 15", "domani mattina", "tra le 9 e le 11"):
        assert parse(noise.format(phrase), SUNDAY) == parse(phrase, SUNDAY)


@pytest.mark.parametrize("phrase", ["Giovedì Prossimo alle 9 e Mezza", "IL 3 DICEMBRE ALLE 15", "Domattina"])
def test_capitals_and_accents_change_nothing(phrase: str) -> None:
    plain = phrase.lower().replace("ì", "i")
    assert parse(phrase, SUNDAY) == parse(phrase.upper(), SUNDAY) == parse(plain, SUNDAY) is not None


class TestClockChange:
    """29 March 2026: 02:00 becomes 03:00. 25 October 2026: 03:00 becomes 02:00."""

    @pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
    @pytest.mark.parametrize("hour", [9, 15])
    def test_wall_clock_is_kept_across_the_change(self, day: date, hour: int) -> None:
        eve = datetime(day.year, day.month, day.day, 12, tzinfo=ROME) - timedelta(days=1)
        span = parse(f"domani alle {hour}:00", eve)
        assert span is not None
        assert (span.start.date(), span.start.hour) == (day, hour)
        assert span.start.utcoffset() == datetime(day.year, day.month, day.day, hour, tzinfo=ROME).utcoffset()

    @pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
    def test_the_day_itself_is_shorter_or_longer(self, day: date, hours: int) -> None:
        span = parse("domani", datetime(day.year, day.month, day.day, 12, tzinfo=ROME) - timedelta(days=1))
        assert span is not None
        assert span.end.astimezone(UTC) - span.start.astimezone(UTC) == timedelta(hours=hours)

    def test_elapsed_time_is_elapsed_in_spring(self) -> None:
        span = parse("fra un'ora", datetime(2026, 3, 29, 1, 30, tzinfo=ROME))
        assert span is not None and (span.start.hour, span.start.minute) == (3, 30)

    def test_elapsed_time_is_elapsed_in_autumn(self) -> None:
        before = datetime(2026, 10, 25, 2, 30, tzinfo=ROME)
        span = parse("fra un'ora", before)
        assert span is not None and (span.start.hour, span.start.fold) == (2, 1)
        assert span.start.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=1)

    def test_days_ahead_keep_the_date(self) -> None:
        span = parse("fra una settimana alle 10", datetime(2026, 10, 20, 9, tzinfo=ROME))
        assert span is not None and walls(span) == expected("2026-10-27 10:00 hour")

    def test_an_hour_that_does_not_exist_still_has_a_length(self) -> None:
        span = parse("domani alle 02:30", datetime(2026, 3, 28, 12, tzinfo=ROME))
        assert span is not None and span.start.astimezone(UTC) < span.end.astimezone(UTC)


def test_the_answer_is_in_the_zone_of_now_whoever_asked_before() -> None:
    for zone in (ROME, UTC, ROME):
        span = parse("domani alle 10", SUNDAY.astimezone(zone))
        assert span is not None and span.start.tzinfo is zone and span.start.hour == 10


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse("domani", datetime(2026, 11, 22, 10))
    with pytest.raises(ValueError, match="aware"):
        names_impossible_date("domani", datetime(2026, 11, 22, 10))


@pytest.mark.parametrize(
    "phrase",
    ["31 febbraio", "il 31/2", "giugno 31", "31 / 11 / 2027", "lunedì 3 dicembre", "29 febbraio 2027", "il 32"],
)
def test_a_date_that_does_not_exist_is_told_from_no_date(phrase: str) -> None:
    assert parse(phrase, SUNDAY) is None
    assert names_impossible_date(phrase, SUNDAY)


@pytest.mark.parametrize(
    "phrase", ["29 febbraio", "giovedì 3 dicembre", "ciao", "", "legge 68/99", "via 31 febbraio 4"]
)
def test_other_words_name_no_impossible_date(phrase: str) -> None:
    assert not names_impossible_date(phrase, SUNDAY)


def test_a_span_cannot_be_changed() -> None:
    span = parse("domani", SUNDAY)
    assert span is not None
    with pytest.raises(AttributeError):
        span.grain = "week"  # type: ignore[misc]


def test_forgiven_words_are_words_of_time_and_never_real_other_words() -> None:
    assert all(
        write_symbols(word) != f" {word} " or word in {"domani", "dopodomani", "natale"} or word not in SYMBOLS
        for word in FORGIVEN
    )
    assert not [word for word in NOT_SLIPS if write_symbols(word) != f" {word} "]


def test_a_slip_in_a_short_word_is_not_forgiven() -> None:
    assert parse("loni", SUNDAY) is None
    assert parse("lunedi", SUNDAY) is not None


# --- properties ---------------------------------------------------------------------------------------------------

_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)).map(lambda moment: moment.replace(tzinfo=ROME))
_PIECES = st.sampled_from(
    [
        *SYMBOLS,
        *WEEKDAYS,
        *MONTHS,
        "alle",
        "dalle",
        "dal",
        "al",
        "il",
        "fra",
        "tra",
        "entro",
        "dopo",
        "prima",
        "fino a",
        "di",
        "settimana",
        "mezza",
        "un quarto",
        "meno",
        "9:30",
        "31/2",
        "3/12",
        "2026-12-03",
        "25:70",
        "13-15",
        "natale",
        "e",
        "a",
        "-",
        "fa",
        "inizio",
        "fine",
        "metà",
        "le",
        "ultimo",
        "999",
        "0",
        "00",
        "weekend",
        "feste",
        "'26",
        "pranzo",
        "in poi",
    ]
)
_PHRASES = st.lists(_PIECES, max_size=9).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(st.text(max_size=80), _PHRASES), now=_MOMENTS)
def test_any_text_gives_none_or_a_span_in_the_zone_of_now(text: str, now: datetime) -> None:
    span = parse(text, now)
    if span is not None:
        assert span.start.astimezone(UTC) < span.end.astimezone(UTC)
        assert span.start.tzinfo is span.end.tzinfo is now.tzinfo
        assert span.grain in {"minute", "hour", "daypart", "day", "week", "month"}


@settings(max_examples=200, deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2060, 12, 31)), now=_MOMENTS, form=st.integers(0, 5))
def test_a_full_date_is_read_back(day: date, now: datetime, form: int) -> None:
    text = [
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{WEEKDAYS[day.weekday()][:3]} {day.day}.{day.month}.{day.year}",
    ][form]
    span = parse(text, now)
    assert span is not None and (span.start.date(), span.grain) == (day, "day")


@settings(max_examples=200, deadline=None)
@given(now=_MOMENTS, ahead=st.integers(0, 360), hour=st.integers(7, 23), minute=st.integers(0, 59))
def test_a_day_of_the_coming_year_is_read_back_with_its_hour(now: datetime, ahead: int, hour: int, minute: int) -> None:
    day = now.date() + timedelta(days=ahead)
    span = parse(f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} alle {hour}:{minute:02}", now)
    assert span is not None
    assert walls(span) == (
        datetime(day.year, day.month, day.day, hour, minute),
        datetime(day.year, day.month, day.day, hour, minute) + timedelta(minutes=1),
        "minute",
    )


@settings(max_examples=200, deadline=None)
@given(now=_MOMENTS, weekday=st.integers(0, 6))
def test_a_weekday_is_within_the_next_seven_days_and_never_today(now: datetime, weekday: int) -> None:
    span = parse(WEEKDAYS[weekday], now)
    assert span is not None and span.start.weekday() == weekday
    assert 1 <= (span.start.date() - now.date()).days <= 7


@settings(max_examples=200, deadline=None)
@given(now=_MOMENTS, weekday=st.integers(0, 6), number=st.integers(1, 31))
def test_weekday_and_number_agree_or_there_is_no_date(now: datetime, weekday: int, number: int) -> None:
    span = parse(f"{WEEKDAYS[weekday]} {number}", now)
    if span is not None:
        assert (span.start.weekday(), span.start.day) == (weekday, number)
        assert span.start.date() >= now.date()


@settings(max_examples=100, deadline=None)
@given(digits=st.from_regex(r"\A(3\d{2}[ .\-]?\d{6,7}|03\d{2}[/ \-.]\d{6}|\+39 3\d{2} \d{7})\Z"))
def test_a_telephone_number_is_no_date(digits: str) -> None:
    assert parse(digits, SUNDAY) is None
