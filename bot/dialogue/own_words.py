"""Whether a short question is about a thing that is not ours: its words are measured against the training examples.

A word is foreign when no question of ours has it, not even misspelt, or when questions outside have it far more often.
A noun of ours («corso», «patto», «bando») with a foreign complement is another body's: «patto di stabilità».
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import AbstractSet, Mapping, Optional

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.text import normalise
from bot.services.training_examples import EXAMPLES, read_examples

LONGEST_QUESTION = 12
"""Words of the longest message that is measured: a story has words of its own."""
OFTENER = 2.5
"""How many times oftener outside than in our questions a word must be to be foreign."""
LIKELY = 0.35
"""Probability of being outside from which a message that names nothing of ours is outside."""

_NO_QUESTIONS = frozenset({"inform", "express_distress", "complain"})
_WORD = re.compile(r"[a-z0-9]+")

TOPICS = frozenset(
    "corso corsi percorso percorsi lezione lezioni formazione patto progetto bando legge manifestazione ufficio uffici "
    "sportello centro cpi sede impiego collocamento evento eventi seminario seminari workshop incontro incontri "
    "convegno "
    "convegni job jobday giornata presentazione laboratorio partner capofila sostenitori rete finanziamento "
    "appuntamento "
    "colloquio did gol tirocinio iscrizione iscrizioni requisiti meccanico meccanica elettricista elettrico "
    "elettronico "
    "sala cameriere camerieri cameriera installatore manutentore lecco merate provincia working poor sospeso sospesi "
    "settore settori programmazione operatore operatori iniziativa stanziamento partecipazione ammissione".split())
"""Words that say by themselves that a question may be ours."""

_HEADS = frozenset(
    "corso corsi percorso patto progetto bando legge seminario seminari incontro laboratorio workshop giornata "
    "convegno "
    "presentazione partner capofila tirocinio settori settore programmazione programma ufficio sportello sede centro "
    "relatori servizi piano fondo scuola partecipanti".split())
_CLOSED_HEADS: Mapping[str, AbstractSet[str]] = {
    "patto": frozenset(
        "territoriale territoriali lecco lecchese provincia provinciale lavoro competenze occupazione orientamento "
        "formazione disoccupati disoccupato regione regionale lombardia territorio locale imprese aziende "
        "corsi partner enti".split()),
    "legge": frozenset(
        "regionale regione lombardia lombarda riferimento programmazione negoziata patti 19 2019".split()),
}
"""Nouns of ours that have few complements: any other makes them something else."""
_OF_OTHER_PACTS = re.compile(
    r"\b(?:lecco|lecchese|provincia|territorio)\s+(?:sicur|verd|digital|solidal|sostenibil|turistic|pulit|social|educativ|"
    r"sportiv|cultural|smart)\w*")
"""A quality of a place that makes a pact another one: «patto per Lecco sicura»."""
_LINKS = frozenset("di del dello della dell dei degli delle da dal per d n numero tra fra con".split())
_ARTICLES = frozenset("il lo la l i gli le un uno una".split())
_SAINTS = frozenset({"san", "santo", "santa", "sant"})
_OF_VERB = re.compile(r"(?:ano|ono|iamo|anno|ebbero|assero|essero)$")
"""Endings of what courses do: «i corsi prevedano» has no complement."""
_NO_COMPLEMENTS = frozenset("favore piacere quale quali quanto cosa questo questa tutti tutte gente persone "
"adesso".split())


@dataclass(frozen=True)
class Counts:
    """How many examples have a word: ``ours`` of the questions that are answered, ``outside`` of those that are not."""

    ours: Mapping[str, int]
    outside: Mapping[str, int]


@cache
def count_words(folder: Path = EXAMPLES) -> Counts:
    """The words of the training examples: in how many of ours, and of those outside, each stands."""
    ours, outside = Counter[str](), Counter[str]()
    for intent, example in read_examples(folder):
        if intent not in _NO_QUESTIONS:
            (outside if intent == "out_of_scope" else ours).update(set(_words(example)))
    return Counts(ours, outside)


def load_words() -> None:
    """Read the words of the training examples now: the first message that needs them would wait half a second."""
    count_words()
    _frequent()


@lru_cache(maxsize=4096)
def is_foreign(word: str) -> bool:
    """Whether ``word`` (folded) belongs to no question of ours."""
    counts = count_words()
    ours, outside = counts.ours.get(word, 0), counts.outside.get(word, 0)
    if len(word) < 4 or word.isdigit():
        return False
    if outside >= 2 and outside >= OFTENER * ours + 1:
        return True
    return ours < 2 and not _is_slip(word)


def is_known(word: str) -> bool:
    """Whether several questions of ours have ``word`` (folded)."""
    return count_words().ours.get(word, 0) >= 2


def _is_slip(word: str) -> bool:
    """Whether ``word`` is one of ours with a wrong key or two, or several of ours written together."""
    if any(topic in word for topic in TOPICS if len(topic) > 4):
        return True
    cut = 1 if len(word) < 8 else 2
    near = process.extractOne(word, _frequent(), scorer=DamerauLevenshtein.distance, score_cutoff=cut)
    return near is not None


@cache
def _frequent() -> list[str]:
    return [word for word, count in count_words().ours.items() if count >= 2 and len(word) >= 4]


def asks_about_others(text: str, outside: float) -> bool:
    """Whether a short question that was read as ours asks about something else. ``outside``: probability of that."""
    words = _words(text)
    if len(words) > LONGEST_QUESTION:
        return False
    if find_foreign_complement(text) is not None:
        return True
    return outside >= LIKELY or (not _names_topic(words) and any(is_foreign(word) for word in words))


def find_foreign_complement(text: str) -> Optional[str]:
    """The word that makes a noun of ours something else: «stabilità» in «patto di stabilità»; None when none does."""
    words = _words(text)
    for place, head in enumerate(words):
        if head not in _HEADS:
            continue
        rest = words[place + 1:]
        linked = bool(rest) and rest[0] in _LINKS
        rest = rest[1:] if linked else rest
        rest = rest[1:] if rest and rest[0] in _ARTICLES else rest
        if not rest:
            continue
        allowed = _CLOSED_HEADS.get(head)
        if allowed is not None and (linked or rest[0].isdigit()):
            names = len(rest[0]) > 3 or rest[0].isdigit() or rest[0] in _SAINTS  # «patto di San Francesco»
            if names and rest[0] not in _NO_COMPLEMENTS and not _is_near(rest[0], allowed):
                return rest[0]
            if other := _OF_OTHER_PACTS.search(" ".join(rest[:4])):
                return other[0]
        elif is_foreign(rest[0]) and (linked or not _OF_VERB.search(rest[0])):
            return rest[0]
    return None


def _is_near(word: str, allowed: AbstractSet[str]) -> bool:
    cut = 0 if word.isdigit() else 1 if len(word) < 8 else 2
    return process.extractOne(word, allowed, scorer=DamerauLevenshtein.distance, score_cutoff=cut) is not None


def _names_topic(words: list[str]) -> bool:
    return any(word in TOPICS or (len(word) > 4 and _is_near(word, TOPICS)) for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(normalise(text))
