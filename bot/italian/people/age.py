"""Reads a person's age or date of birth from what they type; never takes hours, children or telephones for an age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Optional, Union

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.numbers import read_number_word, write_digits
from bot.italian.text import MONTHS

YOUNGEST, OLDEST = 10, 110
"""Ages outside are told to be impossible, not taken."""


@dataclass(frozen=True)
class Age:
    """An age in whole years. When it is not exact the true one lies between ``years`` and ``other``.

    ``other`` is None for an exact age and for «about fifty». ``about``: of whom it was said; a son or a partner is
    taken as the person who would attend, when nothing was said of oneself. ``birth_date`` only when it was told whole.
    """

    years: int
    exact: bool = True
    other: Optional[int] = None
    about: Literal["self", "relative"] = "self"
    birth_date: Optional[date] = None


@dataclass(frozen=True)
class ImpossibleAge:
    """It is an age, but nobody has it. ``reason``: negative, too_low, too_high, no_such_date, future."""

    reason: Literal["negative", "too_low", "too_high", "no_such_date", "future"]
    value: Optional[int] = None


AgeResult = Union[Age, ImpossibleAge]

_ABOUT_MARGIN = 3
"""«Una cinquantina» may be this many years off."""

_MONTH = "|".join(f"{month[:3]}[a-z]*" for month in MONTHS)
_YEARS = r"a(?:n+[iy]|n+o|nn?os|nny)\b"
_RELATIVES = (
    r"(?:figli[oa]|marito|moglie|compagn[oa]|fratello|sorella|nipote|padre|madre|mamma|papa|amic[oa]"
    r"|fidanzat[oa]|cugin[oa]|cognat[oa]|genero|nuora)")
_CHILDREN = r"(?:figli|figlie|bambin[oiae]|bimb[oiae]|nipoti|nipotini|ragazzi|neonat[oa])"
_NOT_AN_AGE_BEFORE = re.compile(
    r"(?:\bda(?: circa| quasi| piu di| oltre)?|\bper|\bogni|\btra|\bfra|\bfino a[i]?|\bdai|\bdagli|\bai|\bover|\bunder"
    r"|\bsopra i|\bsotto i|\boltre i|\bmassim[oa]|\bminim[oa]|\bdopo|\bprima de[i]?|\bultimi|\bprimi|\bprossimi"
    r"|\bcorso di|\bcontratto di|\bdurata|\bnon (?:ho|ha|hanno|sono)|\bnon|\bpersona di|\bpersone di|\bquell[oaie] di"
    r"|\blavorat[oa]|\blavoro|\bvissut[oa]|\bstudiato|\binsegnato|\bavere|\bgente di|\b(?:piu|meno) di|\boltre|"
    r"\bsotto|\bsopra|\balmeno|\d (?:e|ai?|-))(?: almeno| gli| i)? ?$")
_NOT_AN_AGE_AFTER = re.compile(
    r"^ ?(?:fa\b|di (?!(?:eta|me|cui|piu)\b)[a-z]{3,}"
    r"|(?:in|nel|nella|come|da|alla|al|presso|con) (?!(?:eta|me|cui|piu|cassa|mobilita|"
    r"disoccupazione|naspi|pensione)\b)(?!(?:mi[oa]|compleanno)\b)"
    r"[a-z]{4,}|d[i']? ?esperienza|d[i']? ?lavoro|d[i']? ?contribut|d[i']? ?contratt|d[i']? ?scuola|di stud|di corso"
    r"|e mezzo di|prima|dopo|che (?:lavor|sono|vivo|abito|cerco|non)|senza lavor)")
_FILLERS = frozenset(
    "io ho o ha tengo ne i gli sono di anni eta la il mia mio e circa si ok va bene allora scusa scusi mi sbagliato "
    "sbagliata volevo "
    "dire no anzi mezzo penso adesso ora gia buongiorno buonasera ciao salve appena compiuti compiuto fatto fatti "
    "finiti "
    "years old year am my age i m attualmente oggi solo soltanto precisamente esatti esattamente purtroppo beh eh "
    "vabbe vabe ben suonati grazie la mia risposta correggo intendevo aspetta scusate credo be dai "
    "a de troppi tanti parecchi passati passate tondi tonde suonate passa buoni fatti spaccati portati bene "
    "belli pieni piene bei begli ormai gia abbondanti scarsi precisi netti appena ieri "
    "oggi mese settimana scorso scorsa maggiorenne minorenne signora donna uomo ragazzo ragazza "
    "al momento ehm uhm mah insomma ce n c cmq comunque boh bo tipo ecco tanto infatti ma e per precisione".split())


def read_age(text: str, today: date, asked: bool = False) -> Optional[AgeResult]:
    """The person's age in ``text`` on the day ``today``; None when the text says none, or when it is not sure.

    ``asked``: it answers «quanti anni hai?», so a bare number, year or date is an age; otherwise only explicit wording
    is («ho 34 anni», «34enne», «sono del 91»). The person's own age comes before a relative's; children who are only
    mentioned («ho due figli di 10 e 12 anni») count for nothing.
    """
    said = _tidy(text)
    result = _born(said, today, asked) or _words(said) or _about_to_turn(said) or _told(said) or _roughly(said)
    if result is None and asked:
        result = _bare(said)
    return result or _relative(said)


def may_cross_boundary(known: Age, lowest: int, highest: int) -> bool:
    """Whether an age that is not exact may lie on both sides of ``lowest`` or ``highest`` (both included as allowed).

    Only then is the date of birth worth asking.
    """
    if known.exact:
        return False
    if known.other is None:
        candidates = range(known.years - _ABOUT_MARGIN, known.years + _ABOUT_MARGIN + 1)
    else:
        candidates = range(min(known.years, known.other), max(known.years, known.other) + 1)
    return len({(years < lowest, years > highest) for years in candidates}) > 1


def count_years(born: date, today: date) -> int:
    """Whole years on ``today``; who is born on 29 February has the birthday on 1 March of a common year."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_LOMBARD_UNITS = {"vun": 1, "un": 1, "cinq": 5, "du": 2, "tri": 3, "quatter": 4, "cinch": 5, "ses": 6, "sett": 7,
                  "vott": 8, "nov": 9}
