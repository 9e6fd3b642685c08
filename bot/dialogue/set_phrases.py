"""Messages whose words say outright what is meant, and whose examples the classifier mixes with others of ours.

Each reader takes the folded words (:func:`expand_words`), what the classifier read and the context; the first that
speaks is the candidate of :func:`read_set_phrase`, called by ``readers.take_at_its_word``.
"""

from __future__ import annotations

import re
from typing import Callable, Optional

from bot.dialogue.answer_kinds import OWN_WORDS
from bot.dialogue.appointment_phrases import UNREAD, read_appointment_phrase
from bot.dialogue.asides import asks_about_benefit, asks_cost_of_interview, asks_if_still_paid
from bot.dialogue.context import Context, Understood
from bot.dialogue.doubt_words import asks_difference, asks_limits
from bot.dialogue.erasure_phrases import erase_one_line, withdraw_consent
from bot.dialogue.fragments import holds_booking
from bot.dialogue.mistake_phrases import report_mistake
from bot.dialogue.news_phrases import (
    ask_for_hall,
    ask_in_letter,
    hear_apathy,
    report_broken,
    tell_hired,
    tell_nobody_there,
)
from bot.dialogue.office_phrases import (
    ask_day,
    ask_floor,
    ask_length,
    ask_several_of_office,
    ask_still_mine,
    ask_whether_open,
    ask_whether_there,
    ask_which_open,
    book_check,
    change_mind,
    come_while_working,
    compare_services,
    tell_cannot_come,
    tell_municipality,
)
from bot.dialogue.own_words import find_foreign_complement
from bot.dialogue.plain_questions import ask_another_day, ask_job_after_hours, ask_presented, ask_whether_may
from bot.dialogue.reworded_questions import read_reworded
from bot.dialogue.sign_up_phrases import read_sign_up
from bot.dialogue.subjects import OTHERS_DATA, asks_age, asks_data_of_other, wants_notice_of_events
from bot.dialogue.tasks import ELIGIBILITY
from bot.dialogue.tone_phrases import (
    applaud,
    ask_in_anger,
    ask_of_closed,
    complain_of_no_help,
    doubt,
    go_on,
    go_on_after_distress,
    hear_fear_of_meeting,
    hear_low_mood,
    rate_other,
    refuse_course,
    say_goodbye,
    take_courteous_leave,
    thank_in_task,
)
from bot.dialogue.waiting_phrases import (
    ask_what_begins,
    await_answer,
    refuse_reminders,
    take_off_notice,
    tell_me_when,
    wait_for_place,
)
from bot.italian.firm_words import FIRM

_ASKS_MEMBER = re.compile(
    r"^(?:e |ma |anche |invece |scusa )*(?:(?:e|fa|c e|rientra|sta) )?(?:l |la |il |lo |i |gli |"
    r"le )?(?P<name>\w+(?: \w+){0,3}?) "
    r"(?:e|sono|fa|fanno|sta|c e|rientra|risulta|figura|compare|partecipa)(?: anche| pure)? "
    r"(?:uno |una |parte |tra |fra |tra i |dentro )?(?:de(?:i|gli|l|lle) |nel |nella |un |una |il |i |al |del |dello )*"
    r"(?:vostr\w |15 )?(?:partner\w*|patto|partenariato|aderent\w+|sostenitor\w+|rete)\b")
_NO_NAME = re.compile(
    r"\b(?:chi|quale|quali|quant\w+|cosa|che|dove|come|quando|perche|cors\w+|quest\w+|quell\w+|io|noi|tu|mi\w|cos|"
    r"capofila|"
    r"provincia|azienda|aziende|impresa|imprese|ente|enti|ci|partner|patto|non)\b")
_NAMES_ONE = re.compile(
    r"^(?:e|ed|invece|e invece|anche|e anche) (?:(?:la|il|lo|l|i|gli|le) )?(?!per\b|a\b|se\b|poi\b)\w+(?: \w+){0,2}$")
