"""Booking an appointment: service, office, time, name, contact, consent, summary, confirmation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Optional, Sequence

from bot.actions.booking import booking_asides, time_choice
from bot.actions.booking.booking_questions import ANY_OFFICE, CHANGE, make_time_search
from bot.actions.booking.booking_start import hold_start, keep_start, note_start, read_start
from bot.actions.booking.time_choice import TimeReading
from bot.actions.form_action import FormAction
from bot.dialogue import tasks, time_span
from bot.dialogue.answer_kinds import is_name
from bot.dialogue.asides import (
    SERVICE_TERMS,
    asks_of_own,
    find_service_asked_about,
    points_at_explained,
    points_at_other,
)
from bot.dialogue.booking_words import (
    asks_of_office,
    asks_what_stands,
    corrects,
    cut_denial,
    find_meant_service,
    find_slot_to_change,
    has_reserve,
    means_other_office,
    names_reason,
    pick_office,
    takes_back,
)
from bot.dialogue.consent_words import gives_consent, takes_up_again
from bot.dialogue.form import SURE
from bot.dialogue.reading import Reading
from bot.dialogue.relative_times import points_at_day
from bot.dialogue.subjects import names_other_office
from bot.dialogue.tasks import HAS_ONE, MOVE_OWN, WAIT
from bot.dialogue.turn import Reply, Turn, say
from bot.dialogue.value_kinds import find_told_contact, read_agreement
from bot.dialogue.visitor import (
    BEFORE_NAME,
    PERSON,
    find_whom_before,
    introduce,
    moves_appointment,
    note_visitor,
    read_visitor,
    read_whom,
)
from bot.italian.text import join_list
from bot.services import booking, offices, privacy

EVERYTHING = "all"
"""Value of a change that begins the booking anew."""
REFUSED = "booking_refused"
"""Slot with ``<service>:<start>`` of a booking whose consent was refused; it says nothing of the person."""


class ValidateBookingForm(FormAction):
    """Reads each turn of ``booking_form``."""

    task = tasks.BOOKING
    consented = privacy.NOTICE_VERSION

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

    def answer_question(self, turn: Turn) -> Reply:
        """What is asked of the appointment beside the booking of it («posso portare i bambini?»), else as anywhere."""
        office = _office_known(turn) or turn.name("office")
        about = booking_asides.answer_about_appointment(turn, office, turn.slots.get("booking_service")) if (
            asks_of_own(turn.text) or not turn.text and not turn.names.get("course")) else None
        return about or super().answer_question(turn)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        slot, chosen = turn.option or ("", "")
        if slot and slot not in (*self.task.slots, CHANGE):
            return None
        if slot == CHANGE and _tells_value(turn, chosen):  # «la sede, doveva essere Merate»
            return self.understand(replace(turn, option=None), requested)
        if slot == CHANGE:
            return self._change(turn, chosen)
        refused_before = requested is None and not slot and turn.slots.get(REFUSED) is not None
        if refused_before and (not turn.text or takes_up_again(turn.text)):
            return self._take_up_again(turn)
        if requested and not slot and self.asks_something_else(turn, requested):
            return None  # names in it answer nothing
        if requested == "booking_confirm" and not slot and asks_what_stands(turn.text):
            return Reading({requested: None})  # the summary again
        ended = self._end(turn) if requested else None
        if ended is not None:
            return ended
        values: dict[str, Any] = {REFUSED: None} if refused_before else {}
        replies: list[Reply] = []
        if requested is None and names_other_office(turn.text, _municipalities(turn)):
            replies.append(say("utter_booking_only_here", places=join_list(_municipalities(turn))))
        values.update(read_whom(turn, requested))
        self._service(turn, requested, slot, chosen, values)
        if not self.task.needs(values):  # there is an appointment already
            return Reading(values)
        self._office(turn, requested, slot, chosen, values)
        start = read_start(turn, requested, values)
        values.update(start.values)
        replies.extend(start.replies)
        if turn.text and not values.get("booking_time"):
            replies[:0] = _office_changed(turn, values)
        if requested is None:
            told = introduce(turn, bool(values.get(PERSON)))
            values.update(told)
            if turn.text and not values.get("booking_time"):
                replies[:0] = note_visitor(told)
        elif turn.text and "booking_time" in values and requested in BEFORE_NAME:
            told = introduce(turn, bool(values.get(PERSON)))  # asked for one thing, all of them are told
            values.update({key: value for key, value in told.items() if not turn.slots.get(key)})
        elif turn.text and "booking_time" not in values:
            person = read_visitor(turn, requested)
            values.update(person.values)
            replies.extend(person.replies)
            if requested in (*BEFORE_NAME, "booking_consent"):
                replies.extend(note_visitor(person.values))
        if values.get("booking_time") and turn.text and requested not in ("booking_contact", "booking_confirm"):
            replies.append(note_start(turn, values))
        if (requested == "booking_consent" or slot == "booking_consent") and "booking_time" not in values:
            self._consent(turn, slot, chosen, values, replies)
        if (requested == "booking_confirm" or slot == "booking_confirm") and "booking_time" not in values:
            self._confirmation(turn, slot, chosen, values)
        if not values and requested == "booking_time":
            shown_again = Reading({requested: None}) if turn.intent in self.task.own_intents else self.read_value(
                turn, requested, "answer")  # «che orari avete?», «non so»: the free ones are shown again
            if shown_again is not None:
                return shown_again
        unknown = None if values or replies or not requested else booking_asides.answer_unknown(
            turn, _office_known(turn))
        if requested and unknown is not None:
            return Reading({requested: None}, (unknown,))
        return Reading(values, tuple(replies)) if values or replies else None

    def _change(self, turn: Turn, chosen: str) -> Reading:
        """What a button under «what do you want to change?» asks again: one thing, or everything."""
        if chosen != EVERYTHING:
            return Reading(_asked_again(chosen, turn))
        return self.begin_anew(turn)

    def begin_anew(self, turn: Turn) -> Reading:
        booking.release_holds(turn.settings, turn.conversation_id)
        reading = super().begin_anew(turn)
        return replace(reading, values={**reading.values, "time_wish": None, "time_options": None, "offer": None})

    def _end(self, turn: Turn) -> Optional[Reading]:
        """The end of a booking that waits for a freed place, or that is given up; None for one that goes on."""
        waits = turn.intent == "leave_wait" and turn.confidence >= SURE
        if not waits and not _gives_up(turn):
            return None
        booking.release_holds(turn.settings, turn.conversation_id)
        if waits:
            return Reading({"booking_confirm": WAIT})
        return Reading({**dict.fromkeys(self.task.slots), "booking_consent": False}, (say("utter_stop"),))

    def list_options(self, turn: Turn, slot: str) -> Sequence[str]:
        """Services that the person has no appointment for; offices in their order."""
        if slot == "booking_service":
            own = _list_own_services(turn, {})
            offered = [service.id for service in booking.list_bookable(turn.settings)]
            return [item for item in offered if item not in own] or offered
        return [office.id for office in offices.list_offices(turn.settings)] if slot == "booking_office" else ()

    def find_option(self, turn: Turn, slot: str) -> Optional[str]:
        """The service that a reason means, that was asked about («mi serve quella»), or the other one («l'altra»)."""
        meant = find_meant_service(turn.text) if slot == "booking_service" else None
        options = self.list_options(turn, slot)
        two = slot == "booking_service" and len(options) == len(SERVICE_TERMS)
        other = points_at_other(turn.text)
        if meant is None and two and (other or points_at_explained(turn.text)):
            asked = next((term for text in reversed(turn.earlier) if (term := find_service_asked_about(text))), None)
            explained = SERVICE_TERMS.index(asked) if asked in SERVICE_TERMS else None
            return None if explained is None else options[1 - explained if other else explained]
        return meant if meant is not None and meant in options else None

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
            search = make_time_search({**turn.slots, **reading.values}, turn)
            start = hold_start(turn, search, time_choice.read_time_choice(turn, search) or TimeReading())
            reading = Reading({**reading.values, **start.values}, (*start.replies, *reading.replies[1:]))
        if gives_consent(turn.text):
            reading.values["booking_consent"] = privacy.NOTICE_VERSION
        reading.values.setdefault(PERSON, find_whom_before(turn))
        return reading

    def _choose_start(self, turn: Turn, slot: str) -> Reading:
        """The reading of a start kept as ``<service>:<start>`` in ``slot``, which is emptied."""
        service, _, key = turn.slots[slot].partition(":")
        names = {**turn.names, "service": (service,)}
        reading = self.understand(replace(turn, text="", option=("booking_time", key), names=names), None) or Reading()
        return replace(reading, values={**reading.values, slot: None})

    def _service(self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]) -> None:
        offered = [service.id for service in booking.list_bookable(turn.settings)]
        service = chosen if slot == "booking_service" and chosen in offered else _service_named(turn)
        if requested == "booking_service" and not service and not slot:
            if read_agreement(turn) and _list_own_services(turn, values):
                values["booking_confirm"] = MOVE_OWN
                return
            told = self.read_value(turn, "booking_service", "answer")
            service = told.values["booking_service"] if told else None
        if slot != "booking_service" and requested in ("booking_name", "booking_contact") and not corrects(turn.text):
            return
        put_right = requested in ("booking_office", "booking_time") and turn.text and corrects(turn.text)
        if service is None and put_right and find_meant_service(turn.text) in offered and names_reason(turn.text):
            service = find_meant_service(turn.text)  # «ho capito male io, mi basta parlare con uno che mi orienta»
        if service is None and requested is None and names_reason(turn.text) and (
                find_meant_service(turn.text) in offered):
            service = find_meant_service(turn.text)  # «per capire se posso fare il corso», «per orientarmi»
        if service is None and requested is None:
            every = _list_own_services(turn, values) >= set(offered)
            service = offered[0] if every else _offered_service(turn, offered)
        if not service or (service == turn.slots.get("booking_service") and requested is not None):
            return
        values["booking_service"] = service
        if turn.slots.get("booking_confirm"):
            values["booking_confirm"] = None
        if service in _list_own_services(turn, values):
            values["booking_confirm"] = HAS_ONE

    def _office(self, turn: Turn, requested: Optional[str], slot: str, chosen: str, values: dict[str, Any]) -> None:
        known = [office.id for office in offices.list_offices(turn.settings)]
        if slot == "booking_office" and chosen in (*known, ANY_OFFICE):
            values["booking_office"] = chosen
        elif slot == "booking_time" and requested is None and (start := time_choice.parse_key(chosen)):
            values["booking_office"] = start[0]  # an offered start begins the booking
        elif len(turn.names.get("office", ())) > 1 and (meant := self._pick_office(turn)):
            values["booking_office"] = meant
        elif turn.text and not turn.name("office") and means_other_office(turn.text) and (other := self._other_office(
                turn, known)):
            values["booking_office"] = other
        elif turn.name("office") and len(turn.names["office"]) == 1 and not self._only_asks(turn, requested) and (
                requested not in ("booking_name", "booking_contact") or moves_appointment(turn)):
            values["booking_office"] = turn.name("office")
        elif requested is None and turn.subject_id("office") in known and (
                turn.slots.get("last_question") == "ask_availability" and points_at_day(turn.text)):
            values["booking_office"] = turn.subject_id("office")  # «allora il giorno dopo», of the places just told
        elif requested == "booking_office" and not slot:
            told = self.read_value(turn, "booking_office", "answer")
            values.update(told.values if told else {})
        changed, before = values.get("booking_office"), turn.slots.get("booking_office")
        values.update(self.task.find_voided(turn.slots, values))
        if changed and before is None and turn.slots.get("time_options"):
            values["time_options"] = None  # those of the office before «torna indietro»

    @staticmethod
    def _pick_office(turn: Turn) -> Optional[str]:
        """Which of the offices that are named is meant: «Lecco, anzi no, Merate»."""
        return turn.names["office"][-1] if takes_back(turn.text) else pick_office(
            turn.text, {office.municipality: office.id for office in offices.list_offices(turn.settings)},
            _office_known(turn))

    @staticmethod
    def _other_office(turn: Turn, known: Sequence[str]) -> Optional[str]:
        """The office that is not the chosen one, where there are two."""
        others = [office for office in known if office != _office_known(turn)]
        return others[0] if len(others) == 1 else None

    @staticmethod
    def _only_asks(turn: Turn, requested: Optional[str]) -> bool:
        """Whether the office is named by a question about something else, or is the one of the summary already."""
        if requested == "booking_confirm" and turn.name("office") == turn.slots.get("booking_office"):
            return True
        asked = requested is not None and asks_of_office(turn.text, _municipalities(turn))
        return asked and not time_span.names_a_time(turn)

    def _consent(
        self, turn: Turn, slot: str, chosen: str, values: dict[str, Any], replies: list[Reply]
    ) -> None:
        answer = self._agrees(turn, "booking_consent", slot, chosen)
        if answer:
            values["booking_consent"] = privacy.NOTICE_VERSION
        elif answer is False and not values.keys() - {PERSON}:
            booking.release_holds(turn.settings, turn.conversation_id)
            values.update(dict.fromkeys(self.task.slots), booking_consent=False)
            values[REFUSED] = keep_start(turn)
            replies.append(say("utter_consent_refused", lines=booking_asides.describe_ways_without_data(
                turn, _office_known(turn))))

    def _agrees(self, turn: Turn, question: str, slot: str, chosen: str) -> Optional[bool]:
        """The yes or no to ``question``, pressed or in words."""
        told = None if slot == question else self.read_value(turn, question, "answer")
        return chosen == "yes" if slot == question else told.values[question] if told else None

    def _confirmation(self, turn: Turn, slot: str, chosen: str, values: dict[str, Any]) -> None:
        if values.keys() - {PERSON}:
            return  # something was put right: the summary comes again
        answer = self._agrees(turn, "booking_confirm", slot, chosen)
        change = None if answer or slot else find_slot_to_change(turn.text)
        if change:
            values.update(_asked_again(change, turn))
        elif answer and not has_reserve(turn.text):
            values["booking_confirm"] = True
        elif answer is not None:
            values.update(booking_confirm=None, offer=CHANGE)


