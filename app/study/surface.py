"""From what a study says of a surface to the surface."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from ..engine.error import InputError, unknown_name
from ..engine.online import Online, OnlineProblem
from ..engine.problem import SurfaceProblem
from ..engine.slice import Slice, SliceProblem
from ..engine.surface import Surface, surfaces
from .place import placed
from .spec import SurfaceSpec

__all__ = ["TYPED", "problem_class", "surface_of"]

#: The surface that a person types.
TYPED = "custom"
_OF_TYPED = ("expression", "domain", "ranges")


def surface_of(spec: SurfaceSpec) -> Surface:
    """Return the surface that a study describes.

    A function that was typed is parsed by a white list and never run as code, so a study from a stranger can
    do no more than draw a strange surface.

    Raises
    ------
    InputError
        With its place in the specification, such as ``parameters.kappa``; for a typed function with the
        character.
    """
    with placed("surface"):
        kind = surfaces[spec.surface]
    if not isinstance(spec.parameters, Mapping):
        raise InputError(
            f"parameters are values by name, such as {{'kappa': 50}}, but {spec.parameters!r} was given.",
            "parameters",
        )
    if kind.name == TYPED:
        return _typed(_key(spec))
    for name in _OF_TYPED:
        if getattr(spec, name):
            raise InputError(
                f"{name} belongs to a function that you type, but the surface is {kind.name}. Leave it out, "
                f"or choose the surface '{TYPED}'.",
                name,
            )
    with placed("parameters"):
        return kind(spec.parameters)


def problem_class(surface: Surface) -> type[SurfaceProblem]:
    """Return what lanes compete on when they race on a surface."""
    if isinstance(surface, Slice):
        return SliceProblem
    return OnlineProblem if isinstance(surface, Online) else SurfaceProblem


def _key(spec: SurfaceSpec) -> bytes:
    # Here, because few studies need it and every start would wait for it.
    from ..engine.expression.function import parameters_of
    from ..engine.surfaces.custom import EXPRESSION

    _check_domain(spec.domain)
    with placed("expression"):
        names = parameters_of(spec.expression or EXPRESSION)
    _check_ranges(spec.ranges, names)
    try:
        whole = spec.expression, dict(spec.parameters), spec.domain, dict(spec.ranges)
        return msgspec.msgpack.encode(whole)
    except TypeError as error:
        raise InputError(f"The parameters of a function are numbers: {error}.", "parameters") from None


@lru_cache(maxsize=16)
def _typed(key: bytes) -> Surface:
    expression, parameters, domain, ranges = msgspec.msgpack.decode(key)
    more: dict[str, Any] = {"ranges": ranges}
    if expression:
        more["expression"] = expression
    if domain is not None:
        more["domain"] = (domain[:2], domain[2:])
    return surfaces[TYPED](parameters, **more)


def _check_domain(domain: object) -> None:
    if domain is None:
        return
    numbers = isinstance(domain, (tuple, list)) and all(
        isinstance(end, (int, float)) and not isinstance(end, bool) for end in domain
    )
    if not numbers or len(domain) != 4:  # type: ignore[arg-type]
        raise InputError(
            f"The domain is four numbers (left, right, bottom, top), but {domain!r} was given. The usual one "
            "is (-5, 5, -5, 5).",
            "domain",
        )


def _check_ranges(ranges: object, names: tuple[str, ...]) -> None:
    rule = "The range of a slider is two finite numbers, the lower one first"
    if not isinstance(ranges, Mapping):
        raise InputError(f"ranges are pairs of numbers by name, but {ranges!r} was given.", "ranges")
    for name, ends in ranges.items():
        if name not in names:
            raise unknown_name("parameter of this function", name, names).at(f"ranges.{name}")
        if not isinstance(ends, (tuple, list)) or len(ends) != 2:
            raise InputError(f"{rule}, but {ends!r} was given.", f"ranges.{name}")
