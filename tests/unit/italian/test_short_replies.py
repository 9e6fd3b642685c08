"""Short replies: what is a yes, a no, a choice, and what is none of them."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.short_replies import (
    declines,
    is_undecided,
    leaves_choice,
    read_ordinal,
    read_yes_or_no,
    wants_first_free,
)


@pytest.mark.parametrize("text", (
    "sì", "Si!", "ok", "va bene", "confermo", "confremo", "perfeto", "d'accordo", "tutto corretto, grazie", "👍",
    "prenota", "sì grazie", "certo che sì", "procedi pure", "ma sì dai", "no anzi sì", "sì, no problem"))
def test_yes(text: str) -> None:
    assert read_yes_or_no(text) is True


@pytest.mark.parametrize("text", ("no", "No grazie", "non confermo", "preferisco di no", "👎", "sbagliato", "annulla",
                                  "sì anzi no aspetta", "ok no aspetta", "va bene però no", "sì sì, anzi lascia stare",
                                  "col cavolo che vi do i miei dati", "ma anche no", "neanche per sogno"))
def test_no(text: str) -> None:
    assert read_yes_or_no(text) is False


@pytest.mark.parametrize("text", ("giovedì alle 10", "Maria Rossi", "non so", "", "conferenza", "👍👎", "siamo in due",
                                  "ok aspetta", "certo, ma aspetta un attimo", "sì ma non lo so"))
def test_neither(text: str) -> None:
    assert read_yes_or_no(text) is None


@pytest.mark.parametrize(("text", "index"), (
    ("il secondo", 1), ("la prima", 0), ("2", 1), ("l'ultimo", 2), ("va bene il terzo", 2), ("numero 3", 2),
    ("vabè il primo allora", 0), ("di quelli lì prendo l'ultimo", 2), ("aah ok il secondo", 1), ("no, il terzo", 2),
    ("va be', l'ultimo che hai detto", 2), ("il primo del mese", None), ("quello delle due", None), ("in due", None),
    ("4", None), ("il secondo giovedì di dicembre", None), ("alle 2", None), ("0", None)))
def test_ordinals_among_three(text: str, index: Optional[int]) -> None:
    assert read_ordinal(text, 3) == index


@pytest.mark.parametrize("text", ("è uguale", "qualsiasi", "fa lo stesso", "scegli tu", "dove volete", "decidete voi"))
def test_any(text: str) -> None:
    assert leaves_choice(text) and not leaves_choice("Merate")


@pytest.mark.parametrize("text", ("e a Merate lo stesso giorno cosa c'è?", "nello stesso ufficio", "lo stesso orario",
                                  "il numero è di mio figlio, va bene lo stesso?", "posso lo stesso?"))
def test_the_same_of_something_is_not_any(text: str) -> None:
    assert not leaves_choice(text)


@pytest.mark.parametrize("text", ("il primo posto libero", "prima possibile", "appena possibile", "il prima possibile"))
def test_soonest(text: str) -> None:
    assert wants_first_free(text) and not wants_first_free("giovedì")


def test_declines() -> None:
    assert declines("non lo so") and not declines("lo so")
    assert all(map(declines, ("l'età a una macchina non la dico", "preferirei tenerla per me", "è una cosa privata",
                              "di questo non parlo con un robot", "non mi va di rispondere")))
    assert not any(map(declines, ("lavoro in una ditta privata di pulizie", "34", "sono disoccupata")))


@pytest.mark.parametrize(("text", "undecided"), (
    ("boh non saprei", True), ("non saprei proprio", True),
    ("fammici pensare un attimo", True), ("ci devo pensare", True), ("un attimo", True),
    ("non sono sicura", True), ("mmm non lo so ancora", True), ("no", False), ("ok", False), ("va bene", False),
    ("preferisco di no", False), ("boh, ok", True), ("mah, allora no", False),
    ("Maria Rossi", False), ("", False)))
def test_who_cannot_decide_yet(text: str, undecided: bool) -> None:
    assert is_undecided(text) is undecided
