"""Erasing takes everything a conversation stored and nothing of others; old data go when their time is over."""

from __future__ import annotations

import itertools
import json
import sqlite3
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Optional

import pytest
import sqlalchemy

from bot.clock import at, to_utc
from bot.db import seeding
from bot.db import session as db_session
from bot.db.models import (
    Activity,
    Appointment,
    Base,
    CodeAttempt,
    Consent,
    Conversation,
    ConversationNote,
    ConversationTag,
    Feedback,
    Handoff,
    Interest,
    LinkCode,
    Message,
    NotUnderstood,
    Presence,
    SignUp,
    Slot,
    TelegramChat,
    TelegramUpdate,
    WaitingWish,
)
from bot.db.session import DatabaseUnavailable, transaction
from bot.rules import retention
from bot.rules.retention import KINDS, SHORT_LIVED
from bot.services import conversations, data_requests, personal_export, privacy
from bot.services.conversations import Draft, Revoked
from bot.settings import Settings
from bot.texts import get_texts

NOW = at(date(2026, 6, 15), time(12))
PRIVATE = (
    "appointment", "consent", "slot", "notice", "feedback", "code_attempt", "message", "handoff", "presence",
    "conversation_note", "conversation_tag", "not_understood", "link_code", "telegram_chat", "booking_origin",
    "interest", "sign_up", "waiting_wish")
_numbers = itertools.count(1)


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    return Settings(database_url=seeded_database_url, person_retention_days=90, conversation_retention_hours=24)


def add(settings: Settings, *rows: Any) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add_all(rows)


def appointment(
    settings: Settings, contact: str, conversation: str, starts: datetime = NOW, service: str = "orientamento"
) -> int:
    number = next(_numbers)
    row = Appointment(
        code=f"C{number}", name="Anna Bianchi", contact=contact, contact_kind="email", service_id=service,
        office_id="lecco", starts_at=to_utc(starts),
        ends_at=to_utc(starts + timedelta(minutes=30)), status="active", conversation_id=conversation,
        idempotency_key=f"k{number}", created_at=to_utc(starts), changed_at=to_utc(starts))
    add(settings, row)
    add(settings, Consent(
        appointment_id=row.id, purpose="booking", notice_version=privacy.NOTICE_VERSION, given_by=conversation,
        given_at=to_utc(starts)))
    add(settings, Slot(office_id="lecco", service_id=service, starts_at=row.starts_at, ends_at=row.ends_at,
                       appointment_id=row.id))
    return int(row.id)


def hold(settings: Settings, conversation: str, until: Optional[datetime] = None) -> None:
    add(settings, Slot(
        office_id="merate", service_id="orientamento", starts_at=to_utc(NOW),
        ends_at=to_utc(NOW + timedelta(minutes=30)), held_by=conversation, held_until=to_utc(until or NOW)))


def count(settings: Settings) -> dict[str, int]:
    with transaction(settings.database_url) as session:
        return {
            name: session.execute(sqlalchemy.select(sqlalchemy.func.count()).select_from(Base.metadata.tables[name]))
            .scalar() for name in PRIVATE}


def test_erasing_takes_everything_of_the_conversation(settings: Settings) -> None:
    appointment(settings, "anna@example.it", "mine")
    hold(settings, "mine")
    add(settings, Feedback(conversation_id="mine", stars=5, comment="bene", given_at=to_utc(NOW)),
        CodeAttempt(conversation_id="mine", tried_at=to_utc(NOW)))

    erased = privacy.erase(settings, conversation_id="mine", now=NOW)
    assert erased == privacy.Erased(
        appointments=1, consents=1, feedback=1, code_attempts=1, holds=1, messages=0, handoffs=0)
    assert erased.anything
    assert set(count(settings).values()) == {0}


def test_erasing_takes_nothing_of_another_conversation(settings: Settings) -> None:
    appointment(settings, "altra@example.it", "other")
    hold(settings, "other")
    add(settings, Feedback(conversation_id="other", stars=1, given_at=to_utc(NOW)),
        CodeAttempt(conversation_id="other", tried_at=to_utc(NOW)))
    before = count(settings)

    erased = privacy.erase(settings, conversation_id="mine", now=NOW)
    assert not erased.anything
    assert count(settings) == before