_MEMBERS = re.compile(
    r"\b(?:quali|che|elenc\w+|chi|nomi)\b.{0,40}\b(?:compong\w+|costituisc\w+|form\w+|fanno parte|"
    r"aderisc\w+|partecipano|"
    r"composto|composta|membri|attori)\b.{0,25}\b(?:partenariato|patto|partner)\b|"
    r"\b(?:da chi|da quali enti)\b.{0,20}\b(?:compost\w|format\w|costituit\w)\b.{0,20}\b(?:partenariato|patto)\b|"
    r"\b(?:partenariato|patto)\b.{0,20}\b(?:da chi|da quali enti) e (?:compost|format|costituit)\w\b")
_SUPPORTS = re.compile(r"\brete di sostegno\b|\bsosten\w+")
_LAW = re.compile(r"\b(?:legg[ei]|norm[ae]|normativ\w|regolamento)\b")
_OTHER_PACT = re.compile(r"\bpatto (?:di|del|della|con|tra) (?!lecco\b)\w+")
_COUNTS = re.compile(r"\b(?:quant[ie]|numero|in quanti|conteggio|cifre)\b")
_SIDES = (re.compile(r"\bpartner\w*|\b(?:quant[ie]|numero)\b(?: \w+){0,3} (?:firmat\w|sottoscri\w+|aderi\w+)\b"),
          re.compile(r"\b(?:rete|sosten\w+|sostegn\w|appoggia\w*)\b"))
_ONE_SIDE = re.compile(r"\b(?:stess\w|chi sono|quali|di quest\w|di loro|del(?:la|le|l)? rete (?:\w+ ){1,3}sono)\b")
_JOINS = re.compile(
    r"\b(?:possiamo|posso|potremmo|potrei|vorrei|vorremmo|vogliamo|voglio|si puo|come (?:si fa|"
    r"facciamo|faccio)|interess\w+|"
    r"sarebbe possibile|e possibile|riusciamo)\b.{0,40}\b(?:entrar\w|aderir\w|unir\w+|far\w* parte|"
    r"partecipar\w|collaborar\w|"
    r"diventar\w)\b.{0,25}\b(?:patto|partenariato|partner|rete)\b|\b(?:patto|partenariato)\b.{0,25}\b(?:aderir\w|"
    r"entrar\w)\b")
_STILL_CALL = re.compile(
    r"\b(?:ancora|sempre|adesso|oggi|ormai|tempo)\b.{0,20}\b(?:candidar\w+|aderir\w+|partecip\w+|presentar\w+|"
    r"apert\w|domanda|"
    r"iscriver\w+|entrar\w+)\b|\b(?:candid\w+|aderi\w+|partecip\w+|present\w+)\b.{0,12}\bancora\b")
_ORGANISATION = re.compile(
    rf"\b(?:{FIRM}|associazion\w+|onlus|ente|scuol\w+|artigian\w+|studio|datore|sindacat\w+|noi)\b|"
    r"\b(?:siamo|possiamo|vorremmo|vogliamo|potremmo)\b")
_OF_CALL = re.compile(r"\b(?:bando|avviso|regione|regionale|legge|categori\w+)\b")
_ONLINE = re.compile(
    r"\b(?:on ?line|da casa|a distanza|da remoto|in dad|(?:col|con il|dal|sul|al) (?:pc|computer|tablet|cellulare)|"
    r"in presenza|su zoom|in videoconferenza)\b")
_ATTENDS = re.compile(r"\b(?:segu\w+|frequent\w+|far\w|fa|lezion\w+|cors[oi]|e|sono|si puo|si fa|viene)\b")
_OTHER_COURSES = re.compile(
    r"^(?:(?:e|ma|ok|allora|avete|ci sono|c e|fate|dei|di|anche|invece|qualche) )*(?:altr[oi]|divers[oi]) "
    r"(?:(?:tipi|tipo|genere) di )?cors[oi](?: (?:tecnic\w|pratic\w|di altro tipo|simil\w|gratuit\w|gratis|da fare|"
    r"disponibil\w|per me))?$")
_BOOKS_INSTEAD = re.compile(
    r"^(?:\w+ )?(?:e|ma) (?:per|come faccio per|come si fa per) (?:l |un |il )?(?:appuntament\w+|colloquio)$|"
    r"\b(?:volevo|voglio|vorrei|preferisco|prenoto) (?:solo |soltanto )?(?:un|l|il) (?:appuntament\w+|"
    r"colloquio)\b(?! (?:gia|che))|"
    r"^(?:(?:ah|oh|e|ok|si|poi|anche|pure|intanto|scus\w|senti|allora|mi serve|mi servirebbe|ci vorrebbe) )*(?:un |l )?"
    r"(?:appuntamento|colloquio)(?: (?:anche|pure|per favore|grazie|con voi))*$|"
    r"\bprenoto quello che c e\b")
