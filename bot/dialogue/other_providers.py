"""Appointments and visits with others than us: «prenota dal dentista», «appuntamento dal parrucchiere lunedì alle 10».

A word of booking and a provider that is not ours make it somebody else's; a provider that is the reason of a change of
ours («ho il dentista, sposta il colloquio») does not.
"""

from __future__ import annotations

import re

from bot.italian.firm_words import FIRM
from bot.italian.shorthand import expand_words

_BOOKING = (r"(?:prenot\w+|appuntament\w+|fiss\w+|riserv\w+|prend\w+ (?:un )?(?:posto|turno)|visita|colloqui\w*|"
            r"disdi\w+|"
            r"disdett\w+)")
_AGENTS = (r"(?!barriera|carriera|tastiera|maniera|fiera|lista|vista|pista|rivista|intervista|gennaio|febbraio|paio|"
           r"operatr\w+|orientatr\w+)\w+(?:iere|iera|ista|aio|aia|ologo|ologa|iatra|urgo|ternista|opata|bolario)")
"""Those who are named after their trade: «fisioterapista», «benzinaio», «cardiologo»."""
_PLACES = (r"(?:medic[oai]|dottor\w*|veterinari\w+|notai\w*|avvocat\w+|commercialist\w+|meccanic[oi]|idraulic[oi]|"
           r"sart[ao]|maestr\w|professor\w*|presid[ei]|sindac[oa]|assistente sociale|ostetric\w|ginecolog\w|pediatr\w|"
           r"psicolog\w|allenator\w|tatuator\w|preparator\w|amministrator\w|fotograf[oi]|tecnico (?:della )?caldai\w|"
           r"banca|post[ea]|questura|prefettura|comune|municipio|anagrafe|inps|inail|caf|patronato|"
           r"agenzia (?:delle )?entrate|motorizzazione|aci|ospedale|asst|ats|cup|farmacia|consultorio|clinica|"
           r"ambulatorio|"
           r"tribunale|camera di commercio|ristorante|pizzeria|trattoria|hotel|albergo|agriturismo|palestra|piscina|"
           r"terme|"
           r"spa|autoscuola|scuola guida|officina|carrozzeria|salone|centro estetico|agenzia (?:viaggi|immobiliare)|"
           r"cinema|teatro|museo|consolato|ambasciata|asilo|universita)")
_TO = (r"(?:da|dal|dallo|dalla|dall|dai|dagli|dalle|con|con il|con lo|con la|con l|con i|col|coi|in|al|allo|alla|all|"
       r"ai|presso|presso il|per il|per la)")
_THINGS = (r"(?:un |il |l |una |la |lo )?(?:tavolo|volo|aereo|treno|taxi|camera|stanza|campo (?:da )?\w+|lettino|"
           r"ombrellone|"
           r"vacanz\w|viaggio|bigliett\w|tampone|vaccin\w+|prelievo|analisi|ecografia|tac|risonanza|radiografia|"
           r"mammografia|visita (?:medica|guidata|oculistica|specialistica|dal \w+|in \w+)|esame del sangue|taglio|"
           r"piega|"
           r"massaggio|tagliando|revisione|collaudo|lezione di guida|"
           r"cambio (?:delle )?gomme|gomme (?:invernali|estive)|"
           r"cena|cenetta|pranzo|pranzetto|aperitivo|partita|calcetto|festa|compleanno|anniversario)")
_TAUGHT = r"(?:elettricist|meccanic|camerier|barist|installator)"
"""Trades of our courses: who would book one of these means the course."""
_PAPERS = (r"(?:passaporto|carta (?:d |di )?identita|cie|permesso di soggiorno|patente|isee|730|spid|vaccin\w+|visita|"
           r"prelievo|residenza|matrimonio|tagliando|revisione)")
_NEEDED = r"(?:fare|rifare|rinnovare|richiedere|chiedere|ritirare|avere|(?:mi |ci |le |gli )?serv\w+|per)"
_DOCUMENTS = (r"(?:il |la |l |lo |un |una |i )?(?:passaport\w|carta (?:d |di )?identita|cie|permesso di soggiorno|"
              r"patente|isee|730|spid|cambio (?:di )?residenza|catasto|codice fiscale|tessera sanitaria|"
              r"cittadinanza|vaccin\w+|certificat\w+ (?:di \w+|medic\w+))")
