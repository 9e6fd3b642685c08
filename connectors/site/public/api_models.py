"""What the read-only API answers with. A value that is not published is left out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, Optional

from pydantic import BaseModel, Field

# not JSON Schema's "time", which has a zone: these are the hours on the clock of the day that is given with them
_CLOCK = Field(regex="^[0-2][0-9]:[0-5][0-9]$", description="Ora di Roma, HH:MM")
_CLOCK_OR_NONE = Field(None, regex="^[0-2][0-9]:[0-5][0-9]$", description="Ora di Roma, HH:MM, se è pubblicata")


class Fact(BaseModel):
    """Da dove viene un dato, a quando risale, se la Provincia l’ha verificato e fino a quando vale."""

    source: str = Field(description="Chi lo dice")
    source_date: Optional[date] = Field(None, description="Data della fonte")
    verified: bool = Field(description="Se la Provincia l’ha verificato")
    valid_until: Optional[date] = Field(None, description="Ultimo giorno in cui vale, se si conosce")


class Edition(BaseModel):
    """L’edizione di interesse di un corso: quella aperta, la prossima o l’ultima."""

    id: str
    starts_earliest: Optional[date] = Field(None, description="Primo giorno possibile di inizio")
    starts_latest: Optional[date] = Field(None, description="Ultimo giorno possibile di inizio")
    ends_by: Optional[date] = Field(None, description="Giorno in cui risulta conclusa")
    enrolment_opens: Optional[date] = Field(None, description="Apertura delle iscrizioni")
    enrolment_closes: Optional[date] = Field(None, description="Chiusura delle iscrizioni")
    places: Optional[int] = Field(None, description="Posti offerti")
    participants: Optional[int] = Field(None, description="Persone che hanno partecipato")
    place: Optional[str] = Field(None, description="Sede delle lezioni")


class Course(BaseModel):
    """Un corso gratuito del Patto."""

    id: str
    title: str
    url: str = Field(description="Pagina del corso")
    sector: str
    hours: int
    hours_approximate: bool = Field(description="Se le ore sono indicative")
    cost_cents: int = Field(description="Costo in centesimi di euro; 0 è gratuito")
    content: str
    internship: bool = Field(description="Se prevede un tirocinio")
    lead: Optional[str] = Field(None, description="Ente capoprogetto")
    co_designers: list[str] = Field(description="Enti che lo hanno progettato con il capoprogetto")
    age_min: Optional[int] = None
    age_max: Optional[int] = None
    status: Literal["planned", "enrolling", "running", "concluded", "unknown"] = Field(
        description="A che punto è oggi: in programma, iscrizioni aperte, in corso, concluso, non noto")
    edition: Optional[Edition] = None
    presentation_event_id: Optional[str] = Field(None, description="L’evento di presentazione")
    fact: Fact


class EventDay(BaseModel):
    """Un giorno di un evento, ora di Roma."""

    day: date
    starts: Optional[str] = _CLOCK_OR_NONE
    ends: Optional[str] = _CLOCK_OR_NONE
    daypart: Optional[str] = Field(None, description="La parte del giorno, dove l’ora non è pubblicata")
    place: str


class Speaker(BaseModel):
    """Chi partecipa a un evento."""

    name: str
    part: Literal["opening", "moderator", "speaker", "witness", "collaborator"]
    role: Optional[str] = None


class Event(BaseModel):
    """Una presentazione di corso (job_day), un workshop o un seminario."""

    id: str
    kind: Literal["job_day", "workshop", "seminar"]
    title: str
    url: str = Field(description="Pagina dell’evento")
    description: str
    course_id: Optional[str] = None
    count: int = Field(description="Quante volte si è tenuto")
    organiser: Optional[str] = None
    audience: Optional[str] = None
    attendance: Optional[str] = None
    outcome: Optional[str] = None
    days: list[EventDay]
    speakers: list[Speaker]
    fact: Fact


class Opening(BaseModel):
    """Un intervallo di apertura, ora di Roma."""

    weekday: int = Field(description="Giorno della settimana, 0 è lunedì", ge=0, le=6)
    opens: str = _CLOCK
    closes: str = _CLOCK


class Service(BaseModel):
    """Per che cosa si può prendere appuntamento."""

    id: str
    name: str
    description: str
    bring: Optional[str] = Field(None, description="Che cosa portare, se si conosce")
    fact: Fact


class Office(BaseModel):
    """Un centro per l’impiego."""

    id: str
    name: str
    municipality: str
    address: str
    floor: Optional[str] = None
    hours_note: Optional[str] = None
    opening: list[Opening]
    opening_fact: Optional[Fact] = Field(None, description="Fonte degli orari")
    phones: list[str]
    emails: list[str]
    contacts_fact: Optional[Fact] = Field(None, description="Fonte dei contatti")
    services: list[Service]
    fact: Fact


class FreeStart(BaseModel):
    """Un inizio libero in un ufficio."""

    office_id: str
    office: str
    starts_at: datetime
    ends_at: datetime
    places_left: int = Field(ge=1)


class _Page(BaseModel):
    total: int = Field(description="Quanti sono in tutto", ge=0)
    limit: int = Field(ge=1)
    offset: int = Field(ge=0)


class CoursePage(_Page):
    """Una parte dell’elenco dei corsi."""

    items: list[Course]


class EventPage(_Page):
    """Una parte dell’elenco degli eventi."""

    items: list[Event]


class OfficePage(_Page):
    """Una parte dell’elenco degli uffici."""

    items: list[Office]


class Availability(BaseModel):
    """Gli inizi liberi, dal primo; l’elenco finisce a ``limit``."""

    service_id: str
    office_id: Optional[str] = None
    items: list[FreeStart]


class Problem(BaseModel):
    """Che cosa non va, in una frase."""

    error: str = Field(description="not_found, invalid, unavailable, method_not_allowed…")
    message: str
    field: Optional[str] = Field(None, description="Il parametro che non va")