_WHEN_IS_IT = re.compile(
    r"(?:(?:ma|e|scusa|ok|pero|allora|si) )*quando (?:sarebbe|sarebbero|e|sono|parte|partono|comincia\w*|"
    r"inizia\w*|ricomincia\w*|"
    r"riparte|rifate|lo rifate|lo fate|apre|aprono|riapre)(?: (?:piu o meno|circa|esattamente|di preciso|"
    r"il corso|i corsi|poi|"
    r"all incirca|che|questo|corso))*")
_OF_DATA_KEPT = re.compile(
    r"(?:(?:e|ed|ma|ok|scusa|poi|allora) )*(?:(?:per )?quanto(?: tempo)?(?: (?:li |le )?(?:tenete|conservate|"
    r"tieni|restano|"
    r"rimangono|salvate|li tieni))?|chi (?:li|le|lo) (?:vede|legge|vedono|leggono|puo vedere)|quando (?:li|"
    r"le) cancell\w+|"
    r"dove (?:li|le) (?:tenete|salvate|conservate|tieni)|a chi (?:li|le) (?:date|dai|passate)|"
    r"se (?:\w+ ){0,3}(?:li|le|lo|la) (?:vol\w+|vorr\w+) (?:togli\w*|cancell\w+|elimin\w+)|"
    r"se (?:\w+ ){0,3}(?:vol\w+|vorr\w+) (?:far\w* )?(?:togli\w*|cancell\w+|elimin\w+|spari\w+)(?: tutto| via|"
    r" (?:i )?(?:miei )?dati)?|"
    r"(?:posso|si puo|come) (?:\w+ )?(?:togli\w+|cancell\w+|elimin\w+)(?:l[iea])?)(?: (?:poi|dopo|"
    r"allora))*")
_ERASE_THEM = re.compile(
    r"(?:(?:e|ecco|ok|va bene|allora|bene|si|no|grazie|dai|quindi) )*(?:cancell|elimin|togli|togliet|lev|levat|"
    r"rimuov|butta)\w*(?:li|le|lo|la|mi|via)(?: (?:tutti|tutte|"
    r"subito|per favore|"
    r"grazie|allora|pure))*|(?:(?:e|ok|allora) )*(?:li|le) (?:puoi|potete|puo) (?:cancell|elimin|togli)\w*")
_RATHER = re.compile(
    r"(?:ok|va bene|dai|allora|pazienza|beh|no)?(?: )?(?:fa niente|non importa|non fa niente|pazienza) "
    r"(?:(?:allora|e|ma|invece|dimmi|mi interessa|vorrei|voglio) )*(?:quello|quella|il|per il|del|di)\b")
_CALL_ME = re.compile(
    r"(?:(?:e|ma|ok|allora|scusa|scusi) )*(?:quando|a che ora|in che giorno|fra quanto|tra quanto) (?:mi|ci) "
    r"(?:(?:ri)?chiam\w+|telefon\w+|(?:ri)?contatt\w+)(?: voi| poi| allora)?")
_HOW_MANY_MADE = re.compile(
    r"(?:(?:e|ma|ok|scusa) )*quant[ie] (?:ne )?(?:(?:avete|hanno|ne|sono|ce) ?)*(?:fatt[ie]|organizzat[ie]|tenut[ie]|"
    r"stat[ie]|erano|"
    r"sono|ne avete fatti)(?: in tutto| finora)?")
