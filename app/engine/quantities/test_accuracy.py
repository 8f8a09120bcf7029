"""The accuracy on the test examples."""

from __future__ import annotations

from ..meter import Meter
from ..problem import DataProblem, Problem
from ..quantity import Floats, MeasuredQuantity


class TestAccuracy(MeasuredQuantity):
    """The share of test examples that are classified correctly."""

    name = "test_accuracy"
    title = "Test accuracy"
    symbol = "acc_test"
    description = (
        "The share of test examples that are classified correctly. To look at it while choosing makes it a "
        "second validation accuracy."
    )
    scale = "linear"
    better = "higher"
    rank = 32
    cost = 0.1
    data_only = True

    def available(self, problem: Problem) -> bool:
        """Only classes with a test part have it."""
        if not isinstance(problem, DataProblem) or problem.model.task != "classification":
            return False
        return len(problem.split.test.targets) > 0

    def measure(self, meter: Meter) -> Floats:
        """Return the accuracy."""
        assert isinstance(meter.problem, DataProblem)
        test = meter.problem.split.test
        return meter.problem.model.evaluate(meter.point, test.features[None], test.targets[None])[1]