_LOMBARD = {
    "des": 10, "vundes": 11, "dodes": 12, "tredes": 13, "quattordes": 14, "quindes": 15, "sedes": 16, "dersett": 17,
    "disdott": 18, "desdott": 18, "disnoeuv": 19, "desnoeuv": 19, "disnov": 19,
}
_LOMBARD_TENS = {"vint": 20, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60, "settanta": 70,
                 "ottanta": 80, "novanta": 90}


def _clipped_number(word: str) -> Optional[int]:
    """«Dersett», «trentaquatter»: numbers as they are said in Lecco; «diciott», that has lost its vowel."""
    if word in _LOMBARD:
        return _LOMBARD[word]
    whole = read_number_word(word + "o")
    if whole is not None and whole >= YOUNGEST:
        return whole
    word = re.sub(r"([aeiou])\1", r"\1", word)
    for tens, value in _LOMBARD_TENS.items():
        for stem in (tens, tens.rstrip("a")):
            if word == stem:
                return value
            unit = word[len(stem):] if word.startswith(stem) else ""
            known = {**_LOMBARD_UNITS, "ott": 8}.get(unit.lstrip("ai") or unit) or _LOMBARD_UNITS.get(unit)
            if known is not None:
                return value + known
    return None


def _tidy(text: str) -> str:
    told = re.sub(r"^((?:io |sono |un |una )*)['’](\d{2})$", r"\1del \2", text[:1000].strip(), flags=re.IGNORECASE)
    said = write_digits(told.replace("’", " ").replace("'", " "))
    said = re.sub(r"\b([a-z]{3,}) (?=an+[iy]?\b)", lambda match: f"{_clipped_number(match[1]) or match[1]} ", said)
    said = re.sub(rf"\bne ho (\d{{2}})\b(?! ?(?:{_YEARS}|euro|ore|giorni|mesi))", r"ho \1 anni", said)
    said = re.sub(r"\bgh ho\b", "ho", re.sub(r"(?<=\d )(?:ann|ans|anos|primavere|estati)\b", "anni", said))
    said = re.sub(r"\bj ai\b", "ho", re.sub(r"(?<=[a-z]) ?: ?", " ", said))
    said = re.sub(r" e \d{1,2} (?:mesi|giorni)\b| da (?:ieri|oggi|poco|un mese|una settimana|qualche \w+)$|"
                  r",? ma ne dimostro.*", "", said)
    said = re.sub(rf"\bho (?:\d+|un|una) {_CHILDREN}(?: \w+)? e (?=\d{{2}} an+i)", "ho ", said)
    said = re.sub(r"(\d)(?=an+[iy])", r"\1 ", said)
    said = re.sub(r"\b([a-z]{4,})enn[ei]\b", _years_in_one_word, said)
    return re.sub(r"\s+", " ", re.sub(r"[!?;()\"…]|\.(?!\d)", " ", said)).strip()


