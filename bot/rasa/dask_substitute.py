"""Stands in for Dask, of which Rasa calls one function: each node of a small graph is called after those it needs."""

from __future__ import annotations

from typing import Any, Hashable, Mapping, Sequence, Union


def get(graph: Mapping[Hashable, Any], keys: Union[Hashable, Sequence[Hashable]]) -> Any:
    """The results of ``keys`` as ``dask.get`` gives them: a tuple for a list, one result for one key.

    A node is a tuple of a function and its arguments, which are names of nodes or values; anything else is a value.

    Raises:
        RuntimeError: the nodes need each other in a circle.
    """
    results: dict[Hashable, Any] = {}
    if isinstance(keys, list):
        return tuple(_result(graph, key, results, ()) for key in keys)
    return _result(graph, keys, results, ())


def _result(graph: Mapping[Hashable, Any], key: Hashable, results: dict[Hashable, Any], path: tuple[Any, ...]) -> Any:
    if key in results:
        return results[key]
    if key in path:
        raise RuntimeError(f"Cycle detected: {' -> '.join(map(str, (*path, key)))}")
    node = graph[key]
    if isinstance(node, tuple) and node and callable(node[0]):
        function, *needs = node
        node = function(*(
            _result(graph, need, results, (*path, key)) if isinstance(need, str) and need in graph else need
            for need in needs))
    results[key] = node
    return node
