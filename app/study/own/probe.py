"""A short trial of an optimizer: the promises that the engine relies on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from ...engine.optimizer import Optimizer
from ...engine.oracle import Oracle

__all__ = ["probe"]

Floats = npt.NDArray[np.float64]

_STEPS = 8


class _Bowl(Oracle):
    """f = (x² + 4y² + 9z²)/2."""

    _curvature = np.array([1.0, 4.0, 9.0])

    def draw(self) -> None:
        """Nothing is random."""

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the gradient and return the value."""
        self.evaluations += 1
        np.multiply(theta, self._curvature, out=out)
        return np.asarray(0.5 * (self._curvature * theta * theta).sum(axis=1))


def probe(kind: type[Optimizer]) -> None:
    """Try an optimizer on a bowl of three variables.

    Raises
    ------
    InputError
        If it lacks texts, changes shapes, does not work in place, lets runs influence each other, or is not
        deterministic.
    BaseException
        Whatever its methods raise.
    """
    for field in ("title", "formula", "description"):
        if not isinstance(getattr(kind, field), str) or not getattr(kind, field).strip():
            raise InputError(f"The class {kind.__name__} needs the text '{field}', which the window shows.")
    if "lr" not in {parameter.name for parameter in kind.parameters}:
        raise InputError(f"The class {kind.__name__} needs the parameter lr, which every comparison tunes.")
    start = np.array([[1.0, -2.0, 0.5], [-0.3, 0.8, 1.5]])
    together, again = _run(kind, start), _run(kind, start)
    if together.tobytes() != again.tobytes():
        raise InputError(
            f"{kind.title} gives other numbers the second time. Random numbers must come from a seed."
        )
    for row in range(2):
        alone = _run(kind, start[row : row + 1])
        if not np.allclose(alone[0], together[row], rtol=1e-9, atol=0.0, equal_nan=True):
            raise InputError(
                f"In {kind.title}, runs influence each other: row {row} of two differs from that run alone. "
                "Sums over all rows are the usual reason; sum over axis 1, with keepdims."
            )


def _run(kind: type[Optimizer], start: Floats) -> Floats:
    theta = start.copy()
    optimizer, oracle = kind(len(theta), theta.shape[1]), _Bowl()
    optimizer.begin(theta)
    grad = np.empty_like(theta)
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            oracle.gradient(theta, grad)
            held = theta
            optimizer.update(theta, grad, oracle)
            if theta is not held or theta.shape != start.shape:
                raise InputError(f"{kind.title} must change theta in place, and not its shape.")
    if np.array_equal(theta, start):
        raise InputError(
            f"{kind.title} moved nothing in {_STEPS} steps. step() changes theta in place: write "
            "theta -= ... or np.subtract(theta, ..., out=theta), not theta = theta - ..."
        )
    return theta
