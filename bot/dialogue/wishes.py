"""Several wishes in one message: the first task is done, a second one is kept and taken up afterwards."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping, Optional

from bot.dialogue.acts import name_start
from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import wants_somebody
from bot.dialogue.fragments import LETTER_WORDS
from bot.dialogue.turn import StatedWish, Turn
from bot.italian.question_words import has_question
from bot.italian.shorthand import expand_words

SECOND = "second_wish"
"""Slot of the wish that waits: ``intent``, ``text`` and ``names``, and ``taken`` once the person has said yes to it."""

_TASKS_AT_HAND = ("move_appointment", "cancel_appointment")
_SURE = 0.8
"""Probability from which a question beside what the context tells is one."""


def cut_own_part(turn: Turn) -> Turn:
    """The turn with the stretch of text, and the names in it, that say the task that its intent begins."""
    wish = next((wish for wish in turn.wishes if wish.intent == turn.intent), None)
    return turn if wish is None else _cut(turn, wish)


def list_questions_beside(turn: Turn) -> tuple[str, ...]:
    """The questions that the message asks beside its tasks."""
    return tuple(wish.intent for wish in turn.wishes if wish.intent.startswith("ask_"))


def find_second_wish(turn: Turn) -> Optional[dict[str, Any]]:
    """The value of the slot :data:`SECOND` for the next task of the message; None when it wants one task only."""
    others = [wish for wish in turn.wishes if wish.intent != turn.intent and not wish.intent.startswith("ask_")]
    if not others:
        return None
    part = _cut(turn, others[0])
    return {"intent": part.intent, "text": part.text, "names": {kind: list(ids) for kind, ids in part.names.items()}}


_GONE_BACK_TO = {
    "interest_form": {"booking_form", "callback_form", "sign_up_form"}, "eligibility_form": {"booking_form"},
    "booking_form": {"interest_form", "sign_up_form"}, "sign_up_form": {"booking_form", "interest_form"}}
"""Forms, and those that may be filled in between: the first is offered again when the other has ended."""


def keep_interrupted(open_form: Optional[str], begun: str) -> Optional[dict[str, Any]]:
    """The value of :data:`SECOND` for a form that ``begun`` has interrupted; None where nobody goes back to it."""
    intent = name_start(open_form) if open_form and begun in _GONE_BACK_TO.get(open_form, ()) else None
    return {"intent": intent, "text": "", "names": {}, "interrupted": True} if intent else None


def is_interrupted(slots: Mapping[str, Any]) -> bool:
    """Whether the wish that was taken up is a form that was interrupted: it goes on with what its slots know."""
    return bool((slots.get(SECOND) or {}).get("interrupted"))


def find_pending_wish(slots: Mapping[str, Any]) -> Optional[str]:
    """The intent of the wish that waits for its turn."""
    kept = slots.get(SECOND)
    return kept["intent"] if kept else None


def take_up(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The value of the slot :data:`SECOND` when the person has said yes to the wish that waits."""
    return {**slots[SECOND], "taken": True}


def turn_of_wish(turn: Turn) -> Optional[Turn]:
    """The turn as if the wish that was taken up were said now; None when none was."""
    kept = turn.slots.get(SECOND)
    if not kept or not kept.get("taken"):
        return None
    names = {kind: tuple(ids) for kind, ids in kept["names"].items()}
    return replace(turn, text=kept["text"], intent=kept["intent"], names=names, option=None, wishes=())


def _cut(turn: Turn, wish: StatedWish) -> Turn:
    names = {kind: tuple(item for item in ids if any(
        wish.start <= position < wish.end for position in turn.positions.get(item, (0,))))
             for kind, ids in turn.names.items()}
    return replace(turn, intent=wish.intent, text=turn.text[wish.start:wish.end].strip(), names={
        kind: ids for kind, ids in names.items() if ids})


_CLAUSE = re.compile(r"[.;!]+|(?<=\?)|,\s*(?:e|ed|ma|poi|oppure)\s+|\s+e poi\s+|\s+ed? (?=(?:dov|quando|quant\w|come|"
                     r"chi|a che|il|la|gli|"
                     r"le|i|per|anche)\b)", re.IGNORECASE)
_REQUESTS = re.compile(
    r"\b(?:fate|fai|fa|fanno|si fa|dove|dov|come|chi|quando|quanto|serv\w+|rilasci\w+|rinnov\w+|aiut\w+|voi|posso|"
    r"potete|"
    r"sapete|devo|c e)\b")
