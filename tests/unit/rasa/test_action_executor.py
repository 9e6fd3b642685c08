"""Finding the actions of a package, in a process that never loads Rasa."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa.action_executor import make_executor
from tests.support.servers import ROOT


def test_what_prepares_for_rasa_starts_without_it() -> None:
    """Rasa needs stand-ins before it is imported; a fresh process that forgets them ends."""
    program = ("import sys, bot.server.action_server, bot.server.doctor, bot.server.launcher, bot.rasa.patches\n"
               "from bot.rasa.action_executor import make_executor\n"
               "print(len(make_executor('bot.actions').actions), [n for n in sys.modules if n.startswith('rasa.')])")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    count, loaded = done.stdout.split(maxsplit=1)
    assert int(count) > 20 and loaded.strip() == "[]"


def test_a_package_that_cannot_be_imported_is_an_error() -> None:
    with pytest.raises(ImportError):
        make_executor("bot.no_such_package")


def test_actions_of_submodules_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "found_actions"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "deep" / "__init__.py").touch()
    (package / "deep" / "one.py").write_text(
        "from rasa_sdk import Action\n\n\nclass One(Action):\n    def name(self):\n        return 'action_found'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "action_found" in make_executor("found_actions").actions


def test_the_doctor_finds_the_channels_in_a_process_of_its_own() -> None:
    """They import Rasa: in the tests' own process somebody has put the stand-ins in place already."""
    program = ("from bot.server import doctor\nfrom bot.settings import Settings\n"
               "print([found.level.name for found in doctor._address(Settings())])")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "BLOCKING" not in done.stdout and "[" in done.stdout
