"""Telephone numbers and e-mail addresses inside what people type; checked, never repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Optional, Union

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.digits import normalise_figures, turn_letters_into_zeros, turn_words_into_figures
from bot.italian.text import normalise

REGION = "IT"

_ITALIAN_MOBILE = re.compile(r"\+393[2-9]\d{7,8}")


@dataclass(frozen=True)
class Phone:
    """A telephone number: ``e164`` to keep («+393331234567»), ``shown`` to read («333 123 4567»)."""

    e164: str
    shown: str
    kind: ClassVar[Literal["phone"]] = "phone"

    @property
    def value(self) -> str:
        """What is kept of it."""
        return self.e164


@dataclass(frozen=True)
class Email:
    """An e-mail address in lower case. ``suggestion``: another address, when the domain looks misspelt («gmial.com»);
    ask, never change it unasked."""

    address: str
    suggestion: Optional[str] = None
    kind: ClassVar[Literal["email"]] = "email"

    @property
    def value(self) -> str:
        """What is kept of it."""
        return self.address

    @property
    def shown(self) -> str:
        """What is read of it."""
        return self.address


@dataclass(frozen=True)
class InvalidContact:
    """It was meant for a contact and cannot be one.

    ``reason``: phone_too_short, phone_too_long, phone_not_valid, phone_not_personal (a toll-free, premium or emergency
    number), phone_landline (where something is to be written to it), email_no_domain, email_space_inside,
    email_not_valid.
    """

    reason: Literal[
        "phone_too_short", "phone_too_long", "phone_not_valid", "phone_not_personal", "phone_landline",
        "email_no_domain", "email_space_inside", "email_not_valid"]


PhoneResult = Union[Phone, InvalidContact]
EmailResult = Union[Email, InvalidContact]

_LABEL = re.compile(
    r"\b(?P<label>cell?(?:ulare)?|tel(?:efono)?|num(?:ero)?|nr|n|fisso|casa|mobile|whats ?app|wapp|wa|al|recapito)"
    r"[.:°ºo]{0,3}\s*(?=[+(]?\s?\d)", re.IGNORECASE)
_OTHER_FIGURES = re.compile(
    r"\S+@\S+|\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b"
    r"|\b(?:ore|alle|dalle|per le|verso le|h|il|giorno) ?\d{1,2}(?:[.:]\d{2})?(?=\s*[,;]|\s+(?:\+|0|3)\d)|"
    r"\b(?!\d)\w{1,6}\d\w{3,}",
    re.IGNORECASE)
"""Addresses, dates, times and codes, whose figures are no telephone's."""
_FIGURES = re.compile(r"(?<![\w@+])(?<!\d[.,])(?:\+|00)?\s?\(?\d(?:[\s().\-/,]*\d){4,}(?![\w@])")
_GROUP = re.compile(r"[\s.\-/,]+(?=[+(]?\d)")
_DATE = re.compile(r"^\s*(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\s*$")
_AMOUNT = re.compile(r"^\s*\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?\s*$")
_TAKES_BACK = re.compile(
    r"\b(?:anzi|scus\w+|sbagli\w+|volev[oa] (?:dire|scrivere)|pardon|corregg\w+|cioe|ops+|oops|errore|invece|"
    r"meglio|adesso|ora|nuovo)\b|^\W*no\b(?! ?n)")
_TAKEN_BACK = re.compile(r"\b(?:non(?: e| piu| uso| al| il)*|vecchio(?: numero)?(?: e| era)?|prima era|era)\W*$")
_FEWEST_DIGITS = 5
"""Fewer digits are an age, a time or a house number, and no telephone."""
_PERSONAL = {
    phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE, phonenumbers.PhoneNumberType.VOIP,
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER, phonenumbers.PhoneNumberType.UNKNOWN,
}


def read_phone(text: str) -> Optional[PhoneResult]:
    """The telephone number in ``text``: the first valid one, or the one that takes its place («anzi no, 328…»).

    Numbers without a prefix are Italian, mobile or landline. None when nothing in the text looks like a telephone
    number (a date or an amount does not).
    """
    said = _readable(text[:500])
    problem: Optional[InvalidContact] = None
    found: Optional[Phone] = None
    before_found, end = "", 0
    for match in _FIGURES.finditer(said):
        for start, candidate in _numbers(match):
            result = _checked_phone(candidate)
            if not isinstance(result, Phone):
                problem = problem or result
            elif found is None:
                found, before_found, end = result, normalise(said[:start]), start + len(candidate)
            elif _TAKES_BACK.search(normalise(said[end:start])) or _TAKEN_BACK.search(before_found):
                found, before_found, end = result, "", start + len(candidate)
    return found or problem


