"""The learning rate stays as it is."""

from __future__ import annotations

from ..schedule import Schedule


class Constant(Schedule):
    """lr(t) = lr. With a warm-up it is the plain warm-up of most training scripts."""

    name = "constant"
    title = "Constant"
    rank = 0
    formula = "η<sub>t</sub> = η"
    description = (
        "The learning rate stays as it is. With noise, a run then hovers around the minimum at a distance "
        "set by the learning rate and comes no nearer."
    )
    reference = "The default of every library"

    def factor(self, step: int) -> float:
        """Return 1."""
        return 1.0
