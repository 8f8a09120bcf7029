"""One quantity against another over many recorded points: what a picture costs the window's thread.

``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python tests/benchmark/portrait_frame.py 10``: eight lanes
with ten million points in all, a plot of 640 x 420. Processor time, so that it does not depend on what else
the machine does; the first row is the usual plot against steps.

* first: from choosing the axis to the whole picture, in turns of the event loop; the longest of them.
* scrub, play, zoom, hover: a playhead that is dragged, a race that goes on, a view that is narrowed and
  widened by tenths, a cursor over the plot. Each with painting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import thread_time

AXES = (("steps", "loss"), ("distance", "loss"), ("loss", "gradient_norm"), ("step_length", "loss"))
TIMES = 60


def main(millions: float) -> None:
    """Measure and print."""
    from PySide6.QtCore import QPointF
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.ui.plots.curve_plot import CurvePlot
    from tests.benchmark.window_frame import percentile, study
    from tests.ui.plots.racing import Racing

    app = QApplication([])
    steps = round(millions * 1e6 / 8)
    racing = Racing(study(steps))
    end = racing.frame()
    for x, quantity in AXES:
        plot = CurvePlot()
        plot.resize(640, 420)
        plot.set_quantity(quantity)
        plot.set_x(x)
        plot.set_log(x != "steps", True)
        plot.show()
        plot.set_race(racing.view)

        def spent(do: Callable[[], object], plot: CurvePlot = plot) -> float:
            began = thread_time()
            do()
            plot.grab()
            return thread_time() - began

        turns = [spent(lambda: plot.show_frame(end))]  # noqa: B023 (done at once)
        while getattr(plot._curves, "pending", False):
            turns.append(spent(app.processEvents))
        said = f"first {1000 * sum(turns):4.0f} in {len(turns):2} turns, most {1000 * max(turns):3.0f} ms"

        def zoom(number: int, plot: CurvePlot = plot) -> None:
            plot.box.scaleBy((0.9, 0.9) if number % 30 < 15 else (1 / 0.9, 1 / 0.9))
            plot.box.sigRangeChangedManually.emit([True, True])  # as the wheel does

        width, height = plot.box.rect().width(), plot.box.rect().height()
        places = [
            QPointF(width * (n + 1) / TIMES, height * (0.2 + 0.6 * (7 * n % 31) / 31)) for n in range(TIMES)
        ]
        for name, do in (
            ("scrub", lambda n: plot.show_frame(racing.frame(steps * (n + 1) // TIMES))),  # noqa: B023
            ("play", lambda n: plot.show_frame(racing.frame(steps - 10 * (TIMES - n)))),  # noqa: B023
            ("zoom", zoom),
            ("hover", lambda n: plot.hover(places[n])),  # noqa: B023
        ):
            plot.auto_range()
            times = [spent(lambda n=n, do=do: do(n)) for n in range(TIMES)]
            said += f"   {name} p50 {percentile(times, 0.5):4.1f} p99 {percentile(times, 0.99):4.1f}"
        print(f"{quantity} against {x}".ljust(32) + said, flush=True)
        QTest.qWait(400)  # until the view rests
        plot.close()
        plot.deleteLater()
        app.processEvents()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
