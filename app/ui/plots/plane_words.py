"""What is said about the plane of the weights: titles, caption, note, and the values of a snapshot."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.problem import DataProblem
from ...study.plane_loss import examples_of, loss_of
from ..frame import RaceView
from .plane import PlanePaths
from .plane_ground import PlaneGround
from .plane_survey import PlaneSurvey
from .readout import number

__all__ = ["AT_START", "caption_of", "note_of", "titles_of", "values_at"]

Floats = npt.NDArray[np.float64]

_ORDINALS = ("First", "Second")
AT_START = "Run the race: the paths of the weights appear here, and then the loss around them."
_CAUTION, _FAINT = "A projection can mislead", ": the fainter a path, the farther off this plane"
_CHEAP = 2e7  # weights times examples: fewer are computed while the mouse moves


def titles_of(kind: str, shares: Floats) -> tuple[str, str]:
    """Return the titles of both axes; ``kind`` is 'main' or 'random', shares are of the variance."""
    if kind == "random":
        return "First random direction (1: as long as the weights)", "Second random direction"
    first, second = (
        f"{ordinal} main direction" + (f" ({100 * share:.0f} % of the variance)" if share else "")
        for ordinal, share in zip(_ORDINALS, shares, strict=True)
    )
    return first, second


def note_of(reach: float) -> str:
    """Return the entry of the legend that explains faint paths."""
    return f"fainter: off the plane, up to {number(reach, 2)}" if reach > 0 else ""


def caption_of(
    race: RaceView,
    survey: PlaneSurvey,
    ground: PlaneGround | None,
    fault: str,
    step: int,
    waits: bool,
    held: float,
    gone: str,
    faint: bool,
) -> tuple[str, ...]:
    """Return the lines in the corner.

    Parameters
    ----------
    race : RaceView
    survey : PlaneSurvey
    ground : PlaneGround or None
        What is drawn.
    fault : str
        Why there is no loss.
    step : int
        Of which the plane is, if the race has gone on; otherwise -1.
    waits : bool
        The loss is computed when the race pauses.
    held : float
        The share of the variance in a plane whose axes do not say it; otherwise below 0.
    gone : str
        What is drawn where the loss is not finite.
    faint : bool
        Whether any path is seen to be off the plane.
    """
    lines = []
    if fault:
        lines.append(fault)
    elif survey.busy and ground is None:
        lines.append("Computing the loss on this plane …")
    elif waits:
        lines.append("The loss on this plane follows when the race pauses or ends, or by Refresh.")
    if ground is not None and isinstance(race.problem, DataProblem):
        low, high = ground.ends
        count, total = examples_of(race.problem, ground.order.part)
        over = f"all {total:,}" if count == total else f"{count:,} of {total:,}"
        points = len(ground.losses)
        done = f", {100 * survey.share:.0f} % done" if survey.busy else ""
        lines.append(
            f"{ground.order.part.capitalize()} loss of {over} examples, {points} × {points} points{done}"
        )
        hatched = "" if ground.whole else f"; {gone}: not finite"
        lines.append(f"{number(low, 3)} (dark) to {number(high, 3)}, colours logarithmic{hatched}")
    if step >= 0 and survey.order is not None:
        lines.append(f"Plane of step {step:,}: the race has gone on. Refresh computes it anew.")
    if held >= 0.0:
        lines.append(f"This plane holds {100 * held:.2g} % of the variance of the paths.")
    return (*lines, f"{_CAUTION}{_FAINT * faint}.")


def values_at(
    race: RaceView,
    source: PlanePaths,
    ground: PlaneGround | None,
    part: str,
    lane: int,
    index: int,
    run: int,
) -> list[tuple[str, str]]:
    """Return what a snapshot has: its distance off the plane, the loss recorded, and the loss on the plane.

    Parameters
    ----------
    race : RaceView
    source : PlanePaths
    ground : PlaneGround or None
    part : {'training', 'validation'}
    lane, index, run : int
        The snapshot.
    """
    history, problem = race.history.lanes[lane], race.problem
    away = float(source.distances(lane, run, index + 1)[-1])
    found = [("off the plane", number(away, 3))]
    name = "loss" if part == "training" or "validation_loss" not in history.evaluated else "validation_loss"
    known = history.plan.evaluate_at[: history.evaluated_length]
    if name not in history.evaluated or not len(known) or not isinstance(problem, DataProblem):
        return found
    step = source.step_of(lane, index)
    nearest = int(np.abs(known - step).argmin())
    title = "training loss" if name == "loss" else "validation loss"
    when = "" if known[nearest] == step else f" at step {int(known[nearest]):,}"
    found.append((f"{title} recorded{when}", number(float(history.evaluated[name][nearest, run]))))
    if source.plane is None:
        return found
    at = source.points(lane, run, index + 1)[-1:]
    which = "training" if name == "loss" else "validation"
    if problem.params * examples_of(problem, which)[0] <= _CHEAP:
        value = float(loss_of(problem, source.plane.weights(at), which)[0])
        found.append((f"{title} on the plane", number(value)))
    elif ground is not None:
        value = float(ground.at(at[:, 0], at[:, 1])[0])
        found.append((f"{title} on the plane", f"≈ {number(value, 4)}"))
    return found
