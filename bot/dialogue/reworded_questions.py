"""Questions of ours in formal, misspelt or roundabout words, which the classifier takes for others of ours or for none.

«numero complessivo dei frequentanti», «quale ente riveste il ruolo di capofila?», «verificca dei requisti come si fa».
"""

from __future__ import annotations

import re
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.dialogue.context import Context, Understood
from bot.dialogue.fragments import holds_booking
from bot.dialogue.own_words import is_foreign

_PARTICIPANTS = re.compile(
    r"\b(?:numero|totale|quantita|cifra)\b.{0,25}\b(?:frequentant\w+|partecipant\w+|iscritt\w+|alliev\w+|corsist\w+|"
    r"student\w+|ammess\w+)\b|\bquant\w+ (?:\w+ )?(?:frequentant\w+|frequentato|frequentavano|corsist\w+|alliev\w+)\b")
_OUR_LEAD = re.compile(
    r"\b(?:ruolo|funzion\w|compito|qualita) di (?:ente |soggetto )?capofila\b|\b(?:quale|che|quali) (?:ente|soggetto|"
    r"organismo|"
    r"istituzione|amministrazione)\b.{0,40}\b(?:capofila|alla guida|alla testa)\b|\bcapofila\b.{0,15}\b(?:del|di "
    r"questo|del "
    r"vostro) (?:patto|progetto|partenariato)\b")
_MAY_LEAD = re.compile(r"\b(?:pu[oò]|possono|potrebbe|potrebbero|deve|devono|dovrebbe|diventare|requisiti|ammess\w)\b")
_AGE_ASKED = re.compile(
    r"\b(?:eta|anni)\b.*\b(?:qual\w*|che|quant\w+|minim\w|massim\w|limit\w+|serv\w+|bisogn\w+|ci vogliono)\b|"
    r"\b(?:qual\w*|che|quant\w+|limit\w+|fino a)\b.*\b(?:eta|anni)\b")
_PREREQUISITE = re.compile(
    r"\b(?:bisogn\w+|serv\w+|occorr\w+|si deve|devo|dobbiamo|ci vogliono|ci vuole)\b.{0,20}\b(?:"
    r"saper\w*(?! (?:qual\w*|quand\w|quant\w+|chi|come|cosa|che|dove|dov|se|a che|in che|di che)\b)|conosc\w+|"
    r"competenz\w+|capac\w+|basi|pratica|essere (?:esperti|bravi|portati))\b|"
    r"\b(?:che|quali|quanta|quante) (?:conoscenz\w+|competenz\w+|basi|esperienza)\b.{0,20}\b(?:serv\w+|occorr\w+|"
    r"bisogn\w+|"
    r"chied\w+|ci vo\w+)\b|\b(?:non|nn) (?:lo |la |l )?(?:so|sono capace|sono buon\w|son capace)\b.{0,15}\b(?:us\w+|"
    r"con|scriv\w+)\b"
    r".{0,12}\b(?:computer|pc|tablet|internet)\b|\b(?:computer|pc)\b.{0,15}\b(?:non|nn) (?:lo )?so\b")
"""What one must be able to do before a course: the requirements are all that is published."""
_TAUGHT_THERE = re.compile(r"\b(?:impar\w+|insegn\w+|si acquis\w+|in uscita|alla fine|appuntament\w+|colloqui\w*|"
                           r"prenot\w+|did)\b")
_FOR_WHOM = re.compile(
    r"\b(?:categori\w+|destinatar\w+|soggett\w+|lavorator\w+|person\w+|chi)\b.{0,40}\b(?:riservat\w+|rivolt\w+|"
    r"destinat\w+|"
    r"ammess\w+|acced\w+|consentit\w+|apert\w)\b.{0,25}\b(?:frequen\w+|cors[oi]|percors\w+|lezion\w+)\b")
