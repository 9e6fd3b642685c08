"""People who book, each in their own way: the appointment in the database is the one that they asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

import pytest

from tests.conversations.booking.conftest import Town, moment
from tests.conversations.simulated import DEFAULT_ANSWERS

pytestmark = pytest.mark.slow

THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"


@dataclass(frozen=True)
class Way:
    """How somebody books, and what must stand in the end; ``start`` and ``office`` None: whatever was offered."""

    who: str
    opening: str = "vorrei prenotare un appuntamento"
    answers: dict[str, Any] = field(default_factory=dict)
    office: Optional[str] = None
    start: Optional[str] = None
    says: tuple[str, ...] = ()
    most_turns: int = 9


WAYS = (
    Way("buttons only", "Prenota un appuntamento", {
        "service": "#Colloquio", "office": "#Merate", "time": "#0", "consent": "#Sì", "confirm": "#Confermo"},
        "merate", most_turns=8),
    Way("words only", "ciao, avrei bisogno di un appuntamento", {
        "service": "per un colloquio di orientamento", "office": "a Lecco va bene", "time": "giovedì alle 10",
        "name": "mi chiamo Luca Bianchi", "contact": "luca.bianchi@example.org", "consent": "sì d'accordo",
        "confirm": "sì confermo"}, "lecco", f"{THURSDAY}T10:00", ("Luca Bianchi",)),
    Way("everything in the first sentence", "vorrei un appuntamento a Merate giovedì prossimo alle 10 per orientamento",
        {}, "merate", f"{THURSDAY}T10:00", most_turns=5),
    Way("everything but the service", "posso venire venerdì alle 9 a Lecco?", {}, "lecco", f"{FRIDAY}T09:00"),
    Way("first free place", answers={"time": "il primo posto libero"}, office="lecco", start="2026-11-24T10:00"),
    Way("first free in the opening", "prenotami il primo posto libero a Lecco per orientamento", {}, "lecco",
        "2026-11-24T10:00"),
    Way("as soon as possible", answers={"office": "Merate", "time": "prima possibile grazie"}, office="merate",
        start="2026-11-24T10:00"),
    Way("any office", answers={"office": "è uguale", "time": "giovedì alle 11"}, start=f"{THURSDAY}T11:00"),
    Way("any office by button", answers={"office": "#È uguale", "time": "#0"}),
    Way("narrows the time down", answers={"time": ["la settimana prossima di mattina", "martedì", "alle 10"]},
        office="lecco", start="2026-12-01T10:00", most_turns=10),
    Way("a day, then an hour", answers={"time": ["giovedì", "alle 15"]}, office="lecco", start=f"{THURSDAY}T15:00"),
    Way("a day, then half an hour", answers={"time": ["giovedì 3 dicembre", "9 e mezza"]}, office="lecco",
        start="2026-12-03T09:30"),
    Way("a day, then «il secondo»", answers={"time": ["giovedì mattina", "il secondo"]}, office="lecco",
        start=f"{THURSDAY}T09:00"),
    Way("a day, then «la prima»", answers={"time": ["venerdì pomeriggio", "la prima"]}, office="lecco",
        start=f"{FRIDAY}T14:00"),
    Way("a day, then a number", answers={"time": ["giovedì mattina", "2"]}, office="lecco",
        start=f"{THURSDAY}T09:00"),
    Way("types the buttons' titles", answers={
        "service": "=Colloquio di orientamento", "office": "=Lecco", "time": "=2", "consent": "=Sì, sono d'accordo",
        "confirm": "=Confermo"}, office="lecco"),
    Way("types a time as the button shows it", answers={"time": "gio 3 dic, 9:30"}, office="lecco",
        start="2026-12-03T09:30"),
    Way("formal", "Buongiorno, vorrei prenotare un appuntamento, mi può aiutare?", {
        "service": "Vorrei un colloquio di orientamento, per favore", "office": "Preferirei Merate, se possibile",
        "time": "Le andrebbe bene mercoledì 2 dicembre alle 15?", "name": "Mi chiamo Anna Colombo",
        "contact": "Il mio numero è 338 1234567", "consent": "Sì, acconsento", "confirm": "Sì, confermo, grazie"},
        "merate", "2026-12-02T15:00", ("Anna Colombo",)),
    Way("misspelt", "vorei prenotà x giovedi ale 10 a merrate", {
        "service": "orientameno", "name": "mario rosi", "contact": "3331234567", "consent": "si va bn",
        "confirm": "confremo"}, "merate", f"{THURSDAY}T10:00", ("Mario Rosi",)),
    Way("telegraphic", "appuntamento", {"service": "requisiti", "office": "lecco", "time": "gio 10:30",
                                         "name": "bianchi luca", "contact": "3381234567", "consent": "ok",
                                         "confirm": "ok"}, "lecco", f"{THURSDAY}T10:30"),
    Way("second language", "io volere appuntamento con ufficio lavoro", {
        "service": "orientamento", "office": "io abito Merate", "time": "domani mattina ore 11",
        "name": "io sono Amina Diallo", "contact": "telefono 3281234567", "consent": "si ok", "confirm": "si tutto ok"},
        "merate", "2026-11-24T11:00", ("Amina Diallo",)),
    Way("first name is a day", answers={"name": "Domenica Rossi"}, says=("Domenica Rossi",)),
    Way("surname is a day", answers={"name": "Marzia Sabato"}, says=("Marzia Sabato",)),
    Way("surname is a month", answers={"name": "Giulia Maggio"}, says=("Giulia Maggio",)),
    Way("surname is a town", answers={"name": "Paolo Lecco"}, says=("Paolo Lecco",)),
    Way("surname with an apostrophe", answers={"name": "nicolò d'angelo"}, says=("Nicolò D'Angelo",)),
    Way("name and phone in one message", answers={"name": "Sara Conti, 340 1234567"},
        says=("Sara Conti", "340 123 4567"),
        most_turns=7),
    Way("invalid phone, then a right one", answers={"contact": ["123", "333 12", "333 7654321"]},
        says=("333 765 4321",), most_turns=10),
    Way("invalid e-mail, then a right one",
        answers={"contact": ["mario@", "mario at gmail", "mario.rossi@example.org"]},
        says=("mario.rossi@example.org",), most_turns=10),
    Way("HTML in the name", answers={"name": ["<b>Mario</b>", "Mario Verdi"]}, says=("Mario Verdi",)),
    Way("SQL in the name", answers={"name": ["Robert'); DROP TABLE person;--", "Roberto Tavoli"]},
        says=("Roberto Tavoli",)),
    Way("emoji only", answers={"office": ["😀😀", "Lecco"], "time": ["🤷", "#0"], "name": ["🙂", "Ada Neri"]},
        most_turns=11),
    Way("a time of day in the evening words", answers={"time": ["giovedì pomeriggio", "verso le 16"]}, office="lecco",
        start=f"{THURSDAY}T16:00"),
    Way("figures", answers={"time": "3/12 ore 15"}, office="lecco", start="2026-12-03T15:00"),
    Way("spelt out hour", answers={"time": "venerdì alle nove e mezza"}, office="lecco", start=f"{FRIDAY}T09:30"),
    Way("asks whether", answers={"time": "c'è posto mercoledì alle 11?"}, office="lecco", start="2026-11-25T11:00"),
    Way("requirements", "mi serve un appuntamento per verificare i requisiti", {"office": "merate"}, "merate"),
    Way("says the office with the question", "vorrei prenotare al centro per l'impiego di Merate", {}, "merate"),
    Way("the service in other words", answers={"service": "vorrei capire quale corso fa per me"}),
    Way("the second service", answers={"service": "la seconda"}),
    Way("does not know the service", answers={"service": "non lo so"}),
    Way("refuses a time and gives another", answers={"time": ["no, quelli non vanno bene", "giovedì alle 12"]},
        office="lecco", start=f"{THURSDAY}T12:00"),
    Way("prefers the afternoon", answers={"time": ["preferisco il pomeriggio", "#0"]}, office="lecco",
        start="2026-11-24T14:00"),
    Way("not before a day", answers={"time": ["dopo il 3 dicembre", "#0"]}, office="lecco", start="2026-12-04T08:30"),
)


@pytest.mark.parametrize("way", WAYS, ids=[way.who for way in WAYS])
def test_books(town: Town, way: Way) -> None:
    person = town.person(**way.answers)
    reply = person.book(way.opening)
    made = town.only(person)
    assert made.code in reply.text and made.address.split(",")[0] in reply.text, person.story("code or address missing")
    assert reply.files and reply.files[0]["payload"]["name"].endswith(".ics"), person.story("no calendar file")
    assert way.office in (None, made.office_id), person.story(made.office_id)
    assert way.start is None or made.starts_at == moment(way.start), person.story(f"{made.starts_at:%c}")
    told = "\n".join(heard.text for _, heard in person.said)
    assert all(words in told for words in way.says), person.story(f"missing {way.says}")
    assert len(person.said) <= way.most_turns, person.story(f"{len(person.said)} turns")


YES = ("sì", "si", "sii", "ok", "va bene", "confermo", "Confermo!", "esatto", "perfetto", "tutto giusto", "certo",
       "d'accordo",
       "sì grazie", "ok confermo", "va benissimo", "procedi pure", "giusto così", "sì sì", "yes", "conferma", "👍",
       "si perfetto cosi",
       "certamente", "prenota", "prenota pure", "tutto corretto, grazie")


@pytest.mark.parametrize("word", YES)
def test_every_yes_confirms(town: Town, word: str) -> None:
    person = town.person(confirm=word)
    person.say("prenota il primo posto libero a Lecco per orientamento")
    person.until("confirm")
    person.answer()
    assert len(town.appointments(person)) == 1, person.story(f"«{word}» did not confirm")


@pytest.mark.parametrize("word", ("no", "no aspetta", "non confermo", "un attimo", "no grazie", "sbagliato"))
def test_no_other_word_confirms(town: Town, word: str) -> None:
    person = town.person()
    person.say("prenota il primo posto libero a Lecco per orientamento")
    person.until("confirm")
    person.say(word)
    assert not town.appointments(person), person.story("booked")


REFUSED = (
    ("domenica", "domenica", r"domenica.*chius"),
    ("domenica 6 dicembre", "domenica 6 dicembre", r"domenica.*chius"),
    ("holiday", "martedì 8 dicembre", r"Immacolata.*chius"),
    ("holiday without its weekday", "l'8 dicembre", r"Immacolata.*chius"),
    ("holiday with an hour", "8 dicembre alle 10", r"Immacolata.*chius"),
    ("christmas", "il 25 dicembre", r"Natale.*chius"),
    ("christmas by name", "a natale", r"Natale.*chius"),
    ("past day", "ieri alle 10", r"passat"),
    ("past date", "il 2 novembre 2026", r"passat"),
    ("beyond the horizon", "il 15 marzo", r"si può prenotare fino a.*22 gennaio"),
    ("too soon", "oggi alle 15", r"primo momento prenotabile.*24 novembre"),
    ("out of hours", "giovedì alle 20", r"giovedì 26 novembre.*alle 20:00"),
    ("early morning", "giovedì alle 7", r"alle 7:00"),
    ("lunch break", "giovedì alle 13", r"alle 13:00"),
    ("not a start", "giovedì alle 10:15", r"alle 10:15 non comincia nessun appuntamento"),
    ("saturday", "sabato alle 10", r"sabato.*chius"),
    ("does not exist", "31 novembre", r"."),
)


@pytest.mark.parametrize(("who", "words", "told"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_time_that_cannot_be_had_is_told_with_the_nearest(town: Town, who: str, words: str, told: str) -> None:
    person = town.person(time=[words, "#0"], office="lecco")
    person.say("vorrei prenotare un appuntamento")
    person.until("time")
    person.answer()
    person.expect(told)
    assert len(person.last.texts) <= 2 and person.last.buttons, person.story("no possibilities")
    person.until_booked()
    town.only(person)


def test_the_patron_saint_of_merate_closes_merate(town: Town) -> None:
    person = town.person(office="Merate", time=["lunedì 7 dicembre alle 10", "#0"])
    person.say("vorrei prenotare un appuntamento")
    person.until("time")
    person.answer()
    person.expect("Sant.Ambrogio")
    person.until_booked()
    assert town.only(person).office_id == "merate"


def test_the_patron_saint_of_merate_does_not_close_lecco(town: Town) -> None:
    person = town.person(office="Lecco", time="lunedì 7 dicembre alle 10")
    person.book()
    assert town.only(person).starts_at == moment("2026-12-07T10:00")


def test_the_first_reply_asks_for_what_is_needed(town: Town) -> None:
    person = town.person()
    person.say("vorrei prenotare")
    person.expect("Per cosa ti serve")
    assert {title for title, _ in person.last.buttons} >= {DEFAULT_ANSWERS["service"].capitalize()}


def test_a_thank_you_after_the_booking_is_answered_as_such(town: Town) -> None:
    person = town.person()
    person.book()
    person.say("grazie mille")
    person.expect("niente|prego|piacere")
    town.only(person)


