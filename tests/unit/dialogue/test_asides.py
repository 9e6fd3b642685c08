"""Questions beside a booking and their topics; answers and names are none."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.asides import (
    asks_about_benefit,
    find_appointment_topic,
    find_consent_topic,
    find_contact_topic,
    find_privacy_topic,
)


@pytest.mark.parametrize(("text", "topic"), [
    ("quanto dura?", "length"), ("scusa ma quanto tempo ci metto?", "length"), ("ma quanto dura", "length"),
    ("è una cosa lunga?", "length"), ("ma dove si trova di preciso?", "place"), ("che piano è?", "place"),
    ("qual è l'indirizzo?", "place"), ("è gratis?", "cost"), ("ma si paga?", "cost"), ("costa qualcosa?", "cost"),
    ("devo portare qualcosa?", "bring"), ("che documenti servono?", "bring"), ("cosa mi serve?", "bring"),
    ("posso venire senza appuntamento?", "walk_in"), ("posso passare direttamente?", "walk_in"),
    ("e se poi non posso venire?", "change"), ("posso poi spostarlo?", "change"), ("e se arrivo in ritardo?", "late"),
    ("si può fare per telefono?", "remote"), ("mi arriva un promemoria?", "reminder"),
    ("posso venire con mia moglie?", "company"), ("con chi parlo?", "who"), ("c'è il parcheggio?", "access"),
    ("lì c'è posto per la macchina?", "access"), ("dove posso lasciare l'auto?", "access"),
    ("c'è un posteggio vicino?", "access"), ("c'è posto per un'altra persona?", None),
    ("e come ci arrivo in treno?", "access"), ("quanto ci vuole? poi devo prendere il treno", "length"),
    ("quanto ci si mette con la verifica?", "length"), ("ma per quanto tempo mi tenete lì?", "length"),
    ("e il colloquio di solito quanto va avanti?", "length"),
    ("è una cosa lunga? all'una devo essere all'asilo a prendere il bambino", "length"),
    ("quanto dura il corso?", None), ("posso cambiare orario?", None), ("Giulio Costa", None),
    ("giovedì alle 10", None),
    ("per quanto tempo li tenete?", None), ("perché me lo chiedi?", None), ("il seminario è gratuito?", None)])
def test_what_a_question_in_a_booking_is_about(text: str, topic: Optional[str]) -> None:
    assert find_appointment_topic(text) == topic


@pytest.mark.parametrize(("text", "topic"), [
    ("posso prenotare senza lasciare i dati?", "without_data"), ("e se dico di no?", "without_data"),
    ("se non accetto che succede?", "without_data"), ("no", None), ("chi vede i miei dati?", None),
    ("sì però il cognome non lo metto", "name"), ("non voglio dare il cognome", "name"),
    ("si pero il nome non ve lo voglio dire", "name"), ("il cognome è Riva", None)])
def test_what_is_asked_of_the_consent(text: str, topic: Optional[str]) -> None:
    assert find_consent_topic(text) == topic


@pytest.mark.parametrize(("text", "topic"), [
    ("chi mi dice che non vendete il mio numero a qualcuno?", "passed_on"),
    ("i miei dati li passate ad altri?", "passed_on"), ("poi mi riempite di spam?", "passed_on"),
    ("e per quanto tempo ve li tenete sti dati?", "how_long"), ("quando li cancellate?", "how_long"),
    ("chi li legge?", "who_reads"), ("che fate con i miei dati?", None), ("chi li vede e per quanto li tenete?", None)])
def test_what_is_asked_of_ones_data(text: str, topic: Optional[str]) -> None:
    assert find_privacy_topic(text) == topic


@pytest.mark.parametrize(("text", "topic"), [
    ("non ho né telefono né mail", "no_contact"), ("il telefono me l'hanno rubato e la mail non ce l'ho", "no_contact"),
    ("non ho il cellulare", "no_contact"), ("posso lasciare quello di mia sorella?", "other_contact"),
    ("va bene se ti do quello di mio marito?", "other_contact"), ("il telefono però non voglio darlo", "no_phone"),
    ("il numero di cellulare preferisco non darlo", "no_phone"), ("la mail non voglio lasciarla", "no_email"),
    ("il fisso va bene lo stesso?", "landline"), ("sì va bene", None), ("Maria Rossi", None),
    ("dormo al rifugio, non c'è modo di trovarmi", "no_contact"), ("non sono raggiungibile", "no_contact"),
    ("il telefono me l'hanno staccato e la mail non la uso", "no_contact"),
    ("vale quello della signora da cui sto?", "other_contact")])
def test_what_is_said_of_the_contact(text: str, topic: Optional[str]) -> None:
    assert find_contact_topic(text) == topic


@pytest.mark.parametrize(("text", "asked"), [
    ("ma se prendo la naspi la perdo?", True), ("la disoccupazione continuo a prenderla durante il corso?", True),
    ("se sono in cassa integrazione mi tolgono l'assegno?", True), ("sono in cassa integrazione", False),
    ("prendo la naspi", False), ("ho perso il lavoro e prendo la disoccupazione", False)])
def test_what_becomes_of_a_benefit(text: str, asked: bool) -> None:
    assert asks_about_benefit(text) is asked
