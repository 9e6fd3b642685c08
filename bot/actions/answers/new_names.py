"""Names that the database has and the training does not: what exists only since it, and what is asked of it."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.dialogue.own_words import is_foreign
from bot.dialogue.turn import Turn
from bot.italian.phrases import list_phrase_words
from bot.italian.text import normalise
from bot.services import catalogue, needs

_SHORT = 3
"""Letters of the longest word of a name that says nothing: «dei», «per»."""
_MOST = 0.5
"""The part of what is left beside being outside that a question must have to be the one that is asked."""
_NOT_OURS = frozenset({"out_of_scope", "nlu_fallback", "ask_need", "ask_trade"})
"""Readings that say that a course is none of ours."""
_NO_ASPECT = frozenset({"ask_course_list", "ask_course_other_detail"})
"""Questions about courses whose answers tell nothing of one."""
_AS_QUESTION = {"check_eligibility": "ask_course_audience"}
"""Wishes that are told as a question: who may come, with the check to press."""
_OF_LEARNING = re.compile(r"cors\w|divent\w+|fare|impar\w+")
"""Words of a phrase of the register that do not say what is learnt."""


def find_new(turn: Turn) -> Optional[str]:
    """The kind of what is named by a word that the examples do not know as ours, or an event by two of its words.

    The ending of a word may be another.
    """
    named = {(kind, identity) for kind in ("course", "event", "office") for identity in turn.names.get(kind, ())}
    if not named:
        return None
    said = {word[:-1] for word in re.findall(r"\w+", normalise(turn.text))}
    return next((name.kind for name in catalogue.list_names(turn.settings) if (name.kind, name.id) in named and any(
        _names_outright(name.kind, [word for word in form.split() if word[:-1] in said]) for form in name.words)), None)


def _names_outright(kind: str, said: Sequence[str]) -> bool:
    """Whether the words of a name that were ``said`` are enough to mean it, whatever the model thinks."""
    return any(is_foreign(word) for word in said) or (
        kind == "event" and sum(len(word) > _SHORT for word in said) > 1)


def names_whole_need(turn: Turn, need_id: str) -> bool:
    """Whether a course of ours has all the words by which the register knows the need: it is not others' then."""
    courses = turn.names.get("course", ())
    phrase = next((found for found in needs.index_needs(turn.settings).phrases.find(turn.text)
                   if found.key == need_id), None)
    if not courses or phrase is None:
        return False
    said = list_phrase_words(turn.text)
    asked = {said[place] for place in phrase.places if not _OF_LEARNING.fullmatch(said[place])}
    return any(asked <= set(list_phrase_words(" ".join(name.words))) for name in catalogue.list_names(turn.settings)
               if name.kind == "course" and name.id in courses)


def ask_of_new_course(turn: Turn) -> str:
    """The question that a message with a new course in it asks of the course: being outside is no reading then."""
    readings = [(intent, share) for intent, share in turn.ranking if intent not in _NOT_OURS]
    left = sum(share for _, share in readings)
    intent, share = readings[0] if readings else ("", 0.0)
    intent = _AS_QUESTION.get(intent, intent)
    known = intent.startswith("ask_course_") and intent not in _NO_ASPECT and share >= _MOST * left
    return intent if known else "ask_course_about"
