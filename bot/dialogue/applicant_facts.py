"""What a message tells of the person whose requirements are checked: age, status, income, residence, and of whom."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any, Optional, Sequence

from bot.dialogue.tasks import WITHHELD
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.municipalities import index_municipalities
from bot.italian.numbers import write_digits
from bot.italian.people import person_facts
from bot.italian.people.relatives import (
    asks_for_both,
    asks_for_self_first,
    conjugate_infinitives,
    cut_own_pay,
    cut_share,
    find_bare_pronoun,
    find_relative,
    find_whom_checked_for,
    is_about_another,
    is_about_relative,
    is_about_self,
    names_self_and_other,
    put_in_own_words,
    state_supposition,
    tells_pay_of_other,
)
from bot.italian.shorthand import expand_words
from bot.italian.text import format_euro, normalise
from bot.rules.eligibility import WORKING
from bot.services import courses

COURSE, AGE, STATUS = "eligibility_course", "eligibility_age", "eligibility_status"
INCOME, RESIDENCE = "eligibility_income", "eligibility_residence"
FACT_SLOTS = {"age": AGE, "status": STATUS, "income": INCOME, "residence": RESIDENCE}
NET = "eligibility_net"
"""Whether the income was told after taxes; the thresholds are before."""
DOUBT = "eligibility_doubt"
"""What was said, not clear: ``{"fact": "age"}`` (year at the boundary), ``{"fact": "income", "amount": "700"}``."""
PERSON = "eligibility_person"
"""Whom the check is for when it is not for whoever writes: «figlio», «moglie», «amica»."""
PLACE = "eligibility_place"
"""The municipality where the person lives, when it was named: for counting, no rule asks it."""
MOST_WORDS_OF_A_TRADE = 5
_PAY = re.compile(r"\d\s*(?:mila)?\s*(?:€|euro)?\s*(?:nett\w+ |lord\w+ )?(?:al mese|mensil\w+|all['’ ]anno|l['’ ]anno|"
                  r"annu\w+)", re.IGNORECASE)
"""An amount with its period: pay, when it is said by somebody who works."""
_NO_AGE = re.compile(r"\bnon (?:ne )?ho (?:mica )?\d{1,2}(?: anni)?$")
_WRONG_FACTS = {slot: re.compile(
    rf"\b(?:sbagliat|errat)\w (?:a (?:dire|scrivere|mettere) )?(?:il |la |l['’ ]?|di )?(?:mi[ao] )?(?:{words})\b|"
    rf"\b(?:{words})(?: \w+)? (?:e|era|e') (?:sbagliat|errat|un errore)\w*")
    for slot, words in ((AGE, "eta|anni"), (STATUS, "situazione|lavoro"), (INCOME, "reddito|stipendio|cifra|guadagno"),
                        (RESIDENCE, "residenza|comune|citta|paese|indirizzo"))}
"""Facts that somebody says are wrong without telling the right ones."""
_IN_PENSION = re.compile(r"\bin pensione\b", re.IGNORECASE)
_OF_PLACE = re.compile(r"(\b(?:di|da|a) [^\W\d_]+(?: [^\W\d_]+)?)$", re.IGNORECASE)
_BEFORE_PLACE = re.compile(r"anni|\d+|\w*(?:at[oa]|ent[ei]|ing[ao])")
"""An age or a status, which a bare place may follow."""
_OF_THING = re.compile(r"\b(?:cors[oi]|centr[oi]|uffici\w*|lavor\w+|appuntament\w+|colloqui\w*|sede|cpi|patto)\b")
"""Words that a place in the same piece belongs to, instead of to the person."""
_AGAIN = re.compile(r"\b(?:rifa\w+|ricominc\w+|da capo|daccapo|dall['’ ]inizio)\b", re.IGNORECASE)
_COURSE_HERE = re.compile(r"\b(?:corso \w*|(?:quello|percorso) (?:d\w{1,4}|per) \S*)$", re.IGNORECASE)
"""The words before a name that make it the course and not the trade: «il corso da…», «quello di…»."""
_EVERY = re.compile(r"\b(?:tutt[ei]|uno qualsiasi|qualsiasi|qualunque|indifferente)\b")
BARE = 3
"""Words of fewer a number alone is an age, where courses are spoken of."""
_CHANGES = re.compile(
    r"^\W*(?:oddio\W+|ops\W+|scus[ai]\W+|ma\W+|io\W+|a+h\W+|o+h\W+|eh\W+|no\W+|uffa\W+|aspett[ai]\W+)*(?:anzi|invece|"
    r"aspetta|ho sbagliato|intendevo|meglio|scusa|no|"
    r"cambio|volevo|piuttosto|cancella|annulla|cioè|cioe|fam+i|fai|facciamo|proviamo|"
    r"guardiamo|vediamo)\b|\b(?:quello|il corso|il percorso) (?:di|da|del|dei|delle|per|mecc|elett)", re.IGNORECASE)
"""Beginnings that announce another course in the middle of the form."""
_TRADE = re.compile(r"\b(?:faccio|fatto|sono) (?:il |la |lo |l |un |una )?\w+ da (?:\w+ )?(?:\d+ anni|anni|sempre|"
                    r"una vita|decenni)\b")
"""What somebody has been for years: a trade, no job of now."""
_OF_COURSE = re.compile(r"\b(?:cors[oi]|percors[oi]|quell[oa] (?!che\b)\w+)\b")
_WRONG_COURSE = re.compile(
    r"\bsbagliat\w (?:il )?corso\b|\bcorso (?:e )?(?:sbagliat|errat)\w\b|\b(?:era|intendevo|volevo) (?:per )?"
    r"un altro corso\b")



def checks_anew(text: str) -> bool:
    """Whether the check is wanted from the beginning («da capo»)."""
    return _AGAIN.search(text) is not None


def is_named_as_course(text: str, start: int) -> bool:
    """Whether the name at ``start`` is said of the course, not of a trade («il corso da…», «quello di…»)."""
    return _COURSE_HERE.search(text[:start + 6]) is not None


def announces_course(text: str) -> bool:
    """Whether a message in the middle of the check is about another course («anzi, quello di…»)."""
    return _CHANGES.match(text) is not None


def names_other_course(text: str) -> bool:
    """Whether words of a sector are another course («ho sbagliato corso, era quello meccanico»), not one's work."""
    return announces_course(text) and _OF_COURSE.search(normalise(text)) is not None