_PUTS_OFF = r"disdi\w+|spost\w+|anticip\w+|posticip\w+|rimand\w+|rinvi\w+|annull\w+"
_EMPLOYER = rf"(?:{FIRM}|fabbrica|supermercato|albergo|hotel|bar|agenzia|datore|titolare|capo del personale)"
_WITH_OTHERS = re.compile(
    rf"\b(?:colloqui\w*|prova|selezione)(?: di lavoro| di prova)?(?: \w+){{0,2}}? {_TO} (?:un |una |quest\w |quell\w )?"
    rf"{_EMPLOYER}\b|\b(?:ho|avro|avrei|avevo|domani|fra poco|oggi) (?:\w+ )?(?:un|il|l) colloqui\w di lavoro\b|"
    rf"\b{_BOOKING}\b(?: \w+){{0,3}}? {_TO} (?:un |una |mio |mia |il mio |la mia )?(?:{_AGENTS}|{_PLACES})\b|"
    rf"\b(?:prenot\w+|riserv\w+|fiss\w+|{_PUTS_OFF})(?: \w+){{0,2}}? {_THINGS}\b|"
    rf"\b(?:in|nell|sull|sul|nel) ?(?:agenda|calendario)\b.{{0,40}}\b{_THINGS}\b|"
    rf"\b(?:prenot\w+|fiss\w+|{_PUTS_OFF}) (?:il |lo |la |l |un |una |dei |gli |le )?(?!{_TAUGHT})(?:{_AGENTS}|"
    rf"{_PLACES}|"
    rf"esami|"
    rf"analisi)\b|\bappuntament\w+ per (?:il |la |l |lo )?{_PAPERS}\b")
_GIVEN_HERE = re.compile(
    rf"\b{_NEEDED} {_DOCUMENTS}\b.{{0,25}}\b(?:appuntament\w+|post[oi])\b.{{0,12}}\b(?:date|fate|fissate|prend\w+|"
    rf"dat\w+|qui|voi)\b|\b{_NEEDED} {_DOCUMENTS}\b.{{0,25}}\b(?:prend\w+|prenot\w+|fissat\w|date|chied\w+) "
    rf"(?:da voi |con voi |qui )?(?:un |l |il )?appuntament\w+\b|\bappuntament\w+ per {_DOCUMENTS}|"
    rf"\b{_DOCUMENTS}(?: elettronic\w)? si prenot\w+\b")
"""«devo fare il passaporto, l'appuntamento me lo date voi?»: whoever makes a paper gives its appointments."""
_OWN_APPOINTMENT = re.compile(r"\bho (?:gia )?(?:un |l |il )?appuntament\w+\b")
_WENT = re.compile(r"\b(?:colloqui\w*|prova|selezione)\b.{0,30}\b(?:e|era) andat\w\b|"
                   r"(?<!non )\bmi (?:hanno|anno|ha) (?:pres|assunt)[oa]\b")
"""«il colloquio in hotel è andato alla grande» tells how it went, and wants none."""
_OURS = re.compile(
    r"\b(?:impiego|collocamento|cpi|orientament\w+|requisit\w+|cors[oi]|patto|operator\w+|job|lecco prenot\w+)\b")
_REASON = re.compile(r"\b(?:ho|avevo|avrei|abbiamo|perche|siccome|poiche|visto che|dato che|devo andare|vado)\b")
_CHANGES = re.compile(
    r"\b(?:spost\w+|cambi(?!o (?:di )?residenza)\w+|anticip\w+|posticip\w+|rimand\w+|annull\w+|cancell\w+|disdi\w+|"
    r"disdett\w+|non (?:posso|riesco|ci sono)|altr[oa] "
    r"(?:giorno|"
    r"or[ae]|data|orario))\b")


def books_elsewhere(text: str, in_task: bool = False) -> bool:
    """Whether ``text`` wants an appointment with somebody else. ``in_task``: a question of ours is open, so that what
    the person has elsewhere is a reason."""
    if asks_others_paper(text):
        return True
    said = expand_words(text)
    found = _WITH_OTHERS.search(said)
    if found is None or _OURS.search(said) or _WENT.search(said):
        return False
    reason = _REASON.search(said[:found.end()]) is not None
    return not (reason and (in_task or _CHANGES.search(said)))


def asks_others_paper(text: str) -> bool:
    """Whether the appointment that is asked for is that of a paper of another body («appuntamento per lo SPID?»)."""
    said = expand_words(text)
    return _GIVEN_HERE.search(said) is not None and not (
        _OURS.search(said) or _CHANGES.search(said) or _OWN_APPOINTMENT.search(said))


_SEMINARY = re.compile(
    r"\bseminari\w{1,2}\b.{0,40}\b(?:visit(?:are|a|arlo)|vescov\w+|arcivescov\w+|diocesan\w+|pret[ei]|sacerdot\w+|"
    r"chiesa|"
    r"mess[ae])\b|\b(?:vescov\w+|visitare|diocesi)\b.{0,20}\bseminari\w{1,2}\b")


def names_other_seminary(text: str) -> bool:
    """Whether «seminario» is the school of priests."""
    return _SEMINARY.search(expand_words(text)) is not None