MOST_QUESTIONS = 3
_SAID_OUTRIGHT = tuple((intent, re.compile(words)) for intent, words in (
    ("ask_office_address", r"\bdov(?:e|e e| e)? (?:si trova |sta |siete |e )?(?:(?:il|lo|l|la|il vostro|la vostra) )?"
                           r"(?:ufficio|uffici|centro|sportello|sede|cpi)\b"),
    ("ask_course_organiser", r"\bchi (?:(?:lo|li|la|l|ha|hanno) )*(?:cur\w+|organizz\w+|ten\w+|tien\w+|formati|formato|"
                             r"gesti\w+|facev\w+)\b"),
    ("ask_course_participants", r"\b(?:quanti (?:erano|eravate|hanno (?:partecipato|fatto)|c erano))\b"),
))
"""Questions of a course that a clause asks in so many words."""


_OURS = 0.3
"""Probability from which a question is asked beside one of the register's, in a clause of its own."""


def add_questions(text: str, chosen: Understood, understood: Understood, context: Context) -> Understood:
    """``chosen`` with what another clause asks: of the register («e l'ISEE me lo fate voi?»), or whom to call.

    ``understood``: what the classifier read in the whole, for the clause beside one of the register's.
    """
    if context.task is not None or context.needs is None or chosen.option or (
            not chosen.intent.startswith("ask_") or "?" not in text):
        return chosen
    clauses = [clause for clause in _CLAUSE.split(text) if len(clause.split()) > 1]
    if len(clauses) < 2 or len(text.split()) > LETTER_WORDS:
        return chosen
    found: list[str] = []
    for clause in clauses:
        said = expand_words(clause)
        of_need = next((match for match in context.needs.phrases.find(clause)
                        if match.key not in context.needs.about_us), None)
        if of_need is not None and _REQUESTS.search(said):
            found.append("ask_need")
        elif wants_somebody(said):
            found.append("ask_office_contact")
        else:
            found.append(next((intent for intent, words in _SAID_OUTRIGHT if words.search(said)), ""))
    if chosen.intent == "ask_need" and "ask_need" in found and not all(found) and not chosen.questions:
        found = [intent or _ask_of_ours(clause, understood) for intent, clause in zip(found, clauses, strict=True)]
        asked = tuple(dict.fromkeys(intent for intent in found if intent))
        return replace(chosen, questions=asked[:MOST_QUESTIONS]) if len(asked) > 1 else chosen
    known = chosen.questions or (chosen.intent,)
    if all(found) and set(known) < set(found):
        return replace(chosen, questions=tuple(dict.fromkeys(found))[:MOST_QUESTIONS])
    if set(found) <= {"", *known} or all(found):
        return chosen
    if "ask_office_contact" in found and len(known) > 1:
        known = tuple(intent for intent in known if intent != "ask_office_hours")  # «per gli orari chi sento?»
    at = [index for index, intent in enumerate(found) if intent]
    asked = (*found[:1], *known) if at[0] == 0 else (*known, *(intent for intent in found if intent))
    return replace(chosen, questions=tuple(dict.fromkeys(intent for intent in asked if intent))[:MOST_QUESTIONS])


def _ask_of_ours(clause: str, understood: Understood) -> str:
    """The question of ours that the classifier sees in the whole, where ``clause`` asks; else nothing."""
    if not has_question(clause):
        return ""
    ranked = ((understood.intent, understood.confidence), *understood.ranking)
    return next((intent for intent, probability in ranked
                 if intent.startswith("ask_") and intent != "ask_need" and probability >= _OURS), "")


def find_question_beside(before: Understood, after: Understood, text: str) -> list[dict[str, Any]]:
    """«me lo sposti? e cosa porto?»: the classifier's question, where the context found a task beside it."""
    asks = before.intent.startswith("ask_") and before.intent != "ask_availability" and before.confidence >= _SURE
    parts = [part for part in re.split(r"[?!.;]+|\s+e poi\s+", text) if len(part.split()) > 2]
    if after.intent not in _TASKS_AT_HAND or after.option or not asks or len(parts) < 2:
        return []
    start = text.rfind(parts[-1])
    return [{"intent": after.intent, "start": 0, "end": start},
            {"intent": before.intent, "start": start, "end": len(text)}]