def _years_in_one_word(match: re.Match[str]) -> str:
    """«Ventottenne» as «28enne»; the round ones stay, for they are vague."""
    for ending in ("", "o", "e", "i"):
        years = read_number_word(match[1] + ending)
        if years is not None and years >= YOUNGEST and (years == 20 or years % 10):
            return f"{years}enne"
    return match.group()


def _checked(years: int, today: Optional[date] = None, **other: object) -> AgeResult:
    if years < 0:
        return ImpossibleAge("negative" if today is None else "future", years)
    if years < YOUNGEST:
        return ImpossibleAge("too_low", years)
    if years > OLDEST:
        return ImpossibleAge("too_high", years)
    return Age(years, **other)  # type: ignore[arg-type]


# --- born on ---------------------------------------------------------------------------------------------------------

_DATE = re.compile(
    rf"\b(?:(?P<y0>\d{{4}})-(?P<m0>\d{{1,2}})-(?P<d0>\d{{1,2}})"
    rf"|(?P<d1>\d{{1,2}}) ?[/.\-] ?(?P<m1>\d{{1,2}}) ?[/.\-] ?(?P<y1>\d{{4}}|\d{{2}})"
    rf"|(?P<d2>\d{{1,2}})[°o^]? ?(?:di |del mese di )?(?P<m2>{_MONTH})\.?,? ?(?:de[il] |dell (?:anno "
    rf")?)?(?P<y2>\d{{4}}|\d{{2}})"
    rf"|(?P<d4>\d{{1,2}}) (?P<m4>\d{{1,2}}) (?P<y4>(?:19|20)\d{{2}})"
    rf"|(?P<d3>\d{{2}})(?P<m3>\d{{2}})(?P<y3>(?:19|20)\d{{2}}))\b")
_BIRTH_WORDS = re.compile(r"\b(?:nat[oaei]|nasc\w*|classe|compleanno|data di nascita)\b")
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH}) (?:del |dell )?(?P<y>\d{{4}}|\d{{2}})\b(?! ?(?:a(?:nn|n)i|ore))")
_YEAR_WORDED = re.compile(
    r"\b(?:classe|nat[oaei] (?:nel|nell anno|anno|ne|il)|nat[oaei] (?:a \w+ )?(?:nel|ne)|(?:sono|so|io) (?:de[li]|dell)"
    r"|nat[oaei] (?=(?:19|20)\d\d)|anno di nascita(?: e)?|dell anno)(?: l?)? ?(?P<y>(?:19|20)\d{2}|\d{2})\b(?! ?(?:"
    rf"{_MONTH}|[/.\-]|an+i))")


def _born(said: str, today: date, asked: bool) -> Optional[AgeResult]:
    worded = _BIRTH_WORDS.search(said) is not None
    own = not re.search(rf"\b{_RELATIVES}\b", said)
    if not own and not asked:
        return None
    if worded or asked:
        match = _DATE.search(said)
        if match is not None and (worded or asked):
            return _from_date(match, today)
    if worded or (asked and re.fullmatch(rf"(?:a |di )?(?:{_MONTH}) (?:del )?(?:19|20)\d\d", said)):
        match = _MONTH_YEAR.search(said)
        month = _month_number(match["m"]) if match else None
        if match is not None and month is not None:
            return _from_month(_year(match["y"], today), month, today)
    match = _YEAR_WORDED.search(said)
    if match is None and asked:
        match = re.search(r"^(?:(?:io |sono |nel |del |anno |il |e )*)(?P<y>(?:19|20)\d{2})$|^(?:(?:io |sono )?(?:un |"
            r"una )?(?:del|dell|nel|nell|anno|classe)?(?: anno)?) (?P<y2>\d{2})$",
                          said)
    if match is None:
        return None
    groups = match.groupdict()
    return _from_year(_year(groups["y"] or groups.get("y2") or "", today), today)


