"""Answers about courses: each function reads a turn and says what is published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Sequence

from bot.actions import cards
from bot.actions.answers.office_ways import find_offices, list_phones
from bot.dialogue.asides import asks_cost_of_interview
from bot.dialogue.subjects import names_others, names_several_courses, refers_back
from bot.dialogue.tone_phrases import will_not_have
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.text import format_day, format_time_range, join_list
from bot.services import course_wording, courses, pact
from bot.services.courses import CourseView
from bot.texts import get_text


def find_meant_courses(turn: Turn) -> list[CourseView]:
    """The courses named in the message, else the one spoken of before, else all of them."""
    every = courses.list_courses(turn.settings, turn.now.date())
    named = set(turn.names.get("course", ()))
    sectors = set(turn.names.get("sector", ()))
    chosen = [course for course in every if course.id in named or course.sector_id in sectors]
    if chosen:
        return chosen
    last = turn.subject_id("course") or (turn.course_before if refers_back(turn.text) else None)
    if last and names_others(turn.text):
        return [course for course in every if course.id != last] or every
    if last and not names_several_courses(turn.text):
        return [course for course in every if course.id == last] or every
    return every


def answer_list(turn: Turn) -> Reply:
    """All the courses, one a line, and where they stand today."""
    every = courses.list_courses(turn.settings, turn.now.date())
    if will_not_have(turn.text):
        refused = [course.id for course in find_meant_courses(turn)]
        left = [course for course in every if course.id not in refused] or every
        told = Part("utter_course_left_out", {"lines": _lines(left, _in_short)})
        return _offer_interest(turn, left, Reply((told, _status(left)), _buttons(left), card=_card(left)))
    compared = find_meant_courses(turn)
    if 1 < len(compared) < len(every):
        return _offer_interest(turn, compared, Reply(
            (Part("utter_courses_compared", {"lines": _lines(compared, _in_short)}), _status(compared)),
            _buttons(compared), card=_card(compared)))
    alike = all(course.internship and not course.cost_cents for course in every)
    listed = {"count": _number(len(every)), "lines": _lines(every, _in_short)}
    return _offer_interest(turn, every, Reply(
        (Part("utter_course_list" if alike else "utter_course_list_unlike", listed), _status(every)),
        _buttons(every), card=_card(every)))


def answer_about(turn: Turn) -> Reply:
    """One course in short; the list when none is named."""
    chosen = find_meant_courses(turn)
    if len(chosen) > 1:
        return answer_list(turn)
    course = chosen[0]
    parts = (
        Part("utter_course_about", {
            "title": course.title, "sector": course.sector_name, "hours": _hours(course),
            "cost": course_wording.tell_cost(course), "led": _led(course),
            "parts": get_text("courses.about.internship" if course.internship else "courses.about.lessons")}),
        _status(chosen),
        Part("utter_course_actions"))
    return _offer_interest(turn, chosen, Reply(parts, subject=_subject(chosen), card=_card(chosen)))


def answer_content(turn: Turn) -> Reply:
    """What is taught, as far as it is published."""
    return _by_course(turn, "utter_course_content", lambda course: course.content, "utter_course_content_missing")


def answer_duration(turn: Turn) -> Reply:
    """How long the courses last."""
    return _by_course(turn, "utter_course_duration", _hours)


def answer_cost(turn: Turn) -> Reply:
    """What the courses cost, or an appointment where that is asked."""
    if turn.text and asks_cost_of_interview(turn.text):
        contacts = list_phones(find_offices(turn, turn.name("office")))
        return say("utter_aside_cost", contacts=contacts, offer="book_appointment")
    chosen = find_meant_courses(turn)
    if any(course.cost_cents for course in chosen):
        return _by_course(turn, "utter_course_price", course_wording.tell_cost)
    return say("utter_course_cost", titles=_titles(chosen), subject=_subject(chosen))


def answer_audience(turn: Turn) -> Reply:
    """Whom the courses are for, as their rules say."""
    reply = _by_course(turn, "utter_course_audience", _audience)
    regions = sorted({course.region for course in find_meant_courses(turn) if course.region})
    home = (Part("utter_course_audience_home", {"region": join_list(regions)}),) if regions else ()
    return replace(reply, parts=(*reply.parts, *home, Part("utter_course_audience_next")))


def answer_organiser(turn: Turn) -> Reply:
    """Who leads and who helps to design each course."""
    chosen = find_meant_courses(turn)
    if len(chosen) > 1:
        return say("utter_course_organiser_list", lines=_lines(chosen, course_wording.tell_organiser))
    course, name = chosen[0], "utter_course_organiser"
    if course.lead is None:
        name = "utter_course_organiser_unknown"
    elif not course.co_designers:
        name = "utter_course_organiser_lead"
    return say(name, title=course.title, lead=course.lead, partners=join_list(course.co_designers),
               subject=_subject(chosen))


def answer_start(turn: Turn) -> Reply:
    """When the courses started or start."""
    chosen, today = find_meant_courses(turn), turn.now.date()
    event = chosen[0].presentation if len(chosen) == 1 else None
    shown = (Part("utter_course_presentation", {"lines": _lines(chosen, _presentation)}),) if (
        event is not None and event.days and event.days[0].day >= today) else ()
    if all(course.status == "planned" for course in chosen):  # when it starts is part of where it stands
        return _offer_interest(turn, chosen, Reply((_status(chosen), *shown), subject=_subject(chosen)))
    told = _by_course(turn, "utter_course_start", lambda course: course_wording.tell_start(course, today))
    return _offer_interest(turn, chosen, replace(told, parts=(*told.parts, *shown, _status(chosen))))


def answer_internship(turn: Turn) -> Reply:
    """Whether there is an internship."""
    chosen = find_meant_courses(turn)
    if not all(course.internship for course in chosen):
        return _by_course(turn, "utter_course_internship_differs", lambda course: get_text(
            "courses.internship_yes" if course.internship else "courses.internship_no"))
    return say("utter_course_internship", titles=_titles(chosen), subject=_subject(chosen))


def answer_participants(turn: Turn) -> Reply:
    """How many people attended, or can."""
    return _by_course(turn, "utter_course_participants", _participants)


def answer_place(turn: Turn) -> Reply:
    """Where the lessons are, where it is published."""
    chosen = find_meant_courses(turn)
    if any(course.place for course in chosen):
        return _by_course(turn, "utter_course_place_known",
                          lambda course: course.place or get_text("courses.place_unknown"))
    return say("utter_course_place", titles=_titles(chosen), subject=_subject(chosen))


def answer_enrol(turn: Turn) -> Reply:
    """How to enrol, by where the courses stand."""
    chosen = find_meant_courses(turn)
    known = pact.find_answer(turn.settings, "ask_course_enrol")
    if known is None or any(course.open_now for course in chosen):
        return answer_open(turn)
    return _offer_interest(turn, chosen, say("utter_course_enrol", text=known.text, subject=_subject(chosen)))


def answer_open(turn: Turn) -> Reply:
    """Whether one can join now: said of those that are open, and of what is planned for the others."""
    chosen = find_meant_courses(turn)
    open_now = [course for course in chosen if course.open_now]
    if open_now:
        return Reply((Part("utter_course_open", {"lines": _lines(open_now, course_wording.describe_edition)}),),
                     _buttons(open_now), _subject(open_now), card=_card(open_now))
    others = [course for course in courses.list_courses(turn.settings, turn.now.date()) if course.open_now]
    parts = [Part("utter_course_not_open", {"titles": _titles(chosen)}) if others or any(
        course.status == "planned" for course in chosen) else Part("utter_course_none_open"), _status(chosen)]
    if others:
        parts.append(Part("utter_course_others_open", {"lines": _lines(others, course_wording.describe_edition)}))
    return _offer_interest(turn, chosen, Reply(
        (*parts, Part("utter_course_instead")), _buttons(others), subject=_subject(chosen)))


def answer_other_detail(turn: Turn) -> Reply:
    """A detail that nobody published."""
    return say("utter_course_other_detail", subject=_subject(find_meant_courses(turn)), offer="book_appointment")


HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    "ask_course_list": answer_list,
    "ask_course_about": answer_about,
    "ask_course_content": answer_content,
    "ask_course_duration": answer_duration,
    "ask_course_cost": answer_cost,
    "ask_course_audience": answer_audience,
    "ask_course_organiser": answer_organiser,
    "ask_course_start": answer_start,
    "ask_course_internship": answer_internship,
    "ask_course_participants": answer_participants,
    "ask_course_place": answer_place,
    "ask_course_enrol": answer_enrol,
    "ask_course_open": answer_open,
    "ask_course_other_detail": answer_other_detail,
}


def _by_course(turn: Turn, response: str, value: Callable[[CourseView], str], note: str = "") -> Reply:
    chosen = find_meant_courses(turn)
    values = {value(course) for course in chosen}
    notes = (Part(note),) if note else ()
    if len(values) == 1:
        parts: tuple[Part, ...] = (Part(response, {"titles": _titles(chosen), "value": values.pop()}),)
    else:
        parts = (Part(f"{response}_list", {"lines": _lines(chosen, value)}),)
    return Reply(parts + notes, subject=_subject(chosen))


def _status(chosen: Sequence[CourseView]) -> Part:
    states = {course.status for course in chosen}
    if len(states) == 1 and states <= {"planned", "enrolling"}:
        name = f"utter_course_status_{chosen[0].status}"
        if len(chosen) > 1:
            return Part(f"{name}_list", {"lines": _lines(chosen, course_wording.describe_edition)})
        return Part(name, {"titles": _titles(chosen), "edition": course_wording.describe_edition(chosen[0]),
                           "closed": course_wording.tell_closed(chosen[0])})
    if len(states) == 1 and len({_started(course) for course in chosen}) == 1:
        return Part(f"utter_course_status_{chosen[0].status}", {
            "titles": _titles(chosen), "started": _started(chosen[0])})
    open_now = [course.title for course in chosen if course.open_now]
    return Part("utter_course_status_some_open", {"titles": join_list(open_now)}) if open_now else Part(
        "utter_course_status_mixed")


def _started(course: CourseView) -> str:
    """`` partita tra febbraio e marzo 2025``, for the sentence about an edition that is running or over; or nothing."""
    when = course_wording.describe_start(course)
    return get_text("answers.course_started", when=when) if when else ""


def _offer_interest(turn: Turn, chosen: Sequence[CourseView], reply: Reply) -> Reply:
    """``reply`` with the offer to tell when one opens, where none of the courses can be joined now.

    Inside a task, which asks its own question next, nothing is offered.
    """
    if turn.loop or any(course.open_now for course in chosen):
        return reply
    return replace(reply, parts=(*reply.parts, Part("utter_offer_interest")), offer="leave_interest")


def _card(chosen: Sequence[CourseView]) -> dict[str, Any]:
    return cards.make_course_cards(chosen, _hours, lambda course: Part(
        f"utter_card_course_{course.status}", {"edition": course_wording.describe_edition(course)}), _status(chosen))


def _titles(chosen: Sequence[CourseView]) -> str:
    if len(chosen) == 1:
        return get_text("answers.course_one", title=chosen[0].title)
    return get_text("answers.course_several", number=_number(len(chosen)))


def _number(count: int) -> str:
    return {2: "due", 3: "tre", 4: "quattro", 5: "cinque"}.get(count, str(count))


def _lines(chosen: Sequence[CourseView], value: Callable[[CourseView], str]) -> str:
    return "\n".join(f"- {course.title}: {value(course)}" for course in chosen)


def _in_short(course: CourseView) -> str:
    return get_text("answers.course_short", sector=course.sector_name, hours=_hours(course))


def _participants(course: CourseView) -> str:
    if course.participants is not None:
        return get_text("answers.participants", count=course.participants)
    return get_text("courses.edition.places", count=course.places) if course.places else get_text(
        "courses.participants_unknown")


def _audience(course: CourseView) -> str:
    ages = get_text("courses.ages", low=course.age_min, high=course.age_max) if course.age_min is not None else ""
    return (course_wording.describe_audience(course.admission) or get_text("answers.audience_any")) + ages


def _led(course: CourseView) -> str:
    if course.lead is None:
        return ""
    return get_text("courses.led" if course.status == "concluded" else "courses.leads", lead=course.lead)


def _hours(course: CourseView) -> str:
    return get_text("answers.hours_about" if course.hours_approximate else "answers.hours", hours=course.hours)


def _presentation(course: CourseView) -> str:
    event = course.presentation
    if event is None or not event.days:
        return "-"
    day = event.days[0]
    hours = format_time_range(day.starts, day.ends, day.daypart)
    return ", ".join(text for text in (format_day(day.day), hours, day.place) if text)


def _subject(chosen: Sequence[CourseView]) -> str | None:
    return f"course:{chosen[0].id}" if len(chosen) == 1 else "course:"


def _buttons(chosen: Sequence[CourseView]) -> tuple[Button, ...]:
    return tuple(Button(course.title, f'/ask_course_about{{"course": "{course.id}"}}') for course in chosen)
