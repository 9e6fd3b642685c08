"""What a message means where it stands: candidates from the classifier and from what the person has in front of them.

Each reader looks for one thing that a message can be and gives it as a candidate, or nothing; ``bot.dialogue.scorer``
chooses among all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Mapping

from bot.dialogue import scorer
from bot.dialogue.acts import name_act, read_act
from bot.dialogue.answer_kinds import ANSWERS, VALUE_READERS, is_answer
from bot.dialogue.context import Context, Understood
from bot.dialogue.readers import GUARDS, READERS
from bot.dialogue.tasks import TASKS, find_question
from bot.dialogue.wishes import add_questions
from bot.italian.question_words import has_question

CONSIDERED = 0.1
"""Probability from which another reading of the classifier is a candidate."""

SURE = 0.85
"""Probability from which the classifier is sure of a question, or of another task."""

LEAST_CHOICE = 0.25
"""Probability from which a learnt choice of a button is a candidate: it commits the person to what they did not say."""

LONG = 8
"""Words from which a message is weighed as a long one."""

_AT_ONCE = frozenset({"erase_data", "express_distress"})
"""Intents of the classifier that, where no question is open, no act learnt from examples turns into another."""

LEARNING = frozenset({"classifier", "learnt"})
"""Readers that go by examples, and may take a question about something else for one of ours."""


@dataclass(frozen=True)
class Candidate:
    """One thing that a message can be, who says so, and the evidence for it that the scorer weighs (name to value)."""

    reader: str
    meaning: Understood
    evidence: Mapping[str, float] = field(default_factory=dict)


def interpret(text: str, understood: Understood, context: Context) -> Understood:
    """What ``text`` means in ``context``; ``understood`` itself where the context says nothing against it."""
    candidates = find_candidates(text, understood, context)
    chosen = scorer.choose([candidate.evidence for candidate in candidates], candidates)
    guards = GUARDS if chosen.reader in LEARNING else GUARDS[:1]
    meaning = next((found for guard in guards if (found := guard(text, chosen.meaning, context)) is not None),
                   chosen.meaning)
    return add_questions(text, meaning, understood, context)


def find_candidates(text: str, understood: Understood, context: Context) -> list[Candidate]:
    """Everything that ``text`` can be in ``context``; the classifier's own reading comes first."""
    found = [Candidate("classifier", understood, weigh_intent(understood.intent, understood.confidence, context))]
    for intent, confidence in understood.ranking:
        if intent != understood.intent and confidence >= CONSIDERED:
            other = replace(understood, intent=intent, confidence=confidence, questions=())
            found.append(Candidate("classifier", other, weigh_intent(intent, confidence, context)))
    for act, probability in understood.acts:
        learnt = read_act(act, context)
        if learnt is None or act.startswith("choose") and probability < LEAST_CHOICE:
            continue
        if context.question is None and understood.intent in _AT_ONCE or _settles_unsaid(act, context):
            continue
        elsewhere = name_family(understood.intent) in ("question", "other") and understood.confidence >= SURE
        starts = name_act(understood, context).startswith("start")
        no_value = elsewhere and starts and act == "answer" and _holds_no_value(text, context)
        found.append(Candidate("learnt", replace(learnt, kinds=understood.kinds), {
            "learnt": probability, f"learnt {act.partition(' ')[0]}": probability,
            "learnt, but sure otherwise": float(elsewhere), "learnt, but no value": float(no_value)}))
    for reader in READERS:
        meaning = reader(text, understood, context)
        if meaning is not None:
            found.append(Candidate(reader.__name__, meaning, {
                reader.__name__: 1.0, **weigh_words(reader.__name__, text)}))
    return found


def _settles_unsaid(act: str, context: Context) -> bool:
    """Whether a learnt ``act`` would do what cannot be undone: «fai tu» is like many a yes, and is none here."""
    question = find_question(context.task, context.question)
    return question is not None and question.kind == "sure_yes" and act == f"choose {context.question}:yes"


def _holds_no_value(text: str, context: Context) -> bool:
    """Whether the open question asks for a kind of value that can be read, and ``text`` holds none."""
    question = find_question(context.task, context.question)
    return question is not None and question.kind in VALUE_READERS and not is_answer(question.kind, text, context.now)


def weigh_intent(intent: str, confidence: float, context: Context) -> dict[str, float]:
    """The evidence for the classifier's ``intent``: its probability, and how it suits what is open."""
    evidence = {"confidence": confidence}
    task = TASKS.get(context.task or "")
    if task is not None:
        evidence["own intent" if task.holds(intent, context.question) else f"{name_family(intent)} in a task"] = 1.0
    return evidence


def weigh_words(reader: str, text: str) -> dict[str, float]:
    """Evidence against a reader: a question is seldom an answer, nor is a long message a short command."""
    evidence = {f"{reader}, but asks": 1.0} if has_question(text) else {}
    if len(text.split()) > LONG:
        evidence[f"{reader}, but long"] = 1.0
    return evidence


def name_family(intent: str) -> str:
    """The kind of thing that ``intent`` is, as the scorer's weights name it."""
    if intent in ("stop", "express_distress", "out_of_scope", "nlu_fallback", "erase_data", "request_human"):
        return intent
    return "question" if intent.startswith("ask_") else "answer" if intent in ANSWERS else "other"
