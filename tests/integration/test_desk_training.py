"""Try, train, publish and take back at the desk: the pages, and the served assistant that learns and goes back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Iterator

import pytest

from bench.chat_client import Chat, text_of
from bot import clock
from bot.db.models import Operator
from bot.db.session import dispose_all, transaction
from bot.server import desk_training, desk_workshop
from bot.services import trainings
from bot.services.trainings import Comparison, Score
from bot.settings import Settings
from tests.support.assistant import rows
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.desk_content_data import filled
from tests.support.desk_content_fixtures import text_of as words_of
from tests.support.desk_data import hash_password
from tests.support.desk_people import browser
from tests.support.desk_server import Browser, site
from tests.support.servers import ROOT, Server, orienta_serve
from tests.support.trainings import FIGURES, end_training, teach

pytestmark = pytest.mark.slow
LONG = os.environ.get("ORIENTA_TEST_LONG", "") == "1"
PATH = "/operatori/non-capiti/allenamento"


@pytest.fixture
def settings(seeded_file: Path, tmp_path: Path) -> Iterator[Settings]:
    yield replace(filled(seeded_file, tmp_path), desk_models_dir=str(tmp_path / "models"))
    dispose_all()


@pytest.fixture
def carla(settings: Settings) -> Iterator[Browser]:
    with site(settings) as url:
        yield browser(url, "carla.neri")


def test_what_there_is_to_learn_and_a_training_that_begins(
        settings: Settings, carla: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    monkeypatch.setattr(desk_workshop, "start_process", lambda _settings, number: started.append(number))
    assert "Nessun allenamento finora" in words_of(carla.get(PATH)) and "Prova e allena" in carla.get(
        "/operatori/non-capiti").text
    assert "niente di nuovo da imparare" in words_of(carla.act(f"{PATH}/allena")) and not started
    teach(settings)
    begun = words_of(carla.act(f"{PATH}/allena"))
    assert "Allenamento cominciato" in begun and "sta per cominciare" in begun and started == [1]
    assert "già in corso" in words_of(carla.act(f"{PATH}/allena")) and started == [1]
    trainings.report_step(settings, 1, step="measure_new", now=clock.now())
    again = carla.get(PATH)
    assert "misura il modello nuovo" in words_of(again) and "every 3s" in again.text, "a page that was loaded again"
    assert "HX-Refresh" not in carla.get(f"{PATH}/stato?visto=running").headers
    trainings.fail(settings, 1, now=clock.now())
    assert carla.get(f"{PATH}/stato?visto=running").headers["HX-Refresh"] == "true"
    assert "si è interrotto" in words_of(carla.get(PATH)) and "Allena di nuovo" in carla.get(PATH).text


def test_a_process_that_cannot_start_is_one_sentence(
        settings: Settings, carla: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_settings: Settings, _number: int) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(desk_workshop, "start_process", refuse)
    teach(settings)
    assert "non si può avviare (Cannot allocate memory)" in words_of(carla.act(f"{PATH}/allena"))


def test_side_by_side_then_published_and_taken_back(settings: Settings, carla: Browser) -> None:
    teach(settings)
    number = end_training(settings)
    page = words_of(carla.get(PATH))
    assert "25,0 % → 75,0 % (+2) di 4" in page and "98,3 % → 98,5 % (+1) di 600" in page and "migliora" in page
    assert "Elenco dei corsi" in page or "corsi dopo cena" in page and "Non capito" in page
    published = words_of(carla.act(f"{PATH}/pubblica/{number}"))
    assert "Modello pubblicato" in published and "lo stanno caricando" in published
    assert "È il modello pubblicato" in published
    assert "risponde di nuovo il modello di prima" in words_of(carla.act(f"{PATH}/riprendi"))
    assert "Non c’è un modello pubblicato" in words_of(carla.act(f"{PATH}/riprendi"))
    log = words_of(carla.get("/operatori/registro"))
    assert "allenamento cominciato" in log and "modello pubblicato" in log and "modello ritirato" in log


def test_a_worse_one_is_shown_as_such_and_asked_about(settings: Settings, carla: Browser) -> None:
    teach(settings)
    worse = Comparison("messages2", Score(100, 95, 90), Score(9, 9, 9))
    number = end_training(settings, replace(FIGURES, sets=(worse,)))
    assert "peggiora di oltre 2 punti" in words_of(carla.get(PATH))
    asked = carla.act(f"{PATH}/pubblica/{number}")
    assert "pubblica lo stesso" in asked.text and trainings.find_release(settings) is None
    assert "Modello pubblicato" in words_of(carla.act(f"{PATH}/pubblica/{number}", peggiore="1"))


def test_a_model_of_other_data_is_not_published(settings: Settings, carla: Browser) -> None:
    teach(settings)
    number = end_training(settings, inputs="0123456789ab")
    assert "sono cambiati" in words_of(carla.get(PATH))
    assert "sono cambiati dopo questo allenamento" in words_of(carla.act(f"{PATH}/pubblica/{number}"))
    assert "non c’è più" in words_of(carla.act(f"{PATH}/pubblica/99"))


def test_where_no_chat_is_served_nothing_can_be_tried(carla: Browser) -> None:
    assert "un altro processo" in words_of(carla.act(f"{PATH}/prova", messaggio="che corsi ci sono?"))
    assert "Scrivi il messaggio" in words_of(carla.act(f"{PATH}/prova", messaggio=" "))


def test_operators_do_not_train(settings: Settings) -> None:
    with site(settings) as url:
        anna = browser(url, "anna.rossi")
        assert "Prova e allena" not in anna.get("/operatori/non-capiti").text
        assert anna.get(PATH).status_code == anna.act(f"{PATH}/allena").status_code == 403
        assert anna.act(f"{PATH}/prova", messaggio="ciao").status_code == 403


# served


@pytest.fixture
def served(seeded_file: Path, trained_model: Path, tmp_path: Path) -> Iterator[tuple[Settings, Server, Server]]:
    """The whole assistant, and beside it a second process with the chat alone, on the same database."""
    database = shutil.copy(seeded_file, tmp_path / "orienta.db")
    settings = Settings(database_url=f"sqlite:///{database}", desk_models_dir=str(tmp_path / "models"))
    with transaction(settings.database_url, write=True) as session:
        session.add(Operator(id=3, username="carla.neri", name="Carla Neri", password_hash=hash_password(),
                             role="administrator", active=True, created_at=clock.to_utc(clock.now())))
    env = {"ORIENTA_DESK_MODELS_DIR": settings.desk_models_dir, "ORIENTA_SECRET": "prova",
           "ORIENTA_DESK_WATCH_SECONDS": "0.3"}
    with orienta_serve(tmp_path, only="", env=env) as whole, orienta_serve(tmp_path, env=env) as chat:
        yield settings, whole, chat
    dispose_all()


def model_of(server: Server) -> str:
    return str(server.get("/health")[1]["model"])


def wait_for_model(servers: tuple[Server, ...], name: str) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while any(model_of(server) != name for server in servers):
        assert time.monotonic() < limit, [model_of(server) for server in servers]
        time.sleep(0.1)


def say(server: Server, text: str) -> str:
    chat = Chat(server.url)
    try:
        return text_of(chat.say(text))
    finally:
        chat.close()


def test_what_is_tried_leaves_nothing_behind(served: tuple[Settings, Server, Server]) -> None:
    _settings, whole, _chat = served
    carla = browser(whole.url, "carla.neri")
    page = words_of(carla.act(f"{PATH}/prova", messaggio="quanto costa il corso per elettricisti?"))
    assert "sicuro al" in page and "gratuit" in page and "niente viene prenotato" in page
    for text in ("voglio parlare con un operatore", "voglio morire", "asdkjh qwe zxc", "cancella i miei dati"):
        page = words_of(carla.act(f"{PATH}/prova", messaggio=text))
        assert "E risponde:" in page and "non è riuscita" not in page, text
    assert "sicuro" not in words_of(carla.act(f"{PATH}/prova", messaggio="/restart"))
    for table in ("activity", "not_understood", "handoff", "conversation", "message"):
        assert rows(whole, f"select count(*) from {table}") == [(0,)], table
    assert rows(whole, "select name from sqlite_master where name = 'events'") == [], "no dialogue was stored"


def test_every_process_takes_up_what_is_published_and_goes_back(
        served: tuple[Settings, Server, Server], trained_model: Path) -> None:
    settings, whole, chat = served
    Path(settings.desk_models_dir).mkdir()
    shutil.copy(trained_model, Path(settings.desk_models_dir) / "orienta-new.tar.gz")
    teach(settings)
    number = end_training(settings)
    carla = browser(whole.url, "carla.neri")
    assert model_of(whole) == model_of(chat) == trained_model.name
    before = say(chat, "quanto costa il corso per elettricisti?")
    carla.act(f"{PATH}/pubblica/{number}")
    wait_for_model((whole, chat), "orienta-new.tar.gz")
    assert say(chat, "quanto costa il corso per elettricisti?") == before, "the same model by another name"
    assert "Risponde dalle" in words_of(carla.get(PATH))
    with orienta_serve(chat.log_file.parent, env={
            "ORIENTA_DESK_MODELS_DIR": settings.desk_models_dir, "ORIENTA_SECRET": "prova"}) as third:
        assert model_of(third) == "orienta-new.tar.gz", "also one that starts later"
    carla.act(f"{PATH}/riprendi")
    wait_for_model((whole, chat), trained_model.name)


def test_a_published_model_that_cannot_be_loaded_stops_nobody(
        served: tuple[Settings, Server, Server], trained_model: Path) -> None:
    settings, whole, chat = served
    teach(settings)
    carla = browser(whole.url, "carla.neri")
    carla.act(f"{PATH}/pubblica/{end_training(settings, name='orienta-broken.tar.gz')}")
    limit = time.monotonic() + PATIENCE_SECONDS
    while "non si carica" not in words_of(carla.get(PATH)):
        assert time.monotonic() < limit
        time.sleep(0.1)
    assert model_of(whole) == model_of(chat) == trained_model.name
    assert "gratuit" in say(whole, "quanto costa il corso per elettricisti?")


def test_nothing_of_an_old_model_is_kept(seeded_file: Path, trained_model: Path, tmp_path: Path) -> None:
    archive = Path(shutil.copy(trained_model, tmp_path / "first.tar.gz"))
    database = shutil.copy(seeded_file, tmp_path / "orienta.db")
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.model_changes", str(archive), "2"], cwd=ROOT, capture_output=True,
        text=True, timeout=10 * PATIENCE_SECONDS, env={
            **os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{database}", "LOG_LEVEL": "WARNING"})
    assert done.returncode == 0, done.stderr[-3000:]
    *changes, while_held = json.loads(done.stdout.splitlines()[-1])
    assert changes == [[], []]
    assert {"processor", "domain", "runner"} <= set(while_held), "what is held is seen"


@pytest.mark.skipif(not LONG, reason="trains the whole assistant: ORIENTA_TEST_LONG=1 (make test-long)")
def test_a_message_that_was_not_understood_is_learnt_at_the_desk(
        served: tuple[Settings, Server, Server], trained_model: Path) -> None:
    """A day in the life: not understood, assigned, trained while the chat serves, compared, published, taken back."""
    settings, whole, chat = served
    carla = browser(whole.url, "carla.neri")
    wording = "zumpappero dei cavalli alati"
    before = say(chat, wording)
    assert "Ecco" not in before
    found = rows(whole, "select id, text from not_understood")
    assert [text for _, text in found] == [wording]
    answer = carla.act("/operatori/non-capiti", id=str(found[0][0]), atto="assigned", intento="ask_course_list")
    assert "Fatto." in answer.text
    begun = words_of(carla.act(f"{PATH}/allena"))
    assert "Allenamento cominciato" in begun
    slowest, seen, limit = 0.0, set(), time.monotonic() + desk_training.LONGEST_SECONDS
    while (page := words_of(carla.get(PATH))) and "Allenamento in corso" in page:
        assert time.monotonic() < limit, page
        seen.add(str(rows(whole, "select step from training")[0][0]))
        start = time.monotonic()
        assert "gratuit" in say(chat, "quanto costa il corso per elettricisti?")
        slowest = max(slowest, time.monotonic() - start)
        time.sleep(2)
    assert "Ultimo allenamento finito" in page, page
    assert seen >= {"ItalianIntentClassifier", "measure_served"}, seen
    print(f"slowest answer while training: {slowest:.2f} s; steps seen: {sorted(seen)}")
    figures = trainings.find_latest(settings, now=clock.now()).figures
    print(figures)
    taught = next(each for each in figures.sets if each.name == "taught")
    assert (taught.inside.count, taught.inside.before, taught.inside.after) == (1, 0, 1)
    name = rows(whole, "select archive from training")[0][0]
    carla.act(f"{PATH}/pubblica/1", peggiore="1")
    wait_for_model((whole, chat), name)
    after = say(chat, wording)
    assert after != before and "cors" in after.lower()
    tried = words_of(carla.act(f"{PATH}/prova", messaggio=wording))
    assert "sicuro al" in tried
    carla.act(f"{PATH}/riprendi")
    wait_for_model((whole, chat), trained_model.name)
    assert say(chat, wording) == before
