"""Other languages are told from Italian, what they ask for is recognised, and each has all its texts."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.db.seed_files import read_all
from bot.dialogue import tasks
from bot.dialogue.context import Context, Understood
from bot.dialogue.language_facts import FACTS
from bot.dialogue.languages import (
    DISTRESS,
    ITALIAN,
    NOT_RECOGNISED,
    find_language,
    load_languages,
    read_other_language,
    recognise_language,
)
from bot.dialogue.tasks import Question
from bot.dialogue.turn import Button, say
from bot.italian.distress import KINDS
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT

WORDINGS = Path(__file__).parent / "languages"
NEEDS = 12
OTHERS = sorted(code for code, language in load_languages().items() if code != ITALIAN and language.answered_in is None)
FEWEST = 6
SEEDED = "utter_need_seeded"
"""The text around the line of a row that nobody has changed."""


def wordings() -> Iterator[tuple[str, str, str]]:
    for path in sorted(WORDINGS.glob("*.yml")):
        for intent, texts in read_yaml(path).items():
            for text in texts:
                yield path.stem, intent, text


@cache
def variations() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in (ROOT / "bot" / "data" / "responses").glob("*.yml"):
        found.update(read_yaml(path)["responses"])
    return found


def responses() -> dict[str, str]:
    return {name: first.get("text") or "" for name, (first, *_) in variations().items()}


def places_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_wordings_of_every_need() -> None:
    for code in OTHERS:
        found = read_yaml(WORDINGS / f"{code}.yml")
        assert len(found) >= NEEDS and all(len(set(texts)) >= FEWEST for texts in found.values()), code


@pytest.mark.parametrize(("code", "intent", "text"), wordings())
def test_a_wording_is_recognised(code: str, intent: str, text: str) -> None:
    read = read_other_language(text, Understood("out_of_scope"), Context())
    assert (read.language, read.intent, read.translated) == (code, intent, True)


def italian() -> Iterator[str]:
    for path in (ROOT / "bot" / "data" / "nlu").glob("*.yml"):
        for item in read_yaml(path)["nlu"]:
            if item.get("intent", "out_of_scope") != "out_of_scope":
                for line in item["examples"].splitlines():
                    yield re.sub(r"\[([^\]]+)\][({][^)}]*[)}]", r"\1", line.strip("- ").strip())


WRITTEN_IN_ANOTHER = ("arabo", "inglese", "spagnolo", "francese", "curso", "buenos", "ukrain", "rumeno", "albanese")
"""Training examples of foreigners with words of their own language, or about it."""


def test_italian_is_taken_for_no_other_language() -> None:
    taken = [text for text in italian() if recognise_language(text) not in (None, ITALIAN)
             and not any(word in text.casefold() for word in WRITTEN_IN_ANOTHER)]
    assert taken == []


@pytest.mark.parametrize("text", [
    "Maria Rossi", "Đặng Văn Hải", "Popescu Ionut", "Ma Wei", "De La Cruz Maria", "Will Smith", "Ana Sanchez Lopez",
    "Mohamed Ben Ali", "333 1234567", "job day", "work life balance", "ok", "👍", "", "hello", "hola", "merci",
    "mi serve il B2 di inglese?", "corso di inglese", "storia romana", "tengo 40 anni", "el ghe n'è anmò?"])
def test_names_and_foreign_words_in_italian_change_nothing(text: str) -> None:
    assert recognise_language(text) in (None, ITALIAN)


@pytest.mark.parametrize(("text", "code"), [
    ("parli inglese?", "en"), ("do you speak English?", "en"), ("parlate arabo", "ar"), ("vorbiți românește?", "ro"),
    ("你好,我在找工作", "en"), ("میں نوکری ڈھونڈ رہا ہوں", "en"), ("я ищу работу, вы можете помочь?", "en"),
    ("Und was kostet das?", "de"), ("Wann haben Sie geöffnet?", "de"), ("ich suche Arbeit", "de"), ("Guten Tag", "de"),
    ("Quero marcar uma entrevista, estou desempregado", "en"), ("Quanto custa? Não tenho trabalho", "en"),
    ("Szukam pracy, czy są jakieś kursy?", "en"), ("Ik zoek werk, welke cursussen hebben jullie?", "en"),
    ("Merhaba, iş arıyorum", "en"), ("Jó napot, munkát keresek", "en"), ("Dobrý den, hledám práci", "en"),
    ("Hej, jag söker jobb", "en"), ("Magandang araw, naghahanap ako ng trabaho", "en"),
    ("waxaan raadinayaa shaqo", "en"),
    ("İtalyanca bilmiyorum", "en"), ("Ne govorim italijanski", "en"), ("Tražim posao, koje kurseve imate?", "en"),
    ("I’m looking for work in Lecco", "en"), ("kerkoj pune", "sq"), ("buna ziua, caut de lucru", "ro")])
def test_a_language_that_is_asked_for_or_not_prepared(text: str, code: str) -> None:
    assert recognise_language(text) == code


@pytest.mark.parametrize("text", [
    "where can I see a doctor?", "how much is the rent in Lecco?", "¿dónde está el hospital?",
    "cât costă chiria?", "combien coûte le loyer ?", "ku eshte spitali", "أين المستشفى؟", "скільки коштує оренда?"])
def test_what_is_not_ours_gets_none_of_our_facts(text: str) -> None:
    assert read_other_language(text, Understood("ask_course_cost"), Context()).intent in (NOT_RECOGNISED, "ask_need")


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_knows_the_same_rows_of_the_register(code: str) -> None:
    language, english = find_language(code), find_language("en")
    assert language is not None and english is not None
    known = {row.values["id"] for row in read_all() if row.table == "need"}
    assert {row for row, _ in language.others_tasks} == {row for row, _ in english.others_tasks} <= known


@pytest.mark.parametrize(("text", "row"), [
    ("where can I renew my residence permit?", "residence_permit"), ("my boss does not pay me", "unpaid_wages"),
    ("I am harassed at work", "harassment"), ("how do I apply for unemployment benefit?", "naspi"),
    ("je cherche un logement", "housing"), ("où apprendre l'italien ?", "italian_courses"),
    ("mon patron ne me paie pas", "unpaid_wages"), ("busco trabajo", "job_offers"),
    ("¿dónde homologo mi título?", "recognition"), ("unde reînnoiesc permisul de ședere?", "residence_permit"),
    ("caut de lucru", "job_offers"), ("kerkoj pune ne Lecco", "job_offers"),
    ("dua te hap nje biznes", "start_business"),
    ("أين أجدد الإقامة؟", "residence_permit"), ("أبحث عن عمل", "job_offers"), ("шукаю роботу", "job_offers"),
    ("де вивчити італійську мову?", "italian_courses"), ("do you have courses for hairdressers?", "other_courses")])
def test_another_bodys_task_is_known_in_each_language_inside_a_form_too(text: str, row: str) -> None:
    for context in (Context(), Context(task="booking_form", question="booking_office", language=None)):
        read = read_other_language(text, Understood("out_of_scope"), context)
        assert (read.intent, read.names) == ("ask_need", (("need", row),)), context.task


def others_tasks() -> Iterator[tuple[str, str, str]]:
    for code, rows in read_yaml(Path(__file__).parent / "others_tasks.yml").items():
        for row, texts in rows.items():
            for text in texts:
                yield code, row, text


@pytest.mark.parametrize(("code", "row", "text"), others_tasks())
def test_what_foreigners_ask_most_is_the_task_of_a_body_and_ours_stays_ours(code: str, row: str, text: str) -> None:
    read = read_other_language(text, Understood("out_of_scope"), Context(language=code))
    assert (dict(read.names).get("need") or "ours") == row, read.intent


@pytest.mark.parametrize(("text", "intent"), [
    ("can I take the course with a residence permit?", "ask_course_audience"),
    ("puis-je participer au cours si je suis enceinte ?", "ask_course_audience"),
    ("can I enrol in the course without a diploma?", "ask_course_open"),
    ("I can't come, I am at the doctor", "cancel_appointment"),
    ("kann ich mit Aufenthaltserlaubnis am Kurs teilnehmen?", "ask_course_audience")])
def test_what_one_has_beside_a_question_of_ours_is_no_other_task(text: str, intent: str) -> None:
    assert read_other_language(text, Understood("out_of_scope"), Context()).intent == intent


@pytest.mark.parametrize("text", ["where?", "and where?"])
def test_where_alone_is_about_the_body_just_named(text: str) -> None:
    after = Context(language="en", subject="need:isee")
    assert read_other_language(text, Understood("out_of_scope"), after).names == (("need", "isee"),)
    for context in (Context(language="en", subject="office:"), Context(language="en", subject="need:isee", task="x")):
        assert read_other_language(text, Understood("out_of_scope"), context).intent == "ask_office_address"
    asked = read_other_language("where is the job centre?", Understood("out_of_scope"), after)
    assert asked.intent == "ask_office_address"


@pytest.mark.parametrize(("text", "code"), [
    ("how long does it take?", "en"), ("cât durează?", "ro"), ("wie lange?", "de")])
def test_how_long_while_an_appointment_is_booked_is_the_appointment(text: str, code: str) -> None:
    booking = Context(task="booking_form", question="booking_office", language=code)
    assert read_other_language(text, Understood("out_of_scope"), booking).intent == "ask_appointment_length"
    assert read_other_language(text, Understood("out_of_scope"), Context(language=code)).intent == "ask_course_duration"


def test_how_long_the_course_is_stays_the_course_in_a_booking() -> None:
    booking = Context(task="booking_form", question="booking_office", language="en")
    read = read_other_language("how long is the course?", Understood("out_of_scope"), booking)
    assert read.intent == "ask_course_duration"


def test_what_one_tells_of_oneself_answers_the_question() -> None:
    asked = Context(task="eligibility_form", question="eligibility_status", language="en")
    assert read_other_language("I am looking for a job", Understood("inform"), asked).intent != "ask_need"


def test_the_conversation_keeps_its_language() -> None:
    english = Context(language="en")
    assert read_other_language("price?", Understood("nlu_fallback"), english).intent == "ask_course_cost"
    assert read_other_language("Lecco", Understood("inform"), english) == Understood("inform")
    assert read_other_language("quanto costano i corsi?", Understood("ask_course_cost"), english).language == ITALIAN
    assert read_other_language("quanto costano i corsi?", Understood("ask_course_cost"), Context()).language is None


def test_in_a_form_names_are_names_and_yes_is_yes() -> None:
    asked = Context(task="booking_form", question="booking_name", language="ro")
    assert read_other_language("Da Silva", Understood("inform"), asked) == Understood("inform")
    asked = Context(task="booking_form", question="booking_consent", language="uk")
    assert read_other_language("так", Understood("nlu_fallback"), asked).intent == "affirm"
    assert read_other_language("my cousin told me that you are good", Understood("ask_pact_about"), Context(
        task="booking_form", question="booking_time")).intent == "inform"


def test_a_typed_title_is_the_button() -> None:
    shown = Context(buttons=(Button("Book an appointment", "/book_appointment"),), language="en")
    assert read_other_language("book an appointment", Understood("inform"), shown) == Understood("inform")


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_has_the_texts_and_titles_of_the_others(code: str) -> None:
    language, english = find_language(code), find_language("en")
    assert language is not None and english is not None
    assert set(language.texts) == set(english.texts) and set(language.titles) == set(english.titles)
    assert {intent for intent, _ in language.intents} == {intent for intent, _ in english.intents}
    assert len(language.days) == 7


@pytest.mark.parametrize("question", tasks.ELIGIBILITY.questions, ids=lambda question: question.slot)
@pytest.mark.parametrize("code", OTHERS)
def test_each_question_of_a_check_and_its_buttons_are_in_each_language(code: str, question: Question) -> None:
    language = find_language(code)
    assert language is not None and f"utter_ask_{question.slot}" in language.texts
    offered = [re.findall(r'"option": "([^"]+)"', button["payload"])
               for button in variations()[f"utter_ask_{question.slot}"][0].get("buttons", [])]
    assert [option for options in offered for option in options if option not in language.titles] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_places_in_a_text_are_facts_or_those_of_its_response(code: str) -> None:
    language = find_language(code)
    assert language is not None
    known = responses()
    for name, text in language.texts.items():
        if name.startswith("utter_"):
            assert name in known or name == SEEDED or any(name == f"utter_distress_{kind}" for kind in KINDS), name
        filled = places_of(known.get(name, "")) | places_of(known.get(f"{name}_again", ""))
        filled |= {"line", *places_of(known["utter_need_again"])} if name == SEEDED else set()
        assert places_of(text) <= set(FACTS) | filled, name
        assert len(text) <= 260, name


@pytest.mark.parametrize(("text", "code"), [
    ("I lost my job and my house, I don't want to live anymore", "en"), ("je n'en peux plus, je veux mourir", "fr"),
    ("he perdido el trabajo y la casa, no quiero vivir más", "es"), ("mi-am pierdut serviciul, vreau să mor", "ro"),
    ("kam humbur punën, dua të vdes", "sq"), ("فقدت عملي، لا أريد أن أعيش", "ar"),
    ("das Leben hat keinen Sinn mehr", "de"), ("nos van a echar de casa y tengo dos niños", "es"),
    ("я втратила роботу, не хочу більше жити", "uk")])
def test_a_cry_for_help_comes_before_the_register_of_needs_and_in_a_form(text: str, code: str) -> None:
    for context in (Context(), Context(task="booking_form", question="booking_name")):
        read = read_other_language(text, Understood("out_of_scope"), context)
        assert (read.intent, read.language) == (DISTRESS, code)
        assert not read.translated  # its words tell which help is named


def test_each_kind_of_distress_has_its_words_in_each_language() -> None:
    for code in OTHERS:
        language = find_language(code)
        assert language is not None
        told = {kind: language.word_reply(say("utter_distress", text="", kind=kind), {}) for kind in KINDS}
        assert "112" in told["medical"] and "Comune" in told["hunger"] and told["suicide"] != told["violence"], code


@pytest.mark.parametrize(("text", "intent"), [
    ("oi, e o curso de garçom, quanto custa?", "ask_course_cost"), ("quais cursos vocês têm?", "ask_course_list"),
    ("quero marcar um horário em Merate", "book_appointment"), ("olá, quem pode participar do curso?",
    "ask_course_audience"),
    ("olá, tudo bem com vocês, meu amigo?", NOT_RECOGNISED)])
def test_portuguese_is_understood_and_answered_in_english(text: str, intent: str) -> None:
    read = read_other_language(text, Understood("nlu_fallback"), Context())
    assert (read.intent, read.language) == (intent, "en")


def test_a_number_told_in_another_language_is_no_question_for_ours() -> None:
    at_contact = Context(task="booking_form", question="booking_contact", language="en")
    assert read_other_language("my phone is 3894037779", Understood("inform"), at_contact).intent == "inform"
    assert read_other_language("what is your phone?", Understood("inform"), at_contact).intent == "ask_office_contact"


def test_who_is_answered_in_english_goes_on_in_their_own_language() -> None:
    assert recognise_language("e o endereço?", spoken="en") == "en"
    read = read_other_language("Szukam pracy, czy są jakieś kursy?", Understood("ask_course_list"), Context())
    assert (read.intent, read.language) == (NOT_RECOGNISED, "en")


@pytest.mark.parametrize(("text", "intent", "office"), [
    ("أين مكتبكم في ليكو؟", "ask_office_address", "lecco"), ("أين المكتب في ميراتي؟", "ask_office_address", "merate"),
    ("رقم هاتف ميراتي", "ask_office_contact", "merate"), ("متى يفتح المكتب بليكو", "ask_office_hours", "lecco"),
    ("де офіс у Лекко?", "ask_office_address", "lecco"), ("коли працює центр у Мерате", "ask_office_hours", "merate"),
    ("где ваш офис в Мерате?", "ask_office_address", "merate"),
    ("هل يمكنني حجز موعد في ليكو؟", "book_appointment", "lecco")])
def test_an_office_is_known_in_another_alphabet(text: str, intent: str, office: str) -> None:
    read = read_other_language(text, Understood("out_of_scope"), Context())
    assert (read.intent, read.names) == (intent, (("office", office),))


@pytest.mark.parametrize(("text", "intent"), [
    ("بكم الدورة؟", "ask_course_cost"), ("هل الدورات مجانية؟ لا أتكلم الإيطالية جيدا", "ask_course_cost"),
    ("كم من المال أدفع", "ask_course_cost"), ("أين مكتبكم؟", "ask_office_address")])
def test_a_price_is_asked_for_by_its_word_and_not_by_its_letters(text: str, intent: str) -> None:
    assert read_other_language(text, Understood("out_of_scope"), Context()).intent == intent
    assert read_other_language("أريد أن أعرف ما ليكون", Understood("out_of_scope"), Context()).names == ()


@pytest.mark.parametrize("text", [
    "where are your offices?", "où sont vos bureaux ?", "¿dónde están las oficinas?", "unde sunt birourile?",
    "ku janë zyrat?", "أين مكاتبكم؟", "wo sind die Arbeitsämter?", "де ваші офіси?",
    "the phone of both centres please"])
def test_every_office_is_asked_for_whichever_was_spoken_of(text: str) -> None:
    assert read_other_language(text, Understood("out_of_scope"), Context(subject="office:merate")).said == "entrambi"


@pytest.mark.parametrize(("code", "text"), [
    ("en", "I have no phone"), ("en", "i dont have a phone"), ("en", "my phone was stolen"),
    ("fr", "je n'ai pas de téléphone"), ("fr", "pas de portable"), ("fr", "je n'en ai pas"),
    ("es", "no tengo teléfono"), ("es", "sin movil"), ("ro", "nu am telefon"), ("ro", "n-am numar de telefon"),
    ("sq", "nuk kam telefon"), ("sq", "s'kam telefon"), ("ar", "ليس لدي هاتف"), ("ar", "ما عندي تليفون"),
    ("de", "ich habe kein Telefon"), ("de", "kein Handy"), ("uk", "у мене немає телефону"), ("uk", "не маю телефону")])
def test_who_has_no_contact_says_so_in_italian_at_its_question_only(code: str, text: str) -> None:
    for task, question in (("booking_form", "booking_contact"), ("interest_form", "interest_contact")):
        read = read_other_language(text, Understood("inform"), Context(task=task, question=question, language=code))
        assert (read.intent, read.said) == ("inform", "non ho il telefono")
    assert read_other_language(text, Understood("inform"), Context(language=code)).said is None
    told = read_other_language(f"{text}, anna@example.it", Understood("inform"), Context(
        task="booking_form", question="booking_contact", language=code))
    assert told.said is None


@pytest.mark.parametrize(("text", "row"), [
    ("I don't speak Italian well, can I do a course?", "ours"), ("my italian language is bad, can i join?", "ours"),
    ("Mein Italienisch ist schlecht, kann ich bei einem Kurs mitmachen?", "ours"),
    ("Ich spreche schlecht Italienisch, darf ich an einem Kurs teilnehmen?", "ours"),
    ("هل يمكنني أن أشارك في دورة، لا أتكلم الإيطالية", "ours"),
    ("чи можна на курс, якщо погано розмовляю італійською?", "ours"),
    ("je parle mal italien, puis-je suivre un des cours ?", "ours"),
    ("where can I find an Italian language course?", "italian_courses"),
    ("Gibt es Italienischkurse?", "italian_courses"),
    ("Ich möchte einen Kurs in Italienisch", "italian_courses"), ("أريد دورة اللغة الإيطالية", "italian_courses"),
    ("чи є курси італійської мови?", "italian_courses")])
def test_who_speaks_little_italian_asks_for_our_courses_and_not_for_one_of_italian(text: str, row: str) -> None:
    read = read_other_language(text, Understood("out_of_scope"), Context())
    assert (dict(read.names).get("need") or "ours") == row


@pytest.mark.parametrize(("code", "question", "text", "italian"), [
    ("en", "age", "I'm 34", "34 anni"), ("de", "age", "ich bin 34", "34 anni"), ("en", "age", "12/05/1990", None),
    ("en", "status", "I don't have a job", "sono disoccupato"), ("en", "status", "I work part time",
                                                                 "lavoro come dipendente"),
    ("en", "status", "No, I'm retired", "sono in pensione"), ("en", "status", "I'm not a student", None),
    ("en", "status", "I'm a student and I work", None), ("en", "status", "do I need a job?", None),
    ("en", "status", "I work without a contract", "lavoro in nero"),
    ("fr", "status", "je travaille", "lavoro come dipendente"), ("fr", "status", "je ne travaille pas",
                                                                "sono disoccupato"),
    ("fr", "status", "je ne suis pas étudiant", None), ("fr", "income", "800 euros par mois", "800 euro al mese"),
    ("es", "status", "no trabajo", "sono disoccupato"), ("es", "status", "autónomo", "lavoro in proprio"),
    ("ro", "status", "nu lucrez", "sono disoccupato"), ("ro", "status", "lucrez la negru", "lavoro in nero"),
    ("sq", "status", "nuk punoj", "sono disoccupato"), ("sq", "income", "800 euro në muaj", "800 euro al mese"),
    ("ar", "status", "لا أعمل", "sono disoccupato"), ("ar", "status", "أعمل", "lavoro come dipendente"),
    ("ar", "residence", "نعم، أسكن في ليكو", "sì abito a Lecco"),
    ("de", "status", "ich arbeite im Moment nicht", "sono disoccupato"),
    ("de", "status", "ich arbeite und verdiene nicht viel", "lavoro come dipendente"),
    ("uk", "status", "я не працюю", "sono disoccupato"), ("uk", "residence", "так, живу в Лекко", "sì abito a Lecco")])
def test_answers_to_a_check_are_read_in_each_language(code: str, question: str, text: str, italian: str | None) -> None:
    asked = Context(task="eligibility_form", question=f"eligibility_{question}", language=code)
    assert read_other_language(text, Understood("inform"), asked).said == italian
    assert read_other_language(text, Understood("inform"), Context(language=code)).said is None


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_answers_each_question_of_a_check_but_the_course(code: str) -> None:
    language = find_language(code)
    assert language is not None and "utter_eligibility_intro" in language.texts
    asked = {question.slot for question in tasks.ELIGIBILITY.questions} - {"eligibility_course"}
    assert asked <= set(language.answers), code


@pytest.mark.parametrize("text", [
    "il y a un job day bientôt ?", "il y a des événements ?", "hay algún evento este mes?",
    "sunt evenimente luna asta?",
    "gibt es einen Job Day?", "a ka ndonjë job day?", "a ka aktivitete?", "هل توجد فعاليات؟", "чи є якісь події?",
    "is there a job day this month?"])
def test_whether_there_is_an_event_is_known_by_a_short_question(text: str) -> None:
    assert read_other_language(text, Understood("ask_jobday_about"), Context()).intent == "ask_event_next"
