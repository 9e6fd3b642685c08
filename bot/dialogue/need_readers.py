"""Readers of whose task a message is: named in words of the register of needs, or near to sentences about a row."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.answer_kinds import OWN_WORDS, is_answer
from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import asks_last_of_subject
from bot.dialogue.fragments import holds_check, tells_minor
from bot.dialogue.repair_words import corrects_contact
from bot.dialogue.tasks import find_question
from bot.italian.firm_words import speaks_for_firm
from bot.italian.text import normalise
from bot.services.needs import FIRM_NEEDS, is_follow_up, is_said_wholly, read_need

NEAR_ENOUGH = 0.4
"""Probability from which a message outside ours is told whose task the nearest row of the register is."""
LIKELY_NEAR = 0.65
"""The same for what was taken for a mood or a call for help."""
SURELY_NEAR = 0.9
_WHOLE_QUESTION = 6
_NOT_SHORT = 4
"""Words from which a message after an answer, and one at the beginning, says by itself what it is about; fewer must be
near a row for sure («non capisci niente»)."""
MAY_BE_NEAR = 0.15
MAY_BE_SECOND = 0.05
"""Probabilities from which the nearest row is offered, and the next one. On the 197 blind messages that are told of no
row, one of the first two was right 131 times."""
_CANNOT_PAY = re.compile(
    r"\bnon (?:ce la (?:faccio|facciamo)|riesco|riusciamo) (?:piu )?a (?:pagar\w*|mantener\w*|arrivare a fine mese|"
    r"mettere insieme)\b")
"""«non ce la faccio più a pagare l'affitto» is a need, and no cry."""
_NEVER_OURS = re.compile(r"\b(?:isee|dsu|730|spid)\b(?!.*\b(?:cors[oi]|colloqui\w*|appuntament\w+)\b)")
"""Words of questions that no answer of ours is for, whatever stands beside them."""
OURS = frozenset({"course", "sector", "event", "organisation", "category", "service"})
"""Kinds of names that make a question ours; an office's name is also that of a town."""


def name_need(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What is on the register of needs («dove si fa l'ISEE?») is answered from it, and so is «e adesso?» after it."""
    cries = understood.intent == "express_distress" and _CANNOT_PAY.search(normalise(text)) is None
    of_own = context.at_hand and corrects_contact(text)  # «ho dato il numero sbagliato» is no mistake of ours
    of_check = context.find_once(holds_check, text, understood.kinds) and not (
        speaks_for_firm(text) or context.find_once(tells_minor, text, understood.kinds))
    if context.needs is None or cries or of_own or of_check or context.question in OWN_WORDS or (
            asks_last_of_subject(text, understood, context)):
        return None
    question = find_question(context.task, context.question)
    ours = understood.kinds & OURS or _NEVER_OURS.search(normalise(text)) is None
    asked = read_need(
        context.needs, text, understood.intent if ours else "out_of_scope", understood.confidence,
        in_task=context.task is not None,
        answers=question is None or is_answer(question.kind, text, context.now))
    near, probability = (understood.near_needs or ((asked, 0.0),))[0]
    wholly = asked is not None and probability < LIKELY_NEAR and is_said_wholly(context.needs, asked, text)
    of_owner = asked in FIRM_NEEDS and speaks_for_firm(text)  # «gestisco un rifugio e cerco un cuoco»
    if asked in context.needs.taught and near != asked and not wholly and not of_owner and (
            guess_need(text, understood, context) is not None):
        return None  # «contributo per gli occhiali»: where the two differ, the sentences are right three times in four
    of_need = context.task is None and (context.subject or "").startswith("need:")
    if asked or (of_need and is_follow_up(text, understood.intent)):
        return Understood("ask_need", 1.0, None, understood.kinds)
    return None


def guess_need(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What is nothing of ours and named on no row, but near the sentences of one («mi tiene la liquidazione»).

    Inside a task only a question is taken for one; right after an answer a few words go on about that.
    """
    return context.read_once(_find_near_need, text, understood)


def _find_near_need(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    near = next(iter(understood.near_needs), None)
    if near is None or context.needs is None or near[0] not in context.needs.taught or near[1] < NEAR_ENOUGH or (
            context.question in OWN_WORDS):
        return None
    if understood.kinds & {"course", "event", "organisation"} or (
            near[0] in context.needs.yielding and "sector" in understood.kinds):
        return None  # the fallback knows what is of today; «vorrei diventare un bravo meccanico»
    goes_on = context.answered or context.checked or context.at_hand
    if len(text.split()) < (_WHOLE_QUESTION if goes_on else _NOT_SHORT) and near[1] < SURELY_NEAR:
        return None
    if understood.intent not in ("out_of_scope", "nlu_fallback") and near[1] < LIKELY_NEAR:
        return None
    question = find_question(context.task, context.question)
    if question is not None and ("?" not in text or is_answer(question.kind, text, context.now)):
        return None
    return Understood("ask_need", 1.0, None, understood.kinds, names=(("guessed_need", near[0]),))