_PERSON_WANTED = re.compile(
    r"\b(?:parl\w+|sentire|discut\w+) (?:un po )?(?:(?:con|a|co|la|il|una|un|lo|qualche|l) )*(?:signor\w*|persona|"
    r"impiegat\w|"
    r"operator\w+|qualcuno|qualcun altro|responsabile|addett\w|incaricat\w|umano|essere umano|"
    r"funzionari\w)\b(?! di altro)|"
    r"^(?!.*\b(?:sei|siete|6)\b).*\bin carne ed? ossa\b|\bscambi\w+ (?:due|quattro|qualche) (?:parol\w|chiacchier\w)\b|"
    r"\b(?:uno|una|qualcuno|un) (?:(?:di|che sia) )?(?:ver[oa]|uman[oa]|reale|cristiano|essere umano) "
    r"(?:(?:per|con cui|con chi|a cui|da|che) )+\w+\b")


_FIRMS_THERE = re.compile(
    r"\b(?:ditt\w|aziend\w|impres\w|societa)\b.*\b(?:c era\w*|ce n era\w*|erano|presenti|partecip\w+|venut\w|"
    r"parlat\w+)\b|"
    r"\b(?:c era\w*|ce n era\w*|erano|partecip\w+|venut\w)\b.*\b(?:ditt\w|aziend\w|impres\w|societa)\b")
_ENTERS = re.compile(
    r"\b(?:posso|potrei|riesco a|mi fate|mi fareste|ci posso|mi lasciate|si puo) (?:\w+ )?(?:entrare|entrarci|"
    r"accedere|essere (?:ammess|pres|"
    r"accettat)\w|inserirmi)\b.*\b(?:cors[oi]|percors[oi])\b")
_WITH_COURSE = re.compile(
    r"\b(?:col|coi|con (?:il|quel|questo|un)|dopo (?:il|aver fatto il)|finito il|"
    r"grazie al) cors[oi]\b.*\b(?:(?:posso|potrei|si puo|potro|riesco a) "
    r"(?:\w+ ){0,2}?(?:lavor\w+|essere assunt\w|trovare|insegnare|aprire)|trov\w+ (?:\w+ )?(?:lavoro|posto)|"
    r"mi assum\w+)")
_WHO_SPOKE = re.compile(
    r"\bchi (?:(?:c|ci|ce|vi) )?(?:era\w*|parlav\w+|interven\w+|testimoni\w+)\b|\bchi (?:ha|hanno) (?:parlat\w|"
    r"testimoniat\w|"
    r"raccontat\w)\b|\b(?:testimonianz\w+|relator\w+|intervent\w|professor\w+|ospit[ei]|imprenditor\w+)\b")
_ASKS_MUCH = re.compile(
    r"\b(?:scus\w|perdon\w|mi dispiace|chiedo scusa)\b.*\b(?:(?:tant[ei]|tropp[ei]|altr[ea]|un sacco di|"
    r"molt[ei]) (?:domand\w|"
    r"cose)|disturb\w+|rompo|rompere|stress\w*|insist\w+)\b")
_MAY_COME = re.compile(r"\b(?:posso|potrei|rientro|ho diritto (?:al|a un|di) cors\w+|requisit\w+|mi (?:prendono|"
                       r"iscriv\w+))\b")
_OF_INVALIDITY = re.compile(r"\b(?:invalidit\w+|104|accompagnament\w+)\b")
_OF_COURSE_OR_WORK = re.compile(r"\b(?:cors\w+|frequent\w+|tirocini\w*|lavor\w+)\b")
_IF_RUN_OUT = re.compile(
    r"^(?:(?:e|ma|ok|scusa) )*(?:anche )?se (?:(?:e|mi e|ce l ho|quello e|il permesso e|gia) )*(?:finit\w|scadut\w|"
    r"scade|pers\w)"
    r".*\b(?:cors\w+|partecip\w+|iscriv\w+)\b")
_WANTS_APPOINTMENT = re.compile(
    r"\b(?:vogli\w+|vuole|vorre\w+|voleva|volevo|serve|prend\w+|prenot\w+|fiss\w+|dat\w+|bisogno)\b(?: \w+){0,3} "
    r"(?:appuntament\w+|colloqui\w+)\b")
_NOTE_NAME = re.compile(
    r"\b(?:scriv\w+|segn\w+|mett\w+|pren\w+|annot\w+) (?:(?:pure|anche|il|giu) )*mio nome\b.*\b(?:prossim\w+|next|"
    r"quando|se|lista|"
    r"corso)\b")


