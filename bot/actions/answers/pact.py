"""Answers about the pact and the regional call: texts of the database, and the bodies and categories a person names."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

from bot.actions.answers.office_ways import find_offices, list_phones, say_dead_end
from bot.dialogue.asides import asks_about_benefit, find_privacy_topic
from bot.dialogue.subjects import OTHERS_DATA, asks_data_of_other
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.text import join_list
from bot.services import pact, partnership
from bot.texts import get_text


def answer_text(turn: Turn) -> Reply:
    """The answer that the database has for the intent."""
    if turn.intent == "ask_privacy" and (asks_data_of_other(turn.text) or turn.slots.get("subject") == OTHERS_DATA):
        return replace(say_dead_end(turn, "utter_data_of_other"), subject=OTHERS_DATA)
    if turn.intent == "ask_privacy" and (topic := find_privacy_topic(turn.text)) is not None:
        return say(f"utter_privacy_{topic}", hours=turn.settings.conversation_retention_hours,
                   days=turn.settings.person_retention_days, subject="pact:")
    if turn.intent == "ask_course_allowance" and turn.text and asks_about_benefit(turn.text):
        return say("utter_aside_benefit", contacts=list_phones(find_offices(turn, None)), offer="book_appointment")
    known = pact.find_answer(turn.settings, turn.intent)
    if known is None:
        return say("utter_answer_missing")
    return say("utter_text", text=known.text, subject="pact:")


def answer_member(turn: Turn) -> Reply:
    """Whether a named body is part of the pact, and as what."""
    named = [body for name in turn.names.get("organisation", ())
             if (body := pact.find_organisation(turn.settings, name)) is not None]
    if not named:
        count = len(pact.list_organisations(turn.settings, "partner"))
        return say("utter_pact_member_unknown", partners=count,
                   supporters=len(pact.list_organisations(turn.settings, "supporter")), subject="pact:")
    body = named[0]
    if len(named) > 1:
        lines = "\n".join(f"- {item.name}: {get_text(f'answers.roles.{item.role}')}" for item in named)
        return say("utter_pact_member_list", lines=lines, subject="pact:")
    does = join_list([get_text("answers.leads", title=title) for title in body.leads]
                     + [get_text("answers.co_designs", title=title) for title in body.co_designs]
                     + [get_text("answers.takes_part", title=title) for title in body.takes_part_in])
    response = f"utter_pact_member_{body.role}" + ("_does" if does else "")
    return say(response, name=body.name, does=does, count=len(pact.list_organisations(turn.settings, body.role)),
               subject=f"organisation:{body.id}")



def answer_member_type(turn: Turn) -> Reply:
    """Whether a named kind of body may take part in a pact under the regional call."""
    named = [found for name in turn.names.get("category", ())
             if (found := partnership.find_category(turn.settings, name)) is not None]
    if not named:
        turn_text = pact.find_answer(turn.settings, turn.intent)
        return say("utter_text", text=turn_text.text if turn_text else "", subject="partnership:")
    kinds = {found.kind: found for found in reversed(named)}
    parts = [kinds[kind] for kind in ("lead", "required", "further") if kind in kinds]
    replies = [say(f"utter_call_member_{found.kind}", name=found.name) for found in parts]
    return Reply(tuple(part for reply in replies for part in reply.parts), subject="partnership:")


TEXT_INTENTS = (
    "ask_pact_about", "ask_pact_goals", "ask_pact_actions", "ask_pact_amount", "ask_pact_funder", "ask_pact_lead",
    "ask_pact_partners", "ask_pact_supporters", "ask_pact_project_id", "ask_pact_sectors", "ask_pact_gol",
    "ask_pact_timeline", "ask_call_about", "ask_call_lead", "ask_call_required", "ask_call_further", "ask_call_phases",
    "ask_call_dates", "ask_call_proposal", "ask_negotiated_programming", "ask_regional_law", "ask_lecco20_about",
    "ask_lecco20_purposes", "ask_working_poor", "ask_suspended_worker", "ask_did", "ask_privacy",
    "ask_course_allowance",
)
"""Intents whose answer is a text of the database."""

HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    **dict.fromkeys(TEXT_INTENTS, answer_text),
    "ask_pact_member": answer_member,
    "ask_call_member_type": answer_member_type,
}
