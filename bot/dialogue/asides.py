"""Questions that people put beside a task: how long the appointment is, whose number they may leave, what else.

Each list goes from the narrower topic to the wider; the first whose words are found is what the question is about.
"""

from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.dialogue.doubt_words import asks_difference, asks_meaning
from bot.dialogue.subjects import find_topics
from bot.dialogue.visit_questions import PARKING
from bot.italian.people.contacts import read_contact
from bot.italian.question_words import has_question, is_put_as_question
from bot.italian.shorthand import expand_words

Topics = Sequence[tuple[str, re.Pattern[str]]]

_MAY_BEGIN = re.compile(
    r"^(?:e |ma |ok |si |no |scus\w |senti |allora |pero |poi |aspetta |prima )*(?:con chi|posso|possiamo|potrei|devo|"
    r"dovrei|si (?:puo|paga|pagano|deve)|bisogna|serv\w+|costa|gratis|"
    r"e (?:gratis|gratuit\w|a pagamento|lung\w|possibile|obbligatori\w)|"
    r"mi (?:arriva|mandate|avvisate|chiamate|ricevete|riceve)|se (?:poi )?non|e se|per quanto|in che|a (?:chi|cosa)|"
    r"va bene)\b")
"""Beginnings that ask where the thing that is asked of stands beside them, and may tell or agree elsewhere."""
_OPENINGS = re.compile(r"^(?:(?:si|no|poi|aspetta|prima) )+")
_OF_DATA = re.compile(r"\b(?:(?<!mi )(?<!ci )ten\w+|conserv\w+|salv\w+|memorizz\w+|cancell\w+|"
                      r"dat[oi] personal\w|miei dati)\b")

