"""Words of who consents, keeps their data, thinks better of a refusal, or asks how else it is done."""

from __future__ import annotations

import re

from bot.italian.shorthand import expand_words

_UP_AGAIN = re.compile(
    r"\b(?:accetto|acconsento|autorizzo|d accordo|daccordo|ripensat\w|ripensandoci|cambiato idea|prenot(?:a|o|i|"
    r"iamo|alo|"
    r"ate|are)|proced\w+|prosegu\w+|andiamo avanti|vado avanti|facciamol\w|(?:vi|ti) do i (?:miei )?dati|"
    r"do il consenso|"
    r"(?:te|ve) (?:li|lo|la) (?:do|lascio|dico)|(?:massi|mas si|ma si)(?: dai)?|facciamo di si|"
    r"prend\w+ (?:pure )?i (?:miei )?dati|(?:metti|salva)\w* (?:pure )?i (?:miei )?dati|riprendiamo|continuiamo)\b|"
    r"^(?:(?:ok|va be(?:ne|h)?|vabbe|e|allora|anzi) )*si+(?: (?:dai|ok|certo|va bene|grazie|allora|"
    r"per favore).*)?$|^(?:(?:ok|va be(?:ne|h)?|vabbe|si+) )+dai\b")
_BY_MISTAKE = re.compile(
    r"\b(?:schiacciat|premut|cliccat|toccat|pigiat|spint|rispost|dett|scritt)[oa] (?:\w+ ){0,3}?(?:male|"
    r"per sbaglio|per errore|"
    r"sbagliando|quell[oa] sbagliat\w|il contrario)\b|\b(?:sbagliat\w|errore di|mi e scappat\w|"
    r"m e scappat\w) (?:il |un |la )?(?:tasto|"
    r"pulsante|bottone|dito|risposta|clic\w*|no)\b|\b(?:volevo|intendevo|dovevo|era|e|"
    r"pensavo di) (?:\w+ )?(?:(?:dire|rispondere|"
    r"schiacciare|premere|cliccare|toccare|scrivere|metter\w) )?(?:di )?si\b|\bnon (?:volevo|"
    r"intendevo) (?:\w+ )?(?:dire|premere|"
    r"schiacciare|cliccare|toccare|rifiut\w+|rispondere)(?: (?:di|il))? ?(?:no\b)?|"
    r"\bho sbagliato (?:a )?(?:schiacciare|premere|cliccare|"
    r"toccare|rispondere)\b|\b(?:tasto|pulsante|bottone) sbagliat\w\b|\bsi non no\b|\bno(?: \w+)? per sbaglio\b|"
    r"^(?:\w+ )?(?:ops|oddio|cavolo)\b.*\bsi+\b")
"""«ho schiacciato male, volevo dire sì»: the «no» was none."""
_NO_OBJECTION = re.compile(
    r"\b(?:non (?:c e|ce|ci sono|ho|vedo)|nessun|niente) (?:\w+ )?(?:problem\w*|in contrario|obiezion\w|difficolta)\b|"
    r"\b(?:fate|faccia|fai|salvate|salvi|salva|procedete|proceda|segnate|segni|scriva|"
    r"scrivete) (?:\w+ )?pure\b(?!.*\b(?:ma|pero)\b)|"
    r"\bper me (?:va bene|e ok|ok|si puo|e a posto|nulla osta)\b")
"""«per me non c'è problema»: a consent with a «non» in it."""
_NOT_AGAIN = re.compile(r"\bnon\b|^no\b(?! (?:anzi|aspetta|dai|scusa))|\bcors[oi]\b|\bcome (?:faccio|si fa|"
                        r"posso|prenoto)\b|\bsenza (?:prenot|appuntament)\w+|"
                        r"\baltr[oaie] (?:mod|manier|strad|vi)\w+\b|\baltrimenti\b")
