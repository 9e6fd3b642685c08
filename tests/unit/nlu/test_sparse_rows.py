"""Weights without their zeros are the same weights."""

import numpy as np
import pytest

from bot.nlu.sparse_rows import SparseRows, drop_zeros


@pytest.mark.parametrize("width", [3, 93, 300])
def test_rows_come_back_whole(width: int) -> None:
    generator = np.random.default_rng(7)
    matrix = (generator.normal(size=(50, width)) * (generator.random((50, width)) < 0.2)).astype(np.float16)
    matrix[4] = 0
    rows = SparseRows.of(matrix)
    again = SparseRows.read(rows.arrays("weights"), "weights")
    for places in ([], [4], [0, 49, 4, 0], list(range(50))):
        wanted = np.array(places, dtype=np.int64)
        assert np.array_equal(again[wanted], matrix[wanted]) and again[wanted].dtype == np.float16
    assert rows.shape == matrix.shape and drop_zeros(again) is again


def test_zeros_take_no_place() -> None:
    matrix = np.zeros((1000, 100), dtype=np.float32)
    matrix[::10, ::10] = 0.5
    assert sum(array.nbytes for array in SparseRows.of(matrix).arrays("weights").values()) < 8000