def is_wrong_course(text: str) -> bool:
    """Whether the course that is checked is the wrong one («ho sbagliato corso»)."""
    return _WRONG_COURSE.search(normalise(text)) is not None


def names_every_course(text: str) -> bool:
    """Whether a message means all the courses, or any («tutti e tre», «uno qualsiasi»)."""
    return _EVERY.search(normalise(text)) is not None


def is_correction(text: str) -> bool:
    """Whether a message puts a fact right («34, non 43»)."""
    return person_facts.find_correction(text) is not None


def read_person(turn: Turn) -> Optional[dict[str, Any]]:
    """The slots of a check of which it is said now whom it is for: what was told of another is dropped; None else."""
    whom = find_whom_checked_for(turn.text)
    if whom is None:
        return None
    before = turn.slots.get(PERSON)
    if (whom == "me") == (before is None) and whom in ("me", "lui", "lei", before):
        return {}
    return {**dict.fromkeys(FACT_SLOTS.values()), PERSON: None if whom == "me" else whom}


_UNDECLARED = re.compile(
    r"\b(?:in nero|in mano|sottobanco|fuori busta|senza (?:contratto|busta paga)|non (?:sono |in |e )*(?:regola|"
    r"assunt\w)|"
    r"in regola (?:nnt|niente|nulla|non|zero))\b")


def works_undeclared(text: str) -> bool:
    """Whether somebody works without a contract («mi pagano in mano»)."""
    return _UNDECLARED.search(expand_words(text)) is not None


def is_for_two(text: str) -> bool:
    """Whether a check is wanted for whoever writes and somebody else at once."""
    return asks_for_both(text)


