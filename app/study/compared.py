"""A race that another one is compared with, where both stand in one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..engine.history import History
from ..engine.problem import Problem
from ..engine.quantity import quantities
from .clock import CLOCKS
from .curve import CurveSpec
from .lane_name import lane_names
from .spec import Study

__all__ = ["PREFIX", "Compared"]

PREFIX = "ref · "


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A recording that grows no more.

    Parameters
    ----------
    title : str
        What it is, in a few words.
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
    """

    title: str
    study: Study
    problem: Problem
    history: History

    def names(self, taken: Collection[str] = ()) -> list[str]:
        """Return a name for each of its lanes that is none of those of the other race."""
        found = []
        for name in lane_names(self.study):
            longer = f"{PREFIX}{name}"
            while longer in taken:
                longer = f"{PREFIX}{longer}"
            found.append(longer)
        return found

    def has(self, curve: CurveSpec) -> bool:
        """Return whether it has what a curve plot shows."""
        measured = {name for lane in self.history.plan.lanes for name in lane.measured}
        kinds = [quantities[name] for name in (curve.quantity, curve.x) if name not in CLOCKS]
        return all(
            kind().available(self.problem) and (not kind.asked or kind.name in measured) for kind in kinds
        )
