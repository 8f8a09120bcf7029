import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.models.cnn import Cnn
from app.engine.optimizer import optimizers
from app.study.build import build_race
from app.study.spec import DataSpec, LaneSpec, Study


def build(features=64, outputs=10, task="classification", **values):
    return Cnn(features, outputs, task, values)


def test_layers_are_named_and_shaped():
    model = build(channels=(4, 6), hidden=(12,))
    assert [(layer.name, layer.shape) for layer in model.layers] == [
        ("convolution 1 weight", (3, 3, 1, 4)),
        ("convolution 1 bias", (4,)),
        ("convolution 2 weight", (3, 3, 4, 6)),
        ("convolution 2 bias", (6,)),
        ("hidden 1 weight", (6 * 2 * 2, 12)),
        ("hidden 1 bias", (12,)),
        ("output weight", (12, 10)),
        ("output bias", (10,)),
    ]
    assert model.droppable == 24 + 12


@pytest.mark.parametrize(
    ("features", "rows", "first"),
    [
        (64, 0, (3, 3, 1, 8)),  # a square
        (64, 1, (1, 3, 1, 8)),  # a signal, as asked for
        (40, 0, (1, 3, 1, 8)),  # no square
        (40, 5, (3, 3, 1, 8)),
        (4, 0, (1, 3, 1, 8)),  # too small for a picture
        (784, 0, (3, 3, 1, 8)),
    ],
)
def test_the_shape_of_the_input(features, rows, first):
    assert build(features, rows=rows).layers[0].shape == first


def test_rows_that_do_not_fill_up_are_refused_with_the_nearest_number():
    with pytest.raises(InputError, match=r"7 rows were given for 64 features.* nearest valid value is 8"):
        build(rows=7)


@pytest.mark.parametrize(("channels", "near"), [((), "8"), ((1, 2, 3, 4, 5), "1x2x3x4")])
def test_too_few_or_too_many_convolutions_are_refused(channels, near):
    with pytest.raises(InputError, match=f"nearest valid value is {near}"):
        build(channels=channels)


def test_the_start_is_uniform_within_one_over_the_root_of_the_inputs():
    model = build(channels=(30, 40), hidden=(50,))
    theta = model.initial(np.random.default_rng(0))
    for weight, bias in zip(model.layers[::2], model.layers[1::2], strict=True):
        bound = np.prod(weight.shape[:-1]) ** -0.5
        for layer in (weight, bias):
            values = theta[layer.part]
            assert np.abs(values).max() <= bound
            assert np.abs(values).max() > 0.7 * bound


def test_an_image_moved_aside_by_a_window_is_the_same_to_the_mean_of_all_windows():
    """A kernel does not care where it meets a pattern."""
    model = build(features=144, outputs=2, channels=(3,), pool=1, kernel=3)
    theta = model.initial(np.random.default_rng(1))[None]
    weight = model.layers[2].view(theta)[0].reshape(3, 12, 12, 2)
    weight[...] = weight[:, :1, :1]  # the same at all places
    image = np.zeros((1, 2, 12, 12))
    image[0, 0, 2:6, 2:6] = image[0, 1, 5:9, 4:8] = np.random.default_rng(2).normal(size=(4, 4))
    here, there = model.outputs_of(theta, image.reshape(1, 2, 144))[0]
    np.testing.assert_allclose(here, there, rtol=1e-12)


@pytest.mark.parametrize("optimizer", [kind.name for kind in optimizers if kind.shape in ("layer", "matrix")])
def test_methods_of_layers_and_matrices_lower_its_loss(optimizer):
    study = Study(
        problem=DataSpec(
            dataset="digits", model="cnn", split=(0.2, 0.0, 0.8), standardise=False,
            model_parameters={"channels": (4,), "pool": 4, "activation": "tanh"},
        ),
        lanes=(LaneSpec(optimizer=optimizer, batch_size=60),),
        epochs=3,
        seeds=(0, 1),
    )  # fmt: skip
    race = build_race(study)
    race.run()
    loss = race.history.lanes[0].evaluated["loss"]
    assert (loss[-1] < loss[0]).all()


def test_it_learns_digits():
    study = Study(
        problem=DataSpec(dataset="digits", model="cnn", standardise=False),
        lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.01}, batch_size=32),),
        epochs=4,
    )
    race = build_race(study)
    race.run()
    assert race.history.lanes[0].evaluated["validation_accuracy"][-1, 0] > 0.93
