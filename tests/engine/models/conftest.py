"""Batches and gradients that the tests of all models share."""

import numpy as np
import pytest

from app.engine.model import models

CLASSES = 3


class Batches:
    """Random parameters, examples and targets for one model."""

    def __init__(
        self, name, task="classification", runs=4, batch=6, shared=True, features=3, seed=0, **values
    ):
        rng = np.random.default_rng(seed)
        outputs = 1 if task == "regression" else 2 if name == "logistic" else CLASSES
        self.outputs = outputs
        self.model = models[name](features, outputs, task, values)
        self.theta = rng.normal(scale=0.7, size=(runs, self.model.size))
        self.grad = np.full_like(self.theta, np.nan)
        rows = 1 if shared else runs
        self.features = rng.normal(size=(rows, batch, features))
        self.targets = (
            rng.normal(size=(rows, batch))
            if task == "regression"
            else rng.integers(0, outputs, (rows, batch))
        )

    def loss(self, theta=None):
        theta = self.theta if theta is None else theta
        return self.model.loss_and_gradient(theta, self.features, self.targets, np.empty_like(theta))

    def gradient(self):
        self.model.loss_and_gradient(self.theta, self.features, self.targets, self.grad)
        return self.grad

    def differences(self, step=1e-5):
        """Return central differences of fourth order, shape (runs, P)."""
        found = np.empty_like(self.theta)
        for index in range(self.model.size):
            along = np.zeros(self.model.size)
            along[index] = step
            near = self.loss(self.theta + along) - self.loss(self.theta - along)
            far = self.loss(self.theta + 2 * along) - self.loss(self.theta - 2 * along)
            found[:, index] = (8 * near - far) / (12 * step)
        return found


@pytest.fixture(name="batches")
def _batches():
    return Batches
