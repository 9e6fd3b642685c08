"""What people say while they book: why they come, what they want to change, whether they correct or ask something."""

from __future__ import annotations

import re
from typing import Mapping, Optional, Sequence

from bot.italian.people.name_corrections import is_starred
from bot.italian.question_words import is_put_as_question
from bot.italian.shorthand import expand_words
from bot.italian.text import normalise

_REASONS = (
    ("requisiti", re.compile(
        r"\b(requisit\w+|verific\w+|controll\w+|(se )?(posso|potrei|poss\w+) (partecip\w+|fare (il|un|quel) corso|"
        r"iscriver\w+)|ho diritto)")),
    ("orientamento", re.compile(
        r"\b(orient\w+|colloqui\w*|consul\w+|consigl\w+|capir\w+|informazion\w+|info|parlare|aiut\w+|"
        r"(cerc\w+|trov\w+|cambi\w+) (un |il )?lavoro|iscriv\w+|scegliere|lavoro)\b")),
)
"""Id of a service (``bot/db/seed/offices.yml``) and the words that mean it; the narrower reason first."""
_CONTACT_WORDS = re.compile(r"\b(telefon\w+|numer\w+|contatt\w+|e?mail|cell\w*|indirizz\w+|recapit\w+)\b")
_CHANGES = (
    ("booking_time", re.compile(r"\b(orari\w*|or[ae]|giorn\w+|dat[ae]|quando)\b")),
    ("booking_office", re.compile(r"\b(uffici\w*|sed[ei]|centro|post[oi]|luogo|citta|dove)\b")),
    ("booking_service", re.compile(r"\b(motiv\w+|servizi\w*|tipo|perche)\b")),
    ("booking_name", re.compile(r"\b(nom[ei]|cognom\w+)\b")),
    ("booking_contact", _CONTACT_WORDS),
)
_CHANGE_VERB = re.compile(
    r"\b(?:cambi|modific|corregg|spost|sbagliat|errat|divers|mett|rived|anticip|posticip|rimand)\w*|\baltr[oa]\b")
_OF_OFFICE = frozenset(
    "e ed ma a ad al alla in da di presso invece anche oppure o allora scusa scusi ok bene no si ci c ce va vanno "
    "meglio sarebbe potrei posso possiamo potete puo puoi fare farlo farla fate prenotare spostare spostarlo "
    "cambiare venire andare vengo avete hai hanno posto posti liberi libero disponibile disponibili disponibilita "
    "orari ora orario giorno stesso stessa quando quali quale che come il lo la l le un una per me mi lì li se "
    "facciamo fosse ufficio centro sede cpi quello quella altro altra nulla niente qualcosa prima dopo solo uguale "
    "cosa sono".split())
"""Words around an office that is wished for («e a Merate c'è posto?»)."""
_OTHER_REASON = re.compile(
    r"\b(?:sbagliat\w|errore|volev[oa]\w*|dovev[oa]\w*|intendev[oa]|era (?:per|la|il)|doveva essere|anzi|"
    r"(?:cambi|modific|corregg)\w+|non (?:e |era |mi serve |serve |volevo |il |la |un |una |per )*"
    r"(?:colloqui\w*|verific\w+))\b")
_OTHER_OFFICE = re.compile(
    r"\b(?:l|all|nell|dell|dall|quell) ?altr[oa] (?:uffici\w*|sede|centro|posto|cpi|sportello|citta)\b|"
    r"\b(?:sede|ufficio|centro|posto) (?:e|era|sarebbe) l altr[oa]\b|\b(?:sede|ufficio|centro|posto)\b.*\bl altr[oa]$|"
    r"\bnon quell[oa] (?:di|a) \w+ (?:ma )?l altr[oa]$")
