"""Passing the conversation on to an operator: who asks, complains or is not understood; kind words for distress."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional, Sequence

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from bot.actions import cards
from bot.actions.booking.free_starts import TimeSearch, find_first_start
from bot.actions.booking.time_question import offer_start
from bot.actions.handoff.handoff_card import find_office_spoken_of, gather_trace, name_subject, wants_of
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.register import LEI
from bot.dialogue.tone_phrases import cannot_call, thanks_for_help
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.italian.distress import find_distress
from bot.italian.text import format_day, format_moment, format_time
from bot.services import booking, distress, handoffs, offices
from bot.services.offices import OfficeView

REASON = "reason"
"""Under this name a button says why a person is asked for: ``/request_human{"option": "reason:rule"}``."""
ASKED, MISREAD, COMPLAINT = "asked", "misread", "complaint"
_OPENINGS = {COMPLAINT: "utter_handoff_complaint", MISREAD: "utter_handoff_misread"}
_BY_INTENT = {"complain": COMPLAINT}


class ActionRequestHuman(TurnAction):
    """Passes the conversation on; a complaint is heard first."""

    def name(self) -> str:
        return "action_request_human"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        name, chosen = turn.option or ("", "")
        given = chosen if name == REASON and chosen in handoffs.REASONS else None
        return pass_on_as_answer(turn, given or _BY_INTENT.get(turn.intent, ASKED))


class ActionHandOver(TurnAction):
    """Passes on the conversation of somebody whose answers to a form were misread again and again."""

    def name(self) -> str:
        return "action_hand_over"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        # the form was refused its turn, so nothing would say that it is the person's
        return [pass_on(turn, MISREAD)], wait_in_form(turn)


class ActionExpressDistress(TurnAction):
    """A few kind words and whom to call; the desk is alerted. An open form is left, what it holds stays for later."""

    def name(self) -> str:
        return "action_express_distress"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        formal = turn.slots.get("register") == LEI
        before, now = turn.subject_id("distress"), find_distress(turn.text)
        if before and now is None and thanks_for_help(turn.text):
            text, kind = distress.answer_thanks(before, formal), before
        elif before and now is None and cannot_call(turn.text):
            text, kind = distress.answer_unheard(formal), before
        else:
            kind = now or before or distress.DESPAIR
            text = distress.answer_distress(
                turn.settings, conversation_id=turn.conversation_id, channel=turn.channel or "other", kind=kind,
                now=turn.now, formal=formal)
        reply = say("utter_distress", text=text, kind=kind, offer="book_appointment", subject=f"distress:{kind}")
        return [reply], [ActiveLoop(None), SlotSet("requested_slot", None)]


def pass_on_as_answer(turn: Turn, reason: str) -> tuple[list[Reply], list[EventType]]:
    """:func:`pass_on` as the answer of an action: an open form keeps its question for later while the person waits."""
    reply = pass_on(turn, reason)
    return [reply], wait_in_form(turn) if waits(reply) else []


def wait_in_form(turn: Turn) -> list[EventType]:
    """Events that end the turn and let an open form read the next message: Rasa passes over one refused its turn."""
    return [FollowupAction("action_listen"), *([ActiveLoop(turn.loop)] if turn.loop else [])]


def waits(reply: Reply) -> bool:
    """Whether the person of :func:`pass_on` is in the queue now."""
    return (reply.card or {}).get("state") == "waiting"


def pass_on(turn: Turn, reason: str) -> Reply:
    """Ask for an operator and tell how it stands: the place in the queue, or what can be done while the desk is closed.

    The conversation is silent from here on when the desk is open (``bot.services.handoffs``).
    """
    office_id = find_office_spoken_of(turn)
    asked = handoffs.request_operator(
        turn.settings, conversation_id=turn.conversation_id, channel=turn.channel or "other", reason=reason,
        subject=name_subject(turn), wants=wants_of(turn), card=gather_trace(turn), office_id=office_id, now=turn.now)
    opening = [Part(_OPENINGS[reason])] if reason in _OPENINGS else []
    if isinstance(asked, handoffs.NoDesk):
        reached = say("utter_handoff_no_desk", lines=write_contact_lines(turn, hours=True), offer="book_appointment")
        return replace(reached, parts=(*opening, *reached.parts))
    if not isinstance(asked, handoffs.Queued):  # an erased conversation has no queue
        return say("utter_request_human", lines=write_contact_lines(turn, hours=True), offer="book_appointment")
    return _waiting(turn, asked, opening) if asked.desk_open else _closed(turn, asked, opening)


def _waiting(turn: Turn, asked: handoffs.Queued, opening: Sequence[Part]) -> Reply:
    wait = "utter_handoff_wait_unknown" if asked.wait_minutes is None else "utter_handoff_wait"
    parts = (*opening, Part("utter_handoff_waiting", {"place": asked.position}),
             Part(wait, {"minutes": asked.wait_minutes}, tight=True),
             Part("utter_handoff_otherwise", {"minutes": f"{turn.settings.handoff_minutes:g}"}))
    leave = cards.make_action("utter_card_leave", "/leave_handoff")
    card = cards.make_handoff("waiting", Part("utter_card_waiting"), [leave], asked.position, asked.wait_minutes)
    return Reply(parts, card=card)


def _closed(turn: Turn, asked: handoffs.Queued, opening: Sequence[Part]) -> Reply:
    ways = {"lines": write_contact_lines(turn, hours=True)}
    if asked.already:
        return offer_instead(turn, (*opening, Part("utter_handoff_already", ways)))
    if asked.opens_at is None:
        return offer_instead(turn, (*opening, Part("utter_handoff_closed_unknown", ways)))
    opens = f"{format_day(asked.opens_at.date(), year=False)} alle {format_time(asked.opens_at.time())}"
    return offer_instead(turn, (*opening, Part("utter_handoff_closed", {"opens": opens, **ways})))


def offer_instead(turn: Turn, opening: Sequence[Part]) -> Reply:
    """What can be done when no operator answers: a free appointment, a call-back, the contacts."""
    parts, buttons, offer = list(opening), [], None
    own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
    free = None if own or turn.loop in ("booking_form", "move_form") else _free_start(turn)
    if own:
        parts.append(Part("utter_handoff_has_appointment", {
            "when": format_moment(own[0].starts_at), "office": own[0].office_name}))
    if free is not None:
        service_id, option = free
        parts.append(Part("utter_handoff_slot", {"when": format_moment(option.starts_at),
                                                 "office": option.office_name}))
        button, offer = offer_start(service_id, option)
        buttons.append(button)
    parts.append(Part("utter_handoff_callback"))
    actions: list[dict[str, Any]] = [{"title": button.title, "payload": button.payload} for button in buttons]
    actions.append(cards.make_action("utter_card_call_me", "/leave_contact"))
    return Reply(tuple(parts), tuple(buttons), offer=offer, card=cards.make_handoff(
        "callback", Part("utter_card_noted"), actions))


def _free_start(turn: Turn) -> Optional[tuple[str, booking.SlotOption]]:
    """The first service with its first free start, where the person wants to go; None when nothing is free."""
    service = booking.list_bookable(turn.settings)[0]
    option = find_first_start(turn, TimeSearch(service.id, find_office_spoken_of(turn)))
    return (service.id, option) if option is not None else None


def write_contact_lines(turn: Turn, hours: bool) -> str:
    """How to reach each office, a line each."""
    return "\n".join(_line(office, hours) for office in offices.list_offices(turn.settings))


def _line(office: OfficeView, hours: bool) -> str:
    """Name, first telephone number, and the hours when they are wanted, else the e-mail address."""
    reached = [*(f"tel. {phone}" for phone in office.phones[:1]), *([] if hours else office.emails[:1])]
    if hours and office.hours_lines:
        return f"- {office.municipality}: {', '.join(reached)}; {'; '.join(office.hours_lines)}"
    return f"- {office.name}: {', '.join(reached)}"
