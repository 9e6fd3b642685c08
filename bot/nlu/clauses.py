"""Several needs in one message, answered in order; and the question that closes a long story."""

from __future__ import annotations

import re
from typing import Any, Callable

from rasa.shared.nlu.constants import INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY

_BREAK = re.compile(r"[?!.;,\n]+|\b(?:e poi|e anche|inoltre|oppure|poi|ed?)\b", re.IGNORECASE)
_ALONE = frozenset("durata costo prezzo costi orari orario requisiti dove quando iscrizione iscrizioni relatori "
                   "sede".split())
"""Words that are a question by themselves."""

_SENTENCE = re.compile(r"[?!.;:\n]+")
_NO_QUESTION = frozenset({"out_of_scope", "inform", "affirm", "deny", "complain", "stop", "greet", "thank", "goodbye"})

MOST_QUESTIONS = 3
SURE = 0.6
"""Confidence from which a clause counts as a question of its own."""

LONG_WORDS = 15
"""From so many words on, what comes before the last sentence may be a story."""
UNSURE = 0.6
VERY_SURE = 0.85

Rank = Callable[[str], list[dict[str, Any]]]


def clauses(text: str) -> list[str]:
    """The clauses of ``text`` that may ask something."""
    parts = [part.strip() for part in _BREAK.split(text)]
    return [part for part in parts if len(part.split()) > 1 or part.lower() in _ALONE]


def questions(text: str, whole: list[dict[str, Any]], rank: Rank) -> list[str]:
    """The intents of two or three questions in ``text``, in order; empty when it asks one thing.

    ``whole``: the ranking of the whole text. Its best intent must be among them, unless it is itself unsure.
    """
    parts = clauses(text[:600])
    if not 2 <= len(parts) <= 6 or not whole:
        return []
    found: list[str] = []
    for part in parts:
        best = rank(part)[:1]
        if not best or best[0][PREDICTED_CONFIDENCE_KEY] < SURE:
            continue
        name = best[0][INTENT_NAME_KEY]
        if _is_question(name) and name not in found:
            found.append(name)
    top, confidence = whole[0][INTENT_NAME_KEY], whole[0][PREDICTED_CONFIDENCE_KEY]
    if len(found) < 2 or (top not in found and (confidence >= SURE or not _is_question(top))):
        return []
    return found[:MOST_QUESTIONS]


def closing(text: str, whole: list[dict[str, Any]], rank: Rank) -> list[dict[str, Any]]:
    """The ranking of the last sentence of a long message that, as a whole, says nothing clear or seems to be outside.

    «Piove, ho perso l'autobus, e mi chiedo: chi organizza il corso?» asks who runs the course. Else empty.
    """
    if len(text.split()) < LONG_WORDS or not whole:
        return []
    top, confidence = whole[0][INTENT_NAME_KEY], whole[0][PREDICTED_CONFIDENCE_KEY]
    sentences = [part.strip() for part in _SENTENCE.split(text[:2000]) if len(part.split()) > 3]
    if len(sentences) < 2 or (top != "out_of_scope" and confidence >= UNSURE):
        return []
    last = rank(sentences[-1])
    if last and last[0][PREDICTED_CONFIDENCE_KEY] >= VERY_SURE and last[0][INTENT_NAME_KEY] not in _NO_QUESTION:
        return last
    return []


def _is_question(intent: str) -> bool:
    return intent.startswith("ask_") and intent not in ("ask_help", "ask_bot_identity", "ask_privacy")