def _year(written: str, today: date) -> int:
    if len(written) == 4:
        return int(written)
    century = today.year // 100 * 100
    recent = century + int(written)
    return recent if today.year - recent >= YOUNGEST else recent - 100


def _from_date(match: re.Match[str], today: date) -> AgeResult:
    parts = next(parts for parts in (
        (match["d0"], match["m0"], match["y0"]), (match["d1"], match["m1"], match["y1"]),
        (match["d2"], match["m2"], match["y2"]), (match["d3"], match["m3"], match["y3"]),
        (match["d4"], match["m4"], match["y4"])) if parts[0])
    month = int(parts[1]) if parts[1].isdigit() else _month_number(parts[1])
    try:
        born = date(_year(parts[2], today), month or 0, int(parts[0]))
    except ValueError:
        return ImpossibleAge("no_such_date")
    return _checked(count_years(born, today), today, birth_date=born)


def _from_month(year: int, month: int, today: date) -> AgeResult:
    if (year, month) > (today.year, today.month):
        return ImpossibleAge("future")
    if month == today.month:
        return _two(today.year - year, today)
    return _checked(today.year - year - (today.month < month), today)


def _from_year(year: int, today: date) -> AgeResult:
    if year > today.year:
        return ImpossibleAge("future")
    if (today.month, today.day) == (12, 31):
        return _checked(today.year - year, today)
    return _two(today.year - year, today)


def _two(years: int, today: date) -> AgeResult:
    return _checked(years, today, exact=False, other=years - 1)


def _month_number(word: str) -> Optional[int]:
    """The month that ``word`` is, abbreviated or with a wrong letter or two; None for «maglia»."""
    for number, month in enumerate(MONTHS, start=1):
        if (len(word) == 3 and month.startswith(word)) or DamerauLevenshtein.distance(word, month) <= len(month) // 4:
            return number
    return None


# --- said in years ---------------------------------------------------------------------------------------------------

_TURNING = re.compile(
    r"\b(?:faccio|compio|compir[oò]|far[oò]|compiro|faro|fare|compie|diventero|devo (?:compiere|fare))\b ?(?:gli |i "
    r")?(?P<n>\d{1,3})\b"
    r"(?! ?(?:ore|or[ae]|mesi|giorni|corsi|turni|euro|km|lavori|notti|volte))")
_TODAY = re.compile(r"\b(?:oggi|stamattina)\b")
_SOON = re.compile(r"\b(?:quasi|(?:tra|fra) poco|ne faccio|li faccio|prossim[oi]|presto|non (?:ho )?ancora|"
                   r"manca \w+ (?:ai|per i))\b "
    r"?(?:gli |i )?"
                   r"(?P<n>\d{1,3})\b(?! ?(?:ore|or[ae]|mesi|giorni|euro|km|figli))")


def _words(said: str) -> Optional[AgeResult]:
    """«Sono minorenne» is any age up to 17, «trentenne» any from 30 on; «maggiorenne» says too little."""
    match = re.search(r"\b(trent|quarant|cinquant|sessant|settant)enne\b", said)
    if match is not None and not re.search(rf"\b{_RELATIVES}\b", said):
        tens = read_number_word(match[1] + "a") or 0
        return Age(tens, exact=False, other=tens + 9)
    match = re.search(rf"\b(?:ho|ha) meno di (\d{{2}}) {_YEARS}", said)
    if match is not None:
        years = int(match[1])
        return Age(years - 1, exact=False, other=YOUNGEST)
    if re.search(r"\b(?:sono|io|ancora) (?:ancora )?(?:un |una )?minor(?:en+e|e di eta|e)\b|^minoren+e$", said):
        return Age(17, exact=False, other=YOUNGEST)
    return None


