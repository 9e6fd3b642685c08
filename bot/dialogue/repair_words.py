"""Words that put a conversation right: leaves it, keeps a thing, starts again, asks why or what differs."""

from __future__ import annotations

import re

from bot.italian.shorthand import SHORTHAND
from bot.italian.text import normalise

_BEFORE = (r"(?:(?:no|anzi|dai|guarda|senti|scusa|scusi|ok|va be(?:ne|h)?|beh|mah|ho cambiato idea|ci ho ripensato|ma|"
           r"e|allora|per favore|grazie|aspetta|niente|lascia) )*")
_LEAVE = re.compile(
    rf"^{_BEFORE}(?:(?:annull|cancell|interromp|ferm|chiud|elimin)\w*(?: (?:tutto|pure|qui|questa cosa|l operazione|la "
    r"richiesta|"
    r"la procedura|il modulo|la prenotazione))?|lascia(?:mo|te)? (?:stare|perdere)|lascialo dov e|basta(?: cosi)?|"
    r"stop|esci|esco|smetti\w*|non (?:mi )?(?:importa|interessa)(?: piu)?|non (?:ne )?(?:voglio|faccio) piu(?: "
    r"niente| nulla)?|fa niente|come non detto|rinuncio|lascio (?:stare|perdere))"
    r"(?: (?:grazie|per favore|scusa|dai|per ora|adesso))*$")
_STOPS_HERE = re.compile(
    r"\b(?:mi fermo (?:qui|qua)?|fermiamo tutto|io fermare|chiudo qui|finisco qui|mollo|las[ac]i? perd\w*)\b|"
    r"\bnon (?:fissi|prenoti|prenotare|faccia|salvi|segni|metta|scriva) (?:piu )?(?:niente|nulla)\b|"
    r"\bnon prenoto piu\b|"
    r"\bnon voglio piu (?:fare|sapere|rispondere|continuare|andare avanti)\b")
"""«mi fermo qui», «non fissi niente»: the task is left, whatever the reason."""
_LATER_MAYBE = re.compile(
    r"\bci penso(?: su| un po| bene| ancora| meglio)?\b.*\b(?:(?:ri)?(?:scrivo|torno|chiamo|sento)|fa\w* sapere|"
    r"(?:ri)?provo|vedo)\b|"
    r"\b(?:poi|dopo|ci|magari|semmai)\b.*\b(?:(?:vi|ti|le) (?:faccio|faro) sapere|(?:vi|ti|le) (?:ri)?(?:scrivo|"
    r"contatto|"
    r"chiamo)(?: io)?)$|^(?:(?:ok|mmm|m|allora|grazie|no|guarda) )*(?:vi|ti|le) (?:faccio|"
    r"faro) sapere(?: io)?(?: grazie)?$")
"""«ci penso su e poi vi faccio sapere»: not now."""
_WRONG_CHAT = re.compile(
    r"\b(?:chat|finestra|conversazione|posto|gruppo|contatto) sbagliat\w|\bho sbagliato (?:chat|finestra|"
    r"conversazione|persona)\b|"
    r"\bnon (?:era|e|erano) per (?:te|voi|lei|questa chat)\b|\b(?:messaggio|era) (?:era )?per (?:un altr\w|mi[oa] "
    r"\w+)$")
"""«ho scritto nella chat sbagliata»: nothing here was meant."""
_KEEP = re.compile(
    rf"^{_BEFORE}(?:(?:lo |la |me lo |me la )?(?:tieni(?:lo|la)?|tengo|teniamo(?:lo|la)?|mantien\w+|lasci(?:alo|ala|"
    r"amolo|amola)(?: (?:dov|com) e| cosi| li)?|va bene cosi|resta cosi|rest[ai] com e|non (?:lo |la |l )?(?:annull|"
    r"cancell|spost|tocc)\w*))(?: (?:grazie|dai))*$")