def test_typing_anothers_contact_does_not_allow_to_erase_their_appointments(settings: Settings) -> None:
    theirs = appointment(settings, "anna@example.it", "theirs")
    appointment(settings, "anna@example.it", "mine", NOW + timedelta(days=1), service="requisiti")

    erased = privacy.erase(settings, conversation_id="mine", now=NOW)
    assert (erased.appointments, erased.consents) == (1, 1)
    with transaction(settings.database_url) as session:
        assert [row.id for row in session.execute(sqlalchemy.select(Appointment)).scalars()] == [theirs]
    assert count(settings)["consent"] == 1


def test_erasing_twice_is_harmless(settings: Settings) -> None:
    appointment(settings, "anna@example.it", "mine")
    privacy.erase(settings, conversation_id="mine", now=NOW)
    assert not privacy.erase(settings, conversation_id="mine", now=NOW).anything


def test_names_and_contacts_go_ninety_days_after_their_appointment(settings: Settings) -> None:
    appointment(settings, "old@example.it", "a", NOW - timedelta(days=200))
    appointment(settings, "old@example.it", "a", NOW - timedelta(days=91), service="requisiti")
    appointment(settings, "new@example.it", "b", NOW - timedelta(days=200))
    recent = appointment(settings, "new@example.it", "b", NOW - timedelta(days=89), service="requisiti")

    assert privacy.purge(settings, NOW).appointments == 3
    with transaction(settings.database_url) as session:
        assert [row.id for row in session.execute(sqlalchemy.select(Appointment)).scalars()] == [recent]
    assert (count(settings)["slot"], count(settings)["consent"]) == (1, 1)


def test_old_comments_go_and_their_stars_stay(settings: Settings) -> None:
    add(settings,
        Feedback(conversation_id="a", stars=2, comment="vecchio", given_at=to_utc(NOW - timedelta(days=91))),
        Feedback(conversation_id="b", stars=4, comment="nuovo", given_at=to_utc(NOW - timedelta(days=89))))
    assert privacy.purge(settings, NOW).comments == 1
    with transaction(settings.database_url) as session:
        rows = session.execute(sqlalchemy.select(Feedback).order_by(Feedback.stars)).scalars()
        assert [(row.stars, row.comment) for row in rows] == [(2, None), (4, "nuovo")]


def test_expired_holds_and_old_attempts_go(settings: Settings) -> None:
    hold(settings, "a", NOW - timedelta(minutes=1))
    hold(settings, "b", NOW + timedelta(minutes=1))
    add(settings, CodeAttempt(conversation_id="a", tried_at=to_utc(NOW - timedelta(days=2))),
        CodeAttempt(conversation_id="a", tried_at=to_utc(NOW - timedelta(hours=2))))
    purged = privacy.purge(settings, NOW)
    assert (purged.holds, purged.code_attempts) == (1, 1)
    with transaction(settings.database_url) as session:
        assert session.execute(sqlalchemy.select(Slot.held_by)).scalars().all() == ["b"]
        (attempt,) = session.execute(sqlalchemy.select(CodeAttempt)).scalars()
        assert attempt.tried_at == to_utc(NOW - timedelta(hours=2))


def test_old_conversations_leave_the_tracker_whole_and_live_ones_stay_whole(settings: Settings) -> None:
    newest = NOW.timestamp()
    with transaction(settings.database_url, write=True) as session:
        session.execute(sqlalchemy.text(
            "create table events (id integer primary key, sender_id varchar(255), type_name varchar(255),"
            " timestamp double precision, intent_name varchar(255), action_name varchar(255), data text)"))
        for number, (sender, hours) in enumerate([("old", 50), ("old", 25), ("live", 50), ("live", 23)]):
            session.execute(
                sqlalchemy.text("insert into events (id, sender_id, timestamp) values (:id, :sender, :moment)"),
                {"id": number, "sender": sender, "moment": newest - hours * 3600})

    purged = privacy.purge(settings, NOW)
    assert (purged.conversations, purged.tracker_events) == (1, 2)
    with transaction(settings.database_url) as session:
        assert session.execute(sqlalchemy.text("select distinct sender_id from events")).scalars().all() == ["live"]


