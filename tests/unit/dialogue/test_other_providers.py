"""A booking with others is no booking of ours; a reason for a change of ours is none of theirs."""

from __future__ import annotations

import pytest

from bot.dialogue.other_providers import books_elsewhere


@pytest.mark.parametrize("text", [
    "mi prenoti il dentista", "prendere appuntamento dal commercialista", "prenota una camera a Merate",
    "posso prenotare qui la visita medica?", "appuntamento per il passaporto",
    "prendo appuntamento per la carta d'identità", "vorrei prenotare un parrucchiere",
    "prenotazione tavolo ristorante", "prenotare esami", "appuntamento da un avvocato",
    "fissare un colloquio con la maestra",
    "appuntamento dal parrucchiere lunedì alle 10", "prenota dal dentista", "prenotami una visita dall'oculista",
    "vorrei un appuntamento con il veterinario", "mi fissi un appuntamento in questura?", "prenota un tavolo per due",
    "prenoti un taxi per domani?", "appuntamento in comune per la carta d'identità",
    "vorrei prenotare dalla fisioterapista", "prendo appuntamento col cardiologo", "mi prenoti un volo per Roma",
    "disdire l'appuntamento dal medico", "prenotare un campo da tennis", "appuntamento dall'estetista sabato",
    "colloquio con i professori di mio figlio", "fissare un appuntamento dal notaio", "prenota dal meccanico",
    "appuntamento all'INPS", "prenotare le analisi del sangue", "devo spostare il parrucchiere da giovedì a venerdì",
    "sposta la cena di sabato a domenica", "posso anticipare il tagliando a giovedì?", "rimanda la visita medica",
    "domani ho il colloquio in una ditta di Oggiono, come mi preparo?", "devo fare un colloquio con un'azienda",
    "ho un colloquio di lavoro lunedì, mi dai qualche consiglio?", "ho una prova in un ristorante sabato",
    "devo fare il passaporto, l'appuntamento me lo date voi?", "devo fare l'isee, prendo appuntamento con voi?",
    "mi serve la carta d'identità, l'appuntamento si prende qui?", "il vaccino si prenota qui?",
    "per rinnovare la patente prenoto con voi l'appuntamento?", "mi date l'appuntamento per il catasto?",
    "metti in agenda giovedì alle 18 la cena coi colleghi", "prenota il campo per la partita di sabato",
    "vorrei fissare il cambio gomme per venerdì",
    "appuntamento per lo SPID?", "la carta d'identità elettronica si prenota da voi?"])
def test_a_booking_with_others_is_known(text: str) -> None:
    assert books_elsewhere(text)


@pytest.mark.parametrize("text", [
    "vorrei prenotarmi per elettricista", "prenota per il corso da meccanico", "prenota l'operatore",
    "prenota un posto", "appuntamento per mio padre", "appuntamento per la verifica",
    "prenota un appuntamento lunedì alle 10", "vorrei un appuntamento dal 15 al 20", "prenoto dal sito o dalla chat?",
    "sposta l'appuntamento dal martedì al giovedì", "appuntamento con un operatore", "prenota dal lunedì in poi",
    "vorrei un colloquio con qualcuno", "un appuntamento a Lecco per mio padre", "prenota dalle 10 alle 11",
    "appuntamento al centro per l'impiego", "ho il dentista, spostiamo l'appuntamento?",
    "ho appuntamento dal medico quel giorno, non posso venire", "prenota un colloquio per il corso da elettricista",
    "appuntamento da gennaio", "prenoto dalla lista d'attesa", "vorrei prenotare la verifica dei requisiti",
    "un appuntamento con la consulente di orientamento", "posso prenotare anche col telefono?",
    "annulla l'appuntamento perché devo andare dal dentista", "devo spostare il colloquio, ho il parrucchiere",
    "sposta la verifica a lunedì",
    "vorrei un appuntamento per la mia azienda", "devo disdire il mio appuntamento perché ho una prova in fabbrica",
    "dovrei soltanto disdire l'appuntamento perché mi hanno chiamato per una prova in fabbrica, si può da qui?",
    "non ho la patente, mi date un appuntamento?", "ho già fatto lo spid, vorrei prendere un appuntamento",
    "devo fare il passaporto quel giorno, mi spostate l'appuntamento?", "ho l'isee pronto, prenoto un appuntamento?",
    "devo fare l'isee e ho un appuntamento con voi, posso venire dopo?",
    "quel giorno ho un colloquio di lavoro, si può spostare?", "vorrei un colloquio per cambiare azienda"])
def test_ours_stays_ours(text: str) -> None:
    assert not books_elsewhere(text)


def test_inside_a_task_what_one_has_elsewhere_is_a_reason() -> None:
    assert not books_elsewhere("lunedì ho la visita dal cardiologo", in_task=True)
    assert books_elsewhere("intanto prenota dal dentista", in_task=True)
