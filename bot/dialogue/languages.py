"""Languages other than Italian: which one a text is in, what it asks for, and the texts prepared in each.

A language is a file of ``bot/data/languages``; its words are told apart by script and by frequent words, nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Mapping, Optional

from bot.dialogue.context import Context, Understood
from bot.dialogue.foreign_times import TimeWords, read_time_words, read_words
from bot.dialogue.tasks import TASKS
from bot.dialogue.turn import Part, Reply
from bot.dialogue.typed_titles import find_typed
from bot.italian.distress import find_distress, is_foreign_cry
from bot.italian.people.contacts import tells_contact
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

FOLDER = PROJECT_ROOT / "bot" / "data" / "languages"
ITALIAN = "it"
FOR_OTHERS = "en"
"""The language that answers those for which nothing is prepared (Chinese, Bengali, Urdu…)."""
DISTRESS = "express_distress"
"""The need that is heard whatever else is named."""
NOT_RECOGNISED = "write_other_language"
"""The intent of a message in another language that asks for nothing prepared."""

_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0700-\u1cff\u2e80-\ud7ff]")
_NOT_ARABIC = re.compile("[پچگڈٹڑںےہ]")  # Urdu and Persian
_NOT_UKRAINIAN = re.compile("[ыэъё]", re.IGNORECASE)  # Russian
_SCRIPTS = ((re.compile(r"[\u0600-\u06ff]"), _NOT_ARABIC, "ar"), (re.compile(r"[\u0400-\u04ff]"), _NOT_UKRAINIAN, "uk"))
_STRONG = 2
"""What a word counts that stands in no other language; the others count one."""
_WEAK = 3
"""Points of common words alone that are not yet enough."""
_BARE = 2
"""Words of a «where?», «and where?» that names nothing."""
_WITH_TIME = ("book_appointment", "move_appointment")
"""Needs that a day or an hour may come with."""
_TIME_QUESTIONS = ("booking_service", "booking_office", "booking_time", "booking_consent", "booking_confirm",
                   "move_time", "move_confirm", "interest_time")
"""Questions at which a day or an hour is taken, the answer or more than it."""
_OF_APPOINTMENTS = ("booking_form", "move_form", "cancel_form")
"""Tasks in which a bare «how long is it?» asks of the appointment."""
_BEFORE_OTHERS = frozenset({DISTRESS, "erase_data", "cancel_appointment", "move_appointment", "request_human"})
"""Needs that are ours whatever else is named."""
_OF_TRAINING = frozenset({"italian_courses", "licences", "driving", "other_courses", "university"})
"""Rows about other bodies' courses: a course beside them is theirs."""
_WHO_MAY = "ask_course_audience"
"""Told also to whoever would join: a course may be open, and not for them."""
_JOINING = (_WHO_MAY, "ask_course_open")
"""Questions of ours to which people add what they have or lack («can I take the course with a residence permit?»)."""
_STAYING_AWAY = ("cancel_appointment", "move_appointment")
_REASONS = frozenset({"health", "sickness", "maternity", "work_injury", "transport"})
"""Rows that name why somebody cannot come («I can't come, I am at the doctor»)."""
_ONLY_TOLD = frozenset({"dismissed", "job_offers", "naspi"})
"""Rows that say how somebody is; beside a question of ours they ask for nothing («I lost my job, any courses?»)."""
_OF_OFFICE = (None, "ask_help", "ask_office_address")
"""What is read beside an office that is named for help («can they help me at the office of Merate?»)."""
_OF_ANY_OFFICE = ("ask_office_address", "ask_office_hours", "ask_office_contact")
"""Questions whose answer is about the office just spoken of, unless all are meant."""
_STATUS = "eligibility_status"
"""The question that two answers leave open."""
_TOLD_OF_ONESELF = ("eligibility_status", "eligibility_income")
"""Questions that «I am looking for a job», «I lost my job» answer."""
_SAY_ALL = {
    "ask_course_cost": ("utter_course_cost",), "ask_course_duration": ("utter_course_duration",),
    _WHO_MAY: ("utter_course_audience", "utter_course_audience_home")}
"""Questions whose prepared text says all that these responses do, where the fact ``whole`` names them."""
_OF_OFFICES = ("addresses", "opening", "phones")
"""Facts that a reply about one office tells of it alone."""
_PLAIN_VALUES = ("booking_name", "booking_contact", "callback_contact", "move_appointment", "cancel_appointment")
"""Questions whose answer is in no language: a short one is no «yes» and no «stop» there."""

_CONTACT_QUESTIONS = tuple(
    question.slot for task in TASKS.values() for question in task.questions if question.kind == "contact")
"""Questions at which «my phone is 389…» asks for no phone."""


