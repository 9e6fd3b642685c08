"""Given name and surname told in two messages."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.people.name_parts import read_name
from bot.italian.people.names import InvalidName


@pytest.mark.parametrize(("first", "then", "name"), [
    ("allora di cognome faccio ratti", "e di nome luisella", "Luisella Ratti"),
    ("il cognome è Ratti", "Luisella", "Luisella Ratti"), ("Ratti di cognome", "Luisella di nome", "Luisella Ratti"),
    ("il mio cognome è De Luca", "mi chiamo Anna", "Anna De Luca"), ("ciao", "Mario Rossi", "Mario Rossi"),
    ("di cognome Ratti", "Luisella Bianchi", "Luisella Bianchi"), ("ciao", "Luisella", "Luisella")])
def test_the_surname_waits_for_the_given_name(first: str, then: str, name: str) -> None:
    assert read_name(then, first) == name


@pytest.mark.parametrize("text", ["di cognome faccio ratti", "Ratti di cognome", "il mio cognome è De Luca"])
def test_a_surname_alone_is_no_name_yet(text: str) -> None:
    assert isinstance(read_name(text, None), InvalidName)


@pytest.mark.parametrize(("text", "name"), [
    ("cognome Ratti nome Luisella", "Luisella Ratti"), ("Mai Ho", "Mai Ho"), ("Dai Lei", "Dai Lei"), ("mai ho", None),
    ("Ma No", None), ("Non So", None), ("Ma Dai", None), ("mi chiamo Mai Ho", "Mai Ho")])
def test_both_parts_at_once(text: str, name: Optional[str]) -> None:
    assert read_name(text, None) == name
