"""Signing up for a day of an event: which one, as a person or for a firm, with consent, name and contact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Optional, Sequence

from rasa_sdk.events import EventType

from bot.actions import cards
from bot.actions.answers import events
from bot.actions.answers.needs import FIRM_EVENTS, tell_need
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.cards import choose_value
from bot.actions.form_action import FormAction
from bot.actions.second_wish import offer_second_wish
from bot.actions.sign_ups.own_tickets import tell_ticket
from bot.dialogue import tasks
from bot.dialogue.booking_words import corrects
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.reading import Reading
from bot.dialogue.sign_up_phrases import asks_when
from bot.dialogue.subjects import find_event_kinds
from bot.dialogue.time_span import find_days_named
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.shorthand import expand_words
from bot.services import needs, privacy, sign_ups
from bot.services.sign_ups import AlreadySignedUp, Attendee, Audience, SignUpClosed, SignUpDay
from bot.texts import get_text

DAY, AUDIENCE, FIRM = "sign_up_day", "sign_up_audience", "sign_up_firm"
CONSENT, NAME, CONTACT = "sign_up_consent", "sign_up_name", "sign_up_contact"

SHORTEST_WORD = 4
"""Letters from which a word of a title or place tells one event from another."""
ANY_VENUE = frozenset(("sala", "aula", "corso", "piazza", "centro", "istituto", "polo", "della", "delle", "degli"))
"""Words of many places, which a message says of other things: «il job day del corso di sala»."""


class ValidateSignUpForm(FormAction):
    """Reads each turn of ``sign_up_form``."""

    task = tasks.SIGN_UP

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """Nothing more when there is nothing to sign up for."""
        return super().required(slots, turn) if slots.get(DAY) or _open(turn, slots.get(AUDIENCE)) else []

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """When and where the event is that is being signed up for."""
        day = find_day(turn, turn.slots.get(DAY) or "") if asks_when(turn.text) else None
        return None if day is None or turn.names.get("office") else say(
            "utter_sign_up_what", what=sign_ups.describe_day(day))

    def list_options(self, turn: Turn, slot: str) -> Sequence[str]:
        pressed = turn.option is not None  # also one shown before it was told whom it is for
        return [_key(day) for day in _open(turn, None if pressed else turn.slots.get(AUDIENCE))] if slot == DAY else ()

    def find_option(self, turn: Turn, slot: str) -> Optional[str]:
        """The only day that the message means by event, kind, course, date, or a word of its title."""
        if slot != DAY:
            return None
        days = _open(turn, turn.slots.get(AUDIENCE))
        meant = _narrow(turn, days) or _by_words(turn, days)
        return _key(meant[0]) if len(meant) == 1 else None

    def follow(self, turn: Turn, requested: str, reading: Reading) -> Reading:
        """A day tells whom it is for, where it is not for both."""
        day = find_day(turn, reading.values.get(DAY) or "")
        if day is None:
            return reading
        return replace(reading, values={**reading.values, **_of_day(day, turn.slots.get(AUDIENCE))})

    def put_right(self, turn: Turn, requested: str) -> Optional[Reading]:
        """What a later message corrects: another event, whom it is for, the name."""
        if requested in (DAY, AUDIENCE) or not (corrects(turn.text) or requested == CONSENT):
            return None
        meant = _narrow(replace(turn, slots={**turn.slots, "subject": None}), _open(turn, None))
        if len(meant) == 1:
            right = _of_day(meant[0], turn.slots.get(AUDIENCE))
            return None if right[DAY] == turn.slots.get(DAY) else Reading(right)
        day = find_day(turn, turn.slots.get(DAY) or "")
        told = self.read_value(turn, AUDIENCE, "answer") if day is not None and day.audience == "both" else None
        if told is not None and told.values[AUDIENCE] != turn.slots.get(AUDIENCE):
            return told
        return super().put_right(turn, requested)

    def opened(self, turn: Turn) -> Reading:
        """After a «sì» to the offer of the event, or of the events for firms, that was spoken of."""
        return self.start(turn)

    def start(self, turn: Turn) -> Reading:
        """What the first message tells already; why the event that it names is none to sign up for."""
        values = super().start(turn).values
        audience: Optional[Audience] = "firms" if values[AUDIENCE] or turn.subject_id("need") == FIRM_EVENTS else None
        values[AUDIENCE] = audience
        days = _open(turn, audience)
        meant = _narrow(turn, days)
        other = not meant and bool(days) and bool(turn.names.get("event") or find_event_kinds(turn.text))
        if not meant and len(days) == 1 and not other:
            meant = days
        if len(meant) == 1:
            return Reading({**values, **_of_day(meant[0], audience)})
        return Reading(values, (_explain_closed(turn, days, audience),) if other else ())


def find_day(turn: Turn, value: str) -> Optional[SignUpDay]:
    """The day that the slot's ``value`` stands for, as it is now."""
    event_id, _, day = value.partition("|")
    try:
        return sign_ups.find_event_day(turn.settings, event_id, date.fromisoformat(day), turn.now)
    except ValueError:
        return None


def _open(turn: Turn, audience: Optional[Audience]) -> list[SignUpDay]:
    return sign_ups.list_open_days(turn.settings, turn.now, audience)


def _explain_closed(turn: Turn, days: Sequence[SignUpDay], audience: Optional[Audience]) -> Reply:
    """Why one cannot sign up for what the message names, which is none of the open ``days``."""
    others = [day for day in sign_ups.list_event_days(turn.settings, turn.now) if day not in days]
    closed = next(iter(_narrow(turn, others)), None)
    if closed is None:
        return say("utter_sign_up_not_open")
    reason = closed.closed or ("only_people" if audience == "firms" else "only_firms")
    return say("utter_sign_up_closed", reason=get_text(f"sign_ups.closed.{reason}"))


