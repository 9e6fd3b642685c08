"""A rating is stored as it was given, or refused with the reason; nothing is cut in silence."""

from __future__ import annotations

from datetime import date, time
from typing import Optional

import pytest
import sqlalchemy

from bot.clock import at
from bot.db.session import transaction
from bot.services import feedback
from bot.settings import Settings

NOW = at(date(2026, 1, 15), time(10, 30))


def stored(url: str) -> list[tuple[object, ...]]:
    with transaction(url) as session:
        rows = session.execute(sqlalchemy.text("select conversation_id, stars, aspect, comment from feedback"))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("stars", [1, 5])
def test_a_rating_is_stored(database_url: str, stars: int) -> None:
    left = feedback.leave(
        Settings(database_url=database_url), conversation_id="web_1", stars=stars, aspect=" era chiaro ",
        comment="grazie", now=NOW)
    assert isinstance(left, feedback.FeedbackView)
    assert (left.stars, left.aspect, left.comment, left.given_at) == (stars, "era chiaro", "grazie", NOW)
    assert stored(database_url) == [("web_1", stars, "era chiaro", "grazie")]


def test_blank_texts_count_as_none(sqlite_url: str) -> None:
    feedback.leave(
        Settings(database_url=sqlite_url), conversation_id="web_1", stars=4, aspect="  ", comment="", now=NOW)
    assert stored(sqlite_url) == [("web_1", 4, None, None)]


@pytest.mark.parametrize(("stars", "aspect", "comment", "refusal"), [
    (0, None, None, feedback.FeedbackRefused("stars", 0, 5)),
    (6, None, None, feedback.FeedbackRefused("stars", 6, 5)),
    (3, None, "x" * 201, feedback.FeedbackRefused("comment_too_long", 201, 200)),
    (3, "x" * 201, None, feedback.FeedbackRefused("aspect_too_long", 201, 200)),
])
def test_a_refusal_stores_nothing(
    sqlite_url: str, stars: int, aspect: Optional[str], comment: Optional[str], refusal: feedback.FeedbackRefused
) -> None:
    settings = Settings(database_url=sqlite_url)
    assert feedback.leave(
        settings, conversation_id="web_1", stars=stars, aspect=aspect, comment=comment, now=NOW) == refusal
    assert stored(sqlite_url) == []


def test_two_hundred_characters_are_allowed(database_url: str) -> None:
    comment = "è" * 200
    feedback.leave(
        Settings(database_url=database_url), conversation_id="web_1", stars=2, aspect=None, comment=comment, now=NOW)
    assert stored(database_url) == [("web_1", 2, None, comment)]


@pytest.mark.parametrize(("stars", "liked"), [(1, False), (3, False), (4, True), (5, True)])
def test_the_second_question_follows_the_stars_as_on_the_page(stars: int, liked: bool) -> None:
    assert feedback.asks_what_was_liked(stars) is liked