_APPOINTMENT: Topics = tuple((topic, re.compile(words)) for topic, words in (
    ("company", r"\b(?:accompagn\w+|interprete|in due(?! \w)|^(?:(?:e|ma|si|no|ok|pero|scus\w|va bene) )*(?:i|il|la|"
                r"le) (?:mi\w+ )?(?:bambin\w+|"
                r"bimb\w+|figl\w+|passeggin\w)$|portar\w* (?:\w+ )?(?:dietro |con me )?(?:i|il|la|"
                r"le) (?:mi\w+ )?(?:bambin\w+|bimb\w+|figl\w+)|"
                r"(?:con|portare|porto|puo venire) (?:anche )?(?:il|la|i|le|un|una|"
                r"qualcun\w+)? ?(?:mi[oaei] |miei )?(?:marit\w|mogli\w|figl\w+|bambin\w+|bimb\w+|amic\w+|madre|"
                r"padre|mamma|"
                r"papa|sorella|fratello|compagn\w|nipot\w|qualcun\w+|cane))\b"),
    ("walk_in", r"\bsenza (?:l )?(?:appuntament\w+|prenot\w+)|\b(?:posso|possiamo|potrei|si puo|e possibile)\b.{0,30}"
                r"\b(?:direttamente|di persona|passare|presentar\w+|andare li|venire li|venire subito)\b|"
                r"\b(?:accesso|ingresso) libero\b"),
    ("late", r"\b(?:ritardo|faccio tardi|arrivo (?:tardi|dopo))\b"),
    ("change", r"\bse\b.{0,25}\b(?:nevica|piove|c e (?:lo )?sciopero|scioper\w+|sto male|mi sento male|ho la febbre)\b|"
               r"\bse (?:poi |invece |quel giorno |dopo |per caso )*(?:non (?:posso|riesco|vengo|potessi|"
               r"riuscissi|ce la)|"
               r"cambio idea|mi ammalo|ho un (?:imprevisto|impegno)|succede qualcosa|devo (?:disdir|annull|spost)\w+)|"
               r"\b(?:posso|si puo|potrei|riesco a|e possibile) (?:poi |dopo |sempre |ancora )+"
               r"(?:disdir|annull|spost|cambi)\w+|\b(?:disdir|annull|spost|cambi)\w+ (?:poi|dopo|in seguito|piu avanti|"
               r"anche dopo)\b|\bimprevist\w\b"),
    ("remote", r"\b(?:(?:per|al) telefono|telefonic\w+|in presenza|on ?line|a distanza|da casa|in video\w*|"
               r"videochiamat\w|zoom|"
               r"teams|skype|"
               r"da remoto|in chat)\b"),
    ("reminder", r"\b(?:promemoria|(?:mi|me lo) (?:arriv\w+|mand\w+|avvis\w+|ricord\w+)|arriv\w+ (?:una|un|qualche) "
                 r"(?:mail|email|sms|messaggi\w|conferma|notifica))\b"),
    ("who", r"\b(?:con chi (?:parl\w+|ho|devo|e)|chi (?:mi (?:riceve|segue|aspetta)|trovo|incontro|c e (?:li|al|allo))|"
            r"di chi (?:devo )?(?:chied\w+)|da chi (?:vado|devo))\b"),
    ("access", rf"\b(?:{PARKING}|ascensore|barrier\w+|disabil\w+|carrozzin\w|passeggin\w|autobus|pullman|bus|tren\w|"
               r"mezzi(?: pubblici)?|stazione|fermata|macchina|ci arriv\w+|arrivarci|si arriva|raggiung\w+)\b"),
    ("length", r"\b(?:quanto (?:tempo |mi |ci |si )*(?:dur\w+|mett\w+|vuole|sto|stiamo|va avanti|"
               r"(?:trat)?ten\w+|ferm\w+|impieg\w+|e lung\w|resto|"
               r"porta via|prende|serve)|quanto tempo|quanti minuti|quante ore|dura (?:tanto|molto|poco|a lungo|"
               r"quanto)|"
               r"(?:la|che) durata|e (?:una cosa )?(?:lung\w|brev\w|veloc\w)|a che ora (?:finisc\w+|esco|finiamo))\b"),
    ("place", r"\b(?:dov e|dove (?:si trova\w*|e|sta|state|siete|devo|vengo|vado|sono|si va|di preciso)|"
              r"(?:che|quale|a che|a quale) (?:piano|via|civico|citofono)|(?:qual e|mi d\w+|"
              r"in che) (?:l )?(?:indirizzo|"
              r"posto|zona)|l indirizzo (?:esatto|preciso|qual e)|di preciso dove)\b"),
    ("cost", r"\b(?:si paga|pagare|pagament\w+|gratis|gratuit\w+|costa|costo|costi|prezzo|ticket|quanto (?:e|"
             r"viene))\b"),
    ("bring", r"\b(?:portar\w+|port[oi]|port[io] (?:qualcosa|document\w+)|document\w+|carta d identita|curriculum|cv|"
              r"(?:cosa|che cosa|che) (?:mi |ci )?(?:serve|occorre|devo avere))\b"),
))
_CONSENT: Topics = tuple((topic, re.compile(words)) for topic, words in (
    ("erase", r"\bse (?:poi |dopo |un domani |domani |per caso )*"
              r"(?:(?:li |mi |vi )?(?:vole\w+|vogli\w+|vorr\w+|cambi\w+|"
              r"ci ripens\w+|decid\w+)).{0,30}\b(?:cancell|togli|elimin|rimuov)\w*|"
              r"\b(?:(?:si )?(?:posso|puo|possono|potro|potrei)|riesco)\b.{0,25}\b(?:cancell|togli|elimin|rimuov)\w*|"
              r"\b(?:cancell|togli|elimin|rimuov)\w+.{0,25}\b(?:si puo|posso|poi|dopo)\b"),
    ("name", r"\b(?:cognome|nome)\b.{0,30}\b(?:per forza|obbligatori\w|necessari\w|"
             r"non (?:(?:ve|te|glie)?(?: ?lo )?(?:voglio|vorrei|do|metto|dico|lascio|scrivo)))|"
             r"\bnon (?:voglio|vorrei|do|metto|dico|lascio|scrivo)\b.{0,12}\b(?:cognome|nome)\b|"
             r"\b(?:solo|soltanto|basta) il (?:nome|cognome)\b|\bsenza (?:il )?(?:nome|cognome)\b"),
    ("without_data", r"\bsenza (?:dare |lasciar\w |dir\w+ |fornir\w+ |metter\w )*(?:i |il |la |nessun |"
                     r"alcun )?(?:miei |"
                     r"mio )?(?:dat[oi]|nome|recapit\w|contatt\w|consenso)\b|\b(?:e )?se (?:dico|rispondo|"
                     r"scelgo) (?:di )?"
                     r"no\b|\bse (?:non (?:accetto|sono d accordo|voglio|do|acconsento|li do|te li do)|rifiuto)\b|"
                     r"\b(?:anonim\w+|in incognito)\b|\b(?:e )?(?:obbligatori\w|per forza)\b"),
))
_CONTACT: Topics = tuple((topic, re.compile(words)) for topic, words in (
    ("no_contact", r"\b(?:nemmeno|neanche|manco) (?:la |il |quell\w |un |l )*(?:e?mail|telefono|numero|cell\w*|"
                   r"posta)\b|"
                   r"\bne (?:il |un )?(?:telefono|cell\w*|numero|e?mail)\b|\bsenza (?:il )?(?:telefono|cell\w*|"
                   r"recapit\w)\b|"
                   r"\bnon (?:ho|possiedo|uso|ho piu|ce l ho)\b.{0,25}(?:telefon\w+|cell\w*|numero|e?mail|"
                   r"recapit\w|nulla|"
                   r"niente)\b|\b(?:telefon\w+|cell\w*|numero|e?mail)\b.{0,25}\b(?:non (?:ce l|l|ne) ho|rubat\w|rott\w|"
                   r"pers\w|mi manca|ce l ho rott\w|staccat\w|tagliat\w|disattivat\w|disdett\w|sospes\w|"
                   r"scadut\w|spent\w|guast\w)\b|"
                   r"\b(?:e?mail|posta|cell\w*|telefon\w+)\b.{0,12}\bnon (?:la |l |lo |le )?(?:uso|guardo|apro|leggo|"
                   r"controllo|so usare)\b|^(?:no )?non (?:ce l|ne|l) ho\b|"
                   r"\bnon (?:c e|ho|avete|esiste) (?:nessun )?modo (?:di|per) (?:trov|contatt|raggiung|chiam|essere "
                   r"(?:contattat|raggiunt))\w+|\bnon (?:sono|mi si) (?:mai )?(?:raggiungibil\w|reperibil\w|trova)\b|"
                   r"\bsono irreperibil\w\b|\bnon mi (?:trov|raggiung|contatt)\w+\b|"
                   r"\bnessun(?:o|a)? (?:telefono|"
                   r"numero|recapito|cell\w*|e?mail)\b"),
    ("no_phone", r"\b(?:telefono|numero|cell\w*)\b.{0,25}\b(?:per forza|obbligatori\w|necessari\w)\b|"
                 r"\b(?:telefono|numero|cell\w*)\b.{0,25}\bnon (?:lo |la |te lo |ve lo )?(?:voglio|vorrei|do|"
                 r"dar\w+|lascio|"
                 r"metto|dico)|\b(?:preferi\w+|vorrei|voglio) non (?:dar\w+|lasciar\w+|"
                 r"metter\w+)\b.{0,20}\b(?:telefono|"
                 r"numero|cell\w*)\b|\b(?:telefono|numero|cell\w*)\b.{0,25}\b(?:preferi\w+|vorrei) (?:di no|"
                 r"non (?:dar\w+|"
                 r"lasciar\w+|metter\w+))|\bnon (?:voglio|vorrei|do|lascio|mi va di)\b.{0,20}\b(?:telefono|numero|"
                 r"cell\w*)\b|^(?:no )?(?:preferi\w+|preferirei|vorrei) non (?:dar|lasciar|metter|dir)\w+$|"
                 r"\b(?:telefono|numero|cell\w*) (?:pero )?no\b|\bsolo (?:la |l )?e?mail\b|"
                 r"\b(?:basta|va bene|posso)\b.{0,15}\be?mail\b"),
    ("no_email", r"\b(?:e?mail|posta)\b.{0,25}\bnon (?:la |te la |ve la )?(?:voglio|vorrei|do|dar\w+|lascio|metto)|"
                 r"\bnon (?:voglio|vorrei|do|lascio|mi va di)\b.{0,20}\be?mail\b|\be?mail (?:pero )?no\b|"
                 r"\bsolo (?:il |col )?(?:telefono|numero|cell\w*)\b|\b(?:basta|posso)\b.{0,15}\b(?:telefono|numero|"
                 r"cell\w*)\b"),
    ("other_contact", r"\b(?:quello|quella|numero|telefono|cell\w*|e?mail|recapito|contatto) d[ie](?:l|lla|"
                      r"i)? ?(?:mi[oa]|"
                      r"signor\w|badante|comunita|dormitorio|rifugio|casa|parrocchia|cooperativa|assistente|associazione|datore|"
                      r"padron\w|capo|titolare|un|una|qualcun\w+|casa|altr\w)|(?<!\bcon )\bmi[oa] (?:marit\w|mogli\w|"
                      r"figl\w+|amic\w+|"
                      r"madre|padre|mamma|papa|sorella|fratello|compagn\w|nipot\w|vicin\w|zi\w|cugin\w)\b|"
                      r"\b(?:un altra persona|qualcun altro|di un altr\w)\b"),
    ("landline", r"\b(?:fisso|di casa|ester\w|stranier\w|tedesc\w|svizzer\w|rumen\w|frances\w|del lavoro|"
                 r"dell ufficio)\b"),
))
_PRIVACY: Topics = tuple((topic, re.compile(words)) for topic, words in (
    ("passed_on", r"\b(?:vend|rivend|ced|gir|regal|pass|condivid|inoltr|divulg)\w*\b.{0,40}\b(?:dat[oi]|numer\w|"
                  r"nom[ei]|e?mail|recapit\w|altr\w|terzi|qualcun\w|giro)\b|\b(?:dat[oi]|numer\w|recapit\w)\b.{0,30}\b(?:vend|ced|"
                  r"condivi)\w+|\bfinisc\w+\b.{0,20}\b(?:in giro|pubblic\w+|call center|mano|mani)\b|"
                  r"\b(?:spam|call center|pubblicita|telefonate commerciali)\b"),
    ("how_long", r"\b(?:per )?quanto(?: tempo)?\b.{0,30}\b(?:ten\w+|tien\w+|conserv\w+|rest\w+|riman\w+|salv\w+)\b|"
                 r"\bfino a quando\b.{0,25}\b(?:ten\w+|tien\w+|conserv\w+|rest\w+)\b|\bquando\b.{0,20}\b(?:cancell\w+|"
                 r"elimin\w+)\b"),
    ("who_reads", r"\bchi (?:altro )?(?:(?:li|lo|la|le|mi|i|puo|possono) )*(?:ved\w+|legg\w+|guard\w+|controll\w+|"
                  r"accede\w*)\b"),
))
_BENEFIT = re.compile(
    r"\b(?:naspi|disoccupazione|sussidi\w+|indennita|assegn\w+|reddito di|adi|cassa(?: integrazione)?|cigs?|mobilita|"
    r"bonus|pensione|invalidita|rdc|sfl|dis coll)\b")
