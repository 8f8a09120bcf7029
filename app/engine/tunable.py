"""Hyperparameters as attributes: checked, one for all runs or one for each, and changed while a race runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from .arrays import Order, column
from .error import InputError, unknown_name
from .parameter import Parameter

__all__ = ["Tunable"]

Floats = npt.NDArray[np.float64]


class Tunable:
    """Base of what is told its parameters by name.

    Attributes
    ----------
    name : str
        For messages.
    parameters : tuple of Parameter
        Each becomes an attribute, an array that broadcasts against (runs, params): zero-dimensional for one
        value, with a row for each run where there is one for each. ``switch`` and ``choice`` values are plain
        attributes, one for all runs.
    """

    name: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()

    _shape: tuple[int, int, Order]

    def change(self, name: str, value: Any) -> None:
        """Set one hyperparameter from the next step on.

        Raises
        ------
        InputError
            If the name is unknown, the value is out of range or the parameter cannot change during a run;
            everything is then as before.
        """
        parameter = self._parameter(name)
        if not parameter.live:
            raise InputError(f"{name} is fixed when a run starts; reset the run to change it.", name)
        self._store(parameter, value)
        self._refresh()

    def _take(self, values: Mapping[str, Any]) -> None:
        """Set all parameters, those that are not named to their defaults."""
        for name in values:
            self._parameter(name)
        for parameter in self.parameters:
            self._store(parameter, values.get(parameter.name, parameter.default))
        self._refresh()

    def _refresh(self) -> None:
        """Compute what depends on parameters."""

    def _parameter(self, name: str) -> Parameter:
        table = {parameter.name: parameter for parameter in self.parameters}
        if name not in table:
            raise unknown_name(f"parameter of {self.name}", name, table).at(str(name))
        return table[name]

    def _store(self, parameter: Parameter, value: Any) -> None:
        if isinstance(value, (np.ndarray, list)):
            value = _check_each(parameter, value, self._shape[0])
            if np.ndim(getattr(self, parameter.name, value)) == 0:
                self._expand()
        else:
            value = parameter.check(value)
        numeric = parameter.kind not in ("switch", "choice")
        setattr(self, parameter.name, column(value, *self._shape) if numeric else value)

    def _expand(self) -> None:
        """Give everything that is one number for all runs a row for each."""
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray) and value.ndim == 0:
                setattr(self, name, column(np.broadcast_to(value, self._shape[0]), *self._shape))


def _check_each(parameter: Parameter, values: Floats | list[Any], runs: int) -> Floats:
    """Return one value for each run as an array."""
    name = parameter.name
    if parameter.kind in ("switch", "choice"):
        raise InputError(f"{name} has one value for all runs, but {values!r} was given.", name)
    if np.shape(values) != (runs,):
        raise InputError(
            f"{name} has one value, or one for each of the {runs} runs, but an array of shape "
            f"{np.shape(values)} was given. The nearest valid shape is ({runs},).",
            name,
        )
    if parameter.kind == "real" and isinstance(values, np.ndarray) and values.dtype.kind == "f":
        for extreme in (values.min(), values.max()):  # NaN, if there is one, is both
            parameter.check(float(extreme))
        return np.asarray(values, dtype=np.float64)
    return np.array([parameter.check(value) for value in values], dtype=np.float64)
