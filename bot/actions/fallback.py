"""What is outside the assistant's knowledge, and what it did not understand."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from rasa_sdk.events import EventType, SlotSet

from bot.actions.answer import is_question, reply_to
from bot.actions.turn import Part, Reply, Turn, TurnAction, say

SUGGESTIONS = 3
GUESS = 0.15
"""Least probability of a reading that is answered with a warning; above the threshold of config.yml there is none."""
NOT_SUGGESTED = frozenset({
    "nlu_fallback", "inform", "affirm", "deny", "choose", "out_of_scope", "stop", "complain", "greet", "thank",
    "goodbye",
    "express_distress"})
"""Intents that are no offer: a button for them would say nothing."""

_BY_NAME = {"course": "ask_course_about", "event": "ask_seminar_about", "organisation": "ask_pact_member",
            "office": "ask_office_address"}
"""What is told of a thing that was named in a message whose question was not understood."""


class ActionOutOfScope(TurnAction):
    """Says that it is outside, and what can be done instead."""

    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [say("utter_out_of_scope")], []


class ActionFallback(TurnAction):
    """Not understood: the likeliest answer, or what is known of the thing named, and other readings as buttons; then a person."""

    def name(self) -> str:
        return "action_fallback"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        misread = int(turn.slots.get("misread") or 0) + 1
        likely = [intent for intent, _ in turn.ranking if intent not in NOT_SUGGESTED][:SUGGESTIONS]
        suggestions = tuple(Part(f"utter_suggest_{intent}") for intent in likely)
        known = about_named(turn) if misread < 2 else None
        if misread >= 2 or known is None and not likely:  # nothing to offer: emoji only, another script
            return [say("utter_fallback_again")], [SlotSet("misread", misread)]
        if known is None:
            return [Reply((*say("utter_fallback").parts, *suggestions))], [SlotSet("misread", misread)]
        parts = (*say("utter_fallback_named").parts, *known.parts, *suggestions)
        return [replace(known, parts=parts)], [SlotSet("misread", misread)]


def about_named(turn: Turn) -> Optional[Reply]:
    """What is known of the first thing named; None when nothing is named, or when the message is likely outside."""
    readings = [intent for intent, _ in turn.ranking if intent != "nlu_fallback"]
    kind = next((kind for kind in _BY_NAME if turn.names.get(kind)), None)
    if kind is None or readings[:1] == ["out_of_scope"]:
        return None
    return reply_to(replace(turn, intent=_BY_NAME[kind], questions=()))
