"""What in one message makes a booking or a check, with or without a verb; and what does not."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot import clock
from bot.dialogue.context import Context
from bot.dialogue.fragments import books_check, drop_contact, holds_booking, holds_check, pick_booking_sentences

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=clock.ROME)


@pytest.mark.parametrize(("text", "kinds"), [
    ("3454473211 Marco Villa, mercoledì 13 gennaio ore 10 e 30, Merate, orientamento", {"office", "service"}),
    ("sono Maria Rossi, 333 1234567, giovedì mattina a Merate", {"office"}),
    ("lecco lunedì alle 9", {"office"}),
    ("martedì 12 gennaio 15:00 Lecco colloquio", {"office", "service"}),
    ("Paolo Sala 3413571333 lecco domani o dopodomani quando c'è posto", {"office"}),
    ("appuntamento lecco martedì 12 gennaio pomeriggio", {"office"}),
    ("Merate, orientamento, la prossima settimana", {"office", "service"}),
    ("orientamento lecco 31 febbraio", {"office", "service"}),
])
def test_a_booking_in_fragments(text: str, kinds: set[str]) -> None:
    assert holds_booking(text, frozenset(kinds), NOW)


@pytest.mark.parametrize(("text", "kinds"), [
    ("abito a Merate", {"office"}), ("mi avete chiamato ieri dal 0341 295448", set()), ("333 1234567", set()),
    ("sono Maria Rossi di Lecco", {"office"}), ("ho 34 anni e abito a Lecco", {"office"}), ("giovedì", set()),
    ("richiamatemi al 333 1234567 domani", set()), ("lunedì alle 9 a Lecco siete aperti?", {"office"})])
def test_no_booking(text: str, kinds: set[str]) -> None:
    assert not holds_booking(text, frozenset(kinds), NOW)


@pytest.mark.parametrize(("text", "kinds"), [
    ("disoccupata da due anni, 52 anni, vivo a Oggiono. quello di sala va bene per me?", {"course"}),
    ("ho 30 anni anzi 31, sto a Calolziocorte, posso iscrivermi al corso di meccanica?", {"course"}),
    ("50 anni, cassintegrato, rientro?", set())])
def test_a_check_in_fragments(text: str, kinds: set[str]) -> None:
    assert holds_check(text, frozenset(kinds), NOW)


@pytest.mark.parametrize("text", ["ho 34 anni", "posso partecipare?", "sono disoccupato e abito a Lecco",
                                  "posso venire in bicicletta?"])
def test_no_check(text: str) -> None:
    assert not holds_check(text, frozenset(), NOW)


def test_figures_of_a_contact_are_no_time() -> None:
    assert drop_contact("333 1234567, giovedì 12 alle 10.30") == " , , giovedì 12 alle 10.30"


@pytest.mark.parametrize(("text", "kinds"), [
    ("prenota una verifica dei requisiti a Lecco giovedì 14 gennaio tra le 10 e le 11", {"office", "service"}),
    ("vorrei fissare un appuntamento per la verifica requisiti", {"service"}),
    ("prenota una verifica dei requisiti a Merate", {"service", "office"}),
    ("mettimi in agenda per la verifica requisiti", {"service"}),
    ("verifica dei requisiti a Lecco martedì 12 gennaio, che orari avete?", {"service", "office"}),
    ("si può avere una verifica dei requisiti a Merate l'8 dicembre?", {"service", "office"}),
    ("devo fare la verifica dei requisiti, mi date un appuntamento?", {"service"}),
    ("verifica dei requisiti per il corso meccanico, sede di Lecco, martedì mattina", {"office", "service", "course"})])
def test_an_appointment_for_the_check(text: str, kinds: set[str]) -> None:
    assert books_check(text, frozenset(kinds), NOW)


@pytest.mark.parametrize(("text", "kinds"), [
    ("verifica dei requisiti per il corso di sala", {"service", "course"}),
    ("verifica se ho i requisiti, ho 34 anni e abito a Lecco da giovedì", {"service", "office"}),
    ("vorrei verificare se ho i requisiti per il corso di sala", {"service", "course"}),
    ("fammi la verifica dei requisiti", {"service"}),
    ("ho prenotato la verifica dei requisiti, posso fare il corso?", {"service"}),
    ("ho prenotato la verifica, posso fare il corso?", {"service"})])
def test_a_check_here_and_now(text: str, kinds: set[str]) -> None:
    assert not books_check(text, frozenset(kinds), NOW)


def test_of_a_letter_only_what_speaks_of_the_appointment_tells_its_time() -> None:
    letter = ("Vi scrivo dalla Svizzera, dove lavoro da quattro anni come cuoco, ma rientro a Merate a marzo perché "
              "mia madre è anziana. Posso prenotare un colloquio già da qui? Sarei libero giovedì alle 10. Saluti.")
    assert pick_booking_sentences(letter) == "Posso prenotare un colloquio già da qui? Sarei libero giovedì alle 10."
    assert pick_booking_sentences("torno a marzo. giovedì alle 10?") == "torno a marzo. giovedì alle 10?"


def test_what_several_readers_ask_is_worked_out_once_a_turn() -> None:
    asked: list[str] = []

    def find(text: str, kinds: frozenset[str], now: datetime) -> bool:
        asked.append(text)
        return "lecco" in text

    turn = Context(now=NOW)
    assert all(turn.find_once(find, "lecco lunedì", frozenset()) for _ in range(3)) and asked == ["lecco lunedì"]
    assert not turn.find_once(find, "merate", frozenset()) and Context(now=NOW).find_once(find, "lecco", frozenset())
    assert asked == ["lecco lunedì", "merate", "lecco"], "another message, another turn"
