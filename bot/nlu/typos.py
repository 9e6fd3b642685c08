"""Typos for training: the slips of a phone keyboard and of hurried Italian, seeded and reproducible."""

from __future__ import annotations

import random

NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol",
    "a": "qsz", "s": "awdz", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop",
    "z": "asx", "x": "zsc", "c": "xdv", "v": "cfb", "b": "vgn", "n": "bhm", "m": "njk",
}
"""Keys beside each other on an Italian phone keyboard."""

SOUNDS = (("ch", "k"), ("qu", "q"), ("cq", "q"), ("gli", "li"), ("gn", "ni"), ("sci", "shi"), ("z", "s"), ("cu", "qu"),
          ("h", ""), ("v", "b"), ("zz", "z"), ("c", "k"))
"""Spellings that sound alike to somebody who writes by ear."""


def misspell(word: str, rng: random.Random) -> str:
    """``word`` with one slip; words of fewer than four letters stay as they are."""
    if len(word) < 4:
        return word
    spot = rng.randrange(len(word))
    kind = rng.random()
    if kind < 0.25:
        return word[:spot] + word[spot + 1:]
    if kind < 0.45 and spot + 1 < len(word):
        return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2:]
    if kind < 0.65:
        return word[:spot] + rng.choice(NEIGHBOURS.get(word[spot], word[spot])) + word[spot + 1:]
    if kind < 0.85:
        doubled = [i for i in range(len(word) - 1) if word[i] == word[i + 1]]
        if doubled:
            spot = rng.choice(doubled)
            return word[:spot] + word[spot + 1:]
        return word[:spot] + word[spot] + word[spot:]
    sounds = [pair for pair in SOUNDS if pair[0] in word]
    if sounds:
        old, new = rng.choice(sounds)
        return word.replace(old, new, 1)
    return word[:spot] + word[spot + 1:]


def misspell_text(text: str, rng: random.Random, rate: float = 0.3) -> str:
    """``text`` (normalised) with about ``rate`` of its words misspelt, and now and then a space lost."""
    words = [misspell(word, rng) if rng.random() < rate and not word.startswith("x") else word for word in text.split()]
    if len(words) > 2 and rng.random() < 0.12:
        spot = rng.randrange(len(words) - 1)
        words[spot:spot + 2] = [words[spot] + words[spot + 1]]
    return " ".join(words)
