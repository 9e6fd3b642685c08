"""What is outside the assistant's knowledge, and what it did not understand."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from rasa_sdk.events import EventType, SlotSet

from bot.actions.answers import courses
from bot.actions.answers.answer import is_question, reply_to
from bot.actions.answers.needs import offer_needs
from bot.actions.answers.new_names import ask_of_new_course, find_new
from bot.actions.answers.own_answers import answer_own
from bot.actions.handoff.handoff import MISREAD, pass_on_as_answer, write_contact_lines
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Part, Reply, Turn, count, say
from bot.services import activity

SUGGESTIONS = 3
MISREAD_IN_A_ROW = 2
"""At the second message in a row that is not understood an operator is asked for."""
STANDS_OUT = 1.3
"""How many times likelier than the next a reading must be to be answered with a warning."""
SURELY_OUTSIDE = 0.8
"""Probability of being outside from which a course that is named changes nothing."""
GUESS = 0.15
"""Least probability of a reading that is answered with a warning; above the threshold of config.yml there is none."""
NOT_SUGGESTED = frozenset({
    "nlu_fallback", "inform", "affirm", "deny", "choose", "out_of_scope", "stop", "complain", "greet", "thank",
    "goodbye", "express_distress", "request_human", "tell_hard_time", "tell_worry", "tell_good_news"})
"""Intents that are no offer: a button for them would say nothing, or is always there."""

_BY_NAME = {"course": "ask_course_about", "event": "ask_seminar_about", "organisation": "ask_pact_member",
            "office": "ask_office_address"}
"""What is told of a thing that was named in a message whose question was not understood."""


class ActionOutOfScope(TurnAction):
    """Says that it is outside, and what can be done instead."""

    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.intent == "nlu_fallback":
            return ActionFallback().answer(turn)
        new = answer_own(turn) or answer_about_new(turn)
        if new is not None:
            return [new], []
        count(turn, "question", topic="outside", result=turn.intent)
        known = answer_perhaps_course(turn)
        keep_for_desk(turn, "guessed" if known is not None else "outside")
        if known is not None:
            return [replace(known, parts=(*say("utter_fallback_named").parts, *known.parts))], []
        return [offer_needs(turn) or say("utter_out_of_scope")], []


class ActionOtherLanguage(TurnAction):
    """A message in another language that asks for nothing prepared: what is prepared, and whom to call."""

    def name(self) -> str:
        return "action_other_language"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        count(turn, "question", topic="outside", result=turn.intent)
        return [say("utter_other_language", lines=write_contact_lines(turn, hours=False))], []


def keep_for_desk(turn: Turn, kind: activity.UnreadKind) -> None:
    """Put the message on the desk's list, where somebody can give it an intent or an answer."""
    activity.record_not_understood(
        turn.settings, conversation_id=turn.conversation_id, channel=turn.channel, text=turn.text,
        readings=_readings(turn), now=turn.now, kind=kind)


def answer_about_new(turn: Turn) -> Optional[Reply]:
    """The answer about a course, an event or an office that the training knew nothing of, or had learnt to refuse.

    Its name is in the database and has a word that no example of ours has: being outside is what the classifier must
    think then, however sure it is.
    """
    kind = find_new(turn)
    if kind is None:
        return None
    asked = ask_of_new_course(turn) if kind == "course" else _BY_NAME[kind]
    return reply_to(replace(turn, intent=asked, questions=()))


def answer_perhaps_course(turn: Turn) -> Optional[Reply]:
    """The answer to a question about a course, when one is named and being outside is not all that likely.

    The question is the second reading. Without one the course is told about when it is named by a name of its own: one
    that came after the training has words that the classifier does not know, which look like being outside.
    """
    readings = _readings(turn)
    if not readings or readings[0][1] >= SURELY_OUTSIDE or not turn.names.get("course"):
        return None
    second, share = readings[1] if len(readings) > 1 else ("", 0.0)
    if share >= GUESS and second in courses.HANDLERS:
        return reply_to(replace(turn, intent=second, questions=()))
    return reply_to(replace(turn, intent=_BY_NAME["course"], questions=())) if _named_itself(turn) else None


def _named_itself(turn: Turn) -> bool:
    """Whether a course is named as it is spelt, and not by a word of its whole sector («bar», «tornitore»)."""
    return not turn.names.get("sector") and turn.names["course"][0] in turn.spelt


class ActionFallback(TurnAction):
    """Not understood: the likeliest answer or the thing named, other readings as buttons; then an operator."""

    def name(self) -> str:
        return "action_fallback"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        new = answer_own(turn) or answer_about_new(turn)
        if new is not None:
            return [new], []
        known = answer_likeliest(turn) or answer_about_named(turn)
        misread = int(turn.slots.get("misread") or 0) + 1
        keep_for_desk(turn, "guessed" if known is not None and misread < MISREAD_IN_A_ROW else "unread")
        if misread >= MISREAD_IN_A_ROW:
            return pass_on_as_answer(turn, MISREAD)
        likely = [intent for intent, _ in turn.ranking if intent not in NOT_SUGGESTED][:SUGGESTIONS]
        suggestions = tuple(Part(f"utter_suggest_{intent}") for intent in likely)
        if known is not None:
            reply = replace(known, parts=(*say("utter_fallback_named").parts, *known.parts, *suggestions))
        elif (offered := offer_needs(turn)) is not None:
            reply = offered
        elif likely:
            reply = Reply((*say("utter_fallback").parts, *suggestions))
        else:  # nothing to offer: emoji only, another script
            reply = say("utter_fallback_again")
        return [reply], [SlotSet("misread", misread)]


def answer_likeliest(turn: Turn) -> Optional[Reply]:
    """The answer to the likeliest question, when it stands out and being outside is not among the readings."""
    readings = _readings(turn)
    if len(readings) < 2 or "out_of_scope" in (readings[0][0], readings[1][0]):
        return None
    (intent, share), (_, second) = readings[:2]
    if not is_question(intent) or share < GUESS or share < STANDS_OUT * second:
        return None
    return reply_to(replace(turn, intent=intent, questions=()))


def answer_about_named(turn: Turn) -> Optional[Reply]:
    """What is known of the first thing named; None when nothing is named, or when the message is likely outside."""
    likeliest_intent = next((intent for intent, _ in _readings(turn)), "")
    kind = next((kind for kind in _BY_NAME if turn.names.get(kind)), None)
    if kind is None or likeliest_intent == "out_of_scope":
        return None
    if kind == "office" and dict(turn.ranking).get("out_of_scope", 0.0) >= GUESS:
        return None  # the town: «nevica a Merate?»
    return reply_to(replace(turn, intent=_BY_NAME[kind], questions=()))


def _readings(turn: Turn) -> list[tuple[str, float]]:
    """What the classifier read, best first, without the mark of its being unsure."""
    return [reading for reading in turn.ranking if reading[0] != "nlu_fallback"]