@dataclass(frozen=True)
class Language:
    """``words``: how much each frequent word counts; ``fewest``: the points from which a text is in this language.

    ``named``: the language's own name in a question for it; ``other``: topics that are not ours; ``intents``: each
    with what asks for them, first match wins; ``others_tasks``: rows of the register of needs, likewise; ``needs``: the
    line of each, as the seed has it; ``texts``: by response or by intent, with the facts of ``language_facts``;
    ``answered_in``: the language that answers those for whom nothing is prepared in their own;
    ``titles``: by payload of a button, or by the choice in it; ``days``: Monday first, in short; ``times``: what days
    and hours are in Italian; ``answers``: by question, what is answered in words, ``contact``: what is said instead of
    a contact, ``both``: of every office, each with the Italian for it; ``offices``: ids of the offices whose town is
    written in this alphabet.
    """

    code: str
    words: Mapping[str, int]
    fewest: int
    named: Optional[re.Pattern[str]]
    other: Optional[re.Pattern[str]]
    intents: tuple[tuple[str, re.Pattern[str]], ...]
    others_tasks: tuple[tuple[str, re.Pattern[str]], ...]
    needs: Mapping[str, str]
    texts: Mapping[str, str]
    titles: Mapping[str, str]
    days: tuple[str, ...]
    right_to_left: bool = False
    times: TimeWords = TimeWords()
    answered_in: Optional[str] = None
    answers: Mapping[str, TimeWords] = field(default_factory=dict)
    contact: tuple[tuple[re.Pattern[str], str], ...] = ()
    both: tuple[tuple[re.Pattern[str], str], ...] = ()
    offices: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def find_need(self, text: str) -> Optional[str]:
        """The intent that ``text`` asks for."""
        folded = fold(text)
        found = next((intent for intent, pattern in self.intents if pattern.search(folded)), None)
        ours = found == DISTRESS or self.other is None or not self.other.search(folded)
        return found if ours else None

    def find_others_task(self, text: str) -> Optional[str]:
        """The row of the register of needs that ``text`` asks for."""
        folded = fold(text)
        return next((row for row, pattern in self.others_tasks if pattern.search(folded)), None)

    def find_own_question(self, text: str) -> Optional[str]:
        """What of ours is asked beside a row of the register that only says what somebody has, lacks or is kept by."""
        folded = fold(text)
        row, named = next(((row, pattern) for row, pattern in self.others_tasks if pattern.search(folded)), ("", None))
        if named is None or row in _OF_TRAINING:
            return None
        rest = " ".join(named.sub(" ", folded).split())
        asked = next((intent for intent, pattern in self.intents if pattern.search(rest)), None)
        if asked in _STAYING_AWAY:
            return asked if row in _REASONS else None
        return asked if asked in _JOINING and self.names_course(rest) else None

    def names_course(self, text: str) -> bool:
        """Whether ``text`` speaks of a course at all."""
        *_, course = (pattern for intent, pattern in self.intents if intent == "ask_course_list")
        return course.search(fold(text)) is not None

    def word_reply(self, reply: Reply, facts: Mapping[str, str]) -> str:
        """What is prepared for ``reply``: by its responses, else by the question that it answers; else nothing."""
        of_one = {name: facts[f"{name}:{reply.subject}"] for name in _OF_OFFICES if f"{name}:{reply.subject}" in facts}
        facts = {**facts, **of_one}
        found = list(dict.fromkeys(
            self._word_part(part, facts) for part in reply.parts if part.response in self.texts))
        if not found and reply.question:
            asked = reply.question
            if not facts.get("open") and f"{asked}_closed" in self.texts:
                asked = f"{asked}_closed"
            if of_one and f"{asked}_one" in self.texts:
                asked = f"{asked}_one"
            home = (f"{_WHO_MAY}_home",) if facts.get("region") else ()
            every = (asked, _WHO_MAY, *home) if reply.question in _JOINING else (asked,)
            found = [self.texts[name].format_map(facts).strip() for name in dict.fromkeys(every) if name in self.texts]
        return "\n".join(found)

    def says_all_of(self, response: str, reply: Reply, facts: Mapping[str, str]) -> bool:
        """Whether what is prepared for ``reply`` says all that ``response`` says in it, which needs no Italian then."""
        asked = reply.question or ""
        return response in _SAY_ALL.get(asked, ()) and asked in facts.get("whole", "").split()

    def find_instead_of_contact(self, text: str) -> Optional[str]:
        """The Italian for what ``text`` says instead of a contact («I have no phone»)."""
        return _find_italian(self.contact, text)

    def translate_answer(self, question: Optional[str], text: str) -> Optional[str]:
        """The Italian for an answer in words to ``question`` («I don't work»); None for a question."""
        words = self.answers.get(question or "")
        if words is None or re.search("[?؟]", text):
            return None
        found = tuple(dict.fromkeys(words.find(text)))
        return " ".join(found) if found and "" not in found and (len(found) == 1 or question != _STATUS) else None

    def find_both(self, text: str) -> Optional[str]:
        """The Italian for «your offices», «both», where ``text`` asks of every office."""
        return _find_italian(self.both, text)

    def _word_part(self, part: Part, facts: Mapping[str, str]) -> str:
        """The text for a part: with the line of its ``need``, or the one for its ``kind`` (of distress), if any."""
        line = self.needs.get(part.values.get("need", ""))
        kind = "seeded" if line else part.values.get("kind")
        text = self.texts.get(f"{part.response}_{kind}", self.texts[part.response])
        return text.format_map({**part.values, "line": line, **facts}).strip()

    def title_of(self, button: Mapping[str, Any]) -> str:
        """The title of ``button`` in this language; its own where there is none."""
        choice = re.search(r'"option": "([^"]+)"', button["payload"])
        keys = (choice[1] if choice else "", button["payload"].partition("{")[0])
        return next((self.titles[key] for key in keys if key in self.titles), str(button["title"]))


