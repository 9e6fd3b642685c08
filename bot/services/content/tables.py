"""The content that the desk edits, table by table: what is asked, in which words, and what is checked."""

from __future__ import annotations

from bot.core.slot_calendar import WEEKDAYS
from bot.db.seed_files import TOPICS
from bot.services.content import rules
from bot.services.content.schema import Field, Table

FACT = (
    Field("source", "Fonte", "line", help="Chi lo dice: pagina, giornale, circolare."),
    Field("source_date", "Data della fonte", "day", required=False),
    Field("verified", "Verificato dalla Provincia", "flag", required=False),
    Field("valid_until", "Vale fino al", "day", required=False, help="Vuoto se non ha una scadenza."),
)
_ID = Field(
    "id", "Identificativo", "id", help="Non si cambia più. Se lo lasci vuoto si ricava dal nome.", longest=60)
_POSITION = Field("position", "Ordine", "whole", default=0, help="0: in fondo.", most=10_000)
_ALIASES = Field(
    "aliases", "Altri nomi", "words", required=False,
    help="Come lo chiamano le persone, uno per riga: l'assistente lo riconosce subito.")
_TOPIC_LABELS = {
    "courses": "corsi", "events": "eventi", "eligibility": "requisiti", "booking": "appuntamenti",
    "handoff": "operatori", "pact": "patto", "partnership": "bando", "privacy": "privacy", "feedback": "valutazioni",
    "smalltalk": "conversazione"}
_DAYS = tuple((str(number), name) for number, name in enumerate(WEEKDAYS))


def _ref(name: str, label: str, table: str, required: bool = True, help: str = "") -> Field:
    return Field(name, label, "ref", required=required, table=table, help=help, longest=60)


