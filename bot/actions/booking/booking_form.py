"""Booking an appointment: service, office, time, name, contact, consent, summary, confirmation."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Optional, Union

from bot.actions.answers.answer import is_question
from bot.actions.booking import booking_asides, time_choice
from bot.actions.booking.booking_questions import ANY_OFFICE, CHANGE, search_of
from bot.actions.booking.time_choice import TimeReading, TimeSearch
from bot.actions.form_action import FormAction
from bot.dialogue import tasks, time_span
from bot.dialogue.answer_kinds import is_name
from bot.dialogue.booking_words import (
    after_denial,
    asks,
    corrects,
    has_reserve,
    names_reason,
    put_right,
    reason,
    takes_back,
    to_change,
)
from bot.dialogue.form import SURE, Reading, said_yes
from bot.dialogue.fragments import booking_sentences, without_contact
from bot.dialogue.repair_words import gives_consent, keeps_data, takes_up_again, words_of
from bot.dialogue.subjects import names_other_office
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.people.contacts import Email, InvalidContact, Phone, contact
from bot.italian.people.introductions import introduced_name
from bot.italian.people.name_corrections import put_name_right
from bot.italian.people.names import InvalidName, person_name, surname_alone
from bot.italian.people.relatives import booked_for, for_self, words_after_whom
from bot.italian.short_replies import any_will_do, declines, ordinal, yes_or_no
from bot.italian.text import format_moment, join_list
from bot.services import booking, offices, privacy

EVERYTHING = "all"
"""Value of a change that begins the booking anew."""
HAS_ONE, MOVE, WAIT = "has one", "move", "wait"
"""Values of ``booking_confirm`` that end the form: there is an appointment for the service, it is to be moved, or no
time suits and the person waits for a place (of ``move_confirm`` too)."""
ENDS = (HAS_ONE, MOVE, WAIT)
REFUSED = "booking_refused"
"""Slot with ``<service>:<start>`` of a booking whose consent was refused; it says nothing of the person."""
PERSON = "booking_person"
"""Slot with whom it is booked for, when that is not who writes."""


_IS_FOR = re.compile(r"\b(?:e|sarebbe|viene|appuntament\w+|colloqui\w*|prenot\w+)\b(?: \w+){0,3} per\b")
"""Words that make «per mio figlio» the one who comes, and no reason («non posso per mio figlio»)."""


class ValidateBookingForm(FormAction):
    """Reads each turn of ``booking_form``."""

    task = tasks.BOOKING

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """Nothing more when consent was refused, or when there is an appointment already."""
        if slots.get("booking_consent") is False or slots.get("booking_confirm") in ENDS:
            return []
        return [question.slot for question in self.task.questions]

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """Length, place, cost… of the appointment, and what one need not leave, unless a time is told with it."""
        if not turn.text or turn.option is not None:
            return None
        if requested == "booking_name" and is_name(turn.text, turn.now):
            return None  # «costa paola» asks no price
        office = _office_known(turn)
        found = None
        if requested == "booking_consent":
            found = booking_asides.answer_about_consent(turn, office)
        elif requested == "booking_contact":
            found = booking_asides.answer_about_contact(turn, office)
        elif requested == "booking_time":
            found = booking_asides.answer_about_closed_day(turn, office)
        if found is not None or time_span.names_a_time(turn) and requested == "booking_time":
            return found
        return booking_asides.answer_about_appointment(turn, office, turn.slots.get("booking_service"))

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        values: dict[str, Any] = {}
        replies: list[Reply] = []
        slot, chosen = turn.option or ("", "")
        if slot and slot not in (*self.task.slots, CHANGE):
            return None
        if requested is None and not slot and turn.slots.get(REFUSED):
            if not turn.text or takes_up_again(turn.text):
                return self._take_up_again(turn)
            values[REFUSED] = None
        if slot == CHANGE and chosen == EVERYTHING:
            booking.release_holds(turn.settings, turn.conversation_id)
            return Reading({**dict.fromkeys(self.task.slots), "time_wish": None, "time_options": None, "offer": None},
                           (say("utter_booking_anew"),))
        if slot == CHANGE:
            return Reading(_asked_again(chosen, turn))
        if requested and not slot and _asks_something_else(turn):
            return None
        if requested and turn.intent == "leave_wait" and turn.confidence >= SURE:
            booking.release_holds(turn.settings, turn.conversation_id)
            return Reading({"booking_confirm": WAIT})
        if requested and _gives_up(turn):
            booking.release_holds(turn.settings, turn.conversation_id)
            return Reading({**dict.fromkeys(self.task.slots), "booking_consent": False}, (say("utter_stop"),))
        if requested is None and names_other_office(turn.text, _municipalities(turn)):
            replies.append(say("utter_booking_only_here", places=join_list(_municipalities(turn))))
        values.update(_whom(turn, requested))
        self._service(turn, requested, slot, chosen, values)
        if values.get("booking_confirm") in ENDS:
            return Reading(values)
        self._office(turn, requested, slot, chosen, values)
        self._time(turn, requested, slot, chosen, values, replies)
        if turn.text and not values.get("booking_time"):
            replies[:0] = _office_changed(turn, values)
        if requested is not None:
            self._person(turn, requested, values, replies)
        else:
            _introduce(turn, values)
        if values.get("booking_time") and turn.text and requested not in ("booking_contact", "booking_confirm"):
            replies.append(_noted(turn, values))
        if (requested == "booking_consent" or slot == "booking_consent") and "booking_time" not in values:
            self._consent(turn, slot, chosen, values, replies)
        if (requested == "booking_confirm" or slot == "booking_confirm") and "booking_time" not in values:
            self._confirmation(turn, slot, chosen, values)
        if not values and requested == "booking_time" and (
                turn.intent in self.task.own_intents or declines(turn.text)):
            return Reading({"booking_time": None})  # «che orari avete?»: the free ones are shown again
        unknown = None if values or replies or not requested else booking_asides.answer_unknown(
            turn, _office_known(turn))
        if requested and unknown is not None:
            return Reading({requested: None}, (unknown,))
        return Reading(values, tuple(replies)) if values or replies else None

    def opened(self, turn: Turn) -> Reading:
        """A «sì» to an offered start is that start chosen; to an offered service, that service."""
        service, _, key = (turn.slots.get("offered_time") or "").partition(":")
        if not key:
            return Reading({"booking_service": service, "offered_time": None} if service else {})
        return self._choose_start(turn, "offered_time")

    def _take_up_again(self, turn: Turn) -> Reading:
        """Whoever refused the consent and thinks better of it goes on at the start that was chosen."""
        reading = self._choose_start(turn, REFUSED)
        if turn.text and time_span.names_a_time(turn):  # «va bene accetto, però mercoledì alle 9»
            search = search_of({**turn.slots, **reading.values}, turn)
            replies: list[Reply] = []
            self._take(turn, search, time_choice.read(turn, search) or TimeReading(), reading.values, replies)
            reading = replace(reading, replies=(*replies, *reading.replies[1:]))
        if gives_consent(turn.text):
            reading.values["booking_consent"] = privacy.NOTICE_VERSION
        whom = next((whom for text in reversed(turn.earlier) if (whom := booked_for(text))), None)
        reading.values.setdefault(PERSON, whom)
        return reading

    def _choose_start(self, turn: Turn, slot: str) -> Reading:
        """The reading of a start kept as ``<service>:<start>`` in ``slot``, which is emptied."""
        service, _, key = turn.slots[slot].partition(":")
        names = {**turn.names, "service": (service,)}
        reading = self.understand(replace(turn, text="", option=("booking_time", key), names=names), None) or Reading()
        return replace(reading, values={**reading.values, slot: None})

    def _service(self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]) -> None:
        offered = [service.id for service in booking.services(turn.settings)]
        own = {view.service_id for view in booking.list_own(
            turn.settings, conversation_id=turn.conversation_id, now=turn.now)}
        service = chosen if slot == "booking_service" and chosen in offered else _service_named(turn)
        if requested == "booking_service" and not service and not slot:
            if own and yes_or_no(turn.text):
                values["booking_confirm"] = MOVE
                return
            service = _service_in_words(turn.text, [item for item in offered if item not in own] or offered)
        if slot != "booking_service" and requested in ("booking_name", "booking_contact") and not corrects(turn.text):
            return
        if service is None and requested is None and names_reason(turn.text) and reason(turn.text) in offered:
            service = reason(turn.text)  # «per capire se posso fare il corso», «per orientarmi»
        if service is None and requested is None:
            service = offered[0] if own >= set(offered) else _offered_service(turn, offered)
        if not service or (service == turn.slots.get("booking_service") and requested is not None):
            return
        values["booking_service"] = service
        if turn.slots.get("booking_confirm"):
            values["booking_confirm"] = None
        if service in own:
            values["booking_confirm"] = HAS_ONE

    def _office(self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]) -> None:
        known = [office.id for office in offices.list_offices(turn.settings)]
        if slot == "booking_office" and chosen in (*known, ANY_OFFICE):
            values["booking_office"] = chosen
        elif slot == "booking_time" and requested is None and (start := time_choice.parse_key(chosen)):
            values["booking_office"] = start[0]  # an offered start begins the booking
        elif len(turn.names.get("office", ())) > 1 and takes_back(turn.text):
            values["booking_office"] = turn.names["office"][-1]  # «Lecco, anzi no, Merate»
        elif turn.name("office") and len(turn.names["office"]) == 1 and (
                requested not in ("booking_name", "booking_contact") or _moves(turn)):
            values["booking_office"] = turn.name("office")
        elif requested == "booking_office" and not slot:
            picked = ordinal(turn.text, len(known))
            if picked is not None:
                values["booking_office"] = known[picked]
            elif any_will_do(turn.text) or declines(turn.text):
                values["booking_office"] = ANY_OFFICE
        changed, before = values.get("booking_office"), turn.slots.get("booking_office")
        if changed and before not in (None, changed):
            values.update(booking_time=None, time_options=None, booking_confirm=None)
        elif changed and before is None and turn.slots.get("time_options"):
            values["time_options"] = None  # those of the office before «torna indietro»

    def _time(
        self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        slots = {**turn.slots, **values}
        search = search_of(slots, turn)
        reading: Optional[TimeReading] = None
        if slot == "booking_time":
            reading = time_choice.pressed(turn, search, chosen)
        elif requested in ("booking_service", "booking_office") and ordinal(turn.text, 9) is not None:
            pass  # «il primo» is the first button, not the first of the month
        elif not slot and (requested == "booking_time" or self._speaks_of_time(turn, requested)):
            timed = turn if requested else replace(turn, text=without_contact(booking_sentences(turn.text)))
            reading = time_choice.read(time_span.on_the_day_of(timed), search)
        kept = turn.slots.get("booking_time")
        if reading is None and kept and "booking_time" in values and search.office_id:
            reading = time_choice.accept_start(turn, search, search.office_id, datetime.fromisoformat(kept["start"]))
        if reading is None and not kept and "booking_office" in values and not turn.slots.get("booking_office"):
            reading = time_choice.at_wish(turn, search)
        if reading is None:
            return
        if requested in (None, "booking_service", "booking_office") and not slots.get("booking_office"):
            # the office is not known yet: keep the wish, look for places when it is
            if reading.wish is None and reading.chosen is None:
                replies.extend(reading.replies)
            wish = reading.wish or ((reading.chosen.starts_at, reading.chosen.ends_at) if reading.chosen else None)
            values["time_wish"] = [moment.isoformat() for moment in wish] if wish else None
            return
        self._take(turn, search, reading, values, replies)

    def _take(
        self, turn: Turn, search: TimeSearch, reading: TimeReading, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        values.update(reading.slots())
        values.update(booking_time=None, booking_confirm=None)
        replies.extend(reading.replies)
        if reading.chosen is None:
            return
        option, held = reading.chosen, self._hold(turn, search, reading.chosen)
        if not isinstance(held, (booking.Held, booking.NotHeld)) and time_span.leaves_it_to_us(turn.text):
            # somebody was quicker: the first place that is free now serves as well
            first = booking.first_free(turn.settings, service_id=search.service_id, office_id=search.office_id,
                                       now=turn.now, conversation_id=turn.conversation_id)
            if first is not None:
                option, held = first, self._hold(turn, search, first)
        if isinstance(held, (booking.Held, booking.NotHeld)):
            values["booking_time"] = {
                "office": option.office_id, "start": option.starts_at.isoformat(), "key": secrets.token_hex(8)}
            return
        replies.append(say("utter_time_taken"))
        values["time_options"] = time_choice.keys(held.alternatives)

    def _hold(
        self, turn: Turn, search: TimeSearch, option: booking.SlotOption
    ) -> Union[booking.Held, booking.NotHeld, booking.SlotTaken, booking.NotBookable]:
        return booking.hold_place(
            turn.settings, conversation_id=turn.conversation_id, service_id=search.service_id,
            office_id=option.office_id, starts_at=option.starts_at, now=turn.now)

    def _speaks_of_time(self, turn: Turn, requested: Optional[str]) -> bool:
        if requested in ("booking_name", "booking_contact", "booking_consent", "booking_confirm"):
            if contact(turn.text) is not None:
                return False
            if requested == "booking_name" and isinstance(person_name(turn.text), str) and not corrects(turn.text):
                return False
            return time_span.names_a_time(turn)
        return time_span.mentions_time(turn)

    def _person(self, turn: Turn, requested: str, values: dict[str, Any], replies: list[Reply]) -> None:
        if not turn.text or "booking_time" in values:
            return
        name: Union[str, InvalidName, None] = None
        known = turn.slots.get("booking_name")
        reached = contact(turn.text)
        text = without_contact(turn.text) if isinstance(reached, (Phone, Email)) else turn.text
        if requested == "booking_name" and not _moves(turn):
            name = person_name(put_right(text))
        elif requested == "booking_consent" and not known:
            name = introduced_name(text)  # «sì va bene, Marco Gilardi 333 1234567»
        elif known and reached is None and (name := _name_completed(turn, requested, known)):
            pass
        elif requested in ("booking_contact", "booking_consent", "booking_confirm"):
            by_itself = to_change(turn.text) == "booking_name" and len(turn.text.split()) > 3
            name = person_name(put_right(turn.text), asked=by_itself)
        if isinstance(name, InvalidName):
            if requested == "booking_name":
                replies.append(say("utter_invalid_name"))
                values["booking_name"] = None
        elif name is not None:
            values["booking_name"] = name
        if isinstance(reached, InvalidContact):
            if requested in ("booking_contact", "booking_confirm"):
                replies.append(explain_invalid_contact(turn, reached))
                values["booking_contact"] = None
        elif reached is not None:
            values["booking_contact"] = contact_value(reached)

    def _consent(
        self, turn: Turn, slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        answer = chosen == "yes" if slot == "booking_consent" else said_yes(turn)
        if answer is not True and (declines(turn.text) or keeps_data(turn.text)):
            answer = False
        if answer:
            values["booking_consent"] = privacy.NOTICE_VERSION
        elif answer is False and not values.keys() - {PERSON}:
            booking.release_holds(turn.settings, turn.conversation_id)
            values.update(dict.fromkeys(self.task.slots), booking_consent=False)
            values[REFUSED] = _start_kept(turn)
            replies.append(say("utter_consent_refused", lines=booking_asides.ways_without_data(
                turn, _office_known(turn))))

    def _confirmation(self, turn: Turn, slot: str, chosen: str, values: dict[str, Any]) -> None:
        if values.keys() - {PERSON}:
            return  # something was put right: the summary comes again
        answer = chosen == "yes" if slot == "booking_confirm" else said_yes(turn)
        if answer is None and turn.intent == "book_appointment":
            answer = True
        change = None if answer or slot else to_change(turn.text)
        if change:
            values.update(_asked_again(change, turn))
        elif answer and not has_reserve(turn.text):
            values["booking_confirm"] = True
        elif answer is not None:
            values.update(booking_confirm=None, offer=CHANGE)


def _asked_again(slot: str, turn: Turn) -> dict[str, Any]:
    """Slot values that make the form ask for ``slot`` again, then sum up; a new office keeps the wished time."""
    again: dict[str, Any] = {slot: None, "booking_confirm": None}
    time = turn.slots.get("booking_time")
    if slot == "booking_time":
        again.update(time_options=None, time_wish=None)
    elif slot == "booking_office" and time:
        start = datetime.fromisoformat(time["start"])
        again.update(booking_time=None, time_options=None,
                     time_wish=[start.isoformat(), (start + timedelta(minutes=1)).isoformat()])
    return again


def _noted(turn: Turn, values: dict[str, Any]) -> Reply:
    """What was understood of a time told in words, and of all that was told with it."""
    time = values["booking_time"]
    office = offices.get_office(turn.settings, time["office"])
    service = offices.get_service(turn.settings, values.get("booking_service") or "")
    told = [service.name if service else "", format_moment(datetime.fromisoformat(time["start"])),
            office.municipality if office else "", values.get("booking_name") or "",
            (values.get("booking_contact") or {}).get("shown", "")]
    return say("utter_booking_noted", what=", ".join(item for item in told if item))


def _office_changed(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The name of the office that takes the place of another, while the summary that shows it is still to come."""
    changed, before = values.get("booking_office"), turn.slots.get("booking_office")
    office = offices.get_office(turn.settings, changed) if changed and before not in (None, changed) else None
    return [say("utter_booking_office_changed", office=office.municipality)] if office else []