def _find_italian(pairs: tuple[tuple[re.Pattern[str], str], ...], text: str) -> Optional[str]:
    folded = fold(text)
    return next((italian for pattern, italian in pairs if pattern.search(folded)), None)


@cache
def load_languages() -> Mapping[str, Language]:
    """Every language by its code, read once; Italian has words only, those with ``answered_in`` no texts."""
    return {path.stem: _read(path.stem, read_yaml(path))
            for path in sorted(FOLDER.glob("*.yml"))}


def find_language(code: Optional[str]) -> Optional[Language]:
    """The language of ``code``; None for Italian and for none."""
    return load_languages().get(code) if code and code != ITALIAN else None


def _read(code: str, content: Mapping[str, Any]) -> Language:
    words = dict.fromkeys(fold(content.get("strong_words") or "").split(), _STRONG)
    words = {**dict.fromkeys(fold(content.get("words") or "").split(), 1), **words}
    named, other = content.get("named"), content.get("other")
    intents = [item for row in content.get("intents") or [] for item in row.items()]
    tasks = [item for row in content.get("register_of_needs") or [] for item in row.items()]
    return Language(
        code, words, int(content.get("fewest", 2)), re.compile(rf"\b(?:{fold(named, True)})\b") if named else None,
        re.compile(fold(other, True)) if other else None,
        tuple((intent, re.compile(fold(pattern, True))) for intent, pattern in intents),
        tuple((row, re.compile(fold(pattern, True))) for row, pattern in tasks),
        content.get("needs") or {}, content.get("texts") or {}, content.get("titles") or {},
        tuple((content.get("days") or "").split()),
        bool(content.get("right_to_left")), read_time_words(content.get("times") or {}), content.get("answered_in"),
        {question: read_words(pairs) for question, pairs in (content.get("answers") or {}).items()},
        _read_pairs(content.get("contact") or {}), _read_pairs(content.get("both") or {}),
        tuple((office, re.compile(fold(words, True))) for office, words in (content.get("offices") or {}).items()))


def _read_pairs(content: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(fold(words, True)), italian) for words, italian in content.items())


