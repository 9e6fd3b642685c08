"""Telephones, e-mail addresses and names as people type them; what is invalid says why, what is neither is None."""

from __future__ import annotations

import itertools

import phonenumbers
import pytest

from bot.italian.people.contacts import (
    Email,
    InvalidContact,
    Phone,
    find_contact,
    is_mobile,
    read_contact,
    read_email,
    read_phone,
    tells_contact,
)
from bot.italian.people.names import InvalidName, read_person_name


@pytest.mark.parametrize("text, e164", [
    ("3331234567", "+393331234567"), ("+39 333 1234567", "+393331234567"), ("0039 333 1234567", "+393331234567"),
    ("333-1234567", "+393331234567"),
    ("333/1234567", "+393331234567"), ("333 12 34 567", "+393331234567"), ("333.123.4567", "+393331234567"),
    ("39 333 1234567", "+393331234567"),
    ("il mio numero è 333 1234567", "+393331234567"), ("tel. 333 1234567, grazie", "+393331234567"),
    ("0341 295448", "+390341295448"),
    ("0341/295448", "+390341295448"), ("+39 0341 295448", "+390341295448"), ("(0341) 295448", "+390341295448"),
    ("02 1234 5678", "+390212345678"),
    ("+41 91 814 15 16", "+41918141516"), ("+40 721 234 567", "+40721234567"),
    ("Mario Rossi 3331234567", "+393331234567"),
    ("tre tre tre uno due tre quattro cinque sei sette", "+393331234567"),
    ("il 12/05/2026 chiamatemi al 3331234567", "+393331234567"),
    ("martedì ore 11, 3331234567", "+393331234567"), ("alle 10 333 1234567", "+393331234567"),
    ("il 15, 3331234567", "+393331234567"), ("il 333 1234567", "+393331234567"),
    ("347 1234567 oppure 0341 295448", "+393471234567"), ("+393331234567", "+393331234567"),
])
def test_telephones_are_read(text: str, e164: str) -> None:
    found = read_phone(text)
    assert isinstance(found, Phone) and found.e164 == e164
    assert read_contact(text) == found


def test_a_telephone_is_shown_as_one_reads_it() -> None:
    assert read_phone("3331234567") == Phone("+393331234567", "333 123 4567")
    assert read_phone("+41918141516") == Phone("+41918141516", "+41 91 814 15 16")