def _whom(turn: Turn, requested: Optional[str]) -> dict[str, Any]:
    """Whom the message says that it is booked for; another person than before is asked for their name."""
    if not turn.text or requested == "booking_contact":
        return {}
    before = turn.slots.get(PERSON) if requested else None
    whom = None if requested == "booking_time" and not _IS_FOR.search(words_of(turn.text)) else booked_for(turn.text)
    if whom is None and before and for_self(turn.text):
        return {PERSON: None, "booking_name": None}
    if whom is None or whom == before:
        return {} if requested else {PERSON: None}
    renamed = requested is not None and turn.slots.get("booking_name")
    return {PERSON: whom, **({"booking_name": None, "booking_confirm": None} if renamed else {})}


def _introduce(turn: Turn, values: dict[str, Any]) -> None:
    """Take name and contact that the first message brings; without a consent they are dropped with the booking.

    Who books for somebody else says their own name first: the other one's stands after «per mia madre».
    """
    named = words_after_whom(turn.text) if values.get(PERSON) else turn.text
    name, reached = introduced_name(named), contact(turn.text)
    if name is not None:
        values["booking_name"] = name
    if isinstance(reached, (Phone, Email)):
        values["booking_contact"] = contact_value(reached)


def _office_known(turn: Turn) -> Optional[str]:
    """The office of the start that was chosen, else the one that was asked for; None while both will do."""
    office = (turn.slots.get("booking_time") or {}).get("office") or turn.slots.get("booking_office")
    return None if office == ANY_OFFICE else office


