"""Short questions after an answer, a result or a booking: why, what now, once more, in simpler words."""

from __future__ import annotations

import re

from bot.italian.shorthand import expand_words

_MINE = re.compile(
    r"\b(?:ho (?:ancora |gia |qualche |nessun |un |altri |l |il |mio )*appuntament\w+|"
    r"appuntament\w+ (?:ce l ho|c e|ho|risult\w+)|"
    r"(?:che|quali|quanti) appuntament\w+ (?:ho|risult\w+))\b|"
    r"\b(?:c e|avete|hai|ho|risulta|esiste|trov\w+|ci sarebbe) (?:ancora |gia |per caso )?"
    r"(?:qualcosa|qualche cosa|qualche appuntamento|un appuntamento|niente|nulla) (?:di )?(?:fissat|prenotat|segnat|"
    r"registrat|in agenda)\w*|"
    r"\b(?:c e|avete|hai|risult\w+|trov\w+|esiste)\b.{0,30}\b(?:a (?:mio nome|nome mio)|col mio nome)\b|"
    r"\b(?:sono|risulto) (?:segnat|prenotat|in lista|in agenda)\w*\b.{0,25}$|"
    r"\bche (?:giorno|ora) (?:avevamo|abbiamo) (?:detto|fissato|deciso|concordato)\b|"
    r"\bquando (?:e che )?(?:vengo|devo venire|ci vediamo|era che dovevo)\b|"
    r"\b(?:mi hai|mi avete|m hai) (?:segnat|prenotat|fissat|iscritt|mess)\w+ "
    r"(?:da (?:qualche|nessuna) parte|in (?:lista|agenda)|per (?:qualche|quando)|qualcosa)\b")
_ABOUT_IT = re.compile(
    r"^(?:\w+ ){0,3}(?:ricord|ridi|ripet)\w+ (?:(?:mi|ci|per favore) )?(?:l |il |la )?(?:indirizzo|luogo|posto|ora|"
    r"orario|giorno|"
    r"data|via|appuntamento)\b|"
    r"^(?:ah |e |ma |scusa |scusi |ok |perfetto |allora |aspett[ai] |un (?:secondo|attimo|momento) |(?:mi |puoi |"
    r"puo |me lo )*"
    r"(?:ricord\w+|ridi\w+|dici|ripet\w+) )*"
    r"(?:a che ora|quando|quand (?:e|era)|che (?:giorno|ora)|(?:che|il|qual e il|qual era il) (?:mio )?codice|"
    r"in che (?:giorno|posto|via)|quanti giorni (?:mancano|manca|ci sono)|(?:fra|tra) quant\w(?: giorni)?|"
    r"quanto manca|dove (?:devo|e|era|si)|"
    r"(?:e|era|sara|ce l ho|l ho presa?o?) (?:di |la |nel |al )?(?:mattin\w|pomeriggio|sera)|"
    r"e (?:per )?(?:oggi|domani|lunedi|martedi|mercoledi|giovedi|venerdi))\b.{0,24}$|"
    r"^(?:quindi |allora |ma )?(?:e|sara) (?:oggi|domani|dopodomani|lunedi|martedi|mercoledi|giovedi|"
    r"venerdi)\b.{0,12}$")
_HOW_SOON = re.compile(
    r"\b(?:quant[io] (?:giorni|tempo|settimane) (?:mancano|manca|ci sono|c e|devo aspettare)|quanto (?:mi )?manca|"
    r"(?:fra|tra) quant(?:o|i giorni|o tempo)(?: (?:e|ce l ho|devo (?:venire|andare)|sarebbe))?|manca (?:tanto|molto|"
    r"ancora tanto))\b")
_VERDICT = re.compile(r"^(?:e )?(?:quindi|allora|insomma|in pratica|dunque)\b.{0,24}$|\b(?:si o no|(?:posso|"
                      r"potrei|rientro) o (?:no|non (?:posso|potrei|rientro))|"
                      r"dentro o fuori|(?:passo|rientro|va bene|idone\w) o no)$|"
                      r"^(?:(?:e|ed|ma|scusa|scusi|ah|no) )*(?:(?:perche|come mai|per quale motivo|"
                      r"per via di cosa) (?:mai )?(?:no|non "
                      r"(?:posso|va bene|rientro|vado bene|mi prend\w+)|sarei fuori|sono (?:fuori|esclus\w))"
                      r"(?: scus\w)?|come mai|"
                      r"(?:come sarebbe(?: a dire)?|cosa vuol dire|in che senso|come) no|"
                      r"(?:(?:cosa|che cosa) )?(?:c e che )?non (?:va|andrebbe)(?: bene)?|(?:che|"
                      r"qual e il) problema(?: c e)?|"
                      r"(?:qual e|dimmi) il motivo)$")
