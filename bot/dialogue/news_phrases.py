"""Set phrases of whoever begins with news: a job found, no will for anything, a broken door; and points of letters."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.context import Context, Understood
from bot.italian.question_words import has_question
from bot.italian.shorthand import expand_words
from bot.italian.text import MONTHS, WEEKDAYS, normalise

_DAY_OR_MONTH = "|".join(normalise(word) for word in (*WEEKDAYS, *MONTHS))
_SOON = (rf"(?:{_DAY_OR_MONTH}|domani|dopodomani|oggi|stamattina|presto|subito|"
         r"dal primo|dal mese|il primo|il mese|la settimana|la prossima)")
_AT_WORK = (r"(?:a lavorare|(?:in|nel|nell|nella|presso|da) (?:(?:un|una|il|la|lo|l|quel|quella) )?(?:alberg\w+|hotel|"
            r"ristorant\w+|fabbrica|ditta|azienda|officina|negozio|bar|supermercat\w+|mensa|magazzin\w+|cooperativa|"
            r"impresa|pizzeria|cantiere|ufficio|cucina|panificio|gelateria|agriturismo|rifugio|campeggio|"
            r"casa di riposo|"
            r"scuola|ospedale)|come (?!va\b|fa\w*\b|si\b|mai\b)\w+)")
_HIRED = re.compile(
    r"(?<!non )\b(?:mi|ci) (?:(?:hanno|anno|ha|an) )?(?:finalmente |appena )?(?:pres|press|assunt|assum|"
    r"prend)(?:[oaie]|ono)"
    r"\b(?! (?:in giro|per|il|lo|la|l|le|i|gli|un|una|tutt\w|a (?:botte|calci|pugni|schiaffi)|in (?:mezzo|ostaggio)|"
    r"male|freddo|sonno|paura|male|l ansia|ansia|febbre|i soldi)\b)|"
    rf"\b(?:comincio|inizio|parto|attacco|incomincio)\b.{{0,20}}\b{_SOON}\b.{{0,15}}\b{_AT_WORK}|"
    rf"\b(?:comincio|inizio|parto|attacco|incomincio) {_AT_WORK}\b.{{0,25}}\b{_SOON}\b|"
    rf"\b(?:da|dal) {_SOON}(?: \w+)? (?:lavoro|lavorero|comincio|inizio|sono) {_AT_WORK}|"
    r"(?<!non )\b(?:ho|abbiamo) (?:finalmente )?(?:avuto|ottenuto|trovato|preso) (?:il|un) (?:posto|lavoro|"
    r"impiego|contratto)"
    r"(?! (?:che|ma|libero|per (?:il|l))\b)|"
    r"(?<!non )\bmi hanno confermat\w (?:il posto|al lavoro|in ditta|in fabbrica|dopo la prova)|"
    r"^(?:\w+ ){0,4}assunt[oa]\b(?! (?:da|dal|in nero|a)\b)|\bcolloqui\w*\b.{0,30}\bandat\w (?:\w+ )?(?:alla grande|"
    r"ben\w*|benissimo|da dio)\b")
"""«mi hanno presa!!!», «da settembre lavoro in un ristorante»."""
_BUT = re.compile(
    r"\b(?:ma|pero|purtroppo|peccato|nero|truffa\w*|vorrei|voglio|posso|potete|devo|dovrei|annull\w+|disdi\w+|spost\w+|"
    r"cancell\w+|tolg\w+|toglie\w+|anticip\w+|perdo|perd\w+|pagan\w*|pagat\w|contribut\w+|naspi|disoccupazione|serve|"
    r"se|appuntament\w+|avvis\w+|documenti|licenziat\w+|mandat\w|lasciat\w|"
    r"cors\w)\b")
"""What else is told or wanted beside the good news, which then is not all."""


def tell_hired(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mi hanno presa!!! comincio lunedì in un albergo» is good news, and asks for no row and no course."""
    told = context.task is None and not context.at_hand and "?" not in text and _HIRED.search(said)
    return Understood("tell_good_news") if told and not _BUT.search(said) else None


_NOTHING = (r"(?:fare |far )?(?:piu )?(?:niente|nulla|le cose|alcunche|tutto|alzarmi|uscire|vedere nessuno|"
            r"vedere gente|"
            r"parlare con nessuno|lavarmi|vestirmi|muovermi|reagire)")
