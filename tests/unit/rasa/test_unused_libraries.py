"""Libraries that our server never calls are not imported with Rasa; who uses one later gets the real one."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from bot.db import migrate, revisions
from bot.server import garbage_collection
from bot.settings import PROJECT_ROOT

CHECK = """
import asyncio, sys
from bot.rasa import absent_libraries, unused_libraries
absent_libraries.prepare()
names = unused_libraries.UNNEEDED | {"redis"}
with unused_libraries.left_out():
    import rasa.core.agent
    import rasa.graph_components.validators.default_recipe_validator
    import rasa_sdk.executor
unused_libraries.import_schedulers_late()
import bot.actions, bot.nlu.catalogue_entities, bot.server.app, connectors.site.app
import connectors.telegram.channel, connectors.webchat.channel
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {*names, "pkg_resources", "alembic"}, loaded & set(names)
assert "numpy" in loaded  # the control
import rasa.core.channels.console as console
assert type(console.questionary).__name__ == "_StubModule"
import questionary
assert questionary.__file__
import redis, requests, scipy.sparse, sklearn.model_selection
assert sklearn.__file__ and scipy.__file__ and redis.__file__ and requests.__file__
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


def test_the_newest_revision_is_alembics() -> None:
    assert revisions.find_head() == migrate.find_newest_revision()


def test_revisions_in_a_row_and_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('revision = "a"\ndown_revision = None\n')
    (tmp_path / "b.py").write_text("revision: str = 'b'\ndown_revision: str = 'a'\n")
    assert revisions.find_head(tmp_path) == "b"
    (tmp_path / "c.py").write_text('revision = "c"\ndown_revision = "a"\n')
    with pytest.raises(ValueError, match="2 newest"):
        revisions.find_head(tmp_path)


def test_garbage_is_collected_again_after_the_start() -> None:
    garbage_collection.rest()
    assert not gc.isenabled()
    try:
        garbage_collection.resume()
        assert gc.isenabled() and gc.get_freeze_count() > 1000
    finally:
        gc.enable()
        gc.unfreeze()