"""«l'altro ufficio», of two."""
_CLAUSES = re.compile(r"[,;:.!?…]+|\s(?:ma|anzi|piuttosto|invece|meglio)\s", re.IGNORECASE)
_NOT_THERE = re.compile(r"\b(?:no|non|lontan\w|scomod\w|troppo|pensav\w+|volev\w+)\b")
_FITS = re.compile(
    r"^(?:(?:no|anzi|ma|scus\w|guarda|pero) )*(?:io |a me |noi )?(?:devo|dobbiamo|voglio|vogliamo|vorrei|mi serv\w+|"
    r"preferi\w+|"
    r"vengo|vado|abito|sto|(?:mi )?va bene|lasci\w+|tien\w+|tengo)\b(?!.*\bnon\b)|"
    r"^(?:no|anzi) (?:io|noi|a me)\b(?!.*\bnon\b)")
"""«no, io devo venire a Lecco»: the «no» is to what stands before it."""
_SUITS = re.compile(r"^(?!.*\bnon\b).*\b(?:va bene|ok|perfetto|giust\w|confermo)\b")
_REFUSES = re.compile(r"\b(?:no|non|lontan\w|scomod\w|troppo)\b")
_EITHER = re.compile(r"\bo(?:ppure)?\b", re.IGNORECASE)
_CHANGES_MIND = re.compile(r"\b(?:anzi|mah|no|meglio|piuttosto|aspett[ai]|pensandoci|ripensandoci|invece|guarda)\b")
_CORRECTS = re.compile(
    r"\b(anzi|scus\w+|meglio|capito male|mi basta|a me basta|piuttosto|invece|cambi\w+|spost\w+|sbagliat\w+|"
    r"preferi\w+|aspetta|no|non|possiamo|facciamo|si puo|"
    r"volevo|ripensandoci)\b")
_TAKES_BACK = re.compile(
    r"\b(?:anzi|no aspetta|no scusa|volevo dire|intendevo)\b|"
    r"\bnon (?:e |era |voglio |volevo |intendevo |dicevo |mi serve |a |per |al |alla |il |la |l |quell\w |di )*.*"
    r"\b(?:ma|bensi|e|era|volevo|voglio|invece|serve|a|per|la|il)\b")
"""«Lecco, anzi no, Merate», «non è il colloquio, è la verifica»."""
_NAMED = re.compile(
    r"^(?!.*\bcognome\b.*\b(?:nome|mi chiamo)\b|.*\b(?:nome|mi chiamo)\b.*\bcognome\b).*?"
    r"\b((?:(?:il )?(?:mio )?nome\b|mi chiamo\b).*)$", re.IGNORECASE)
"""A name told in a sentence; one that tells its parts («cognome Ben Salah nome Ahmed») is whole as it is."""
_WHAT_STANDS = re.compile(
    r"^(?:(?:ma|e|scus[ai]|quindi|allora|aspett[ai]|non|ah|ok) )*(?:(?:il|la|l) )?(?:giorno |data |ora |orario |"
    r"appuntamento |colloquio )?(?:e|era|sarebbe|sono|ho (?:messo|scritto|segnato|preso|scelto|detto)|"
    r"ha (?:messo|segnato)|(?:abbiamo|avevo) detto)\b.{0,40}\b(?:o|oppure)\b.{0,25}$|\b(?:giusto|vero|corretto)$")
_WRONG = re.compile(
    r"^.*?\b(sbagliat[oaie]|errat[oaie]|scritto male|non e (giusto|corretto|esatto))\b[\s,.:;-]*((e|sono|si scrive|"
    r"era)\b)?",
    re.IGNORECASE)


def find_meant_service(text: str) -> Optional[str]:
    """The id of the service that the words mean («vorrei capire quale corso fa per me»), None when they mean none."""
    said = normalise(text)
    return next((service for service, words in _REASONS if words.search(said)), None)


def names_reason(text: str) -> bool:
    """Whether a message that begins a booking says outright why: «aiuto» and «lavoro» alone leave it open."""
    said = normalise(text)
    return _REASONS[0][1].search(said) is not None or re.search(
        r"\b(?:orient\w+|colloqui\w*|consul\w+|consigl\w+)\b", said) is not None


