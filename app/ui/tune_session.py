"""The tuning that the window shows: what was asked for, what is known of it, and what was chosen."""

from __future__ import annotations

from typing import Any

import msgspec

from ..study.experiment.axis import lane_with
from ..study.experiment.gain import TunedLane, tuned_lanes
from ..study.experiment.ledger import lane_key
from ..study.experiment.space import search_space
from ..study.experiment.spec import TuneSpec
from ..study.spec import Study
from .shown_experiment import ShownExperiment

__all__ = ["TuneSession"]


class TuneSession(ShownExperiment):
    """One tuning, and its results as they come; parameters as of `ShownExperiment`."""

    kind, name = "tune", "tuning"
    _lanes: list[TunedLane] | None = None

    @property
    def spec(self) -> TuneSpec:
        """Return how lanes are tuned."""
        assert self.shown is not None
        assert isinstance(self.shown.experiment, TuneSpec)
        return self.shown.experiment

    @property
    def lanes(self) -> list[TunedLane]:
        """Return what is known of each lane."""
        if self._lanes is None:
            self._lanes = tuned_lanes(self.shown, self.rows()) if self.shown is not None else []
        return self._lanes

    def with_choices(self, study: Study) -> Study:
        """Return a study whose lanes have the chosen settings, where they are lanes of the tuning."""
        assert self.shown is not None
        lanes = list(study.lanes)
        for found in self.lanes:
            index = self.twin(study, found.lane)
            if index is not None and found.is_tuned:
                lanes[index] = lane_with(lanes[index], found.values)
        return msgspec.structs.replace(study, lanes=tuple(lanes))

    def twin(self, study: Study, lane: int) -> int | None:
        """Return the lane of a study that a lane of the tuning is, whatever its values are now; or None."""
        assert self.shown is not None
        own = self.shown.lanes[lane]
        names = [axis.name for axis in search_space(own, self.spec.axes, lane)]
        if lane < len(study.lanes) and _same(study.lanes[lane], own, names):
            return lane
        return next((i for i, each in enumerate(study.lanes) if _same(each, own, names)), None)

    def _renew(self) -> None:
        self._lanes = None
        super()._renew()


def _same(one: Any, other: Any, names: list[str]) -> bool:
    return lane_key(one, names) == lane_key(other, names)
