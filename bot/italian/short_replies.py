"""Short replies: yes and no, «the second one», «any», «skip», «as soon as possible»."""

from __future__ import annotations

import re
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.text import normalise

_YES = re.compile(
    r"^(si+(?! (?:scriv|chiam|legg|pronunc|tratt)\w*)|se$|certo|certamente|ok|okay|okey|oke|va bene|vabene|"
    r"va benissimo|d accordo|daccordo|confermo|conferma\w*|"
    r"accetto|"
    r"acconsento|esatto|giusto|perfetto|sicuro|volentieri|yes|procedi|vai|assolutamente|benissimo|corretto|ci sto|"
    r"molto bene|ottima idea|proced\w+|prosegu\w+|vada|direi (?:di si|che va bene|ok)|puo procedere|"
    r"(?:ora |adesso )?(?:e )?(?:tutto )?(?:esatto|corretto)|tutto giusto|tutto ok|tutto bene|tutto corretto|"
    r"tutto apposto|tutto a posto|va bn|prenot[aoi]\w*|autorizzo|do il "
    r"consenso|magari|ovvio|ottimo|bene)\b")
_BEFORE = re.compile(r"^(?:(?:allora|beh|be|mah|m{2,}|eh|ah|dai|vabbe|va be|guarda|ma) +)+")
"""What one says while thinking: «allora ok», «mmm no»."""
_LONG_YES = ("confermo", "conferma", "accetto", "perfetto", "acconsento", "certamente", "daccordo")
_NO = re.compile(
    r"^(no+|macche|non (confermo|accetto|acconsento|voglio|va bene|sono d accordo|autorizzo)|nn|neanche|"
    r"assolutamente no|"
    r"preferi\w+ di no|direi di no|per niente|sbagliato|rifiuto|meglio di no|nono|negativo|annulla|col (?:cavolo|"
    r"piffero|cacchio)|"
    r"(?:manco|neanche|nemmeno|neppure) (?:per (?:sogno|idea|scherzo|niente)|mort\w)|anche no|non se ne parla|"
    r"(?:te|ve) l[oi] (?:sogni|sognate|scordi|scordate)|scordatel\w|non ci penso (?:nemmeno|neanche|proprio))\b")
_TAKEN_BACK = re.compile(r"\b(?:anzi|cioe|ma|pero|no|aspett\w) (?:no+|nono)\b(?! problem)|\bno+ (?:no+ |scusa |"
                         r"anzi )*(?:aspett\w|ferm\w)\b|"
                         r"\b(?:anzi|aspett\w) (?:lascia\w*|ferm\w)\b")
"""«sì anzi no», «ok, no aspetta»: the last word counts."""
_HELD_BACK = re.compile(r"\baspett[aie]\w{0,2}\b|\b(?:ma|pero) (?:un (?:attimo|momento|secondo)|non (?:lo )?(?:so|"
                        r"sono sicur\w))\b")
"""«ok aspetta», «sì ma non lo so»: no yes yet."""
_GIVEN_AFTER_ALL = re.compile(r"\banzi (?:si+|ok|va bene)\b|\b(?:ma|cioe) si+\b")
_YES_SIGNS, _NO_SIGNS = "👍👌✅✔☑🆗🙌💪", "👎❌✖🚫🙅"
"""Emoji that answer a question when nothing is written beside them."""
_ORDINALS = {
    "prim": 1, "second": 2, "terz": 3, "quart": 4, "quint": 5, "sest": 6,
    "uno": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6,
}
_ANY = re.compile(
    r"\b(qualsiasi|qualunque|indifferente|e uguale|(?:e )?lo stesso(?! (?:giorn|orari|uffici|mes|post|num|nom|cors|"
    r"centr|servizi|appuntament)\w*)|non importa|fa lo stesso|scegli tu|come vuoi|"
    r"fai tu|fate voi|decid\w+ (tu|voi)|(dove|quando|quello che|quale) "
    r"(vuoi|volete|vuole|capita)|(?:dove|quando|quello dove|quale dei due) (?:c e (?:prima |un )?(?:posto|liber\w+|"
    r"prima)|si fa prima|"
    r"fate prima|ci sono (?:posti|orari))|a caso|entrambi|uno dei due|va bene tutto|tutti e due)\b")
_ALL_THE_SAME = re.compile(
    r"\b(?:va(?:nno)? bene|vale|posso|possiamo|puo|vengo|veniamo|prenoto|funziona|basta|serve|ricev\w+|riesc\w+|"
    r"conta) lo stesso\b")