def test_without_rasas_table_only_ours_are_purged(settings: Settings) -> None:
    assert privacy.purge(settings, NOW) == privacy.Purged(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_no_table_with_a_conversation_or_a_person_is_forgotten() -> None:
    holding = {
        table.name for table in Base.metadata.sorted_tables
        if {"conversation_id", "appointment_id", "held_by", "contact"} & set(table.columns.keys())}
    assert holding == set(PRIVATE), "erase() and purge() must know every table that holds personal data"


def log(settings: Settings, conversation: str, days_ago: float, handoff: Optional[str] = None) -> None:
    """A conversation with everything that can hang on one, last changed so many days ago."""
    moment = NOW - timedelta(days=days_ago)
    conversations.append_message(settings, conversation_id=conversation, channel="webchat", now=moment,
                         draft=Draft("person", "sono Anna Bianchi"))
    conversations.mark_presence(
        settings, conversation_id=conversation, actor="person", kind="typing", on=True, now=moment)
    when = to_utc(moment)
    add(settings, ConversationNote(conversation_id=conversation, text="Anna", at=when),
        ConversationTag(conversation_id=conversation, tag="corsi"),
        NotUnderstood(conversation_id=conversation, text="boh", at=when),
        LinkCode(conversation_id=conversation, digest=conversation, made_at=when, expires_at=when),
        TelegramChat(chat_id=next(_numbers), conversation_id=conversation, created_at=when))
    if handoff is not None:
        add(settings, Handoff(
            conversation_id=conversation, state=handoff, reason="asked", subject="corsi", card={"age": 30},
            callback_contact="anna@example.it", requested_at=when, queued_at=when, waiting_since=when))


def left(settings: Settings, table: Any) -> list[str]:
    with transaction(settings.database_url) as session:
        return sorted(str(row) for row in session.execute(sqlalchemy.select(
            table.id if table is Conversation else table.conversation_id)).scalars())


def test_erasing_takes_the_log_and_revokes_the_id(settings: Settings) -> None:
    log(settings, "mine", 0, handoff="waiting")
    log(settings, "other", 0, handoff="waiting")
    erased = privacy.erase(settings, conversation_id="mine", now=NOW)
    assert (erased.messages, erased.handoffs) == (1, 1)
    for table in (Message, Handoff, Presence, ConversationNote, ConversationTag, NotUnderstood, LinkCode):
        assert left(settings, table) == ["other"], table
    assert conversations.find_state(settings, conversation_id="mine") == ("assistant", 1, True)
    again = conversations.append_message(
        settings, conversation_id="mine", channel="webchat", draft=Draft("person", "ciao"), now=NOW)
    assert again == Revoked() and left(settings, Message) == ["other"]


def test_erasing_empties_the_tracker_too(settings: Settings) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(sqlalchemy.text("create table events (id integer primary key, sender_id varchar(255))"))
        session.execute(sqlalchemy.text("insert into events values (1, 'mine'), (2, 'other')"))
    privacy.erase(settings, conversation_id="mine", now=NOW)
    with transaction(settings.database_url) as session:
        assert session.execute(sqlalchemy.text("select sender_id from events")).scalars().all() == ["other"]


def test_quiet_conversations_lose_their_messages_and_go_on_being_numbered(settings: Settings) -> None:
    log(settings, "quiet", 1.5, handoff="ended")
    log(settings, "live", 0.5, handoff="ended")
    purged = privacy.purge(settings, NOW)
    assert (purged.messages, purged.handoffs) == (1, 1)
    for table in (Message, Presence, ConversationNote, ConversationTag, LinkCode):
        assert left(settings, table) == ["live"], table
    with transaction(settings.database_url) as session:
        kept = session.execute(sqlalchemy.select(Handoff).where(Handoff.conversation_id == "quiet")).scalar_one()
        assert (kept.subject, kept.card, kept.callback_contact, kept.state) == (None, None, None, "ended")
    later = conversations.append_message(
        settings, conversation_id="quiet", channel="webchat", draft=Draft("person", "ciao"), now=NOW)
    assert later.message.sequence == 2  # type: ignore[union-attr]
    assert privacy.purge(settings, NOW) == privacy.Purged(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("state", ["waiting", "owned", "callback"])
def test_nothing_goes_while_a_request_for_an_operator_is_open(settings: Settings, state: str) -> None:
    log(settings, "open", 30, handoff=state)
    log(settings, "old", 30)
    privacy.purge(settings, NOW)
    assert left(settings, Message) == left(settings, Conversation) == left(settings, Handoff) == ["open"]


def test_the_tracker_of_a_conversation_stays_as_long_as_its_log(settings: Settings) -> None:
    log(settings, "talked to an operator", 0.5)
    log(settings, "callback", 9, handoff="callback")
    with transaction(settings.database_url, write=True) as session:
        session.execute(sqlalchemy.text(
            "create table events (id integer primary key, sender_id varchar(255), timestamp double precision)"))
        for number, sender in enumerate(("talked to an operator", "callback", "over")):
            session.execute(sqlalchemy.text("insert into events values (:id, :sender, :moment)"), {
                "id": number, "sender": sender, "moment": (NOW - timedelta(days=10)).timestamp()})
    assert privacy.purge(settings, NOW).conversations == 1
    with transaction(settings.database_url) as session:
        found = session.execute(sqlalchemy.text("select sender_id from events order by id")).scalars().all()
    assert found == ["talked to an operator", "callback"]


def test_a_row_goes_when_its_session_id_can_no_longer_come_back(settings: Settings) -> None:
    log(settings, "expired", 8)
    log(settings, "can come back", 6)
    privacy.erase(settings, conversation_id="can come back", now=NOW - timedelta(days=6))
    privacy.purge(settings, NOW)
    assert left(settings, Conversation) == ["can come back"] and left(settings, TelegramChat) == []


def test_what_was_not_understood_goes_when_the_desk_has_had_time_to_read_it(settings: Settings) -> None:
    for days, state in ((91, "open"), (91, "assigned"), (89, "open")):
        add(settings, NotUnderstood(text=f"boh {days}", at=to_utc(NOW - timedelta(days=days)), state=state))
    assert privacy.purge(settings, NOW).not_understood == 2
    with transaction(settings.database_url) as session:
        assert session.execute(sqlalchemy.select(NotUnderstood.text)).scalars().all() == ["boh 89"]


def test_a_call_back_that_nobody_closed_does_not_keep_its_conversation_for_ever(settings: Settings) -> None:
    log(settings, "forgotten", 91, handoff="callback")
    log(settings, "recent", 89, handoff="callback")
    purged = privacy.purge(settings, NOW)
    assert (purged.callbacks, purged.handoffs) == (1, 1)
    assert left(settings, Message) == ["recent"] and left(settings, Handoff) == ["recent"]


def test_updates_of_telegram_go_also_when_nobody_worked_them(settings: Settings) -> None:
    for number, days in ((1, 3), (2, 3), (3, 1)):
        add(settings, TelegramUpdate(update_id=number, body=None if number == 1 else {"text": "sono Anna"},
                                     received_at=to_utc(NOW - timedelta(days=days))))
    assert privacy.purge(settings, NOW).updates == 2
    with transaction(settings.database_url) as session:
        assert session.execute(sqlalchemy.select(TelegramUpdate.update_id)).scalars().all() == [3]


def test_a_database_that_is_down_is_said_so(tmp_path: Any) -> None:
    with pytest.raises(DatabaseUnavailable):
        privacy.erase(Settings(database_url=f"sqlite:///{tmp_path / 'none.db'}"), conversation_id="mine", now=NOW)


# --- rights ---------------------------------------------------------------------------------------------------------


def test_a_code_erases_its_appointment_of_another_conversation_and_says_which_was_not_found(
    settings: Settings,
) -> None:
    appointment(settings, "anna@example.it", "mine")
    elsewhere = appointment(settings, "anna@example.it", "theirs", NOW + timedelta(days=1), service="requisiti")
    kept = appointment(settings, "anna@example.it", "theirs", NOW + timedelta(days=2))
    log(settings, "theirs", 0)
    with transaction(settings.database_url) as session:
        code = session.execute(sqlalchemy.select(Appointment.code).where(Appointment.id == elsewhere)).scalar_one()
    erased = privacy.erase(settings, conversation_id="mine", codes=[code, "LC-0000-0000"], now=NOW)
    assert (erased.appointments, erased.consents, erased.elsewhere) == (2, 2, 1)
    assert erased.codes_unknown == ("LC-0000-0000",)
    with transaction(settings.database_url) as session:
        assert [row.id for row in session.execute(sqlalchemy.select(Appointment)).scalars()] == [kept]
    assert count(settings)["message"] == 1, "the messages of a conversation that the code does not prove stay"


def test_a_preview_counts_what_a_purge_deletes_and_deletes_nothing(settings: Settings) -> None:
    appointment(settings, "old@example.it", "a", NOW - timedelta(days=200))
    log(settings, "a", 30)
    before = count(settings)
    told = privacy.preview_purge(settings, NOW)
    assert count(settings) == before and told.appointments == 1 and told.messages == 1
    assert privacy.purge(settings, NOW) == told


def test_each_kind_goes_by_its_own_setting(settings: Settings) -> None:
    own = replace(settings, person_retention_days=1000, not_understood_retention_days=10, comment_retention_days=20,
                  activity_retention_days=30)
    moment = to_utc(NOW - timedelta(days=25))
    add(own, NotUnderstood(text="x", at=moment, readings=[]),
        Feedback(conversation_id="a", stars=1, comment="x", given_at=moment),
        Activity(at=moment, visit="v", channel="webchat", kind="question"),
        Activity(at=to_utc(NOW - timedelta(days=31)), visit="v", channel="webchat", kind="question"))
    purged = privacy.purge(own, NOW)
    assert (purged.not_understood, purged.comments, purged.activity) == (1, 1, 1)


def test_the_table_of_retention_names_every_count_of_the_broom_once() -> None:
    named = [name for kind in KINDS for name in kind.counted] + list(SHORT_LIVED)
    assert sorted(named) == sorted(item.name for item in fields(privacy.Purged))
    assert {kind.setting for kind in KINDS} == {
        item.name for item in fields(Settings) if "retention" in item.name}


def test_a_kind_that_changes_its_setting_in_the_table_is_deleted_by_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(settings, Feedback(conversation_id="a", stars=1, comment="x", given_at=to_utc(NOW - timedelta(days=25))))
    own = replace(settings, comment_retention_days=20, activity_retention_days=30)
    changed = [replace(kind, setting="activity_retention_days") if kind.name == "comments" else kind for kind in KINDS]
    with monkeypatch.context() as patch:
        patch.setattr(retention, "KINDS", tuple(changed))
        assert privacy.preview_purge(own, NOW).comments == 0
    assert privacy.preview_purge(own, NOW).comments == 1


@pytest.mark.parametrize("erase", ["chat", "code", "desk"])
def test_nothing_of_a_person_is_left_in_the_files_of_the_database(tmp_path: Path, erase: str) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'orienta.db'}"
    Base.metadata.create_all(db_session.get_engine(url))
    seeding.seed(url)
    own = Settings(database_url=url)
    conversations.append_message(own, conversation_id="mine", channel="webchat", now=NOW, draft=Draft(
        "person", "sono Zenobia Quarantotti, +393401239876"))
    number = appointment(own, "+393401239876", "mine")
    with transaction(url, write=True) as session:
        session.execute(sqlalchemy.update(Appointment).values(name="Zenobia Quarantotti"))

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in sorted((tmp_path / "data").iterdir()))

    assert b"Zenobia" in files() and b"3401239876" in files()
    if erase == "chat":
        privacy.erase(own, conversation_id="mine", now=NOW)
    elif erase == "code":
        privacy.erase_appointments(own, appointment_ids=[number], conversation_ids=["mine"], now=NOW)
    else:
        found = data_requests.find_data(own, contacts=["340 1239876"])
        data_requests.erase_found(own, found, conversation_ids=found.all_conversations(),
                                  actor=data_requests.COMMAND_LINE, now=NOW)
    left = files()
    assert b"Zenobia" not in left and b"3401239876" not in left
    for path in (tmp_path / "data", *(tmp_path / "data").iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path
    db_session.dispose_all()


def test_without_secure_deletion_the_name_would_be_left(tmp_path: Path) -> None:
    """The negative control of the test before."""
    path = tmp_path / "plain.db"
    with sqlite3.connect(path) as connection:
        connection.execute("pragma secure_delete = off")
        connection.execute("create table t (x text)")
        connection.execute("insert into t values ('Zenobia Quarantotti')")
        connection.commit()
        connection.execute("delete from t")
    connection.close()
    assert b"Zenobia" in path.read_bytes()


def test_an_export_has_everything_of_the_person_and_nothing_of_another(settings: Settings) -> None:
    log(settings, "mine", 0)
    mine = appointment(settings, "anna@example.it", "mine")
    appointment(settings, "altra@example.it", "theirs")
    add(settings, Feedback(conversation_id="mine", stars=5, comment="tutto <b>chiaro</b>", given_at=to_utc(NOW)))
    found = personal_export.collect_data(settings, conversation_id="mine", now=NOW)
    read = json.loads(personal_export.write_json(found))
    assert [item["contact"] for item in read["appointments"]] == ["anna@example.it"]
    assert read["appointments"][0]["consents"][0]["notice_version"] == privacy.NOTICE_VERSION
    assert read["messages"][0]["text"] == "sono Anna Bianchi" and read["ratings"][0]["stars"] == 5
    page = personal_export.write_page(found)
    assert "tutto &lt;b&gt;chiaro&lt;/b&gt;" in page and "anna@example.it" in page and "altra@" not in page
    by_code = personal_export.collect_data(settings, appointment_ids=[mine], now=NOW)
    assert len(by_code["appointments"]) == 1 and "messages" not in by_code


def leave_everything(settings: Settings, conversation: str, contact: str) -> None:
    """An interest, a sign-up and a waiting wish."""
    number, moment = next(_numbers), to_utc(NOW)
    known = {"conversation_id": conversation, "channel": "webchat", "contact": contact, "contact_kind": "email",
             "notice_version": "1", "consent_at": moment, "created_at": moment, "changed_at": moment}
    add(settings, Interest(code=f"AV-0000-{number:04}", availability="any", ends_on=date(2027, 1, 1), **known),
        SignUp(code=f"BG-0000-{number:04}", event_id="job_day_sala", day=date(2026, 9, 1), audience="people",
               name="Anna Bianchi", status="waiting", **known),
        WaitingWish(code=f"AT-0000-{number:04}", service_id="orientamento", days="0", part="any", name="Anna Bianchi",
                    ends_on=date(2026, 8, 1), **known))


KINDS_LEFT = ("interests", "sign_ups", "waiting_wishes")


def test_interests_sign_ups_and_waiting_wishes_are_exported_and_erased_with_the_conversation(
    settings: Settings,
) -> None:
    leave_everything(settings, "mine", "anna@example.it")
    leave_everything(settings, "theirs", "altra@example.it")
    found = personal_export.collect_data(settings, conversation_id="mine", now=NOW)
    assert [[entry["contact"] for entry in found[kind]] for kind in KINDS_LEFT] == [["anna@example.it"]] * 3
    json.loads(personal_export.write_json(found))
    erased = privacy.erase(settings, conversation_id="mine", now=NOW)
    assert (erased.interests, erased.sign_ups, erased.waiting_wishes) == (1, 1, 1)
    assert [count(settings)[name] for name in ("interest", "sign_up", "waiting_wish")] == [1, 1, 1]


LEFT_OUT: dict[str, set[str]] = {
    "appointments": {"service_id", "office_id", "sequence", "idempotency_key", "kept_for", "operator_id"},
    "interests": {"channel", "changed_at", "asked_at"},
    "sign_ups": {"event_id", "place", "audience", "channel", "changed_at"},
    "waiting_wishes": {"service_id", "office_id", "appointment_id", "channel", "changed_at"},
    "ratings": set(),
}
"""Columns of what a person left that are ours and not theirs, or are told by another: a name for an id."""


@pytest.mark.parametrize(("kind", "model"), [
    ("appointments", Appointment), ("interests", Interest), ("sign_ups", SignUp), ("waiting_wishes", WaitingWish),
    ("ratings", Feedback)])
def test_an_export_has_every_column_that_is_not_left_out_on_purpose(
    settings: Settings, kind: str, model: type[Base],
) -> None:
    leave_everything(settings, "mine", "anna@example.it")
    appointment(settings, "anna@example.it", "mine")
    add(settings, Feedback(conversation_id="mine", stars=5, given_at=to_utc(NOW)))
    entry = personal_export.collect_data(settings, conversation_id="mine", now=NOW)[kind][0]
    ours = LEFT_OUT[kind] | {"id", "conversation_id", "contact_kind"}
    assert {column.name for column in model.__table__.columns} - set(entry) - ours == set()
    assert set(entry) <= set(get_texts("personal_export.labels"))


def test_a_contact_leads_to_the_call_backs_that_were_asked_for_with_it(settings: Settings) -> None:
    moment = to_utc(NOW)
    mine = "+393331234567"
    for conversation, contact, state in (
            ("mine", mine, "callback"), ("older", mine, "ended"), ("theirs", "+39340", "callback")):
        add(settings, Conversation(id=conversation, channel="webchat", created_at=moment, changed_at=moment))
        add(settings, Handoff(
            conversation_id=conversation, state=state, reason="asked", wants="lavoro in cantiere", requested_at=moment,
            queued_at=moment, waiting_since=moment, callback_contact=contact, callback_kind="phone",
            callback_firm="Edil Rossi"))
    found = data_requests.find_data(settings, contacts=["333 1234567"])
    assert found.unknown == () and len(found.left.callbacks) == found.left.number == 2
    exported = personal_export.collect_data(settings, left=found.left, now=NOW)
    assert [entry["callback_contact"] for entry in exported["requests"]] == ["+393331234567"] * 2
    erased = data_requests.erase_found(
        settings, found, conversation_ids=(), actor=data_requests.COMMAND_LINE, now=NOW)
    assert erased.handoffs == 2
    with transaction(settings.database_url) as session:
        left = session.execute(sqlalchemy.select(
            Handoff.conversation_id, Handoff.state, Handoff.callback_contact, Handoff.callback_firm, Handoff.wants,
        ).order_by(Handoff.id)).all()
    assert [tuple(row) for row in left] == [
        ("mine", "ended", None, None, None), ("older", "ended", None, None, None),
        ("theirs", "callback", "+39340", "Edil Rossi", "lavoro in cantiere")]


@pytest.mark.parametrize("by", ["contact", "code"])
def test_a_contact_or_a_code_leads_to_what_was_left_besides_appointments(settings: Settings, by: str) -> None:
    leave_everything(settings, "mine", "anna@example.it")
    leave_everything(settings, "theirs", "altra@example.it")
    with transaction(settings.database_url) as session:
        codes = [session.execute(sqlalchemy.select(table.code).where(table.conversation_id == "mine")).scalar_one()
                 for table in (Interest, SignUp, WaitingWish)]
    named = {"contacts": ["Anna@example.it"]} if by == "contact" else {"codes": codes}
    found = data_requests.find_data(settings, **named)
    assert found.unknown == () and found.left.number == 3
    data = personal_export.collect_data(settings, left=found.left, now=NOW)
    assert [len(data[kind]) for kind in KINDS_LEFT] == [1, 1, 1]
    data_requests.erase_found(settings, found, conversation_ids=(), actor=data_requests.COMMAND_LINE, now=NOW)
    assert [count(settings)[name] for name in ("interest", "sign_up", "waiting_wish")] == [1, 1, 1]
    assert not data_requests.find_data(settings, contacts=["anna@example.it"]).left.number