_OTHER_WAY = re.compile(
    r"\b(?:come|cosa|che) (?:posso |devo |si |ci |lo |la |li )*(?:fa\w*|prend\w+|fiss\w+|"
    r"prenot\w+|iscriv\w+|mi muovo)\b|\balternativ\w+|\baltr[oi] "
    r"mod[oi]|\baltr[ae] (?:strad\w|manier\w|possibilita|soluzion\w)|\btelefon\w+|\bchiam(?:o|are|arvi)\b|"
    r"\bdi persona\b|"
    r"\bsenza (?:appuntament\w+|prenot\w+|dati|lasciare)\b|\b(?:posso|si puo) (?:venire|andare|passare|presentarmi)\b|"
    r"\bse (?:passo|vengo|vado|arrivo|mi presento|capito)\b|\b(?:mi )?ricev\w+\b|\bdirettamente\b|\bsportello\b|"
    r"\ba chi (?:mi rivolgo|chiedo)\b|\bdove (?:vado|devo andare|mi rivolgo)\b|"
    r"\borari?\b|\b(?:l |un |che )indirizzo\b|\b(?:il|che|un) numero\b|\bcontatt\w+|\bapert\w\b|"
    r"\bnon (?:posso|si puo) (?:piu )?(?:venire|prenotare|fare niente)\b|"
    r"\b(?:resto|rimango|restiamo|mi lasciate|sono|torno) (?:\w+ )?(?:a piedi|senza|a mani vuote|fuori|"
    r"all asciutto|a bocca asciutta|"
    r"a secco|fregat\w|tagliat\w fuori)\b|\b(?:non (?:c e|se ne fa|si fa)|niente|nulla|"
    r"nient altro) (?:\w+ )?(?:da fare|niente|nulla|"
    r"verso|modo|scampo)\b|^(?:\w+ )?(?:e )?(?:quindi|allora|dunque|percio)(?: (?:niente|nulla|io|adesso|ora|che|"
    r"come|cosa|si fa|"
    r"faccio|nada|basta|finit\w|finisce|qui|cosi|e))*$|\be (?:adesso|ora|poi)(?: che (?:faccio|si fa))?$|"
    r"\b(?:fila|coda|numerino|bigliettino|mi presento)\b|"
    r"\bcome (?:una volta|si faceva)\b|"
    r"\bin (?:carne e ossa|presenza)\b|\ballo sportello\b")
_KEEPS_DATA = re.compile(
    r"\bnon (?:vi |ti |te |ve |li |le |lo |mi )*(?:do|dico|lascio|fornisco|voglio (?:dar|lasciar|dir|fornir|"
    r"metter)\w*|va di "
    r"(?:dar|lasciar|dir)\w*|fido)\b")


def takes_up_again(text: str) -> bool:
    """Whether who refused thinks better of it («ci ho ripensato», «va be' dai, accetto»); a bare «ok» does not."""
    said = expand_words(text)
    if _BY_MISTAKE.search(said) and "?" not in text:
        return True
    return _UP_AGAIN.search(said) is not None and _NOT_AGAIN.search(said) is None and len(said.split()) <= 14


def gives_consent(text: str) -> bool:
    """Whether the words themselves consent: «accetto», «sono d'accordo»."""
    said = expand_words(text)
    if _NO_OBJECTION.search(said) and "?" not in text:
        return True
    return re.search(
        r"\b(?:accetto|acconsento|autorizzo|d accordo|daccordo|do il consenso|mi fido|salv\w+ pure|eccome|"
        r"va bene salv\w+)\b", said) is not None and (
        _NOT_AGAIN.search(said) is None)


def asks_other_way(text: str) -> bool:
    """Whether who refused asks how else one comes to an appointment."""
    said = expand_words(text)
    return _OTHER_WAY.search(said) is not None and re.search(r"\bcors[oi]\b", said) is None


def keeps_data(text: str) -> bool:
    """Whether the person will not give their data («non do i miei dati a un robot»)."""
    return _KEEPS_DATA.search(expand_words(text)) is not None
