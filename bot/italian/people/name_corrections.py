"""A name put right: «il cognome è Bianco, con la o», «non Bianchi ma Bianco», «due s», the parts turned round."""

from __future__ import annotations

import re
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.people.common_words import COMMON_WORDS
from bot.italian.people.name_words import GIVEN_NAMES, SURNAMES
from bot.italian.people.names import name_in_field
from bot.italian.text import normalise

_NAMES = {"acca": "h", "ipsilon": "y", "kappa": "k", "zeta": "z", "esse": "s", "emme": "m", "enne": "n", "erre": "r",
          "elle": "l", "effe": "f"}
_LETTER = rf"(?P<letter>{'|'.join(_NAMES)}|[a-z])"
_MISSING = re.compile(rf"\bmanc\w+ (?:ci |una |un altra |la |l )*{_LETTER}\b")
_TWICE = re.compile(rf"\b(?:con )?(?:due|2|la doppia|doppia) (?:lettere )?{_LETTER}\b")
_ONCE = re.compile(rf"\b(?:con )?(?:una|1|un) (?:sola )?{_LETTER}(?: sola)?\b|"
                   rf"\bsenza (?:la )?doppia (?P<other>[a-z])\b")
_WITHOUT = re.compile(rf"\bsenza (?:la |l )?{_LETTER}\b")
_WITH = re.compile(rf"\b(?:con|finisce (?:con|in|per)|termina (?:con|in)) (?:la |l )?{_LETTER}\b(?: finale|"
                   rf" alla fine)?")
_DROPPED = re.compile(r",?\s*\b(?:senza|togli\w*) (?:il |la |l['’]|quel |"
                      r"quell['’])?(?P<word>[\w'’]{2,})", re.IGNORECASE)
"""«senza El»: a word of the name that is none."""
_SWAPPED = re.compile(
    r"\b(?:invertit\w|scambiat\w|al contrario|rovesciat\w)\b.*\b(?:nom\w|cognom\w)|\b(?:nom\w|"
    r"cognom\w)\b.*\b(?:invertit\w|"
    r"scambiat\w|al contrario|rovesciat\w)\b")
_INSTEAD = re.compile(
    r"\bnon (?:[eè] |e' |si (?:scrive|chiama) )?(?P<old>[\w'’]+)[\s,]+(?:ma|bensì|è|e'|e|si scrive)\s+(?P<new>[\w'’]+)|"
    r"\b(?P<right>[\w'’]+)[\s,]+(?:e )?(?:non|mica|anziché|invece di|e no) (?P<wrong>[\w'’]+)|"
    r"\b(?P<one>[\w'’]+) al posto di (?P<other>[\w'’]+)",
    re.IGNORECASE)
_LABEL = re.compile(r"\b(?:di )?(?P<label>cognome|nome)\b", re.IGNORECASE)
_STARRED = re.compile(r"\s*(?:\*+\s*[^*\s][^*]*|[^*]*[^*\s]\s*\*+)\s*")
_FILLERS = frozenset(
    "attenzione scusa scusi scusate aspetta no anzi guarda ho sbagliato sbagliata sbagliato scritto male errato "
    "errore il la lo mio cognome nome e è giusto giusta corretto esatto sarebbe si scrive chiama faccio fa era "
    "invece con senza ma pero però volevo dire in realtà realta veramente manca una un due lettera finisce finale "
    "per non corregge correggi correggere puoi potresti cambia metti mettere scrivi modifica al posto vero questo "
    "hai ha avete hanno messo capito letto segnato come sta chiedo piacere davvero "
    "l lo ha scritto segnato messo da solo sola lui lei ultima correzione ah oh vero proprio sbagliando senza "
    "sono mi chiamo che dopo alla fine nel nella cosi così deve essere".split())
CLOSE = 3
"""Slips of a key between a word of the name and what is meant for it, at most."""


def put_name_right(text: str, known: str) -> Optional[str]:
    """``known`` as ``text`` corrects it; None when the text corrects no part of it.

    Given name and surname are told by their label, by what they replace, or by the likeness of the words; a letter that
    is spelt («due s») changes the only word in which it can.
    """
    if is_starred(text):
        return _put_starred(text.strip(" *"), known)
    parts = known.split()
    said = re.sub(r"[^\w' ]", " ", normalise(text))
    said = " ".join(said.replace("'", " ").split())
    if not parts or len(said.split()) > 14:
        return None
    if _SWAPPED.search(said):
        return " ".join([*parts[1:], parts[0]]) if len(parts) > 1 else None
    dropped = _DROPPED.search(text)
    shorter = [part for part in parts if dropped is None or normalise(part) != normalise(dropped["word"])]
    if dropped is not None and 1 < len(shorter) < len(parts):  # «il cognome è Idrissi, senza El»
        rest, kept = text[:dropped.start()] + text[dropped.end():], " ".join(shorter)
        return put_name_right(rest, kept) or kept
    replaced = _replace_one_by_other(text, parts)
    if replaced is not None:
        return replaced
    given = _words_given(text)
    if given:
        return _put_in(given, parts, _label_of(said))
    spelt = _spell_again(said, parts)
    return spelt


def is_starred(text: str) -> bool:
    """Whether ``text`` is written as one corrects a message in a chat («*Michela»)."""
    return _STARRED.fullmatch(text) is not None


