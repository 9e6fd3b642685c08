"""The examples that the classifier learns from, read line by line: to parse the files takes seconds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator

from bot.settings import PROJECT_ROOT

EXAMPLES = PROJECT_ROOT / "bot" / "data" / "nlu"
_INTENT = re.compile(r"\s*- intent: (\w+)")
_EXAMPLE = re.compile(r"\s+- (.*)")


def read_examples(folder: Path = EXAMPLES) -> Iterator[tuple[str, str]]:
    """Each example with its intent before it, entities marked as they are written."""
    for path in sorted(folder.glob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if named := _INTENT.match(line):
                intent = named[1]
            elif example := _EXAMPLE.match(line):
                yield intent, example[1]
