"""Short messages that take up the last answer: «e gli orari?», «e a Merate?», «e quello di sala?», «il secondo»."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Optional

from bot.dialogue.context import Context, Understood
from bot.dialogue.subjects import asks_of_offices, drop_both
from bot.dialogue.turn import Button
from bot.italian.people.relatives import asks_of_other
from bot.italian.short_replies import read_ordinal
from bot.italian.shorthand import expand_words
from bot.italian.text import MONTHS, WEEKDAYS, normalise

_LEAD = (r"(?:(?:e|ed|ma|ah|ok|invece|anche|allora|scusa|scusi|poi|perfetto|bene|si|quindi|mi (?:dai|dici|serve|"
    r"servirebbe)) )*")
_TAIL = r"(?: (?:invece|allora|li|la|quindi|scusa|per favore|grazie|pero|esattamente|di preciso))*"
_ASPECTS = {
    "contact": r"(?:qual e )?(?:il |i |un |la |le |l |che )?(?:telefon\w+|numer[oi](?: di telefono)?|recapit[oi]|"
               r"contatt[oi]|e ?mail|mail|posta elettronica)(?: (?:per|a cui|dove|da) .{0,30})?",
    "hours": r"(?:gli |che |quali |l |in che )?orari\w*(?: (?:hanno|fanno|avete|fate|fa|ha|sono|di apertura))*|"
             r"a che ora (?:apr\w+|chiud\w+)|quando (?:siete |sono |e )?(?:apert\w|apr\w+|chius\w|chiud\w+)|"
             r"(?:quando|fino a quando) (?:si puo venire|posso venire)",
    "place": r"(?:qual e )?l indirizzo|indirizzo|(?:in )?(?:che|quale) (?:via|posto|luogo)(?: (?:e|era|sta|stanno|"
        r"siete|sono|si trova\w*))?|"
             r"che indirizzo|"
             r"dov e|dove(?: (?:si trova\w*|sta|sono|siete|sarebbe|era|stanno|l avete fatto|l avete tenut\w|"
             r"si e tenuto|lo fate|si fa))?|"
             r"il posto|"
             r"la sede|la via",
    "duration": r"(?:la )?durata|quanto dura|quante ore(?: (?:sono|e|dura))?|quanto tempo(?: (?:dura|ci vuole))?",
    "cost": r"(?:il )?(?:costo|prezzo)|quanto (?:mi )?(?:costa|si paga|viene|pago|devo pagare)|"
            r"(?:si|bisogna|devo) paga(?:re)?|costa|"
            r"(?:e |sono )?(?:gratis|gratuit[oi]|a pagamento)",
    "people": r"chi (?:lo |la |li )?(?:fa|faceva|organizza|organizzava|tiene|insegna|gestisce|ha fatto|ha organizzato)|"
              r"con chi(?: .{0,30})?|chi (?:c era|parlava|ha parlato|erano i relatori|sono i docenti)|i relatori|"
              r"i docenti|chi l (?:ha fatto|organizza|ha organizzato)|"
              r"chi (?:lo |la |li |l )?(?:gest|ten|conduc|moder|organizz|cur|segu|insegn|present|coordin|"
              r"relazion)(?:iva|eva|ava|ivano|"
              r"evano|avano|e|a|isce)|chi (?:parlava|interveniva|e intervenuto)|chi se n e occupat\w|chi c era dietro|"
              r"(?:c era\w* |ce n era\w* |quali |che |le |qualche |anche |delle |di )*(?:ditt\w|aziend\w|"
              r"impres\w)(?: (?:c era\w*|ce n era\w*|"
              r"erano|presenti|hanno partecipato|hanno parlato|sono venut\w))*",
    "when": r"(?:da )?quando(?: (?:e|era|sara|comincia|inizia|parte|e (?:iniziato|cominciato|partito|nato)|"
            r"l avete fatto|e stato|si e tenuto))?|"
            r"(?:la |che )data|"
            r"(?:in )?che giorno(?: (?:e|era|e stat\w|(?:l |lo )?avete (?:fatt|tenut)\w|si e tenut\w|si e fatt\w))?|"
            r"a che ora(?: (?:e|era))?",
    "end": r"quando (?:finisc\w+|termin\w+)|(?:la )?fine",
    "count": r"quant[aei](?: (?:gente|persone|iscritti|partecipanti))?(?: (?:c era\w*|eran\w|sono venut\w|hanno "
             r"partecipato|partecip\w+))?",
    "internship": r"(?:il |c e (?:il |un |uno )?)?(?:tirocinio|stage)",
    "audience": r"(?:a |per )chi(?: (?:e|serve|e rivolto|sono))?|"
                r"chi (?:puo|poteva) (?:venire|partecipare|farlo|andare)",
    "again": r"(?:lo |la |si |li )?(?:rifa(?:te|nno|i)?|rifarete|rifaranno|rifara|ripete(?:te|rete)?|ripeteranno)|"
             r"ce ne sara\w*(?: (?:un altr\w|altr\w))?|se ne fa\w* (?:un altr\w|altr\w)",
    "content": r"(?:che )?cosa si (?:impara|fa|studia|insegna)|il programma|le materie|gli argomenti",
    "shown": r"(?:quando|dove|in che giorno) (?:(?:l|lo|li|ce l) )?(?:avete|hanno|e stat\w|era stat\w|fu) "
             r"presentat\w(?: il corso)?",
    "enrol": r"come (?:ci si iscrive|mi iscrivo|si fa (?:a|per) iscriversi)|(?:l |le )iscrizion[ei]",
}
"""What a short question can be about, in folded words."""
_INTENTS = {
    "office": {"contact": "ask_office_contact", "hours": "ask_office_hours", "place": "ask_office_address",
               "when": "ask_office_hours"},
    "course": {"contact": "ask_office_contact", "hours": "ask_course_other_detail", "place": "ask_course_place",
               "duration": "ask_course_duration", "cost": "ask_course_cost", "people": "ask_course_organiser",
               "when": "ask_course_start", "end": "ask_course_other_detail", "count": "ask_course_participants",
               "internship": "ask_course_internship", "audience": "ask_course_audience",
               "content": "ask_course_content", "shown": "ask_jobday_about", "enrol": "ask_course_enrol"},
    "pact": {"when": "ask_pact_timeline", "end": "ask_pact_timeline", "people": "ask_pact_lead",
             "content": "ask_pact_actions"},
    "event": {"place": "ask_event_place", "hours": "ask_event_time", "when": "ask_event_time",
              "people": "ask_event_speakers", "count": "ask_event_attendance", "audience": "ask_event_audience",
              "again": "ask_event_next"},
}
"""Topic of the last answer and aspect to the intent that asks for it."""
_ASPECT = {aspect: re.compile(rf"{_LEAD}(?:{words}){_TAIL}") for aspect, words in _ASPECTS.items()}
_GLUE = frozenset(
    "e ed a ad al all alla alle allo agli ai di d da del dello della dell dei degli delle dal dalla in nel nello nella "
    "nell nei negli nelle per i il lo la l le gli un uno una quello quella quelli quelle quell invece anche ma allora "
    "poi corso corsi percorso ufficio sede centro cpi con su mi puoi dire dimmi sai ok scusa si chi vuole fare fa "
    "lavora tra fra come vorrebbe quindi sportello ah uguale idem stesso pure x".split())
"""Words that say nothing by themselves beside a name."""
_KINDS = {"office": ("office", "availability"), "course": ("course",), "sector": ("course",),
          "event": ("event", "jobday"), "organisation": ("pact",)}
"""Kind of a name to the topics of questions that can be asked of it: the second word of their intents."""
_PRESENTS = ("event", "jobday")
"""Topics of the days on which courses are presented."""
_COURSE_SAID = re.compile(r"\b(?:cors[oi]|percors[oi])\b")
_DAY = re.compile(
    rf"{_LEAD}(?:(?:il|la|lo|di|a|al|alla|per|nel|nella|i|le|dopo|in|stess[oa]|cosa|orario|uguale|idem|pure|vale) )*"
    rf"(?:(?:{'|'.join(normalise(day) for day in WEEKDAYS)}|"
    rf"mattin\w|pomeriggio|ser[ae]|fine settimana|weekend|festiv\w+|pranzo|estate|agosto|natale|"
    rf"doman\w?|oggi) ?)+(?:(?:e )?(?:uguale|idem|lo stesso|la stessa cosa|stess[oa] (?:cosa|orario))|ci lavora\w+|"
    rf"ci siete|ci sono|c e qualcuno|(?:siete|sono|e) apert\w|apr\w+|chiud\w+|lavora\w+|ricev\w+|"
    rf"trovo qualcuno|"
    rf"(?:si puo|posso) (?:venire|passare))?{_TAIL}")
_DATE = re.compile(
    rf"{_LEAD}(?:(?:e|nemmeno|neanche|manco|pure|anche|invece|allora) )*"
    rf"(?:(?:il|l) \d{{1,2}}(?: \w+)?|quello dopo){_TAIL}")
"""«nemmeno il 26?», «e quello dopo?»: the hours of another day."""
_OF_DATE = re.compile(rf"\d{{1,2}}|{'|'.join(map(normalise, (*WEEKDAYS, *MONTHS)))}|mattin\w|pomeriggio|oggi|domani")
_OTHERS = re.compile(
    rf"{_LEAD}(?:(?:per|in|nel|nell|negli|a|all|agli|di|dell|degli|quell|quegli|gli|l|le|tutti) )*altr[oiea]"
    rf"(?: (?:due|cors[oi]|uffici\w*|sede|centro))?{_TAIL}")
_THE_COURSE = re.compile(rf"{_LEAD}(?:(?:per|il|quel|al|sul) )*(?:corso|requisiti|i requisiti){_TAIL}")
_WHOM = re.compile(
    r"\bchi (?:e|c e) che (?:(?:lo|la|me|mi|ce) )*(?:sa|saprebbe|puo|potrebbe|dice|decide)\b|\bdove (?:mi |posso |"
    r"devo |ci si )*inform\w+\b|"
    r"\bcon chi (?:(?:ne|ci|mi|posso|possiamo|devo|dobbiamo|potrei) ?)*parl\w+\b|"
    r"\b(?:a )?chi (?:(?:lo|la|mi|me|posso|devo|potrei|glielo|si puo|puo|dovrei|ci si) ?)*"
    r"(?:chied\w+|domand\w+|sent\w+|rivolg\w+|contatt\w+|chiam\w+|dirmel\w+|dirlo|dire|dice|saper\w+|sa|telefon\w+)\b")
_HELPS = re.compile(
    r"\bchi (?:(?:mi|gli|le|lo|la|li|ci|ti|puo|potrebbe|potra|ce|c e che) ?)*(?:da(?:re|rebbe)?|dara) una mano\b|"
    r"\bchi (?:(?:mi|gli|le|lo|la|li|ci|puo|potrebbe|potra) ?)+(?:aiut\w+|segu\w+|consigli\w+|assist\w+|indirizz\w+)\b")
"""«intanto chi gli dà una mano?»: somebody who helps that person."""
_TO_WHOM = re.compile(r"\ba chi (?:(?:mi|ci|posso|devo|dobbiamo|possiamo|potrei) )*rivolg\w+\b")
LONGEST_TO_WHOM = 14
"""Words of «dimmi a chi mi rivolgo per sapere se vado bene»: it asks for somebody whatever it is about."""
_BEFORE_ORDINAL = re.compile(
    r"^(?:(?:e|ed|ma|dimmi|parlami|mi|interessa|interesserebbe|vorrei|voglio|sapere|informazioni|info|qualcosa|di|piu|"
    r"del|della|dell|sul|sulla|sull|al|alla|invece) )*")
_POINTED = re.compile(
    r"\b(?:(?:per|di|da) )?(?:il|la|lo|l|del|al|nel|sul|quello|quella) (prim[oa]|second[oa]|"
    r"terz[oa]|ultim[oa])\b")
_WHICH_COURSE = re.compile(
    r"\b(?:di |per |su )?(?:che|quale) corso (?:stiamo|si sta|stai|state|sta|parl\w+|hai|avete|intend\w+|era|e)\b")
_WORKERS = (r"(?:(?:una |la |un |il |l |lo |le |gli )?(?:partit[ae] iva|p iva|piva|autonom\w|dipendent\w|"
            r"liber\w profession\w+|"
            r"lavor\w+ (?:autonom\w|dipendent\w)|artigian\w|commerciant\w|collaborator\w+|co co co|cococo|"
            r"prestazion\w occasional\w|occasional\w|due (?:lavori|contratti)|contratto a (?:chiamata|termine)|"
            r"part time|"
            r"chiamata|voucher))")
_MORE = {
    "ask_did": ("ask_simpler", re.compile(
        r"(?:(?:e|ma|ok|scusa|quindi|allora) )*(?:(?:dove|come|quando|con chi|chi) (?:la |si |devo |posso |"
        r"me )*(?:fa\w*|faccio|"
        r"aiut\w+|present\w+|chied\w+)|(?:devo|bisogna|si deve|serve|e)\b.{0,25}\b(?:per forza|obbligatori\w|farla|"
        r"necessari\w)|(?:e )?obbligatori\w)")),
    "ask_working_poor": ("ask_working_poor", re.compile(
        rf"{_LEAD}(?:(?:con|per|da|se|chi|a|ha|ho|hai|uno|e|sono|fossi|avessi|uno che|quelli|invece|il limite) )*"
        rf"{_WORKERS}{_TAIL}$|"
        rf"{_LEAD}(?:(?:e|sono|quindi|si intende|al|in|e al|cifra|cifre|reddito|euro|parlate di) )*"
        rf"(?:lord\w|nett\w|(?:al )?mese|mensil\w|(?:all )?anno|annu\w+)(?: o (?:lord\w|nett\w|(?:al )?mese|mensil\w|"
        rf"(?:all )?anno|annu\w+))?{_TAIL}$|"
        rf"{_LEAD}(?:(?:per il|nel|il|del|quest|per quest|l) )*(?:20\d\d|anno)(?: prossimo)?{_TAIL}$")),
}
"""Question to the short ones that go on about its answer, and the intent that answers them."""
_MEANT = re.compile(r"^.*\b(?:intendevo|volevo dire|dicevo|parlavo di|parlavo)\b ")
"""«mi sono espresso male, intendevo i corsi»."""
_SAID_BESIDE = frozenset({"scusa", "scusi", "grazie", "per favore", "ah", "ok", "no", "si", "scusate"})
"""Words beside a question, parted from it by a comma."""
MOST_WORDS_BEFORE = 4
"""Words of a remark before a short question."""
MOST_WORDS = 9
"""Words of the longest message that can take up an answer."""


def ask_aspect(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e gli orari?», «e l'indirizzo? e il telefono?»: the aspects named, of what the last answer was about."""
    intents = _INTENTS.get((context.subject or "").partition(":")[0])
    answers = context.task is not None and not understood.intent.startswith("ask_")
    if intents is None or answers or len(text.split()) > MOST_WORDS:
        return None
    found: list[str] = []
    parts = [said for part in re.split(r"[?!.,;]+|\s+e\s+(?=\S)", drop_both(text)) if (said := expand_words(part))]
    for place, said in enumerate(parts):
        if said in _SAID_BESIDE:
            continue
        aspect = next((aspect for aspect, words in _ASPECT.items() if words.fullmatch(said)), None)
        before = place == 0 < len(parts) - 1 and not understood.kinds and len(said.split()) <= MOST_WORDS_BEFORE
        if aspect is None and before and text.count("?") == 1:
            continue  # «muoio di curiosità, chi lo faceva?»
        # «e il telefono? e gli orari?» are the office's, whatever was spoken of
        asked = _INTENTS["office"] if asks_of_offices(said) or "ask_office_contact" in found else intents
        if aspect is None or aspect not in asked:
            return None
        found.append(asked[aspect])
    if not found:
        return None
    several = tuple(dict.fromkeys(found))
    return Understood(several[0], 1.0, None, understood.kinds, questions=several if len(several) > 1 else ())