_LOSES = re.compile(
    r"\b(?:perd\w+|mant\w+|conserv\w+|continu\w+|tolg\w+|togli\w+|tolt\w|sospend\w+|sospes\w|blocc\w+|compatibil\w+|"
    r"cumul\w+|ferm\w+|cala|diminu\w+|ridu\w+|rest\w+|riman\w+|tocca\w*|pagano|paga|pagat\w|spett\w+|influi\w+|"
    r"prend\w+ (?:lo stesso|ancora|comunque|sempre|anche)|lo stesso|comunque|ugualmente|dann\w+)\b")


_WONDERS = re.compile(r"\b(?:mi (?:domando|chiedo|chiedevo|domandavo)|vorrei (?:sapere|capire)|non so) se\b")


_WOULD_KNOW = re.compile(r"\bsapere (?:se|dove|come|quando|quanto|cosa|chi|a che)\b")


_TERMS: dict[str, Topics] = {slot: tuple((topic, re.compile(words)) for topic, words in terms) for slot, terms in (
    ("eligibility_income", (("gross", r"\b(?:lord\w|nett\w)\b"),)),
    ("eligibility_residence", (("residence", r"\b(?:residen\w+|domicili\w+)\b"),)),
    ("eligibility_status", (("suspended", r"\b(?:cassa|cigs?|integrazione|sospes\w|sospension\w)\b"),
                            ("self_employed", r"\bautonom\w\b"),
                            ("employed", r"\bdipendent\w\b"))),
    ("booking_service", (("orientation", r"\borientament\w\b"), ("check", r"\b(?:verific\w|requisit\w)\b"))),
)}
"""Words of a question that may need an explanation of their own (``utter_term_<name>``)."""


