"""Answers about job days, workshops and seminars."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Sequence

from bot.actions.handoff.handoff import write_contact_lines
from bot.dialogue.subjects import find_event_kinds, leaves_courses_out, names_others, wants_notice_of_events
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.italian.text import format_day, format_time_range, join_list
from bot.services import courses, events, sign_ups
from bot.services.events import EventView
from bot.texts import get_text

_KIND_OF_INTENT = {"ask_jobday_about": "job_day", "ask_workshop_about": "workshop", "ask_seminar_about": "seminar"}


def find_meant_events(turn: Turn) -> list[EventView]:
    """The events named, by title, by kind or by the course they present; else the one spoken of before; else all."""
    every = events.list_events(turn.settings)
    kinds = find_event_kinds(turn.text)
    if turn.intent in _KIND_OF_INTENT:
        kinds = [_KIND_OF_INTENT[turn.intent]]
    named = [event for event in every if event.id in turn.names.get("event", ())]
    last = turn.subject_id("event")
    if last and not named and names_others(turn.text):
        kind = next((event.kind for event in every if event.id == last), "")
        return [event for event in every if event.kind == kind and event.id != last] or every
    of_course = _current([event for event in every
                          if event.course_id and event.course_id in turn.names.get("course", ())], turn)
    of_kind = [event for event in every if event.kind in kinds]
    if kinds:
        return ([event for event in named + of_course if event.kind in kinds]
                or _spoken_of(turn, of_kind) or of_kind or every)
    return named or of_course or _spoken_of(turn, every) or every


def _current(chosen: list[EventView], turn: Turn) -> list[EventView]:
    """Those that are still to come, where there are such: who asks when a course is presented asks of the next time."""
    coming = [event for event in chosen if _is_coming(event, turn)]
    return coming or chosen


def _with_days_to_come(coming: Sequence[EventView], turn: Turn) -> list[EventView]:
    """The same events without the days on which they have been held before."""
    return [replace(event, days=tuple(item for item in event.days if item.day >= turn.now.date())) for event in coming]


def _is_coming(event: EventView, turn: Turn) -> bool:
    return event.last_day is not None and event.last_day >= turn.now.date()


def _spoken_of(turn: Turn, among: Sequence[EventView]) -> list[EventView]:
    course = turn.subject_id("course")
    last = turn.subject_id("event")
    return [event for event in among if event.id == last] or _current(
        [event for event in among if course and event.course_id == course], turn)


def answer_list(turn: Turn) -> Reply:
    """Every event, one a line."""
    return say("utter_event_list", lines=_lines(events.list_events(turn.settings), _when_in_short), subject="event:")


def answer_next(turn: Turn) -> Reply:
    """What is coming; when nothing is, what came last."""
    coming = _with_days_to_come(events.list_upcoming(turn.settings, turn.now.date()), turn)
    if coming:
        return _offer_sign_up(turn, coming, say(
            "utter_event_next", lines=_lines(coming, _when_and_where), subject=_subject(coming)))
    every = events.list_events(turn.settings)
    last = max((event for event in every if event.days), key=lambda event: event.days[-1].day)
    told = Part("utter_event_none_next", {
        "title": last.title, "when": _when_and_where(last), "as_of": last.fact.as_of})
    if wants_notice_of_events(turn.text) and leaves_courses_out(turn.text):
        no_notices = Part("utter_event_no_notices", {"lines": write_contact_lines(turn, hours=False)})
        return Reply((no_notices, told), subject="event:")
    return Reply((told, Part("utter_sign_up_none_interest")), subject="event:", offer="leave_interest")


def answer_about(turn: Turn) -> Reply:
    """What an event is or was, when and where, with whom."""
    chosen = find_meant_events(turn)
    if all(event.kind == "job_day" for event in chosen):
        return _offer_sign_up(turn, chosen, _tell_job_days(turn, chosen))
    if len(chosen) > 1:
        return _offer_sign_up(turn, chosen, say(
            "utter_event_about_list", lines=_lines(chosen, _when_in_short), subject=_subject(chosen)))
    event = chosen[0]
    parts = [Part("utter_event_about", {"title": event.title, "description": event.description})]
    if event.days:
        parts.append(Part("utter_event_when", {"title": event.title, "when": _when_and_where(event)}))
    if event.taking_part("collaborator"):
        parts.append(Part("utter_event_collaborators",
                          {"names": join_list(item.name for item in event.taking_part("collaborator"))}))
    if event.outcome:
        parts.append(Part("utter_event_outcome", {"outcome": event.outcome}))
    if not event.days:
        parts.append(Part("utter_event_no_date"))
    return _offer_sign_up(turn, chosen, Reply(tuple(parts), subject=_subject(chosen)))


def _tell_job_days(turn: Turn, chosen: Sequence[EventView]) -> Reply:
    """What job days are; those to come first, and of the others that they were held."""
    coming = _with_days_to_come([event for event in chosen if _is_coming(event, turn)], turn)
    past = [event for event in chosen if not _is_coming(event, turn)]
    parts = [Part("utter_jobday_about")]
    parts += [Part("utter_jobday_coming", {"lines": _lines(coming, _when_and_where)}, tight=True)] if coming else []
    parts += [Part("utter_jobday_held", {"lines": _lines(past, _when_in_short)}, tight=not coming)] if past else []
    return Reply(tuple(parts), subject=_subject(chosen))


def answer_time(turn: Turn) -> Reply:
    """Day and hour."""
    return _when(turn)


def answer_place(turn: Turn) -> Reply:
    """Venue, with the day."""
    return _when(turn)


def _when(turn: Turn) -> Reply:
    chosen = find_meant_events(turn)
    if len(chosen) > 1:
        return say("utter_event_list", lines=_lines(chosen, _when_in_short), subject=_subject(chosen))
    event = chosen[0]
    if _presents_an_earlier_edition(event, turn):
        return say("utter_jobday_not_set", title=event.title, when=_when_in_short(event), subject=_subject(chosen))
    if not event.days:
        return Reply((Part("utter_event_about", {"title": event.title, "description": event.description}),
                      Part("utter_event_no_date")), subject=_subject(chosen))
    return _offer_sign_up(turn, chosen, say(
        "utter_event_when", title=event.title, when=_when_and_where(event), subject=_subject(chosen)))


def _presents_an_earlier_edition(event: EventView, turn: Turn) -> bool:
    """Whether the course has an edition to come, and this job day was that of another."""
    if event.kind != "job_day" or event.course_id is None or event.id in turn.names.get("event", ()):
        return False
    course = courses.get_course(turn.settings, event.course_id, turn.now.date())
    return (course is not None and course.status in ("planned", "enrolling")
            and (course.presentation is None or course.presentation.id != event.id))


def answer_speakers(turn: Turn) -> Reply:
    """Who opened, moderated, spoke and told of their firm."""
    chosen = [event for event in find_meant_events(turn) if event.speakers] or find_meant_events(turn)
    if all(event.kind == "job_day" for event in chosen):
        return say("utter_jobday_speakers", lines=_lines(chosen, _when_and_where), subject=_subject(chosen))
    parts = tuple(Part("utter_event_speakers", {"title": event.title, "lines": _speaker_lines(event, len(chosen) == 1)})
                  for event in chosen if event.speakers)
    return Reply(parts or (Part("utter_event_no_speakers"),), subject=_subject(chosen))


def answer_attendance(turn: Turn) -> Reply:
    """How many people came, where it was published."""
    chosen = find_meant_events(turn)
    known = [event for event in chosen if event.attendance]
    if not known:
        return say("utter_event_no_attendance", titles=join_list(f"«{event.title}»" for event in chosen),
                   subject=_subject(chosen))
    return say("utter_event_attendance", lines=_lines(known, lambda event: event.attendance or ""),
               subject=_subject(known))


def answer_audience(turn: Turn) -> Reply:
    """Whom an event is for."""
    meant = find_meant_events(turn)
    chosen = [event for event in meant if event.audience]
    if not chosen:
        return _offer_sign_up(turn, meant, say("utter_event_no_audience", subject=_subject(meant)))
    return _offer_sign_up(turn, chosen, say(
        "utter_event_audience", lines=_lines(chosen, lambda event: event.audience or ""), subject=_subject(chosen)))


def _offer_sign_up(turn: Turn, chosen: Sequence[EventView], reply: Reply) -> Reply:
    """``reply`` with the offer to sign up, where one of these events can be signed up for now."""
    can = {day.event_id for day in sign_ups.list_open_days(turn.settings, turn.now)}
    if not any(event.id in can for event in chosen):
        return reply
    return replace(reply, parts=(*reply.parts, Part("utter_offer_sign_up")), offer="join_event")


HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    "ask_event_list": answer_list,
    "ask_event_next": answer_next,
    "ask_jobday_about": answer_about,
    "ask_workshop_about": answer_about,
    "ask_seminar_about": answer_about,
    "ask_event_time": answer_time,
    "ask_event_place": answer_place,
    "ask_event_speakers": answer_speakers,
    "ask_event_attendance": answer_attendance,
    "ask_event_audience": answer_audience,
}


def _when_and_where(event: EventView, weekday: bool = True) -> str:
    if not event.days:
        return get_text("answers.no_dates")
    return "; ".join(
        ", ".join(text for text in (format_day(item.day, weekday=weekday),
                                    format_time_range(item.starts, item.ends, item.daypart), item.place) if text)
        for item in event.days)


def _when_in_short(event: EventView) -> str:
    """Without the weekday, for a list."""
    return _when_and_where(event, weekday=False)


def _speaker_lines(event: EventView, roles: bool) -> str:
    """One a line with the role, or the names alone."""
    if not roles:
        return ", ".join(item.name for item in event.speakers)
    return "\n".join(f"- {item.name}" + (f", {item.role}" if item.role else "") for item in event.speakers)


def _lines(chosen: Sequence[EventView], value: Callable[[EventView], str]) -> str:
    return "\n".join(f"- {event.title}: {value(event)}" for event in chosen)


def _subject(chosen: Sequence[EventView]) -> str:
    return f"event:{chosen[0].id}" if len(chosen) == 1 else "event:"