@pytest.mark.parametrize("text, reason", [
    ("333 123", "phone_too_short"), ("33312345", "phone_too_short"), ("333123456789012345", "phone_too_long"),
    ("1111111111", "phone_not_valid"),
    ("0000000000", "phone_not_valid"), ("800 123456", "phone_not_personal"), ("899 123456", "phone_not_personal"),
    ("12345", "phone_too_short"),
    ("+999 12345678", "phone_not_valid"),
])
def test_invalid_telephones_say_why(text: str, reason: str) -> None:
    assert read_phone(text) == InvalidContact(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("text",
    ["34", "ho 34 anni", "12/05/1991", "12-05-1991", "2026-05-12", "8.500 euro", "363.966,68", "alle 15:30", "",
        "non lo so",
                                  "Mario Rossi", "via Roma 12", "mario1234567@gmail.com", "250 ore"])
def test_other_numbers_are_no_telephones(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize("text, address", [
    ("mario.rossi@gmail.com", "mario.rossi@gmail.com"),
    ("la mia mail è mario.rossi@gmail.com", "mario.rossi@gmail.com"),
    ("Mario.Rossi@Gmail.com", "mario.rossi@gmail.com"),
    ("email: mario@libero.it.", "mario@libero.it"), ("mario rossi chiocciola gmail punto com", "mariorossi@gmail.com"),
    ("la mia mail è mario punto rossi chiocciola gmail punto com", "mario.rossi@gmail.com"),
    ("mario.rossi chiocciola gmail.com", "mario.rossi@gmail.com"),
    ("mario trattino basso rossi chiocciola libero punto it", "mario_rossi@libero.it"),
    ("m.rossi+lecco@posta.provincia.lecco.it", "m.rossi+lecco@posta.provincia.lecco.it"),
    ("<mario@libero.it>", "mario@libero.it"), ("scrivete a mario@libero.it, grazie", "mario@libero.it"),
    ("mario [at] libero.it", "mario@libero.it"),
    ("Mario Rossi, mario@libero.it", "mario@libero.it"), ("mario mario.rossi@libero.it", "mario.rossi@libero.it"),
    ("mario @ libero.it", "mario@libero.it"),
    ("mario1234567@gmail.com", "mario1234567@gmail.com"), ("333 1234567 mario@libero.it", "mario@libero.it"),
    ("mailto:mario@libero.it", "mario@libero.it"), ("Marco Gilardi marco@esempio.it", "marco@esempio.it"),
])
def test_addresses_are_read(text: str, address: str) -> None:
    found = read_email(text)
    assert isinstance(found, Email) and found.address == address
    assert read_contact(text) == found


@pytest.mark.parametrize("text, reason", [
    ("mario@gmail", "email_no_domain"), ("mario@@gmail.com", "email_not_valid"), ("@gmail.com", "email_not_valid"),
    ("mario@", "email_no_domain"),
    ("mario rossi@gmail.com", "email_space_inside"), ("mario..rossi@gmail.com", "email_not_valid"),
    ("mario@gmail. com", "email_no_domain"),
    ("mario@gmail..com", "email_not_valid"), ("a" * 70 + "@gmail.com", "email_not_valid"),
    (".mario@gmail.com", "email_not_valid"), ("mario@-a.com", "email_not_valid"),
])
def test_invalid_addresses_say_why_and_are_not_repaired(text: str, reason: str) -> None:
    assert read_email(text) == InvalidContact(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("text",
    ["", "mario rossi", "la mia mail", "333 1234567", "gmail punto com", "non ho la mail", "gmail.com"])
def test_what_is_no_address(text: str) -> None:
    assert read_email(text) is None


@pytest.mark.parametrize("text, suggestion", [
    ("mario@gmial.com", "mario@gmail.com"), ("mario@gmail.con", "mario@gmail.com"),
    ("mario@libero.itt", "mario@libero.it"), ("mario@hotmial.it", "mario@hotmail.it"),
    ("mario@gmail.com", None), ("mario@provincia.lecco.it", None), ("mario@gmail.it", None), ("mario@aol.com", None),
])
def test_a_misspelt_domain_is_only_suggested(text: str, suggestion: str) -> None:
    found = read_email(text)
    assert found == Email(text, suggestion)


def test_an_invalid_contact_gives_way_to_a_valid_one() -> None:
    assert read_contact("mario@gmail o 3331234567") == Phone("+393331234567", "333 123 4567")
    assert read_contact("333 12 o mario@libero.it") == Email("mario@libero.it")
    assert read_contact("mario@gmail") == InvalidContact("email_no_domain")
    assert read_contact("Mario Rossi") is None


def test_only_a_valid_contact_is_found() -> None:
    assert find_contact("è 333 1234567") == Phone("+393331234567", "333 123 4567") and tells_contact("è 333 1234567")
    assert find_contact("333 12") is None and not tells_contact("333 12")


@pytest.mark.parametrize("text, name", [
    ("mi chiamo Mario Rossi", "Mario Rossi"), ("sono Giulia De Luca", "Giulia De Luca"), ("rossi mario", "Rossi Mario"),
    ("MARIO ROSSI", "Mario Rossi"),
    ("giulia de luca", "Giulia De Luca"), ("anna d'angelo", "Anna D'Angelo"), ("ANNA D’ANGELO", "Anna D'Angelo"),
    ("maria di stefano", "Maria Di Stefano"),
    ("Ronald McDonald", "Ronald McDonald"), ("jean-pierre dupont", "Jean-Pierre Dupont"),
    ("Nguyễn Văn An", "Nguyễn Văn An"), ("Ahmed Ben Salah", "Ahmed Ben Salah"),
    ("niccolò però", "Niccolò Però"), ("Mario", "Mario"), ("io Mario Rossi", "Mario Rossi"),
    ("sinead o'connor", "Sinead O'Connor"), ("il mio nome è Mario Rossi", "Mario Rossi"),
    ("nome: Mario Rossi", "Mario Rossi"), ("Mario Rossi.", "Mario Rossi"),
    ("mi chiamo Mario Rossi e ho 34 anni", "Mario Rossi"), ("Mario Rossi, 333 1234567", "Mario Rossi"),
    ("Mario Rossi 3331234567", "Mario Rossi"),
    ("mario rossi mario@libero.it", "Mario Rossi"), ("signora Anna Bianchi", "Anna Bianchi"),
    ("io mi chiamo fatima zahra el idrissi", "Fatima Zahra El Idrissi"),
    ("ciao sono Marco Lo Presti", "Marco Lo Presti"), ("Élise Müller", "Élise Müller"),
    ("Οδυσσέας Ελύτης", "Οδυσσέας Ελύτης"), ("a nome di Luca Sala", "Luca Sala"),
    ("mi chiama Olena Kovalenko", "Olena Kovalenko"), ("sì, Mario Rossi", "Mario Rossi"),
    ("  Mario   Rossi ", "Mario Rossi"), ("Domenica La Rosa", "Domenica La Rosa"),
    ("Gian M. Volonté", "Gian M. Volonté"), ("Mario Rossi ho 34 anni", "Mario Rossi"),
    ("Maria Grazia Fumagalli", "Maria Grazia Fumagalli"),
])
def test_names_are_read_and_get_their_capitals(text: str, name: str) -> None:
    assert read_person_name(text) == name


@pytest.mark.parametrize("text, reason", [
    ("<script>alert(1)</script>", "markup"), ("<b>Mario</b>", "markup"), ("Mario&lt;b&gt;", "markup"),
    ("Robert'); DROP TABLE person;--", "code"),
    ("x' OR 1=1", "code"), ("SELECT name FROM person", "code"), ("/book_appointment{\"a\":1}", "code"),
    ("http://spam.example", "address"), ("www.spam.it", "address"),
    ("mario@libero.it", "address"), ("Mario123", "digits"), ("3331234567", "digits"), ("34", "digits"),
    ("M", "too_short"), ("x.", "too_short"),
    ("a" * 81, "too_long"), ("😊😊", "symbols"), ("***", "symbols"), ("Mario 😊", "symbols"),
    ("mi chiamo <b>Mario</b>", "markup"), ("${jndi:ldap}", "code"),
])
def test_what_cannot_be_a_name_says_why(text: str, reason: str) -> None:
    assert read_person_name(text) == InvalidName(reason)  # type: ignore[arg-type]


def test_the_longest_name_is_taken() -> None:
    assert read_person_name("a" * 80) == "A" + "a" * 79


@pytest.mark.parametrize("text",
    ["quanto dura il corso?", "non capisco", "sì", "no", "perché?", "sono disoccupata", "ho 34 anni", "lascia stare",
        "ciao", "grazie",
                                  "domani mattina", "preferisco non dirlo", "vorrei parlare con un operatore", "ok",
                                  "non voglio dire il mio nome", "Mario Rossi?", "",
                                  "sono interessato", "annulla", "chi sei", "abito a Merate", "a che ora",
                                  "giovedì alle 9", "accetto"])
def test_sentences_are_no_names(text: str) -> None:
    assert read_person_name(text) is None


@pytest.mark.parametrize("text, name",
    [("mi chiamo mario rossi, posso iscrivermi al corso", "Mario Rossi"), ("sono Mario Rossi", "Mario Rossi"),
        ("Mario Rossi", None),
                                        ("sono disoccupato", None), ("sono di Merate", None), ("sono Mario", None),
                                        ("sono una donna", None), ("sono a casa", None),
                                        ("<b>ciao</b>", None), ("quanto costa", None), ("sono italiano", None),
                                        ("sono nato a Lecco", None)])
def test_unasked_a_name_needs_its_words(text: str, name: str) -> None:
    assert read_person_name(text, asked=False) == name


def test_mobiles_are_those_of_the_numbering_plan() -> None:
    """Italian ones are told by their shape; the library says the same of every prefix and length."""
    for prefix, more in itertools.product(("30", "31", "32", "34", "38", "39", "43", "55", "03", "02"), range(5, 10)):
        number = f"+39{prefix}{'1234567890'[:more]}"
        kind = phonenumbers.number_type(phonenumbers.parse(number, None))
        assert is_mobile(number) == (kind == phonenumbers.PhoneNumberType.MOBILE), number
    assert is_mobile("+41791234567") and is_mobile("+12015550123") and not is_mobile("+390341123456")
    assert not is_mobile("") and not is_mobile("x")
