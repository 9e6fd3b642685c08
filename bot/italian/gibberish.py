"""Tells keys hit at random («asdkj», «qwerty») from words, however badly spelt."""

from __future__ import annotations

import re

from bot.italian.text import normalise

_VOWELS = "aeiouy"
_PAIRS = frozenset(
    "bb bl br cc ch ck cl cq cr ct dd dr ff fl fr gg gh gl gn gr kr ks kt lb lc ld lf lg ll lm ln lp lq lr ls lt lv lz "
    "mb mm mp mn ms nb nc nd nf ng nk nl nm nn np nq nr ns nt nv nz ph pl pn pp pr ps pt rb rc rd rf rg rh rk rl rm rn "
    "rp rq rr rs rt rv rz sb sc sd sf sg sh sk sl sm sn sp sq sr ss st sv sw th tl tm tr ts tt tz vr vv wh wn zz "
    "rw xp xt tn dg db bd tw hm zh gd kh dh bh tb sf pz".split())
"""Consonants that stand together in Italian, or in the foreign words, names and slips of people who write it."""
_SHORT = frozenset(
    "ok cpi gol did isee cv lc sms nn cmq grz tvb qnd dmn dms pls xk nnt qlc tks thx cgil cigs cig cfp its ssl prf buh "
    "boh mah hmm mmm bah eh ah oh uh cgt pnrr fse inps lgs dlgs rsvp pdf wc tv pc spa srl snc bnb qlcn gdpr tfr slv "
    "ntt okk kk dp".split())
"""Abbreviations, and sounds that are answers."""


def is_gibberish(text: str) -> bool:
    """Whether ``text`` has letters and none of its words can be one; never with a figure in it."""
    said = normalise(text)
    if re.search(r"\d|@", said):
        return False
    words = re.findall(r"[a-z]{3,}", said) or re.findall(r"[a-z]{2}", said)
    return bool(words) and all(_impossible(word) for word in words)


def _impossible(word: str) -> bool:
    if word in _SHORT:
        return False
    if not re.search(f"[{_VOWELS}]", word) or re.search(r"([bcdfghjkmnpqrstvwxyz])\1\1", word):
        return True
    return any(pair not in _PAIRS for pair in re.findall(rf"(?=([^{_VOWELS}]{{2}}))", word)) or (
        re.search(r"q[^uq]|j[^aeiou]|[^aeiou]j[^aeiou]", word) is not None)
