"""What people say of an appointment that they have, or of somebody else's."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import pytest

from bot import clock
from bot.dialogue.appointment_phrases import read_appointment_phrase
from bot.dialogue.context import Context, Understood
from bot.italian.shorthand import expand_words

NOW = clock.at(datetime(2026, 11, 23).date(), datetime(2026, 11, 23, 12).time())
AT_HAND = Context(at_hand=True, now=NOW)
NOTHING = Context(now=NOW)


@pytest.mark.parametrize(("text", "context", "intent"), [
    ("no no niente spostamenti, mi hanno presa in un panificio quindi non mi serve piu", AT_HAND, "cancel_appointment"),
    ("ho trovato lavoro", AT_HAND, "cancel_appointment"), ("ho trovato lavoro", NOTHING, None),
    ("a quell'ora ho il dentista, si può fare alle 12 sempre lunedì?", AT_HAND, "move_appointment"),
    ("mettilo il giorno dopo stessa ora", AT_HAND, "move_appointment"),
    ("che cosa porto con me quel giorno?", AT_HAND, None),
    ("mi ripeterebbe giorno, ora e indirizzo?", AT_HAND, "list_appointments"),
    ("il messaggio che mi ricorda l'appuntamento non mandatemelo", AT_HAND, None),
    ("se un domani lo disdicessi, resterebbe traccia?", AT_HAND, "ask_privacy"),
    ("allora, per la mia amica?", AT_HAND, "book_appointment"),
    ("devo disdire martedì 15, scrivo dal telefonino di mia nipote", NOTHING, "cancel_appointment"),
    ("vorrei rimandare il colloquio", NOTHING, "move_appointment"), ("devo disdire la palestra", NOTHING, None),
    ("può dirmi se Davide Riva ha già preso appuntamento?", NOTHING, "list_appointments"),
    ("avevo l'appuntamento da voi 10 minuti fa che faccio", NOTHING, "ask_office_contact"),
    ("posso venire senza lasciare il numero?", NOTHING, "ask_without_booking"),
    ("di me non deve restare scritto niente", NOTHING, "erase_data")])
def test_what_is_said_of_an_appointment(text: str, context: Context, intent: Optional[str]) -> None:
    found = read_appointment_phrase(text, expand_words(text), Understood("nlu_fallback", 0.3), context)
    assert (found.intent if found is not None else None) == intent
