"""One's own appointments: list, move, cancel, calendar file again; by conversation or by code, never another's."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import datetime
from typing import Any, Optional, Union

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot import clock
from bot.actions import cards
from bot.actions.answers.answer import is_question
from bot.actions.answers.lost_code import answer_lost_code
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking import booking_asides, time_choice, time_question
from bot.actions.booking.booking_outcome import attach_calendar_file, forget_booking
from bot.actions.booking.free_starts import TimeSearch, list_free_starts
from bot.actions.booking.time_choice import TimeReading
from bot.actions.booking.time_question import format_short_moment
from bot.actions.form_action import FormAction
from bot.actions.second_wish import offer_second_wish
from bot.actions.shown_codes import open_code
from bot.dialogue import tasks, time_span
from bot.dialogue.code_words import lacks_code, leave_out_codes
from bot.dialogue.consent_words import asks_other_way
from bot.dialogue.form import REQUESTED, SURE
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.reading import Reading
from bot.dialogue.relative_times import counts_days
from bot.dialogue.tasks import WAIT
from bot.dialogue.turn import Button, Reply, Turn, say
from bot.dialogue.value_kinds import pick_by_place
from bot.italian.question_words import is_put_as_question
from bot.italian.text import format_moment
from bot.rules import codes
from bot.services import booking, offices
from bot.services.booking import AppointmentView

Found = Union[AppointmentView, Reply, None]


def find_appointment(turn: Turn, slot: str) -> Found:
    """The appointment that the message means: by button, by code, by number, or the only one. A reply says why not."""
    name, chosen = turn.option or ("", "")
    own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
    if name == slot:
        return next((view for view in own if str(view.id) == chosen), None)
    code = codes.normalise(turn.text)
    if code:
        return open_code(turn, code)
    picked = pick_by_place(turn.text, len(own))
    if picked is not None:
        return own[picked]
    told = next((code for text in reversed(turn.earlier) if (code := codes.normalise(text))), None)
    if own or told is None or turn.option is not None:
        return None
    shown = booking.find_by_code(turn.settings, code=told, conversation_id=turn.conversation_id, now=turn.now)
    return shown if isinstance(shown, AppointmentView) else None  # «annullalo» after a code that was typed alone


def keep_appointment_values(view: AppointmentView) -> dict[str, Any]:
    """An appointment as a slot keeps it."""
    return {"id": view.id, "code": view.code, "service": view.service_id, "office": view.office_id,
            "start": view.starts_at.isoformat(), "values": booking.gather_appointment_values(view)}


def find_target_office(appointment: dict[str, Any]) -> str:
    """Where an appointment is to be moved: to the office that was named, else it stays where it is."""
    return str(appointment.get("to") or appointment["office"])


def _search_for(appointment: dict[str, Any]) -> TimeSearch:
    return TimeSearch(appointment["service"], find_target_office(appointment))


def answer_without_code(turn: Turn) -> Optional[Reply]:
    """What is said to whoever has no code; one that is lost is sent to a contact that is given. None for others."""
    asked = _is_code_asked(turn)
    if not lacks_code(turn.text, asked):
        return None
    lost = answer_lost_code(turn, asked)
    if lost is not None:
        return lost
    response = "utter_code_lost" if asks_other_way(turn.text) else "utter_code_needed"
    return say(response, lines=booking_asides.describe_ways_without_data(turn, None))


def _is_code_asked(turn: Turn) -> bool:
    """Whether the code was asked for before this message, which is not the one that began the task."""
    return turn.slots.get(REQUESTED) in ("move_appointment", "cancel_appointment") and (
        turn.intent not in ("move_appointment", "cancel_appointment"))


class AppointmentForm(FormAction):
    """What moving and cancelling share: finding the appointment."""

    target: str

    def _step(self, turn: Turn, tracker: Tracker) -> tuple[Reading, Optional[str]]:
        """Also when another action opened the form (a «sì» to «vuoi spostarlo?»), the only appointment is meant."""
        reading, missing = super()._step(turn, tracker)
        if missing != self.target or self.target in reading.values or turn.slots.get(REQUESTED) in self.task.slots:
            return reading, missing
        target = self._only(turn)
        if target is None:
            return reading, missing
        values = {**reading.values, self.target: keep_appointment_values(target)}
        return Reading(values, reading.replies), self.task.slots[1]

    @staticmethod
    def _only(turn: Turn) -> Optional[AppointmentView]:
        own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        return own[0] if len(own) == 1 else None

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """Length, place, cost… of the appointment that is moved or cancelled."""
        held_one = turn.slots.get(self.target) or {}
        if not turn.text or turn.option is not None:
            return None
        if requested == self.task.slots[1] and time_span.names_a_time(turn):
            return booking_asides.answer_about_closed_day(turn, held_one.get("office"))
        return booking_asides.answer_about_appointment(turn, held_one.get("office"), held_one.get("service"))

    def find_target(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        """The appointment of this turn as a slot value, or why it was not found."""
        found = find_appointment(turn, self.target)
        if found is None and requested == self.target and lacks_code(turn.text, _is_code_asked(turn)):
            return Reading({self.target: None})  # the question that follows says what to do
        if found is None and requested is None:
            found = self._only(turn)
        if isinstance(found, Reply):
            return Reading({self.target: None}, (found,))
        return Reading({self.target: keep_appointment_values(found)}) if found else None


class ValidateMoveForm(AppointmentForm):
    """Reads each turn of ``move_form``."""

    task = tasks.MOVE
    target = "move_appointment"

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        values: dict[str, Any] = {}
        replies: tuple[Reply, ...] = ()
        name, _ = turn.option or ("", "")
        if requested in (None, "move_appointment") or name == "move_appointment":
            target = self.find_target(turn, requested)
            if target is not None:
                values, replies = dict(target.values), target.replies
        appointment = values.get("move_appointment") or turn.slots.get("move_appointment")
        if not appointment:
            return Reading(values, replies) if values or replies else None
        if requested == "move_time" and turn.intent == "leave_wait" and turn.confidence >= SURE:
            return self._find_earlier(turn, appointment)
        asked = is_question(turn.intent) and turn.intent not in self.task.own_intents and is_put_as_question(turn.text)
        if requested and not name and asked:
            return Reading(values, replies) if values or replies else None
        office = turn.name("office")
        if office and office != find_target_office(appointment):
            appointment = {**appointment, "to": office}
            values.update(move_appointment=appointment, move_time=None, move_confirm=None, time_options=None)
        time = self._time(turn, requested, appointment) or self._same_time(turn, values)
        if time is not None:
            values.update(time.values)
            replies += time.replies
        elif requested == "move_confirm" or name == "move_confirm":
            told = super().understand(turn, "move_confirm")
            values.update(told.values if told else {})
        return Reading(values, replies) if values or replies else None

    @staticmethod
    def _find_earlier(turn: Turn, appointment: dict[str, Any]) -> Reading:
        """«c'è qualcosa prima?»: the free starts before those that are shown; without any, a place is waited for."""
        shown = [parsed[1] for key in turn.slots.get("time_options") or () if (parsed := time_choice.parse_key(key))]
        free = list_free_starts(turn, _search_for(appointment), end=min(
            shown, default=datetime.fromisoformat(appointment["start"])))
        if not free:
            return Reading({"move_confirm": WAIT})
        return Reading({**TimeReading(options=time_choice.pick_options(free)).slots(), "move_time": None})

    @staticmethod
    def _same_time(turn: Turn, values: dict[str, Any]) -> Optional[Reading]:
        """«ho sbagliato sede, era Merate»: the same start at the other office, or those nearest to it there."""
        appointment = values.get("move_appointment") or {}
        if "to" not in appointment:
            return None
        start = datetime.fromisoformat(appointment["start"])
        return _read_start(time_choice.find_at(turn, _search_for(appointment), start))

    def _time(self, turn: Turn, requested: Optional[str], appointment: dict[str, Any]) -> Optional[Reading]:
        search = _search_for(appointment)
        name, chosen = turn.option or ("", "")
        if name == "move_time":
            reading = time_choice.read_pressed_key(turn, search, chosen)
        else:
            said = leave_out_codes(turn.text)  # LC-AW5G-3EPA is no date
            known = {**turn.slots, "move_appointment": appointment}  # «la settimana dopo»: after the one to be moved
            beside = time_span.put_on_booked_day(replace(turn, text=said, slots=known), requested)
            reading = time_choice.read_time_choice(beside, search) if said else None
            if reading is not None and counts_days(said):  # «rimandalo di sette giorni»: at its hour
                reading = time_choice.keep_hour(beside, search, reading)
        return None if reading is None else _read_start(reading)


