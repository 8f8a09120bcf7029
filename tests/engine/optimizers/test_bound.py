"""Acceptance S: how far a step can go, whatever the gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.engine.optimizer import optimizers
from tests.engine.rows import follow


class TestBound:
    """|Adam's step| <= lr (1 - β₁) / sqrt((1 - β₂)(1 - β₁²/β₂)) = 7.270 lr by Cauchy-Schwarz."""

    BOUND = 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999))

    def test_value(self):
        assert pytest.approx(7.270, abs=5e-4) == self.BOUND

    # AdamW, AMSGrad and AdEMAMix are bound as Adam is, once the bias correction has faded.
    BOUND_BY_IT = pytest.mark.parametrize(
        ("name", "values"),
        [("adam", {}), ("adamw", {"weight_decay": 0.0}), ("amsgrad", {}), ("ademamix", {"alpha": 0.0})],
    )

    @staticmethod
    def steps(name, rows, **values):
        """Return the steps on given gradients, in units of lr, after so many zeros that t is infinite."""
        optimizer = optimizers[name](1, rows.shape[1], {"lr": 1.0, "eps": 1e-300} | values)
        optimizer.power1 = optimizer.power2 = 0.0
        theta, found = np.zeros((1, rows.shape[1])), []
        for row in rows:
            before = theta.copy()
            optimizer.update(theta, row[None].copy())
            found.append((before - theta)[0])
        return np.array(found)

    @BOUND_BY_IT
    @given(arrays(float, (80, 4), elements=st.floats(-1e6, 1e6, allow_subnormal=False)))
    @settings(max_examples=30)
    def test_no_gradients_step_farther(self, name, values, rows):
        rows = np.where(np.abs(rows) < 1e-6, 0.0, rows)
        assert np.abs(self.steps(name, rows, **values)).max() <= self.BOUND * (1 + 1e-9)

    @BOUND_BY_IT
    def test_growing_gradients_come_near_it(self, name, values):
        rows = ((0.999 / 0.9) ** np.arange(300))[:, None]
        assert self.steps(name, rows, **values)[-1, 0] == pytest.approx(self.BOUND, rel=1e-6)

    def test_twenty_thousand_steps_without_a_gradient(self):
        """The bias correction has faded then, and Adam itself comes near its bound."""
        rows = np.zeros((20_300, 1))
        rows[20_000:, 0] = (0.999 / 0.9) ** np.arange(300)
        last = np.diff(follow("adam", rows, lr=1.0, eps=1e-300)[:, 0])[-1]
        assert abs(last) == pytest.approx(self.BOUND, rel=1e-6)

    @given(arrays(float, (80, 4), elements=st.floats(-1e6, 1e6, allow_subnormal=False)))
    @settings(max_examples=30)
    def test_adamax_hardly_steps_farther_than_lr(self, rows):
        """|m| <= u (1 - β₁) Σ (β₁/β₂)ᵏ, so the bound is (1 - β₁)/(1 - β₁/β₂) = 1.0091 lr; the same again."""
        bound = 0.1 / (1 - 0.9 / 0.999)
        rows = np.where(np.abs(rows) < 1e-6, 0.0, rows)
        assert np.abs(self.steps("adamax", rows)).max() <= bound * (1 + 1e-9)
        fading = self.steps("adamax", (0.999 ** np.arange(400))[:, None])
        assert fading[-1, 0] == pytest.approx(bound, rel=1e-6)

    def test_other_values_often_quoted(self):
        """One gradient after zeros gives (1 - β₁)/sqrt(1 - β₂); a constant one 6.5685 at its 12th step."""
        rows = np.zeros((20_020, 2))
        rows[20_000, 0], rows[20_000:, 1] = 1.0, 1.0
        steps = -np.diff(follow("adam", rows, lr=1.0, eps=1e-300), axis=0)[19_999:]
        assert steps[0, 0] == pytest.approx(3.1623, abs=1e-4)
        assert steps[:, 1].max() == pytest.approx(6.5685, abs=1e-4)
        assert steps[:, 1].argmax() + 1 == 12
