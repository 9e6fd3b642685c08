"""`make bench-nlu`: our understanding against what people would use instead, one run, one set of data.

    python -m bench.nlu [--quick] [--only served,ours,…] [--epochs 100] [--same-data] [--fresh] [--out FOLDER]

What a contender learnt is kept under build/bench-nlu and used again while the training examples (and, for ours, the
code) are the same; `--fresh` trains all again. The report says what was trained in its run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from bench import nlu_data, nlu_linear, nlu_rasa, nlu_report, stock_rasa
from bench.nlu_contender import CONTENDERS
from bench.nlu_measure import figures
from bot.settings import PROJECT_ROOT

BUILD = PROJECT_ROOT / "build" / "bench-nlu"
RESULTS = PROJECT_ROOT / "bench" / "results"
NLPJS = "nlpjs"
NLPJS_FILES = ("package.json", "contender.js")
NAMES = (*CONTENDERS, NLPJS)
LEARNING = ("features.py", "linear.py", "linear_training.py", "text.py", "typos.py")
MODEL_FILES = (nlu_rasa.MODEL, "linear.npz", "linear.json", "sigmoids.npz", "model.json")


@dataclass(frozen=True)
class Options:
    """``epochs``: of Rasa's default recipe."""

    epochs: int
    fresh: bool


def main() -> None:
    """Run the contenders one after the other and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(NAMES), help="contenders, by comma")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, one epoch: does everything run?")
    parser.add_argument("--same-data", action="store_true", help="the examples of the last run, not those of now")
    parser.add_argument("--fresh", action="store_true", help="train all again")
    parser.add_argument("--epochs", type=int, default=nlu_rasa.EPOCHS, help="of Rasa's default recipe (%(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="of each contender (%(default)s)")
    parser.add_argument("--out", type=Path, help="where the report goes (bench/results; build/ when quick)")
    given = parser.parse_args()
    _limit(given.threads)
    folder = BUILD / ("quick" if given.quick else "full")
    folder.mkdir(parents=True, exist_ok=True)
    data = nlu_data.again(folder) if given.same_data else nlu_data.collect(folder, given.quick)
    options = Options(1 if given.quick else given.epochs, given.fresh)
    os.environ["DATABASE_URL"] = nlu_rasa.prepare_database(folder)
    rows = [run(name, data, options) for name in NAMES if name in given.only.split(",")]
    out = given.out or (folder if given.quick else RESULTS)
    nlu_report.write(out, data, rows, nlu_report.Run(given.threads, options.epochs, _commit(), given.same_data))
    print(f"{out / 'nlu.md'}")


def run(name: str, data: nlu_data.Data, options: Options) -> nlu_report.Row:
    """Train, unless what is there is of the same data, and test contender ``name``."""
    folder = data.folder / name
    title = CONTENDERS[name].title if name in CONTENDERS else "nlp.js (@nlpjs/basic, @nlpjs/lang-it)"
    print(f"{time.strftime('%H:%M:%S')} {title} …", flush=True)
    parts = CONTENDERS[name].parts if name in CONTENDERS else ()
    try:
        now = not parts and _train(name, data, folder, options)
        if parts:
            folder.mkdir(exist_ok=True)
        _call(name, "test", data, folder)
    except (subprocess.CalledProcessError, OSError, RuntimeError) as error:
        return nlu_report.Row(name, title, problem=_reason(folder, error))
    trained = [_read(data.folder / part / "trained.json") for part in (parts or (name,))]
    tested = _read(folder / "tested.json")
    return nlu_report.Row(
        name, title, figures(data.tests, tested["rankings"]), tested["rankings"], tested["milliseconds"],
        tested["load_seconds"], tested["megabytes"], sum(item["seconds"] for item in trained),
        sum(item.get("cpu_seconds", 0.0) for item in trained),
        sum(_size(data.folder / part) for part in (parts or (name,))), None if parts else now)


def _train(name: str, data: nlu_data.Data, folder: Path, options: Options) -> bool:
    key = f"{data.key} {_code(name, options)}"
    stamp = folder / "key"
    if not options.fresh and stamp.is_file() and stamp.read_text(encoding="ascii") == key:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "epochs").write_text(str(options.epochs), encoding="ascii")
    if name == NLPJS:
        _install_nlpjs(data.folder / "node")
    _call(name, "train", data, folder)
    stamp.write_text(key, encoding="ascii")
    return True


def _code(name: str, options: Options) -> str:
    """Of what else than the examples an artefact is made; Rasa's own contenders know nothing of our code."""
    if name == "rasa_default":
        return f"epochs={options.epochs}"
    if name == NLPJS:
        sources = [PROJECT_ROOT / "bench" / NLPJS / file for file in NLPJS_FILES]
    elif name == "rasa_logistic":
        sources = [PROJECT_ROOT / "bench" / "nlu_rasa.py"]
    elif name == "served":
        sources = [*sorted((PROJECT_ROOT / "bot" / "nlu").glob("*.py")), PROJECT_ROOT / "config.yml"]
    else:
        sources = [PROJECT_ROOT / "bench" / "nlu_linear.py"]
        sources += [PROJECT_ROOT / "bot" / "nlu" / file for file in LEARNING]
    settings = json.dumps(nlu_linear.config()).encode()
    return hashlib.sha256(settings + b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def _call(name: str, step: str, data: nlu_data.Data, folder: Path) -> None:
    python = stock_rasa.find_python() if name == "rasa_default" else sys.executable
    command = [python, "-m", "bench.nlu_contender", step, name, str(folder)]
    if name == NLPJS:
        script, content = data.folder / "node" / "contender.js", data.folder / "data.json"
        command = ["node", str(script), step, str(content), str(folder)]
    with (folder / f"{step}.log").open("wb") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)})


def _install_nlpjs(folder: Path) -> None:
    """npm's packages go under build/, nothing of them into the tree; no lock file: the versions are pinned."""
    folder.mkdir(exist_ok=True)
    for file in NLPJS_FILES:
        shutil.copy(PROJECT_ROOT / "bench" / NLPJS / file, folder / file)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    with (folder / "install.log").open("wb") as log:
        subprocess.run(command, cwd=folder, check=True, stdout=log, stderr=log)


def _limit(threads: int) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_INTRA_OP_PARALLELISM_THREADS"):
        os.environ[name] = str(threads)
    os.environ.update({
        "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "RASA_TELEMETRY_ENABLED": "false"})


def _size(folder: Path) -> int:
    """Bytes of the model files of a contender."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.name in MODEL_FILES)


def _reason(folder: Path, error: Exception) -> str:
    """Why a contender could not be run: the last line that it wrote, or what the system says."""
    logs = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
    lines = logs[-1].read_text(encoding="utf-8", errors="replace").strip().splitlines() if logs else []
    if isinstance(error, RuntimeError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"{Path(str(error.filename)).name} is not installed"
    return lines[-1][:200] if lines else type(error).__name__


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _commit() -> Optional[str]:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT_ROOT, capture_output=True, text=True)
    return done.stdout.strip() or None


if __name__ == "__main__":
    main()
