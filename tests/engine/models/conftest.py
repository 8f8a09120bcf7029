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
        """Return central differences of fourth order, shape (runs, P), all from one batch of parameters."""
        runs, size = self.theta.shape
        shifts = step * np.eye(size)
        moved = np.stack([self.theta[:, None] + times * shifts for times in (1, -1, 2, -2)])
        features, targets = self.features, self.targets
        if len(features) > 1:  # a batch for each run: each of its points has it
            own = np.tile(np.repeat(np.arange(runs), size), len(moved))
            features, targets = features[own], targets[own]
        points = moved.reshape(-1, size)
        losses = self.model.loss_and_gradient(points, features, targets, np.empty_like(points))
        ahead, behind, far_ahead, far_behind = losses.reshape(4, runs, size)
        return (8 * (ahead - behind) - (far_ahead - far_behind)) / (12 * step)


@pytest.fixture(name="batches")
def _batches():
    return Batches
