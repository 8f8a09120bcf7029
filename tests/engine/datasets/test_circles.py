import numpy as np

from app.engine.dataset import datasets


def test_without_noise_the_points_lie_on_two_rings():
    table = datasets["circles"]({"n": 200, "noise": 0, "factor": 0.3}).load()
    radius = np.hypot(*table.features.T)
    assert np.allclose(radius[table.targets == 0], 1)
    assert np.allclose(radius[table.targets == 1], 0.3)
    assert np.allclose(table.features.mean(axis=0), 0)


def test_no_straight_line_does_better_than_the_larger_class():
    table = datasets["circles"]({"n": 400, "noise": 0}).load()
    for angle in np.linspace(0, np.pi, 50):
        way = table.features @ [np.cos(angle), np.sin(angle)]
        means = [way[table.targets == label].mean() for label in (0, 1)]
        assert abs(means[0] - means[1]) < 1e-12
