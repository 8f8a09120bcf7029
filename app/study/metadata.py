"""What describes history.csv to people and programs: a file beside it, as in W3C's CSV on the Web."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from .. import __version__
from ..engine.history import History
from ..engine.problem import Problem
from .build import lane_names
from .file import study_to_json
from .history_table import exported_quantities
from .notation import lane_text
from .spec import Study
from .target import target_loss

__all__ = ["describe", "describe_column", "describe_lanes", "versions"]

_COLUMNS = (
    ("lane", "string", "The lane's name, different for each lane."),
    ("optimizer", "string", "The optimizer's name, as on the command line."),
    ("run", "integer", "The number of the run within the lane, from 0."),
    (
        "seed",
        "integer",
        "Decides the run's noise, shift of the start, initial weights and order of examples.",
    ),
    ("step", "integer", "Updates done before the value was measured; 0 is the start."),
    ("epoch", "number", "Passes over the training set done by then; empty on surfaces."),
    ("quantity", "string", "What was measured, see notes."),
    (
        "value",
        "number",
        "The value. inf is beyond the range of numbers and nan is undefined: a diverged run.",
    ),
)


def describe(study: Study, problem: Problem, history: History, table: str, sha256: str) -> dict[str, Any]:
    """Return columns, quantities, study, versions, checksum and seconds of each lane, ready for JSON.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
    table : str
        The name of history.csv, which stands beside.
    sha256 : str
        Of its content.
    """
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": table,
        "dc:title": study.title or "Descent Lab: history of a race",
        "dc:description": study.description,
        "dc:created": datetime.now(UTC).isoformat(timespec="seconds"),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [describe_column(*column, values=column[0] == "value") for column in _COLUMNS],
            "primaryKey": ["lane", "run", "quantity", "step"],
        },
        "notes": [
            {
                "sha256": sha256,
                "quantities": [
                    {
                        "name": quantity.name,
                        "title": quantity.title,
                        "symbol": quantity.symbol,
                        "unit": quantity.unit or "1",
                        "description": quantity.description,
                    }
                    for quantity in exported_quantities(problem, history)
                ],
                "target": _number(target_loss(study, problem)),
                "seeds": list(study.seeds),
                "lanes": describe_lanes(study, history, lane_names(study)),
                "versions": versions(),
                "study": json.loads(study_to_json(study)),
            }
        ],
    }


def describe_column(name: str, datatype: str, description: str, values: bool = False) -> dict[str, Any]:
    """Return a column as CSV on the Web has it; one of values may hold inf and nan."""
    found: dict[str, Any] = {
        "name": name,
        "titles": name,
        "datatype": datatype,
        "dc:description": description,
    }
    if values:  # the words are not numbers to CSV on the Web, which writes INF and NaN
        found["null"] = ["inf", "-inf", "nan"]
    return found


def describe_lanes(study: Study, history: History, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is to be known of each lane of a race besides its numbers, under these names."""
    return [
        {
            "lane": name,
            "notation": lane_text(lane),
            "steps": max(record.length - 1, 0),
            "planned_steps": record.plan.steps,
            "batch_size": record.plan.batch_size or None,
            "steps_per_epoch": record.plan.steps_per_epoch or None,
            "diverged_at": [int(step) if step >= 0 else None for step in record.diverged_at],
            "engine_seconds": float(record.seconds[record.length - 1]) if record.length else 0.0,
        }
        for name, lane, record in zip(names, study.lanes, history.lanes, strict=True)
    ]


def versions() -> dict[str, str]:
    """Return what the numbers may depend on: the app, Python, NumPy with its linear algebra, the machine."""
    blas = np.show_config(mode="dicts") or {}
    found = blas.get("Build Dependencies", {}).get("blas", {})
    return {
        "descent-lab": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{found.get('name', 'unknown')} {found.get('version', '')}".strip(),
        "platform": platform.platform(),
        "machine": platform.machine(),
    }


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
