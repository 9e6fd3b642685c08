"""Components that learn in processes of their own give what they gave one after the other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Optional

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.training.hooks import TrainingHook

from bot.rasa.patches import training_graph
from tests.unit.rasa.patches.comparison import compare


class _Learner(GraphComponent):
    """Joins what it gets to its name and leaves a file, as a component leaves its model."""

    @classmethod
    def create(cls, config: Any, model_storage: Any, resource: Any, execution_context: Any) -> Any:
        node = cls()
        node.name, node.config = execution_context.node_name, config  # type: ignore[attr-defined]
        return node

    def run(self, a: Any = "") -> str:
        name, config = self.name, self.config  # type: ignore[attr-defined]
        if config["fails"]:
            raise config["fails"](name)
        (Path(config["folder"]) / name).write_text(str(os.getpid()), encoding="utf-8")
        return f"{name}({a})"


def _build_schema(folder: Path, failing: Optional[type[Exception]] = None) -> GraphSchema:
    def node(need: str, target: bool = True, fails: Optional[type[Exception]] = None) -> SchemaNode:
        return SchemaNode(needs={"a": need}, uses=_Learner, constructor_name="create", fn="run",
                          config={"folder": str(folder), "fails": fails}, eager=True, is_target=target)

    return GraphSchema({"data": node("in", target=False), "words": node("data"), "vectors": node("words", target=False),
                        "intents": node("vectors"), "needs": node("vectors", fails=failing), "rules": node("data")})


def _read_processes(folder: Path) -> dict[str, int]:
    return {path.name: int(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


def _run(schema: GraphSchema) -> Any:
    runner = DaskGraphRunner.create(schema, None, ExecutionContext(schema))  # type: ignore[arg-type]
    return runner.run({"in": "x"})


@pytest.mark.parametrize("cores", [1, 2, 8])
def test_the_results_are_those_of_before(cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_graph, "count_processes", lambda: cores)
    stock, patched = compare("learning_together", lambda: _run(_build_schema(tmp_path)))
    assert stock == patched == {"words": "words(data(x))", "intents": "intents(vectors(words(data(x))))",
                                "needs": "needs(vectors(words(data(x))))", "rules": "rules(data(x))"}
    elsewhere = {name for name, process in _read_processes(tmp_path).items() if process != os.getpid()}
    assert elsewhere == (set() if cores == 1 else {"intents", "needs", "rules"}), "what others wait for learns here"


def test_a_component_that_fails_says_so_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_graph, "count_processes", lambda: 2)
    stock, patched = compare("learning_together", lambda: _run(_build_schema(tmp_path, failing=KeyError)))
    assert stock == patched and "needs" in stock[1]


def test_this_process_hears_which_components_start() -> None:
    heard: list[str] = []
    found = training_graph.run_in_processes({"one": os.getpid, "two": os.getpid}, 1, heard.append)
    assert heard == list(found) == ["one", "two"] and os.getpid() not in found.values()


def _exit() -> None:
    os._exit(9)


@pytest.mark.parametrize("calls", [{"one": _exit, "two": lambda: 2}, {"one": lambda: lambda: 1, "two": lambda: 2}])
def test_a_process_that_gives_nothing_is_a_failure(calls: dict[str, Callable[[], Any]]) -> None:
    with pytest.raises(Exception, match="one|pickle"):
        training_graph.run_in_processes(calls, 1)


def test_nothing_is_fingerprinted_for_a_later_training() -> None:
    class Cache:
        kept: list[str] = []

        def cache_output(self, fingerprint_key: str, **_: Any) -> None:
            self.kept.append(fingerprint_key)

    def hook() -> int:
        schema, before = _build_schema(Path()), len(Cache.kept)
        one = TrainingHook(Cache(), None, schema)  # type: ignore[arg-type]
        context = ExecutionContext(schema, node_name="words")
        one.on_after_node("words", context, {}, "model", one.on_before_node("words", context, {}, {"a": "data"}))
        return len(Cache.kept) - before

    assert compare("uncached_training", hook) == (1, 0)
