"""Small groups are not shown: a number from 1 to 4 is hidden, and so is whatever it could be computed from.

A line is parts and their total: one hidden number of it is what the others leave. So at least two are hidden, and while
the total is shown the hidden parts together are no small group either.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Optional, Sequence

SMALLEST = 5
"""A group of fewer people than this is not shown."""


def is_small(number: int) -> bool:
    """Whether a number is that of a small group; nobody at all is none."""
    return 0 < number < SMALLEST


def hide_in_line(
    parts: Sequence[int], hidden: Sequence[bool] = (), *, total_hidden: bool = False,
) -> list[bool]:
    """Which of ``parts`` are hidden when their total is shown; ``hidden``: those that are so already.

    The total itself is hidden when it is that of a small group, or ``total_hidden`` for another reason.
    """
    total = sum(parts)
    known = [is_small(part) or out for part, out in zip(parts, hidden or [False] * len(parts), strict=True)]
    return _closed([*parts, total], [*known, is_small(total) or total_hidden])[:-1]


def hide_in_table(
    rows: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]] = (),
) -> list[list[bool]]:
    """Which numbers of a table are hidden: the last column of the answer is of the totals of rows, the last row of the
    totals of columns. ``hidden``: those that are so already, of each row and of the line of totals."""
    width = len(rows[0]) if rows else 0
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(row[place] for row in full) for place in range(width + 1)])
    found = [[is_small(number) for number in row] for row in full]
    for row, out in zip(found, hidden, strict=False):
        row[:len(out)] = [one or other for one, other in zip(row, out, strict=False)]
    while True:
        before = found
        found = [_closed(row, out) for row, out in zip(full, found, strict=True)]
        columns = [_closed([row[place] for row in full], [out[place] for out in found]) for place in range(width + 1)]
        found = [[column[line] for column in columns] for line in range(len(full))]
        if found == before and not _hidden_more(full, found):
            return found


def _closed(line: Sequence[int], hidden: Sequence[bool]) -> list[bool]:
    """Hide more of a line, whose last number is the total of the others, until nothing hidden can be computed."""
    found = list(hidden)
    last = len(line) - 1
    while any(found):
        together = sum(line[place] for place in range(last) if found[place])
        if sum(found) > 1 and (found[last] or together >= SMALLEST):
            break
        left = [place for place in range(len(line)) if not found[place]]
        if not left:
            break
        # the smallest part that is left; nobody at all helps to hide nothing, and the total is worth most
        found[min(left, key=lambda place: (place == last, line[place] == 0, line[place]))] = True
    return found


def _hidden_more(full: Sequence[Sequence[int]], hidden: list[list[bool]]) -> bool:
    """Hide one number more where rows and columns together determine a hidden one; whether it was needed."""
    cell = _determined(hidden)
    if cell is None:
        return False
    height, width = len(full), len(full[0])
    near = [(line, cell[1]) for line in range(height)] + [(cell[0], place) for place in range(width)]
    far = [(line, place) for line in range(height) for place in range(width)]
    left = [at for at in near if not hidden[at[0]][at[1]]] or [at for at in far if not hidden[at[0]][at[1]]]
    line, place = min(left, key=lambda at: (
        at[0] == height - 1 or at[1] == width - 1, full[at[0]][at[1]] == 0, full[at[0]][at[1]]))
    hidden[line][place] = True
    return True


def _determined(hidden: Sequence[Sequence[bool]]) -> Optional[tuple[int, int]]:
    """A hidden number that follows from the sums of rows and columns, by elimination; None when there is none."""
    unknown = [(line, place) for line, row in enumerate(hidden) for place, out in enumerate(row) if out]
    height, width = len(hidden), len(hidden[0])
    sums = [[(line, place) for place in range(width)] for line in range(height)]
    sums += [[(line, place) for line in range(height)] for place in range(width)]
    matrix = [
        [Fraction(0 if cell not in cells else -1 if cell == cells[-1] else 1) for cell in unknown] for cells in sums]
    rank = 0
    for column in range(len(unknown)):
        pivot = next((row for row in range(rank, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        top = [value / matrix[rank][column] for value in matrix[rank]]
        matrix[rank] = top
        for row, values in enumerate(matrix):
            if row != rank and values[column]:
                matrix[row] = [value - values[column] * above for value, above in zip(values, top, strict=True)]
        rank += 1
    for values in matrix[:rank]:
        alone = [column for column, value in enumerate(values) if value]
        if len(alone) == 1:
            return unknown[alone[0]]
    return None
