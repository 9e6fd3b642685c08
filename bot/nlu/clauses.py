"""Several needs in one message, answered in order; the question that closes a long story; the wish of a letter."""

from __future__ import annotations

import re
from typing import Any, Callable

from rasa.shared.nlu.constants import INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY

from bot.dialogue.fragments import names_booked_check
from bot.italian.question_words import INTERROGATIVES
from bot.nlu.text import fold

_BREAK = re.compile(
    r"[?!.;,\n]+|(?:^|\s)\d\)\s|\b(?:e poi|e anche|inoltre|oppure|poi|"
    r"ed?(?! (?:mezz[oa]|un quarto|tre quarti|venti|trenta|dieci|cinque|\d)\b))\b", re.IGNORECASE)
_ALONE = frozenset("durata costo prezzo costi orari orario requisiti dove quando iscrizione iscrizioni relatori "
                   "sede".split())
"""Words that are a question by themselves."""

_SENTENCE = re.compile(r"[?!.;:\n]+")
_NO_QUESTION = frozenset({"out_of_scope", "inform", "affirm", "deny", "complain", "stop", "greet", "thank", "goodbye"})

MOST_QUESTIONS = 3
SURE = 0.6
"""Confidence from which a clause counts as a question of its own."""

LONG_WORDS = 15
"""From so many words on, what comes before the last sentence may be a story."""
LETTER_WORDS = 25
"""From so many words on, the sentence that asks counts more than the whole."""
WISH_SURE = 0.7
"""Confidence from which a sentence of a letter is its question."""
_SENTENCE_AND_END = re.compile(r"([^?!.;:\n]+)([?!.;:\n]*)")
_COMMA = re.compile(r",|\b(?:pero|comunque|allora)\b")
_REASON = re.compile(r",? (?:perch[eé]|poich[eé]|dato che|visto che|in quanto|siccome)\b", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:vorre\w+|vole(?:vo|vamo)|desider\w+|gradire\w+|mi chied\w+|chied(?:o|ere|evo|iamo)|mi serv\w+|servirebb\w+|"
    r"la (?:mia )?domanda|ho bisogno|avrei bisogno|mi interess\w+|mi bast\w+|basterebb\w+|sapere|capire|potreste|"
    r"potrebbe|potete|"
    r"potresti|si puo|"
    r"sarei interessat\w|come (?:si fa|faccio))\b")
_ASKS_TO_KNOW = re.compile(
    r"^.*\b(?:chied\w+|desider\w+|gradire\w+|vorre\w+|vole(?:vo|va|vamo))(?: \w+){0,2} (?:di |a )?(?:sapere|conoscere|"
    r"capire)\b", re.IGNORECASE)
"""What leads to the question of a letter: «la sottoscritta Anna Riva, residente in Oggiono, chiede di sapere»."""
_DENIED_WISH = re.compile(
    r"\bnon (?:cerc\w+|vogli\w+|vorre\w+|chied\w+|desider\w+|mi (?:serv|interess|bast)\w+|ho bisogno)\b[^,.;:]*")
"""«non cerco lavoro e non mi serve un corso» wishes for nothing."""

UNSURE = 0.6
VERY_SURE = 0.85

TASKS = frozenset({"book_appointment", "check_eligibility", "move_appointment", "cancel_appointment"})
"""Intents that begin a task; two in one message are two wishes."""
ERASES = "erase_data"
"""The task beside which a question may stand, and no other task: what it erases is the conversation."""
_SAYS_TASK = re.compile(
    r"\b(?:prenot|appunt|colloqui|fissa|incontr|spost|cambi|annull|cancell|disdi|requisit|partecip|iscriv|rientr|cors|"
    r"diritt|verific|controll)", re.IGNORECASE)
"""What a clause must speak of to be a task of its own: «posso?» alone belongs to the clause beside it."""
_MAY_COME = re.compile(r"\b(?:mi prend\w+|sono ammess\w|rientr\w+|mi acc(?:ett|ogli)\w+)\b", re.IGNORECASE)
MAY_COME_SURE = 0.5
"""Confidence that is enough where the words ask whether somebody may come."""
_CANCELS = re.compile(r"\b(?:annull|cancell|disdi)\w* (?:pure )?(?:quest[oa]|quell[oa])\b", re.IGNORECASE)
_ASKS_BESIDE_TASK = re.compile(
    rf"\?|\b(?:{INTERROGATIVES}|che (?!prima|dopo|poi|lui|lei|non|ho|devo|sono|sto|mi|ci)|"
    r"perch[eé]|dim+i|dirmi|dite\w*|sapere|conoscere|"
    r"mi serve|vorrei|volevo|voglio|orari\w*|telefono|numero|indirizzo|durata|costo)\b", re.IGNORECASE)
