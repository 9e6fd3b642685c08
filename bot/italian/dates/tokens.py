"""From what a person typed to a sentence of symbols: accents, figures, elisions, abbreviations, slips."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.italian.dates import lookalikes
from bot.italian.dates.lexicon import FORGIVEN, FORGIVEN_TWICE, NOT_SLIPS, SYMBOLS

LONGEST_TEXT = 1000  # characters read; nobody dates an appointment further on

_END = r"(?![\d/:])(?![.,\-]\d)"
# Order matters: the longest written form first. Each group becomes one symbol. "martedì 15 h 11" is the 15th at eleven.
_TOKEN = re.compile(
    rf"""
    (?P<iso>\b(?:19|20)\d{{2}}\s?[-/]\s?\d{{1,2}}\s?[-/]\s?\d{{1,2}}(?=t\d\d?:|{_END}))
  | (?P<days>(?<![\d.,/:\-])\d{{1,2}}(?:/\d{{1,2}}(?:/\d{{2,4}})?)?\s?-\s?
      \d{{1,2}}/\d{{1,2}}(?:/(?:\d{{4}}|\d{{2}}))?(?!\d){_END})
  | (?P<dmy>(?<![\d.,/:\-])\d{{1,2}}\s?(?P<sep>[/.\-])\s?\d{{1,2}}\s?(?P=sep)\s?(?:\d{{4}}|\d{{2}})(?!\d){_END})
  | (?P<span>(?<![\d.,/:\-])(?:\d{{1,2}}[:.]\d{{2}}\s?-\s?\d{{1,2}}(?:[:.]\d{{2}})?|
      \d{{1,2}}\s?-\s?\d{{1,2}}[:.]\d{{2}}|\d{{1,2}}:\d{{2}}\s?/\s?\d{{1,2}}:\d{{2}})(?!\d){_END})
  | (?P<time>(?<![\d.,/:\-])\d{{1,2}}(?::\d{{2}}(?::\d{{2}})?|h\s?\d{{2}}|\sh(?:\d{{2}}|\s\d[05]))(?!\d){_END})
  | (?P<my>(?<![\d.,/:\-])\d{{1,2}}\s?/\s?\d{{4}}(?!\d){_END})
  | (?P<pair>(?<![\d.,/:\-])\d{{1,2}}(?:[.,\-]|\s?/\s?)\d{{1,2}}(?!\d){_END})
  | (?P<year>(?<![a-z])'\d{{2}}(?!\d))
  | (?P<ordinal>(?<![\d.,/:\-])\d{{1,2}}\s?[°ªº^])
  | (?P<junk>\d+(?:[.,/:\-]+\d+)+|\d+\s?[%€]|[€$]\s?\d[\d.,]*|\d{{5,}})
  | (?P<number>\d+)
  | (?P<word>[a-z]+)
  | (?P<mark>[#,;.!?:()\-/+\n])
    """,
    re.VERBOSE,
)
_MINUTE_MARK = re.compile(r"(\d)'(?![\w'])")  # "fra 10'"
_GLUED_DOT = re.compile(r"(?<=[a-z])\.(?=\d)")  # "ven.4/12"
_ROUND_THE_CLOCK = re.compile(r"\bh\s?24(?: ?/ ?(?:7|24))?\b|\b24 ?/ ?7\b|\b24 ore su 24\b")
_SEPARATORS = {"/": "F", "-": "H", ".": "P", ",": "C"}
_FIXED_PHRASES = (
    (
        re.compile(
            r" (?:buon|buona) (?:P\w+|Ud|giornata|(?:fine|inizio) Uw|natale|MO08|pasqua|anno|Uy|weekend|WD\d|"
            r"(?:ORD1|\d{1,2}) MO\d\d)(?= )"
        ),
        " ,",
    ),
    # "due giorni dopo domani" counts from tomorrow.
    (re.compile(r"(?<!\d U[dwm])(?<!un U[dwm])(?<!una Uw)(?<!paio di U[dwm]) dopo domani(?= )"), " dopodomani"),
    (re.compile(r" (?:domani l altro|l Ud dopo domani|il Ud dopo domani)(?= )"), " dopodomani"),
    (re.compile(r" (?:(?:l )?altro ieri|ieri l altro)(?= )"), " altroieri"),
    (re.compile(r" (?:PAST Pnotte|Pnotte PAST)(?= )"), " ieri Pnotte"),
    (re.compile(r" week(?: -)? end(?= )"), " weekend"),
    (
        re.compile(r" (verso|dopo|prima di|a|all|entro) mezzo (?:Ud(?! di)(?= )|di(?= (?:$|[,.;!?])))"),
        r" \1 mezzogiorno",
    ),
    (re.compile(r" (verso|dopo|prima di|a|entro) mezza Pnotte(?= )"), r" \1 mezzanotte"),
    (re.compile(r" una mezz ORE(?= )"), " mezz ORE"),
    (re.compile(r" duemila(?: e)? (\d\d)(?= )"), r" 20\1"),
    (re.compile(r" (quarto|ORD4|quarti|paio) di ORE(?= )"), r" \1 d ORE"),
    (re.compile(r" (il|nel|THIS|NEXT|PAST|ULTIMO) we(?= )"), r" \1 weekend"),
    (
        re.compile(r" non (?:la |per la )?(?:NEXT Uw|Uw NEXT)(?: [,;])?(?: (?:ma|meglio|bensi))? (?:la |"
                   r"in )?quella (?:dopo|THEN|NEXT|successiva|seguente)(?= )"),
        " la Uw dopo la NEXT",
    ),
    (re.compile(r" (?:p v|p \. v \.)(?= )"), " NEXT"),
    (re.compile(r"(?<=\d) a \. m(?: \.)?(?= )"), " am"),
    (re.compile(r"(?<=\d) p (?:\. )?m(?: \.)?(?= )"), " pm"),
    (re.compile(r"(?<= ORE) \.(?= [\dCPT])"), ""),
    (re.compile(r" (WD\d|WMAR|M[AO]\d\d|SETT|NEXT) \.(?= [^\s])"), r" \1"),
    (re.compile(r" (corso|corsi|scuola|scuole|lezioni) Psera(?= )"), r" \1"),
    # A shift is not a wish: "faccio il turno di notte".
    (re.compile(r" (turno|turni|lavoro) (?:di|del) P\w+(?= )"), r" \1"),
    (re.compile(r" dell altra Uw(?= )"), " di Uw NEXT"),
    # "mar rosso" and its like.
    (re.compile(r" WMAR (?=rosso|nero|mediterraneo|morto|baltico|ligure|egeo)"), " mare "),
)


def _plain(text: str) -> str:
    lowered = text[:LONGEST_TEXT].lower().replace("º", "°").replace("ª", "°").replace("’", "'").replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", lowered.replace("–", "-").replace("—", "-"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    bare = _MINUTE_MARK.sub(r"\1 min", bare)
    return _GLUED_DOT.sub(". ", _ROUND_THE_CLOCK.sub(" ", lookalikes.mask_links(bare)))


@lru_cache(maxsize=4096)
def find_symbol(word: str) -> str:
    """The symbol of ``word`` (lower case, no accents), allowing for a slip in long words; else the word itself."""
    known = SYMBOLS.get(word)
    if known is not None:
        return known
    if len(word) < 5 or word in NOT_SLIPS:
        return word
    for target in FORGIVEN:
        slips = 2 if target in FORGIVEN_TWICE else 1
        if word[0] != target[0] or abs(len(word) - len(target)) > slips:
            continue
        if OSA.distance(word, target, score_cutoff=slips) <= slips:
            return SYMBOLS.get(target, target)
    return word


def _pair(text: str) -> str:
    first, mark, second = re.split(r"\s?([/.,\-])\s?", text)
    return f"{_SEPARATORS[mark]}{first}.{second}"


def _time(text: str) -> str:
    hour, minute = re.split(r"[:.h]", text.replace(" ", ""))[:2]
    return f"T{hour}.{minute}" if int(hour) <= 24 and int(minute) < 60 else "#"


def _span(text: str) -> str:
    first, second = re.split(r"\s?[-/]\s?", text)
    return " - ".join(_time(part) if re.search(r"[:.]", part) else part for part in (first, second))


def _days(text: str) -> str:
    """Two dates with a hyphen between: "28/2-1/3", "3-5/12"."""
    parts = re.split(r"\s?-\s?", text)
    kinds = {0: "", 1: "F", 2: "D"}
    return " - ".join(kinds[part.count("/")] + part.replace("/", ".") for part in parts)


def _symbol_of(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind in ("word", "mark"):
        return find_symbol(text) if kind == "word" else text
    if kind == "number":
        return text if len(text) < 5 else "#"
    if kind == "iso":
        year, month, day = re.split(r"\s?[-/]\s?", text)
        return f"D{day}.{month}.{year}"
    if kind == "dmy":
        return "D" + re.sub(r"\s?[/.\-]\s?", ".", text)
    if kind == "days":
        return _days(text)
    if kind == "my":
        return "Y" + re.sub(r"\s?/\s?", ".", text)
    if kind == "pair":
        return _pair(text)
    if kind == "time":
        return _time(text)
    if kind == "span":
        return _span(text)
    if kind == "year":
        return "Y" + text[1:]
    if kind == "ordinal":
        return "ORD" + str(int(re.sub(r"\D", "", text)))
    return "#"


def write_symbols(text: str) -> str:
    """``text`` as symbols with one space around each: ``"il 3 dic. ore 15"`` gives ``" il 3 MA12 ORE 15 "``."""
    found = [_symbol_of(match) for match in _TOKEN.finditer(_plain(text))]
    joined = f" {' '.join(found)} "
    for pattern, replacement in _FIXED_PHRASES:
        joined = pattern.sub(replacement, joined)
    return lookalikes.drop_names(joined)
