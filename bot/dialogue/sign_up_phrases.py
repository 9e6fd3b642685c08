"""Words that sign up for an event, withdraw from one or ask for one's ticket: «mi iscrivo al job day»."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.context import Context, Understood
from bot.italian.question_words import is_put_as_question
from bot.italian.shorthand import expand_words
from bot.rules import codes

_EVENT = (r"(?:event[oi]|job ?days?|seminar\w+|workshops?|laborator\w+|incontr[oi]|convegn\w+|giornat\w+|"
          r"presentazion\w+)")
_JOINS_EVENT = re.compile(
    rf"(?:\b(?:mi|ci|m|vi|si|io) (?:(?:posso|puoi|puo|potete|vorrei|voglio|potrei) )?iscriv\w+|"
    rf"\biscriver(?:mi|ci|si|la|lo)\b|"
    rf"\biscriv(?:imi|ici|etemi|eteci|a|o)\b|\b(?:segn|prenot|riserv)\w*(?:mi|ci)\b|"
    rf"\b(?:prenot\w+|riserv\w+|vorrei|voglio|tien\w+|dammi) (?:mi |per me )?un posto\b|"
    rf"\b(?:vorrei|voglio|vogliamo|vorremmo|vuole|vorrebbe|desidero|mi piacerebbe) (?:tanto |proprio )?partecipare)"
    rf".{{0,40}}\b{_EVENT}\b|\biscrizion[ei] (?:a|al|all|agli|ai|per) (?:il |l |prossim\w )*{_EVENT}\b|"
    rf"\b{_EVENT}\b.{{0,25}}\b(?:mi iscriv\w+|iscriv(?:imi|etemi)|segna(?:mi|temi)|iscrivermi)\b")
_OF_ATTENDANCE = re.compile(
    r"\b(?:chi (?:puo|poteva)|anche se|senza iscri\w+|non sono|non ho|era|erano|stat[oa]|quando|rifa\w+|tutti)\b")
"""Words of whoever asks whether they may come, or of an event that is over."""
_OFF_EVENT = re.compile(
    rf"\b(?:annull\w+|cancell\w+|disdi\w+|tog\w+|ritir\w+|elimin\w+|rinunci\w+|disiscriv\w+)\b.{{0,35}}\b"
    rf"(?:{_EVENT}|iscri(?:zion[ei]|tt[ioa])|biglietto)\b|"
    rf"\bnon (?:vengo|veniamo|ci vengo|partecipo|posso (?:piu )?venire|ci sono|ci saro) ?(?:piu )?(?:a|al|all|alla|"
    rf"per il)? ?(?:prossim\w )?{_EVENT}\b")
_OFF_TICKET = re.compile(
    r"\b(?:annull\w+|cancell\w+|disdi\w+|tog\w+|ritir\w+|elimin\w+|rinunci\w+|disiscriv\w+|non (?:vengo|posso))\b")
_MY_TICKET = re.compile(
    rf"\b(?:sono|siamo|risulto) (?:gia )?iscritt\w\b.{{0,25}}\b{_EVENT}\b|"
    rf"\b(?:a )?(?:che|quali|quale) {_EVENT} (?:io )?(?:sono |mi sono |siamo )?(?:gia )?iscritt\w\b|"
    rf"\b(?:mi[ao]|mie|nostr\w) (?:bigliett[oi]|iscrizion[ei])\b.{{0,25}}\b{_EVENT}\b|\bil mio biglietto\b")

_JOINS_IT = re.compile(
    r"(?:(?:ok|si|va bene|allora|e|bene|dai|perfetto|mi interessa|volentieri) )*(?:mi ci |ci |mi )?(?:mi iscrivo|"
    r"iscrivo|iscriv(?:imi|ici|etemi|eteci|i|a)|segn(?:i|ami|aci|atemi|a|o)|vengo|ci vado|ci vengo|ci sono|"
    r"(?:vorrei|voglio) (?:venire|partecipare|iscrivermi)|"
    r"come (?:mi iscrivo|ci si iscrive|faccio a iscrivermi|partecipo|faccio a partecipare))"
    r"(?: (?:tu|anch io|io|anche me|grazie|volentieri|subito|pure|allora))*")
"""All the words of who signs up for the event that was spoken of."""
_JOINS_THAT = re.compile(
    r"(?:(?:ok|si|va bene|allora|e|bene|dai|perfetto) )*(?:mi iscrivo|iscriv(?:imi|ici|etemi|eteci)|"
    r"segn(?:ami|aci|atemi)|(?:vorrei|voglio|posso) iscrivermi|vorrei (?:venire|partecipare)|vengo)"
    r"(?: anche)? (?:a|per) (?:quell[oai]|l altr[oa])"
    r"(?: (?:di|del|della|dei|a|in|all?|alla|nell?|con|per|sul|sulla|il|lo) .{2,40})?")
"""All the words of who signs up for one of the events that were spoken of: «a quello di Merate»."""
_OFF_IT = re.compile(
    r"(?:(?:ok|no|scusa|scusi|grazie|ma|mi dispiace|purtroppo|guarda|guardi|anzi) )*(?:annull\w+ (?:tutto|iscrizione|"
    r"l iscrizione)|annullal[ao]|disdic\w+(?: tutto)?|(?:io )?non (?:ci )?(?:vengo|vado|partecipo)(?: piu)?|"
    r"(?:io )?non (?:ci )?posso (?:piu )?(?:venire|andare|partecipare)|mi ritiro|(?:mi )?(?:tog\w+|lev\w+|"
    r"cancell(?:ami|atemi))(?: dalla lista)?)")
"""All the words of who withdraws from it."""

_ASKS_WHEN = re.compile(r"\b(?:quando|(?:che|quale) giorno|(?:che|quale) data|dove|(?:a )?che ora)\b")
_OF_OFFICE = re.compile(r"\b(?:uffici\w*|centr[oi]|sportell\w+|cors[oi]|appuntament\w+|prossim\w+|altr[oi])\b")


def asks_when(text: str) -> bool:
    """Whether somebody who signs up asks when or where the event is, and not an office or another one."""
    said = expand_words(text)
    return _ASKS_WHEN.search(said) is not None and is_put_as_question(text) and _OF_OFFICE.search(said) is None


def read_sign_up(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mi iscrivo al job day», «non vengo più al seminario», «il mio biglietto»: events with sign-up, not courses."""
    if codes.find_prefixed(text, codes.TICKET_PREFIX):
        return Understood("withdraw_ticket" if _OFF_TICKET.search(said) else "list_tickets")
    if context.task is not None:
        return None
    if (context.subject or "").startswith("event:") and not context.at_hand:
        if _OFF_IT.fullmatch(said):
            return Understood("withdraw_ticket")
        if _JOINS_IT.fullmatch(said):
            return Understood("join_event")
        if _JOINS_THAT.fullmatch(said):
            return Understood("join_event", 1.0, None, understood.kinds)
    if _OFF_EVENT.search(said) and not re.search(r"\b(?:cors[oi]|appuntament\w+|colloqui\w*)\b", said):
        return Understood("withdraw_ticket", 1.0, None, understood.kinds)
    if _MY_TICKET.search(said):
        return Understood("list_tickets", 1.0, None, understood.kinds)
    joins = _JOINS_EVENT.search(said) and not _OF_ATTENDANCE.search(said)
    return Understood("join_event", 1.0, None, understood.kinds) if joins else None
