"""Acceptance S: what leaves the rules unchanged, and what does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec
from tests.engine.rows import PARAMS, assert_same, follow, gradients


class TestScale:
    """Multiplying the function, or one coordinate's gradients, changes nothing where only ratios count."""

    INVARIANT = pytest.mark.parametrize(
        ("name", "values"),
        [
            ("adam", {"eps": 0.0}),
            ("adam", {"eps": 0.0, "bias_correction": False}),
            ("rmsprop", {"eps": 0.0}),
            ("rmsprop", {"eps": 0.0, "momentum": 0.9}),
            ("rmsprop", {"eps": 0.0, "eps_inside": True}),
            ("adagrad", {"eps": 0.0}),
            ("adam", {"eps": 0.0, "epsilon_hat": True}),
            ("adamw", {"eps": 0.0}),
            ("amsgrad", {"eps": 0.0}),
            ("amsgrad", {"eps": 0.0, "max_corrected": True}),
            ("adamax", {"eps": 0.0}),
            ("nadam", {"eps": 0.0}),
            ("adabelief", {"eps": 0.0, "eps_root": 0.0}),
            ("adan", {"eps": 0.0}),
            ("ademamix", {"eps": 0.0}),
            ("qhadam", {"eps": 0.0}),
            ("rprop", {}),
        ],
    )

    @INVARIANT
    @given(factors=arrays(float, PARAMS, elements=st.floats(1e-6, 1e6)))
    @settings(max_examples=20)
    def test_each_coordinate_may_have_its_own_scale(self, name, values, factors):
        rows = gradients()
        assert_same(
            follow(name, factors * rows, lr=0.1, **values), follow(name, rows, lr=0.1, **values), 1e-11
        )

    @INVARIANT
    def test_a_power_of_two_changes_no_bit(self, name, values):
        rows = gradients()
        scaled = follow(name, 2.0**40 * rows, lr=0.1, **values)
        np.testing.assert_array_equal(scaled, follow(name, rows, lr=0.1, **values))

    def test_adadelta_up_to_eps(self):
        rows = gradients(steps=20)
        rows += 10 * np.sign(rows)
        base = follow("adadelta", rows)
        np.testing.assert_allclose(follow("adadelta", 1e4 * rows), base, rtol=1e-4)
        assert np.abs(follow("adadelta", 1e-4 * rows) / base - 1).max() > 0.1

    def test_radam_is_not_invariant_in_its_first_five_steps(self):
        rows = gradients()
        base, scaled = (follow("radam", factor * rows, lr=0.1, eps=0.0) for factor in (1.0, 8.0))
        np.testing.assert_allclose(scaled[:5], 8.0 * base[:5], rtol=1e-14)
        later = [np.diff(points[4:], axis=0) for points in (scaled, base)]
        np.testing.assert_allclose(*later, rtol=1e-9)

    def test_yogi_remembers_where_it_started(self):
        rows = gradients()
        base = follow("yogi", rows, eps=0.0)
        assert np.abs(follow("yogi", 8.0 * rows, eps=0.0) / base - 1).max() > 0.1

    @pytest.mark.parametrize("name", ["gradient_descent", "sgd", "momentum", "nesterov", "qhm", "asgd"])
    def test_plain_gradients_scale_the_step(self, name):
        rows = gradients()
        assert_same(follow(name, 8.0 * rows, lr=0.1), 8.0 * follow(name, rows, lr=0.1))


class TestRotation:
    """Turn the ravine by 45 degrees: plain methods turn with it, methods with a rate for each axis do not."""

    @staticmethod
    def losses(surface, start, name, values):
        study = Study(
            problem=SurfaceSpec(surface=surface, start=start, parameters={"kappa": 50.0}),
            lanes=(LaneSpec(optimizer=name, hyperparameters=values),),
            steps=200,
        )
        race = build_race(study)
        race.run()
        return race.history.lanes[0].batch_loss[:, 0]

    def pair(self, name, values):
        straight = self.losses("ravine", (-4.0, 1.0), name, values)
        turned = (-5 / 2**0.5, -3 / 2**0.5)  # (-4, 1) turned by 45 degrees
        return straight, self.losses("rotated_ravine", turned, name, values)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("gradient_descent", {"lr": 0.03}),
            ("sgd", {"lr": 0.01, "weight_decay": 0.1}),
            ("momentum", {"lr": 0.01, "momentum": 0.9}),
            ("nesterov", {"lr": 0.01, "momentum": 0.9}),
            ("qhm", {"lr": 0.03, "momentum": 0.95, "nu": 0.7}),
            ("asgd", {"lr": 0.02, "lambd": 0.1, "t0": 20.0}),
        ],
    )
    def test_these_turn(self, name, values):
        straight, turned = self.pair(name, values)
        np.testing.assert_allclose(turned, straight, rtol=1e-9, atol=1e-13)

    @pytest.mark.parametrize(
        ("name", "lr"),
        [
            ("adagrad", 0.5),
            ("rmsprop", 0.05),
            ("adadelta", 10.0),
            ("adam", 0.1),
            ("adamw", 0.1),
            ("amsgrad", 0.1),
            ("adamax", 0.1),
            ("nadam", 0.1),
            ("radam", 0.1),
            ("adabelief", 0.1),
            ("yogi", 0.1),
            ("adan", 0.1),
            ("ademamix", 0.1),
            ("qhadam", 0.1),
            ("rprop", 0.01),
        ],
    )
    def test_these_do_not(self, name, lr):
        straight, turned = self.pair(name, {"lr": lr})
        assert np.abs(np.log(turned[1:100] / straight[1:100])).max() > 0.5