def _put_starred(text: str, known: str) -> Optional[str]:
    """``known`` with the word that replaces one of it; the whole name where it is written again."""
    right = put_name_right(text, known)
    if right is not None or len(text.split()) < 2:
        return right
    whole = name_in_field(text) if _words_given(text) else None
    return whole if isinstance(whole, str) else None


def _replace_one_by_other(text: str, parts: list[str]) -> Optional[str]:
    for match in _INSTEAD.finditer(text):
        old = match["old"] or match["wrong"] or match["other"]
        new = match["new"] or match["right"] or match["one"]
        for index, part in enumerate(parts):
            if normalise(part) == normalise(old) and normalise(new) not in _FILLERS:
                return _with_part(parts, index, index + 1, new)
    return None


def _words_given(text: str) -> list[str]:
    """The words of ``text`` that can be parts of a name: none of the words with which one corrects."""
    letter = _LETTER.replace("?P<letter>", "?:") + r"\b"
    plain = re.sub(r"[,;:.!«»\"()]|\b(?:di|del) (?=(?:cog)?nome\b)", " ", re.sub("[’`´]", "'", text))
    for pattern in (rf"\b(?:con|finisce in|termina in) (?:la |l'|due |una |il )?(?:doppia )?{letter}(?: sola| finale)?",
                    rf"\b(?:due|doppia|una|un'altra|senza|senza la|senza l') ?{letter}"):
        plain = re.sub(pattern, " ", plain, flags=re.IGNORECASE)
    words = [word for word in plain.split() if normalise(word).strip("'") not in _FILLERS and len(word) > 1]
    if any(_is_plain_word(word) for word in words) or not 1 <= len(words) <= 4:
        return []
    return words


def _is_plain_word(word: str) -> bool:
    folded = normalise(word)
    return re.search(r"\d|@", word) is not None or (
        folded in COMMON_WORDS and folded not in SURNAMES and folded not in GIVEN_NAMES)


def _label_of(said: str) -> Optional[str]:
    labels = {match["label"] for match in _LABEL.finditer(said)}
    return labels.pop() if len(labels) == 1 else None


def _put_in(given: list[str], parts: list[str], label: Optional[str]) -> Optional[str]:
    """The words in the place of the part that they are meant for."""
    if len(given) > 1 and not (label == "cognome" and normalise(given[0]) != normalise(parts[0])):
        return None  # a whole name
    if label == "cognome":
        return _with_part(parts, 1, len(parts), " ".join(given)) if len(parts) > 1 else _with_part(
            [*parts, ""], 1, 2, " ".join(given))
    near = sorted((DamerauLevenshtein.distance(normalise(given[0]), normalise(part)), index)
                  for index, part in enumerate(parts))
    if label == "nome" and (near[0][0] > CLOSE or near[0][1] == 0):
        return _with_part(parts, 0, 1, given[0])
    distance, index = near[0]
    if distance == 0 or distance > CLOSE or distance > len(given[0]) // 2:
        return None
    return _with_part(parts, index, index + 1, given[0])


def _spell_again(said: str, parts: list[str]) -> Optional[str]:
    """A letter doubled, taken away or put at the end, in the only word where it can be."""
    for pattern, change in (
            (_MISSING, _double), (_TWICE, _double), (_ONCE, _single), (_WITHOUT, _take_away), (_WITH, _end_with)):
        match = pattern.search(said)
        if match is None:
            continue
        letter = next(group for group in match.groupdict().values() if group)
        letter = _NAMES.get(letter, letter)
        changed = [(index, new) for index, part in enumerate(parts) if (new := change(part, letter)) is not None]
        label = _label_of(said)
        if label is not None and len(parts) > 1:
            changed = [item for item in changed if (item[0] == 0) == (label == "nome")]
        if len(changed) != 1:
            return None
        index, new = changed[0]
        return _with_part(parts, index, index + 1, new)
    return None


def _double(part: str, letter: str) -> Optional[str]:
    """The letter twice in the only place where it stands once, or in the one that makes a known name."""
    inside = re.finditer(rf"(?<=.)(?<!{letter}){letter}(?!{letter})", part, re.IGNORECASE)
    made = [part[:match.end()] + letter + part[match.end():] for match in inside]
    if len(made) > 1:
        made = [name for name in made if normalise(name) in SURNAMES or normalise(name) in GIVEN_NAMES]
    return made[0] if len(made) == 1 else None


def _single(part: str, letter: str) -> Optional[str]:
    found = list(re.finditer(letter * 2, part, re.IGNORECASE))
    return part[:found[0].start() + 1] + part[found[0].end():] if len(found) == 1 else None


def _take_away(part: str, letter: str) -> Optional[str]:
    found = list(re.finditer(letter, part, re.IGNORECASE))
    return part[:found[0].start()] + part[found[0].end():] if len(found) == 1 else None


def _end_with(part: str, letter: str) -> Optional[str]:
    """«con la o»: only a vowel in the place of another at the end, as of a surname read wrong."""
    vowels = "aeiou"
    if letter not in vowels or len(part) < 3 or part[-1].lower() not in vowels or part[-1].lower() == letter:
        return None
    return part[:-1] + letter


def _with_part(parts: list[str], start: int, end: int, new: str) -> Optional[str]:
    name = name_in_field(" ".join([*parts[:start], new, *parts[end:]]))
    return name if isinstance(name, str) else None
