"""One declaration for all that can be set: it makes the check, the control, the tooltip and the header."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .error import InputError, unknown_name

__all__ = ["Kind", "Parameter", "Scale", "Value", "check_values", "defaults"]

Value = float | int | bool | str | tuple[int, ...]
Kind = Literal["real", "integer", "switch", "choice", "integers"]
Scale = Literal["linear", "log", "one_minus_log"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value of an optimizer, a surface, a data set or a model.

    Parameters
    ----------
    name : str
        As in PyTorch where PyTorch has it (``lr``, ``momentum``, ``weight_decay``).
    default : float, int, bool, str or tuple of int
    help : str
        One or two sentences for a student.
    kind : {'real', 'integer', 'switch', 'choice', 'integers'}
        ``integers`` is a list of whole numbers, such as the hidden layers of a network.
    low, high : float
        The hard limits. They belong to the valid range unless ``open_low`` or ``open_high``.
    scale : {'linear', 'log', 'one_minus_log'}
        How a slider is spaced. ``one_minus_log`` is for decays near 1: 1 - value is spaced logarithmically.
    slider : (float, float)
        The range that people search; the slider spans it, exact entry may go beyond, up to the hard limits.
    symbol : str
        The letter in the formula, such as ``β₁``.
    choices : tuple of str
        For ``choice``.
    live : bool
        Whether it may be changed while a race runs.
    """

    name: str
    default: Value
    help: str
    kind: Kind = "real"
    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False
    scale: Scale = "linear"
    slider: tuple[float, float] = (0.0, 1.0)
    symbol: str = ""
    choices: tuple[str, ...] = ()
    live: bool = True

    @property
    def rule(self) -> str:
        """The valid values in words, such as ``a number from 0 to below 1``."""
        if self.kind == "switch":
            return "true or false"
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        noun = {"integer": "a whole number", "integers": "a list of whole numbers, each"}.get(
            self.kind, "a number"
        )
        low = f"{'above' if self.open_low else 'from'} {self.low:g}" if math.isfinite(self.low) else ""
        high = f"{'below' if self.open_high else 'up to'} {self.high:g}" if math.isfinite(self.high) else ""
        return " ".join(part for part in (noun, low, high) if part)

    def check(self, value: object) -> Value:
        """Return ``value`` as the right type, or raise.

        Raises
        ------
        InputError
            The rule, the value received and the nearest valid value.
        """
        if self.kind == "switch":
            return self._switch(value)
        if self.kind == "choice":
            if value in self.choices:
                return str(value)
            raise unknown_name(f"choice of {self.name}", value, self.choices).at(self.name)
        if self.kind == "integers":
            return self._integers(value)
        return self._number(value)

    def _switch(self, value: object) -> bool:
        words = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
        }
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        raise InputError(f"{self.name} is a switch: true or false, but {value!r} was given.", self.name)

    def _integers(self, value: object) -> tuple[int, ...]:
        items: Iterable[object]
        if isinstance(value, str):
            items = [
                part for part in value.replace("x", " ").replace("-", " ").replace("+", " ").split() if part
            ]
        elif isinstance(value, (list, tuple)):
            items = value
        else:
            items = (value,)
        return tuple(int(self._number(item, whole=True)) for item in items)

    def _number(self, value: object, whole: bool = False) -> float | int:
        whole = whole or self.kind == "integer"
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                raise self._refusal(value) from None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise self._refusal(value)
        if whole and value != int(value):
            raise self._refusal(value, nearest=str(round(value)))
        below = value < self.low or (self.open_low and value == self.low)
        above = value > self.high or (self.open_high and value == self.high)
        if below or above:
            edge = self.low if below else self.high
            is_open = self.open_low if below else self.open_high
            beside = f"just {'above' if below else 'below'} {edge:g}" if is_open else f"{edge:g}"
            raise self._refusal(value, nearest=beside)
        return int(value) if whole else float(value)

    def _refusal(self, value: object, nearest: str | None = None) -> InputError:
        shown = f"{value:g}" if isinstance(value, float) else repr(value)
        text = f"{self.name} must be {self.rule}, but {shown} was given."
        if nearest is None:
            default = (
                "x".join(map(str, self.default)) if isinstance(self.default, tuple) else f"{self.default}"
            )
            return InputError(f"{text} Its default is {default}.", self.name)
        return InputError(f"{text} The nearest valid value is {nearest}.", self.name)


def defaults(parameters: Iterable[Parameter]) -> dict[str, Value]:
    """Return the default of each parameter by name."""
    return {parameter.name: parameter.default for parameter in parameters}


def check_values(owner: str, parameters: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Value]:
    """Return all values by name, defaults filled in.

    Raises
    ------
    InputError
        For a name that ``owner`` does not have, or a value outside its range.
    """
    table = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in table:
            raise unknown_name(f"parameter of {owner}", name, table).at(str(name))
    return {name: parameter.check(given.get(name, parameter.default)) for name, parameter in table.items()}
