"""The tables of the numbers, made of what was loaded; small groups are hidden here and nowhere else."""

from __future__ import annotations

from statistics import median
from typing import Callable, Mapping, Optional, Sequence

from bot.services.handoffs.results import REASONS
from bot.services.statistics.loading import Loaded, Request
from bot.services.statistics.results import Cell, Line, Table, number, share, whole
from bot.services.statistics.suppression import SMALLEST, hidden_in_line, hidden_in_table, small
from bot.services.statistics.visits import BY, Visit
from bot.services.unknown.results import STATES

TOPICS = {
    "courses": "corsi", "events": "eventi", "eligibility": "requisiti", "booking": "appuntamenti e uffici",
    "handoff": "operatori", "pact": "il patto", "partnership": "bando regionale", "privacy": "privacy",
    "feedback": "valutazioni", "smalltalk": "conversazione", "outside": "fuori tema"}
RULES = {"age": "età", "status": "situazione lavorativa", "income": "reddito", "residence": "residenza"}
VERDICTS = {"met": "requisiti presenti", "to_verify": "da verificare", "not_met": "requisiti mancanti"}
STATUSES = {"active": "fissati", "over": "passati, da segnare", "attended": "presentati", "missed": "assenti",
            "cancelled": "annullati"}
ALL = "Totale"


def breakdown(visits: Sequence[Visit], by: str) -> Table:
    """How far the conversations went, by week, sector or municipality."""
    columns: dict[str, Callable[[Visit], bool]] = {
        "conversazioni": lambda visit: True, "con domande": lambda visit: visit.asked,
        "non capite": lambda visit: visit.unread, "con operatore": lambda visit: visit.handoff,
        "idonee o da verificare": lambda visit: visit.eligible, "con prenotazione": lambda visit: visit.booked,
        "presentati": lambda visit: visit.attended}
    groups: dict[str, list[Visit]] = {}
    ordered = sorted(visits, key=lambda visit: visit.week) if by == "week" else sorted(
        visits, key=lambda visit: visit.group(by))
    for visit in ordered:
        groups.setdefault(visit.group(by), []).append(visit)
    counts = [[sum(map(test, members)) for test in columns.values()] for members in groups.values()]
    # the totals of the columns are shown, and a row's numbers are parts of its first
    lines = [hidden_in_line([row[place] for row in counts]) for place in range(len(columns))]
    hidden = [[lines[place][row] for place in range(len(columns))] for row in range(len(counts))]
    rows = _rows(list(groups), counts, hidden)
    return Table("breakdown", f"Per {BY[by]}", BY[by].capitalize(), tuple(columns), (
        *rows, _sum_line([sum(row[place] for row in counts) for place in range(len(columns))])), charted=0,
        note="Una conversazione conta una volta per colonna; la settimana è indicata dal suo lunedì."
        if by == "week" else "Una conversazione conta una volta per colonna.")


def topics(visits: Sequence[Visit]) -> Table:
    """What people ask about: questions, and the conversations that they come from."""
    asked = {name: [visit.topics[name] for visit in visits if name in visit.topics] for name in TOPICS}
    numbers = sorted(((name, len(of), sum(of)) for name, of in asked.items() if of), key=lambda row: -row[2])
    people = hidden_in_line([row[1] for row in numbers])
    hidden = hidden_in_line([row[2] for row in numbers], people)
    lines = tuple(
        Line(TOPICS[name], (whole(questions, out), whole(conversations, out)))
        for (name, conversations, questions), out in zip(numbers, hidden, strict=True))
    total = sum(row[2] for row in numbers)
    everybody = sum(bool(visit.topics) for visit in visits)
    return Table("topics", "Domande per argomento", "Argomento", ("domande", "conversazioni"), (
        *lines, Line(ALL, (whole(total, small(everybody)), whole(everybody, small(everybody))), total=True)), charted=0)


def funnel(visits: Sequence[Visit]) -> Table:
    """From a question to an appointment that was kept."""
    steps = (
        ("hanno chiesto", [visit for visit in visits if visit.asked]),
        ("idonei o da verificare", [visit for visit in visits if visit.asked and visit.eligible]),
        ("hanno prenotato", [visit for visit in visits if visit.asked and visit.booked]),
        ("si sono presentati", [visit for visit in visits if visit.asked and visit.booked and visit.attended]))
    first = len(steps[0][1])
    lines = tuple(
        Line(label, (whole(len(of), small(len(of))), share(len(of), first, small(len(of)) or small(first))))
        for label, of in steps)
    return Table("funnel", "Dalla domanda all'appuntamento", "Passo", ("conversazioni", "sul totale"), lines, charted=0,
                 note="Le prenotazioni contano anche senza una verifica dei requisiti.")


def verdicts(visits: Sequence[Visit], courses: Mapping[str, str]) -> Table:
    """How the checks of each course ended."""
    named = {**courses, "all": "tutti i corsi"}
    counts = [[sum(visit.verdicts.get(course) == verdict for visit in visits) for verdict in VERDICTS]
              for course in named]
    return _square(
        "verdicts", "Verifiche dei requisiti", "Corso", list(named.values()), list(VERDICTS.values()), counts)


