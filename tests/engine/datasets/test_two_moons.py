import numpy as np

from app.engine.dataset import datasets


def load(**values):
    return datasets["two_moons"](values).load()


def test_without_noise_the_points_lie_on_two_half_circles():
    table = load(n=101, noise=0)
    upper, lower = (table.features[table.targets == label] for label in (0, 1))
    assert len(upper) == 51
    assert np.allclose(np.hypot(*upper.T), 1)
    assert np.allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1)
    assert (upper[:, 1] >= -1e-15).all()
    assert (lower[:, 1] <= 0.5 + 1e-15).all()


def test_the_noise_is_the_deviation_of_each_coordinate():
    still, noisy = load(n=20_000, noise=0).features, load(n=20_000, noise=0.3).features
    assert np.allclose((noisy - still).std(axis=0), 0.3, rtol=0.02)
    assert np.abs((noisy - still).mean(axis=0)).max() < 0.01
