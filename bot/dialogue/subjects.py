"""What a question is about: the words that name a topic, and short questions that refer to what was said before."""

from __future__ import annotations

import re
from typing import Iterable, Literal, Optional

from bot.dialogue.own_words import is_known
from bot.italian.catalogue_names import Found
from bot.italian.municipalities import NO_MUNICIPALITY, index_municipalities
from bot.italian.people.relatives import KIN
from bot.italian.shorthand import expand_words
from bot.italian.text import normalise

TOPIC_WORDS = {
    "event": ("evento", "eventi", "seminario", "seminari", "workshop", "incontro", "incontri", "convegno", "job",
              "jobday",
              "giornata", "presentazione", "presentazioni", "laboratorio", "laboratori"),
    "course": ("corso", "corsi", "lezione", "lezioni", "percorso", "percorsi", "scuola", "formazione"),
    "office": ("ufficio", "uffici", "sportello", "centro", "cpi", "sede", "impiego", "collocamento"),
    "pact": ("patto", "progetto", "pact"),
}
"""Words that tie a question to a topic without naming a thing of it."""

EVENT_KINDS = {
    "seminar": ("seminario", "seminari", "convegno", "convegni", "conferenza"),
    "workshop": ("workshop", "workshops", "laboratorio", "laboratori"),
    "job_day": ("job", "jobday", "jobdays", "presentazione", "presentazioni", "giornata", "giornate", "openday"),
}
"""Words that name a kind of event."""

_ALIKE = (
    {"course": "ask_course_place", "event": "ask_event_place", "office": "ask_office_address"},
    {"course": "ask_course_start", "event": "ask_event_time", "office": "ask_office_hours"},
    {"course": "ask_course_organiser", "event": "ask_event_speakers"},
    {"course": "ask_course_participants", "event": "ask_event_attendance"},
    {"course": "ask_course_audience", "event": "ask_event_audience"},
)
"""Questions that are the same but for their topic: «e dove?» after an event asks for the event's place."""


_OF_US = re.compile(
    r"\b(?:telefono|numero|recapit\w|contatt\w|indirizzo)\b.{0,20}\borari\w*|"
    r"\b(?:a che or[ae]|fino a quando|che orari) (?:aprite|chiudete|ricevete|(?:siete|state) \w+|fate)\b|"
    r"\bdove (?:siete|state|vi trov\w+|ricevete|avete (?:la |le |l |gli )?(?:sed\w|uffici\w*))\b")
_HERE = re.compile(r"\b(abito|abitiamo|vivo|viviamo|residente|domiciliat\w|domicilio|residenza|vengo|sono di|sto a|"
                   r"nat[oa] a)\b")


SHORT = 20
"""Words of the longest message whose places all belong to its question; a story names other places too."""
_ASKS_COURSE = re.compile(r"\b(?:avete|fate|ci sono|c e|si (?:fa|fanno|tien\w+)|dove|quando|qual\w*|che|sapere|"
                          r"chied\w+)\b")
SURE = 93
"""Similarity from which a place far away is meant: «a carico» is not Carvico."""

_AT = re.compile(r"\b(a|ad|in|provincia di|zona|vicino a|dalle parti di)$")
_OF = re.compile(r"\b(a|ad|di|cpi|impiego|collocamento|ufficio|sportello|sede)$")


def asks_of_offices(text: str) -> bool:
    """Whether «a che ora aprite?», «dove siete?» ask of the offices, whatever was spoken of before."""
    return _OF_US.search(normalise(text)) is not None


def names_other_office(text: str, with_office: Iterable[str]) -> bool:
    """Whether a question about offices names a place that has none (``with_office``: the municipalities that have)."""
    if _HERE.search(normalise(text)):
        return False
    known = {normalise(name) for name in with_office} | {"lombardia", "provincia di lecco"}
    found = [place for place in index_municipalities().find(text) if _OF.search(normalise(text[:place.start]))]
    return bool(found) and not any(normalise(place.id) in known for place in found)


def names_elsewhere(text: str) -> bool:
    """Whether a question names a place outside the province of Lecco, and not as the place where the person lives."""
    if _HERE.search(normalise(text)):
        return False
    asked = text if len(text.split()) <= SHORT else " ".join(
        part for part in re.split(r"[,;.!?\n]+", text) if find_topics(part) and _ASKS_COURSE.search(normalise(part)))
    found = [place for place in index_municipalities().find(asked)
             if place.id != "Lombardia" and not _is_slip(asked, place)]
    far = [place for place in found if place.kind != "lecco" and place.score >= SURE
           and _AT.search(normalise(asked[:place.start]))]
    return bool(far) and not any(place.kind == "lecco" for place in found)


