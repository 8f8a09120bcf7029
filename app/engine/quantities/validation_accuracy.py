"""Validation accuracy, evaluated over the whole set."""

from __future__ import annotations

from ..quantity import EvaluatedQuantity


class ValidationAccuracy(EvaluatedQuantity):
    """Validation accuracy, computed every epoch (or more often, as the study says)."""

    name = "validation_accuracy"
    title = "Validation accuracy"
    symbol = "acc_val"
    description = "The share of unseen examples that are classified correctly: what counts in practice."
    scale = "linear"
    better = "higher"
    rank = 30
    column = "validation_accuracy"
