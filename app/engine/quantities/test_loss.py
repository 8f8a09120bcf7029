"""The loss over the test examples."""

from __future__ import annotations

from ..meter import Meter
from ..problem import DataProblem, Problem
from ..quantity import Floats, MeasuredQuantity


class TestLoss(MeasuredQuantity):
    """The mean loss over the test examples, with the L2 term."""

    name = "test_loss"
    title = "Test loss"
    symbol = "f_test"
    description = (
        "The mean loss over examples that neither training nor the choice of a setting has seen. To look at "
        "it while choosing makes it a second validation loss."
    )
    rank = 22
    cost = 0.1
    data_only = True

    def available(self, problem: Problem) -> bool:
        """Only data with a test part has it."""
        return isinstance(problem, DataProblem) and len(problem.split.test.targets) > 0

    def measure(self, meter: Meter) -> Floats:
        """Return the loss."""
        assert isinstance(meter.problem, DataProblem)
        test = meter.problem.split.test
        return meter.problem.model.evaluate(meter.point, test.features[None], test.targets[None])[0]
