"""What only looks like a date: links, sums, versions; streets, churches and people named after a day or a month."""

from __future__ import annotations

import re

# --- in the text as it was typed (lower case, no accents) ---------------------------------------------------------

_LINK = re.compile(r"(?<!\S)\S*(?:://|www\.|@|\.(?:it|com|org|net|eu|gov|pdf|docx?|jpe?g|png)\b(?!'))\S*")
_CODE = re.compile(r"\b[a-z]{2}-[a-z0-9]{4}-[a-z0-9]{4}\b")
_VERSION = re.compile(r"\b(?:v|vers?|versione|release|rel|firmware|python|java|android|windows|ios)\.? ?\d[\d.]*")
_AMOUNT = re.compile(
    r"[€$]\s?\d[\d.,]*|"
    r"\d[\d.,/\-]*\s?(?:[€%$]|(?:euro|eur|kg|chil[io]|km|metr[io]|cm|mq|gradi|litr[io]|stell[ae]|punti)\b)"
)
_SUM = re.compile(r"\d[\d.,/]*(?:\s*[+=*]\s*\d[\d.,/]*)+|\b\d+x\d+\b")


def mask_links(text: str) -> str:
    """``text`` with "#" in place of addresses, appointment codes, version numbers, amounts and sums."""
    for pattern in (_LINK, _CODE, _VERSION, _AMOUNT, _SUM):
        text = pattern.sub("#", text)
    return text


# --- in the sentence of symbols -----------------------------------------------------------------------------------

_SAINT = r"(?:(?:san|santo|santa|sant|s|s \.|ss|ss \.) [a-z]+)"
_CIVIL_DATE = r"(?:(?:ORD\d+|\d{1,2}|[ivx]+) (?:M[AO]\d\d|SETT)(?: (?:19|20)\d\d)?)"
_SEASON = r"(?:primavera|estate|autunno|inverno)"
_MONTH_OR_FEAST = (
    rf"(?:{_SEASON}|M[AO]\d\d|WD\d|natale|pasqua|immacolata|epifania|repubblica|liberazione|lavoratori|caduti)"
)
_AWAY = "".join(f"(?<! {verb})" for verb in "saro sono siamo saremo vado andro andare andiamo sto era ero per".split())
# "via 25 aprile 8", "piazza della Repubblica", but not "vado via il 25 aprile" nor "sarò via domenica".
_STREET = re.compile(
    rf"{_AWAY} (?:via|viale|v \. le|v le|piazza|pza|pzza|p (?:\. )?zz?a|piazzale|p (?:\. )?le|largo|vicolo|strada|"
    rf"contrada|lungolago)(?: (?:del|della|dell|dei|di))?(?: {_CIVIL_DATE}| {_MONTH_OR_FEAST}| {_SAINT})"
    r"(?: (?:, )?\d+(?= (?:$|[,.;!?/a-z])))?(?= )"
    rf"|{_AWAY} (?:via|viale|piazza|vicolo|corso)(?: (?!(?:il|l|dal|al|del|entro|per|da|fino) )[a-z]+){{1,3}} "
    r"[FH]\d+\.\d+(?= )"
)
# "corso" is a course, too: only the dates that streets are named after.
_AVENUE = re.compile(r" corso (?:(?:ORD1|1) MO05|2 MO06|25 MO04|[24] MO11|20 MO09|[ivx]+ MO\d\d)(?: \d+)?(?= )")
_HOUSE = re.compile(
    r" (?:chiesa|parrocchia|oratorio|istituto|ospedale|santuario|basilica|comunita|cooperativa|coop|fondazione|asilo|"
    rf"quartiere|rione|frazione|localita|rotonda|rotatoria|scuola(?: media| elementare)?|sono di|"
    r"(?:abito|vivo|risiedo|residente) (?:a|in)|vengo da|vicino a)"
    rf"(?: (?:di|del|della|dell))? (?:{_SAINT}|immacolata|{_CIVIL_DATE})(?= )"
    rf"| (?:abito|abitiamo|vivo|viviamo|risiedo|residente) (?:a|ad) M[AO]\d\d(?= )"
    rf"| (?:bar|hotel|albergo|residence|residenza|villa|ristorante|cooperativa|coop|cascina)(?: [dl])? {_SEASON}(?= )"
)
_NOT_A_NAME = (
    r"(?!(?:e|ed|a|ad|in|da|di|del|per|il|lo|la|l|i|le|ma|o|tutto|tutta|fino|entro|dopo|verso|durante|fine|inizio|meta|"
    r"vorrei|posso|verrei|vengo|preferirei|solo|anche|meglio|domani|oggi) )"
)
_ENDS = r"(?= (?:$|[,.;:!?]|e |ho |abito ))"
_CALLED = r"(?:mi chiamo|si chiama|(?:il )?mio (?:cog)?nome e|(?:cog)?nome(?: e| :)?)"
_SURNAME = r"(?:MO\d\d|natale|pasqua|immacolata)"
_PERSON = re.compile(
    rf" (?:{_CALLED}|(?:signor|signora|signorina|sig|sigra|dott|dottor|dottoressa|dr|prof|professor|professoressa|"
    rf"avvocato|famiglia|don|suor)(?: \.)?) (?:WD\d|{_SURNAME})(?= )"
    rf"| {_CALLED}(?: {_NOT_A_NAME}[a-z]+){{1,2}} {_SURNAME}{_ENDS}"
    rf"| {_CALLED} {_NOT_A_NAME}[a-z]+ WD\d{_ENDS}"
    rf"| sono(?: {_NOT_A_NAME}[a-z]+){{1,2}} MO\d\d{_ENDS}"
)


def drop_names(sentence: str) -> str:
    """``sentence`` without the streets, houses and people whose names hold a word of time."""
    sentence = _STREET.sub(" street", sentence)
    sentence = _AVENUE.sub(" street", sentence)
    return _PERSON.sub(" name", _HOUSE.sub(" house", sentence))