def _start_kept(turn: Turn) -> Optional[str]:
    """Service and start of the booking, as :data:`REFUSED` keeps them."""
    time, service = turn.slots.get("booking_time"), turn.slots.get("booking_service")
    if not time or not service:
        return None
    return f"{service}:{time_choice.option_key(time['office'], datetime.fromisoformat(time['start']))}"


def _name_completed(turn: Turn, requested: str, known: str) -> Optional[str]:
    """The name as it is put right, or with the surname that came in a message of its own; None for neither."""
    right = put_name_right(put_right(turn.text) if has_reserve(turn.text) else turn.text, known)
    if right is not None and right != known:
        return right
    if requested != "booking_contact" or len(known.split()) > 1 or len(turn.text.split()) > 3 or said_yes(turn):
        return None
    surname = surname_alone(turn.text)
    return f"{known} {surname}" if surname is not None and surname != known else None


def explain_invalid_contact(turn: Turn, problem: InvalidContact) -> Reply:
    """What is wrong with a number or an address: too short, too long, no domain."""
    response = f"utter_invalid_contact_{problem.reason}"
    digits = sum(char.isdigit() for char in turn.text)
    return say(response if response in turn.responses else "utter_invalid_contact", digits=digits)


def _gives_up(turn: Turn) -> bool:
    """Whether «voglio annullare la prenotazione» is about the one being made: there is no other."""
    return (turn.intent == "cancel_appointment" and turn.confidence >= SURE and not booking.list_own(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now))


