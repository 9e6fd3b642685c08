"""What a person does with a message, in the words of ``bot/data/dialogues``: «answer booking_name», «leave»."""

from __future__ import annotations

from typing import Optional, Sequence

from bot.dialogue.context import Context, Understood

_ACTS = {
    "stop": "leave", "affirm": "yes", "deny": "no", "thank": "thanks", "greet": "greet", "goodbye": "bye",
    "express_distress": "distress", "request_human": "person", "leave_contact": "start callback_form",
    "nlu_fallback": "out_of_scope", "out_of_scope": "out_of_scope"}

_STARTED_BY = {
    "book_appointment": "booking_form", "move_appointment": "move_form", "cancel_appointment": "cancel_form",
    "check_eligibility": "eligibility_form", "give_feedback": "feedback_form", "erase_data": "erase_form",
    "leave_interest": "interest_form", "leave_wait": "waiting_form",
    "join_event": "sign_up_form"}

_INTENTS = {
    **{act: intent for intent, act in _ACTS.items() if intent != "nlu_fallback"},
    **{f"start {form}": intent for intent, form in _STARTED_BY.items()}}

WITH_THE_QUESTION = frozenset({"again", "why", "compare", "back", "skip"})
"""What is done with the open question instead of an answer to it."""

_AROUND = frozenset({"greet", "thanks", "bye"})
_DYNAMIC = frozenset({"booking_time", "move_time", "move_appointment", "cancel_appointment", "eligibility_course",
                      "interest_wish", "interest_place", "sign_up_day"})
"""Slots whose choices are other ones each time: the task finds which is meant."""


def name_act(meaning: Understood, context: Context) -> str:
    """The act of ``meaning`` in ``context``, as ``bot/data/dialogues/README.md`` lists them."""
    if meaning.act is not None:
        return meaning.act
    if meaning.option is not None:
        return f"choose {meaning.option}"
    if meaning.intent in ("inform", "choose"):
        return f"answer {context.question}" if context.question else "answer"
    task = _STARTED_BY.get(meaning.intent)
    if task is not None:
        return f"start {task}"
    return _ACTS.get(meaning.intent, f"ask {meaning.intent}")


def name_start(task: str) -> Optional[str]:
    """The intent that begins ``task``; None for one that is begun otherwise."""
    return _INTENTS.get(f"start {task}")


def learn_act(acts: Sequence[str]) -> str:
    """What a classifier learns of the ``acts`` of a turn: the first that is no greeting, values left to the task."""
    act = next((item for item in acts if item not in _AROUND), acts[0])
    kind, _, of = act.partition(" ")
    if kind in ("answer", "correct") or (kind == "choose" and of.partition(":")[0] in _DYNAMIC):
        return "answer"
    return act


def read_act(act: str, context: Context) -> Optional[Understood]:
    """What an act that was learnt means in ``context``; None for a choice that is not shown, or a question not open."""
    kind, _, of = act.partition(" ")
    if kind in WITH_THE_QUESTION:
        return Understood("inform", act=act) if context.question else None
    if kind == "answer":
        return Understood("inform")
    if kind == "choose":
        shown = {button.payload for button in context.buttons}
        if of.startswith("/"):
            return Understood(of[1:].partition("{")[0]) if of in shown else None
        return Understood("choose", 1.0, of) if f'/choose{{"option": "{of}"}}' in shown else None
    return Understood(of if kind == "ask" else _INTENTS.get(act, act))


def is_right(act: str, wanted: str, context: Context) -> bool:
    """Whether ``act`` does what ``wanted`` says.

    The task reads a value itself, so a yes, a no, a choice of its own and its own intent are answers to its question
    as well, and so is a message that nobody understood, which it tries to read.
    """
    if act == wanted:
        return True
    kind, _, of = wanted.partition(" ")
    own = context.task is not None and act == f"start {context.task}"
    answers = act in ("yes", "no") or act.startswith(("answer", "choose"))
    if kind in ("answer", "correct", "skip"):
        return own or answers or (act == "out_of_scope" and context.task is not None)
    if kind in ("yes", "no"):
        return act.startswith(("answer", "choose")) and context.task is not None
    if kind == "leave":
        return act == "choose /stop"
    if kind == "choose" and of.startswith("/"):
        return act == name_act(Understood(of[1:].partition("{")[0]), context)
    if kind == "choose":
        slot, _, value = of.partition(":")
        return value == act or (act.startswith("answer") and slot == context.question)
    return kind == "start" and own and of == context.task
