"""The report at the end of an experiment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["report_experiment"]


def report_experiment(folder: Path) -> list[Path]:
    """Write report.html, report.pdf and verdict.csv, or say why there are none: the numbers are there.

    Raises
    ------
    InputError
        If a file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        import PySide6.QtGui  # noqa: F401, the figures are drawn with it when all is composed

        from ..ui.report.experiment import write_experiment_report
    except ImportError as error:
        print(f"Descent Lab: no report, as Qt could not be loaded: {error}", file=sys.stderr)
        return []
    return write_experiment_report(folder)
