"""Answers from the register of needs: whose task it is, what that body does, and what we can do next."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Optional

from bot.actions.answers import courses
from bot.actions.answers.new_names import ask_of_new_course, find_new, names_whole_need
from bot.actions.handoff.handoff import write_contact_lines
from bot.dialogue.need_readers import MAY_BE_NEAR, MAY_BE_SECOND
from bot.dialogue.subjects import asks_whether_needed
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.text import join_list
from bot.services import booking, handoffs, needs, sign_ups, trades
from bot.services.needs import NeedView

FIRM_EVENTS = "firm_events"
"""The need of a firm that would take part in an event, as long as there is none to sign up for."""
SPID = "spid"
OTHER_COURSES = "other_courses"
"""The need of whoever asks for a course that is not ours, as long as it is not."""

OFFERED = 2
"""Rows that are offered to choose from, when the message is sure to be near none."""


def _need_guessed(turn: Turn) -> Optional[NeedView]:
    """The need that the message is near to without naming it."""
    return needs.find_need(turn.settings, turn.name("guessed_need") or "")


def find_meant_need(turn: Turn) -> Optional[NeedView]:
    """The need that the message points at (in another language) or names, else the one spoken of before."""
    pointed = needs.find_need(turn.settings, turn.name("need") or "")
    named = pointed or needs.name_need(turn.settings, turn.text)
    return named or needs.find_need(turn.settings, turn.subject_id("need") or "")


def _tell_guessed(turn: Turn, need: NeedView) -> Reply:
    """A row that the message may be about, by its title."""
    told = tell_need(turn, need)
    hedged = Part("utter_need_guessed", {**told.parts[0].values, "title": need.title})
    return replace(told, parts=(hedged, *told.parts[1:]))


def answer_need(turn: Turn) -> Reply:
    """Whose task it is, in a line, and the way on; a row that was deleted meanwhile has none."""
    guessed = _need_guessed(turn)
    need = guessed or find_meant_need(turn)
    if need is None:
        return say("utter_answer_missing")
    if guessed is not None:
        return _tell_guessed(turn, guessed)
    if need.id == OTHER_COURSES and (find_new(turn) == "course" or names_whole_need(turn, need.id)):
        return courses.HANDLERS[ask_of_new_course(turn)](turn)
    days = sign_ups.list_open_days(turn.settings, turn.now, "firms") if need.id == FIRM_EVENTS else ()
    if need.id == SPID and asks_whether_needed(turn.text):
        told = tell_need(turn, need)
        return replace(told, parts=(Part("utter_spid_not_needed"), *told.parts))
    if days:
        return say("utter_need_firm_event", what=join_list(map(sign_ups.describe_day, days)), offer="join_event",
                   subject=f"need:{need.id}")
    return tell_need(turn, need)


def tell_need(turn: Turn, need: NeedView) -> Reply:
    """A row of the register: whose task it is, and the way on."""
    subject, where = f"need:{need.id}", _where(need)
    translated = need.id if need.says_as_seeded else ""
    said = Part("utter_need", {"does": need.does, "body": need.body, "where": where, "need": translated})
    if need.follow_up == "appointment":
        # the interview is what the appointment is for: a booking that follows does not ask it
        service = booking.list_bookable(turn.settings)[0]
        return Reply((said, Part("utter_need_appointment")), subject=subject, offer=f"book_appointment:{service.id}:")
    if need.of_firm:
        lines = write_contact_lines(turn, hours=False)
        if not handoffs.is_answered(turn.settings, conversation_id=turn.conversation_id):
            return Reply((said, Part("utter_need_firm_contacts", {"lines": lines})), subject=subject)
        return Reply((said, Part("utter_need_firm", {"lines": lines})), subject=subject, offer="leave_contact")
    if need.follow_up == "contacts":
        lines = write_contact_lines(turn, hours=False)
        return Reply((said, Part("utter_need_contacts", {"lines": lines})), subject=subject, offer="book_appointment")
    if need.follow_up == "courses":
        return Reply((said, Part("utter_need_courses")), subject=subject)
    place = (Part("utter_need_place", {"where": where}, tight=True),) if need.place else ()
    return Reply((said, *place, Part("utter_need_otherwise")), subject=subject)


def offer_needs(turn: Turn) -> Optional[Reply]:
    """The rows that a message outside ours may be about, to choose from, or the only one; None when it is near none."""
    if not turn.near_needs or turn.near_needs[0][1] < MAY_BE_NEAR:
        return None
    near = [needs.find_need(turn.settings, need) for need, share in turn.near_needs if share >= MAY_BE_SECOND]
    rows = [row for row in near if row is not None][:OFFERED]
    if len(rows) < OFFERED:
        return _tell_guessed(turn, rows[0]) if rows else None
    lines = "\n".join(f"- {row.title}: {row.body}" for row in rows)
    buttons = [Button(row.title, f'/ask_need{{"need": "{row.id}"}}') for row in rows]
    return say("utter_needs_near", buttons=buttons, lines=lines)


def answer_trade(turn: Turn) -> Reply:
    """A trade that no course teaches now: who does, and being told when something opens here."""
    trade = trades.name_trade(turn.text) or trades.list_trades().get(turn.subject_id("trade") or "")
    if trade is None:
        return say("utter_answer_missing")
    return say("utter_trade", trade=trade.name, subject=f"trade:{trade.id}", offer="leave_interest")


def _where(need: NeedView) -> str:
    phone = f"tel. {need.phone}" if need.phone else None
    return ", ".join(text for text in (need.place, phone) if text) or need.body


HANDLERS: dict[str, Callable[[Turn], Reply]] = {"ask_need": answer_need, "ask_trade": answer_trade}