def _read_start(reading: TimeReading) -> Reading:
    """The slot values of a new time, chosen or still to be chosen."""
    values = {**reading.slots(), "move_time": None, "move_confirm": None}
    if reading.chosen:
        values["move_time"] = {"office": reading.chosen.office_id, "start": reading.chosen.starts_at.isoformat()}
    return Reading(values, reading.replies)


class ValidateCancelForm(AppointmentForm):
    """Reads each turn of ``cancel_form``."""

    task = tasks.CANCEL
    target = "cancel_appointment"

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if requested in (None, self.target) or turn.option and turn.option[0] == self.target:
            return self.find_target(turn, requested)
        if turn.intent == "move_appointment" and turn.confidence >= SURE:
            return None  # «no, spostalo solo» is no bare no
        return super().understand(turn, requested)


class AskWhich(TurnAction, ABC):
    """Asks which appointment: the conversation's own as buttons, else its code."""

    slot: str

    @abstractmethod
    def name(self) -> str:
        """Unique name of the action; a base class that is not abstract would be registered."""

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        if not own:
            return [answer_without_code(turn) or say("utter_ask_code")], []
        buttons = [Button(format_short_moment(view.starts_at), f'/choose{{"option": "{self.slot}:{view.id}"}}')
                   for view in own]
        lines = "\n".join(f"{number}. {view.service_name}, {format_moment(view.starts_at)}, {view.office_name}"
                          for number, view in enumerate(own, start=1))
        card = cards.make_appointment_cards(own)
        return [say("utter_ask_which_appointment", buttons=buttons, card=card, lines=lines)], []


