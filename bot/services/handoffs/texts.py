"""What the person and the desk read when a handoff moves: the Italian sentences of this service, in one place."""

from __future__ import annotations

from typing import Optional


def first_name(name: str) -> str:
    """How the person hears of an operator: «Anna» for «Anna Rossi»."""
    return name.split()[0] if name.split() else name


def claimed(name: str, office: Optional[str]) -> str:
    """The person hears who answers from now on."""
    return f"Ora parli con {first_name(name)}{f' del {office}' if office else ''}."


def transferred_to_colleague(name: str, colleague: str) -> str:
    """The person hears who answers from now on, after a transfer."""
    return f"{first_name(name)} ti ha passato a un collega: ora parli con {first_name(colleague)}."


def transferred_to_office(name: str, office: str) -> str:
    """The person hears where they wait after a transfer."""
    return (f"{first_name(name)} ti ha passato al {office}: sei in coda, al posto che avevi. "
            "Appena un operatore è libero ti risponde qui.")


LEFT = "Va bene, non aspetti più un operatore. Da ora ti rispondo di nuovo io, l’assistente automatico."
ENDED_BY_PERSON = "Hai chiuso la conversazione con l’operatore. Ora ti rispondo di nuovo io, l’assistente automatico."


def handed_back(name: str) -> str:
    """The person hears that the assistant answers again."""
    return f"{first_name(name)} ti saluta: da ora ti rispondo di nuovo io, l’assistente automatico."


def closed(name: str) -> str:
    """The person hears that the operator has finished."""
    return (f"{first_name(name)} ha chiuso la conversazione: da ora ti rispondo di nuovo io, l’assistente automatico. "
            "Se ti serve ancora una persona, chiedimelo.")


def requeued(name: str) -> str:
    """The person hears that their operator does not answer."""
    return (f"Scusa l’attesa: {first_name(name)} in questo momento non può risponderti. "
            "Sei di nuovo in coda, al posto che avevi: ti risponde il primo operatore libero.")


def unanswered(closed_now: bool) -> str:
    """The person hears that nobody took the request; the assistant's own turn goes on from here."""
    if closed_now:
        return "Lo sportello ora è chiuso e nessun operatore ha potuto risponderti. La tua richiesta non va persa."
    return "In questo momento nessun operatore è libero. La tua richiesta non va persa."


# the desk's own lines in the conversation
DESK = {
    "handoff_requested": "Richiesta di un operatore: in coda.",
    "handoff_callback": "Richiesta di un operatore fuori orario: da richiamare.",
    "handoff_contact": "La persona ha lasciato un recapito per essere richiamata.",
    "handoff_claimed": "{name} ha preso la conversazione.",
    "handoff_transferred": "{name} ha passato la conversazione: {target}.",
    "handoff_requeued_silent": "{name} non rispondeva: la conversazione è tornata in coda al suo posto.",
    "handoff_requeued_offline": "{name} non era più in linea: la conversazione è tornata in coda al suo posto.",
    "handoff_left": "La persona ha lasciato la coda.",
    "handoff_ended_by_person": "La persona ha chiuso la conversazione con l’operatore.",
    "handoff_returned": "{name} ha ridato la parola all’assistente.",
    "handoff_closed": "{name} ha chiuso la richiesta: {outcome}.",
    "handoff_unanswered": "Nessuno ha preso la richiesta in tempo: da richiamare.",
}
