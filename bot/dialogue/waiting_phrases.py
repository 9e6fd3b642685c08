"""Set phrases of who waits: for a place, for a notice of a course, for no more reminders, for an answer to a letter."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.context import Context, Understood
from bot.italian import dates
from bot.rules import codes

_REMINDERS_OFF = re.compile(
    r"\b(?:non (?:mi |ci )?(?:mand|invi|scriv|vogli|vorre|desider|serv|ricev|arriv)\w*|basta|nient\w|"
    r"nessun\w?|stop|togli\w*|"
    r"disattiv\w+|disabilit\w+|spegn\w+|ferm\w+|cancell\w+|elimin\w+|senza|smett\w+|evit\w+)\b.{0,30}"
    r"\b(?:promemoria|notific\w+|avvisi|sms|messaggini)\b|\b(?:promemoria|notific\w+|avvisi|sms)\b.{0,15}"
    r"\bnon (?:mi |li |lo |ne |vogl|vorre|serv)\w*")
_TAKE_OFF = re.compile(
    r"(?:(?:si|no|ok|ma|e|allora|anzi|grazie) )*(?:(?:puo|puoi|potete|potrebbe|vorrei|voglio) )?"
    r"(?:togli(?:lo|melo|etelo|erlo)|(?:cancella|annulla|elimina)(?:lo|telo|rlo)|"
    r"(?:me )?lo (?:tolga|tolgo|togli|cancelli|annulli|elimini)|lo (?:voglio|vorrei) (?:togliere|cancellare))"
    r"(?: (?:pure|grazie|per favore|subito))*")
_TELL_WHEN = re.compile(
    r"\b(?:(?:avvis|avver|contatt|ricontatt|inform)\w*|fa(?:te)?mi sapere|(?:da|fa)\w* (?:una voce|un fischio|"
    r"un cenno)|(?:mi |ce lo |me lo )?(?:scriv|dic|dit)\w+|"
    r"(?:mand|fa)\w* (?:un |una |uno )?(?:messaggio|mail|sms|avviso|telefonata|squillo|chiamata|"
    r"colpo di telefono))\b.{0,15}\b(?:quando|se|appena)\b.{0,40}"
    r"\b(?:cors[oi]|iscrizion\w+|edizion\w+|riapr\w+|apr\w+|apert\w|(?:esce|escono|fate) (?:uno|qualcuno|altri)|"
    r"ne (?:esce|escono|fate)|ripart\w+|partono|parte|rifa\w*|ricominci\w+)\b|"
    r"^(?:\w+ ){0,3}(?:avvis|avvert)\w*mi\b.{0,30}\b(?:cors[oi]|edizion\w+)\b|"
    r"\b(?:mett\w+|segn\w+|inser\w+)\b.{0,20}\b(?:lista|elenco)\b.{0,30}\b(?:cors[oi]|attesa)\b|"
    r"\b(?:se|quando|appena|qualora)\b.{0,25}\b(?:riapr\w+|apr\w+|ripart\w+|partono|parte|ricominci\w+|"
    r"rifa\w*)\b.{0,15}"
    r"\b(?:me lo|ce lo|mi|ci|me|fa\w*) ?(?:lo )?(?:dit\w|dic\w|avvis\w+|avvert\w+|scriv\w+|sapere|chiam\w+|mand\w+|"
    r"fa\w* sapere)\b(?! (?:dove|come|cosa|che|quanto|chi|se)\b)|"
    r"\b(?:se|quando) (?:ne|lo) (?:fate|fanno|riaprite|rifate) (?:un |uno )?(?:altr\w|ancora|nuov\w)?\b.{0,20}\b"
    r"(?:mi|ci) (?:mand|scriv|avvis|avvert|chiam)\w+|"
    r"\bpre ?(?:iscri\w+|iscrizion\w+)\b.{0,20}\bcors[oi]\b")
_AWAITS = re.compile(r"\b(?:resto|rimango|restiamo|rimaniamo|in) (?:in )?attesa d\w+ (?:\w+ ){0,3}(?:riscontro|"
    r"rispost\w|cenno|notizie)\b")
_WAITS = re.compile(
    r"\b(?:se|quando|appena|qualora|nel caso)\b(?! un domani).{0,20}\b(?:si |mi )?(?:libera\w*|libera\w* (?:un|"
    r"qualche) posto|"
    r"disdic\w+|annull\w+ qualcuno|rinunci\w+)\b|\b(?:se|quando|appena)\b.{0,12}\b(?:c e|esce|salta fuori|viene fuori|"
    r"spunta|trovate|trovi|hai|avete)\b.{0,12}\b(?:un |qualche )?(?:posto|buco|appuntamento|orario|data)\b.{0,15}"
    r"\b(?:libero|prima|anticipat\w)?|\blist[ae] (?:d |di )?attes[ae]\b")
_WHEN_FREE = re.compile(
    r"\b(?:per )?quando (?:c e|avete|hai|avreste|ci sono|ci sarebbe|trovo|si trova)(?: \w+)? (?:post[oi]|liber\w+|"
    r"disponibil\w+|buc[oh]\w*)\b|"
    r"\b(?:c e|ci sono|avete|hai|avreste|ci sarebbe|e rimasto|resta|rimane|trovo)(?: ancora| qualche| un| dei|"
    r" per caso)* "
    r"(?:post[oi]|buc[oh]\w*|disponibilita|appuntamenti liberi|orari liberi)(?: liber\w)?$")
"""«quando avete posto?», «mercoledì pomeriggio a Merate c'è posto?»: asked of the free times."""
_BE_TOLD = re.compile(r"\b(?:avvis|avvert|scriv|dimm|dit|sapere)\w*")
OF_COURSE = re.compile(r"\b(?:cors[oi]|event\w+|job ?day|laborator\w+|seminar\w+|iscrizion\w+|edizion\w+)\b")
_NONE_SUITS = re.compile(
    r"\b(?:nessun[oa]?|niente|nulla)\b.{0,25}\b(?:va bene|mi va|va|ok|comod\w|fa per me|posso|riesco|adatt\w|"
    r"giust\w)\b|"
    r"\bnon (?:mi |ci )?(?:va|vanno|posso|riesco)\b.{0,15}\b(?:nessun[oa]?|niente)\b")