class AskWhichToMove(AskWhich):
    """Asks which appointment to move."""

    slot = "move_appointment"

    def name(self) -> str:
        return "action_ask_move_form_move_appointment"


class AskWhichToCancel(AskWhich):
    """Asks which appointment to cancel."""

    slot = "cancel_appointment"

    def name(self) -> str:
        return "action_ask_cancel_form_cancel_appointment"


class AskMoveTime(TurnAction):
    """Asks for the new time."""

    def name(self) -> str:
        return "action_ask_move_form_move_time"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        appointment = turn.slots["move_appointment"]
        search = _search_for(appointment)
        question = time_question.ask_time(turn, "move_time", search)
        shown = [] if turn.slots.get("time_options") else [
            SlotSet("time_options", time_question.list_keys_shown(question, "move_time"))]
        if not shown and turn.intent != "move_appointment":
            return [question], []
        current = say("utter_moving", **appointment["values"])
        return [replace(question, parts=current.parts + question.parts)], shown


class AskMoveConfirm(TurnAction):
    """Sums up the move."""

    def name(self) -> str:
        return "action_ask_move_form_move_confirm"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        old = turn.slots["move_appointment"]["values"]["when"]
        new = format_moment(clock.local(datetime.fromisoformat(turn.slots["move_time"]["start"])))
        if turn.slots["move_time"]["office"] != turn.slots["move_appointment"]["office"]:
            office = offices.get_office(turn.settings, turn.slots["move_time"]["office"])
            new += f", {office.name}" if office else ""
        return [say("utter_ask_move_confirm", old=old, new=new)], []


class AskCancelConfirm(TurnAction):
    """Asks whether to cancel for good."""

    def name(self) -> str:
        return "action_ask_cancel_form_cancel_confirm"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_ask_cancel_confirm", **turn.slots["cancel_appointment"]["values"])], []


class ActionConfirmMove(TurnAction):
    """Moves the appointment."""

    def name(self) -> str:
        return "action_confirm_move"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget = [*ValidateMoveForm.cleared(), *forget_booking()]
        if turn.slots.get("move_confirm") == WAIT:
            held_one = turn.slots["move_appointment"]
            wanted = {
                "service": held_one["service"], "office": find_target_office(held_one), "appointment": held_one["id"]}
            return [], [*forget, *(SlotSet(f"waiting_{name}", value) for name, value in wanted.items()),
                        FollowupAction("waiting_form")]
        if not turn.slots.get("move_confirm"):
            return [say("utter_not_moved")], forget
        appointment, time = turn.slots["move_appointment"], turn.slots["move_time"]
        result = booking.move_appointment(
            turn.settings, appointment_id=appointment["id"], conversation_id=turn.conversation_id,
            code=appointment["code"], office_id=time["office"], starts_at=datetime.fromisoformat(time["start"]),
            channel=turn.channel, now=turn.now)
        if isinstance(result, booking.Moved):
            view = result.appointment
            told = Reply(say("utter_moved", **booking.gather_appointment_values(view)).parts,
                         attachment=attach_calendar_file(view, turn.now), card=cards.make_appointment_cards([view]))
            return [offer_second_wish(turn, told)], forget
        if isinstance(result, (booking.SlotTaken, booking.NotBookable)):
            return [say_dead_end(turn, "utter_not_moved_taken", offer="move_appointment")], forget
        return [say_dead_end(turn, "utter_appointment_gone")], forget


class ActionConfirmCancel(TurnAction):
    """Cancels the appointment."""

    def name(self) -> str:
        return "action_confirm_cancel"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget = ValidateCancelForm.cleared()
        if not turn.slots.get("cancel_confirm"):
            return [say("utter_not_cancelled")], forget
        appointment = turn.slots["cancel_appointment"]
        result = booking.cancel_appointment(turn.settings, appointment_id=appointment["id"],
                                conversation_id=turn.conversation_id, code=appointment["code"],
                                channel=turn.channel, now=turn.now)
        if isinstance(result, (booking.Cancelled, booking.AlreadyCancelled)):
            view = result.appointment
            told = Reply(say("utter_cancelled", **booking.gather_appointment_values(view)).parts,
                         attachment=attach_calendar_file(view, turn.now))
            return [offer_second_wish(turn, told)], forget
        return [say_dead_end(turn, "utter_appointment_gone")], forget