def _tells_value(turn: Turn, slot: str) -> bool:
    """Whether the words that name what is to be changed tell the right value too."""
    if slot == "booking_office":
        return bool(turn.text) and turn.name("office") is not None
    return bool(turn.text) and (slot == "booking_time" and time_span.names_a_time(turn) or (
        slot == "booking_contact" and find_told_contact(turn) is not None))


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


def _office_changed(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The name of the office that takes the place of another, while the summary that shows it is still to come."""
    changed, before = values.get("booking_office"), turn.slots.get("booking_office")
    office = offices.get_office(turn.settings, changed) if changed and before not in (None, changed) else None
    return [say("utter_booking_office_changed", office=office.municipality)] if office else []


def _office_known(turn: Turn) -> Optional[str]:
    """The office of the start that was chosen, else the one that was asked for; None while both will do."""
    office = (turn.slots.get("booking_time") or {}).get("office") or turn.slots.get("booking_office")
    return None if office == ANY_OFFICE else office


def _gives_up(turn: Turn) -> bool:
    """Whether «voglio annullare la prenotazione» is about the one being made: there is no other."""
    return (turn.intent == "cancel_appointment" and turn.confidence >= SURE and not booking.list_own(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now))


def _service_named(turn: Turn) -> Optional[str]:
    """The service that the message names; «non il colloquio, la verifica» names the last one."""
    if takes_back(turn.text) and turn.loop:
        return find_meant_service(cut_denial(turn.text)) or turn.name("service")
    return turn.name("service")


def _list_own_services(turn: Turn, values: dict[str, Any]) -> set[str]:
    """The services that the person has an appointment for; none where it is booked for somebody else."""
    if values.get(PERSON, turn.slots.get(PERSON)):
        return set()
    return {view.service_id for view in booking.list_own(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now)}


def _offered_service(turn: Turn, offered: list[str]) -> Optional[str]:
    """The service that the last answer offered an appointment for."""
    name, _, rest = (turn.slots.get("offer") or "").partition(":")
    service = rest.partition(":")[0]
    return service if name == "book_appointment" and service in offered else None


def _municipalities(turn: Turn) -> list[str]:
    return [office.municipality for office in offices.list_offices(turn.settings)]
