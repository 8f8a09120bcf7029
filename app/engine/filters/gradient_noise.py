"""Noise on the gradient: Gaussian, on few coordinates only, with heavy tails, or proportional to it."""

from __future__ import annotations

import numpy as np

from ..filter import Filter, Floats
from ..parameter import Parameter
from ..stream import FILTER, stream

_BLOCK_BYTES = 2**18
_BLOCK_STEPS = 256


class GradientNoise(Filter):
    """g = g + s * noise, or g = g * (1 + s * noise), by seed and step: lanes that are paired get the same.

    gaussian: standard normal numbers. sparse: normal numbers on a part p of the coordinates, zero elsewhere,
    divided by sqrt(p), so that the variance is s^2 too. student: Student's t, whose variance is infinite for
    up to 2 degrees of freedom. multiplicative: normal numbers, proportional to each coordinate. The recorded
    gradient is the one before.

    References
    ----------
    A. Neelakantan et al., arXiv:1511.06807; U. Simsekli et al., ICML 2019, arXiv:1901.06053.
    """

    name = "gradient_noise"
    title = "Gradient noise"
    rank = 20
    formula = "g ← g + σ ξ, or g ← g (1 + σ ξ)"
    description = (
        "Random numbers on every gradient, the same for all lanes of a seed if lanes are paired. With heavy "
        "tails a single step can throw SGD far away; methods that normalise or clip hardly notice."
    )
    reference = "Neelakantan et al. 2015; Simsekli et al. 2019"
    parameters = (
        Parameter(
            "deviation", 0.1, "How large the noise is.",
            low=0.0, scale="log", slider=(1e-3, 10.0), symbol="σ",
        ),
        Parameter(
            "kind", "gaussian",
            "gaussian: on all coordinates. sparse: on few. student: heavy tails. multiplicative: in "
            "proportion to the gradient.",
            kind="choice", choices=("gaussian", "sparse", "student", "multiplicative"),
        ),
        Parameter(
            "degrees", 3.0, "For student: degrees of freedom; the fewer, the heavier the tails.",
            low=0.0, open_low=True, scale="log", slider=(1.0, 30.0), symbol="ν",
        ),
        Parameter(
            "density", 0.1, "For sparse: the part of the coordinates that is hit.",
            low=0.0, open_low=True, high=1.0, scale="log", slider=(0.01, 1.0), symbol="p",
        ),
    )  # fmt: skip

    deviation: float
    kind: str
    degrees: float
    density: float

    def start(self) -> None:
        """Begin the streams, one for each run."""
        runs, params, _ = self.shape
        self.streams = [stream(seed, FILTER) for seed in self.seeds]
        self.ahead = min(max(_BLOCK_BYTES // (8 * runs * params), 1), _BLOCK_STEPS)
        self.block = np.empty((self.ahead, runs, params))
        self.drawn = 0
        self.present = self.block[0]

    def draw(self) -> None:
        """Move on to the next numbers."""
        row = self.drawn % self.ahead
        if row == 0:
            for run, generator in enumerate(self.streams):
                self._fill(generator, self.block[:, run])
        self.drawn += 1
        self.present = self.block[row]

    def apply(self, theta: Floats, grad: Floats, lr: Floats) -> None:
        """Add, or multiply."""
        if self.kind == "multiplicative":
            np.multiply(grad, self.present, out=grad)
        else:
            np.add(grad, self.present, out=grad)

    def _fill(self, generator: np.random.Generator, out: Floats) -> None:
        for step in out:  # step by step, so that the numbers do not depend on the block
            size = len(step)
            if self.kind == "student":
                step[:] = self.deviation * generator.standard_t(self.degrees, size)
                continue
            generator.standard_normal(out=step)
            step *= self.deviation
            if self.kind == "sparse":
                step *= (generator.random(size) < self.density) * self.density**-0.5
            elif self.kind == "multiplicative":
                step += 1.0
