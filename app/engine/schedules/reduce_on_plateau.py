"""A smaller learning rate whenever the loss has stopped to improve."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..parameter import Parameter
from ..schedule import Factor, Floats, Schedule, duration, steps_of


class ReduceOnPlateau(Schedule):
    """lr becomes lr * factor after patience + 1 looks in a row without an improvement.

    An improvement is a loss below best * (1 - threshold), or below best - threshold. On data the loss over
    the whole training or validation set is looked at after every epoch, on a surface the loss after every
    ``every`` steps; each seed has its own best and its own factor. A change of the factor by less than eps is
    left out; PyTorch compares the learning rates themselves, and its min_lr is min_factor * lr.

    References
    ----------
    torch.optim.lr_scheduler.ReduceLROnPlateau.
    """

    name = "reduce_on_plateau"
    title = "Reduce on plateau"
    aliases = ("plateau", "reducelronplateau")
    rank = 70
    formula = "η ← η f after p + 1 looks without f(θ) &lt; best (1 − t)"
    description = (
        "Waits for the loss to stand still and then takes smaller steps. Needs no plan of the race, but a "
        "noisy loss can look better than it is for a long time: raise the threshold then."
    )
    reference = "torch.optim.lr_scheduler.ReduceLROnPlateau"
    parameters = (
        Parameter(
            "decrease", 0.1, "What is left of the learning rate after a plateau; PyTorch calls it factor.",
            low=0.0, high=1.0, open_high=True, scale="log", slider=(0.01, 0.9), symbol="f",
        ),
        Parameter(
            "patience", 10, "How many looks in a row may be without improvement.",
            kind="integer", low=0, slider=(0, 50), symbol="p",
        ),
        Parameter(
            "threshold", 1e-4, "How much better a loss must be to count.",
            low=0.0, scale="log", slider=(1e-6, 0.1), symbol="t",
        ),
        Parameter(
            "threshold_mode", "rel", "Whether the threshold is a part of the best loss, or a loss.",
            kind="choice", choices=("rel", "abs"),
        ),
        Parameter(
            "watched", "training", "On data: the loss over which whole set.",
            kind="choice", choices=("training", "validation"),
        ),
        duration(
            "every", 0.01,
            "On a surface: how long it is from one look at the loss to the next; 0 looks at every step.",
            may_be_none=True,
        ),
        Parameter(
            "cooldown", 0, "Looks after a decrease in which nothing counts.",
            kind="integer", low=0, slider=(0, 50),
        ),
        Parameter(
            "min_factor", 0.0, "The learning rate does not fall below this part of lr.",
            low=0.0, high=1.0, scale="log", slider=(1e-6, 1.0),
        ),
        Parameter(
            "eps", 1e-8, "A decrease smaller than this is left out.",
            low=0.0, scale="log", slider=(1e-12, 1e-2),
        ),
    )  # fmt: skip
    watches = True

    decrease: float
    patience: int
    threshold: float
    threshold_mode: str
    watched: str
    every: float
    cooldown: int
    min_factor: float
    eps: float

    def start(self) -> None:
        """Start with nothing seen."""
        self.column = "validation_loss" if self.watched == "validation" else "loss"
        self.between = max(steps_of(self.every, self.total), 1)
        self.present: Floats = np.ones(1)
        self.best: Floats = np.full(1, np.inf)
        self.stale = np.zeros(1, np.int64)
        self.resting = np.zeros(1, np.int64)

    def watch(self, step: int, losses: Mapping[str, Floats]) -> None:
        """Look at the losses, each run for itself."""
        if "step" in losses:
            if step % self.between:
                return
            loss = losses["step"]
        else:
            loss = losses[self.column]
        best = self.best
        bound = best * (1.0 - self.threshold) if self.threshold_mode == "rel" else best - self.threshold
        better = loss < bound
        self.best = np.where(better, loss, best)
        stale = np.where(better, 0, self.stale + 1)
        stale = np.where(self.resting > 0, 0, stale)
        resting = np.maximum(self.resting - 1, 0)
        due = stale > self.patience
        smaller = np.maximum(self.present * self.decrease, self.min_factor)
        self.present = np.where(due & (self.present - smaller > self.eps), smaller, self.present)
        self.stale = np.where(due, 0, stale)
        self.resting = np.where(due, self.cooldown, resting)

    def factor(self, step: int) -> Factor:
        """Return the present factor, or a column with one for each run."""
        return float(self.present[0]) if len(self.present) == 1 else self.present[:, None]