_ALL = (
    Table(
        "course", "Corsi", "corso", names="title", shown=("title", "sector_id", "hours"),
        about="I corsi gratuiti del patto: titolo, settore, ore, contenuto.",
        check_in=rules.own_words("course", "title"), fields=(
            _ID, Field("title", "Titolo", "line", longest=200), _ref("sector_id", "Settore", "sector"), _POSITION,
            Field("hours", "Ore", "whole", least=1, most=5000),
            Field("hours_approximate", "Le ore sono indicative", "flag", required=False),
            Field("cost_cents", "Costo in centesimi", "whole", default=0, help="0: gratuito."),
            Field("content", "Contenuto", "text", longest=2000),
            Field("internship", "Prevede un tirocinio", "flag", required=False), _ALIASES, *FACT)),
    Table(
        "course_edition", "Edizioni dei corsi", "edizione", parent="course_id",
        shown=("id", "course_id", "starts_earliest", "enrolment_opens", "enrolment_closes"), owns=("edition_body",),
        about="Quando parte un corso, dove, chi si può iscrivere e quando: lo stato si calcola dalle date.",
        check=rules.edition, names="course_id", fields=(
            _ID, _ref("course_id", "Corso", "course"),
            Field("starts_earliest", "Inizio, non prima del", "day", required=False),
            Field("starts_latest", "Inizio, non dopo il", "day", required=False,
                  help="Uguale alla data precedente se il giorno è noto."),
            Field("ends_by", "Finito entro il", "day", required=False),
            Field("enrolment_opens", "Iscrizioni dal", "day", required=False),
            Field("enrolment_closes", "Iscrizioni fino al", "day", required=False),
            Field("place", "Sede", "line", required=False, longest=200),
            Field("places", "Posti", "whole", required=False, most=10_000),
            Field("places_taken", "Partecipanti", "whole", required=False, most=10_000), *FACT)),
    Table(
        "edition_body", "Enti delle edizioni", "ente dell'edizione", parent="edition_id",
        shown=("edition_id", "organisation_id", "part"), check_in=rules.one_lead,
        about="Chi gestisce e chi progetta ogni edizione.", fields=(
            _ref("edition_id", "Edizione", "course_edition"), _ref("organisation_id", "Ente", "organisation"),
            Field("part", "Ruolo", "choice", choices=(("lead", "ente capofila"), ("co_design", "coprogettazione"))),
            _POSITION)),
    Table(
        "eligibility_rule", "Requisiti dei corsi", "requisito", parent="course_id",
        shown=("course_id", "kind", "holds_from", "params"),
        about="Chi può partecipare, e come si spiega. Una regola non verificata non esclude nessuno.",
        names="course_id", fields=(
            _ID, _ref("course_id", "Corso", "course"),
            Field("kind", "Tipo di regola", "choice", choices=(
                ("age", "età"), ("status", "situazione lavorativa"), ("income", "reddito"),
                ("residence", "residenza"))),
            _POSITION, Field("params", "Parametri", "params"), Field("holds_from", "Vale dal", "day"), *FACT)),
    Table(
        "event", "Eventi", "evento", names="title", shown=("title", "kind", "course_id"),
        owns=("event_session", "event_speaker"), about="Job day, workshop e seminari.",
        check_in=rules.own_words("event", "title"), fields=(
            _ID, Field("kind", "Tipo", "choice", choices=(
                ("job_day", "job day"), ("workshop", "workshop"), ("seminar", "seminario"))),
            Field("title", "Titolo", "line", longest=200), _POSITION,
            _ref("course_id", "Corso presentato", "course", required=False),
            Field("count", "Quante volte", "whole", default=1, least=1, most=1000),
            Field("organiser", "Organizzatore", "line", required=False, longest=200),
            _ref("organiser_id", "Ente organizzatore", "organisation", required=False),
            Field("audience", "A chi è rivolto", "line", required=False, longest=400),
            Field("description", "Descrizione", "text", longest=2000),
            Field("outcome", "Com'è andato", "text", required=False, longest=2000),
            Field("attendance", "Presenze", "line", required=False, longest=100), _ALIASES, *FACT)),
    Table(
        "event_session", "Giornate degli eventi", "giornata", parent="event_id",
        shown=("event_id", "day", "starts", "place"), check=rules.session_of_event,
        about="Quando e dove si tiene un evento.", fields=(
            _ref("event_id", "Evento", "event"), Field("day", "Giorno", "day"),
            Field("starts", "Inizio", "hour", required=False), Field("ends", "Fine", "hour", required=False),
            Field("daypart", "Parte del giorno", "line", required=False, longest=40,
                  help="Per esempio «nel pomeriggio», se l'ora non è nota."),
            Field("place", "Luogo", "line", longest=200))),
    Table(
        "event_speaker", "Relatori", "relatore", parent="event_id", shown=("event_id", "name", "part"),
        about="Chi interviene agli eventi.", fields=(
            _ref("event_id", "Evento", "event"), _POSITION,
            Field("part", "Ruolo", "choice", choices=(
                ("opening", "saluti"), ("moderator", "moderazione"), ("speaker", "relazione"),
                ("witness", "testimonianza"), ("collaborator", "collaborazione"))),
            Field("name", "Nome", "line", longest=200), Field("role", "Qualifica", "line", required=False),
            _ref("organisation_id", "Ente", "organisation", required=False))),
    Table(
        "office", "Centri per l'impiego", "centro", names="name", shown=("name", "municipality", "address"),
        owns=("office_service", "office_contact", "opening_interval"),
        about="Sedi, indirizzi, quante persone ricevono.",
        check_in=rules.own_words("office", "name"), fields=(
            _ID, Field("name", "Nome", "line", longest=100), Field("municipality", "Comune", "line", longest=100),
            Field("address", "Indirizzo", "line", longest=200),
            Field("floor", "Piano", "line", required=False, longest=60), _POSITION,
            Field("capacity", "Persone ricevute insieme", "whole", default=1, least=1, most=50),
            Field("slot_minutes", "Durata di un appuntamento (minuti)", "whole", default=30, least=5, most=240),
            Field("hours_note", "Nota sugli orari", "line", required=False, longest=200), _ALIASES, *FACT)),
    Table(
        "opening_interval", "Orari di apertura", "orario", parent="office_id",
        shown=("office_id", "weekday", "opens", "closes"), check=rules.opening, check_in=rules.no_overlap,
        about="Quando un centro riceve: più intervalli al giorno.", fields=(
            _ref("office_id", "Centro", "office"), Field("weekday", "Giorno", "choice", choices=_DAYS),
            Field("opens", "Apre alle", "hour"), Field("closes", "Chiude alle", "hour"), *FACT)),
    Table(
        "closure", "Chiusure", "chiusura", shown=("office_id", "starts_on", "ends_on", "reason"),
        check=rules.closure, names="reason", about="Giorni in cui un centro, o tutti, sono chiusi.", fields=(
            _ID, _ref("office_id", "Centro", "office", required=False, help="Vuoto: tutti i centri."),
            Field("starts_on", "Dal", "day"), Field("ends_on", "Al", "day"),
            Field("yearly", "Ogni anno", "flag", required=False),
            Field("reason", "Motivo", "line", longest=200), *FACT)),
    Table(
        "office_contact", "Contatti dei centri", "contatto", parent="office_id", shown=("office_id", "kind", "value"),
        check=rules.contact, about="Telefoni e indirizzi e-mail.", fields=(
            _ref("office_id", "Centro", "office"),
            Field("kind", "Tipo", "choice", choices=(("phone", "telefono"), ("email", "e-mail"))),
            Field("value", "Numero o indirizzo", "line", longest=200), _POSITION, *FACT)),
    Table(
        "service", "Motivi di appuntamento", "motivo", names="name", shown=("name", "description"),
        owns=("office_service",), about="Per che cosa si prenota.", check_in=rules.own_words("service", "name"),
        fields=(
            _ID, Field("name", "Nome", "line", longest=100),
            Field("description", "Descrizione", "line", longest=400),
            Field("bring", "Che cosa portare", "line", required=False, longest=400), _POSITION, _ALIASES, *FACT)),
    Table(
        "office_service", "Che cosa offre ogni centro", "offerta", parent="office_id",
        shown=("office_id", "service_id"), about="Quali motivi si prenotano in quale centro.", fields=(
            _ref("office_id", "Centro", "office"), _ref("service_id", "Motivo", "service"))),
    Table(
        "answer", "Domande e risposte", "risposta", shown=("question", "topic"), fixed=True,
        about="Quello che l'assistente risponde: si cambia il testo, non l'identificativo.", check=rules.answer,
        fields=(
            Field("id", "Intento", "id", help="Il nome dell'intento a cui risponde.", longest=60),
            Field("topic", "Argomento", "choice", choices=tuple((name, _TOPIC_LABELS[name]) for name in TOPICS)),
            Field("question", "Domanda", "line"), Field("text", "Risposta", "text", longest=1500,
                  help="Breve e semplice, dando del tu."), *FACT)),
    Table(
        "organisation", "Enti", "ente", names="name", shown=("name", "role"),
        about="Capofila, partner e rete di sostegno.",
        check_in=rules.own_words("organisation", "name"), fields=(
            _ID, Field("name", "Nome", "line", longest=200),
            Field("role", "Ruolo", "choice", choices=(
                ("lead", "capofila"), ("partner", "partner"), ("supporter", "rete di sostegno"))),
            _POSITION, _ALIASES, *FACT)),
    Table(
        "sector", "Settori", "settore", names="name", shown=("name",), about="I settori del patto.",
        check_in=rules.own_words("sector", "name"),
        fields=(_ID, Field("name", "Nome", "line", longest=100), _POSITION, _ALIASES, *FACT)),
    Table(
        "partnership_category", "Categorie del bando", "categoria", names="name", shown=("name", "kind"),
        about="Chi può far parte di un patto secondo il bando regionale.",
        check_in=rules.own_words("partnership_category", "name"), fields=(
            _ID, Field("kind", "Tipo", "choice", choices=(
                ("lead", "può guidare"), ("required", "obbligatoria"), ("further", "ulteriore"))),
            Field("name", "Nome", "line", longest=400), _POSITION, _ALIASES, *FACT)),
)
TABLES: dict[str, Table] = {table.name: table for table in _ALL}
"""Every table of the content by its name, in the order in which the desk lists them."""