def asks_last_of_subject(text: str, understood: Understood, context: Context) -> bool:
    """Whether a message ends with a question of what was spoken of: «le tasse mi ammazzano, quanto costa?»."""
    parts = [part for part in re.split(r"[,.;:!?]+", text) if part.strip()]
    return len(parts) > 1 and ask_aspect(parts[-1], replace(understood, intent="ask_need"), context) is not None


_WANTS = re.compile(
    r"^(?:(?:e|ed|ma|scusa|scusi|ciao|salve|buongiorno|buonasera|solo|per favore|mi|ci|vorrei|voglio|avrei|avete|ho|"
    r"serve|servirebbe|serviva|"
    r"dimmi|dammi|dite|dai|dici|potrei|posso|puoi|puo|sa|sai|sapere|avere|cerco|cercavo|bisogno|di|qual|quale|e|"
    r"era|che|cosa|volevo|chiedo|"
    r"chiedere|conoscere|manca|grazie) )+")
_OF_THE_OFFICE = re.compile(
    r"(?: (?:di|del|dello|dell|della|a|ad|al|allo|alla|da|dei|ufficio|uffici|sportello|centro|centri|per|l|impiego|"
    r"cpi|sede|collocamento|"
    r"lavoro|li|la|grazie|scusa|per favore))+$")


