"""A day at the desk: who is available, who is next, in turn, call-backs that are tried and closed, what is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.event import listen

from bot.db.session import get_engine
from bot.services import conversations, desk, handoffs, operators
from bot.settings import Settings
from tests.support.booking_data import NOW, book
from tests.support.desk_data import ANNA, BEA, CARLA, DARIO, add_desk, ask, callbacks, claim, request_row, seen, write

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    return Settings(database_url=sqlite_url)


def say(settings: Settings, number: int, status: str) -> None:
    operators.set_status(settings, operator_id=number, status=status, now=NOW)


def wish(settings: Settings, who: str = "web_a", office: str | None = None, now=NOW):
    return handoffs.request_operator(
        settings, conversation_id=who, channel="webchat", reason="asked", office_id=office, now=now)


def test_with_nobody_available_nobody_is_promised(settings: Settings) -> None:
    for number in (ANNA, BEA, CARLA, DARIO):
        say(settings, number, "paused")
    asked = wish(settings)
    assert isinstance(asked, handoffs.Queued) and not asked.desk_open and asked.opens_at is None
    assert conversations.find_state(settings, conversation_id="web_a")[0] == "assistant"
    assert request_row(settings).state == "callback" and request_row(settings).due_at is not None
    say(settings, ANNA, "available")
    again = wish(settings)
    assert isinstance(again, handoffs.Queued) and again.desk_open, "somebody came back"


@pytest.mark.parametrize("away", [timedelta(minutes=5), timedelta(days=1)])
def test_whose_browser_is_closed_is_not_available(settings: Settings, away: timedelta) -> None:
    late = NOW + away
    asked = wish(settings, now=late)
    assert isinstance(asked, handoffs.Queued) and not asked.desk_open
    seen(settings.database_url, ANNA, late)
    again = wish(settings, "web_b", now=late)
    assert isinstance(again, handoffs.Queued) and again.desk_open


def test_who_is_available_is_counted_and_accounts_cost_no_statement_each(settings: Settings) -> None:
    assert handoffs.count_available(settings, now=NOW) == 4
    say(settings, ANNA, "paused")
    operators.set_active(settings, username="bea.verdi", active=False, by=operators.Nobody(), now=NOW)
    assert handoffs.count_available(settings, now=NOW) == 2
    assert handoffs.count_available(settings, now=NOW + timedelta(days=1)) == 0, "their browsers are closed"
    statements: list[str] = []
    listen(get_engine(settings.database_url), "before_cursor_execute",
           lambda _c, _k, statement, *_: statements.append(statement))
    known = {each.username: each.office_ids for each in operators.list_operators(settings)}
    assert known == {"anna.rossi": ("lecco",), "bea.verdi": ("merate",), "carla.neri": (), "dario.blu": ("lecco",)}
    assert sum(statement.startswith("SELECT") for statement in statements) == 2, statements


def test_only_who_may_take_it_counts(settings: Settings) -> None:
    for number in (ANNA, CARLA, DARIO):
        say(settings, number, "away")
    for_lecco, for_merate = wish(settings, office="lecco"), wish(settings, "web_b", office="merate")
    assert isinstance(for_lecco, handoffs.Queued) and not for_lecco.desk_open
    assert isinstance(for_merate, handoffs.Queued) and for_merate.desk_open


def test_a_transfer_offers_only_who_may_take_it(settings: Settings) -> None:
    ask(settings, office="lecco")
    claim(settings, ANNA)

    def offered() -> list[str]:
        found, _ = handoffs.list_takers(settings, conversation_id="web_a", operator_id=ANNA, now=NOW)
        return [each.name for each in found]

    assert offered() == ["Carla Neri", "Dario Blu"], "Bea is of another office"
    say(settings, DARIO, "paused")
    assert offered() == ["Carla Neri"]
    refused = handoffs.transfer(settings, conversation_id="web_a", operator_id=ANNA, to_operator_id=DARIO, now=NOW)
    assert isinstance(refused, handoffs.Away)


def test_the_next_is_who_is_in_distress_then_who_waits_longest(settings: Settings) -> None:
    for minute, who in enumerate(("web_first", "web_second", "web_third")):
        write(settings, "ciao", who)
        ask(settings, who, NOW + minute * MINUTE)
    ask(settings, "web_merate", NOW - MINUTE, office="merate")
    handoffs.alert_desk(settings, conversation_id="web_third", channel="webchat", now=NOW + 4 * MINUTE)
    taken = [handoffs.claim_next(settings, operator_id=ANNA, now=NOW + 5 * MINUTE) for _ in range(4)]
    assert [getattr(each, "conversation_id", None) for each in taken] == [
        "web_third", "web_first", "web_second", None]
    assert taken[3] == handoffs.NoRequest()


def test_in_turn_everybody_gets_as_many(settings: Settings) -> None:
    for number in range(6):
        ask(settings, f"web_{number}", NOW + number * MINUTE, office="lecco")
    seen(settings.database_url, CARLA, NOW - timedelta(days=1))
    for number in (ANNA, DARIO):
        seen(settings.database_url, number, NOW + 6 * MINUTE)
    turns = replace(settings, desk_assign=2)
    assert handoffs.assign_in_turn(settings, NOW + 6 * MINUTE) == [], "off unless it is set"
    given = handoffs.assign_in_turn(turns, NOW + 6 * MINUTE)
    assert [(each.conversation_id, each.operator_id) for each in given] == [
        ("web_0", ANNA), ("web_1", DARIO), ("web_2", ANNA), ("web_3", DARIO)]
    assert handoffs.assign_in_turn(turns, NOW + 6 * MINUTE) == [], "nobody has more than two"
    write(settings, "ci siete?", "web_0")
    assert desk.count_lists(settings, operator_id=ANNA, now=NOW).unread == 1


def test_an_attempt_is_counted_and_says_when_to_try_again(settings: Settings) -> None:
    callbacks(settings, 2, NOW - timedelta(days=1))
    tried = handoffs.note_attempt(
        settings, conversation_id="web_call0", operator_id=ANNA, text="suona a vuoto", due_at=NOW + timedelta(hours=3),
        now=NOW)
    assert tried == handoffs.Tried(1)
    card = desk.read_card(settings, conversation_id="web_call0", operator_id=ANNA)
    assert card is not None and card.request is not None
    assert (card.request.attempts, card.request.due_at) == (1, NOW + timedelta(hours=3))
    assert card.notes[0].text == "suona a vuoto"
    rows = desk.list_conversations(settings, operator_id=ANNA, kind="callbacks", now=NOW).rows
    assert [row.conversation_id for row in rows] == ["web_call1", "web_call0"], "what is due first comes first"
    ask(settings, "web_waits")
    assert handoffs.note_attempt(
        settings, conversation_id="web_waits", operator_id=ANNA, now=NOW) == handoffs.NoRequest()


def test_several_are_closed_at_once_and_their_numbers_go(settings: Settings) -> None:
    callbacks(settings, 4, NOW - timedelta(days=1))
    ask(settings, "web_waits")
    closed = handoffs.close_callbacks(
        settings, conversation_ids=["web_call0", "web_call2", "web_waits", "web_mai"], operator_id=ANNA,
        outcome="unreachable", now=NOW)
    assert closed == 2 and request_row(settings, "web_waits").state == "waiting"
    for who, contact in (("web_call0", None), ("web_call1", "0341 000000"), ("web_call2", None)):
        assert request_row(settings, who).callback_contact == contact, "kept as long as somebody is to be called"


@pytest.mark.parametrize(("outcome", "settled"), [("solved", True), ("booked", True), ("other", False)])
def test_what_an_operator_settled_is_not_asked_again(settings: Settings, outcome: str, settled: bool) -> None:
    ask(settings)
    claim(settings, ANNA)
    handoffs.close(settings, conversation_id="web_a", operator_id=ANNA, outcome=outcome, now=NOW)
    assert handoffs.is_settled(settings, conversation_id="web_a") is settled


def test_a_booking_of_the_operator_settles_it_whatever_the_outcome(settings: Settings) -> None:
    write(settings, "ciao")
    ask(settings, now=NOW - MINUTE)
    claim(settings, ANNA, now=NOW - MINUTE)
    book(settings, "a")
    handoffs.hand_back(settings, conversation_id="web_a", operator_id=ANNA, now=NOW)
    assert handoffs.is_settled(settings, conversation_id="web_a")


def test_that_the_person_closed_the_page_is_known_until_it_is_open_again(settings: Settings) -> None:
    write(settings, "ciao")

    def closed(minute: int):
        return conversations.find_page_closed(settings, conversation_id="web_a", now=NOW + minute * MINUTE)

    def page(open_now: bool, minute: int) -> None:
        conversations.mark_presence(settings, conversation_id="web_a", actor="person", kind="viewing", on=open_now,
                                    now=NOW + minute * MINUTE)

    assert closed(0) is None, "nobody saw it"
    page(False, 12)
    conversations.mark_presence(settings, conversation_id="web_a", actor="operator:1", kind="viewing", on=True,
                                now=NOW + 40 * MINUTE)
    assert closed(41) == NOW + 12 * MINUTE, "also long after"
    page(True, 50)
    assert closed(51) is None
