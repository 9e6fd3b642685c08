"""Reads a person's occupational status from lay, misspelt wording; silent on questions about who may attend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.numbers import write_digits
from bot.italian.people.status_words import JOBS, find_denied_status, list_patterns
from bot.rules.eligibility import Status

_RELATIVE = (
    r"(?:mi[oa]|nostr[oa]) (?:figli[oa]|marito|moglie|compagn[oa]|fratello|sorella|nipote|amic[oa]|fidanzat[oa]"
    r"|ragazz[oa])")
_FREE_TEXT_ONLY_WITH_I = ("contratto", "part time", "parttime", "full time", "tempo determinato", "tempo indeterminato",
    "a chiamata",
                          "dipendente", "stagionale", "apprendistato", "somministrazione")
_FIRST_PERSON = re.compile(
    r"\b(?:sono|io|ho|mi|lavoro (?:come|gia|in|da|a|part|con|ma|solo|poco|per|presso|anche)|guadagno|faccio|posso|"
    r"potrei|vorrei|"
    r"vivo|abito|studio|prendo|sto|vado|avrei|m|me|anch|son|mio|mia)\b")
_ABOUT_THE_RULE = re.compile(
    r"\b(?:per|ai|agli|alle|dei|degli|delle|i|gli|le|a chi e|chi e|solo|anche|riservat\w+|rivolt\w+|destinat\w+|aperto "
    r"a|un|una|uno|quali|"
    r"corsi?(?: \w+)?) (?:anche |solo |i |gli |le |ai |agli |un |una |chi e |chi |e )*"
    r"(?:disoccupat[oaie]|inoccupat[oaie]|student\w+|pensionat[oaie]|casalinghe|casalinga|lavorator\w+|dipendent[ei]|"
    r"autonom[oi]|occupat[oaie]|working ?poor|sospes[oaie]|"
    r"artigian[io]|apprendisti|naspi|cigs|cassa ?integrat\w+)\b")
_CONDITIONAL = re.compile(
    r"\b(?:se|anche se|qualora|chi|e se|anche chi|quando|mentre|nel caso|dopo che) (?:io |uno |una |si |gia |un |"
    r"invece |magari |"
    r"qualcuno |per caso |non |sono |sei |e |ho |fossi |avessi )*(?:lavor\w+|disoccup\w+|inoccup\w+|studi\w+|"
    r"pensionat\w+|pensione|"
    r"student\w+|cassa|cig\w*|cas+aling\w+|dipendent\w+|occupat\w+|partita|p iva|autonom\w+|licenzi\w+|pers[oa]|"
    r"contratto|un lavoro|in cassa|naspi|part time)\b[^,;.!]*")
_DEFINITION = re.compile(
    r"\b(?:(?:cos|cosa|che cos|che cosa|chi) ?(?:e|sono|vuol dire|significa|si intende)|cosa (?:vuol dire|significa|"
    r"vuole dire)|significato|spiega\w*|"
    r"(?:che|cosa) e la|quando (?:mi )?paga\w*|quanto (?:dura|prend\w+|paga)|domanda (?:di|per))\b")
_WORK = re.compile(
    r"(?<!un )(?<!il )(?<!di )(?<!del )(?<!al )(?<!dal )(?<!cerco )(?<!nuovo )(?<!altro )(?<!sul )(?<!nel "
    r")(?<!cercando )(?<!trovare )"
    r"(?<!trovo )(?<!per )(?<!senza )(?<!che )(?<!mio )(?<!cerca )(?<!corso )(?<!voglio )(?<!vorrei )(?<!posto "
    r")(?<!serve )(?<!tuo )"
    r"\blavor(?:o|icchio)\b(?! (?:estivo|a lecco\?))")
_SEEKS = re.compile(
    r"\b(?:cerco|sto cercando|in cerca di|alla ricerca di|vorrei trovare|voglio|vorrei|devo trovare|cercando|ricerca"
    r"|mi serve|ho bisogno di) (?:un |una |solo |ancora |disperatamente |attivamente )*(?:lavoro|occupazione|impiego)\b"
    # «part time» said of the work that is looked for is not the work one has
    rf"(?: (?:come|da|di|in|un|una|part ?time|full ?time|a tempo (?:in)?determinato|a tempo pieno|stagionale|fisso|vero"
    rf"|dipendente|a chiamata|con (?:un )?contratto(?: a \w+)?|{JOBS}))*")
_NO_WORK = re.compile(r"(?:io |adesso |ora )*no lavor(?:o|a|are)(?: io| adesso| ora)?")
"""«no lavoro», as one says who learns Italian; «no, lavoro» works."""
_OTHER_ANSWER = re.compile(r"^(?:altro|un ?altr[oa](?: (?:cosa|situazione))?|nessun[oa] (?:di (?:quest[ei]|quell[ei])|"
    r"dei precedenti|delle precedenti)|altra situazione|niente di quest\w+)$")

_VOCABULARY = (
    "disoccupato disoccupata disoccupati disoccupazione inoccupato inoccupata occupato occupata sospeso sospesa cassa "
    "integrazione "
    "cassaintegrato cassaintegrata licenziato licenziata dipendente studente studentessa studenti pensionato "
    "pensionata "
    "pensione casalinga casalingo partita autonomo autonoma professionista artigiano artigiana universitario "
    "universitaria "
    "lavoro lavorare lavorando lavorato lavoratore lavoratrice contratto determinato indeterminato badante impiegato "
    "impiegata "
    "operaio operaia chiamata apprendista naspi scuola scaduto perso libero cameriera cameriere").split()
_REAL_WORDS = frozenset(
    "lavora lavori lavorano lavoriamo studio studi studia lavoretto lavoretti perse persa persi persona cerco cercato "
    "dimesso "
    "scuole pensiono chiamato chiamate chiamo contratti contatto contatti occupati occupate occupazione sospesi libera "
    "liberi caso cosa "
    "casa tassa massa passa classe partire partiva partite partito vero verso peso preso perdo impiego impiegati "
    "operai "
    "contrario contraria lavorava lavoravo cucina messo corso determina determinata determinate indicato settore "
    "lasciato licenza corsa "
    "suola".split())


@dataclass(frozen=True)
class _Evidence:
    status: Status
    strength: int


def read_status(text: str, asked: bool = False) -> Optional[Status]:
    """The occupational status that ``text`` tells, as ``bot.rules.eligibility`` names it; None when it is not sure.

    ``asked``: it answers the question, so «cerco lavoro», «lavoro», «contratto a termine» are enough; otherwise the
    person must speak of themselves. What is asked about the rule («è per disoccupati?», «posso se lavoro?») is never
    taken. A relative's status is taken as that of whoever would attend, when nothing is said of oneself. Whoever works
    and studies, works.
    """
    said = _tidy(text)
    if not said:
        return None
    if asked and _OTHER_ANSWER.match(said.strip(" .!?,")):
        return "other"
    if asked and _NO_WORK.fullmatch(text.casefold().strip(" .!?")):
        return "unemployed"
    about_rule = _ABOUT_THE_RULE.search(_own_words_away(said)) or _DEFINITION.search(said)
    if about_rule and (not asked or re.search(r"\?|\bcors[oi]\b", said)):
        return None
    said = _CONDITIONAL.sub(" ; ", said)
    own, relatives = _split_relatives(said)
    found = _resolve(_evidence(own, asked))
    if found is None and relatives and not _evidence(own, asked):
        return _resolve(_evidence(relatives, True))
    return found


def denies_status(text: str) -> bool:
    """Whether somebody says only what they are not («non sono disoccupato»)."""
    said = _tidy(text)
    return "?" not in text and find_denied_status().search(said) is not None and read_status(text) is None


def _own_words_away(said: str) -> str:
    """``said`` without «sono un disoccupato», «io sono una casalinga»: the person's own words, not the rule's."""
    return re.sub(r"\b(?:sono|faccio|come|io|da|prendo|percepisco) (?:ancora |solo |gia |anche )?(?:un|una|uno|lo|la|"
        r"il|i|le) (?=\w)", "", said)


def _tidy(text: str) -> str:
    said = write_digits(text[:1000].replace("’", " ").replace("'", " ").replace("/", " ").replace("-", " "))
    said = re.sub(r"\bp\. ?iva\b", "p iva", re.sub(r"\bc\. ?i\. ?g\. ?(s?)\.?", r"cig\1", said))
    said = re.sub(r"\b[a-z]{4,}\b", lambda match: _spelt(match.group()), said)
    return re.sub(r"\s+", " ", said).strip()


def _spelt(word: str) -> str:
    """The known word that ``word`` misspells, or ``word``."""
    if word in _VOCABULARY or word in _REAL_WORDS or len(word) < 5:
        return word
    allowed = 1 if len(word) < 9 else 2
    near = sorted((DamerauLevenshtein.distance(word, known, score_cutoff=allowed), known) for known in _VOCABULARY
                  if known[0] == word[0] or len(word) >= 9)
    return near[0][1] if near and near[0][0] <= allowed else word


def _split_relatives(said: str) -> tuple[str, str]:
    """What is said of oneself and what of a relative: a clause belongs to the relative that it begins with."""
    own: list[str] = []
    relatives: list[str] = []
    for clause in re.split(r"[,;.!?]|\b(?:ma|e io|invece|mentre)\b", said):
        (relatives if re.search(rf"\b{_RELATIVE}\b", clause) else own).append(clause.strip())
    return " , ".join(own), " , ".join(relatives)


def _evidence(said: str, asked: bool) -> list[_Evidence]:
    found: list[_Evidence] = []
    personal = asked or _FIRST_PERSON.search(said) is not None
    seeks = _SEEKS.search(said) is not None
    said = _SEEKS.sub(" ; ", said)
    for status_name, strength, pattern in list_patterns():
        def take(match: re.Match[str], name: Optional[Status] = status_name, weight: int = strength) -> str:
            if name is not None and (personal or _stands_alone(match.group())):
                found.append(_Evidence(name, weight))
            return " ; "
        said = pattern.sub(take, said)
    if _says_works(said, asked, personal, any(item.status == "unemployed" for item in found)):
        found.append(_Evidence("employed", 1))
    if seeks and asked and not found:
        found.append(_Evidence("unemployed", 1))
    return found


def _stands_alone(words: str) -> bool:
    """Words that tell one's own status even without «sono»: «disoccupata da un mese», not «contratto»."""
    return not any(words.strip().startswith(word) or words.strip().endswith(word) for word in _FREE_TEXT_ONLY_WITH_I)