"""What a clause beside a task must hold to be a question."""
_REFERS_BACK = re.compile(
    r"(?:e |ma |scusa )*(?:che|cosa|che cosa|cos) ?(?:e|sarebbe|significa|vuol dire)|"
    r"(?:(?:me|ce) (?:lo|la|li)|mi|ci) (?:sa|sai|sapete|puo|puoi|potete|potreste|potresti|potrebbe) "
    r"(?:dire|spiegare|aiutare)(?: qualcosa| voi| per favore)?|(?:voi )?lo sapete(?: voi)?")
"""«parlavano della DID, che è?», «me lo sapete dire?»: no question of its own."""
_STILL_THE_SAME = re.compile(r"^\W*(?:per (?:capire|sapere|vedere|verificare|controllare)|perch[eé]|così|cosi)\b",
                             re.IGNORECASE)
"""Beginnings of a clause that gives the reason of the one before."""
_COURTESY = re.compile(
    r"^\W*(?:(?:(?:spett(?:\.?le|abile)|gentil\w+|egregi\w*|alla cortese attenzione)\b[^,\n]{0,60},|ok(?:ay)?|"
    r"va be(?:ne|h)?|vabb[eè]|perfetto|bene|scus[aie](?:mi|te)?(?: il disturbo)?|"
    r"grazie(?: (?:mille|1000|tante|infinite))?|ciao|salve|buon ?(?:giorno|asera|a sera)|allora|no|per[oò]|ma|"
    r"non (?:mi serve|era|è|e|volevo|intendevo|dicevo)[^,.;:]{0,40}[,.;:])(?!\w)[\s,.;:!…-]*)+",
    re.IGNORECASE)
_FORMULA = re.compile(
    r"[.;,\n]?\s*(?:(?:in attesa d\w+|resto in attesa|(?:vi |la |le )?ringrazi\w+|grazie(?: mille| tante| in anticipo| "
    r"anticipatamente)?|porgo|(?:i (?:miei|più) )?(?:cordiali|distinti|cari) saluti|cordialmente)\b.*)$",
    re.IGNORECASE | re.DOTALL)
"""Closing formulas of a letter and the name under them."""
_INTRODUCE = frozenset({"ask_course_about", "ask_course_list"})
"""What is read in words that only lead to a wish: «vorrei fare il corso di sala, ho i requisiti?»"""
_ASKS_COURSES = re.compile(r"\b(?:che|quali?|cos|cosa|elenc\w+|parl\w+|inform\w+)\b", re.IGNORECASE)
_NO_NEED = frozenset({"out_of_scope", "inform", "affirm", "deny", "complain", "greet", "thank", "goodbye"})

Rank = Callable[[str], list[dict[str, Any]]]


def split_clauses(text: str) -> list[str]:
    """The clauses of ``text`` that may ask something."""
    parts = [part.strip() for part in _BREAK.split(text)]
    return [part for part in parts if len(part.split()) > 1 or part.lower() in _ALONE]


def split_questions(text: str, whole: list[dict[str, Any]], rank: Rank) -> list[str]:
    """The intents of two or three questions in ``text``, in order; empty when it asks one thing.

    ``whole``: the ranking of the whole text. Its best intent must be among them, unless it is itself unsure.
    """
    parts = split_clauses(text[:600])
    if not 2 <= len(parts) <= 6 or not whole:
        return []
    found: list[str] = []
    for part in parts:
        if _REFERS_BACK.fullmatch(fold(part)):
            continue
        best = rank(part)[:1]
        if not best or best[0][PREDICTED_CONFIDENCE_KEY] < SURE:
            continue
        name = best[0][INTENT_NAME_KEY]
        if _is_question(name) and name not in found:
            found.append(name)
    top, confidence = whole[0][INTENT_NAME_KEY], whole[0][PREDICTED_CONFIDENCE_KEY]
    if len(found) < 2 or (top not in found and (confidence >= SURE or not _is_question(top))):
        return []
    return found[:MOST_QUESTIONS]


def find_closing(text: str, whole: list[dict[str, Any]], rank: Rank) -> list[dict[str, Any]]:
    """The ranking of the last sentence of a long message that, as a whole, says nothing clear or seems to be outside.

    «Piove, ho perso l'autobus, e mi chiedo: chi organizza il corso?» asks who runs the course. Else empty.
    """
    if len(text.split()) < LONG_WORDS or not whole:
        return []
    top, confidence = whole[0][INTENT_NAME_KEY], whole[0][PREDICTED_CONFIDENCE_KEY]
    sentences = [part.strip() for part in _SENTENCE.split(text[:2000]) if len(part.split()) > 3]
    if len(sentences) < 2 or (top != "out_of_scope" and confidence >= UNSURE):
        return []
    last = rank(sentences[-1])
    if last and last[0][PREDICTED_CONFIDENCE_KEY] >= VERY_SURE and last[0][INTENT_NAME_KEY] not in _NO_QUESTION:
        return last
    return []


