"""120 frames of 800 x 500 pixels: what each format takes, how long the window waits, how soon it ends.

``.venv/bin/python tests/benchmark/animation_speed.py``
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from app.study.build import build_problem, build_race
from app.study.film.animation import Animation
from app.study.film.process import FilmOrder
from app.study.spec import LaneSpec, Study
from app.ui.exporter import Exporter
from app.ui.filming import Filming
from app.ui.race_plots import race_plots
from app.ui.theme import LIGHT

FORMATS = ("gif", "apng", "webp")
LANES = tuple(
    LaneSpec(optimizer=name, hyperparameters={"lr": lr})
    for name, lr in (("gradient_descent", 1e-3), ("momentum", 5e-4), ("adam", 0.05))
)


def main() -> None:
    """Print a row for each format and what is animated."""
    app = QApplication([])
    study = Study(steps=300, lanes=LANES)
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.begin()
    race.run()
    plots = [plot for _, plot in race_plots(study, problem, race.history, LIGHT)]
    print(f"{'':24} seconds   kB   longest turn   cancelled")
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMATS:
            for name, chosen in (("trajectory", plots[:1]), ("loss", plots[1:2]), ("stage", plots)):
                animation = Animation(form, 800, 500, rate=20, seconds=6.0, first=0, last=300)
                path = Path(folder) / f"{name}.{form}"
                begin = partial(Filming, FilmOrder(path, animation), chosen, LIGHT)
                took, turn = _export(begin)
                size = path.stat().st_size / 1000
                path.unlink()
                soon = _cancel(begin, path)
                row = f"{form:5} of {name:14} {took:8.2f} {size:6.0f}"
                print(f"{row} {1000 * turn:10.0f} ms {1000 * soon:9.0f} ms")
    del app


def _export(begin: partial[Filming]) -> tuple[float, float]:
    """Return the seconds it takes, and the longest between two turns of the event loop."""
    exporter, turns, ended = Exporter(), [perf_counter()], []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.append(perf_counter()))
    exporter.ended.connect(lambda *told: ended.append(told))
    timer.start()
    exporter.start(None, (), begin)
    while not ended:
        QCoreApplication.processEvents()
    timer.stop()
    exporter.stop()
    assert not ended[0][1], ended
    return turns[-1] - turns[0], max(after - before for before, after in pairwise(turns))


def _cancel(begin: partial[Filming], path: Path) -> float:
    """Return the seconds from the click until nothing is left, in the middle of it."""
    exporter = Exporter()
    exporter.start(None, (), begin)
    while exporter._filming is None or exporter._filming.asked < 40:
        QCoreApplication.processEvents()
    before = perf_counter()
    exporter.cancel()
    while exporter._leaving:
        QCoreApplication.processEvents()
    took = perf_counter() - before
    assert list(path.parent.iterdir()) == []
    return took


if __name__ == "__main__":
    main()
