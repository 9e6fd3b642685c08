"""The nodes of a model run in their one possible order, without a scheduler."""

from __future__ import annotations

from typing import Any, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute


def run_graph_in_order() -> Undo:
    """Dask schedules a handful of nodes that have one possible order; here they are called in that order."""
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    stock = DaskGraphRunner.run

    def run(self: Any, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None) -> dict[str, Any]:
        wanted = tuple(targets if targets else self._graph_schema.target_names)
        orders = self.__dict__.setdefault("_orienta_orders", {})
        if wanted not in orders:
            orders[wanted] = _order_nodes(self._graph_schema.minimal_graph_schema(list(wanted)))
        order = orders[wanted]
        given = inputs or {}
        nodes = self._graph_schema.nodes
        if order is None or any(isinstance(value, str) and value in nodes for value in given.values()):
            return dict(stock(self, inputs, targets))  # a cycle or a clash of names: stock has the error for it
        results: dict[str, Any] = {name: (name, value) for name, value in given.items()}
        try:
            for name, needs in order:
                if name not in given:
                    results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(results[name] for name in wanted)

    return replace_attribute(DaskGraphRunner, "run", run)


def _order_nodes(schema: Any) -> Optional[list[tuple[str, tuple[str, ...]]]]:
    """The nodes of ``schema`` and what each needs, needs first; None when there is no such order."""
    waiting = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
    order: list[tuple[str, tuple[str, ...]]] = []
    while waiting:
        ready = [name for name, needs in waiting.items() if not any(need in waiting for need in needs)]
        if not ready:
            return None
        order.extend((name, waiting.pop(name)) for name in ready)
    return order
