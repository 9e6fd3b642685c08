"""What a person types instead of pressing a button that is shown: its title, or other words for it."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.dialogue.code_words import loses_code
from bot.dialogue.context import Context, Understood
from bot.dialogue.turn import Button
from bot.italian.shorthand import expand_words
from bot.rules import codes

SLIP_FROM, SHORT_FROM = 7, 5
"""Letters of a title from which one wrong key is forgiven; in a shorter one not in its first letter."""

_ARTICLE = re.compile(r"^(?:(?:per|por|pour|for|pentru|il|lo|la|l|un|una|el|los|a|an|the|le|une|o|nje) )+")
"""What people put before a title."""


def find_typed(text: str, buttons: Sequence[Button]) -> Optional[Button]:
    """The button whose title ``text`` is, with or without an article; one slip is forgiven in a longer title."""
    said = expand_words(text)
    titles = [expand_words(button.title) for button in buttons]
    for typed in (said, _ARTICLE.sub("", said)):
        if typed and typed in titles:
            return buttons[titles.index(typed)]
    near = [index for index, title in enumerate(titles) if said and len(title) >= SHORT_FROM
            and (len(title) >= SLIP_FROM or title[0] == said[0])
            and DamerauLevenshtein.distance(title, said, score_cutoff=1) <= 1]
    return buttons[near[0]] if len(near) == 1 else None


def choose_typed_button(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """A typed title of a button that is shown is that button."""
    found = find_typed(text, context.buttons)
    return None if found is None else read_payload(found.payload)


_NO_CODE = "non ho il codice"
_LONGEST_LOSS = 9
"""Words of the longest message that only says that the code is lost."""
SYNONYMS = {
    _NO_CODE: r"(?:non ce l ho|non l ho|l ho pers\w|non lo (?:trovo|so|ricordo)|(?:ho )?pers\w (?:il )?"
                        r"codice|non (?:ho|trovo|ricordo) (?:piu )?(?:nessun |alcun |il |un )?codice)(?: piu)?",
    "casa e famiglia": r"(?:faccio |sono )?(?:la |una )?(?:casaling\w|mamma a tempo pieno)|"
                       r"(?:bado|penso) alla (?:casa|famiglia)",
    "no basta cosi": r"basta(?: cosi)?(?: grazie)?|no(?: grazie)?|(?:no )?nient(?:e|) ?altro|niente|nulla|va bene cosi|"
                     r"(?:sono )?a posto(?: cosi)?|ho (?:finito|detto tutto)|e tutto|tutto qui|stop",
    "salta": r"basta(?: cosi)?(?: grazie)?|niente|nulla|nessun[oa]?|passo|saltiamo|vai avanti|stop",
    "esci dalla coda": r"(?:voglio |vorrei )?(?:esc\w+|uscir\w) (?:dalla |da questa )?(?:coda|fila)|non aspetto piu",
    "contatti dei centri": r"(?:i |dammi i |dimmi i )?(?:contatti|recapiti|numeri)(?: (?:dei centri|di telefono))?",
}
"""Folded titles of buttons, and other words for them: whoever types them while the button is shown means it."""


def choose_synonym(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Other words for a button that is shown («non ce l'ho» for «Non ho il codice»)."""
    said = expand_words(text)
    for button in context.buttons:
        pattern = SYNONYMS.get(expand_words(button.title))
        lost = context.task is not None and expand_words(button.title) == _NO_CODE and not codes.normalise(text) and (
            loses_code(text, asked=False))
        if lost and len(said.split()) <= _LONGEST_LOSS:
            return read_payload(button.payload)
        if pattern is not None and re.fullmatch(pattern, said):
            return read_payload(button.payload)
    return None


def read_payload(payload: str) -> Optional[Understood]:
    """What pressing a button with ``payload`` means; None for one that is no intent."""
    match = re.fullmatch(r'/(\w+)(?:\{\{?"option": ?"([^"]+)"\}?\})?', payload)
    return Understood(match[1], 1.0, match[2]) if match else None
