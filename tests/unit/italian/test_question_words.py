"""Words that only look like those of a question, beside those that are."""

from __future__ import annotations

import pytest

from bot.italian.question_words import without_lookalikes


@pytest.mark.parametrize(("text", "asks"), [
    ("lavoro qualche ora come commessa", False), ("faccio qualche lavoretto come cameriera", False),
    ("lavoro come magazziniere quando chiamano", False), ("qualsiasi cosa", False),
    ("sono operaio, come faccio a iscrivermi", True), ("quando posso venire", True), ("quale corso", True),
    ("lavoro, come mi iscrivo", True), ("come commessa", True)])
def test_what_one_works_as_is_no_question(text: str, asks: bool) -> None:
    left = without_lookalikes(text)
    assert any(word in left for word in ("come", "quando", "qual")) is asks
