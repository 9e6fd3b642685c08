"""One contender of `make bench-nlu` in a process of its own, so that time and memory are its own.

    python -m bench.nlu_contender train|test NAME FOLDER
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional

from bench import nlu_data, nlu_linear, nlu_rasa

Train = Callable[[nlu_data.Data, Path], None]
Test = Callable[[Path, list[str]], dict[str, Any]]
WARM_UP = 50


@dataclass(frozen=True)
class Contender:
    """``train`` is None when ``parts``, other contenders, are all that it is made of."""

    title: str
    train: Optional[Train]
    test: Test
    parts: tuple[str, ...] = ()


def resident_megabytes() -> float:
    """Resident memory of this process; where it cannot be told, the most that it ever had."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1000
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1000


def _time(load: Callable[[], nlu_linear.Reader], texts: list[str]) -> dict[str, Any]:
    start = time.perf_counter()
    reader = load()
    load_seconds = time.perf_counter() - start
    for text in texts[:WARM_UP]:
        reader(text)
    megabytes = resident_megabytes()
    rankings, milliseconds = [], []
    for text in texts:
        start = time.perf_counter()
        rankings.append(reader(text))
        milliseconds.append((time.perf_counter() - start) * 1000)
    return {"rankings": rankings, "milliseconds": milliseconds, "load_seconds": load_seconds, "megabytes": megabytes}


def _test_linear(folder: Path, texts: list[str]) -> dict[str, Any]:
    return _time(partial(nlu_linear.load, folder), texts)


def _test_blend(folder: Path, texts: list[str]) -> dict[str, Any]:
    parts = [folder.parent / part for part in CONTENDERS["blend"].parts]
    return _time(partial(nlu_linear.load_blend, parts), texts)


def _test_served(folder: Path, texts: list[str]) -> dict[str, Any]:
    nlu_rasa.lighten()
    return nlu_rasa.test(folder, texts)


def _linear(train: Callable[[nlu_linear.Examples, Path], None]) -> Train:
    return lambda data, folder: train(data.examples, folder)


def _rasa(config: Callable[[], dict[str, Any]]) -> Train:
    return lambda data, folder: nlu_rasa.train(config(), data.folder / "nlu", folder)


def _default_recipe(data: nlu_data.Data, folder: Path) -> None:
    epochs = int((folder / "epochs").read_text(encoding="ascii"))
    nlu_rasa.train(nlu_rasa.default_recipe(epochs), data.folder / "nlu", folder)


CONTENDERS: dict[str, Contender] = {
    "served": Contender("ours, as served", _rasa(nlu_rasa.served), _test_served),
    "ours": Contender("ours, the classifier alone", _linear(nlu_linear.train_ours), _test_linear),
    "no_typos": Contender(
        "ours without typo copies", _linear(partial(nlu_linear.train_ours, typo_copies=0)), _test_linear),
    "svm_sigmoid": Contender("linear SVM, a sigmoid an intent", _linear(nlu_linear.train_svm_sigmoid), _test_linear),
    "bayes": Contender("complement naive Bayes", _linear(nlu_linear.train_bayes), _test_linear),
    "logistic": Contender("multinomial logistic regression", _linear(nlu_linear.train_logistic), _test_linear),
    "blend": Contender("mean of ours and logistic regression", None, _test_blend, parts=("ours", "logistic")),
    "rasa_logistic": Contender(
        "Rasa's LogisticRegressionClassifier", _rasa(nlu_rasa.logistic_regression), nlu_rasa.test),
    "rasa_default": Contender("Rasa's default recipe (DIET)", _default_recipe, nlu_rasa.test),
}
"""All but nlp.js, which is not Python."""


def main() -> None:
    """Train or test one contender; the result is ``trained.json`` or ``tested.json`` in its folder."""
    step, name, where = sys.argv[1:]
    folder = Path(where)
    data = nlu_data.read(folder.parent)
    contender = CONTENDERS[name]
    if step == "test":
        result = contender.test(folder, [test.text for test in data.tests])
        (folder / "tested.json").write_text(json.dumps(result), encoding="utf-8")
        return
    if contender.train is None:
        raise SystemExit(f"{name} has nothing to train")
    start, start_cpu = time.perf_counter(), time.process_time()
    contender.train(data, folder)
    (folder / "trained.json").write_text(json.dumps({
        "seconds": time.perf_counter() - start, "cpu_seconds": time.process_time() - start_cpu}), encoding="utf-8")


if __name__ == "__main__":
    main()