_EARLIER = re.compile(
    r"^(?:(?:ma|e|ok|scusa|scusi|no|non) )*(?:c e|ci sarebbe|hai|avete|avreste|esiste|trovi|trovate|niente|qualcosa|"
    r"un posto|non c e) ?(?:qualcosa|qualche posto|un posto|niente|nulla|posto)?(?: di)? ?(?:prima|piu presto|"
    r"anticipat\w|piu vicin[oa])$")
_OFF_LIST = re.compile(
    r"\b(?:tog\w+|lev\w+|cancell\w+|esc\w+|usc\w+|rimuov\w+|elimin\w+)\b.{0,25}\blist[ae]\b|"
    r"\bnon (?:aspetto|attendo|voglio aspettare|voglio attendere) piu (?:il |un )?(?:posto|appuntamento)\b")
_MY_WAIT = re.compile(r"\b(?:sono|risulto|ero|mia)\b.{0,20}\blist[ae] (?:d |di )?attes[ae]\b|"
                      r"\bche posto ho in lista\b")
_TAKES_PLACE = re.compile(
    r"\b(?:accetto|prendo|confermo|voglio|vorrei|va bene|ok|si)\b.{0,15}\b(?:il|quel) posto\b(?!.*\b(?:non|lavoro)\b)|"
    r"^(?:(?:si|ok|va bene) )*(?:lo|la) prendo(?: (?:io|grazie|volentieri|subito))*$")
_TAKES_FIRST = re.compile(
    r"\b(?:dammi|dam+i|mi dia|prendo|prenot\w+|segn\w+|va bene|facciamo|mi va bene|vada per)\b.{0,20}"
    r"\b(?:il primo (?:liber\w|posto|orario|che)|quello (?:delle|di)|un orario qualsiasi)\b")
"""Whoever was to wait and takes a free time after all."""
_LEAVES_PLACE = re.compile(
    r"\bnon (?:voglio|prendo|posso prendere|accetto|mi serve)\b.{0,12}\b(?:il|quel|quello) posto\b|"
    r"^(?:no )?(?:grazie )?non lo (?:prendo|voglio)(?: grazie)?$|\brinuncio al posto\b")


