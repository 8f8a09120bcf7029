"""Numbers as people read them, and the steps in which keys and sliders move them."""

from __future__ import annotations

import math
from typing import Any

from ...engine.parameter import Parameter

__all__ = ["from_slider", "nudged", "number_text", "short_text", "to_slider"]

# Ten steps a decade, rounded as preferred numbers are (Renard's series R10).
_DECADE = (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 8.0)
_FINE_DECADE = tuple(number / 10 for number in range(10, 100))
_DIGITS = 2


def number_text(value: Any) -> str:
    """Return the shortest text that gives the value back: ``0.001``, ``1e-05``, ``32x32``, ``50``."""
    if isinstance(value, (tuple, list)):
        return "x".join(str(item) for item in value)
    if isinstance(value, float) and value == int(value) and abs(value) < 1e7:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def short_text(value: float) -> str:
    """Return a number in nine significant digits at most, as of a place that a click has given."""
    return number_text(float(f"{value:.9g}"))


def to_slider(parameter: Parameter, value: float) -> float:
    """Return where a value is on the slider, from 0 (left) to 1; values outside its range are at its ends."""
    low, high = parameter.slider
    if parameter.scale == "one_minus_log":
        part = _log_part(1.0 - value, 1.0 - low, 1.0 - high) if value < 1.0 else 1.0
    elif parameter.scale == "log":
        part = _log_part(value, low, high) if value > 0.0 else 0.0
        if _has_zero(parameter) and value > 0.0:
            part = max(part, 0.0) * (1.0 - _ZERO) + _ZERO
    else:
        part = (value - low) / (high - low)
    return min(max(part, 0.0), 1.0)


def from_slider(parameter: Parameter, part: float) -> float:
    """Return the round value at a place of the slider; the left end is 0 where 0 is the default."""
    low, high = parameter.slider
    if part >= 1.0:
        return _whole(parameter, high)
    if parameter.scale == "one_minus_log":
        missing = (1.0 - low) * ((1.0 - high) / (1.0 - low)) ** max(part, 0.0)
        return _complement(_rounded(missing))
    if parameter.scale == "log":
        if _has_zero(parameter):
            if part < _ZERO / 2:
                return 0.0
            part = (part - _ZERO) / (1.0 - _ZERO)
        return _whole(parameter, _rounded(low * (high / low) ** max(part, 0.0)))
    if part <= 0.0:
        return _whole(parameter, low)
    step = _nice((high - low) / 200.0)
    value = round((low + part * (high - low)) / step) * step
    return _whole(parameter, round(value, max(0, 2 - math.floor(math.log10(step)))))


def nudged(parameter: Parameter, value: float, direction: int, fine: bool = False) -> float:
    """Return the next round value up (1) or down (-1), within the hard limits.

    Ten steps a decade where the slider is logarithmic, about ninety if ``fine``; on a linear one a twentieth
    of the slider's range, a two-hundredth if ``fine``; far above it, of what is above.
    """
    low, high = parameter.slider
    series = _FINE_DECADE if fine else _DECADE
    if parameter.scale == "one_minus_log" and value < 1.0:
        missing = _next(1.0 - value, -direction, series)
        # Below 0 nothing is meant; above the slider each step would be a hair.
        found = 0.0 if missing >= 1.0 else _complement(missing)
    elif parameter.scale == "log":
        found = _next_logarithmic(parameter, value, direction, series)
    else:
        step = _nice(max(high - low, value - high) / (200.0 if fine else 20.0))
        if parameter.kind == "integer":
            step = max(1.0, round(step))
        ratio = value / step
        whole = math.floor(ratio + 1e-9) + 1 if direction > 0 else math.ceil(ratio - 1e-9) - 1
        found = round(whole * step, max(0, 2 - math.floor(math.log10(step))))
    return _limited(parameter, found, value)


_ZERO = 0.06  # the part of a logarithmic slider, at its left end, that stands for 0


def _has_zero(parameter: Parameter) -> bool:
    return parameter.low <= 0.0 and parameter.default == 0.0 and parameter.slider[0] > 0.0


def _log_part(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low)


def _next_logarithmic(parameter: Parameter, value: float, direction: int, series: tuple[float, ...]) -> float:
    low = parameter.slider[0]
    if value <= 0.0:
        return low if direction > 0 else value
    if direction < 0 and value <= low * (1.0 + 1e-9) and _has_zero(parameter):
        return 0.0
    found = _next(value, direction, series)
    if parameter.kind == "integer":
        found = float(round(found))
        return found if found != value else value + direction
    return found


def _next(value: float, direction: int, series: tuple[float, ...]) -> float:
    """Return the neighbour of a positive value in a series that repeats every decade."""
    decade = math.floor(math.log10(value) + 1e-12)
    grid = [
        float(f"{mantissa * 10.0**power:.3g}")
        for power in (decade - 1, decade, decade + 1)
        for mantissa in series
    ]
    if direction > 0:
        return next(number for number in grid if number > value * (1.0 + 1e-9))
    return next(number for number in reversed(grid) if number < value * (1.0 - 1e-9))


def _limited(parameter: Parameter, found: float, value: float) -> float:
    if found < parameter.low or (parameter.open_low and found == parameter.low):
        found = min(value, parameter.slider[0]) if parameter.open_low else parameter.low
    if found > parameter.high or (parameter.open_high and found == parameter.high):
        found = max(value, parameter.slider[1]) if parameter.open_high else parameter.high
    return int(found) if parameter.kind == "integer" else float(found)


def _rounded(value: float, digits: int = _DIGITS) -> float:
    return float(f"{value:.{digits}g}")


def _complement(missing: float) -> float:
    """Return 1 - missing without the noise of binary fractions."""
    return round(1.0 - missing, max(0, 3 - math.floor(math.log10(missing))))


def _whole(parameter: Parameter, value: float) -> float:
    return round(value) if parameter.kind == "integer" else float(value)


def _nice(size: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above ``size``."""
    power = 10.0 ** math.floor(math.log10(size))
    return max(power * mantissa for mantissa in (1, 2, 5) if power * mantissa <= size * (1.0 + 1e-9))
