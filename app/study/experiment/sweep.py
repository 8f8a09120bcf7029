"""A sweep: lanes with many settings of their hyperparameters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from ...engine.error import InputError
from ..check import check_study
from ..place import placed
from ..spec import DataSpec, LaneSpec, Study
from .axis import check_axis, lane_with
from .block import Block
from .budget import check_seed_count
from .columns import Columns
from .cost import UNGAUGED, Gauge
from .cut import Cut, cut_rows
from .digest import NOTE, digest
from .kind import Done, Watch
from .number import numbered
from .rows import run_rows, task_study
from .setting import Settings, settings_at, settings_of_grid, unit_points
from .spec import Axis, SweepSpec
from .table import curve_csv, result_csv

__all__ = ["KIND", "SETTING_LIMIT", "Sweep", "check_axes", "check_curve", "check_settings", "sweep_settings"]

SETTING_LIMIT = 10_000_000
_DESIGN = 4096  # settings of a lane that are checked one by one, with all that they change


class Sweep:
    """See `kind.Kind`."""

    def check(self, study: Study) -> None:
        """Raise an `InputError` with its place if the sweep cannot be run."""
        spec = _spec(study)
        check_axes(study, spec.axes, spec.design == "grid")
        if spec.design != "grid" and spec.axes and not 1 <= spec.points <= SETTING_LIMIT:
            raise InputError(
                f"A {spec.design} design has 1 to {SETTING_LIMIT:,} points, but {spec.points:,} were given. "
                "32 are a good start.",
                "points",
            )
        count = sum(_count(study, lane) for lane in range(len(study.lanes)))
        if count > SETTING_LIMIT:
            raise InputError(
                f"A sweep has up to {SETTING_LIMIT:,} settings, but these axes have {count:,}. Take fewer "
                "values, or random or Sobol points.",
                "axes",
            )
        check_curve(spec.curve)
        check_seed_count(spec.seeds)
        check_settings(study, 0, sweep_settings)

    def blocks(self, study: Study, stage: int, done: Done, gauge: Gauge = UNGAUGED) -> Sequence[Block]:
        """Return all blocks in the one stage there is."""
        if stage:
            return []
        found: list[Cut] = []
        for lane in range(len(study.lanes)):
            settings = sweep_settings(study, 0, lane)
            found += cut_rows(study, 0, lane, settings, range(len(settings)), study.seeds, "run", gauge=gauge)
        return numbered(found, stage, done)

    def run(self, study: Study, block: Block, watch: Watch) -> Columns:
        """Run a block."""
        return run_rows(study, block, sweep_settings, _spec(study).curve, watch)

    def summary(self, study: Study, done: Done) -> tuple[list[list[str]], str]:
        """Return what each lane came to."""
        return digest(study, sweep_settings, done), NOTE

    def files(self, study: Study, done: Done) -> Mapping[str, Iterable[bytes]]:
        """Return results.csv, and curves.csv if curves are kept."""
        files: dict[str, Iterable[bytes]] = {"results.csv": result_csv(study, sweep_settings, done)}
        if _spec(study).curve:
            files["curves.csv"] = curve_csv(study, done)
        return files


def _spec(study: Study) -> SweepSpec:
    assert isinstance(study.experiment, SweepSpec)
    return study.experiment


def _axes(study: Study, lane: int) -> list[Axis]:
    return [axis for axis in _spec(study).axes if axis.lane == lane]


def _count(study: Study, lane: int) -> int:
    axes, spec = _axes(study, lane), _spec(study)
    if not axes:
        return 1
    if spec.design != "grid":
        return spec.points
    count = 1
    for axis in axes:
        count *= len(axis.values) if axis.spacing == "list" else axis.count
    return count


def sweep_settings(study: Study, task: int, lane: int) -> Settings:
    """Return the settings of a lane in the order of the results."""
    axes = tuple(_axes(study, lane))
    spec = _spec(study)
    encoded = msgspec.msgpack.encode((study.lanes[lane], axes))
    return _settings(encoded, spec.design, spec.points, spec.seed)


@functools.lru_cache(maxsize=64)
def _settings(encoded: bytes, design: str, points: int, seed: int) -> Settings:
    lane, axes = msgspec.msgpack.decode(encoded, type=tuple[LaneSpec, list[Axis]])
    if not axes:
        return Settings((), [()])
    if design == "grid":
        return settings_of_grid(lane, axes)
    return settings_at(lane, axes, unit_points(design, points, len(axes), seed))


def check_axes(study: Study, axes: Sequence[Axis], in_grid: bool) -> None:
    """Check a list of axes.

    Raises
    ------
    InputError
        With the place below the experiment.
    """
    seen = set()
    for index, axis in enumerate(axes):
        with placed(f"axes[{index}]"):
            if not 0 <= axis.lane < len(study.lanes):
                raise InputError(
                    f"The study has the lanes 0 to {len(study.lanes) - 1}, but lane {axis.lane} was given.",
                    "lane",
                )
            if (axis.lane, axis.name) in seen:
                raise InputError(f"Each axis of a lane is given once, but {axis.name} stands twice.", "name")
            seen.add((axis.lane, axis.name))
            check_axis(axis, study.lanes[axis.lane], isinstance(study.problem, DataSpec), in_grid)


def check_curve(count: int) -> None:
    """Check how many points of a curve are kept."""
    if not 0 <= count <= 10_000:
        near = min(max(count, 0), 10_000)
        raise InputError(
            f"A curve has 0 to 10,000 points, but {count:,} were given. The nearest valid choice is "
            f"{near:,}.",
            "curve",
        )


def check_settings(study: Study, task: int, settings_of: Callable[[Study, int, int], Settings]) -> None:
    """Check lanes as the first of each group of settings makes them: a value may not go with another."""
    plain = task_study(study, task)
    for index, lane in enumerate(plain.lanes):
        settings = settings_of(study, task, index)
        for group in settings.groups(lane, range(min(len(settings), _DESIGN))):
            chosen = lane_with(lane, settings.values(group[0]))
            check_study(msgspec.structs.replace(plain, lanes=(chosen,)))


KIND = Sweep()
