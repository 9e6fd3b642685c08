"""Messages whose words say outright what is meant, and whose examples the classifier mixes with others of ours.

Each reader takes the folded words (:func:`words_of`), what the classifier read and the context; the first that speaks
is the candidate of :func:`read_set_phrase`, called by ``readers.take_at_its_word``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable, Optional

from bot.dialogue.acts import name_start
from bot.dialogue.appointment_phrases import UNREAD, read_appointment_phrase
from bot.dialogue.asides import find_appointment_topic
from bot.dialogue.context import Context, Understood
from bot.dialogue.fragments import books_check
from bot.dialogue.hours_questions import asks_next_holiday, asks_open, points_at_appointment
from bot.dialogue.repair_words import asks_difference, words_of
from bot.dialogue.reworded_questions import read_reworded
from bot.dialogue.sign_up_phrases import read_sign_up
from bot.dialogue.tasks import FREE_TEXT, find_question
from bot.italian import dates
from bot.italian.people.contacts import contact
from bot.rules import codes

_DAYS = r"(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica)"
HOLIDAYS = (r"(?:natale|capodanno|vigilia|immacolata|ferragosto|pasqua|pasquetta|epifania|befana|santo stefano|"
            r"san silvestro|"
            r"ognissanti|i morti|ultimo dell anno|primo (?:maggio|novembre|gennaio)|(?:25 aprile|2 giugno|1 maggio)|"
            r"(?:i )?(?:giorni )?festiv\w+|le feste)")
"""Days on which nobody works, as people name them (folded)."""
_SURE = 0.85
"""Probability from which the classifier is sure of what is to be done with an appointment."""
_LIKELY = 0.2
"""Probability from which a question in a complaint is asked."""

_REMINDERS_OFF = re.compile(
    r"\b(?:non (?:mi |ci )?(?:mand|invi|scriv|vogli|vorre|desider|serv|ricev|arriv)\w*|basta|nient\w|"
    r"nessun\w?|stop|togli\w*|"
    r"disattiv\w+|disabilit\w+|spegn\w+|ferm\w+|cancell\w+|elimin\w+|senza|smett\w+|evit\w+)\b.{0,30}"
    r"\b(?:promemoria|notific\w+|avvisi|sms|messaggini)\b|\b(?:promemoria|notific\w+|avvisi|sms)\b.{0,15}"
    r"\bnon (?:mi |li |lo |ne |vogl|vorre|serv)\w*")
_TELL_WHEN = re.compile(
    r"\b(?:(?:avvis|avver|contatt|ricontatt|inform)\w*|fa(?:te)?mi sapere|(?:mi |ce lo |me lo )?(?:scriv|dic|dit)\w+|"
    r"(?:mand|fa)\w* (?:un |una |uno )?(?:messaggio|mail|sms|avviso|telefonata|squillo|chiamata|"
    r"colpo di telefono))\b.{0,15}\b(?:quando|se|appena)\b.{0,40}"
    r"\b(?:cors[oi]|iscrizion\w+|edizion\w+|riapr\w+|apr\w+|apert\w|ripart\w+|partono|parte|rifa\w*|ricominci\w+)\b|"
    r"^(?:\w+ ){0,3}(?:avvis|avvert)\w*mi\b.{0,30}\b(?:cors[oi]|edizion\w+)\b|"
    r"\b(?:mett\w+|segn\w+|inser\w+)\b.{0,20}\b(?:lista|elenco)\b.{0,30}\b(?:cors[oi]|attesa)\b|"
    r"\bpre ?(?:iscri\w+|iscrizion\w+)\b.{0,20}\bcors[oi]\b")
_ASKS_MEMBER = re.compile(
    r"^(?:e |ma |anche |invece |scusa )*(?:(?:e|fa|c e|rientra|sta) )?(?:l |la |il |lo |i |gli |"
    r"le )?(?P<name>\w+(?: \w+){0,3}?) "
    r"(?:e|sono|fa|fanno|sta|c e|rientra|risulta|figura|compare|partecipa)(?: anche| pure)? "
    r"(?:uno |una |parte |tra |fra |tra i |dentro )?(?:de(?:i|gli|l|lle) |nel |nella |un |una |il |i |al |del |dello )*"
    r"(?:vostr\w |15 )?(?:partner\w*|patto|partenariato|aderent\w+|sostenitor\w+|rete)\b")
_NO_NAME = re.compile(
    r"\b(?:chi|quale|quali|quant\w+|cosa|che|dove|come|quando|perche|cors\w+|quest\w+|quell\w+|io|noi|tu|mi\w|cos|"
    r"capofila|"
    r"provincia|azienda|aziende|impresa|imprese|ente|enti|ci|partner|patto|non)\b")
_NAMES_ONE = re.compile(
    r"^(?:e|ed|invece|e invece|anche|e anche) (?:(?:la|il|lo|l|i|gli|le) )?(?!per\b|a\b|se\b|poi\b)\w+(?: \w+){0,2}$")
_MEMBERS = re.compile(
    r"\b(?:quali|che|elenc\w+|chi|nomi)\b.{0,40}\b(?:compong\w+|costituisc\w+|form\w+|fanno parte|"
    r"aderisc\w+|partecipano|"
    r"composto|composta|membri|attori)\b.{0,25}\b(?:partenariato|patto|partner)\b|"
    r"\b(?:da chi|da quali enti)\b.{0,20}\b(?:compost\w|format\w|costituit\w)\b.{0,20}\b(?:partenariato|patto)\b|"
    r"\b(?:partenariato|patto)\b.{0,20}\b(?:da chi|da quali enti) e (?:compost|format|costituit)\w\b")
_SUPPORTS = re.compile(r"\brete di sostegno\b|\bsosten\w+")
_JOINS = re.compile(
    r"\b(?:possiamo|posso|potremmo|potrei|vorrei|vorremmo|vogliamo|voglio|si puo|come (?:si fa|"
    r"facciamo|faccio)|interess\w+|"
    r"sarebbe possibile|e possibile|riusciamo)\b.{0,40}\b(?:entrar\w|aderir\w|unir\w+|far\w* parte|"
    r"partecipar\w|collaborar\w|"
    r"diventar\w)\b.{0,25}\b(?:patto|partenariato|partner|rete)\b|\b(?:patto|partenariato)\b.{0,25}\b(?:aderir\w|"
    r"entrar\w)\b")
_FIRM = re.compile(
    r"\b(?:aziend\w+|impres\w+|ditt\w+|societa|cooperativ\w+|coop|associazion\w+|onlus|ente|scuol\w+|officin\w+|"
    r"negozi\w*|"
    r"ristorant\w+|artigian\w+|studio|datore|sindacat\w+|noi)\b|\b(?:siamo|possiamo|vorremmo|vogliamo|potremmo)\b")
_OF_CALL = re.compile(r"\b(?:bando|avviso|regione|regionale|legge|categori\w+)\b")
_HOLIDAY_OPEN = re.compile(
    rf"\b{HOLIDAYS}\b.*\b(?:siete|sei|apert\w|chius\w|apr\w+|chiud\w+|lavor\w+|ricev\w+|ci siete|"
    rf"c e qualcuno|fate festa)\b|"
    rf"\b(?:siete|apert\w|chius\w|apr\w+|chiud\w+|lavorate|ricevete|ci siete|c e qualcuno|fate festa|"
    rf"fate)\b.*\b{HOLIDAYS}\b")
_DAY_WITHOUT = re.compile(
    rf"\b(?:{_DAYS}|domani|dopodomani|oggi|stamattina)\b.{{0,40}}\bsenza (?:l )?(?:appuntament\w+|prenot\w+)|"
    rf"\bsenza (?:l )?(?:appuntament\w+|prenot\w+)\b.{{0,40}}\b(?:{_DAYS}|domani|dopodomani|oggi|stamattina)\b")
_OF_HOURS = frozenset({"ask_office_hours", "ask_today", "ask_office_contact", "ask_office_address"})
"""Questions after which «è ancora aperto?» is of the office."""
_OF_OFFICE = {
    "ask_office_address": re.compile(
        r"\b(?:indirizz\w+(?! (?:e ?mail|mail|di posta|elettronic\w|pec))|ubicazion\w+|ubicat\w|collocazion\w+|"
        r"dove (?:siete|e|sono|si trova\w*|vi trovate|vi trovo|sta)|dov e|(?:in che|che|la|in quale|quale) via|"
        r"via (?:e|con))\b"),
    "ask_office_hours": re.compile(
        r"\b(?:orari\w*|apertur\w+|ricevimento|a che ora (?:apr|chiud|siet)\w+|quando (?:siete |e |sono )?(?:apert\w|"
        r"apr\w+|ricev\w+)|"
        r"giorni (?:di )?(?:apert\w+|ricev\w+))\b"),
    "ask_office_contact": re.compile(
        r"\b(?:telefon\w+|numer[oi]|recapit\w+|contatt[oi]|e ?mail|posta elettronica|pec)\b"),
}
"""What is asked of an office, by words that say so wherever they stand."""
_OFFICE_SAID = re.compile(r"\b(?:uffic\w+|sed[ei]|centr[oi]|sportell\w+|cpi)\b")
_NOT_OF_OFFICE = re.compile(
    r"\b(?:appuntament\w+|colloqui\w*|prenot\w+|cors[oi]|event[oi]|job|workshop|seminari\w*|codice|promemoria|mi[oa]|"
    r"non|lasci\w+|patto|partner|provincia|comune|inps|agenzia|liber[oi])\b")
"""Words of another question, or of who tells something."""
_LONGEST_OF_OFFICE = 25
_ONLINE = re.compile(
    r"\b(?:on ?line|da casa|a distanza|da remoto|in dad|(?:col|con il|dal|sul|al) (?:pc|computer|tablet|cellulare)|"
    r"in presenza|su zoom|in videoconferenza)\b")
_ATTENDS = re.compile(r"\b(?:segu\w+|frequent\w+|far\w|fa|lezion\w+|cors[oi]|e|sono|si puo|si fa|viene)\b")
_COMES_WORKING = re.compile(
    r"\b(?:posso|possiamo|si puo)\b.{0,12}\b(?:venire|passare|presentarmi|parlarvi|rivolgermi)\b.{0,25}"
    r"\b(?:se|mentre|che) (?:sto |sono )?(?:ancora |gia )?(?:lavor\w+|occupat\w|assunt\w|dipendente|ho un contratto)\b")
_BYE_AT_END = re.compile(r"\b(?:ciao|arrivederci|arrivederla|a presto|buona (?:giornata|serata|notte|"
                         r"domenica))(?: ciao)*$")
_PAYS_RESPECTS = re.compile(
    r"(?:(?:porgo|porgiamo|porgendo|vi|le|ti|i|con|miei|nostri|tanti|migliori|distinti|devoti|ogni|piu|sentiti|di) )*"
    r"(?:ossequi\w*|rispetti|omaggi|cordialita|riverisco|deferenza)(?: (?:a|voi|lei|tutti|suo|vostro|signor\w?|"
    r"buona giornata))*")
"""«porgo i miei ossequi»: the end of a letter, or of none."""
_SEE_YOU = re.compile(
    rf"^(?:(?:ok|va bene|bene|grazie|perfetto|allora|ciao|d accordo|ottimo|ci vediamo|ci si vede|ci sentiamo) )*"
    rf"(?:a|ci vediamo|ci si vede|ci sentiamo)(?: a)? (?:{_DAYS}|domani|dopodomani|presto|dopo|stasera|"
    rf"la prossima|lunedi prossimo)"
    rf"(?: (?:allora|grazie|ciao|mattina|pomeriggio|prossimo|prossima))*$")
_OTHER_REVIEW = re.compile(
    r"\b(?:film|serie(?: tv)?|ristorant\w+|pizzeri\w+|pizza|alberg\w+|hotel|libr\w+|canzon\w+|album|"
    r"videogioc\w+|gioc\w+|app|"
    r"telefilm|bar|locale|negozio|amazon|google|tripadvisor|telefono|lavatrice|concerto|partita)\b")
_WHOM_NOW = re.compile(
    r"\b(?:(?:a|con|da) chi|chi|dove|(?:che|quale) numero|qual e il numero|il numero|numeri?)\b"
    r"(?:.{0,25}\b(?:rivolg\w+|chied\w+|chiam\w+|parl\w+|vad\w+|andare|telefon\w+|aiut\w+|contatt\w+|devo|posso|"
    r"numero)\b|$)")
_DOUBTS = re.compile(
    r"^(?:(?:ma|e|ah|boh|mah|scusa|scusi|no) )*(?:(?:ne |e |ma )?(?:sei|siete|e|sicur\w che sia)(?: proprio| davvero)? "
    r"(?:sicur\w|cert\w|ver[oa])|(?:proprio )?sicur[oaie]|(?:per )?davvero|sul serio|seri\w|veramente|"
    r"(?:chi|dove) (?:lo (?:dice|dicono|hai letto|sta scritto)|e scritto|sta scritto)|da dove (?:lo sai|viene|risulta)|"
    r"come (?:fai a saperlo|lo sai))(?: sicur\w| davvero| eh| no)?$")
_SWEARS = re.compile(r"\bmano sul fuoco\b|\bci (?:metti|mette) la firma\b|^(?:ma )?sicur\w sicur\w\b|\b(?:me|"
    r"ce) lo (?:giuri|garantisci)\b")
_OTHER_COURSES = re.compile(
    r"^(?:(?:e|ma|ok|allora|avete|ci sono|c e|fate|dei|di|anche|invece|qualche) )*(?:altr[oi]|divers[oi]) "
    r"(?:(?:tipi|tipo|genere) di )?cors[oi](?: (?:tecnic\w|pratic\w|di altro tipo|simil\w|gratuit\w|gratis|da fare|"
    r"disponibil\w|per me))?$")
_BOOKS_INSTEAD = re.compile(
    r"^(?:\w+ )?(?:e|ma) (?:per|come faccio per|come si fa per) (?:l |un |il )?(?:appuntament\w+|colloquio)$|"
    r"\b(?:volevo|voglio|vorrei|preferisco|prenoto) (?:solo |soltanto )?(?:un|l|il) (?:appuntament\w+|"
    r"colloquio)\b(?! (?:gia|che))|"
    r"\bprenoto quello che c e\b")
_AWAITS = re.compile(r"\b(?:resto|rimango|restiamo|rimaniamo|in) (?:in )?attesa d\w+ (?:\w+ ){0,3}(?:riscontro|"
    r"rispost\w|cenno|notizie)\b")
_ONLY_THANKS = re.compile(
    r"(?:(?:ok|va bene|bene|ah|oh) )*(?:grazie|ti ringrazio|la ringrazio|vi ringrazio)(?: (?:mille|tante|"
    r"infinite|di cuore|"
    r"signorin\w|signor\w?|cara|caro|molto|davvero|gentil\w+|gentilissim\w|e stat\w|sei|e|tesoro|tanto|ancora|assai))*")
_WHEN_IS_IT = re.compile(
    r"(?:(?:ma|e|scusa|ok|pero|allora|si) )*quando (?:sarebbe|sarebbero|e|sono|parte|partono|comincia\w*|"
    r"inizia\w*|ricomincia\w*|"
    r"riparte|rifate|lo rifate|lo fate|apre|aprono|riapre)(?: (?:piu o meno|circa|esattamente|di preciso|"
    r"il corso|i corsi|poi|"
    r"all incirca|che|questo|corso))*")
_AND_NOW = re.compile(
    r"^(?:(?:e|ma|ok|si) )*(?:allora|quindi|dunque|adesso|ora|poi|dopo)(?: (?:che|cosa|come))?(?: si)?(?: fa\w*)?$")
_SERVICES = re.compile(
    r"\bcolloquio\b.*\bverific\w+|\bverific\w+.*\bcolloquio\b|\bdue (?:servizi|appuntamenti|possibilita|tipi)\b")
_THANKS_NOW = re.compile(
    r"\bgrazie\b|\b(?:prover\w+|ci provo|provo|chiamer\w+|chiamo|telefon(?:o|ero)|lo faccio|lo faro|"
    r"far\w+ cosi|vado|andro)\b|"
    r"^(?:ok|va bene|d accordo|capito|bene)\b")

_RESUMES = re.compile(
    r"\b(?:riprend\w+|finiamo|finire|continu\w+|andiamo avanti|vado avanti|prosegu\w+|torniamo|dove? (?:eravamo|ero) "
    r"(?:rimast\w|arrivat\w))\b")
_HEARD = re.compile(
    r"\b(?:non|nn) (?:posso|riesco a|si puo|potrei) (?:\w+ )?(?:chiam\w+|telefon\w+|parl\w+)\b|\b(?:sente|"
    r"sentono|si sente) tutto\b|"
    r"\bmi (?:sente|sentono|sentirebbe)\b"
)
_WAITS = re.compile(
    r"\b(?:se|quando|appena|qualora|nel caso)\b(?! un domani).{0,20}\b(?:si |mi )?(?:libera\w*|libera\w* (?:un|"
    r"qualche) posto|"
    r"disdic\w+|annull\w+ qualcuno|rinunci\w+)\b|\b(?:se|quando|appena)\b.{0,12}\b(?:c e|esce|salta fuori|viene fuori|"
    r"spunta|trovate|trovi|hai|avete)\b.{0,12}\b(?:un |qualche )?(?:posto|buco|appuntamento|orario|data)\b.{0,15}"
    r"\b(?:libero|prima|anticipat\w)?|\blist[ae] (?:d |di )?attes[ae]\b")
_OF_COURSE = re.compile(r"\b(?:cors[oi]|event\w+|job ?day|laborator\w+|seminar\w+|iscrizion\w+|edizion\w+)\b")
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


_OF_DATA_KEPT = re.compile(
    r"(?:(?:e|ed|ma|ok|scusa|poi|allora) )*(?:(?:per )?quanto(?: tempo)?(?: (?:li |le )?(?:tenete|conservate|"
    r"tieni|restano|"
    r"rimangono|salvate|li tieni))?|chi (?:li|le|lo) (?:vede|legge|vedono|leggono|puo vedere)|quando (?:li|"
    r"le) cancell\w+|"
    r"dove (?:li|le) (?:tenete|salvate|conservate|tieni)|a chi (?:li|le) (?:date|dai|passate)|"
    r"se (?:\w+ ){0,3}(?:li|le|lo|la) (?:vol\w+|vorr\w+) (?:togli\w*|cancell\w+|elimin\w+)|"
    r"se (?:\w+ ){0,3}(?:vol\w+|vorr\w+) (?:far\w* )?(?:togli\w*|cancell\w+|elimin\w+|spari\w+)(?: tutto| via|"
    r" (?:i )?(?:miei )?dati)?|"
    r"(?:posso|si puo|come) (?:\w+ )?(?:togli\w+|cancell\w+|elimin\w+)(?:l[iea])?)(?: (?:poi|dopo|"
    r"allora))*")
_ERASE_THEM = re.compile(
    r"(?:(?:e|ecco|ok|va bene|allora|bene|si|no|grazie|dai|quindi) )*(?:cancell|elimin|togli|togliet|lev|levat|"
    r"rimuov|butta)\w*(?:li|le|lo|la|mi|via)(?: (?:tutti|tutte|"
    r"subito|per favore|"
    r"grazie|allora|pure))*|(?:(?:e|ok|allora) )*(?:li|le) (?:puoi|potete|puo) (?:cancell|elimin|togli)\w*")
_RATHER = re.compile(
    r"(?:ok|va bene|dai|allora|pazienza|beh|no)?(?: )?(?:fa niente|non importa|non fa niente|pazienza) "
    r"(?:(?:allora|e|ma|invece|dimmi|mi interessa|vorrei|voglio) )*(?:quello|quella|il|per il|del|di)\b")
_CALL_ME = re.compile(
    r"(?:(?:e|ma|ok|allora|scusa|scusi) )*(?:quando|a che ora|in che giorno|fra quanto|tra quanto) (?:mi|ci) "
    r"(?:(?:ri)?chiam\w+|telefon\w+|(?:ri)?contatt\w+)(?: voi| poi| allora)?")
_MISTAKEN = re.compile(
    r"\b(?:sbagliat\w|errore|anzi|meglio|no (?:aspetta|scusa|invece|anzi)|piuttosto|"
    r"ho capito male)\b")


_CANNOT_COME = re.compile(
    r"\b(?:non|nn) (?:\w+ )?(?:posso|riesco|riusciro|potro|potrei|ce la faccio|faccio in tempo)(?: proprio| piu| a)* "
    r"(?:a )?(?:venire|esserci|passare|presentarmi|farcela)\b|\b(?:non|nn) (?:vengo|ci saro|verro|ci sono (?:quel "
    r"giorno|a quell ora|quella settimana|io|piu))\b|"
    r"\bsalta (?:l appuntamento|tutto)\b|\b(?:ho|avrei|c ho|mi e (?:capitato|uscito|venuto|saltato fuori)|e saltato "
    r"fuori) "
    r"(?:avuto )?un (?:altro )?(?:imprevisto|impegno|contrattempo|problema quel giorno)\b")
"""Whoever has an appointment at hand and cannot come: to be moved or cancelled."""
_IF = re.compile(r"\b(?:se|nel caso|qualora|quando)\b.{0,12}\bnon\b")
_FLOOR = re.compile(
    r"\b(?:che|quale|quanti) pian[oi]\b|\b(?:ci sono|c e|devo fare) (?:le |delle |molte |tante )?scale\b|"
    r"\b(?:piano terra|primo piano|secondo piano)\b|\b(?:citofon\w+|campanell\w)\b")
_HOW_MANY_MADE = re.compile(
    r"(?:(?:e|ma|ok|scusa) )*quant[ie] (?:ne )?(?:(?:avete|hanno|ne|sono|ce) ?)*(?:fatt[ie]|organizzat[ie]|tenut[ie]|"
    r"stat[ie]|erano|"
    r"sono|ne avete fatti)(?: in tutto| finora)?")
_APPLAUSE = re.compile(
    r"(?:(?:ok|ah|wow|che|proprio|sei|siete|davvero|molto|benissimo) )*(?:top|grand[ei]|perfett[oi]|super|mitic[oi]|"
    r"brav[oaie]|ottim[oi]|"
    r"fantastic[oi]|forte|bell[oa]|eccellente|stupendo)(?: (?:cosi|davvero|grazie|mille|!))*")
_WHEN_OPEN = r"(?:pomeriggi\w*|mattin\w*|sera|sabato|domenica|presto|tardi|dopo (?:le|pranzo|lavoro)|prima|orari\w*)"
_WHICH = r"(?:quale (?:dei due|ufficio|centro|sede|sportello)|qual[ei]?|uno dei due|(?:tutti|tutte) e due|entrambi)"
_OPENS = r"(?:apr\w+|apert\w|fa|fanno|fate|ricev\w+|lavor\w+|chiud\w+|chius\w)"
_WHICH_OPEN = re.compile(
    rf"\b{_WHICH}\b.*\b{_OPENS}\b.*\b{_WHEN_OPEN}\b|\b{_WHEN_OPEN}\b.*\b{_WHICH}\b.*\b{_OPENS}\b|"
    rf"\b(?:solo|soltanto|unicamente) (?:di |il |al |la )?{_WHEN_OPEN}\b.*\b(?:dove|quale|in quale)\b")
_FREE = re.compile(r"\b(?:post[oi]|liber\w+|disponibil\w+|cors[oi]|appuntament\w+)\b")
_PRAISE = re.compile(
    r"(?:(?:ma|che|e|ahah\w*|oh|wow|ok|grazie|davvero|tu|lei) )*(?:brav(?:o|a|i|issim\w)\b|(?:sei|e|"
    r"siete) (?:stat\w |proprio |"
    r"davvero |molto |piu )*(?:brav\w+|simpatic\w+|gentil\w+|svegli\w|chiar\w+|util\w+|veloc\w+|in gamba|una forza|"
    r"un mito|"
    r"meglio|un tesoro|un angelo|preparat\w|intelligent\w)\b)(?!.*\b(?:ma|pero|non)\b)")
_LONGEST_PRAISE = 10
"""Words of a message that is nothing but praise."""
_PERSON_WANTED = re.compile(
    r"\b(?:parl\w+|sentire|discut\w+) (?:un po )?(?:(?:con|a|co|la|il|una|un|lo|qualche|l) )*(?:signor\w*|persona|"
    r"impiegat\w|"
    r"operator\w+|qualcuno|qualcun altro|responsabile|addett\w|incaricat\w|umano|essere umano|"
    r"funzionari\w)\b(?! di altro)")
_STILL_MINE = re.compile(
    r"\b(?:ho|resta|rimane|tengo|mantengo)\b.{0,12}\b(?:ancora|sempre)\b.{0,16}"
    r"\b(?:posto|appuntament\w+|prenotazion\w+)\b|\b(?:e|sono|vale|risulto|resta)\b.{0,12}\b(?:ancora|sempre)\b.{0,10}"
    r"\b(?:mio|prenotat\w|segnat\w|confermat\w|valid\w)\b|"
    r"\b(?:appuntament\w+|prenotazion\w+)\b.{0,16}\b(?:ancora|sempre|rest\w+|riman\w+|vale)\b")


def read_set_phrase(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What ``text`` (``said``: its folded words) is by its own words; None where they do not say it."""
    return next((found for read in _READERS if (found := read(text, said, understood, context)) is not None), None)