_WHY_NOW = re.compile(r"(?:(?:e|ed|ma|scusa|scusi|ah|no|uff\w*|poi) )*(?:perche|come mai|per quale motivo|"
                      r"per quale ragione|il motivo)(?: mai| no| mai no| scusa| scusi| invece)?")
_NOTHING_FOR_ME = re.compile(
    r"\b(?:per|ad?) (?:me|(?:un[oa]?|quell[ioae]|le persone|la gente|chi) (?:(?:come|della|di|ha|alla|"
    r"nella) )?.{0,25})\b"
    r".{0,15}\b(?:non (?:c e|fate|avete|ci sarebbe|esiste)(?: proprio| piu)?(?: mai)? (?:niente|nulla|alcun\w|altro|"
    r"post\w)|"
    r"niente|nulla|(?:che )?(?:cosa|altro) c e)\b|"
    r"\bnon (?:c e|avete|ci sarebbe|fate|esiste)(?: proprio)? (?:niente|nulla|altro|qualcos altro|qualcosa)"
    r"(?: altro)?(?: (?:per (?:me|un\w? .*|chi .*|quell\w .*)|che (?:posso|possa) .*))?$|"
    r"\b(?:niente|nulla) (?:da fare|per me)\b|\b(?:che|quali|altr[eo]) alternativ\w\b|\bin alternativa\b|"
    r"^(?:(?:e|ma|ok|allora|quindi) )*(?:(?:che )?(?:cos)?altro|cosa|che) (?:c e|posso fare|potrei fare|"
    r"mi resta)(?: per me)?"
    r"(?: allora| invece)?$")
_SAY_AGAIN = re.compile(
    r"\b(?:me|ce) l[oaie] (?:puoi |puo |potete |potresti |potrebbe )?(?:ri(?:mand|pet|dic|dai|dat|scriv|invi|mett|"
    r"spedi|ced)\w*|"
    r"(?:di|d[aà]i|scriv|mand)\w* (?:di nuovo|ancora|un altra volta))|"
    r"\b(?:puoi|puo|potete|potresti|potrebbe|mi|ti dispiace|le dispiace)(?: \w+)? (?:(?:ri(?:pet|scriv|mand|invi)\w*|"
    r"ridir\w*))"
    r"(?: (?:tutto|per favore|grazie|scusa|la (?:risposta|domanda)|quello che .*))*$|"
    r"^(?:(?:e|scus\w|ma|per favore|aspett\w|no) )*(?:ripeti|ripeta|ripetete|rimanda|rimandi|riscriv[iae]|ridi)\w*"
    r"(?: (?:per favore|tutto|grazie|scusa|ancora|un po))*$|"
    r"\b(?:ripet|rimand|riscriv|rinvi|ridi|ridam|ridai)\w*(?:mel|cel|tel)[oaie]\b|\b(?:rimand|riscriv|"
    r"ripet)\w*mi (?:tutto|quello)\b|"
    r"^(?:(?:scus\w|eh|come|ma|ah) )*(?:come|cosa|che|che cosa) (?:hai|ha|avete) (?:detto|scritto)(?: scus\w| prima)?$|"
    r"\bnon (?:ho|l ho|li ho|le ho) (?:fatto in tempo a )?(?:lett\w|legg\w+|vist\w|capito bene cosa hai scritto)\b")
"""«me li rimandi?», «come hai detto?»: the last answer once more."""
_WHAT = re.compile(r"(?:scus\w )?(?:eh|come|cosa|che cosa)(?: scus\w)?")
_OTHERWISE_SENT = re.compile(r"\b(?:e?mail|posta|sms|whatsapp|telegram|appuntament\w+|codice|promemoria|"
                             r"conferma|spieg\w+|parol\w+|semplic\w+)\b")
"""Words of who wants it sent elsewhere, or something of their own."""
_NEXT_STEP = re.compile(
    r"(?:(?:ok|okay|e|ed|va bene|bene|allora|quindi|adesso|ora|poi|ah|perfetto|grazie|capito|dunque|ma) )*"
    r"(?:(?:che|cosa|che cosa) (?:devo |dovrei |posso |si |mi consigli\w* di |bisogna )?(?:fa\w*|succede)|"
    r"come (?:procedo|procediamo|si procede|mi muovo|vado avanti|andiamo avanti|continuo|devo fare|faccio)|"
    r"(?:qual e |quale (?:sarebbe |e )?)?(?:il )?(?:prossimo passo|passo (?:successivo|dopo))|"
    r"(?:e|ed) (?:adesso|ora|poi))"
    r"(?: (?:adesso|ora|allora|quindi|poi|per iscrivermi|io))*")
