"""The register of needs: which need a message asks for, and which messages ask for none or are ours."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from bot.services import needs
from bot.settings import Settings
from bot.yaml_files import read_yaml
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]


def read(settings: Settings, text: str, intent: str = "out_of_scope", confidence: float = 0.9) -> str | None:
    return needs.read_need(needs.index_needs(settings), text, intent, confidence)


@pytest.mark.parametrize(("text", "need"), [
    ("dove la faccio la domanda di naspi", "naspi"), ("nn mi e arrivata la disoccupazione pagata di ottobre", "naspi"),
    ("isee a lecco chi lo fa", "isee"), ("mi scade il permeso di sogiorno", "residence_permit"),
    ("voglio diventare oss", "other_courses"), ("corso di inglese", "other_courses"),
    ("ci sono lezioni di italiano?", "italian_courses"), ("patentino x il muletto", "licences"),
    ("come cambio residenza", "registry"), ("il capo non mi paga lo stipendio", "unpaid_wages"),
    ("mi sono fatta male sul lavoro", "work_injury"), ("ho fatto richiesta di casa popolare", "housing"),
    ("siamo una ditta e cerchiamo un apprendista", "firm_staff"), ("incentivi se assumo?", "firm_incentives"),
    ("cerco lavoro", "job_offers"), ("mi hanno licenziato stamattina", "dismissed"), ("vorrei fare un cv", "cv"),
    ("c'è qualcuno che mi guarda il cv? è vecchio di dieci anni", "cv"),
    ("c'è un posto dove si vedono le offerte?", "job_offers"),
    ("non ho mai scritto un cv, mi aiutate a farlo?", "cv"),
    ("si può fare un tirocinio anche se non faccio i vostri corsi?", "traineeship"),
    ("voglio fare un reclamo", "complaint"),
    ("assegno unico", "family_allowance"), ("categorie protette", "targeted_placement"),
    ("bollo auto dove lo pago", "car_tax"), ("a chi pago la tari?", "local_taxes"),
    ("quando passa il treno per milano", "transport"), ("voglio andare a lavorare in svizzera", "abroad"),
    ("I need my residence permit", "residence_permit"),
    ("faccio la stagione in albergo, quando finisce la disoccupazione a chi la domando?", "naspi"),
    ("che requisiti ci vogliono per l'ADI?", "adi"), ("quali sono i requisiti della naspi?", "naspi"),
    ("a mio cognato danno l'SFL intanto che fa un corso, come si fa a prenderlo?", "sfl"),
    ("sono delle categorie protette, dove mi devo segnare?", "targeted_placement"),
    ("appartengo alle categorie protette e cerco lavoro", "targeted_placement"),
    ("a quanti anni posso smettere di lavorare?", "pension"),
    ("con 38 anni di contributi mi tocca lavorare ancora?", "pension"),
    ("mia suocera non cammina più, come si chiede l'accompagnamento?", "disability_benefit"),
    ("mio papà è allettato, si può avere l'accompagnamento?", "disability_benefit"),
    ("ho partorito a maggio e non lavoro, danno qualcosa alle mamme?", "maternity"),
    ("c'è uno sconto sul gas per chi è disoccupato?", "bonuses"), ("c'è qualche riduzione sulle bollette?", "bonuses"),
    ("c'è richiesta di saldatori in zona?", "job_offers"), ("cercano saldatori da queste parti?", "job_offers"),
    ("ci sono aziende che cercano magazzinieri?", "job_offers"),
    ("che mestieri sono richiesti in provincia?", "job_offers"),
    ("abbiamo una carpenteria a Oggiono, una dozzina di operai, e non troviamo saldatori", "firm_staff"),
    ("non si trovano più saldatori, potete aiutarci?", "firm_staff"), ("non troviamo camerieri", "firm_staff"),
    ("dove si va a fare il tesserino dei disoccupati?", "unemployed_certificate"),
    ("come si fa il cartellino da disoccupato?", "unemployed_certificate"),
    ("non sarà mica una fregatura sta cosa?", "trust"), ("non è che è una truffa?", "trust"),
    ("dove sta l'inganno?", "trust"),
    ("guardate che il numero di telefono che date è inesistente", "wrong_data"),
    ("quel numero non è attivo", "wrong_data"),
    ("usa parole più facili che non ho studiato", "short_answers"), ("scrivi semplice", "short_answers"),
    ("l'elettricista vuole 1200 euro per rifarmi l'impianto, è caro?", "repairs"),
    ("il meccanico vuole 800 euro per la frizione, è giusto?", "repairs"),
    ("l'idraulico mi chiede 300 euro per un rubinetto, è tanto?", "repairs"),
    ("l'elettricista mi ha chiesto 80 euro per la chiamata, possibile?", "repairs"),
    ("quanto prende un elettricista all'ora?", "repairs"),
    ("l'officina vorrebbe assumere qualcuno che ha concluso il corso meccanico, con chi ne parliamo?", "firm_staff"),
    ("saremmo disponibili ad assumere chi ha finito il corso, a chi scriviamo?", "firm_staff"),
    ("avremmo un posto per un elettricista uscito dal vostro corso", "firm_staff"),
    ("prenderei volentieri un ex corsista", "firm_staff"), ("quelli sordomuti hanno una lista per lavorare?",
                                                            "targeted_placement"),
    ("ho una protesi alla gamba, c'è una lista per lavorare?", "targeted_placement"),
    ("sono cieco, mi leggi i messaggi?", "read_aloud"),
    ("mi hanno amputato una mano, le ditte sono obbligate a prendere uno come me?", "targeted_placement"),
    ("non mi hanno ancora dato il tfr e sono passati cinque mesi", "unpaid_wages"),
    ("cerco un corso da ASA per lavorare in casa di riposo", "other_courses"),
    ("corso di danza per bimbi quanto viene?", "leisure"),
    ("i corsi di ginnastica per anziani sono gratis?", "leisure"),
])
def test_a_need_is_known_in_other_words(seeded: Settings, text: str, need: str) -> None:
    assert read(seeded, text) == need


@pytest.mark.parametrize(("text", "intent"), [
    ("prendo la naspi, posso fare il corso?", "check_eligibility"),
    ("devo portare la carta d'identità?", "ask_appointment_documents"),
    ("quanto costa il corso? con la pensione non arrivo a molto", "ask_course_cost"),
    ("serve la terza media per il corso di sala?", "ask_course_audience"),
    ("ho il permesso di soggiorno, posso partecipare?", "check_eligibility"),
    ("i sindacati possono entrare nel patto?", "ask_call_member_type"),
    ("la camera di commercio è tra i partner?", "ask_pact_member"),
    ("serve lo spid per la did?", "ask_did"),
    ("date i miei dati all'inps?", "ask_privacy"),
    ("quali categorie servono nel partenariato?", "ask_call_further"),
    ("la legge regionale del patto parla di categorie protette?", "ask_regional_law"),
    ("sono sorda, posso fare il corso?", "check_eligibility"),
    ("chi ha firmato il patto?", "ask_pact_partners"), ("quanto dura il patto?", "ask_pact_timeline"),
    ("il corso da elettricista è caro?", "ask_course_about"),
    ("quali enti hanno aderito al patto?", "ask_pact_member"),
    ("voglio lavorare in un bar", "ask_course_about"),
    ("quanto dura il corso da elettricista?", "ask_course_duration"),
    ("È il comune di Lecco il capofila?", "ask_pact_lead"),
    ("il comune di Merate è tra i partner?", "ask_pact_partners"),
])
def test_a_sure_question_of_ours_stays_ours(seeded: Settings, text: str, intent: str) -> None:
    assert read(seeded, text, intent) is None


@pytest.mark.parametrize(("text", "intent", "need"), [
    ("il 730 lo fate voi?", "ask_office_services", "taxes"),
    ("chi si occupa delle categorie protette?", "ask_call_further", "targeted_placement"),
    ("a chi devo chiedere per il collocamento mirato?", "ask_call_further", "targeted_placement"),
    ("sono un'azienda, come aderisco al patto?", "join_event", "firm_pact"),
    ("voglio aprire un negozio", "ask_negotiated_programming", "start_business"),
    ("cerco anche un lavoro", "ask_pact_actions", "job_offers"),
    ("ci sono incentivi se li assumo?", "ask_course_other_detail", "firm_incentives"),
    ("dove si fa il corso oss?", "ask_course_place", "other_courses"),
    ("ho un bar e mi serve una cameriera", "ask_course_about", "firm_staff"),
    ("per mio figlio di 17 anni avete corsi?", "check_eligibility", "young"),
    ("mi hanno lasciata a casa dalla ditta", "tell_hard_time", "dismissed"),
    ("voglio cambiare lavoro, mi annoio dove sono", "move_appointment", "change_job"),
    ("mi è scaduta la carta d'identità, prendo appuntamento qui?", "ask_appointment_documents", "identity_card"),
    ("ho sentito della legge 68, dove ci si segna?", "ask_regional_law", "targeted_placement"),
    ("sono sorda dalla nascita, con la legge 68 c'è una lista apposta, dove ci si segna?", "ask_regional_law",
     "targeted_placement"), ("sono cieco, come mi iscrivo alle liste speciali?", "ask_did", "targeted_placement"),
    ("legge 68 del 99 cos'è", "ask_regional_law", "targeted_placement"),
    ("chi mi spiega la legge 104?", "ask_regional_law", "disability_benefit"),
    ("il patto di prova che ho firmato quanto può durare?", "tell_good_news", "labour_rules"),
    ("cos'è un patto di prova", "ask_pact_about", "labour_rules"),
    ("mi hanno fatto firmare un patto di non concorrenza, vale?", "tell_hard_time", "labour_rules"),
    ("patto di riservatezza col capo, cosa rischio?", "ask_privacy", "labour_rules"),
    ("siamo disposti ad assumere i vostri allievi, a chi ci rivolgiamo?", "ask_course_participants", "firm_staff"),
    ("mia figlia ha 17 anni e ha mollato la scuola", "inform", "young"), ("ne fa 18 a marzo", "nlu_fallback", "young"),
])
def test_words_that_say_it_outright_are_no_question_of_ours(
    seeded: Settings, text: str, intent: str, need: str
) -> None:
    assert read(seeded, text, intent, 0.8) == need


@pytest.mark.parametrize("text", [
    "prendo la naspi", "sono in cassa integrazione", "ho la partita iva", "Mi chiamo Laura Fumagalli", "ho 45 anni"])
def test_what_a_person_tells_of_themselves_asks_for_nothing(seeded: Settings, text: str) -> None:
    assert read(seeded, text, "inform") is None


@pytest.mark.parametrize("text", [
    "che tempo fa domani?", "ciao", "aggiungi il latte alla lista", "non cerco lavoro", "chi ha vinto la partita?",
    "il convegno dov'era?", "in parole povere cos'è?", "buon Natale"])
def test_nothing_is_named(seeded: Settings, text: str) -> None:
    assert read(seeded, text) is None


@pytest.mark.parametrize(("text", "intent", "need"), [
    ("che requisiti ci vogliono per l'ADI?", "ask_course_audience", "adi"),
    ("che requisiti ci vogliono per il corso?", "ask_course_audience", None),
    ("che requisiti ci vogliono per il corso se prendo la naspi?", "ask_course_audience", None),
    ("sono delle categorie protette, dove mi devo segnare?", "ask_call_further", "targeted_placement"),
    ("quali ulteriori categorie devono esserci nel partenariato?", "ask_call_further", None),
    ("posso smettere il corso a metà?", "ask_course_other_detail", None),
    ("dopo il corso c'è un accompagnamento al lavoro?", "ask_course_other_detail", None),
    ("c'è uno sconto sul corso per chi è disoccupato?", "ask_course_cost", None),
    ("ho partorito a maggio, posso fare il corso?", "check_eligibility", None),
    ("sono categoria protetta, posso fare il corso?", "check_eligibility", None),
    ("non trovo lavoro come saldatore", "out_of_scope", "job_offers"),
    ("avete qualche posto di lavoro?", "ask_availability", "job_offers"),
    ("c'è un posto libero domani?", "ask_availability", None)])
def test_the_neighbours_of_a_need(seeded: Settings, text: str, intent: str, need: str | None) -> None:
    assert read(seeded, text, intent) == need


def test_a_bare_name_in_a_long_story_is_not_what_it_asks(seeded: Settings) -> None:
    story = ("lavoravo in un bar, poi il proprietario ha venduto e i nuovi hanno preso i loro parenti; una signora al "
             "patronato mi ha detto che c'è un foglio da fare ma non ho capito che roba è, me lo sapete dire?")
    assert read(seeded, story, "ask_did", 0.34) is None


def test_in_a_task_only_a_request_counts(seeded: Settings) -> None:
    index = needs.index_needs(seeded)
    assert needs.read_need(index, "cerco lavoro", "inform", 0.9, in_task=True) is None
    assert needs.read_need(index, "mi hanno licenziato", "out_of_scope", 0.9, in_task=True) is None
    assert needs.read_need(index, "ma dove faccio l'isee?", "out_of_scope", 0.9, in_task=True) == "isee"


@pytest.mark.parametrize(("text", "goes_on"), [
    ("e adesso cosa devo fare?", True), ("dove?", True), ("e come si fa?", True), ("grazie", False),
    ("che tempo fa?", False)])
def test_a_short_question_after_an_answer_goes_on_about_it(text: str, goes_on: bool) -> None:
    assert needs.is_follow_up(text, "out_of_scope") is goes_on


@pytest.mark.parametrize(("text", "goes_on"), [
    ("e dove?", True), ("quanto costa?", True), ("dove sono i corsi?", False), ("quanto costa il corso?", False),
    ("quali corsi ci sono?", False)])
def test_a_short_question_read_as_one_of_ours_goes_on_too(text: str, goes_on: bool) -> None:
    assert needs.is_follow_up(text, "ask_course_place") is goes_on


def test_a_need_is_found_by_its_id(seeded: Settings) -> None:
    found = needs.find_need(seeded, "naspi")
    assert found is not None and "INPS" in found.body and found.fact.source
    assert needs.find_need(seeded, "nothing") is None


def test_the_first_step_is_asked_of_the_need_just_told() -> None:
    assert needs.is_follow_up("qual è la prima cosa da fare?", "ask_course_content")
    assert needs.is_follow_up("da dove comincio?", "nlu_fallback")
    assert not needs.is_follow_up("qual è la prima lezione?", "ask_course_content")


def test_who_tells_how_they_were_treated_complains(seeded: Settings) -> None:
    text = "ho aspettato due ore e poi mi hanno mandato via"
    assert read(seeded, text, "ask_course_duration", 0.4) == "bad_treatment"


def test_what_an_own_firm_can_do_in_the_pact_is_no_question_of_who_is_in_it(seeded: Settings) -> None:
    assert read(seeded, "la mia ditta vuole entrare nel patto", "ask_pact_member", 0.8) == "firm_pact"
    assert read(seeded, "la nostra azienda può avere uno stand al job day?", "ask_jobday_about") == "firm_events"
    assert read(seeded, "ho una ditta e vorrei partecipare al job day", "ask_event_audience") == "firm_events"
    assert read(seeded, "le imprese possono entrare nel partenariato?", "ask_call_member_type") is None


@pytest.mark.parametrize(("text", "answers", "need"), [
    ("mi hanno licenziato", False, "dismissed"), ("mi hanno licenziato", True, None),
    ("prendo la naspi", False, None), ("dove si fa l'isee?", True, "isee")])
def test_in_a_task_what_is_only_told_counts_where_it_answers_nothing(
    seeded: Settings, text: str, answers: bool, need: str | None,
) -> None:
    index = needs.index_needs(seeded)
    assert needs.read_need(index, text, "out_of_scope", 0.9, in_task=True, answers=answers) == need


@pytest.mark.parametrize(("text", "intent", "need"), [
    ("come mi iscrivo al collocamento mirato", "ask_did", "targeted_placement"),
    ("ho l'invalidità al 60% posso iscrivermi alle liste?", "check_eligibility", "targeted_placement"),
    ("la did dove la faccio", "ask_did", None), ("ho l'invalidità, posso fare il corso?", "check_eligibility", None)])
def test_a_request_inside_the_phrase_is_asked_for(seeded: Settings, text: str, intent: str, need: str | None) -> None:
    assert read(seeded, text, intent) == need


@pytest.mark.parametrize(("text", "need"), [
    ("apprendistato", "apprenticeship"), ("isee", "isee"), ("disoccupato", None), ("ho fatto l'isee", None)])
def test_a_name_and_nothing_else_is_asked_for_where_no_question_is_open(
        seeded: Settings, text: str, need: str | None) -> None:
    assert read(seeded, text, "inform") == need
    index = needs.index_needs(seeded)
    assert needs.read_need(index, text, "inform", 0.9, in_task=True) is None


def everyday() -> Iterator[tuple[str, str]]:
    rows = read_yaml(Path(__file__).parent / "everyday_needs.yml")
    return ((need, text) for need, texts in rows.items() for text in texts)


@pytest.mark.parametrize(("need", "text"), everyday())
def test_everyday_needs_are_on_the_register(seeded: Settings, need: str, text: str) -> None:
    assert read(seeded, text) == need


@pytest.mark.parametrize(("text", "intent"), [
    ("come mi preparo al colloquio di orientamento?", "ask_appointment_documents"),
    ("cosa mi chiedono al colloquio?", "ask_appointment_about"),
    ("il colloquio è con una ditta?", "ask_appointment_about"),
    ("ho un colloquio di lavoro lunedì, posso spostare l'appuntamento?", "move_appointment"),
    ("posso far venire mia moglie al colloquio?", "ask_appointment_about"),
    ("posso portare mio marito all'appuntamento?", "ask_appointment_documents"),
    ("ho la laurea, posso fare il corso?", "check_eligibility"),
    ("serve il diploma per il corso meccanico?", "ask_course_audience"),
    ("c'è un corso al mattino?", "ask_course_schedule"), ("lavoro part time, posso partecipare?", "check_eligibility"),
    ("il corso è part time?", "ask_course_schedule"), ("posso prendere ferie durante il corso?", "ask_course_about"),
    ("il tirocinio si fa in una scuola?", "ask_course_internship"),
    ("le scuole partner quali sono?", "ask_pact_member"), ("chi vota nel partenariato?", "ask_call_about"),
    ("cerco un orario al mattino", "book_appointment"), ("il corso di sala è in biblioteca?", "ask_course_place"),
    ("abito all'estero, posso venire?", "check_eligibility"), ("mio figlio può fare il corso?", "check_eligibility")])
def test_neighbours_of_the_everyday_needs_stay_ours(seeded: Settings, text: str, intent: str) -> None:
    assert read(seeded, text, intent) is None
