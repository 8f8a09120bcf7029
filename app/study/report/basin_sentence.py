"""What may and may not be said of maps of basins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...engine.surface import Surface
from ..basin.lattice import LEVELS
from ..basin.map import BasinMap
from ..basin.noise import is_noisy
from ..spec import Study
from ..statistics.quantile import quantile
from ..statistics.sentence import Sentence
from ..statistics.wording import listed, name_text, number_text
from .basin_result import differing, lowest_minima, reached, steps_needed

__all__ = ["basin_sentences"]

_NAMED = 3  # minima that a sentence names


def basin_sentences(
    study: Study, names: Sequence[str], surface: Surface, maps: Sequence[BasinMap]
) -> list[Sentence]:
    """Return the sentences, findings first.

    Parameters
    ----------
    study : Study
    names : sequence of str
        Of the lanes.
    surface : Surface
    maps : sequence of BasinMap
        One for each lane, each with a level.
    """
    said = [_target(study, names, surface, maps)]
    said += [_won(name, found, surface) for name, found in zip(names, maps, strict=True)]
    if surface.minima:
        said.append(_lowest(names, surface, maps))
    if len(names) > 1:
        said += _against(names, maps)
    return [*said, *_cautions(study, maps)]


def _target(study: Study, names: Sequence[str], surface: Surface, maps: Sequence[BasinMap]) -> Sentence:
    level = min(found.level for found in maps)
    shares = [f"{name_text(name)} from {reached(found):.1%}" for name, found in zip(names, maps, strict=True)]
    return Sentence(
        "finding",
        f"On {surface.title}, from {level * level:,} starts evenly over the plotted domain and within "
        f"{study.steps:,} steps, the target is reached by {listed(shares)} of them.",
    )


def _won(name: str, found: BasinMap, surface: Surface) -> Sentence:
    won = [(share, code) for code, share in found.shares(len(surface.minima)) if code >= 0 and share]
    whole = sum(share for share, _ in won)
    if not won:
        return Sentence("finding", f"{name_text(name)} ends at no known minimum from any start.")
    won.sort(key=lambda each: (-each[0], each[1]))
    texts = [f"minimum {code + 1} wins {share:.1%}" for share, code in won[:_NAMED]]
    if len(won) == _NAMED + 1:
        texts.append(f"minimum {won[-1][1] + 1} {won[-1][0]:.1%}")
    elif len(won) > _NAMED:
        texts.append(f"{len(won) - _NAMED:,} more win {sum(share for share, _ in won[_NAMED:]):.1%}")
    left = "" if whole > 0.9995 else f"; {1.0 - whole:.1%} end at none"
    return Sentence("finding", f"Of the area, with {name_text(name)}, {listed(texts)}{left}.")


def _lowest(names: Sequence[str], surface: Surface, maps: Sequence[BasinMap]) -> Sentence:
    lowest = lowest_minima(surface)
    if len(lowest) == len(surface.minima):
        what = "the minimum" if len(lowest) == 1 else f"all {len(lowest)} minima"
        where = (
            "there is one minimum only, so the maps tell how soon and how surely it is reached"
            if len(lowest) == 1
            else f"{what} are equally low, so which of them is reached is no merit of a lane"
        )
        return Sentence("open", f"{where[:1].upper()}{where[1:]}.")
    shares = [
        f"{name_text(name)} from {float(np.isin(found.layer('minimum'), lowest).mean()):.1%}"
        for name, found in zip(names, maps, strict=True)
    ]
    what = "the lowest minimum" if len(lowest) == 1 else f"one of the {len(lowest)} lowest minima"
    return Sentence("finding", f"At {what} end {listed(shares)} of the starts.")


def _against(names: Sequence[str], maps: Sequence[BasinMap]) -> list[Sentence]:
    """Compare the lane that is at the target from most starts with the next one."""

    def standing(index: int) -> tuple[float, float, int]:
        middle = float(quantile(steps_needed(maps[index]).ravel(), (0.5,), axis=0)[0])
        return -reached(maps[index]), middle, index

    first, second = sorted(range(len(maps)), key=standing)[:2]
    level = min(maps[first].level, maps[second].level)
    one, other = steps_needed(maps[first], level), steps_needed(maps[second], level)
    sooner, later = float((one < other).mean()), float((one > other).mean())
    a, b = name_text(names[first]), name_text(names[second])
    same = 1.0 - sooner - later
    told = [
        Sentence(
            "finding",
            f"{a} needed fewer steps than {b} from {sooner:.1%} of the starts, more from {later:.1%}; from "
            f"{same:.1%} they needed as many, or both missed the target.",
        )
    ]
    apart = differing(maps[first], maps[second])
    if apart:
        told.append(Sentence("finding", f"{a} and {b} end differently from {apart:.1%} of the starts."))
    return told


def _cautions(study: Study, maps: Sequence[BasinMap]) -> list[Sentence]:
    level = min(found.level for found in maps)
    texts = [
        "Another domain, another budget of steps or other hyperparameters give other shares: these are of "
        "these settings, and of no optimizer as such.",
        "These are all points of a lattice and no sample, so there is no interval and no p-value.",
    ]
    if level > LEVELS[0]:
        moved = max(_moved(found, level) for found in maps)
        texts.append(
            "With half as many starts along each side no share would differ by more than "
            f"{number_text(100.0 * moved, 2)} percentage points; where basins are torn, finer maps go on "
            "moving."
        )
    if is_noisy(study):
        texts.append(f"All starts get the noise of one seed, {study.seeds[0]}; with another the maps differ.")
    return [Sentence("caution", text) for text in texts]


def _moved(found: BasinMap, level: int) -> float:
    """Return by how much the shares of a level differ from those of the next coarser one."""
    fine, coarse = found.layer("minimum", level), found.layer("minimum", LEVELS[LEVELS.index(level) - 1])
    codes = np.union1d(fine, coarse).tolist()
    return max(abs(float((fine == code).mean()) - float((coarse == code).mean())) for code in codes)
