"""Whether a text is a question, has one, or may ask; words that look like those of one and are none."""

from __future__ import annotations

import re

from bot.italian.shorthand import expand_words
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
_BEGINS = re.compile(
    r"(?:(?:e|ma|ok|scus\w|senti|allora|pero) )*(?:che|cosa|cos|qual[ei]?|quant\w*|dove|dov|come|quando|chi|perche|"
    r"c e|ci sono|avete|a che|sai|(?:posso|vorrei|volevo) sapere|mi (?:dici|dice|dite|(?:puoi|puo) dire))\b")
"""How a question begins."""
INTERROGATIVES = r"chi|cosa|come|dove|dov|quando|quant\w*|qual\w*"
"""Words that ask, as the alternatives of a pattern over folded words."""
_WORD_OF_QUESTION = re.compile(rf"\b(?:{INTERROGATIVES}|cos|che|perch\w*|posso|puoi|si puo|serve)\b")


def is_put_as_question(text: str) -> bool:
    """Whether all of ``text`` is a question: it ends with the mark, or begins as one."""
    return text.rstrip(" .!").endswith("?") or _BEGINS.match(expand_words(drop_lookalikes(text))) is not None


def has_question(text: str) -> bool:
    """Whether a sentence of ``text`` is put as a question, whatever else stands beside it."""
    return "?" in text or is_put_as_question(text)


def may_ask(text: str) -> bool:
    """Whether ``text`` could ask something at all: a mark, or a question word anywhere («sono in cigs» has none)."""
    return "?" in text or _WORD_OF_QUESTION.search(drop_lookalikes(text)) is not None


def drop_lookalikes(text: str) -> str:
    """``text`` folded, without what only looks like a word of a question."""
    return _LOOKALIKES.sub(" ", _AS.sub(r"\g<work> ", normalise(text)))
