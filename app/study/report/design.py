"""How an experiment was set up: what was varied, over which ranges, by which sampler, with which budget."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.optimizer import optimizers
from ...engine.problem import DataProblem, SurfaceProblem
from ..experiment.part import Part
from ..experiment.space import search_space, tuning_of
from ..experiment.spec import Axis, SweepSpec, TuneSpec
from ..experiment.standing import ground_of
from ..experiment.tuning import fresh_seeds
from ..lane_name import lane_names
from ..notation import lane_text
from ..phrase import value_text
from ..spec import Study, SurfaceSpec
from .section import Block, Heading, Section, Table, Text
from .setting import budget_table, problem_table
from .word import listed, many, number, shown

__all__ = ["design", "lane_table"]

_SPACINGS = {
    "list": "these values",
    "linear": "even",
    "log": "logarithmic",
    "one_minus_log": "1 − value logarithmic",
}
_PAIRINGS = {
    "paired": "paired run by run: all lanes have the same starts, weights, noise and batches by seed",
    "independent": "independent: each lane has its own starts, weights, noise and batches, also of one seed",
}
_SAMPLERS = {
    "grid": "grid: all combinations",
    "random": "independent random points",
    "sobol": "scrambled Sobol points (quasi-random)",
}


def design(study: Study, parts: Sequence[Part]) -> Section:
    """Return the section with all settings of an experiment."""
    blocks: list[Block] = [
        Text("With these settings and the versions named at the end, all numbers come out the same.")
    ]
    if len(parts) > 1:
        blocks.append(_tasks(parts))
    else:
        plain = parts[0].study
        problem, _ = ground_of(plain)
        blocks += [problem_table(plain, problem), budget_table(plain, problem)]
    blocks += [Heading("What was varied"), _plan(study), *_spaces(study), Heading("Lanes")]
    blocks.append(lane_table(study, "Every lane, but for what is varied"))
    return Section("Settings", tuple(blocks))


def _tasks(parts: Sequence[Part]) -> Table:
    rows = []
    for part in parts:
        problem, target = ground_of(part.study)
        spec = part.study.problem
        if isinstance(spec, SurfaceSpec):
            assert isinstance(problem, SurfaceProblem)
            what = problem.surface.title
            about = f"noise {spec.noise:g}, spread of the start {spec.spread:g}"
            budget = many(part.study.steps, "step")
        else:
            assert isinstance(problem, DataProblem)
            what = f"{problem.dataset.title}, {problem.model.title}"
            about = f"wrong labels {spec.label_noise:g}, {many(problem.params, 'weight')}"
            budget = many(part.study.epochs, "epoch")
        chosen = "automatic" if part.study.target is None else "set"
        rows.append((part.name, what, about, budget, f"{number(target)} ({chosen})"))
    return Table("The tasks", ("Task", "Problem", "With", "Budget", "Target loss"), tuple(rows))


def _plan(study: Study) -> Table:
    spec, tune = study.experiment, tuning_of(study)
    rows: list[tuple[str, str]] = []
    seeds = listed(map(str, study.seeds))
    if isinstance(spec, SweepSpec):
        rows.append(("Sampler", _SAMPLERS[spec.design]))
        if spec.design != "grid":
            rows += [("Points a lane", f"{spec.points:,}"), ("Seed of the points", str(spec.seed))]
        rows.append(("Seeds of every setting", seeds))
        rows.append(("Early stopping", "none: every setting was run to the end"))
    elif tune is not None:
        rows += _tuning(study, tune, seeds)
    else:
        rows += [
            ("Hyperparameters", "none: every lane as it is, on every task"),
            ("Seeds of every task", seeds),
            ("Early stopping", "none"),
        ]
    rows.append(("Random numbers of lanes", _PAIRINGS[study.pairing]))
    return Table("The plan", ("Setting", "Value"), tuple(rows))


def _tuning(study: Study, tune: TuneSpec, seeds: str) -> list[tuple[str, str]]:
    on = "" if isinstance(study.problem, SurfaceSpec) else " (on data: on the validation part)"
    stopping = "none: every trial was run to the end"
    if tune.stopping == "median":
        stopping = (
            f"median rule: after {tune.pilots} pilots a trial ends at {tune.stop_at:.0%} of the race if its "
            "best loss so far is above the median of the pilots' means"
        )
    return [
        ("Trials for each lane", f"{tune.trials:,}" if tune.trials else "0: lanes as they are"),
        ("Sampler", _SAMPLERS[tune.design]),
        ("Seed of the points", str(tune.seed)),
        ("Seeds of every trial", seeds),
        ("Chosen by", f"lowest median over these seeds of the {tune.metric} loss{on}"),
        ("Fresh seeds for the choice", listed(map(str, fresh_seeds(study, tune)))),
        ("Early stopping", stopping),
    ]


def _spaces(study: Study) -> list[Block]:
    spec, tune = study.experiment, tuning_of(study)
    if tune is None and not isinstance(spec, SweepSpec):
        return []
    rows: list[tuple[str, ...]] = []
    for lane, name in enumerate(lane_names(study)):
        axes = (
            [axis for axis in spec.axes if axis.lane == lane]
            if isinstance(spec, SweepSpec)
            else search_space(study.lanes[lane], tune.axes if tune is not None else (), lane)
        )
        if not axes:
            rows.append((name, "nothing", "", "", ""))
        rows += [(name if not at else "", axis.name, *_axis(spec, axis)) for at, axis in enumerate(axes)]
    head = ("Lane", "Varied", "Range", "Spacing", "Values")
    note = ""
    if tune is not None and not tune.axes:
        note = "The ranges are those that each optimizer declares for itself, before any task was seen."
    return [Table("Search spaces", head, tuple(rows), note=note)]


def _axis(spec: object, axis: Axis) -> tuple[str, str, str]:
    if axis.spacing == "list":
        return ", ".join(map(value_text, axis.values)), _SPACINGS["list"], str(len(axis.values))
    count = str(axis.count) if isinstance(spec, SweepSpec) and spec.design == "grid" else "as sampled"
    return f"{shown(axis.low)} to {shown(axis.high)}", _SPACINGS[axis.spacing], count


def lane_table(study: Study, caption: str) -> Table:
    """Return a row for each lane: what it is, in the notation of the command line."""
    rows = []
    for name, lane in zip(lane_names(study), study.lanes, strict=True):
        kind = optimizers[lane.optimizer]
        text = lane_text(lane)
        rows.append((name, kind.title, text, "defaults" if text == lane.optimizer else "changed"))
    note = "What stands there, in the notation of the command line; all else is the default."
    return Table(caption, ("Lane", "Optimizer", "As", ""), tuple(rows), note=note)