def rules(visits: Sequence[Visit], courses: Mapping[str, str]) -> Table:
    """Which rule excludes how many, by course; who is excluded by two rules counts under both."""
    named = {**courses, "all": "tutti i corsi"}
    counts = [[sum(rule in visit.excluded.get(course, ()) for visit in visits) for rule in RULES] for course in named]
    return _square(
        "rules", "Quale regola esclude", "Corso", list(named.values()), list(RULES.values()), counts,
        note="Persone escluse da ogni regola: chi è escluso da due regole conta in tutt'e due.")


def appointments(loaded: Loaded) -> Table:
    """Appointments that begin in the period, by office and how they ended."""
    counts = [[loaded.appointments[(office, status)] for status in STATUSES] for office in loaded.offices]
    return _square("appointments", "Appuntamenti", "Centro", list(loaded.offices.values()), list(STATUSES.values()),
                   counts)


def handoffs(requests: Sequence[Request]) -> Table:
    """Requests for an operator by reason, with the time until somebody took them and until they were done."""
    groups = {reason: [request for request in requests if request.reason == reason] for reason in REASONS}
    hidden = hidden_in_line([len(of) for of in groups.values()])
    lines = [
        _times(label, groups[reason], out) for (reason, label), out in zip(REASONS.items(), hidden, strict=True)
        if groups[reason]]
    return Table(
        "handoffs", "Richieste di un operatore", "Motivo",
        ("richieste", "prese in carico", "attesa mediana", "attesa p90", "durata mediana", "durata p90"),
        (*lines, _times(ALL, requests, small(len(requests)), total=True)), charted=0,
        note="p90: nove richieste su dieci hanno aspettato, o sono durate, al massimo così.")


def ratings(stars: Mapping[int, int]) -> Table:
    """Ratings by stars."""
    numbers = [stars.get(number_of, 0) for number_of in range(1, 6)]
    lines = _rows(
        [f"{number_of} {'stella' if number_of == 1 else 'stelle'}" for number_of in range(1, 6)],
        [[found] for found in numbers], [[out] for out in hidden_in_line(numbers)])
    return Table("ratings", "Valutazioni", "Stelle", ("valutazioni",), (*lines, _sum_line([sum(numbers)])), charted=0)


def unread(states: Mapping[str, int]) -> Table:
    """Messages that were not understood, by what became of them."""
    numbers = [states.get(state, 0) for state in STATES]
    lines = _rows(list(STATES.values()), [[found] for found in numbers], [[out] for out in hidden_in_line(numbers)])
    total = _sum_line([sum(numbers)])
    return Table("unread", "Messaggi non capiti", "Stato", ("messaggi",), (*lines, total), charted=0)


def middle(values: Sequence[float]) -> Optional[float]:
    """The median, None of nothing."""
    return median(values) if values else None


def ninetieth(values: Sequence[float]) -> Optional[float]:
    """The value that nine of ten do not exceed (nearest rank), None of nothing."""
    return sorted(values)[-(-9 * len(values) // 10) - 1] if values else None


def _times(label: str, requests: Sequence[Request], hidden: bool, total: bool = False) -> Line:
    waited = [request.waited for request in requests if request.waited is not None]
    handled = [request.handled for request in requests if request.handled is not None]
    taken_hidden = hidden or small(len(waited)) or small(len(requests) - len(waited))

    def time(value: Optional[float], of: int) -> Cell:
        return number(value, "min", hidden or 0 < of < SMALLEST)

    return Line(label, (
        whole(len(requests), hidden), whole(len(waited), taken_hidden), time(middle(waited), len(waited)),
        time(ninetieth(waited), len(waited)), time(middle(handled), len(handled)),
        time(ninetieth(handled), len(handled))), total)


def _square(
    name: str, title: str, heading: str, labels: Sequence[str], columns: Sequence[str], counts: list[list[int]],
    note: str = "",
) -> Table:
    """A table with the totals of its rows and columns."""
    hidden = hidden_in_table(counts)
    sums = [sum(row[place] for row in counts) for place in range(len(columns))]
    lines = [
        Line(label, tuple(whole(found, out) for found, out in zip((*row, sum(row)), row_hidden, strict=True)), last)
        for label, row, row_hidden, last in zip(
            (*labels, ALL), (*counts, sums), hidden, (*(False for _ in counts), True), strict=True)]
    return Table(name, title, heading, (*columns, "totale"), tuple(lines), note, charted=len(columns))


def _rows(labels: Sequence[str], counts: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]]) -> list[Line]:
    return [
        Line(label, tuple(whole(found, out) for found, out in zip(row, row_hidden, strict=True)))
        for label, row, row_hidden in zip(labels, counts, hidden, strict=True)]


def _sum_line(sums: Sequence[int]) -> Line:
    return Line(ALL, tuple(whole(found, small(found)) for found in sums), total=True)
