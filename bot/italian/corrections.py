"""Understands «scusa, 34 non 43»: what a person puts right, as text for the parser of the fact at hand."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.numbers import write_digits
from bot.italian.text import normalise

_STRONG = (
    r"(?:volev[oa] (?:dire|scrivere)|intendev[oa]|anzi|(?:mi )?(?:sono |so |ero )?sbagliat[oa]|sbaglio|ho sbagliato|"
    r"mi sono (?:spiegat|espress)[oa] male|"
    r"(?:mi )?corregg[oi]|correzione|errat[ao] corrige|errore|ho scritto male|in realt[aà]|pardon|non [eè] (?:vero|"
    r"giusto|corretto)|"
    r"(?:ho )?(?:invertit[oa]|scambiat[oa]|confus[oa])(?: (?:le cifre|i numeri))?|mi sono confus[oa]|"
    r"(?:ho scritto )?(?:i |le |coi |con i )?(?:numeri|cifre)(?: \w+){0,2}? (?:al contrario|a rovescio|girat[ei]|"
    r"rovesciat[ei]|invertit[ei]|scambiat[ei]|sbagliat[ei])|al contrario|"
    r"m['i]? ?(?:[eè] )?(?:partit|scappat|scivolat)o (?:un |il )?(?:dito|tasto|numero)|lapsus|"
    r"errore di (?:battitura|stampa|distrazione)|che (?:scem|stupid|sciocc|sbadat|distratt|tont|rimbambit|asin)\w+|"
    r"(?:ho )?(?:digitato|premuto|schiacciato|battuto|pigiato) male|modifico|rettifico|meglio dire|cio[eè]|"
    r"ripensandoci|ho cambiato idea)")
_WEAK = r"(?:scus[aie](?:mi|temi|te)?|ops+|oops|no+|perdon[oa](?:mi)?|chiedo scusa|sorry|aspe|aspett[ai])"
_HAS_STRONG = re.compile(rf"\b{_STRONG}\b", re.IGNORECASE)
_STARTS_WEAK = re.compile(rf"^\W*{_WEAK}\b", re.IGNORECASE)
_MIDDLE = re.compile(rf"^(?P<old>.{{1,60}}?)[\s,;:.!…-]+(?:{_WEAK}[\s,;:.]+)?{_STRONG}\b[\s,;:.!…-]*(?P<new>.+)$",
    re.IGNORECASE)
_NOT_BUT = re.compile(r"^non (?P<old>.{1,60}?),? (?:ma|bens[iì]|per[oò])\b,? (?P<new>.+)$", re.IGNORECASE)
_NOT_OLD_NEW = re.compile(r"^(?P<old>(?:\w+ ){0,3}?\w+),? no+[,.;]* (?P<new>(?!grazie\b).+)$", re.IGNORECASE)
_NEW_NOT_OLD = re.compile(r"^(?P<new>.{1,60}?),? (?:e )?non (?P<old>.{1,60})$", re.IGNORECASE)
_QUESTION = re.compile(
    r"^(?:quant\w+|come|dove|dov|quando|chi|cosa|che|quale|quali|perch\w+|posso|potrei|puoi|potete|c e|ci sono|non|il "
    r"ritardo|"
    r"il disturbo|la domanda|grazie|se|e se|ma se|capit\w+|disturb\w+|tutto|niente|nulla|so|lascia\w*|aiuto|vorrei|"
    r"voglio|"
    r"va bene|ok|si|no)\b")
_NOT_A_FACT = re.compile(
    r"^(?:(?:ho|lo|la|ci|si|mi|ti|ne|l|e|c e|c) )*(?:so|saprei|capisc\w+|capit\w+|posso|voglio|vorrei|importa|serve|"
    r"funziona\w*|ricordo|"
    r"interess\w+|va|vedo|credo|penso|riesco|trovo|preoccup\w+|dirlo|mi|ancora|piu|molto|tanto|troppo|oggi|sempre|solo|"
    r"tutt[oi]|"
    r"bene|male|c e|ci|lo|ho|e|disponibile|chiaro|valido|adesso|ora|proprio|sono|fa|faccio|hai|hanno|puoi|dici|"
    r"rispond\w+)\b")
_NO_LEFT_SIDE = frozenset(
    "ok si no perche certo boh ciao grazie purtroppo ma e ancora io forse se che ora adesso scusa scusi allora beh mi "
    "sono ho "
    "chi questo quello il la corso cosa come preferisco meglio spero credo penso vabbe vabe beh be mah boh bo uff eh "
    "oh ah "
    "oddio dai cmq comunque insomma guarda niente senti magari tanto infatti cavolo ecco".split())
_FACT_STARTS = re.compile(
    r"^(?:(?:io )?(?:ho|ne ho|sono|abito|vivo|lavoro|studio|sto|mi chiamo|guadagno|prendo)|(?:il |la )?mi[oa] "
    r"(?:numero|mail|email|nome|eta)|"
    r"a |ad |in |il \d|alle \d|lune\w+|marte\w+|merco\w+|giove\w+|vener\w+|sabato|domani|dopodomani|oggi|disoccup\w+|"
    r"dipendente|autonom\w+|"
    r"pensionat\w+|casalinga|student\w+|resident\w+|domicili\w+)\b")


_PERIOD_ONLY = re.compile(r"\d.*\b(?:anzi|cioe|scusa\w*|no|pardon|volevo dire)\W+(?:al mese|all[' ]anno|a settimana|"
                          r"netti|lordi)$")


def find_correction(text: str) -> Optional[tuple[str, Optional[str]]]:
    """(new, old) when ``text`` puts something right, as the person wrote the parts; ``old`` when it was repeated.

    «scusa, 34 non 43» is ("34", "43"); «no volevo dire 34» is ("34", None). The parts are for the other parsers, which
    know whether 34 is an age. None for questions and for apologies that correct nothing («scusa, non ho capito»).
    """
    said = re.sub(r"\s+", " ", text[:300]).strip()
    if not said or said.rstrip(" .!").endswith("?"):
        return None
    said = said.strip(" .!")
    if _PERIOD_ONLY.search(normalise(said)):  # «1000 al mese, cioè no, all'anno»: the amount stands
        return None
    strong, weak = _HAS_STRONG.search(said) is not None, _STARTS_WEAK.match(said) is not None
    rest = said[_lead_length(said):].strip(" ,;:") if strong or weak else said
    pair = _pair_at_end(rest) or _pair(rest, marked=strong or weak)
    if pair is not None:
        return pair
    if strong:
        middle = _MIDDLE.match(said)
        if middle is not None and not _LEAD_ONLY.fullmatch(middle["old"].strip(" ,;:")):
            new = _lead_off(middle["new"])
            return (new, _lead_off(middle["old"])) if _may_be_fact(new) else None
        return (rest, None) if _may_be_fact(rest) else None
    if weak and rest and _may_be_fact(rest) and (_digits(rest) or _FACT_STARTS.match(normalise(rest))):
        return rest, None
    inner = re.match(rf"^(?P<old>\S{{1,20}})\s*[,.…;]+\s*{_WEAK}\b[\s,.…]+(?P<new>\S{{1,20}})$", said, re.IGNORECASE)
    if inner is not None and _digits(inner["new"]) and _digits(inner["old"]):
        return inner["new"], inner["old"].strip(".,…")
    return None


_INSIDE = re.compile(
    r"\b\d{1,3}(?P<unit> anni| euro| ore)?[\s,.;]*\b(?:anzi(?: no)?|no scusa\w*|scusa(?:mi|te)?|cioè|cioe|volevo dire|"
    r"pardon)[\s,]+(?P<new>\d{1,3})\b", re.IGNORECASE)


def drop_taken_back(text: str) -> str:
    """«ho 30 anni anzi 31, lavoro…» with the new number only: a correction inside a longer message."""
    return _INSIDE.sub(lambda match: match["new"] + (match["unit"] or ""), text)


_REPAIR = re.compile(
    r"[\s,;.!…–-]*\b(?:anzi(?: no)?|o meglio|(?:no,? )?mi correggo|no,? (?:aspett[ai]|scus\w+|pardon)|cio[eè]|"
    r"vol(?:evo|evamo) dire|"
    r"intendev[oa]|pardon|"
    r"mi (?:sono )?(?:corregg\w+|sbagliat\w|confus\w|(?:espress|spiegat)\w male)|"
    r"(?:ho |avevo )?(?:letto|visto|guardato|scritto|capito|detto|segnato|calcolato|contato) male|"
    r"(?:a+h+|o+h+|eh|oddio|mannaggia|uffa|ops+|accidenti|cavolo)[\s,]+no|che dico|"
    r"(?:ho )?(?:sbagliato|confuso)|rettifico|correggo|errore mio)\b[\s,;.!:…]*", re.IGNORECASE)
"""Words between what was said first and what is meant."""


def split_put_right(text: str) -> list[str]:
    """What ``text`` says before and after each «anzi», «o meglio», «ho letto male»; one part where it has none."""
    return [part for part in _REPAIR.split(text) if part.strip()]


_LEAD_ONLY = re.compile(rf"(?:(?:{_WEAK}|ma|e|ah|eh|oddio|che|mi|sono|ho)[\s,;:.!…-]*)+", re.IGNORECASE)


def _lead_length(said: str) -> int:
    """The characters of apology before the fact; «ho» and «mi» belong to it only before «sbagliato»."""
    match = re.match(
        rf"^\W*(?:(?:{_STRONG}|{_WEAK}|ma|ah|eh|oddio|e|che)(?=\W|$)[\s,;:.!…-]*)*", said, re.IGNORECASE)
    return match.end() if match else 0


def _lead_off(part: str) -> str:
    return part[_lead_length(part):].strip(" ,;:")


def _pair(said: str, marked: bool) -> Optional[tuple[str, str]]:
    """«non 43 ma 34» and «34, non 43»; without an apology only between two short things of the same sort."""
    match = _NOT_BUT.match(said)
    if match is not None and _same_sort(match["new"], match["old"], marked):
        return match["new"].strip(" ,;"), match["old"].strip(" ,;")
    match = _NOT_OLD_NEW.match(said) if marked else None
    if match is not None and _same_sort(match["new"], match["old"], marked):
        return match["new"].strip(" ,;"), match["old"].strip(" ,;")
    match = _NEW_NOT_OLD.match(said)
    if match is not None and not _NOT_A_FACT.match(normalise(match["old"])) \
            and _same_sort(match["new"], match["old"], marked):
        return match["new"].strip(" ,;"), match["old"].strip(" ,;")
    return None


def _pair_at_end(said: str) -> Optional[tuple[str, str]]:
    """«haha il dito, 27 non 17»: two numbers put right behind a few words that correct nothing."""
    match = re.fullmatch(r".{1,40}[,.;:!…]\s*(?P<new>\d{1,3}(?: \w+)?),? (?:e )?non (?P<old>\d{1,3}(?: \w+)?)", said)
    return (match["new"], match["old"]) if match is not None else None


def _same_sort(new: str, old: str, marked: bool) -> bool:
    first, second = normalise(new).strip(" ,;."), normalise(old).strip(" ,;.")
    if not first or not second or first == second or _QUESTION.match(first) or _QUESTION.match(second):
        return False
    if _digits(new) or _digits(old):
        return _digits(new) == _digits(old) or marked
    left = first.split()
    if left[0] in _NO_LEFT_SIDE and (not marked or len(left) == 1):
        return False
    limit = 5 if marked else 2
    return len(left) <= limit and len(second.split()) <= limit


def _may_be_fact(part: str) -> bool:
    folded = normalise(part)
    return bool(folded) and len(folded.split()) <= 10 and not _QUESTION.match(folded) and re.search(r"\w",
        folded) is not None


def _digits(part: str) -> bool:
    return re.search(r"\d", write_digits(part)) is not None
