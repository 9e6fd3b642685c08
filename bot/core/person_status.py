"""Reads a person's occupational status from lay, misspelt wording; silent on questions about who may attend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from rapidfuzz.distance import DamerauLevenshtein

from bot.core.eligibility import Status
from bot.core.italian_numbers import with_digits

_RELATIVE = r"(?:mi[oa]|nostr[oa]) (?:figli[oa]|marito|moglie|compagn[oa]|fratello|sorella|nipote|amic[oa]|fidanzat[oa]|ragazz[oa])"
_JOBS = (
    r"(?:operai[oa]|camerier[ea]|badante|colf|commess[oa]|impiegat[oa]|barista|cuoc[oa]|infermier[ea]|autista"
    r"|magazzinier[ea]|muratore|elettricista|meccanico|baby ?sitter|insegnante|segretari[oa]|oss|addett[oa]|domestica"
    r"|cassier[ea]|saldatore|corriere|rider|guardia|maestr[oa]|educator[ei]|educatrice|pulizie|manovale|lavapiatti"
    r"|aiuto cuoco|tornitore|idraulico|parrucchier[ea]|estetista|panettiere|facchino|receptionist)")

# The order counts: a pattern takes its words away, so that «ho perso il lavoro» is not read as «lavoro» any more.
# Strength: 2 says the status outright, 1 hints at it and gives way («non lavoro, studio» is a student), 0 says nothing.
_PATTERNS: tuple[tuple[Optional[Status], int, str], ...] = (
    # past and denied: take the words away
    (None, 0, r"\bnon (?:sono|so|son) (?:piu )?(?:un |una |uno |ne |ancora |in )*(?:disoccupat[oa]|inoccupat[oa]|occupat[oa] sospes[oa]|sospes[oa]"
              r"|student\w+|pensionat[oa]|pensione|casaling[oa]|dipendente|autonom[oa]|lavorator\w+|cassa\w* ?(?:integra\w+)?)\b"),
    (None, 0, r"\b(?:ero|facevo|lavoravo|studiavo|avevo|prendevo|sono stat[oa]) (?:(?:un |una |uno |il |la |l |lo |in |come |nel |"
              r"alla |a |da |anche |gia )*(?!licenziat|sospes|mess)\w+)(?: (?:partita iva|iva|integrazione|part time|dipendente|autonomo))?"),
    (None, 0, r"\b(?:non (?:ho )?studi(?:o|ato|ando)(?: piu)?|non vado (?:piu )?a scuola|(?:ho )?(?:finito|terminato|lasciato|smesso|"
              r"abbandonato) (?:gli stud\w+|la scuola|l ?universita|di studiare|le superiori|scuola)|non sono andat[oa] a scuola|non (?:ho )?(?:la |una )?(?:partita|p) iva)\b"),
    (None, 0, r"\b(?:dopo (?:il )?lavoro|per (?:motivi di )?lavoro|orari[oi] di lavoro|(?:mondo|mercato|centro|offert[ae]|patto|"
              r"colloqui[o]?) (?:del |di |per il )?lavoro)\b"),
    ("employed", 2, r"\bstudent\w+ lavorat(?:ore|rice)\b"),
    # inactive
    ("inactive", 2, r"\b(?:casaling[oa]|(?:non (?:ho |o )?)?mai (?:ho )?lavorato|mai (?:avuto|fatto) (?:un |nessun )?lavoro"
                    r"|mi occupo (?:dei|delle|di|della|del) (?:\w+ )?(?:figl\w+|bambin\w+|casa|famiglia|genitori|mamma|madre)"
                    r"|(?:faccio|sono) (?:la |solo |una )*mamma(?: a tempo pieno)?|sto a casa (?:con|per|a guardare) (?:i |le )?(?:\w+ )?(?:figl\w+|bambin\w+)"
                    r"|inattiv[oa]|neet|(?:bado|guardo) (?:ai|i|la|alla) (?:\w+ )?(?:figl\w+|bambin\w+|casa))\b"),
    # suspended
    ("suspended", 2, r"\b(?:(?:in |la |a |della )?(?:cassa ?integr\w+|cassa[ei]?ntegra\w+|cass[ei]?ntegra\w+|cigs|cigo|cigd|cig|fis)(?: straordinaria| ordinaria)?"
                     r"|contratto di solidarieta|(?:sono (?:stat[oa] )?|occupat[oa] |mi hanno |lavorator(?:e|ice) )(?:momentaneamente )?sospes[oa](?: da\w* lavoro)?"
                     r"|sospes[oa] da\w* lavoro|(?:mess[oa]|mi hanno mess[oa]|sono|sto|siamo|ancora|anno mess[oa]) in cassa)\b"),
    # unemployed, outright
    ("unemployed", 2, r"\b(?:disoccupat[oa]|in stato di disoccupazione|(?:in|prendo la|ho la|percepisco la|con la|ricevo la|indennita di) disoccupazione"
                      r"|inoccupat[oa]|non (?:sono )?(?:piu )?occupat[oa]|naspi|dis ?coll|(?:ho )?(?:gia )?(?:fatto|firmato|presentato|dato) la did"
                      r"|(?:ho |o |ha |appena )?pers[oa] (?:il |un |mio |il mio |mi[oa] )*(?:lavoro|posto|impiego)(?: di lavoro)?(?: (?:da|come|di) (?!\d)\w+)?"
                      r"|licenziat[oa]|mi (?:hanno|anno|ha|han) (?:licenziat[oa]|lasciat[oa] a casa|mandat[oa] (?:via|a casa))|lasciat[oa] a casa"
                      r"|rimast[oa] (?:a casa|senza (?:lavoro|impiego))|(?:sono|mi) (?:mi )?dimess[oa]|mi sono dimess[oa]|ho dato le dimissioni"
                      r"|(?:ho )?(?:smesso|finito|terminato) (?:di lavorare|il lavoro)|contratto (?:di lavoro )?(?:e )?(?:scaduto|finito|terminato|non (?:e stato |mi e stato )?rinnovato)"
                      r"|(?:mi )?(?:e )?(?:scaduto|finito|terminato) (?:il |mio |il mio )*contratto|non mi hanno rinnovato(?: il contratto)?"
                      r"|iscritt[oa] (?:al|alle) (?:collocamento|centro (?:per l )?impiego|cpi|liste)(?: di (?:mobilita|collocamento))?|(?:in|liste di) mobilita"
                      r"|senza (?:un |piu |alcun |nessun |il )?(?:lavoro|occupazione|impiego)|disoccupa\w{0,2})\b"),
    # unemployed, a hint
    ("unemployed", 1, r"\b(?:(?:non|no) (?:sto |ho |o |ha |avere |c ho |trovo |c e )?(?:mai |piu |ancora |nessun |un |alcun |il |neanche |adesso |ora )*"
                      r"(?:lavor(?:o|a|are|ando)|impiego|occupazione)(?: piu| adesso| ora)?|(?:ho |o )?chiuso (?:la |mia |la mia )*(?:partita iva|p iva|ditta|attivita)"
                      r"|nessun lavoro|unemployed|no work|non faccio (?:niente|nulla)|sto a casa|(?:sono|sto) (?:a casa )?(?:ferm[oa]|a spasso))\b"),
    # student
    ("student", 2, r"\b(?:(?:sono |io |faccio )?(?:un |una |uno |lo |la )?(?:studente|studentessa)(?: universitari[oa])?|universitari[oa]"
                   r"|vado (?:ancora )?(?:a scuola|all ?universita)|(?:faccio|frequento) (?:ancora )?(?:la |l |il |le |lo )*(?:universita|scuola|superiori|liceo|istituto|"
                   r"\d ?(?:a|o)? superiore|quinta|quarta|terza|politecnico)|(?:sto )?studi(?:o|ando)(?= |$|,|\.)|liceale)\b"),
    # retired
    ("retired", 2, r"\b(?:pensionat[oa]|(?:in|la|vado in|prendo la) pensione)\b"),
    # self-employed
    ("self_employed", 2, r"\b(?:(?:in )?(?:regime )?forfettari[oa]|(?:ho |con |la |una |a |apert[oa] )*(?:partita|parita|p) ?iva|piva|(?:lavorator(?:e|ice) |lavoro )?autonom[oa]"
                         r"|(?:lavoro|mi sono mess[oa]) in proprio|in proprio|liber[oa] professionista|freelance|artigian[oa]|commerciante|imprenditor(?:e|ice)"
                         r"|(?:ho |la |una )*(?:ditta|azienda|impresa|attivita|negozio|bar)(?: individuale)? (?:tutta )?(?:mi[oa]|individuale)"
                         r"|(?:ho |la )*mia (?:ditta|attivita|impresa)|ditta individuale|titolare(?: di \w+)?|lavoro per conto mio|agricoltore)\b"),
    # employed, outright
    ("employed", 2, r"\b(?:(?:lavorator(?:e|ice) |lavoro )?dipendente|working ?poor|lavoratore povero|lavoratrice povera|tempo (?:in)?determinato|part ?time|parttime|full ?time"
                    r"|a chiamata|(?:ho|o) (?:un |gia un |il )?(?:piccolo |altro )?(?:contratto|lavoro|impiego|posto|lavoretto)(?: di lavoro)?|(?:faccio|o fatto) (?:un |dei |qualche |piccoli |alcuni )+lavor(?:o|etti|etto|i)"
                    r"|apprendist[ao]|apprendistato|co ?co ?co|somministrazione|stagionale|contratto(?: a \w+)?|assunt[oa]|(?:sono )?impiegat[oa]"
                    r"|(?:faccio )lavorett[oi]|precari[oa]|io lavor[ai](?= |$)|guadagno (?:troppo |molto |solo )?poco)\b"),
    ("employed", 2, rf"\b(?:faccio|lavoro come|lavoro da|facio) (?:il |la |l |lo |un |una |le )*{_JOBS}\b"),
)

_FREE_TEXT_ONLY_WITH_I = ("contratto", "part time", "parttime", "full time", "tempo determinato", "tempo indeterminato", "a chiamata",
                          "dipendente", "stagionale", "apprendistato", "somministrazione")
_FIRST_PERSON = re.compile(
    r"\b(?:sono|io|ho|mi|lavoro (?:come|gia|in|da|a|part|con|ma|solo|poco|per|presso|anche)|guadagno|faccio|posso|potrei|vorrei|"
    r"vivo|abito|studio|prendo|sto|vado|avrei|m|me|anch|son|mio|mia)\b")
_ABOUT_THE_RULE = re.compile(
    r"\b(?:per|ai|agli|alle|dei|degli|delle|i|gli|le|a chi e|chi e|solo|anche|riservat\w+|rivolt\w+|destinat\w+|aperto a|un|una|uno|quali|"
    r"corsi?(?: \w+)?) (?:anche |solo |i |gli |le |ai |agli |un |una |chi e |chi |e )*"
    r"(?:disoccupat[oaie]|inoccupat[oaie]|student\w+|pensionat[oaie]|casalinghe|casalinga|lavorator\w+|dipendent[ei]|autonom[oi]|occupat[oaie]|working ?poor|sospes[oaie]|"
    r"artigian[io]|apprendisti|naspi|cigs|cassa ?integrat\w+)\b")
_CONDITIONAL = re.compile(
    r"\b(?:se|anche se|qualora|chi|e se|anche chi|quando|mentre|nel caso|dopo che) (?:io |uno |una |si |gia |un |invece |magari |"
    r"qualcuno |per caso |non |sono |sei |e |ho |fossi |avessi )*(?:lavor\w+|disoccup\w+|inoccup\w+|studi\w+|pensionat\w+|pensione|"
    r"student\w+|cassa|cig\w*|cas+aling\w+|dipendent\w+|occupat\w+|partita|p iva|autonom\w+|licenzi\w+|pers[oa]|contratto|un lavoro|in cassa|naspi|part time)\b[^,;.!]*")
_DEFINITION = re.compile(
    r"\b(?:(?:cos|cosa|che cos|che cosa|chi) ?(?:e|sono|vuol dire|significa|si intende)|cosa (?:vuol dire|significa|vuole dire)|significato|spiega\w*|"
    r"(?:che|cosa) e la|quando (?:mi )?paga\w*|quanto (?:dura|prend\w+|paga)|domanda (?:di|per))\b")
_WORK = re.compile(
    r"(?<!un )(?<!il )(?<!di )(?<!del )(?<!al )(?<!dal )(?<!cerco )(?<!nuovo )(?<!altro )(?<!sul )(?<!nel )(?<!cercando )(?<!trovare )"
    r"(?<!trovo )(?<!per )(?<!senza )(?<!che )(?<!mio )(?<!cerca )(?<!corso )(?<!voglio )(?<!vorrei )(?<!posto )(?<!serve )(?<!tuo )"
    r"\blavor(?:o|icchio)\b(?! (?:estivo|a lecco\?))")
_SEEKS = re.compile(
    r"\b(?:cerco|sto cercando|in cerca di|alla ricerca di|vorrei trovare|voglio|vorrei|devo trovare|cercando|ricerca) (?:un |una |solo |ancora |disperatamente |attivamente )*"
    r"(?:lavoro|occupazione|impiego)\b")
_OTHER_ANSWER = re.compile(r"^(?:altro|un ?altr[oa](?: (?:cosa|situazione))?|nessun[oa] (?:di (?:quest[ei]|quell[ei])|dei precedenti|delle precedenti)|altra situazione|niente di quest\w+)$")

_VOCABULARY = (
    "disoccupato disoccupata disoccupati disoccupazione inoccupato inoccupata occupato occupata sospeso sospesa cassa integrazione "
    "cassaintegrato cassaintegrata licenziato licenziata dipendente studente studentessa studenti pensionato pensionata "
    "pensione casalinga casalingo partita autonomo autonoma professionista artigiano artigiana universitario universitaria "
    "lavoro lavorare lavorando lavorato lavoratore lavoratrice contratto determinato indeterminato badante impiegato impiegata "
    "operaio operaia chiamata apprendista naspi scuola scaduto perso libero cameriera cameriere").split()
_REAL_WORDS = frozenset(
    "lavora lavori lavorano lavoriamo studio studi studia lavoretto lavoretti perse persa persi persona cerco cercato dimesso "
    "scuole pensiono chiamato chiamate chiamo contratti contatto contatti occupati occupate occupazione sospesi libera liberi caso cosa "
    "casa tassa massa passa classe partire partiva partite partito vero verso peso preso perdo impiego impiegati operai "
    "lavorava lavoravo cucina messo corso determina determinata determinate indicato settore lasciato licenza corsa suola".split())


@dataclass(frozen=True)
class _Evidence:
    status: Status
    strength: int


def status(text: str, asked: bool = False) -> Optional[Status]:
    """The occupational status that ``text`` tells, as ``bot.core.eligibility`` names it; None when it is not sure.

    ``asked``: it answers the question, so «cerco lavoro», «lavoro», «contratto a termine» are enough; otherwise the
    person must speak of themselves. What is asked about the rule («è per disoccupati?», «posso se lavoro?») is never
    taken. A relative's status is taken as that of who would attend, when nothing is said of oneself. Who works and
    studies, works.
    """
    said = _tidy(text)
    if not said:
        return None
    if asked and _OTHER_ANSWER.match(said.strip(" .!?,")):
        return "other"
    if not asked and (_ABOUT_THE_RULE.search(_own_words_away(said)) or _DEFINITION.search(said)):
        return None
    if asked and "?" in said and (_ABOUT_THE_RULE.search(_own_words_away(said)) or _DEFINITION.search(said)):
        return None
    said = _CONDITIONAL.sub(" ; ", said)
    own, relatives = _split_relatives(said)
    found = _resolve(_evidence(own, asked))
    if found is None and relatives and not _evidence(own, asked):
        return _resolve(_evidence(relatives, True))
    return found


def _own_words_away(said: str) -> str:
    """``said`` without «sono un disoccupato», «io sono una casalinga»: the person's own words, not the rule's."""
    return re.sub(r"\b(?:sono|faccio|come|io|da|prendo|percepisco) (?:ancora |solo |gia |anche )?(?:un|una|uno|lo|la|il|i|le) (?=\w)", "", said)


def _tidy(text: str) -> str:
    said = with_digits(text[:1000].replace("’", " ").replace("'", " ").replace("/", " ").replace("-", " "))
    said = re.sub(r"\bp\. ?iva\b", "p iva", re.sub(r"\bc\. ?i\. ?g\. ?(s?)\.?", r"cig\1", said))
    said = re.sub(r"\b[a-z]{4,}\b", lambda match: _spelt(match.group()), said)
    return re.sub(r"\s+", " ", said).strip()


@lru_cache(maxsize=2048)
def _spelt(word: str) -> str:
    """The known word that ``word`` misspells, or ``word``."""
    if word in _VOCABULARY or word in _REAL_WORDS or len(word) < 5:
        return word
    allowed = 1 if len(word) < 9 else 2
    near = sorted((DamerauLevenshtein.distance(word, known, score_cutoff=allowed), known) for known in _VOCABULARY
                  if known[0] == word[0] or len(word) >= 9)
    return near[0][1] if near and near[0][0] <= allowed else word


def _split_relatives(said: str) -> tuple[str, str]:
    """What is said of oneself and what of a relative: a clause belongs to the relative that it begins with."""
    own: list[str] = []
    relatives: list[str] = []
    for clause in re.split(r"[,;.!?]|\b(?:ma|e io|invece|mentre)\b", said):
        (relatives if re.search(rf"\b{_RELATIVE}\b", clause) else own).append(clause.strip())
    return " , ".join(own), " , ".join(relatives)


def _evidence(said: str, asked: bool) -> list[_Evidence]:
    found: list[_Evidence] = []
    personal = asked or _FIRST_PERSON.search(said) is not None
    for status_name, strength, pattern in _PATTERNS:
        def take(match: re.Match[str], name: Optional[Status] = status_name, weight: int = strength) -> str:
            if name is not None and (personal or _stands_alone(match.group())):
                found.append(_Evidence(name, weight))
            return " ; "
        said = re.sub(pattern, take, said)
    if re.search(r"\b(?:(?:cerco|cercando) (?:un )?(?:altro|nuovo) lavoro)", said):
        return found
    seeks = _SEEKS.search(said)
    if seeks and asked:
        found.append(_Evidence("unemployed", 1))
    rest = _SEEKS.sub(" ; ", said)
    if _says_works(rest, asked, personal, any(item.status == "unemployed" for item in found)):
        found.append(_Evidence("employed", 1))
    return found


def _stands_alone(words: str) -> bool:
    """Words that tell one's own status even without «sono»: «disoccupata da un mese», not «contratto»."""
    return not any(words.strip().startswith(word) or words.strip().endswith(word) for word in _FREE_TEXT_ONLY_WITH_I)


