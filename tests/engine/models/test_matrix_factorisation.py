import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.models.matrix_factorisation import MatrixFactorisation
from app.engine.sparse import Sparse
from app.study.build import build_race
from app.study.spec import DataSpec, LaneSpec, Study


def test_a_rating_is_the_biases_and_the_product_of_two_vectors():
    model = MatrixFactorisation(5, 1, "regression", {"factors": 3})  # three users and two items
    rng = np.random.default_rng(0)
    theta = rng.normal(size=(2, model.size))
    weight, bias, factors = (layer.view(theta) for layer in model.layers)
    features = np.zeros((1, 1, 5))
    features[0, 0, [1, 4]] = 1.0
    expected = bias[:, 0] + weight[:, 1, 0] + weight[:, 4, 0] + (factors[:, 1] * factors[:, 4]).sum(axis=1)
    np.testing.assert_allclose(model.outputs_of(theta, features)[:, 0, 0], expected, rtol=1e-13)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("batch", [3, 40])
def test_sparse_features_give_what_dense_ones_give(shared, batch):
    rng = np.random.default_rng(0)
    dense = rng.normal(size=(60, 20)) * (rng.random((60, 20)) < 0.2)
    sparse = Sparse.of(*np.nonzero(dense), dense[np.nonzero(dense)], dense.shape)
    model = MatrixFactorisation(20, 1, "regression", {"factors": 2, "l2": 0.1})
    theta = rng.normal(size=(4, model.size))
    rows = rng.integers(0, 60, (1 if shared else 4, batch))
    targets, found = rng.normal(size=rows.shape), []
    for features in (sparse.take(rows), dense.take(rows, axis=0)):
        grad = np.empty_like(theta)
        loss = model.loss_and_gradient(theta, features, targets, grad)
        found.append((loss, grad, model.evaluate(theta, features, targets)[0]))
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-11, atol=1e-13)


def test_how_much_is_evaluated_at_once_does_not_matter(monkeypatch):
    rng = np.random.default_rng(0)
    model = MatrixFactorisation(4, 1, "regression")
    theta = rng.normal(size=(3, model.size))
    inputs = (theta, rng.normal(size=(1, 25, 4)), rng.normal(size=(1, 25)))
    whole, _ = model.evaluate(*inputs)
    monkeypatch.setattr("app.engine.models.matrix_factorisation._AT_ONCE", 1)
    np.testing.assert_allclose(model.evaluate(*inputs)[0], whole, rtol=1e-12)


def test_without_its_factors_zero_is_a_saddle():
    model = MatrixFactorisation(4, 1, "regression", {"factors": 2})
    theta, grad = np.zeros((1, model.size)), np.empty((1, model.size))
    model.loss_and_gradient(theta, np.eye(4)[None], np.array([[1.0, 2.0, 3.0, 4.0]]), grad)
    assert not grad[0, model.layers[2].part].any()
    assert grad[0, model.layers[0].part].all()
    start = model.initial(np.random.default_rng(0))
    assert start[model.layers[2].part].all()


def test_classes_are_refused():
    with pytest.raises(InputError, match="is for regression, but the task is classification"):
        MatrixFactorisation(4, 3, "classification")


def test_it_finds_the_rank_of_the_ratings():
    """The unseen ratings come out better than with biases alone, and nearly as well as the noise allows."""
    finals = {}
    for model, values in (("linear", {}), ("matrix_factorisation", {"factors": 3, "l2": 1e-3})):
        study = Study(
            problem=DataSpec(
                dataset="ratings", dataset_parameters={"noise": 0.1}, model=model, model_parameters=values
            ),
            lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.03}, batch_size=32),),
            epochs=30,
        )
        race = build_race(study)
        race.run()
        finals[model] = race.history.lanes[0].evaluated["validation_loss"][-1, 0]
    assert finals["matrix_factorisation"] < 0.5 * finals["linear"]
