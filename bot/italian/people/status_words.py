"""The words by which people tell their occupational status, as patterns on folded text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Optional

from bot.rules.eligibility import Status

JOBS = "(?:" + "|".join((
    r"operai[oa]", r"camerier[ea]", r"badante", r"colf", r"commess[oa]", r"impiegat[oa]", r"barista", r"cuoc[oa]",
    r"infermier[ea]", r"autista", r"magazzinier[ea]", r"muratore", r"elettricista", r"meccanico", r"baby ?sitter",
    r"insegnante", r"segretari[oa]", r"oss", r"addett[oa]", r"domestica", r"cassier[ea]", r"saldatore", r"corriere",
    r"rider", r"guardia", r"maestr[oa]", r"educator[ei]", r"educatrice", r"pulizie", r"manovale", r"lavapiatti",
    r"aiuto cuoco", r"tornitore", r"idraulico", r"parrucchier[ea]", r"estetista", r"panettiere", r"facchino",
    r"receptionist",
)) + ")"
"""Trades that tell that one works, when asked; «sono cameriera» alone may also be who looks for work."""


_SINCE = (r"(?:da|dal|dall|da l) ?(?:\d+|un|una|due|tre|quattro|cinque|sei|poco|tempo|tanto|mesi|mese|settiman\w+|"
          r"anni|anno|"
          r"ieri|lunedi|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|"
          r"estate|inverno|primavera|autunno|natale|quest\w+)")
"""Since when something lasts: «in cassa da settembre» is no till."""


def _any(*ways: str) -> re.Pattern[str]:
    """One of the ways, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(ways)})\b")


@lru_cache(maxsize=1)
def find_denied_status() -> re.Pattern[str]:
    """A status that somebody says they do not have: «non sono disoccupata», «mica disoccupata», «disoccupata no»."""
    named = (r"(?:disoccupat[oa]|inoccupat[oa]|occupat[oa] sospes[oa]|sospes[oa]|student\w+|pensionat[oa]|pensione|"
             r"casaling[oa]|dipendente|autonom[oa]|lavorator\w+|cassa\w* ?(?:integra\w+)?)")
    return _any(
        rf"non (?:sono|so|son) (?:piu )?(?:un |una |uno |ne |ancora |in )*{named}",
        rf"(?:non|mica|macche|altro che) (?:sono |in )?{named}",
        rf"{named}(?: proprio)? (?:no|mica|non (?:lo )?sono(?: piu)?)(?= *$| *[,:.;!]| (?:io|lavoro|sono|ho|faccio)\b)")


