"""The stand-ins for TensorFlow: Rasa imports without it, others see it as absent, models that need it are refused."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.rasa import tensorflow_stubs
from bot.server import launcher, training
from bot.settings import PROJECT_ROOT, load

CHECK = """
import skops.io, sys
from bot.rasa import absent_libraries, tensorflow_stubs
assert tensorflow_stubs.install() and not tensorflow_stubs.install()
absent_libraries.prepare()
import rasa.engine.recipes.default_components
assert type(sys.modules["tensorflow"]).__name__ == "_StubModule"
assert not any("site-packages/tensorflow" in str(getattr(m, "__file__", "")) for m in list(sys.modules.values()))
try:
    import tensorflow.experimental.dlpack
except ModuleNotFoundError:
    print("absent for others")
import spacy
print(spacy.blank("it")("va bene")[0].text)
"""


def _model(folder: Path, *components: str) -> Path:
    nodes = {f"node{i}": {"uses": name} for i, name in enumerate(components)}
    data = json.dumps({"predict_schema": {"nodes": nodes}}).encode()
    path = folder / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("metadata.json")
        info.size = len(data)
        archive.addfile(info, BytesIO(data))
    return path


@pytest.mark.slow
def test_rasa_imports_without_tensorflow_and_others_do_not_see_it() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["absent for others", "va"]


def test_a_model_with_tensorflow_is_refused_and_the_way_out_is_named(tmp_path: Path) -> None:
    model = _model(tmp_path, "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
                   "rasa.core.policies.rule_policy.RulePolicy")
    with pytest.raises(tensorflow_stubs.ModelNeedsTensorFlow, match="DIETClassifier.*orienta train") as caught:
        tensorflow_stubs.refuse_tensorflow_model(model)
    assert "RulePolicy" not in str(caught.value)


def test_a_model_without_tensorflow_is_accepted(tmp_path: Path) -> None:
    tensorflow_stubs.refuse_tensorflow_model(_model(tmp_path, "rasa.core.policies.rule_policy.RulePolicy"))


def test_serving_refuses_it_before_anything_is_loaded(tmp_path: Path) -> None:
    model = _model(tmp_path, "rasa.core.policies.ted_policy.TEDPolicy")
    for patches in ("on", "off"):
        with pytest.raises(launcher.CannotServe, match="TEDPolicy"):
            launcher.import_rasa(model, load({"ORIENTA_PATCHES": patches}))


def test_training_refuses_a_recipe_with_it(tmp_path: Path) -> None:
    recipe = tmp_path / "config.yml"
    recipe.write_text("pipeline: [{name: DIETClassifier}]\n", encoding="utf-8")
    with pytest.raises(training.TrainingFailed, match="config.yml: DIETClassifier"):
        inputs = training.Inputs(root=tmp_path, config=recipe, sources=(), domain=recipe, data=recipe)
        training.train(load({}), inputs=inputs, output=tmp_path / "models")
    tensorflow_stubs.refuse_tensorflow_config(PROJECT_ROOT / "config.yml")


def test_what_is_no_model_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "x.tar.gz").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="x.tar.gz"):
        tensorflow_stubs.examine(tmp_path / "x.tar.gz")


def test_a_file_of_skops_is_seen(tmp_path: Path) -> None:
    model = _model(tmp_path, "rasa.core.policies.rule_policy.RulePolicy")
    assert not tensorflow_stubs.examine(model).skops
    with tarfile.open(model, "w:gz") as archive:
        for name, data in (("a/classifier.skops", b""), ("metadata.json", b'{"predict_schema": {"nodes": {}}}')):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    assert tensorflow_stubs.examine(model) == tensorflow_stubs.ModelFacts((), True)
