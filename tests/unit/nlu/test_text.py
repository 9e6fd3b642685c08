"""One spelling for what people write in many ways."""

import pytest

from bot.nlu.text import normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Perché NON c'è?", "perche non ci e ?"),
        ("perche’ non c’è", "perche non ci e"),
        ("CIAOOOOO!!!", "ciao"),
        ("nn so qnt costa x favore", "non so quanto costa per favore"),
        ("il 3/12 alle 15:30", "il xdate alle xtime"),
        ("guadagno 8.500 euro", "guadagno xamount"),
        ("333 1234567", "xphone"),
        ("mario.rossi@gmail.com", "xemail"),
        ("ho 34 anni", "ho xnumber anni"),
        ("codice lc-7k3m-qp9x", "codice xcode"),
        ("👍🏽", "si"), ("😀", "aiuto"), ("…!!", ""),
    ],
)
def test_normalise(written: str, read: str) -> None:
    assert normalise(written) == read

