"""Whether this installation works: the engine, the files, Qt. Used on a bundle before it is handed out."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from ..study.catalogue import KINDS, registry
from ..study.file import load_study
from ..study.film.request import parse_animation
from ..study.preset import list_presets, load_preset
from ..study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from .headless import race_into

__all__ = ["self_test"]

_LANES = (LaneSpec(optimizer="gradient_descent"), LaneSpec(optimizer="adam"))
_STUDIES = {
    "surface": Study(problem=SurfaceSpec(noise=0.1), lanes=_LANES, steps=50, seeds=(0, 1)),
    "data": Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=_LANES, epochs=2),
}
_ANIMATION = parse_animation("gif:size=320x200,seconds=0.5")
_FILES = ("history.csv", "history.csv-metadata.json", "summary.csv", "study.json", "stage.gif", "loss.pdf")
_REPORT = ("report.html", "report.pdf")


def self_test() -> int:
    """Run everything once in a temporary folder, print OK or what is wrong, and return the exit code."""
    problems = [f"there are no {kind}" for kind in KINDS if not len(registry(kind))]
    problems += [] if list_presets() else ["there are no presets"]
    for preset in list_presets():
        load_preset(preset.name)
    with tempfile.TemporaryDirectory(prefix="descent-lab-", ignore_cleanup_errors=True) as folder:
        for name, study in _STUDIES.items():
            problems += _try(study, Path(folder) / name)
    print("OK" if not problems else "\n".join(f"Self-test: {problem}." for problem in problems), flush=True)
    return 1 if problems else 0


def _try(study: Study, folder: Path) -> list[str]:
    again = folder / "again"
    with contextlib.redirect_stdout(io.StringIO()):
        code = race_into(study, folder, ("png", "svg", "pdf"), quiet=True, animation=_ANIMATION, report=True)
        code = code or race_into(load_study(folder / "study.json"), again, (), quiet=True)
    problems = [f"the race ended with code {code}"] if code else []
    problems += [
        f"{folder.name}/{file} was not written" for file in (*_FILES, *_REPORT) if not _size(folder / file)
    ]
    if _size(folder / "report.html") and load_study(folder / "report.html") != load_study(
        folder / "study.json"
    ):
        problems.append(f"the {folder.name} report has another study within")
    tables = [place / "history.csv" for place in (folder, again)]
    if all(map(_size, tables)) and tables[0].read_bytes() != tables[1].read_bytes():
        problems.append(f"the {folder.name} study raced twice gave different numbers")
    if not any(_size(path) for path in folder.glob("*.png")):
        problems.append(f"no picture of the {folder.name} study was drawn")
    return problems


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