_NEXT = re.compile(
    rf"^(?:(?:io|ho|ne ho|ne avro|avro|saranno|sono|li|"
    rf"ne) )*(?P<n>\d{{1,3}})(?: {_YEARS})?,? (?:(?:proprio )?(?:tra|fra) "
    rf"(?!i\b)(?!poco \d).*|(?:il|la) (?:mese|settimana) (?:prossim[oa]|che viene)|(?:a|ad|"
    rf"in) (?:{_MONTH})(?: prossimo)?|"
    rf"domani|dopodomani|a breve|a momenti)$")
_MISSING = re.compile(r"\bmanca(?:no)? [\w ]{1,25}?\b(?:ai|per i|a) (?P<n>\d{1,3})\b|\b(?:vado per|verso|"
                      rf"faccio (?:domani|presto|a (?:{_MONTH}))) i "
                      r"(?P<n2>\d{1,3})\b|"
                      r"\b(?:ne )?(?:avro|compiro|faro) (?P<n3>\d{1,3})\b(?! (?:ore|euro))")


def _about_to_turn(said: str) -> Optional[AgeResult]:
    match = _NEXT.search(said)
    if match is not None and re.search(r"\b(?:compiut|fatt|nat[oa])", said) is None:
        return _checked(int(match["n"]) - 1)
    match = _MISSING.search(said)
    if match is not None and not re.search(rf"\b{_RELATIVES}\b", said):
        return _checked(int(match["n"] or match["n2"] or match["n3"]) - 1)
    match = _TURNING.search(said)
    if match is not None and not re.search(rf"\b(?:mi[oa]|suo|sua) {_RELATIVES}\b", said):
        years = int(match["n"])
        return _checked(years if _TODAY.search(said) else years - 1)
    match = _SOON.search(said)
    if match is not None and (re.search(_YEARS, said) or re.fullmatch(r"(?:\d{2},? )?(?:ho |io |sono |ne ho )*(?:quasi|"
                                                                      r"(?:tra|fra) poco|"
                                                                      r"non (?:ho )?ancora) "
                                                                      r"(?:i |gli )?\d{1,3}(?: compiuti)?", said)):
        before = said[:match.start()].rstrip(" ,")
        own = re.search(r"(\d{1,3})(?: an+i)?$", before)  # «34 anni, quasi 35»: the first is said
        return _checked(int(own[1]) if own else int(match["n"]) - 1)
    return None


_TOLD = re.compile(
    rf"\b(?:(?:io )?(?:h?o|ha|tengo|avendo|con i miei|ho compiuto|ho appena (?:fatto|compiuto)(?: gli| i)?)"
    rf"(?: gia| circa| appena(?: compiuto| fatto)?| compiuto| solo| quasi| la bellezza di| gli| i)* "
    rf"?(?P<a>(?:(?<!\S)-)?\d{{1,4}}) ?(?:e mezzo )?{_YEARS}"
    rf"|(?P<b>\d{{1,3}}) ?en+e\b"
    rf"|(?P<c>(?:(?<!\S)-)?\d{{1,4}}) ?(?:e mezzo )?{_YEARS}"
    r"|\b(?:i am|i m|im) (?P<d>\d{1,3})\b"
    r"|\beta[: ]+(?:e |di )?(?P<e>\d{1,3})\b"
    r"|\b(?:ho )?(?:appena )?(?:compiut[oi]|compiuto da poco|appena fatt[oi]|ho fatt[oi] (?=i |gli )"
    r"|ne ho fatti) ?(?:gli |i )?(?P<f>\d{1,3})\b"
    r"|(?P<g>\d{1,3}) (?:appena )?compiut[oi]\b"
    r"|(?P<h>\d{1,3}),? (?:li|gli) ho (?:appena |gia )?(?:compiut|fatt)i\b"
    r"|\bcompleanno,? (?:e |quindi |sono |ne ho |ora |adesso |da oggi )+(?P<i>\d{2})$)")


def _told(said: str) -> Optional[AgeResult]:
    """The person's own age in explicit words. Two different ones, neither taken back, are not sure: None."""
    found: list[int] = []
    for match in _TOLD.finditer(said):
        written = next(group for group in match.groups() if group is not None)
        before, after = said[:match.start()], said[match.end():]
        number_at = match.start() + match.group().index(written)
        if _of_others(before, match.group()) or _NOT_AN_AGE_BEFORE.search(said[:number_at]) \
                or _NOT_AN_AGE_AFTER.match(after):
            continue
        if written == match["c"] and _question_of_a_rule(before, said):
            continue
        found.append(int(written.replace(" ", "")))
    if not found or len(set(found)) > 1:
        return None
    return _checked(found[0])


