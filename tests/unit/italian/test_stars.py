"""Stars that somebody gives, drawn or in words."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.stars import read_stars


@pytest.mark.parametrize("text, unasked, asked", [
    ("4 stelle", 4, 4), ("do 5", 5, 5), ("ti do un 3", 3, 3), ("⭐⭐⭐", 3, 3), ("★★★★★", 5, 5), ("voto 10", 10, 10),
    ("4/5", 4, 4), ("3 su 5", 3, 3), ("una stella", 1, 1), ("cinque", None, 5), ("0", None, 0), ("zero", None, 0),
    ("vorrei lasciare un parere", None, None), ("sono stato qui 2 volte", None, 2), ("-1", None, -1)])
def test_stars(text: str, unasked: Optional[int], asked: Optional[int]) -> None:
    assert (read_stars(text, asked=False), read_stars(text, asked=True)) == (unasked, asked)
