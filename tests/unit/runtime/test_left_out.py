"""Libraries that this server was not asked for are not imported with Rasa; who uses one later gets the real one."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from bot.db import migrate, revisions
from bot.runtime import garbage
from bot.runtime.left_out import OF_TESTING, unneeded
from bot.settings import PROJECT_ROOT

CHECK = """
import asyncio, sys
from bot.runtime import left_out, no_tensorflow
no_tensorflow.install()
names = left_out.unneeded(left_out.Path("credentials.yml"), left_out.Path("endpoints.yml"), False)
with left_out.left_out(names):
    import rasa.core.run
left_out.import_schedulers_late()
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {*names, "botocore", "pkg_resources", "scipy.stats"}, loaded & set(names)
assert "numpy" in loaded  # the control
import rasa.core.channels.telegram as telegram
assert type(telegram.Bot).__name__ == "_StubType"
from aiogram import Bot
assert Bot.__module__.startswith("aiogram") and Bot is not telegram.Bot
import sklearn.model_selection
assert sklearn.__file__

import dask
assert dask.get({"a": (len, "b"), "b": "four"}, "a") == 4
from rasa.core import jobs
async def scheduler():
    found = await jobs.scheduler()
    assert type(found).__module__ == "apscheduler.schedulers.asyncio" and found.running
    jobs.kill_scheduler()
asyncio.run(scheduler())
print("as usual")
"""


@pytest.mark.slow
def test_they_are_left_out_of_rasas_import_only() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout == "as usual\n", done.stderr


@pytest.mark.parametrize(("credentials", "endpoints", "api", "needed"), [
    ("connectors.webchat.channel.WebChatInput: {}\n", "", False, set()),
    ("telegram: {}\n", "", False, {"aiogram"}),
    ("slack: {}\ntwilio: {}\n", "tracker_store: {type: dynamo}\n", False, {"slack_sdk", "twilio", "boto3"}),
    ("rest:\n", "tracker_store: {type: mongod}\n", True, {"pymongo", *OF_TESTING}),
    ("not: [yaml", "- a list\n", False, set()),
])
def test_what_the_files_ask_for_stays(
    credentials: str, endpoints: str, api: bool, needed: set[str], tmp_path: Path
) -> None:
    everything = unneeded(tmp_path / "missing", tmp_path / "missing", False)
    (tmp_path / "c.yml").write_text(credentials)
    (tmp_path / "e.yml").write_text(endpoints)
    assert everything - unneeded(tmp_path / "c.yml", tmp_path / "e.yml", api) == needed


def test_the_newest_revision_is_alembics() -> None:
    assert revisions.head() == migrate.head()


def test_revisions_in_a_row_and_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('revision = "a"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text("revision: str = 'b'\ndown_revision: str = 'a'\n")
    assert revisions.head(tmp_path) == "b"
    (tmp_path / "c.py").write_text('revision = "c"\ndown_revision = "a"\n')
    with pytest.raises(ValueError, match="2 newest"):
        revisions.head(tmp_path)


def test_garbage_is_collected_again_after_the_start() -> None:
    garbage.rest()
    assert not gc.isenabled()
    try:
        garbage.resume()
        assert gc.isenabled() and gc.get_freeze_count() > 1000
    finally:
        gc.enable()
        gc.unfreeze()
