"""The tables of the numbers, made of what was loaded; small groups are hidden here and nowhere else."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Callable, Mapping, Optional, Sequence

from bot.services.handoffs import OUTCOMES, REASONS
from bot.services.statistics.cuts import NO_CUTS, Cuts
from bot.services.statistics.kept_times import ENDS
from bot.services.statistics.results import (
    Cell,
    NumberTable,
    TableLine,
    make_count_cell,
    make_measure_cell,
    make_share_cell,
)
from bot.services.statistics.sources import Loaded, Request
from bot.services.statistics.suppression import SMALLEST, hide_in_line, hide_in_table, is_small
from bot.services.statistics.visits import Visit
from bot.services.unknown import STATES
from bot.texts import get_text, get_texts


def make_breakdown_table(visits: Sequence[Visit], by: str, cuts: Cuts = NO_CUTS) -> NumberTable:
    """How far the conversations went, by week, sector or municipality."""
    columns: dict[str, Callable[[Visit], bool]] = {
        "asked": lambda visit: visit.asked, "unread": lambda visit: visit.unread,
        "handoff": lambda visit: visit.handoff, "eligible": lambda visit: visit.eligible,
        "booked": lambda visit: visit.booked, "attended": lambda visit: visit.attended}
    groups: dict[str, list[Visit]] = {}
    ordered = sorted(visits, key=lambda visit: visit.week) if by == "week" else sorted(
        visits, key=lambda visit: visit.group(by))
    for visit in ordered:
        groups.setdefault(visit.group(by), []).append(visit)
    conversations = Counter(
        f"{sitting.week:%d/%m/%Y}" if by == "week" else visit.group(by) for visit in ordered
        for sitting in visit.sittings)
    if by == "week":  # somebody who came before may come back in a week of nobody new
        weeks = {sitting.week for visit in visits for sitting in visit.sittings}
        groups = {name: groups.get(name, []) for name in (f"{week:%d/%m/%Y}" for week in sorted(weeks))}
    counts = [[len(members), conversations[name], *(sum(map(test, members)) for test in columns.values())]
              for name, members in groups.items()]
    called, names = get_text(f"numbers.by.{by}"), get_texts("numbers.tables.breakdown.columns")
    note = "numbers.tables.breakdown.note_week" if by == "week" else "numbers.tables.breakdown.note"
    return NumberTable(
        "breakdown", get_text("numbers.tables.breakdown.called", by=called), called.capitalize(),
        tuple(names[name] for name in ("people", "conversations", *columns)), _lines_of_people(
            "breakdown", list(groups), counts, 8, cuts),
        charted=0, note=get_text(note))


def make_channels_table(visits: Sequence[Visit], cuts: Cuts = NO_CUTS) -> NumberTable:
    """Where people write: people, conversations, requests for an operator and bookings by channel."""
    called = get_texts("numbers.channels")
    groups: dict[str, list[Visit]] = {name: [] for name in called}
    for visit in visits:
        groups[visit.channel if visit.channel in called else "other"].append(visit)
    there = {name: of for name, of in groups.items() if of}
    counts = [[len(of), sum(len(visit.sittings) for visit in of), sum(visit.handoff for visit in of),
               sum(visit.booked for visit in of)] for of in there.values()]
    return _table("channels", ("people", "conversations", "handoff", "booked"),
                  _lines_of_people("channels", [called[name] for name in there], counts, 4, cuts),
                  get_text("numbers.tables.channels.note"))


def make_checks_table(visits: Sequence[Visit], cuts: Cuts = NO_CUTS) -> NumberTable:
    """Checks of requirements that were finished, and those that were begun and left."""
    begun = [visit for visit in visits if visit.checking or visit.verdicts]
    finished = sum(bool(visit.verdicts) for visit in begun)
    numbers = [finished, len(begun) - finished]
    names = [get_text("numbers.checks.finished"), get_text("numbers.checks.left")]
    return _column("checks", "people", names, numbers, cuts, get_text("numbers.tables.checks.note"))


def make_outcomes_table(requests: Sequence[Request], cuts: Cuts = NO_CUTS) -> NumberTable:
    """How operators closed the requests."""
    found = Counter(request.outcome for request in requests if request.outcome in OUTCOMES)
    numbers = [found[name] for name in OUTCOMES]
    names = [get_text(f"handoffs.outcomes.{name}") for name in OUTCOMES]
    return _column("outcomes", "requests", names, numbers, cuts, get_text("numbers.tables.outcomes.note"))


def make_tags_table(found: Mapping[str, int], cuts: Cuts = NO_CUTS) -> NumberTable:
    """What operators filed conversations under; words that few conversations have are not named."""
    named = sorted((name for name, number_of in found.items() if not is_small(number_of)),
                   key=lambda name: (-found[name], name))
    rare = sum(number_of for number_of in found.values() if is_small(number_of))
    numbers = [*(found[name] for name in named), rare]
    return _column("tags", "conversations", [*named, get_text("numbers.rare_tags")], numbers, cuts,
                   get_text("numbers.tables.tags.note"))


def _lines_of_people(
    table: str, names: Sequence[str], counts: Sequence[Sequence[int]], width: int, cuts: Cuts,
) -> tuple[TableLine, ...]:
    """Rows that begin with people and their conversations, and the totals. The totals of the columns are shown, and a
    row's numbers are parts of its first; conversations of few people are hidden with them."""
    few = [is_small(row[0]) for row in counts]
    sums = [sum(row[place] for row in counts) for place in range(width)]
    lines = []
    for place in range(width):
        column = [row[place] for row in counts]
        cut = cuts.column(table, names, place, column)
        lines.append(hide_in_line(
            column, [one or place == 1 and other for one, other in zip(cut, few, strict=True)],
            total_hidden=cuts.total(table, place, sums[place])))
    hidden = [[lines[place][row] for place in range(width)] for row in range(len(counts))]
    total = TableLine(get_text("numbers.total_row"), tuple(
        make_count_cell(found, is_small(found) or place == 1 and is_small(sums[0]) or cuts.total(table, place, found))
        for place, found in enumerate(sums)), total=True)
    return (*_rows(list(names), counts, hidden), total)


