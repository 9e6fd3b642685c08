"""What the assistant says is short and plain: the hard limits of ``bench.texts``, for templates and filled answers."""

from __future__ import annotations

from statistics import median

import pytest

from bench.texts import (
    LISTS,
    LONGEST,
    MEDIAN_LENGTH,
    NAMES,
    PLAIN,
    PLAINEST_ALLOWED,
    gulpease,
    read_templates,
)
from bot.actions.answers.answer import HANDLERS, reply_to
from bot.services import catalogue
from bot.settings import Settings
from tests.contract.test_answers import SERVICE, responses, said, seeded, turn

__all__ = ["responses", "seeded"]


def test_no_response_is_long_or_hard() -> None:
    texts = read_templates()
    assert [text.name for text in texts if text.length > LONGEST and text.name not in LISTS] == []
    assert [(text.name, round(text.gulpease or 0)) for text in texts if text.gulpease is not None
            and text.gulpease < PLAINEST_ALLOWED and text.name not in NAMES] == []
    assert median(text.length for text in texts) <= MEDIAN_LENGTH
    assert median(text.gulpease for text in texts if text.gulpease is not None) >= PLAIN


@pytest.mark.parametrize("intent", sorted(set(HANDLERS) - LISTS))
def test_no_answer_of_a_seeded_database_is_long(intent: str, seeded: Settings, responses: dict[str, object]) -> None:
    things = [(None, "")] + [(name.kind, name.id) for name in catalogue.list_names(seeded) if name.kind != SERVICE]
    long = [(identity, len(text)) for kind, identity in things
            if len(text := said(reply_to(turn(seeded, intent, **({kind: identity} if kind else {}))), responses)[0])
            > LONGEST]
    assert long == []


def test_the_index_knows_plain_from_hard() -> None:
    plain = gulpease("Il corso è gratis. Dura 250 ore. Puoi venire da noi lunedì alle 10.")
    hard = gulpease("Conformemente all'articolazione amministrativa dell'organizzazione territoriale interprovinciale "
                    "competente, l'istruttoria procedimentale sarà successivamente perfezionata.")
    assert plain is not None and hard is not None and plain > PLAIN > PLAINEST_ALLOWED > hard
    assert gulpease("Confermi?") is None
