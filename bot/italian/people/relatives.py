"""Whom a check is about and in which mood: «mio figlio studia», «e se fossi disoccupato?» in one's own plain words."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.numbers import write_digits
from bot.italian.text import normalise

KIN = (
    r"(?:figli[oa]|marito|moglie|compagn[oa]|fratello|sorella|nipote|padre|madre|mamma|papa|nonn[oa]|zi[oa]|amic[oa]|"
    r"fidanzat[oa]|ragazz[oa]|cugin[oa]|cognat[oa]|suocer[oa]|genero|nuora|vicin[oa])")
_ABOUT = re.compile(
    rf"\b(?:(?:mi[oa]|nostr[oa]|un|una|il|la|per) (?:mi[oa] |car[oa] |altr[oa] )?(?P<kin>{KIN})|"
    r"(?P<other>lui|lei) (?:puo|potrebbe|ha|e)|"
    r"(?:segu\w+|assist\w+|accompagn\w+|aiut\w+|per|per conto di) (?:(?:un[oa]?|il|la|mi[oa]|nostr[oa]|l) )+"
    r"(?P<client>utente|assistit[oa]|client[ei]|persona|signor[ae]?|uomo|donna|giovane|ragazz[oa]|ospite|"
    r"beneficiari[oa]))\b")
_ABOUT_SELF = re.compile(r"\b(?:io|anch io|per me|a me)\b|^e me\b")
_OTHERS = (
    r"(?:utente|assistit[oa]|paziente|client[ei]|persona|conoscente|collega|ospite|minore|student(?:e|essa)|alliev[oa]|"
    r"signor[ae]?|genitore)")
_WHOSE = r"(?:un[oa]?|il|la|l|mi[oa]|nostr[oa]|su[oa]|car[oa]|altr[oa])"
_BOOKED_FOR = re.compile(
    rf"\bper (?:conto (?:di|del|dell|della) )?(?P<who>(?:{_WHOSE} )*{KIN}|(?:{_WHOSE} )+{_OTHERS})\b|"
    r"\bper (?P<other>qualcun altro|qualcun altra|lui|lei|conto (?:di|del|dell|della))\b|\b(?P<not_me>non (?:e |"
    r"sarebbe )?per me)\b")
_ANOTHER_FOR = re.compile(
    rf"\b(?:ne|un altro|una altra|un altra|anche|lo stesso|uguale)\b(?: \w+){{0,4}} (?:a|al|alla|ad|"
    rf"per) (?:{_WHOSE} )*(?P<who>{KIN}|{_OTHERS})\b")
"""«ne serve uno anche a una mia amica»: one more, for somebody else."""
_CHECKED_FOR = re.compile(
    rf"\b(?:e|era|sarebbe|chied\w+|domand\w+|parl\w+|interessa\w*|serv\w+|guard\w+)\b(?: \w+){{0,2}} per "
    rf"(?:(?:{_WHOSE} )*(?P<kin>{KIN})|(?P<other>lui|lei)|(?P<self>me))\b|"
    rf"\b(?:e )?per (?P<pronoun>lui|lei) che\b")
"""«è per mio figlio», «guardi che domando per lui» in the middle of a check."""
_FOR_SELF = re.compile(r"(?<!non e )(?<!non )\bper me\b|\b(?:vengo|ci vengo|ci vado) io\b")
_OF_ANOTHER = re.compile(
    r"^(?:(?:e|ma|allora|quindi|ok) )*(?:puo|potrebbe|rientra|rientrerebbe|ha (?:diritto|i requisiti)|e ammess[oa]) "
    r"(?!dir\w+|dar\w+|aiut\w+|spieg\w+|prenot\w+|fissar\w+|mand\w+|indic\w+)")
"""A question about a person who is not named in it; «può dirmi» is a Lei."""
_LIVING_WITH = re.compile(rf"\b(?:(?:abito|vivo|sto|lavoro|ho|aiuto) (?:con|da|per|un|una|i|il|la)?) ?(?:mi[oa] |"
                          rf"nostr[oa] )?{KIN}\b")

_EARNER = re.compile(
    rf"(?<!con )(?<!per )(?<!da )\b(?:(?:il |la )?(?:mi[oa] |nostr[oa] )(?:ex )?{KIN}|(?:il |la |"
    rf"l )(?:mi[oa] )?{KIN}(?: mi[oa])?|lui|lei|"
    r"i miei(?: genitori)?|(?:noi )?in (?:casa|famiglia|due|2)(?: tutti)?|insieme|la famiglia)"
    r"(?: (?:ne|ci|si|circa|invece|porta a casa|guadagna\w*|prend(?:e|ono|iamo)|percepi\w+|port[ao]\w*|fa|facciamo|ha|"
    r"hanno|abbiamo|entrano|arriva\w*|sono|lavora|e|quasi))* (?:€ ?)?\d(?!\d* ann[io])")
"""Somebody else, or all at home, and what they earn."""
_OWN_SHARE = re.compile(r"\b(?:io|miei|mie|mio|mia|a me|di mio|prendo|guadagno|percepisco|mi danno|mi pagano)\b")
_SHARES = re.compile(
    rf"(?<!\d)[,;.]|[,;.](?!\d)|\b(?:ma|pero|mentre|invece)\b|\be (?=(?:io|lui|lei|(?:il |la )?mi[oa] {KIN})\b)|"
    rf"(?=\bio\b)")

_HOLDERS = re.compile(
    rf"[,;.:!?]|\b(?:ma|pero|mentre|invece)\b|\be (?=(?:io|lui|lei|(?:il |la |l )?(?:mi[oa]|nostr[oa]) {KIN})\b)|"
    rf"(?=\b(?:io|lui|lei)\b)")
"""Where what is told of one person may end, and of another begin."""
_OF_SELF = re.compile(r"\b(?:io|me)\b|^\W*(?:sono|ho|abito|vivo|lavoro|studio|faccio|prendo)\b")
_OF_OTHER = re.compile(rf"\b(?:lui|lei)\b|(?<!con )(?<!da )\b(?:mi[oa]|nostr[oa]|il|la|l) (?:car[oa] )?{KIN}\b|"
                       rf"\b{KIN} mi[oa]\b")
_OF_ALL = re.compile(r"\b(?:siamo|abitiamo|viviamo|stiamo|risiediamo|residenti|tutt[ie] e (?:due|2)|entramb[ie])\b")
_YEARS_ALONE = re.compile(
    rf"^\W*(?:io|lui|lei|(?:il |la |l )?mi[oa] {KIN})(?: ne)? (\d{{1,2}})(?: anni)?\W*$", re.IGNORECASE)
"""«io 35», «lui 41» among others."""
_FOR_BOTH = re.compile(
    rf"\b(?:tutt[ie] e (?:due|2)|entramb[ie]|sia io (?:che|sia))\b|\b(?:io|me) (?:e|ed|con) (?:il |la |"
    rf"l )?mi[oa] {KIN}\b|"
    rf"\b{KIN}(?: mi[oa])? ed? (?:io|me)\b|\b(?:possiamo|potremmo|potevamo|vorremmo|rientriamo)\b")
_MAY_I = re.compile(r"\b(?:posso|potrei|potevo|rientro|rientrerei)\b")
_BARE_OTHER = re.compile(
    rf"(?:(?:e|ed|ma|ok|okay|bene|va|allora|invece|grazie|poi|adesso|ora|anche|quindi|vediamo|guardiamo|per|a|il|la|"
    rf"l) )*"
    rf"(?P<who>(?:(?:mi[oa]|nostr[oa]) )?{KIN}(?: mi[oa])?|lui|lei|io|me)"
    r"(?: (?:invece|allora|anche|pure|quindi|scus\w|puo|potrebbe|posso|potrei|rientra|rientro|farlo|partecipare|"
    r"ci sta|avrebbe i requisiti|ha i requisiti))*(?: che (?!ore?\b).{1,40})?")
"""«e mio marito invece?»: the same question of another person."""


_OWN = (
    (r"[eè]['’]?(?= (?:stat[oa]|disoccup\w+|senza|in\b|casaling\w+|pension\w+|student\w+|dipendent\w+|licenzia\w+|"
     r"iscritt\w+|"
     r"autonom\w+|inoccup\w+|libero|rimast[oa]|cassa\w*))", "sono"),
    (r"studia", "studio"), (r"lavora", "lavoro"), (r"fa", "faccio"), (r"ha", "ho"), (r"guadagna", "guadagno"),
    (r"prende", "prendo"), (r"percepisce", "percepisco"), (r"cerca", "cerco"), (r"va", "vado"),
    (r"frequenta", "frequento"),
    (r"sta", "sto"), (r"abita", "abito"), (r"vive", "vivo"), (r"risiede", "risiedo"), (r"si occupa", "mi occupo"),
    (r"l['’ ]?hanno", "mi hanno"),
)


_IF = re.compile(
    r"\b(?:(?:e|ma|anche) )*se (?=(?:io |non |ci |già )*(?:sono|ho|lavoro|studio|prendo|percepisco|abito|vivo|guadagno|"
    r"faccio|"
    r"fossi|avessi|lavorassi|abitassi|guadagnassi|prendessi)\b)", re.IGNORECASE)
_SUPPOSED = (("fossi", "sono"), ("avessi", "ho"), ("lavorassi", "lavoro"), ("abitassi", "abito"),
             ("guadagnassi", "guadagno"), ("prendessi", "prendo"))


def conjugate_infinitives(text: str) -> str:
    """«Io avere 40 anni, essere disoccupato» as «io ho 40 anni, sono disoccupato»: Italian as it is being learnt."""
    if not re.search(r"\bio\b", text, re.IGNORECASE):
        return text
    text = re.sub(r"\bavere (?=\d)", "ho ", text, flags=re.IGNORECASE)
    text = re.sub(r"\bessere (?=disoccupat|senza|student|pensionat|casaling)", "sono ", text, flags=re.IGNORECASE)
    return re.sub(r"\b(abit|viv)(?:ere|are|o) (?:a )?(?=[A-Z])", r"\1o a ", text)


def state_supposition(text: str) -> str:
    """«E se fossi disoccupato?» as «sono disoccupato»: who asks about a case is told the outcome of that case."""
    if not _IF.search(text):
        return text
    text = _IF.sub(", ", text).strip(" ,?")
    for unreal, real in _SUPPOSED:
        text = re.sub(rf"\b{unreal}\b", real, text, flags=re.IGNORECASE)
    return text


def find_relative(text: str) -> Optional[str]:
    """Whom ``text`` asks for («figlio», «moglie»); None when it is about who writes, as in «vivo con mia moglie»."""
    said = _LIVING_WITH.sub(" ", re.sub(r"[^\w ]", " ", normalise(text)))
    found = _ABOUT.search(said)
    return (found["kin"] or found["client"] or found["other"]) if found else None


def asks_of_other(text: str) -> bool:
    """Whether a check is wanted for another person in so few words («e mio marito invece?», «e io?»)."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    return _BARE_OTHER.fullmatch(said) is not None


