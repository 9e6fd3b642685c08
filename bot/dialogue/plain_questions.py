"""Set phrases about courses, events and this chat: presented when? another job day? a job after the hours? may I?"""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.appointment_phrases import UNREAD
from bot.dialogue.context import Context, Understood

_PRESENTED = re.compile(
    r"\b(?:stat[oa]|fu|venne|avete|hanno|ha|veniva|era|erano) (?:\w+ )?presentat[oaie]\b|"
    r"\bpresentazione\b(?!.*\b(?:domanda|candidatur\w+|document\w+|istanz\w+|progett\w+)\b)")
_WHEN = re.compile(r"\b(?:quando|(?:che|quale|in quale|in che) (?:data|giorno)|(?:la )?data)\b")
_EVENT = re.compile(
    r"\bjob ?days?\b|\b(?:giornat\w|incontr\w) (?:di |per la )?(?:presentazione|orientamento)\b|"
    r"\bpresentazion\w (?:dei|del|dei vostri) cors\w\b")
_AGAIN = re.compile(
    r"\b(?:ne|se ne|ce ne) (?:\w+ )?(?:fa(?:te|nno)?|far\w+|organizz\w+|tien\w+|tenete|sono|saranno|"
    r"avete)\b.{0,20}\b(?:altr\w|ancora|"
    r"nuov\w|prossim\w)\b|"
    r"\b(?:l[oi] |li |si )?(?:rifa\w*|rifar\w+|ripet\w+|replic\w+|riorganizz\w+|ripropon\w+)\b|"
    r"\b(?:organizz\w+|fate|fanno|farete|faranno|ci sono|ci saranno|saranno|sono) (?:ancora |previst\w |"
    r"in programma )*(?:de(?:i|gli) )?"
    r"(?:altr\w|nuov\w|prossim\w|ancora)\b|\b(?:un altro|il prossimo|in programma)\b")
_AFTER_HOURS = re.compile(
    r"\b(?:dopo|finit\w|terminat\w|conclus\w|fatt\w|complet\w+|alla fine (?:del\w*)?|passat\w) (?:(?:tutt\w|le|l|"
    r"queste|delle|fatte) )*"
    r"(?:\d+|duecentocinquanta|duecento) ore\b")
_SURE_JOB = re.compile(
    r"\b(?:posto|lavoro|assunzion\w|contratto|impiego)\b|\b(?:assum\w+|assunt\w|prend\w+ a lavorare|garantit\w|"
    r"assicurat\w)\b")
_FREE_PLACE = re.compile(r"\bpost\w (?:liber\w|disponibil\w|per (?:la|il|l)|all\w*|in)\b")
_WHETHER_MAY = re.compile(
    r"\b(?:se (?:io )?(?:posso|potrei|potro|riesco a|ho i requisiti per|sono adatt\w (?:a|per)|rientro|"
    r"vado bene) ?(?:anche io )?"
    r"(?:iscriver\w+|partecipar\w+|far\w+|frequentar\w+|entrar\w+|accedere)?)\b")
_OTHER_VERB = re.compile(
    r"\bse (?:io )?(?:posso|potrei|potro|riesco a) (?!iscriver|partecipar|far|frequentar|entrar|acceder)\w+[aei]re\b")
"""«se posso ospitare persone in tirocinio» is no wish to take part."""
_TELL_ME = re.compile(
    r"\b(?:mi (?:dit\w+|dic\w+|sa\w* dire|sapete dire|puo dire|puoi dire|spiegat\w+|confermat\w+)|dimmi|"
    r"ditemi|dirmi|"
    r"vorrei sapere|volevo sapere|voglio sapere|vorrei capire|volevo capire|sapere|capire|chiedo|guardi|veda|"
    r"controll\w+|verific\w+)\b")


def ask_presented(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«in quale data è stato presentato il corso meccanico?» asks for its job day."""
    of_course = understood.kinds & {"course", "sector", "event"} or re.search(r"\b(?:cors[oi]|percors[oi])\b", said)
    asked = context.task is None and of_course and _PRESENTED.search(said) and _WHEN.search(said)
    return Understood("ask_jobday_about", 1.0, None, understood.kinds) if asked else None


def ask_another_day(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«il job day l'ho perso, lo rifate?» asks for those to come, not what they were."""
    of_event = _EVENT.search(said) or (context.subject or "").startswith("event:") and not understood.kinds
    asks = "?" in text or understood.intent.startswith(("ask_event", "ask_jobday"))
    asked = context.task is None and of_event and asks and _AGAIN.search(said)
    return Understood("ask_event_next", 1.0, None, understood.kinds) if asked else None


def ask_job_after_hours(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«terminate le 250 ore c'è un posto sicuro?» asks whether a job follows, and for no free time."""
    after = context.task is None and context.needs is not None and _AFTER_HOURS.search(said) and (
        _SURE_JOB.search(said) and not _FREE_PLACE.search(said))
    return Understood("ask_need", 1.0, None, understood.kinds, names=(("need", "after_course"),)) if after else None


def ask_whether_may(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mi dite se posso iscrivermi al corso da meccanico?» wants the check, before any notice."""
    asked = context.task is None and understood.kinds & {"course", "sector"} and (
        understood.intent in (
            "check_eligibility", "leave_interest", "ask_course_enrol", "ask_course_open", *UNREAD))
    tells = asked and _TELL_ME.search(said) and _WHETHER_MAY.search(said) and not _OTHER_VERB.search(said)
    return Understood("check_eligibility", 1.0, None, understood.kinds) if tells else None
