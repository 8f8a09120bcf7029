"""The search spaces of a tuning as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ...study.experiment.spec import Axis
from ..frame import LaneLook
from ..plots.value_axis import value_text
from ..theme import LIGHT, Theme
from .read_table import ReadTable

__all__ = ["SpaceTable"]

_SPACINGS = {
    "log": "logarithmic", "linear": "even", "one_minus_log": "logarithmic in 1 − value",
    "list": "one of these",
}  # fmt: skip


class SpaceTable(ReadTable):
    """The search space that each lane is tuned over."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        heads = (
            ("Lane", "The lane."),
            ("Hyperparameter", "What is tuned; all others stay as they are in the lane."),
            ("Range", "From where to where trials lie: what the optimizer declares."),
            ("Spacing", "How they lie in it."),
        )
        super().__init__("Search spaces", heads, theme, parent)

    def show_spaces(self, spaces: Sequence[Sequence[Axis]], looks: Sequence[LaneLook]) -> None:
        """Show a row for each axis."""
        rows, colours = [], []
        for space, look in zip(spaces, looks, strict=True):
            if not space:
                rows.append((look.name, "nothing to tune", "", ""))
                colours.append(look.colour)
            for at, axis in enumerate(space):
                range_ = (
                    ", ".join(value_text(value) for value in axis.values)
                    if axis.spacing == "list"
                    else f"{value_text(axis.low)} to {value_text(axis.high)}"
                )
                rows.append(("" if at else look.name, axis.name, range_, _SPACINGS[axis.spacing]))
                colours.append("" if at else look.colour)
        self.fill(rows, colours)