"""«lo stesso» that is «anyway»."""
_SOONEST = re.compile(
    r"\b(prim[oa] (posto|data|giorno|slot|disponibil\w*|liber\w*|possibile|appuntamento|buco|ora\w*)|"
    r"prima possibile|piu presto|quanto prima|appena possibile|il prima|subito|presto possibile|piu vicin\w+)\b")
_SKIP = re.compile(
    r"\b(salta|saltiam\w+|saltare|andiamo (?:avanti|oltre)|passiamo oltre|no|niente|nessun\w*|basta cosi|nulla|"
    r"non (so|voglio|ho)|va bene cosi|skip|lascia)\b")
_DECLINES = re.compile(
    r"\b(preferi\w+ (?:di )?(?:non|tener\w+)|non (lo so|so|saprei|voglio dir\w+|(?:te |ve |glie)?l[oae] dico|"
    r"rispondo|ricordo|"
    r"(?:ne )?parlo (?:con|di questo|a un)|ne parlo|mi va di (?:dir\w+|risponder\w*)|sono tenut\w|intendo (?:dir|"
    r"rispond)\w+|son[o]? cose da (?:dire|"
    r"chiedere))|"
    r"(?:tengo|tenerl[oa]|resta) per me|(?:e|sono) (?:cose |roba |una cosa )?(?:privat\w|riservat\w|personal\w)|boh|"
    r"salta|"
    r"saltiam\w+|passo|"
    r"andiamo oltre|passiamo oltre|segreto|non si (?:chied|dic)\w+|fatti miei|"
    r"affari miei)\b")
_PUTS_OFF = re.compile(r"\b(?:dopo|avanti|poi)\b")
_UNDECIDED = re.compile(
    r"(?:(?:boh|bo|bho|mah|m{2,}|eh|beh|be|uh?m+|ok|no|si|aspetta|aspetti|scusa|guarda|allora|ma|forse|dipende|dubbio|"
    r"(?:fam+i|fatemi|mi faccia|lasciami|mi lasci|devo|dovrei|voglio|vorrei|posso)? ?(?:ci )?(?:prima )?(?:pensar\w+|"
    r"riflett\w+)|fam+ici pensare|(?:che )?ci (?:sto pensando|devo pensare|penso|rifletto|voglio pensare)|"
    r"(?:dammi |mi dia |solo )?un (?:attimo|momento|secondo|minuto|po)|un attimino|su|bene|meglio|prima|ancora|proprio|"
    r"(?:non|nn) (?:lo )?(?:so|sapr\w+|sono (?:tanto |molto |proprio )?(?:sicur\w|convint\w))|(?:se )?mi conviene|"
    r"ho (?:qualche|dei|un) dubbi\w*|sono indecis\w|indecis\w|che (?:dire|dico)|cosa (?:dire|fare|rispondere)) ?)+")
_CONCLUDES = re.compile(r"\b(?:allora|quindi|dunque) (?:no+|si+)$")
"""«mah, allora no» has been decided."""
_BARE = re.compile(r"(?:(?:ok|no|si|scusa|guarda|allora|ma|beh|be|eh|su|bene|meglio|prima|ancora) ?)*")
_ALL = re.compile(r"\b(tutt[iea]|tutti e tre|tutte e tre|qualsiasi|qualunque|indifferente|uno qualsiasi|non (lo )?so|"
                  r"boh|"
                  r"fa lo stesso|e uguale|ogni corso|nessuno in particolare)\b")


_ONLY_PARTLY = re.compile(r"\b(?:ma|pero|tranne|salvo|eccetto|solo|soltanto|basta che)\b")


def agrees_partly(text: str) -> bool:
    """Whether a yes is one to a part only («sì ma solo il numero»)."""
    return read_yes_or_no(text) is True and _ONLY_PARTLY.search(normalise(text)) is not None


def read_yes_or_no(text: str) -> Optional[bool]:
    """True for a yes, False for a no, None for anything else."""
    said = normalise(text)
    said = re.sub(r"[^\w ]", " ", said).strip()
    if not said:
        return _sign(text)
    said = _BEFORE.sub("", said) or said
    if _NO.match(said):
        return _GIVEN_AFTER_ALL.search(said) is not None
    if _TAKEN_BACK.search(said):
        return False
    if _HELD_BACK.search(said):
        return None
    return True if _YES.match(said) or _misspelt_yes(said) else None


def _misspelt_yes(said: str) -> bool:
    """«confremo», «perfeto»: a single long word one slip away from a yes."""
    return len(said) >= 6 and " " not in said and any(
        DamerauLevenshtein.distance(said, word, score_cutoff=1) <= 1 for word in _LONG_YES)


