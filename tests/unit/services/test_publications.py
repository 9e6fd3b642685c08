"""News of an edition: nothing without a press, said what stands against it, in waves, never at night, once a person."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Optional

import pytest
from sqlalchemy import select, update

from bot.clock import at
from bot.db.models import AuditEntry, CourseEdition, Interest, InterestNotice, Notice, Publication
from bot.db.session import transaction
from bot.rules.course_status import EditionDates
from bot.rules.sms_text import count_parts, spell_in_gsm
from bot.services import interests, privacy
from bot.services.interests import CannotSend, InterestLeft, InterestWish, NewsPressed, NewsPreview
from bot.services.interests.publication_texts import word_news
from bot.services.operators import Nobody
from bot.settings import Settings

NOW = at(date(2026, 6, 15), time(12))
SOON = {"starts_earliest": date(2026, 9, 1), "starts_latest": date(2026, 9, 1), "enrolment_opens": date(2026, 6, 1),
        "enrolment_closes": date(2026, 7, 31)}
BY = Nobody("operatore di prova")


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    return Settings(database_url=seeded_database_url, secret="a key of the tests", wave_size=2, wave_minutes=30,
                    smtp_url="smtp://nowhere.example", site_url="https://orienta.example")


def add_edition(settings: Settings, name: str = "next", **dates: Any) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add(CourseEdition(id=name, course_id="sala", source="test", verified=True, **{**SOON, **dates}))


def add_person(settings: Settings, number: int, **wish: Any) -> str:
    left = interests.leave_interest(
        settings, InterestWish(**{"contact": f"p{number}@example.it", "contact_kind": "email", **wish}),
        conversation_id=f"web_{number}", channel="webchat", now=NOW)
    assert isinstance(left, InterestLeft)
    return left.interest.code


def press(settings: Settings, name: str = "next", reason: Any = "published", now: datetime = NOW) -> Any:
    return interests.press_news(settings, edition_id=name, reason=reason, operator=BY, now=now)


def told(settings: Settings) -> list[tuple[Optional[int], str]]:
    with transaction(settings.database_url) as session:
        return [tuple(row) for row in session.execute(
            select(InterestNotice.interest_id, InterestNotice.state).order_by(InterestNotice.id))]


def notices(settings: Settings) -> list[Notice]:
    with transaction(settings.database_url) as session:
        return list(session.execute(select(Notice).order_by(Notice.id)).scalars())


def test_the_desk_sees_numbers_channels_words_and_why_and_nothing_is_sent(settings: Settings) -> None:
    add_edition(settings)
    add_person(settings, 1, course_id="sala")
    add_person(settings, 2)
    add_person(settings, 3, course_id="elettrico")
    add_person(settings, 4, course_id="sala", fits="not_met")
    seen = interests.preview_news(settings, edition_id="next", reason="published", now=NOW)
    assert isinstance(seen, NewsPreview)
    assert (seen.total, seen.by_channel, seen.waves) == (2, {"email": 2}, 1)
    assert seen.left_out == {"other_course": 1, "not_eligible": 1}
    assert "Provincia di Lecco" in seen.sample and "hai chiesto" in seen.sample and "non riceverne più" in seen.sample
    assert "1º settembre" in seen.sample and "https://orienta.example/avvisami/codice" in seen.sample
    interests.send_waves(settings, NOW)
    assert told(settings) == [] and notices(settings) == [], "nothing goes without a press"


def test_waves_are_as_large_as_the_setting_and_as_far_apart(settings: Settings) -> None:
    add_edition(settings)
    for number in range(5):
        add_person(settings, number)
    assert press(settings) == NewsPressed(1, 5)
    assert press(settings) == CannotSend("already"), "pressed twice it is one"
    sent = [interests.send_waves(settings, NOW + timedelta(minutes=minutes)).told for minutes in (0, 29, 30, 60, 90)]
    assert sent == [2, 0, 2, 1, 0] and len(notices(settings)) == 5
    (view,) = interests.list_publications(settings)
    assert (view.state, dict(view.counts)) == ("done", {"sent": 5})
    with transaction(settings.database_url) as session:
        assert session.execute(select(AuditEntry.act)).scalars().all() == ["news_pressed"]


def test_several_interests_under_one_contact_are_told_once(settings: Settings) -> None:
    add_edition(settings)
    here = {"contact": "", "contact_kind": interests.CONVERSATION}
    for number, wish in ((1, {}), (1, {"course_id": "sala"}), (2, {"contact": "p1@example.it"}), (3, here),
                         (3, {**here, "sector_id": "turismo_ristorazione"}), (4, {})):
        add_person(settings, number, **wish)
    seen = interests.preview_news(settings, edition_id="next", reason="published", now=NOW)
    assert isinstance(seen, NewsPreview) and seen.left_out["told_already"] == 3
    assert press(settings) == NewsPressed(1, seen.total) and seen.total == 3
    for minutes in (0, 30):
        interests.send_waves(settings, NOW + timedelta(minutes=minutes))
    told_to = [notice.contact or notice.conversation_id for notice in notices(settings)]
    assert sorted(told_to) == ["p1@example.it", "p4@example.it", "web_3"]
    assert told(settings)[0] == (2, "sent"), "the interest in the course stands for all of them"


def test_nothing_is_sent_at_night(settings: Settings) -> None:
    add_edition(settings)
    add_person(settings, 1)
    press(settings, now=at(date(2026, 6, 15), time(21)))
    for hour, wanted in ((21, 0), (23, 0)):
        assert interests.send_waves(settings, at(date(2026, 6, 15), time(hour))).told == wanted
    assert interests.send_waves(settings, at(date(2026, 6, 16), time(8, 59))).told == 0
    assert interests.send_waves(settings, at(date(2026, 6, 16), time(9))).told == 1


@pytest.mark.parametrize("dates, obstacle", [
    ({"starts_earliest": date(2025, 2, 1), "starts_latest": date(2025, 2, 1), "enrolment_opens": None,
      "enrolment_closes": None}, "past"),
    ({"starts_earliest": None, "starts_latest": None}, "no_day"),
    ({"enrolment_closes": date(2026, 6, 14)}, "closed"), ({"places": 10, "places_taken": 10}, "full")])
def test_what_cannot_be_sent_is_said(settings: Settings, dates: dict[str, Any], obstacle: str) -> None:
    add_edition(settings, **dates)
    add_person(settings, 1)
    assert press(settings) == CannotSend(obstacle) and told(settings) == []
    preview = interests.preview_news(settings, edition_id="next", reason="published", now=NOW)
    assert preview == CannotSend(obstacle)


def test_an_edition_that_is_not_there_and_nobody_to_tell(settings: Settings) -> None:
    assert press(settings, "none") == CannotSend("no_edition")
    add_edition(settings)
    assert press(settings) == CannotSend("nobody")


def test_the_deadline_and_a_free_place_are_news_of_their_own(settings: Settings) -> None:
    add_edition(settings, places=10, places_taken=9)
    add_person(settings, 1)
    assert press(settings, reason="deadline") == CannotSend("not_near")
    assert press(settings, reason="place_free") == CannotSend("not_near")
    assert isinstance(press(settings), NewsPressed)
    near = at(date(2026, 7, 22), time(12))
    assert isinstance(press(settings, reason="deadline", now=near), NewsPressed)
    assert isinstance(press(settings, reason="place_free", now=near), NewsPressed)
    interests.send_waves(settings, near)
    assert len(notices(settings)) == 3 and {row[1] for row in told(settings)} == {"sent"}


def test_who_withdrew_or_erased_between_the_press_and_the_wave_is_told_nothing(settings: Settings) -> None:
    add_edition(settings)
    codes = [add_person(settings, number) for number in range(3)]
    press(settings)
    interests.withdraw_interest(settings, code=codes[0], conversation_id="web_0", channel="webchat", now=NOW)
    privacy.erase(settings, conversation_id="web_1", now=NOW)
    interests.send_waves(settings, NOW)
    assert [state for _, state in told(settings)] == ["withdrawn", "withdrawn", "sent"]
    (notice,) = notices(settings)
    assert notice.contact == "p2@example.it"
    interests.withdraw_interest(settings, code=codes[2], conversation_id="web_2", channel="webchat", now=NOW)
    assert notices(settings) == [], "what was not sent yet goes with the interest"


def test_an_edition_that_closes_meanwhile_stops_and_so_does_an_operator(settings: Settings) -> None:
    add_edition(settings)
    for number in range(3):
        add_person(settings, number)
    press(settings)
    interests.send_waves(settings, NOW)
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(CourseEdition).where(CourseEdition.id == "next").values(
            enrolment_closes=NOW.date() - timedelta(days=1)))
    assert interests.send_waves(settings, NOW + timedelta(hours=1)).told == 0
    (view,) = interests.list_publications(settings)
    assert view.state == "stopped" and dict(view.counts) == {"sent": 2, "withdrawn": 1}
    assert not interests.stop_news(settings, publication_id=view.id, operator=BY, now=NOW), "it was over already"
    add_edition(settings, "other")
    pressed = press(settings, "other")
    assert interests.stop_news(settings, publication_id=pressed.publication_id, operator=BY, now=NOW)
    assert interests.send_waves(settings, NOW).told == 0


def test_a_wave_that_fails_in_the_middle_is_sent_whole_afterwards(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_edition(settings)
    for number in range(2):
        add_person(settings, number)
    press(settings)
    from bot.services.interests import waves
    real, calls = waves.add_notice_in, []

    def fail_at_second(*args: Any) -> bool:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(waves, "add_notice_in", fail_at_second)
    with pytest.raises(KeyboardInterrupt):
        interests.send_waves(settings, NOW)
    assert notices(settings) == [] and {state for _, state in told(settings)} == {"due"}
    monkeypatch.setattr(waves, "add_notice_in", real)
    assert interests.send_waves(settings, NOW).told == 2 and len(notices(settings)) == 2


def test_a_contact_that_refuses_is_seen_at_the_desk(settings: Settings) -> None:
    add_edition(settings)
    add_person(settings, 1)
    press(settings)
    interests.send_waves(settings, NOW)
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(Notice).values(state="failed"))
    assert dict(interests.list_publications(settings)[0].counts) == {"sent": 1, "refused": 1}


def test_whether_it_still_holds_is_asked_once_by_day_before_it_ends(settings: Settings) -> None:
    code = add_person(settings, 1)
    ends = interests.list_interests(settings, conversation_id="web_1")[0].ends_on
    day = at(ends - timedelta(days=31), time(12))
    assert interests.ask_owners(settings, day) == 0
    assert interests.ask_owners(settings, at(ends - timedelta(days=30), time(3))) == 0
    asked = at(ends - timedelta(days=30), time(12))
    assert (interests.ask_owners(settings, asked), interests.ask_owners(settings, asked)) == (1, 0)
    (notice,) = notices(settings)
    assert notice.kind == "interest_question" and notice.about is not None and code in notice.about["text"]
    interests.keep_interest(settings, code=code, now=asked)
    with transaction(settings.database_url) as session:
        kept = session.execute(select(Interest)).scalars().one()
    assert kept.asked_at is None and kept.ends_on > ends, "it can be asked about again in its time"


@pytest.mark.parametrize("reason", interests.REASONS)
def test_the_words_of_news_fit_into_two_text_messages(settings: Settings, reason: str) -> None:
    """With the longest title that we have, both dates and the link."""
    day = date(2026, 9, 23)
    words = word_news(settings, "Installatore e manutentore elettrico ed elettronico",
                      EditionDates(day, day, None, None, date(2026, 12, 31)), reason, "AV-7K3M-QP9X")
    assert count_parts(spell_in_gsm(words["short"])) <= 2
    assert all(said in words["text"] for said in ("Provincia di Lecco", "perché", "non riceverne più", "AV-7K3M-QP9X"))


def test_enrolled_people_are_the_end_of_the_way(settings: Settings) -> None:
    code = add_person(settings, 1)
    assert not interests.mark_enrolled(settings, code="AV-0000-0000", operator=BY, now=NOW)
    assert interests.mark_enrolled(settings, code=code.lower(), operator=BY, now=NOW)
    assert not interests.mark_enrolled(settings, code=code, operator=BY, now=NOW), "once"
    with transaction(settings.database_url) as session:
        assert session.execute(select(Interest.state)).scalar_one() == "enrolled"
    add_edition(settings)
    assert press(settings) == CannotSend("nobody"), "who has enrolled is told nothing more"
    with transaction(settings.database_url) as session:
        assert session.execute(select(Publication.id)).first() is None
