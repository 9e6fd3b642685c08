"""Readers of what a message is about, whatever is open: danger, a complaint, others' business, a visit, a trade."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.answer_kinds import GOODBYE, OWN_WORDS
from bot.dialogue.asides import find_appointment_topic
from bot.dialogue.complaints import complains
from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import asks_last_of_subject
from bot.dialogue.fragments import holds_booking, pick_asking_sentences
from bot.dialogue.need_readers import OURS
from bot.dialogue.news_phrases import tells_broken
from bot.dialogue.office_phrases import comes_unbooked_on_day
from bot.dialogue.other_providers import asks_others_paper, books_elsewhere, names_other_seminary
from bot.dialogue.own_words import asks_about_others
from bot.dialogue.repair_words import cancels_it, corrects_contact, moves_it
from bot.dialogue.set_phrases import read_set_phrase
from bot.dialogue.visit_questions import ACCESS, AREA, WALK_IN, find_visit_question
from bot.italian.distress import find_distress, is_figure_of_speech
from bot.italian.figures_of_speech import is_in_good_mood
from bot.italian.question_words import has_question
from bot.italian.shorthand import expand_words
from bot.italian.text import normalise
from bot.services.trades import find_trade

CLEARER = 1.6
"""How many times likelier than being outside a question of ours must be for its known words to be believed."""
_NO_FACTS = frozenset({
    "ask_course_list", "ask_help", "ask_bot_identity", "ask_privacy", "ask_today", "ask_change_terms",
    "ask_contact_change", "ask_reminders_off", "ask_message_erased"})
_OF_DATA = re.compile(
    r"\b(?:dati|(?<!\bho )(?<!\bha )(?<!\bhai )(?<!\bavete )(?<!\bhanno )(?<!\babbiamo )dato|tutto|tutta|"
    r"informazion\w+|profilo|account|conversazion\w+|chat|cronologia|quello che (?:ho|hai|avete|sapete|tenete)|"
    r"(?:quanto|cio che|quello che|dati che) (?:mi|ci) riguard\w+|conservat\w+|(?:sul|di|a) mi\w conto|archivi\w*|"
    r"registr[oi]|database|privacy|numero|"
    r"telefono|nome|mail|email|recapit\w+|memori\w+|tracc\w+|dimentic\w+|oblio|gdpr)\b")
_ERASES = re.compile(
    r"\b(?:cancell|elimin|rimuov|rimoz|togli|tolga|togl|lev[aio]|spar|dimentic|scord|oblio|azzer|distrugg|butt|svuot|"
    r"revoc)\w*|"
    r"\bnon (?:tener|tenete|tenga|conserv|salv|voglio)\w*")
_OF_A_DEVICE = re.compile(
    r"\b(?:cronologia|cookie|cache|foto\w*|app|profilo|account|chat|messagg\w+|password)\b.{0,20}\b(?:browser|"
    r"chrome|firefox|safari|google|"
    r"whatsapp|facebook|instagram|tik ?tok|netflix|amazon|galleria|iphone|pc|computer)\b|\b(?:cookie|cache)\b")
"""Things of a device or of another firm: no data of ours."""
_ONE_CONTACT = re.compile(
    r"\b(?:solo|soltanto) (?:il|la|l|i) ?(?:mi\w )?(?:numer\w|telefon\w+|cellulare|e?mail|recapit\w|nome|cognome)\b|"
    r"\b(?:numer\w|telefon\w+|cellulare|e?mail|recapit\w)\b.*\b(?:resto|altro)\b.*\b(?:lasci\w+|rest\w|tien\w+)\b")
"""One of the data of an appointment, not all of them."""
_KEEPS_DATA = re.compile(
    r"\b(?:dat[oi]|numer\w|recapit\w|contatt\w|nome|resto|altro)\b.{0,25}\b(?:ten\w+|tien\w+|lasci\w+|rest\w+|"
    r"conserv\w+|no)\b|"
    r"\b(?:ma|e|pero) (?:non|ten\w+|tien\w+|lasci\w+|conserv\w+)\b.{0,20}\b(?:dat[oi]|numer\w|recapit\w|contatt\w|"
    r"resto)\b")
"""The data stay: what goes is the appointment."""
_KEEPS_APPOINTMENT = re.compile(
    r"\b(?:appuntament\w+|prenotazion\w+|colloqui\w*)\b.{0,20}\b(?:ten\w+|tien\w+|lasci\w+|rest\w+|no)\b|"
    r"\b(?:ma|e|pero) (?:non|ten\w+|tien\w+|lasci\w+)\b.{0,15}\b(?:appuntament\w+|prenotazion\w+)\b")
_REMINDERS = re.compile(r"\b(?:promemoria|notific\w+|avvis\w+)\b")
_ONE_MESSAGE = re.compile(
    r"\b(?:ultim\w+|quest\w|quel\w*|un|il|i) (?:mi\w+ )?(?:ultim\w+ )?(?:messagg\w+|frase|rispost\w+)\b")
_OTHER_PLACE = re.compile(
    r"\b(?:le poste|la posta|l ufficio postale|farmaci\w|supermercat\w+|esselunga|bibliotec\w+|la banca|in banca|"
    r"ospedale|"
    r"pronto soccorso|il comune|anagrafe|questura|il mercato|la piscina)\b")
_STREET = re.compile(
    r"\b(?:in|di|su|al|da|via) corso (?:(?:martiri|italia|garibaldi|roma|europa|cavour|mazzini|dante|emanuele|vittorio|"
    r"carlo alberto|promessi sposi|liberazione|venezia|buenos aires|magenta|sempione|vercelli|como|lecco)\b)")
"""Streets that are called «corso» (folded): no course is meant."""
_SOME_OFFICE = re.compile(r"\b(?:centro|uffici\w*|sportello|sede|caserma|prefettura|parcheggio gratis)\b")
"""Words beside which a way may be that to somebody else."""
_LONGEST_TRADE = 20
"""Words of the longest message in which a trade is what it is about."""
_ABOUT_APPOINTMENTS = frozenset({"booking_form", "move_form"})
_APPOINTMENT = re.compile(r"\b(?:appuntament\w+|colloqui\w*|prenotazion\w+)\b")


def hear_distress(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Words of danger or want come before all else; «sono morto di stanchezza» and «non sto male» are none."""
    if find_distress(text):
        return Understood("express_distress")
    if understood.intent == "express_distress" and is_figure_of_speech(text):
        return Understood("tell_hard_time")
    if understood.intent in ("express_distress", "tell_hard_time") and is_in_good_mood(text):
        return Understood("tell_good_news" if context.task is None else "inform")
    return None