_GO_BACK = re.compile(
    rf"^{_BEFORE}(?:(?:(?:voglio |vorrei |posso |puoi |si puo |fammi |possiamo )?(?:torn|and|ritorn)\w* )?"
    r"(?:(?:un (?:passo|attimo) )?(?:indietro|dietro)|(?:alla|a quella) (?:domanda|cosa|risposta) (?:di )?"
    r"(?:prima|precedente))|(?:(?:la )?domanda )?(?:precedente|di prima)|(?:ho sbagliato|vorrei "
    r"cambiare|voglio cambiare|cambio|fammi cambiare|correggo) (?:la |quella )?(?:risposta|domanda) (?:di )?(?:prima|"
    r"precedente))(?: (?:grazie|per favore|scusa|dai|un attimo))*$")
_START_AGAIN = re.compile(r"\b(?:ricominc\w+|da capo|daccapo|dall inizio|rifacciamo tutto)\b")
_CANCEL_IT = re.compile(
    r"(?<!\bnon )(?<!\bnon voglio )(?<!\bnon volevo )(?<!\bnon dovevo )(?<!\bnon devi )(?<!\bsenza )(?<!\binvece di )"
    r"(?<!\bpiuttosto che )\b(?:(?:annull|cancell|disdi|elimin|togli)\w*l[oa]|disdicil[oa]|disdirl[oa])\b|"
                        r"\b(?:annull|cancell|disdi|elimin)\w* (?:pure )?(?:quest[oa]|quell[oa])"
                        r"(?= e\b| ed\b| che\b| qui\b|$)")
_MOVE_IT = re.compile(
    r"\b(?:(?:spost|cambi|anticip|posticip|rimand|rinvi|ritard)\w*l[oa])\b|"
    r"\b(?:me|ce) l[oa] (?:mett\w+|fai|fa|fate|spost\w+|cambi\w+|segn\w+|fiss\w+|port\w+|anticip\w+|posticip\w+|"
    r"slitt\w+)\b|"
    r"\b(?:fa|met|segna|fissa|fare?)(?:me|te|ti|tete)?mel[oa]\b|\b(?:fai|mettil\w|facciamol\w)\b.{0,20}\bstess[ao] "
    r"or\w+|"
    r"\b(?:sbagliat[oa] (?:il |l )?(?:giorn\w|or[ae]|orari\w|data|ufficio|sede)|intendevo|volevo (?:dire|il|la))\b")
_NO_MOVE = re.compile(
    r"\bnon (?:(?:l[oa]|mi|ti|ci|voglio|vorrei|volevo|devo|devi|dovete|serve|posso|intendo|di) ){0,3}"
    r"(?:spost|cambi|rimand|rinvi|posticip|anticip)\w*")
_MOVE_WORDS = re.compile(
    r"\b(?:spost|rimand|rinvi|posticip|anticip|slitt)\w*|\bcambi\w* (?:\w+ ){0,2}(?:giorn|or[ae]\b|orari|data)\w*|"
    r"\b(?:un )?altr[oa] (?:giorno|ora|orario|data)\b")
_WANTS_BACK = re.compile(
    r"\b(?:l[oa]|me l[oa]) (?:ri(?:voglio|vorrei|prenot\w+|prend\w+|mett\w+|fiss\w+|d(?:ai|ate|a|ia)|fai|fate)|tengo|"
    r"(?:voglio|vorrei) (?:ancora|indietro|di nuovo|lo stesso|invece|eccome)|volevo (?:tenere|ancora|invece))\b|"
    r"\bri(?:mett|prenot|fiss|attiv|far|fa|fat|aver|prender|dam|dat)\w*l[oa]\b|\b(?:ripristin|riattiv|recuper)\w+|"
    r"\bannull\w* l annullamento\b|"
    r"\b(?:riprend\w+|finiamo(?:l[oa])?|continuiamo|prosegu\w+|completiam\w+|torniamo (?:indietro|a|all\w*)|"
    r"dove (?:eravamo|ero) (?:rimast|arrivat)\w)\b|\b(?:ripensat\w|ripensandoci|cambiato idea)\b|"
    r"\bper (?:sbaglio|errore)\b|\b(?:sbagliat\w|sbaglio) (?:a |il |di )?(?:schiacci|prem|clicc|pigi|tast|bottone|"
    r"pulsante|annull|cancell|disdi)\w*|"
    r"\bnon (?:l[oa]? )?(?:dovevo|volevo|intendevo|bisognava|era da) (?:\w+ )?(?:annull|cancell|disdi|elimin|lasci|"
    r"smett|interromp|disdett)\w*|\bnon (?:volevo|era quello che volevo|dovevo)$")
