"""`make model-check`: spin looks at every order of what can happen in the models, and finds the fault in a wrong one.

Then 1,000 runs of the real services are compared with the same tables (``test_conformance.py``).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.models.protocol import FOLDER, PROTOCOLS, read_steps, write_promela

FEWEST_STATES = 1_000_000
"""Of all models together."""

DEPTH = 4_000_000


def search(name: str, folder: Path, fault: bool) -> tuple[int, int]:
    """How many states spin has stored, and how many errors it has found.

    Raises:
        RuntimeError: it did not come to an end.
    """
    (folder / f"{name}_steps.pml").write_text(write_promela(read_steps(name)), encoding="utf-8")
    shutil.copy(FOLDER / f"{name}.pml", folder)
    for command in (["spin", *(["-DFAULT"] if fault else []), "-a", f"{name}.pml"],
                    ["gcc", "-w", "-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"]):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    said = subprocess.run(["./pan", f"-m{DEPTH}"], cwd=folder, capture_output=True, text=True).stdout
    states, errors = re.search(r"(\d+) states, stored", said), re.search(r"errors: (\d+)", said)
    if not states or not errors or "max search depth too small" in said or not fault and "not completed" in said:
        raise RuntimeError(f"{name}: {said[-500:]}")
    return int(states[1]), int(errors[1])


def main() -> None:
    """Print what was found; the exit code is 1 when it is not what should be."""
    if not shutil.which("spin") or not shutil.which("gcc"):
        raise SystemExit("spin or gcc is missing: apt install spin gcc")
    total, wrong = 0, []
    for name in PROTOCOLS:
        with tempfile.TemporaryDirectory() as folder:
            states, errors = search(name, Path(folder), fault=False)
            _, found = search(name, Path(folder), fault=True)
        print(f"{name}: {states:,} states, {errors} errors; with the fault {found} (1 is right)", flush=True)
        total += states
        wrong += [name] if errors or found != 1 else []
    print(f"{total:,} states in all (at least {FEWEST_STATES:,})", flush=True)
    if wrong or total < FEWEST_STATES:
        raise SystemExit(f"not as it should be: {', '.join(wrong) or 'too few states'}")
    tests = [sys.executable, "-m", "pytest", "-q", "tests/models"]
    raise SystemExit(subprocess.run(tests, env={**os.environ, "ORIENTA_TEST_LONG": "1"}).returncode)


if __name__ == "__main__":
    main()
