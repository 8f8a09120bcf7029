import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.models.autoencoder import Autoencoder
from app.engine.sparse import Sparse
from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study
from app.study.target import automatic_target


def test_the_way_back_is_the_way_there_in_reverse():
    model = Autoencoder(64, 10, "classification", {"hidden": (32, 8)})
    shapes = [layer.shape for layer in model.layers[::2]]
    assert shapes == [(64, 32), (32, 8), (8, 32), (32, 64)]
    assert model.task == "reconstruction"
    assert model.outputs == 64


def test_the_formula_by_hand():
    model = Autoencoder(2, 1, "regression", {"hidden": ()})
    theta = np.array([[1.0, 0.0, 0.0, 0.0, 0.5, 0.0]])  # gives back (x + 0.5, 0)
    features = np.array([[[3.0, 4.0]]])
    loss = model.loss_and_gradient(theta, features, np.zeros((1, 1)), np.empty_like(theta))
    assert loss[0] == pytest.approx((0.25 + 16.0) / 2 / 2)


def test_the_targets_do_not_matter():
    model = Autoencoder(5, 3, "classification")
    theta = model.initial(np.random.default_rng(0))[None]
    features, grads = np.random.default_rng(1).normal(size=(1, 7, 5)), np.empty((2, model.size))
    for targets, grad in zip(([[0] * 7], [[2] * 7]), grads, strict=True):
        model.loss_and_gradient(theta, features, np.array(targets), grad[None])
    np.testing.assert_array_equal(*grads)


def test_sparse_features_are_given_back_like_dense_ones():
    rng = np.random.default_rng(0)
    dense = (rng.random((6, 9)) < 0.3).astype(float)
    sparse = Sparse.of(*np.nonzero(dense), np.ones(int(dense.sum())), dense.shape)
    model = Autoencoder(9, 1, "regression", {"hidden": (3,)})
    theta = model.initial(rng)[None]
    grads = np.empty((2, 1, model.size))
    losses = [
        model.loss_and_gradient(theta, features, np.zeros((1, 6)), grad)
        for features, grad in zip((sparse[None], dense[None]), grads, strict=True)
    ]
    np.testing.assert_allclose(*losses, rtol=1e-13)
    np.testing.assert_allclose(*grads, rtol=1e-12, atol=1e-15)


def test_too_many_layers_are_refused():
    with pytest.raises(InputError, match=r"up to 3 layers down to its code.* nearest valid value is 4x3x2"):
        Autoencoder(5, 1, "regression", {"hidden": (4, 3, 2, 1)})


def test_a_race_has_no_accuracy_and_a_target_of_half_the_start():
    study = Study(
        problem=DataSpec(dataset="digits", model="autoencoder", model_parameters={"hidden": (16,)}),
        lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.01}),),
        epochs=5,
    )
    problem = build_problem(study)
    assert problem.evaluated == ("loss", "validation_loss")
    race = build_race(study, problem=problem)
    race.run()
    loss = race.history.lanes[0].evaluated["loss"][:, 0]
    assert automatic_target(problem) == pytest.approx(0.5 * loss[0])
    assert loss[-1] < 0.6 * loss[0]
