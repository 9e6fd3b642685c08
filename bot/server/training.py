"""Training: one model a set of inputs, named after their fingerprint, so that nothing is trained twice."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import os
import re
import shutil
import tempfile
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Callable, Iterator, Optional

from bot import clock
from bot.nlu import embedding
from bot.rasa import absent_libraries, patches, tensorflow_stubs
from bot.server import logs
from bot.server.assistant import find_root_cause
from bot.settings import PROJECT_ROOT, Settings
from bot.texts import get_text


class TrainingFailed(RuntimeError):
    """No model came out; the message is one sentence."""


DRAFT = ".training-"
STALE_SECONDS = 24 * 60 * 60
READ = (".yml", ".yaml", ".py", ".json", ".txt")
"""Kinds of files that make a model."""


@dataclass(frozen=True)
class Inputs:
    """The files that make the model. Responses are among the data: Rasa merges them into the domain."""

    root: Path = PROJECT_ROOT
    config: Path = PROJECT_ROOT / "config.yml"
    domain: Path = PROJECT_ROOT / "domain.yml"
    data: Path = PROJECT_ROOT / "bot" / "data"
    sources: tuple[Path, ...] = (PROJECT_ROOT / "bot" / "nlu", PROJECT_ROOT / "bot" / "db" / "seed")
    apart: Path = PROJECT_ROOT / "bot" / "data" / "dialogues" / "blind"
    """Turns from which nothing learns."""
    taught: Optional[Path] = None
    """A training file with what the desk has taught besides."""


@dataclass(frozen=True)
class Trained:
    """A model archive. ``new``: it was trained now, rather than found."""

    model: Path
    new: bool


def identify_spacy(settings: Settings) -> str:
    """Which Italian spaCy model is in use: Rasa's own training cache does not see a change of it."""
    if settings.spacy_model_dir:
        meta = Path(settings.spacy_model_dir) / "meta.json"
        return "folder:" + (hashlib.sha256(meta.read_bytes()).hexdigest()[:12] if meta.is_file() else "missing")
    try:
        return f"it_core_news_sm {importlib.metadata.version('it-core-news-sm')}"
    except importlib.metadata.PackageNotFoundError:
        return "blank"


def _files(inputs: Inputs) -> Iterator[Path]:
    for place in (inputs.config, inputs.domain, inputs.data, *inputs.sources):
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from sorted(path for path in place.rglob("*")
                              if path.suffix in READ and inputs.apart not in path.parents)


def compute_fingerprint(settings: Settings, inputs: Inputs = Inputs()) -> str:
    """12 hexadecimal digits over the contents of every input, Rasa's version, the spaCy model and the embedding."""
    digest = hashlib.sha256()
    for path in _files(inputs):
        digest.update(str(path.relative_to(inputs.root)).encode() + b"\0" + path.read_bytes() + b"\0")
    if inputs.taught is not None:
        digest.update(inputs.taught.read_bytes())
    versions = [importlib.metadata.version(name) for name in ("rasa", "scikit-learn")]
    for fact in (*versions, identify_spacy(settings), embedding.find_installed() or "no embedding"):
        digest.update(fact.encode() + b"\0")
    return digest.hexdigest()[:12]


@cache
def compute_own_fingerprint(settings: Settings) -> str:
    """:func:`compute_fingerprint` of the repository as this process found it when it first asked."""
    return compute_fingerprint(settings)


def find_model_path(settings: Settings, inputs: Inputs = Inputs(), output: Path = PROJECT_ROOT / "models") -> Path:
    """Where the model of the present inputs is, or would be."""
    return output / f"orienta-{compute_fingerprint(settings, inputs)}.tar.gz"


def is_fresh(model: Path, settings: Settings) -> bool:
    """Whether ``model`` was trained by us from the present inputs."""
    return model.name == find_model_path(settings).name


def train(
    settings: Settings, *, if_changed: bool = False, inputs: Inputs = Inputs(), output: Path = PROJECT_ROOT / "models",
    progress: Optional[Callable[[str], None]] = None,
) -> Trained:
    """Train a model, unless ``if_changed`` and that of the present inputs is there already.

    ``progress`` gets the name of each component when its training starts.

    Raises:
        TrainingFailed: configuration or data are wrong.
    """
    target = find_model_path(settings, inputs, output)
    if if_changed and target.is_file():
        return Trained(target, new=False)
    for needed in (inputs.config, inputs.domain, inputs.data):
        if not needed.exists():
            raise TrainingFailed(get_text("server.training_file_missing", name=needed.name))
    _import_lightly(inputs, settings)
    output.mkdir(parents=True, exist_ok=True)
    remove_stale_drafts(output)
    # in a folder of its own and moved at the end: a server never finds half a model
    with tempfile.TemporaryDirectory(dir=output, prefix=DRAFT) as draft:
        with _quiet(settings), _reporting(progress):
            made = _run_rasa(inputs, Path(draft), target.name.removesuffix(".tar.gz"))
        shutil.move(str(made), target)
    return Trained(target, new=True)


def remove_stale_drafts(output: Path) -> None:
    """Delete the drafts in ``output`` that a killed training has left: no training lasts :data:`STALE_SECONDS`."""
    for draft in output.glob(f"{DRAFT}*"):
        if clock.now().timestamp() - draft.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)


def _import_lightly(inputs: Inputs, settings: Settings) -> None:
    logs.hide_deprecations()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    try:
        tensorflow_stubs.refuse_tensorflow_config(inputs.config)
    except tensorflow_stubs.ModelNeedsTensorFlow as error:
        raise TrainingFailed(str(error)) from error
    import skops.io  # noqa: F401  # it scans every loaded module: first of all

    absent_libraries.prepare()
    logs.configure_rasa(settings.log_level)


@contextmanager
def _quiet(settings: Settings) -> Iterator[None]:
    """Without Rasa's progress bars, which it shows by LOG_LEVEL, and its last line, which names the draft."""
    before = os.environ.get("LOG_LEVEL")
    if settings.log_level != "DEBUG":
        os.environ["LOG_LEVEL"] = "WARNING"
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        os.environ.pop("LOG_LEVEL", None)
        if before is not None:
            os.environ["LOG_LEVEL"] = before


@contextmanager
def _reporting(progress: Optional[Callable[[str], None]]) -> Iterator[None]:
    """Hand on what Rasa's training hook logs: «Starting to train component 'X'.»"""
    if progress is None:
        yield
        return

    tell = progress

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found = re.match(r"Starting to train component '(\w+)'", record.getMessage())
            if found:
                tell(found[1])

    hooks, listener = logging.getLogger("rasa.engine.training.hooks"), Listener()
    level, passes_on = hooks.level, hooks.propagate
    hooks.addHandler(listener)
    hooks.setLevel(logging.INFO)
    hooks.propagate = False
    try:
        yield
    finally:
        hooks.removeHandler(listener)
        hooks.setLevel(level)
        hooks.propagate = passes_on


def _run_rasa(inputs: Inputs, output: Path, name: str) -> Path:
    from rasa.model_training import train as rasa_train

    patches.apply(patches.OF_TRAINING)
    try:
        result = rasa_train(
            domain=str(inputs.domain), config=str(inputs.config),
            training_files=[str(path) for path in (inputs.data, inputs.taught) if path is not None],
            output=str(output), force_training=True, fixed_model_name=name)
    except Exception as error:  # whatever a component raises, it is told in one sentence
        raise TrainingFailed(get_text("server.training_failed", reason=find_root_cause(error))) from error
    if result.code != 0 or not result.model:
        raise TrainingFailed(get_text("server.training_failed_data"))
    return Path(result.model)
