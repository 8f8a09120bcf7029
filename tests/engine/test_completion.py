"""Rows completed by the block: the same whatever the block, and divergence from its first row on."""

import numpy as np
import pytest

from app.engine.completion import FARTHEST, complete_path, mark_divergence
from app.engine.history import History, LanePlan, RacePlan


def lane_history(path, rows, runs=2):
    plan = LanePlan(steps=rows - 1, runs=runs, params=2, path=path)
    history = History(RacePlan((plan,))).lanes[0]
    history.diverged_at[:] = -1
    return history


@pytest.mark.parametrize("block", [1, 3, 11])
def test_norms_have_the_same_bits_whatever_the_block(block):
    history, rng = lane_history(True, 12), np.random.default_rng(1)
    history.theta[:], history.gradient[:] = rng.normal(size=(2, 12, 2, 2))
    complete_path(history, 0, 0)
    for first in range(1, 12, block):
        complete_path(history, first, min(first + block, 12) - 1)
    moved = np.diff(history.theta, axis=0)
    slope = np.sqrt(sum(history.gradient[..., k] ** 2 for k in (0, 1)))
    np.testing.assert_array_equal(history.gradient_norm, slope)
    np.testing.assert_array_equal(history.step_length[1:], np.sqrt(sum(moved[..., k] ** 2 for k in (0, 1))))
    assert not history.step_length[0].any()  # the start is no step


def test_a_run_has_diverged_where_it_first_was_too_far_or_no_number():
    history = lane_history(True, 8, runs=4)
    history.theta[5, 1] = 2.0 * FARTHEST
    history.batch_loss[3, 2] = np.nan
    history.batch_loss[6, 2] = np.inf
    history.theta[2:, 3] = np.nan
    for first, last in ((0, 2), (3, 5), (6, 7)):
        mark_divergence(history, first, last)
    assert history.diverged_at.tolist() == [-1, 5, 3, 2]


def test_on_data_a_loss_a_thousand_times_the_first_has_diverged():
    history = lane_history(False, 4)
    history.batch_loss[:] = [[2.0, 0.0], [1999.0, 0.9], [2001.0, 1.1], [1.0, 1.1]]
    mark_divergence(history, 0, 3)
    assert history.diverged_at.tolist() == [2, 2]
