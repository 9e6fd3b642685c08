"""Interests: left, seen, changed, kept, withdrawn, ended; who erases their data is in no list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import at
from bot.db.models import Activity, Interest
from bot.db.session import transaction
from bot.services import interests, privacy
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.interests import (
    InterestChanged,
    InterestKept,
    InterestLeft,
    InterestView,
    InterestWish,
    InterestWithdrawn,
    NoInterest,
    UnknownWish,
)
from bot.settings import Settings

NOW = at(date(2026, 6, 15), time(12))
MAIL = {"contact": "anna@example.it", "contact_kind": "email"}


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    return Settings(database_url=seeded_database_url, secret="a key of the tests", interest_days=100)


def leave(settings: Settings, conversation: str = "web_1", **wish: Any) -> InterestView:
    left = interests.leave_interest(
        settings, InterestWish(**{**MAIL, **wish}), conversation_id=conversation, channel="webchat", now=NOW)
    assert isinstance(left, InterestLeft)
    return left.interest


def rows(settings: Settings) -> list[Interest]:
    with transaction(settings.database_url) as session:
        return list(session.execute(select(Interest).order_by(Interest.id)).scalars())


def test_left_seen_changed_and_withdrawn(settings: Settings) -> None:
    left = leave(settings, course_id="sala", place="Merate", availability="evening")
    assert left.contact == "a•••@example.it" and left.ends_on == date(2026, 9, 23)
    assert interests.list_interests(settings, conversation_id="web_1") == [left]
    assert interests.list_interests(settings, conversation_id="web_2") == []
    seen = interests.open_by_code(settings, code=left.code.lower(), who="web_2", now=NOW)
    assert seen == left
    changed = interests.change_interest(
        settings, code=left.code, wish=InterestWish(sector_id=seen.sector_id, availability="morning"), now=NOW)
    assert isinstance(changed, InterestChanged) and changed.interest.course_id is None
    assert changed.interest.contact == left.contact, "a change without a contact leaves it"
    gone = interests.withdraw_interest(
        settings, code=left.code, conversation_id="web_2", channel="site", now=NOW)
    assert isinstance(gone, InterestWithdrawn) and rows(settings) == []
    again = interests.withdraw_interest(settings, code=left.code, conversation_id="web_2", channel="site", now=NOW)
    assert isinstance(again, NoInterest)
    with transaction(settings.database_url) as session:
        counted = session.execute(select(Activity.result).where(Activity.kind == "interest")).scalars().all()
    assert counted == ["left", "withdrawn"], "what was done is counted, once each"


def test_the_same_interest_is_one_and_another_is_another(settings: Settings) -> None:
    first = leave(settings, course_id="sala")
    repeated = interests.leave_interest(
        settings, InterestWish(course_id="sala", availability="weekend", **MAIL), conversation_id="web_1",
        channel="site", now=NOW)
    assert isinstance(repeated, InterestLeft) and repeated.again and repeated.interest.code == first.code
    assert leave(settings, course_id="elettrico").code != first.code
    assert leave(settings, course_id="sala", contact="+393331234567", contact_kind="phone").code != first.code
    assert len(rows(settings)) == 3


def test_a_contact_is_not_an_identity(settings: Settings) -> None:
    """Who types somebody's address hears nothing of their interest, gets no code of theirs and changes nothing."""
    first = leave(settings, course_id="sala")
    other = interests.leave_interest(
        settings, InterestWish(course_id="sala", availability="weekend", place="Merate", **MAIL),
        conversation_id="web_9", channel="site", now=NOW)
    assert isinstance(other, InterestLeft) and not other.again and other.interest.code != first.code
    assert interests.open_by_code(settings, code=first.code, who="web_1", now=NOW) == first
    assert interests.list_interests(settings, conversation_id="web_1") == [first]
    assert interests.list_interests(settings, conversation_id="web_9") == [other.interest]


def test_that_no_news_can_reach_a_contact_is_said(settings: Settings) -> None:
    mail, phone = leave(settings), leave(settings, contact="+393331234567", contact_kind="phone")
    here = leave(settings, "tg_1", contact="", contact_kind=interests.CONVERSATION)
    told = [interests.explain_unreachable(settings, view) for view in (mail, phone, here)]
    assert "e-mail" in told[0] and "SMS" in told[1] and told[2] == ""
    on = replace(settings, smtp_url="smtp://mail.example", sms_url="https://sms.example")
    assert not any(interests.explain_unreachable(on, view) for view in (mail, phone, here))


def test_here_is_a_contact_of_its_conversation_only(settings: Settings) -> None:
    here = {"contact": "", "contact_kind": interests.CONVERSATION}
    assert leave(settings, "tg_1", **here).code == leave(settings, "tg_1", **here).code
    assert leave(settings, "tg_2", **here).contact == "" and len(rows(settings)) == 2


@pytest.mark.parametrize("wish", [
    {"availability": "never"}, {"contact": ""}, {"contact_kind": interests.CONVERSATION}])
def test_what_cannot_be_an_interest_is_refused(settings: Settings, wish: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        leave(settings, **wish)
    assert rows(settings) == []


@pytest.mark.parametrize("wish", [{"course_id": "nessuno"}, {"sector_id": "nessuno"},
                                  {"course_id": "sala", "sector_id": "turismo"}])
def test_a_course_that_is_not_there(settings: Settings, wish: dict[str, Any]) -> None:
    left = interests.leave_interest(
        settings, InterestWish(**MAIL, **wish), conversation_id="web_1", channel="webchat", now=NOW)
    assert isinstance(left, UnknownWish) and rows(settings) == []


def test_wrong_codes_are_counted(settings: Settings) -> None:
    left = leave(settings)
    for chances in (4, 3, 2, 1, 0):
        assert interests.open_by_code(settings, code="AV-0000-0000", who="web_3", now=NOW) == WrongCode(chances)
    shut = interests.open_by_code(settings, code=left.code, who="web_3", now=NOW)
    assert isinstance(shut, TooManyAttempts)
    assert isinstance(interests.open_by_code(settings, code=left.code, who="web_4", now=NOW), InterestView)


def test_it_ends_by_itself_and_its_contact_at_once(settings: Settings) -> None:
    left = leave(settings)
    privacy.purge(settings, NOW + timedelta(days=99))
    assert rows(settings)[0].state == "active"
    kept = interests.keep_interest(settings, code=left.code, now=NOW + timedelta(days=99))
    assert isinstance(kept, InterestKept) and kept.interest.ends_on == date(2026, 12, 31)
    later = NOW + timedelta(days=200)
    privacy.purge(settings, later)
    ended = rows(settings)[0]
    assert (ended.state, ended.contact, ended.conversation_id) == ("ended", None, None)
    assert isinstance(interests.keep_interest(settings, code=left.code, now=later), NoInterest), "it is not revived"
    privacy.purge(settings, later + timedelta(days=settings.person_retention_days + 1))
    assert rows(settings) == []


def test_who_erases_their_data_is_in_no_list(settings: Settings) -> None:
    leave(settings, "web_1")
    leave(settings, "web_2", contact="luca@example.it")
    erased = privacy.erase(settings, conversation_id="web_1", now=NOW)
    assert erased.interests == 1 and erased.anything
    assert [row.contact for row in rows(settings)] == ["luca@example.it"]