def split_wishes(text: str, rank: Rank) -> list[dict[str, Any]]:
    """The tasks and the questions of ``text`` in order, each with the stretch of text that says it (start, end).

    Empty unless there are two of them, a task among them: «prenotami un colloquio e dimmi se posso fare il corso».
    """
    spans: list[tuple[int, str]] = []
    start = 0
    for end in [*(match.end() for match in _BREAK.finditer(text[:600])), len(text[:600])]:
        clause = text[start:end]
        if len(clause.split()) > 1 and not _STILL_THE_SAME.match(clause):
            spans.append((start, clause))
        start = end
    if len(spans) < 2 or not any(_SAYS_TASK.search(clause) for _, clause in spans):
        return []
    found: list[dict[str, Any]] = []
    for begin, clause in spans:
        best = rank(clause)[:1]
        checks = bool(best) and best[0][INTENT_NAME_KEY] == "check_eligibility"
        may_come = checks and _MAY_COME.search(clause) is not None
        if not best or best[0][PREDICTED_CONFIDENCE_KEY] < (MAY_COME_SURE if may_come else SURE):
            continue
        intent = best[0][INTENT_NAME_KEY]
        if intent == "stop" and _CANCELS.search(clause):
            intent = "cancel_appointment"  # «annulla questo e prenotane uno a Merate»
        if intent in _INTRODUCE and not _ASKS_COURSES.search(clause):
            continue
        meant = may_come or intent in (*TASKS, ERASES) and _SAYS_TASK.search(clause) is not None
        asked = _is_question(intent) and intent != "ask_availability" and _ASKS_BESIDE_TASK.search(clause) is not None
        if (meant or asked) and all(intent != wish["intent"] for wish in found):
            found.append({"intent": intent, "start": begin})
    if names_booked_check(text[:600]):  # «devo fare la verifica dei requisiti, mi date un appuntamento?»
        found = [wish for wish in found if wish["intent"] != "check_eligibility"]
    if any(wish["intent"] == "move_appointment" for wish in found):  # «…spostare, posso prenotare venerdì?»
        found = [wish for wish in found if wish["intent"] != "book_appointment"]
    tasks = {wish["intent"] for wish in found if not _is_question(wish["intent"])}
    if len(found) < 2 or not tasks or ERASES in tasks and len(tasks) > 1:
        return []
    ends = [*(wish["start"] for wish in found[1:]), len(text)]
    return [{**wish, "start": wish["start"] if index else 0, "end": end}
            for index, (wish, end) in enumerate(zip(found, ends, strict=True))]


def drop_courtesy(text: str, whole: list[dict[str, Any]], rank: Rank) -> str:
    """``text`` with thanks, excuses and the formulas of a letter blanked, where these hid what it asks; else ``text``.

    «ok scusa. orari di Lecco» asks for the hours. Places in the text stay the same.
    """
    if not whole or whole[0][INTENT_NAME_KEY] not in _NO_NEED:
        return text
    rest = text
    for words in (_COURTESY, _FORMULA):
        rest = words.sub(lambda match: " " * len(match.group()), rest)
    if rest == text or len(rest.split()) < 2:
        return text
    best = rank(rest)[:1]
    enough = SURE if whole[0][PREDICTED_CONFIDENCE_KEY] < UNSURE else VERY_SURE
    clear = best and best[0][PREDICTED_CONFIDENCE_KEY] >= enough and best[0][INTENT_NAME_KEY] not in _NO_NEED
    return rest if clear else text


def find_wish(text: str, rank: Rank) -> list[dict[str, Any]]:
    """The ranking of the sentence of a letter that asks or wishes something; empty when none clearly does.

    «Ho 45 anni, due figli… Vorrei sapere dov'è il centro di Merate. Grazie infinite» asks for an address, whatever the
    story around it looks like. Of several a question goes before a wish, then the
    surest; without full stops commas part the sentences.
    """
    if len(text.split()) < LETTER_WORDS:
        return []
    found: list[tuple[bool, float, list[dict[str, Any]]]] = []
    for sentence, end in _SENTENCE_AND_END.findall(text[:2000]):
        parts = _COMMA.split(sentence) if len(sentence.split()) > LETTER_WORDS else [sentence]
        for part in parts:
            if _REFERS_BACK.fullmatch(fold(part).strip()):
                continue
            if "?" not in end and not _WISH.search(_DENIED_WISH.sub(" ", fold(part))):
                continue
            for wish in {part, _REASON.split(part)[0], _ASKS_TO_KNOW.sub("", part)}:
                ranking = rank(wish.strip()) if len(wish.split()) > 2 else []
                if ranking and ranking[0][INTENT_NAME_KEY] not in _NO_QUESTION:
                    confidence = float(ranking[0][PREDICTED_CONFIDENCE_KEY])
                    found.append(("?" in end and confidence >= WISH_SURE, confidence, ranking))
    _, confidence, best = max(found, key=lambda item: item[:2], default=(False, 0.0, []))
    return best if confidence >= WISH_SURE else []


def _is_question(intent: str) -> bool:
    return intent.startswith("ask_") and intent not in ("ask_help", "ask_bot_identity", "ask_privacy")