def _readable(text: str) -> str:
    """``text`` with its figures as ours, labels and codes apart from them."""
    said = _LABEL.sub(lambda match: f"{match['label']} ", normalise_figures(text))
    said = re.sub(r"(?<=[A-Za-z])(?=\+\d)", " ", said)  # «telegram+39349…»
    said = turn_letters_into_zeros(said).replace("(+39)", "+39")
    said = re.sub(r"\bprefisso (\d{2,4})\W+(?:e |poi )*(?:il )?(?:numero )?(?=\d)", r"\1 ", said, flags=re.IGNORECASE)
    return turn_words_into_figures(_OTHER_FIGURES.sub(" ; ", said))


def _numbers(figures: re.Match[str]) -> list[tuple[int, str]]:
    """The numbers in a row of figures and where they begin: one, or several that are each valid."""
    whole = figures.group()
    start = figures.start() + len(whole) - len(whole.lstrip())
    whole = whole.strip()
    if len(re.sub(r"\D", "", whole)) < _FEWEST_DIGITS or _DATE.match(whole) or _AMOUNT.match(whole):
        return []
    if isinstance(_checked_phone(whole), Phone):
        return [(start, whole)]
    for gap in _GROUP.finditer(whole):
        first, rest = whole[:gap.start()], whole[gap.end():]
        if isinstance(_checked_phone(first), Phone) and (
                "," in gap.group() or isinstance(_checked_phone(rest), Phone)):
            return [(start, first), (start + gap.end(), rest)]
    return [(start, whole)]


def _checked_phone(candidate: str) -> PhoneResult:
    try:
        number = phonenumbers.parse(re.sub(r"[/,]", " ", candidate), REGION)
    except phonenumbers.NumberParseException as error:
        too_long = error.error_type == phonenumbers.NumberParseException.TOO_LONG
        return InvalidContact("phone_too_long" if too_long else "phone_not_valid")
    if not phonenumbers.is_valid_number(number):
        length = phonenumbers.is_possible_number_with_reason(number)
        if length == phonenumbers.ValidationResult.TOO_SHORT:
            return InvalidContact("phone_too_short")
        if length == phonenumbers.ValidationResult.TOO_LONG:
            return InvalidContact("phone_too_long")
        digits = len(re.sub(r"\D", "", candidate))
        return InvalidContact("phone_too_short" if number.country_code == 39 and (
            digits < 8 or digits == 8 and re.sub(r"\D", "", candidate)[0] == "3") else "phone_not_valid")
    if phonenumbers.number_type(number) not in _PERSONAL:
        return InvalidContact("phone_not_personal")
    national = number.country_code == 39
    style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
                 phonenumbers.format_number(number, style))


_AT_WORDS = re.compile(r"\s*(?:\bchioc+iol+a\b|\bchiocola\b|\bchiociola\b|[\[(]\s*(?:at|chiocciola)\s*[\])])\s*",
    re.IGNORECASE)
_DOT_WORDS = re.compile(r"\s+(?:punto|dot)\s+|\s*[\[(]\s*(?:punto|dot)\s*[\])]\s*", re.IGNORECASE)
_LOW_LINE_WORDS = re.compile(r"\s+(?:trattino basso|underscore|andersc\w+)\s+", re.IGNORECASE)
_HYPHEN_WORDS = re.compile(r"\s+(?:trattino|meno)\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]*")
_FILLERS = frozenset(
    "la il mia mio mi e email mail indirizzo posta elettronica a di al scrivi scrivete scrivimi usa ecco questa questo "
    "eccola si ok va bene "
    "contatto my is con per oppure o anche ed ecco preferisco meglio alla allora invece scusa no anzi dire volevo non "
    "sarebbe "
    "telefono cell numero contattatemi all su nuova personale corretta giusta ciao grazie "
    "buongiorno mandate manda sono".split())