_KEEPS_OUT = re.compile(
    r"\bnon (?:mi |ci |lo |la |ne |se ne )*(?:serve|interessa|importa|voglio|faccio|vengo|prenoto|riprend\w+)\b|"
    r"\b(?:basta|niente|lascia\w*|ciao|altr[oa])\b")
_RESUMES_BOOKING = re.compile(
    r"\b(?:riprend\w+|finiam\w+|finire|continu\w+|prosegu\w+|complet\w+|torniamo)\b(?: \w+){0,2} "
    r"(?:prenotazion\w+|prenotare)\b|\b(?:riprend\w+|torniamo)\b(?: \w+){0,2} appuntamento\b")
_MINE = re.compile(
    r"\b(?:ho (?:ancora |gia |qualche |nessun |un |altri |l |il |mio )*appuntament\w+|"
    r"appuntament\w+ (?:ce l ho|c e|ho|risult\w+)|"
    r"(?:che|quali|quanti) appuntament\w+ (?:ho|risult\w+))\b")
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
    r"e (?:per )?(?:oggi|domani|lunedi|martedi|mercoledi|giovedi|venerdi))\b.{0,24}$|"
    r"^(?:quindi |allora |ma )?(?:e|sara) (?:oggi|domani|dopodomani|lunedi|martedi|mercoledi|giovedi|"
    r"venerdi)\b.{0,12}$")
_HOW_SOON = re.compile(
    r"\b(?:quant[io] (?:giorni|tempo|settimane) (?:mancano|manca|ci sono|c e|devo aspettare)|quanto (?:mi )?manca|"
    r"(?:fra|tra) quant(?:o|i giorni|o tempo)(?: (?:e|ce l ho|devo (?:venire|andare)|sarebbe))?|manca (?:tanto|molto|"
    r"ancora tanto))\b")
