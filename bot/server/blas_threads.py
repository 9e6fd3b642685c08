"""One thread for numpy's products: a second one only spins, and costs half of a message's processor time."""

from __future__ import annotations

import os

VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def limit() -> None:
    """To be called before numpy is imported; a number that an administrator has set stays."""
    for name in VARIABLES:
        os.environ.setdefault(name, "1")
