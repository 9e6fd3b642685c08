"""How much two short messages say the same, by the words that carry it; and messages put together that do."""

from __future__ import annotations

import re
from typing import Sequence, TypeVar

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.text import normalise

Item = TypeVar("Item")

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    "a ad ai al alla alle allo anche avete c che chi ci ciao col come con cosa cos d da dal dalla dei del della "
    "delle dello degli devo di do dove dov e ed ed era faccio fare fate ha hai ho i il in io l la le lei li lo loro "
    "ma me mi mia mie miei mio ne nel nella nelle noi non o per perche piu po possiamo posso possono potete puo "
    "puoi qual quale quali quando quanto quanta quanti quante qui quindi salve se sei si sia sono sta sto su sua "
    "sue suo sul sulla suoi tra tu tua tue tuo un una uno va vado voi vorrei voglio buongiorno buonasera grazie "
    "scusi scusa sapete sapere".split())
"""Words that are in any question."""
SLIP_FROM = 5
"""Letters of a word from which one wrong key, or another ending, is the same word."""


def list_content_words(text: str) -> frozenset[str]:
    """The words of ``text`` that say what it is about; all of them where there are no others."""
    every = frozenset(_WORD.findall(normalise(text)))
    return every - _EMPTY or every


def count_shared(some: frozenset[str], others: frozenset[str]) -> int:
    """How many of ``some`` are among ``others``, with one wrong key or another ending."""
    return sum(word in others or any(_is_same(word, other) for other in others) for word in some)


def are_alike(some: frozenset[str], others: frozenset[str], least: float) -> bool:
    """Whether at least the part ``least`` of the words of both is shared by them."""
    total = len(some) + len(others)
    return bool(total) and count_shared(some, others) + count_shared(others, some) >= least * total


def group_alike(items: Sequence[Item], texts: Sequence[str], least: float = 0.6) -> list[list[Item]]:
    """``items`` with the others whose texts are like theirs: each joins the first group whose first text is.

    Groups are in the order of their first items, the largest ones before.
    """
    groups: list[tuple[frozenset[str], list[Item]]] = []
    for item, text in zip(items, texts, strict=True):
        words = list_content_words(text)
        own = next((members for leading, members in groups if are_alike(words, leading, least)), None)
        if own is None:
            groups.append((words, [item]))
        else:
            own.append(item)
    return sorted((members for _, members in groups), key=len, reverse=True)


def _is_same(word: str, other: str) -> bool:
    if min(len(word), len(other)) < SLIP_FROM:
        return False
    return word[:-1] == other[:-1] or DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1
