"""Derivatives of a surface by other means than its own, and where it has none."""

import zlib

import numpy as np

from app.engine.surface import surfaces

# Where f is not differentiable: the contents of the absolute values and roots, 0 on the kink.
KINKS = {
    "ackley": lambda x, y: (np.hypot(x, y),),
    "bukin6": lambda x, y: (y - 0.01 * x**2, x + 10),
    "cross_in_tray": lambda x, y: (np.sin(x), np.sin(y)),
    "eggholder": lambda x, y: ((x / 2 + y + 47) / 100, (x - y - 47) / 100),
    "holder_table": lambda x, y: (np.sin(x), np.cos(y), np.hypot(x, y) - np.pi),
    "nonsmooth_ravine": lambda x, y: (x, y),
    "schwefel": lambda x, y: (x / 100, y / 100),
    "sharp_flat": lambda x, y: (10 * np.hypot(x + 1, y) - np.hypot(x - 1.5, y),),
}
# Functions of a complex argument as well; the others branch on a sign.
ANALYTIC = {item.name for item in surfaces} - (KINKS.keys() - {"ackley"})


def sample(surface, count=200):
    """Return random points of the domain, the same on every run."""
    rng = np.random.default_rng(zlib.crc32(surface.name.encode()))
    (left, right), (bottom, top) = surface.domain
    return rng.uniform(left, right, count), rng.uniform(bottom, top, count)


def smooth_sample(surface, margin):
    """Return random points of the domain that keep a distance from every kink."""
    x, y = sample(surface, 400)
    keep = np.ones(x.shape, dtype=bool)
    for content in KINKS.get(surface.name, lambda x, y: ())(x, y):
        keep &= np.abs(content) > margin
    assert keep.sum() >= 200
    return x[keep][:200], y[keep][:200]


def difference(function, x, y, h):
    """Return the derivatives of ``function`` by x and y: central differences, extrapolated to order six."""

    def by(dx, dy):
        def centre(h):
            return (function(x + dx * h, y + dy * h) - function(x - dx * h, y - dy * h)) / (2 * h)

        coarse, middle, fine = centre(h), centre(h / 2), centre(h / 4)
        first, second = (4 * middle - coarse) / 3, (4 * fine - middle) / 3
        return (16 * second - first) / 15

    return by(1.0, 0.0), by(0.0, 1.0)


def hessian(surface, x, y):
    """Return the Hessian at one point, from the gradient."""
    x, y = np.float64(x), np.float64(y)
    if surface.name in ANALYTIC - {"ackley"}:
        # The complex step: the imaginary part is the derivative, and nothing is subtracted.
        columns = [
            [np.imag(g) / 1e-100 for g in surface.evaluate(x + dx, y + dy)[1:]]
            for dx, dy in ((1e-100j, 0.0), (0.0, 1e-100j))
        ]
        return np.array(columns)
    h = 1e-4 * (surface.domain[0][1] - surface.domain[0][0])
    return np.array(difference(lambda *at: np.array(surface.evaluate(*at)[1:]), x, y, h))
