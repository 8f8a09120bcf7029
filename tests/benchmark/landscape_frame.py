"""What a frame of the landscape costs: it turns at every frame while eight lanes run, 700 × 600.

Run from the repository's root: ``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python
tests/benchmark/landscape_frame.py``.
Another process steps eight lanes as fast as it computes, as the engine of the window does. Measured is the
time from the mouse's move to the picture: the camera, the relief, eight paths, painting. Beside it, for
comparison, the same relief as quads sorted from back to front and painted with QPainter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

FRAMES = 240
SURFACES = ("rosenbrock", "himmelblau", "saddle", "ackley")
# A second process that steps eight lanes, as the engine of the window does.
BUSY = """
import sys
sys.path.insert(0, ".")
from tests.benchmark.window_frame import study
from app.study.build import build_race
while True:
    race = build_race(study(100_000))
    race.begin()
    race.run()
"""


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def quads(plot: object, cells: int) -> float:
    """Return the median milliseconds of painting the relief as quads, from back to front."""
    import numpy as np
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

    scene = plot.scene_shown
    relief = scene.vista.relief
    image = QImage(700, 600, QImage.Format.Format_RGB32)
    times = []
    for turn in range(5):
        began = perf_counter()
        projection = scene.vista.camera.turned(20.0 * turn, 0.0).projection(700, 600)
        at = np.linspace(0, len(relief.height) - 1, cells + 1).astype(int)
        height = relief.height[np.ix_(at, at)]
        across, up = np.meshgrid(np.linspace(-1, 1, cells + 1), np.linspace(-1, 1, cells + 1))
        x, y, away = projection.place(across, up, height)
        order = np.argsort(-away[:-1, :-1].ravel())
        painter = QPainter(image)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, column in zip(*np.unravel_index(order, (cells, cells)), strict=True):
            shade = int(255 * height[row, column])
            painter.setBrush(QColor(shade, shade, 255))
            corners = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
            painter.drawPolygon(QPolygonF([QPointF(x[place], y[place]) for place in corners]))
        painter.end()
        times.append(perf_counter() - began)
    return percentile(times, 0.5)


def main() -> None:
    """Measure and print."""
    from PySide6.QtWidgets import QApplication

    from app.study.build import build_problem, build_race
    from app.study.spec import LaneSpec, Study, SurfaceSpec
    from app.ui import theme as themes
    from app.ui.colour import study_looks, with_colours
    from app.ui.frame import Frame, RaceView
    from app.ui.plots.trajectory_plot import TrajectoryPlot

    app = QApplication([])
    themes.apply(app, themes.LIGHT)
    rates = {
        "gradient_descent": 1e-3, "sgd": 1.2e-3, "momentum": 2e-4, "nesterov": 2e-4,
        "adagrad": 0.3, "rmsprop": 1e-3, "adadelta": 1.0, "adam": 3e-3,
    }  # fmt: skip
    lanes = tuple(LaneSpec(optimizer=name, hyperparameters={"lr": lr}) for name, lr in rates.items())
    busy = subprocess.Popen([sys.executable, "-c", BUSY], env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    print(f"{'':14}{'turning':>22}{'resting, lanes grow':>26}{'fine picture':>16}   ms")
    for name in SURFACES:
        study = with_colours(Study(problem=SurfaceSpec(surface=name), lanes=lanes, steps=20_000))
        problem = build_problem(study)
        race = build_race(study, problem=problem)
        race.begin()
        race.run()
        view = RaceView(study, problem, race.history)
        looks = study_looks(study, themes.LIGHT, None, None)

        def frame(tick: int, view: RaceView = view, looks: tuple = looks) -> Frame:
            return Frame(view, tick, tick, (tick,) * len(lanes), looks)

        plot = TrajectoryPlot()
        plot.resize(700, 600)
        plot.set_view("landscape")
        plot.set_race(view)
        plot.show()
        plot.show_frame(frame(20))
        app.processEvents()
        turning, resting = [], []
        for number in range(FRAMES):
            began = perf_counter()
            plot.set_camera(plot.scene_shown.vista.camera.turned(1.5, 0.0))
            plot.show_frame(frame(20 + number * 60))
            plot.viewport().repaint()
            turning.append(perf_counter() - began)
            app.processEvents()
        began = perf_counter()
        plot.settle()
        fine = 1000 * (perf_counter() - began)
        for number in range(FRAMES):
            began = perf_counter()
            plot.show_frame(frame(20 + number * 60))
            plot.viewport().repaint()
            resting.append(perf_counter() - began)
        text = [
            f"p50 {percentile(part, 0.5):5.1f}  p99 {percentile(part, 0.99):5.1f}"
            for part in (turning, resting)
        ]
        print(f"{name:14}{text[0]:>22}{text[1]:>26}{fine:16.0f}")
        if name == SURFACES[-1]:
            for cells in (60, 100, 200):
                print(f"{cells} × {cells} quads by QPainter: {quads(plot, cells):.0f} ms")
        plot.close()
    busy.kill()
    busy.wait()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