def find_person(turn: Turn) -> Optional[str]:
    """Whom the check is for, when it is not for whoever writes: said now, or still the one of before."""
    if asks_for_self_first(turn.text):
        return None
    pronoun = find_bare_pronoun(turn.text)
    if pronoun is not None:
        return next((found for found in map(find_relative, reversed(turn.earlier)) if found), None) or pronoun
    before = find_relative(turn.earlier[-1]) if turn.earlier and is_about_another(turn.text) else None
    return find_relative(cut_own_pay(turn.text)) or (
        None if is_about_self(turn.text) else before or turn.slots.get(PERSON))


def read_opening(turn: Turn, values: dict[str, Any], earlier: bool) -> None:
    """Add to ``values`` what the message that begins a check tells, and those before it (``earlier``) of the same."""
    other = values[PERSON] is not None
    turn = replace(turn, text=cut_share(person_facts.drop_taken_back(turn.text), other))
    texts = _list_earlier(turn.earlier, values[PERSON]) if earlier else []
    for text in (*texts, turn.text):
        read_facts(turn, state_supposition(cut_share(text, other)), None, values, [])
    if values.get(AGE) is None and 0 < len(turn.text.split()) < BARE:
        read_facts(turn, turn.text, AGE, values, [])  # «19»
    read_pieces(turn, values)


def _list_earlier(texts: Sequence[str], person: Optional[str]) -> list[str]:
    """The earlier messages about that person; of who writes, those before another was named, and what says «io»."""
    if person is not None:
        return [text for text in texts if names_self_and_other(text) or find_relative(text) == person]
    first = next((index for index, text in enumerate(texts) if is_about_relative(text)), len(texts))
    return [text for index, text in enumerate(texts)
            if index < first or names_self_and_other(text) or is_about_self(text)]


def read_facts(
    turn: Turn, text: str, requested: Optional[str], values: dict[str, Any], replies: list[Reply]
) -> None:
    """Add to ``values`` what ``text`` says of the person; a correction («34, non 43») gives the new value only."""
    corrected = person_facts.find_correction(text)
    old = corrected[1] if corrected is not None else None
    if corrected is not None:
        text = corrected[0]
    other = bool(values.get(PERSON, turn.slots.get(PERSON)))
    text = conjugate_infinitives(cut_share(text if other else person_facts.drop_pay_of_kin(text), other))
    if not values.get(PERSON, turn.slots.get(PERSON)):
        text = cut_own_pay(text)
        if requested == INCOME and tells_pay_of_other(text):
            values[INCOME] = None
            replies.append(say("utter_income_own_only"))
            return
    relative = bool(values.get(PERSON, turn.slots.get(PERSON))) or is_about_relative(text)
    own = put_in_own_words(text) if relative else text
    known = {**turn.slots, **values}
    expects_age = requested == AGE or (corrected is not None and _corrects_age(old, known, requested))
    _age(person_facts.read_age(text, turn.now.date(), asked=expects_age), turn, values, replies)
    age_read = values.get(AGE) is not None or (values.get(DOUBT) or {}).get("fact") == "age"
    alone = corrected is not None and old is None and requested is None and len(text.split()) <= BARE
    expects_status = requested == STATUS or alone or (
        old is not None and person_facts.read_status(conjugate_infinitives(old), asked=True) is not None)
    status = person_facts.read_status(own, asked=expects_status)
    if status is None and requested == STATUS and len(own.split()) <= MOST_WORDS_OF_A_TRADE:
        status = person_facts.read_status(f"faccio {own}", asked=True)  # «operaio a tempo pieno»
    if status in WORKING and not expects_status and known.get(STATUS) == "unemployed" and _TRADE.search(normalise(own)):
        status = None  # «faccio il muratore da trent'anni» of who has lost the work
    if status is not None:
        values[STATUS] = status
        if status not in WORKING:
            values[INCOME] = None
    expects_income = requested == INCOME and not (expects_age and age_read)
    if requested != AGE or not age_read:
        found = person_facts.read_income(own, asked=expects_income)
        if found is None and not expects_income:
            found = _income_of_clause(own, (values.get(STATUS) or known.get(STATUS)) in WORKING)
        _income(found, values, replies)
    expects_place = requested == RESIDENCE or corrected is not None and _is_place(old or text)
    place = person_facts.read_residence(own, asked=expects_place)
    if place is not None:
        values[RESIDENCE] = place.where
        if place.place is not None:
            values[PLACE] = place.place


