"""What is said of a question instead of an answer: why it is asked, what it means, that it is nobody's business."""

from __future__ import annotations

import re

from bot.italian.shorthand import expand_words

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
    r"\bche (?:ve|te) ne fat\w+\b|\bsiete (?:la finanza|dell agenzia)\b")
"""«saranno fatti miei»: who takes a question amiss wants to know what it is for."""
_GRUMBLES = re.compile(
    r"\b(?:uffa\w*|che (?:palle|rottura|noia|barba|strazio|stress|pizza|lagna|burocrazia)|"
    r"interrogatori\w|terzo grado|quant[ei] (?:domande|storie|complicazioni|passaggi)(?! (?:sono|mancano|ci))|"
    r"(?:troppe|ancora|altre|sempre) domande|"
    r"(?:siete|sei) (?:pesant\w|noios\w|lung\w|assillant\w)|non (?:si )?finisc\w+ (?:piu|mai)|"
    r"(?:com )?e (?:un po |troppo |proprio )?(?:lung[oa]|noios[oa]|complicat[oa]|pesante) (?:sta|questa|sto|questo|"
    r"la|il|eh|pero)"
    r"\b|(?:rompe|rompete|rompi) (?:le )?(?:scatole|palle|balle)|mi (?:hai|avete) (?:stufat\w|stancat\w))\b")
"""«uffa, quante domande»: who is tired of being asked."""
_ENOUGH = re.compile(r"\b(?:basta|lasci\w+|stop|annull\w+|esc[oi]|smett\w+|chiud\w+|rinunci\w+|perder\w*|persona|"
                     r"operator\w+)\b")
"""Words of who leaves, or wants a person."""
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
_TO_WHAT = re.compile(
    r"\b(?:d accordo|daccordo|si|accett\w+|acconsent\w+|consens\w+|conferm\w+|autorizz\w+|approv\w+) "
    r"(?:con|su|per|a|di|in|che) (?:che cosa|che|cosa|chi|quale)\b|\b(?:accett|autorizz|approv|conferm|"
    r"firm)\w+ (?:che )?cosa\b|"
    r"\b(?:a|su|con|per|in) (?:che )?cosa (?:\w+ )?(?:(?:devo|dovrei|sto|starei|bisogna) )?(?:acconsent\w+|"
    r"accett\w+|dir\w* (?:di )?si|"
    r"dicendo (?:di )?si|essere d accordo|sono d accordo|autorizz\w+|consiste)\b|"
    r"\b(?:che )?cosa (?:(?:devo|dovrei|sto|starei|bisogna|mi fate) )(?:accett\w+|autorizz\w+|firm\w+|approv\w+|"
    r"conferm\w+)\b")
"""«d'accordo con cosa, scusa?»: a yes that asks what to."""
_WHOSE = re.compile(
    r"\bmi[oa]\b(?: \w+){0,2} o (?:(?:il|la|quell[oa]|di|a) )*(?:su[oa]|quell[oa]|del\w*|di|dell)\b|"
    r"\b(?:su[oa]|quell[oa] (?:di|del|della|dell)(?: \w+){1,3}|del\w*(?: \w+){1,2}) o (?:(?:il|la|quell[oa]|di|"
    r"a) )*mi[oa]\b|"
    r"\b(?:nome|cognome|numero|telefono|cell\w*|recapito|e?mail) di chi\b|\bdi chi (?:e |il |la |deve essere )*(?:nome|"
    r"cognome|numero|telefono|cell\w*|recapito|e?mail)\b|\b(?:a )?nome (?:di chi|mio o)\b")
"""«il mio o quello della signora?»: whose name or number is asked."""
_DIFFERENCE = re.compile(
    r"\b(?:che differenza|differenz[ae]|cosa cambia|qual e meglio|quale (?:mi )?(?:conviene|consigli\w*))\b")


_LIMITS = re.compile(
    r"\b(?:limit[ei]|eta (?:massima|minima)|massim\w|minim\w|troppo (?:vecch|giovan|grand|piccol|anzian|avanti)\w*|"
    r"fino a (?:che eta|quanti anni)|da che eta)\b")
"""«c'è un'età massima?»: what is allowed, not why it is asked."""


def asks_limits(text: str) -> bool:
    """Whether the person asks what the limits are of what is asked («perché, c'è un'età massima?»)."""
    return _LIMITS.search(expand_words(text)) is not None


def asks_reason(text: str) -> bool:
    """Whether the person asks why something is asked, or takes it amiss."""
    return _WHY.search(expand_words(text)) is not None and not asks_limits(text) or takes_amiss(text)


def takes_amiss(text: str) -> bool:
    """Whether the person takes a question amiss («saranno fatti miei») and does not say that they won't answer."""
    said = expand_words(text)
    if _MY_BUSINESS.fullmatch(said) or _REFUSES_TO_SAY.search(said):
        return False
    return _AMISS.search(said) is not None


def grumbles(text: str) -> bool:
    """Whether the person grumbles at being asked so much («sembra un interrogatorio») and does not leave."""
    said = expand_words(text)
    return _GRUMBLES.search(said) is not None and _ENOUGH.search(said) is None


def asks_meaning(text: str) -> bool:
    """Whether the person wants the question in other words."""
    return _MEANING.search(expand_words(text)) is not None or asks_to_what(text)


def asks_to_what(text: str) -> bool:
    """Whether the person asks what it is that they are to agree to, with whatever words of agreeing."""
    return _TO_WHAT.search(expand_words(text)) is not None


def asks_whose(text: str) -> bool:
    """Whether the person asks whose name or number is wanted («il mio o quello della signora?»)."""
    return "?" in text and _WHOSE.search(expand_words(text)) is not None


def asks_difference(text: str) -> bool:
    """Whether the person asks what the choices have apart."""
    return _DIFFERENCE.search(expand_words(text)) is not None
