"""The real services, driven as the tables of the models say: an action of a table is a call, its outcome a name."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from typing import Any, Optional

from sqlalchemy import delete, select, update

from bot import clock
from bot.db.models import Appointment, OpeningInterval, Slot, WaitingOffer, WaitingWish
from bot.db.session import transaction
from bot.rules.waiting_list import MOST_OFFERS
from bot.services import booking, conversations, handoffs, waiting_list
from bot.services.conversations import Draft
from bot.services.waiting_list import PlaceWish
from bot.settings import Settings
from tests.models.protocol import Protocol
from tests.support.booking_data import NOW, SOURCE, WEDNESDAY_9, add_offices, book, order, settings_of, wish
from tests.support.desk_data import ANNA, CARLA, DARIO, add_desk, request_row, seen, write

NONE = 9
PAST = clock.to_utc(NOW - timedelta(days=1))


class BookingRun:
    """Four conversations and three starts of one office that receives one person at a time."""

    macros = {"FREE": lambda state, c, p: all(
        c == d or (state["hold"][d] != p and state["appointment"][d] != p) for d in range(4))
        and state["appointment"][c] != p}
    actions = {"hold": "cp", "release": "c", "expire": "c", "confirm": "cp", "repeat": "c", "move": "cp", "cancel": "c"}
    sizes = {"c": 4, "p": 3}

    @staticmethod
    def prepare(url: str) -> None:
        """Fill an empty database."""
        add_offices(url)

    def __init__(self, url: str) -> None:
        self.settings = settings_of(url, limits="off", booking_hold_total_minutes=100_000, secret="k")
        self.url = url
        self.orders: dict[int, dict[str, Any]] = {}
        self.number = 0

    @staticmethod
    def first_state() -> dict[str, Any]:
        return {"NONE": NONE, "hold": [NONE] * 4, "appointment": [NONE] * 4, "confirmed": [0] * 4}

    def place(self, p: int) -> datetime:
        return WEDNESDAY_9 + timedelta(hours=p)

    def known(self, c: int) -> tuple[Optional[int], str]:
        """Number and code of the newest appointment that the conversation made."""
        with transaction(self.url) as session:
            row = session.execute(select(Appointment.id, Appointment.code).where(
                Appointment.conversation_id == f"web_{c}").order_by(Appointment.id.desc())).first()
        return (row.id, row.code) if row else (None, "")

    def hold(self, c: int, p: int) -> str:
        return type(booking.hold_place(self.settings, **wish(str(c), starts_at=self.place(p)))).__name__

    def release(self, c: int) -> str:
        held = self.read()["hold"][c] != NONE
        booking.release_holds(self.settings, conversation_id=f"web_{c}")
        return "Released" if held else "Nothing"

    def expire(self, c: int) -> str:
        with transaction(self.url, write=True) as session:
            row = session.execute(update(Slot).where(Slot.held_by == f"web_{c}", Slot.appointment_id.is_(None),
                                                     Slot.held_until > PAST).values(held_until=PAST).returning(Slot.id))
            return "Expired" if row.first() else "Nothing"

    def confirm(self, c: int, p: int) -> str:
        self.number += 1
        asked = order(str(c), starts_at=self.place(p), idempotency_key=str(self.number))
        answer = booking.book_appointment(self.settings, **asked)
        if isinstance(answer, booking.Booked):
            self.orders[c] = asked
        return type(answer).__name__

    def repeat(self, c: int) -> str:
        if c not in self.orders:
            return "Nothing"
        answer = booking.book_appointment(self.settings, **self.orders[c])
        return "Booked" if isinstance(answer, booking.Booked) else "Withdrawn"

    def move(self, c: int, p: int) -> str:
        number, code = self.known(c)
        if number is None:
            return "Nothing"
        answer = booking.move_appointment(
            self.settings, appointment_id=number, conversation_id=f"web_{c}", code=code, office_id="lecco",
            starts_at=self.place(p), now=NOW)
        return "Nothing" if isinstance(answer, booking.AlreadyCancelled) else type(answer).__name__

    def cancel(self, c: int) -> str:
        number, code = self.known(c)
        if number is None:
            return "Nothing"
        return type(booking.cancel_appointment(
            self.settings, appointment_id=number, conversation_id=f"web_{c}", code=code, now=NOW)).__name__

    def read(self) -> dict[str, Any]:
        """Holds and appointments as the database has them."""
        state = self.first_state()
        with transaction(self.url) as session:
            for held_by, starts_at in session.execute(select(Slot.held_by, Slot.starts_at).where(
                    Slot.appointment_id.is_(None), Slot.held_until > clock.to_utc(NOW))):
                state["hold"][int(held_by[4:])] = self._number(starts_at)
            for row in session.execute(select(Appointment).where(Appointment.status == "active")).scalars():
                state["appointment"][int(row.conversation_id[4:])] = self._number(row.starts_at)
        return {name: state[name] for name in ("hold", "appointment")}

    def _number(self, starts_at: datetime) -> int:
        return round((clock.local(starts_at) - WEDNESDAY_9) / timedelta(hours=1))


class HandoffRun:
    """Three conversations, two operators of one office and an administrator, all there."""

    macros = {"MAY": lambda state, c, o: state["owner"][c] == o or o == 2}
    actions = {"request": "c", "claim": "co", "transfer": "cot", "close": "co", "leave": "c", "say": "co",
               "answer": "c"}
    sizes = {"c": 3, "o": 3, "t": 3}
    operators = (ANNA, DARIO, CARLA)

    @classmethod
    def prepare(cls, url: str) -> None:
        """Fill an empty database."""
        add_desk(url, NOW)
        for number in cls.operators:
            seen(url, number, NOW)
        for c in range(3):
            write(Settings(database_url=url), "buongiorno", f"web_{c}")

    def __init__(self, url: str) -> None:
        self.settings = Settings(database_url=url, secret="k")

    @staticmethod
    def first_state() -> dict[str, Any]:
        return {"NONE": NONE, "floor": [0] * 3, "owner": [NONE] * 3}

    def request(self, c: int) -> str:
        queued = handoffs.request_operator(
            self.settings, conversation_id=f"web_{c}", channel="webchat", reason="asked", now=NOW, card=None,
            office_id=None)
        return "Already" if queued.already else "Queued"

    def _known(self, c: int, o: int) -> dict[str, Any]:
        return {"conversation_id": f"web_{c}", "operator_id": self.operators[o], "now": NOW}

    def claim(self, c: int, o: int) -> str:
        return type(handoffs.claim(self.settings, **self._known(c, o))).__name__

    def transfer(self, c: int, o: int, to: int) -> str:
        return type(handoffs.transfer(self.settings, to_operator_id=self.operators[to], **self._known(c, o))).__name__

    def close(self, c: int, o: int) -> str:
        return type(handoffs.close(self.settings, outcome="solved", **self._known(c, o))).__name__

    def leave(self, c: int) -> str:
        return type(handoffs.leave_queue(self.settings, conversation_id=f"web_{c}", now=NOW)).__name__

    def say(self, c: int, o: int) -> str:
        return type(handoffs.say(self.settings, text="eccomi", **self._known(c, o))).__name__

    def answer(self, c: int) -> str:
        return type(conversations.append_message(
            self.settings, conversation_id=f"web_{c}", channel="webchat", now=NOW,
            draft=Draft("assistant", "una risposta"))).__name__

    def read(self) -> dict[str, Any]:
        """Who has the floor, and who owns, as the database has it."""
        state = self.first_state()
        for c in range(3):
            found = conversations.find_state(self.settings, conversation_id=f"web_{c}")
            state["floor"][c] = ("assistant", "waiting", "owned").index(found[0]) if found else 0
            if state["floor"][c] == 2:
                state["owner"][c] = self.operators.index(request_row(self.settings, f"web_{c}").owner_id)
        return {name: state[name] for name in ("floor", "owner")}


class WaitingListRun:
    """Three wishes for two places that others have; the office has no more of them."""

    macros = {
        "FREE": lambda state, p: _is_free(state, p),
        "MAY_OFFER": lambda state, w, p: (state["waits"][w] == 1 and state["offer"][w] == NONE
                                          and not state["had"][w] & 1 << p and _is_free(state, p))}
    actions = {"round": "", "next_day": "", "accept": "w", "decline": "w", "withdraw": "w", "lapse": "w", "take": "p",
               "free": "p"}
    sizes = {"w": 3, "p": 2}

    @classmethod
    def prepare(cls, url: str) -> None:
        """Fill an empty database: everything that can be booked is, and three people wait."""
        add_offices(url)
        with transaction(url, write=True) as session:
            session.execute(delete(OpeningInterval))
            session.add(OpeningInterval(
                office_id="lecco", weekday=2, opens=time(9), closes=time(10), **SOURCE))
        settings = cls._settings(url)
        for number, option in enumerate(booking.search_availability(
                settings, service_id="orientamento", office_id="lecco", now=NOW, limit=9)):
            book(settings, f"other{number}", starts_at=option.starts_at)
        for w in range(3):
            waiting_list.leave_wish(
                settings, PlaceWish("orientamento", "lecco", name=f"Persona {w}", contact=f"{w}@example.org",
                                    contact_kind="email"),
                conversation_id=f"web_{w}", channel="webchat", notice_version="2026-1", now=NOW + timedelta(seconds=w))

    @staticmethod
    def _settings(url: str) -> Settings:
        return settings_of(url, limits="off", booking_horizon_days=3, secret="k")

    def __init__(self, url: str) -> None:
        self.settings = self._settings(url)
        self.url = url
        self.number = 10
        with transaction(url) as session:
            self.wishes = session.execute(select(WaitingWish.id, WaitingWish.code).order_by(WaitingWish.id)).all()
            self.starts = sorted(clock.local(each) for each in session.execute(select(Appointment.starts_at)).scalars())
        assert len(self.wishes) == 3 and len(self.starts) == 2, (self.wishes, self.starts)

    @staticmethod
    def first_state() -> dict[str, Any]:
        return {"NONE": NONE, "MOST": MOST_OFFERS, "waits": [1] * 3, "offer": [NONE] * 3, "over": [0] * 3,
                "told": [0] * 3, "today": [0] * 3, "had": [0] * 3, "got": [NONE] * 3, "taken": [1, 1]}

    def round(self) -> str:
        waiting_list.offer_places(self.settings, NOW)
        return "Done"

    def next_day(self) -> str:
        with transaction(self.url, write=True) as session:
            session.execute(update(WaitingWish).where(WaitingWish.told_at.is_not(None)).values(
                told_at=clock.to_utc(NOW - timedelta(days=2))))
        return "Done"

    def accept(self, w: int) -> str:
        return type(waiting_list.accept_offer(
            self.settings, code=self.wishes[w].code, channel="webchat", now=NOW)).__name__

    def decline(self, w: int) -> str:
        return type(waiting_list.decline_offer(
            self.settings, code=self.wishes[w].code, channel="webchat", now=NOW)).__name__

    def withdraw(self, w: int) -> str:
        return type(waiting_list.withdraw_wish(
            self.settings, code=self.wishes[w].code, conversation_id=f"web_{w}", channel="webchat", now=NOW)).__name__

    def lapse(self, w: int) -> str:
        with transaction(self.url, write=True) as session:
            session.execute(update(Slot).where(
                Slot.held_by == f"waiting:{self.wishes[w].id}", Slot.appointment_id.is_(None)).values(held_until=PAST))
            row = session.execute(update(WaitingOffer).where(
                WaitingOffer.wish_id == self.wishes[w].id, WaitingOffer.state == "open").values(until=PAST).returning(
                    WaitingOffer.id))
            return "Lapsed" if row.first() else "Nothing"

    def take(self, p: int) -> str:
        self.number += 1
        return type(booking.book_appointment(
            self.settings, **order(f"other{self.number}", starts_at=self.starts[p]))).__name__

    def free(self, p: int) -> str:
        with transaction(self.url) as session:
            row = session.execute(select(Appointment).where(
                Appointment.status == "active", Appointment.starts_at == clock.to_utc(self.starts[p]),
                Appointment.conversation_id.startswith("web_other"))).scalars().first()
        if row is None:
            return "Nothing"
        return type(booking.cancel_appointment(
            self.settings, appointment_id=row.id, conversation_id=row.conversation_id, code=row.code,
            now=NOW)).__name__

    def read(self) -> dict[str, Any]:
        """Wishes, what is kept for them, and who has the places, as the database has it."""
        state = self.first_state()
        with transaction(self.url) as session:
            rows = {row.id: row for row in session.execute(select(WaitingWish)).scalars()}
            offers = {row.wish_id: row for row in session.execute(
                select(WaitingOffer).where(WaitingOffer.state == "open")).scalars()}
            booked = {row.conversation_id: self.starts.index(clock.local(row.starts_at)) for row in session.execute(
                select(Appointment).where(Appointment.status == "active")).scalars()}
        for w, wished in enumerate(self.wishes):
            row, offer = rows.get(wished.id), offers.get(wished.id)
            state["waits"][w] = {"waiting": 1, "booked": 2, "ended": 3}[row.state] if row else 0
            state["offer"][w] = self.starts.index(clock.local(offer.starts_at)) if offer else NONE
            state["got"][w] = booked.pop(f"web_{w}", NONE)
        state["taken"] = [int(p in booked.values()) for p in range(2)]
        return {name: state[name] for name in ("waits", "offer", "got", "taken")}


def _is_free(state: dict[str, Any], p: int) -> bool:
    return not state["taken"][p] and all(
        (state["offer"][w] != p or state["over"][w]) and state["got"][w] != p for w in range(3))


def play_round(protocol: Protocol) -> str:
    """What a round does by the table: it ends what is over, then offers each place to the first whom it suits."""
    state, may_offer = protocol.state, WaitingListRun.macros["MAY_OFFER"]
    for w in range(3):
        protocol.do("close", w=w)
    for w in range(3):
        place = next((p for p in range(2) if may_offer(state, w, p)), None)
        if place is not None and not state["today"][w] and state["told"][w] < MOST_OFFERS:
            assert protocol.do("offer", w=w, p=place, known=state["told"][w]) == "Offered"
    return "Done"


def play_next_day(protocol: Protocol) -> str:
    """Who was told today may be told again."""
    protocol.state["today"][:] = [0] * 3
    return "Done"


RUNS: dict[str, Any] = {"booking": BookingRun, "waiting_list": WaitingListRun, "handoff": HandoffRun}
TOGETHER = {"round": play_round, "next_day": play_next_day}
"""What is several steps of the table at once."""


def draw(run: Any, chance: random.Random) -> tuple[str, dict[str, int]]:
    """An action of the run with what it is done to."""
    action = chance.choice(list(run.actions))
    given = {name: chance.randrange(run.sizes[name]) for name in run.actions[action]}
    return action, {("to" if name == "t" else name): value for name, value in given.items()}
