"""What the warnings of the methods say, measured."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from tests.engine.rows import follow


class TestTraps:
    """What each method's warning says, measured."""

    def test_adabelief_on_a_constant_slope_has_no_bound(self):
        steps = -np.diff(follow("adabelief", np.full((1000, 1), 3.0), lr=0.01)[:, 0])
        assert steps[-1] > 20 * 0.01 * 0.9
        assert (np.diff(steps) > 0).all()

    def test_one_large_gradient_shortens_amsgrads_steps_for_good(self):
        rows = np.ones((5001, 1))
        rows[0] = 1000.0
        last = {name: abs(np.diff(follow(name, rows, lr=1.0)[:, 0])[-1]) for name in ("amsgrad", "adam")}
        assert last["adam"] > 5 * last["amsgrad"]

    def test_adam_walks_uphill_where_large_gradients_are_rare(self):
        """Reddi et al.: 1010 x every 101st step, else -10 x, on [-1, 1]; in the mean the slope is 0.1."""
        ends = {}
        for name in ("adam", "amsgrad"):
            optimizer, theta = optimizers[name](1, 1, {"lr": 0.01, "beta2": 0.99}), np.zeros((1, 1))
            for step in range(60 * 101):
                optimizer.update(theta, np.full((1, 1), -10.0 if step % 101 else 1010.0))
                np.clip(theta, -1.0, 1.0, out=theta)
            ends[name] = theta[0, 0]
        assert ends["adam"] > 0.99
        assert ends["amsgrad"] < -0.03

    def test_after_a_steep_start_yogi_creeps_as_amsgrad_does(self):
        """Adam has forgotten it after 6,000 steps."""
        rows = np.ones((6000, 1))
        rows[:20] = 100.0
        last = {name: -np.diff(follow(name, rows, lr=0.01)[:, 0])[-1] for name in ("adam", "amsgrad", "yogi")}
        assert last["adam"] > 10 * last["yogi"]
        assert last["yogi"] == pytest.approx(last["amsgrad"], rel=0.05)

    def test_the_slow_average_needs_ten_thousand_steps(self):
        """After 200 steps it holds 2 % of a constant gradient."""
        optimizer = optimizers["ademamix"](1, 1)
        for _ in range(200):
            optimizer.update(np.zeros((1, 1)), np.ones((1, 1)))
        assert optimizer.slow[0, 0] == pytest.approx(1 - 0.9999**200)
        assert optimizer.slow[0, 0] < 0.02

    @pytest.mark.parametrize("scale", [0.1, 1.0, 1e3])
    def test_the_first_step_of_adadelta_is_set_by_eps(self, scale):
        (step,) = np.abs(follow("adadelta", np.array([[scale]]))[0])
        assert step == pytest.approx(np.sqrt(1e-6 / 0.1), rel=1e-3)

    @pytest.mark.parametrize(
        ("name", "word"),
        [
            ("adabelief", "constant slope"),
            ("adam", "rarely"),
            ("radam", "first five steps"),
            ("rprop", "full batch"),
            ("rmsprop", "centered"),
            ("adadelta", "learning rate"),
            ("amsgrad", "large gradient"),
            ("ademamix", "short race"),
            ("nesterov", "1.36"),
            ("asgd", "t₀"),
        ],
    )
    def test_it_is_named(self, name, word):
        assert word in optimizers[name].warning
