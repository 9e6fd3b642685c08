"""Complaints in roundabout words and in irony; sincere praise and plain questions are none."""

from __future__ import annotations

import pytest

from bot.dialogue.complaints import complains


@pytest.mark.parametrize("text", [
    "vi ho scritto una mail dieci giorni fa, silenzio totale", "ma che servizio è, vi pago pure le tasse",
    "bravi, complimenti, bel servizio", "ho mandato tre messaggi e nessuno ha risposto",
    "vi ho chiamato ieri, sto ancora aspettando", "bella figura che fate", "che razza di ufficio siete",
    "complimenti vivissimi, ci avete messo un mese", "bella organizzazione, davvero", "grazie di niente",
    "pago le tasse per avere questo", "vi paghiamo lo stipendio con le nostre tasse",
    "ho inviato la domanda a ottobre e non mi avete mai risposto", "bravi bravi, continuate così",
    "siamo proprio messi bene", "il vostro stipendio lo pago con le mie tasse"])
def test_a_complaint_is_heard(text: str) -> None:
    assert complains(text)


@pytest.mark.parametrize("text", [
    "bravi, complimenti per il servizio, mi avete aiutato", "ottimo servizio, grazie mille", "complimenti!",
    "dove si pagano le tasse?", "che servizio è il colloquio?", "vi ho scritto una mail ieri, l'avete ricevuta?",
    "pago le tasse in Italia, posso partecipare?", "mi avete mandato un messaggio?",
    "bel servizio davvero, gentilissimi",
    "quanto si paga?", "ho ricevuto risposta, grazie", "con che soldi si fa il corso?", "ho scritto il nome sbagliato"])
def test_praise_and_questions_are_none(text: str) -> None:
    assert not complains(text)