_WRITES_CV = re.compile(r"\b(?:aiut\w+|scriv\w+|far\w*|prepar\w+|corregg\w+)\b.*\b(?:curriculum|cv)\b")
"""Help with a curriculum is no question of what to bring."""
_MEETING = re.compile(r"\bincontr[oi]\b", re.IGNORECASE)
"""In a booking the meeting is the appointment, no event."""


def asks_of_thing(text: str) -> bool:
    """Whether ``text`` asks, given that it names a thing to ask of: «posso venire col cane», «va bene se ritardo»."""
    said = expand_words(text)
    put = is_put_as_question(text) or is_put_as_question(_OPENINGS.sub("", said))
    return put or _MAY_BEGIN.match(said) is not None or _WOULD_KNOW.search(said) is not None


_ASKED = re.compile(r"(?<=\?)[^?]*$")
"""What is told after the question."""


def find_appointment_topic(text: str) -> Optional[str]:
    """What a question in a booking asks of the appointment: length, place, cost…; None for anything else."""
    said = expand_words(text)
    named = find_topics(_MEETING.sub(" ", text))
    asked = _ASKED.sub("", text)  # «quanto ci vuole? poi ho il treno» asks nothing of trains
    if not (asks_of_thing(text) or is_put_as_question(asked)) or named & {"course", "event", "pact"} or (
            _OF_DATA.search(said) or _WRITES_CV.search(said)):
        return None
    return _first(_APPOINTMENT, expand_words(asked)) or _first(_APPOINTMENT, said)


