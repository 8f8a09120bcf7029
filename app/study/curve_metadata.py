"""What describes the points of a curve plot where two races stand in one table: a file beside it."""

from __future__ import annotations

import json
from typing import Any

from ..engine.history import History
from ..engine.quantity import quantities
from .clock import CLOCKS
from .compared import PREFIX, Compared
from .curve import CurveSpec
from .file import study_to_json
from .lane_name import lane_names
from .metadata import describe_column, describe_lanes, versions
from .spec import Study

__all__ = ["describe_curve"]

_COLUMNS = (
    (
        "lane",
        "string",
        f"The lane's name, different for each lane. Those of the reference begin with “{PREFIX}”.",
    ),
    ("optimizer", "string", "The optimizer's name, as on the command line."),
    ("run", "integer", "The number of the run within the lane, from 0."),
    ("seed", "integer", "Decides the run's noise, start, initial weights and order of examples."),
    ("step", "integer", "Updates done before both values were measured; 0 is the start."),
    ("epoch", "number", "Passes over the training set done by then; empty on surfaces."),
)


def describe_curve(
    study: Study, history: History, compared: Compared, curve: CurveSpec, table: str, sha256: str
) -> dict[str, Any]:
    """Return columns, both studies, their lanes, versions and checksum, ready for JSON.

    Parameters
    ----------
    study : Study
    history : History
    compared : Compared
    curve : CurveSpec
        Of which x is named.
    table : str
        The name of the table, which stands beside.
    sha256 : str
        Of its content.
    """
    columns = [describe_column(*column) for column in _COLUMNS]
    columns += [
        describe_column(name, "number", _said(name), values=True) for name in (curve.x, curve.quantity)
    ]
    taken = lane_names(study)
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": table,
        "dc:title": f"{quantities[curve.quantity].title} of two races, the second as a reference",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns, "primaryKey": ["lane", "run", "step"]},
        "notes": [
            {
                "sha256": sha256,
                "lanes": describe_lanes(study, history, taken),
                "study": json.loads(study_to_json(study)),
                "reference": {
                    "title": compared.title,
                    "included": compared.has(curve),
                    "lanes": describe_lanes(compared.study, compared.history, compared.names(taken)),
                    "study": json.loads(study_to_json(compared.study)),
                },
                "versions": versions(),
            }
        ],
    }


def _said(name: str) -> str:
    return f"The clock “{name}” at this step." if name in CLOCKS else quantities[name].description
