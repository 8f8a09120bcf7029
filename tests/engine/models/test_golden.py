"""Losses and gradients as PyTorch's autograd gives them; see ``tests/golden/record_models.py``."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.engine.model import models

CASES = json.loads((Path(__file__).parents[2] / "golden" / "models.json").read_text(encoding="utf-8"))[
    "cases"
]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: "-".join(map(str, (case["model"], *case["values"].values())))
)
@pytest.mark.parametrize("runs", [1, 3])
def test_loss_and_gradient_are_pytorchs(case, runs):
    features, targets = np.array(case["features"]), np.array(case["targets"])
    model = models[case["model"]](features.shape[1], case["outputs"], case["task"], case["values"])
    theta = np.repeat([case["theta"]], runs, axis=0)
    grad = np.empty_like(theta)
    loss = model.loss_and_gradient(theta, features[None], targets[None], grad)
    assert np.allclose(loss, case["loss"], rtol=1e-13, atol=1e-15)
    assert np.allclose(grad, case["gradient"], rtol=1e-12, atol=1e-15)
    scores = model.outputs_of(theta, features[None])
    assert np.allclose(scores[:, :, -len(case["scores"][0]) :], case["scores"], rtol=1e-12, atol=1e-14)


def test_every_model_is_recorded():
    assert {case["model"] for case in CASES} == set(models.names())
