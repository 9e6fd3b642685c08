"""Which need a message asks for. A thing told in passing, or named beside a question of ours, is not asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Sequence

from bot.italian.firm_words import speaks_for_firm
from bot.italian.phrases import PhraseIndex, PhraseMatch, list_phrase_words
from bot.italian.question_words import INTERROGATIVES, drop_lookalikes
from bot.italian.text import normalise


@dataclass(frozen=True)
class NeedIndex:
    """The words of the register: ``phrases`` by the id of their need.

    ``yielding``: needs that a course may answer as well (looking for work): a sure question of ours comes first.
    ``about_us``: needs that are about the courses or the pact, so that words of ours beside them are no sign of another
    question. ``of_service``: needs that are told of oneself («ho aspettato due ore»). ``of_chat``: needs of whoever
    writes here («sono cieco»): another need that is named beside goes first. ``taught``: rows as the
    classifier of needs knows them.
    """

    phrases: PhraseIndex
    yielding: frozenset[str] = frozenset()
    about_us: frozenset[str] = frozenset()
    of_service: frozenset[str] = frozenset()
    taught: frozenset[str] = frozenset()
    of_chat: frozenset[str] = frozenset()

    def find(self, text: str) -> list[PhraseMatch]:
        """The phrases in ``text``, the weightiest first, those of whoever writes here after all others."""
        return sorted(self.phrases.find(text), key=lambda match: match.key in self.of_chat)


_REQUESTS = re.compile(
    rf"\?|\b(?:{INTERROGATIVES}|cos|che|posso|puoi|potete|possiamo|si puo|vorrei|voglio|"
    r"vogliamo|devo|dovrei|dobbiamo|serve|servono|bisogno|spett\w+|aiut\w+|informazion\w+|info|fate|avete|c e|ci sono|"
    r"domanda|richiest\w+|chied\w+|rinnov\w+|scadut\w+|scade|problem\w+|non riesco|mi dite|sapete|"
    r"need|want|where|how)\b")
"""What makes a clause a request."""
_ASKS_OUTRIGHT = re.compile(rf"\?|\b(?:{INTERROGATIVES}|cos|posso|vorrei|serve)\b")
"""What makes a message a request while a question of ours is open: the rest answers it («cerco lavoro»)."""
_CLAUSES = re.compile(r"(?<=[.!?;:,])\s+|\n+|\b(?:perche|pero|ma|e poi|intanto)\b")
_SHORT = 5
"""Words of a message that is nothing but the name of its need («assegno unico per mia figlia»)."""
_NOT_LONG = 12
"""Words of a message in which a bare name, with nothing else understood, is what it is about."""
_LETTER = 30
"""Words from which a message tells a story: a bare name in it is part of that."""
_LONGEST_FOLLOW_UP = 7
_SHORTEST_QUESTION = 4
_GOES_ON = re.compile(
    r"^(?:e |ma |allora |quindi |ok |si )*(?:qual\w* (?:e|sono|sarebbe)\b.{0,6}\bprim\w (?:cosa|cose|"
    r"pass\w)|(?:da )?dove "
    r"(?:comincio|inizio|parto|si comincia|si parte)|(?:adesso|ora|poi|dopo)\b|"
    r"(?:che )?(?:cosa|cos|che|come|dove|dov|quando|quant\w+|chi)\b.{0,12}"
    r"\b(?:devo|faccio|fare|posso|si fa|vado|andare|e|chiedo|chiamo|serve|costa)\b|(?:dove|come|quando|chi)\W*$)")
"""Short questions that name nothing: what to do, where, how."""
_FIRST_STEP = re.compile(r"\bprim\w (?:cosa|cose|pass\w)\b|\bdove (?:comincio|inizio|parto|si comincia|si parte)\b")
"""Words that ask what to do first, of whatever was spoken of."""
_PAPER_AGAIN = re.compile(r"\b(?:scad\w+|rinnov\w+|rifar\w+|rifaccio|pers[oa]|smarrit\w|rubat\w)\b")
_OF_APPOINTMENT = frozenset({"ask_appointment_documents", "book_appointment", "ask_availability"})
_OUR_CHANGE = re.compile(r"\b(?:appuntament\w+|colloqui\w*|prenot\w+|spost\w+|giorn\w+|or[ae]|orari\w*|dat[ae]|"
                         r"lunedi|martedi|mercoledi|giovedi|venerdi|anticip\w+|posticip\w+|codice)\b")
_OURS = re.compile(
    r"^(?:cors\w{1,2}|lezion\w+|colloqui\w*|appuntament\w+|prenot\w+|partecip\w+|requisit\w+|iscri\w+|patto|job|jobday|"
    r"seminari\w*|workshop|codice|disd\w+|annull\w+|spost\w+|portare|porto|documenti|frequent\w+|arriv\w+|impiego|cpi|operator\w+|person[ae]|"
    r"qualcuno|umano|partenariat\w+|partner|bando|finanziat\w+)$")
"""Words of what is ours: beside a need they make the message a question of ours."""
_MINE = re.compile(r"(?<!\bci )\b(?:prendo|percepisco|ricevo|ho|sono|faccio|avevo|ero|con)\b(?: \S+)?$")
"""What stands before a thing that somebody tells of themselves («prendo la naspi»; not «ci sono incentivi?»)."""
_HEARD_OF = re.compile(r"\b(?:sentit\w|dett\w|lett\w|saput\w|parl\w+|spiegat\w)(?: \S+)?$|\bcon legge$")
"""Words of who has heard of a thing, or names it with «con la legge 68»: they have it not."""
_BETWEEN = re.compile(
    r"ci|vogliono|servono|serve|vuole|occorrono|bisogna|per|che|sono|ha|avere|prendere|chiedere|ottenere|richiesti|sul|"
    r"su|si|quali|quelli")
"""Words between «requisiti» and what they are of: «che requisiti ci vogliono per l'ADI?»."""
_OF_CALL = re.compile(
    r"\b(?:band\w|patt\w|partenariat\w+|partner|candidat\w+|avvis\w|propost\w|present\w+|aderi\w+|partecip\w+|"
    r"ulterior\w+|obbligator\w+|associazion\w+|ent[ei])\b")
