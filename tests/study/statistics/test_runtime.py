import numpy as np
import pytest

from app.study.statistics.runtime import COCO_TARGETS, restarted, runtime_ecdf, runtimes


def test_the_targets_are_cocos():
    assert len(COCO_TARGETS) == 51
    assert COCO_TARGETS[0] == 100.0
    np.testing.assert_allclose(COCO_TARGETS[-1], 1e-8)
    np.testing.assert_allclose(np.diff(np.log10(COCO_TARGETS)), -0.2)


def test_each_target_is_reached_by_the_best_so_far():
    losses = np.array([[100.0], [3.0], [50.0], [0.5], [np.nan]])
    found = runtimes(losses, [0, 1, 2, 3, 4], [200.0, 100.0, 3.0, 1.0, 0.1])
    assert found.ravel().tolist() == [0.0, 0.0, 1.0, 3.0, np.inf]


def test_many_runs_agree_with_a_plain_loop():
    generator = np.random.default_rng(0)
    losses = 10.0 ** generator.uniform(-9, 3, (40, 6))
    found = runtimes(losses, np.arange(40.0), COCO_TARGETS)
    for row, target in enumerate(COCO_TARGETS):
        for run in range(6):
            hit = np.flatnonzero(losses[:, run] <= target)
            assert found[row, run] == (hit[0] if len(hit) else np.inf)


def test_the_ecdf_counts_pairs_and_does_not_reach_one_with_misses():
    at, share = runtime_ecdf([[1.0, 2.0], [2.0, np.inf]])
    assert at.tolist() == [1.0, 2.0]
    assert share.tolist() == [0.25, 0.75]


def test_nothing_reached_is_an_empty_ecdf():
    at, share = runtime_ecdf([[np.inf]])
    assert len(at) == len(share) == 0


def test_simulated_restarts_agree_with_coco(golden):
    known = golden["restarted"]
    lengths, success = np.array(known["lengths"]), np.array(known["success"])
    found = restarted(np.where(success, lengths, np.inf)[None], lengths, draws=20_000)[0]
    np.testing.assert_allclose(np.quantile(found, (0.1, 0.25, 0.5, 0.75, 0.9)), known["quantiles"], rtol=0.03)
    # Their mean is the expected running time, by its definition.
    assert found.mean() == pytest.approx(lengths.sum() / success.sum(), rel=0.03)


def test_a_target_that_no_run_reached_stays_out_of_reach():
    assert np.isinf(restarted(np.array([[np.inf, np.inf]]), np.array([5.0, 5.0]), draws=10)).all()
