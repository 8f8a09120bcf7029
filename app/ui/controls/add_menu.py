"""What can be added to a race."""

from __future__ import annotations

from dataclasses import replace

from ...engine.optimizer import optimizers
from .chooser import registry_choices
from .picker import Choice

__all__ = ["add_choices"]

MINI_BATCH = Choice("mini_batch", "Mini-batch", "SGD with batches of 64 examples.")
ARTICLE = Choice(
    "article", "All eight methods",
    "Gradient descent, SGD, mini-batch, momentum, AdaGrad, RMSprop, AdaDelta and Adam.",
    10**6,
)  # fmt: skip


def add_choices() -> tuple[Choice, ...]:
    """Return all optimizers, mini-batch after SGD, and the eight classic methods at once."""
    found: list[Choice] = []
    for choice in registry_choices(optimizers):
        found.append(choice)
        if choice.name == "sgd":
            found.append(replace(MINI_BATCH, group=choice.group))
    return (*found, ARTICLE)
