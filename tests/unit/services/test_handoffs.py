"""Handoffs: queue, one owner, silence, call-backs; on SQLite and PostgreSQL where the engine decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot import clock
from bot.db.models import Operator
from bot.db.session import transaction
from bot.services import conversations, handoffs
from bot.services.handoffs import (
    Away,
    Empty,
    Ended,
    Gone,
    Left,
    NoDesk,
    NoRequest,
    NotAllowed,
    NotOwner,
    Owned,
    TakenBy,
    Transferred,
)
from bot.settings import Settings
from tests.support.booking_data import MONDAY, NOW
from tests.support.desk_data import ANNA, BEA, CARLA, DARIO, add_desk, ask, claim, request_row, seen, write

MINUTE = timedelta(minutes=1)
EVENING = clock.at(MONDAY, time(20, 0))


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    return Settings(database_url=sqlite_url)


def state(settings: Settings, who: str = "web_a") -> str:
    found = conversations.find_state(settings, conversation_id=who)
    assert found is not None
    return found[0]


def told(settings: Settings, who: str = "web_a") -> list[str]:
    """What the person sees."""
    return [message.text for message in conversations.list_after(settings, conversation_id=who, sequence=0)]


def owed(settings: Settings, who: str = "web_a") -> list[str]:
    """The turns that the assistant owes."""
    return [message.content["rasa"] for message in conversations.list_pending(settings, conversation_id=who)
            if "rasa" in message.content]


def say(settings: Settings, number: int, text: str, **more: object):
    return handoffs.say(
        settings, **{"conversation_id": "web_a", "operator_id": number, "text": text, "now": NOW, **more})


# asking, place, wait


def test_a_request_in_desk_hours_waits_and_silences(settings: Settings) -> None:
    first, second = ask(settings, "web_a"), ask(settings, "web_b", NOW + MINUTE)
    assert (first.position, first.desk_open, first.already, first.wait_minutes) == (1, True, False, None)
    assert second.position == 2
    assert state(settings) == "waiting"
    again = ask(settings, "web_a", NOW + 2 * MINUTE)
    assert (again.handoff_id, again.position, again.already) == (first.handoff_id, 1, True)


def test_out_of_hours_it_stays_for_a_call_back_and_the_assistant_speaks(settings: Settings) -> None:
    queued = ask(settings, now=EVENING)
    assert (queued.position, queued.desk_open, queued.already) == (0, False, False)
    assert queued.opens_at == clock.at(date(2026, 3, 3), time(8, 30))
    assert state(settings) == "assistant"
    assert handoffs.set_callback(settings, conversation_id="web_a", contact="+390341", contact_kind="phone",
                                 notice_version="2026-1", firm="Officina Galli", now=EVENING,
                                 ) == handoffs.CallbackKept(queued.handoff_id)
    kept = request_row(settings)
    assert (kept.callback_contact, kept.callback_notice, kept.callback_firm) == (
        "+390341", "2026-1", "Officina Galli")
    assert kept.callback_consent_at == clock.to_utc(EVENING)
    assert handoffs.find_stage(settings, conversation_id="web_a", now=EVENING).callback


def test_without_an_active_account_nobody_is_asked_for(settings: Settings) -> None:
    ask(settings, "web_a", EVENING)
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(Operator).values(active=False))
    assert ask(settings, "web_b") == NoDesk()
    assert state(settings, "web_b") == "assistant"
    again = ask(settings, "web_a")
    assert (again.desk_open, again.opens_at, again.already) == (False, None, True)
    assert state(settings, "web_a") == "assistant"


def test_a_call_back_joins_the_queue_when_asked_again_in_hours(settings: Settings) -> None:
    ask(settings, "web_a", EVENING)
    tomorrow = clock.at(date(2026, 3, 3), time(9, 0))
    ask(settings, "web_b", tomorrow - MINUTE)
    queued = ask(settings, "web_a", tomorrow)
    assert (queued.position, queued.desk_open, queued.already) == (2, True, False)


def test_the_office_decides_whether_the_desk_is_open(settings: Settings) -> None:
    afternoon = clock.at(MONDAY, time(15, 0))
    assert ask(settings, "web_a", afternoon, office="lecco").desk_open
    assert not ask(settings, "web_b", afternoon, office="merate").desk_open
    assert ask(settings, "web_c", afternoon).desk_open, "any office will do"


def test_the_wait_is_the_median_of_the_last_ones_times_the_place(settings: Settings) -> None:
    for number, minutes in enumerate((2, 4, 30)):
        ask(settings, f"web_{number}", NOW)
        assert isinstance(claim(settings, ANNA, f"web_{number}", NOW + minutes * MINUTE), Owned)
    assert ask(settings, "web_a", NOW).wait_minutes == 4
    assert ask(settings, "web_b", NOW + MINUTE).wait_minutes == 8


def test_an_erased_conversation_asks_for_nobody(settings: Settings) -> None:
    ask(settings)
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql("update conversation set revoked_at = created_at")
    assert ask(settings) == Gone()
    assert claim(settings, ANNA) == Gone()


# leaving


def test_leaving_the_queue_gives_the_word_back(settings: Settings) -> None:
    ask(settings)
    assert handoffs.leave_queue(settings, conversation_id="web_a", now=NOW) == Left(was="waiting")
    assert state(settings) == "assistant" and owed(settings) == ["/handoff_returned"]
    assert "non aspetti più" in told(settings)[-1]
    assert handoffs.leave_queue(settings, conversation_id="web_a", now=NOW) == NoRequest()
    assert claim(settings, ANNA) == NoRequest()


def test_leaving_a_call_back_is_silent(settings: Settings) -> None:
    ask(settings, now=EVENING)
    assert handoffs.leave_queue(settings, conversation_id="web_a", now=EVENING) == Left(was="callback")
    assert told(settings) == [] and owed(settings) == []


# one owner


def test_the_second_claimant_hears_who_has_it(settings: Settings) -> None:
    ask(settings)
    assert isinstance(claim(settings, ANNA), Owned)
    assert claim(settings, DARIO) == TakenBy("Anna Rossi", ANNA)
    again = claim(settings, ANNA)
    assert isinstance(again, Owned) and not again.new
    assert told(settings)[-1] == "Ora parli con Anna del CPI Lecco."


def test_of_many_claims_at_once_one_wins(database_url: str) -> None:
    add_desk(database_url)
    settings = Settings(database_url=database_url)
    ask(settings)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda number: claim(settings, number), (ANNA, DARIO, CARLA, BEA) * 3))
    won = [each for each in results if isinstance(each, Owned) and each.new]
    assert len(won) == 1
    owner = request_row(settings).owner_id
    assert all(each.operator_id == owner for each in results if isinstance(each, TakenBy))
    assert len([text for text in told(settings) if text.startswith("Ora parli")]) == 1


def test_only_the_owner_speaks_and_each_message_stands_once(settings: Settings) -> None:
    ask(settings)
    assert say(settings, ANNA, "ciao") == NotOwner(None)
    claim(settings, ANNA)
    assert say(settings, DARIO, "ciao") == NotOwner("Anna Rossi")
    assert say(settings, ANNA, "  ") == Empty()
    assert say(settings, ANNA, "x" * 4001) == handoffs.TooLong(4000)
    first, again = say(settings, ANNA, "Eccomi", key="k"), say(settings, ANNA, "Eccomi", key="k")
    assert first.message == again.message and first.message.content == {"name": "Anna"}
    assert told(settings).count("Eccomi") == 1
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql("update operator set active = false where id = 1")
    assert say(settings, ANNA, "ancora") == NotAllowed()


def test_an_operator_takes_a_conversation_from_the_assistant_only_when_meant(settings: Settings) -> None:
    write(settings, "ciao")
    assert claim(settings, ANNA) == NoRequest()
    assert isinstance(claim(settings, ANNA, take_over=True), Owned)
    assert state(settings) == "owned" and request_row(settings).reason == "taken"
    assert isinstance(write(settings, "Risposta", author="assistant"), conversations.Silenced)
    assert claim(settings, ANNA, "web_mai", take_over=True) == Gone()


def test_another_offices_request_is_nobody_elses(settings: Settings) -> None:
    ask(settings, office="merate")
    assert claim(settings, ANNA) == NotAllowed()
    assert isinstance(claim(settings, BEA), Owned)
    assert say(settings, ANNA, "ciao") == NotAllowed()
    assert handoffs.close(settings, conversation_id="web_a", operator_id=ANNA, outcome="solved",
                          now=NOW) == NotAllowed()


# passing on


def transfer(settings: Settings, number: int, now: datetime = NOW, **to: object):
    return handoffs.transfer(settings, conversation_id="web_a", operator_id=number, now=now, **to)


def test_a_transfer_to_a_colleague_changes_the_owner(settings: Settings) -> None:
    ask(settings, office="lecco")
    claim(settings, ANNA)
    assert transfer(settings, DARIO, to_operator_id=DARIO) == NotOwner("Anna Rossi")
    assert transfer(settings, ANNA, to_operator_id=BEA) == Away("Bea Verdi"), "of another office"
    assert transfer(settings, ANNA, to_operator_id=99) == Away("")
    assert transfer(settings, ANNA, NOW + 10 * MINUTE, to_operator_id=DARIO) == Away("Dario Blu"), "not there"
    assert transfer(settings, ANNA, to_operator_id=DARIO) == Transferred("Dario Blu")
    assert say(settings, ANNA, "ciao") == NotOwner("Dario Blu")
    assert isinstance(say(settings, DARIO, "ciao"), handoffs.SaidByOperator)
    assert "ora parli con Dario" in " ".join(told(settings))


def test_a_transfer_to_an_office_goes_to_its_queue_at_the_old_place(settings: Settings) -> None:
    ask(settings, "web_a", NOW)
    ask(settings, "web_b", NOW + MINUTE)
    claim(settings, ANNA, now=NOW + 2 * MINUTE)
    assert transfer(settings, ANNA, NOW + 3 * MINUTE, to_office_id="nessuna") == NoRequest()
    assert transfer(settings, ANNA, NOW + 3 * MINUTE, to_office_id="merate") == Transferred("CPI Merate")
    assert handoffs.find_stage(settings, conversation_id="web_a", now=NOW).position == 1
    assert claim(settings, DARIO, now=NOW + 3 * MINUTE) == NotAllowed()
    assert isinstance(claim(settings, BEA, now=NOW + 3 * MINUTE), Owned)


# ending


def test_handing_back_and_closing_tell_the_person_and_owe_a_turn(settings: Settings) -> None:
    ask(settings)
    claim(settings, ANNA)
    assert handoffs.hand_back(settings, conversation_id="web_a", operator_id=DARIO, now=NOW) == NotOwner("Anna Rossi")
    assert isinstance(handoffs.hand_back(settings, conversation_id="web_a", operator_id=ANNA, now=NOW), Ended)
    assert state(settings) == "assistant" and owed(settings) == ["/handoff_returned"]
    ask(settings)
    claim(settings, ANNA)
    with pytest.raises(ValueError, match="outcome"):
        handoffs.close(settings, conversation_id="web_a", operator_id=ANNA, outcome="boh", now=NOW)
    assert isinstance(handoffs.close(settings, conversation_id="web_a", operator_id=CARLA, outcome="solved", now=NOW),
                      Ended), "an administrator may"
    row = request_row(settings)
    assert (row.state, row.outcome, row.ended_by, row.owner_id) == ("ended", "solved", "operator", ANNA)
    assert "ha chiuso la conversazione" in told(settings)[-1]


def test_a_call_back_is_closed_silently(settings: Settings) -> None:
    ask(settings, now=EVENING)
    assert isinstance(handoffs.close(settings, conversation_id="web_a", operator_id=ANNA, outcome="called", now=NOW),
                      Ended)
    assert told(settings) == [] and owed(settings) == []


# time


def test_nobody_took_it_in_time_of_the_desk(settings: Settings) -> None:
    ask(settings)
    assert handoffs.offer_callbacks(settings, NOW + 9 * MINUTE) == []
    assert handoffs.offer_callbacks(settings, NOW + 10 * MINUTE) == ["web_a"]
    assert handoffs.offer_callbacks(settings, NOW + 10 * MINUTE) == []
    assert state(settings) == "assistant" and owed(settings) == ["/handoff_unanswered"]
    assert request_row(settings).state == "callback" and request_row(settings).offered_at is not None
    assert isinstance(claim(settings, ANNA, now=NOW + 12 * MINUTE), Owned), "a late operator may still"


def test_when_the_desk_closes_nobody_is_left_before_a_silent_assistant(settings: Settings) -> None:
    ask(settings, now=clock.at(MONDAY, time(12, 55)))
    assert handoffs.offer_callbacks(settings, clock.at(MONDAY, time(12, 59))) == [], "Merate is open until one"
    assert handoffs.offer_callbacks(settings, clock.at(MONDAY, time(13, 0))) == ["web_a"]
    assert "chiuso" in told(settings)[-1]


def test_a_request_that_came_back_does_not_end_at_once(settings: Settings) -> None:
    ask(settings)
    claim(settings, ANNA, now=NOW + 5 * MINUTE)
    seen(settings.database_url, ANNA, NOW + 5 * MINUTE)
    assert len(handoffs.requeue_silent(settings, NOW + 20 * MINUTE)) == 1
    assert handoffs.offer_callbacks(settings, NOW + 29 * MINUTE) == []
    assert handoffs.offer_callbacks(settings, NOW + 30 * MINUTE) == ["web_a"]


def test_an_owner_who_is_offline_loses_the_conversation_at_its_old_place(settings: Settings) -> None:
    ask(settings, "web_a", NOW)
    ask(settings, "web_b", NOW + MINUTE)
    claim(settings, ANNA, now=NOW + 2 * MINUTE)
    seen(settings.database_url, ANNA, NOW + 3 * MINUTE)
    assert handoffs.requeue_silent(settings, NOW + 4 * MINUTE) == []
    gone = NOW + 3 * MINUTE + timedelta(seconds=91)
    assert handoffs.requeue_silent(settings, gone) == [handoffs.Requeued("web_a", ANNA, "offline")]
    assert handoffs.requeue_silent(settings, gone) == []
    assert handoffs.find_stage(settings, conversation_id="web_a", now=gone).position == 1
    assert "di nuovo in coda" in told(settings)[-1]
    assert say(settings, ANNA, "eccomi", now=gone) == NotOwner(None)


def test_an_owner_is_silent_only_while_the_person_waits(settings: Settings) -> None:
    write(settings, "aiuto")
    ask(settings)
    claim(settings, ANNA)
    say(settings, ANNA, "Mi dica")
    late = NOW + 11 * MINUTE
    seen(settings.database_url, ANNA, late)
    assert handoffs.requeue_silent(settings, late) == [], "the person is to answer"
    write(settings, "sì, ecco", now=NOW + 5 * MINUTE)
    assert handoffs.requeue_silent(settings, late) == [handoffs.Requeued("web_a", ANNA, "silent")]


def test_an_act_is_as_good_as_a_message(settings: Settings) -> None:
    write(settings, "aiuto")
    ask(settings)
    claim(settings, ANNA)
    handoffs.mark_read(settings, conversation_id="web_a", operator_id=ANNA, now=NOW + 8 * MINUTE)
    seen(settings.database_url, ANNA, NOW + 12 * MINUTE)
    assert handoffs.requeue_silent(settings, NOW + 12 * MINUTE) == []


def test_a_disabled_owner_is_gone(settings: Settings) -> None:
    ask(settings)
    claim(settings, ANNA)
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql("update operator set active = false where id = 1")
    assert [each.why for each in handoffs.requeue_silent(settings, NOW)] == ["offline"]


def test_watchers_in_several_processes_do_each_thing_once(database_url: str) -> None:
    add_desk(database_url)
    settings = Settings(database_url=database_url)
    for number in range(6):
        ask(settings, f"web_{number}")
        if number < 3:
            claim(settings, ANNA, f"web_{number}")
    late = NOW + 15 * MINUTE
    with ThreadPoolExecutor(6) as pool:
        taken = sum(pool.map(lambda _: handoffs.offer_callbacks(settings, late), range(3)), [])
        back = sum(pool.map(lambda _: handoffs.requeue_silent(settings, late), range(3)), [])
    assert sorted(taken) == ["web_3", "web_4", "web_5"]
    assert sorted(each.conversation_id for each in back) == ["web_0", "web_1", "web_2"]