@lru_cache(maxsize=1)
def list_patterns() -> tuple[tuple[Optional[Status], int, re.Pattern[str]], ...]:
    """(status, strength, pattern), to be tried in this order.

    Each takes its words away, so that «ho perso il lavoro» is not read as «lavoro» any more. Strength 2 says the
    status outright; 1 hints at it and gives way («non lavoro, studio» is a student); 0 says nothing, for it is past or
    denied.
    """
    return (
        (None, 0, find_denied_status()),
        (None, 0, _any(
            r"(?:ero|facevo|lavoravo|studiavo|avevo|prendevo|sono stat[oa]|"
            r"ho (?:sempre |gia |anche |solo |finora )*(?:fatto|lavorato)) (?:(?:un |una |uno |il |la |l |lo |"
            r"in |come |nel |alla |a |da |anche |gia )*(?!licenziat|sospes|mess|did\b|la did\b)\w+)"
            r"(?: (?:partita iva|iva|integrazione|part time|dipendente|autonomo))?")),
        (None, 0, _any(
            r"non (?:ho )?studi(?:o|ato|ando)(?: piu)?", r"non vado (?:piu )?a scuola",
            r"(?:ho )?(?:finito|terminato|lasciato|smesso|abbandonato) (?:gli stud\w+|la scuola|l ?universita|di "
            r"studiare|le superiori|scuola)",
            r"non sono andat[oa] a scuola", r"non (?:ho )?(?:la |una )?(?:partita|p) iva")),
        (None, 0, _any(
            r"dopo (?:il )?lavoro", r"per (?:motivi di )?lavoro", r"orari[oi] di lavoro",
            r"(?:mondo|mercato|centro|offert[ae]|patto|colloqui[o]?) (?:del |di |per il )?lavoro")),
        ("employed", 2, _any(
            r"student\w+ lavorat(?:ore|rice)")),
        ("inactive", 2, _any(
            r"casaling[oa]", r"(?:non (?:ho |o )?)?mai (?:ho )?lavorato",
            r"mai (?:avuto|fatto) (?:un |nessun )?lavoro",
            r"mi occupo (?:dei|delle|di|della|del) (?:\w+ )?(?:figl\w+|bambin\w+|casa|famiglia|genitori|mamma|madre)",
            r"(?:faccio|sono) (?:la |solo |una )*mamma(?: a tempo pieno)?",
            r"sto a casa (?:con|per|a guardare) (?:i |le )?(?:\w+ )?(?:figl\w+|bambin\w+)", r"inattiv[oa]", r"neet",
            r"(?:bado|guardo) (?:ai|i|la|alla) (?:\w+ )?(?:figl\w+|bambin\w+|casa)")),
        ("unemployed", 2, _any(
            r"(?:la |in )?(?:cassa(?: ?integrazione)?|cigs?) (?:mi |ci |si )*(?:e )?(?:gia |ormai )?"
            r"(?:finit|terminat|scadut|chius|esaurit)[oa]",
            r"(?:(?:mi |ci )?e )?(?:finit|terminat|scadut)a (?:anche |pure )?la cassa(?: ?integrazione)?")),
        ("suspended", 2, _any(
            r"(?:in |la |a |della )?(?:cassa ?integr\w+|cassa[ei]?ntegra\w+|cass[ei]?ntegra\w+|cigs|cigo|cigd|"
            r"cig|fis)(?: straordinaria| ordinaria)?",
            r"contratto di solidarieta",
            r"(?:sono (?:stat[oa] )?|occupat[oa] |mi hanno |lavorator(?:e|ice) )(?:momentaneamente "
            r")?sospes[oa](?: da\w* lavoro)?",
            r"sospes[oa] da\w* lavoro",
            r"(?:mess[oa]|mi hanno mess[oa]|sono|sto|siamo|ancora|anno mess[oa]) in cassa",
            rf"in cassa(?= *$| *[,.;!]| (?:{_SINCE}|a zero|a rotazione|fino|adesso|ora)\b)", r"cassa a zero ore",
            r"(?:mi|ci) (?:hanno|anno) (?:sospes[oaie]|ferm\w+)(?: dal lavoro)?",
            r"(?:la )?(?:ditta|azienda|fabbrica) (?:mi|ci) (?:ha |tiene )?(?:sospes[oaie]|ferm[oaie]|mess[oaie] in "
            r"cassa)")),
        ("unemployed", 2, _any(
            r"disoccupat[oa]", r"in stato di disoccupazione",
            r"(?:in|prendo la|ho la|percepisco la|con la|ricevo la|indennita di) disoccupazione", r"inoccupat[oa]",
            r"non (?:sono )?(?:piu )?occupat[oa]", r"naspi", r"dis ?coll",
            r"(?:ho )?(?:gia )?(?:fatto|firmato|presentato|dato) la did",
            r"(?:ho |o |ha |appena )?pers[oa] (?:il |un |mio |il mio |mi[oa] )*(?:lavoro|posto|impiego)(?: di "
            r"lavoro)?(?: (?:da|come|di) (?!\d)\w+)?",
            r"licenziat[oa]",
            r"mi (?:hanno|anno|ha|han) (?:licenziat[oa]|lasciat[oa] a casa|mandat[oa] (?:via|a casa))",
            r"lasciat[oa] a casa", r"rimast[oa] (?:a casa|senza (?:lavoro|impiego))",
            r"(?:sono|mi) (?:mi )?dimess[oa]", r"mi sono dimess[oa]", r"ho dato le dimissioni",
            r"(?:ho )?(?:smesso|finito|terminato) (?:di lavorare|il lavoro)",
            r"contratto (?:di lavoro )?(?:e )?(?:scaduto|finito|terminato|non (?:e stato |mi e stato )?rinnovato)",
            r"(?:mi )?(?:e )?(?:scaduto|finito|terminato) (?:il |mio |il mio )*contratto",
            r"non mi hanno rinnovato(?: il contratto)?",
            r"iscritt[oa] (?:al|alle) (?:collocamento|centro (?:per l )?impiego|cpi|liste)(?: di (?:mobilita|"
            r"collocamento))?",
            r"(?:in|liste di) mobilita", r"senza (?:un |piu |alcun |nessun |il )?(?:lavoro|occupazione|impiego)",
            r"disoccupa\w{0,2}")),
        ("unemployed", 1, _any(
            r"(?:non|no) (?:sto |ho |o |ha |avere |c ho |trovo |c e )?(?:mai |piu |ancora |nessun |un |alcun |il "
            r"|neanche |adesso |ora )*(?:lavor(?:o|a|are|ando)|impiego|occupazione)(?: piu| adesso| ora)?",
            r"(?:ho |o )?chiuso (?:la |mia |la mia )*(?:partita iva|p iva|ditta|attivita)", r"nessun lavoro",
            r"magari (?:lavorassi|ce l ?avessi|ne avessi|avessi (?:un |il )?(?:lavoro|posto|impiego)|lavorare)",
            r"quale lavoro(?! (?:inten|dev|dit|dic|vuo|vol))", r"lavor(?:o|are|assi) magari", r"lavoro zero",
            r"niente lavoro",
            r"(?:il )?lavoro (?:non c e|non ce l ?ho|me lo sogno|lo sto cercando|lo cerco|non si trova|l ?ho perso)",
            r"(?:e )?chi (?:mi prende|me lo da)(?: un lavoro| il lavoro)?",
            r"unemployed", r"no work", r"non faccio (?:niente|nulla)", r"sto a casa",
            r"(?:sono|sto) (?:a casa )?ferm[oa]", r"a spasso")),
        ("student", 2, _any(
            r"(?:sono |io |faccio )?(?:un |una |uno |lo |la )?(?:studente|studentessa)(?: universitari[oa])?",
            r"universitari[oa]", r"vado (?:ancora )?(?:a scuola|all ?universita)",
            r"(?:faccio|frequento) (?:ancora )?(?:la |l |il |le |lo )*(?:universita|scuola|superiori|liceo|"
            r"istituto|\d ?(?:a|o)? superiore|quinta|quarta|terza|politecnico)",
            r"(?:sto )?studi(?:o|ando)(?= |$|,|\.)", r"liceale")),
        ("retired", 2, _any(
            r"pensionat[oa]", r"(?:in|la|vado in|prendo la) pensione")),
        ("self_employed", 2, _any(
            r"(?:in )?(?:regime )?forfettari[oa]", r"(?:ho |con |la |una |a |apert[oa] )*(?:partita|parita|p) ?iva",
            r"piva", r"(?:lavorator(?:e|ice) |lavoro )?autonom[oa]", r"(?:lavoro|mi sono mess[oa]) in proprio",
            r"in proprio", r"liber[oa] professionista", r"freelance", r"artigian[oa]", r"commerciante",
            r"imprenditor(?:e|ice)",
            r"(?:ho |la |una )*(?:ditta|azienda|impresa|attivita|negozio|bar)(?: individuale)? (?:tutta "
            r")?(?:mi[oa]|individuale)",
            r"(?:ho |la )*mia (?:ditta|attivita|impresa)", r"ditta individuale", r"titolare(?: di \w+)?",
            r"lavoro per conto mio", r"agricoltore")),
        ("employed", 2, _any(
            r"(?:lavorator(?:e|ice) |lavoro )?dipendente", r"working ?poor", r"lavoratore povero",
            r"lavoratrice povera", r"tempo (?:in)?determinato", r"part ?time", r"parttime", r"full ?time",
            r"a chiamata",
            r"(?:ho|o) (?:un |gia un |il )?(?:piccolo |altro )?(?:contratto|lavoro|impiego|posto|lavoretto)(?: "
            r"di lavoro)?",
            r"(?:faccio|o fatto) (?:un |dei |qualche |piccoli |alcuni )+lavor(?:o|etti|etto|i)", r"apprendist[ao]",
            r"apprendistato", r"co ?co ?co", r"somministrazione", r"stagionale", r"contratto(?: a \w+)?",
            r"assunt[oa]", r"(?:sono )?impiegat[oa]", r"(?:faccio )lavorett[oi]", r"precari[oa]",
            r"io lavor[ai](?= |$)", r"guadagno (?:troppo |molto |solo )?poco")),
        ("employed", 1, _any(rf"(?:faccio|lavoro come|lavoro da|facio) (?:il |la |l |lo |un |una |le )*{JOBS}")),
    )