_ONLY = re.compile(r"\b(?:vogli\w+|vorrei|volevo|mi (?:serve|basta|interessa)|basta|dimmi|mi dica|ditemi|dammi|mi dia) "
                   r"(?:solo|soltanto) (?:sapere )?(?P<what>.+)$")


def ask_of_office(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mi servirebbe il telefono di Merate»: an aspect of an office that is named beside it."""
    only = _ONLY.search(expand_words(text))
    if only is not None and context.task is None and not understood.kinds:  # «voglio solo sapere che orari fate»
        asked = next((aspect for aspect, words in _ASPECT.items() if words.fullmatch(only["what"])), "")
        intent = _INTENTS["office"].get(asked)
        return Understood(intent, 1.0, None, understood.kinds) if intent else None
    of_one = understood.kinds == {"office"} and understood.rest is not None and (
        len(re.split(r"[.!?;]+\s+", text.strip())[-1].split()) <= MOST_WORDS + 2)
    if context.task is not None or not of_one:
        return None
    rest_said = understood.rest or ""
    said = [expand_words(rest_said), *(expand_words(part) for part in re.split(r"[.!?;,]+", rest_said))]
    rests = {_OF_THE_OFFICE.sub("", part) for part in said if part}  # «grazie di tutto. mi serve l'indirizzo di Lecco»
    wanted = rests | {_WANTS.sub("", rest + " ").strip() for rest in rests}
    aspect = next((aspect for aspect, words in _ASPECT.items()
                   if any(words.fullmatch(said) for said in wanted if said)), None)
    intent = _INTENTS["office"].get(aspect or "")
    return Understood(intent, 1.0, None, understood.kinds) if intent else None


def ask_of_another(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e a Merate?», «e quello di sala?», «e gli altri?»: the last question, of the thing that is named now."""
    last = context.last_question or ""
    topic = last.removeprefix("ask_").partition("_")[0]
    in_task = context.task is not None and not (context.answered and text.rstrip().endswith("?"))
    if in_task or not last or len(text.split()) > MOST_WORDS:
        return None
    said = _MEANT.sub("", expand_words(text))
    if said != expand_words(text) and topic == "course" and re.fullmatch(r"(?:i|il|dei|del|ai|al) cors[oi]", said):
        return Understood(last, 1.0, None, understood.kinds)
    if _OTHERS.fullmatch(said) and topic in ("course", "office", "event"):
        return Understood(last, 1.0, None, understood.kinds)
    if last == "check_eligibility" and _THE_COURSE.fullmatch(said):
        return Understood(last, 1.0, None, understood.kinds)
    if last in ("ask_office_hours", "ask_availability") and _DAY.fullmatch(said):
        return Understood(last, 1.0, None, understood.kinds)
    if topic == "office" and (_DAY.fullmatch(said) or _DATE.fullmatch(said)):
        return Understood("ask_office_hours", 1.0, None, understood.kinds)
    of_hours = last in ("ask_office_hours", "ask_availability")  # «Merate invece, mercoledì 13 gennaio?»
    if not understood.kinds or understood.rest is None or any(
            word not in _GLUE and not (of_hours and _OF_DATE.fullmatch(word))
            for word in expand_words(understood.rest).split()):
        return None
    if topic in _PRESENTS and understood.kinds <= {"course", "sector"} and not _COURSE_SAID.search(said):
        return Understood(last, 1.0, None, understood.kinds)  # «quello per elettricisti invece?»: its presentation
    if last.endswith("_about") and understood.intent.endswith("_about"):
        return None  # «e i workshop?» names another kind
    of_names = {topic for kind in understood.kinds for topic in _KINDS.get(kind, ())}
    if topic in of_names or (last == "check_eligibility" and "course" in of_names):
        return Understood(last, 1.0, None, understood.kinds)
    return None


def ask_of_person(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e mio marito invece?» after a check wants the same for that person."""
    about = context.task is None and (context.checked or context.last_question == "check_eligibility")
    return Understood("check_eligibility", 1.0, None, understood.kinds) if about and asks_of_other(text) else None


def ask_more(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«di che corso parliamo?» asks what was spoken of, «devo farla per forza?» and «lordi o netti?» more of that."""
    said = expand_words(text)
    if context.task is not None or understood.kinds or len(said.split()) > MOST_WORDS:
        return None
    if (context.subject or "").startswith("course:") and _WHICH_COURSE.search(said):
        return Understood("ask_course_about")
    intent, goes_on = _MORE.get(context.last_question or "", ("", None))
    return Understood(intent) if goes_on is not None and goes_on.match(said) else None


def wants_somebody(said: str) -> bool:
    """Whether folded words ask whom to call, or who helps."""
    return _WHOM.search(said) is not None or _HELPS.search(said) is not None


def ask_whom(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e a chi lo chiedo?» wants somebody to call."""
    said = expand_words(text)
    most = MOST_WORDS if _TO_WHOM.search(said) is None else LONGEST_TO_WHOM
    short = len(said.split()) <= most
    return Understood("ask_office_contact", 1.0, None, understood.kinds) if short and wants_somebody(said) else None


def choose_listed(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«il secondo», «e l'ultimo?», «quanto dura il terzo?»: the button of the last list, or a question of it."""
    if context.task is not None or len(context.listed) < 2:
        return None
    said = expand_words(text)
    pointed = _POINTED.search(said)
    rest = " ".join(_POINTED.sub(" ", said, count=1).split()) if pointed else ""
    aspect = next((aspect for aspect, words in _ASPECT.items() if rest and words.fullmatch(rest)), None)
    picked = read_ordinal(pointed[1] if pointed and aspect else _BEFORE_ORDINAL.sub("", said), len(context.listed))
    if picked is None:
        return None
    intent, names = read_names(context.listed[picked].payload)
    kinds = frozenset(kind for kind, _ in names)
    if aspect is not None:  # «il secondo quanto dura?»
        of_aspect = next((_INTENTS[kind].get(aspect) for kind in kinds if kind in _INTENTS), None)
        return Understood(of_aspect, 1.0, None, kinds, names=names) if of_aspect else None
    last = context.last_question or ""
    same_topic = last.partition("_")[2].partition("_")[0] == intent.partition("_")[2].partition("_")[0]
    asked = last if same_topic and not last.endswith(("_list", "_about", "_open")) else intent
    return Understood(asked, 1.0, None, kinds, names=names)


def list_choices(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons of one list: those that name a thing under one intent; () for fewer than two."""
    naming = [(read_names(button.payload), button) for button in buttons]
    named = [(intent, button) for (intent, names), button in naming if names and names[0][0] != "option"]
    found = tuple(button for intent, button in named if intent == named[0][0])
    return found if len(found) > 1 else ()


def read_names(payload: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The intent of a button's payload and the names in it."""
    match = re.fullmatch(r"/(\w+)(\{.*\})?", payload)
    if match is None:
        return "", ()
    try:
        names = json.loads(match[2]) if match[2] else {}
    except ValueError:
        names = {}
    return match[1], tuple((str(kind), str(value)) for kind, value in names.items())
