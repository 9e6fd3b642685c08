"""What the person and the desk read when a handoff moves: the Italian sentences of this service, in one place."""

from __future__ import annotations

from typing import Optional

from bot.texts import get_text


def cut_first_name(name: str) -> str:
    """How the person hears of an operator: «Anna» for «Anna Rossi»."""
    return name.split()[0] if name.split() else name


def say_claimed(name: str, office: Optional[str]) -> str:
    """The person hears who answers from now on."""
    if office:
        return get_text("handoffs.claimed_office", name=cut_first_name(name), office=office)
    return get_text("handoffs.claimed", name=cut_first_name(name))


def say_transferred_to_colleague(name: str, colleague: str) -> str:
    """The person hears who answers from now on, after a transfer."""
    return get_text("handoffs.to_colleague", name=cut_first_name(name), colleague=cut_first_name(colleague))


def say_transferred_to_office(name: str, office: str) -> str:
    """The person hears where they wait after a transfer."""
    return get_text("handoffs.to_office", name=cut_first_name(name), office=office)



def say_handed_back(name: str) -> str:
    """The person hears that the assistant answers again."""
    return get_text("handoffs.handed_back", name=cut_first_name(name))


def say_closed(name: str) -> str:
    """The person hears that the operator has finished."""
    return get_text("handoffs.closed", name=cut_first_name(name))


def say_requeued(name: str) -> str:
    """The person hears that their operator does not answer."""
    return get_text("handoffs.requeued", name=cut_first_name(name))


def say_unanswered(closed_now: bool) -> str:
    """The person hears that nobody took the request; the assistant's own turn goes on from here."""
    if closed_now:
        return get_text("handoffs.unanswered_closed")
    return get_text("handoffs.unanswered")

