"""What people say of an appointment that they have: it is needed no more, another time would do, what was it again."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.asides import find_appointment_topic
from bot.dialogue.booking_words import corrects_service
from bot.dialogue.context import Context, Understood
from bot.dialogue.relative_times import points_at_time, proposes_time
from bot.dialogue.repair_words import cancels_it
from bot.italian import dates
from bot.italian.people.relatives import find_whom_booked_for

UNREAD = frozenset({"out_of_scope", "nlu_fallback", "inform"})
"""What the classifier reads in words that it does not know."""
_OTHER_THINGS = frozenset({"course", "sector", "event"})
_OF_OTHERS = re.compile(r"\b(?:job ?day|event\w+|workshop|seminar\w+|cors[oi]|avvis[oi]|list[ae])\b")
_NEEDLESS = re.compile(
    r"\bnon (?:mi |ci |gli |le )?(?:serv\w+|occorr\w+|interess\w+) piu\b|\bnon (?:ne )?(?:ho|abbiamo) piu bisogno\b|"
    r"\bniente (?:spostament\w+|spostare|altr\w date?)\b|\b(?:mi hanno|l hanno|sono stat\w|mi ha) (?:pres\w|"
    r"assunt\w|chiamat\w a lavorare)\b|"
    r"\bho (?:gia )?trovato (?:un |il )?(?:lavoro|posto|impiego|altro)\b|\bnon (?:vengo|ci vengo|verro|"
    r"ci saro) (?:proprio )?piu\b|"
    r"\b(?:togli\w*|leva\w*|cancell\w+) pure\b"
)
"""Whoever needs the appointment no more."""
_OBSTACLE = re.compile(
    r"\b(?:a quell ora|quel giorno|in quel momento)\b|\bho (?:gia )?(?:il|la|un|una|l|lo) (?:\w+ )?(?:dentista|"
    r"medico|dottore|visita|"
    r"carico|consegna|turno|impegno|esame|funerale|scuola|lavoro|corso|riunione|colloquio)\b|"
    r"\b(?:si puo|possiamo|potremmo|potrei|riesc\w+|sarebbe possibile|c e modo|mett\w+l[oa]|fac\w+l[oa]|me l[oa])\b"
)
_TELL_AGAIN = re.compile(
    r"\b(?:ripet\w+|ridic\w+|ridim\w+|ricord\w+|rimand\w+mi|riscriv\w+|dammi di nuovo|mi ridai)\b.{0,40}"
    r"\b(?:giorno|or[ae]|orario|indirizzo|codice|appuntament\w+|data|quando|dove)\b"
)
_CALLS_OFF = re.compile(
    r"^(?:(?:ciao|salve|buongiorno|buonasera|scusa|scusi|scusate|senti|senta|allora|guarda|purtroppo|io|"
    r"mi dispiace|ma) )*"
    r"(?:(?:devo|dovrei|vorrei|voglio|volevo|debbo|bisogna che|posso|potrei|mi tocca|ho bisogno di|"
    r"avrei bisogno di) )+(?:\w+ )?"
    r"(?:(?P<off>disdir\w*|disdett\w*|annullar\w*|cancellar\w*)|(?P<move>spostar\w*|rimandar\w*|posticipar\w*|"
    r"anticipar\w*|rinviar\w*))\b"
)
_SHORT = 8
"""Words of «allora, per la mia amica?»."""
_OF_ANOTHER = re.compile(
    r"\b(?:dirmi|sapere|dire|vedere|controllare|verificare) se\b.{0,60}\bha (?:gia )?(?:pres\w|prenotat\w|fissat\w|un) "
    r"(?:un |l )?appuntament\w+|\ba che ora (?:ha|e) l appuntament\w+ d[ie]")
"""An appointment of somebody else: told to nobody without its code."""
_LATE = re.compile(
    r"\b(?:ho|avevo|avrei|c avevo) (?:l |un )?appuntament\w+\b.{0,25}\b(?:adesso|ora|\d+ minuti fa|mezz ora fa|"
    r"un ora fa|"
    r"poco fa|stamattina)\b|\b(?:sono|arrivo|saro|faccio) (?:in |molto in |un po in )?(?:ritardo|"
    r"tardi)\b.{0,40}\bappuntament\w+|"
    r"\bappuntament\w+\b.{0,40}\b(?:sono|arrivo|saro|faccio) (?:in )?(?:ritardo|tardi)\b")
"""Whoever is late now needs the office's telephone."""
_WITHOUT_DATA = re.compile(
    r"\bsenza (?:lasciar\w|dar\w|dir\w+|scriver\w|metter\w) (?:il |nessun |un |i |alcun )?(?:mi\w )?(?:numer\w|"
    r"telefon\w+|"
    r"nome|dati|recapit\w|e?mail)\b")
