"""What whoever clones the project relies on: the lock file, the metadata, no trace of the machine it was made on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.runtime import spacy_model
from bot.settings import PROJECT_ROOT

LOCK = PROJECT_ROOT / "requirements.lock"
INDEX_HOST = re.compile(r"py" r"pi\.(org|python)|python" r"hosted\.|npm" r"js\.(org|com)|deb\." r"debian")
MACHINE_PATH = re.compile(r"(?<![\w.~$}:/-])/(root|home|work|farm|Users)/[\w.]|/opt/py" r"pi|\.py" r"env/versions")
MADE_ELSEWHERE = re.compile(r"(^|/)vendor/")


def _project() -> dict[str, Any]:
    return tomli.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _locked() -> dict[str, tuple[Requirement, str]]:
    """Every requirement of the lock file by name (one that is there twice, for two systems, once), and its text."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK.read_text(encoding="utf-8"))
    found = {}
    for block in blocks:
        if block.startswith("#"):
            continue
        requirement = Requirement(block.partition("\\")[0].strip())
        found[canonicalize_name(requirement.name)] = (requirement, block)
    return found


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT_ROOT, capture_output=True, text=True)
    if done.returncode:  # an archive without its history: all of it counts, except what is made here
        made = {".venv", ".git", "var", "models", ".rasa", "__pycache__"}
        return [path for path in PROJECT_ROOT.rglob("*") if path.is_file() and not made & set(path.parts)]
    return [PROJECT_ROOT / name for name in done.stdout.split("\0") if name]


def _texts() -> list[tuple[str, str]]:
    texts = []
    for path in _tracked():
        name = path.relative_to(PROJECT_ROOT).as_posix()
        if not path.is_file() or MADE_ELSEWHERE.search(name):
            continue
        try:
            texts.append((name, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return texts


def test_every_locked_requirement_has_one_version_and_hashes() -> None:
    locked = _locked()
    assert len(locked) > 150
    for name, (requirement, block) in locked.items():
        assert [part.operator for part in requirement.specifier] == ["=="], name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), name


def test_the_lock_names_no_index_and_no_file() -> None:
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        assert "://" not in line and "file:" not in line, line
        assert not re.match(r"\s*(-i|-f|-e|--(?!hash=))", line), line


@pytest.mark.parametrize("group", ["dependencies", "test", "lint"])
def test_the_lock_has_what_the_project_asks_for(group: str) -> None:
    project = _project()
    asked = project[group] if group == "dependencies" else project["optional-dependencies"][group]
    locked = _locked()
    for text in asked:
        wanted = Requirement(text)
        found = locked[canonicalize_name(wanted.name)][0]
        version = next(iter(found.specifier)).version
        assert wanted.specifier.contains(version), f"{text}, but {version} is locked: run `make lock`"


def test_the_project_itself_can_be_installed_without_an_index() -> None:
    locked = _locked()
    assert "setuptools" in locked and "wheel" in locked


def test_pyproject_names_the_parts_that_a_rasa_developer_looks_for() -> None:
    project = _project()
    main = {Requirement(text).name for text in project["dependencies"]}
    assert {"rasa", "spacy", "sqlalchemy"} <= main
    assert "pytest" in {Requirement(text).name for text in project["optional-dependencies"]["test"]}
    assert project["requires-python"] == ">=3.10,<3.11"


def test_the_italian_model_comes_from_the_address_that_is_checked() -> None:
    (text,) = _project()["optional-dependencies"]["italian"]
    wheel = Requirement(text)
    assert wheel.name == "it-core-news-sm" and wheel.url == spacy_model.URL


def test_no_file_names_the_host_of_a_package_index() -> None:
    for name, text in _texts():
        found = INDEX_HOST.search(text)
        assert not found, f"{name}: {found and found[0]}"


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    for name, text in _texts():
        found = MACHINE_PATH.search(text)
        assert not found, f"{name}: {found and text[max(0, found.start() - 30):found.end() + 20]!r}"


@pytest.mark.parametrize("text", ["see /ro" "ot/x", "'/wo" "rk/main'", "/opt/py" "pi/simple", "a .py" "env/versions/3"])
def test_a_path_of_a_machine_is_recognised(text: str) -> None:
    assert MACHINE_PATH.search(text)


def test_publiccode_keeps_to_the_standard() -> None:
    """Limits of publiccode.yml 0.4."""
    card = yaml.safe_load((PROJECT_ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert card["publiccodeYmlVersion"] == "0.4"
    for key in ("name", "url", "platforms", "categories", "developmentStatus", "softwareType", "description", "legal",
                "maintenance", "localisation"):
        assert card[key], key
    assert card["softwareVersion"] == _project()["version"]
    assert card["legal"]["license"] == "EUPL-1.2"
    for language in ("it", "en"):
        text = card["description"][language]
        assert len(text["genericName"]) <= 35
        assert len(text["shortDescription"]) <= 150 and "\n" not in text["shortDescription"]
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"] and all(len(feature) <= 100 for feature in text["features"])


def test_the_licence_is_the_whole_eupl() -> None:
    text = (PROJECT_ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text and "‘Compatible Licences’ according to Article 5" in text


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{_project()['version']}]" in (PROJECT_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_command_of_the_makefile_is_explained() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    explained = re.findall(r"^([a-z-]+):.*?## \S", makefile, re.MULTILINE)
    assert sorted(phony.split()) == sorted(explained)
