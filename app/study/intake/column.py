"""One column of a text file on its way to numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError

__all__ = ["MISSING", "NumberColumn", "TextColumn"]

Floats = npt.NDArray[np.float64]

# What stands for a missing value, whatever the case, as in pandas.
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "#n/a", "<na>", "missing"})


class NumberColumn:
    """Numbers; what is missing becomes NaN."""

    text = False

    def __init__(self, name: str, decimal: str = ".") -> None:
        self.name = name
        self._decimal = decimal

    def convert(self, cells: list[str], first_line: int) -> Floats:
        """Return the numbers of some cells.

        Parameters
        ----------
        cells : list of str
        first_line : int
            The line of the file that holds the first of them, from 1.

        Raises
        ------
        InputError
            With the line and the text that is no number.
        """
        if self._decimal == ",":
            cells = [cell.replace(".", "").replace(",", ".") for cell in cells]
        try:
            # One call in C for a whole block; only a block with something else in it is looked at by cell.
            return np.array(cells, dtype=np.float64)
        except ValueError:
            return np.array([self._number(cell, first_line + at) for at, cell in enumerate(cells)])

    def _number(self, cell: str, line: int) -> float:
        word = cell.strip()
        if word.lower() in MISSING:
            return float("nan")
        try:
            return float(word)
        except ValueError:
            hint = " With a decimal comma, set it in the options." if "," in word else ""
            raise InputError(
                f"The column '{self.name}' holds numbers, but line {line:,} has {cell[:40]!r}. Mend the "
                f"file, or leave the column out.{hint}"
            ) from None


class TextColumn:
    """Categories, numbered in the order in which they come; NaN where one is missing."""

    text = True

    def __init__(self, name: str, limit: int) -> None:
        self.name = name
        self._limit = limit
        self._numbers: dict[str, float] = dict.fromkeys(MISSING, float("nan"))
        self.categories: list[str] = []

    def convert(self, cells: list[str], first_line: int) -> Floats:
        """Return the category numbers of some cells.

        Raises
        ------
        InputError
            If there are more categories than a model can have inputs for.
        """
        known = self._numbers
        for cell in dict.fromkeys(cells):
            if cell in known:
                continue
            word = cell.strip()
            if word.lower() in MISSING:
                known[cell] = float("nan")
                continue
            if word not in known:
                if len(self.categories) >= self._limit:
                    raise InputError(
                        f"The column '{self.name}' has text with more than {self._limit} different values "
                        f"(the next is {word[:40]!r}), too many to be categories. Leave the column out.",
                        "leave_out",
                    )
                known[word] = float(len(self.categories))
                self.categories.append(word)
            known[cell] = known[word]
        return np.array([known[cell] for cell in cells])