_APPOINTMENT = re.compile(r"\b(?:appuntament\w+|colloqui\w*|prenotazion\w+|incontro)\b")
_TRACE = re.compile(
    r"\b(?:trac\w+|rest\w+ (?:scritt|registrat|salvat|memorizzat|segnat)\w|riman\w+ (?:scritt|registrat|salvat|"
    r"memorizzat)\w|"
    r"rest\w+ (?:qualcosa|qualche dato|i (?:miei )?dati))\b"
)
_ERASES = re.compile(
    r"\b(?:cancell|elimin|togli|toglie|tog|lev|rimuov|butt)\w*\b.{0,25}\b(?:dal|dai|dalle|dalla|"
    r"dallo) (?:vostr\w )?(?:archiv\w+|"
    r"database|sistema|memoria|registr\w|computer|banca dati)\b|\b(?:cancell|elimin|"
    r"butt)\w+ (?:via )?(?:pure )?(?:tutt\w )?"
    r"(?:le mie risposte|quello che (?:ti|vi|le) ho (?:detto|scritto))\b|\bnon (?:voglio|deve|"
    r"vorrei) (?:che )?(?:resti|rimanga|"
    r"restare|rimanere) (?:scritto |piu )*(?:niente|nulla|in computer|nel computer)\b|"
    r"\b(?:di me|su di me|del mio nome|dei miei dati)\b.{0,20}\bnon (?:deve |voglio che )?(?:rest|riman)\w+\b.{0,20}"
    r"\b(?:niente|nulla|scritt\w|traccia|salvat\w)\b|\bnon (?:deve |voglio che )?(?:rest|riman)\w+ (?:traccia|"
    r"niente|nulla) di me\b|"
    r"\b(?:dimenticat\w+|dimentica|scordat\w+) (?:tutto )?(?:di me|quello che (?:vi |ti )?ho (?:detto|scritto))\b"
)


def read_appointment_phrase(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What ``text`` (``said``: its folded words) says of an appointment; None where it says nothing of one."""
    if understood.kinds & _OTHER_THINGS or _OF_OTHERS.search(said):
        return None
    if context.at_hand and context.task is None and cancels_it(text):
        return Understood("cancel_appointment", 1.0, None, understood.kinds)
    if _ERASES.search(said) and context.question != "feedback_comment":
        return Understood("erase_data")
    if context.task in (None, "move_form") and context.at_hand and "?" not in text and _NEEDLESS.search(said):
        return Understood("cancel_appointment", 1.0, None, understood.kinds)
    if context.task is not None:
        return None
    if context.at_hand and _TELL_AGAIN.search(said) and "non" not in said.split():
        return Understood("list_appointments", 1.0, None, understood.kinds)
    if context.at_hand and "?" in text and understood.intent != "erase_data" and _TRACE.search(said):
        return Understood("ask_privacy")
    if (context.at_hand and find_whom_booked_for(text) is not None and len(said.split()) <= _SHORT
            and understood.intent in UNREAD):
        return Understood("book_appointment", 1.0, None, understood.kinds)
    if _OF_ANOTHER.search(said):
        return Understood("list_appointments")
    if _LATE.search(said):
        return Understood("ask_office_contact", 1.0, None, understood.kinds)
    if _WITHOUT_DATA.search(said):
        return Understood("ask_without_booking", 1.0, None, understood.kinds)
    hindered = context.at_hand and _OBSTACLE.search(said) and "anche" not in said.split()
    if hindered and (points_at_time(text) or dates.parse(text, context.now) is not None) and (
            find_appointment_topic(text) is None):
        return Understood("move_appointment", 1.0, None, understood.kinds)
    if context.at_hand and "service" in understood.kinds and corrects_service(text):
        return Understood("ask_contact_change", 1.0, None, understood.kinds)
    if context.at_hand and "service" not in understood.kinds and proposes_time(text, context.now):
        return Understood("move_appointment", 1.0, None, understood.kinds)
    calls = _CALLS_OFF.match(said)
    if calls is not None and understood.intent in UNREAD and (
            _APPOINTMENT.search(said) or dates.parse(text, context.now) is not None):
        return Understood("cancel_appointment" if calls["off"] else "move_appointment", 1.0, None, understood.kinds)
    return None
