"""News told at once, and the point that a letter asks, each beside a neighbour that stays as it was read."""

from __future__ import annotations

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import interpret
from bot.italian.phrases import PhraseIndex
from bot.services.needs import NeedIndex

OPEN = Context(needs=NeedIndex(PhraseIndex([("complaint", ["reclamo"])])))
COURSE, OFFICE, NONE = frozenset({"course"}), frozenset({"office"}), frozenset[str]()


@pytest.mark.parametrize(("text", "read_as", "kinds", "intent"), [
    ("mi hanno presa!!! comincio lunedì in un albergo a Varenna", "out_of_scope", COURSE, "tell_good_news"),
    ("mi anno preso in fabbrica, inizio domani!", "ask_course_start", COURSE, "tell_good_news"),
    ("evviva, da settembre lavoro in un ristorante", "out_of_scope", NONE, "tell_good_news"),
    ("il colloquio in hotel è andato alla grande, mi prendono", "out_of_scope", NONE, "tell_good_news"),
    ("mi hanno presa in giro", "complain", NONE, "complain"),
    ("mi hanno preso il portafoglio", "nlu_fallback", NONE, "nlu_fallback"),
    ("non mi hanno preso", "tell_hard_time", NONE, "tell_hard_time"),
    ("mi hanno assunto, annullate il colloquio", "cancel_appointment", NONE, "cancel_appointment"),
    ("da quando sono a casa non ho più voglia di fare niente", "nlu_fallback", NONE, "tell_hard_time"),
    ("nn o piu voglia di niente", "stop", NONE, "tell_hard_time"),
    ("mi è passata la voglia di tutto", "out_of_scope", NONE, "tell_hard_time"),
    ("non mi va più di uscire", "stop", NONE, "tell_hard_time"),
    ("non ho più voglia di vivere", "nlu_fallback", NONE, "express_distress"),
    ("non ho più voglia di prenotare", "stop", NONE, "stop"),
    ("mio figlio non ha voglia di fare niente, avete un corso?", "ask_course_list", NONE, "ask_course_list"),
    ("ci becchiamo la settimana prossima", "inform", NONE, "goodbye"),
    ("ci si becca in giro", "inform", NONE, "goodbye"),
    ("ci bekkiamo domani", "inform", NONE, "goodbye"),
    ("ci becchiamo un posto libero la settimana prossima?", "ask_availability", NONE, "ask_availability"),
    ("a Lecco la porta automatica non funziona", "out_of_scope", OFFICE, "ask_need"),
    ("l'ascensore del centro per l'impiego è rotto", "complain", NONE, "ask_need"),
    ("c'è l'ascensore in ufficio?", "ask_office_address", NONE, "ask_office_access"),
    ("mi si è rotta la porta di casa", "out_of_scope", NONE, "out_of_scope"),
    ("avevo l'appuntamento alle 9 e non c'era nessuno ad aspettarmi", "cancel_appointment", NONE, "ask_need"),
    ("mi sono presentato al colloquio e l'ufficio era chiuso", "nlu_fallback", NONE, "ask_need"),
    ("mi avevate dato le 9 e alle 9 non c'era anima viva", "inform", NONE, "ask_need"),
    ("nessuno si è presentato al mio appuntamento", "nlu_fallback", NONE, "ask_need"),
    ("mi hanno preso in prova in un bar", "tell_good_news", NONE, "tell_good_news"),
    ("avevo l'appuntamento alle 9, vorrei spostarlo", "move_appointment", NONE, "move_appointment"),
    ("quanto chiedono per una sala per il battesimo?", "nlu_fallback", COURSE, "out_of_scope"),
    ("quanto costa il corso di sala?", "ask_course_cost", COURSE, "ask_course_cost"),
    ("Desidererei sapere se il colloquio sia soggetto al versamento di un corrispettivo", "leave_wait", NONE,
     "ask_course_cost"),
    ("mia moglie non parla bene italiano, dove c'è scuola?", "nlu_fallback", NONE, "nlu_fallback"),
    ("mia moglie non parla più", "nlu_fallback", NONE, "express_distress")])
def test_what_is_told_at_once(text: str, read_as: str, kinds: frozenset[str], intent: str) -> None:
    assert interpret(text, Understood(read_as, 0.6, None, kinds), OPEN).intent == intent


@pytest.mark.parametrize(("asked", "intent"), [
    ("Volevo sapere se nel corso c'era anche il tirocinio in azienda, perché mi serve fare pratica",
     "ask_course_internship"),
    ("lui era nel corso e diceva che eran pochi, ma quanti erano di preciso?", "ask_course_participants"),
    ("in quanti erano?", "ask_course_participants"),
    ("La vicina dice che con quel corso potrei tornare a lavorare. Mi prenderebbero o c'è un limite?",
     "ask_course_audience"),
    ("Mio nipote ne ha 17, c'è un'età minima?", "ask_course_audience"),
    ("Quanto dura?", "ask_course_about")])
def test_the_point_that_a_letter_asks(asked: str, intent: str) -> None:
    told = "Buongiorno, ho sessantasei anni e ho lavorato in un albergo. Del corso di sala mi ha detto mia zia. "
    read_as = Understood("ask_course_about", 0.8, None, COURSE)
    assert interpret(f"{told}{asked} Grazie.", read_as, OPEN).intent == intent
