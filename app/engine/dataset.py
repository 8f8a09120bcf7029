"""What a data set is: a named table of features and targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from .parameter import Parameter, check_values
from .registry import Registry
from .sparse import Features

__all__ = ["Dataset", "Table", "datasets"]

Floats = npt.NDArray[np.float64]
Task = Literal["classification", "regression"]
datasets: Registry[Dataset]


@dataclass(frozen=True, slots=True)
class Table:
    """Examples as they come from the source, neither split nor standardised.

    Parameters
    ----------
    features : ndarray of float64 or Sparse, shape (n, d)
    targets : ndarray, shape (n,)
        int64 class numbers from 0 for classification, float64 for regression.
    feature_names : tuple of str
        d names, with the unit where there is one.
    class_names : tuple of str
        Empty for regression.
    """

    features: Features
    targets: npt.NDArray[Any]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()


class Dataset:
    """Base class: a subclass in ``datasets/`` is one data set.

    Attributes
    ----------
    name, title : str
        The name in files and on the command line; the name on the screen.
    task : {'classification', 'regression'}
    description : str
        Two or three sentences for a student: what it holds, what it shows about optimizers.
    reference, licence : str
    parameters : tuple of Parameter
        Such as the number of examples and the noise of a generated set.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    task: ClassVar[Task] = "classification"
    description: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    licence: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    rank: ClassVar[int] = 1000

    def __init_subclass__(cls) -> None:
        if cls.name:
            datasets.add(cls.name, cls)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self.values: dict[str, Any] = check_values(self.name, self.parameters, values or {})

    def load(self) -> Table:
        """Return the table; the same values give the same bits."""
        raise NotImplementedError(f"{type(self).__name__} must define load().")


datasets = Registry("dataset", "datasets")
