"""Several mini-batches to one step."""

from __future__ import annotations

from ..filter import Filter
from ..parameter import Parameter


class Accumulate(Filter):
    """g = the mean over the examples of k mini-batches; every one is counted as an evaluation.

    The batches of a step never reach over the end of an epoch, so that the last step of an epoch may have
    fewer. A step is then the same as with a batch of k * batch_size examples, up to rounding; what differs is
    the memory it takes, and here the count. On a surface it is the mean over k samples of the noise.

    References
    ----------
    Accelerate's gradient_accumulation_steps; optax.MultiSteps.
    """

    name = "accumulate"
    title = "Gradient accumulation"
    aliases = ("gradient_accumulation",)
    rank = 110
    stage = "batches"
    formula = "g ← (g<sub>1</sub> + … + g<sub>k</sub>) / k"
    description = (
        "Averages several mini-batches before it takes one step. It is a larger batch than fits into the "
        "memory. Compare against gradient evaluations to see that it saves none."
    )
    reference = "optax.MultiSteps"
    parameters = (
        Parameter(
            "batches", 4, "How many mini-batches make a step.",
            kind="integer", low=1, high=10_000, scale="log", slider=(1, 64), symbol="k", live=False,
        ),
    )  # fmt: skip

    batches: int