_OF_OWN = frozenset({"company", "bring", "cost", "late", "remote", "who"})


def asks_of_own(text: str) -> bool:
    """Whether a question is about an appointment that one has, and not which it is: what to bring, whom with."""
    return find_appointment_topic(text) in _OF_OWN


_INTERVIEW = re.compile(r"\b(?:colloqui\w*|appuntament\w+|orientament\w+|consulenz\w)\b")
_COSTS = dict(_APPOINTMENT)["cost"]
_COSTS_TIME = re.compile(r"\bcosta\w* (?:mezz\w |un\w? |due |tre |troppo |tanto |molto |molt\w |tropp\w |un sacco di )*"
                         r"(?:giornat\w|or[ae]|tempo|fatica|sacrific\w+|viaggi\w*|benzina|salute)\b")
"""What costs no money: «scendere a Lecco mi costa mezza giornata»."""
_ASKS_FEE = re.compile(
    r"\b(?:se|qualora|sapere|conoscere|indicar\w+|chied\w+|bisogna|occorre|si deve|devo)\b.{0,80}\b(?:corrispettiv\w|"
    r"titolo (?:oneros\w|gratuit\w)|oneros\w|a pagamento|(?:dovut\w|preved\w+|richiest\w|comport\w+|soggett\w)"
    r"(?: \w+){0,4} (?:compens\w|versament\w|pagament\w|quota|spes[ae]|cost[oi]|oner[ei]|tariff\w|contribut\w|ticket)|"
    r"versar\w+ (?:qualcosa|una|un|delle|dei))\b")
"""The same in formal words: «se il colloquio sia soggetto al versamento di un corrispettivo»."""


def asks_cost_of_interview(text: str) -> bool:
    """Whether ``text`` asks what an appointment costs («sto colloquio si paga?»)."""
    said = expand_words(text)
    named = _INTERVIEW.search(said) is not None and "course" not in find_topics(text)
    said = _COSTS_TIME.sub(" ", said)
    return named and ("?" in text and _COSTS.search(said) is not None or _ASKS_FEE.search(said) is not None)


