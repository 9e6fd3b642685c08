"""Who an appointment is for: reading consent, name and contact of a draft, and saying what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.contacts import Email, InvalidContact, Phone, contact
from bot.core.person_names import InvalidName, name_in_field
from connectors.site.forms import Errors
from connectors.site.public.visitor import Draft


@dataclass(frozen=True)
class Person:
    """Name and contact as booking takes them. ``shown``: the contact as it is read; ``suggestion``: another address."""

    name: str
    contact: str
    kind: str
    shown: str
    suggestion: str = ""


def person(draft: Draft) -> Person:
    """The person of a draft in which nothing is wrong."""
    name, reached = name_in_field(draft.name), contact(draft.contact)
    assert isinstance(name, str) and isinstance(reached, (Phone, Email))
    if isinstance(reached, Phone):
        return Person(name, reached.e164, "phone", reached.shown)
    return Person(name, reached.address, "email", reached.address, reached.suggestion or "")


def wrong(draft: Draft) -> Errors:
    """What is wrong with consent, name and contact."""
    errors = Errors()
    if not draft.consent:
        errors.add("consenso", "Per prenotare serve il tuo consenso: se non vuoi darlo, chiama il centro per "
                               "l’impiego.")
    if not draft.name:
        errors.add("nome", "Scrivi il tuo nome e cognome.")
    elif isinstance(name_in_field(draft.name), InvalidName):
        errors.add("nome", "Questo non sembra un nome: scrivi nome e cognome, solo lettere, per esempio Maria Rossi.")
    if not draft.contact:
        errors.add("contatto", "Scrivi un numero di telefono o un indirizzo e-mail.")
    elif not isinstance(contact(draft.contact), (Phone, Email)):
        errors.add("contatto", _wrong_contact(contact(draft.contact)))
    return errors


def _wrong_contact(found: Phone | Email | InvalidContact | None) -> str:
    reason = found.reason if isinstance(found, InvalidContact) else ""
    sentences = {
        "phone_too_short": "Al numero di telefono manca qualche cifra: controllalo, per esempio 333 1234567.",
        "phone_too_long": "Il numero di telefono ha troppe cifre: controllalo, per esempio 333 1234567.",
        "phone_not_personal": "Questo numero non può essere di una persona: scrivine uno a cui rispondi tu.",
        "email_no_domain": "All’indirizzo e-mail manca la parte dopo la chiocciola, per esempio nome@esempio.it.",
        "email_space_inside": "Nell’indirizzo e-mail c’è uno spazio: riscrivilo senza, per esempio nome@esempio.it.",
    }
    return sentences.get(
        reason, "Questo numero o indirizzo non è valido: riscrivilo, per esempio 333 1234567 o nome@esempio.it.")