def _of_others(before: str, wording: str) -> bool:
    """Whether the age that comes next is a child's or a relative's: the nearest person named before it is."""
    if wording.startswith(("io ", "ho ", "o ", "tengo ", "i am", "i m")):
        return False
    if re.search(rf"\b(?:sono|io) (?:una? )?{_RELATIVES} (?:di )?$", before):
        return False  # «sono una mamma di 38 anni»
    clause = re.split(r",(?! ?\d)|\b(?:ma|pero|e io|io|mentre)\b", before)[-1]
    return re.search(rf"\b(?:{_RELATIVES}|{_CHILDREN})\b[^,]*$", clause) is not None


def _question_of_a_rule(before: str, said: str) -> bool:
    """«Si può a 66 anni?» asks about the rule; «posso a 66 anni?» tells one's own age."""
    if not re.search(r"\b(?:a|con|di|dopo i|avere|serv\w+|almeno) $|\b(?:a|con|di) i? ?$", before):
        return bool(re.search(r"\b(?:bisogna|serve|servono|occorre|devo avere|quanti)\b", before))
    return not re.search(r"\b(?:posso|potrei|riesco|sono|vorrei|mi|ho|io)\b", said)


_DOZENS = {"ventina": 20, "trentina": 30, "quarantina": 40, "cinquantina": 50, "sessantina": 60, "settantina": 70}


def _roughly(said: str) -> Optional[AgeResult]:
    match = re.search(r"\b(?:ho|sono sui|sui|una) (?:una? )?(?:circa )?(ventina|trentina|quarantina|cinquantina|"
        r"sessantina|settantina)\b"
                      r"(?! (?:di )?(?:euro|ore|giorni|persone))", said)
    if match and ("ann" in said or match.group().startswith("ho")):
        return Age(_DOZENS[match[1]], exact=False)
    match = re.search(r"\bsono (?:sui|sulla|verso i) (\d{2})\b", said)
    return Age(int(match[1]), exact=False) if match else None


_OF_SEVERAL = re.compile(rf"\b{_RELATIVES}\b.*\bne ha \d+.*\b(?:{_CHILDREN}|{_RELATIVES})\b")
"""Ages of others, one after the other, and none of oneself."""


_LASTED = re.compile(r"\b(?:da|per|ho (?:lavorato|fatto|vissuto|passato|studiato)) (?:\w+ )?\d+ "
                     r"(?:mes\w+|ann\w+|giorn\w+|settiman\w+)")


def _bare(said: str) -> Optional[AgeResult]:
    """A number alone, or among words that mean nothing here: only as the answer to the question."""
    said = re.sub(r"\b\d{1,3}(?= (?:figli|bambin))", "", said)
    own = re.search(r"\bio (?:invece )?(?:ne ho |ho )?(\d{1,3})\b(?! (?:ore|figli|bambin|mesi|euro))", said)
    if own and re.search(rf"\b{_RELATIVES}\b", said):
        return _checked(int(own[1]))
    dozen = re.fullmatch(rf"(?:circa |sulla |quasi )*(?:una |la )?({'|'.join(_DOZENS)})(?: abbondante| scarsa)?", said)
    if dozen:
        return Age(_DOZENS[dozen[1]], exact=False)
    corrected = re.search(r"\bnon (?:ne )?(?:ho )?(?:ancora )?\d{1,3}(?: an+i)?(?:,? ma|,? bensi|,) (?:ne ho |"
                          r"ho )?(\d{1,3})\b"
                          r"|\b(\d{1,3}),? (?:e )?non \d{1,3}\b|\b\d{1,3}(?: an+i)?,? (?:(?:anzi|no|pardon|volevo "
                          r"dire|scus\w+|ops),? )+(?:ne ho |ho )?(\d{1,3})\b", said)
    if corrected:
        return _checked(int(next(group for group in corrected.groups() if group)))
    either = re.fullmatch(r"(?:ho )?(\d{2}) ?(?:o|oppure|-|/) ?(\d{2})", said)
    if either and abs(int(either[1]) - int(either[2])) <= 5:
        low, high = sorted((int(either[1]), int(either[2])))
        return Age(high, exact=False, other=low)
    told = re.search(r"\bne h?[oa] (\d{1,3})\b(?! (?:figli|bambin))", said)
    if told and _OF_SEVERAL.search(said):
        return None
    if told and len(re.findall(r"\bne h?[oa] \d", said)) == 1:
        return _checked(int(told[1]))
    first = re.split(r", | e (?=sono|ho|abito|vivo|lavoro|studio|sto)", said, maxsplit=1)
    others = _LASTED.sub("", first[-1])
    if len(first) == 2 and (not re.search(r"\d", others) or re.search(rf"\b{_RELATIVES}\b", first[1])):
        return _number_alone(first[0]) or _number_alone(said)
    return _number_alone(said) or _number_set_apart(said)


