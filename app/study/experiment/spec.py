"""An experiment as a part of a study: which runs are made besides those of the race."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ..problem_spec import ProblemSpec, SurfaceSpec

__all__ = ["Axis", "BasinSpec", "ExperimentSpec", "SuiteSpec", "SweepSpec", "TaskSpec", "TuneSpec"]

Spacing = Literal["list", "linear", "log", "one_minus_log"]
Design = Literal["grid", "random", "sobol"]
Metric = Literal["final", "best"]


class Axis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hyperparameter that takes many values.

    Parameters
    ----------
    lane : int
        Whose, from 0.
    name : str
        As in the short notation: ``lr``, ``batch_size``, ``schedule.min_factor``, ``warmup``, ``clip_norm``.
    spacing : {'list', 'linear', 'log', 'one_minus_log'}
        How the values lie; with ``one_minus_log`` 1 - value is spaced logarithmically, for decays near 1.
    values : tuple
        Of ``list``: the values themselves.
    low, high : float
        Else: the ends, both included.
    count : int
        How many values a grid has; of no use to random and Sobol points.
    """

    lane: int = 0
    name: str = "lr"
    spacing: Spacing = "list"
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    count: int = 0


class SweepSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="sweep"
):
    """Every lane with many settings, each with all seeds.

    Parameters
    ----------
    axes : tuple of Axis
        A lane without one is run as it is.
    design : {'grid', 'random', 'sobol'}
        All combinations of a lane's axes, or points in the space that they span.
    points : int
        Of random and Sobol designs, for each lane that has an axis.
    seed : int
        Decides random points and the scrambling of Sobol's.
    curve : int
        At how many steps the loss of each run is kept; 0 for none.
    seeds : int
        How many seeds each setting has; 0 for those of the race.
    """

    axes: tuple[Axis, ...] = ()
    design: Design = "grid"
    points: int = 0
    seed: int = 0
    curve: int = 0
    seeds: int = 0


class TuneSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="tune"
):
    """Every lane tuned with the same number of trials, and what was chosen run again on fresh seeds.

    Parameters
    ----------
    trials : int
        For each lane, each with all seeds of the study; 0 compares defaults.
    design : {'random', 'sobol'}
        How the trials lie in the search space.
    seed : int
    axes : tuple of Axis
        The search space of a lane that has one here; else what its optimizer declares as tuned first, over
        the ranges that it declares.
    metric : {'final', 'best'}
        Chosen is the trial with the lowest median of this over the seeds: on data of the loss on the
        validation part, on a surface of the loss.
    fresh : int
        How many new seeds the default and the chosen setting of each lane are run with.
    stopping : {'none', 'median'}
        With 'median', trials after the first ``pilots`` are ended at ``stop_at`` of the race if the median of
        their losses so far is above the median of what the pilots had there.
    pilots : int
    stop_at : float
        A share of the race.
    curve : int
        At how many steps the loss of each run is kept; 0 for none.
    seeds : int
        How many seeds each trial has; 0 for those of the race.
    """

    trials: int = 25
    design: Literal["random", "sobol"] = "sobol"
    seed: int = 0
    axes: tuple[Axis, ...] = ()
    metric: Metric = "final"
    fresh: int = 10
    stopping: Literal["none", "median"] = "none"
    pilots: int = 8
    stop_at: float = 0.25
    curve: int = 0
    seeds: int = 0


class TaskSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One problem of a suite, with its budget.

    Parameters
    ----------
    name : str
        Unique in the suite; it stands in the tables.
    problem : SurfaceSpec or DataSpec
    steps : int
        The budget on a surface.
    epochs : int
        The budget on data.
    target : float, optional
        The loss that counts as reached; chosen from the problem by default.
    """

    name: str
    problem: ProblemSpec = msgspec.field(default_factory=SurfaceSpec)
    steps: int = 500
    epochs: int = 20
    target: float | None = None


class SuiteSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="suite"
):
    """Every lane on many problems.

    Parameters
    ----------
    tasks : tuple of TaskSpec
        In place of the study's own problem and budget.
    tune : TuneSpec, optional
        Tune every lane on every task first; as they are by default.
    curve : int
        At how many steps the loss of each run is kept; 0 for none.
    """

    tasks: tuple[TaskSpec, ...] = ()
    tune: TuneSpec | None = None
    curve: int = 0


class BasinSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="basin"
):
    """Every lane from every point of a lattice over the surface, with the study's steps and first seed.

    Parameters
    ----------
    resolution : {50, 100, 200, 400}
        How many starts there are along each side.
    steps : int
        Of each run; 0 for as many as in the race.
    """

    resolution: int = 200
    steps: int = 0


ExperimentSpec = SweepSpec | TuneSpec | SuiteSpec | BasinSpec
