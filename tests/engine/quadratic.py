"""A separable quadratic in any number of dimensions, for driving optimizers without a race."""

import numpy as np

from app.engine.oracle import Oracle


class Quadratic(Oracle):
    """f = half the sum of curvature * x², over any number of coordinates."""

    exact = True

    def __init__(self, *curvature):
        self.curvature = np.array(curvature, dtype=float)
        self.evaluations = 0

    def draw(self):
        """Nothing is random."""

    def value(self, theta):
        with np.errstate(all="ignore"):  # a diverged run is a result
            if theta.shape[1] > len(theta):  # the same additions in the same order
                return np.cumsum(0.5 * self.curvature * theta * theta, axis=1)[:, -1]
            total = np.zeros(len(theta))
            for curvature, column in zip(self.curvature, theta.T, strict=True):
                total += 0.5 * curvature * column * column
        return total

    def gradient(self, theta, out):
        self.evaluations += 1
        np.multiply(self.curvature, theta, out=out)
        return self.value(theta)

    def hessian(self, theta):
        return np.broadcast_to(np.diag(self.curvature), (len(theta), theta.shape[1], theta.shape[1]))

    def hessian_diagonal(self, theta, out):
        out[...] = self.curvature


def begin(optimizer, theta):
    """Show an optimizer where it starts, once; return it."""
    if not getattr(optimizer, "begun", False):
        optimizer.begin(theta)
        optimizer.begun = True
    return optimizer


def descend(optimizer, theta, oracle, steps):
    """Do steps in place, the first ones of an optimizer or more, and yield theta after each.

    The caller copies what it keeps.
    """
    begin(optimizer, theta)
    grad = np.empty_like(theta)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            oracle.gradient(theta, grad)
            optimizer.update(theta, grad, oracle)
            yield theta
