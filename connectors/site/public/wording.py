"""Why a time cannot be had, in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Optional

from bot.core.italian_text import format_day, format_moment
from bot.services.booking import Reason, Why

TAKEN = "Quell’orario è appena stato preso: scegline un altro."


def why(reason: Reason, day: Optional[date] = None) -> str:
    """The reason as a person reads it. ``day``: the wished one."""
    when = format_day(day) if day is not None else "Quel giorno"
    when = when[:1].upper() + when[1:]
    if reason.kind is Why.BEYOND_HORIZON and reason.limit is not None:
        return f"È troppo in là: si può prenotare fino a {format_day(reason.limit.date())}."
    if reason.kind is Why.TOO_SOON and reason.limit is not None:
        return f"È troppo presto: serve un po’ di preavviso e il primo momento prenotabile è {_moment(reason)}."
    sentences = {
        Why.PAST: f"{when} è già passato.",
        Why.HOLIDAY: f"{when} è festa ({reason.detail}): l’ufficio è chiuso.",
        Why.CLOSURE: f"{when} l’ufficio è chiuso: {reason.detail}.",
        Why.WEEKDAY: f"Di {reason.detail} l’ufficio è chiuso.",
        Why.FULL: f"{when} non ci sono più posti liberi.",
        Why.NOT_OFFERED: "Questo ufficio non offre questo servizio.",
        Why.WITHDRAWN: "Questo appuntamento è stato annullato: se ti serve ancora, scegli un orario.",
    }
    return sentences.get(reason.kind, "A quell’ora non si può prenotare: scegli un orario libero.")


def _moment(reason: Reason) -> str:
    return format_moment(reason.limit) if reason.limit is not None else ""
