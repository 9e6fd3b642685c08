"""Words that undo or put right: leave, keep, go back, cancel or move the thing spoken of, take up what was left."""

from __future__ import annotations

import re

from bot.dialogue.fragments import drop_contact
from bot.italian.people.contacts import tells_contact
from bot.italian.people.name_corrections import is_starred, spells_name
from bot.italian.shorthand import expand_words

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
    r"\b(?:ferm|blocc|stopp|sospend|interromp|congel)\w* tutto\b|\bnon se ne fa (?:piu )?(?:niente|nulla)\b|"
    r"\b(?:ferma(?:ti|tevi)|si fermi)\b|"
    r"^(?!.*\bse\b).*\b(?:mi (?:ri)?faccio|ci (?:ri)?facciamo) (?:viv\w|sentire|risentire)\b|"
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
_KEEP_OLD = re.compile(
    r"\b(?:ten\w+|tien\w+|tengo|rest\w+|lasci\w+|mantien\w+|va bene|vabbe|meglio|preferisco|vengo|allora|"
    r"riman\w+)\b.{0,15}\b"
    r"(?:(?:quell[oa]|l appuntamento|l orario|il giorno|la data)(?: \w+)? (?:vecchi\w|di prima|che (?:ho|avevo|"
    r"avevamo)|original\w|"
    r"gia (?:fissat|pres|prenotat)\w|attuale|iniziale)|(?:tutto )?com (?:e|era)\b|come (?:previsto|prima|da programma|"
    r"stabilito))|\bcome (?:previsto|da programma|stabilito|concordato)$|\b(?:restiamo|rimaniamo|lasciamo|"
    r"teniamo) cosi\b")
"""«teniamo quello vecchio», «vengo come previsto»: the appointment that is being moved stays."""
_GO_BACK = re.compile(
    rf"^{_BEFORE}(?:(?:(?:voglio |vorrei |posso |puoi |si puo |fammi |possiamo )?(?:torn|and|ritorn)\w* )?"
    r"(?:(?:un (?:passo|attimo) )?(?:indietro|dietro)|(?:alla|a quella) (?:domanda|cosa|risposta) (?:di )?"
    r"(?:prima|precedente))|(?:(?:la )?domanda )?(?:precedente|di prima)|(?:ho sbagliato|vorrei "
    r"cambiare|voglio cambiare|cambio|fammi cambiare|correggo) (?:la |quella )?(?:risposta|domanda) (?:di )?(?:prima|"
    r"precedente))(?: (?:grazie|per favore|scusa|dai|un attimo))*$")
_MISTAKEN = re.compile(
    r"(?:(?:scus\w|ops|oddio|no|ah|oh|aspett\w|pardon|eh|uffa|mi sa che|credo di aver|mi dispiace|ma|forse) )*"
    r"(?:(?:ho|mi sono) sbagliat[oa]|sbagliato|ho (?:fatto|commesso) un errore|errore mio|mio errore)"
    r"(?: scus\w| io| ops)*")
_WAIT = re.compile(
    r"(?:(?:ok|si|allora|eh|scus\w|no|ah|prego|solo|dammi|mi dia|datemi|aspett\w|asp|attend\w) )*"
    r"(?:un (?:attimo|attimino|momento|momentino|secondo|minuto|sec|min)|aspett\w|asp|arrivo|(?:lo|la|li) cerco|"
    r"vado a (?:prender\w+|cercar\w+|veder\w+)|(?:adesso|ora|che) (?:lo |la )?(?:cerco|controllo|guardo|vedo|prendo))"
    r"(?: (?:che|e|lo|la|li|il|gli|l|un attimo|adesso|ora|subito|cerco|controllo|guardo|vedo|prendo|chiedo|vado|"
    r"devo|sto|cerca\w+|trova\w+|guarda\w+|prende\w+|chiede\w+|numero|codice|telefono|foglio|mail|documento|penna|occhiali|per|"
    r"favore|grazie|scus\w|a|mi[ao]|moglie|marito|figli\w|ci penso))*")
