"""People's names out of what they type; code, links and sentences are no names.

A name is known by what it is not: words of a conversation (:mod:`common_words`) refuse it, given names and surnames
(:mod:`name_words`) speak for it, and what is in no list is a name of somewhere else.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Optional, Sequence, Union

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.municipalities import LECCO_PROVINCE, LOMBARDY
from bot.italian.numbers import read_number_word
from bot.italian.people.common_words import COMMON_WORDS
from bot.italian.people.name_frames import cut_frame, is_frame
from bot.italian.people.name_words import DOUBTFUL, FOREIGN_NAMES, GIVEN_NAMES, SURNAME_PARTICLES, SURNAMES
from bot.italian.people.relatives import KIN
from bot.italian.text import normalise

LONGEST = 80
MOST_WORDS = 6
_IDEOGRAMS = 0x2E80
"""From here on one letter of Unicode may be a whole name."""


@dataclass(frozen=True)
class InvalidName:
    """It was meant for a name and cannot be kept. ``reason`` says why."""

    reason: Literal["markup", "code", "address", "digits", "symbols", "too_short", "too_long"]


NameResult = Union[str, InvalidName, None]

# --- what stands around a name ---------------------------------------------------------------------------------------

_OPENING = re.compile(
    r"^(?:(?:ciao|sono io|ancora|sempre|buon ?giorno|buona ?sera|buon pomeriggio|salve|si+(?! chiama)|sì|ok|okay|"
    r"va bene|va be['’]?|vabb?[eè]['’]?|d'accordo|perfetto|certo|"
    r"certamente|volentieri|allora|dunque|ecco(?:mi)?|eh|ah|beh?|hello|hi|grazie(?=[,.!])|piacere|scus[aie]|pardon|no|anzi|ma|solo|"
    r"volevo dire|io(?!\s+(?:sono|so|son|sarei|mi)\b))(?:[\s,!.:]+|$))+", re.IGNORECASE)
_SHORT_OPENING = re.compile(r"^(?:no|si|ma|mi|io|ok)\s+(?P<rest>\S+)$", re.IGNORECASE)
"""«No Minwoo», «Ma Wei»: no answer with a name behind it, but a surname."""
_SIDI = re.compile(r"^Si (?:Moh?amm?[ae]d|Muhammad|Ahmed|Ali|Hassan|Hussein|Larbi|Said|Brahim|Lahcen|Abd\w+) \S")
"""«Si Mohamed Alaoui»: in the Maghreb «Si» belongs to the name."""
_OF_SOMEBODY = rf"(?:(?:il |la )?(?:mi[oa]|nostr[oa]) |un |una |un')?{KIN}"
_LEAD = re.compile(
    rf"^(?:(?P<named>(?:io )?mi ?(?:ch|k)iam[oa]|(?:io )?chiam(?:o|armi|arsi)|(?:il )?(?:mio )?(?:nome|"
    rf"cognome)(?: e (?:cognome|nome)| ?/ ?(?:cognome|nome)"
    rf"| (?:cognome|nome)(?= *:))?(?: (?:è|e'|e))?\s*[:=]?|chiamami|nominativo:?|"
    rf"(?:(?:prenot\w+|l'appuntamento|la prenotazione|appuntamento)\s+(?:è\s+|e'\s+)?)?(?:a nome|(?:è |"
    rf"e' )?per {_OF_SOMEBODY})"
    rf"(?:\s+(?:di|del|della)(?:\s+{_OF_SOMEBODY})?)?[\s,:]*(?:(?:che )?si chiama|di nome|è|e')?|"
    rf"(?:{_OF_SOMEBODY}\s+)?si chiama|(?:per )?mi[oa] {KIN}[,:]?|per conto di|di nome|(?:può |puoi )?(?:scriv(?:a|"
    rf"i|ere|ete)|mett(?:a|i|ere|ete)|segn(?:a|i|are|ate))|"
    r"my name is|me llamo|je m'appelle|mă numesc|ma numesc|ich heiße)|"
    r"(?P<am>(?:io )?(?:sono|so|son|sarei)))(?:\s+|(?<=[:=,])|$)", re.IGNORECASE)
_REAL_NAME = re.compile(
    r"^.*\b(?:(?:vero|intero) nome|nome (?:vero|completo|intero|esatto|giusto|di battesimo)|all'anagrafe(?: sono)?|"
    r"sui documenti(?: sono)?)(?: (?:è|e'|e)(?= )|:)? (?=\S)", re.IGNORECASE)
"""«Mi chiamano Pippo, ma il nome vero è Giuseppe Amato»."""
_NUMBER_FIRST = re.compile(r"^\+?\d[\d\s/.-]{5,}[\s,;:]+(?=[^\W\d])")
"""«338 5566778 Nadia Corti»: both were meant at once."""
_FOR = re.compile(r"^x (?=\w)")
_TITLE = re.compile(
    r"^(?:(?:(?:il|la|un|una)\s+)?(?:signor(?:[aei]|ina)?|sig\.?\s?(?:ra|na|re)?\.?|dott\.?\s?(?:ssa)?\.?|"
    r"dr\.?\s?(?:ssa)?\.?|dottor(?:e|essa)?|ing\.?|avv\.?|arch\.?|geom\.?|rag\.?|prof\.?\s?(?:ssa)?\.?|mr\.?|mrs\.?)"
    r"(?:\s+|(?<=\.)))+", re.IGNORECASE)
_REST = re.compile(
    r"\s*(?:[,;(|\n]|\s[-–—]+\s|\s(?:e|ed|ma|con|che|perché|però|oppure|è|classe)\s+"
    r"|\s(?i:ho|abito|vivo|vorrei|tel|cell|telefono|cellulare|nat[oa]|numero|di anni|residente|disoccupat[oa]|mail|"
    r"e-mail|email|cf|codice fiscale|il mio|la mia|per favore|grazie|prego|cordiali saluti|distinti saluti)\b"
    r"|\s\+?\d[\d\s/.-]{4,}|\s\d{1,2} ann|\s(?=[A-Za-z]*\d)\w{8,}|\s\S+@).*$", re.DOTALL)
_LIVES_IN = re.compile(r"^(?P<name>\S+ \S.*?) (?:di|da) (?P<place>\S+)$")

# --- what is no name at all ------------------------------------------------------------------------------------------

_MARKUP = re.compile(r"[<>]|&(?:lt|gt|#\d+|amp|quot);", re.IGNORECASE)
_CODE = re.compile(
    r"--|;|/\*|[{}\[\]\\`$=]|^/|\b(?:select|insert|update|delete|drop|union|alter)\b.*\b(?:from|into|table|where|"
    r"select|set|all)\b|\bor\s+['\"]?1|<script",
    re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|://|@|\.(?:com|it|org|net|ru)\b", re.IGNORECASE)

_PARTICLES = SURNAME_PARTICLES | frozenset("san santo santa y e l o n md".split())
"""Those, and what else stands within a name: a saint, «y», an initial, Md. for Mohammed."""
_NEVER = frozenset(
    "quanto quanta quanti quante quando dove come cosa perche chi che quale quali non no nn si ok okay tu voi noi ho "
    "hai ha hanno e sei vado un una uno gli il i lo la le ci vi ti mi se ma me te ne lui lei qui qua li sto su con per "
    "tra fra "
    "di del dei al allo alla ai alle dal dalla da a in nel nella nei sul sulla questo questa questi queste quello "
    "quella quelli fa fai fate fu so sa sai do dai da dalle va vai poi mai po meno gia piu poco troppo forse qualcuno "
    "due tre quattro cinque sette otto nove dieci domani oggi dopodomani ieri stasera mattina mattino pomeriggio sera "
    "capisco capito posso possono potrei voglio vorrei voglia devo dirlo dirmi dimmi dire preferisco vuoi puoi puo "
    "confermo conferma accetto acconsento rifiuto annulla cancella esci stop lascia aspetta aspetti scusa scusi "
    "the and is what why not yes".split())
"""Words of sentences: a name has none of them, unless they are names somewhere else too."""
_NAMES_ELSEWHERE = frozenset(
    "no si ok tu noi ho hai ha che chi le lo la li mi se ma me te ne lei sto su da do dai fa fai fu so sa sai po mai e "
    "a in sei va vai vi di ci qua ti al and otto un per del dal dalla della".split())
"""Words of sentences that are a surname or a given name in East Asia, Africa or America, written with capitals."""
_ANSWERING = frozenset("no si ok ma che chi me mi ti a in se e".split())
"""Those of them that two capitals make no name of («Ma Dai», «Chi Sei»)."""
_ENDINGS = re.compile(
    r"(?:[aei]rmi|[aei]rlo|[aei]rla|[aei]temi|[aei]tevi|iamo|mente|zion[ei]|mento|menti|issim[oaie]|[ae]ndo|ebbe|erei|"
    r"irei|ologi[ae]|[aei]vo|izzare|isco|iscono|imi|ami|ale?lo|tela|enne)$")
_ENDINGS_AFTER_AM = re.compile(r"(?:[auie]t[oa]|os[oa]|iv[oa]|ess[oa]|ust[oa]|ond[oa]|ante|ente|ista|ese|ale|ile|"
                               r"ic[oa]|"
                               r"ett[oa])$")
_KEYS_IN_A_ROW = re.compile(r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|werty|zxcv|xcvb|uiop|abcd")
_MISSPELT = ("buongiorno", "buonasera", "buonanotte", "arrivederci", "grazie", "certamente", "certo", "perfetto",
             "confermo", "esatto", "daccordo", "negativo", "affermativo", "nemmeno", "neanche", "niente", "accetto",
             "acconsento", "aspetta", "annulla", "cancella")
_NO_IN_OTHER_LETTERS = frozenset("да нет так ні не знаю хорошо добре спасибо дякую что как как? نعم لا شكرا 是 不 "
                                 "好".split())


def is_plain_name(text: str) -> bool:
    """Whether ``text`` is nothing but a given name that is known and a surname («Gina Rossi»)."""
    words = text.strip(" .,!").split()
    return 2 <= len(words) <= 4 and all(word.replace("'", "").isalpha() for word in words) and (
        normalise(words[0]) in GIVEN_NAMES) and (
        any(normalise(word) in SURNAMES for word in words[1:]) or all(word[:1].isupper() for word in words)) and (
        not any(normalise(word) in COMMON_WORDS and normalise(word) not in SURNAMES for word in words[1:]))


def read_person_name(text: str, asked: bool = True) -> NameResult:
    """The person's name in ``text``, written with capitals; the particles of a surname get one too (De Luca, D'Angelo).

    ``asked=False`` needs «mi chiamo…» or two words after «sono». A question, a sentence or «sì» is no name: None.
    What a person wrote in mixed case (McDonald) stays as it is. «Rossi, Mario» is Mario Rossi.
    """
    said = _FOR.sub("per ", _NUMBER_FIRST.sub("", _REAL_NAME.sub("mi chiamo ", _tidy(text))))
    if not said:
        return None
    found = _read_name(said, asked)
    return _out_of_frame(said, found) if asked else found


def _out_of_frame(said: str, found: NameResult) -> NameResult:
    """What stands in the frame of ``said`` where nothing else was ``found``, or words of the frame with it."""
    framed = cut_frame(said)
    if framed is None or _dangerous(framed):
        return found
    named = _judged(_TITLE.sub("", framed), True, by_am=False, announced=True)
    better = not isinstance(found, str) or found.casefold().endswith(" " + framed.casefold()) or is_frame(found)
    return named if isinstance(named, str) and len(named.split()) > 1 and better else found


def _read_name(said: str, asked: bool) -> NameResult:
    """The name at the start of ``said``, behind a greeting or «mi chiamo»."""
    labelled = _labelled(said)
    if labelled is not None:
        return labelled
    opened = said if asked and (_is_short_surname(said) or _SIDI.match(said)) else _OPENING.sub("", said)
    lead = _LEAD.match(opened)
    rest = opened[lead.end():] if lead else opened
    if not asked and lead is None:
        return None
    announced, by_am = bool(lead and lead["named"]), bool(lead and lead["am"])
    if asked or announced:
        problem = _dangerous(rest)
        if problem is not None:
            return problem
    if said.endswith("?") or not rest.strip(" .,!:"):
        return None
    if asked:
        turned = _surname_first(rest) or _put_right(rest)
        if turned is not None:
            return turned
    if all(word in _NEVER for word in _words(rest)) and _is_name_from_elsewhere(
            _words(rest), _written_with_capitals(rest.split())):
        return _capitals(rest.strip(" .,!"))  # «Mai Ho»
    cut = _TITLE.sub("", _REST.sub("", " " + rest).strip()).strip(" .,!:\"«»*_-")
    if cut and not announced and _goes_on(rest, cut):
        return None
    return _judged(_without_place(cut) or rest.strip(), asked, by_am, announced)


_AFTER_LO = frozenset(
    "presti monaco russo cascio giudice piccolo vecchio bianco iacono schiavo verde conte rosa torre rocca spada "
    "greca malfa "
    "manna porta mantia barbera volpe causi calzi vigni rosi pira gotti coco duca faro giusto porto re sapio sardo "
    "surdo turco "
    "valvo verso viso vullo bello buono prete bue bianca fauci franca grassa licata loggia mela mura pietra placa "
    "russa scala "
    "spina terra trinita vecchia".split())
"""What follows «Lo», «La» or «Li» in a surname."""


def read_lone_surname(text: str) -> Optional[str]:
    """A surname that comes by itself: any name, and «lo presti», which in a sentence would be words."""
    found = read_person_name(text)
    words = _words(_tidy(text))
    if not isinstance(found, str) and len(words) == 2 and words[0] in ("lo", "la", "li") and words[1] in _AFTER_LO:
        return _capitals(_tidy(text).lower())
    return found if isinstance(found, str) else None


def read_name_in_field(text: str) -> Union[str, InvalidName]:
    """The name in a field that asks for a name and nothing else: no sentence is looked for, so «Sara Corsi» is one."""
    said = _tidy(text).strip(" .,")
    labelled = _labelled(said) or (None if _dangerous(said) else _surname_first(said))
    if labelled is not None:
        return labelled
    said = _TITLE.sub("", said) or said
    return _dangerous(said) or _unfit(said) or _capitals(said)


def _tidy(text: str) -> str:
    """``text`` in composed letters, apostrophes straight, single spaces, without marks that are not seen."""
    composed = unicodedata.normalize("NFC", re.sub("[’`´ʼ‘]", "'", text))
    seen = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    said = re.sub(r"\s+", " ", seen).strip()
    return re.sub(r"(?<=[a-zà-ù]{2})\.(?=[a-zà-ù]{3,}$)", " ", said) if re.fullmatch(
        r"[A-Za-zà-ù]{3,}\.(?!com$|net$|org$)[a-zà-ù]{3,}", said) else said


def _dangerous(said: str) -> Optional[InvalidName]:
    if _MARKUP.search(said):
        return InvalidName("markup")
    if _CODE.search(said):
        return InvalidName("code")
    if _ADDRESS.search(said) and len(said.split()) < 3:
        return InvalidName("address")
    return None


# --- the parts of a name ---------------------------------------------------------------------------------------------

_LABEL = re.compile(r"\b(?:(?:il|di|mio) )*(?<!nome e )(?P<label>cognome|nome)\b(?! (?:e )?(?:cog)?nome\b)\s*"
                    r"(?:(?:è|e'|e(?= \w+ e\b)|faccio|[:=]|-(?= ))\s*)?", re.IGNORECASE)
_BETWEEN_PARTS = " ,;.:()-="
_GIVEN_AND_FAMILY = re.compile(r"(?P<given>\S.*?)(?:,| e| ed) (?:faccio )?(?P<family>\S.*)", re.IGNORECASE)
_FAMILY_AND_GIVEN = re.compile(r"(?P<family>\S.*?)(?:,| e| ed)+ (?:io )?mi chiamo (?P<given>\S.*)", re.IGNORECASE)
_AND_AT_END = re.compile(r"(?:[\s,]+(?:e|ed|mentre|invece|è|e il è|il|di|e di|faccio|e faccio))+$", re.IGNORECASE)


def _labelled(said: str) -> Optional[str]:
    """«nome: Paolo, cognome: Costa», also «Paolo di nome e Costa di cognome»; None unless both are told."""
    labels = list(_LABEL.finditer(said))
    names = [label["label"].lower() for label in labels]
    if names not in (["nome", "cognome"], ["cognome", "nome"], ["cognome"]):
        return None
    before = _LEAD.sub("", _OPENING.sub("", said[:labels[0].start()])).strip(_BETWEEN_PARTS)
    before = _AND_AT_END.sub("", before)
    parts: dict[str, Optional[str]] = {}
    if names == ["cognome"]:  # «Anna, di cognome Riva»
        if not before:
            turned = _FAMILY_AND_GIVEN.fullmatch(said[labels[0].end():].strip(_BETWEEN_PARTS))
            return _labelled(f"nome {turned['given']} cognome {turned['family']}") if turned else None
        both = _GIVEN_AND_FAMILY.fullmatch(before)
        if both is not None and not said[labels[0].end():].strip(_BETWEEN_PARTS):  # «Anna e faccio Riva di cognome»
            before, said = both["given"], f"cognome {both['family']}"
            labels = list(_LABEL.finditer(said))
        parts["nome"], between, after = _part(before), said[labels[0].end():], ""
        before = ""
    else:
        between, after = said[labels[0].end():labels[1].start()], said[labels[1].end():]
    for label, part in zip(labels, (between, after) if not before else (before, between), strict=False):
        part = re.sub(r"^(?:e|ed|il|è)\s+", "", _AND_AT_END.sub("", part.strip(_BETWEEN_PARTS)))
        parts[label["label"].lower()] = _part(_REST.sub("", " " + part).strip(_BETWEEN_PARTS))
    if not all(parts.values()):
        return None
    whole = f"{parts['nome']} {parts['cognome']}"
    return whole if _may_be_name(whole.lower(), _words(whole), by_am=False, announced=True) else None


def _surname_first(said: str) -> Optional[str]:
    """«Rossi, Mario» as Mario Rossi, «Mario, Rossi» as it stands; None for a name with something else behind it."""
    surname, comma, given = _TITLE.sub("", said).partition(",")
    surname, given = surname.strip(), _REST.sub("", " " + given).strip(" .!")
    before, after = _words(surname), _words(given)
    if not comma or not before or not after or len(after) > 3 or _part(surname) is None or _part(given) is None:
        return None
    if any(word in COMMON_WORDS | _places() and not _is_name(word) for word in after):
        return None  # «Olga Koval, Merate»
    own = [word for word in before if word not in _PARTICLES]
    if len(own) > 1 and (len(own) > 2 or any(word in GIVEN_NAMES for word in own)):
        return None  # a whole name stands before the comma
    whole = f"{given} {surname}"
    if not _may_be_name(whole, _words(whole), by_am=False, announced=False):
        return None
    if len(own) == 1 and own[0] in GIVEN_NAMES - SURNAMES and not any(word in GIVEN_NAMES for word in after):
        whole = f"{surname} {given}"
    return _capitals(whole)


def _put_right(said: str) -> Optional[str]:
    """«Maria Rosi, anzi Rossi» as Maria Rossi; a whole name takes the place of the one before it."""
    match = re.match(r"(?P<old>.+?)[\s,.]+(?:anzi|no,? scus[ai]|scus[ai]|volevo dire)[\s,:]+(?P<new>.+)$", said,
                     re.IGNORECASE)
    if match is None:
        return None
    old, new = _part(match["old"]), _part(match["new"].strip(" .!"))
    if old is None or new is None or len(new.split()) > 1 or len(old.split()) == 1:
        return new
    wrong = min(old.split(), key=lambda word: DamerauLevenshtein.normalized_distance(word, new))
    return old.replace(wrong, new)


def _part(said: str) -> Optional[str]:
    """A given name or a surname by itself, with its capitals; None when it cannot be one."""
    words = _words(said)
    if not words or len(words) > 4 or _dangerous(said) or _unfit(said) or words[-1] in _NEVER - _NAMES_ELSEWHERE:
        return None
    if len(words) == 1 and words[0] in _NEVER and not said[0].isupper():
        return None
    if any(word in _NEVER and word not in _PARTICLES for word in words[1:]):
        return None
    return _capitals(said)


def _goes_on(rest: str, cut: str) -> bool:
    """Whether a word no name has in it goes on as a sentence does: «segnala il mio caso», «pagate con le tasse»."""
    behind = rest[rest.find(cut) + len(cut):]
    words = _words(cut)
    return re.match(r"\s*[A-Za-zà-ù]", behind) is not None and len(words) < 3 and (
        not any(_is_name(word) for word in words) or any(word in COMMON_WORDS and not _is_name(word) for word in words)
    ) and not re.match(r"\s*(?:grazie|per favore|nat[oa]\b|cf|(?:e |ed )?(?:(?:il|la|un|una) |l')?(?:mi[oa] )?"
                       r"(?:tel|cell|mail|e-?mail|numero|recapito|indirizzo)"
                       r"|(?:e |ed )?mi (?:trov|chiam|contatt|raggiung|scriv)\w+)", behind, re.IGNORECASE)


def _without_place(said: str) -> str:
    """«Olga Koval di Merate» without the place; De Luca and Di Lecco keep theirs."""
    match = _LIVES_IN.match(said)
    return match["name"] if match and _folded(match["place"]) in _places() else said


def _is_short_surname(said: str) -> bool:
    """Whether an answer like «No Minwoo» is a name from elsewhere, and not a «no» before a name."""
    match = _SHORT_OPENING.match(said)
    if match is None:
        return False
    after = _folded(match["rest"])
    if after in FOREIGN_NAMES and after not in GIVEN_NAMES:
        return True
    return _written_with_capitals(said.split()) and after not in GIVEN_NAMES | SURNAMES | COMMON_WORDS | _NEVER


# --- name or sentence ------------------------------------------------------------------------------------------------


def _judged(name: str, asked: bool, by_am: bool, announced: bool) -> NameResult:
    words = _words(name)
    if words and not _may_be_name(name, words, by_am, announced):
        return None
    unfit = _unfit(name)
    if unfit is not None:
        return unfit
    if len(words) > MOST_WORDS:
        return None
    if by_am and not asked and (len(words) < 2 or not (name[0].isupper() and name.split()[-1][0].isupper())):
        return None
    return _capitals(name)


def _may_be_name(name: str, words: Sequence[str], by_am: bool, announced: bool) -> bool:
    capitals = _written_with_capitals(name.split())
    plain = [word for index, word in enumerate(words)
             if not (word in _PARTICLES and index > 0 and len(words) > 2) and not (word in _PARTICLES and index == 0
                     and len(words) > 1 and words[1] not in _NEVER and word not in ("la", "lo", "le", "l", "do", "e"))]
    if not plain or any(word in _NEVER for word in plain):
        return name in ("Li", "Lo", "Da", "Do") or _is_name_from_elsewhere(words, capitals)
    if all(word in _NO_IN_OTHER_LETTERS for word in words) or normalise(name) in _places():
        return False
    sure = [word for word in plain if _is_name(word) and word not in DOUBTFUL]
    doubtful = [word for word in plain if word in DOUBTFUL]
    unknown = [word for word in plain if not _is_name(word) and not _is_common(word)]
    common = len(plain) - len(sure) - len(doubtful) - len(unknown)
    if announced:
        return capitals or (common < 2 and common < len(plain))
    if not sure and not capitals and any(_looks_like_sentence(word, by_am) for word in unknown):
        return False
    if len(plain) == 1:
        return not common and (not doubtful or (name[0].isupper() and not name.isupper()) or (
            not by_am and plain[0] in SURNAMES))
    if sure or capitals:
        return common < 2 and (bool(sure) or not common or len(plain) <= 3)
    return not common and doubtful in ([], plain[:1]) and len(plain) <= 3


def _is_name_from_elsewhere(words: Sequence[str], capitals: bool) -> bool:
    """«Ma Wei», «Ho Van Tu»: short words of ours that are names there, beside one that is none of ours."""
    if capitals and len(words) == 2 and words[0] in GIVEN_NAMES - DOUBTFUL:
        return True  # «Luigi Mattina»: who writes a sentence has no second capital
    if not 2 <= len(words) <= 4 or any(word in _NEVER and word not in _NAMES_ELSEWHERE for word in words):
        return False
    others = [word for word in words if word not in _NEVER and word != "van"]
    if capitals and not others and "van" not in words:  # «Mai Ho», «Dai Lei»
        return len(words) == 2 and not _ANSWERING.intersection(words)
    if capitals:
        return bool(others or "van" in words) and not any(
            word in COMMON_WORDS and not _is_name(word) for word in others)
    return sum(word in _NEVER for word in words) == 1 and bool(others) and all(
        word in FOREIGN_NAMES - GIVEN_NAMES or (word in GIVEN_NAMES and words[-1] == "sei") for word in others)


def _is_common(word: str) -> bool:
    """Whether ``word`` belongs to a conversation: as it is, drawn out («nooo»), a number, or a slip of a greeting."""
    if word in COMMON_WORDS or word in _places():
        return True
    if len(word) > LONGEST // 4:
        return False
    short = re.sub(r"(.)\1+$", r"\1", re.sub(r"(.)\1{2,}", r"\1", word))
    if short != word and (short in COMMON_WORDS or short in _NEVER):
        return True
    if re.fullmatch(r"(?:ha|ah){2,}h?|x{2,}|z{2,}", word):
        return True
    if len(word) >= 5 and any(DamerauLevenshtein.distance(word, key, score_cutoff=1) <= 1 for key in _MISSPELT):
        return True
    return len(word) > 3 and read_number_word(word) is not None


def _looks_like_sentence(word: str, by_am: bool) -> bool:
    """Whether an unknown word ends as verbs and adverbs do, after «sono» as adjectives do, or as nothing does."""
    return (len(word) > 5 and _ENDINGS.search(word) is not None) or (
        by_am and len(word) > 5 and _ENDINGS_AFTER_AM.search(word) is not None) or (
        word.isascii() and word.isalpha() and len(word) > 2 and re.search(r"[aeiouy]", word) is None) or (
        _KEYS_IN_A_ROW.search(word) is not None)


def _is_name(word: str) -> bool:
    return word in GIVEN_NAMES or word in SURNAMES or word in FOREIGN_NAMES


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The towns around, which are no name alone; those that are a surname too are left out."""
    return frozenset(normalise(place) for place in (*LECCO_PROVINCE, *LOMBARDY)) - SURNAMES