def make_topics_table(visits: Sequence[Visit], cuts: Cuts = NO_CUTS) -> NumberTable:
    """What people ask about: questions, and the conversations that they come from."""
    called = get_texts("numbers.topics")
    asked = {name: [visit.topics[name] for visit in visits if name in visit.topics] for name in called}
    numbers = sorted(((name, len(of), sum(of)) for name, of in asked.items() if of), key=lambda row: -row[2])
    names = [called[name] for name, _, _ in numbers]
    total = sum(row[2] for row in numbers)
    everybody = sum(bool(visit.topics) for visit in visits)
    total_cut = cuts.total("topics", 0, total) or cuts.total("topics", 1, everybody)
    cut = [any(pair) for pair in zip(
        *(cuts.column("topics", names, place, [total]) for place in range(2)), strict=True)]
    people = hide_in_line([row[1] for row in numbers], cut, total_hidden=total_cut)
    hidden = hide_in_line([row[2] for row in numbers], people, total_hidden=total_cut)
    lines = tuple(
        TableLine(called[name], (make_count_cell(questions, out), make_count_cell(conversations, out)))
        for (name, conversations, questions), out in zip(numbers, hidden, strict=True))
    out = is_small(everybody) or total_cut
    return _table("topics", ("questions", "people"), (*lines, TableLine(
        get_text("numbers.total_row"), (make_count_cell(total, out), make_count_cell(everybody, out)), total=True)))


