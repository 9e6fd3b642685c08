"""Weights without their zeros, which are four of five; the rows that are asked for come back whole."""

from __future__ import annotations

from typing import Any, Mapping, Union

import numpy as np

_PARTS = ("values", "columns", "starts", "width")


class SparseRows:
    """A matrix in float16: ``values`` that are not zero, row after row, the column of each, each row's start."""

    def __init__(self, values: np.ndarray, columns: np.ndarray, starts: np.ndarray, width: int) -> None:
        self._values = values
        self._columns = columns
        self._starts = starts
        self._width = width

    @classmethod
    def of(cls, matrix: np.ndarray) -> SparseRows:
        """``matrix`` (rows x columns), rounded to float16."""
        rounded = np.asarray(matrix, dtype=np.float16)
        rows, columns = np.nonzero(rounded)
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(rounded)))]).astype(np.int32)
        width = rounded.shape[1]
        return cls(rounded[rows, columns], columns.astype(np.min_scalar_type(width)), starts, width)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self._starts) - 1, self._width

    def __getitem__(self, places: np.ndarray) -> np.ndarray:
        """The rows ``places`` with their zeros."""
        starts = self._starts[places]
        counts = self._starts[places + 1] - starts
        rows = np.repeat(np.arange(len(places)), counts)
        found = np.arange(len(rows)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        whole = np.zeros((len(places), self._width), dtype=np.float16)
        whole[rows, self._columns[found]] = self._values[found]
        return whole

    def arrays(self, name: str) -> dict[str, Any]:
        """What :meth:`read` makes the matrix from again, each under a name that begins with ``name``."""
        parts = (self._values, self._columns, self._starts, np.array(self._width))
        return {f"{name}_{part}": array for part, array in zip(_PARTS, parts, strict=True)}

    @classmethod
    def read(cls, arrays: Mapping[str, np.ndarray], name: str) -> SparseRows:
        """The matrix of :meth:`arrays`."""
        values, columns, starts, width = (arrays[f"{name}_{part}"] for part in _PARTS)
        return cls(values, columns, starts, int(width))


Weights = Union[np.ndarray, SparseRows]
"""Weights as they are trained, or as they are loaded."""


def drop_zeros(weights: Weights) -> SparseRows:
    """``weights`` as they are loaded."""
    return weights if isinstance(weights, SparseRows) else SparseRows.of(weights)
