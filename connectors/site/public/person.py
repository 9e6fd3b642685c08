"""Who an appointment is for: reading consent, name and contact of a draft, and saying what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.italian.people.contacts import Email, InvalidContact, Phone, read_contact
from bot.italian.people.names import InvalidName, read_name_in_field
from bot.rules.notice_versions import KNOWN_VERSIONS
from bot.texts import get_text
from connectors.site.forms import Errors
from connectors.site.public.visitor import BookingDraft


@dataclass(frozen=True)
class BookingPerson:
    """Name and contact as booking takes them. ``shown``: the contact as it is read; ``suggestion``: another address."""

    name: str
    contact: str
    kind: str
    shown: str
    suggestion: str = ""


def make_person(draft: BookingDraft) -> BookingPerson:
    """The person of a draft in which nothing is wrong."""
    name, reached = read_name_in_field(draft.name), read_contact(draft.contact)
    assert isinstance(name, str) and isinstance(reached, (Phone, Email))
    suggestion = reached.suggestion or "" if isinstance(reached, Email) else ""
    return BookingPerson(name, reached.value, reached.kind, reached.shown, suggestion)


def find_wrong(draft: BookingDraft) -> Errors:
    """What is wrong with consent, name and contact."""
    errors = Errors()
    if not draft.consent or draft.notice not in KNOWN_VERSIONS:
        errors.add("consenso", get_text("site.person.consent_needed"))
    if not draft.name:
        errors.add("nome", get_text("site.person.name_missing"))
    elif isinstance(read_name_in_field(draft.name), InvalidName):
        errors.add("nome", get_text("site.person.name_wrong"))
    if not draft.contact:
        errors.add("contatto", get_text("site.person.contact_missing"))
    elif not isinstance(read_contact(draft.contact), (Phone, Email)):
        errors.add("contatto", explain_contact(read_contact(draft.contact)))
    return errors


def explain_contact(found: Phone | Email | InvalidContact | None) -> str:
    """What is wrong with a contact that was typed."""
    reason = found.reason if isinstance(found, InvalidContact) else ""
    sentences = {
        "phone_too_short": get_text("site.person.phone_too_short"),
        "phone_too_long": get_text("site.person.phone_too_long"),
        "phone_not_personal": get_text("site.person.phone_not_personal"),
        "phone_landline": get_text("site.person.phone_landline"),
        "email_no_domain": get_text("site.person.email_no_domain"),
        "email_space_inside": get_text("site.person.email_space_inside"),
    }
    return sentences.get(
        reason, get_text("site.person.contact_wrong"))
