"""What is done to a typed function, and what is said of it. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from ...engine.expression.function import parameters_of
from ...engine.surface import Surface
from ...engine.surfaces.custom import EXPRESSION, Custom
from ...study.spec import SurfaceSpec
from ...study.surface import TYPED

__all__ = [
    "EXAMPLES",
    "TIP",
    "expression_of",
    "landmarks_text",
    "with_example",
    "with_expression",
    "with_range",
]

_replace = msgspec.structs.replace
_LISTED = 4

TIP = Custom.notes


def _example(expression: str, **more: Any) -> SurfaceSpec:
    return SurfaceSpec(surface=TYPED, expression=expression, **more)


#: Titles, and what they fill in.
EXAMPLES: tuple[tuple[str, SurfaceSpec], ...] = (
    ("Ripples in a bowl", _example(EXPRESSION)),
    (
        "A banana valley",
        _example(
            "(1 - x)^2 + b*(y - x^2)^2",
            parameters={"b": 100.0}, ranges={"b": (1.0, 200.0)},
            domain=(-2.0, 2.0, -1.0, 3.0), start=(-1.2, 1.0),
        ),
    ),
    (
        "Two wells, one deeper",
        _example(
            "(x^2 - 1)^2 + y^2 + tilt*x",
            parameters={"tilt": 0.2}, ranges={"tilt": (-1.0, 1.0)},
            domain=(-2.0, 2.0, -1.5, 1.5), start=(1.6, 1.0),
        ),
    ),
    (
        "A ring with a slope",
        _example(
            "(hypot(x, y) - r)^2 + tilt*x",
            parameters={"r": 2.0, "tilt": 0.1}, ranges={"r": (0.0, 4.0), "tilt": (0.0, 1.0)},
            domain=(-4.0, 4.0, -4.0, 4.0), start=(3.0, 0.4),
        ),
    ),
    (
        "A kink all along",
        _example(
            "max(abs(x - 1), k*abs(y))",
            parameters={"k": 3.0}, ranges={"k": (0.1, 10.0)}, start=(-4.0, 1.5),
        ),
    ),
    (
        "A cliff beside a bowl",
        _example(
            "where(x < 0, x^2/2, steep*x^2) + y^2/2",
            parameters={"steep": 50.0}, ranges={"steep": (1.0, 200.0)},
            domain=(-4.0, 2.0, -3.0, 3.0), start=(-3.5, 2.0),
        ),
    ),
    (
        "A hole in a plateau",
        _example(
            "1 - exp(-(x^2 + y^2)/(2s^2))",
            parameters={"s": 1.0}, ranges={"s": (0.2, 3.0)}, start=(-3.0, 2.0),
        ),
    ),
    (
        "Egg box",
        _example(
            "sin(k*x)*sin(k*y)", parameters={"k": 2.0}, ranges={"k": (0.5, 5.0)}, start=(0.3, 0.2),
        ),
    ),
)  # fmt: skip


def expression_of(spec: SurfaceSpec) -> str:
    """Return the text of a typed function, the example where it is left out."""
    return spec.expression or EXPRESSION


def with_expression(spec: SurfaceSpec, text: str, known: Mapping[str, Any]) -> SurfaceSpec:
    """Return the problem with another text.

    Parameters
    ----------
    spec : SurfaceSpec
    text : str
        Valid.
    known : mapping
        Values of parameters that were in the text before: a name that comes back has its value again.
    """
    names = parameters_of(text)
    values = {**known, **spec.parameters}
    return _replace(
        spec,
        expression=text,
        parameters={name: values[name] for name in names if name in values},
        ranges={name: spec.ranges[name] for name in names if name in spec.ranges},
    )


def with_example(spec: SurfaceSpec, example: SurfaceSpec) -> SurfaceSpec:
    """Return an example with the noise and the spread of before."""
    return _replace(example, noise=spec.noise, spread=spec.spread)


def with_range(spec: SurfaceSpec, name: str, ends: tuple[float, float]) -> SurfaceSpec:
    """Return the problem with another range of one slider."""
    return _replace(spec, ranges={**spec.ranges, name: ends})


def landmarks_text(surface: Surface) -> str:
    """Return the minima with their values, the lowest first, and how many saddles there are."""
    minima, saddles = surface.minima, surface.saddles
    if not minima:
        found = "No minimum in the domain"
    else:
        found = "Minima: " if len(minima) > 1 else "Minimum: "
        found += "; ".join(_shown(surface, x, y) for x, y in minima[:_LISTED])
        found += f"; and {len(minima) - _LISTED} more" if len(minima) > _LISTED else ""
    count = f"{len(saddles)} saddles" if len(saddles) != 1 else "1 saddle"
    note = "" if surface.lowest is not None or not minima else " The border of the domain is lower."
    return f"{found}. {count if saddles else 'No saddle'}.{note}"


def _shown(surface: Surface, x: float, y: float) -> str:
    with np.errstate(all="ignore"):
        height = float(surface.value(np.float64(x), np.float64(y)))
    return f"({_short(x)}, {_short(y)}) f = {_short(height)}"


def _short(value: float) -> str:
    return f"{value:.4g}" if abs(value) > 1e-12 else "0"
