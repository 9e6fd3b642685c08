"""Set phrases that carry a mood: praise, anger, doubt, thanks, a goodbye, relief after a cry for help."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional

from bot.dialogue.acts import name_start
from bot.dialogue.appointment_phrases import UNREAD
from bot.dialogue.context import Context, Understood
from bot.dialogue.office_phrases import DAYS
from bot.dialogue.tasks import FREE_TEXT, find_question
from bot.italian.shorthand import expand_words

_LIKELY = 0.2
"""Probability from which a question in a complaint is asked."""
_BYE_AT_END = re.compile(r"\b(?:ciao|arrivederci|arrivederla|a presto|buona (?:giornata|serata|notte|"
                         r"domenica))(?: ciao)*$")
_PAYS_RESPECTS = re.compile(
    r"(?:(?:porgo|porgiamo|porgendo|vi|le|ti|i|con|miei|nostri|tanti|migliori|distinti|devoti|ogni|piu|sentiti|di) )*"
    r"(?:ossequi\w*|rispetti|omaggi|cordialita|riverisco|deferenza)(?: (?:a|voi|lei|tutti|suo|vostro|signor\w?|"
    r"buona giornata))*")
"""«porgo i miei ossequi»: the end of a letter, or of none."""
_WISHES_WELL = (
    r"(?:voglia|vogliate|vogliano|la prego di|prego) (?:gradire|accettare|accogliere|"
    r"ricevere) (?:\w+ ){0,5}(?:ossequi|saluti|rispetti|"
    r"omaggi|cordialita|sensi)(?: (?:di|della) \w+)?|(?:le |vi |ti )?(?:porgo|invio|mando) (?:\w+ ){0,4}(?:ossequi|"
    r"saluti|rispetti|omaggi)|"
    r"con (?:ogni |tutta |molta )?(?:osservanza|ossequio|stima|deferenza|cordialita|i migliori saluti)|(?:la |"
    r"vi )riverisco|ossequi|"
    r"(?:mi |si |ti |vi )?stia bene|state(?:mi)? bene|stammi bene|(?:tante |tantissime )?(?:buone|"
    r"belle) cose(?: a \w+)?|"
    r"buon\w* (?:continuazione|proseguimento|lavoro|giornata|serata|notte|domenica|fine settimana|weekend|tutto|"
    r"vita)(?: a \w+)?|"
    r"(?:le |vi |ti )?auguro (?:ogni bene|\w+ giornata|il meglio)|alla prossima|ci aggiorniamo|arrivederl\w|"
    r"arrivederci|ciao|addio|"
    r"(?:la |vi |ti )saluto|saluti|cordialita|distinti saluti|cordiali saluti|a risentirci|a rivederci|in gamba")
_IS_GRATEFUL = (
    r"(?:gliene |le |ve ne |te ne |vi |ti |gli )?(?:sono|resto|siamo|saro) (?:molto |davvero |veramente |"
    r"infinitamente |tanto )?"
    r"(?:riconoscent\w|grat[oaie]|obbligat\w|debit\w+)|(?:molto |tanto )?obbligat\w|obbligatissim\w|(?:la |ti |"
    r"vi )ringrazio(?: di cuore|"
    r" molto| tanto| infinitamente| davvero| assai| sentitamente)?|grazie(?: mille| tante| infinite| di cuore|"
    r" davvero| ancora| molte| assai)*|"
    r"non so (?:proprio )?come (?:ringraziar\w+|sdebitarmi)|(?:e stat\w |siete stat\w |sei stat\w |molto |davvero |"
    r"troppo |e )*"
    r"(?:squisit\w|gentilissim\w|gentile|gentili|cortes\w|cortesissim\w|preziosissim\w|prezios\w)|mi (?:e|siete|"
    r"sei) stat\w di (?:grande |"
    r"molto |tanto |vero )?aiuto")
_TAKES_NOTE = (r"(?:ok|bene|benissimo|perfetto|va bene|d accordo|capito|ho capito|ricevuto|chiaro|chiarissimo|"
    r"ottimo)|(?:ne )?(?:prendo|"
               r"ho preso|prendiamo|prendero) (?:buona |debita )?(?:atto|nota)|(?:ne )?terro conto|provvedero|"
               r"faro cosi")
_TAKES_LEAVE = re.compile(rf"(?:(?:{_WISHES_WELL}|{_IS_GRATEFUL}|{_TAKES_NOTE}|e|ed|allora|comunque|lei|voi|"
    rf"tutti)(?: |$))+")
_WELL, _GRATEFUL = re.compile(rf"(?:^| )(?:{_WISHES_WELL})(?= |$)"), re.compile(rf"(?:^| )(?:{_IS_GRATEFUL})(?= |$)")
"""«Le sono riconoscente, voglia gradire i miei ossequi»: nothing but courtesies, the last of which is a goodbye."""
_THANKS = re.compile(r"^(?:\w+ ){0,2}?(?:grazie|ringrazi\w+|gentil\w+)\b")
_NOTHING_GAINED = re.compile(
    r"\b(?:ma|pero|peccato|solo che|tuttavia|purtroppo|comunque)\b.{0,40}?(?:\bne so (?:quanto|come|meno)\b|"
    r"\b(?:quanto|come|meno di) prima\b|"
    r"\bpunto (?:e a|da) capo\b|\bpunto di partenza\b|\b(?:avevo |ho )?chiest\w (?:\w+ ){0,2}(?:altro|altra)\b|"
    r"\bun altra cosa\b|"
    r"\bnon (?:(?:mi|ci|ti|ne|lo|e|ha|hai|avete|sono|era|sia|in) )*(?:risolv\w+|risolt\w|rispost\w|rispond\w+|"
    r"aiut\w+|cap\w+|servit\w|"
    r"quello|questo|quella|questa|so|chiar\w|niente|basta|combinat\w|utile|bene)\b|\ba (?:niente|nulla|vuoto)\b|"
    r"\binutil\w+\b|\bper niente\b)|"
    r"\bgrazie (?:per niente|di niente eh|al cavolo|al piffero|un corno)\b")
"""«ti ringrazio, però ne so quanto prima» is no thanks."""
_SEE_YOU_AGAIN = (r"(?:ci (?:vediamo|si vede|sentiamo|risentiamo|rivediamo|bec+hiamo|bek+iamo|si becca|aggiorniamo|"
                  r"incontriamo))")
_SEE_YOU = re.compile(
    rf"^(?:(?:ok|va bene|bene|grazie|perfetto|allora|ciao|d accordo|ottimo|e|{_SEE_YOU_AGAIN}) )*"
    rf"(?:a|alla|{_SEE_YOU_AGAIN})(?: a| in| tra| fra)? (?:{DAYS}|domani|dopodomani|presto|dopo|stasera|"
    rf"(?:la |settimana |la settimana |il mese |mese )?prossim[ao](?: settimana| volta| mese)?|"
    rf"settimana prossima|lunedi prossimo|giro|qualche giorno|questi giorni)"
    rf"(?: (?:allora|grazie|ciao|mattina|pomeriggio|prossimo|prossima))*$")
_OTHER_REVIEW = re.compile(
    r"\b(?:film|serie(?: tv)?|ristorant\w+|pizzeri\w+|pizza|alberg\w+|hotel|libr\w+|canzon\w+|album|"
    r"videogioc\w+|gioc\w+|app|"
    r"telefilm|bar|locale|negozio|amazon|google|tripadvisor|(?<!\bal )(?<!\bdi )(?<!\bper )telefono|"
    r"lavatrice|concerto|partita)\b")
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
_ONLY_THANKS = re.compile(
    r"(?:(?:ok|va bene|bene|ah|oh) )*(?:grazie|ti ringrazio|la ringrazio|vi ringrazio)(?: (?:mille|tante|"
    r"infinite|di cuore|"
    r"signorin\w|signor\w?|cara|caro|molto|davvero|gentil\w+|gentilissim\w|e stat\w|sei|e|tesoro|tanto|ancora|assai))*")
_AND_NOW = re.compile(
    r"^(?:(?:e|ma|ok|si) )*(?:allora|quindi|dunque|adesso|ora|poi|dopo)(?: (?:che|cosa|come))?(?: si)?(?: fa\w*)?$")
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
_APPLAUSE = re.compile(
    r"(?:(?:ok|ah|wow|che|proprio|sei|siete|davvero|molto|benissimo) )*(?:top|grand[ei]|perfett[oi]|super|mitic[oi]|"
    r"brav[oaie]|ottim[oi]|"
    r"fantastic[oi]|forte|bell[oa]|eccellente|stupendo)(?: (?:cosi|davvero|grazie|mille|!))*")
_PRAISE = re.compile(
    r"(?:(?:ma|che|e|ahah\w*|oh|wow|ok|grazie|davvero|tu|lei) )*(?:brav(?:o|a|i|issim\w)\b|(?:sei|e|"
    r"siete) (?:stat\w |proprio |"
    r"davvero |molto |piu )*(?:brav\w+|simpatic\w+|carin\w|premuros\w|disponibil\w|pazient\w|gentil\w+|svegli\w|"
    r"chiar\w+|util\w+|veloc\w+|in gamba|una forza|"
    r"un mito|"
    r"meglio|un tesoro|un angelo|preparat\w|intelligent\w)\b)(?!.*\b(?:ma|pero|non)\b)")
_LONGEST_PRAISE = 10
"""Words of a message that is nothing but praise."""


def thanks_for_help(text: str) -> bool:
    """Whether somebody who was told whom to call thanks or says that they will («ok, provo a chiamare»)."""
    return "?" not in text and _THANKS_NOW.search(expand_words(text)) is not None


def cannot_call(text: str) -> bool:
    """Whether somebody who was told whom to call says that they are heard («non posso parlare, sente tutto»)."""
    return _HEARD.search(expand_words(text)) is not None


def go_on_after_distress(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a chi mi rivolgo?» and «grazie, provo a chiamare» after a cry for help are about that help."""
    if not (context.subject or "").startswith("distress:") or len(said.split()) > 10 or understood.kinds:
        return None
    resumed = context.left and _RESUMES.search(said) and name_start(context.left)
    if resumed:
        return Understood(resumed, 1.0, None, understood.kinds)
    about = _WHOM_NOW.search(said) or thanks_for_help(text) or cannot_call(text)
    return Understood("express_distress") if about else None