def make_funnel_table(visits: Sequence[Visit], cuts: Cuts = NO_CUTS) -> NumberTable:
    """From a question to an appointment that was kept."""
    steps = (
        ("asked", [visit for visit in visits if visit.asked]),
        ("eligible", [visit for visit in visits if visit.asked and visit.eligible]),
        ("booked", [visit for visit in visits if visit.asked and visit.booked]),
        ("attended", [visit for visit in visits if visit.asked and visit.booked and visit.attended]))
    first = len(steps[0][1])
    names = [get_text(f"numbers.steps.{step}") for step, _ in steps]
    hidden = [is_small(len(of)) or cut for (_, of), cut in zip(
        steps, cuts.column("funnel", names, 0, [first]), strict=True)]
    lines = tuple(
        TableLine(name, (make_count_cell(len(of), out), make_share_cell(len(of), first, out or hidden[0])))
        for name, (_, of), out in zip(names, steps, hidden, strict=True))
    return _table("funnel", ("people", "of_all"), lines, get_text("numbers.tables.funnel.note"))


def make_interest_funnel_table(visits: Sequence[Visit], cuts: Cuts = NO_CUTS) -> NumberTable:
    """From an interest left to an enrolment. Each step is a part of «left»; one may enrol without having booked."""
    steps = (
        ("left", [visit for visit in visits if visit.interest & {"left", "told", "opened", "enrolled"}]),
        ("told", [visit for visit in visits if visit.interest & {"told", "opened"}]),
        ("opened", [visit for visit in visits if "opened" in visit.interest]),
        ("booked", [visit for visit in visits if visit.interest & {"told", "opened"} and visit.booked]),
        ("enrolled", [visit for visit in visits if "enrolled" in visit.interest]))
    numbers = [len(of) for _, of in steps]
    names = [get_text(f"numbers.interest_steps.{step}") for step, _ in steps]
    hidden = hide_in_line(numbers, cuts.column("interests", names, 0, numbers))
    lines = _rows(names, [[found] for found in numbers], [[out] for out in hidden])
    return _table("interests", ("people",), lines, get_text("numbers.tables.interests.note"))


def make_verdicts_table(visits: Sequence[Visit], courses: Mapping[str, str], cuts: Cuts = NO_CUTS) -> NumberTable:
    """How the checks of each course ended."""
    named = {**courses, "all": get_text("numbers.all_courses")}
    called = get_texts("numbers.verdicts")
    counts = [[sum(visit.verdicts.get(course) == verdict for visit in visits) for verdict in called]
              for course in named]
    return _square("verdicts", list(named.values()), list(called.values()), counts, cuts)


def make_rules_table(visits: Sequence[Visit], courses: Mapping[str, str], cuts: Cuts = NO_CUTS) -> NumberTable:
    """Which rule excludes how many, by course; whoever is excluded by two rules counts under both."""
    named = {**courses, "all": get_text("numbers.all_courses")}
    called = get_texts("content.tables.eligibility_rule.fields.kind.choices")
    counts = [[sum(rule in visit.excluded.get(course, ()) for visit in visits) for rule in called] for course in named]
    return _square(
        "rules", list(named.values()), list(called.values()), counts, cuts,
        get_text("numbers.tables.rules.note"))


def make_appointments_table(loaded: Loaded, cuts: Cuts = NO_CUTS) -> NumberTable:
    """Appointments that begin in the period, by office and how they ended."""
    return _by_office("appointments", loaded.appointments, loaded.offices, cuts)


def make_appointments_made_table(loaded: Loaded, cuts: Cuts = NO_CUTS) -> NumberTable:
    """Appointments that were made in the period, whenever they are, by office and how they ended."""
    return _by_office("made", loaded.made, loaded.offices, cuts)


def _by_office(
    name: str, found: Mapping[tuple[str, str], int], offices: Mapping[str, str], cuts: Cuts,
) -> NumberTable:
    called = get_texts("numbers.statuses")
    counts = [[found.get((office, status), 0) for status in called] for office in offices]
    return _square(name, list(offices.values()), list(called.values()), counts, cuts,
                   get_text(f"numbers.tables.{name}.note"))


