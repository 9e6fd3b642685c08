"""What whoever clones the project relies on: the lock file, the metadata, no trace of the machine it was made on."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.server import spacy_model
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

LOCK, DEV_LOCK = PROJECT_ROOT / "requirements.lock", PROJECT_ROOT / "requirements-dev.lock"
PAGE = PROJECT_ROOT / "docs" / "decisions" / "dependencies.md"
INDEX_HOST = re.compile(r"py" r"pi\.(org|python)|python" r"hosted\.|npm" r"js\.(org|com)|deb\." r"debian")
MACHINE_PATH = re.compile(r"(?<![\w.~$}:/-])/(root|home|work|farm|Users)/[\w.]|/opt/py" r"pi|\.py" r"env/versions")
MADE_ELSEWHERE = re.compile(r"(^|/)vendor/")


def _project() -> dict[str, Any]:
    return tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _locked(*locks: Path) -> dict[str, tuple[Requirement, str]]:
    """Every requirement of the lock files by name (one that is there twice, for two Pythons, once), and its text."""
    found = {}
    for lock in locks:
        for block in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8")):
            if block.startswith(("#", "-r ")):
                continue
            requirement = Requirement(block.partition("\\")[0].strip())
            found[canonicalize_name(requirement.name)] = (requirement, block)
    return found


def _rows(section: str) -> dict[str, tuple[str, str]]:
    """The table below a heading of the page on dependencies: each name in a first cell, and the other two cells."""
    text = PAGE.read_text(encoding="utf-8").partition(f"### {section}\n")[2].partition("\n#")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name: (row[1], row[-1]) for row in rows[1:] for name in row[0].split(", ")}


def _complaints() -> dict[tuple[str, str], str]:
    """What `pip check` would say of this environment: a requirement that is missing, or there in another version."""
    installed = {canonicalize_name(found.metadata["Name"]): found for found in importlib.metadata.distributions()}
    complaints = {}
    for name, found in installed.items():
        for text in found.requires or ():
            wanted = Requirement(text)
            if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
                continue
            there = installed.get(canonicalize_name(wanted.name))
            if there is None:
                complaints[name, canonicalize_name(wanted.name)] = "missing"
            elif not wanted.specifier.contains(there.version, prereleases=True):
                complaints[name, canonicalize_name(wanted.name)] = "another version"
    return complaints


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
    locked = _locked(LOCK, DEV_LOCK)
    assert len(locked) > 150
    for name, (requirement, block) in locked.items():
        assert [part.operator for part in requirement.specifier] == ["=="], name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), name


def test_the_lock_names_no_index_and_no_file() -> None:
    for lock in (LOCK, DEV_LOCK):
        for line in lock.read_text(encoding="utf-8").splitlines():
            assert "://" not in line and "file:" not in line, line
            assert not re.match(r"\s*(-i|-f|-e|--(?!hash=))", line), line


def test_the_development_lock_comes_on_top_of_the_other() -> None:
    assert DEV_LOCK.read_text(encoding="utf-8").startswith(f"-r {LOCK.name}\n")
    assert not set(_locked(LOCK)) & set(_locked(DEV_LOCK))
    assert "pytest" not in _locked(LOCK)


@pytest.mark.parametrize("word", ["tensorflow", "keras", "jax", "tensorboard", "grpc", "h5py", "clang"])
def test_what_must_not_come_back_is_in_no_lock(word: str) -> None:
    assert not [name for name in _locked(LOCK, DEV_LOCK) if word in name]


def test_pip_check_would_complain_of_what_the_page_lists_and_of_nothing_else() -> None:
    """What Rasa asks for in vain, and what is newer than Rasa allows; nothing else in the environment is at odds."""
    complaints = _complaints()
    assert {owner for owner, _ in complaints} == {"rasa", "rasa-sdk", "sanic"}
    missing = {name for (_, name), kind in complaints.items() if kind == "missing"}
    left_out = set(_rows("Left out"))
    assert missing <= left_out, missing - left_out
    assert not left_out & set(_locked(LOCK))
    others = {name for (_, name), kind in complaints.items() if kind != "missing"}
    assert others == set(_rows("Newer than Rasa allows"))


def test_what_is_kept_old_is_locked_as_the_page_says() -> None:
    locked = _locked(LOCK, DEV_LOCK)
    for name, (version, reason) in _rows("Old or ended, and the fence").items():
        assert str(locked[name][0].specifier) == f"=={version}", name
        assert len(reason) > 20, name


@pytest.mark.parametrize("group", ["dependencies", "test", "lint"])
def test_the_lock_has_what_the_project_asks_for(group: str) -> None:
    project = _project()
    asked = project[group] if group == "dependencies" else project["optional-dependencies"][group]
    locked = _locked(LOCK) if group == "dependencies" else _locked(LOCK, DEV_LOCK)
    for text in asked:
        wanted = Requirement(text)
        found = locked[canonicalize_name(wanted.name)][0]
        version = next(iter(found.specifier)).version
        assert wanted.specifier.contains(version), f"{text}, but {version} is locked: run `make lock`"


def test_the_project_itself_can_be_installed_without_an_index() -> None:
    version = next(iter(_locked(LOCK)["setuptools"][0].specifier)).version
    assert int(version.split(".")[0]) > 70  # it needs no package «wheel» any more


def test_pyproject_names_the_parts_that_a_rasa_developer_looks_for() -> None:
    project = _project()
    main = {Requirement(text).name for text in project["dependencies"]}
    assert {"rasa", "spacy", "sqlalchemy"} <= main
    assert "pytest" in {Requirement(text).name for text in project["optional-dependencies"]["test"]}
    assert project["requires-python"] == ">=3.11,<3.14"


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
    card = read_yaml(PROJECT_ROOT / "publiccode.yml")
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


PUBLICCODE_KEYS = {
    "": {"publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "softwareVersion",
         "releaseDate", "logo", "platforms", "categories", "usedBy", "roadmap", "developmentStatus", "softwareType",
         "intendedAudience", "description", "legal", "maintenance", "localisation", "dependsOn", "it", "inputTypes",
         "outputTypes", "monochromeLogo"},
    "intendedAudience": {"scope", "countries", "unsupportedCountries"},
    "legal": {"license", "mainCopyrightOwner", "repoOwner", "authorsFile"},
    "maintenance": {"type", "contractors", "contacts"},
    "localisation": {"localisationReady", "availableLanguages"},
    "dependsOn": {"open", "proprietary", "hardware"},
    "it": {"countryExtensionVersion", "conforme", "piattaforme", "riuso"}}
"""What publiccode.yml 0.4 and its Italian part 1.0 know."""


def test_publiccode_is_what_the_italian_catalogue_reads() -> None:
    """The kinds and the words of the standard; the one thing that is open is said to be."""
    text = (PROJECT_ROOT / "publiccode.yml").read_text(encoding="utf-8")
    card = read_yaml(PROJECT_ROOT / "publiccode.yml")
    for part, known in PUBLICCODE_KEYS.items():
        assert set(card[part] if part else card) <= known, part
    assert card["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert card["softwareType"] in {
        "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
        "standalone/other", "addon", "library", "configurationFiles"}
    assert card["maintenance"]["type"] == "none", "else contacts or contractors are wanted"
    assert re.fullmatch(r"https://\S+", card["url"]) and re.fullmatch(r"\d{4}-\d\d-\d\d", card["releaseDate"])
    assert all(re.fullmatch(r"[a-z]{2}", each) for each in card["intendedAudience"]["countries"])
    assert set(card["localisation"]["availableLanguages"]) == {"it"}
    for words in card["description"].values():
        assert set(words) <= {"localisedName", "genericName", "shortDescription", "longDescription", "documentation",
                              "apiDocumentation", "features", "screenshots", "videos", "awards"}
        assert all((PROJECT_ROOT / picture).is_file() for picture in words.get("screenshots", ()))
    assert card["it"]["countryExtensionVersion"] == "1.0"
    platforms = card["it"]["piattaforme"]
    assert set(platforms) == {"anpr", "cie", "io", "pagopa", "spid"} and not any(platforms.values())
    assert card["it"]["riuso"]["codiceIPA"] == "" and "# empty: no administration publishes it yet" in text


def test_containers_name_what_is_there_and_say_that_they_are_untested() -> None:
    container = (PROJECT_ROOT / "Containerfile").read_text(encoding="utf-8")
    compose = (PROJECT_ROOT / "compose.yml").read_text(encoding="utf-8")
    assert container.startswith("# Not tested") and compose.startswith("# Not tested")
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+) \S+$", container, re.MULTILINE)
    assert len(copied) == 3 and all((PROJECT_ROOT / path).exists() for line in copied for path in line.split())
    services = read_yaml(PROJECT_ROOT / "compose.yml")["services"]
    known = (PROJECT_ROOT / ".env.example").read_text(encoding="utf-8")
    for name in services["orienta"]["environment"]:
        assert f"# {name.removesuffix('_FILE')}=" in known, name
    assert services["orienta"]["ports"] == ["127.0.0.1:8080:8080"], "nginx is in front"


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


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("name", ["orienta.service", "orienta@8080.service"])
def test_systemd_takes_the_units(name: str, tmp_path: Path) -> None:
    """A template is checked as one of its instances."""
    unit = tmp_path / name
    shutil.copy(PROJECT_ROOT / "deploy" / name.replace("8080", ""), unit)
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    unit.write_text(unit.read_text(encoding="utf-8").replace("Type=notify", "Type=none"), encoding="utf-8")
    control = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert "service type" in control.stdout + control.stderr, "the control"


def test_ci_of_forks_and_of_here_is_one() -> None:
    """Whatever runs the tests calls the commands that people call."""
    hub = read_yaml(PROJECT_ROOT / ".github" / "workflows" / "ci.yml")
    lab = read_yaml(PROJECT_ROOT / ".gitlab-ci.yml")
    steps = [step["run"] for step in hub["jobs"]["test"]["steps"] if "run" in step]
    assert steps == lab["test"]["script"] == ["make lint", ".ci/run"]
