"""A graph gives what the scheduler gave, errors included."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from tests.unit.rasa.patches.comparison import compare


class _Node(GraphComponent):
    """Joins what it gets to its name."""

    @classmethod
    def create(cls, config: Any, model_storage: Any, resource: Any, execution_context: Any) -> Any:
        node = cls()
        node.name = execution_context.node_name  # type: ignore[attr-defined]
        node.fails = config.get("fails", False)  # type: ignore[attr-defined]
        return node

    def run(self, a: Any = "", b: Any = "") -> str:
        if self.fails:  # type: ignore[attr-defined]
            raise KeyError(self.name)  # type: ignore[attr-defined]
        return f"{self.name}({a},{b})"  # type: ignore[attr-defined]


def _node(*needs: str, target: bool = False, fails: bool = False) -> SchemaNode:
    return SchemaNode(needs=dict(zip("ab", needs, strict=False)), uses=_Node, constructor_name="create", fn="run",
                      config={"fails": fails}, eager=True, is_target=target)


SCHEMAS: dict[str, tuple[dict[str, SchemaNode], Any, Any]] = {
    "diamond": ({"d": _node("b", "c", target=True), "b": _node("a"), "c": _node("a"), "a": _node("in")},
                {"in": "x"}, None),
    "two targets": ({"a": _node("in"), "b": _node("in", target=True), "c": _node("a", target=True)}, {"in": 1}, None),
    "one target of two": ({"a": _node("in"), "b": _node("in"), "c": _node("a", target=True)}, {"in": 1}, ["b"]),
    "an input in a node's place": ({"a": _node("in"), "b": _node("a", target=True)}, {"in": 1, "a": "given"}, None),
    "a missing input": ({"a": _node("in", target=True)}, None, None),
    "a node that fails": ({"a": _node("in", fails=True), "b": _node("a", target=True)}, {"in": 1}, None),
    "an input named like a node": ({"a": _node("in", target=True)}, {"in": "a"}, None),
    "a cycle": ({"a": _node("b", target=True), "b": _node("a")}, None, None),
}


@pytest.mark.parametrize("case", SCHEMAS)
def test_graphs_run_as_before(case: str) -> None:
    nodes, inputs, targets = SCHEMAS[case]
    schema = GraphSchema(nodes)

    def run() -> Any:
        runner = DaskGraphRunner.create(schema, None, ExecutionContext(schema))  # type: ignore[arg-type]
        return [runner.run(inputs, targets), runner.run(inputs, targets)]

    stock, patched = compare("plain_runner", run)
    assert stock == patched
    assert case != "an input named like a node" or "clashes" in stock[1]  # the control
    assert case != "diamond" or stock[0] == {"d": "d(b(a(x,),),c(a(x,),))"}
