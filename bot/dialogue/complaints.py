"""Complaints without the word: silence after one wrote, taxes thrown in, praise that is none."""

from __future__ import annotations

import re

from bot.italian.shorthand import expand_words

_WROTE = (r"(?:scritt\w|mandat\w|inviat\w|spedit\w|chiamat\w|telefonat\w|lasciat\w)")
_SILENCE = (r"(?:silenzio|nessun[oa]? (?:risposta|risponde|ha risposto|mi ha \w+)|(?:mai |non )(?:mi )?(?:avete |ha |"
            r"hanno )?"
            r"(?:mai )?(?:avut\w|ricevut\w|rispost\w|richiamat\w)|(?:ancora|sto) (?:aspett\w+|niente|nulla)|"
            r"niente di niente|nemmeno (?:una risposta|un cenno)|desapareci\w+|sparit\w)")
_HEARD_OF = r"(?:(?:ri)?chiamat\w|(?:ri)?contattat\w|fatt\w (?:viv\w|sentire)|degnat\w)"
_FOOL = (r"(?:idiot\w|cretin\w|imbecill\w|deficient\w|scem\w|stupid\w|ignorant\w|incapac\w|incompetent\w|fannullon\w|"
         r"scansafatich\w|lavativ\w|lazzaron\w|buffon\w|pagliacc\w|ladr\w|parassit\w|mangiapane|asin\w|somar\w|"
         r"inett\w|bugiard\w|cialtron\w)")
_NOTHING = r"(?:un (?:tubo|cavolo|cazzo|piffero|accidente|fico secco)|una (?:mazza|cippa|sega)|niente|nulla)"
_PATTERNS = re.compile(
    rf"\b(?:non|nn) (?:servi(?:te)?|valete|vali) (?:proprio )?(?:a )?{_NOTHING}\b|"
    rf"\b(?:non|nn) (?:combinate|combini|capite|capisci|sapete fare) (?:proprio |mai )?{_NOTHING}$|"
    rf"\b(?:branco|massa|manica|mucchio|banda|covo|razza|gabbia) di {_FOOL}\b|"
    rf"\b(?:siete|sei|6) (?:(?:tutti|proprio|solo|dei|degli|un|una|uno|davvero|veramente|veri|soltanto) )*{_FOOL}\b|"
    rf"^(?:(?:ma|che|brutt\w|razza|di|maledett\w|siete|tutti|voi|vai|andate|a|lavorare|ecco) )*{_FOOL}$|"
    r"\band(?:ate|atevene|a) (?:(?:tutti|un po|voi|pure) )*(?:a (?:lavorare|quel paese|cagare|zappare)|affanculo|"
    r"al diavolo)\b|\b(?:vaffanculo|vaffa|fanculo)\b|"
    rf"\b{_WROTE}\b.{{0,60}}\b{_SILENCE}\b|\bsilenzio (?:totale|assoluto|di tomba|stampa)\b|"
    r"\b(?:vi|li) (?:pag\w+|manteni\w+|mantengo)\b.{0,20}\b(?:tasse|stipendi\w*)\b|"
    r"\b(?:stipendi\w*|servizio|pagat\w)\b.{0,15}\bcon le (?:mie|nostre) tasse\b|\bcon i (?:nostri|miei) soldi\b|"
    r"\bmag?na ma?gna\b|\bmangia mangia\b|\bmangiatoi\w\b|"
    r"\bpag\w+ le tasse (?:per|e poi|e non|e voi)\b|\bsoldi dei (?:cittadini|contribuenti)\b|"
    r"\b(?:siete|sono) (?:tutti |proprio |solo |dei |degli |una massa di )*(?:ladr\w|mangiasold\w|parassit\w|"
    r"buffon\w|incapac\w|"
    r"fannullon\w)\b|\bmangi\w+ (?:i |tutti i )*(?:soldi|nostri soldi)\b|"
    r"\b(?:ma )?che (?:razza|schifo|cavolo|sorta) di (?:servizio|ufficio|assistenza|risposta)\b|\bma che servizio\b|"
    r"\b(?:bel|bella|gran|grande|ottim\w|splendid\w) (?:figura|roba|organizzazione|presa in giro|modo di (?:fare|"
    r"lavorare))\b|"
    r"\b(?:bravi bravi|bravissimi davvero|complimenti vivissimi|complimenti davvero|complimentoni)\b|"
    r"\b(?:grazie (?:tante )?(?:per|di) niente|grazie al cavolo|tante grazie eh)\b|\b(?:bravi|complimenti|davvero|"
    r"proprio)\b.*\bbel servizio\b|"
    r"\b(?:siamo|stiamo) (?:proprio )?messi bene\b|\bsolo in italia\b|\bnon ci si puo credere\b|"
    r"\b(?:anni|mesi|settimane|giorni) (?:che|per) aspett\w+ (?:una |la |vostra |la vostra )?(?:risposta|chiamata)\b|"
    r"\baspett\w+ (?:una |la |vostra |la vostra )?risposta da (?:un |due |tre )?(?:anni|mes[ei]|settiman\w|giorni)\b|"
    r"\b(?:servizio|ufficio|sito|chat|assistenza|siete|fate)\b.{0,20}\b(?:pena|schifo|penos\w|pessim\w|ridicol\w|"
    r"vergognos\w|scandalos\w|indecent\w|imbarazzant\w|sparit\w|inesistent\w)\b|\bnon siete (?:seri|affidabili|capaci|"
    r"in grado)\b|^(?:ma )?che vergogna$|\bche vergogna (?:siete|questo|questa|il vostro|per un)\b|\bvergognatevi\b|"
    r"\bmai vist\w (?:un|una|uno|niente)\b.{0,20}\b(?:cosi|simile|"
    r"genere)\b|"
    r"\b(?:rispond\w+|lavorate) (?:mai|ogni tanto|qualche volta)\b|\bcomplimenti\b.{0,30}\b(?:mesi|giorni|settimane|"
    r"ore|"
    r"attesa)\b|\bgrazie per non\b|\bnon si puo (?:lavorare|andare avanti|trattare)\b.{0,15}\bcosi\b|"
    r"^(?:ah|oh|eh) pero\b.*\w+issim[ie]\b|"
    r"\b(?:vi (?:ho|abbiamo)|mail|email|messagg\w+|volte)\b.{0,30}\be (?:niente|nulla|zero)\b|"
    rf"\b(?:non|nn) (?:mi|ci|si) (?:ha|hanno|e|sono)(?: mai| piu| ancora)? {_HEARD_OF}\b.{{0,12}}\bnessun[oa]?\b|"
    rf"\bnessun[oa]? (?:mi|ci|si) (?:ha|e)(?: mai| piu| ancora)? {_HEARD_OF}\b|"
    rf"\b(?:non|nn|mai) (?:mi|ci|vi) (?:avete|siete)(?: mai| piu| ancora)? {_HEARD_OF}\b|"
    r"\baspett\w+ da (?:\w+ ){1,3}(?:una |la )?vostra (?:telefonata|chiamata|risposta)\b")
