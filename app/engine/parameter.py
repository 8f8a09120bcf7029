"""One declaration for all that can be set: it makes the check, the control, the tooltip and the header."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np

from .error import InputError, nearest, unknown_name

__all__ = ["Kind", "Parameter", "Scale", "Value", "check_values", "defaults"]

Value = float | int | bool | str | tuple[int, ...]
Kind = Literal["real", "integer", "switch", "choice", "integers"]
Scale = Literal["linear", "log", "one_minus_log"]

_SWITCH = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
# A dash parts two numbers, but not the sign or the exponent of one.
_BETWEEN = re.compile(r"\s*[xX×,;+]\s*|\s+|(?<=\d)-(?=\d)")


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
        limits = self._limits()
        if self.kind == "integers":
            return "a list of whole numbers" + (f", each {limits}" if limits else "")
        noun = "a whole number" if self.kind == "integer" else "a number"
        return f"{noun} of {limits}" if limits.startswith("at ") else f"{noun} {limits}".rstrip()

    def _limits(self) -> str:
        low, high = _number_text(self.low), _number_text(self.high)
        if math.isinf(self.low) and math.isinf(self.high):
            return ""
        if math.isinf(self.high):
            return f"above {low}" if self.open_low else f"at least {low}"
        if math.isinf(self.low):
            return f"below {high}" if self.open_high else f"at most {high}"
        if self.open_low:
            return f"above {low} and {'below' if self.open_high else 'at most'} {high}"
        return f"from {low} to {'below ' if self.open_high else ''}{high}"

    def check(self, value: object) -> Value:
        """Return ``value`` as the right type, or raise.

        Numbers, switches and lists may be text; a list is written ``32x16``, ``32-16`` or ``32, 16``.

        Raises
        ------
        InputError
            The rule, the value received and the nearest valid value.
        """
        if self.kind == "switch":
            return self._switch(value)
        if self.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return str(value)
            raise unknown_name(f"choice of {self.name}", value, self.choices).at(self.name)
        if self.kind == "integers":
            return self._integers(value)
        return self._number(value, whole=self.kind == "integer")

    def _switch(self, value: object) -> bool:
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        word = value.strip().lower() if isinstance(value, str) else ""
        if word in _SWITCH:
            return _SWITCH[word]
        raise self._refusal(value, _SWITCH.get(nearest(word, _SWITCH) or ""))

    def _integers(self, value: object) -> tuple[int, ...]:
        items: Iterable[object]
        if isinstance(value, str):
            text = value.strip().strip("()[]").strip()
            items = parts = _BETWEEN.split(text.removesuffix(",")) if text else []
            if not all(parts):
                raise self._refusal(value)
        elif isinstance(value, (list, tuple)):
            items = value
        elif isinstance(value, np.ndarray) and value.ndim == 1:
            items = value.tolist()
        else:
            items = (value,)
        return tuple(int(self._number(item, whole=True)) for item in items)

    def _number(self, value: object, whole: bool) -> float | int:
        near = self._whole_near if whole else self._near
        number = _parsed(value) if isinstance(value, str) else value
        if not _is_number(number):
            # A decimal comma is the likeliest slip in a text.
            meant = _parsed(value.replace(",", ".")) if isinstance(value, str) else None
            raise self._refusal(value, near(meant) if _is_number(meant) else None)
        if not whole:
            number = _as_float(number)
        valid = near(number)
        if valid is None or valid != number:
            raise self._refusal(number, valid)
        return valid

    def _near(self, number: Any) -> float | None:
        """Return the valid number nearest to ``number``, which may be itself; None if there is no bound."""
        low = math.nextafter(self.low, math.inf) if self.open_low else self.low
        high = math.nextafter(self.high, -math.inf) if self.open_high else self.high
        valid = min(max(_as_float(number), float(low)), float(high))
        return None if math.isinf(valid) else valid

    def _whole_near(self, number: Any) -> int | None:
        """Return the valid whole number nearest to ``number``; None if there is no bound."""
        low, high = self.low, self.high
        if math.isfinite(low):
            low = math.floor(low) + 1 if self.open_low else math.ceil(low)
        if math.isfinite(high):
            high = math.ceil(high) - 1 if self.open_high else math.floor(high)
        valid = number if isinstance(number, Integral) or math.isinf(number) else round(number)
        valid = min(max(valid, low), high)
        return int(valid) if isinstance(valid, Integral) else None

    def _refusal(self, value: object, near: Value | None = None) -> InputError:
        text = f"{self.name} must be {self.rule}, but {_shown(value)} was given."
        if near is None:
            return InputError(f"{text} Its default is {_shown(self.default, quoted=False)}.", self.name)
        beside = _shown(near, quoted=False)
        if self.kind == "real" and self.open_low and near == math.nextafter(self.low, math.inf):
            beside = f"just above {_number_text(self.low)}"
        if self.kind == "real" and self.open_high and near == math.nextafter(self.high, -math.inf):
            beside = f"just below {_number_text(self.high)}"
        return InputError(f"{text} The nearest valid value is {beside}.", self.name)


def _is_number(value: object) -> bool:
    # Only a NaN differs from itself, and math.isnan refuses whole numbers too large for a float.
    return isinstance(value, Real) and not isinstance(value, bool) and bool(value == value)


def _as_float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _parsed(text: str) -> float | int | None:
    """Return the number that a text holds; a whole one as int, so that no digit is lost."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return None


def _number_text(number: Any) -> str:
    """Return a number with all its digits, and no more: ``1`` for 1.0."""
    if not isinstance(number, Integral):
        return repr(float(number)).removesuffix(".0")
    digits = int(int(number).bit_length() * math.log10(2.0)) + 1
    return str(int(number)) if digits < 50 else f"a number of about {digits} digits"


def _shown(value: object, quoted: bool = True) -> str:
    """Return a value for a message: as a person would type it, or ``quoted`` as it was received."""
    if _is_number(value):
        return _number_text(value)
    if not quoted and isinstance(value, (bool, str)):
        return str(value).lower() if isinstance(value, bool) else value
    if not quoted and isinstance(value, tuple):
        return "x".join(map(str, value)) or "an empty list"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


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