_NOTICE_ASKED = re.compile(r"\bavvis[oi]\b")
_NOTICE_HOW = re.compile(r"\b(?:quando|come|quanto|chi|dove|perche|cosa|quant\w)\b")


def asks_for_notice(text: str) -> bool:
    """Whether somebody reminds of the notice that they asked for («e l'avviso?»)."""
    said = expand_words(text)
    return "?" in text and _NOTICE_ASKED.search(said) is not None and _NOTICE_HOW.search(said) is None


def find_consent_topic(text: str) -> Optional[str]:
    """What is asked of the consent that is not about the notice: what happens without it; or a name not to be told."""
    topic = _first(_CONSENT, expand_words(text))
    return topic if topic == "name" or asks_of_thing(text) else None


def find_privacy_topic(text: str) -> Optional[str]:
    """The one thing that is asked of one's data: whether they are passed on, how long they stay, who reads them."""
    said = expand_words(text)
    topics = [topic for topic, words in _PRIVACY if words.search(said)]
    return topics[0] if len(topics) == 1 else None


def find_contact_topic(text: str) -> Optional[str]:
    """What is said of the contact instead of giving one: none at all, somebody else's, not the telephone."""
    return _first(_CONTACT, expand_words(text))


_OF_COURSE = re.compile(r"\b(?:cors\w+|partecip\w+|requisit\w+|iscriv\w+|diritto)\b")


def asks_beside_courses(text: str) -> bool:
    """Whether ``text`` is a whole question, and none about courses or who may come."""
    said = expand_words(text)
    return asks_of_thing(text) and len(said.split()) > 2 and _OF_COURSE.search(said) is None


def find_contact_question(text: str) -> Optional[str]:
    """The topic of :func:`find_contact_topic`; None where ``text`` tells a number or an address, right or wrong."""
    return find_contact_topic(text) if read_contact(text) is None else None


def asks_about_benefit(text: str) -> bool:
    """Whether the question is what becomes of a benefit («se prendo la naspi la perdo?»)."""
    said = expand_words(text)
    asked = asks_of_thing(text) or said.startswith(("ma se ", "se ")) or _WONDERS.search(said) is not None
    return asked and _BENEFIT.search(said) is not None and _LOSES.search(said) is not None


_STILL_PAID = re.compile(
    r"\b(?:c e|esist\w+|lo danno|la danno|li danno|danno|si prende|si chiede|lo fanno|la fanno|la pagano|"
    r"lo pagano)\b.{0,12}"
    r"\bancora\b|\bancora\b.{0,12}\b(?:c e|esist\w+|lo danno|la danno|in vigore|valid\w)\b")


def asks_if_still_paid(said: str) -> bool:
    """Whether it is asked if a benefit is still there at all («il reddito di cittadinanza lo danno ancora?»)."""
    return _STILL_PAID.search(said) is not None and re.search(r"\b(?:se|cors\w+|frequent\w+|lavor\w+)\b", said) is None


_OF_OTHERS = re.compile(
    r"\b(?:mi\w |nostr\w |dei |del |della )?(?:marito|moglie|mogli|compagn[oa]|padre|madre|mamma|papa|genitori|"
    r"figli\w*|coniuge|"
    r"convivente|suocer\w|fratell\w|sorell\w|famigli\w+|familiar\w+|nucleo|casa|tutti|conviventi|coppia|lui|lei)\b")
_PAY_WORDS = re.compile(r"\b(?:redd\w+|stipend\w+|pag(?:a|he)|guadagn\w+|entrat\w+|pension\w+|soldi|prend\w+|"
    r"cumul\w+|somm\w+|cont\w+|"
                        r"isee|quello che)\b")
_OWN_OR_ALL = re.compile(r"\b(?:solo|soltanto)? ?(?:il mio|io|mio|me|da solo|personale|individuale|mia)\b")


