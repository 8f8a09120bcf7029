"""What one frame of the plots costs: eight lanes, the trajectory and two curve plots, 1600 × 1000.

Run from the repository's root: ``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python
tests/benchmark/plot_cost.py``.
Measured is the time of ``show_frame`` of the three plots and of painting them, for a race that grows from
frame to frame, and for a playhead that moves over a finished one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

FRAMES = 240


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def main() -> None:
    """Measure and print."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QSplitter

    from app.study.build import build_problem, build_race
    from app.study.spec import LaneSpec, Study, SurfaceSpec
    from app.ui import theme as themes
    from app.ui.colour import study_looks, with_colours
    from app.ui.frame import Frame, RaceView
    from app.ui.plots.curve_plot import CurvePlot
    from app.ui.plots.plot import Plot
    from app.ui.plots.trajectory_plot import TrajectoryPlot

    app = QApplication([])
    themes.apply(app, themes.LIGHT)
    rates = {
        "gradient_descent": 1e-3, "sgd": 1.2e-3, "momentum": 2e-4, "nesterov": 2e-4,
        "adagrad": 0.3, "rmsprop": 1e-3, "adadelta": 1.0, "adam": 3e-3,
    }  # fmt: skip
    lanes = tuple(LaneSpec(optimizer=name, hyperparameters={"lr": lr}) for name, lr in rates.items())
    splitter = QSplitter(Qt.Orientation.Horizontal)
    right = QSplitter(Qt.Orientation.Vertical)
    trajectory, first, second = TrajectoryPlot(), CurvePlot(), CurvePlot()
    second.set_quantity("gradient_norm")
    right.addWidget(first)
    right.addWidget(second)
    splitter.addWidget(trajectory)
    splitter.addWidget(right)
    splitter.resize(1600, 1000)
    splitter.setSizes([960, 640])
    splitter.show()
    app.processEvents()
    plots: list[Plot] = [trajectory, first, second]
    print(f"{'':44}{'show p50':>10}{'paint p50':>10}{'both p50':>10}{'p99':>8} ms")
    for steps, noise in ((500, 0.0), (5_000, 5.0), (100_000, 0.0), (100_000, 5.0)):
        study = with_colours(
            Study(problem=SurfaceSpec(surface="rosenbrock", noise=noise), lanes=lanes, steps=steps)
        )
        problem = build_problem(study)
        race = build_race(study, problem=problem)
        race.begin()
        view = RaceView(study, problem, race.history)
        looks = study_looks(study, themes.LIGHT, None, None)
        for plot in plots:
            plot.set_race(view)
        app.processEvents()
        for growing in (True, False):
            shown, painted = [], []
            for number in range(FRAMES):
                tick = (number + 1) * steps // FRAMES
                if growing:
                    race.advance(tick - race.tick)
                at = tuple(race.history.plan.step_at(lane, tick) for lane in range(len(lanes)))
                frame = Frame(view, tick, race.tick, at, looks)
                began = perf_counter()
                for plot in plots:
                    plot.show_frame(frame)
                middle = perf_counter()
                for plot in plots:
                    plot.viewport().repaint()
                shown.append(middle - began)
                painted.append(perf_counter() - middle)
                app.processEvents()
            both = [a + b for a, b in zip(shown, painted, strict=True)]
            what = f"{steps:,} steps, noise {noise:g}, {'growing' if growing else 'playing back'}"
            print(
                f"{what:44}{percentile(shown, 0.5):10.1f}{percentile(painted, 0.5):10.1f}"
                f"{percentile(both, 0.5):10.1f}{percentile(both, 0.99):8.1f}",
                flush=True,
            )


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