def read_set_phrase(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What ``text`` (``said``: its folded words) is by its own words; None where they do not say it."""
    return next((found for read in _READERS if (found := read(text, said, understood, context)) is not None), None)


def _of_notice(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«per quanto tempo?», «chi li vede?» and «ok, cancellali» after the notice on data are about these data."""
    if context.task is not None or context.last_question != "ask_privacy" or understood.kinds:
        return None
    if _ERASE_THEM.fullmatch(said):
        return Understood("erase_data")
    return Understood("ask_privacy") if _OF_DATA_KEPT.fullmatch(said) else None


def _ask_how_many(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quanti ne hanno fatti?» after an event counts the events, not who came."""
    asked = context.task is None and (context.subject or "").startswith("event:") and _HOW_MANY_MADE.fullmatch(said)
    last = context.last_question or ""
    return Understood(last if last.endswith("_about") else "ask_event_list") if asked else None


def _ask_for_person(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«io vuole parlare signora di ufficio» wants a person, whatever else of an office is named."""
    wants = context.task is None and understood.intent in (
        *UNREAD, "request_human", "ask_bot_identity", "ask_office_contact", "ask_office_hours",
        "book_appointment") and (
        _PERSON_WANTED.search(said) and not _WANTS_APPOINTMENT.search(said))
    return Understood("request_human", 1.0, None, understood.kinds) if wants else None


def _after_all(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«fa niente, quello di sala» drops what was said before and wants the course that it names."""
    named = understood.kinds & {"course", "sector"}
    wanted = context.task is None and understood.intent == "stop" and named and _RATHER.match(said)
    return Understood("ask_course_about", 1.0, None, understood.kinds) if wanted else None


def _ask_call(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e quando mi chiamate?» is about the call-back, that of an operator or none."""
    asked = context.task is None and not understood.kinds and _CALL_ME.fullmatch(said)
    return Understood("request_human") if asked else None


def _ask_member(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«X è uno dei partner?» asks of X, on our lists or not; «e la Y?» after it asks the same of Y."""
    if context.task is not None:
        return None
    named = _ASKS_MEMBER.search(said)
    asked = "?" in text or understood.intent.startswith("ask_pact")
    if named is not None and asked and not _NO_NAME.search(named["name"]) and find_foreign_complement(text) is None:
        return Understood("ask_pact_member", 1.0, None, understood.kinds)
    if context.last_question == "ask_pact_member" and understood.intent in UNREAD and not understood.kinds and (
            _NAMES_ONE.match(said)):
        return Understood("ask_pact_member", 1.0, None, understood.kinds)
    return None


def _ask_members(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quali enti compongono il partenariato?», however politely it is wrapped."""
    if context.task is not None or _OF_CALL.search(said) or _MEMBERS.search(said) is None or (
            find_foreign_complement(text) is not None):  # «i membri del patto atlantico»
        return None
    asked = "ask_pact_supporters" if _SUPPORTS.search(said) else "ask_pact_partners"
    return Understood(asked, 1.0, None, understood.kinds)


def _count_both(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«quanti sono i partner e quanti quelli della rete?», in a letter too: both are told."""
    asks = context.task is None and understood.intent.startswith(("ask_", "out_", "nlu_"))
    if not asks or _ONE_SIDE.search(said) or _OF_CALL.search(said) or not all(
            side.search(said) for side in (_COUNTS, *_SIDES)):
        return None
    both = ("ask_pact_partners", "ask_pact_supporters")
    return Understood(both[0], 1.0, None, understood.kinds, questions=both)


def _ask_law(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«c'è una legge per il patto di Lecco?» asks for the law behind it."""
    asked = context.task is None and understood.intent in ("ask_pact_about", "ask_pact_goals") and _LAW.search(said)
    of_ours = asked and _OTHER_PACT.search(said) is None
    return Understood("ask_regional_law", 1.0, None, understood.kinds) if of_ours else None


def _ask_call_open(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«una rete di Comuni può ancora candidarsi al bando?» asks whether the call is open; of a course it is "
    "enrolment."""
    if context.task is None and understood.intent.startswith("ask_call_") and "course" in understood.kinds and (
            _OF_CALL.search(said) is None):
        return Understood("ask_course_enrol", 1.0, None, understood.kinds)
    asked = context.task is None and "?" in text and understood.intent.startswith("ask_call_")
    return Understood("ask_call_dates", 1.0, None, understood.kinds) if asked and _STILL_CALL.search(said) else None


def _ask_to_join(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """A firm that would join our pact asks the Province: what the regional call once allowed promises nothing."""
    if context.task is not None or context.needs is None or _OF_CALL.search(said) or not _ORGANISATION.search(said):
        return None
    found = context.needs.phrases.find(text)
    on_register = bool(found) and found[0].key in context.needs.about_us
    return Understood("ask_need", 1.0, None, understood.kinds) if on_register and _JOINS.search(said) else None


def _ask_online(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«si può seguire da casa col pc?» is about the lessons, unless an appointment is being made."""
    if context.task in ("booking_form", "move_form", "cancel_form", "callback_form") or context.at_hand or not (
            "?" in text or understood.intent.startswith("ask_course")):
        return None
    if re.search(r"\b(?:appuntament\w+|colloqui\w*|did|domanda)\b", said) or not _ATTENDS.search(said):
        return None
    return Understood("ask_course_other_detail", 1.0, None, understood.kinds) if _ONLINE.search(said) else None


def _book_instead(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e per l'appuntamento?» in a check, «io volevo un appuntamento, non un avviso»: the booking is what is wanted."""
    other = context.task in ("eligibility_form", "interest_form", "waiting_form") and _BOOKS_INSTEAD.search(said)
    return Understood("book_appointment", 1.0, None, understood.kinds) if other else None


def _ask_start_beside(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ma quando sarebbe, più o meno?» beside a check or a notice, or after one, asks when the course begins."""
    beside = (context.task in ("interest_form", "eligibility_form") or context.task is None and context.checked) and (
        _WHEN_IS_IT.fullmatch(said))
    return Understood("ask_course_start", 1.0, None, understood.kinds) if beside else None


def _ask_event_firms(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«ditte di Merate ce n'erano?» after an event asks who was there, «fino a che età?» whom the course is for."""
    if context.task is not None or not (context.subject or "").startswith("event:") or "?" not in text or (
            understood.kinds & {"course", "event"}):
        return None
    if _FIRMS_THERE.search(said):
        return Understood("ask_event_speakers")
    return Understood("ask_course_audience") if asks_age(text) else None


def _ask_to_enter(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«posso entrare nel corso da elettricista?» wants the check, whether or not it is open."""
    enters = context.task is None and understood.kinds & {"course", "sector"} and _ENTERS.search(said)
    return Understood("check_eligibility", 1.0, None, understood.kinds) if enters else None


def _ask_after_course(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«col corso di sala poi posso lavorare anche in Svizzera?» is about what the course is good for."""
    after = context.task is None and context.needs is not None and "?" in text and _WITH_COURSE.search(said)
    return Understood("ask_need", 1.0, None, understood.kinds, names=(("need", "after_course"),)) if after else None


def _ask_limits_beside(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«perché, c'è un'età massima?» at the question for the age asks what is allowed, not why it is asked."""
    asked = context.question == "eligibility_age" and ("?" in text or understood.intent.startswith("ask_"))
    return Understood("ask_course_audience", 1.0, None, understood.kinds) if asked and asks_limits(text) else None


def _ask_other_courses(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e altri corsi tecnici?» wants the list of ours, whatever was spoken of."""
    listed = context.task is None and not understood.kinds & {"course"} and _OTHER_COURSES.match(said)
    return Understood("ask_course_list") if listed else None


def _tell_of_events(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«mi tenga informato sugli eventi» wants notices of events, which there are none of: what is coming."""
    asked = context.task is None and wants_notice_of_events(text)
    return Understood("ask_event_next", 1.0, None, understood.kinds) if asked else None


def _ask_of_others_data(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e se lui volesse far sparire i suoi dati?», «ho la delega»: another person's data are explained, not touched."""
    of_other = context.task is None and asks_data_of_other(text)
    goes_on = context.task is None and context.subject == OTHERS_DATA and understood.intent in (
        "export_data", "erase_data", "list_appointments") and not re.search(r"\bmi[eo]i?\b", said)
    return Understood("ask_privacy", 1.0, None, understood.kinds) if of_other or goes_on else None


def _ask_of_benefit(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«se frequento un corso perdo la NASpI?» asks what becomes of it, and not whether one may come."""
    if not asks_about_benefit(text) or _MAY_COME.search(said) or asks_if_still_paid(said):
        return None
    if context.task is not None:  # the form answers it aside
        return Understood("inform") if context.task == ELIGIBILITY.name and "?" in text else None
    asked = understood.intent in (*UNREAD, "check_eligibility", "ask_course_audience")
    asked = asked and not (_OF_INVALIDITY.search(said) and _OF_COURSE_OR_WORK.search(said) is None)
    return Understood("ask_course_allowance", 1.0, None, understood.kinds) if asked else None


def _ask_speakers(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«c'erano testimonianze di aziende?», «e per i consulenti chi c'era?» ask who spoke at an event."""
    of_event = "event" in understood.kinds or (context.subject or "").startswith("event:")
    asked = of_event and "?" in text and _WHO_SPOKE.search(said) and not understood.kinds & {"course", "office"}
    return Understood("ask_event_speakers", 1.0, None, understood.kinds) if asked else None


def _apologise(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«scusa, faccio tante domande» is answered like thanks: it leaves nothing, and asks nothing."""
    sorry = "?" not in text and context.question not in OWN_WORDS and _ASKS_MUCH.search(said)
    return Understood("thank") if sorry else None


def _compare_courses(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«tra elettricista e meccanico che differenza c'è?» while a check asks for the age asks what the courses are."""
    asked = context.task == ELIGIBILITY.name and context.question != "eligibility_course" and asks_difference(text)
    return Understood("ask_course_list", 1.0, None, understood.kinds) if asked and understood.kinds & {
        "course", "sector"} else None


def _ask_cost(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sto colloquio si paga?» asks for a price and books nothing."""
    asked = context.task is None and asks_cost_of_interview(text) and not context.find_once(
        holds_booking, text, understood.kinds)
    return Understood("ask_course_cost", 1.0, None, understood.kinds) if asked else None


def _with_paper(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«e se è scaduto posso fare il corso?» after the residence permit: nobody here knows."""
    of_paper = context.task is None and (context.subject or "").startswith("need:") and _IF_RUN_OUT.search(said)
    return Understood("ask_course_other_detail", 1.0, None, understood.kinds) if of_paper else None


def _note_name(text: str, said: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«allora scrivi il mio nome per il prossimo» leaves an interest, in a check too."""
    wanted = context.task in (None, "eligibility_form") and not context.at_hand and _NOTE_NAME.search(said)
    return Understood("leave_interest", 1.0, None, understood.kinds) if wanted else None


_READERS: tuple[Callable[[str, str, Understood, Context], Optional[Understood]], ...] = (
    go_on_after_distress, tell_nobody_there, report_broken, tell_hired, hear_apathy, ask_for_hall, ask_in_letter,
    _ask_of_others_data, withdraw_consent, erase_one_line, ask_several_of_office,
    ask_whether_open, ask_whether_there,
    read_appointment_phrase, read_reworded, read_sign_up,
    wait_for_place, take_off_notice, refuse_reminders, ask_whether_may, tell_me_when, ask_what_begins, _of_notice,
    change_mind,
    _after_all, _ask_call, _ask_for_person,
    report_mistake, hear_low_mood, hear_fear_of_meeting,
    ask_length, _count_both, _ask_law, _ask_member, _ask_members, _ask_call_open, _ask_to_join,
    tell_cannot_come, tell_municipality, ask_still_mine, ask_floor, _ask_how_many, applaud, ask_in_anger, ask_of_closed,
    ask_presented, ask_another_day, ask_job_after_hours,
    refuse_course, _tell_of_events, _ask_of_benefit, _compare_courses, _ask_cost,
    _ask_speakers, _apologise, _with_paper, _note_name,
    ask_day, ask_which_open, book_check, _ask_online, come_while_working, complain_of_no_help, take_courteous_leave,
    say_goodbye, rate_other, doubt,
    await_answer, _ask_event_firms, _ask_to_enter, _ask_after_course,
    _book_instead, thank_in_task, _ask_start_beside, _ask_limits_beside,
    _ask_other_courses, go_on, compare_services)