def _sign(text: str) -> Optional[bool]:
    """What an answer without words means: 👍 a yes, 👎 a no; both or neither are no answer."""
    yes, no = any(sign in text for sign in _YES_SIGNS), any(sign in text for sign in _NO_SIGNS)
    return None if yes == no else yes


_AROUND_NUMBER = frozenset(
    "il lo la l numero opzione va bene prendo scelgo quello quella orario per me ok si che c e ce libero "
    "disponibile posto "
    "facciamo allora direi preferisco vorrei vada".split())
"""Words around a number that picks one of the things shown."""
_AROUND_ORDINAL = _AROUND_NUMBER | frozenset(
    "no anzi ma be beh mah vabe vabbe dai oh eh uff boh tipo ecco perfetto ottimo grazie scusa pure proprio meglio "
    "giusto poi "
    "a al alla di del della delle dei tra fra in questi queste quelli quelle questo questa li la qui qua orari ore "
    "tutti "
    "tutte lista elenco hai ha avete detto dato proposto mostrato scritto mandato mi piace interessa segna segnami "
    "prenota "
    "prenotami dammi metti mettimi fai fammi fa sia va prendiamo prenderei sceglierei faccio potrei andare andiamo con "
    "insomma comunque cmq quindi senti guarda ci vado vengo".split())
"""Words around «il secondo», «l'ultimo» that change nothing of it."""
_UNDERSTOOD = re.compile(r"^ *(?:(?:ah|ok|va bene|bene|adesso|ora) )*(?:ho )?(?:capito|chiaro|inteso)\b")
_SIGH = re.compile(r"(?:a+h+|o+h+|e+h+|u+f+a*|m{2,}|o+k+)$")


_AGREES_FIRST = re.compile(
    r"(?:si+|certo|va bene|ok|okay|d accordo|sono d accordo|acconsento|accetto|confermo|volentieri) (?:ma|pero|e|"
    r"solo)\b"
    r"(?!.*\b(?:se|purche|a patto|prima)\b)")


def agrees_first(text: str) -> bool:
    """Whether a yes begins what goes on with something else («sì, ma i bambini?»), without a condition."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    return _AGREES_FIRST.match(said) is not None and read_yes_or_no(text) is True


def read_ordinal(text: str, count: int) -> Optional[int]:
    """The index (from 0) that «ok il secondo allora», «l'ultima» or «2» picks among ``count`` things shown."""
    said = _UNDERSTOOD.sub("", re.sub(r"[^\w ]", " ", normalise(text))).split()
    words = [word for word in said if word not in _AROUND_ORDINAL and not _SIGH.match(word)]
    if len(words) != 1:
        return None
    word = words[0]
    by_number = word.isdigit() or word in _ORDINALS
    if by_number and any(other not in _AROUND_NUMBER for other in said if other != word):
        return None
    if word.startswith("ultim"):
        return count - 1
    if word.startswith("penultim"):
        return count - 2 if count > 1 else None
    word = re.sub(r"^(\d+)[oa]$", r"\1", word)  # «il 1o»
    number = int(word) if word.isdigit() else next(
        (value for stem, value in _ORDINALS.items() if word == stem or (word[:-1] == stem and len(stem) > 3)), 0)
    return number - 1 if 1 <= number <= count else None


def leaves_choice(text: str) -> bool:
    """Whether the person leaves the choice to us; «va bene lo stesso?» asks whether something will do anyway."""
    said = _ALL_THE_SAME.sub(" ", re.sub(r"[^\w ]", " ", normalise(text)))
    return _ANY.search(said) is not None


def wants_first_free(text: str) -> bool:
    """Whether the person wants the first free place."""
    return bool(_SOONEST.search(re.sub(r"[^\w ]", " ", normalise(text))))


def skips_question(text: str) -> bool:
    """Whether the person would rather not answer."""
    return bool(_SKIP.search(re.sub(r"[^\w ]", " ", normalise(text))))


def declines(text: str) -> bool:
    """Whether the person does not know the answer, or would rather not give it."""
    return bool(_DECLINES.search(re.sub(r"[^\w ]", " ", normalise(text))))


def puts_off(text: str) -> bool:
    """Whether the person would do it later («dopo», «vai avanti»)."""
    return _PUTS_OFF.search(text.casefold()) is not None


def is_undecided(text: str) -> bool:
    """Whether the person neither agrees nor refuses yet («boh, non saprei», «fammici pensare un attimo»)."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    return _UNDECIDED.fullmatch(said) is not None and not (_BARE.fullmatch(said) or _CONCLUDES.search(said))


def means_all(text: str) -> bool:
    """Whether the person means all of the things offered, or none in particular."""
    return bool(_ALL.search(re.sub(r"[^\w ]", " ", normalise(text))))