def _asked_of_course(text: str, context: Context) -> str:
    """The one question of a message about the course spoken of: «quante ore sono? se è lungo muoio di noia»."""
    asked = [part for part in re.split(r"(?<=[?!.;])\s+", text) if part.rstrip().endswith("?")]
    return asked[0] if len(asked) == 1 and (context.subject or "").startswith("course:") else text


def keep_to_ours(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """A fact of ours answers only a question about ours: «patto di stabilità», «quanto durano i saldi?» are outside.

    Where the register knows whose they are («legge 68») it says so.
    """
    of_course = understood.intent.startswith("ask_course") or (
        understood.intent in ("out_of_scope", "nlu_fallback") and understood.kinds & {"course", "sector"})
    if of_course and _STREET.search(normalise(text)):
        return Understood("out_of_scope", 1.0, None, understood.kinds - {"course", "sector"})
    if understood.intent.startswith("ask_office") and _OTHER_PLACE.search(expand_words(text)):
        known = context.needs is not None and bool(context.needs.phrases.find(text))
        return Understood("ask_need" if known else "out_of_scope", 1.0, None, understood.kinds)
    if not understood.intent.startswith("ask_") or understood.intent in _NO_FACTS or understood.kinds & OURS:
        return None
    if understood.intent == "ask_office_hours" and (context.subject or "").startswith("office"):
        return None  # «e lunedì a che ora chiude?»
    if context.task is not None and not has_question(text):  # «Giulio Costa» in a form is no question
        return None
    if asks_last_of_subject(text, understood, context):
        return None
    of_subject = (context.subject or "").startswith("course:") and understood.confidence >= GOODBYE
    if of_subject and understood.intent == "ask_course_other_detail":
        return None  # it states nothing: «grazie. ma poi ti assumono?»
    outside = dict(understood.ranking).get("out_of_scope", 0.0)
    if understood.confidence >= CLEARER * outside:
        outside = 0.0
    if not asks_about_others(_asked_of_course(text, context), outside):
        return None
    known = context.needs is not None and any(match.words > 1 for match in context.needs.phrases.find(text))
    return Understood("ask_need" if known else "out_of_scope", 1.0, None, understood.kinds)


def hear_complaint(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«silenzio totale», «bravi, bel servizio» complain, whatever the classifier thanks for or explains."""
    complaint = (
        context.question not in OWN_WORDS
        and complains(text)
        and not context.find_once(holds_booking, text, understood.kinds)
        and not (_APPOINTMENT.search(normalise(text)) and (cancels_it(text) or moves_it(text)))
    )  # «il numero lasci il mio, che lui non risponde mai»
    return Understood("complain") if complaint else None


def book_elsewhere(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«prenota dal dentista», «il seminario vescovile si visita?»: whose task it is, where the register says it."""
    of_own = context.at_hand and (cancels_it(text) or moves_it(text))  # «ho la visita in ospedale, disdici»
    if context.question in OWN_WORDS or of_own or not (
            books_elsewhere(text, context.task is not None) or names_other_seminary(text)):
        return None
    found = context.needs.phrases.find(text) if context.needs is not None else []
    of_paper = asks_others_paper(text)
    outright = bool(found) and (found[0].words > 1 or of_paper)  # a bare «parrucchiere» is a trade that one may learn
    return Understood("ask_need" if outright else "out_of_scope")


def limit_erasure(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """An erasure starts only from words that ask for one: reminders, a message or an alarm clock are something else."""
    said = normalise(text)
    if understood.intent == "cancel_appointment" and _ONE_CONTACT.search(said) and _KEEPS_APPOINTMENT.search(said):
        return Understood("ask_contact_change")
    if understood.intent != "erase_data" or understood.option:
        return None
    if _OF_A_DEVICE.search(said):
        return Understood("out_of_scope")
    if corrects_contact(text) and _ERASES.search(said) is None:
        return Understood("ask_contact_change")  # «ho dato il numero sbagliato»
    if _ONE_CONTACT.search(said):
        return Understood("ask_contact_change")
    if _APPOINTMENT.search(said) and _KEEPS_DATA.search(said):
        return Understood("cancel_appointment")
    if context.last_question == "ask_privacy":
        return None  # «e se non voglio che resti?» after the notice: what an erasure takes, and its question
    if _OF_DATA.search(said):
        return None
    if re.search(r"\bavvisi\b.{0,20}\bcors[oi]\b|\b(?:mio|miei) avvis[oi]\b", said):
        return Understood("withdraw_interest")
    if _REMINDERS.search(said):
        return Understood("ask_reminders_off")
    if _ONE_MESSAGE.search(said):
        return Understood("ask_message_erased")
    if _APPOINTMENT.search(said):
        return Understood("cancel_appointment")
    if len(said.split()) < 2:
        return None
    named = context.needs is not None and any(match.words > 1 for match in context.needs.phrases.find(text))
    return Understood("ask_need" if named else "out_of_scope")  # «ho dato le dimissioni, come le revoco?»


_YES_THANKS = re.compile(
    r"(?:si+|certo|certamente|volentieri|magari)(?: si)? (?:grazie|ti ringrazio|la ringrazio)(?: mille)?")
_LET_US_SEE = re.compile(r"(?:(?:si+|ok|va bene|dai|certo|allora) )+vediam\w+(?: pure| allora| un po)?")
"""«sì, vediamo» is no «ci vediamo»."""
_THANKS_BUT = re.compile(r"^(?:\w+ )?grazie\w*(?: \w+)? (?:ma|pero)\b.*\bnon\b")


def hear_tone(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """«sì grazie» is a yes, «grazie però non era quello» no thanks, «salve gentilissimi» a greeting."""
    said = expand_words(text)
    if understood.intent == "goodbye" and _LET_US_SEE.fullmatch(said):
        return Understood("affirm", 1.0, None, understood.kinds)
    if understood.intent != "thank":
        return None
    if _YES_THANKS.fullmatch(said):
        return Understood("affirm", 1.0, None, understood.kinds)
    if _THANKS_BUT.search(said):
        return Understood("complain", 1.0, None, understood.kinds)
    greets = re.match(r"(?:ciao|salve|buon ?giorno|buona ?sera)\b", said) and not re.search(r"grazie|ringrazi", said)
    return Understood("greet", 1.0, None, understood.kinds) if greets else None


def ask_of_visit(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What people ask before they come: with or without an appointment, how long, how to get there, which office."""
    if understood.intent == "express_distress" or context.question in OWN_WORDS or (
            context.task in _ABOUT_APPOINTMENTS and find_appointment_topic(text)) or (
            tells_broken(text, "office" in understood.kinds)):
        return None  # inside a booking it is known which appointment is asked about
    asked = find_visit_question(pick_asking_sentences(text), context.subject)
    if asked == AREA and _names_others_task(text, context):
        return None  # «per la legge 68 a quale ufficio va?»
    if asked is None or asked == WALK_IN and (context.refused or comes_unbooked_on_day(text)):
        return None
    outside = dict(understood.ranking).get("out_of_scope", 0.0)
    if asked == ACCESS and _SOME_OFFICE.search(normalise(text)) and asks_about_others(text, outside):
        return None  # «come arrivo all'ufficio pensioni?»
    return Understood(asked, 1.0, None, understood.kinds)


_AREA = re.compile(r"\b(?:mio|nostro) (?:comune|paese)\b|\bcomun\w+\b.{0,20}\b(?:uffici\w|centro)\b")
"""«quale ufficio segue il mio comune?» asks for the centre, whatever else the municipality does."""


def _names_others_task(text: str, context: Context) -> bool:
    """Whether a need that is no work of the centres is named outright."""
    if context.needs is None:
        return False
    ours = context.needs.about_us | context.needs.yielding | context.needs.of_service
    found = context.needs.phrases.find(text)
    return _AREA.search(normalise(text)) is None and any(match.words > 1 and match.key not in ours for match in found)


def name_trade(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """Somebody who wants to learn a trade that no course teaches («vorrei fare il saldatore, c'è un corso?»)."""
    if understood.intent == "express_distress" or context.question in OWN_WORDS or understood.kinds & {
            "course", "sector"} or len(text.split()) > _LONGEST_TRADE or find_trade(text) is None:
        return None
    return Understood("ask_trade", 1.0, None, understood.kinds)


def take_at_its_word(text: str, understood: Understood, context: Context) -> Optional[Understood]:
    """What the words say outright (:mod:`bot.dialogue.set_phrases`)."""
    return None if understood.option else read_set_phrase(text, expand_words(text), understood, context)
