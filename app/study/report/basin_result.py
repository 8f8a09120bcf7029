"""What maps of basins came to: the share of each outcome, how soon, and where lanes differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...engine.surface import Surface
from ..basin.block import DIVERGED, ELSEWHERE, OUTSIDE
from ..basin.map import BasinMap
from ..statistics.quantile import quantile
from .section import Block, Cell, Section, Table
from .word import number

__all__ = ["basin_results", "differing", "lowest_minima", "reached", "steps_needed", "value_at"]

_OTHERS = {ELSEWHERE: "at no known minimum", OUTSIDE: "outside the domain", DIVERGED: "diverged"}
_SHOWN = 12  # minima that have a row of their own
_EQUAL = 1e-6  # of the height between them: minima this near are equally low


def value_at(surface: Surface, minimum: int) -> float:
    """Return the surface's value at one of its minima."""
    x, y = surface.minima[minimum]
    return round(float(surface.value(np.float64(x), np.float64(y))), 9) + 0.0


def lowest_minima(surface: Surface) -> list[int]:
    """Return which of the known minima are the lowest."""
    values = [value_at(surface, index) for index in range(len(surface.minima))]
    if not values:
        return []
    near = _EQUAL * max(max(values) - min(values), 1.0)
    return [index for index, value in enumerate(values) if value - min(values) <= near]


def steps_needed(found: BasinMap, level: int = 0) -> npt.NDArray[np.float64]:
    """Return the steps to the target of each start of a level; infinite for a miss."""
    steps = found.layer("steps", level).astype(np.float64)
    return np.where(steps >= 0, steps, np.inf)


def reached(found: BasinMap) -> float:
    """Return from which share of the starts the target is reached."""
    return float(np.isfinite(steps_needed(found)).mean())


def differing(one: BasinMap, other: BasinMap) -> float:
    """Return from which share of the starts two lanes end differently."""
    level = min(one.level, other.level)
    return float((one.layer("minimum", level) != other.layer("minimum", level)).mean())


def basin_results(names: Sequence[str], surface: Surface, maps: Sequence[BasinMap]) -> Section:
    """Return the section with the tables.

    Parameters
    ----------
    names : sequence of str
        Of the lanes.
    surface : Surface
    maps : sequence of BasinMap
        One for each lane, each with a level.
    """
    blocks: list[Block] = [_shares(names, surface, maps), _lanes(names, maps)]
    if len(names) > 1:
        blocks.append(_pairs(names, maps))
    return Section("Results", tuple(blocks))


def _shares(names: Sequence[str], surface: Surface, maps: Sequence[BasinMap]) -> Table:
    shares = [dict(found.shares(len(surface.minima))) for found in maps]
    known = list(range(len(surface.minima)))
    won = {code: max(of.get(code, 0.0) for of in shares) for code in known}
    shown = sorted(sorted(known, key=lambda code: -won[code])[:_SHOWN])
    rows: list[tuple[str | Cell, ...]] = []
    for code in shown:
        x, y = surface.minima[code]
        place = f"minimum {code + 1} at ({number(float(x))}, {number(float(y))})"
        rows.append((place, number(value_at(surface, code)), *_cells([of.get(code, 0.0) for of in shares])))
    hidden = [code for code in known if code not in shown]
    if hidden:
        rest = [sum(of.get(code, 0.0) for code in hidden) for of in shares]
        rows.append((f"the other {len(hidden):,} minima", "–", *_cells(rest)))
    for code, text in _OTHERS.items():
        if any(code in of for of in shares):
            rows.append((text, "–", *(f"{of.get(code, 0.0):.1%}" for of in shares)))
    head = ("Where runs end", "f", *names)
    note = (
        "Shares of the starts, which lie evenly over the plotted domain: of the area that is won. The "
        "largest of a row is in bold type."
    )
    return Table("Share of the area", head, tuple(rows), frozenset(range(1, len(head))), note)


def _cells(shares: Sequence[float]) -> list[str | Cell]:
    """Return shares as texts; the largest stands out where lanes differ."""
    most = max(shares)
    apart = len(shares) > 1 and min(shares) < most
    return [Cell(f"{each:.1%}", "good") if apart and each == most else f"{each:.1%}" for each in shares]


def _lanes(names: Sequence[str], maps: Sequence[BasinMap]) -> Table:
    rows: list[tuple[str | Cell, ...]] = []
    for name, found in zip(names, maps, strict=True):
        spent, gone_at = (found.layer(column).astype(np.float64) for column in ("evaluations", "diverged_at"))
        needed = steps_needed(found).ravel()
        low, middle, high = quantile(needed, (0.25, 0.5, 0.75), axis=0).tolist()
        evaluations = quantile(np.where(spent >= 0, spent, np.inf).ravel(), (0.5,), axis=0).tolist()[0]
        gone = float((gone_at >= 0).mean())
        lost: str | Cell = Cell(f"{gone:.1%}", "bad") if gone else "0 %"
        quarters = f"{number(low)} to {number(high)}"
        rows.append((name, f"{reached(found):.1%}", number(middle), quarters, number(evaluations), lost))
    head = ("Lane", "Target reached", "Median steps", "Quartiles", "Median evaluations", "Diverged")
    note = (
        "Over all starts, a miss being infinite; ∞ stands where more than half of them missed. The target of "
        "each start is the loss that a race from there would count as reached."
    )
    return Table("Each lane, to the target", head, tuple(rows), frozenset(range(1, 6)), note)


def _pairs(names: Sequence[str], maps: Sequence[BasinMap]) -> Table:
    rows = tuple(
        (name, *("–" if one is other else f"{differing(one, other):.1%}" for other in maps))
        for name, one in zip(names, maps, strict=True)
    )
    note = "Another minimum, or one of the two at none."
    head = ("Lane", *names)
    return Table(
        "Starts from which two lanes end differently", head, rows, frozenset(range(1, len(head))), note
    )
