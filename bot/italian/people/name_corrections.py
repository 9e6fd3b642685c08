"""A name put right: «il cognome è Bianco, con la o», «non Bianchi ma Bianco», «due s», the parts turned round."""

from __future__ import annotations

import re
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.people.common_words import COMMON_WORDS
from bot.italian.people.name_words import FOREIGN_NAMES, GIVEN_NAMES, SURNAMES
from bot.italian.people.names import read_name_in_field
from bot.italian.text import normalise

_NAMES = {"acca": "h", "ipsilon": "y", "kappa": "k", "zeta": "z", "esse": "s", "emme": "m", "enne": "n", "erre": "r",
          "elle": "l", "effe": "f", "cappa": "k", "cu": "q", "jota": "j", "ics": "x", "ti": "t", "pi": "p",
          "gi": "g", "vu": "v", "bi": "b"}
_SOUNDS = (("ch(?=[ei])", "k"), ("c(?!h)", "k"), ("k", "c"), ("i", "y"), ("y", "i"), ("gi(?=[aou])|^g(?=e)", "j"),
           ("i(?=[aeou])", "j"), ("j", "i"), ("s", "z"), ("z", "s"), ("v", "w"), ("w", "v"), ("cs", "x"), ("f", "ph"),
           ("t(?!h)", "th"), ("c", "q"), ("c(?!h)", "ch"), ("n", "m"), ("m", "n"), ("b", "p"), ("p", "b"), ("d", "t"),
           ("^j(?=e)", "g"), ("(?<=[aou])$", "h"), ("(?<=r)", "h"))
"""What is heard and what is written: «con la kappa» puts a k where a c or a ch stands."""
_LETTER = rf"({'|'.join(_NAMES)}|[a-z])"
_MISSING = re.compile(rf"\b(?:manc\w+|(?:mangiat|dimenticat|saltat|pers)\w) (?:ci |una |un |un altra |la |"
                      rf"l )*{_LETTER}\b")
_TWICE = re.compile(rf"\b(?:con )?(?:due|2|la doppia|doppia) (?:lettere )?{_LETTER}\b")
_ONCE = re.compile(rf"\b(?:con )?(?:una|1|un) (?:sola )?{_LETTER}(?: sola)?\b|"
                   rf"\bsenza (?:la )?doppia ([a-z])\b")
_WITHOUT = re.compile(rf"\bsenza (?:la |l )?{_LETTER}\b")
_HAS = re.compile(
    rf"\b(?:con|ci vuole|va|vuole|ci va|serve) (?:un |una |la |l |il )?{_LETTER}\b|\b{_LETTER} (?:e non|al posto|"
    rf"invece)\b|"
    rf"^{_LETTER} non [a-z]$")
_OF_SPELLING = re.compile(
    rf"\b(?:con|senza|vuole|manc\w+|mangiat\w|dimenticat\w|saltat\w|pers\w|in piu|di troppo|doppia|due|va) "
    rf"(?:(?:ci|un|una|altra|la|l|il|con|due|doppia|sola|scritt\w) )*{_LETTER}\b|"
    r"\b(?:doppi[ae]|lettera|si scrive|va scritt\w|kappa|ipsilon|acca)\b")
"""Words of who spells a name."""
_ADDS = re.compile(
    r"\b(?:manca|mancherebbe|mancava|aggiung\w+|anche|second[oi] (?:cog)?nom\w|due cognomi|doppio cognome|complet\w|"
    r"intero|dimenticat\w|documento|carta d identita|passaporto)\b")
"""Words of who has another name beside those that were told."""
_COUNTED = re.compile(r"\bsecond[oi]\b(?= (?:cog)?nom)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:per|mi[ao]|con)\b")
"""Words of somebody who comes too."""
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
    spells = spells_name(text)
    added = None if spells else _add_words(text, said, parts)
    if added is not None:
        return added
    given = [word for word in _words_given(text, spells) if not spells or _is_near(word, parts)]
    if given:
        return _put_in(given, parts, _label_of(said))
    return _spell_again(said, parts)