"""«a quali categorie di lavoratori sia riservata la frequenza»."""
_PAYS = re.compile(
    r"\b(?:dovut\w|corrispettiv\w+|esbors\w+|oner[ei]|quota|retta|versa\w+|costo|spesa)\b.{0,40}\b(?:frequen\w+|"
    r"cors[oi]|"
    r"percors\w+|lezion\w+|partecip\w+|iscri\w+)\b|\b(?:frequen\w+|cors[oi]|percors\w+|lezion\w+|partecip\w+|"
    r"iscri\w+)\b.{0,40}"
    r"\b(?:dovut\w|corrispettiv\w+|esbors\w+|oner[ei]|retta)\b|\bquanto (?:mi|ci) (?:scuc\w+|spill\w+|pel\w+)\b|"
    r"\b(?:usare|pagare|accett\w+|prend\w+)\b.{0,15}\b(?:satispay|contanti|bancomat|carta di credito|pos|bonifico)\b")
"""«se per la frequenza sia dovuto un corrispettivo», «si può usare satispay?»."""
_ANY_COURSE = re.compile(r"\b(?:cors[oi]|partecip\w+|iscri\w+)\b")
_ANYTHING_FOR = re.compile(
    r"\b(?:c e|ce|ci sarebbe|avete|esiste|trovo|hai) (?:qualche|qualcosa|qualcos altro|qualche cosa) (?:cosa )?(?:per|"
    r"x|anche per) "
    r"(?:me|noi|mi[oa] \w+|chi|una? come me)\b")
_HOW = re.compile(r"\b(?:come|dove|quando|verif\w+|controll\w+|guard\w+|vogl\w+|vorrei|posso)\b")
_REQUIREMENTS = "requisiti"
_OF_CALL = re.compile(r"\b(?:bando|avviso|regione|regionale|legge|categori\w+)\b")
_OF_EVENT = re.compile(r"\b(?:seminari\w|workshop|job|evento|incontro|patto)\b")
_DOUBTFUL = frozenset({
    "out_of_scope", "nlu_fallback", "inform", "ask_course_list", "ask_help", "tell_hard_time"})
"""What the classifier reads in words that it does not know well."""
_VAGUE = frozenset({"ask_course_other_detail", "ask_call_further", "ask_call_members", "check_eligibility"})
"""What it reads in formal words about the courses."""
_OF_CALL_ITSELF = re.compile(r"\b(?:bando|avviso|regione|regionale|legge|patto|partenariato)\b")


def read_reworded(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """The question that ``text`` (``said``: its folded words) asks by its own words; None where they do not say it."""
    if context.task is not None or understood.kinds & {"event"} or (
            context.find_once(holds_booking, text, understood.kinds)):
        return None
    intent = _find_asked(said, understood.intent)
    return Understood(intent, 1.0, None, understood.kinds) if intent is not None else None


def _find_asked(said: str, intent: str) -> Optional[str]:
    doubtful = intent in _DOUBTFUL
    if _PARTICIPANTS.search(said) and not _OF_EVENT.search(said):
        return "ask_course_participants"
    if _OUR_LEAD.search(said) and not _OF_CALL.search(said) and not _MAY_LEAD.search(said):
        return "ask_pact_lead"  # who leads ours, not who may lead one
    vague = doubtful or intent in _VAGUE
    if vague and _FOR_WHOM.search(said) and not _OF_CALL_ITSELF.search(said):
        return "ask_course_audience"
    if vague and _PAYS.search(said) and not _OF_EVENT.search(said):
        return "ask_course_cost"
    of_courses = doubtful or intent.startswith("ask_course") or intent == "check_eligibility"
    if of_courses and _PREREQUISITE.search(said) and not _TAUGHT_THERE.search(said):
        return "ask_course_audience"
    if (doubtful or intent == "ask_office_services") and _ANYTHING_FOR.search(said):
        return "check_eligibility"
    if not doubtful:
        return None
    if _AGE_ASKED.search(said) and _ANY_COURSE.search(said) and not re.search(r"\d|\bdur\w+", said):
        return "ask_course_audience"
    others = [word for word in said.split() if not _is_spelt(word, _REQUIREMENTS)]
    named = len(others) < len(said.split()) and not any(is_foreign(word) for word in others)
    return "check_eligibility" if named and _HOW.search(said) else None


def _is_spelt(word: str, known: str) -> bool:
    """Whether ``word`` is ``known``, up to two slips of the keys."""
    return word[:1] == known[:1] and DamerauLevenshtein.distance(word, known, score_cutoff=2) <= 2
