"""Tu or Lei: how a person addresses the assistant, and so how they are addressed."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.context import Context, Understood

LEI, TU = "lei", "tu"

_TELLING = (r"dir|dar|indicar|spiegar|aiutar|informar|fornir|confermar|mandar|inviar|fissar|prenotar|far|comunicar|"
            r"segnalar|consigliar|illustrar|chiarir|riferir|mettere|spostar|annullar|cercar")
_FORMAL_CAPITALS = re.compile(
    r"(?<=\w[\s,])Lei\b|^\W*Lei (?:è|e'|può|puo|sa|mi|potrebbe)\b|\w(?:er|ar|ir)L[ea]\b|(?<!^)\bVostr[aeio]\b|"
    r"\ba Voi\b|\b(?:Sua|Suo) (?:cortes\w+|gentil\w+|risposta|riscontro|disponibilit\w+|attenzione)|"
    r"(?<=\w[\s,])Le (?=\w+[oi]\b)")
"""Pronouns that a letter writes large."""
_FORMAL = re.compile(
    r"\b(?:del|col) lei\b|"
    r"\b(?:chieder|domandar|scriver)le\b|\b(?:ringraziar|pregar|disturbar|contattar)la\b|"
    r"\b(?:le (?:chied\w+|domando|domanderei|scrivo|sarei)|la (?:ringrazi\w+|prego|pregherei|disturbo))\b|"
    rf"\b(?:potrebbe|può|puo|saprebbe|vorrebbe|voglia)(?: \w+)? (?:{_TELLING})m[iel]\w*|"
    r"\bmi (?:può|puo|potrebbe|saprebbe|sa|sappia|vuole) (?:dire|dare|indicare|spiegare|aiutare|confermare|fissare|"
    r"prenotare|mandare|inviare|consigliare|spostare|annullare)\b|"
    r"\b(?:sa|saprebbe) (?:dir|indicar)mi\b|\b(?:mi dica|mi scusi|scusi|senta|guardi|mi permetta|mi spieghi lei|"
    r"abbia pazienza|si figuri|faccia pure)\b|"
    r"\blasci (?:stare|perdere)\b|\bchi (?:è|e'|e) lei\b|\blei (?:chi|cosa|che cosa) (?:è|e'|e|fa|sa)\b|"
    r"\bmi (?:faccia|metta|tolga|dia|ripeta|creda|capisca|scriva|legga|tenga|lasci)\b|\baspetti (?:un|solo)\b|"
    r"^(?:(?:no|sì|si|ok|allora|anzi|ecco|va bene),? )*(?:metta|tolga|faccia|scriva|attenda|veda|tenga|prenda)\b|"
    r"\bsarebbe (?:così |tanto |cosi )?(?:gentile|cortese)|\bavrebbe la (?:cortesia|gentilezza|bontà)|"
    r"\b(?:gentile|gentilissim\w|egregi\w|spett(?:abile|\.? ?le|\.)|stimat\w) (?:ufficio|signor\w*|operator\w*|dott\w*|"
    r"centro|ente|direzione|assistente|responsabile)|"
    r"\b(?:distinti|cordiali) saluti\b|\bcon la presente\b|\b(?:desidererei|gradirei|le sarei grat\w)\b|"
    r"\bsi prega (?:di|cortesemente)\b|\bchiedo cortesemente\b",
    re.IGNORECASE)
_FAMILIAR = re.compile(
    r"\bdel tu\b|\b(?:puoi|potresti|riesci|vuoi|sapresti|dimmi|dammi|fammi|spiegami|aiutami|mandami|prenotami|"
    r"spostami|annullami|ricordami|scusami|(?<!chiedo )(?<!una )(?<!la )scusa|senti|guarda|figurati|tu|ti)\b|"
    r"\bmi (?:sai|dici|dai|fai|puoi)\b|"
    r"\b(?:hai|sai) (?:dei|delle|altri|altre|orari|posti|qualche)\b",
    re.IGNORECASE)
_EITHER = re.compile(r"\bmi (?:aiuti|prenoti|spieghi|mandi|sposti|annulli|trovi)\b", re.IGNORECASE)
"""«mi prenoti»: «tu» as a statement, «Lei» as a request; «tu» where nothing was heard before."""
_ASKS_REGISTER = re.compile(
    r"\b(?:dar\w+|dia\w*|dammi|dai|d[aà]|dess\w+|parl\w+|us\w+|passi\w+|tratt\w+)\b[^.?!]{0,20}\b(?:del|col) (lei|"
    r"tu)\b",
    re.IGNORECASE)

_BY_NAME = re.compile(
    r"\b(?:us\w+|passi\w+|pass\w+|prefer\w+|gradisc\w+|gradirei|torni\w+|esig\w+|pretend\w+|vuole|voglio|vorrei|"
    r"meglio|ci vuole)\b"
    r"[^.?!,;]{0,20}\b(?:il|al|un) (?P<liked>lei|tu)\b(?! (?:numero|nome|centro))|"
    r"\b(?:il|niente|basta col|non col|questo) (?P<disliked>lei|tu)\b[^.?!,;]{0,15}\b(?:non (?:mi|lo|e|va)|"
    r"mi (?:infastidi|disturb|secc|offend|"
    r"indispon|d[aà] fastidio)\w*|(?:è|e'|e) (?:fuori luogo|scortes\w+|maleducat\w+|inopportun\w+))|"
    r"\b(?:non (?:gradisco|sopporto|amo|tollero|apprezzo|voglio|accetto)|basta (?:con )?|niente) (?:il |col |"
    r"con il )?(?P<refused>lei|tu)\b",
    re.IGNORECASE)
"""«con me usi il Lei», «il tu mi infastidisce», «preferisco il Lei»."""
_WONDERS = re.compile(r"\b(?:chi|perch[eé]|come mai|come si permette|da quando|"
    r"con che diritto)\b[^.!]{0,40}$", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:non|smett\w+ di|basta|evit\w+ di|senza|invece di|perché|perche)\b(?:[^.,;:!?]{0,25})$",
                      re.IGNORECASE)
"""Before «dare del tu»: it is not wanted, or somebody wonders why («perché mi dai del tu?»)."""


def read_register(text: str) -> Optional[str]:
    """``lei`` or ``tu`` when ``text`` shows it, None when it shows neither."""
    asked = _find_asked(text)
    if asked is not None:
        return asked
    if _FORMAL.search(text) or _FORMAL_CAPITALS.search(text):
        return LEI
    return TU if _FAMILIAR.search(text) or _EITHER.search(text) else None


def read_change(text: str, context: Context) -> Optional[str]:
    """The register that ``text`` changes to; tu is what everybody hears first, and no name is a «Lei»."""
    found = None if context.question == "booking_name" else read_register(text)
    if found == TU and context.register == LEI and not _FAMILIAR.search(text):
        return None
    return None if found == TU and context.register is None else found


def ask_register(text: str) -> Optional[Understood]:
    """«potrebbe darmi del Lei?», «diamoci del tu»: a wish of its own when little else stands beside it."""
    asked = _find_asked(text)
    if asked is None or len(text.split()) > 12:
        return None
    return Understood("ask_lei" if asked == LEI else "ask_tu")


def _find_asked(text: str) -> Optional[str]:
    """The register that ``text`` asks for by its name; «non mi dia del tu» asks for the other one."""
    asked = _ASKS_REGISTER.search(text)
    if asked is None:
        by_name = _BY_NAME.search(text)
        if by_name is None:
            return None
        liked, named = by_name["liked"], (by_name["liked"] or by_name["disliked"] or by_name["refused"]).casefold()
        liked = liked and not _REFUSED.search(text[:by_name.start()])
        return named if liked else TU if named == LEI else LEI
    named = asked[1].casefold()
    before = text[:asked.start()]
    refused = _REFUSED.search(before) is not None or _WONDERS.search(before) is not None
    return (TU if named == LEI else LEI) if refused else named
