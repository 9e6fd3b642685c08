"""What a question of a task means: why it is asked, what its choices have apart, what is meant by it."""

from __future__ import annotations

from typing import Optional

from bot.dialogue.asides import find_term
from bot.dialogue.doubt_words import asks_difference, asks_meaning, asks_reason, asks_whose, takes_amiss
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.short_replies import is_undecided

LONGEST_ASIDE = 12
"""Words of the longest question about a question: a longer one asks something of its own."""


def explain_question(turn: Turn, requested: str) -> Optional[Reply]:
    """Why ``requested`` is asked, what the choices have apart or what is meant, when the person asks that.

    The words are the responses ``utter_why_<slot>``, ``utter_compare_<slot>`` and ``utter_meaning_<slot>``; a question
    without them, or one that names a thing, is none of these. Whoever is undecided hears ``utter_undecided_<slot>``.
    """
    if not turn.text or turn.option is not None or (
            len(turn.text.split()) > LONGEST_ASIDE and not takes_amiss(turn.text)):
        return None
    if f"utter_undecided_{requested}" in turn.responses and is_undecided(turn.text):
        return say(f"utter_undecided_{requested}")
    if f"utter_whose_{requested}" in turn.responses and asks_whose(turn.text):
        return say(f"utter_whose_{requested}")
    term = find_term(turn.text, requested)
    if term is not None and f"utter_term_{term}" in turn.responses:
        return say(f"utter_term_{term}")
    if set(turn.names) - {"service", "office"} or turn.names and not asks_difference(turn.text):
        return None
    for response, is_asked in ((f"utter_compare_{requested}", asks_difference), (f"utter_why_{requested}", asks_reason),
                               (f"utter_meaning_{requested}", asks_meaning)):
        if response in turn.responses and is_asked(turn.text):
            return say(response)
    return None


_BY_ACT = {"compare": "compare", "why": "why", "again": "meaning"}


def explain_by_act(turn: Turn, requested: str) -> Optional[Reply]:
    """Like :func:`explain_question`, but decided by the learnt act instead of the words; for what gave no answer."""
    response = f"utter_{_BY_ACT.get(turn.act or '', '')}_{requested}"
    return say(response) if turn.act in _BY_ACT and response in turn.responses else None
