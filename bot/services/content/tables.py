"""The content that the desk edits, table by table: what is asked and what is checked; ``content.yml`` has the words."""

from __future__ import annotations

from bot.db.seed_files import FOLLOW_UPS, NEED_TOPICS, TOPICS
from bot.rules.place_grid import GRID_MINUTES, LONGEST_MINUTES
from bot.rules.rule_kinds import RULE_KINDS
from bot.services.content import rules
from bot.services.content.schema import ContentTable, Field

FACT = (
    Field("source", "line", shared=True),
    Field("source_date", "day", required=False, shared=True),
    Field("verified", "flag", required=False, shared=True),
    Field("valid_until", "day", required=False, shared=True),
)
_ID = Field("id", "id", longest=60, shared=True)
_POSITION = Field("position", "whole", default=0, most=10_000, shared=True)
_ALIASES = Field("aliases", "words", required=False, shared=True)
_DAYS = tuple(str(number) for number in range(7))


def _ref(name: str, table: str, required: bool = True) -> Field:
    return Field(name, "ref", required=required, table=table, longest=60)


_ALL = (
    ContentTable(
        "course", names="title", shown=("title", "sector_id", "hours"),
        check_in=rules.make_names_check("course", "title"), fields=(
            _ID, Field("title", "line", longest=200), _ref("sector_id", "sector"), _POSITION,
            Field("hours", "whole", least=1, most=5000),
            Field("hours_approximate", "flag", required=False),
            Field("cost_cents", "whole", default=0),
            Field("content", "text", longest=2000),
            Field("internship", "flag", required=False), _ALIASES, *FACT)),
    ContentTable(
        "course_edition", parent="course_id",
        shown=("id", "course_id", "starts_earliest", "enrolment_opens", "enrolment_closes"),
        owns=("edition_body", "eligibility_rule"),
        check=rules.check_edition_row, names="course_id", fields=(
            _ID, _ref("course_id", "course"),
            Field("starts_earliest", "day", required=False),
            Field("starts_latest", "day", required=False),
            Field("ends_by", "day", required=False),
            Field("enrolment_opens", "day", required=False),
            Field("enrolment_closes", "day", required=False),
            Field("place", "line", required=False, longest=200),
            Field("places", "whole", required=False, most=10_000),
            Field("places_taken", "whole", required=False, most=10_000), *FACT)),
    ContentTable(
        "edition_body", parent="edition_id",
        shown=("edition_id", "organisation_id", "part"), check_in=rules.check_one_lead, fields=(
            _ref("edition_id", "course_edition"), _ref("organisation_id", "organisation"),
            Field("part", "choice", options=("lead", "co_design")),
            _POSITION)),
    ContentTable(
        "eligibility_rule", parent="course_id", also=("edition_id",),
        shown=("course_id", "edition_id", "kind", "holds_from", "params"),
        check_in=rules.check_rule_edition, names="course_id", fields=(
            _ID, _ref("course_id", "course"), _ref("edition_id", "course_edition", required=False),
            Field("kind", "choice", options=tuple(RULE_KINDS)),
            _POSITION, Field("params", "params"), Field("holds_from", "day"), *FACT)),
    ContentTable(
        "event", names="title", shown=("title", "kind", "course_id"),
        owns=("event_session", "event_speaker"),
        check_in=rules.make_names_check("event", "title"), fields=(
            _ID, Field("kind", "choice", options=("job_day", "workshop", "seminar")),
            Field("title", "line", longest=200), _POSITION,
            _ref("course_id", "course", required=False),
            Field("count", "whole", default=1, least=1, most=1000),
            Field("organiser", "line", required=False, longest=200),
            _ref("organiser_id", "organisation", required=False),
            Field("audience", "line", required=False, longest=400),
            Field("description", "text", longest=2000),
            Field("outcome", "text", required=False, longest=2000),
            Field("attendance", "line", required=False, longest=100), _ALIASES, *FACT)),
    ContentTable(
        "event_session", parent="event_id",
        shown=("event_id", "day", "starts", "place"), check=rules.check_event_session_row, fields=(
            _ref("event_id", "event"), Field("day", "day"),
            Field("starts", "hour", required=False), Field("ends", "hour", required=False),
            Field("daypart", "line", required=False, longest=40),
            Field("place", "line", longest=200),
            Field("places", "whole", required=False, least=1, most=10_000),
            Field("sign_up_until", "day", required=False),
            Field("sign_up_for", "choice", required=False, options=("people", "firms", "both")))),
    ContentTable(
        "event_speaker", parent="event_id", shown=("event_id", "name", "part"), fields=(
            _ref("event_id", "event"), _POSITION,
            Field("part", "choice", options=("opening", "moderator", "speaker", "witness", "collaborator")),
            Field("name", "line", longest=200), Field("role", "line", required=False),
            _ref("organisation_id", "organisation", required=False))),
    ContentTable(
        "office", names="name", shown=("name", "municipality", "address"),
        owns=("office_service", "office_area", "office_contact", "opening_interval", "extra_opening", "absence",
              "desk_opening"),
        check=rules.check_office_row, check_in=rules.make_names_check("office", "name"), fields=(
            _ID, Field("name", "line", longest=100), Field("municipality", "line", longest=100),
            Field("address", "line", longest=200),
            Field("floor", "line", required=False, longest=60), _POSITION,
            Field("capacity", "whole", default=1, least=1, most=50),
            Field("slot_minutes", "whole", default=30, least=GRID_MINUTES, most=LONGEST_MINUTES),
            Field("hours_note", "line", required=False, longest=200),
            Field("coordinates", "line", required=False, longest=40),
            Field("parking", "line", required=False, longest=200),
            Field("transport", "line", required=False, longest=200), _ALIASES, *FACT)),
    ContentTable(
        "office_area", parent="office_id", shown=("municipality", "office_id"), check=rules.check_area_row, fields=(
            Field("municipality", "line", longest=100), _ref("office_id", "office"), *FACT)),
    ContentTable(
        "opening_interval", parent="office_id",
        shown=("office_id", "weekday", "opens", "closes"),
        check=rules.check_opening_row, check_in=rules.check_openings_apart, fields=(
            _ref("office_id", "office"), Field("weekday", "choice", options=_DAYS),
            Field("opens", "hour"), Field("closes", "hour"), *FACT)),
    ContentTable(
        "closure", shown=("office_id", "starts_on", "ends_on", "reason"),
        check=rules.check_closure_row, names="reason", fields=(
            _ID, _ref("office_id", "office", required=False),
            Field("starts_on", "day"), Field("ends_on", "day"),
            Field("yearly", "flag", required=False),
            Field("from_time", "hour", required=False), Field("until_time", "hour", required=False),
            Field("reason", "line", longest=200), *FACT)),
    ContentTable(
        "extra_opening", parent="office_id",
        shown=("office_id", "day", "opens", "closes"), check=rules.check_opening_row, fields=(
            _ref("office_id", "office"), Field("day", "day"), Field("opens", "hour"), Field("closes", "hour"), *FACT)),
    ContentTable(
        "absence", parent="office_id", shown=("office_id", "username", "starts_on", "ends_on", "places"),
        check=rules.check_closure_row, check_in=rules.check_absent_operator, names="reason", fields=(
            _ID, _ref("office_id", "office"), Field("username", "line", required=False, longest=60),
            Field("starts_on", "day"), Field("ends_on", "day"),
            Field("from_time", "hour", required=False), Field("until_time", "hour", required=False),
            Field("places", "whole", default=1, least=1, most=50), Field("reason", "line", longest=200))),
    ContentTable(
        "desk_opening", parent="office_id",
        shown=("office_id", "weekday", "opens", "closes"), check=rules.check_opening_row, fields=(
            _ref("office_id", "office"), Field("weekday", "choice", options=_DAYS),
            Field("opens", "hour"), Field("closes", "hour"), *FACT)),
    ContentTable(
        "office_contact", parent="office_id", shown=("office_id", "kind", "value"),
        check=rules.check_contact_row, fields=(
            _ref("office_id", "office"),
            Field("kind", "choice", options=("phone", "email")),
            Field("value", "line", longest=200), _POSITION, *FACT)),
    ContentTable(
        "service", names="name", shown=("name", "description"),
        owns=("office_service",), check_in=rules.make_names_check("service", "name"),
        fields=(
            _ID, Field("name", "line", longest=100),
            Field("description", "line", longest=400),
            Field("bring", "line", required=False, longest=400), _POSITION, _ALIASES, *FACT)),
    ContentTable(
        "office_service", parent="office_id",
        shown=("office_id", "service_id", "mode"), check=rules.check_office_service_row, fields=(
            _ref("office_id", "office"), _ref("service_id", "service"),
            Field("slot_minutes", "whole", required=False, least=GRID_MINUTES, most=LONGEST_MINUTES),
            Field("capacity", "whole", required=False, least=1, most=50),
            Field("min_notice_hours", "whole", required=False, most=24 * 60),
            Field("mode", "choice", options=("in_person", "phone", "video"), default="in_person"),
            Field("link", "line", required=False, longest=300))),
    ContentTable(
        "help_line", names="name", shown=("phone", "name", "kinds"), fields=(
            _ID, Field("name", "line", longest=200), Field("phone", "line", longest=40),
            Field("hours", "line", required=False, longest=200), Field("kinds", "words"), _POSITION, *FACT)),
    ContentTable(
        "answer", shown=("question", "topic"), fixed=True, check=rules.check_answer_row,
        fields=(
            Field("id", "id", longest=60),
            Field("topic", "choice", options=tuple(TOPICS)),
            Field("question", "line"), Field("text", "text", longest=1500), *FACT)),
    ContentTable(
        "own_answer", names="question", shown=("question", "text"), check=rules.check_answer_row, fields=(
            _ID, Field("question", "line"), Field("ways", "words", required=False),
            Field("text", "text", longest=1500), *FACT)),
    ContentTable(
        "need", names="title", shown=("title", "body", "topic"), check=rules.check_need_row, fields=(
            _ID, Field("topic", "choice", options=NEED_TOPICS), Field("title", "line", longest=100),
            Field("body", "line", longest=200), Field("does", "line", longest=400),
            Field("place", "line", required=False, longest=200), Field("phone", "line", required=False, longest=40),
            Field("follow_up", "choice", options=FOLLOW_UPS, default="none"), _POSITION,
            Field("words", "words"), *FACT)),
    ContentTable(
        "organisation", names="name", shown=("name", "role"),
        check_in=rules.make_names_check("organisation", "name"), fields=(
            _ID, Field("name", "line", longest=200),
            Field("role", "choice", options=("lead", "partner", "supporter")),
            _POSITION, _ALIASES, *FACT)),
    ContentTable(
        "sector", names="name", shown=("name",),
        check_in=rules.make_names_check("sector", "name"),
        fields=(_ID, Field("name", "line", longest=100), _POSITION, _ALIASES, *FACT)),
    ContentTable(
        "partnership_category", names="name", shown=("name", "kind"),
        check_in=rules.make_names_check("partnership_category", "name"), fields=(
            _ID, Field("kind", "choice", options=("lead", "required", "further")),
            Field("name", "line", longest=400), _POSITION, _ALIASES, *FACT)),
)
TABLES: dict[str, ContentTable] = {table.name: table for table in _ALL}
"""Every table of the content by its name, in the order in which the desk lists them."""
