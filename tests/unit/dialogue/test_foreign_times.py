"""Days and hours in the languages of ``bot/data/languages``, as the Italian reader of times gets them."""

from __future__ import annotations

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.languages import find_language, load_languages, read_other_language


@pytest.mark.parametrize(("code", "text", "italian"), [
    ("en", "tomorrow at 10", "domani alle 10"), ("en", "Thursday afternoon please", "giovedì di pomeriggio"),
    ("en", "December 9 at 10:30", "9 dicembre alle 10:30"), ("en", "at 3 pm", "alle 3 di pomeriggio"),
    ("en", "the 9th of december", "9 dicembre"), ("en", "next week in the morning", "settimana prossima di mattina"),
    ("es", "mañana a las 10", "domani alle 10"), ("es", "mañana por la mañana", "domani di mattina"),
    ("es", "el jueves por la tarde", "giovedì di pomeriggio"), ("es", "el 9 de diciembre a las 10:30",
                                                                "9 dicembre alle 10:30"),
    ("fr", "demain à 10h", "domani alle 10"), ("fr", "jeudi après-midi", "giovedì di pomeriggio"),
    ("fr", "le 9 décembre à 10h30", "9 dicembre alle 10:30"), ("fr", "après-demain", "dopodomani"),
    ("ro", "mâine la ora 10", "domani alle 10"), ("ro", "joi după-amiază", "giovedì di pomeriggio"),
    ("sq", "nesër në orën 10", "domani alle 10"), ("sq", "të enjten pasdite", "giovedì di pomeriggio"),
    ("uk", "завтра о 10", "domani alle 10"), ("uk", "у четвер після обіду", "giovedì di pomeriggio"),
    ("de", "morgen um 9:30 Uhr", "domani alle 9:30"), ("de", "Freitag nachmittag", "venerdì di pomeriggio"),
    ("de", "am 15. Januar um halb 11", "15 gennaio alle 11 meno 30"),
    ("ar", "غدا الساعة 10", "domani alle 10"), ("ar", "يوم الخميس بعد الظهر", "giovedì di pomeriggio"),
    ("ar", "غدا الساعة ١٠", "domani alle 10")])
def test_a_time_is_said_in_italian(code: str, text: str, italian: str) -> None:
    language = find_language(code)
    assert language is not None and language.times.translate(text) == italian


@pytest.mark.parametrize("code", [
    code for code, language in load_languages().items() if code != "it" and language.answered_in is None])
def test_every_language_knows_times_and_words_without_any(code: str) -> None:
    language = find_language(code)
    assert language is not None and language.times.patterns
    assert language.times.translate("Amadou Diallo") is None


def test_a_booking_begins_with_its_time() -> None:
    read = read_other_language("quiero una cita mañana a las 10", Understood("out_of_scope"), Context())
    assert (read.intent, read.said, read.language) == ("book_appointment", "domani alle 10", "es")


def test_the_question_for_a_time_takes_it() -> None:
    asked = Context("booking_form", "booking_time", language="es")
    read = read_other_language("el jueves a las 10", Understood("out_of_scope"), asked)
    assert (read.intent, read.said) == ("inform", "giovedì alle 10")


def test_a_name_is_no_time() -> None:
    asked = Context("booking_form", "booking_name", language="es")
    assert read_other_language("Domingo Martes", Understood("inform"), asked).said is None
