"""Parameters that several models have: declared once, so that they mean and allow the same in each."""

from __future__ import annotations

from .activation import ACTIVATIONS
from .parameter import Parameter

__all__ = ["activation_choice", "decay", "dropout", "hidden_units"]


def decay() -> Parameter:
    """Declare ``l2``, which every model has."""
    return Parameter(
        "l2",
        0.0,
        "Weight of the term λ/2·‖θ‖² in the loss, over all parameters, biases included. It makes convex "
        "problems strongly convex: one minimum, reached at a linear rate.",
        low=0.0,
        high=1e6,
        scale="log",
        slider=(1e-6, 1.0),
        symbol="λ",
        live=False,
    )


def hidden_units(default: tuple[int, ...], help: str) -> Parameter:
    """Declare ``hidden``, the units of each hidden layer."""
    return Parameter("hidden", default, help, kind="integers", low=1, high=1024, live=False)


def activation_choice(default: str) -> Parameter:
    """Declare ``activation``."""
    return Parameter(
        "activation",
        default,
        "The bend. tanh is smooth and saturates; relu has a kink and can die; gelu is a smooth relu, "
        "the exact form.",
        kind="choice",
        choices=tuple(ACTIVATIONS),
        live=False,
    )


def dropout() -> Parameter:
    """Declare ``dropout``, the share of hidden units that a step does without."""
    return Parameter(
        "dropout",
        0.0,
        "The share of hidden units that each training step switches off, by chance; the others are scaled "
        "up. All units work when the loss over whole sets is computed.",
        low=0.0,
        high=1.0,
        open_high=True,
        slider=(0.0, 0.9),
        symbol="p",
        live=False,
    )