def _key(day: SignUpDay) -> str:
    """A day as the slot and its buttons keep it."""
    return f"{day.event_id}|{day.day.isoformat()}"


def _of_day(day: SignUpDay, audience: Optional[str]) -> dict[str, Any]:
    """The slots of a chosen day: whom it is for is asked where it is for both, and not told yet."""
    return {DAY: _key(day), AUDIENCE: audience if day.audience == "both" else day.audience}


def _narrow(turn: Turn, days: Sequence[SignUpDay]) -> list[SignUpDay]:
    """The days that the message means by event, kind, course or date, else those spoken of; empty: it names none."""
    named = {*turn.names.get("event", ())}
    kinds = find_event_kinds(turn.text)
    found = [day for day in days if day.event_id in named]
    if not found and kinds:
        found = [day for day in days if day.kind in kinds]
    when = find_days_named(turn)
    if when is not None:
        of_time = [day for day in found or days if when[0] <= day.day <= when[1]]
        found = [day for day in of_time if day.day == when[0]] or of_time or found
    if not found:
        found = [day for day in days if turn.names.get("course") and day.course_id in turn.names["course"]]
    if len(found) != 1:
        found = _at_place(turn, found or days) or found
    spoken_of = turn.subject_id("event")
    if (not found or len(found) > 1) and spoken_of and not named:
        found = [day for day in found or days if day.event_id == spoken_of] or found
    return found


def _at_place(turn: Turn, days: Sequence[SignUpDay]) -> list[SignUpDay]:
    """The days whose place the message names: «il job day di Merate»; empty where all are there."""
    said = {word for word in expand_words(turn.text).split() if len(word) >= SHORTEST_WORD} - ANY_VENUE
    found = [day for day in days if said & set(expand_words(day.where).split())]
    return found if len(found) < len(days) else []


def _by_words(turn: Turn, days: Sequence[SignUpDay]) -> list[SignUpDay]:
    """The days whose title or place has a word of the answer: «quello di Merate»."""
    said = {word for word in expand_words(turn.text).split() if len(word) >= SHORTEST_WORD}
    return [day for day in days if said & set(expand_words(f"{day.title} {day.where}").split())]


class AskSignUpDay(TurnAction):
    """Asks for which event."""

    def name(self) -> str:
        return "action_ask_sign_up_form_sign_up_day"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        days = _open(turn, turn.slots.get(AUDIENCE))
        lines = "\n".join(f"- {sign_ups.describe_day(day)}" for day in days)
        return [say("utter_ask_sign_up_day", lines=lines, buttons=[
            Button(sign_ups.name_day(day), choose_value(DAY, _key(day))) for day in days])], []


class AskSignUpConsent(TurnAction):
    """Says what is signed up for, or that one would wait for a place, and asks for the consent of its own."""

    def name(self) -> str:
        return "action_ask_sign_up_form_sign_up_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        day = find_day(turn, turn.slots.get(DAY) or "")
        days = turn.settings.person_retention_days
        lines = [Part("utter_card_sign_up_what"), Part("utter_card_sign_up_why"),
                 Part("utter_card_sign_up_until", {"days": days})]
        full = day is not None and (not day.free or day.waiting)
        what = sign_ups.describe_day(day) if day is not None else ""
        return [say("utter_ask_sign_up_consent_full" if full else "utter_ask_sign_up_consent", what=what, days=days,
                    card=cards.make_consent(CONSENT, lines), subject=f"event:{day.event_id}" if day else None)], []


class ActionSaveSignUp(TurnAction):
    """Gives the place, or one on the waiting list; says so where there is nothing to sign up for."""

    def name(self) -> str:
        return "action_save_sign_up"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget, slots = ValidateSignUpForm.cleared(), turn.slots
        if slots.get(CONSENT) is False:
            return [offer_second_wish(turn, say_dead_end(turn, "utter_sign_up_refused"))], forget
        event_id, _, day = (slots.get(DAY) or "").partition("|")
        if not day or not slots.get(CONSENT):
            return [offer_second_wish(turn, tell_nothing_open(turn, slots.get(AUDIENCE)))], forget
        audience: Audience = "firms" if slots.get(AUDIENCE) == "firms" else "people"
        who = Attendee(
            audience, slots[NAME], slots[CONTACT]["value"], slots[CONTACT]["kind"], privacy.NOTICE_VERSION,
            slots.get(FIRM) if audience == "firms" else None)
        result = sign_ups.sign_up(
            turn.settings, event_id=event_id, day=date.fromisoformat(day), who=who,
            conversation_id=turn.conversation_id, channel=turn.channel, now=turn.now)
        if isinstance(result, SignUpClosed):
            return [say_dead_end(turn, "utter_sign_up_too_late", reason=get_text(
                f"sign_ups.closed.{result.reason}"))], forget
        ticket = result.own if isinstance(result, AlreadySignedUp) else result.ticket
        response = "utter_ticket" if isinstance(result, AlreadySignedUp) else "utter_signed_up"
        return [offer_second_wish(turn, tell_ticket(turn, ticket, response))], forget


def tell_nothing_open(turn: Turn, audience: Optional[str]) -> Reply:
    """That there is no event to sign up for: what a firm can do, or what comes and being told of courses."""
    row = needs.find_need(turn.settings, FIRM_EVENTS) if audience == "firms" else None
    if row is not None:
        return tell_need(turn, row)
    told = events.answer_next(turn)
    interest = () if told.offer == "leave_interest" else (Part("utter_sign_up_none_interest"),)
    return replace(told, parts=(Part("utter_sign_up_none"), *told.parts, *interest), offer="leave_interest")
