"""What Lookahead and SAM share: an update rule around another rule, which is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .moves import Floats
from .optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, decay, optimizers, with_default
from .parameter import Parameter
from .phase import Phase, State

__all__ = ["BASES", "BASE_SLOTS", "Wrapper", "base_parameters"]

# The base's hyperparameters by the wrapper's; all others keep the base's defaults.
BASES: dict[str, dict[str, str]] = {
    "sgd": {},
    "momentum": {"momentum": "momentum"},
    "nesterov": {"momentum": "momentum"},
    "rmsprop": {"beta2": "alpha"},
    "adam": {"beta1": "beta1", "beta2": "beta2"},
    "adamw": {"beta1": "beta1", "beta2": "beta2"},
}
_COMMON = {"lr": "lr", "weight_decay": "weight_decay"}

BASE_SLOTS = (
    Slot("b", "b", "The direction so far, of the base (momentum and Nesterov only).", momentum=True),
    Slot("m", "m", "The average gradient, of the base (Adam and AdamW only).", momentum=True),
    Slot("v", "v", "The average squared gradient, of the base (RMSprop, Adam and AdamW only)."),
)


def base_parameters(base: str, lr: float) -> tuple[Parameter, ...]:
    """Return the choice of a base, and what people set on it, for a wrapper with these defaults."""
    return (
        Parameter(
            "base", base, "The rule that takes the steps.",
            kind="choice", choices=tuple(BASES), live=False,
        ),
        with_default(LR, lr, help="The learning rate of the base."),
        decay("momentum", 0.9, "μ", "How much of its direction the base keeps (momentum and Nesterov)."),
        decay("beta1", 0.9, "β₁", "How slowly the base's average gradient forgets (Adam and AdamW)."),
        decay(
            "beta2", 0.999, "β₂",
            "How slowly the base's average squared gradient forgets (Adam, AdamW; the α of RMSprop).",
        ),
        replace(WEIGHT_DECAY, help="The weight decay of the base: decoupled with AdamW, else L2."),
    )  # fmt: skip


class Wrapper(Optimizer):
    """Base of methods that leave the step to another optimizer's rule.

    The rule is an optimizer of its own, from the registry. It reads the wrapper's hyperparameters, the very
    arrays, so that live changes and schedules reach it; the wrapper shows the rule's memory as its own.

    Attributes
    ----------
    rule : Optimizer
        The base.
    """

    weight_decay_rule = "own"

    base: str
    rule: Optimizer

    def start(self) -> None:
        """Make the base and show its memory."""
        runs, params, order = self._shape
        given: dict[str, Any] = {}
        for mine, theirs in self._handed():
            value = getattr(self, mine)
            given[theirs] = float(value) if value.ndim == 0 else value[:, 0]
        self.rule = optimizers[self.base](runs, params, given, order, self.layers)
        self.rule.scratch, self.rule.spare = self.scratch, self.spare
        declared = {slot.name for slot in self.slots}
        for slot in self.rule.slots:
            if slot.name in declared:
                setattr(self, slot.name, getattr(self.rule, slot.name))
        self.prepare()

    def _handed(self) -> list[tuple[str, str]]:
        return list((_COMMON | BASES[self.base]).items())

    def prepare(self) -> None:
        """Hand the hyperparameters on."""
        if hasattr(self, "rule"):  # the first time there is no base yet
            for mine, theirs in self._handed():
                setattr(self.rule, theirs, getattr(self, mine))
            self.rule._refresh()

    def _expand(self) -> None:
        super()._expand()
        if hasattr(self, "rule"):
            self.rule._expand()

    def base_phases(self) -> tuple[Phase, ...]:
        """Return the terms of the base's update, as the base sees the moment, in the wrapper's symbols."""
        mine, theirs = ({p.name: p.symbol for p in each.parameters} for each in (self, self.rule))
        found = []
        for phase in self.rule.all_phases():
            formula = phase.formula
            for name, handed in self._handed():
                formula = formula.replace(theirs[handed], mine[name])
            found.append(replace(phase, formula=formula, value=self._seen(phase.value)))
        return tuple(found)

    @staticmethod
    def _seen(value: Callable[[State], Any]) -> Callable[[State], Any]:
        return lambda s: value(s.within(s.rule))

    def begin(self, theta: Floats) -> None:
        """Show the base where it starts."""
        self.rule.begin(theta)

    def set_momentum(self, value: float) -> None:
        """Set the momentum of the base, by whatever name it has one."""
        for name in ("beta1", "momentum"):
            if name in BASES[self.base]:
                getattr(self, name)[...] = value
        self._refresh()
