"""The runs that sweeps have made, by what was set: a wider sweep takes from here what it has in common."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ..pairing import settled
from ..spec import LaneSpec, Study
from .block import Block
from .columns import Columns
from .endpoint import ENDPOINTS
from .measure import Measure, lowest_of, measured
from .rows import Rows, in_order
from .setting import Settings
from .spec import Axis, SweepSpec
from .sweep import sweep_settings

__all__ = ["Ledger", "lane_key"]

Floats = npt.NDArray[np.float64]
Point = tuple[tuple[str, Any], ...]
Key = tuple[bytes, bytes, int | None, Point]

_DIGITS = 9  # two ways to compute the values of a grid differ by less


class Ledger:
    """Runs by problem, budget, lane, values and seed."""

    def __init__(self) -> None:
        self._runs: dict[Key, dict[int, tuple[Columns, int]]] = {}  # by seed: the block's columns, and a row

    def __len__(self) -> int:
        return sum(len(seeds) for seeds in self._runs.values())

    def add(self, study: Study, block: Block, columns: Columns) -> None:
        """Take in what a block of a sweep gave.

        Parameters
        ----------
        study : Study
            With the sweep that the block is of.
        block : Block
        columns : dict of ndarray
        """
        content: Rows = msgspec.convert(block.content, Rows)
        study = settled(study)
        settings = sweep_settings(study, 0, content.lane)
        table = {name: columns[name] for name in ENDPOINTS if name in columns}
        ground = _ground(study)
        cells = columns["cell"].tolist()
        # Blocks come while the window is drawn: a setting is named once, and no run is taken apart.
        known = {
            cell: self._runs.setdefault(_key(ground, study.lanes[content.lane], settings, cell), {})
            for cell in dict.fromkeys(cells)
        }
        for row, (cell, seed) in enumerate(zip(cells, columns["seed"].tolist(), strict=True)):
            known[cell][seed] = table, row

    def missing(self, study: Study) -> Study | None:
        """Return the sweep with only the settings and lanes that are not known; None if all are.

        Settings that make no grid of their own, such as Sobol's points of which some are known, are run
        again as a whole.
        """
        study, spec = settled(study), _spec(study)
        lanes: list[LaneSpec] = []
        axes: list[Axis] = []
        ground = _ground(study)
        for lane in range(len(study.lanes)):
            settings = sweep_settings(study, 0, lane)
            absent = [
                cell
                for cell in range(len(settings))
                if not self._has(_key(ground, study.lanes[lane], settings, cell), study.seeds)
            ]
            if not absent:
                continue
            own = [axis for axis in spec.axes if axis.lane == lane]
            if spec.design == "grid" and len(absent) < len(settings):
                own = _grid_of(own, settings, absent)
            axes += [msgspec.structs.replace(axis, lane=len(lanes)) for axis in own]
            lanes.append(study.lanes[lane])
        if not lanes:
            return None
        wanted = msgspec.structs.replace(spec, axes=tuple(axes))
        return msgspec.structs.replace(study, lanes=tuple(lanes), experiment=wanted)

    def losses(self, study: Study, lane: int, measure: Measure) -> tuple[Settings, Floats]:
        """Return the settings of a lane, and a number for each and each seed.

        Returns
        -------
        Settings
        ndarray, shape (settings, seeds)
            NaN for a run that is not there yet, infinite for one that diverged.
        """
        study = settled(study)
        settings, ground, lowest = sweep_settings(study, 0, lane), _ground(study), lowest_of(study)
        found = np.full((len(settings), len(study.seeds)), np.nan)
        of_block: dict[int, list[float]] = {}
        for cell in range(len(settings)):
            runs = self._runs.get(_key(ground, study.lanes[lane], settings, cell), {})
            for column, seed in enumerate(study.seeds):
                if seed in runs:
                    table, row = runs[seed]
                    if id(table) not in of_block:
                        of_block[id(table)] = measured(measure, table, lowest).tolist()
                    found[cell, column] = of_block[id(table)][row]
        return settings, found

    def runs(self, study: Study, lane: int, cell: int) -> dict[int, dict[str, float]]:
        """Return what the runs of one setting came to, by seed and endpoint."""
        study = settled(study)
        settings = sweep_settings(study, 0, lane)
        runs = self._runs.get(_key(_ground(study), study.lanes[lane], settings, cell), {})
        return {
            seed: {name: values[row].item() for name, values in table.items()}
            for seed, (table, row) in runs.items()
        }

    def columns(self, study: Study, block: Block) -> Columns:
        """Return what a block of a sweep would give, all of whose runs are known.

        Raises
        ------
        KeyError
            If one of them is not.
        """
        content: Rows = msgspec.convert(block.content, Rows)
        study = settled(study)
        settings, ground = sweep_settings(study, 0, content.lane), _ground(study)
        lane = study.lanes[content.lane]
        places = in_order(content)
        runs = [self._runs[_key(ground, lane, settings, cell)][seed] for cell, seed in places]
        found: Columns = {
            "cell": np.array([cell for cell, _ in places], dtype=np.int32),
            "seed": np.array([seed for _, seed in places], dtype=np.int64),
        }
        names = [name for name in ENDPOINTS if name in runs[0][0]]
        return found | {name: np.array([table[name][row] for table, row in runs]) for name in names}

    def _has(self, key: Key, seeds: Sequence[int]) -> bool:
        known = self._runs.get(key, {})
        return all(seed in known for seed in seeds)


def _spec(study: Study) -> SweepSpec:
    assert isinstance(study.experiment, SweepSpec)
    return study.experiment


def _ground(study: Study) -> bytes:
    """Return all that a run depends on but its lane and its seed; the target is that of the first seed."""
    plain = msgspec.structs.replace(
        study,
        lanes=(),
        seeds=study.seeds[:1],
        experiment=None,
        curves=(),
        title="",
        description="",
        prediction="",
    )
    return msgspec.msgpack.encode(plain)


def lane_key(lane: LaneSpec, varied: Sequence[str] = ()) -> bytes:
    """Return what a lane's runs depend on, without its random numbers and what is varied."""
    fixed = {name: value for name, value in lane.hyperparameters.items() if name not in varied}
    plain = msgspec.structs.replace(
        lane,
        name="",
        colour="",
        muted=False,
        stream=None,
        changes=(),
        hyperparameters=dict(sorted(fixed.items())),
    )
    if "batch_size" in varied:
        plain = msgspec.structs.replace(plain, batch_size=None)
    return msgspec.msgpack.encode(plain)


def _key(ground: bytes, lane: LaneSpec, settings: Settings, cell: int) -> Key:
    """Return what a run is known by; the lane is of a study that is `settled`."""
    values = settings.values(cell)
    point = tuple(sorted((name, _rounded(value)) for name, value in values.items()))
    return ground, lane_key(lane, settings.names), lane.stream, point


def _rounded(value: Any) -> Any:
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.{_DIGITS}g}")
    return value


def _grid_of(axes: Sequence[Axis], settings: Settings, cells: Sequence[int]) -> list[Axis]:
    """Return axes that give exactly some settings of a grid; those of the whole grid if there are none."""
    rows = [settings.rows[cell] for cell in cells]
    columns = [tuple(dict.fromkeys(column)) for column in zip(*rows, strict=True)]
    if math.prod(map(len, columns)) != len(rows):
        return list(axes)
    return [
        msgspec.structs.replace(axis, spacing="list", values=values, low=0.0, high=0.0, count=0)
        for axis, values in zip(axes, columns, strict=True)
    ]
