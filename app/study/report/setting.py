"""What was set: the problem, the budget, and every hyperparameter of every lane beside its default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...engine.filter import filters
from ...engine.history import LaneHistory
from ...engine.optimizer import optimizers
from ...engine.parameter import Parameter, check_values
from ...engine.problem import DataProblem, Problem, SurfaceProblem
from ...engine.quantity import quantities
from ...engine.schedule import schedules
from ..lane_name import lane_names
from ..spec import DataSpec, LaneSpec, Study, SurfaceSpec
from ..target import target_loss
from .section import Block, Cell, Heading, Section, Table, Text
from .word import listed, many, number, shown

__all__ = ["MISPRINT", "budget_table", "problem_table", "settings"]

MISPRINT = "misprint"  # in the name of a switch that shows what a misprint would do

_PAIRINGS = {
    "paired": "of a seed, all lanes have the same, and are compared in pairs",
    "independent": "each lane has its own, and nothing is compared in pairs",
}
_HEAD = ("Setting", "Value", "Default", "Note")
_Row = tuple[str | Cell, ...]


def settings(study: Study, problem: Problem, history_lanes: Iterable[LaneHistory]) -> Section:
    """Return the section with all settings of a study."""
    blocks: list[Block] = [
        Text(
            "A value in bold type is not the default; the note says so, too. With these settings and the "
            "versions named at the end, the race comes out the same to the last bit."
        ),
        problem_table(study, problem),
        budget_table(study, problem),
        Heading("Lanes"),
    ]
    names = lane_names(study)
    for name, lane, record in zip(names, study.lanes, history_lanes, strict=True):
        blocks += _lane_blocks(name, lane, record)
    return Section("Settings", tuple(blocks))


# ---------------------------------------- problem and budget


def problem_table(study: Study, problem: Problem) -> Table:
    """Return what is optimized, each setting beside its default."""
    spec = study.problem
    if isinstance(spec, SurfaceSpec):
        assert isinstance(problem, SurfaceProblem)
        return _surface_table(spec, problem)
    assert isinstance(problem, DataProblem)
    return _data_table(spec, problem)


def _surface_table(spec: SurfaceSpec, problem: SurfaceProblem) -> Table:
    surface = problem.surface
    rows: list[_Row] = [("Surface", surface.title, "", "")]
    if spec.expression:
        rows.append(("f(x, y)", spec.expression, "", "typed; it is parsed, not run as code"))
    if spec.domain:
        rows.append(("Domain", ", ".join(map(shown, spec.domain)), "", "left, right, bottom, top"))
    rows += _parameter_rows(surface.parameters, spec.parameters)
    usual = tuple(map(float, surface.starts[0]))
    start = tuple(map(float, problem.start))
    rows += [
        _row("Start (x, y)", _point(start), _point(usual)),
        _row("Gradient noise", shown(float(spec.noise)), "0", "standard deviation on each coordinate"),
        _row("Spread of the start", shown(float(spec.spread)), "0", "standard deviation, by seed"),
    ]
    return Table("The problem", _HEAD, tuple(rows))


def _point(values: Iterable[float]) -> str:
    return "(" + ", ".join(shown(value) for value in values) + ")"


def _data_table(spec: DataSpec, problem: DataProblem) -> Table:
    default = DataSpec()
    table, split = problem.table, problem.split
    classes = many(len(table.class_names), "class", "classes") if table.class_names else "numbers to predict"
    note = f"{len(table.targets):,} examples, {many(table.features.shape[1], 'feature')}, {classes}"
    parts = [len(part.targets) for part in (split.train, split.validation, split.test)]
    counts = "{:,} training, {:,} validation and {:,} test examples".format(*parts)
    rows: list[_Row] = [("Data", problem.dataset.title, "", note)]
    if spec.file is not None and spec.dataset == "file":
        digest = (
            f"SHA-256 {spec.file.sha256}" if spec.file.sha256 else "its content is not pinned by a SHA-256"
        )
        rows.append(("File", Path(spec.file.path).name, "", digest))
    rows += _parameter_rows(problem.dataset.parameters, spec.dataset_parameters)
    rows.append(("Model", problem.model.title, "", many(problem.params, "weight")))
    rows += _parameter_rows(problem.model.parameters, spec.model_parameters)
    rows += [
        _row("Standardised", shown(spec.standardise), shown(default.standardise)),
        _row("Split", _point(spec.split), _point(default.split), counts),
        _row("Split seed", str(spec.split_seed), str(default.split_seed)),
        _row("Wrong labels", shown(float(spec.label_noise)), "0", "share of the training examples"),
    ]
    return Table("The problem", _HEAD, tuple(rows))


def budget_table(study: Study, problem: Problem) -> Table:
    """Return how long, with which seeds, and to which target."""
    default = Study()
    rows: list[_Row] = []
    if isinstance(study.problem, SurfaceSpec):
        rows.append(_row("Steps", f"{study.steps:,}", f"{default.steps:,}"))
    else:
        rows.append(_row("Epochs", f"{study.epochs:,}", f"{default.epochs:,}"))
        rows.append(
            _row(
                "Evaluations an epoch",
                str(study.evaluations_per_epoch),
                str(default.evaluations_per_epoch),
                "of the loss over whole sets",
            )
        )
    rows.append(_row("Seeds", listed(map(str, study.seeds)), "0"))
    if len(study.lanes) > 1:
        rows.append(_row("Random numbers of lanes", study.pairing, "paired", _PAIRINGS[study.pairing]))
    automatic = "chosen from the problem before the race" if study.target is None else "set by hand"
    rows.append(("Target loss", number(target_loss(study, problem)), "", automatic))
    asked = listed(quantities[name].title for name in study.quantities)
    rows.append(_row("Measured besides", asked or "nothing", "nothing"))
    return Table("The budget", _HEAD, tuple(rows))


# ---------------------------------------- lanes


def _lane_blocks(name: str, lane: LaneSpec, record: LaneHistory) -> list[Block]:
    kind = optimizers[lane.optimizer]
    rows = _parameter_rows(kind.parameters, lane.hyperparameters, rule=True)
    plan = record.plan
    if plan.examples:
        usual = "full" if kind.batch_size is None else str(kind.batch_size)
        given = usual if lane.batch_size is None else str(lane.batch_size)
        note = (
            "all training examples"
            if plan.batch_size >= plan.examples
            else f"{plan.steps_per_epoch:,} steps an epoch"
        )
        rows.append(_row("batch size", given, usual, note))
    rows += _schedule_rows(lane)
    for spec in lane.filters:
        around = filters[spec.name]
        note = " The loss and all else are measured at this average." if around.stage == "average" else ""
        rows.append((around.title, Cell("on", "changed"), "none", f"around the step: {around.name}.{note}"))
        rows += _parameter_rows(around.parameters, spec.parameters, before="  ")
    for change in lane.changes:
        changed = Cell(f"{change.name} = {shown(change.value)}", "changed")
        rows.append((f"after step {change.step:,}", changed, "", "set while the race ran"))
    caption = name if name == kind.title else f"{name}: {kind.title}"
    found: list[Block] = [
        Table(caption, _HEAD, tuple(rows), note=f"Rule: {kind.reference}." if kind.reference else "")
    ]
    wrong = [
        parameter
        for parameter in kind.parameters
        if MISPRINT in parameter.name and lane.hyperparameters.get(parameter.name, parameter.default)
    ]
    found += [
        Text(f"{name} is raced with a misprint, on purpose. {parameter.help}", "warning")
        for parameter in wrong
    ]
    if kind.warning:
        found.append(Text(f"Known trap: {kind.warning}", "quiet"))
    return found


def _schedule_rows(lane: LaneSpec) -> list[_Row]:
    spec = lane.schedule
    if spec is None:
        return [("learning-rate schedule", "none", "none", "")]
    kind = schedules[spec.name]
    rows: list[_Row] = [
        ("learning-rate schedule", Cell(kind.title, "changed"), "none", "changed from the default")
    ]
    rows += _parameter_rows(kind.parameters, spec.parameters, before="  ")
    rows.append(
        _row("  warmup", shown(float(spec.warmup)), "0", "up to 1 a share of the race, above 1 steps")
    )
    return rows


def _parameter_rows(
    parameters: Iterable[Parameter], given: Mapping[str, Any], before: str = "", rule: bool = False
) -> list[_Row]:
    """Return a row for each parameter.

    Parameters
    ----------
    parameters : iterable of Parameter
    given : mapping
    before : str
        In front of each name.
    rule : bool
        Whether they belong to an update rule, of which switches and choices make another form.
    """
    known = tuple(parameters)
    values = check_values("report", known, given)
    rows = []
    for parameter in known:
        value = values[parameter.name]
        note = ""
        changed = shown(value) != shown(parameter.default)
        if changed and rule and MISPRINT in parameter.name:
            note = "a misprint, on purpose"
        elif changed and rule and parameter.kind in ("switch", "choice"):
            note = f"another form of the rule. {parameter.help}"
        name = f"{before}{parameter.name}" + (f" ({parameter.symbol})" if parameter.symbol else "")
        rows.append(_row(name, shown(value), shown(parameter.default), note))
    return rows


def _row(name: str, value: str, default: str, note: str = "") -> _Row:
    if value == default:
        return (name, value, default, note)
    mark = Cell(value, "warning" if note.startswith("a misprint") else "changed")
    return (name, mark, default, f"changed from the default; {note}" if note else "changed from the default")
