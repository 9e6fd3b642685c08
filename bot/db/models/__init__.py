"""Tables of the domain database, by topic."""

from bot.db.models.base import Base, Fact
from bot.db.models.channels import Lease, LinkCode, Reminder, TelegramChat, TelegramUpdate
from bot.db.models.conversations import Conversation, Handoff, Message, Presence
from bot.db.models.courses import Course, CourseEdition, EditionBody, EligibilityRule, Sector
from bot.db.models.desk import (
    Activity,
    AuditEntry,
    CannedAnswer,
    ConversationNote,
    ConversationTag,
    NotUnderstood,
    Operator,
    OperatorOffice,
    OperatorSession,
    SignInAttempt,
)
from bot.db.models.events import Event, EventSession, EventSpeaker
from bot.db.models.offices import Closure, Office, OfficeContact, OfficeService, OpeningInterval, Service
from bot.db.models.pact import Answer, Organisation, PartnershipCategory
from bot.db.models.people import Appointment, CodeAttempt, Consent, Feedback, Person, Slot
from bot.db.models.seeding import SeedRecord

__all__ = [
    "Activity", "Answer", "Appointment", "AuditEntry", "Base", "CannedAnswer", "Closure", "CodeAttempt", "Consent",
    "Conversation", "ConversationNote", "ConversationTag", "Course", "CourseEdition", "EditionBody",
    "EligibilityRule", "Event", "EventSession", "EventSpeaker", "Fact", "Feedback", "Handoff", "Lease", "LinkCode",
    "Message", "NotUnderstood", "Office", "OfficeContact", "OfficeService", "OpeningInterval", "Operator",
    "OperatorOffice", "OperatorSession", "Organisation", "PartnershipCategory", "Person", "Presence", "Reminder",
    "Sector", "SeedRecord", "Service", "SignInAttempt", "Slot", "TelegramChat", "TelegramUpdate",
]
