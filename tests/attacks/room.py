"""How much room is left: the least and the most that some people can be, given sums that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Sets = NDArray[np.bool_]
Signs = NDArray[np.int8]
MOST = 1e6  # more than any world holds
CLOSE = 1e-5
LOOKS = 6


@dataclass(frozen=True)
class Bounds:
    """Between `low` and `high` of them, as far as anybody can tell."""

    low: float
    high: float

    @property
    def possible(self) -> int:
        """How many whole numbers they could be."""
        return int(np.floor(self.high + CLOSE) - np.ceil(self.low - CLOSE)) + 1


class Room:
    """Every state of the world that agrees with the sums: a column for each class of people, none below zero."""

    def __init__(self, sums: Sets, values: Sequence[float], asked: Signs) -> None:
        """`sums` and `asked` have a row a set of classes; classes that no row tells apart are one."""
        both = np.concatenate([sums.astype(np.int8), asked])
        _, first = np.unique(both, axis=1, return_index=True)
        self._asked, told = asked[:, first].astype(float), len(first)
        known = np.unique(np.column_stack([sums[:, first], np.asarray(values, dtype=float)]), axis=0)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = told, len(known)
        model.col_cost_, model.col_lower_ = np.zeros(told), np.zeros(told)
        model.col_upper_ = np.full(told, MOST)
        model.row_lower_ = model.row_upper_ = known[:, -1].copy()
        places = [np.flatnonzero(row[:-1]) for row in known]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(each) for each in places)]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([*places, np.zeros(0, np.int64)]).astype(np.int32)
        model.a_matrix_.value_ = np.ones(sum(len(each) for each in places))
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(model)
        self._low = np.full(len(asked), np.inf)
        self._high = np.full(len(asked), -np.inf)

    def bounds(self, enough: Sequence[float]) -> list[Bounds]:
        """Of each asked set: exact where the room is smaller than `enough`, else at least that wide."""
        chance = np.random.default_rng(1)
        for _ in range(LOOKS):  # a few states far apart settle most questions at once
            self._look(chance.uniform(-1, 1, len(self._asked)) @ self._asked)
        for at, width in enumerate(enough):
            for sign in (1.0, -1.0):
                if self._high[at] - self._low[at] < width - CLOSE:
                    self._look(sign * self._asked[at])
        return [Bounds(low, high) for low, high in zip(self._low, self._high, strict=True)]

    def _look(self, cost: NDArray[np.float64]) -> None:
        """Go as far as the sums allow in one direction, and note what everything is there."""
        columns = np.arange(len(cost), dtype=np.int32)
        self._solver.changeColsCost(len(cost), columns, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the attack ended with {self._solver.getModelStatus()}")
        here = self._asked @ np.array(self._solver.getSolution().col_value)
        self._low, self._high = np.minimum(self._low, here), np.maximum(self._high, here)