_NUMBER_APART = re.compile(r"^(?P<before>[a-z' ]+?)(?:[,:]|(?<=fiu)|(?<=fiuu)|(?<=uff)) (?:ne (?:ho|faccio) |ho |"
                           r"sono )?"
                           r"(?P<n>[1-9]\d)$|^(?P<first>[1-9]\d)[,:] (?P<after>[a-z' ,]+)$")
_OF_SOMETHING = re.compile(
    rf"\b(?:ore|or[ae]|mesi|mese|giorn\w+|euro|figli\w*|bambin\w+|volt\w+|corso|via|numero|per|da|di (?!un)|fino|"
    rf"lavor\w+|abit\w+|vivo|alle|tra|fra|quasi|circa|non|nel|del|classe|nat[oa]|person\w+|{_RELATIVES})\b")
_REMARK = 8
"""Words of a remark beside the number, at most."""


def _number_set_apart(said: str) -> Optional[AgeResult]:
    """«ah allora dentro per un pelo, 60»: the number before or after a remark that tells of nothing else."""
    match = _NUMBER_APART.match(said)
    if match is None:
        return None
    remark = match["before"] or match["after"]
    if len(remark.split()) > _REMARK or _OF_SOMETHING.search(re.sub(r"\bper (?:un pelo|poco|fortuna)\b", " ", remark)):
        return None
    return _checked(int(match["n"] or match["first"]))


def _number_alone(said: str) -> Optional[AgeResult]:
    numbers = list(dict.fromkeys(re.findall(r"(?:(?<!\S)-)?(?<!\d)\d+(?:[.,]5)?", said)))
    rest = [word for word in re.findall(r"[a-z]+", said) if word not in _FILLERS]
    strange = [word for word in rest if not _like_years(word)]
    if len(numbers) != 1 or strange or re.search(r"[/:%]", said):
        return None
    number = numbers[0].replace(" ", "")
    whole = int(re.split(r"[.,]", number)[0])
    if len(number.lstrip("-")) > 3 and "." not in number and "," not in number:
        return None
    return _checked(whole)


def _like_years(word: str) -> bool:
    return 3 <= len(word) <= 6 and DamerauLevenshtein.distance(word, "anni") <= 1


def _relative(said: str) -> Optional[AgeResult]:
    """A relative's age, «mio figlio ha 17 anni»: one person, present, not children who are only mentioned."""
    if re.search(rf"\b(?:ho|abbiamo|con|tengo) (?:un[a']? |\d+ |dei |delle |i |tre |due )?(?:{_CHILDREN}|"
            rf"{_RELATIVES})\b", said):
        return None
    match = re.search(
        rf"\b(?:mi[oa]|suo|sua|nostr[oa]|il|la|un[ao]?|per) ?(?:mi[oa] |nostr[oa] )?{_RELATIVES}\b[^.]{{0,30}}?"
        rf"(?:\bha |\bdi |\bcompiuto |\b)(?P<n>\d{{1,3}}) ?(?:{_YEARS}|en+e\b)", said)
    if match is None or _NOT_AN_AGE_AFTER.match(said[match.end():]) \
            or re.search(r"\b(?:da|per|tra|fra) $", said[:match.start("n")]):
        return None
    return _checked(int(match["n"]), about="relative")
