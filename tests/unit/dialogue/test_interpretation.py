"""What a message means where it stands: each kind of misreading, and its neighbour that stays as it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.doubt_words import grumbles, takes_amiss
from bot.dialogue.interpretation import interpret
from bot.dialogue.turn import Button
from bot.italian.phrases import PhraseIndex
from bot.services.needs import NeedIndex

NO_CODE = Button("Non ho il codice", "/ask_office_contact")
YES = Button("Sì, annulla", '/choose{"option": "cancel_confirm:yes"}')


def meant(
    text: str, intent: str, task: Optional[str] = None, question: Optional[str] = None, *buttons: Button,
    at_hand: bool = False,
) -> Understood:
    return interpret(text, Understood(intent, 0.8), Context(task, question, buttons, at_hand))


@pytest.mark.parametrize(("text", "button", "intent", "option"), [
    ("non ho il codice", NO_CODE, "ask_office_contact", None),
    ("Non ho il codoce", NO_CODE, "ask_office_contact", None),
    ("SI ANNULLA!", YES, "choose", "cancel_confirm:yes"),
    ("talk to a person", Button("Talk to a person", "/request_human"), "request_human", None),
])
def test_a_typed_title_is_its_button(text: str, button: Button, intent: str, option: Optional[str]) -> None:
    found = meant(text, "out_of_scope", None, None, button)
    assert (found.intent, found.option) == (intent, option)


@pytest.mark.parametrize(("text", "title"), [("Mearte", "Merate"), ("leco", "Lecco"), ("Salt", "Salta")])
def test_one_slip_in_a_short_title_is_forgiven(text: str, title: str) -> None:
    shown = Button(title, '/choose{"option": "a:b"}')
    assert meant(text, "out_of_scope", "booking_form", "booking_office", shown).option == "a:b"
    assert meant("secco", "out_of_scope", "booking_form", "booking_office", Button("Lecco", "/choose")).option is None


@pytest.mark.parametrize("text", ["non ho il codice fiscale con me", "no", "Si"])
def test_more_or_less_than_the_title_is_no_button(text: str) -> None:
    assert meant(text, "inform", None, None, NO_CODE, Button("Studio", "/choose")).intent == "inform"


@pytest.mark.parametrize(("text", "read_as", "intent"), [
    ("sposta LC-6HE1-V4JA a martedì 15 dicembre alle 11", "inform", "move_appointment"),
    ("annulla LC-6HE1-V4JA", "stop", "cancel_appointment"),
    ("LC-6HE1-V4JA", "inform", "list_appointments"),
    ("quando posso spostare LC-6HE1-V4JA?", "inform", "list_appointments"),
    ("ho il codice LC-6HE1-V4JA ma quel giorno nn posso più venire", "move_appointment", "list_appointments"),
    ("LC-6HE1-V4JA non riesco a venire", "cancel_appointment", "list_appointments"),
    ("LC-6HE1-V4JA non riesco a venire, un altro giorno?", "move_appointment", "move_appointment"),
    ("non posso venire, annulla LC-6HE1-V4JA", "cancel_appointment", "cancel_appointment"),
    ("togli solo il mio numero di telefono, il resto lascialo", "erase_data", "ask_contact_change"),
    ("cancella i miei dati", "erase_data", "erase_data"),
    ("cancellami quella prenotazione, i miei dati invece teneteli pure", "erase_data", "cancel_appointment"),
    ("togli l'appuntamento ma lascia il mio numero", "erase_data", "cancel_appointment"),
    ("togli solo il mio numero di telefono però l'appuntamento lasciamelo", "cancel_appointment", "ask_contact_change"),
    ("52 anni, in cassa integrazione, sto a Missaglia, vorrei fare un corso: ci rientro?", "inform",
    "check_eligibility"),
    ("no niente era solo curiosità, ciao", "deny", "goodbye"), ("no ciao", "deny", "deny"),
    ("ma si può seguire anche da casa col pc?", "ask_office_services", "ask_course_other_detail"),
    ("il colloquio si fa anche da casa?", "ask_office_services", "ask_office_services"),
])
def test_words_that_say_it_outright(text: str, read_as: str, intent: str) -> None:
    assert meant(text, read_as).intent == intent


@pytest.mark.parametrize(("text", "read_as", "task", "intent"), [
    ("toglilo proprio", "out_of_scope", "move_form", "cancel_appointment"),
    ("non annullarlo, cambia solo l'ora", "inform", "move_form", "inform"),
    ("no aspetta, non disdirlo, spostalo solo a giovedì", "cancel_appointment", "cancel_form", "move_appointment"),
    ("anzi no, rimandiamolo", "deny", "cancel_form", "move_appointment"),
    ("posso solo cambiare orario?", "inform", "cancel_form", "move_appointment"),
    ("non spostarlo, annullalo e basta", "move_appointment", "cancel_form", "choose"),
    ("no, non voglio spostarlo", "deny", "cancel_form", "deny"),
    ("aspetta un secondo, quand'era?", "out_of_scope", "cancel_form", "list_appointments")])
def test_inside_a_move_or_a_cancellation(text: str, read_as: str, task: str, intent: str) -> None:
    assert meant(text, read_as, task, "move_time" if task == "move_form" else "cancel_confirm").intent == intent


def test_a_check_with_day_and_office_is_an_appointment() -> None:
    kinds = frozenset({"service", "office"})
    text = "Nora Castelnuovo, nora@example.it: verifica dei requisiti a Lecco, giovedì 14 gennaio, dopo le 15"
    assert interpret(text, Understood("inform", 0.8, None, kinds), Context()).intent == "book_appointment"


def test_requirements_of_something_else_are_not_ours() -> None:
    assert meant("che requisiti ci vogliono per la patente nautica?", "out_of_scope").intent == "out_of_scope"
    assert meant("verificca dei requisti come si fa", "out_of_scope").intent == "check_eligibility"


@pytest.mark.parametrize(("text", "task", "question", "intent"), [
    ("grazie, ciao, ci sentiamo", "booking_form", "booking_time", "stop"),
    ("arrivederci e buona giornata", "eligibility_form", "eligibility_age", "stop"),
    ("a presto Nadia", "booking_form", "booking_name", "goodbye"),
    ("giovedì alle 10, ciao", "booking_form", "booking_time", "inform"),
    ("ciao ciao", None, None, "goodbye"),
])
def test_a_goodbye_leaves_the_form(text: str, task: Optional[str], question: Optional[str], intent: str) -> None:
    assert meant(text, "goodbye", task, question).intent == intent


@pytest.mark.parametrize(("text", "read_as"), [
    ("Piero Mori", "express_distress"), ("Giulio Costa", "ask_course_cost"), ("Rosa Fiorita", "out_of_scope")])
def test_at_the_name_question_a_name_is_a_name(text: str, read_as: str) -> None:
    assert meant(text, read_as, "booking_form", "booking_name").intent == "inform"
    assert meant(text, read_as, "booking_form", "booking_time").intent == read_as


@pytest.mark.parametrize(("text", "read_as"), [
    ("va bene d'accordo", "affirm"), ("grazie mille, gentilissimi", "thank"), ("annulla tutto", "stop"),
    ("quanto costa?", "ask_course_cost"), ("basta", "stop")])
def test_at_the_name_question_thanks_and_leaving_stay(text: str, read_as: str) -> None:
    assert meant(text, read_as, "booking_form", "booking_name").intent == read_as


@pytest.mark.parametrize("text", ["anzi no, annulla", "no dai, annulla", "annulla tutto", "lasciamo stare", "basta",
                                  "ho cambiato idea, lascia perdere", "non mi interessa più",
                                  "mm no dai, ci penso su e riscrivo domani"])
def test_leaving_a_task_is_no_cancelling(text: str) -> None:
    assert meant(text, "cancel_appointment", "eligibility_form", "eligibility_course").intent == "stop"
    assert meant(text, "cancel_appointment", "booking_form", "booking_confirm").intent == "stop"


@pytest.mark.parametrize("text", ["annulla il mio appuntamento di giovedì", "cancella i miei dati"])
def test_what_names_another_thing_leaves_nothing(text: str) -> None:
    assert meant(text, "cancel_appointment", "eligibility_form", "eligibility_age").intent == "cancel_appointment"


@pytest.mark.parametrize("text", ["uffa ma quante domande, che rottura di scatole", "madonna che interrogatorio",
                                  "ancora domande? siete pesanti", "che palle, non finisce più", "ma è lunga sta cosa"])
def test_a_grumble_in_a_task_leaves_nothing(text: str) -> None:
    for task, question in (("booking_form", "booking_contact"), ("eligibility_form", "eligibility_age")):
        assert meant(text, "stop", task, question).act == "grumble"
    assert meant(text, "complain").act is None


@pytest.mark.parametrize("text", ["uffa basta, lascia perdere", "che palle, voglio una persona",
    "quante domande ci sono?"])
def test_a_grumble_that_wants_something_is_read_for_it(text: str) -> None:
    assert meant(text, "stop", "booking_form", "booking_contact").act != "grumble"


def test_a_day_at_a_consent_takes_the_appointment_that_was_offered() -> None:
    offered = Context("interest_form", "interest_consent", offered="book_appointment")
    read_as = Understood("inform", 0.8, kinds=frozenset({"office"}))
    assert interpret("giovedì mattina a Merate", read_as, offered).intent == "book_appointment"
    assert interpret("sì", Understood("affirm", 0.9), offered).intent == "affirm"


@pytest.mark.parametrize("text", ["ma poi lo dite all'agenzia delle entrate?", "solo se non li girate alle agenzie",
                                  "e lo passate a qualcuno?", "sì ma non li date mica ad altri, vero?",
                                  "lo viene a sapere il mio datore?"])
def test_who_else_is_told_is_asked_in_a_task(text: str) -> None:
    for task, question in (("booking_form", "booking_consent"), ("eligibility_form", "eligibility_income")):
        assert meant(text, "affirm", task, question).act == "share"
    assert meant("lavoro in un'agenzia", "inform", "eligibility_form", "eligibility_status").act is None


def test_what_one_will_not_tell_is_passed_over() -> None:
    read = meant("l'età a una macchina non la dico", "out_of_scope", "eligibility_form", "eligibility_age")
    assert (read.intent, read.act) == ("inform", "skip")
    assert meant("perché? non lo dico a nessuno?", "out_of_scope", "eligibility_form", "eligibility_age").act != "skip"


def test_who_keeps_the_appointment_keeps_it() -> None:
    for text in ("no, tienilo", "lo tengo", "no non annullarlo"):
        assert meant(text, "deny", "cancel_form", "cancel_confirm").option == "cancel_confirm:no"
    for text in ("no niente, lascialo dov'è", "lascia stare"):
        assert meant(text, "out_of_scope", "move_form", "move_time").intent == "stop"
    assert meant("giovedì alle 10", "inform", "move_form", "move_time").intent == "inform"


def test_at_the_summary_change_is_the_button() -> None:
    for text in ("cambia", "no, vorrei cambiare qualcosa", "modifica"):
        assert meant(text, "move_appointment", "booking_form", "booking_confirm").option == "booking_confirm:no"
    assert meant("cambia l'ora", "move_appointment", "booking_form", "booking_confirm").option is None


def test_to_begin_again_is_no_erasure() -> None:
    text = "ho sbagliato tutto, cancella e ricominciamo da capo"
    assert meant(text, "erase_data", "booking_form", "booking_confirm").act == "anew"
    for text in ("ho fatto un pasticcio, azzera e rifacciamo dall'inizio", "possiamo ripartire da zero?"):
        assert meant(text, "inform", "eligibility_form", "eligibility_status").act == "anew"
    for text in ("vorrei ricominciare a lavorare", "quando ricominciano i corsi?"):
        assert meant(text, "inform", "eligibility_form", "eligibility_status").act is None


def test_after_a_booking_it_points_at_the_appointment() -> None:
    assert meant("ho cambiato idea, annullalo", "stop", at_hand=True).intent == "cancel_appointment"
    assert meant("ho sbagliato giorno, intendevo martedì", "inform", at_hand=True).intent == "move_appointment"
    assert meant("spostalo a giovedì", "inform", at_hand=True).intent == "move_appointment"
    assert meant("ho cambiato idea, annullalo", "stop").intent == "stop"
    assert meant("uffa quel giorno non posso più, disdici", "inform", at_hand=True).intent == "cancel_appointment"
    assert meant("non so se annullare", "inform", at_hand=True).intent == "inform"
    assert meant("quel giorno ho la visita in ospedale, disdici", "out_of_scope", at_hand=True).intent == (
        "cancel_appointment")
    assert meant("eliminate quello che avete su di me", "erase_data", at_hand=True).intent == "erase_data"
    assert meant("annulla quello che ho preso", "stop", at_hand=True).intent == "cancel_appointment"


def test_who_has_given_notice_erases_nothing() -> None:
    assert meant("ho dato le dimissioni ieri e mi sono pentita, come le revoco?", "erase_data").intent == "out_of_scope"
    assert meant("ti ho dato i miei dati, toglili", "erase_data").intent == "erase_data"
    assert meant("ho dato il numero sbagliato", "erase_data", at_hand=True).intent == "ask_contact_change"
    assert meant("ho dato il numero sbagliato, toglilo dai vostri dati", "erase_data").intent == "erase_data"


@pytest.mark.parametrize(("text", "intent"), [
    ("cancella i miei promemoria", "ask_reminders_off"), ("cancella l'ultimo messaggio", "ask_message_erased"),
    ("cancella la sveglia di domani", "out_of_scope"), ("elimina l'appuntamento", "cancel_appointment"),
    ("cancella i miei dati", "erase_data"), ("elimina tutto quello che ho scritto", "erase_data"),
    ("dimenticati di me", "erase_data")])
def test_an_erasure_needs_words_that_ask_for_it(text: str, intent: str) -> None:
    assert meant(text, "erase_data").intent == intent


def test_other_words_for_a_button_that_is_shown() -> None:
    assert meant("non ce l'ho", "deny", "move_form", "move_appointment", NO_CODE).intent == "ask_office_contact"
    for said in ("non ce l'ho il codice", "il codice mi sa che l'ho perso", "ho cancellato il codice per sbaglio"):
        assert meant(said, "stop", "move_form", "move_appointment", NO_CODE).intent == "ask_office_contact"
    assert meant("non ce l'ho", "deny", "move_form", "move_appointment").intent == "deny"


@pytest.mark.parametrize("text", ["quindi non ho nessun appuntamento?", "che appuntamenti ho?",
                                  "l'appuntamento ce l'ho ancora, vero?"])
def test_which_appointments_one_has(text: str) -> None:
    assert meant(text, "nlu_fallback").intent == "list_appointments"


def test_after_a_check_the_verdict_is_asked_for() -> None:
    found = interpret("quindi, sì o no?", Understood("goodbye"), Context(checked=True))
    assert found.intent == "check_eligibility"
    assert meant("quindi, sì o no?", "goodbye").intent == "goodbye"


@pytest.mark.parametrize(("text", "intent"), [
    ("allora, per la mia amica? stesso giorno alle 11", "book_appointment"),
    ("ne serve uno anche a mia sorella", "book_appointment"), ("un altro per mio figlio", "book_appointment"),
    ("posso venire con mia moglie?", "list_appointments"),
    ("che cosa è opportuno che porti con me quel giorno?", "list_appointments"),
    ("possiamo presentarci in due?", "list_appointments")])
def test_after_a_booking_another_one_or_a_question_of_it(text: str, intent: str) -> None:
    assert meant(text, "out_of_scope", at_hand=True).intent == intent


def test_after_a_check_another_person_is_asked_for() -> None:
    checked = Context(checked=True, last_question="check_eligibility")
    assert interpret("e mio marito invece?", Understood("ask_course_audience", 0.6), checked).intent == (
        "check_eligibility")
    assert meant("e mio marito invece?", "out_of_scope").intent == "out_of_scope"


@pytest.mark.parametrize("text", [
    "e se li compio a marzo?", "li fa a marzo, i diciotto. Allora sì?", "ne fa 18 tra due mesi",
    "tra poco ne compio 18", "compie gli anni a maggio"])
def test_a_birthday_to_come_is_told_in_a_check_and_after_it(text: str) -> None:
    asked = Context("eligibility_form", "eligibility_status")
    assert interpret(text, Understood("inform", 0.5), asked).act == "birthday"
    assert interpret(text, Understood("inform", 0.5), Context(checked=True)).act == "birthday"
    assert interpret(text, Understood("inform", 0.5), Context()).act is None
    assert interpret("sono disoccupato da marzo", Understood("inform", 0.5), Context(
        "eligibility_form", "eligibility_status")).act is None


def test_the_number_left_for_a_call_is_put_right() -> None:
    left = Context(left="callback_form")
    text = "chiedo scusa, il cellulare giusto è 333 1234567"
    assert interpret(text, Understood("inform", 0.5), left).intent == "ask_contact_change"
    assert interpret("333 1234567", Understood("inform", 0.5), left).intent == "inform"


def test_after_a_booking_a_wrong_number_is_told() -> None:
    text = "il numero che ti ho lasciato è sbagliato, quello giusto è 333 1234567"
    assert meant(text, "ask_office_contact", at_hand=True).intent == "ask_contact_change"
    assert meant("il numero dell'ufficio è sbagliato?", "ask_office_contact").intent == "ask_office_contact"


@pytest.mark.parametrize("text", [
    "mi sono mangiata una elle nel cognome: Mandelli", "Mandelli con due elle", "*Mandelli", "segnati 3225628844",
    "da domani quella sim non ce l'ho più, segnati 3225628844", "il cognome completo è Hernandez Lopez"])
def test_after_a_booking_the_right_name_or_number_is_told(text: str) -> None:
    assert meant(text, "inform", at_hand=True).intent == "ask_contact_change"
    assert meant(text, "inform").intent != "ask_contact_change"


def test_a_code_in_a_sentence_is_shown() -> None:
    text = "mio padre ha sul frigo scritto LC-ZH5V-YYGF, che roba è?"
    assert interpret(text, Understood("ask_course_about", 0.6), Context()).intent == "list_appointments"


def test_after_a_booking_another_reason_was_meant() -> None:
    text = "però io dovevo fare la verifica dei requisiti, non il colloquio"
    understood = Understood("check_eligibility", 0.9, kinds=frozenset({"service"}))
    assert interpret(text, understood, Context(at_hand=True)).intent == "ask_contact_change"
    assert interpret("dove si fa la verifica dei requisiti?", replace(understood, intent="ask_office_address"), Context(
        at_hand=True)).intent == "ask_office_address"


@pytest.mark.parametrize("text", ["aspetta, c'è uno sbaglio", "c'è un errore",
                                  "qualcosa non torna", "un dato è sbagliato"])
def test_a_mistake_in_the_summary_is_asked_for(text: str) -> None:
    found = interpret(text, Understood("ask_office_contact", 0.9), Context("booking_form", "booking_confirm"))
    assert found.option == "booking_confirm:no"


@pytest.mark.parametrize("text", ["no blocca tutto, mi faccio vivo io", "non se ne fa niente", "fermati"])
def test_a_booking_is_left_in_other_words(text: str) -> None:
    assert interpret(text, Understood("deny", 0.9), Context("booking_form", "booking_confirm")).intent == "stop"


def test_what_the_limits_are_is_not_why_it_is_asked() -> None:
    at_age = Context("eligibility_form", "eligibility_age")
    found = interpret("perché, c'è un'età massima?", Understood("inform", 0.5), at_age)
    assert found.intent == "ask_course_audience"


@pytest.mark.parametrize("text", ["può ricordarmi l'indirizzo?", "mi ripete il giorno?", "e se quel giorno nevica?"])
def test_after_a_booking_what_was_told_is_told_again(text: str) -> None:
    assert meant(text, "out_of_scope", at_hand=True).intent == "list_appointments"


@pytest.mark.parametrize("text", ["ah, a che ora era?", "quando è?", "e dove devo andare?", "è domani, giusto?"])
def test_after_a_booking_short_questions_are_about_it(text: str) -> None:
    assert meant(text, "ask_event_time", at_hand=True).intent == "list_appointments"
    assert meant(text, "ask_event_time").intent == "ask_event_time"


def test_a_code_alone_is_an_appointment() -> None:
    assert meant("LC-7QW2-X1K9", "inform").intent == "list_appointments"
    assert meant("sposta LC-7QW2-X1K9", "move_appointment").intent == "move_appointment"


NEEDS = NeedIndex(PhraseIndex([("isee", ["isee"]), ("permit", ["rinnov* permesso"])]))


@pytest.mark.parametrize(("text", "task", "question", "intent"), [
    ("dove faccio l'isee?", None, None, "ask_need"),
    ("dove faccio l'isee?", "booking_form", "booking_time", "ask_need"),
    ("dove faccio l'isee?", "booking_form", "booking_name", "out_of_scope"),
    ("isee", "eligibility_form", "eligibility_income", "out_of_scope"),
    ("che tempo fa?", None, None, "out_of_scope"),
])
def test_what_is_on_the_register_is_answered_from_it(
    text: str, task: Optional[str], question: Optional[str], intent: str
) -> None:
    found = interpret(text, Understood("out_of_scope", 0.8), Context(task, question, needs=NEEDS))
    assert found.intent == intent


@pytest.mark.parametrize(("text", "near", "question", "intent"), [
    ("il padrone non mi dà la liquidazione", ("isee", 0.9), None, "ask_need"),
    ("il padrone non mi dà la liquidazione", ("isee", 0.2), None, "out_of_scope"),
    ("il padrone non mi dà la liquidazione", ("of another installation", 0.9), None, "out_of_scope"),
    ("il padrone non mi dà la liquidazione", ("isee", 0.9), "booking_time", "out_of_scope"),
    ("e chi mi dà la liquidazione?", ("isee", 0.9), "booking_time", "ask_need"),
    ("Isa Isei", ("isee", 0.9), "booking_name", "inform")])
def test_what_is_near_a_row_of_the_register_is_answered_from_it_and_named_as_a_guess(
    text: str, near: tuple[str, float], question: Optional[str], intent: str,
) -> None:
    context = Context("booking_form" if question else None, question, needs=replace(NEEDS, taught=frozenset({"isee"})))
    found = interpret(text, Understood("out_of_scope", 0.8, near_needs=(near,)), context)
    assert (found.intent, found.names) == (intent, (("guessed_need", "isee"),) if intent == "ask_need" else ())


def test_a_row_whose_words_were_changed_at_the_desk_goes_before_what_was_learnt() -> None:
    near = Understood("out_of_scope", 0.8, near_needs=(("permit", 0.9),))
    known = Context(needs=replace(NEEDS, taught=frozenset({"isee", "permit"})))
    changed = Context(needs=replace(NEEDS, taught=frozenset({"permit"})))
    assert interpret("chi mi fa l'isee?", near, known).names == (("guessed_need", "permit"),)
    assert interpret("chi mi fa l'isee?", near, changed).names == ()


def test_a_law_that_is_another_bodys_is_not_refused_where_the_register_knows_it() -> None:
    laws = Context(needs=NeedIndex(PhraseIndex([("targeted", ["legge 68"])])))
    for text in ("legge 68", "come funziona la legge 68?", "iscrizione liste legge 68/99"):
        assert interpret(text, Understood("ask_regional_law", 0.7), laws).intent == "ask_need", text
    assert interpret("come funziona la legge 104?", Understood("ask_regional_law", 0.7), laws).intent == "out_of_scope"


def test_a_short_question_after_the_register_goes_on_about_it() -> None:
    after, elsewhere = Context(needs=NEEDS, subject="need:isee"), Context(needs=NEEDS, subject="course:sala")
    assert interpret("e come si fa?", Understood("nlu_fallback", 0.3), after).intent == "ask_need"
    assert interpret("e come si fa?", Understood("nlu_fallback", 0.3), elsewhere).intent == "nlu_fallback"


@pytest.mark.parametrize("text", ["torna indietro", "scusa, torniamo indietro", "ho sbagliato la risposta di prima",
                                  "posso tornare alla domanda di prima?"])
def test_going_back_is_no_leaving(text: str) -> None:
    assert meant(text, "stop", "booking_form", "booking_contact").intent == "inform"
    assert meant(text, "stop", "erase_form", "erase_confirm").intent == "stop"
    train = "torno indietro in treno da Milano"
    assert meant(train, "out_of_scope", "booking_form", "booking_time").intent == "out_of_scope"


@pytest.mark.parametrize(("text", "question"), [
    ("la mail non voglio lasciarla", "booking_consent"), ("il telefono preferisco non darlo", "booking_contact"),
    ("e se poi non posso venire?", "booking_confirm")])
def test_what_is_said_of_a_contact_or_asked_of_the_appointment_leaves_nothing(text: str, question: str) -> None:
    assert meant(text, "stop", "booking_form", question).intent == "inform"
    assert meant("lascia stare", "stop", "booking_form", question).intent == "stop"


@pytest.mark.parametrize(("text", "intent"), [
    ("va be' dai, accetto", "book_appointment"), ("ok ci ho ripensato", "book_appointment"),
    ("anzi dai, prenota pure", "book_appointment"), ("sì dai, facciamolo", "book_appointment"),
    ("e allora come faccio?", "ask_without_booking"), ("si può telefonare?", "ask_without_booking"),
    ("che orari fanno?", "ask_without_booking"),
    ("ok grazie", "affirm"), ("quali corsi ci sono?", "affirm")])
def test_after_a_refused_consent(text: str, intent: str) -> None:
    found = interpret(text, Understood("affirm", 0.8), Context(refused=True))
    assert found.intent == intent
    assert interpret(text, Understood("affirm", 0.8), Context()).intent == "affirm"


@pytest.mark.parametrize("text", [
    "oddio ho schiacciato per sbaglio, lo rivoglio", "ci ho ripensato", "no aspetta non volevo annullarlo",
    "si può ripristinare?", "anzi guarda rimettilo che ci vado", "ho guardato i turni, dai riprendiamo la prenotazione",
    "anzi no dai continuiamo", "ho cambiato idea, lo voglio", "rifammelo", "me lo ridai?", "ho sbagliato tasto"])
def test_what_was_given_up_is_wanted_after_all(text: str) -> None:
    given_up = Context(dropped="booking_form", dropped_start="orientamento:lecco|2027-01-18T10:00")
    found = interpret(text, Understood("out_of_scope", 0.8), given_up)
    assert (found.intent, found.option, found.names) == (
        "book_appointment", "booking_time:lecco|2027-01-18T10:00", (("service", "orientamento"),))
    assert interpret(text, Understood("out_of_scope", 0.8), Context(dropped="eligibility_form")).intent in (
        "check_eligibility", "book_appointment")


@pytest.mark.parametrize("text", [
    "ok grazie", "no basta, ho cambiato idea, non mi serve", "allora niente", "prenotane un altro", "ciao"])
def test_what_was_given_up_stays_so(text: str) -> None:
    given_up = Context(dropped="booking_form", dropped_start="orientamento:lecco|2027-01-18T10:00")
    assert interpret(text, Understood("out_of_scope", 0.8), given_up).option is None
    assert interpret(text, Understood("deny", 0.8), replace(given_up, dropped="erase_form")).intent != "erase_data"


def test_another_day_is_booked_instead_of_the_one_given_up() -> None:
    given_up = Context(dropped="booking_form", dropped_start="orientamento:lecco|2027-01-18T10:00")
    found = interpret("ci ho ripensato, fammelo per martedì alle 10", Understood("inform", 0.8), given_up)
    same = (("service", "orientamento"), ("office", "lecco"))
    assert (found.intent, found.option, found.names) == ("book_appointment", None, same)
    moved = interpret("ho sbagliato, volevo solo spostarlo", Understood("move_appointment", 0.8), replace(
        given_up, dropped="cancel_form"))
    assert (moved.intent, moved.option, moved.names) == ("book_appointment", None, same)
    assert interpret("spostalo", Understood("move_appointment", 0.8), replace(
        given_up, at_hand=True)).intent == "move_appointment"  # another one, that is still there


@pytest.mark.parametrize("question", ["booking_time", "move_time"])
def test_a_time_that_is_asked_for_waits_for_no_place(question: str) -> None:
    acts = (("start waiting_form", 0.43),)
    asked = Understood("ask_availability", 0.97, acts=acts)
    task = "booking_form" if question == "booking_time" else "move_form"
    assert interpret("in mattinata c'è qualcosa?", asked, Context(task, question)).intent == "inform"
    waits = interpret("avvisami se si libera un posto di mattina", asked, Context(task, question))
    assert waits.intent == "leave_wait"


@pytest.mark.parametrize(("refused", "intent"), [(True, "ask_without_booking"), (False, "ask_appointment_walk_in")])
def test_without_an_appointment_after_a_refused_consent_is_how_else(refused: bool, intent: str) -> None:
    found = interpret("posso venire senza appuntamento?", Understood("affirm", 0.8), Context(refused=refused))
    assert found.intent == intent


@pytest.mark.parametrize("text", ["non ho capito, me lo spieghi più semplice?", "cioè? dimmelo in altre parole"])
def test_the_last_answer_in_simpler_words(text: str) -> None:
    assert interpret(text, Understood("ask_pact_about", 0.6), Context(answered=True)).intent == "ask_simpler"
    assert interpret(text, Understood("ask_pact_about", 0.6), Context()).intent != "ask_simpler"


def test_a_code_among_few_words_is_what_the_message_is_about() -> None:
    assert interpret("allora lc4k8mzz9q", Understood("goodbye"), Context()).intent == "list_appointments"
    assert interpret("e per i camerieri?", Understood("ask_course_about"), Context()).intent == "ask_course_about"


@pytest.mark.parametrize(("text", "task", "question", "option"), [
    ("mio padre è caduto e non respira", "booking_form", "booking_consent", "booking_consent:no"),
    ("il mio compagno mi ha dato uno schiaffo", "erase_form", "erase_confirm", "erase_confirm:no"),
    ("mio marito mi picchia", "booking_form", "booking_service", "booking_service:orientamento")])
def test_a_cry_for_help_is_heard_though_an_answer_was_learnt(text: str, task: str, question: str, option: str) -> None:
    read_as = Understood("choose", 1.0, option)
    assert interpret(text, read_as, Context(task, question)).intent == "express_distress"


@pytest.mark.parametrize("text", ["ammazza che fila", "ammazza quanto ci mettete", "mi uccide questa burocrazia",
                                  "sto morendo di caldo", "sono morta di sonno"])
def test_a_way_of_speaking_is_no_cry_for_help(text: str) -> None:
    assert interpret(text, Understood("express_distress", 0.9), Context()).intent == "tell_hard_time"


@pytest.mark.parametrize("text", ["basta così", "niente altro", "no grazie", "a posto così"])
def test_at_the_comment_enough_ends_the_rating_and_drops_nothing(text: str) -> None:
    enough = Button("No, basta così", '/choose{"option": "feedback_comment:"}')
    assert meant(text, "stop", "feedback_form", "feedback_comment", enough).option == "feedback_comment:"


@pytest.mark.parametrize(("text", "read_as"), [("ci devo pensare", "stop"), ("mah non sono sicura", "deny")])
def test_who_cannot_decide_neither_leaves_nor_refuses(text: str, read_as: str) -> None:
    assert meant(text, read_as, "booking_form", "booking_consent").intent == "inform"
    assert meant("no", "deny", "booking_form", "booking_consent").intent == "deny"


@pytest.mark.parametrize("text", ["annulla questo e prenotane uno a Merate", "annulla quello"])
def test_the_appointment_at_hand_is_pointed_at(text: str) -> None:
    assert meant(text, "nlu_fallback", at_hand=True).intent == "cancel_appointment"


@pytest.mark.parametrize("text", ["ok e allora adesso che faccio?", "e adesso?", "qual è il prossimo passo?"])
def test_after_a_check_the_next_step_is_told(text: str) -> None:
    found = interpret(text, Understood("nlu_fallback", 0.4), Context(checked=True))
    assert found.intent == "ask_course_enrol"


@pytest.mark.parametrize(("text", "read_as", "intent"), [
    ("si vediamo", "goodbye", "affirm"), ("ci vediamo", "goodbye", "goodbye"),
    ("sì grazie", "thank", "affirm"), ("certo, grazie mille", "thank", "affirm"), ("ok grazie", "thank", "thank"),
    ("quando ho l'appuntamento? il mio numero è 333 1234567", "list_appointments", "list_appointments")])
def test_a_polite_yes_and_a_question_with_a_number(text: str, read_as: str, intent: str) -> None:
    assert interpret(text, Understood(read_as, 0.9), Context()).intent == intent


def test_a_learnt_answer_that_holds_no_value_is_no_answer() -> None:
    age = Context("eligibility_form", "eligibility_age")
    read = Understood("book_appointment", 0.95, acts=(("answer", 0.9),))
    assert interpret("prendo appuntamento", read, age).intent == "book_appointment"
    assert interpret("ne ho 34, prendo appuntamento", read, age).intent == "inform"


def test_a_choice_that_was_learnt_needs_more_than_a_guess() -> None:
    one = Button("1 ★", '/choose{"option": "feedback_stars:1"}')
    for probability, intent in ((0.15, "inform"), (0.6, "choose")):
        read = Understood("inform", 0.3, acts=(("choose feedback_stars:1", probability),))
        assert interpret("5 stele", read, Context("feedback_form", "feedback_stars", (one,))).intent == intent


def test_a_booking_in_fragments_comes_before_what_nobody_is_sure_of() -> None:
    text, kinds = "orientamento lecco 31 febbraio", frozenset({"office", "service"})
    assert interpret(text, Understood("ask_jobday_about", 0.4, None, kinds), Context()).intent == "book_appointment"
    assert interpret(text, Understood("ask_jobday_about", 0.9, None, kinds), Context()).intent == "ask_jobday_about"


@pytest.mark.parametrize("context", [Context(), Context("booking_form", "booking_time")])
@pytest.mark.parametrize(("text", "read_as", "intent"), [
    ("appuntamento dal parrucchiere lunedì alle 10", "book_appointment", "out_of_scope"),
    ("prenota dal dentista", "book_appointment", "ask_need"),
    ("il seminario di Venegono si può visitare?", "ask_seminar_about", "out_of_scope"),
    ("vi ho scritto una mail dieci giorni fa, silenzio totale", "out_of_scope", "complain"),
    ("ma che servizio è, vi pago pure le tasse", "out_of_scope", "complain"),
    ("bravi, complimenti, bel servizio", "thank", "complain")])
def test_bookings_elsewhere_and_complaints_are_heard_in_a_form_too(
    context: Context, text: str, read_as: str, intent: str,
) -> None:
    register = NeedIndex(PhraseIndex([("health", ["prenot* dentist*"]), ("taxes", ["tasse"]),
                                      ("other_courses", ["parrucchier*"])]))
    assert interpret(text, Understood(read_as, 0.9), replace(context, needs=register)).intent == intent


def test_a_reason_for_a_change_of_ours_stays_a_change() -> None:
    assert meant("ho appuntamento dal dentista, spostiamo il mio?", "move_appointment").intent == "move_appointment"
    assert meant("complimenti, ottimo servizio", "praise").intent == "praise"


def test_the_question_at_the_end_is_of_what_was_spoken_of() -> None:
    taxes = NeedIndex(PhraseIndex([("taxes", ["tasse"])]))
    read = Understood("ask_course_cost", 0.8)
    after_course = Context(None, None, needs=taxes, subject="course:sala")
    assert interpret("però le tasse mi ammazzano, quanto costa?", read, after_course).intent == "ask_course_cost"
    assert interpret("dove pago le tasse?", Understood("out_of_scope", 0.8), after_course).intent == "ask_need"


@pytest.mark.parametrize(("text", "read_as", "task", "question", "intent"), [
    ("ho scritto nella chat sbagliata cancella", "erase_data", "eligibility_form", "eligibility_age", "stop"),
    ("quella settimana non ci sono, quella dopo?", "move_appointment", "booking_form", "booking_consent", "inform"),
    ("verifica dei requisiti sarebbe?", "check_eligibility", "booking_form", "booking_service", "inform"),
    ("lo presti", "out_of_scope", "booking_form", "booking_contact", "inform"),
    ("degli esposti", "out_of_scope", "booking_form", "booking_contact", "inform"),
    ("nicolò d'angelo", "out_of_scope", "booking_form", "booking_contact", "inform"),
    ("bocca al lupo", "out_of_scope", "booking_form", "booking_contact", "out_of_scope"),
    ("lo dico dopo", "out_of_scope", "booking_form", "booking_contact", "out_of_scope")])
def test_inside_a_form_the_wording_of_others(
    text: str, read_as: str, task: str, question: str, intent: str
) -> None:
    assert interpret(text, Understood(read_as, 0.9), Context(task, question)).intent == intent


@pytest.mark.parametrize(("text", "intent"), [
    ("cancella la cronologia del browser", "out_of_scope"), ("elimina le foto doppie da whatsapp", "out_of_scope"),
    ("cancella la cronologia di questa chat", "erase_data"), ("cancella il mio numero di telefono", "erase_data")])
def test_only_our_data_are_erased(text: str, intent: str) -> None:
    assert interpret(text, Understood("erase_data", 0.9), Context()).intent == intent


@pytest.mark.parametrize(("text", "intent"), [
    ("scusa mi si è bloccato tutto, me li rimandi?", "ask_office_contact"), ("puoi ripetere?", "ask_office_contact"),
    ("me lo ripeti per favore?", "ask_office_contact"), ("come hai detto?", "ask_office_contact"),
    ("eh?", "ask_office_contact"), ("rimandameli", "ask_office_contact"), ("me lo mandi via mail?", "out_of_scope"),
    ("puoi ripetere in parole semplici?", "ask_simpler"), ("puoi riscrivere il curriculum?", "out_of_scope"),
    ("mi rimandi il promemoria?", "out_of_scope")])
def test_the_last_answer_once_more(text: str, intent: str) -> None:
    told = Context(answered=True, last_question="ask_office_contact", subject="office:merate")
    assert interpret(text, Understood("out_of_scope", 0.8), told).intent == intent


@pytest.mark.parametrize(("text", "intent"), [
    ("e perché mai no?", "check_eligibility"), ("perché no scusa?", "check_eligibility"),
    ("ma perché?", "check_eligibility"), ("come sarebbe a dire no?", "check_eligibility"),
    ("allora per una come me non c'è niente?", "ask_simpler"), ("quindi niente da fare?", "ask_simpler"),
    ("e che alternative ho?", "ask_simpler"), ("non c'è proprio nulla per me?", "ask_simpler"),
    ("per quelli della mia età cosa c'è?", "ask_simpler"), ("perché piove?", "out_of_scope"),
    ("niente, grazie", "out_of_scope")])
def test_a_verdict_is_asked_back(text: str, intent: str) -> None:
    checked = Context(checked=True, last_question="check_eligibility", subject="course:sala")
    assert interpret(text, Understood("out_of_scope", 0.8), checked).intent == intent


@pytest.mark.parametrize("text", [
    "scusate ma saranno fatti miei, a voi che ve ne importa di quanto prendo", "non sono affari vostri quanto guadagno",
    "che domande, siete dell'agenzia delle entrate?", "mi sembra una domanda un po' invadente"])
def test_who_takes_a_question_amiss_neither_leaves_it_nor_asks_outside(text: str) -> None:
    assert meant(text, "out_of_scope", "eligibility_form", "eligibility_income").intent == "inform"
    assert meant(text, "out_of_scope").intent == "out_of_scope"


@pytest.mark.parametrize(("text", "amiss"), [
    ("mi sembra un interrogatorio", False), ("è un terzo grado?", False), ("ma che domande sono", True)])
def test_who_is_tired_of_questions_does_not_take_one_amiss(text: str, amiss: bool) -> None:
    assert takes_amiss(text) is amiss
    assert grumbles(text) is not amiss


def test_ones_own_business_alone_is_not_told() -> None:
    for text in ("fatti miei", "questi sono affari miei", "no scusa, sono cose mie", "non lo dico, sono fatti miei"):
        assert not takes_amiss(text)