def find_slot_to_change(text: str) -> Optional[str]:
    """The slot that «l'orario» or «voglio cambiare ufficio» is about; None for anything longer or else.

    «lì c'è posto per la macchina?» asks something, and changes nothing.
    """
    said = expand_words(text)
    words = len(said.split())
    if words > 9 or words > 2 and is_put_as_question(text) and _CHANGE_VERB.search(said) is None:
        return None
    return next((slot for slot, words in _CHANGES if words.search(said)), None)


def asks_of_office(text: str, names: Sequence[str]) -> bool:
    """Whether a question that names an office asks something of it («a Lecco c'è il bar?») and does not choose it."""
    places = {word for name in names for word in expand_words(name).split()}
    return is_put_as_question(text) and any(word not in _OF_OFFICE | places for word in expand_words(text).split())


def means_other_office(text: str) -> bool:
    """Whether «l'altro ufficio» means the one that was not spoken of."""
    return _OTHER_OFFICE.search(expand_words(text)) is not None


def pick_office(text: str, names: Mapping[str, str], chosen: Optional[str] = None) -> Optional[str]:
    """The office meant of several that are named (``names``: by municipality): the one not refused, else the last said.

    «Merate… mah no, Lecco che c'è il treno», «Lecco, Merate no»; beside the ``chosen`` one the other is meant («ma è
    Merate! io devo venire a Lecco»), unless it is said to do. None where nothing tells.
    """
    clauses = [expand_words(clause) for clause in _CLAUSES.split(text)]
    named = [(office, clause) for clause in clauses for name, office in names.items() if expand_words(name) in clause]
    fits = {office for office, clause in named if _FITS.search(clause)}
    if len(fits) == 1:
        return fits.pop()
    beside = {office for office, clause in named if office != chosen and not _REFUSES.search(clause)}
    suits = any(office == chosen and _SUITS.search(clause) for office, clause in named)
    if chosen in dict(named) and len(beside) == 1 and not suits and "?" not in text and not _EITHER.search(text):
        return beside.pop()
    kept = {office for office, clause in named if not _NOT_THERE.search(clause)}
    if len(kept) == 1:
        return kept.pop()
    return named[-1][0] if named and _CHANGES_MIND.search(expand_words(text)) and not _EITHER.search(text) else None


def names_contact(text: str) -> bool:
    """Whether a message speaks of the telephone or the address that one left."""
    return _CONTACT_WORDS.search(normalise(text)) is not None


def corrects(text: str) -> bool:
    """Whether a message puts something right («anzi…», «no, meglio…», «possiamo fare…», «*Michela»)."""
    return is_starred(text) or _CORRECTS.search(expand_words(text)) is not None


def takes_back(text: str) -> bool:
    """Whether a message takes back what it said first («Lecco, anzi no, Merate»)."""
    return _TAKES_BACK.search(expand_words(text)) is not None


def corrects_service(text: str) -> bool:
    """Whether another reason than the booked one was meant («dovevo fare la verifica, non il colloquio»)."""
    return _OTHER_REASON.search(expand_words(text)) is not None


def cut_denial(text: str) -> str:
    """What is wanted instead in «non è il colloquio che mi serve, è la verifica»: the part after the last break."""
    return re.split(r"[,;.:]\s*|\b(?:ma|bens[iì]|anzi|invece)\b", text.rstrip(" .!"))[-1]


def asks_what_stands(text: str) -> bool:
    """Whether a question is what the summary says («ma è il 9 o il 2?», «mercoledì 2, giusto?»): it changes nothing."""
    return "?" in text and _WHAT_STANDS.search(expand_words(text)) is not None


def has_reserve(text: str) -> bool:
    """Whether a yes comes with a «ma»: something is still to be changed."""
    return re.search(r"\b(ma|pero|tranne|eccetto|solo che)\b", normalise(text)) is not None


def put_right(text: str) -> str:
    """What follows «il cognome è sbagliato:» or «sì però» before a name, else the whole text."""
    rest = _WRONG.sub("", text).strip(" ,.:;-") or text
    named = _NAMED.match(rest)
    return rest[named.start(1):] if named else rest
