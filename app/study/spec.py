"""The study: the frozen description of what to compare. Equal studies give equal bits."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ..engine.lane import Change
from .intake.options import FileSpec

__all__ = [
    "BatchSize",
    "DataSpec",
    "FilterSpec",
    "LaneSpec",
    "ProblemSpec",
    "ScheduleSpec",
    "Study",
    "SurfaceSpec",
]

BatchSize = int | Literal["full"] | None


class SurfaceSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="surface"
):
    """A surface, where the lanes start on it, and noise.

    Parameters
    ----------
    surface : str
    parameters : dict
        The surface's own, such as ``kappa``; defaults for those not named.
    expression : str
        Of the surface 'custom': f(x, y) as text; empty for its example.
    domain : (float, float, float, float), optional
        Of the surface 'custom': left, right, bottom and top of what is plotted and searched for minima.
    ranges : dict
        Of the surface 'custom': what the slider of a parameter spans.
    start : (float, float), optional
        The surface's first preset by default.
    noise : float
        Standard deviation of a Gaussian on each gradient coordinate.
    spread : float
        Standard deviation of a Gaussian shift of the start, by seed.
    """

    surface: str = "rosenbrock"
    parameters: dict[str, Any] = {}
    expression: str = ""
    domain: tuple[float, float, float, float] | None = None
    ranges: dict[str, tuple[float, float]] = {}
    start: tuple[float, float] | None = None
    noise: float = 0.0
    spread: float = 0.0


class DataSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="data"
):
    """A model on a data set.

    Parameters
    ----------
    dataset, model : str
    dataset_parameters, model_parameters : dict
        Defaults for those not named.
    standardise : bool
        Whether features (and regression targets) get mean 0 and deviation 1, measured on the training part;
        sparse ones stay as they are.
    split : (float, float, float)
        Fractions for training, validation and test.
    split_seed : int
        Decides who is in which part; the same for all runs.
    label_noise : float
        The share of training examples whose target is wrong, chosen by the split seed.
    file : FileSpec, optional
        A file of one's own, read if the data set is 'file'.
    """

    dataset: str = "digits"
    dataset_parameters: dict[str, Any] = {}
    model: str = "mlp"
    model_parameters: dict[str, Any] = {}
    standardise: bool = True
    split: tuple[float, float, float] = (0.7, 0.15, 0.15)
    split_seed: int = 0
    label_noise: float = 0.0
    file: FileSpec | None = None


ProblemSpec = SurfaceSpec | DataSpec


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
    evaluations_per_epoch : int
        How often the loss over the whole training and validation sets is computed.
    target : float, optional
        The loss that counts as reached; chosen from the problem by default.
    quantities : tuple of str
        What is measured besides, of those that are only measured for who asks.
    title, description : str
    prediction : str
        What a person expects of the race, written before it is run; plain text, see `prediction`.
    """

    problem: ProblemSpec = msgspec.field(default_factory=SurfaceSpec)
    lanes: tuple[LaneSpec, ...] = (LaneSpec(),)
    steps: int = 500
    epochs: int = 20
    seeds: tuple[int, ...] = (0,)
    evaluations_per_epoch: int = 1
    target: float | None = None
    quantities: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    prediction: str = ""