_KNOWN_DOMAINS = (
    "gmail.com", "hotmail.it", "hotmail.com", "libero.it", "outlook.it", "outlook.com", "yahoo.it", "yahoo.com",
    "icloud.com",
    "virgilio.it", "tiscali.it", "alice.it", "live.it", "tim.it", "fastwebnet.it", "pec.it", "ymail.com",
    "googlemail.com",
    "gmail.it", "inwind.it", "live.com", "me.com", "msn.com", "mail.com", "email.it", "gmx.com", "gmx.net", "tin.it",
)


def read_email(text: str) -> Optional[EmailResult]:
    """The e-mail address in ``text``, also spoken («mario rossi chiocciola gmail punto com»); no DNS is asked.

    A space inside the part before @ is told, not guessed at: «mario rossi@gmail.com» may be two different addresses.
    None when the text holds nothing like an address.
    """
    said, spoken = _written(text[:500])
    if "@" not in said:
        return None
    match = _ADDRESS.search(said)
    if match is None:
        return InvalidContact("email_not_valid")
    address = match.group().rstrip(".!?'’")
    if not spoken and _space_inside(said[:match.start()], address):
        return InvalidContact("email_space_inside")
    local, _, domain = address.partition("@")
    if local and "." not in domain and "@" not in domain:
        return InvalidContact("email_no_domain")
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return InvalidContact("email_not_valid")
    normalised = checked.normalized.lower()
    return Email(normalised, _suggestion(normalised))


def read_contact(text: str) -> Union[Phone, Email, InvalidContact, None]:
    """A telephone number or an e-mail address, whichever is valid; the address first, as it may hold digits."""
    written = read_email(text)
    if isinstance(written, Email):
        return written
    number = read_phone(text)
    return number if isinstance(number, Phone) else written or number


def find_contact(text: str) -> Optional[Union[Phone, Email]]:
    """The telephone number or address in ``text``, valid as it is written."""
    found = read_contact(text)
    return found if isinstance(found, (Phone, Email)) else None


def tells_contact(text: str) -> bool:
    """Whether ``text`` tells a number or an address that is valid."""
    return find_contact(text) is not None


def read_contact_to_write_to(text: str) -> Union[Phone, Email, InvalidContact, None]:
    """:func:`read_contact` for what will be told in writing: a landline takes no text message."""
    found = read_contact(text)
    return InvalidContact("phone_landline") if isinstance(found, Phone) and not is_mobile(found.e164) else found


def is_mobile(e164: str) -> bool:
    """Whether a number as we keep it («+393331234567») is one that text messages reach."""
    if _ITALIAN_MOBILE.fullmatch(e164):  # asked for every appointment ahead, every few seconds: the library is slow
        return True
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return False
    return kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _written(text: str) -> tuple[str, bool]:
    """``text`` with a spoken address written out, and whether one was spoken."""
    said = text.replace("mailto:", "")
    if not _AT_WORDS.search(said):
        return re.sub(r"(?<=\w)\s*@\s*(?=\w)", "@", said) if re.search(r"\s@|@\s", said) else said, False
    said = _AT_WORDS.sub("@", said)
    for words, sign in ((_DOT_WORDS, "."), (_LOW_LINE_WORDS, "_"), (_HYPHEN_WORDS, "-")):
        said = words.sub(sign, said)
    before, _, after = said.partition("@")
    words_before = before.split()
    while words_before and normalise(words_before[0]).strip(" :,.") in _FILLERS:
        words_before.pop(0)
    return "".join(words_before) + "@" + after, True


def _space_inside(before: str, address: str) -> bool:
    """Whether the word just before the address may be a part of it: not a filler, not the person's name again.

    «Marco Gilardi marco@gmail.com» has the name twice, so that the address is whole.
    """
    words = before.rstrip().split()
    if not words or before.rstrip()[-1] in ",;:.()<\"":
        return False
    last, *given = (normalise(word).strip(" .,;:!?-") for word in words[:-3:-1])
    named = any(len(word) > 2 and word in address.partition("@")[0].lower() for word in given)
    return bool(last) and not (last in _FILLERS or last.isdigit() or last in address.lower() or named
                               or not re.search(r"[a-z]", last))


def _suggestion(address: str) -> Optional[str]:
    local, _, domain = address.partition("@")
    if domain in _KNOWN_DOMAINS:
        return None
    near = sorted((DamerauLevenshtein.distance(domain, known, score_cutoff=1), known) for known in _KNOWN_DOMAINS
                  if len(known) >= 8)
    return f"{local}@{near[0][1]}" if near and near[0][0] <= 1 else None