def _asks_something_else(turn: Turn) -> bool:
    """Whether the message is a question that is no part of a booking: names in it answer nothing."""
    return (is_question(turn.intent) and turn.intent not in ValidateBookingForm.task.own_intents
            and turn.confidence >= SURE and asks(turn.text))


def _moves(turn: Turn) -> bool:
    """Whether a message at the name or contact question puts the office or the time right."""
    return corrects(turn.text) and (bool(turn.name("office")) or time_span.names_a_time(turn))


def _service_named(turn: Turn) -> Optional[str]:
    """The service that the message names; «non il colloquio, la verifica» names the last one."""
    if takes_back(turn.text) and turn.loop:
        return reason(after_denial(turn.text)) or turn.name("service")
    return turn.name("service")


def _offered_service(turn: Turn, offered: list[str]) -> Optional[str]:
    """The service that the last answer offered an appointment for."""
    name, _, rest = (turn.slots.get("offer") or "").partition(":")
    service = rest.partition(":")[0]
    return service if name == "book_appointment" and service in offered else None


def _service_in_words(text: str, offered: list[str]) -> Optional[str]:
    """The service that the answer means: by number, by its reason, or the first one for somebody who does not know."""
    picked = ordinal(text, len(offered))
    if picked is not None:
        return offered[picked]
    meant = reason(text)
    if meant in offered:
        return meant
    return offered[0] if any_will_do(text) or declines(text) else None


def contact_value(reached: Union[Phone, Email]) -> dict[str, str]:
    """A contact as the slot keeps it: what is stored, how it is shown, its kind."""
    return {"value": reached.value, "shown": reached.shown, "kind": reached.kind}


def _municipalities(turn: Turn) -> list[str]:
    return [office.municipality for office in offices.list_offices(turn.settings)]
