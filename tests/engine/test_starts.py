"""Many starts of one seed: each row is the only run of a problem with that start."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.problem import SurfaceProblem
from app.engine.starts import StartsProblem
from app.engine.surface import surfaces

STARTS = np.array([[0.5, -1.0], [2.0, 3.0], [-4.9, 4.9]])


def test_rows_start_where_a_run_with_that_start_does():
    surface = surfaces["eggholder"]({"walls": True})
    starts = 100.0 * STARTS
    starts[2] = 511.9
    whole = StartsProblem(surface, starts, seed=3, spread=5.0).initial()
    for row, start in enumerate(starts):
        alone = SurfaceProblem(surface, tuple(start), (3,), spread=5.0).initial()
        assert np.array_equal(whole[row], alone[0])
    assert whole.flags.f_contiguous


@pytest.mark.parametrize("accumulate", [1, 3])
def test_all_rows_get_the_noise_of_the_one_seed(accumulate):
    surface = surfaces["himmelblau"]()
    many = StartsProblem(surface, STARTS, seed=3, noise=2.0).oracle(accumulate)
    theta, grad = np.asfortranarray(STARTS), np.empty((3, 2), order="F")
    for row, start in enumerate(STARTS):
        one = SurfaceProblem(surface, tuple(start), (3,), noise=2.0).oracle(accumulate)
        alone = np.empty((1, 2), order="F")
        for _ in range(600):  # past the end of a block of noise
            one.draw()
        if row == 0:
            for _ in range(600):
                many.draw()
        losses = many.gradient(theta, grad)
        assert one.gradient(start[None].copy(), alone) == losses[row]
        assert np.array_equal(grad[row], alone[0])
        assert one.evaluations == accumulate
    assert many.evaluations == 3 * accumulate


def test_no_start_is_refused():
    with pytest.raises(InputError, match="at least 1 start"):
        StartsProblem(surfaces["himmelblau"](), np.empty((0, 2)), 0)