"""«un attimo che lo cerco»: the question stands."""
_START_AGAIN = re.compile(
    r"\b(?:ricominci(?:amo|are|o|a)?|azzer\w+|reset\w*|da capo|daccapo|(?:(?:ri)?part\w+|rif\w+) da zero|dall inizio|"
    r"rif(?:acciamo|are|accio) tutto)\b(?!.*\b(?:lavor\w+|vita|cors[oi]|carriera|studi\w*)\b)")
_DROPS_ANSWERS = re.compile(
    r"\b(?:ripart\w+|all inizio|rif(?:ai|ammi|accia|acciamo|atemi|ar\w*)(?: tutte)? (?:le domande|il test|"
    r"la verifica|il controllo))\b|"
    r"\b(?:cancell|elimin|butt|togli|lev|annull)\w* (?:via )?(?:tutt\w )?(?:(?:le |queste )(?:mie )?risposte|"
    r"quello che ho (?:\w+ )?(?:scritto|detto|risposto|messo))\b|\bho risposto (?:per|al posto di|a caso|come se)\b")
_CANCEL_IT = re.compile(
    r"(?<!\bnon )(?<!\bnon voglio )(?<!\bnon volevo )(?<!\bnon dovevo )(?<!\bnon devi )(?<!\bsenza )(?<!\binvece di )"
    r"(?<!\bpiuttosto che )\b(?:(?:annull|cancell|disdi|elimin|togli)\w*l[oa]|disdicil[oa]|disdirl[oa])\b|"
                        r"\b(?:annull|cancell|disdi|elimin)\w* (?:pure )?(?:quest[oa]|quell[oa])"
                        r"(?= e\b| ed\b| che\b(?! (?:avete|hai|ha|sapete|sai|tenete|conserv\w+)\b)| qui\b|$)|"
    r"(?<!\bnon )(?<!\bsenza )(?<!\bdi )(?<!\bse )\b(?:disdic[aio]|disdite|disdire|annull(?:a|i|o|ate|are)|"
    r"cancell(?:a|i|o|ate|are))(?: (?:tutto|pure|allora|grazie|per favore|dai|ok))*$")
"""«annullalo», «quel giorno non posso più, disdici»."""
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
_SOMETHING_WRONG = re.compile(
    r"\b(?:c e|ci sono|c era|ho (?:fatto|visto|trovato|notato)|vedo|noto) (?:ancora |pure |anche )?"
    r"(?:un |uno |una |qualche |degli |dei |piccolo )*(?:sbagli\w*|error[ei]|cosa (?:che non va|sbagliata)|dato "
    r"(?:che non va|sbagliato))\b|"
    r"\bqualcosa (?:che )?(?:non (?:va|torna|quadra|e giusto)|(?:e |di )?sbagliat\w)\b|"
    r"\b(?:un dato|una cosa|qualcosa) (?:e|non e) (?:sbagliat|giust|corrett)\w\b|^(?:\w+ )?non (?:mi )?(?:torna|"
    r"quadra)$")
"""«aspetta, c'è uno sbaglio», without saying where."""
_NEW_CONTACT = re.compile(
    r"\b(?:numer\w+|sim|scheda|telefon\w+|cell\w*|e?mail|recapit\w+|operatore|indirizz\w+|segn\w+|scriv\w+|mett\w+|"
    r"us\w+|prend\w+|cambi\w+|anzi|meglio|invece|quest\w|nuov\w|aggiorn\w+)\b")
"""Words that make a telephone number, after a booking, the one that is to be kept."""
_RENAMES = re.compile(
    r"\b(?:cognome|nome)\b (?:giust\w |corrett\w |ver\w |complet\w |esatt\w )?(?:e|sarebbe|era|manca|va)\b|"
    r"\b(?:manca|aggiung\w+|dimenticat\w)\b.{0,20}\b(?:cognome|nome)\b|"
    r"\b(?:due|second[oi]|doppio) cognom[ei]\b")
_OTHER_CONTACT = re.compile(
    r"\b(?:numer\w+|telefon\w+|cellulare|recapit\w+|e?mail)\b.*\b(?:sbagliat\w+|errat\w+|cambiat\w+|giust\w+|"
    r"corrett\w+|nuov\w+)\b|\bcambiato (?:numero|telefono|cellulare|e?mail)\b|"
    r"\b(?:nome|cognome)\b.*\b(?:sbagliat\w+|errat\w+|giust\w+|corrett\w+|scritto male)\b|"
    r"\b(?:sbagliat\w+|scritto male|errore)\b.{0,12}\b(?:nome|cognome|numero|telefono|recapito|e?mail)\b")


