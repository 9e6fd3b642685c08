"""Messages that say outright what is meant, each beside a neighbour that stays as it was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import interpret
from bot.italian.phrases import PhraseIndex
from bot.services.needs import NeedIndex

AFTER_HUNGER = Context(subject="distress:hunger")
AT_OFFICE = Context("booking_form", "booking_office")
BOOKED = Context(at_hand=True)
TOLD_PRICE = Context(answered=True, last_question="ask_course_cost")
NOTICE = Context(last_question="ask_privacy")
MEMBER = Context(last_question="ask_pact_member")
AFTER_NOTICE = Context(subject="interest:AV-1234-5678")
AFTER_AREA = Context(subject="office:", last_question="ask_office_area")
OPEN = Context(needs=NeedIndex(PhraseIndex([("firm_pact", ["entrare patto", "aderir* patto"])]),
                               about_us=frozenset({"firm_pact"})))


SPOKEN = Context(subject="event:welfare", last_question="ask_seminar_about")
ABOUT_PAPER = Context(subject="need:residence_permit", last_question="ask_need")
OF_OTHER = Context(subject="privacy:other", last_question="ask_privacy")


@pytest.mark.parametrize(("text", "read_as", "context", "intent"), [
    ("mi tenga informato, ma solo sugli eventi per le imprese", "leave_interest", Context(), "ask_event_next"),
    ("avvisami quando apre un corso", "leave_interest", Context(), "leave_interest"),
    ("e se lui volesse far sparire i suoi dati?", "erase_data", Context(), "ask_privacy"),
    ("ho la delega firmata, gliela giro qui", "ask_appointment_documents", Context(), "ask_privacy"),
    ("cancellate i miei dati", "erase_data", Context(), "erase_data"),
    ("o averne una copia?", "export_data", OF_OTHER, "ask_privacy"),
    ("voglio una copia dei miei dati", "export_data", OF_OTHER, "export_data"),
    ("mi domando se frequentando un corso perdo la naspi", "check_eligibility", Context(), "ask_course_allowance"),
    ("prendo la naspi, posso fare il corso o la perdo?", "check_eligibility", Context(), "check_eligibility"),
    ("scendere fino a Lecco mi costa mezza giornata: l'appuntamento lo prendo da qui?", "book_appointment", Context(),
     "book_appointment"),
    ("e quando riapre?", "leave_interest", Context(checked=True), "ask_course_start"),
    ("chi sono i membri del patto atlantico?", "out_of_scope", Context(), "out_of_scope"),
    ("c'è un patto di prova di 6 mesi, è regolare?", "out_of_scope", Context(), "out_of_scope"),
    ("chi sono i membri del patto territoriale?", "out_of_scope", Context(), "ask_pact_partners"),
    ("ah e un appuntamento", "inform", Context(task="interest_form"), "book_appointment"),
    ("naspi già chiesta, ma voi avete qualcosa per me?", "ask_office_services", Context(), "check_eligibility"),
    ("sto colloquio si paga?", "book_appointment", Context(), "ask_course_cost"),
    ("il colloquio mi serve domani", "book_appointment", Context(), "book_appointment"),
    ("e se è scaduto posso fare il corso?", "check_eligibility", ABOUT_PAPER, "ask_course_other_detail"),
    ("c'erano testimonianze di aziende?", "ask_seminar_about", SPOKEN, "ask_event_speakers"),
    ("quando era?", "ask_event_time", SPOKEN, "ask_event_time"),
    ("scusa, faccio tante domande", "stop", Context(), "thank"),
    ("e allora cosa me lo fate vedere a fare se è finito", "ask_office_services", Context(), "ask_course_open"),
    ("voglio appuntamento in ufficio, parlare con persona", "book_appointment", Context(), "book_appointment"),
    ("voglio parlare con una persona", "book_appointment", Context(), "request_human"),
    ("bravissima! sei più sveglia di mio marito", "thank", TOLD_PRICE, "thank"),
    ("fate sparire il mio nome e il mio numero dai vostri computer", "erase_data", BOOKED, "erase_data"),
    ("allora scrivi il mio nome per il prossimo", "goodbye", Context(), "leave_interest")])
def test_what_people_say_in_long_talks(text: str, read_as: str, context: Context, intent: str) -> None:
    assert interpret(text, Understood(read_as, 0.6), context).intent == intent


COURSE = frozenset({"course"})
PLACES = Context(last_question="ask_availability", answered=True)


@pytest.mark.parametrize(("text", "read_as", "kinds", "context", "intent"), [
    ("in quale data è stato presentato il percorso di manutentore?", "nlu_fallback", COURSE, OPEN, "ask_jobday_about"),
    ("la data della presentazione del corso?", "ask_course_start", COURSE, OPEN, "ask_jobday_about"),
    ("entro quale data presento domanda per il corso?", "ask_course_enrol", COURSE, OPEN, "ask_course_enrol"),
    ("quando parte il corso?", "ask_course_start", COURSE, OPEN, "ask_course_start"),
    ("ho perso il job day, lo rifate?", "ask_jobday_about", frozenset(), OPEN, "ask_event_next"),
    ("avevo letto dei Job Day. Se ne organizzano degli altri?",
     "ask_jobday_about", frozenset(), OPEN, "ask_event_next"),
    ("i job day li ripetete?", "ask_jobday_about", frozenset(), OPEN, "ask_event_next"),
    ("ce ne sono ancora di job day?", "ask_jobday_about", frozenset(), OPEN, "ask_event_next"),
    ("che job day ci sono stati?", "ask_jobday_about", frozenset(), OPEN, "ask_jobday_about"),
    ("terminate le 250 ore c'è un posto sicuro?", "ask_availability", frozenset(), OPEN, "ask_need"),
    ("una volta fatte le 250 ore c'è il posto?", "ask_availability", frozenset(), OPEN, "ask_need"),
    ("dopo le 250 ore mi assumono?", "ask_course_other_detail", frozenset(), OPEN, "ask_need"),
    ("dopo le 250 ore c'è un esame?", "ask_course_other_detail", frozenset(), OPEN, "ask_course_other_detail"),
    ("c'è un posto libero dopo le 15?", "ask_availability", frozenset(), OPEN, "ask_availability"),
    ("mi dite se posso iscrivermi al corso da meccanico?", "check_eligibility", COURSE, OPEN, "check_eligibility"),
    ("vorrei sapere se posso partecipare al corso", "ask_course_enrol", COURSE, OPEN, "check_eligibility"),
    ("avvisami se posso iscrivermi al corso", "leave_interest", COURSE, OPEN, "leave_interest"),
    ("c'è uno in carne e ossa per scambiare due parole?", "nlu_fallback", frozenset(), OPEN, "request_human"),
    ("c'è uno vero con cui parlare?", "nlu_fallback", frozenset(), OPEN, "request_human"),
    ("sei in carne e ossa?", "ask_bot_identity", frozenset(), OPEN, "ask_bot_identity"),
    ("ke carte devo avere dietro qnd vengo da voi", "ask_appointment_documents", frozenset(), OPEN,
     "ask_appointment_documents"),
    ("quando vengo da voi?", "ask_office_services", frozenset(), OPEN, "list_appointments"),
    ("ah già. allora il giorno lavorativo subito dopo", "move_appointment", frozenset(), PLACES, "book_appointment"),
    ("va bene il giorno dopo la festa", "move_appointment", frozenset(), PLACES, "book_appointment"),
    ("e il giorno dopo?", "move_appointment", frozenset(), PLACES, "ask_availability"),
    ("allora il giorno dopo", "move_appointment", frozenset(), replace(PLACES, at_hand=True), "move_appointment"),
    ("mi sono confuso con l'orario, doveva essere alle 14:30", "ask_help", frozenset(), BOOKED, "move_appointment"),
    ("mi sono confusa, era alle 10 non alle 9", "inform", frozenset(), BOOKED, "move_appointment"),
    ("ho scritto male l'ora, erano le 11", "inform", frozenset(), BOOKED, "move_appointment"),
    ("ho fatto confusione, doveva essere mercoledì", "list_appointments", frozenset(), BOOKED, "move_appointment"),
    ("mi sono confuso col numero, è 3331234567", "ask_help", frozenset(), BOOKED, "ask_contact_change"),
    ("mi sono confuso col cognome, è Pozzi", "ask_help", frozenset(), BOOKED, "ask_contact_change"),
    ("quante ore sono? se è troppo lungo muoio di noia", "ask_course_duration", frozenset(),
     Context(subject="course:meccanico", last_question="ask_course_about", answered=True), "ask_course_duration"),
    ("quante ore sono di volo per Londra?", "ask_course_duration", frozenset(), Context(), "out_of_scope")])
def test_more_of_what_people_say(
    text: str, read_as: str, kinds: frozenset[str], context: Context, intent: str
) -> None:
    assert interpret(text, Understood(read_as, 0.6, None, kinds), context).intent == intent


@pytest.mark.parametrize(("text", "rest", "intent"), [
    ("grazie di avermi ascoltata. mi servirebbe l'indirizzo di Merate",
     "grazie di avermi ascoltata. mi servirebbe l'indirizzo di", "ask_office_address"),
    ("grazie mille, mi servirebbe l'indirizzo di Merate", "grazie mille, mi servirebbe l'indirizzo di",
     "ask_office_address"),
    ("scusa lo sfogo. che orari fa Merate?", "scusa lo sfogo. che orari fa", "ask_office_hours"),
    ("grazie di tutto. il telefono di Merate?", "grazie di tutto. il telefono di", "ask_office_contact"),
    ("l'indirizzo non lo so. abito a Merate", "l'indirizzo non lo so. abito a", "ask_office_contact")])
def test_after_thanks_the_last_sentence_asks(text: str, rest: str, intent: str) -> None:
    read = Understood("ask_office_contact", 0.4, None, frozenset({"office"}), rest=rest)
    assert interpret(text, read, Context()).intent == intent


@pytest.mark.parametrize(("text", "read_as", "context", "intent"), [
    ("a chi mi rivolgo?", "ask_office_contact", AFTER_HUNGER, "express_distress"),
    ("e che numero chiamo", "ask_office_contact", AFTER_HUNGER, "express_distress"),
    ("grazie, proverò a chiamare", "ask_office_contact", AFTER_HUNGER, "express_distress"),
    ("a chi mi rivolgo?", "ask_office_contact", Context(), "ask_office_contact"),
    ("quali corsi ci sono?", "ask_course_list", AFTER_HUNGER, "ask_course_list"),
    ("quale dei due fa anche il pomeriggio?", "inform", AT_OFFICE, "ask_office_hours"),
    ("quale apre prima la mattina?", "inform", AT_OFFICE, "ask_office_hours"),
    ("di sabato quale è aperto?", "inform", Context(), "ask_office_hours"),
    ("in quale dei due c'è posto prima?", "inform", AT_OFFICE, "inform"),
    ("quale corso fate di pomeriggio?", "ask_course_other_detail", Context(), "ask_course_other_detail"),
    ("toglilo", "cancel_appointment", AFTER_NOTICE, "withdraw_interest"),
    ("no, lo tolga pure", "cancel_appointment", AFTER_NOTICE, "withdraw_interest"),
    ("puoi cancellarlo?", "cancel_appointment", AFTER_NOTICE, "withdraw_interest"),
    ("annulla l'appuntamento", "cancel_appointment", AFTER_NOTICE, "cancel_appointment"),
    ("toglilo", "cancel_appointment", BOOKED, "cancel_appointment"),
    ("toglilo", "cancel_appointment", Context(), "cancel_appointment"),
    ("Calolziocorte", "inform", AFTER_AREA, "ask_office_area"),
    ("abito a Casatenovo", "inform", AFTER_AREA, "ask_office_area"),
    ("quali corsi ci sono?", "ask_course_list", AFTER_AREA, "ask_course_list"),
    ("Calolziocorte", "inform", Context(subject="office:", last_question="ask_office_access"), "inform"),
    ("non mandatemi promemoria", "resend_ics", BOOKED, "ask_reminders_off"),
    ("basta notifiche per favore", "erase_data", Context(), "ask_reminders_off"),
    ("i promemoria non li voglio", "resend_ics", BOOKED, "ask_reminders_off"),
    ("mi rimandi il promemoria?", "resend_ics", BOOKED, "resend_ics"),
    ("quanto dura?", "ask_course_duration", BOOKED, "list_appointments"),
    ("e quanto tempo ci vuole", "ask_course_duration", BOOKED, "list_appointments"),
    ("quanto dura il corso?", "ask_course_duration", BOOKED, "ask_course_duration"),
    ("quanto dura?", "ask_course_duration", Context(subject="course:sala"), "ask_course_duration"),
    ("purtroppo non riesco più a venire", "tell_hard_time", BOOKED, "list_appointments"),
    ("mi è capitato un imprevisto", "tell_hard_time", BOOKED, "list_appointments"),
    ("e se non riesco a venire al corso?", "ask_course_other_detail", BOOKED, "ask_course_other_detail"),
    ("purtroppo non riesco più a venire", "tell_hard_time", Context(), "tell_hard_time"),
    ("ho ancora il posto?", "ask_course_open", BOOKED, "list_appointments"),
    ("c'è ancora posto?", "ask_course_open", BOOKED, "ask_course_open"),
    ("mi servirebbe sapere quale ente ha curato il corso", "ask_course_organiser", Context(), "ask_course_organiser"),
    ("bisogna sapere l'inglese per il corso?", "ask_course_other_detail", Context(), "ask_course_audience"),
    ("a quali categorie di lavoratori sia riservata la frequenza", "ask_course_other_detail", Context(),
     "ask_course_audience"),
    ("vogliate precisare se per la frequenza delle lezioni sia dovuto un corrispettivo", "ask_course_other_detail",
     Context(), "ask_course_cost"),
    ("da voi si può usare satispay o solo contanti?", "nlu_fallback", Context(), "ask_course_cost"),
    ("siete stati davvero carini", "thank", Context(), "thank"),
    ("una rete di comuni può ancora candidarsi al bando?", "ask_call_member_type", Context(), "ask_call_dates"),
    ("una rete di comuni può candidarsi al bando?", "ask_call_member_type", Context(), "ask_call_member_type"),
    ("quando avete posto?", "ask_availability", Context(), "ask_availability"),
    ("ok allora mercoledì pomeriggio c'è posto?", "ask_office_hours", Context(), "ask_availability"),
    ("avvisatemi quando c'è posto", "inform", Context(), "leave_wait"),
    ("a che piano devo salire?", "out_of_scope", BOOKED, "ask_office_address"),
    ("a che piano abiti?", "out_of_scope", Context(), "out_of_scope"),
    ("quanti ne hanno fatti?", "ask_event_attendance",
     Context(subject="event:workshop", last_question="ask_workshop_about"), "ask_workshop_about"),
    ("👍 top", "nlu_fallback", TOLD_PRICE, "affirm"), ("top 10 film", "out_of_scope", Context(), "out_of_scope"),
    ("ecco toglietelo", "cancel_appointment", NOTICE, "erase_data"),
    ("sicuro?", "affirm", TOLD_PRICE, "ask_source"), ("ma è vero?", "ask_bot_identity", TOLD_PRICE, "ask_source"),
    ("chi lo dice?", "ask_office_contact", TOLD_PRICE, "ask_source"),
    ("davvero?", "ask_bot_identity", Context(answered=True, last_question="ask_pact_money"), "ask_pact_money"),
    ("sicuro", "affirm", Context("booking_form", "booking_confirm", answered=True, last_question="ask_course_cost"),
     "affirm"),
    ("sei un robot davvero?", "ask_bot_identity", TOLD_PRICE, "ask_bot_identity"),
    ("e allora?", "goodbye", Context("cancel_form", "cancel_appointment"), "inform"),
    ("e allora?", "goodbye", Context(), "ask_help"),
    ("ciao", "greet", Context(), "greet"), ("ciao", "goodbye", Context(), "goodbye"),
    ("ok allora ciao", "goodbye", Context(), "goodbye"),
    ("che differenza c'è tra il colloquio di orientamento e la verifica requisiti?", "check_eligibility", Context(),
     "ask_office_services"),
    ("e altri corsi tecnici?", "ask_course_open", Context(), "ask_course_list"),
    ("altri corsi di cucina?", "out_of_scope", Context(), "ask_trade"),
    ("technoprobe è uno dei partner?", "ask_pact_partners", Context(), "ask_pact_member"),
    ("la Rossi srl fa parte del patto?", "ask_pact_about", Context(), "ask_pact_member"),
    ("chi sono i partner del patto?", "ask_pact_partners", Context(), "ask_pact_partners"),
    ("quanti sono i partner?", "ask_pact_partners", Context(), "ask_pact_partners"),
    ("e la Juventus?", "out_of_scope", MEMBER, "ask_pact_member"),
    ("e la Juventus?", "out_of_scope", Context(), "out_of_scope"),
    ("e per iscriversi?", "out_of_scope", MEMBER, "out_of_scope"),
    ("mi sa dire cortesemente quali soggetti formano il partenariato", "out_of_scope", Context(), "ask_pact_partners"),
    ("quali enti formano il partenariato per il bando?", "ask_call_required", Context(), "ask_call_required"),
    ("siamo una ditta di Valmadrera, vorremmo aderire al patto", "ask_call_member_type", OPEN, "ask_need"),
    ("i sindacati possono entrare nel patto?", "ask_call_member_type", OPEN, "ask_call_member_type"),
    ("per l'immacolata ci siete?", "out_of_scope", Context(), "ask_office_hours"),
    ("a santo stefano siete chiusi?", "out_of_scope", Context(), "ask_office_hours"),
    ("e a ferragosto", "out_of_scope", Context(last_question="ask_office_hours"), "ask_office_hours"),
    ("il corso si ferma a natale? siete chiusi?", "ask_course_start", Context(), "ask_course_start"),
    ("posso venire sabato senza prenotare?", "book_appointment", Context(), "ask_office_hours"),
    ("prenota una verifica dei requisiti a Merate", "check_eligibility", Context(), "book_appointment"),
    ("fammi la verifica dei requisiti", "check_eligibility", Context(), "check_eligibility"),
    ("a martedì", "inform", Context(), "goodbye"),
    ("ok grazie, a lunedì allora", "thank", Context(), "goodbye"),
    ("a martedì", "inform", Context("booking_form", "booking_time"), "inform"),
    ("cinque stelle alla pizza di ieri", "give_feedback", Context(), "out_of_scope"),
    ("nessuno risponde al telefono da una settimana", "complain", Context(), "complain"),
    ("vi do cinque stelle", "give_feedback", Context(), "give_feedback"),
    ("in corso Garibaldi c'è posto?", "ask_course_open", Context(), "out_of_scope"),
    ("c'è un corso aperto?", "ask_course_open", Context(), "ask_course_open"),
    ("ma se poi volessi cancellarmi si può?", "out_of_scope", Context("booking_form", "booking_consent"), "inform"),
    ("e i dati dopo posso farli cancellare?", "erase_data", Context("booking_form", "booking_consent"), "inform"),
    ("cancella i miei dati", "erase_data", Context("booking_form", "booking_consent"), "erase_data"),
    ("e se non posso venire?", "check_eligibility", BOOKED, "list_appointments"),
    ("e se non posso venire al corso?", "check_eligibility", BOOKED, "check_eligibility"),
    ("e se non posso venire?", "check_eligibility", Context(), "check_eligibility"),
    ("no aspetta mi sono sbagliato, giovedì", "inform", BOOKED, "move_appointment"),
    ("no scusa, meglio alle 11", "deny", BOOKED, "move_appointment"),
    ("giovedì", "inform", BOOKED, "inform"), ("mi sono sbagliato, giovedì", "inform", Context(), "inform"),
    ("per quanto tempo", "ask_course_duration", NOTICE, "ask_privacy"),
    ("e chi li vede?", "out_of_scope", NOTICE, "ask_privacy"),
    ("ok cancellali", "out_of_scope", NOTICE, "erase_data"), ("ok cancellali", "stop", Context(), "stop"),
    ("quanto dura il corso?", "ask_course_duration", NOTICE, "ask_course_duration"),
    ("il numero dei soggetti che compongono la rete di sostegno del Patto", "ask_pact_partners", Context(),
     "ask_pact_supporters"),
    ("elenco dei soggetti che compongono il patto", "ask_pact_supporters", Context(), "ask_pact_partners"),
    ("Porgo i miei ossequi", "nlu_fallback", Context(), "goodbye"), ("ossequi", "out_of_scope", Context(), "goodbye"),
    ("i miei rispetti", "out_of_scope", Context(), "goodbye"), ("che rispetto!", "complain", Context(), "complain"),
    ("non è mica festa quel giorno?", "move_appointment", BOOKED, "ask_office_hours"),
    ("quel giorno siete aperti?", "move_appointment", BOOKED, "ask_office_hours"),
    ("quel giorno ho il dentista, si può spostare?", "move_appointment", BOOKED, "move_appointment"),
    ("è ancora aperto?", "ask_course_open", Context(last_question="ask_today"), "ask_office_hours"),
    ("è ancora aperto?", "ask_course_open", Context(subject="course:sala"), "ask_course_open"),
    ("il corso è ancora aperto?", "ask_course_open", Context(last_question="ask_today"), "ask_course_open"),
    ("e quando mi chiamate?", "leave_interest", Context(), "request_human"),
    ("quando mi chiamate per il corso?", "leave_interest", Context(), "leave_interest"),
    ("fino a?", "ask_availability", Context(last_question="ask_office_hours"), "ask_office_hours"),
    ("ma come mai?", "ask_bot_identity", Context(last_question="ask_course_open", answered=True), "ask_course_open"),
    ("qual è il prossimo giorno che siete chiusi per festa?", "out_of_scope", Context(), "ask_office_hours"),
    ("mannaggia. e se aprono me lo dite?", "inform", Context(), "leave_interest"),
    ("quando riaprono mi fate sapere?", "ask_course_open", Context(), "leave_interest"),
    ("quando aprite mi dite dove siete?", "ask_office_hours", Context(last_question="ask_office_hours"),
    "ask_office_hours"),
    ("e se volessi far sparire tutto?", "nlu_fallback", NOTICE, "ask_privacy"),
    ("e se non voglio che resti?", "erase_data", NOTICE, "erase_data"),
    ("bravissima! sei più sveglia di mio marito ahah", "out_of_scope", Context(), "thank"),
    ("che brava che sei", "give_feedback", Context(), "thank"),
    ("sei brava ma non mi hai risposto", "complain", Context(), "complain"),
    ("io vuole parlare signora di ufficio merate", "book_appointment", Context(), "request_human"),
    ("posso sentire qualcuno dell'ufficio?", "ask_office_hours", Context(), "request_human"),
    ("È rimasto vedovo a Natale. In che via siete a Lecco?", "ask_office_address", Context(), "ask_office_address"),
    ("mio suocero è vedovo da Natale, dove siete a Lecco?", "ask_office_address", Context(), "ask_office_address"),
    ("da Pasqua cammina col bastone. C'è qualcuno che lo aiuta a entrare?", "ask_office_address", Context(),
     "ask_office_address"),
    ("Buongiorno. Il giorno di Natale siete aperti?", "out_of_scope", Context(), "ask_office_hours"),
    ("sconfortata", "out_of_scope", Context(), "tell_hard_time"), ("giù", "out_of_scope", Context(), "tell_hard_time"),
    ("un po' scoraggiatissimo oggi", "inform", Context(), "tell_hard_time"),
    ("mi sento sfiduciata...", "nlu_fallback", Context(), "tell_hard_time"),
    ("sono proprio amareggiata", "out_of_scope", Context(), "tell_hard_time"),
    ("delusa", "out_of_scope", Context(), "tell_hard_time"), ("delusa", "complain", Context(), "complain"),
    ("c'è una legge per il patto di Lecco?", "ask_pact_about", Context(), "ask_regional_law"),
    ("che norme regolano i patti?", "ask_pact_goals", Context(), "ask_regional_law"),
    ("il patto di prova è secondo la legge?", "ask_pact_about", Context(), "out_of_scope"),
    ("cos'è il patto?", "ask_pact_about", Context(), "ask_pact_about"),
    ("avvilito e stanco", "out_of_scope", Context(), "tell_hard_time"),
    ("sfinita", "nlu_fallback", Context(), "tell_hard_time"), ("sola", "inform", Context(), "tell_hard_time"),
    ("sola andata o ritorno?", "out_of_scope", Context(), "out_of_scope"),
    ("Non posso venire all'appuntamento, al telefono è sempre occupato. Vorrei cancellarlo.", "cancel_appointment",
     Context(), "cancel_appointment"),
    ("al telefono è sempre occupato, non vi degnate di rispondere", "ask_office_contact", Context(), "complain"),
    ("a terra", "ask_office_address", Context(), "tell_hard_time"),
    ("amareggiata per come mi avete trattata", "complain", Context(), "complain"),
    ("sono stanco di aspettare, prenota", "book_appointment", Context(), "book_appointment"),
    ("a terra", "ask_office_address", BOOKED, "ask_office_address"),
    ("giù", "inform", Context("booking_form", "booking_name"), "inform"),
    ("non sono triste", "out_of_scope", Context(), "out_of_scope"),
    ("sono agitatissima per l'incontro con l'orientatore", "book_appointment", Context(), "tell_worry"),
    ("ho il batticuore per l'incontro di lunedì", "cancel_appointment", Context(), "tell_worry"),
    ("non dormo per il colloquio con l'orientatrice", "book_appointment", Context(), "tell_worry"),
    ("ho paura del colloquio con voi", "ask_need", Context(), "tell_worry"),
    ("mi mette ansia venire lì", "nlu_fallback", Context(), "tell_worry"),
    ("sono agitata, vorrei spostare il colloquio", "move_appointment", Context(), "move_appointment"),
    ("sono nervosa per il colloquio, a che ora è?", "list_appointments", Context(), "list_appointments"),
    ("ho paura di aver perso l'appuntamento", "list_appointments", Context(), "list_appointments"),
    ("vorrei un incontro con l'orientatore", "book_appointment", Context(), "book_appointment"),
    ("guardate che il numero che c'è sulla vostra pagina è di un'altra persona", "ask_office_contact", OPEN,
     "ask_need"),
    ("ho chiamato il numero che c'è scritto e ha risposto un privato", "ask_office_contact", OPEN, "ask_need"),
    ("il telefono sulla pagina dei contatti è sbagliato", "ask_office_contact", OPEN, "ask_need"),
    ("l'indirizzo sul sito non è giusto", "deny", OPEN, "ask_need"),
    ("la mail che c'è sulla vostra pagina torna indietro", "stop", OPEN, "ask_need"),
    ("avete scritto male la via di Merate", "ask_office_address", OPEN, "ask_need"),
    ("la data del seminario sulla pagina è sbagliata", "ask_event_time", OPEN, "ask_need"),
    ("qual è il numero sulla vostra pagina?", "ask_office_contact", OPEN, "ask_office_contact"),
    ("sulla pagina non trovo il numero", "ask_office_contact", OPEN, "ask_office_contact"),
    ("il numero che vi ho scritto è sbagliato", "ask_contact_change", OPEN, "ask_contact_change"),
    ("il mio numero sul sito è sbagliato, è vecchio", "ask_contact_change", OPEN, "ask_contact_change"),
    ("sul sito c'è l'orario vecchio o quello nuovo?", "ask_office_hours", OPEN, "ask_office_hours"),
])
def test_what_is_said_outright_is_meant(text: str, read_as: str, context: Context, intent: str) -> None:
    assert interpret(text, Understood(read_as, 0.9), context).intent == intent


@pytest.mark.parametrize(("text", "read_as"), [
    ("Mi interessa sapere quanti sono i partner del patto e quanti quelli della rete che lo sostiene. Grazie!",
     "ask_pact_supporters"),
    ("in quanti siete nel patto, tra partner e rete?", "ask_course_participants"),
    ("quanti soggetti hanno firmato e quanti sostengono il patto?", "ask_pact_supporters"),
    ("il numero dei partner e quello dei sostenitori", "ask_pact_partners"),
    ("quante realtà nella rete di sostegno e quanti enti partner?", "ask_pact_supporters")])
def test_partners_and_supporters_are_both_counted(text: str, read_as: str) -> None:
    found = interpret(text, Understood(read_as, 0.9), Context())
    assert set(found.questions) == {"ask_pact_partners", "ask_pact_supporters"}


@pytest.mark.parametrize("text", [
    "quanti sono i partner?", "chi sono quelli della rete di sostegno?", "quanti della rete di sostegno sono scuole?",
    "i partner sono gli stessi della rete?"])
def test_who_counts_one_of_them_gets_one(text: str) -> None:
    assert interpret(text, Understood("ask_pact_partners", 0.9), Context()).questions == ()


@pytest.mark.parametrize(("text", "asked"), [
    ("Si chiede conferma dell'ubicazione della sede di Merate e del relativo orario di ricevimento", "address hours"),
    ("mi dite dove siete e quando siete aperti a Lecco?", "address hours"),
    ("indirizzo, telefono e orari di Merate", "address hours contact"),
    ("gradirei i recapiti e gli orari del centro di Merate", "hours contact"),
    ("mi dai la mail dell'ufficio di Lecco e mi dici anche in che via sta?", "address contact"),
    ("come vi scrivo e dove siete a Lecco?", "address contact"),
    ("l'indirizzo mail di Merate", ""), ("l'orario di Merate", ""),
    ("il mio numero è sbagliato, che orari fate a Merate?", ""),
    ("vorrei un appuntamento a Merate negli orari di apertura, ecco il telefono", "")])
def test_each_thing_asked_of_an_office_is_answered(text: str, asked: str) -> None:
    found = interpret(text, Understood("out_of_scope", 0.4, None, frozenset({"office"})), Context())
    assert found.questions == tuple(f"ask_office_{thing}" for thing in asked.split())


def test_who_is_still_there_is_asked_of_the_office_that_is_named() -> None:
    office = Understood("ask_course_open", 0.6, None, frozenset({"office"}))
    for text in ("allora a Merate c'è ancora qualcuno?", "Merate è ancora aperto?", "a Lecco ci siete ancora?"):
        assert interpret(text, office, Context()).intent == "ask_office_hours"
    assert interpret("c'è ancora posto a Lecco?", office, Context()).intent == "ask_course_open"


def test_who_drops_one_thing_wants_the_course_named_after_it() -> None:
    course = Understood("stop", 0.6, None, frozenset({"course"}))
    assert interpret("fa niente, quello di sala", course, Context()).intent == "ask_course_about"
    assert interpret("lascia stare il corso di sala", course, Context()).intent == "stop"


@pytest.mark.parametrize(("text", "read_as", "intent"), [
    ("Potrebbe comunicarmi il numero complessivo dei frequentanti del percorso meccanico?", "ask_course_duration",
     "ask_course_participants"),
    ("qual è il totale degli allievi del corso di sala?", "ask_course_about", "ask_course_participants"),
    ("qual è il numero di telefono del corso?", "ask_office_contact", "ask_office_contact"),
    ("il numero dei partecipanti al seminario", "ask_event_attendance", "ask_event_attendance"),
    ("Quale ente riveste il ruolo di capofila del Patto?", "ask_call_lead", "ask_pact_lead"),
    ("chi è il capofila del vostro progetto?", "ask_call_lead", "ask_pact_lead"),
    ("quale ente può fare da capofila?", "ask_call_lead", "ask_call_lead"),
    ("secondo il bando quale soggetto è capofila del patto?", "ask_call_lead", "ask_call_lead"),
    ("gli eta x fare corsi qualo e?", "ask_course_list", "ask_course_audience"),
    ("che età serve per iscriversi", "out_of_scope", "ask_course_audience"),
    ("quanti anni dura il corso?", "out_of_scope", "out_of_scope"),
    ("verificca dei requisti come si fa", "out_of_scope", "check_eligibility"),
    ("vorrei vedere i rekuisiti", "nlu_fallback", "check_eligibility"),
    ("sn disocupata da 1 anno ce qlc x me", "inform", "check_eligibility"),
    ("c'è qualcosa per mio figlio?", "out_of_scope", "check_eligibility"),
    ("c'è qualcosa per pranzo?", "out_of_scope", "out_of_scope"),
    ("però il computer non lo so usare, è un problema?", "nlu_fallback", "ask_course_audience"),
    ("quali conoscenze servono per il corso da meccanico?", "ask_course_cost", "ask_course_audience"),
    ("Con la presente si richiede di conoscere la durata complessiva del percorso", "ask_course_duration",
     "ask_course_duration"),
    ("bisogna sapere bene l'italiano?", "ask_course_cost", "ask_course_audience"),
    ("che competenze si imparano?", "ask_course_contents", "ask_course_contents")])
def test_what_is_asked_in_formal_or_misspelt_words(text: str, read_as: str, intent: str) -> None:
    assert interpret(text, Understood(read_as, 0.6), Context()).intent == intent


def test_a_question_in_anger_is_answered() -> None:
    asked = Understood("complain", 0.57, None, frozenset({"course"}),
                       (("complain", 0.57), ("ask_course_start", 0.3)))
    text = "È la terza volta che chiedo quando parte il corso!"
    assert interpret(text, asked, Context()).intent == "ask_course_start"
    calm = replace(asked, ranking=(("complain", 0.9), ("ask_course_start", 0.05)))
    assert interpret(text, calm, Context()).intent == "complain"


def test_a_bar_in_a_street_that_is_called_corso_is_no_course() -> None:
    read_as = Understood("out_of_scope", 0.6, kinds=frozenset({"course", "sector"}))
    found = interpret("in corso Martiri c'è un bar aperto?", read_as, Context())
    assert (found.intent, found.kinds) == ("out_of_scope", frozenset())


def test_courses_are_compared_while_a_check_asks_for_something_else() -> None:
    read_as = Understood("inform", 0.6, kinds=frozenset({"course"}))
    text = "tra elettricista e meccanico che differenza c'è?"
    assert interpret(text, read_as, Context("eligibility_form", "eligibility_age")).intent == "ask_course_list"
    assert interpret(text, read_as, Context("eligibility_form", "eligibility_course")).intent != "ask_course_list"


def test_whether_one_may_do_something_else_is_no_check() -> None:
    read_as = Understood("out_of_scope", 0.6, kinds=frozenset({"sector"}))
    assert interpret("vorrei capire se posso partecipare", read_as, Context()).intent == "check_eligibility"
    assert interpret("vorrei capire se posso ospitare tirocinanti", read_as, Context()).intent != "check_eligibility"
