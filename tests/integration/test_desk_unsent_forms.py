"""A form of the desk that comes after its session has ended is not lost."""

from __future__ import annotations

import html
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db.models import Base
from bot.db.session import get_engine
from bot.settings import Settings
from connectors.site.desk.unsent_forms import read_unsent
from tests.support.booking_data import NOW
from tests.support.clocks import StillClock
from tests.support.desk_data import PASSWORD, add_desk, write
from tests.support.desk_people import browser
from tests.support.desk_server import field, site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'o.db'}"
    Base.metadata.create_all(get_engine(url))
    add_desk(url, NOW)
    return Settings(database_url=url, secret="prova")


@pytest.mark.slow
def test_a_form_that_comes_after_its_session_is_sent_by_who_signs_in_again(settings: Settings) -> None:
    clock = StillClock(NOW)
    write(settings, "mi serve una mano", "web_late", NOW)
    with site(settings, clock) as address:
        anna = browser(address, "anna.rossi")
        anna.conversation("web_late")
        clock.value += timedelta(hours=2)
        note, path = "è venuta col marito\nrichiamare lunedì", "/operatori/conversazioni/web_late/nota"
        ours = {"origin": address}
        from_elsewhere = anna.post(path, data={"csrf": anna.csrf, "text": note}, headers={"origin": "http://x.example"})
        assert "in_sospeso" not in from_elsewhere.text, "nobody sends what another site has written"
        late = anna.post(path, data={"csrf": anna.csrf, "text": note}, headers=ours)
        assert late.status_code == 401 and "non è perso" in late.text
        form = {"csrf": field(late.text, "csrf"), "username": "anna.rossi", "poi": "",
                "in_sospeso": html.unescape(field(late.text, "in_sospeso"))}
        assert anna.csrf not in form["in_sospeso"]
        wrong = anna.post("/operatori/accesso", data={**form, "password": "sbagliata"})
        assert wrong.status_code == 401 and html.unescape(field(wrong.text, "in_sospeso")) == form["in_sospeso"]
        shown = anna.post("/operatori/accesso", data={**form, "password": PASSWORD})
        assert f'action="{path}"' in shown.text and shown.text.count("è venuta col marito") == 2
        assert note not in anna.conversation("web_late").text, "nothing is done yet"
        sent = anna.post(path, data={"csrf": field(shown.text, "csrf"), "text": note}, headers=ours)
        assert "richiamare lunedì" in sent.text


@pytest.mark.parametrize("waiting", [
    "", "x", "[]", "[1, []]", '["/operatori", []]', '["https://x.example/", [["a", "b"]]]', '["/corsi", [["a", "b"]]]',
    '["/operatori/accesso", [["a", "b"]]]', '["/operatori/uscita", [["a", 1]]]', '["/operatori/uscita", [["a"]]]',
    '["/operatori/uscita", [["csrf", "b"]]]', "[" * 5000])
def test_what_is_no_form_of_the_desk_does_not_wait(waiting: str) -> None:
    assert read_unsent(waiting) is None