def _says_works(said: str, asked: bool, personal: bool, jobless: bool) -> bool:
    for match in _WORK.finditer(said):
        before = said[:match.start()]
        if asked:
            return True
        if re.search(r"(?:\bio|\bgia|\battualmente|\badesso|\bora|\bancora) $", before):
            return True
        starts_clause = re.search(r"(?:^|[,;.!?]|\b(?:e|ma|pero|che|perche|ciao|buongiorno|anni)) ?$", before)
        if starts_clause and personal:
            return True
    return bool(re.search(r"\b(?:sono|io) (?:gia |attualmente )?(?:occupat[oa]|lavoratore|lavoratrice)\b", said)) or (
        asked and not jobless and bool(re.search(r"\b(?:occupat[oa]|lavoratore|lavoratrice|lavorando|(?:faccio|sono) "
            r"(?:il |la |un |una |l )?"
                                 + JOBS + r")\b", said)))


def _resolve(evidence: list[_Evidence]) -> Optional[Status]:
    """One status out of what was found. Work outweighs study and pension; two outright ones that clash give None."""
    strong = {item.status for item in evidence if item.strength == 2}
    every = {item.status for item in evidence}
    if len(every) == 1:
        return every.pop()
    if "suspended" in strong:  # who is suspended has a job, and may say that he does not work
        return "suspended" if strong <= {"suspended", "employed"} else None
    if "self_employed" in strong:
        return None if {"employed", "unemployed"} & strong else "self_employed"
    if "employed" in every:
        return None if "unemployed" in every else "employed"
    if "unemployed" in strong:
        return None if "retired" in strong else "unemployed"
    return strong.pop() if len(strong) == 1 else None
