"""Python's garbage collector around the start: it finds nothing while modules are imported, and they never go away.

And what is done about memory when a model has been put in the place of another.
"""

from __future__ import annotations

import ctypes
import gc

YOUNG_OBJECTS = 10_000
"""So many new objects are walked over at a time: Python's 700 are a part of one turn, and nearly all of it is alive."""


def rest() -> None:
    """No collections until :func:`resume`: hundreds of them would walk a growing heap in vain."""
    gc.disable()


def resume() -> None:
    """From now on, but what is there now is left out: a full walk over it takes a tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
    gc.enable()


def release_memory() -> None:
    """Collect what is unreachable, and let glibc give back what it holds for later.

    A model is made in a thread, and what was freed stays in that thread's arena: over eight models 100 MB of it.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
    if trim is not None:
        trim(0)