def thanks_for_help(text: str) -> bool:
    """Whether somebody who was told whom to call thanks or says that they will («ok, provo a chiamare»)."""
    return "?" not in text and _THANKS_NOW.search(words_of(text)) is not None


def cannot_call(text: str) -> bool:
    """Whether somebody who was told whom to call says that they are heard («non posso parlare, sente tutto»)."""
    return _HEARD.search(words_of(text)) is not None


def cannot_come(text: str) -> bool:
    """Whether somebody says that they cannot come («quel giorno non posso più venire»)."""
    return _CANNOT_COME.search(words_of(text)) is not None


def comes_unbooked_on_day(text: str) -> bool:
    """Whether somebody would come on a day that they name without an appointment («posso venire sabato senza?»)."""
    return _DAY_WITHOUT.search(words_of(text)) is not None


def _go_on_after_distress(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a chi mi rivolgo?» and «grazie, provo a chiamare» after a cry for help are about that help."""
    if not (context.subject or "").startswith("distress:") or len(said.split()) > 10 or understood.kinds:
        return None
    resumed = context.left and _RESUMES.search(said) and name_start(context.left)
    if resumed:
        return Understood(resumed, 1.0, None, understood.kinds)
    about = _WHOM_NOW.search(said) or thanks_for_help(text) or cannot_call(text)
    return Understood("express_distress") if about else None


def _refuse_reminders(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«non mandatemi promemoria» stops reminders, it neither sends nor erases; «avvisi» are those of courses."""
    if context.task is not None or not _REMINDERS_OFF.search(said):
        return None
    of_courses = re.search(r"\bavvis\w+", said) and not context.at_hand and not re.search(
        r"\b(?:promemoria|notific\w+|sms|messaggini|appuntament\w+)\b", said)
    return Understood("withdraw_interest" if of_courses else "ask_reminders_off")


def _tell_me_when(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mettetemi in lista per il corso», «avvisatemi se riapre» leave an interest, whatever stands around them."""
    if context.task is not None or context.at_hand or understood.intent == "leave_interest" or "invece" in said or (
            understood.kinds & {"event"} or re.search(r"\b(?:non|piu|appuntament\w+|colloqui\w*)\b", said)):
        return None
    return Understood("leave_interest", 1.0, None, understood.kinds) if _TELL_WHEN.search(said) else None


def _of_notice(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«per quanto tempo?», «chi li vede?» and «ok, cancellali» after the notice on data are about these data."""
    if context.task is not None or context.last_question != "ask_privacy" or understood.kinds:
        return None
    if _ERASE_THEM.fullmatch(said):
        return Understood("erase_data")
    return Understood("ask_privacy") if _OF_DATA_KEPT.fullmatch(said) else None


def _change_mind(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e se non posso venire?» after a booking shows it with its buttons; «mi sono sbagliato, giovedì» moves it."""
    if context.task is not None or not context.at_hand or understood.kinds & {"course", "event"}:
        return None
    topic = find_appointment_topic(text)
    if topic in ("change", "late"):
        return Understood("list_appointments" if topic == "change" else "ask_office_contact", 1.0, None,
            understood.kinds)
    moves = _MISTAKEN.search(said) and dates.parse(text, context.now) is not None
    return Understood("move_appointment", 1.0, None, understood.kinds) if moves else None


def _cannot_come(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«non riesco più a venire» about the appointment at hand shows it with its buttons."""
    if context.task is not None or not context.at_hand or understood.kinds & {"course", "event"} or _IF.search(said):
        return None
    if understood.intent in ("move_appointment", "cancel_appointment") and understood.confidence >= _SURE:
        return None
    return Understood("list_appointments", 1.0, None, understood.kinds) if _CANNOT_COME.search(said) else None


def _ask_still_mine(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ho ancora il posto?» asks for one's appointments, with one at hand or after an erasure that was not made."""
    about = context.at_hand or re.search(r"\b(?:appuntament\w+|prenot\w+)\b", said) is not None
    asked = context.task is None and "?" in text and about and not understood.kinds & {"course", "event"}
    return Understood("list_appointments") if asked and _STILL_MINE.search(said) else None


def _ask_floor(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a che piano devo salire?» is told with the address."""
    of_office = context.at_hand or (context.subject or "").startswith("office") or understood.kinds & {"office"}
    if context.task is not None or not of_office or not _FLOOR.search(said):
        return None
    return Understood("ask_office_address", 1.0, None, understood.kinds)


def _ask_how_many(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quanti ne hanno fatti?» after an event counts the events, not who came."""
    asked = context.task is None and (context.subject or "").startswith("event:") and _HOW_MANY_MADE.fullmatch(said)
    last = context.last_question or ""
    return Understood(last if last.endswith("_about") else "ask_event_list") if asked else None


def _applaud(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«👍 top» is thanks."""
    unread = understood.intent in UNREAD | {"give_feedback"}
    praised = context.task is None and unread and (
        _APPLAUSE.fullmatch(said) or "?" not in text and len(said.split()) <= _LONGEST_PRAISE and _PRAISE.match(said))
    return Understood("affirm" if context.answered else "thank") if praised else None


def _ask_in_anger(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«è la terza volta che chiedo quando parte il corso!» wants the answer more than a word of regret."""
    if context.task is not None or not understood.kinds & {"course", "office", "event"} or not any(
            intent == "complain" for intent, _ in ((understood.intent, 1.0), *understood.ranking[:2])) or (
            understood.intent not in ("complain", "nlu_fallback")):
        return None
    asked = next((intent for intent, probability in understood.ranking[:3]
                  if intent.startswith("ask_") and probability >= _LIKELY), None)
    again = asked is not None and re.search(r"\b(?:volta|volte|chied\w+|chiest\w|domand\w+|ripet\w+|ancora)\b", said)
    return Understood(asked, 1.0, None, understood.kinds) if asked and again else None


def _ask_for_person(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«io vuole parlare signora di ufficio» wants a person, whatever else of an office is named."""
    wants = context.task is None and understood.intent in (*UNREAD, "ask_office_contact", "ask_office_hours",
                                                           "book_appointment") and _PERSON_WANTED.search(said)
    return Understood("request_human", 1.0, None, understood.kinds) if wants else None


def _after_all(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«fa niente, quello di sala» drops what was said before and wants the course that it names."""
    named = understood.kinds & {"course", "sector"}
    wanted = context.task is None and understood.intent == "stop" and named and _RATHER.match(said)
    return Understood("ask_course_about", 1.0, None, understood.kinds) if wanted else None


def _ask_call(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e quando mi chiamate?» is about the call-back, that of an operator or none."""
    asked = context.task is None and not understood.kinds and _CALL_ME.fullmatch(said)
    return Understood("request_human") if asked else None


def _ask_length(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quanto dura?» right after a booking is the appointment's length, never a course's."""
    named = understood.kinds & {"course", "sector", "event"}
    if context.task is not None or not context.at_hand or named or find_appointment_topic(text) != "length":
        return None
    if (context.last_question or "").startswith("ask_course") and "appuntamento" not in said and (
            not (context.subject or "").startswith("office")):
        return None  # courses were spoken of since
    return Understood("list_appointments", 1.0, None, understood.kinds)


def _ask_member(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«X è uno dei partner?» asks of X, on our lists or not; «e la Y?» after it asks the same of Y."""
    if context.task is not None:
        return None
    named = _ASKS_MEMBER.search(said)
    asked = "?" in text or understood.intent.startswith("ask_pact")
    if named is not None and asked and not _NO_NAME.search(named["name"]):
        return Understood("ask_pact_member", 1.0, None, understood.kinds)
    if context.last_question == "ask_pact_member" and understood.intent in UNREAD and not understood.kinds and (
            _NAMES_ONE.match(said)):
        return Understood("ask_pact_member", 1.0, None, understood.kinds)
    return None


def _ask_members(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quali enti compongono il partenariato?», however politely it is wrapped."""
    if context.task is not None or _OF_CALL.search(said) or _MEMBERS.search(said) is None:
        return None
    asked = "ask_pact_supporters" if _SUPPORTS.search(said) else "ask_pact_partners"
    return Understood(asked, 1.0, None, understood.kinds)


def _ask_to_join(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """A firm that would join our pact asks the Province: what the regional call once allowed promises nothing."""
    if context.task is not None or context.needs is None or _OF_CALL.search(said) or not _FIRM.search(said):
        return None
    found = context.needs.phrases.find(text)
    on_register = bool(found) and found[0].key in context.needs.about_us
    return Understood("ask_need", 1.0, None, understood.kinds) if on_register and _JOINS.search(said) else None


def _ask_day(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«per l'Immacolata ci siete?», «posso passare sabato senza appuntamento?» ask for the hours of that day."""
    if context.task is not None or understood.kinds & {"course", "event"} or re.search(r"\bcors[oi]\b", said):
        return None
    if _HOLIDAY_OPEN.search(said) or _DAY_WITHOUT.search(said) or asks_next_holiday(text):
        return Understood("ask_office_hours", 1.0, None, understood.kinds)
    return None


def _ask_whether_open(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a Merate c'è ancora qualcuno?» and, after the hour or the hours, «è aperto?» ask for now, of no course.

    «non è mica festa quel giorno?» asks for the day of the appointment at hand.
    """
    if context.task is not None or understood.kinds & {"course", "sector", "event"} or _OF_COURSE.search(said):
        return None
    of_office = understood.kinds & {"office"} or (context.last_question or "") in _OF_HOURS
    whether = of_office and "?" in text and asks_open(text) or context.at_hand and points_at_appointment(text)
    return Understood("ask_office_hours", 1.0, None, understood.kinds) if whether else None


def _ask_several_of_office(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ubicazione della sede e relativo orario», «dove siete e quando aprite?»: each of them is answered."""
    of_office = understood.kinds == {"office"} or not understood.kinds and _OFFICE_SAID.search(said)
    if context.task is not None or not of_office or _NOT_OF_OFFICE.search(said) or contact(text) is not None or (
            len(said.split()) > _LONGEST_OF_OFFICE):
        return None
    asked = tuple(intent for intent, words in _OF_OFFICE.items() if words.search(said))
    return Understood(asked[0], 1.0, None, understood.kinds, questions=asked) if len(asked) > 1 else None


def _book_check(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«prenota una verifica dei requisiti» wants the appointment of that name, not the check here."""
    books = context.task is None and understood.intent == "check_eligibility" and (
        context.find_once(books_check, text, understood.kinds))
    return Understood("book_appointment", 1.0, None, understood.kinds) if books else None


def _ask_online(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«si può seguire da casa col pc?» is about the lessons, unless an appointment is being made."""
    if context.task in ("booking_form", "move_form", "cancel_form", "callback_form") or context.at_hand or not (
            "?" in text or understood.intent.startswith("ask_course")):
        return None
    if re.search(r"\b(?:appuntament\w+|colloqui\w*|did|domanda)\b", said) or not _ATTENDS.search(said):
        return None
    return Understood("ask_course_other_detail", 1.0, None, understood.kinds) if _ONLINE.search(said) else None


def _come_while_working(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«posso già venire anche se lavoro ancora?» asks of the office, not of a course."""
    comes = context.task is None and not understood.kinds & {"course", "sector"} and _COMES_WORKING.search(said)
    return Understood("ask_office_services", 1.0, None, understood.kinds) if comes else None


def _take_leave(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a martedì», «no niente, ciao» take leave."""
    if context.task is not None or "?" in text:
        return None
    ends = _BYE_AT_END.search(said) is not None and len(said.split()) > 2
    leaves = ends and understood.intent in ("deny", "stop", "thank", *UNREAD)
    return Understood("goodbye") if leaves or _SEE_YOU.match(said) or _PAYS_RESPECTS.fullmatch(said) else None


def _rate_other(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Stars for a film are no rating of this assistant."""
    rates = understood.intent in ("give_feedback", "complain", "praise") and context.task is None
    return replace(understood, intent="out_of_scope", confidence=1.0) if rates and _OTHER_REVIEW.search(said) else None


def _book_instead(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e per l'appuntamento?» in a check, «io volevo un appuntamento, non un avviso»: the booking is what is wanted."""
    other = context.task in ("eligibility_form", "interest_form", "waiting_form") and _BOOKS_INSTEAD.search(said)
    return Understood("book_appointment", 1.0, None, understood.kinds) if other else None


def _await_answer(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«resto in attesa di un cortese riscontro» closes a letter and waits for no place: what the register knows."""
    if understood.intent != "leave_wait" or context.needs is None or not _AWAITS.search(said) or _WAITS.search(said):
        return None
    return Understood("ask_need" if context.needs.phrases.find(text) else "out_of_scope", 1.0, None, understood.kinds)


def _thank_in_task(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«grazie signorina, molto cara» in a form is thanks and no answer."""
    of_words = find_question(context.task, context.question)
    if of_words is None or of_words.kind in (*FREE_TEXT, "name", "yes_no", "sure_yes", "consent") or "?" in text:
        return None
    return Understood("thank") if _ONLY_THANKS.fullmatch(said) else None


def _ask_start_beside(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ma quando sarebbe, più o meno?» beside a check or a notice asks when the course begins."""
    beside = context.task in ("interest_form", "eligibility_form") and _WHEN_IS_IT.fullmatch(said)
    return Understood("ask_course_start", 1.0, None, understood.kinds) if beside else None


def _doubt(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sicuro?», «chi lo dice?» after a fact: where it comes from; after another answer, that answer again."""
    asked = context.last_question
    if context.task is not None or not (context.answered or context.checked) or not asked or not (
            _DOUBTS.match(said) or _SWEARS.search(said)):
        return None
    known = asked.startswith(("ask_course", "ask_office")) or context.checked
    return Understood("ask_source" if known else asked)


def _ask_other_courses(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e altri corsi tecnici?» wants the list of ours, whatever was spoken of."""
    listed = context.task is None and not understood.kinds & {"course"} and _OTHER_COURSES.match(said)
    return Understood("ask_course_list") if listed else None


def _go_on(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e allora?» in a task asks for its question again; it takes no leave."""
    if not _AND_NOW.match(said) or understood.kinds:
        return None
    if context.task is not None:
        return Understood("inform", act="again")
    elsewhere = context.refused or context.checked or context.at_hand or context.subject is not None
    lost = understood.intent in ("goodbye", "stop", *UNREAD)
    return Understood("ask_help") if lost and not elsewhere else None


def _compare_services(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«che differenza c'è tra colloquio e verifica dei requisiti?» asks what they are and begins neither."""
    asked = context.task is None and asks_difference(text) and _SERVICES.search(said)
    return Understood("ask_office_services", 1.0, None, understood.kinds) if asked else None


def _wait_for_place(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«avvisami se si libera un posto» waits for a place, «toglimi dalla lista» no more; of courses it is not."""
    if codes.find_prefixed(text, codes.WAITING_PREFIX):
        return Understood("withdraw_wait" if _OFF_LIST.search(said) else "list_waits")
    if _OF_COURSE.search(said) or understood.kinds & {"course", "sector", "event"}:
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
    if choosing and _NONE_SUITS.search(said) or _WAITS.search(said) or (
            (choosing or moving or context.at_hand) and _EARLIER.match(said)):
        return Understood("leave_wait", 1.0, None, understood.kinds)
    return None


def _ask_which_open(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quale dei due fa anche il pomeriggio?» at the question which office asks for the hours of both."""
    asked = context.question in ("booking_office", "waiting_office", None) and not understood.kinds & {
        "course", "event", "office"}
    which = asked and ("?" in text or asks_difference(text)) and _WHICH_OPEN.search(said) and not _FREE.search(said)
    return Understood("ask_office_hours", 1.0, None, understood.kinds) if which else None


_READERS: tuple[Callable[[str, str, Understood, Context], Optional[Understood]], ...] = (
    _go_on_after_distress, _ask_several_of_office, _ask_whether_open,
    read_appointment_phrase, read_reworded, read_sign_up,
    _wait_for_place, _refuse_reminders, _tell_me_when, _of_notice, _change_mind,
    _after_all, _ask_call, _ask_for_person,
    _ask_length, _ask_member, _ask_members, _ask_to_join,
    _cannot_come, _ask_still_mine, _ask_floor, _ask_how_many, _applaud, _ask_in_anger,
    _ask_day, _ask_which_open, _book_check, _ask_online, _come_while_working, _take_leave, _rate_other, _doubt,
    _await_answer, _book_instead, _thank_in_task, _ask_start_beside, _ask_other_courses,
        _go_on, _compare_services)
