"""Trainings that the desk asks for: one at a time, told when they are gone; models published and taken back."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import clock
from bot.db.models import NotUnderstood, Operator
from bot.db.session import transaction
from bot.services import operators, privacy, trainings, unknown
from bot.services.operators import OperatorView
from bot.services.trainings import (
    AlreadyReleased,
    AlreadyTraining,
    Begun,
    Change,
    Comparison,
    Figures,
    IsWorse,
    ModelGone,
    NothingReleased,
    NothingTaught,
    NotTrained,
    OtherInputs,
    Released,
    Score,
    TakenBack,
)
from bot.services.unknown.taught import is_held
from bot.settings import Settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ROME)
CARLA = OperatorView(3, "carla", "Carla", "administrator", ())
LEARNT = "vorrei sapere dei corsi di sera"
HELD = "corsi al tramonto ce ne sono numero 2"
NONE = Score(0, 0, 0)
SAME = Figures("orienta-old.tar.gz", (Comparison("messages", Score(50, 48, 48), Score(10, 9, 9)),), (), 0)
WORSE = replace(SAME, sets=(*SAME.sets, Comparison("messages2", Score(100, 90, 95), Score(40, 38, 37))))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    with transaction(database_url, write=True) as session:
        session.add(Operator(id=3, username="carla", name="Carla", password_hash="x", role="administrator",
                             created_at=clock.to_utc(NOW)))
    return Settings(database_url=database_url, desk_models_dir=str(tmp_path), secret="x")


def teach(settings: Settings, *texts: str, intent: str = "ask_course_list", conversation: str | None = None) -> None:
    with transaction(settings.database_url, write=True) as session:
        rows = [NotUnderstood(text=text, at=clock.to_utc(NOW), state="open", readings=[]) for text in texts]
        session.add_all(rows)
        session.flush()
        ids = [row.id for row in rows]
    unknown.review(settings, ids=ids, state=unknown.ASSIGNED, intent=intent, by=CARLA, now=NOW)


def begin(settings: Settings, now: datetime = NOW) -> int:
    begun = trainings.begin(settings, inputs="abc", by=CARLA, now=now)
    assert isinstance(begun, Begun), begun
    return begun.id


def trained(settings: Settings, name: str = "orienta-new.tar.gz", figures: Figures = SAME) -> int:
    number = begin(settings)
    (Path(settings.desk_models_dir) / name).write_bytes(b"model")
    assert trainings.finish(settings, number, archive=name, taught=1, held=0, figures=figures, now=NOW)
    return number


def publish(settings: Settings, number: int, **more: object) -> object:
    return trainings.publish(settings, **{
        "training_id": number, "inputs": "abc", "confirmed": False, "by": CARLA, "now": NOW, **more})


def acts(settings: Settings) -> list[str]:
    return [entry.act for entry in operators.list_entries(settings)][::-1]


# what is taught


def test_what_is_assigned_is_taught_and_what_is_put_back_is_not(settings: Settings) -> None:
    teach(settings, LEARNT, "ciao", "VORREI sapere  dei corsi di sera")
    teach(settings, "i treni per Milano")
    found = unknown.list_unknown(settings, state="").rows
    unknown.review(settings, ids=[row.id for row in found if "treni" in row.text], state=unknown.OUTSIDE, by=CARLA,
                   now=NOW + timedelta(minutes=1))
    assert [(each.text, each.intent) for each in unknown.list_taught(settings)] == [
        ("VORREI sapere dei corsi di sera", "ask_course_list"), ("i treni per Milano", "out_of_scope")], \
        "the same words once, and «ciao» is in the repository's data"
    unknown.review(settings, ids=[row.id for row in found], state=unknown.DROPPED, by=CARLA, now=NOW)
    assert unknown.list_taught(settings) == []


def test_about_one_in_five_is_held_by_its_words_alone(settings: Settings) -> None:
    many = [f"domanda numero {number} sui corsi" for number in range(1000)]
    assert 150 < sum(map(is_held, many)) < 250
    teach(settings, LEARNT, HELD)
    assert {each.text: each.held for each in unknown.list_taught(settings)} == {LEARNT: False, HELD: True}


def test_an_example_outlives_the_list_but_not_an_erasure(settings: Settings) -> None:
    from bot.services import conversations
    from bot.services.conversations import Draft

    conversations.append_message(settings, conversation_id="web_a", channel="webchat", now=NOW,
                                 draft=Draft("person", LEARNT))
    teach(settings, LEARNT, "altro ancora sui corsi")
    with transaction(settings.database_url, write=True) as session:
        session.execute(NotUnderstood.__table__.update().where(NotUnderstood.text == LEARNT).values(
            conversation_id="web_a"))
    privacy.erase(settings, conversation_id="web_a", now=NOW)
    assert [each.text for each in unknown.list_taught(settings)] == ["altro ancora sui corsi"]
    privacy.purge(settings, NOW + timedelta(days=settings.not_understood_retention_days + 1))
    assert unknown.list_unknown(settings, state="").total == 0
    assert [each.text for each in unknown.list_taught(settings)] == ["altro ancora sui corsi"]


# runs


def test_one_training_runs_at_a_time_and_needs_something_to_learn(settings: Settings) -> None:
    teach(settings, HELD)
    assert trainings.begin(settings, inputs="abc", by=CARLA, now=NOW) == NothingTaught(), "what is held teaches nothing"
    assert trainings.find_latest(settings, now=NOW) is None
    teach(settings, LEARNT)
    number = begin(settings)
    assert trainings.begin(settings, inputs="abc", by=CARLA, now=NOW) == AlreadyTraining()
    assert trainings.report_step(settings, number, step="RulePolicy", now=NOW)
    view = trainings.find_latest(settings, now=NOW)
    assert view is not None
    assert (view.state, view.step, view.done, view.starter) == ("running", "RulePolicy", 4, "Carla")
    trainings.report_step(settings, number, step="ItalianSpacy", now=NOW)
    assert trainings.find_latest(settings, now=NOW).step == "RulePolicy", "a part that no text names"
    assert trainings.finish(settings, number, archive="a.tar.gz", taught=3, held=1, figures=SAME, now=NOW)
    view = trainings.find_latest(settings, now=NOW)
    assert view is not None and (view.state, view.taught, view.held, view.figures) == ("done", 3, 1, SAME)
    assert not trainings.fail(settings, number, sentence="tardi", now=NOW)
    begin(settings)
    assert acts(settings).count("training_started") == 2


def test_of_two_that_begin_at_once_one_does(settings: Settings) -> None:
    teach(settings, LEARNT)
    gate, found = threading.Barrier(4), []

    def press() -> None:
        gate.wait()
        found.append(type(trainings.begin(settings, inputs="abc", by=CARLA, now=NOW)))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.__name__ for each in found) == ["AlreadyTraining"] * 3 + ["Begun"]


def test_one_that_falls_silent_is_told_and_another_can_begin(settings: Settings) -> None:
    teach(settings, LEARNT)
    number = begin(settings)
    late = NOW + timedelta(seconds=trainings.SILENT_SECONDS + 1)
    assert trainings.show_life(settings, number, now=NOW + timedelta(seconds=30))
    assert trainings.find_latest(settings, now=late).state == "running"
    later = late + timedelta(seconds=30)
    assert trainings.find_latest(settings, now=later).state == "ended"
    second = begin(settings, later)
    assert not trainings.show_life(settings, number, now=later), "the old one is not wanted any more"
    assert trainings.fail(settings, second, now=later)
    assert trainings.find_latest(settings, now=later).state == "ended", "its process ended without a word"
    third = begin(settings, later)
    trainings.fail(settings, third, sentence="Il disco è pieno.", now=later)
    view = trainings.find_latest(settings, now=later)
    assert (view.state, view.failure) == ("failed", "Il disco è pieno.")


def test_words_of_the_desk_stand_in_one_place(settings: Settings) -> None:
    teach(settings, LEARNT)
    (taught,) = unknown.list_taught(settings)
    change = Change("taught", "nlu_fallback", "ask_course_list", False, True, taught_id=taught.id)
    trained(settings, figures=replace(SAME, changes=(change, replace(change, taught_id=999)), changed=2))
    found = trainings.find_latest(settings, now=NOW).figures.changes
    assert [each.text for each in found] == [LEARNT, None]


# releases


def test_published_with_one_press_and_taken_back_with_one(settings: Settings) -> None:
    teach(settings, LEARNT)
    first, second = trained(settings, "orienta-1.tar.gz"), trained(settings, "orienta-2.tar.gz")
    assert trainings.find_release(settings) is None
    assert isinstance(publish(settings, first), Released) and publish(settings, first) == AlreadyReleased()
    assert isinstance(publish(settings, second), Released)
    release = trainings.find_release(settings)
    assert release is not None and (release.archive, release.inputs, release.releaser) == (
        "orienta-2.tar.gz", "abc", "Carla")
    trainings.note_taken_up(settings, release.id, now=NOW + timedelta(seconds=3))
    trainings.note_taken_up(settings, release.id, now=NOW + timedelta(seconds=9))
    assert trainings.find_release(settings).taken_up_at == NOW + timedelta(seconds=3)
    assert trainings.list_archives(settings) == {"orienta-1.tar.gz", "orienta-2.tar.gz"}
    assert isinstance(trainings.take_back(settings, by=CARLA, now=NOW), TakenBack)
    assert trainings.find_release(settings).archive == "orienta-1.tar.gz"
    trainings.take_back(settings, by=CARLA, now=NOW)
    assert trainings.find_release(settings) is None
    assert trainings.take_back(settings, by=CARLA, now=NOW) == NothingReleased()
    assert acts(settings)[-4:] == ["model_published", "model_published", "model_taken_back", "model_taken_back"]


def test_what_cannot_serve_is_not_published(settings: Settings) -> None:
    teach(settings, LEARNT)
    number = trained(settings)
    assert publish(settings, 99) == NotTrained()
    assert publish(settings, number, inputs="other") == OtherInputs()
    (Path(settings.desk_models_dir) / "orienta-new.tar.gz").unlink()
    assert publish(settings, number) == ModelGone()
    assert publish(settings, begin(settings)) == NotTrained(), "still running"
    assert trainings.find_release(settings) is None and "model_published" not in acts(settings)


def test_a_worse_one_needs_a_second_word(settings: Settings) -> None:
    teach(settings, LEARNT)
    number = trained(settings, figures=WORSE)
    assert publish(settings, number) == IsWorse(("messages2",)), "38 of 40 to 37 of 40 outside are 2.5 points"
    assert trainings.find_release(settings) is None
    assert isinstance(publish(settings, number, confirmed=True), Released)


@pytest.mark.parametrize(("score", "worse"), [
    (Score(100, 90, 88), False), (Score(1000, 900, 879), True), (Score(100, 90, 95), False), (NONE, False),
    (Score(3, 3, 2), True)])
def test_two_points_are_the_bound(score: Score, worse: bool) -> None:
    assert Comparison("x", score, NONE).is_worse is Comparison("x", NONE, score).is_worse is worse
