"""Set phrases of who takes a consent back, or would have one line of the conversation gone."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.context import Context, Understood

_WITHDRAWS = re.compile(r"\b(?:revoc|ritir|ritratt|tolg|annull)\w* (?:il |ogni |qualsiasi |"
    r"tutti i )?(?:mi\w+ )?consens\w\b")
_REMOVES = (r"(?:cancell|elimin|togli|lev|ritir|annull|ignor|dimentic|rimuov|butta)\w*|(?:far?|fai|fate|"
    r"faccia) (?:finta (?:di|che)|"
            r"sparire)")
_ONE_LINE = re.compile(
    rf"\b(?:{_REMOVES}) (?:via |pure |solo |per favore )*(?:(?:l|il|la|le|i|quest\w+|quell\w*|mi\w|mia) )*(?:ultim\w )?"
    r"(?:mi\w )?(?:domanda|riga|frase|messaggio|cosa che ho (?:\w+ )?scritto|ultima cosa)\b|"
    rf"\b(?:{_REMOVES}) (?:\w+ )?(?:quello che|cio che|quanto)? ?(?:ti |vi )?(?:ho|non ho) (?:\w+ )?(?:scritto|"
    rf"mandato|detto|chiesto)"
    r"(?: niente)?(?: (?:adesso|ora|prima|sopra|qui sopra|un attimo fa|poco fa|per sbaglio|per errore)\b|$)"
    r"(?<!quello che ho scritto)|\bnon era per (?:te|voi|lei)\b.{0,20}\b(?:cancell|elimin|togli|ignor)\w*")
"""One line of the conversation, which cannot go by itself."""


def withdraw_consent(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«revoco il consenso» wants the data gone; while it is asked for it only refuses."""
    withdrawn = context.task is None and "?" not in text and _WITHDRAWS.search(said)
    return Understood("erase_data") if withdrawn else None


def erase_one_line(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«cancella solo questa mia domanda», «togli la riga di prima»: a line does not go by itself."""
    return Understood("ask_message_erased") if context.task is None and _ONE_LINE.search(said) else None
