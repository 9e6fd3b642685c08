"""Tables of the domain database, by topic."""

from bot.db.models.base import Base, Fact
from bot.db.models.channels import Lease, LinkCode, TelegramChat, TelegramUpdate
from bot.db.models.content_changes import ContentChange
from bot.db.models.conversations import Conversation, Handoff, Message, Presence
from bot.db.models.courses import Course, CourseEdition, EditionBody, EligibilityRule, Sector
from bot.db.models.desk import (
    Activity,
    AuditEntry,
    CalendarFeed,
    CannedAnswer,
    ConversationNote,
    ConversationTag,
    NotUnderstood,
    Operator,
    OperatorOffice,
    OperatorSession,
    RecoveryCode,
    SignInAttempt,
)
from bot.db.models.events import Event, EventDay, EventSpeaker
from bot.db.models.help_lines import HelpLine
from bot.db.models.interests import Interest, InterestNotice, Publication
from bot.db.models.needs import Need
from bot.db.models.notices import Notice, SmsDay
from bot.db.models.offices import (
    Absence,
    Closure,
    DeskOpening,
    ExtraOpening,
    Office,
    OfficeContact,
    OfficeService,
    OpeningInterval,
    PlanVersion,
    Service,
)
from bot.db.models.pact import Answer, Organisation, OwnAnswer, PartnershipCategory
from bot.db.models.people import Appointment, BookingOrigin, CodeAttempt, Consent, Feedback, Slot, SlotCell
from bot.db.models.seeding import SeedRecord
from bot.db.models.sign_ups import SignUp
from bot.db.models.trainings import ModelRelease, TaughtExample, Training
from bot.db.models.waiting_list import WaitingOffer, WaitingWish

__all__ = [
    "Absence", "Activity", "Answer", "Appointment", "AuditEntry", "Base", "BookingOrigin", "CalendarFeed",
    "CannedAnswer", "Closure", "CodeAttempt", "Consent", "ContentChange", "Conversation", "ConversationNote",
    "ConversationTag", "Course", "CourseEdition", "DeskOpening", "EditionBody", "EligibilityRule", "Event", "EventDay",
    "EventSpeaker", "ExtraOpening", "Fact", "Feedback", "Handoff", "HelpLine", "Interest", "InterestNotice", "Lease",
    "LinkCode", "Message", "ModelRelease", "Need", "NotUnderstood", "Notice", "Office", "OfficeContact",
    "OfficeService", "OpeningInterval", "Operator", "OperatorOffice", "OperatorSession", "Organisation", "OwnAnswer",
    "PartnershipCategory", "PlanVersion", "Presence", "Publication", "RecoveryCode", "Sector", "SeedRecord", "Service",
    "SignInAttempt", "SignUp", "Slot", "SlotCell", "SmsDay", "TaughtExample", "TelegramChat", "TelegramUpdate",
    "Training", "WaitingOffer", "WaitingWish",
]