def spells_name(text: str) -> bool:
    """Whether ``text`` tells letters of a name («con due elle», «ci vuole la kappa»)."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    return _OF_SPELLING.search(said) is not None


def _add_words(text: str, said: str, parts: list[str]) -> Optional[str]:
    """``parts`` with the name that was left out: «manca il secondo cognome, Lopez», «aggiungi Maria al nome»."""
    if _ADDS.search(said) is None or _OF_OTHERS.search(said):
        return None
    known = [normalise(part) for part in parts]
    given = [word for word in _words_given(_COUNTED.sub(" ", text), spelt=True)
             if normalise(word) in known or _is_name(word, text)]
    start = next((known.index(normalise(word)) for word in given[:1] if normalise(word) in known), None)
    if not given or all(normalise(word) in known for word in given):
        return None
    if start is not None:
        return _with_part(parts, start, len(parts), " ".join(given))
    if any(0 < DamerauLevenshtein.distance(normalise(given[0]), part) <= CLOSE // 2 for part in known):
        return None  # the same, written otherwise
    return _with_part(parts, 1, 1, " ".join(given)) if _label_of(said) == "nome" else _with_part(
        parts, len(parts), len(parts), " ".join(given))


def is_starred(text: str) -> bool:
    """Whether ``text`` is written as one corrects a message in a chat («*Michela»)."""
    return _STARRED.fullmatch(text) is not None


def _put_starred(text: str, known: str) -> Optional[str]:
    """``known`` with the word that replaces one of it; the whole name where it is written again."""
    right = put_name_right(text, known)
    if right is not None or len(text.split()) < 2:
        return right
    whole = read_name_in_field(text) if _words_given(text) else None
    return whole if isinstance(whole, str) else None


def _replace_one_by_other(text: str, parts: list[str]) -> Optional[str]:
    for match in _INSTEAD.finditer(text):
        old = match["old"] or match["wrong"] or match["other"]
        new = match["new"] or match["right"] or match["one"]
        for index, part in enumerate(parts):
            if normalise(part) == normalise(old) and normalise(new) not in _FILLERS:
                return _with_part(parts, index, index + 1, new)
    return None


def _words_given(text: str, spelt: bool = False) -> list[str]:
    """The words of ``text`` that can be parts of a name: none of the words with which one corrects.

    Beside other words there is no telling, unless letters are ``spelt`` or a name is added.
    """
    letter = _LETTER.replace("(", "(?:", 1) + r"\b"
    plain = re.sub(r"[,;:.!«»\"()]|\b(?:di|del) (?=(?:cog)?nome\b)", " ", re.sub("[’`´]", "'", text))
    for pattern in (rf"\b(?:con|finisce in|termina in) (?:la |l'|due |una |il )?(?:doppia )?{letter}(?: sola| finale)?",
                    rf"\b(?:due|doppia|una|un'altra|senza|senza la|senza l') ?{letter}"):
        plain = re.sub(pattern, " ", plain, flags=re.IGNORECASE)
    words = [word for word in plain.split() if normalise(word).strip("'") not in _FILLERS and len(word) > 1]
    if spelt:
        words = [word for word in words if not _is_plain_word(word) and normalise(word) not in _NAMES]
    if any(_is_plain_word(word) for word in words) or not 1 <= len(words) <= 4:
        return []
    return words


def _is_name(word: str, text: str) -> bool:
    """Whether ``word`` is written as a name inside ``text``, or is a known one."""
    folded = normalise(word)
    return folded in SURNAMES | GIVEN_NAMES | FOREIGN_NAMES or word[:1].isupper() and not text.lstrip().startswith(word)


def _is_near(word: str, parts: list[str]) -> bool:
    """Whether ``word`` is some part of the name written otherwise."""
    return any(0 < DamerauLevenshtein.distance(normalise(word), normalise(part)) <= min(CLOSE, len(word) // 2)
               for part in parts)


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
    """A letter doubled, taken away, written for another or put at the end, in the only word where it can be."""
    for pattern, change in ((_MISSING, _double), (_TWICE, _double), (_ONCE, _single), (_WITHOUT, _take_away),
                            (_WITH, _end_with), (_HAS, _write_with)):
        match = pattern.search(said)
        if match is None:
            continue
        letter = next(group for group in match.groups() if group)
        letter = _NAMES.get(letter, letter)
        changed = [(index, new) for index, part in enumerate(parts) for new in change(part, letter)]
        label = _label_of(said)
        if label is not None and len(parts) > 1:
            changed = [item for item in changed if (item[0] == 0) == (label == "nome")]
        named = [item for item in changed if normalise(parts[item[0]]) in said.split()]
        changed = named or changed
        known = [item for item in changed if normalise(item[1]) in GIVEN_NAMES | FOREIGN_NAMES | SURNAMES]
        changed = known if len(changed) > 1 else changed
        if len(changed) == 1:
            index, new = changed[0]
            return _with_part(parts, index, index + 1, new)
        if changed or pattern is not _WITH:
            return None
    return None


def _double(part: str, letter: str) -> list[str]:
    """The letter twice where it stands once."""
    inside = re.finditer(rf"(?<=.)(?<!{letter}){letter}(?!{letter})", part, re.IGNORECASE)
    return [part[:match.end()] + letter + part[match.end():] for match in inside]


def _single(part: str, letter: str) -> list[str]:
    found = list(re.finditer(letter * 2, part, re.IGNORECASE))
    return [part[:found[0].start() + 1] + part[found[0].end():]] if len(found) == 1 else []


def _take_away(part: str, letter: str) -> list[str]:
    found = list(re.finditer(letter, part, re.IGNORECASE))
    return [part[:found[0].start()] + part[found[0].end():]] if len(found) == 1 else []


def _end_with(part: str, letter: str) -> list[str]:
    """«con la o»: only a vowel in the place of another at the end, as of a surname read wrong."""
    vowels = "aeiou"
    if letter not in vowels or len(part) < 3 or part[-1].lower() not in vowels or part[-1].lower() == letter:
        return []
    return [part[:-1] + letter]


def _write_with(part: str, letter: str) -> list[str]:
    """«con la kappa», «con l'acca»: the letter in the place of what sounds like it; none where it stands already."""
    if letter in part.lower():
        return []
    made = [part[:found.start()] + written + part[found.end():] for heard, written in _SOUNDS if letter in written
            for found in re.finditer(heard, part, re.IGNORECASE)]
    return [name[:1].upper() + name[1:] if part[:1].isupper() else name for name in made]


def _with_part(parts: list[str], start: int, end: int, new: str) -> Optional[str]:
    name = read_name_in_field(" ".join([*parts[:start], new, *parts[end:]]))
    return name if isinstance(name, str) else None
