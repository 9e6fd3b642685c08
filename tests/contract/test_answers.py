"""Every answer, against a seeded database: said in full, with the sources' figures, and with a status that is computed.

The figures are written here by hand from the sources, not read from the seed.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy
from rasa_sdk.executor import CollectingDispatcher

from bot import clock
from bot.actions.answers.answer import HANDLERS, reply_to
from bot.actions.answers.pact import TEXT_INTENTS
from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from bot.dialogue.rasa_adapter import ReplySpeaker
from bot.dialogue.turn import Reply, Turn
from bot.services import catalogue
from bot.settings import Settings
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=clock.ROME)  # a Tuesday
SERVICE = "service"
INTENTS: list[str] = [next(iter(item)) if isinstance(item, dict) else item
                      for item in read_yaml(ROOT / "domain.yml")["intents"]]


@pytest.fixture(scope="module")
def seeded(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield Settings(database_url=f"sqlite:///{shutil.copy(seeded_file, tmp_path_factory.mktemp('answers'))}")
    dispose_all()


@pytest.fixture(scope="module")
def responses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "bot" / "data" / "responses").glob("*.yml")):
        found.update(read_yaml(path).get("responses") or {})
    return found


def turn(settings: Settings, intent: str, text: str = "", now: datetime = NOW, **names: str) -> Turn:
    """A first message with that intent and those names in it."""
    return Turn(text=text, intent=intent, confidence=1.0, ranking=((intent, 1.0),), questions=(),
                names={kind: (value,) for kind, value in names.items()}, option=None, slots={}, earlier=(),
                conversation_id="web_contract", message_id="1", now=now, settings=settings)


def said(reply: Reply, responses: dict[str, Any]) -> tuple[str, list[dict[str, str]]]:
    """What a person reads, and the buttons."""
    dispatcher = CollectingDispatcher()
    ReplySpeaker(dispatcher, {"responses": responses}).send(reply)
    (message,) = dispatcher.messages
    return str(message["text"]), list(message["buttons"])


def problem_of(text: str) -> str:
    """What shows that an answer was not finished; empty when nothing does."""
    if len(text.strip()) < 20:
        return "almost empty"
    found = re.search(r"[{}]|\bNone\b|\bnan\b|\[\]|  +\S|«»|: *$|\(\)|, ,|\.\.(?!\.)|;;", text, re.MULTILINE)
    lists = [line for line in text.splitlines() if line.rstrip().endswith(":")]
    if found and not (lists and found.group().startswith(":")):
        return f"unfinished near «{text[max(0, found.start() - 30):found.end() + 10]}»"
    return "ends in a heading" if text.rstrip().endswith(":") else ""


@pytest.mark.parametrize("text", ["", "Il corso dura {hours} ore e basta.", "Lo guida None, con altri enti.",
                                  "Il corso «» è finito da un pezzo.", "Ecco tutti gli orari liberi:"])
def test_the_check_of_answers_finds_what_is_wrong(text: str) -> None:
    assert problem_of(text)


@pytest.mark.parametrize("intent", sorted(HANDLERS))
def test_every_answer_for_everything_that_can_be_named(
    intent: str, seeded: Settings, responses: dict[str, Any]
) -> None:
    assert intent in INTENTS
    problems = []
    things = [(None, "")] + [(name.kind, name.id) for name in catalogue.list_names(seeded)]
    for kind, identity in things:
        if kind == SERVICE:
            continue
        names = {kind: identity} if kind else {}
        text, buttons = said(reply_to(turn(seeded, intent, **names)), responses)
        if problem_of(text):
            problems.append((kind, identity, problem_of(text)))
        for button in buttons:
            target = re.match(r"/(\w+)", button["payload"])
            if not button["title"] or target is None or target.group(1) not in INTENTS:
                problems.append((kind, identity, f"button {button}"))
    assert not problems


@pytest.mark.parametrize("subject", ["course:sala", "event:", "office:merate", "pact:", "organisation:ial_lombardia",
                                     "partnership:", "course:no_such_course", "nonsense"])
def test_every_answer_after_any_subject(subject: str, seeded: Settings, responses: dict[str, Any]) -> None:
    for intent in HANDLERS:
        asked = replace(turn(seeded, intent, "e quello?"), slots={"subject": subject})
        assert problem_of(said(reply_to(asked), responses)[0]) == "", intent


# -- figures of the sources -------------------------------------------------------------------------------------------

FIGURES = [
    ("ask_pact_amount", {}, ["363.966,68"]),
    ("ask_pact_project_id", {}, ["5519439"]),
    ("ask_pact_funder", {}, [r"Fondo Sociale Europeo Plus|FSE\+"]),
    ("ask_pact_lead", {}, ["Provincia di Lecco"]),
    ("ask_pact_partners", {}, [
        r"\b15\b|quindici", "APAF|Agenzia provinciale per le attività formative", "Como.Lecco", "CPIA", "Confcommercio",
        "Ecole|ECOLE", "ELFI", "Parmigiani", "Gi Group", "IAL", "Fiocchi", "Manpower", "Mestieri", "Politecnico",
        "Synergie", "Umana"]),
    ("ask_pact_supporters", {}, [
        r"\b21\b|ventuno", "Ambito Territoriale", "Compagnia delle Opere", "Rete Salute", "CGIL", "Valsassina",
        "Confapi",
        "Confartigianato", "Confindustria", "Consolida", "Clerici", "ENAIP", "Rota", "Parini", "Comprensivo Lecco 1",
        "Maria Ausiliatrice", "consulenti del lavoro", "Road Job", "Ufficio scolastico", "UIL", "CISL", "AxL"]),
    ("ask_pact_timeline", {}, [r"aprile 2024"]),
    ("ask_course_participants", {"course": "sala"}, [r"\b12\b"]),
    ("ask_course_participants", {"course": "elettrico"}, [r"\b17\b"]),
    ("ask_course_participants", {"course": "meccanico"}, [r"\b13\b"]),
    ("ask_course_participants", {}, [r"\b12\b", r"\b17\b", r"\b13\b"]),
    ("ask_course_duration", {}, [r"\b250 ore"]),
    ("ask_course_cost", {}, ["gratuit"]),
    ("ask_course_audience", {}, [r"\b18\b", r"\b64\b", "disoccupat", "sospes"]),
    ("ask_course_start", {"course": "sala"}, [r"febbraio", r"marzo( |-)2025"]),
    ("ask_course_internship", {}, ["tirocinio"]),
    ("ask_course_organiser", {"course": "sala"}, ["IAL", "CPIA", "Confcommercio", "Parmigiani"]),
    ("ask_course_organiser", {"course": "elettrico"}, ["(?i)ecole", "Fiocchi"]),
    ("ask_course_organiser", {"course": "meccanico"}, ["ELFI", "Fiocchi", "Parmigiani"]),
    ("ask_jobday_about", {"course": "sala"}, ["28 gennaio 2025", "Confcommercio"]),
    ("ask_jobday_about", {"course": "elettrico"}, ["4 febbraio 2025", "Fiocchi"]),
    ("ask_jobday_about", {"course": "meccanico"}, ["6 febbraio 2025", "Fiocchi"]),
    ("ask_workshop_about", {}, ["Gi Group", "Manpower", "Mestieri", "Synergie", "Umana"]),
    ("ask_seminar_about", {}, ["10 ottobre 2025", "27 ottobre 2025", "15:00|15.00", "17:30|17.30", "Politecnico"]),
    ("ask_event_attendance", {}, [r"\b80\b"]),
    ("ask_event_speakers", {}, [
        "Pasquini", "Canterino", "Mariano Corso", "Dell.Era", "Marsala", "Tentori", "Alpina Raggi", "RX Pack",
        "Technoprobe", "Da Vittorio"]),
    ("ask_call_dates", {}, ["16 gennaio", "28 febbraio 2023"]),
    ("ask_call_lead", {}, ["datorial", "Camera di Commercio|Camere di Commercio", "Provincia|Province"]),
    ("ask_call_required", {}, ["imprese", "Distretti del Commercio", "sindaca"]),
    ("ask_call_further", {}, [r"\b3\b|tre\b", "fondi interprofessionali", "credito", "ITS", "terzo settore"]),
    ("ask_call_phases", {}, ["manifestazione di interesse", "propost"]),
    ("ask_regional_law", {}, ["19", "2019"]),
    ("ask_working_poor", {}, ["8.173,91", "8.500", "5.500"]),
    ("ask_office_address", {"office": "lecco"}, ["corso Matteotti 3"]),
    ("ask_office_address", {"office": "merate"}, ["via Mameli 6/A"]),
    ("ask_office_contact", {"office": "lecco"}, ["0341 ?295448", "centroimpiego.lecco@provincia.lecco.it"]),
    ("ask_office_contact", {"office": "merate"}, ["0341 ?295702", "centroimpiego.merate@provincia.lecco.it"]),
    ("ask_office_hours", {"office": "lecco"}, ["8[:.]30", "12[:.]30", "14[:.]00", "17[:.]15"]),
    ("ask_office_hours", {"office": "merate"}, ["9[:.]00", "13[:.]00", "14[:.]00", "17[:.]30"]),
]


@pytest.mark.parametrize(("intent", "names", "patterns"), FIGURES, ids=[
    "-".join([intent, *names.values()]) for intent, names, _ in FIGURES])
def test_figures_are_those_of_the_sources(
    intent: str, names: dict[str, str], patterns: list[str], seeded: Settings, responses: dict[str, Any]
) -> None:
    text, _ = said(reply_to(turn(seeded, intent, **names)), responses)
    assert not [pattern for pattern in patterns if not re.search(pattern, text)], text


def test_the_impossible_date_of_the_source_is_never_told(seeded: Settings, responses: dict[str, Any]) -> None:
    """The page says presented in April 2024 and admitted in «luglio 2023»."""
    for intent in HANDLERS:
        assert "luglio 2023" not in said(reply_to(turn(seeded, intent)), responses)[0], intent


def test_hours_that_nobody_verified_are_told_as_such(seeded: Settings, responses: dict[str, Any]) -> None:
    for intent in ("ask_office_hours", "ask_office_contact", "ask_office_address"):
        text = said(reply_to(turn(seeded, intent)), responses)[0].casefold()
        assert "verific" in text or "conferm" in text, intent


# -- open now is computed ---------------------------------------------------------------------------------------------

ABOUT_STATUS = ("ask_course_list", "ask_course_open", "ask_course_enrol", "ask_course_about")


def opened(settings: Settings, folder: Path, today: datetime) -> Settings:
    """A copy of the database in which every edition takes enrolments now."""
    source = settings.database_url.removeprefix("sqlite:///")
    with get_engine(settings.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    shutil.copy(source, folder / "open.db")
    changed = Settings(database_url=f"sqlite:///{folder / 'open.db'}")
    day = today.date()
    with get_engine(changed.database_url).begin() as connection:
        connection.execute(Base.metadata.tables["course_edition"].update().values(
            starts_earliest=day + timedelta(days=30), starts_latest=day + timedelta(days=40),
            ends_by=day + timedelta(days=150), enrolment_opens=day - timedelta(days=5),
            enrolment_closes=day + timedelta(days=20), places=20, places_taken=3))
    return changed


@pytest.mark.parametrize("intent", ABOUT_STATUS)
@pytest.mark.parametrize("course", ["sala", "elettrico", "meccanico", ""])
def test_a_concluded_course_is_told_as_concluded_and_an_open_one_as_open(
    intent: str, course: str, seeded: Settings, responses: dict[str, Any], tmp_path: Path
) -> None:
    names = {"course": course} if course else {}
    over = re.compile(r"conclus|terminat|finit|non (ci sono|risultano) .*apert|nessun corso .*apert", re.IGNORECASE)
    open_now = re.compile(r"(iscrizioni|corsi?) (sono |è |ora )?apert|apert[eoai] le iscrizioni|ti puoi iscrivere|"
                          r"puoi iscriverti", re.IGNORECASE)
    before, buttons = said(reply_to(turn(seeded, intent, **names)), responses)
    after, _ = said(reply_to(turn(opened(seeded, tmp_path, NOW), intent, **names)), responses)
    assert over.search(before), before
    assert open_now.search(after) and not over.search(after), after
    assert "appuntamento" in before or any(button["payload"] == "/book_appointment" for button in buttons), (
        "what can be done instead")


def test_the_same_database_on_another_day(seeded: Settings, responses: dict[str, Any]) -> None:
    """While the courses of 2025 ran, they ran."""
    april = datetime.combine(datetime(2025, 4, 10).date(), time(10), tzinfo=clock.ROME)
    text, _ = said(reply_to(turn(seeded, "ask_course_open", now=april)), responses)
    assert "conclus" not in text.casefold(), text


def test_events_to_come_are_computed(seeded: Settings, responses: dict[str, Any]) -> None:
    before = datetime(2025, 10, 20, 9, 0, tzinfo=clock.ROME)
    assert "27 ottobre 2025" in said(reply_to(turn(seeded, "ask_event_next", now=before)), responses)[0]
    later = said(reply_to(turn(seeded, "ask_event_next")), responses)[0].casefold()
    assert re.search(r"non (ci sono|risultano|è|sono)|nessun", later), later


def test_every_answer_of_the_seed_is_said_somewhere(seeded: Settings) -> None:
    """What an administrator can change is what people hear: in the chat, or on the site's page of a course."""
    on_the_site = {"ask_course_audience"}
    read = {*TEXT_INTENTS, "ask_course_enrol", "ask_call_member_type", *on_the_site}
    with get_engine(seeded.database_url).connect() as connection:
        ids = set(connection.execute(sqlalchemy.select(Base.metadata.tables["answer"].c.id)).scalars())
    assert ids == read
