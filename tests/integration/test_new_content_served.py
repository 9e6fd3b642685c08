"""What exists only since today is understood at once, by a server with a model that was trained without it."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Iterator

import pytest

from bench.chat_client import Chat, text_of
from bot import clock
from bot.services import content
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.support.assistant import assistant
from tests.support.servers import Server

pytestmark = pytest.mark.slow

TODAY = clock.now().date()
ADMINISTRATOR = OperatorView(1, "carla", "Carla", "administrator", ())
START, DEADLINE = TODAY + timedelta(days=60), TODAY + timedelta(days=30)
FACT = {"source": "Provincia di Lecco", "source_date": date(2026, 1, 1).isoformat(), "verified": True}
COURSES = {
    "Saldatura a filo": ("metalmeccanico", "corso da saldatore\nsaldatore\nsaldatura"),
    "Operatore socio sanitario": ("turismo_ristorazione", "corso oss\noss"),
    "Arte bianca": ("turismo_ristorazione", "panettiere\ncorso da panettiere\npanificazione"),
    "Informatica d’ufficio": ("elettrico_elettronico", "corso di informatica\ninformatica\ncorso computer"),
}
"""Courses of trades that examples, the register of needs and the list of trades say are not ours."""


@pytest.fixture(scope="module")
def server(trained_model: Path, seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("new_content")
    settings = Settings(database_url=f"sqlite:///{shutil.copy(seeded_file, folder / 'orienta.db')}")
    for title, (sector, aliases) in COURSES.items():
        made = content.publish_edition(settings, content.EditionDraft(
            course={"title": title, "sector_id": sector, "hours": "80", "content": "Teoria e pratica.",
                    "aliases": aliases},
            edition={"starts_earliest": START.isoformat(), "place": "Merate, via Mameli 6", "places": "14",
                     "enrolment_opens": TODAY.isoformat(), "enrolment_closes": DEADLINE.isoformat()},
            rules={"age": {"min": "21", "max": "44"}}, fact=FACT), by=ADMINISTRATOR, now=clock.now())
        assert isinstance(made, content.WrittenEdition), made
    for table, raw in (
            ("own_answer", {"question": "Posso portare il cane in ufficio?", "ways": "i cani possono entrare?",
                            "text": "Sì, al guinzaglio."}),
            ("event", {"title": "Fiera dei mestieri digitali", "kind": "seminar", "description": "Giornata di prove.",
                       "aliases": "fiera dei mestieri\nfiera digitale"}),
            ("event_session", {"event_id": "fiera_dei_mestieri_digitali", "day": START.isoformat(), "starts": "10:00",
                               "place": "Casatenovo, Villa Facchi"}),
            ("office", {"name": "Sportello di Casatenovo", "municipality": "Casatenovo",
                        "address": "Piazza Repubblica 7", "aliases": "casatenovo"})):
        saved = content.save(settings, table_name=table, key=None, raw={**raw, **FACT}, version="", confirmed=True,
                             by=ADMINISTRATOR, now=clock.now())
        assert isinstance(saved, content.SavedRow), saved
    with assistant(folder, trained_model) as started:
        yield started


def ask(server: Server, *messages: str) -> str:
    """The answer to the last of the messages of a new conversation."""
    with Chat(server.url) as chat:
        return [text_of(chat.say(message)) for message in messages][-1]


ABOUT = {
    "Saldatura a filo": (
        "avete un corso da saldatore?", "corso saldatore", "vorrei fare il saldatore, c'è un corso?",
        "vorrei diventare saldatore", "cerco un corso da saldatore", "mi interessa la saldatura",
        "c'è qualcosa per imparare la saldatura?", "saldatore"),
    "Operatore socio sanitario": ("corso oss", "vorrei fare il corso OSS", "fate il corso da oss?", "diventare oss"),
    "Arte bianca": ("corso da panettiere", "vorrei imparare a fare il panettiere", "avete panificazione?"),
    "Informatica d’ufficio": ("fate corsi di informatica?", "corso computer", "vorrei un corso di informatica")}


@pytest.mark.parametrize(("title", "said"), [(title, said) for title, every in ABOUT.items() for said in every])
def test_a_course_since_today_is_told_of(server: Server, title: str, said: str) -> None:
    answer = ask(server, said)
    assert title in answer and "non" not in answer.split(title)[0].lower(), answer


ASPECTS = {
    "quanto dura il corso {}?": "80 ore", "quando inizia il corso {}?": f"{START.year}",
    "dove si tiene il corso {}?": "via Mameli 6", "quanto costa il corso {}?": "gratuito",
    "chi può fare il corso {}?": "tra 21 e 44 anni", "come mi iscrivo al corso {}?": "14 posti",
    "il corso {} ha le iscrizioni aperte?": "14 posti", "entro quando ci si iscrive al corso {}?": "14 posti",
    "posso fare il corso {} a 50 anni?": "44"}


@pytest.mark.parametrize("trade", ["da saldatore", "oss", "da panettiere", "di informatica"])
@pytest.mark.parametrize("said", ASPECTS)
def test_its_day_place_price_and_deadline_are_told(server: Server, said: str, trade: str) -> None:
    answer = ask(server, said.format(trade))
    assert ASPECTS[said] in answer, answer
    assert "è stata" not in answer and "None" not in answer


def test_what_follows_is_about_it_too(server: Server) -> None:
    assert "80 ore" in ask(server, "corso oss", "quanto dura?")
    assert "via Mameli 6" in ask(server, "vorrei fare il saldatore", "e dove si fa?")


@pytest.mark.parametrize("said", ["quando è la fiera dei mestieri?", "dov'è la fiera dei mestieri digitali?",
                                  "cos'è la fiera digitale?"])
def test_an_event_since_today_is_told_of(server: Server, said: str) -> None:
    assert "Fiera dei mestieri digitali" in ask(server, said)


@pytest.mark.parametrize("said", ["dov'è lo sportello di Casatenovo?", "che indirizzo ha Casatenovo?",
                                  "avete un ufficio a Casatenovo?"])
def test_an_office_since_today_is_told_of(server: Server, said: str) -> None:
    assert "Piazza Repubblica 7" in ask(server, said)


@pytest.mark.parametrize("said", ["posso portare il cane in ufficio?", "si può portare un cane in ufficio",
                                  "i cani possono entrare?"])
def test_a_question_that_the_desk_wrote_is_answered(server: Server, said: str) -> None:
    assert "Sì, al guinzaglio." in ask(server, said)


@pytest.mark.parametrize("said", ["corso da parrucchiere", "vorrei fare il meccanico di auto", "corso di inglese",
                                  "corso di ristorazione collettiva"])
def test_what_is_still_no_course_of_ours_is_still_refused(server: Server, said: str) -> None:
    answer = ask(server, said)
    assert not any(title in answer for title in COURSES) or "non" in answer.lower(), answer
