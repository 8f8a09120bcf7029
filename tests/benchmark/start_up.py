"""How long until the window is painted, against importing the same libraries and painting two empty plots.

Run from the repository's root, under a display (Xvfb will do) or offscreen:
``.venv/bin/python tests/benchmark/start_up.py``. Both sides are started alternately as programs of their own,
and say when they have painted; the medians are compared. The app's side is the second start of
``python3 -m app``, its own set-up check and re-execution included. Both sides find compiled Python files, as
on any second start.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from time import perf_counter

ROUNDS = 11

BASELINE = """
import numpy, PySide6
import pyqtgraph as pg
from PySide6.QtCore import QTimer
app = pg.mkQApp()
window = pg.QtWidgets.QSplitter()
plots = [pg.PlotWidget(), pg.PlotWidget()]
for plot in plots:
    window.addWidget(plot)
window.resize(1280, 800)
window.show()
class Painted(pg.QtCore.QObject):
    def eventFilter(self, watched, event):
        if event.type() == event.Type.Paint:
            QTimer.singleShot(0, painted)
        return False
def painted():
    print("painted", flush=True)
    app.quit()
watch = Painted()
plots[1].viewport().installEventFilter(watch)
app.exec()
"""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return how long a command takes until it says that it has painted."""
    began = perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        spent = perf_counter() - began
    if process.returncode or said != "painted\n":
        sys.exit(f"{command[:4]} ended with {process.returncode} and said {said!r}.")
    return spent


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DESCENT_LAB_HOME": home, "DESCENT_LAB_PAINT_AND_QUIT": "1"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # The Python behind the environment, as a person's python3 is; no version manager's script around it.
        python = getattr(sys, "_base_executable", sys.executable)
        if not environment.get("DISPLAY"):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        sides = {
            "imports and two empty plots": [sys.executable, "-c", BASELINE],
            "python3 -m app, second start": [python, "-m", "app", "--window"],
        }
        times: dict[str, list[float]] = {name: [] for name in sides}
        for command in sides.values():
            seconds(command, environment)
        for _ in range(ROUNDS):
            for name, command in sides.items():
                times[name].append(seconds(command, environment))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, value in medians.items():
        print(f"{name:32} {value * 1000:7.0f} ms (median of {ROUNDS}, least {min(times[name]) * 1000:.0f})")
    base, app = medians.values()
    print(f"{'ratio':32} {app / base:7.2f}    (target: below 1.5)")


if __name__ == "__main__":
    main()