_VERDICT = re.compile(r"^(?:e )?(?:quindi|allora|insomma|in pratica|dunque)\b.{0,24}$|\b(?:si o no|(?:posso|"
                      r"potrei) o no)$|"
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
_OTHER_CONTACT = re.compile(
    r"\b(?:numer\w+|telefon\w+|cellulare|recapit\w+|e?mail)\b.*\b(?:sbagliat\w+|errat\w+|cambiat\w+|giust\w+|"
    r"corrett\w+|nuov\w+)\b|\bcambiato (?:numero|telefono|cellulare|e?mail)\b|"
    r"\b(?:nome|cognome)\b.*\b(?:sbagliat\w+|errat\w+|giust\w+|corrett\w+|scritto male)\b|"
    r"\b(?:sbagliat\w+|scritto male|errore)\b.{0,12}\b(?:nome|cognome|numero|telefono|recapito|e?mail)\b")
_UP_AGAIN = re.compile(
    r"\b(?:accetto|acconsento|autorizzo|d accordo|daccordo|ripensat\w|ripensandoci|cambiato idea|prenot(?:a|o|i|"
    r"iamo|alo|"
    r"ate|are)|proced\w+|prosegu\w+|andiamo avanti|vado avanti|facciamol\w|(?:vi|ti) do i (?:miei )?dati|"
    r"do il consenso|"
    r"(?:te|ve) (?:li|lo|la) (?:do|lascio|dico)|(?:massi|mas si|ma si)(?: dai)?|facciamo di si|"
    r"prend\w+ (?:pure )?i (?:miei )?dati|(?:metti|salva)\w* (?:pure )?i (?:miei )?dati|riprendiamo|continuiamo)\b|"
    r"^(?:(?:ok|va be(?:ne|h)?|vabbe|e|allora|anzi) )*si+(?: (?:dai|ok|certo|va bene|grazie|allora|"
    r"per favore).*)?$|^(?:(?:ok|va be(?:ne|h)?|vabbe|si+) )+dai\b")
_NOT_AGAIN = re.compile(r"\bnon\b|^no\b(?! (?:anzi|aspetta|dai|scusa))|\bcors[oi]\b|\bcome (?:faccio|si fa|"
                        r"posso|prenoto)\b")
_OTHER_WAY = re.compile(
    r"\b(?:come|cosa|che) (?:posso |devo |si |ci )?(?:fa\w*|prenot\w+|iscriv\w+|mi muovo)\b|\balternativ\w+|\baltr[oi] "
    r"mod[oi]|\baltr[ae] (?:strad\w|manier\w|possibilita|soluzion\w)|\btelefon\w+|\bchiam(?:o|are|arvi)\b|"
    r"\bdi persona\b|"
    r"\bsenza (?:appuntament\w+|prenot\w+|dati|lasciare)\b|\b(?:posso|si puo) (?:venire|andare|passare|presentarmi)\b|"
    r"\bdirettamente\b|\bsportello\b|\ba chi (?:mi rivolgo|chiedo)\b|\bdove (?:vado|devo andare|mi rivolgo)\b|"
    r"\borari?\b|\b(?:l |un |che )indirizzo\b|\b(?:il|che|un) numero\b|\bcontatt\w+|\bapert\w\b|"
    r"\bnon (?:posso|si puo) (?:piu )?(?:venire|prenotare|fare niente)\b")
_KEEPS_DATA = re.compile(
    r"\bnon (?:vi |ti |te |ve |li |le |lo |mi )*(?:do|dico|lascio|fornisco|voglio (?:dar|lasciar|dir|fornir|"
    r"metter)\w*|va di "
    r"(?:dar|lasciar|dir)\w*|fido)\b")
_LOST = re.compile(
    r"\b(?:pers\w|smarrit\w|buttat\w|cancellat\w|dimenticat\w|rubat\w|non (?:ho|trovo|ricordo|so|me lo ricordo|"
    r"riesco a "
    r"trovare)|non (?:ce l|l|lo|me l|me lo) (?:ho|trovo|ricordo|so|hanno|avete)|senza|mai (?:ricevuto|avuto|"
    r"arrivato))\b")
_SIMPLER = re.compile(
    r"\b(?:(?:non (?:ho|ci ho|l ho|lo ho|mi e|e)) (?:cap\w+|chiar\w)|non (?:capisco|si capisce)|(?:piu|"
    r"parole) (?:semplic\w|"
    r"facil\w|chiar\w|terra terra)|(?:in )?altre parole|spiega\w* (?:meglio|bene)|(?:puoi|puo|mi) (?:ri)?spieg\w+|"
    r"rispiega\w*|troppo (?:difficile|complicato)|in che senso|in (?:parole povere|poche parole|breve|sintesi)|"
    r"come (?:a un bambino|se avessi)|parla\w* (?:come mangi|chiaro|semplice|facile|italiano)|in italiano|"
    r"non (?:ci )?(?:capisco|ho capito|capito) (?:niente|nulla|un accidente|una parola|un tubo)|(?:fa\w*|fai|"
    r"fate|dammi|puoi fare|con) (?:un|qualche) esempi\w|(?:per|ad) "
    r"esempio)\b|"
    r"^(?:e |ma |ok )*(?:tipo|esempi\w)$|^tipo (?:cosa|come|chi|quando)\b|"
    r"^cioe\b")
_WHY = re.compile(
    r"\bcon che diritto\b|\b(?:recapito|telefono|numero|eta|reddito|nome|dati|"
    r"soldi)\b.{0,12}\ba (?:che )?cosa (?:vi |ti |le )?"
    r"(?:occorr|serv)\w+|\bcambia qualcosa se\b|"
    r"^(?:e |ma |scusa |scusi |mah )*(?:perche\b|come mai\b|per quale motivo|a (?:che )?cosa (?:vi |ti |le )?serv|"
    r"a che (?:vi |ti )?serv|che (?:ve ne|te ne) fa|cosa (?:ve ne|te ne) fa|che (?:c entra|importa)|"
    r"(?:devo|bisogna) proprio|e (?:proprio )?(?:obbligatori\w|necessari\w)|serve (?:davvero|proprio|per forza))|"
    r"\b(?:cosa|che) (?:c entra|vi (?:importa|interessa|frega)|ve ne (?:frega|importa))\b")
_AMISS = re.compile(
    r"\b(?:fatti|affari|cavoli|cose|faccende) (?:miei|mie|vostri|vostre|tuoi|tue)\b|\b(?:vi|ti|la) (?:riguarda|"
    r"deve riguardare)\b|"
    r"\b(?:ve|te|gliene|se) ne (?:import\w+|freg\w+)\b|\b(?:impiccion\w+|ficcanaso|invadent\w|indiscret\w)\b|"
    r"\b(?:che|ma che) (?:domand[ae]|razza di domand\w)\b|\bnon si (?:chied\w+|domand\w+)\b|"
    r"\bche (?:ve|te) ne fat\w+\b|\bsiete (?:la finanza|dell agenzia)\b|\bterzo grado\b|\binterrogatorio\b")
"""«saranno fatti miei»: who grumbles at a question wants to know what it is for."""
_MY_BUSINESS = re.compile(
    r"(?:(?:ma|e|no|beh|guarda|guardi|scus\w|quest[ie]|sono|saranno|mi spiace) )*(?:fatti|affari|cavoli|"
    r"cose) (?:miei|mie)"
    r"(?: (?:eh|scus\w|grazie|direi))*")
"""«questi sono affari miei», and nothing else: they will not say."""
_REFUSES_TO_SAY = re.compile(
    r"\bnon (?:te |ve |glie)?(?:lo |la |l |ne )?(?:dico|rispondo|voglio|intendo|vorrei)\b|\bpreferi\w+ (?:di no|non)\b|"
    r"\b(?:salt[oa]|passo)\b")
_MEANING = re.compile(
    r"\b(?:in che senso|cosa (?:vuol dire|significa|intend\w+)|che (?:vuol dire|significa|intend\w+)|"
    r"(?:non (?:ho )?cap\w+)(?: (?:bene|la domanda|cosa))?|(?:puoi|puo) (?:rispiegar\w+|ripeter\w+)|"
    r"spiega\w* (?:meglio|piu semplice)|(?:che|di che) (?:roba|cosa) (?:e|si tratta)|di che si tratta|"
    r"(?:sarebbe|sarebbero) (?:a dire|cosa|che cosa)|(?:cosa|che) (?:sarebbe|sarebbero))\b|^(?:\w+ )?cioe$|"
    r"^(?:\w+ ){1,6}sarebbe(?:ro)?$")
_WHOSE = re.compile(
    r"\bmi[oa]\b(?: \w+){0,2} o (?:(?:il|la|quell[oa]|di|a) )*(?:su[oa]|quell[oa]|del\w*|di|dell)\b|"
    r"\b(?:su[oa]|quell[oa] (?:di|del|della|dell)(?: \w+){1,3}|del\w*(?: \w+){1,2}) o (?:(?:il|la|quell[oa]|di|"
    r"a) )*mi[oa]\b|"
    r"\b(?:nome|cognome|numero|telefono|cell\w*|recapito|e?mail) di chi\b|\bdi chi (?:e |il |la |deve essere )*(?:nome|"
    r"cognome|numero|telefono|cell\w*|recapito|e?mail)\b|\b(?:a )?nome (?:di chi|mio o)\b")
"""«il mio o quello della signora?»: whose name or number is asked."""
_DIFFERENCE = re.compile(
    r"\b(?:che differenza|differenz[ae]|cosa cambia|qual e meglio|quale (?:mi )?(?:conviene|consigli\w*))\b")


_SHORTENED = {
    **SHORTHAND,
    "scs": "scusa", "qst": "questo", "grazzie": "grazie", "cn": "con", "annulare": "annullare", "anullare":
    "annullare", "anulla": "annulla", "annula": "annulla", "pk": "perche",
}
"""Shorthand, and slips in the words that the patterns here look for."""


def words_of(text: str) -> str:
    """``text`` folded, without signs, shortened words in full: what the patterns here are written for."""
    said = re.sub(r"[^\w ]", " ", normalise(text)).split()
    return " ".join(_SHORTENED.get(word, word) for word in said)


def leaves_task(text: str) -> bool:
    """Whether the person drops what is going on («anzi no, annulla») and names no other thing."""
    said = words_of(text)
    return any(found is not None for found in (
        _LEAVE.match(said), _STOPS_HERE.search(said), _LATER_MAYBE.search(said), _WRONG_CHAT.search(said)))


def keeps_thing(text: str) -> bool:
    """Whether the person keeps what was to be cancelled or moved («no, tienilo»)."""
    return _KEEP.match(words_of(text)) is not None


def goes_back(text: str) -> bool:
    """Whether the person wants the question before («torna indietro», «ho sbagliato la risposta di prima»)."""
    return _GO_BACK.match(words_of(text)) is not None


def starts_again(text: str) -> bool:
    """Whether the person wants to begin anew («ricominciamo da capo»)."""
    return _START_AGAIN.search(words_of(text)) is not None


def cancels_it(text: str) -> bool:
    """Whether «annullalo» points at a thing that was spoken of."""
    return _CANCEL_IT.search(words_of(text)) is not None


def moves_it(text: str) -> bool:
    """Whether «spostalo» or «ho sbagliato giorno» points at an appointment that was spoken of."""
    return _MOVE_IT.search(words_of(text)) is not None


def moves_instead(text: str) -> bool:
    """Whether an appointment that is about to be cancelled is to be moved instead («non disdirlo, spostalo solo»)."""
    said = words_of(text)
    moves = _MOVE_IT.search(said) or _MOVE_WORDS.search(said)
    return moves is not None and _NO_MOVE.search(said) is None and _CANCEL_IT.search(said) is None


def cancels_not_moves(text: str) -> bool:
    """Whether moving is refused for cancelling («non spostarlo, annullalo e basta»)."""
    said = words_of(text)
    return _NO_MOVE.search(said) is not None and _CANCEL_IT.search(said) is not None


def wants_back(text: str) -> bool:
    """Whether what was just stopped or cancelled is wanted after all («lo rivoglio», «dai, riprendiamo»)."""
    said = words_of(text)
    return _WANTS_BACK.search(said) is not None and _KEEPS_OUT.search(said) is None


def resumes_booking(text: str) -> bool:
    """Whether the person goes on with a booking by its name («riprendiamo la prenotazione»)."""
    said = words_of(text)
    return _RESUMES_BOOKING.search(said) is not None and _KEEPS_OUT.search(said) is None


def asks_own_appointments(text: str) -> bool:
    """Whether the person asks which appointments they have («quindi non ho nessun appuntamento?»)."""
    return _MINE.search(words_of(text)) is not None


def asks_about_it(text: str) -> bool:
    """Whether a short question is about the appointment just spoken of («a che ora era?», «e dove devo andare?»)."""
    return _ABOUT_IT.search(words_of(text)) is not None


def asks_how_soon(text: str) -> bool:
    """Whether a question is how long it is until the appointment («quanti giorni mancano?»)."""
    return _HOW_SOON.search(words_of(text)) is not None


def asks_verdict(text: str) -> bool:
    """Whether «quindi, sì o no?» asks for a result in short."""
    return _VERDICT.search(words_of(text)) is not None


def asks_why(text: str) -> bool:
    """Whether a bare «ma perché?» asks for the reason of what was just told."""
    return _WHY_NOW.fullmatch(words_of(text)) is not None


def asks_what_else(text: str) -> bool:
    """Whether the person asks what there is for them after a result («per una come me non c'è niente?»)."""
    said = words_of(text)
    return _NOTHING_FOR_ME.search(said) is not None and len(said.split()) <= 14


def asks_repeat(text: str) -> bool:
    """Whether the person wants the last answer once more («me li rimandi?»)."""
    said = words_of(text)
    if "?" in text and _WHAT.fullmatch(said):
        return True
    return _SAY_AGAIN.search(said) is not None and _OTHERWISE_SENT.search(said) is None and len(said.split()) <= 14


def asks_next_step(text: str) -> bool:
    """Whether the person asks what to do after a result («ok, e adesso che faccio?»)."""
    return _NEXT_STEP.fullmatch(words_of(text)) is not None


def corrects_contact(text: str) -> bool:
    """Whether the person says that a contact they left is wrong."""
    return _OTHER_CONTACT.search(words_of(text)) is not None


def asks_reason(text: str) -> bool:
    """Whether the person asks why something is asked, or grumbles at it."""
    return _WHY.search(words_of(text)) is not None or takes_amiss(text)


def takes_amiss(text: str) -> bool:
    """Whether the person takes a question amiss («saranno fatti miei») and does not say that they won't answer."""
    said = words_of(text)
    if _MY_BUSINESS.fullmatch(said) or _REFUSES_TO_SAY.search(said):
        return False
    return _AMISS.search(said) is not None


def asks_meaning(text: str) -> bool:
    """Whether the person wants the question in other words."""
    return _MEANING.search(words_of(text)) is not None


def asks_whose(text: str) -> bool:
    """Whether the person asks whose name or number is wanted («il mio o quello della signora?»)."""
    return "?" in text and _WHOSE.search(words_of(text)) is not None


def asks_difference(text: str) -> bool:
    """Whether the person asks what the choices have apart."""
    return _DIFFERENCE.search(words_of(text)) is not None


def takes_up_again(text: str) -> bool:
    """Whether who refused thinks better of it («ci ho ripensato», «va be' dai, accetto»); a bare «ok» does not."""
    said = words_of(text)
    return _UP_AGAIN.search(said) is not None and _NOT_AGAIN.search(said) is None and len(said.split()) <= 14


def gives_consent(text: str) -> bool:
    """Whether the words themselves consent: «accetto», «sono d'accordo»."""
    said = words_of(text)
    return re.search(
        r"\b(?:accetto|acconsento|autorizzo|d accordo|daccordo|do il consenso|mi fido|salv\w+ pure|eccome|"
        r"va bene salv\w+)\b", said) is not None and (
        _NOT_AGAIN.search(said) is None)


def asks_other_way(text: str) -> bool:
    """Whether who refused asks how else one comes to an appointment."""
    said = words_of(text)
    return _OTHER_WAY.search(said) is not None and re.search(r"\bcors[oi]\b", said) is None


def keeps_data(text: str) -> bool:
    """Whether the person will not give their data («non do i miei dati a un robot»)."""
    return _KEEPS_DATA.search(words_of(text)) is not None


def loses_code(text: str, asked: bool) -> bool:
    """Whether the person has no code any more; ``asked``: it was asked for, so that it need not be named."""
    said = words_of(text)
    return _LOST.search(said) is not None and (asked or "codice" in said.split())


def asks_simpler(text: str) -> bool:
    """Whether the person wants the last answer in other words."""
    said = words_of(text)
    return _SIMPLER.search(said) is not None and len(said.split()) <= 14