def names_others(text: str) -> bool:
    """Whether «e l'altro?», «e negli altri?» asks of what was not spoken of."""
    return re.search(r"\baltr[oiea]\b(?! (?:volt[ae]|giorn[oi]|ann[oi]|sera|settimana|mese|persone)\b)", text,
                     re.IGNORECASE) is not None


_BOTH = re.compile(r"\b(?:(?:di|per|a|da|in|su) )?(?:tutt[ie] e (?:due|2)|entramb[ie]|ambedue)\b"
                   r"(?: (?:gli|i|le) (?:uffici|centri|sedi))?", re.IGNORECASE)


def names_both(text: str) -> bool:
    """Whether «il telefono di tutti e due» asks of every office."""
    return _BOTH.search(text) is not None


def drop_both(text: str) -> str:
    """``text`` without «di tutti e due», whose «e» parts no questions."""
    return _BOTH.sub(" ", text)


def _is_slip(text: str, place: Found) -> bool:
    """Whether a word of our questions only looks like a place: «oneri a carico» is not Carvico."""
    written = normalise(text[place.start:place.end])
    return written != normalise(place.id) and is_known(written)


def names_several_courses(text: str) -> bool:
    """Whether a question is of all the courses, whichever was spoken of before."""
    return re.search(r"\b(corsi|percorsi|tutti|tutte)\b", normalise(text)) is not None


MOST_BACK = 9
"""Words of the longest question that may be about a thing that was named some messages ago."""
_BACK = re.compile(r"\b(?:eran\w|era|quel|quello|quella|quelli|li ha|l ha|lo|formati|formato|curava|durava|costava|ne|"
                   r"quanti|chi)\b")


