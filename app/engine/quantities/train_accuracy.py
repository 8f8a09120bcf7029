"""Training accuracy, evaluated over the whole set."""

from __future__ import annotations

from ..quantity import EvaluatedQuantity


class TrainAccuracy(EvaluatedQuantity):
    """Training accuracy, computed every epoch (or more often, as the study says)."""

    name = "train_accuracy"
    title = "Training accuracy"
    symbol = "acc"
    description = "The share of training examples that are classified correctly."
    scale = "linear"
    better = "higher"
    rank = 40
    column = "train_accuracy"
