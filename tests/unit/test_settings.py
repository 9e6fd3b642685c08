"""Settings: types, defaults, the file that documents them, and the secret that two processes make at once."""

from __future__ import annotations

import multiprocessing
import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot import settings
from bot.settings import PROJECT_ROOT, SettingError, Settings
from tests.support.clocks import PATIENCE_SECONDS

ENV_EXAMPLE = PROJECT_ROOT / ".env.example"
DOCUMENTED = re.compile(r"^#? ?([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)


def _names() -> set[str]:
    return {item.metadata["env"] for item in fields(Settings)}


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = {name for name, _ in DOCUMENTED.findall(ENV_EXAMPLE.read_text(encoding="utf-8"))}
    assert documented == _names()


def test_documented_defaults_are_the_real_ones() -> None:
    documented = dict(DOCUMENTED.findall(ENV_EXAMPLE.read_text(encoding="utf-8")))
    for item in fields(Settings):
        if item.name != "database_url":  # its default is a path of the machine
            assert documented[item.metadata["env"]] == str(item.default), item.name


def test_every_setting_says_what_it_is_for() -> None:
    assert all(item.metadata["help"] for item in fields(Settings))


def test_the_environment_is_read_nowhere_else() -> None:
    """Other modules may set variables for libraries, or look at those of others; ours are read here only."""
    for path in [*(PROJECT_ROOT / "bot").rglob("*.py"), *(PROJECT_ROOT / "connectors").rglob("*.py")]:
        if path.name == "settings.py":
            continue
        for name in re.findall(r"environ(?:\.get\(|\[)\s*[\"']([A-Z_]+)", path.read_text(encoding="utf-8")):
            assert name not in _names() or name == "LOG_LEVEL", f"{path.name} reads {name}"


def test_empty_values_are_defaults_and_others_are_converted() -> None:
    loaded = settings.load({"ORIENTA_PORT": "6000", "ORIENTA_HOST": " ", "ORIENTA_ACTION_TIMEOUT_SECONDS": "1.5"})
    assert (loaded.server_port, loaded.server_host, loaded.action_timeout_seconds) == (6000, "127.0.0.1", 1.5)


@pytest.mark.parametrize(("name", "value"), [
    ("ORIENTA_PORT", "abc"), ("ORIENTA_ACTION_TIMEOUT_SECONDS", "tre"), ("ORIENTA_PATCHES", "maybe"),
    ("LOG_LEVEL", "LOUD")])
def test_a_wrong_value_names_its_setting(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"{name}.*{value}"):
        settings.load({name: value})


def test_the_short_name_of_postgresql_is_understood() -> None:
    assert settings.load({"DATABASE_URL": "postgres://u@h/d"}).database_url == "postgresql://u@h/d"


def test_env_file(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# LOG_LEVEL=DEBUG\nORIENTA_PORT=6001\nORIENTA_SECRET=\"a=b\"\n\nnonsense\n", encoding="utf-8")
    assert settings.read_env_file(path) == {"ORIENTA_PORT": "6001", "ORIENTA_SECRET": "a=b"}
    assert settings.read_env_file(tmp_path / "missing") == {}


def test_a_given_secret_is_used() -> None:
    assert settings.load_signing_key(settings.load({"ORIENTA_SECRET": "s"})) == b"s"


def test_a_made_secret_is_kept_and_private(tmp_path: Path) -> None:
    nothing = settings.load({})
    key = settings.load_signing_key(nothing, tmp_path)
    assert len(key) >= 32 and settings.load_signing_key(nothing, tmp_path) == key
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["secret"]


def test_the_folder_of_a_made_secret_is_its_owners_whatever_started_the_process(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        settings.load_signing_key(settings.load({}), tmp_path / "var")
    finally:
        os.umask(before)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"")
    with pytest.raises(SettingError, match="ORIENTA_SECRET"):
        settings.load_signing_key(settings.load({}), tmp_path)


def _make_key(folder: str, barrier: object, keys: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    keys.put(settings.load_signing_key(settings.load({}), Path(folder)))  # type: ignore[attr-defined]


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for attempt in range(10):
        folder = tmp_path / str(attempt)
        barrier, keys = context.Barrier(4), context.Queue()
        processes = [context.Process(target=_make_key, args=(str(folder), barrier, keys)) for _ in range(4)]
        for process in processes:
            process.start()
        found = {keys.get(timeout=PATIENCE_SECONDS) for _ in processes}
        for process in processes:
            process.join(10)
        assert len(found) == 1 and all(len(key) == 64 for key in found)
        assert os.listdir(folder) == ["secret"]


def test_a_server_keeps_the_settings_that_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_kept", [])
    monkeypatch.setenv("ORIENTA_PORT", "8081")
    settings.keep(settings.load())
    monkeypatch.setenv("ORIENTA_PORT", "8082")
    assert settings.load().server_port == 8081
    assert settings.load({"ORIENTA_PORT": "8083"}).server_port == 8083, "whoever says where to read is heard"


SECRETS = ("DATABASE_URL", "REDIS_URL", "ORIENTA_SECRET", "ORIENTA_SMTP_URL", "ORIENTA_SMS_TOKEN", "TELEGRAM_TOKEN")


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("dal file\n", encoding="utf-8")
    loaded = settings.load({f"{name}_FILE": str(path)})
    assert "dal file" in vars(loaded).values() and name in ENV_EXAMPLE.read_text(encoding="utf-8").partition("# SQL")[0]
    with pytest.raises(SettingError, match=f"{name} e {name}_FILE"):
        settings.load({f"{name}_FILE": str(path), name: "anche qui"})
    with pytest.raises(SettingError, match=f"{name}_FILE.*missing"):
        settings.load({f"{name}_FILE": str(tmp_path / "missing")})
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(SettingError, match=f"{name}_FILE.*vuoto"):
        settings.load({f"{name}_FILE": str(path)})


def test_only_secrets_stand_in_files() -> None:
    assert {str(item.metadata["env"]) for item in fields(Settings) if item.metadata.get("secret")} == set(SECRETS)
