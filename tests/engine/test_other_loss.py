"""Losses besides the usual ones: their formulas, their slopes at chosen points, what is refused."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.loss import CrossEntropy, LogisticLoss, SquaredError
from app.engine.other_loss import ElementwiseLoss, Hinge, SignHinge, choose_loss, loss_choice


def filled(loss, scores):
    """Return a loss with the scores (runs, outputs, batch) written."""
    loss.scores[...] = scores
    return loss


def test_huber_by_hand():
    residuals = np.array([[[0.5, -0.5, 3.0, -3.0]]])
    loss = filled(ElementwiseLoss(1, 1, 4, 2.0, "regression"), residuals + 1.0)
    total, hits = loss.count(np.ones((1, 4)))
    assert total[0] == pytest.approx(2 * 0.125 + 2 * 2.0 * (3.0 - 1.0))
    assert np.isnan(hits[0])
    loss = filled(loss, residuals + 1.0)
    assert loss.slope(np.ones((1, 4)))[0] == pytest.approx(total[0] / 4)
    np.testing.assert_allclose(loss.scores[0, 0] * 4, [0.5, -0.5, 2.0, -2.0])


def test_with_a_delta_that_is_never_reached_it_is_squared_error():
    scores, targets = np.random.default_rng(0).normal(size=(3, 1, 7)), np.zeros((1, 7))
    pair = []
    for loss in (SquaredError(3, 1, 7), ElementwiseLoss(3, 1, 7, 100.0, "regression")):
        pair.append((filled(loss, scores).slope(targets), loss.scores.copy()))
    for one, other in zip(*pair, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-14)


def test_classes_are_targets_of_zero_and_one():
    loss = filled(ElementwiseLoss(1, 3, 2, np.inf, "classification"), [[[1.0, 0.0], [0.0, 0.5], [0.0, 0.0]]])
    total, hits = loss.count(np.array([[0, 1]]))
    assert total[0] == pytest.approx(0.5 * 0.25 / 3)
    assert hits[0] == 2


def test_hinge_by_hand():
    scores = np.array([[[2.0], [1.5], [0.0]]])  # class 0 leads class 1 by half the margin
    loss = filled(Hinge(1, 3, 1), scores)
    assert loss.slope(np.array([[0]]))[0] == pytest.approx(0.5 / 3)
    np.testing.assert_allclose(loss.scores[0, :, 0], [-1 / 3, 1 / 3, 0.0])
    loss = filled(Hinge(1, 3, 1), 3 * scores)
    assert loss.slope(np.array([[0]]))[0] == 0.0
    assert not loss.scores.any()


def test_hinge_of_one_score_by_hand():
    loss = filled(SignHinge(1, 1, 4), [[[2.0, 0.5, -0.5, -2.0]]])
    targets = np.array([[1, 1, 0, 1]])
    assert loss.slope(targets)[0] == pytest.approx((0.0 + 0.5 + 0.5 + 3.0) / 4)
    np.testing.assert_allclose(4 * loss.scores[0, 0], [0.0, -1.0, 1.0, -1.0])
    assert filled(loss, [[[2.0, 0.5, -0.5, -2.0]]]).count(targets)[1][0] == 3


@pytest.mark.parametrize(
    "loss",
    [Hinge(2, 3, 4), ElementwiseLoss(2, 3, 4, 1.0, "classification"), SignHinge(2, 1, 4)],
    ids=["hinge", "huber", "sign hinge"],
)
def test_a_nan_stays_one_and_is_no_hit(loss):
    """So that the run counts as diverged; the other run is as it would be alone."""
    targets = np.zeros((1, 4), dtype=np.int64)
    scores = np.full(loss.scores.shape, -2.0)
    scores[0, 0, 1] = np.nan
    assert filled(loss, scores).count(targets)[1].tolist() == [3.0, 4.0]
    value = filled(loss, scores).slope(targets)
    assert np.isnan(value).tolist() == [True, False]
    assert np.isnan(loss.scores[0]).any()
    assert np.isfinite(loss.scores[1]).all()


def test_the_choice():
    usual = {"loss": "usual", "delta": 1.0}
    assert choose_loss(usual, "classification") is CrossEntropy
    assert choose_loss(usual, "regression") is SquaredError
    assert choose_loss({"loss": "cross_entropy"}, "classification", logit=True) is LogisticLoss
    assert choose_loss({"loss": "hinge"}, "classification", logit=True) is SignHinge
    assert choose_loss({"loss": "hinge"}, "classification") is Hinge
    with pytest.raises(InputError, match=r"for classes, but the task is regression.* huber"):
        choose_loss({"loss": "hinge"}, "regression")


def test_the_declaration_explains_its_choices():
    parameter = loss_choice("squared_error", "huber")
    assert parameter.default == "squared_error"
    for name in parameter.choices:
        assert f"{name}: " in parameter.help
