"""Events with sign-up in words: what joins, what withdraws, what asks for one's ticket, and what sounds alike."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.sign_up_phrases import read_sign_up
from bot.italian.shorthand import expand_words

OPEN, TOLD, LISTED = Context(), Context(subject="event:job_day_sala"), Context(subject="event:")


@pytest.mark.parametrize(("text", "context", "intent"), [
    ("mi iscrivo al job day", OPEN, "join_event"),
    ("segnami per il seminario", OPEN, "join_event"),
    ("vorrei partecipare al prossimo job day", OPEN, "join_event"),
    ("prenotami un posto al workshop", OPEN, "join_event"),
    ("iscrizione al convegno", OPEN, "join_event"),
    ("non vengo più al job day", OPEN, "withdraw_ticket"),
    ("annulla la mia iscrizione al seminario", OPEN, "withdraw_ticket"),
    ("annulla BG-7K3M-QP9X", OPEN, "withdraw_ticket"),
    ("BG-7K3M-QP9X", OPEN, "list_tickets"),
    ("a quali eventi sono iscritto?", OPEN, "list_tickets"),
    ("quali eventi io iscritto?", OPEN, "list_tickets"),
    ("mi segni?", TOLD, "join_event"),
    ("ok mi iscrivo", TOLD, "join_event"),
    ("come mi iscrivo?", TOLD, "join_event"),
    ("mi iscrivo a quello di Merate", LISTED, "join_event"),
    ("ok, iscrivimi a quello all'auditorium", LISTED, "join_event"),
    ("vorrei partecipare a quella di luglio", LISTED, "join_event"),
    ("mi iscrivo a quello di Merate", OPEN, None),
    ("non ci vengo più", TOLD, "withdraw_ticket"),
    ("annulli tutto", TOLD, "withdraw_ticket"),
    ("mi segni?", OPEN, None),
    ("annulla tutto", OPEN, None),
    ("mi iscrivo al corso di sala", OPEN, None),
    ("chi può partecipare al seminario", OPEN, None),
    ("annulla il mio appuntamento", OPEN, None),
    ("vorrei partecipare al corso", OPEN, None),
    ("il job day serviva per iscriversi al corso?", OPEN, None),
])
def test_what_is_said_of_events(text: str, context: Context, intent: Optional[str]) -> None:
    found = read_sign_up(text, expand_words(text), Understood("inform"), context)
    assert (found.intent if found else None) == intent


def test_an_open_task_is_not_left_for_an_event() -> None:
    told = Context(task="booking_form", question="booking_time", subject="event:x")
    assert read_sign_up("mi iscrivo al job day", "mi iscrivo al job day", Understood("inform"), told) is None
