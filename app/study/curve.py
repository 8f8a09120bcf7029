"""What the curve plots of the window show: a part of the study that no number depends on."""

from __future__ import annotations

import msgspec

from ..engine.error import InputError, unknown_name
from ..engine.quantity import quantities
from .clock import CLOCKS

__all__ = ["CURVE_LIMIT", "CurveSpec", "check_curves"]

CURVE_LIMIT = 6


class CurveSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One plot.

    Parameters
    ----------
    quantity : str
        What goes upwards.
    x : str
        What goes across: a clock, or another quantity; empty for the usual clock, epochs on data, steps on a
        surface.
    log_x, log_y : bool, optional
        By default a clock is linear, and a quantity has the scale that suits it.
    """

    quantity: str = "loss"
    x: str = ""
    log_x: bool | None = None
    log_y: bool | None = None


def check_curves(curves: tuple[CurveSpec, ...]) -> None:
    """Check the names of curves; whether a problem has the quantity is left to the plot, which says so.

    Raises
    ------
    InputError
        With the place in the study.
    """
    if len(curves) > CURVE_LIMIT:
        raise InputError(
            f"A study has up to {CURVE_LIMIT} curve plots, but {len(curves)} were given.", "curves"
        )
    for index, curve in enumerate(curves):
        where = f"curves[{index}]"
        if curve.quantity not in quantities:
            raise unknown_name("quantity", curve.quantity, quantities.names()).at(f"{where}.quantity")
        if curve.x and curve.x not in CLOCKS and curve.x not in quantities:
            known = (*CLOCKS, *quantities.names())
            raise unknown_name("clock or quantity", curve.x, known).at(f"{where}.x")
        if curve.x == curve.quantity:
            raise InputError(
                f"A quantity is drawn against a clock or another quantity, but {curve.x} was given for both.",
                f"{where}.x",
            )