_IN_VAIN = re.compile(
    r"(?<!\bmi )\b(?:chiam\w+|telefon\w+|provat\w|linea)\b.{0,60}\b(?:musichett\w|musica|(?:sempre|solo|mi mett\w+ in|"
    r"resto in|"
    r"ore di|minuti di) attesa|segreteria telefonica|(?:sempre|da \w+|linea|e|suona) occupat[oa]|(?:squilla|"
    r"suona) a vuoto|"
    r"cade (?:la linea|sempre)|buttano giu|mi mollano|(?:nessuno|non|nn|mai) (?:mi |ha |hanno )?(?:mai )?rispo\w+)\b")
"""Calls that nobody took: «mi danno la musichetta»."""
_OF_OTHERS = re.compile(
    r"\b(?:curriculum|cv|candidatur\w+|ditt[ae]|aziend[ae]|capo|datore|inps|padrone|caf|patronato|comune|questura)\b")
"""Those who are silent and are not us: the register says who helps."""
_SINCERE = re.compile(
    r"\b(?:aiutat\w|gentil\w+|soddisfatt\w|content\w|cortes\w|chiarissim\w|perfett\w|utilissim\w|grazie (?:mille|"
    r"infinite|"
    r"di cuore|davvero|ancora)|vi ringrazio|ti ringrazio|mi (?:piace|e piaciut\w))\b")


def complains(text: str) -> bool:
    """Whether ``text`` complains in so many words, or in praise that means the opposite («bravi, bel servizio»)."""
    said = expand_words(text)
    complains_outright = _PATTERNS.search(said) is not None or "?" not in text and _IN_VAIN.search(said) is not None
    return complains_outright and _SINCERE.search(said) is None and _OF_OTHERS.search(said) is None