def find_bare_pronoun(text: str) -> Optional[str]:
    """The «lui» or «lei» of «e lui?»."""
    said = " ".join(re.sub(r"[^\w ]", " ", normalise(text)).split())
    found = _BARE_OTHER.fullmatch(said)
    return found["who"] if found and found["who"] in ("lui", "lei") else None


def names_self_and_other(text: str) -> bool:
    """Whether ``text`` tells something of whoever writes and of somebody else («io 35 e lui 41»)."""
    holders = {holder for _, holder in _held_parts(text)}
    return {"self", "other"} <= holders


def asks_for_self_first(text: str) -> bool:
    """Whether a check that two persons are named for begins with whoever writes: it is for both, or «posso»."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    return asks_for_both(text) or names_self_and_other(text) and _MAY_I.search(said) is not None


def asks_for_both(text: str) -> bool:
    """Whether a check is wanted for whoever writes and somebody else at once («possiamo farlo io e mio marito?»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    told = re.search(r"\b(?:io|me)\b", said) is not None or names_self_and_other(text)
    return find_relative(text) is not None and told and _FOR_BOTH.search(said) is not None


def cut_share(text: str, other: bool) -> str:
    """What ``text`` tells of whoever writes, or of the ``other``; the whole text where it tells of one of them only."""
    parts = _held_parts(text)
    if not {"self", "other"} <= {holder for _, holder in parts}:
        return text
    kept = [part for part, holder in parts if holder in ("all", "other" if other else "self")]
    clean = (re.sub(r"^\W*(?:ed? )?|\W*(?:\bed?)?\W*$", "", part) for part in kept)
    return ", ".join(_YEARS_ALONE.sub(r"ho \1 anni", part) for part in clean if part)


def _held_parts(text: str) -> list[tuple[str, str]]:
    """The parts of ``text`` with whom each tells of: self, other, all; what names nobody goes on about the last."""
    folded = text.casefold().translate(_NO_ACCENTS)
    bounds = [0, *(found.start() for found in _HOLDERS.finditer(folded)), len(text)]
    found: list[tuple[str, str]] = []
    holder = "self"
    for start, end in zip(bounds, bounds[1:], strict=False):
        part = folded[start:end]
        if not re.search(r"\w", part):
            continue
        if _OF_ALL.search(part):
            found.append((text[start:end], "all"))
            continue
        holder = "other" if _OF_OTHER.search(part) else "self" if _OF_SELF.search(part.strip(" ,;.:!?")) else holder
        found.append((text[start:end], holder))
    return found


def is_about_relative(text: str) -> bool:
    """Whether ``text`` asks for somebody else."""
    return find_relative(text) is not None


def is_about_self(text: str) -> bool:
    """Whether ``text`` says outright that it is about who writes («e io posso?»)."""
    return not is_about_relative(text) and _ABOUT_SELF.search(re.sub(r"[^\w ]", " ", normalise(text))) is not None


def is_about_another(text: str) -> bool:
    """Whether ``text`` asks in the third person, of somebody who was named before («può fare il corso?»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    return _OF_ANOTHER.search(said) is not None and _ABOUT_SELF.search(said) is None


def find_whom_booked_for(text: str) -> Optional[str]:
    """Whom an appointment is for, when not for whoever writes («per mia madre», «per un mio utente»)."""
    said = re.sub(r"[^\w ]", " ", normalise(text))
    found = _BOOKED_FOR.search(said)
    if found is None or is_for_self(text):
        return None
    return found["who"].split()[-1] if found["who"] else "other"


def find_whom_booked_too(text: str) -> Optional[str]:
    """Whom one more appointment is for («ne serve uno anche a una mia amica»)."""
    found = _ANOTHER_FOR.search(re.sub(r"[^\w ]", " ", normalise(text)))
    return found["who"] if found else find_whom_booked_for(text)


def find_whom_checked_for(text: str) -> Optional[str]:
    """Whom a check that is going on is said to be for: kin, «lui», «lei» or «me»; None when nothing is said of it."""
    found = _CHECKED_FOR.search(re.sub(r"[^\w ]", " ", normalise(text)))
    return next((who for who in found.groups() if who), None) if found else None


def is_for_self(text: str) -> bool:
    """Whether an appointment is said to be for whoever writes («no, è per me»)."""
    return _FOR_SELF.search(re.sub(r"[^\w ]", " ", normalise(text))) is not None


_NO_ACCENTS = str.maketrans("àáèéìíòóùú", "aaeeiioouu")
"""As long as what it stands for, so that places in the text stay the same."""


def cut_words_after_whom(text: str) -> str:
    """What follows «per mia madre» in ``text``, where that person's name may stand; else nothing."""
    found = _BOOKED_FOR.search(re.sub(r"[^\w ]", " ", text.casefold().translate(_NO_ACCENTS)))
    return text[found.end():] if found else ""


def put_in_own_words(text: str) -> str:
    """What is said of somebody, as they would say it: «studia» is «studio»; the parsers know the first person."""
    for theirs, own in _OWN:
        text = re.sub(rf"(?<!\w){theirs}(?!\w)", own, text, flags=re.IGNORECASE)
    return text


def cut_own_pay(text: str) -> str:
    """«mio marito ne prende 1500, io 500 al mese» without what the other earns, where one's own pay is told too."""
    shares = _SHARES.split(write_digits(text))
    own = [share for share in shares if share.strip() and not _EARNER.search(normalise(share))]
    told = any(_OWN_SHARE.search(normalise(share)) and re.search(r"\d", share) for share in own)
    return ", ".join(share.strip() for share in own) if told and tells_pay_of_other(text) else text


def tells_pay_of_other(text: str) -> bool:
    """Whether ``text`` tells what somebody else earns, or all at home."""
    return any(_EARNER.search(normalise(share)) for share in _SHARES.split(write_digits(text)))
