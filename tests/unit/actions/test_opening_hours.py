"""Questions about hours that name now or a day: open or closed, why, and when it opens next."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot import clock
from bot.actions.answers.answer import ActionAnswer
from bot.settings import Settings
from tests.unit.actions.trackers import run, tracker, user

MONDAY_LATE = datetime(2026, 11, 23, 18, 0, tzinfo=clock.ROME)
SUNDAY = datetime(2026, 11, 29, 11, 0, tzinfo=clock.ROME)


def told(text: str, *before: str, intent: str = "ask_office_hours", **names: str) -> str:
    events = [user(each, intent) for each in before]
    return run(ActionAnswer(), tracker(*events, user(text, intent, **names))).text


@pytest.mark.parametrize(("text", "right"), [
    ("siete aperti adesso?", "adesso è aperto, oggi chiude alle 12:30"),
    ("siete aperti?", "adesso è aperto"), ("a che ora chiudete oggi?", "adesso è aperto, oggi chiude alle 12:30"),
    ("siete aperti domani?", "domani, martedì 24 novembre, è aperto, 8:30-12:30 e 14:00-17:15"),
    ("sabato siete aperti?", "sabato è chiuso (di sabato non riceve); apre lunedì 30 novembre alle 8:30"),
    ("siete aperti il 24 dicembre?", "giovedì 24 dicembre è aperto"),
    ("siete aperti martedì 8 dicembre?",
    "martedì 8 dicembre è chiuso (è festa: Immacolata Concezione); apre mercoledì 9"),
    ("il venerdì fino a che ora ci siete?", "venerdì è aperto"),
    ("domattina a che ora aprite?", "domani, martedì 24 novembre, è aperto"),
    ("qual è il prossimo giorno che siete chiusi per festa?", "martedì 8 dicembre è chiuso (è festa: Immacolata"),
    ("quando è la prossima festa?", "martedì 8 dicembre è chiuso"),
    ("sono in macchina verso Lecco, tra un'ora vi trovo?", "adesso è aperto"),
    ("c'è ancora qualcuno?", "adesso è aperto"), ("è ancora aperto?", "adesso è aperto"),
])
def test_a_day_that_is_named_is_answered(seeded: Settings, text: str, right: str) -> None:
    assert f"Centro per l'impiego di Lecco: {right}" in told(text, office="lecco").replace("’", "'")


def test_a_month_is_not_now(seeded: Settings) -> None:
    assert "adesso" not in told("siete aperti anche ad agosto?", office="lecco")


def test_at_noon_it_is_told_until_when_it_opens_again(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, 12, 45, tzinfo=clock.ROME))
    assert "adesso è chiuso; apre oggi alle 14:00, fino alle 17:15." in told("siete aperti adesso?", office="lecco")


def test_the_other_office_is_asked_for_the_same_day(seeded: Settings) -> None:
    events = [user("e il 24 dicembre?", "ask_office_hours"), user("e a Merate?", "ask_office_hours", office="merate")]
    done = run(ActionAnswer(), tracker(*events, slots={"last_question": "ask_office_hours"}))
    assert "Merate: giovedì 24 dicembre è aperto" in done.text
    events[1] = user("gli orari di Merate?", "ask_office_hours", office="merate")
    done = run(ActionAnswer(), tracker(*events, slots={"last_question": "ask_office_hours"}))
    assert "lunedì e mercoledì" in done.text


def test_after_a_closed_day_it_is_told_when_it_opens_again(seeded: Settings) -> None:
    assert "apre mercoledì 9 dicembre alle 8:30" in told("e quando riaprite?", "siete aperti martedì 8 dicembre?")


def test_what_day_tomorrow_is(seeded: Settings) -> None:
    assert told("domani che giorno è? ho perso il conto", intent="ask_today") == "Domani è martedì 24 novembre 2026."
    assert told("e dopodomani?", intent="ask_today") == "Dopodomani è mercoledì 25 novembre 2026."


def test_a_part_of_the_day_asks_for_the_hours_of_the_week(seeded: Settings) -> None:
    assert "8:30-12:30 e 14:00-17:15" in told("il pomeriggio siete aperti?", office="lecco")
    assert "8:30-12:30 e 14:00-17:15" in told("anche di pomeriggio?", office="lecco")


def test_an_hour_asks_for_the_hours_of_the_week(seeded: Settings) -> None:
    assert "8:30-12:30 e 14:00-17:15" in told("all'una meno un quarto siete aperti?", office="lecco")


def test_today_says_whether_it_is_a_working_day_where_that_is_asked(seeded: Settings) -> None:
    assert "aperto" in told("ma oggi è festa o si lavora?", intent="ask_today")
    assert "aperto" not in told("che giorno è oggi?", intent="ask_today")


def test_today_is_named_when_it_is_closed_all_day(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SUNDAY)
    found = told("a che ora chiudete oggi?", office="lecco").replace("’", "'")
    assert "Lecco: oggi è chiuso (di domenica non riceve)" in found


def test_who_comes_without_an_appointment_on_an_open_day_is_told_to_ask(seeded: Settings) -> None:
    assert "chiedi prima all'ufficio" in told("posso passare martedì senza appuntamento?").replace("’", "'")
    assert "chiedi prima" not in told("posso passare sabato senza appuntamento?")


def test_after_hours_the_next_opening_is_told(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_LATE)
    told_now = told("siete aperti adesso?", office="lecco")
    assert "adesso è chiuso; apre domani, martedì 24 novembre, alle 8:30." in told_now
    for text in ("e Lecco oggi è aperto?", "oggi fino a che ora trovo qualcuno?", "siete ancora aperti?"):
        assert "oggi era aperto fino alle 17:15, adesso è chiuso; apre domani" in told(text, office="lecco")


def test_on_sunday_why_it_is_closed_is_told_too(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SUNDAY)
    assert ("oggi è chiuso (di domenica non riceve); apre domani, lunedì 30 novembre, alle 8:30."
            in told("siete aperti adesso?", office="lecco"))


def test_the_day_after_is_that_after_the_day_named_before(seeded: Settings) -> None:
    assert "mercoledì 9 dicembre è aperto" in told("e il giorno dopo?", "siete aperti l'8 dicembre?", office="lecco")


@pytest.mark.parametrize("text", ["che orari fate?", "orari", "a che ora aprite?", "gli orari di Merate",
"di solito a che ora chiudete?"])
def test_without_a_day_the_week_is_told(seeded: Settings, text: str) -> None:
    assert "dal lunedì al venerdì: 8:30-12:30" in told(text, office="lecco")


def test_today_is_known(seeded: Settings) -> None:
    assert "lunedì 23 novembre 2026, sono le 9:40" in told("che giorno è oggi?", intent="ask_today")


@pytest.mark.parametrize("text", ["anche di pomeriggio?", "il pomeriggio siete aperti?", "aprite la mattina?",
                                  "il mercoledì no?"])
def test_a_part_of_the_day_is_of_every_day(seeded: Settings, text: str) -> None:
    assert "8:30-12:30 e 14:00-17:15" in told(text, office="lecco")


@pytest.mark.parametrize("text", ["sabato mattina siete aperti?", "domani pomeriggio aprite?", "questo pomeriggio?"])
def test_a_part_of_a_day_that_is_named_is_of_that_day(seeded: Settings, text: str) -> None:
    assert "dal lunedì" not in told(text, office="lecco")


def test_both_offices_are_told_after_one(seeded: Settings) -> None:
    both = run(ActionAnswer(), tracker(user("e il telefono di tutti e due", "ask_office_contact"),
                                       slots={"subject": "office:merate"})).text
    assert "Lecco" in both and "Merate" in both


@pytest.mark.parametrize(("text", "told", "untold"), [
    ("e la mail?", "centroimpiego.merate@provincia.lecco.it", "0341"), ("dammi il numero", "0341 295448", "@"),
    ("come vi contatto?", "centroimpiego.lecco@provincia.lecco.it", "nothing")])
def test_only_the_contact_that_is_asked_for(seeded: Settings, text: str, told: str, untold: str) -> None:
    answer = run(ActionAnswer(), tracker(user(text, "ask_office_contact"))).text
    assert told in answer and untold not in answer


def test_hours_asked_by_button_or_in_another_language_are_the_offices(seeded: Settings) -> None:
    slots = {"subject": "course:", "last_question": "ask_course_cost"}
    done = run(ActionAnswer(), tracker(user("/ask_office_hours", "ask_office_hours"), slots=slots))
    assert "8:30-12:30" in done.text
    done = run(ActionAnswer(), tracker(user("e quando?", "ask_office_hours"), slots=slots))
    assert "8:30-12:30" not in done.text  # what follows on in Italian is about the course


def test_the_hour_is_told_and_whether_the_offices_receive_at_it(seeded: Settings) -> None:
    now = told("che ore sono?", intent="ask_today")
    assert "sono le " in now and "adesso è aperto" in now
    assert "aperto" not in told("che giorno è oggi?", intent="ask_today")
