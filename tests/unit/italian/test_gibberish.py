"""Random keys are told from words, and no word that people write is taken for random keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.italian.gibberish import is_gibberish
from bot.italian.municipalities import LECCO_PROVINCE, LOMBARDY
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT


@pytest.mark.parametrize("text", ["asdkj qwe", "xkqj wpzz", "asdfgh", "qwerty", "zzz xx", "lkjhg!!", "fghj dfgh", "xx",
                                  "qqwe zxcv", "sdfsdf"])
def test_random_keys(text: str) -> None:
    assert is_gibberish(text)


@pytest.mark.parametrize("text", ["", "👍", "12", "qwe 12", "ok", "boh", "cpi", "cigs", "asdkj corso", "nn so",
                                  "привет"])
def test_answers_that_are_short(text: str) -> None:
    assert not is_gibberish(text)


@pytest.mark.parametrize("name", [*LECCO_PROVINCE, *LOMBARDY])
def test_places(name: str) -> None:
    assert not is_gibberish(name)


def test_nothing_that_people_write_is_taken_for_it() -> None:
    """The training examples, which have slips and abbreviations; random keys are examples of being outside."""
    lines = [line.removeprefix("- ") for path in sorted((ROOT / "bot" / "data" / "nlu").glob("*.yml"))
             for item in read_yaml(Path(path))["nlu"]
             if item["intent"] != "out_of_scope" for line in item["examples"].splitlines()]
    assert len(lines) > 9000 and [line for line in lines if is_gibberish(line)] == ["bgiorno", "esattto", "negatvo"]
