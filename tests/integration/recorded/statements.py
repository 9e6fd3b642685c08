"""The statements that the services send to SQLite, as a release sends them: python -m … writes them anew.

They are written when a release is made and stay as they are until the next one: so the program before is tried on the
schema of the one after (``test_old_statements.py``).
"""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy

from bot.db import migrate
from bot.db.session import dispose_all, get_engine
from tests.models.services import RUNS, draw

FILE = Path(__file__).with_name("statements.json")
ACTIONS = 120
"""Of each protocol: until hardly a statement is new."""


def record(folder: Path) -> dict[str, Any]:
    """The revision of the schema, and each statement with the parameters that it had first."""
    found: dict[str, list[Any]] = {}
    for name, run in RUNS.items():
        url = f"sqlite:///{folder / name}.db"
        migrate.upgrade(url)

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
            # a list: of many rows the first
            if statement.split(None, 1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
                found.setdefault(statement, list(parameters[0] if isinstance(parameters, list) else parameters))

        sqlalchemy.event.listen(get_engine(url), "before_cursor_execute", note)
        run.prepare(url)
        begun, chance = run(url), random.Random(1)
        for _ in range(ACTIONS):
            action, given = draw(begun, chance)
            getattr(begun, action)(**given)
        dispose_all()
    return {"revision": migrate.find_newest_revision(),
            "statements": [[statement, given] for statement, given in found.items()]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        FILE.write_text(json.dumps(record(Path(made)), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
