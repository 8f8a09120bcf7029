"""What a schedule is: a factor on the learning rate for each step of the race."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from .parameter import Parameter, check_values
from .registry import Registry

__all__ = ["WARMUP", "Factor", "Schedule", "duration", "schedules", "steps_of"]

Floats = npt.NDArray[np.float64]
Factor = float | Floats
schedules: Registry[Schedule]

_RULE = " Up to 1: a share of the race; above 1: a number of steps."


def duration(name: str, default: float, help: str, symbol: str = "", may_be_none: bool = False) -> Parameter:
    """Return a parameter for a length of time: a share of the race, or a number of steps."""
    return Parameter(
        name, default, help + _RULE,
        low=0.0, open_low=not may_be_none, slider=(0.0 if may_be_none else 0.01, 1.0), symbol=symbol,
    )  # fmt: skip


def steps_of(value: float, total: int) -> int:
    """Return a duration in whole steps of a race of ``total`` steps."""
    return round(value * total) if value <= 1.0 else round(value)


WARMUP = duration(
    "warmup", 0.0,
    "The learning rate rises in a straight line to its full value, whatever the schedule is: step t of w has "
    "(t + 1)/w of it.",
    may_be_none=True,
)  # fmt: skip


class Schedule:
    """Base class: a subclass in ``schedules/`` is one schedule, and registers itself.

    Its parameters become attributes. Step 0 is the first update.

    Attributes
    ----------
    name, title : str
        The name in files and on the command line; the name on the screen.
    aliases : tuple of str
        Other names that are understood.
    formula : str
        The factor at step t as HTML; T is the number of steps of the race.
    description, reference : str
    parameters : tuple of Parameter
    watches : bool
        Whether it waits for what the loss does, so that it cannot be known beforehand; such a schedule has
        `watch`.
    open_ended : bool
        Whether its defaults do without the length of the race.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    aliases: ClassVar[tuple[str, ...]] = ()
    formula: ClassVar[str] = ""
    description: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    rank: ClassVar[int] = 1000
    watches: ClassVar[bool] = False
    open_ended: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        if cls.name:
            schedules.add(cls.name, cls, cls.aliases)

    def __init__(self, total: int, values: Mapping[str, Any] | None = None, warmup: float = 0.0) -> None:
        """Prepare a schedule for a race.

        Parameters
        ----------
        total : int
            Steps of the race.
        values : mapping
            Parameters by name; defaults for those not named.
        warmup : float
            As `WARMUP` describes.

        Raises
        ------
        InputError
        """
        self.total = total
        for name, value in check_values(f"schedule {self.name}", self.parameters, values or {}).items():
            setattr(self, name, value)
        self.warmup = steps_of(float(warmup), total)
        self.start()

    def start(self) -> None:
        """Compute what depends on parameters and the length of the race alone; called once."""

    def factor(self, step: int) -> Factor:
        """Return what the learning rate is multiplied with at a step; an array (runs, 1) if runs differ."""
        raise NotImplementedError(f"{type(self).__name__} must define factor().")

    def momentum(self, step: int) -> float | None:
        """Return the momentum (or beta1) of a step, or None to leave it alone."""
        return None

    def watch(self, step: int, losses: Mapping[str, Floats]) -> None:
        """Take note of losses, for a schedule that ``watches``.

        Parameters
        ----------
        step : int
            Updates done so far.
        losses : mapping
            Each of shape (runs,): ``step`` after every step of a race on a surface, ``loss`` and
            ``validation_loss`` over the whole sets after every epoch on data.
        """

    def multiplier(self, step: int) -> Factor:
        """Return the factor of a step with the warm-up."""
        factor = self.factor(step)
        return factor * ((step + 1) / self.warmup) if step < self.warmup else factor


schedules = Registry("schedule", "schedules")