def _is_place(part: str) -> bool:
    """Whether a part of a correction is a place: «abito a Lecco» in «non abito a Lecco ma a Piacenza»."""
    found = person_facts.read_residence(part, asked=True)
    return found is not None and found.place is not None


def find_denied(text: str) -> list[str]:
    """The slots of the facts that ``text`` denies without telling others: «non abito a Lecco», «ho sbagliato l'età»."""
    said = normalise(text)
    denied = {STATUS: person_facts.denies_status(text), RESIDENCE: person_facts.denies_residence(text),
              AGE: _NO_AGE.search(said) is not None}
    wrong = {slot for slot, words in _WRONG_FACTS.items() if words.search(said) and "?" not in text}
    return [slot for slot in FACT_SLOTS.values() if denied.get(slot) or slot in wrong]


def read_pieces(turn: Turn, values: dict[str, Any]) -> None:
    """Add to ``values`` the facts that only the pieces of a message tell: «60 anni in pensione di Lecco, posso?»."""
    for piece in re.split(r"[,;:.!?\n]+", _IN_PENSION.sub("pensionato", turn.text)):
        own = put_in_own_words(conjugate_infinitives(piece)).strip()
        if not own:
            continue
        if values.get(AGE) is None:
            _age(person_facts.read_age(own, turn.now.date(), asked=False), turn, values, [])
        if values.get(RESIDENCE) is None:
            bare = _bare_place(own)
            ending = _OF_PLACE.search(own) if not _OF_THING.search(normalise(own)) else None
            place = person_facts.read_residence(own) or (
                person_facts.read_residence(bare or (ending[1] if ending else own), asked=True)
                if bare or ending or index_municipalities().find(own) else None)
            if place is not None:
                values.update({RESIDENCE: place.where, **({PLACE: place.place} if place.place else {})})


def _bare_place(text: str) -> Optional[str]:
    """The place that stands in ``text`` without a preposition: «disoccupato 55 anni Calolziocorte corso di sala»."""
    for place in index_municipalities().find(text):
        before = normalise(text[:place.start]).split()
        if place.kind == "lecco" and before and _BEFORE_PLACE.fullmatch(before[-1]):
            return text[place.start:place.end]
    return None


def _income_of_clause(text: str, works: bool) -> Any:
    """An income told beside something else: «guadagno 9000 euro l'anno, posso?», «part time, 700 euro al mese»."""
    clauses = re.split(r"[;!?]|[,.]\s", text)
    told = (person_facts.read_income(clause, asked=works and _PAY.search(write_digits(clause)) is not None)
            for clause in clauses)
    return next((income for income in told if income is not None), None)


def _corrects_age(old: Optional[str], known: dict[str, Any], requested: Optional[str]) -> bool:
    """Whether a bare number in a correction is the age: it replaces the one known, or an income is not being asked."""
    age = known.get(AGE)
    if not isinstance(age, dict):
        return False
    replaced = re.search(r"\d+", write_digits(old)) if old else None
    return requested != INCOME if replaced is None else int(replaced.group()) == age["years"]


def _age(found: Any, turn: Turn, values: dict[str, Any], replies: list[Reply]) -> None:
    if found is None:
        return
    if isinstance(found, person_facts.ImpossibleAge):
        values[AGE] = None
        replies.append(say("utter_age_impossible"))
        return
    first = courses.list_courses(turn.settings, turn.now.date())[0]
    if not found.exact and person_facts.may_cross_boundary(found, first.age_min or 0, first.age_max or 200):
        values.update({AGE: None, DOUBT: {"fact": "age"}})
        return
    born = found.birth_date.isoformat() if found.birth_date else None
    values[AGE] = {"years": found.years, "born": born}
    if (turn.slots.get(DOUBT) or {}).get("fact") == "age" or (values.get(DOUBT) or {}).get("fact") == "age":
        values[DOUBT] = None