def fold(text: str, pattern: bool = False) -> str:
    """``text`` in small letters, without accents and signs; the signs of a ``pattern`` stay."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.strip() if pattern else text.casefold())
                    if not unicodedata.combining(char))
    return plain if pattern else " ".join(re.findall(r"[^\W_]+", plain))


def find_offices_named(text: str) -> tuple[tuple[str, str], ...]:
    """The offices whose towns ``text`` names in another alphabet (ليكو, Мерате), as names that are pointed at."""
    folded = fold(text)
    return tuple(("office", office) for language in load_languages().values() for office, words in language.offices
                 if words.search(folded))


def recognise_language(text: str, spoken: Optional[str] = None) -> Optional[str]:
    """The code of the language that answers ``text``, ``it`` among them; None when it has too little to tell.

    ``spoken``: the language of the conversation so far, for which one word is enough.
    """
    return _find_answering(_recognise_written(text, spoken))


def _find_answering(written: Optional[str]) -> Optional[str]:
    return load_languages()[written].answered_in or written if written else None


def _recognise_written(text: str, spoken: Optional[str]) -> Optional[str]:
    """The code of the language that ``text`` is written in, as far as it is told from that which answers it."""
    if _OTHER_SCRIPT.search(text):
        return FOR_OTHERS
    for script, others, code in _SCRIPTS:
        if len(script.findall(text)) > len(text) / 4:
            return FOR_OTHERS if others.search(text) else code
    words = fold(text).split()
    asked = _asked_for(" ".join(words))
    if asked is not None:
        return asked
    points = {code: sum(language.words.get(word, 0) for word in words) for code, language in load_languages().items()}
    italian = points.pop(ITALIAN)
    best = max(points, key=lambda code: (points[code], code == spoken))
    if points[best] and is_foreign_cry(text):  # no time for doubts: few words of a language are enough
        return best
    strong = any(load_languages()[best].words.get(word) == _STRONG for word in words)
    sure = points[best] >= load_languages()[best].fewest and (strong or points[best] > max(2 * italian, _WEAK))
    answered_in = load_languages()[best].answered_in or best
    if points[best] > italian and (sure or answered_in == spoken):
        return best
    return ITALIAN if italian >= load_languages()[ITALIAN].fewest and italian > points[best] else None


def _asked_for(folded: str) -> Optional[str]:
    """The language that an Italian or English question asks for: «parlate rumeno?», «in english please»."""
    asks = re.search(
        r"\b(?:parl\w+|(?<!non )(?:capisci|capite)|"
        r"vorb\w+|speaks?|(?:rispond\w+|scriver\w*|scrivo|written|chat) in)\b(?: \w+){0,3}", folded)
    return next((code for code, language in load_languages().items() if asks and language.named
                 and language.named.search(asks.group())), None)


def read_other_language(text: str, understood: Understood, context: Context) -> Understood:
    """What a message in another language asks for; ``understood`` as it is where Italian is written.

    Its ``language`` is set when the conversation changes to it. A message that asks for something prepared is
    ``translated``: it stands for the button of that intent, and its words are read by nobody else.
    """
    if find_typed(text, context.buttons) is not None:
        return understood
    written = _recognise_written(text, context.language)
    found = _find_answering(written)
    if found == ITALIAN:
        leaves = context.language is not None and context.task is None
        return replace(understood, language=ITALIAN) if leaves else understood
    language = find_language(found or context.language)
    if language is None:
        return understood
    if understood.intent == "request_human" and _asked_for(fold(text)):  # «c'è qualcuno che parla arabo?»
        return replace(understood, language=language.code)
    if find_distress(text) is not None:  # whatever else is named; its words tell the kind
        return Understood(DISTRESS, language=language.code)
    plain = found is None and context.question in _PLAIN_VALUES or (
        context.question in _CONTACT_QUESTIONS and tells_contact(text))
    instead = _read_instead_of_contact(text, language, written) if context.question in _CONTACT_QUESTIONS else None
    if instead is not None:
        return Understood("inform", language=language.code, translated=True, said=instead)
    if (answered := language.translate_answer(context.question, text)) is not None:
        return Understood("inform", kinds=understood.kinds, language=language.code, translated=True, said=answered)
    known = None if plain else language.find_need(text)
    if known is None and written not in (None, found):  # the words are of a language that another one answers
        known = load_languages()[written].find_need(text)
    if known == "ask_help" and context.question in language.answers:  # its words are those of an answer
        known = None
    if known == "ask_course_duration" and context.task in _OF_APPOINTMENTS and not language.names_course(text):
        known = "ask_appointment_length"
    row = None if plain or known in _BEFORE_OTHERS else language.find_others_task(text)
    if row is not None and (own := language.find_own_question(text)) is not None:
        row, known = None, own
    if row is None and known == "ask_office_address" and len(fold(text).split()) <= _BARE and context.task is None:
        row = (context.subject or "").partition("need:")[2] or None  # «where?», of the body just named
    if row in _ONLY_TOLD and known is not None and known.startswith(("ask_course_", "book_")):
        row = None
    if row is not None and context.question not in _TOLD_OF_ONESELF:
        at_office = row in _ONLY_TOLD and "office" in understood.kinds and known in _OF_OFFICE and context.task is None
        return Understood("ask_need", names=(("need", row),), language=language.code, translated=True,
                          kinds=understood.kinds if at_office else frozenset(),
                          questions=("ask_office_contact", "ask_need") if at_office else ())
    times_fit = known in _WITH_TIME if known else context.question in _TIME_QUESTIONS
    told = language.times.translate(text) if times_fit else None
    named = find_offices_named(text)
    if known in _OF_ANY_OFFICE and context.task is None and not named and "office" not in understood.kinds:
        told = language.find_both(text)
    if told:
        return Understood(known or "inform", kinds=understood.kinds, names=named, language=language.code,
                          translated=True, said=told)
    if known:
        return Understood(known, kinds=understood.kinds, names=named, language=language.code, translated=True)
    if found is None:
        return understood
    if context.task is not None:
        return Understood("inform", kinds=understood.kinds, names=named, language=language.code)
    return Understood(NOT_RECOGNISED, language=language.code, translated=True)


def _read_instead_of_contact(text: str, language: Language, written: Optional[str]) -> Optional[str]:
    """What is said instead of a contact, in Italian; None where one is told all the same."""
    if tells_contact(text):
        return None
    own = load_languages().get(written or "", language)
    return own.find_instead_of_contact(text) or language.find_instead_of_contact(text)