_APATHY = re.compile(
    rf"\b(?:non|nn) (?:ho|o|c ho|ciho|mi resta|mi rimane|trovo|sento|mi viene) (?:(?:piu|proprio|mai|nemmeno|"
    rf"neanche|la|"
    rf"alcuna|nessuna) )*(?:voglia|forza|energi\w|stimol\w|spinta) (?:di |per |x |da )?{_NOTHING}\b|"
    rf"\b(?:passat|andat|pers|spent)\w (?:\w+ )?(?:voglia|la gioia|ogni stimolo) (?:di |per )?{_NOTHING}\b|"
    rf"\b(?:ho perso|perso) (?:la |ogni )?(?:voglia|interesse)\b(?! (?:per|di fare) (?:il|questo|quel) )|"
    rf"\b(?:non|nn) mi (?:va|viene|sento) (?:piu )?(?:di )?{_NOTHING}\b|"
    r"\b(?:da quando|da mesi|da settimane|mesi che|settimane che|ormai|e da|e un pezzo)\b.{0,50}\bnon (?:mi )?"
    r"(?:interessa|importa|va|diverte|piace|frega|entusiasma) (?:piu )?(?:di )?(?:niente|nulla)\b|"
    r"\bnon (?:mi alzo|riesco (?:piu )?(?:a|ad) (?:alzarmi|uscire|reagire|muovermi))(?: piu)? (?:dal letto|dal divano|"
    r"di casa|da casa|la mattina|al mattino)|\bnon (?:riesco (?:piu )?a (?:alzarmi|reagire))$|"
    r"\bmi sento (?:\w+ )?(?:vuot\w|apatic\w|svuotat\w|spent\w|fiacc\w)(?: dentro)?\b|"
    r"\b(?:sono|sto) (?:\w+ )?(?:apatic\w|senza (?:voglia|forze|stimoli))\b|"
    r"\b(?:giornata|giorno|giornate|mattina)\b.{0,15}\b(?:a letto|sul divano|a fissare il (?:muro|soffitto))\b")
"""«da quando sono a casa non ho più voglia di fare niente»."""
_OF_SOMEBODY = re.compile(
    r"\b(?:mi[oa]|nostr[oa]) (?:figli\w|marito|moglie|nipote|fratell\w|sorell\w|amic\w|compagn\w|papa|padre|mamma|"
    r"madre)\b")


