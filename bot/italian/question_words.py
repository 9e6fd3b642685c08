"""Words that look like those of a question and are none: «qualche ora», «come commessa», «quando chiamano»."""

from __future__ import annotations

import re

from bot.italian.text import normalise

_LOOKALIKES = re.compile(
    r"\bqual(?:che|cun\w*|cosa|siasi|unque|sivoglia)\b|"
    r"\bquando (?:mi |ci |ce |c )*(?:chiamano|capita|n e|e lavoro|hanno bisogno)\b")
"""Any of some kind, and when one is called."""
_AS = re.compile(
    r"(?P<work>\b(?:lavor\w+|assunt\w|impiegat\w|occupat\w|facci\w+|fatto|contratt\w|or[ae]|turn[oi]|part time|sono|"
    r"ero|"
    r"stat\w|sto|nero)(?: \w+){0,2}) come (?!si\b|mai\b|mi\b|ci\b|fa\b|faccio\b|posso\b|devo\b|funziona\w*\b)")
"""What one works as."""


def without_lookalikes(text: str) -> str:
    """``text`` folded, without what only looks like a word of a question."""
    return _LOOKALIKES.sub(" ", _AS.sub(r"\g<work> ", normalise(text)))
