import numpy as np
import pytest

from app.engine.optimizer import optimizers
from app.ui.equation import figure, filled, slanted

KNOWN = {
    "β₁": np.array([0.9]), "m": np.array([2.0, -3.0]), "g": np.array([-4.0, 5.0]), "t": np.array([3.0]),
    "m\u0302": np.array([7.0, 8.0]), "v": np.array([16.0, 0.25]), "ε": np.array([1e-8]), "η": np.array([0.1]),
    "θ": np.array([1.0, 2.0]), "μₜ₊₁": np.array([0.5]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "at", "text"),
    [
        ("β₁ m + (1 − β₁) g", 0, "0.9·2 + (1 − 0.9)·(−4)"),
        ("β₁ m + (1 − β₁) g", 1, "0.9·(−3) + (1 − 0.9)·5"),
        ("m / (1 − β₁<sup>t</sup>)", 0, "2 / (1 − 0.9<sup>3</sup>)"),
        ("θ − η m\u0302 / (√v + ε)", 0, "1 − 0.1·7 / (√16 + 1·10<sup>−8</sup>)"),
        ("max(v, g²)", 1, "max(0.25, 5²)"),
        ("sign(m)", 1, "sign((−3))"),
        ("η / (1 + (t − 1) · lr_decay)", 0, "0.1 / (1 + (3 − 1)·lr_decay)"),
        ("μₜ₊₁ m", 0, "0.5·2"),
    ],
)
def test_letters_become_numbers(formula, at, text):
    assert filled(formula, KNOWN, at) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-1.25, "−1.25"), (1234567.0, "1.235·10<sup>6</sup>"), (-3e-9, "−3·10<sup>−9</sup>"),
        (float("nan"), "nan"), (float("-inf"), "−inf"),
    ],
)  # fmt: skip
def test_figures(value, text):
    assert figure(value) == text


def test_words_of_a_formula_are_not_letters():
    assert filled("max(vmax, 1)", {"m": np.array([1.0]), "v": np.array([2.0])}, 0) == "max(vmax, 1)"


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
def test_every_formula_has_nothing_strange_left(kind):
    for phase in kind(1, 2).phases():
        assert phase.formula.count("<sup>") == phase.formula.count("</sup>")
        assert "<i>" not in phase.formula
        assert slanted(phase.formula).count("<i>") == slanted(phase.formula).count("</i>")