def _income(found: Any, values: dict[str, Any], replies: list[Reply]) -> None:
    if isinstance(found, person_facts.Income):
        values[NET] = found.net or None
        if found.unclear_period:
            values.update({INCOME: None, DOUBT: {"fact": "income", "amount": str(found.amount)}})
            return
        values.update({INCOME: str(found.amount), DOUBT: None})
        if found.monthly or found.approximate and found.amount:
            told = say("utter_income_yearly", amount=format_euro(int(found.amount * 100)))
            replies.append(Reply(told.parts + (say("utter_income_net").parts if found.net else ())))
        elif found.amount:
            noted = say("utter_income_noted", amount=format_euro(int(found.amount * 100)))
            replies.append(Reply(noted.parts + (say("utter_income_net").parts if found.net else ())))
    elif isinstance(found, person_facts.UnknownIncome):
        values.update({INCOME: WITHHELD, DOUBT: None})
    elif isinstance(found, person_facts.InvalidIncome):
        values[INCOME] = None
        replies.append(say("utter_invalid_eligibility_income"))


def read_net(turn: Turn, requested: Optional[str]) -> Optional[dict[str, Any]]:
    """The slot to set when «netti però» or «è lordo» says if the income already given was net or gross; else None."""
    match = re.fullmatch(r"\W*(?:(?:ah|ma|però|comunque|scusa|no|anzi|sono|erano|era|è|intendevo|dicevo)\W+)*"
                         r"(?P<kind>nett|lord)[oaie](?:\W+(?:però|eh|ovviamente|scusa))?\W*", turn.text, re.IGNORECASE)
    if match is None or requested == INCOME or turn.slots.get(INCOME) in (None, WITHHELD):
        return None
    return {NET: True if match["kind"].lower() == "nett" else None}


def read_period(turn: Turn, requested: str) -> Optional[dict[str, Any]]:
    """The income after «al mese o all'anno?»; None when the message does not answer that, or brings a new amount."""
    doubt = turn.slots.get(DOUBT) or {}
    if requested != INCOME or doubt.get("fact") != "income":
        return None
    told = None if re.search(r"\d", write_digits(turn.text)) else person_facts.read_income_period(turn.text)
    if told is not None:
        return read_amount(doubt, told)
    whole = person_facts.complete_income(Decimal(doubt["amount"]), turn.text)
    return {INCOME: str(whole.amount), DOUBT: None} if whole is not None else None


_ONLY_PERIOD = re.compile(
    r"(?:(?:no+|si+|eh|ah|oh|ma|e|cioe|scus\w|magari|ops|ovvio|ovviamente|certo|intendevo|intendo|dicevo|"
    r"volevo dire|sono|era|erano|anzi|"
    r"euro|lord[oi]|nett[oi]|tutt[oi]|intero|in|un|al|all|per|ogni|non|mica|il|l|di|tutto l|nell|nel|si intende|chiaro|"
    r"guardi|guarda|pero|totale|dico|ogni|anno|annui|annuo|annuale|mese|mensili|mensile|proprio|quelli|quello) ?)+")


def read_period_after(turn: Turn, requested: str) -> Optional[dict[str, Any]]:
    """What «magari! all'anno, non al mese» makes of the income already given: the same, or another; else None."""
    known = turn.slots.get(INCOME)
    said = expand_words(turn.text)
    if requested == INCOME or known in (None, WITHHELD) or not _ONLY_PERIOD.fullmatch(said):
        return None
    told, amount = person_facts.read_income_period(turn.text), Decimal(str(known))
    given = next((found for text in reversed(turn.earlier) if isinstance(
        found := person_facts.read_income(text, asked=True), person_facts.Income) and found.amount), None)
    if told is None or given is None:
        return None
    said_sum = given.amount / 12 if given.monthly else given.amount
    if amount not in (said_sum, said_sum * 12):
        return {INCOME: str(amount)} if amount == given.amount else None  # a pay of some months stays what it is
    return {INCOME: str(said_sum if told == "year" else said_sum * 12)}


def read_amount(doubt: dict[str, Any], told: str) -> dict[str, Any]:
    """The income of a doubtful amount, ``told`` to be of a ``month`` or a year."""
    amount = person_facts.Income(Decimal(doubt["amount"]), unclear_period=True)
    return {INCOME: str(person_facts.read_as_monthly(amount).amount if told == "month" else amount.amount), DOUBT: None}