_PLAIN_WORDS = re.compile(
    r"\b(?:parl(?:a|i|ate|are|ami|atemi)|us(?:a|i|ate|are)|scriv(?:i|a|ete|imi)|dimmi|dica|risponde(?:te|re)|rispondi)"
    r"(?: \w+){0,2}? (?:semplic\w|facil\w|piano|terra terra)\b")
_SIMPLER = re.compile(
    r"\b(?:paroloni?|parole (?:\w+ )?difficili|(?:dic\w+|dit\w+|dim\w+|spieg\w+) (?:in modo |piu )?(?:facile|semplice)|"
    r"(?:in )?due parole|vai al sodo|al sodo|taglia corto|stringi|accorcia|riassum\w+|"
    r"(?:non (?:ho|ci ho|l ho|lo ho|mi e|e)) (?:cap\w+|chiar\w)|non (?:capisco|si capisce)|(?:piu|"
    r"parole) (?:semplic\w|"
    r"facil\w|chiar\w|terra terra)|(?:in )?altre parole|spiega\w* (?:meglio|bene)|(?:puoi|puo|mi) (?:ri)?spieg\w+|"
    r"rispiega\w*|troppo (?:difficile|complicato)|in che senso|in (?:parole povere|poche parole|breve|sintesi)|"
    r"come (?:a un bambino|se avessi)|parla\w* (?:come mangi|chiaro|semplice|facile|italiano)|in italiano|"
    r"non (?:ci )?(?:capisco|ho capito|capito) (?:niente|nulla|un accidente|una parola|un tubo)|(?:fa\w*|fai|"
    r"fate|dammi|puoi fare|con) (?:un|qualche) esempi\w|(?:per|ad) "
    r"esempio)\b|"
    r"^(?:e |ma |ok )*(?:tipo|esempi\w)$|^tipo (?:cosa|come|chi|quando)\b|"
    r"^cioe\b")


def asks_own_appointments(text: str) -> bool:
    """Whether the person asks which appointments they have («quindi non ho nessun appuntamento?»)."""
    return _MINE.search(expand_words(text)) is not None


def asks_about_it(text: str) -> bool:
    """Whether a short question is about the appointment just spoken of («a che ora era?», «e dove devo andare?»)."""
    return _ABOUT_IT.search(expand_words(text)) is not None


def asks_how_soon(text: str) -> bool:
    """Whether a question is how long it is until the appointment («quanti giorni mancano?»)."""
    return _HOW_SOON.search(expand_words(text)) is not None


def asks_verdict(text: str) -> bool:
    """Whether «quindi, sì o no?» asks for a result in short."""
    return _VERDICT.search(expand_words(text)) is not None


def asks_why(text: str) -> bool:
    """Whether a bare «ma perché?» asks for the reason of what was just told."""
    return _WHY_NOW.fullmatch(expand_words(text)) is not None


def asks_what_else(text: str) -> bool:
    """Whether the person asks what there is for them after a result («per una come me non c'è niente?»)."""
    said = expand_words(text)
    return _NOTHING_FOR_ME.search(said) is not None and len(said.split()) <= 14


def asks_repeat(text: str) -> bool:
    """Whether the person wants the last answer once more («me li rimandi?»)."""
    said = expand_words(text)
    if "?" in text and _WHAT.fullmatch(said):
        return True
    return _SAY_AGAIN.search(said) is not None and _OTHERWISE_SENT.search(said) is None and len(said.split()) <= 14


def asks_next_step(text: str) -> bool:
    """Whether the person asks what to do after a result («ok, e adesso che faccio?»)."""
    return _NEXT_STEP.fullmatch(expand_words(text)) is not None


def asks_plain_words(text: str) -> bool:
    """Whether the person wants plain words from now on («parla più semplice, io straniero»)."""
    said = expand_words(text)
    return _PLAIN_WORDS.search(said) is not None and len(said.split()) <= 9


def asks_simpler(text: str) -> bool:
    """Whether the person wants the last answer in other words."""
    said = expand_words(text)
    return _SIMPLER.search(said) is not None and len(said.split()) <= 14