def leaves_task(text: str) -> bool:
    """Whether the person drops what is going on («anzi no, annulla») and names no other thing."""
    said = expand_words(text)
    return any(found is not None for found in (
        _LEAVE.match(said), _STOPS_HERE.search(said), _LATER_MAYBE.search(said), _WRONG_CHAT.search(said)))


def keeps_thing(text: str) -> bool:
    """Whether the person keeps what was to be cancelled or moved («no, tienilo»)."""
    said = expand_words(text)
    return _KEEP.match(said) is not None or _KEEP_OLD.search(said) is not None


def goes_back(text: str) -> bool:
    """Whether the person wants the question before («torna indietro», «ho sbagliato la risposta di prima»)."""
    return _GO_BACK.match(expand_words(text)) is not None


def tells_mistake(text: str) -> bool:
    """Whether «scusa, ho sbagliato» is all that is said: the answer before is to be given again."""
    return _MISTAKEN.fullmatch(expand_words(text).strip()) is not None


def asks_to_wait(text: str) -> bool:
    """Whether the person is looking for the answer («un attimo che cerco», «vado a prendere gli occhiali»)."""
    return _WAIT.fullmatch(expand_words(text).strip()) is not None


def starts_again(text: str) -> bool:
    """Whether the person wants to begin anew («ricominciamo da capo»)."""
    return _START_AGAIN.search(expand_words(text)) is not None


def drops_answers(text: str) -> bool:
    """Whether the answers of a check are to be dropped («cancella le risposte», «ho risposto per mia sorella»)."""
    return _DROPS_ANSWERS.search(expand_words(text)) is not None


def cancels_it(text: str) -> bool:
    """Whether «annullalo» points at a thing that was spoken of."""
    return _CANCEL_IT.search(expand_words(text)) is not None


def moves_it(text: str) -> bool:
    """Whether «spostalo» or «ho sbagliato giorno» points at an appointment that was spoken of."""
    return _MOVE_IT.search(expand_words(text)) is not None


def moves_instead(text: str) -> bool:
    """Whether an appointment that is about to be cancelled is to be moved instead («non disdirlo, spostalo solo»)."""
    said = expand_words(text)
    moves = _MOVE_IT.search(said) or _MOVE_WORDS.search(said)
    return moves is not None and _NO_MOVE.search(said) is None and _CANCEL_IT.search(said) is None


def cancels_not_moves(text: str) -> bool:
    """Whether moving is refused for cancelling («non spostarlo, annullalo e basta»)."""
    said = expand_words(text)
    return _NO_MOVE.search(said) is not None and _CANCEL_IT.search(said) is not None


def wants_back(text: str) -> bool:
    """Whether what was just stopped or cancelled is wanted after all («lo rivoglio», «dai, riprendiamo»)."""
    said = expand_words(text)
    return _WANTS_BACK.search(said) is not None and _KEEPS_OUT.search(said) is None


def resumes_booking(text: str) -> bool:
    """Whether the person goes on with a booking by its name («riprendiamo la prenotazione»)."""
    said = expand_words(text)
    return _RESUMES_BOOKING.search(said) is not None and _KEEPS_OUT.search(said) is None


def finds_mistake(text: str) -> bool:
    """Whether the person says that something of a summary is wrong, and not what («aspetta, c'è uno sbaglio»)."""
    return _SOMETHING_WRONG.search(expand_words(text)) is not None


def corrects_contact(text: str) -> bool:
    """Whether the person says that a name or a contact they left is wrong, or tells the right one.

    «da domani uso il 333…», «*Mandelli», «con due elle».
    """
    said = expand_words(text)
    renames = "?" not in text and (_RENAMES.search(said) or spells_name(text) or is_starred(text))
    if renames or _OTHER_CONTACT.search(said):
        return True
    told = tells_contact(text)
    return told and _NEW_CONTACT.search(expand_words(drop_contact(text))) is not None
