"""Components learn beside each other, and nothing is kept for a later training, since each begins anew."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Callable, Mapping, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute, undo_together


def learn_beside_each_other() -> Undo:
    """Rasa trains one component after the other, on one core; here those that no other waits for learn in processes
    of their own, as many at once as there are cores. What they write into the model is the same."""
    from rasa.engine.runner.dask import DaskGraphRunner

    hooks = logging.getLogger("rasa.engine.training.hooks")  # as Rasa says it; whoever listens does so in this process
    stock = DaskGraphRunner.run

    def run(self: Any, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None) -> dict[str, Any]:
        nodes = self._graph_schema.nodes
        wanted = targets or self._graph_schema.target_names
        waited_for = {need for node in nodes.values() for need in node.needs.values()}
        apart = [name for name in wanted if name not in waited_for and not nodes[name].is_input]
        cores = count_processes()
        if len(apart) < 2 or cores == 1:
            return dict(stock(self, inputs, targets))
        given = {name: (name, value) for name, value in (inputs or {}).items()}
        before = {need for name in apart for need in nodes[name].needs.values()} | set(wanted)
        known = stock(self, inputs, sorted(before - set(apart) - set(given)))
        outputs = {**given, **{name: (name, value) for name, value in known.items()}}

        def learn(name: str) -> Any:
            hooks.disabled = True
            return self._instantiated_nodes[name](*(outputs[need] for need in nodes[name].needs.values()))[1]

        def announce(name: str) -> None:
            hooks.info(f"Starting to train component '{nodes[name].uses.__name__}'.")

        learnt = run_in_processes({name: partial(learn, name) for name in apart}, cores, announce)
        return {name: learnt[name] if name in learnt else known[name] for name in wanted}

    return replace_attribute(DaskGraphRunner, "run", run)


def count_processes() -> int:
    """One a core; one in all where a process cannot be doubled as it is."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def run_in_processes(
    calls: Mapping[str, Callable[[], Any]], most: int, announce: Callable[[str], None] = lambda name: None,
) -> dict[str, Any]:
    """What each of ``calls`` gives, each in a copy of this process, ``most`` at once and in their order.

    ``announce`` gets the name of each when it starts, in this process.

    Raises:
        Exception: that of the first call that failed; the others are ended.
    """
    doubling = multiprocessing.get_context("fork")
    waiting, results = list(calls), {}
    running: dict[Connection, tuple[str, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < most:
                here, there = doubling.Pipe(duplex=False)
                process = doubling.Process(target=_report, args=(calls[waiting[0]], there))
                announce(waiting[0])
                process.start()
                there.close()
                running[here] = (waiting.pop(0), process)
            ended = wait(list(running))
            for here in [one for one in running if one in ended]:
                name, learner = running.pop(here)
                try:
                    result, error = here.recv()
                except EOFError:
                    learner.join()
                    result, error = None, RuntimeError(f"{name} ended with {learner.exitcode}")
                learner.join()
                if error is not None:
                    raise error
                results[name] = result
    finally:
        for _, learner in running.values():
            learner.terminate()
    return results


def _report(call: Callable[[], Any], there: Connection) -> None:
    try:
        there.send((call(), None))
    except Exception as error:
        there.send((None, error))


def skip_cache() -> Undo:
    """Rasa fingerprints what each component gets and gives, and keeps both for a training that begins where this one
    ended; ours are all forced to begin anew."""
    from rasa.engine.training.hooks import TrainingHook

    def on_before_node(self: Any, *_: Any, **__: Any) -> dict[str, Any]:
        return {}

    def on_after_node(self: Any, *_: Any, **__: Any) -> None:
        return None

    return undo_together(
        replace_attribute(TrainingHook, "on_before_node", on_before_node),
        replace_attribute(TrainingHook, "on_after_node", on_after_node))