def _says_works(said: str, asked: bool, personal: bool, jobless: bool) -> bool:
    for match in _WORK.finditer(said):
        before = said[:match.start()]
        if asked:
            return True
        if re.search(r"(?:\bio|\bgia|\battualmente|\badesso|\bora|\bancora) $", before):
            return True
        starts_clause = re.search(r"(?:^|[,;.!?]|\b(?:e|ma|pero|che|perche|ciao|buongiorno|anni)) ?$", before)
        if starts_clause and personal:
            return True
    return bool(re.search(r"\b(?:sono|io) (?:gia |attualmente )?(?:occupat[oa]|lavoratore|lavoratrice)\b", said)) or (
        asked and not jobless and bool(re.search(r"\b(?:occupat[oa]|lavoratore|lavoratrice|lavorando|(?:faccio|sono) (?:il |la |un |una |l )?"
                                 + _JOBS + r")\b", said)))


def _resolve(evidence: list[_Evidence]) -> Optional[Status]:
    """One status out of what was found. Work outweighs study and pension; two outright ones that clash give None."""
    strong = {item.status for item in evidence if item.strength == 2}
    every = {item.status for item in evidence}
    if len(every) == 1:
        return every.pop()
    if "suspended" in strong:  # who is suspended has a job, and may say that he does not work
        return "suspended" if strong <= {"suspended", "employed"} else None
    if "self_employed" in strong:
        return None if {"employed", "unemployed"} & strong else "self_employed"
    if "employed" in every:
        return None if "unemployed" in every else "employed"
    if "unemployed" in strong:
        return None if "retired" in strong else "unemployed"
    return strong.pop() if len(strong) == 1 else None
