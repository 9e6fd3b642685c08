"""Complaints in roundabout words and in irony; sincere praise and plain questions are none."""

from __future__ import annotations

import pytest

from bot.dialogue.complaints import complains


@pytest.mark.parametrize("text", [
    "il vostro servizio fa pena", "non siete seri", "sono tre mesi che aspetto una risposta",
    "ma rispondete ogni tanto?", "mai visto un ufficio così", "siete spariti", "ho scritto due volte e niente",
    "complimenti per la velocità, solo tre mesi", "che vergogna", "non si può lavorare così",
    "grazie per non aver risposto", "ah però, efficientissimi",
    "vi ho scritto una mail dieci giorni fa, silenzio totale", "ma che servizio è, vi pago pure le tasse",
    "bravi, complimenti, bel servizio", "ho mandato tre messaggi e nessuno ha risposto",
    "vi ho chiamato ieri, sto ancora aspettando", "bella figura che fate", "che razza di ufficio siete",
    "complimenti vivissimi, ci avete messo un mese", "bella organizzazione, davvero", "grazie di niente",
    "pago le tasse per avere questo", "vi paghiamo lo stipendio con le nostre tasse",
    "ho inviato la domanda a ottobre e non mi avete mai risposto", "bravi bravi, continuate così",
    "ho lasciato il numero la settimana scorsa e non mi ha chiamato nessuno", "non si è fatto vivo nessuno",
    "nessuno mi ha ricontattato", "ho lasciato i miei dati ma non mi avete più richiamato",
    "aspetto da lunedì una vostra telefonata",
    "ho chiamato tre volte quelli di merate e mi danno la musichetta", "ho telefonato, sempre occupato",
    "chiamo da ieri e squilla a vuoto", "ho provato a chiamare ma non risponde nessuno",
    "ladri, è tutto un magna magna", "siamo proprio messi bene", "il vostro stipendio lo pago con le mie tasse"])
def test_a_complaint_is_heard(text: str) -> None:
    assert complains(text)


@pytest.mark.parametrize("text", [
    "non servite a un tubo, branco di fannulloni", "siete una massa di incompetenti", "nn servite a nulla",
    "ma andate a lavorare, fannulloni", "siete degli idioti", "che branco di incapaci", "andate a quel paese",
    "branco di imbecilli", "sei un cretino", "scansafatiche", "siete proprio dei buffoni", "non capite una mazza"])
def test_an_insult_is_a_complaint(text: str) -> None:
    assert complains(text)


@pytest.mark.parametrize("text", [
    "branco di lupi", "il mio capo è un fannullone", "a cosa serve il patto?", "non capisco niente",
    "non fate niente per gli stranieri?", "vado a lavorare in Svizzera", "sono stupido io, scusa",
    "non mi serve niente", "voglio andare a lavorare", "non serve a niente il diploma?"])
def test_what_sounds_like_an_insult_is_none(text: str) -> None:
    assert not complains(text)


@pytest.mark.parametrize("text", [
    "se chiamo e non risponde nessuno?", "chiamatemi dopo le 14, prima sono occupata", "mi chiamo Musica Anna",
    "sono due mesi che aspetto la naspi", "che vergogna, scrivo male", "bel servizio",
    "ho mandato cento curriculum e niente",
    "ho scritto al comune e nessuno mi ha risposto", "aspetto la vostra risposta",
    "ho scritto e non so se è arrivata", "siete aperti?", "non siete lontani", "mai visto il corso?",
    "bravi, complimenti per il servizio, mi avete aiutato", "ottimo servizio, grazie mille", "complimenti!",
    "ho mandato il curriculum e non mi ha chiamato nessuno", "il mio datore non mi ha più chiamato",
    "aspetto una vostra chiamata, grazie", "dove si pagano le tasse?",
    "che servizio è il colloquio?", "vi ho scritto una mail ieri, l'avete ricevuta?",
    "pago le tasse in Italia, posso partecipare?", "mi avete mandato un messaggio?",
    "bel servizio davvero, gentilissimi",
    "quanto si paga?", "ho ricevuto risposta, grazie", "con che soldi si fa il corso?", "ho scritto il nome sbagliato"])
def test_praise_and_questions_are_none(text: str) -> None:
    assert not complains(text)
