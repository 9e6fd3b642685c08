"""The waiting list: who is offered a freed place, in which order, how often, and what becomes of the answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot import clock
from bot.clock import at
from bot.db.fact_versions import raise_versions
from bot.db.models import (
    Activity,
    Appointment,
    AuditEntry,
    Closure,
    Notice,
    OpeningInterval,
    Slot,
    WaitingOffer,
    WaitingWish,
)
from bot.db.session import transaction
from bot.services import booking, privacy, waiting_list
from bot.services.operators import Nobody
from bot.services.waiting_list import (
    NothingToWait,
    NoWaiting,
    OfferAccepted,
    OfferDeclined,
    OfferOver,
    PlaceWish,
    WaitingLeft,
    WaitingView,
    WaitingWithdrawn,
)
from bot.settings import Settings
from tests.support.booking_data import MONDAY, NOW, SOURCE, WEDNESDAY_9, add_offices, book, count, settings_of
from tests.support.outgoing import take_next

LATER = NOW + timedelta(hours=1)
HORIZON = 3
"""Days that can be booked, so that they are soon full."""


@pytest.fixture
def settings(database_url: str) -> Settings:
    add_offices(database_url)
    with transaction(database_url, write=True) as session:  # few places, so that all of them can be taken
        session.execute(delete(OpeningInterval))
        session.add_all(OpeningInterval(office_id=office, weekday=weekday, opens=time(opens), closes=time(opens + 1),
                                        **SOURCE)
                        for office in ("lecco", "merate") for weekday in range(5) for opens in (9, 14))
    return settings_of(database_url, secret="a key of the tests", booking_horizon_days=HORIZON, limits="off")


def fill(settings: Settings, office: str = "lecco", leave_free: tuple[datetime, ...] = ()) -> dict[datetime, int]:
    """Book all that is free for the first service at an office; the appointments by their start."""
    found = {}
    for number, option in enumerate(booking.search_availability(
            settings, service_id="orientamento", office_id=office, now=NOW, limit=200)):
        if option.starts_at not in leave_free:
            found[option.starts_at] = book(
                settings, f"{office}{number}", office_id=office, starts_at=option.starts_at).id
    return found


def wait(settings: Settings, who: str, **wish: Any) -> WaitingView:
    """Leave a wish that must stand."""
    known = {"service_id": "orientamento", "office_id": "lecco"}
    known |= {} if wish.get("appointment_id") else {"name": f"Persona {who}", "contact": f"{who}@example.org",
                                                     "contact_kind": "email"}
    left = waiting_list.leave_wish(
        settings, PlaceWish(**{**known, **wish}), conversation_id=f"web_{who}", channel="webchat",
        notice_version="2026-1", now=NOW)
    assert isinstance(left, WaitingLeft), left
    return left.wish


def cancel(settings: Settings, appointment_id: int, now: datetime = NOW) -> None:
    with transaction(settings.database_url) as session:
        view = booking.find_view(session, Appointment.id == appointment_id)
    assert view is not None
    done = booking.cancel_appointment(
        settings, appointment_id=appointment_id, conversation_id="nobody", code=view.code, now=now)
    assert isinstance(done, booking.Cancelled)


def see(settings: Settings, wish: WaitingView, now: datetime = LATER) -> WaitingView:
    found = waiting_list.open_wish(settings, code=wish.code, who="test", now=now)
    assert isinstance(found, WaitingView)
    return found


def accept(settings: Settings, wish: WaitingView, now: datetime = LATER) -> Any:
    return waiting_list.accept_offer(settings, code=wish.code, channel="webchat", now=now)


def test_a_freed_place_goes_to_the_first_and_becomes_the_appointment(settings: Settings) -> None:
    taken = fill(settings)
    first, second = wait(settings, "anna"), wait(settings, "bruno")
    assert waiting_list.offer_places(settings, NOW).offered == 0, "nothing is free"
    cancel(settings, taken[WEDNESDAY_9])
    assert waiting_list.offer_places(settings, LATER).offered == 1
    offer = see(settings, first).offer
    assert offer is not None and offer.starts_at == WEDNESDAY_9 and offer.until == LATER + timedelta(minutes=180)
    assert see(settings, second).offer is None and waiting_list.offer_places(settings, LATER).offered == 0
    free = booking.search_availability(settings, service_id="orientamento", office_id="lecco", now=LATER)
    assert free == [], "it is kept"
    done = accept(settings, first)
    assert isinstance(done, OfferAccepted) and not done.moved and done.appointment.starts_at == WEDNESDAY_9
    assert done.appointment.contact == "a•••@example.org"
    assert accept(settings, first) == done, "said twice, it is one appointment"
    assert see(settings, first).state == "booked" and see(settings, first).contact == "", "name and contact are gone"
    assert count(settings.database_url, Slot, Slot.held_by.is_not(None)) == 0
    with transaction(settings.database_url) as session:
        counted = session.execute(select(Activity.result).where(Activity.kind == "waiting")).scalars().all()
    assert counted == ["left", "left", "offered", "accepted"]


def test_without_an_answer_it_goes_to_the_next_and_the_late_one_hears_so(settings: Settings) -> None:
    taken = fill(settings)
    first, second = wait(settings, "anna"), wait(settings, "bruno")
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    over = LATER + timedelta(minutes=181)
    assert waiting_list.offer_places(settings, over) == waiting_list.OffersMade(offered=1, expired=1)
    assert isinstance(accept(settings, first, over), OfferOver)
    assert see(settings, second, over).offer is not None and see(settings, first, over).offer is None
    assert isinstance(accept(settings, second, over), OfferAccepted)


def test_declined_it_goes_to_the_next_at_once_and_never_back(settings: Settings) -> None:
    taken = fill(settings)
    first, second = wait(settings, "anna"), wait(settings, "bruno")
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    declined = waiting_list.decline_offer(settings, code=first.code, channel="webchat", now=LATER)
    assert isinstance(declined, OfferDeclined) and declined.wish.state == "waiting"
    assert isinstance(waiting_list.decline_offer(settings, code=first.code, channel="webchat", now=LATER), OfferOver)
    waiting_list.offer_places(settings, LATER)
    assert see(settings, second).offer is not None
    waiting_list.decline_offer(settings, code=second.code, channel="webchat", now=LATER)
    tomorrow = LATER + timedelta(days=1)
    waiting_list.offer_places(settings, tomorrow)
    offers = [see(settings, wish, tomorrow).offer for wish in (first, second)]
    assert [offer is not None and offer.starts_at.date() for offer in offers] == [date(2026, 3, 6)] * 2, (
        "both had the other one; the day that can be booked now is new")


def test_one_notice_a_day_and_three_in_all(settings: Settings) -> None:
    """Three days, a place freed on each: three offers; then the wish is over."""
    settings = settings_of(settings.database_url, secret="k", booking_horizon_days=10, limits="off")
    taken = fill(settings)
    wish = wait(settings, "anna")
    for start in sorted(taken)[-5:]:
        cancel(settings, taken[start])
    told = []
    for day in range(5):
        now = NOW + timedelta(days=day)
        for hour in (1, 5, 9):
            told.append(waiting_list.offer_places(settings, now + timedelta(hours=hour)).offered)
    assert told == [1, 0, 0] * 3 + [0] * 6
    assert see(settings, wish, now).state == "ended"
    with transaction(settings.database_url) as session:
        assert session.execute(select(WaitingWish.contact, WaitingWish.name)).one() == (None, None)


def test_somebody_with_two_wishes_is_told_once_a_day(settings: Settings) -> None:
    taken = fill(settings), fill(settings, "merate")
    one = wait(settings, "anna")
    other = wait(settings, "anna2", office_id="merate", contact="anna@example.org")
    for office in taken:
        cancel(settings, office[max(office)])
    assert waiting_list.offer_places(settings, LATER).offered == 1
    assert see(settings, one).offer is not None and see(settings, other).offer is None
    assert waiting_list.offer_places(settings, LATER + timedelta(days=1)).offered == 1, "of the two, one"


def test_days_and_part_of_the_day_are_kept_to(settings: Settings) -> None:
    taken = fill(settings)
    thursday = at(date(2026, 3, 5), time(14))
    wanted = wait(settings, "anna", days=frozenset({3}), part="afternoon")
    cancel(settings, taken[WEDNESDAY_9])
    cancel(settings, taken[at(date(2026, 3, 5), time(9, 30))])
    assert waiting_list.offer_places(settings, LATER).offered == 0
    cancel(settings, taken[thursday])
    assert waiting_list.offer_places(settings, LATER).offered == 1
    offer = see(settings, wanted).offer
    assert offer is not None and offer.starts_at == thursday


def test_an_earlier_place_moves_the_appointment_in_one_step(settings: Settings) -> None:
    taken = fill(settings)
    fill(settings, "merate")
    last = max(taken)
    wish = wait(settings, "anna", appointment_id=taken[last], office_id=None)
    cancel(settings, taken[WEDNESDAY_9])
    assert waiting_list.offer_places(settings, LATER).offered == 1
    done = accept(settings, wish)
    assert isinstance(done, OfferAccepted) and done.moved and done.appointment.id == taken[last]
    assert done.appointment.starts_at == WEDNESDAY_9
    assert [option.starts_at for option in booking.search_availability(
        settings, service_id="orientamento", office_id="lecco", now=LATER)] == [last], "its old place is free"
    assert accept(settings, wish) == done


def test_an_earlier_place_is_none_after_the_appointment(settings: Settings) -> None:
    taken = fill(settings)
    wait(settings, "anna", appointment_id=taken[WEDNESDAY_9])
    cancel(settings, taken[max(taken)])
    assert waiting_list.offer_places(settings, LATER).offered == 0


def test_who_booked_meanwhile_in_the_same_conversation_is_moved(settings: Settings) -> None:
    last = at(date(2026, 3, 5), time(14, 30))
    taken = fill(settings, leave_free=(last,))
    wish = wait(settings, "anna")
    assert wish.wanted.before == last, "what is free already is waited for no more"
    own = book(settings, "anna", starts_at=last)
    cancel(settings, taken[WEDNESDAY_9])
    assert waiting_list.offer_places(settings, LATER).offered == 1
    done = accept(settings, wish)
    assert isinstance(done, OfferAccepted) and done.moved and done.appointment.id == own.id


def test_with_the_appointment_cancelled_the_wish_for_an_earlier_one_ends(settings: Settings) -> None:
    taken = fill(settings)
    wish = wait(settings, "anna", appointment_id=taken[max(taken)])
    cancel(settings, taken[max(taken)])
    assert waiting_list.offer_places(settings, LATER).ended == 1 and see(settings, wish).state == "ended"


def test_a_closure_that_is_lifted_is_offered(settings: Settings) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add(Closure(id="x", office_id="lecco", starts_on=MONDAY, ends_on=MONDAY + timedelta(days=30),
                            reason="lavori", **SOURCE))
        raise_versions(session, ["closure"])
    wish = wait(settings, "anna")
    assert waiting_list.offer_places(settings, LATER).offered == 0
    with transaction(settings.database_url, write=True) as session:
        session.delete(session.get(Closure, "x"))
        raise_versions(session, ["closure"])
    assert waiting_list.offer_places(settings, LATER).offered == 1 and see(settings, wish).offer is not None


def test_a_place_that_was_closed_meanwhile_is_told_to_be_gone(settings: Settings) -> None:
    taken = fill(settings)
    wish = wait(settings, "anna")
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    with transaction(settings.database_url, write=True) as session:
        session.add(Closure(id="x", office_id="lecco", starts_on=MONDAY, ends_on=MONDAY + timedelta(days=30),
                            reason="sciopero", **SOURCE))
        raise_versions(session, ["closure"])
    assert isinstance(accept(settings, wish), OfferOver)
    assert count(settings.database_url, Appointment, Appointment.conversation_id == "web_anna") == 0


def test_what_is_free_at_night_is_kept_and_told_in_the_morning(settings: Settings) -> None:
    taken = fill(settings)
    wish = wait(settings, "anna")
    cancel(settings, taken[max(taken)])
    night, morning = at(MONDAY, time(21)), at(MONDAY + timedelta(days=1), time(9))
    assert waiting_list.offer_places(settings, night).offered == 1
    offer = see(settings, wish, night).offer
    assert offer is not None and offer.until == morning + timedelta(minutes=180)
    with transaction(settings.database_url) as session:
        assert clock.local(session.execute(select(Notice.due_at)).scalar_one()) == morning
    assert waiting_list.offer_places(settings, morning).offered == 0, "that was the offer of this day"


def test_a_place_goes_on_to_the_next_with_less_notice_than_one_books(settings: Settings) -> None:
    taken = fill(settings)
    first, second = wait(settings, "anna"), wait(settings, "bruno")
    tuesday = min(taken)
    in_time = tuesday - timedelta(hours=24)
    cancel(settings, taken[tuesday])
    assert waiting_list.offer_places(settings, in_time).offered == 1 and see(settings, first).offer is not None
    after = in_time + timedelta(minutes=181)
    assert booking.search_availability(settings, service_id="orientamento", office_id="lecco", now=after) == []
    assert waiting_list.offer_places(settings, after).offered == 1
    assert isinstance(accept(settings, second, after + timedelta(minutes=5)), OfferAccepted)


def test_the_public_notice_holds_for_what_nobody_was_offered(settings: Settings) -> None:
    taken = fill(settings)
    wait(settings, "anna")
    cancel(settings, taken[min(taken)])
    assert waiting_list.offer_places(settings, min(taken) - timedelta(hours=20)).offered == 0


def test_withdrawn_it_is_gone_and_the_place_is_the_next_ones(settings: Settings) -> None:
    taken = fill(settings)
    first, second = wait(settings, "anna"), wait(settings, "bruno")
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    gone = waiting_list.withdraw_wish(
        settings, code=first.code.lower(), conversation_id="web_x", channel="site", now=LATER)
    assert isinstance(gone, WaitingWithdrawn)
    assert isinstance(waiting_list.withdraw_wish(
        settings, code=first.code, conversation_id="web_x", channel="site", now=LATER), NoWaiting)
    assert isinstance(accept(settings, first), NoWaiting)
    assert waiting_list.offer_places(settings, LATER).offered == 1 and see(settings, second).offer is not None


def test_it_is_told_once_on_the_persons_channel_and_not_again_after_the_answer(settings: Settings) -> None:
    settings = settings_of(settings.database_url, secret="k", booking_horizon_days=HORIZON, limits="off",
                           smtp_url="smtp://nowhere.example", site_url="https://orienta.example")
    taken = fill(settings)
    wish = wait(settings, "anna")
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    outgoing = take_next(settings, {"email"}, LATER)
    assert outgoing is not None and outgoing.to == "anna@example.org"
    assert f"https://orienta.example/attesa/codice?codice={wish.code}" in outgoing.text
    accept(settings, wish)
    assert count(settings.database_url, Notice, Notice.kind == "waiting_offer", Notice.state == "due") == 0


def test_an_answer_before_the_notice_has_gone_out_stops_it(settings: Settings) -> None:
    taken = fill(settings)
    wish = wait(settings, "anna")
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    assert count(settings.database_url, Notice, Notice.kind == "waiting_offer") == 1
    accept(settings, wish)
    assert count(settings.database_url, Notice, Notice.kind == "waiting_offer") == 0


def test_the_same_person_waits_once_for_a_service(settings: Settings) -> None:
    fill(settings)
    first = wait(settings, "anna")
    again = waiting_list.leave_wish(
        settings, PlaceWish("orientamento", None, frozenset({0}), "morning", name="Anna", contact="+393331234567",
                            contact_kind="phone"),
        conversation_id="web_anna", channel="webchat", notice_version="2026-1", now=LATER)
    assert isinstance(again, WaitingLeft) and again.again and again.wish.code == first.code
    assert again.wish.wanted.days == frozenset({0}) and count(settings.database_url, WaitingWish) == 1


def test_what_cannot_be_waited_for_is_refused(settings: Settings) -> None:
    def leave(**wish: Any) -> Any:
        return waiting_list.leave_wish(
            settings, PlaceWish(**{"service_id": "orientamento", "name": "Anna", "contact": "a@example.org",
                                   "contact_kind": "email", **wish}),
            conversation_id="web_a", channel="site", notice_version=wish.pop("version", "2026-1"), now=NOW)
    assert isinstance(leave(service_id="nessuno"), NothingToWait)
    assert isinstance(leave(office_id="nessuno"), NothingToWait)
    assert isinstance(leave(appointment_id=99), NothingToWait)
    with pytest.raises(ValueError):
        leave(name="")


def test_its_day_comes_and_it_is_purged_later(settings: Settings) -> None:
    fill(settings)
    wish = wait(settings, "anna")
    over = NOW + timedelta(days=settings.waiting_days)
    waiting_list.offer_places(settings, over)
    assert see(settings, wish, over).state == "ended"
    assert privacy.purge(settings, over + timedelta(days=settings.person_retention_days + 1)).waiting_wishes == 1
    assert count(settings.database_url, WaitingWish) == 0


def test_erasing_the_conversation_or_the_appointment_takes_the_wish_along(settings: Settings) -> None:
    taken = fill(settings)
    wait(settings, "anna")
    wait(settings, "bruno", appointment_id=taken[max(taken)])
    cancel(settings, taken[WEDNESDAY_9])
    waiting_list.offer_places(settings, LATER)
    assert privacy.erase(settings, conversation_id="web_anna", now=LATER).waiting_wishes == 1
    erased = privacy.erase_appointments(settings, appointment_ids=[taken[max(taken)]], now=LATER)
    assert erased.waiting_wishes == 1
    assert [count(settings.database_url, table) for table in (WaitingWish, WaitingOffer)] == [0, 0]
    assert count(settings.database_url, Notice, Notice.kind == "waiting_offer") == 0
    assert count(settings.database_url, Slot, Slot.held_by.is_not(None)) == 0


def test_an_operator_offers_to_a_chosen_one_and_removes(settings: Settings) -> None:
    taken = fill(settings)
    first, second = wait(settings, "anna"), wait(settings, "bruno")
    cancel(settings, taken[WEDNESDAY_9])
    chosen = {"office_id": "lecco", "starts_at": WEDNESDAY_9, "operator": Nobody("test"), "now": LATER}
    assert waiting_list.offer_place(settings, wish_id=second.id, **chosen)
    assert not waiting_list.offer_place(settings, wish_id=first.id, **chosen), "it is the other's"
    assert not waiting_list.offer_place(settings, wish_id=second.id, **chosen)
    assert waiting_list.remove_wish(settings, wish_id=first.id, operator=Nobody("test"), now=LATER)
    assert not waiting_list.remove_wish(settings, wish_id=first.id, operator=Nobody("test"), now=LATER)
    with transaction(settings.database_url) as session:
        acts = session.execute(select(AuditEntry.act).order_by(AuditEntry.id)).scalars().all()
    assert acts == ["waiting_offered", "waiting_removed"]
    lines = waiting_list.list_waiting(settings, office_ids=["lecco"])
    assert [(line.name, line.contact) for line in lines] == [("Persona bruno", "bruno@example.org")]
    assert waiting_list.list_waiting(settings, office_ids=["merate"]) == []


def test_an_office_that_is_full_for_a_week_is_told(settings: Settings) -> None:
    assert waiting_list.list_full_services(settings, NOW, office_ids=["merate"]) == []
    fill(settings, "merate")
    wait(settings, "anna", office_id="merate")
    full = waiting_list.list_full_services(settings, NOW, office_ids=["merate"])
    assert [(each.office_id, each.service_name, each.waiting, each.first_free) for each in full] == [
        ("merate", "Colloquio di orientamento", 1, None)]
