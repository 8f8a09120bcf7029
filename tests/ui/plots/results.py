"""Made results to draw."""

import numpy as np

from app.ui.frame import LaneLook
from app.ui.theme import LIGHT

NAMES = ("Adam", "RMSprop", "Momentum")
LOOKS = tuple(LaneLook(name, colour) for name, colour in zip(NAMES, LIGHT.lanes, strict=False))


def times(problems=8, factors=(1.0, 1.5, 4.0), noise=0.1):
    generator = np.random.default_rng(0)
    base = generator.lognormal(4.0, 0.5, (problems, 1))
    return base * np.array(factors) * generator.lognormal(0.0, noise, (problems, len(factors)))