def refers_back(text: str) -> bool:
    """Whether a short question points at what was named before («quanti erano?», «e l'ente che li ha formati?»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    return len(said.split()) <= MOST_BACK and _BACK.search(said) is not None and not names_several_courses(text)


def points_at_course(text: str) -> bool:
    """Whether a message means a course that was named before («quel corso», «se lo rifanno»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    return re.search(r"\b(?:quel|questo|lo stesso) corso\b|\b(?:lo|quello) (?:rifa\w+|ripart\w+|riapr\w+|"
                     r"rifate)\b", said) is not None


def find_municipalities(text: str) -> list[Found]:
    """The municipalities that ``text`` names, in order; the province and the region are none."""
    return [place for place in index_municipalities().find(text) if place.id not in NO_MUNICIPALITY]


_MAIL = re.compile(r"\b(?:e-?mail|mail|posta|indirizzo (?:mail|e-?mail|elettronico))\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"\b(?:telefon\w+|numer[oi]|cell\w*|chiam\w+)\b", re.IGNORECASE)


def find_way_asked(text: str) -> Optional[Literal["email", "phone"]]:
    """The one way to reach an office that is asked for; None for both or neither."""
    mail, telephone = (pattern.search(text) is not None for pattern in (_MAIL, _TELEPHONE))
    return None if mail == telephone else "email" if mail else "phone"


def find_topics(text: str) -> set[str]:
    """The topics that the words of ``text`` name."""
    words = set(re.findall(r"[a-z]+", normalise(text)))
    return {topic for topic, named in TOPIC_WORDS.items() if words & set(named)}


def find_event_kinds(text: str) -> list[str]:
    """The kinds of event that the words of ``text`` name."""
    words = set(re.findall(r"[a-z]+", normalise(text)))
    return [kind for kind, named in EVENT_KINDS.items() if words & set(named)]


OTHERS_DATA = "privacy:other"
"""Subject of an answer about another person's data."""
_OF_OTHER = (rf"(?:lui|lei|(?:mi[oa]|un|una|il|la|l|d un) (?:{KIN}|utent\w+|assistit\w|client\w|signor\w*)|"
             rf"un altra persona|qualcun altro)")
_HIS_DATA = r"(?:(?:i |dei |ai )?suoi dati|(?:i |dei )?dati (?:di|del|della) \w+|(?:il )?suo (?:numero|nome)|suoi dati)"
_DATA_OF_OTHER = re.compile(
    rf"\b{_OF_OTHER} (?:\w+ ){{0,4}}(?:cancell|elimin|spari|toglier|rimuov|aver|copia|"
    rf"vole)\w*(?: \w+){{0,3}} {_HIS_DATA}\b|"
    r"\b(?:una |la |con |ho )(?:delega|deleghe|delegat[oa])\b|"
    r"\b(?:dir\w+|sapere|vedere|controllar\w*) se (?:\w+ ){1,4}(?:\d+ )?(?:ha|avesse|aveva) (?:gia )?(?:preso |"
    r"prenotato |fissato )?"
    r"(?:un |l )?appuntament\w+")
_MY_DATA = re.compile(r"\bse ho\b")
_TELL_ME = re.compile(
    r"\b(?:avvis(?!o\b|i\b)\w+|avvert\w+|(?:tien|teng|tener)\w* (?:informat|aggiornat|present)\w|informat(?:e|emi)|"
    r"informami|"
    r"mi informi|(?:faccia|faccia\w+|fate|fa|fammi|fatemi|fai) sapere|segnalatemi|mandatemi|mi mand\w+)\b")
_EVENT_SAID = re.compile(r"\b(?:event\w+|seminari\w*|workshop\w*|job ?day|convegn\w+|incontr[oi]|presentazion\w+)\b")
_COURSES_REFUSED = re.compile(r"\b(?:cors\w+) (?:\w+ )?(?:non|no)\b|\b(?:non|no) (?:\w+ )?(?:i |dei |ai )?cors\w+")


def asks_data_of_other(text: str) -> bool:
    """Whether ``text`` asks of another person's data or appointment («e se lui volesse sparire?», «ho la delega»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    return _DATA_OF_OTHER.search(" ".join(said.split())) is not None and _MY_DATA.search(said) is None


_NEEDED = re.compile(
    r"\b(?:serv\w+|occorr\w+|(?:e )?(?:obbligatori\w|necessari\w)|bisogn\w+|ci vuole|devo avere|senza)\b")
_HERE_WITH_US = re.compile(r"\b(?:parl\w+|scriv\w+|prenot\w+|appuntament\w+|colloqui\w*|iscriv\w+|cors\w+|ven\w+|voi|"
                           r"qui|chat|telefon\w+)\b")


def asks_whether_needed(text: str) -> bool:
    """Whether a question is if something is needed to come to us («per parlare con voi serve lo SPID?»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    return "?" in text and _NEEDED.search(said) is not None and _HERE_WITH_US.search(said) is not None


def wants_notice_of_events(text: str) -> bool:
    """Whether ``text`` wants to be told of events, and not of courses («mi tenga informato sugli eventi»)."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    of_courses = re.search(r"\bcors[oi]\b", said) is not None and _COURSES_REFUSED.search(said) is None
    return _TELL_ME.search(said) is not None and _EVENT_SAID.search(said) is not None and not of_courses


_NO_COURSES = re.compile(r"\b(?:aziend\w+|impres\w+|ditt[ae]|datori|seminari\w*|workshop\w*|convegn\w+)\b")


def leaves_courses_out(text: str) -> bool:
    """Whether the events that ``text`` speaks of have nothing to do with the courses, or these are refused."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    return _COURSES_REFUSED.search(said) is not None or _NO_COURSES.search(said) is not None


def takes_up_question(text: str) -> bool:
    """Whether a short question takes up the last one («e quello da elettricista?»)."""
    return re.match(r"(e|ed|invece|e invece)\b.{0,40}$", text.strip(), re.IGNORECASE) is not None


def names_presentation(text: str) -> bool:
    """Whether «quella dei camerieri» names the presentation of a course, which would be «quello»."""
    return re.search(r"\bquella (?:di|da|del|dei|delle|per)\b", normalise(text)) is not None


_WHAT_AGE = re.compile(r"\b(?:(?:che|quale) eta|(?:limit\w|soglia) d[i ]? ?eta|eta (?:massima|minima|limite)|"
    r"quanti anni)\b")


def asks_age(text: str) -> bool:
    """Whether a limit of age is asked for («fino a che età li prendevate?»)."""
    return _WHAT_AGE.search(expand_words(text)) is not None


def retarget(intent: str, text: str, named_kinds: set[str], last_topic: str | None) -> str:
    """The intent that ``text`` has after an answer about ``last_topic``.

    A question that names neither a topic nor a thing (``named_kinds``: kinds of the names found) refers to the last
    topic; one that names a thing of another topic than its intent's is about that thing.
    """
    alike = next((group for group in _ALIKE if intent in group.values()), None)
    if alike is None:
        return intent
    if last_topic == "course" and asks_of_offices(text):
        return alike.get("office", intent)
    if last_topic == "event" and asks_age(text):
        return alike.get("course", intent)  # ages are those of the course that was presented
    if last_topic == "event" and names_presentation(text):
        return alike.get("event", intent)
    named = find_topics(text) | (named_kinds & set(alike))
    if not named:
        return alike.get(last_topic or "", intent)
    own = next(topic for topic, name in alike.items() if name == intent)
    if own == last_topic == "event" and not find_topics(text):
        return intent  # «idem per la sala?»: the presentation of another course
    if own in named or len(named & set(alike)) != 1:
        return intent
    return alike[(named & set(alike)).pop()]