def asks_whose_income(text: str, requested: str) -> bool:
    """Whether the question is whose income counts («fa cumulo anche la paga di mia moglie?»)."""
    said = expand_words(text)
    asked = has_question(text)
    if not asked or not requested.startswith("eligibility") or _OF_COURSE.search(said) or re.search(r"\d", said):
        return False
    at_income = requested == "eligibility_income"
    others, pay = _OF_OTHERS.search(said) is not None, _PAY_WORDS.search(said) is not None
    return others and (pay or at_income and _OWN_OR_ALL.search(said) is not None)


_OF_ONE = re.compile(r"\b(prim[oa]|second[oa]|ultim[oa])\b")
_WHAT_FOR = re.compile(r"\b(?:a (?:che )?cosa|a che|per cosa) (?:mi )?(?:serv\w+|vale)\b|\b(?:che )?cos (?:e|"
    r"sarebbe)\b|\bche (?:cosa )?(?:e|sarebbe)\b|"
                       r"\bin (?:che )?cosa consiste\b|\bcosa si fa\b|\bdi che si tratta\b|\bche roba\b|\bspieg\w+\b")


SERVICE_TERMS = ("orientation", "check")
"""What may be explained of the two services, in their order."""
_THE_OTHER = re.compile(r"\b(?:l altr[oa]|quell altr[oa])\b(?! (?:giorno|volta|ora|settimana|ufficio|sede))")


_THAT = re.compile(r"(?:\w+ )*(?:quell|quest)[ao](?: (?:li|la|qui|allora|grazie|che (?:hai|mi hai|dici|dice)\b.*))*")
MOST_WORDS_OF_THAT = 9


def points_at_other(text: str) -> bool:
    """Whether «l'altra» is chosen, of two things."""
    return "?" not in text and _THE_OTHER.search(expand_words(text)) is not None


def points_at_explained(text: str) -> bool:
    """Whether what was just explained is chosen: «ah ecco, allora mi serve quella»."""
    said = expand_words(text)
    return "?" not in text and len(said.split()) <= MOST_WORDS_OF_THAT and _THAT.fullmatch(said) is not None


_WEEKEND = {5: re.compile(r"\b(?:sabat[oi]|week ?end|fine settimana)\b"),
            6: re.compile(r"\b(?:domenic\w+|week ?end|fine settimana)\b")}
"""Words for each of the days on which most offices are closed."""


def find_weekend_days(text: str) -> list[int]:
    """The weekdays that «sabato», «la domenica» or «nel weekend» name: 5 and 6."""
    said = expand_words(text)
    return [number for number, words in _WEEKEND.items() if words.search(said)]


def find_service_asked_about(text: str) -> Optional[str]:
    """The one of :data:`SERVICE_TERMS` that a question explains or names («quanto ci si mette con la verifica?»)."""
    said = expand_words(text)
    named = [term for term, words in _TERMS["booking_service"] if words.search(said)]
    return find_term(text, "booking_service") or (named[0] if len(named) == 1 and "?" in text else None)


def find_term(text: str, requested: str) -> Optional[str]:
    """The word of the open question that the person wants explained («cosa vuol dire cassa integrazione?»)."""
    said = expand_words(text)
    pointed = _OF_ONE.search(said) if requested == "booking_service" else None
    if pointed is not None and _WHAT_FOR.search(said):
        return SERVICE_TERMS[pointed[1].startswith(("second", "ultim"))]
    if requested == "booking_service" and _WHAT_FOR.search(said) and _first(_TERMS[requested], said):
        return _first(_TERMS[requested], said)
    if not (asks_meaning(text) or asks_difference(text) or re.match(r"^(?:e |ma )*(?:cos|cosa|che cosa|che) e\b", said)
            or (re.search(r"\b(?:o|e) (?:lordo|netto)\b", said) and asks_of_thing(text))
            or ("?" in text and re.search(r"\b(?:lordo|netto)\b.*\b(?:sarebbe|tass\w+|trattenut\w+)\b", said))):
        return None
    return _first(_TERMS.get(requested, ()), said)


def _first(topics: Topics, said: str) -> Optional[str]:
    return next((topic for topic, words in topics if words.search(said)), None)
