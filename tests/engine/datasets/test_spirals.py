import numpy as np
import pytest

from app.engine.dataset import datasets


@pytest.mark.parametrize("arms", [2, 3, 5])
@pytest.mark.parametrize("turns", [0.5, 2.0])
def test_without_noise_arms_are_turned_copies(arms, turns):
    table = datasets["spirals"]({"n": 40 * arms, "classes": arms, "turns": turns, "noise": 0}).load()
    points = table.features.view(complex)[:, 0].reshape(arms, 40)
    assert np.allclose(points, points[0] * np.exp(2j * np.pi * np.arange(arms) / arms)[:, None])
    radius = np.abs(points[0])
    assert np.allclose(radius, np.linspace(0.1, 1, 40))
    assert np.unwrap(np.angle(points[0]))[-1] == pytest.approx(2 * np.pi * turns)
    assert table.class_names == tuple(f"arm {arm}" for arm in range(1, arms + 1))
