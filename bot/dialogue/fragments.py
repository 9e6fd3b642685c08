"""Everything in one message, also without a verb: what in it makes a booking, or a check of the requirements."""

from __future__ import annotations

import re
from datetime import datetime

from bot.italian import dates
from bot.italian.people import person_facts
from bot.italian.people.contacts import tells_contact
from bot.italian.people.relatives import put_in_own_words
from bot.italian.text import normalise

OF_AGE = 18
"""Years from which somebody is no minor."""
_ADDRESS = re.compile(r"\S+@\S+")
_FIGURES = re.compile(r"(?<![\w.,:/])\+?\d(?:[\s./-]?\d){6,}(?![\w:/])")
_MEETING = re.compile(r"\b(?:appuntament\w*|colloqui\w*|orientament\w*|prenot\w*|verifica (?:dei )?requisiti)\b")
_MAY_I = re.compile(
    r"\b(?:pos+o|potrei|puo|potrebbe|rientro|rientra|rientrerei|ho (?:il )?diritto|va bene per|fa per|"
    r"(?:avrei|ha|avrebbe|ho) (?:\w+ )?(?:i )?requisiti|i requisiti li (?:ho|avrei|ha|avrebbe)|rientrerebbe|"
    r"sono ammess[oa]|mi prend\w+|mi spetta|partecip(?!azion)\w+|iscriver\w+)\b")
_COURSE = re.compile(r"\b(?:a[il]|i[nl]|per i|quest\w) cors[oi]\b")
_BOOKS = r"(?:prenot(?!at)\w*|fiss(?!at)\w*|appuntament\w*)"
_CHECK = r"verific\w+(?: dei)? requisit\w+"
_BOOKS_CHECK = re.compile(
    rf"\b(?:{_BOOKS}|segn(?!at)\w+|mett\w+)\b.{{0,40}}\b{_CHECK}|"
    rf"\b(?:la|una|l) {_CHECK}\b.{{0,30}}\b(?:{_BOOKS}|quando)\b|"
    rf"\b{_CHECK}\b.{{0,40}}\b(?:(?:luned|marted|mercoled|gioved|venerd)\w+|dopodomani|domani|alle \d|"
    rf"\d{{1,2}} (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*)\b")
"""«prenota una verifica dei requisiti», «devo fare la verifica dei requisiti, mi date un appuntamento?»."""
_BOOKS_BARE_CHECK = re.compile(
    rf"\b(?:{_BOOKS}|mi serve|vorrei|voglio)\b(?: \w+){{0,3}} (?:la |una |l )?verific(?:a|he)\b(?! se\b)")
_CONTACTED = re.compile(r"\b(?:chiamat\w+|telefonat\w+|scritto|mandat\w+|cambiat\w+|richiam\w+)\b")
"""Words of whoever tells of a call that was made, or asks for one: a number beside them books nothing."""


def drop_contact(text: str) -> str:
    """``text`` without telephone numbers and addresses, whose figures are no time."""
    return _FIGURES.sub(" , ", _ADDRESS.sub(" , ", text))


LETTER_WORDS = 30
"""Words from which a first message is a letter, which tells of other times than that of the appointment."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WHEN = re.compile(
    r"\b(?:appuntament\w*|colloqui\w*|prenot\w*|fiss\w+|incontr\w+|verifica|ven(?:ire|go|iamo)|passare|passo|"
    r"disponibil\w*|"
    r"liber[oaie]|preferi\w+|andrebbe|possibil\w+)\b")


_DATED = re.compile(
    r"\b(?:lunedi|martedi|mercoledi|giovedi|venerdi|\d{1,2} (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\w*)\b.*"
    r"\b(?:alle|ore|dalle|verso le) \d")
_MEETING_OR_PLACE = re.compile(r"\b(?:orientament\w*|appuntament\w*|colloqui\w*|verifica|lecco|merate)\b")
"""A sentence with a day, an hour and a meeting is the appointment: «dorme fino a mezzogiorno» beside it is not."""


def pick_booking_sentences(text: str) -> str:
    """The sentences of a letter that speak of the appointment; a shorter message is all about it."""
    if len(text.split()) < LETTER_WORDS:
        return text
    parts = _SENTENCE.split(text)
    dated = [part for part in parts if _DATED.search(normalise(part)) and _MEETING_OR_PLACE.search(normalise(part))]
    return " ".join(dated or [part for part in parts if _WHEN.search(normalise(part))])


def pick_asking_sentences(text: str) -> str:
    """The sentences of a letter that ask; a shorter message, or one that asks nothing, as it is."""
    asking = [part for part in _SENTENCE.split(text) if part.rstrip().endswith("?")]
    return " ".join(asking) if len(text.split()) >= LETTER_WORDS and asking else text


def holds_booking(text: str, kinds: frozenset[str], now: datetime) -> bool:
    """Whether ``text`` tells when, where, what for and how to be reached, enough of it to be a booking.

    ``kinds``: of the names in it (office, service). A way to be reached and one thing beside it are enough, or else
    a time of the day with an office or a meeting.
    """
    said = normalise(text)
    if text.rstrip().endswith("?") or _CONTACTED.search(said):
        return False
    reached = tells_contact(text)
    where, what = "office" in kinds, "service" in kinds or _MEETING.search(said) is not None
    if reached == (where or what):  # without either nothing is left that would be enough
        return reached
    span = dates.parse(drop_contact(text), now)
    timed = span is not None and span.end > now or dates.names_impossible_date(text, now)
    if reached:
        return timed
    exact = span is not None and span.end > now and span.grain in ("minute", "hour", "daypart")
    return exact or timed and where and what


def holds_check(text: str, kinds: frozenset[str], now: datetime) -> bool:
    """Whether ``text`` asks if somebody may attend a course, giving two facts about them, or one and the course."""
    said = normalise(text)
    if _MAY_I.search(said) is None:
        return False
    own = put_in_own_words(text)
    age = person_facts.read_age(own, now.date(), asked=False)
    facts = (age, person_facts.read_status(own, asked=False), person_facts.read_residence(own, asked=False))
    told = sum(fact is not None for fact in facts)
    course = bool(kinds & {"course", "sector"}) or _COURSE.search(said) is not None
    return told + course >= 2 and told >= 1


def tells_minor(text: str, kinds: frozenset[str], now: datetime) -> bool:
    """Whether ``text`` tells an age under 18: no check helps, but there is somebody to ask."""
    found = person_facts.read_age(put_in_own_words(text), now.date(), asked=False)
    return isinstance(found, person_facts.Age) and found.years < OF_AGE


def books_check(text: str, kinds: frozenset[str], now: datetime) -> bool:
    """Whether ``text`` wants an appointment at an office for the check of the requirements, and not the check here."""
    timed = {"service", "office"} <= kinds and holds_booking(text, kinds, now)
    if names_booked_check(text) or timed and tells_contact(text):
        return True
    if person_facts.read_age(put_in_own_words(text), now.date(), asked=False) is not None:
        return False
    return timed or "service" in kinds and _BOOKS_BARE_CHECK.search(normalise(text)) is not None


def names_booked_check(text: str) -> bool:
    """Whether the words themselves book the check of the requirements at an office."""
    return _BOOKS_CHECK.search(normalise(text)) is not None
