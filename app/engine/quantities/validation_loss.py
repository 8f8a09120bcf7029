"""Validation loss, evaluated over the whole set."""

from __future__ import annotations

from ..quantity import EvaluatedQuantity


class ValidationLoss(EvaluatedQuantity):
    """Validation loss, computed every epoch (or more often, as the study says)."""

    name = "validation_loss"
    title = "Validation loss"
    symbol = "f_val"
    description = (
        "The mean loss over examples that no update has seen. When it rises while the loss falls, the model "
        "overfits."
    )
    scale = "log"
    better = "lower"
    rank = 20
    column = "validation_loss"
