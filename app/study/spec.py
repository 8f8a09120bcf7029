"""The study: the frozen description of what to compare. Equal studies give equal bits."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ..engine.lane import Change
from .curve import CurveSpec
from .experiment.spec import ExperimentSpec
from .problem_spec import DataSpec, ProblemSpec, SurfaceSpec

__all__ = [
    "BatchSize",
    "CurveSpec",
    "DataSpec",
    "ExperimentSpec",
    "FilterSpec",
    "LaneSpec",
    "ProblemSpec",
    "ScheduleSpec",
    "Study",
    "SurfaceSpec",
]

BatchSize = int | Literal["full"] | None


class ScheduleSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lane's learning rate is multiplied with, step by step.

    Parameters
    ----------
    name : str
    parameters : dict
        Defaults for those not named.
    warmup : float
        A linear warm-up besides: up to 1 a share of the race, above 1 a number of steps.
    """

    name: str = "constant"
    parameters: dict[str, Any] = {}
    warmup: float = 0.0


class FilterSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something around a lane's step, such as clipping.

    Parameters
    ----------
    name : str
    parameters : dict
        Defaults for those not named.
    """

    name: str
    parameters: dict[str, Any] = {}


class LaneSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One optimizer with its hyperparameters.

    Parameters
    ----------
    optimizer : str
    hyperparameters : dict
        By PyTorch's names; defaults for those not named.
    batch_size : int or 'full', optional
        On data; the optimizer's usual one by default.
    schedule : ScheduleSpec, optional
        The learning rate stays as it is by default.
    filters : tuple of FilterSpec
        What is around the step, in this order.
    name : str
        As shown; made from the optimizer by default.
    colour : str
        '#rrggbb', or a number from '1' to '99' for a colour of the theme; empty lets the window choose.
    muted : bool
        Raced and exported, but not drawn.
    stream : int, optional
        Names the lane's own random numbers if lanes are independent, see `pairing`; made from what the lane
        is by default.
    changes : tuple of Change
        Hyperparameters that were set while the race ran.
    """

    optimizer: str = "adam"
    hyperparameters: dict[str, Any] = {}
    batch_size: BatchSize = None
    schedule: ScheduleSpec | None = None
    filters: tuple[FilterSpec, ...] = ()
    name: str = ""
    colour: str = ""
    muted: bool = False
    stream: int | None = None
    changes: tuple[Change, ...] = ()


class Study(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to compare.

    Parameters
    ----------
    problem : SurfaceSpec or DataSpec
    lanes : tuple of LaneSpec
    steps : int
        The budget on a surface.
    epochs : int
        The budget on data.
    seeds : tuple of int
        One run a lane for each.
    pairing : {'paired', 'independent'}
        Whether all lanes have the same random numbers for each seed, or each lane its own, see `pairing`.
    evaluations_per_epoch : int
        How often the loss over the whole training and validation sets is computed.
    target : float, optional
        The loss that counts as reached; chosen from the problem by default.
    quantities : tuple of str
        What is measured besides, of those that are only measured for who asks.
    experiment : SweepSpec, TuneSpec or SuiteSpec, optional
        What is run many times besides the race, see `experiment`.
    curves : tuple of CurveSpec
        What the curve plots show, from the first on; those without an entry show what they did before.
    title, description : str
    prediction : str
        What a person expects of the race, written before it is run; plain text, see `prediction`.
    """

    problem: ProblemSpec = msgspec.field(default_factory=SurfaceSpec)
    lanes: tuple[LaneSpec, ...] = (LaneSpec(),)
    steps: int = 500
    epochs: int = 20
    seeds: tuple[int, ...] = (0,)
    pairing: str = "paired"
    evaluations_per_epoch: int = 1
    target: float | None = None
    quantities: tuple[str, ...] = ()
    experiment: ExperimentSpec | None = None
    curves: tuple[CurveSpec, ...] = ()
    title: str = ""
    description: str = ""
    prediction: str = ""
