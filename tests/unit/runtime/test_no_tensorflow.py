"""The stand-ins for TensorFlow: Rasa imports without it, others see it as absent, models that need it are refused."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.runtime import launcher, no_tensorflow
from bot.settings import PROJECT_ROOT, load

CHECK = """
import skops.io, sys
from bot.runtime import no_tensorflow
assert no_tensorflow.install() and not no_tensorflow.install()
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
    with pytest.raises(no_tensorflow.ModelNeedsTensorFlow, match="DIETClassifier.*ORIENTA_PATCHES=off") as caught:
        no_tensorflow.refuse_tensorflow_model(model)
    assert "RulePolicy" not in str(caught.value)


def test_a_model_without_tensorflow_is_accepted(tmp_path: Path) -> None:
    no_tensorflow.refuse_tensorflow_model(_model(tmp_path, "rasa.core.policies.rule_policy.RulePolicy"))


def test_serving_refuses_it_before_anything_is_loaded(tmp_path: Path) -> None:
    model = _model(tmp_path, "rasa.core.policies.ted_policy.TEDPolicy")
    with pytest.raises(launcher.CannotServe, match="TEDPolicy"):
        launcher._import_lightly(launcher.ServeOptions("", 0, model), load({}))
    stock = load({"ORIENTA_PATCHES": "off"})
    launcher._import_lightly(launcher.ServeOptions("", 0, model), stock)  # the control: it takes any model


def test_what_is_no_model_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "x.tar.gz").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="x.tar.gz"):
        no_tensorflow.examine(tmp_path / "x.tar.gz")


def test_a_file_of_skops_is_seen(tmp_path: Path) -> None:
    model = _model(tmp_path, "rasa.core.policies.rule_policy.RulePolicy")
    assert not no_tensorflow.examine(model).skops
    with tarfile.open(model, "w:gz") as archive:
        for name, data in (("a/classifier.skops", b""), ("metadata.json", b'{"predict_schema": {"nodes": {}}}')):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    assert no_tensorflow.examine(model) == no_tensorflow.ModelFacts((), True)