def make_requests_table(found: Sequence[Request], cuts: Cuts = NO_CUTS) -> NumberTable:
    """What became of the requests for an operator, by reason."""
    called = get_texts("numbers.ends")
    counts = [[sum(request.reason == reason and request.end == end for request in found) for end in ENDS]
              for reason in REASONS]
    return _square("requests", [get_text(f"handoffs.reasons.{reason}") for reason in REASONS],
                   [called[end] for end in ENDS], counts, cuts, get_text("numbers.tables.requests.note"))


def make_hours_table(visits: Sequence[Visit], found: Sequence[Request], cuts: Cuts = NO_CUTS) -> NumberTable:
    """When people come: conversations and requests for an operator, by the hour at which they began."""
    began = Counter(sitting.hour for visit in visits for sitting in visit.sittings)
    asked = Counter(request.hour for request in found)
    every = range(min((*began, *asked), default=0), max((*began, *asked), default=-1) + 1)
    counts = [[began[hour], asked[hour]] for hour in every]
    few = [is_small(sum(any(sitting.hour == hour for sitting in visit.sittings) for visit in visits)) for hour in every]
    names = [get_text("numbers.hour", hour=hour) for hour in every]
    lines = []
    for place in range(2):
        column = [row[place] for row in counts]
        cut = cuts.column("hours", names, place, column)
        lines.append(hide_in_line(
            column, [one or place == 0 and other for one, other in zip(cut, few, strict=True)],
            total_hidden=cuts.total("hours", place, sum(column))))
    rows = _rows(names, counts, [[lines[0][row], lines[1][row]] for row in range(len(counts))])
    return _table(
        "hours", ("conversations", "requests"), (*rows, _sum_line("hours", [began.total(), asked.total()], cuts)),
        get_text("numbers.tables.hours.note"))


def make_handoffs_table(requests: Sequence[Request], cuts: Cuts = NO_CUTS) -> NumberTable:
    """Requests for an operator by reason, with the time until somebody took them and until they were done."""
    groups = {reason: [request for request in requests if request.reason == reason] for reason in REASONS}
    names = [get_text(f"handoffs.reasons.{reason}") for reason in REASONS]
    total_cut = cuts.total("handoffs", 0, len(requests))
    numbers = [len(of) for of in groups.values()]
    hidden = hide_in_line(numbers, cuts.column("handoffs", names, 0, numbers), total_hidden=total_cut)
    lines = [
        _times(name, groups[reason], out, ("handoffs", name, 1) in cuts)
        for reason, name, out in zip(REASONS, names, hidden, strict=True) if groups[reason]]
    total = _times(get_text("numbers.total_row"), requests, is_small(len(requests)) or total_cut,
                   cuts.total("handoffs", 1, len(requests)), total=True)
    columns = ("requests", "taken", "wait_median", "wait_ninetieth", "length_median", "length_ninetieth")
    return _table("handoffs", columns, (*lines, total), get_text("numbers.tables.handoffs.note"))


def make_ratings_table(stars: Mapping[int, int], cuts: Cuts = NO_CUTS) -> NumberTable:
    """Ratings by stars."""
    numbers = [stars.get(number_of, 0) for number_of in range(1, 6)]
    names = [get_text("numbers.star" if count == 1 else "numbers.stars", count=count) for count in range(1, 6)]
    return _column("ratings", "ratings", names, numbers, cuts)


def make_unread_table(states: Mapping[str, int], cuts: Cuts = NO_CUTS) -> NumberTable:
    """Messages that were not understood, by what became of them."""
    numbers = [states.get(state, 0) for state in STATES]
    return _column("unread", "messages", [get_text(f"unknown.states.{state}") for state in STATES], numbers, cuts)


def find_median(values: Sequence[float]) -> Optional[float]:
    """The median, None of nothing."""
    return median(values) if values else None


