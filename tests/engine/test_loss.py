import numpy as np
import pytest
from scipy import special

from app.engine.loss import CrossEntropy, LogisticLoss, SquaredError

RNG = np.random.default_rng(0)
RUNS, BATCH = 3, 7


def cross_entropy(scores, targets):
    return special.logsumexp(scores, axis=1) - np.take_along_axis(scores, targets[:, None], axis=1)[:, 0]


CASES = {
    "cross-entropy": (CrossEntropy, 4, lambda rows: RNG.integers(0, 4, (rows, BATCH)), cross_entropy),
    "logistic": (
        LogisticLoss,
        1,
        lambda rows: RNG.integers(0, 2, (rows, BATCH)),
        lambda scores, targets: np.logaddexp(0, scores[:, 0]) - targets * scores[:, 0],
    ),
    "squared": (
        SquaredError,
        1,
        lambda rows: RNG.normal(size=(rows, BATCH)),
        lambda scores, targets: (scores[:, 0] - targets) ** 2 / 2,
    ),
}


@pytest.mark.parametrize("rows", [1, RUNS])
@pytest.mark.parametrize("name", CASES)
def test_loss_and_slope(name, rows):
    kind, outputs, draw, formula = CASES[name]
    scores, targets = 3 * RNG.normal(size=(RUNS, outputs, BATCH)), draw(rows)
    every = np.broadcast_to(targets, (RUNS, BATCH))
    loss = kind(RUNS, outputs, BATCH)
    loss.scores[:] = scores
    mean = loss.slope(targets)
    assert np.allclose(mean, formula(scores, every).mean(axis=1), rtol=1e-13)
    for index in np.ndindex(*scores.shape):
        change = np.zeros_like(scores)
        change[index] = 1e-6
        difference = formula(scores + change, every) - formula(scores - change, every)
        assert loss.scores[index] == pytest.approx(difference.sum() / 2e-6 / BATCH, abs=1e-8)
    loss.scores[:] = scores
    total, _ = loss.count(targets)
    assert np.allclose(total, formula(scores, every).sum(axis=1), rtol=1e-13)


@pytest.mark.parametrize("size", [1e2, 1e4, 1e300])
def test_large_scores_do_not_overflow(size):
    targets = np.array([[0, 1, 1]])
    softmax = CrossEntropy(1, 2, 3)
    softmax.scores[0] = [[size, size, 0], [0, 0, size]]
    logistic = LogisticLoss(1, 1, 3)
    logistic.scores[0] = [-size, -size, size]
    for loss in (softmax, logistic):
        assert loss.slope(targets) == pytest.approx(size / 3)
        assert np.isfinite(loss.scores).all()


def test_the_logistic_slope_keeps_small_numbers():
    loss = LogisticLoss(1, 1, 1)
    loss.scores[0] = -50.0
    loss.slope(np.array([[0]]))
    assert loss.scores[0, 0, 0] == pytest.approx(np.exp(-50), rel=1e-12)


def test_two_classes_are_the_same_with_one_logit_and_with_two_scores():
    logits, targets = RNG.normal(size=(RUNS, BATCH)), RNG.integers(0, 2, (1, BATCH))
    one, two = LogisticLoss(RUNS, 1, BATCH), CrossEntropy(RUNS, 2, BATCH)
    for method in ("slope", "count"):
        one.scores[:, 0], two.scores[:, 1], two.scores[:, 0] = logits, logits, 0
        for left, right in zip(
            np.atleast_2d(getattr(one, method)(targets)),
            np.atleast_2d(getattr(two, method)(targets)),
            strict=True,
        ):
            assert np.allclose(left, right, rtol=1e-13)


def test_hits_are_counted_and_nan_is_no_hit():
    loss = CrossEntropy(2, 3, 4)
    loss.scores[:] = 0
    loss.scores[:, 2, 0] = loss.scores[:, 1, 1] = 1
    loss.scores[1, 1, 1] = np.nan
    with np.errstate(all="ignore"):
        _, hits = loss.count(np.array([[2, 1, 0, 1]]))
    assert hits.tolist() == [3, 2]  # of equal scores, the first class is predicted

    logistic = LogisticLoss(2, 1, 4)
    logistic.scores[:] = [[[1, -1, 0, 0]], [[np.nan, np.nan, 1, -1]]]
    with np.errstate(all="ignore"):
        _, hits = logistic.count(np.array([[1, 0, 0, 1]]))
    assert hits.tolist() == [3, 0]


@pytest.mark.parametrize("name", CASES)
def test_a_bad_run_leaves_the_others_alone(name):
    kind, outputs, draw, _ = CASES[name]
    scores, targets = RNG.normal(size=(RUNS, outputs, BATCH)), draw(1)
    clean, spoilt = kind(RUNS, outputs, BATCH), kind(RUNS, outputs, BATCH)
    clean.scores[:] = spoilt.scores[:] = scores
    for bad, value in ((0, np.nan), (1, np.inf)):
        spoilt.scores[bad] = value
    with np.errstate(all="ignore"):
        expected, got = clean.slope(targets), spoilt.slope(targets)
    assert got[2] == expected[2]
    assert np.array_equal(spoilt.scores[2], clean.scores[2])
    assert not np.isfinite(got[:2]).any()
