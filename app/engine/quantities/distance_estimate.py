"""What a method without a learning rate to tune believes the distance to the solution to be."""

from __future__ import annotations

from ..meter import Meter
from ..optimizer import Optimizer
from ..quantity import Floats, MeasuredQuantity


class DistanceEstimate(MeasuredQuantity):
    """The number d of Prodigy and D-Adaptation."""

    name = "distance_estimate"
    title = "Estimated distance d"
    symbol = "d"
    description = (
        "What Prodigy and D-Adaptation believe the distance from the start to the solution to be, which sets "
        "their steps. It starts invisibly small and only grows; where it levels off, the method has found "
        "its learning rate."
    )
    better = ""
    rank = 78

    def fits(self, optimizer: type[Optimizer]) -> bool:
        """Return whether the method declares such a number."""
        return any(scalar.name == "d" for scalar in optimizer.scalars)

    def measure(self, meter: Meter) -> Floats:
        """Return d."""
        return getattr(meter.optimizer, "d")[:, 0].copy()  # type: ignore[no-any-return]  # noqa: B009