def find_ninetieth(values: Sequence[float]) -> Optional[float]:
    """The value that nine of ten do not exceed (nearest rank), None of nothing."""
    return sorted(values)[-(-9 * len(values) // 10) - 1] if values else None


def _times(
    label: str, requests: Sequence[Request], hidden: bool, taken_cut: bool, total: bool = False,
) -> TableLine:
    waited = [request.waited for request in requests if request.waited is not None]
    handled = [request.handled for request in requests if request.handled is not None]
    taken = sum(request.end == "answered" for request in requests)
    taken_hidden = hidden or taken_cut or is_small(taken) or is_small(len(requests) - taken)

    def time(value: Optional[float], of: int) -> Cell:
        return make_measure_cell(value, "min", hidden or 0 < of < SMALLEST)

    return TableLine(label, (
        make_count_cell(len(requests), hidden), make_count_cell(taken, taken_hidden),
        time(find_median(waited), len(waited)), time(find_ninetieth(waited), len(waited)),
        time(find_median(handled), len(handled)), time(find_ninetieth(handled), len(handled))), total)


def _square(
    name: str, labels: Sequence[str], columns: Sequence[str], counts: list[list[int]], cuts: Cuts, note: str = "",
) -> NumberTable:
    """A table with the totals of its rows and columns."""
    sums = [sum(row[place] for row in counts) for place in range(len(columns))]
    hidden = hide_in_table(counts, [
        *([(name, label, place) in cuts and any(row) and found > 0 for place, found in enumerate((*sums, sum(sums)))]
          for label, row in zip(labels, counts, strict=True)),
        [cuts.total(name, place, found) for place, found in enumerate((*sums, sum(sums)))]])
    lines = [
        TableLine(label, tuple(
            make_count_cell(found, out) for found, out in zip((*row, sum(row)), row_hidden, strict=True)), last)
        for label, row, row_hidden, last in zip(
            (*labels, get_text("numbers.total_row")), (*counts, sums), hidden, (*(False for _ in counts), True),
            strict=True)]
    headings = (*columns, get_text("numbers.total_column"))
    return NumberTable(name, *_names(name), headings, tuple(lines), note, charted=len(columns))


def _table(name: str, columns: Sequence[str], lines: Sequence[TableLine], note: str = "") -> NumberTable:
    """A table with ``columns`` as the texts call them; its first is drawn."""
    called = get_texts(f"numbers.tables.{name}.columns")
    return NumberTable(name, *_names(name), tuple(called[column] for column in columns), tuple(lines), note, charted=0)


def _names(name: str) -> tuple[str, str]:
    """Title of a table, and heading of its first column."""
    return get_text(f"numbers.tables.{name}.title"), get_text(f"numbers.tables.{name}.heading")


def _rows(labels: Sequence[str], counts: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]]) -> list[TableLine]:
    return [
        TableLine(label, tuple(make_count_cell(found, out) for found, out in zip(row, row_hidden, strict=True)))
        for label, row, row_hidden in zip(labels, counts, hidden, strict=True)]


def _column(
    table: str, heading: str, names: Sequence[str], numbers: Sequence[int], cuts: Cuts, note: str = "",
) -> NumberTable:
    """A table of one column with its total."""
    hidden = hide_in_line(
        numbers, cuts.column(table, names, 0, numbers), total_hidden=cuts.total(table, 0, sum(numbers)))
    lines = _rows(names, [[found] for found in numbers], [[out] for out in hidden])
    return _table(table, (heading,), (*lines, _sum_line(table, [sum(numbers)], cuts)), note)


def _sum_line(table: str, sums: Sequence[int], cuts: Cuts) -> TableLine:
    return TableLine(get_text("numbers.total_row"), tuple(
        make_count_cell(found, is_small(found) or cuts.total(table, place, found))
        for place, found in enumerate(sums)), total=True)