def take_off_notice(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«toglilo» right after a notice was shown or changed means that notice; an appointment at hand comes first."""
    meant = context.task is None and not context.at_hand and (context.subject or "").startswith("interest:")
    return Understood("withdraw_interest") if meant and _TAKE_OFF.fullmatch(said) else None


def refuse_reminders(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«non mandatemi promemoria» stops reminders, it neither sends nor erases; «avvisi» are those of courses."""
    if context.task is not None or not _REMINDERS_OFF.search(said):
        return None
    of_courses = re.search(r"\bavvis\w+", said) and not context.at_hand and not re.search(
        r"\b(?:promemoria|notific\w+|sms|messaggini|appuntament\w+)\b", said)
    return Understood("withdraw_interest" if of_courses else "ask_reminders_off")


def tell_me_when(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mettetemi in lista per il corso», «avvisatemi se riapre» leave an interest, whatever stands around them."""
    if context.task is not None or context.at_hand or understood.intent == "leave_interest" or "invece" in said or (
            understood.kinds & {"event"} or re.search(r"\b(?:non|piu|appuntament\w+|colloqui\w*)\b", said)):
        return None
    return Understood("leave_interest", 1.0, None, understood.kinds) if _TELL_WHEN.search(said) else None


_COMING = re.compile(
    r"\bin partenza\b(?!.{0,15}\b(?:tren\w|bus|pullman|vol\w)\b)|\b(?:ri)?part\w{1,4} (?:qualcosa|qualche cosa|"
    r"niente|nulla|nessun cors\w)\b|"
    r"\b(?:qualcosa|niente|nulla|cosa|che cosa) (?:che |di nuovo )?(?:(?:ri)?part\w{1,4}|in arrivo|ai nastri)\b|"
    r"\b(?:ricominciate|ripartite|riaprite) (?:a |ad |in |con |dopo )?(?:gennaio|febbraio|settembre|\w+bre|"
    r"le feste|l anno|primavera|autunno)")


def ask_what_begins(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«avete qualcosa in partenza dopo le feste?» is about courses, not about times of appointments."""
    asked = context.task is None and not context.at_hand and "?" in text and _COMING.search(said) and not (
        understood.kinds & {"event", "office", "course"})
    return Understood("ask_course_open", 1.0, None, understood.kinds) if asked else None


def await_answer(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«resto in attesa di un cortese riscontro» closes a letter and waits for no place: what the register knows."""
    if understood.intent != "leave_wait" or context.needs is None or not _AWAITS.search(said) or _WAITS.search(said):
        return None
    return Understood("ask_need" if context.needs.phrases.find(text) else "out_of_scope", 1.0, None, understood.kinds)


def wait_for_place(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«avvisami se si libera un posto» waits for a place, «toglimi dalla lista» no more; of courses it is not."""
    if codes.find_prefixed(text, codes.WAITING_PREFIX):
        return Understood("withdraw_wait" if _OFF_LIST.search(said) else "list_waits")
    if OF_COURSE.search(said) or understood.kinds & {"course", "sector", "event"}:
        return None
    if context.task is None and _OFF_LIST.search(said):
        return Understood("withdraw_wait")
    if context.task is None and _MY_WAIT.search(said):
        return Understood("list_waits")
    if context.task is None and _LEAVES_PLACE.search(said):
        return Understood("decline_place")
    if context.task is None and _TAKES_PLACE.search(said):
        return Understood("accept_place")
    choosing = context.question in ("booking_time", "booking_office")
    moving = context.question == "move_time"  # «nessuno di questi» wants later ones there
    if context.task == "waiting_form" and _TAKES_FIRST.search(said):
        return Understood("book_appointment", 1.0, None, understood.kinds)
    if context.task is not None and not choosing and not moving:
        return None
    of_office = understood.intent == "ask_availability" or "office" in understood.kinds or (
        dates.parse(text, context.now) is not None)
    if of_office and "?" in text and _WHEN_FREE.search(said) and not _BE_TOLD.search(said):
        return Understood("ask_availability", 1.0, None, understood.kinds)
    if choosing and _NONE_SUITS.search(said) or _WAITS.search(said) or (
            (choosing or moving or context.at_hand) and _EARLIER.match(said)):
        return Understood("leave_wait", 1.0, None, understood.kinds)
    return None