"""Words of the regional call: without one «categorie protette» is no category of partners."""
_OF_LAW = re.compile(r"\b(?:region\w+|lombard\w+|programmazion\w+|negoziat\w+|patt\w|partenariat\w+|accord\w|19)\b")
"""Words of the regional law behind the pact: without one «legge 68» is another law."""
_MAY = re.compile(r"^(?:poss\w+|potrei|devo|dovrei|vorrei|voglio|come|dove)$")
"""Words of a request inside a phrase."""
_SAID_IN_PASSING = frozenset({"inform", "affirm", "deny", "choose", "greet", "thank", "goodbye"})
"""Intents of a message that tells something: a name in it is asked for only in so many words."""
_OUTSIDE = frozenset({"out_of_scope", "nlu_fallback", "ask_help", "complain", "ask_bot_identity", "give_feedback",
                      "ask_office_services", "tell_hard_time", "tell_worry"})
"""Intents that say nothing against a need."""
_CLOSED = ("ask_call_", "ask_lecco20_", "ask_regional_", "ask_event_", "ask_jobday_",
           "ask_workshop_", "ask_seminar_", "ask_appointment_documents", "ask_working_poor", "ask_suspended_",
           "list_", "move_", "cancel_", "resend_", "erase_data", "request_human", "continue_elsewhere",
           "stop")
"""Beginnings of the intents whose messages name other bodies' things all the time: they are ours when they are sure."""
_ABOUT_THE_PACT = "ask_pact_"
"""Beginning of the intents that a need never yields to: who looks for work is not helped by what the pact is."""
_OF_PACT = re.compile(r"\b(?:capofila|partenariat\w|partner\w*|(?:il|del|nel|al|dal) patto)\b")
"""Words that make a question one of the pact («è il comune di Lecco il capofila?»)."""
_WHOSE = re.compile(
    r"\b(?:chi si occupa|a chi (?:mi |ci |si )?(?:rivolg\w+|chied\w+|(?:devo|posso|dobbiamo|possiamo) \w+))\b")
"""Words that ask whose task something is: then it is not one of ours that only sounds like it."""
SURE = 0.5
"""Probability from which a question of ours is one."""


