import numpy as np
import pytest
from scipy.stats import qmc

from app.engine.error import InputError
from app.study.experiment.sobol import DIMENSIONS, sobol


def test_the_points_are_those_of_scipy():
    reference = qmc.Sobol(DIMENSIONS, scramble=False, bits=30).random(1024)
    np.testing.assert_array_equal(sobol(1024, DIMENSIONS), reference)


def test_a_shift_keeps_them_even_and_moves_them():
    points = sobol(256, 3, seed=4)
    assert (points >= 0).all()
    assert (points < 1).all()
    for column in points.T:  # one in each of 256 equal parts
        assert sorted((column * 256).astype(int)) == list(range(256))
    assert not np.array_equal(points, sobol(256, 3, seed=5))


def test_the_first_of_many_are_the_few():
    np.testing.assert_array_equal(sobol(75, 4, seed=1)[:25], sobol(25, 4, seed=1))


def test_too_many_dimensions_are_refused():
    with pytest.raises(InputError, match="up to 16 dimensions, but 17 hyperparameters"):
        sobol(2, 17)