def applaud(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«👍 top» is thanks."""
    unread = understood.intent in UNREAD | {"give_feedback", "thank"}
    praised = context.task is None and unread and (
        _APPLAUSE.fullmatch(said) or "?" not in text and len(said.split()) <= _LONGEST_PRAISE and _PRAISE.match(said))
    agrees = context.answered and understood.intent != "thank"  # «bravissima!» takes up nothing
    return Understood("affirm" if agrees else "thank") if praised else None


def ask_in_anger(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«è la terza volta che chiedo quando parte il corso!» wants the answer more than a word of regret."""
    if context.task is not None or not understood.kinds & {"course", "office", "event"} or not any(
            intent == "complain" for intent, _ in ((understood.intent, 1.0), *understood.ranking[:2])) or (
            understood.intent not in ("complain", "nlu_fallback")):
        return None
    asked = next((intent for intent, probability in understood.ranking[:3]
                  if intent.startswith("ask_") and probability >= _LIKELY), None)
    again = asked is not None and re.search(r"\b(?:volta|volte|chied\w+|chiest\w|domand\w+|ripet\w+|ancora)\b", said)
    return Understood(asked, 1.0, None, understood.kinds) if asked and again else None


def say_goodbye(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«a martedì», «no niente, ciao» take leave."""
    if context.task is not None or "?" in text:
        return None
    ends = _BYE_AT_END.search(said) is not None and len(said.split()) > 2
    leaves = ends and understood.intent in ("deny", "stop", "thank", *UNREAD)
    return Understood("goodbye") if leaves or _SEE_YOU.match(said) or _PAYS_RESPECTS.fullmatch(said) else None


def take_courteous_leave(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Courtesies and nothing else: with a good wish among them a goodbye, else thanks."""
    if context.task is not None or understood.intent == "greet" or "?" in text or not _TAKES_LEAVE.fullmatch(said):
        return None  # «ciao» is either
    if _WELL.search(said):
        return Understood("goodbye")
    return Understood("thank") if _GRATEFUL.search(said) and understood.intent != "affirm" else None


def complain_of_no_help(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ti ringrazio, però ne so quanto prima» thanks for nothing."""
    gained = context.task is not None or not _THANKS.match(said) or not _NOTHING_GAINED.search(said)
    return None if gained else Understood("complain", 1.0, None, understood.kinds)


_WHY_SHOWN = re.compile(
    r"\b(?:cosa|che|perche|a che (?:serve|pro)) (?:cavolo |diamine )?(?:me |ce )?(?:l[oaie] )?(?:fate|fai|fa|mostr\w+|"
    r"mett\w+|"
    r"pubblic\w+|propon\w+|tenete|dite|dici|parlate)\b.{0,30}\b(?:finit\w|conclus\w|chius\w|pien\w|scadut\w)\b")
_WILL_NOT = re.compile(
    r"\b(?:non|nn|guai) (?:(?:mi|me|ci|provate|prova|provi|venite|vieni|stia\w*|state|dovete|voglio|vorrei|intendo|"
    r"penso di|a) )*"
    r"(?:dir\w*|dit\w+|propo\w+|mandar\w*|parl\w+|consigli\w+|rifil\w+|far\w*)\b.*\b(?:il|da|di|del|quello|la|per)\b")


_RATHER_ANOTHER = re.compile(r"\b(?:ma|bensi|anzi|invece|preferi\w+|piuttosto|solo|soltanto)\b")


def ask_of_closed(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«cosa me lo fate vedere se è finito?» grumbles that the course is over: how it stands, and a notice."""
    asked = context.task is None and _WHY_SHOWN.search(said)
    return Understood("ask_course_open", 1.0, None, understood.kinds) if asked else None


def refuse_course(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«non provate a dirmi di fare il cameriere» will not have one course: the others are told."""
    named = context.task is None and understood.kinds & {"course", "sector"} and will_not_have(text)
    return Understood("ask_course_list", 1.0, None, understood.kinds) if named else None


def will_not_have(text: str) -> bool:
    """Whether the course that ``text`` names is one that the person will not have."""
    said = expand_words(text)
    return "?" not in text and _WILL_NOT.search(said) is not None and _RATHER_ANOTHER.search(said) is None


def rate_other(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Stars for a film are no rating of this assistant."""
    rates = understood.intent in ("give_feedback", "complain", "praise") and context.task is None
    if not rates or not _OTHER_REVIEW.search(said):
        return None
    return replace(understood, intent="out_of_scope", confidence=1.0, questions=())


def thank_in_task(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«grazie signorina, molto cara» in a form is thanks and no answer."""
    of_words = find_question(context.task, context.question)
    if of_words is None or of_words.kind in (*FREE_TEXT, "name", "yes_no", "sure_yes", "consent") or "?" in text:
        return None
    return Understood("thank") if _ONLY_THANKS.fullmatch(said) else None


def doubt(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sicuro?», «chi lo dice?» after a fact: where it comes from; after another answer, that answer again."""
    asked = context.last_question
    if context.task is not None or not (context.answered or context.checked) or not asked or not (
            _DOUBTS.match(said) or _SWEARS.search(said)):
        return None
    known = asked.startswith(("ask_course", "ask_office")) or context.checked
    return Understood("ask_source" if known else asked)


def go_on(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e allora?» in a task asks for its question again; it takes no leave."""
    if not _AND_NOW.match(said) or understood.kinds:
        return None
    if context.task is not None:
        return Understood("inform", act="again")
    elsewhere = context.refused or context.checked or context.at_hand or context.subject is not None
    lost = understood.intent in ("goodbye", "stop", *UNREAD)
    return Understood("ask_help") if lost and not elsewhere else None


_MOOD = (
    r"(?:scoraggiat|sconfortat|sfiduciat|demoralizzat|demotivat|avvilit|abbattut|amareggiat|affrant|sconsolat|mortificat|"
    r"afflitt|rattristat|intristit|svuotat|spent|smarrit|sfiancat|spossat|prostrat|stremat|sfinit|"
    r"angosciat|desolat|rassegnat|delus|sola|giu|triste|trist|"
    r"mogi|mest|infelice|esaust|stuf|stanc|distrutt|a pezzi|a terra|uno straccio|sottosopra|di malumore|"
    r"di cattivo umore)"
    r"(?:[aoie]|issim[aoie])?")
_LOW = re.compile(
    rf"(?:(?:ciao|salve|buongiorno|buonasera|insomma|eh|mah|boh|oggi|io|mi|sono|sto|ero|sento|sentiamo|siamo|un po|"
    rf"un poco|molto|tanto|davvero|proprio|veramente|abbastanza|piuttosto|parecchio|cosi|troppo|solo|sempre|"
    rf"ancora|e|ed) )*{_MOOD}(?: (?:{_MOOD}|e|di morale|di corda|oggi|stasera|in questi giorni|ultimamente|"
    rf"da morire|proprio|tanto|un po|davvero|molto|grazie|ecco|insomma|tutto))*")
"""A mood and nothing else: «sconfortata», «un po' giù oggi», «avvilito e stanco»."""
_NERVOUS = (
    r"(?:agitat\w+|nervos\w+|tes[oai]|tesissim\w|ansi[ao]\w*|in ansia|batticuore|fifa|panico|terrorizzat\w|spaventat\w|"
    r"preoccupat\w+|in pensiero|imbarazzat\w|intimidit\w|emozionat\w|mi tremano|non (?:ci )?dorm\w+|stomaco|"
    r"sulle spine|stress\w*)")
_FEARS = re.compile(
    rf"\b{_NERVOUS}\b|\b(?:paura|timore|terrore) (?:del|per|dell|di|a|nel|nell) (?:il |l |un |fare il |fare l |"
    rf"fare un |venire|incontr\w+|colloqui\w*|appuntament\w+)|"
    rf"\bmi (?:agit\w+|spavent\w+|intimidi\w+|innervosi\w+|angosci\w+)\b")
_OF_MEETING = re.compile(
    r"\b(?:incontr[oi]|colloqui\w*|appuntament\w+|orientator\w+|orientatric\w+|operator\w+|operatric\w+|"
    r"(?:venire|vengo|veniamo|presentarmi|parlare|parlarvi) (?:\w+ )?(?:li|da voi|con voi|in ufficio|al centro|"
    r"allo sportello))\b")
_WISHES = re.compile(
    r"\?|\b(?:prenot\w+|fiss\w+|spost\w+|annull\w+|disdi\w+|cancell\w+|cambi\w+|rimand\w+|anticip\w+|vorrei|voglio|posso|"
    r"quando|a che ora|dove|codice|chiam\w+|telefon\w+|ditta|aziend\w+|fabbrica|negozio|di lavoro|curriculum|capo|"
    r"figli\w*)\b")


def hear_low_mood(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sconfortata», «un po' giù oggi»: a mood and nothing else gets a human word, in any form of it."""
    if context.task is not None or context.at_hand or "?" in text or understood.intent in (
            "express_distress", "complain"):
        return None
    return Understood("tell_hard_time") if _LOW.fullmatch(said) else None


def hear_fear_of_meeting(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sono agitatissima per l'incontro con l'orientatore» wants to be reassured, and neither books nor cancels."""
    if context.task is not None or understood.intent == "express_distress" or _WISHES.search(f"{said} {text[-1:]}"):
        return None
    return Understood("tell_worry") if _FEARS.search(said) and _OF_MEETING.search(said) else None
