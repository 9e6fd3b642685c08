"""Reads where a person lives: resident in Lombardy, only domiciled there, or elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from bot.italian.catalogue_names import fold
from bot.italian.municipalities import index_municipalities
from bot.italian.people.common_words import COMMON_WORDS
from bot.rules import eligibility


@dataclass(frozen=True)
class Residence:
    """``where``: resident, domiciled or elsewhere, with respect to Lombardy. ``place``: the place as it is written,
    when one was named; ``in_lecco_province``: whether it lies there."""

    where: eligibility.Residence
    place: Optional[str] = None
    in_lecco_province: bool = False


@dataclass(frozen=True)
class _Said:
    """A place or none, and how it was tied to the person."""

    tie: str  # resident, domiciled, lives, origin or bare
    kind: str  # lecco, lombardy, outside
    place: Optional[str]


_RESIDENT = r"(?:resident[ei]|residenza|risiedo|risied\w+|rezidente?|resident)"
_DOMICILED = r"(?:domicili\w*|domicilo|domicilat[oa]|domiciglio|domicigliat[oa])"
_LIVES = (
    r"(?:abito|abit[ao]nt[ei]|vivo|abitiamo|viviamo|abita|vive|habito|sto(?! a casa| cercando)|mi trovo|trasferit[oa]|"
    r"spostat[oa]|(?:ora|adesso|oggi|giugno|mesi|anni|anno|poco|qui) (?:sono|siamo)|sono(?= (?:qui |qua |ora |adesso "
    r"|gia )?(?:a (?!casa)|in affitto))|"
    r"ospite)")
_ORIGIN = r"(?:sono|vengo|provengo|arrivo|io) (?:di|da|dal|dalla|del|della|dell)"
_NOT_HOME = (
    r"(?:nat[oa]|lavor\w+|studi\w+|corso|cpi|centro|scuol\w+|appuntamento|ufficio|parto|lavorav\w+|abitav\w+|vivev\w+|"
    r"stavo|stavamo|risiedevo|ero|eravamo|prima(?: (?:ero|stavo|abitavo|vivevo))?|venut[oa]|arrivat[oa]|"
    r"originari\w+)")
_TIE = re.compile(rf"\b(?:(?P<resident>{_RESIDENT})|(?P<domiciled>{_DOMICILED})|(?P<lives>{_LIVES})|"
    rf"(?P<origin>{_ORIGIN})|(?P<no>{_NOT_HOME}))\b")
_OUTSIDE = re.compile(r"\b(?:fuori (?:regione|lombardia|dalla lombardia|dalla regione|italia|dall italia)|(?:in "
    r")?(?:un )?altra regione|all estero|estero|in un altro (?:paese|stato))\b")
_HERE = re.compile(r"\b(?:qui|qua|in zona|in provincia|da queste parti|nella provincia|in questa provincia|in "
    r"regione)\b")
_FILLERS = frozenset(
    "a ad in di nel nella da del della provincia zona vicino vicina citta comune paese io si no e presso dintorni "
    "periferia regione sempre "
    "lc mi bg co mb provincia comunque adesso ora ma ho il la alto lago frazione scusa anzi volevo dire non".split())
_EXACT = 100
"""Similarity of a name that is written as it is."""
_NOT_BEFORE = re.compile(r"\b(?:non|no|ne) (?:ho |sono |e |piu |ci |la |il )*$")
_NOT_HERE = re.compile(r"\bnon (?:piu )?(?:a |di |in |da )?$")
_BUT = re.compile(r"[,;.!?]|\b(?:ma|bensi|pero|anzi|invece)\b")
"""What ends a denial: «non abito a Lecco ma a Piacenza»."""
_DENIES = re.compile(
    rf"\bnon (?:(?:ho|sono|e|piu|ci|la|il|affatto) )*(?:{_LIVES}|{_RESIDENT}|{_DOMICILED})\b|"
    rf"\b(?:{_LIVES}|{_RESIDENT}) (?:a |in )?\w+ (?:no|non piu)$")
_YES = re.compile(r"^(?:si+|sii?|certo|esatto|ok|yes|ovvio|certamente|assolutamente|confermo|sisi|si si|entramb[ie]|"
    r"tutt[ie] e (?:due|2)|si certo|si entramb[ie]|si confermo|si esatto)$")
_NO = re.compile(r"^(?:no+|nono|no no|nessun[oa](?: dei due| delle due)?|ne l un[oa] ne l altr[oa]|no nessun[oa]|"
    r"purtroppo no|no purtroppo|negativo)$")


def read_residence(text: str, asked: bool = False) -> Optional[Residence]:
    """Where the person of ``text`` lives; None when it tells nothing, or a place that we do not know.

    Who lives in Lombardy is taken for resident unless they say domicile, or say a residence elsewhere.
    ``asked``: it answers «hai la residenza o il domicilio in Lombardia?», so a bare place, «sì» and «no» are enough.
    Where one was born or works counts for nothing; where one comes from, only when nothing else is said.
    """
    folded = re.sub(r"\s+", " ", re.sub(r"[^\w.,;!?]", " ", fold(text[:1000]))).strip()
    bare = re.sub(r"\s+", " ", re.sub(r"[.,;!?]", " ", folded)).strip()
    if asked and _YES.match(bare):
        return Residence("resident")
    if asked and _NO.match(bare):
        return Residence("elsewhere")
    if "?" in text and not re.search(rf"\b(?:{_LIVES}|sono (?:resident|domicili)|risiedo|ho (?:la residenza|il "
            rf"domicilio))", folded):
        return None
    said = _sayings(folded, asked)
    if not said and asked:
        said = _bare_places(folded)
    return _resolve(said, folded) or _without_place(bare, folded, asked)


def denies_residence(text: str) -> bool:
    """Whether somebody says only where they do not live («non abito a Lecco»)."""
    folded = fold(text[:1000])
    return "?" not in text and _DENIES.search(folded) is not None and read_residence(text) is None


def _sayings(folded: str, asked: bool) -> list[_Said]:
    """Each place with the nearest tie before it, in its own clause or the one before."""
    ties = list(_TIE.finditer(folded))
    said = []
    inside = _OUTSIDE.sub(lambda match: "." * len(match.group()), folded)  # «fuori Lombardia» is not Lombardy
    for found in index_municipalities().find(inside):
        before = [tie for tie in ties if tie.end() <= found.start]
        if not before:
            continue
        tie = before[-1]
        between = folded[tie.end():found.start]
        if tie["no"] or len(between.split()) > 6:
            continue
        if _NOT_HERE.search(between):
            continue  # «sono di Piacenza, non di Lecco»
        negated = _NOT_BEFORE.search(folded[:tie.start()]) is not None and not _BUT.search(between)
        kind = found.kind
        if asked and folded.startswith("no ") and kind == "outside":
            negated = False  # «no abito a Piacenza» without its comma
        if negated:
            if found.id != "Lombardia":
                continue  # «non abito a Lecco» may be anywhere
            kind = "outside"
        name = tie.lastgroup or "bare"
        said.append(_Said(name, kind, None if negated else found.id))
    for match in _OUTSIDE.finditer(folded):
        before = [tie for tie in ties if tie.end() <= match.start() and not tie["no"]]
        if before or asked:
            said.append(_Said((before[-1].lastgroup or "lives") if before else "lives", "outside", None))
    return said


def _bare_places(folded: str) -> list[_Said]:
    """Places alone, as an answer: nothing else of weight may stand beside them."""
    found = [place for place in index_municipalities().find(folded)
             if place.score >= _EXACT or folded[place.start:place.end] not in COMMON_WORDS]  # «ripeti» is not Rieti
    rest = folded
    for place in reversed(found):
        rest = rest[:place.start] + " " + rest[place.end:]
    if _TIE.search(folded) or any(word not in _FILLERS for word in re.findall(r"[a-z0-9]+", rest)):
        return []
    return [_Said("bare", place.kind, place.id) for place in found[-1:]]


def _resolve(said: list[_Said], folded: str) -> Optional[Residence]:
    stated = [item for item in said if item.tie != "origin"] or said
    if not stated:
        return None
    inside = [item for item in stated if item.kind != "outside"]
    if not inside:
        if _denies_residence_claims_domicile(folded):
            return Residence("domiciled")
        return Residence("elsewhere", stated[-1].place)
    resident = next((item for item in inside if item.tie == "resident"), None)
    chosen = resident or inside[-1]
    lives_elsewhere = any(item.tie == "resident" and item.kind == "outside" for item in stated)
    only_domiciled = resident is None and (
        chosen.tie == "domiciled" or lives_elsewhere or _denies_residence_claims_domicile(folded))
    if len(inside) < len(stated) and resident is None and chosen.tie not in ("domiciled", "lives", "bare"):
        return None
    return Residence("domiciled" if only_domiciled else "resident", chosen.place, chosen.kind == "lecco")


def _denies_residence_claims_domicile(folded: str) -> bool:
    denied = re.search(rf"\b(?:non|no) (?:\w+ ){{0,2}}{_RESIDENT}\b", folded) is not None
    claimed = re.search(rf"(?<!non ho )(?<!ne )\b(?:ho (?:il |solo il |un )?|ma (?:ho )?(?:il |solo il )?|sono (?:solo "
        rf")?|solo (?:il )?|pero (?:ho )?(?:il )?){_DOMICILED}\b", folded) is not None
    return claimed and (denied or re.search(r"^no\b", folded) is not None)


def _without_place(bare: str, folded: str, asked: bool) -> Optional[Residence]:
    """«Sono residente», «ho solo il domicilio», «abito qui»: without a place it is the one that was asked about."""
    places = index_municipalities().find(folded)
    if _denies_residence_claims_domicile(folded) and all(place.kind != "outside" for place in places):
        return Residence("domiciled")
    if places:
        return None
    if not asked or "?" in folded:
        return None
    if re.search(rf"\bnon (?:\w+ ){{0,2}}{_RESIDENT}\b", folded):
        return Residence("elsewhere") if re.search(r"\bne\b|\bnemmeno\b|\bneanche\b", folded) else None
    if re.fullmatch(rf"(?:si |ho |sono |la |ce l ho |io )*{_RESIDENT}(?: qui| si| in provincia)?", bare) or (
            _HERE.search(bare) and (_TIE.search(bare) or len(bare.split()) <= 3)):
        return Residence("resident")
    if re.fullmatch(rf"(?:si |no |ho |sono |il |solo |solo il |io |ma |pero )*{_DOMICILED}(?: qui| si| solo| in "
            rf"provincia)?", bare):
        return Residence("domiciled")
    return None
