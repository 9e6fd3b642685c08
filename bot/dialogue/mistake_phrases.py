"""Reports that something which we publish is wrong: «il numero sulla vostra pagina è di un'altra persona»."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.context import Context, Understood

_SHOWN = re.compile(
    r"\b(?:sul|nel|sulla|nella|dal|dalla|il|la) (?:\w+ )?(?:sito|pagin\w|web|volantin\w|locandin\w|manifest\w|"
    r"bacheca|google)\b|"
    r"\b(?:avete|hai|hanno) (?:\w+ )?(?:scritt\w|mess\w|dat\w|pubblicat\w|indicat\w)\b|"
    r"\bche (?:date|mettete|pubblicate|c e scritto|e scritto|sta scritto|risulta)\b|\b(?:pubblicat\w|riportat\w)\b")
"""Where it stands: on a page of ours, or in what we told."""
_THING = re.compile(
    r"\b(?:numer\w|telefon\w+|cellulare|(?:e ?)?mail|posta|indirizz\w|via|civico|orar\w+|dat[ae]|link|nom[ei]|cap|"
    r"mappa)\b")
_WRONG = re.compile(
    r"\b(?:sbagliat\w|errat\w|scorrett\w|inesistent\w|vecchi\w|scadut\w|superat\w)\b|\bscritt\w male\b|"
    r"\bnon (?:e|sono) (?:\w+ )?(?:giust\w|corrett\w|vostr\w|quell\w|aggiornat\w|attiv\w|valid\w|esatt\w)\b|"
    r"\bnon (?:funziona\w*|esist\w+|corrispond\w+|va|e piu)\b|\be (?:di|quell\w di) un\w?\b|"
    r"\b(?:rispond\w+|rispost\w) (?:sempre |invece )?un\w? (?!operat|impiegat|centralin|segreter|vostr|collega)\w+|"
    r"\btorna indietro\b|\bc e un (?:errore|refuso|sbaglio)\b")
_OWN = re.compile(r"\b(?:mi[aeo]|miei)\b|\b(?:ho|avevo) (?:\w+ )?(?:dat|lasciat|scritt|mess)\w\b|\bvi ho\b")
"""What the person gave: it is theirs to put right."""
_ASKS = re.compile(
    r"\b(?:qual\w?|quale|quali) (?:e|sono)\b|\b(?:o quell\w|oppure)\b|\bnon (?:lo |la |ci )?"
    r"(?:trovo|vedo|riesco)\b")


def report_mistake(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«avete scritto male la via di Merate» tells of a mistake of ours: thanks, and to whom to write."""
    if context.task is not None or context.needs is None or _OWN.search(said) or _ASKS.search(said):
        return None
    wrong = _SHOWN.search(said) and _THING.search(said) and _WRONG.search(said)
    return Understood("ask_need", 1.0, None, understood.kinds, names=(("need", "wrong_data"),)) if wrong else None