def hear_apathy(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Whoever has no will for anything any more is heard, before a row of the register is named."""
    if context.task is not None or context.at_hand or "?" in text or (
            understood.intent in ("express_distress", "complain")):
        return None
    told = _APATHY.search(said) and not _OF_SOMEBODY.search(said)
    return Understood("tell_hard_time") if told else None


_DOOR = (r"(?:port[ae]|portone|ascensor\w|montascal\w+|bagn[oi]|gabinett\w|wc|toilette?|water|lavandin\w|"
         r"rubinett\w|citofon\w|"
         r"campanell\w|cancell[oi]|riscaldament\w|termosifon\w|condizionat\w+|aria condizionata|luc[ei]|lampad\w+|neon|"
         r"macchinetta|numeratore|elimina ?code|tabellone|distributore|ramp[ae]|pedana|sedi[ae]|scal[ae]|"
         r"finestr[ae]|vetrata|"
         r"serratura|maniglia|totem|stampante|insegna|bussola|tornello|sbarra)")
_BROKEN = (r"(?:rott[oaie]|guast[oaie]|scassat\w|fuori (?:uso|servizio)|bloccat[oaie]|intasat[oaie]|spaccat[oaie]|"
           r"inservibil\w|otturat\w|perde acqua|bruciat\w|"
           r"(?:non|nn) (?:funzion\w+|va\b|vanno|va piu|si (?:apr\w+|chiud\w+|accend\w+)|apre|suona\w*|scalda\w*|"
           r"parte))")
_BROKEN_THING = re.compile(
    rf"\b{_DOOR}\b(?: \w+){{0,8}}? (?:e |era |sono |risulta |ancora |sempre |di nuovo |piu )*{_BROKEN}|"
    rf"\b{_BROKEN}(?: \w+){{0,3}} {_DOOR}\b")
_AT_OFFICE = re.compile(
    r"\b(?:uffici\w*|sed[ei]|centr[oi]|sportell\w+|cpi|collocamento|sala d ?attesa|da voi|vostr\w|segnal\w+|"
    r"vi (?:avviso|avverto|informo|dico|volevo))\b")
_AT_HOME = re.compile(
    r"\b(?:(?:di|a|in) casa|(?:mi[ao]|nostr[ao]) (?:casa|bagno|porta|caldaia|condominio|palazzo|auto|macchina|ditta|"
    r"appartamento)|condomini\w|palazzo|inquilin\w|padron\w|idraulic\w|elettricist\w|fabbro|ripar\w+|aggiust\w+|sito|"
    r"pagina|link|chat|app|cors[oi])\b")


def tells_broken(text: str, office_named: bool) -> bool:
    """Whether something broken at an office is told of («a Lecco la porta automatica non funziona»)."""
    said = expand_words(text)
    at_office = office_named or _AT_OFFICE.search(said) is not None
    return at_office and _BROKEN_THING.search(said) is not None and _AT_HOME.search(said) is None


def report_broken(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What is broken at an office goes to that office: where to write, and its number."""
    told = context.task is None and context.needs is not None and tells_broken(text, "office" in understood.kinds)
    return Understood("ask_need", 1.0, None, understood.kinds, names=(("need", "complaint"),)) if told else None


_WAS_THERE = re.compile(
    r"\b(?:avevo|avevamo|aveva) (?:\w+ )?(?:un |l |il |preso |prenotato |fissato )*(?:appuntament\w+|apuntament\w+|"
    r"colloqui\w*|prenot\w+|incontro)\b|\bavevo (?:gia )?prenotat\w\b|"
    r"\b(?:mi (?:sono|son)|sono|son|siamo|ero|eravamo|io) (?:\w+ )?(?:presentat\w|venut\w|andat\w|arrivat\w|li|la|"
    r"passat\w)\b.{0,40}\b(?:appuntament\w+|colloqui\w*|prenotat\w|alle \d+|puntual\w+|orario|d accordo)\b|"
    r"\b(?:all appuntament\w+|al colloqui\w*)\b.{0,30}\bnon c era\b")
_NOBODY = re.compile(
    r"\b(?:non|nn) c (?:era|e) (?:proprio |mai )?(?:nessun\w|anima viva|un cane)\b|\bnessun\w? (?:mi|ci) (?:ha|"
    r"aspettava|"
    r"a) ?(?:ricevut\w|aspettat\w|accolt\w|visto|chiamat\w|fatt\w entrare)?\b|"
    r"\bnon (?:mi|ci) (?:ha|hanno) (?:\w+ )?(?:ricevut\w|accolt\w|fatt\w entrare|trovat\w in lista)\b|"
    r"\bnon (?:ero|eravamo|risultavo|figuravo) (?:in (?:lista|elenco|agenda)|segnat\w|prenotat\w)\b|"
    r"\b(?:operator\w+|operatric\w+|orientator\w+|impiegat\w|consulente)\b.{0,20}\bnon (?:(?:si e|e) (?:presentat\w|"
    r"vist\w|venut\w|arrivat\w)|c era)\b|"
    r"\b(?:trovat\w|era|uffici\w)(?: \w+)? (?:tutto )?chius\w\b|\bporta chiusa\b")
"""What was found there: nobody, a shut door, no name on the list."""
_NOBODY_CAME = re.compile(
    r"\b(?:appuntament\w+|colloqui\w*|alle \d+|(?:dato|fissato|detto) le \d+)\b.{0,40}\bnon c era (?:\w+ )?(?:nessun\w|"
    r"anima viva|un cane)\b|\bnessun\w (?:si e|e) "
    r"(?:presentat\w|vist\w|venut\w) .{0,15}\b(?:appuntament\w+|colloqui\w*)")
_WITH_FIRM = re.compile(
    r"\b(?:ditt\w|aziend\w|fabbrica|albergo|hotel|ristorante|agenzia|titolare|colloqui\w* di lavoro|dentista|medic\w|"
    r"questura|comune|inps|caf|banca|posta|cors\w)\b")


def tell_nobody_there(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«avevo l'appuntamento alle 9 e non c'era nessuno» wants a word of regret and a number, and no code."""
    met = _WAS_THERE.search(said) and _NOBODY.search(said) or _NOBODY_CAME.search(said)
    told = context.task is None and context.needs is not None and "?" not in text and (
        met and not _WITH_FIRM.search(said))
    if not told or re.search(r"\b(?:vorrei|voglio|togli\w+|spost\w+|annull\w+|disdi\w+|rifiss\w+|riprenot\w+)\b", said):
        return None
    return Understood("ask_need", 1.0, None, understood.kinds, names=(("need", "bad_treatment"),))


_HALL = re.compile(
    r"\bsal[ae]\b(?: \w+){0,4}? (?:per|x) (?:(?:il|la|un|una|i|le|l|una|mi\w|fare|far|farci|festeggiare|piccol\w) )*"
    r"(?:battesim\w|cresim\w|comunion\w|matrimoni\w|nozze|sposalizi\w|compleann\w|fest\w+|laure\w|cen[ae]|pranz\w|"
    r"buffet|"
    r"rinfresc\w|anniversari\w|addio al|cerimoni\w|riunion\w|assemble\w|concert\w|\d+ person\w|\d+ invitat\w)|"
    r"\b(?:affitt\w+|noleggi\w+|prenot\w+)(?: \w+){0,2} sal[ae]\b(?! d)|"
    r"\bsal[ae] (?:da ballo|ricevimenti|feste|parrocchial\w|congressi|giochi|slot|bingo|prove|cinema)\b")
"""A hall to hire: the course «sala» is nothing like it."""


def ask_for_hall(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quanto chiedono per una sala per il battesimo?» asks of no course."""
    asked = context.task is None and _HALL.search(said) and not re.search(r"\bcors[oi]\b", said)
    return Understood("out_of_scope", 1.0, None, understood.kinds - {"course", "sector"}) if asked else None


_CLAUSES = re.compile(r"(?<=[.!?;])\s+|\n+|,\s*(?=ma\b)")
_TRAINEESHIP = r"(?:tirocini\w|stage|stages)"
_OF_TRAINEESHIP = re.compile(
    rf"\b(?:c (?:e|era|erano)|ce|cera|prevede\w*|comprend\w+|includ\w+|facev\w+|fann\w|fate|si fa|fa|avete|avevate|"
    rf"hanno|"
    rf"esiste) (?:\w+ ){{0,4}}?{_TRAINEESHIP}\b|\b{_TRAINEESHIP}\b(?: \w+){{0,3}} (?:c (?:e|era)|e |era |"
    rf"fa parte|faceva parte|previst\w|compres\w|inclus\w)")
_HOW_MANY = re.compile(
    r"\b(?:in )?quant[ie] (?:(?:ne|ci|persone|alliev\w|iscritt\w|student\w) )?"
    r"(?:er(?:an\w?|avate)|c eran\w?|persone|alliev\w|iscritt\w|partecip\w+|student\w|siete stati|sono stati|"
    r"hanno (?:fatto|partecipato|seguito|frequentato)|frequent\w+|ce n eran\w?|ne avevate)\b")
_OF_LIMIT = re.compile(
    r"\bc e (?:\w+ )?(?:un |una |qualche )?(?:limite|eta (?:massima|minima|limite))\b|\blimit\w (?:d |di )?eta\b|"
    r"\beta (?:massima|minima)\b|"
    r"\b(?:sono|sarei) (?:\w+ )?(?:fuori|oltre) (?:eta|limite)\b|\bfino a (?:che eta|quanti anni)\b")
_WANTS_TO_KNOW = re.compile(r"\?|\b(?:sapere|chiedere|chiedo|capire|sapete)\b")
_ASIDE = re.compile(r"\b(?:ore|giorni|mesi|settiman\w|post\w|cors\w ci|event\w|partner\w*|aziend\w|soldi)\b")


def ask_in_letter(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """The one point of a course that a clause of a message asks, whatever the rest of it tells."""
    if context.task is not None or "course" not in understood.kinds or "event" in understood.kinds or (
            len(understood.questions) > 1):
        return None
    for clause in _CLAUSES.split(text):
        words = expand_words(clause)
        if not (has_question(clause) or _WANTS_TO_KNOW.search(words)):
            continue
        for intent, pattern in (("ask_course_internship", _OF_TRAINEESHIP), ("ask_course_participants", _HOW_MANY),
                                ("ask_course_audience", _OF_LIMIT)):
            if pattern.search(words) and (intent != "ask_course_participants" or not _ASIDE.search(words)):
                return Understood(intent, 1.0, None, understood.kinds)
    return None
