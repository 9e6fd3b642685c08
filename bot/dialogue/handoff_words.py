"""Whether somebody who waits for an operator says that they no longer want one."""

from __future__ import annotations

import re

_NOT_WANTED = (
    r"(?:annull\w+ (?:tutto|la (?:mia )?(?:richiesta|attesa)|l attesa)|annulla|annullo"
    r"|(?:torn\w+|ritorn\w+|parl\w+|continu\w+|riprend\w+|pass\w+)(?: \w+){0,2} (?:all|con l|dall) ?assistente(?: \w+)?"
    r"|(?:torn\w+|ritorn\w+|parl\w+|continu\w+)(?: \w+)? (?:al|col|con il) (?:bot|chatbot|robot)"
    r"|(?:lascio|lascia|lasciamo|lasciate) (?:perdere|stare)(?: \w+)?"
    r"|non (?:aspetto|voglio aspettare|attendo|posso aspettare)(?: piu| oltre)?"
    r"|(?:esco|voglio uscire|fammi uscire|toglimi|toglietemi|mi tolgo) (?:dalla|da questa) (?:coda|attesa|fila)"
    r"|non (?:mi )?(?:serve|interessa|voglio)(?: piu)? (?:un |una |l |parlare con (?:un |una |l )?)?"
    r"(?:operatore|operatrice|persona|umano)(?: piu)?"
    r"|non (?:mi )?serve piu|smetto di aspettare|basta aspettare)"
)
_BETWEEN = r"(?: (?:e|ok|va bene|grazie|no|scusa|scusate|allora|dai|tanto))*"
_ONCE_OR_TWICE = re.compile(rf"{_NOT_WANTED}(?:{_BETWEEN} {_NOT_WANTED})?")
_AROUND = re.compile(
    r"^(?:(?:no|ok|okay|va bene|allora|grazie|scusa|scusate|guarda|senti|vabbe|dai|preferisco|voglio|vorrei|posso) )*"
    r"|(?: (?:grazie|per favore|allora|dai|scusa|scusate|ciao))*$")
_NOT_LETTERS = re.compile(r"[^a-zà-ÿ0-9]+")
_ACCENTS = str.maketrans("àèéìòù", "aeeiou")


def wants_to_leave_queue(text: str) -> bool:
    """Whether ``text``, as a whole, gives up waiting: «annulla la richiesta», «torna all'assistente», «lascio perdere».

    So does saying it twice («lascia stare, non aspetto più»).

    Only the whole message counts: «annulla la richiesta del corso di sala» is for the operator.
    """
    words = _NOT_LETTERS.sub(" ", text.casefold().translate(_ACCENTS)).strip()
    return _ONCE_OR_TWICE.fullmatch(_AROUND.sub("", words)) is not None
