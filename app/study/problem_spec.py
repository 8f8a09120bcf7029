"""What lanes compete on, as a part of a study: a surface, or a model on data."""

from __future__ import annotations

from typing import Any

import msgspec

from .intake.options import FileSpec

__all__ = ["DataSpec", "ProblemSpec", "SurfaceSpec"]


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