def read_need(
    index: NeedIndex, text: str, intent: str, confidence: float, *, in_task: bool = False, answers: bool = True,
) -> Optional[str]:
    """The id of the need that ``text`` asks for; None when it asks for none, or for something of ours.

    ``intent`` and ``confidence``: what the classifier took it for; ``in_task``: a question of ours is open, so that
    only a request counts and a bare name is an answer; ``answers``: whether the message may answer it. What does not,
    and is understood as nothing of ours, is also asked for when it is only told («mi hanno licenziato»).
    """
    found = [match for match in index.find(text) if not _is_denied(match, text)]
    if not found:
        return None
    best = found[0]
    papers = best.words > 1 and _PAPER_AGAIN.search(normalise(text)) is not None
    of_time = intent in ("move_appointment", "ask_availability")
    if papers and intent in _OF_APPOINTMENT or of_time and not _OUR_CHANGE.search(normalise(text)):
        intent = "out_of_scope"  # «mi è scaduta la carta d'identità, prendo appuntamento?», «avete posti di lavoro?»
    beside = best.key not in index.about_us and not papers and _speaks_of_ours(found, text)
    if in_task:
        told = not answers and best.words > 1 and intent in _OUTSIDE and not _tells_of_oneself(best, text)
        return best.key if not beside and (told or _ASKS_OUTRIGHT.search(drop_lookalikes(text))) else None
    said_outright = best.words > 1 and (best.key in index.of_service or not _tells_of_oneself(best, text))
    if not in_task and best.key not in index.about_us and _asks_requirements(best, text):
        return best.key
    sure = confidence >= SURE and intent not in _OUTSIDE | _SAID_IN_PASSING
    if beside and (best.words == 1 or sure or best.key in index.yielding):
        return None
    if sure:
        of_firm = best.key in index.about_us and speaks_for_firm(text)  # what theirs can do is no question of who is in
        of_call = not intent.startswith("ask_call_") or _OF_CALL.search(normalise(text)) is not None
        of_law = not intent.startswith("ask_regional_") or _OF_LAW.search(normalise(text)) is not None
        closed = intent.startswith(_CLOSED) and of_call and of_law and _WHOSE.search(normalise(text)) is None
        of_pact = intent.startswith(_ABOUT_THE_PACT) and _OF_PACT.search(normalise(text)) is not None
        ours = (closed or of_pact) and not of_firm or (
            best.key in index.yielding and not intent.startswith(_ABOUT_THE_PACT))
        return best.key if said_outright and not ours else None
    words = len(list_phrase_words(text))
    if best.words == 1 and words > _LETTER:
        return None
    if said_outright or _asks_in_clause(index, best.key, text):
        return best.key
    named = words <= _SHORT or (intent in _OUTSIDE and words <= _NOT_LONG)
    nothing_else = intent == "inform" and words == len(set(best.places))  # «apprendistato», and no question is open
    return best.key if named and (nothing_else or intent not in _SAID_IN_PASSING) else None


def is_said_wholly(index: NeedIndex, key: str, text: str) -> bool:
    """Whether the phrases of ``key`` are half of ``text`` or more («devo aprire una segnalazione»)."""
    places = {place for match in index.find(text) if match.key == key for place in match.places}
    return len(places) > 1 and 2 * len(places) >= len(list_phrase_words(text))


def is_follow_up(text: str, intent: str) -> bool:
    """Whether a message goes on about the need just answered: «e adesso che faccio?», or only «e dove?»."""
    said = normalise(text)
    if any(_OURS.match(word) for word in list_phrase_words(text)) or _GOES_ON.search(said) is None:
        return False
    if _FIRST_STEP.search(said):
        return len(said.split()) <= 2 * _LONGEST_FOLLOW_UP
    longest = _LONGEST_FOLLOW_UP if intent in _OUTSIDE else _SHORTEST_QUESTION if intent.startswith("ask_") else 0
    return len(said.split()) <= longest


def _asks_in_clause(index: NeedIndex, key: str, text: str) -> bool:
    """Whether a clause with a phrase of ``key`` asks."""
    return any(_REQUESTS.search(clause) is not None for clause in _CLAUSES.split(normalise(text))
               if any(match.key == key for match in index.phrases.find(clause)))


def _speaks_of_ours(found: Sequence[PhraseMatch], text: str) -> bool:
    """Whether words of ours stand beside the phrase, outside all that is said for its need."""
    taken = {place for match in found if match.key == found[0].key for place in match.places}
    words = list_phrase_words(text)
    return any(_OURS.match(word) for place, word in enumerate(words)
               if place not in taken and not (word.startswith("port") and "dove" in words[max(0, place - 2):place])
               and not (word == "qualcuno" and words[place + 1:place + 2] == ["che"]))  # «qualcuno che mi guarda il cv»


def _asks_requirements(match: PhraseMatch, text: str) -> bool:
    """Whether the requirements asked for are those of the phrase («quali sono i requisiti della NASpI?»)."""
    words = list_phrase_words(text)
    before = words[:min(match.places)]
    asked = next((place for place in reversed(range(len(before))) if before[place].startswith("requisit")), None)
    return asked is not None and all(_BETWEEN.fullmatch(word) for word in before[asked + 1:])


def _tells_of_oneself(match: PhraseMatch, text: str) -> bool:
    """Whether the phrase is what the person has or is."""
    first, last = min(match.places), max(match.places)
    if any(_MAY.match(word) for word in list_phrase_words(text)[first:last]):
        return False  # «ho l'invalidità, posso iscrivermi?»: the request is part of the phrase
    before = list_phrase_words(text)[:first]
    heard_of = _HEARD_OF.search(" ".join([*before, "legge"] if list_phrase_words(text)[first] == "legge" else before))
    return heard_of is None and _MINE.search(" ".join(before)) is not None


def _is_denied(match: PhraseMatch, text: str) -> bool:
    """Whether «non» or «né» stands right before the phrase («non cerco lavoro»)."""
    first = min(match.places)
    return first > 0 and list_phrase_words(text)[first - 1] in ("non", "ne", "no")