def _written_with_capitals(words: Sequence[str]) -> bool:
    """Whether each word has a capital as names have, particles aside; nothing is known from text in capitals only."""
    own = [word for word in words if word.lower().strip(".'") not in _PARTICLES] or list(words)
    return all(word[0].isupper() for word in own) and not all(word.isupper() for word in own)


def _words(name: str) -> list[str]:
    return [word for part in re.split(r"[\s'.-]+", name) if (word := _folded(part))]


def _folded(word: str) -> str:
    """The form that the lists hold; a word with letters that Italian has not («Hải») stays apart from ours («hai»)."""
    decomposed = unicodedata.normalize("NFD", word)
    if any(unicodedata.combining(char) and char not in "\u0300\u0301" for char in decomposed):
        return word.casefold()
    return normalise(word)


# --- how it is kept --------------------------------------------------------------------------------------------------


def _unfit(name: str) -> Optional[InvalidName]:
    """Why nobody can be called that, if so."""
    if len(name) > LONGEST:
        return InvalidName("too_long")
    if re.search(r"\d", name):
        return InvalidName("digits")
    letters = [char for char in name if unicodedata.category(char)[0] == "L"]
    shortest = 1 if letters and ord(letters[0]) >= _IDEOGRAMS else 2
    if any(unicodedata.category(char)[0] not in "LM" and char not in " '-." for char in name) or not letters:
        return InvalidName("symbols")
    return InvalidName("too_short") if len(letters) < shortest else None


def _capitals(name: str) -> str:
    return " ".join(_capital(word) for word in name.split())


def _capital(word: str) -> str:
    """A capital at the start and after an apostrophe or a hyphen; mixed case stays, but for «D'angelo»."""
    if re.fullmatch(r"(?:D|L|O|Dell|Dall|Degl|N)'[a-zà-ù]{2,}", word):
        return word[:word.index("'") + 1] + word[word.index("'") + 1:].capitalize()
    if not (word.islower() or word.isupper()):
        return word
    return re.sub(r"(^|['-])(\w)", lambda match: match[1] + match[2].upper(), word.lower())
