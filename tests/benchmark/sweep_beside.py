"""The window while a sweep runs on all cores: its frames and its input, with workers that give way or not.

Run from the repository's root, with a display or under
``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python tests/benchmark/sweep_beside.py [ROUNDS]``.

A race of eight lanes plays; in turn there is no sweep, a sweep whose processes have the usual priority, and
one whose processes give way, as those of the window do.

* Frame: the time between two frames shown.
* Input: another process writes the time into a pipe every 7 ms; the window reads it from its event loop.
* Sweep: blocks' work done a second, in the race's presence; and without it, where giving way costs nothing.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from unittest import mock

SECONDS = 6.0
STEPS = 60_000
PLAYED = 60.0  # seconds of the whole race: it does not end while it is measured
KINDS = ("no sweep", "usual", "gives way")


def sweep() -> object:
    """Return a sweep of some minutes."""
    from app.study.experiment.spec import Axis, SweepSpec
    from app.study.spec import LaneSpec, Study, SurfaceSpec

    return Study(
        problem=SurfaceSpec(surface="rosenbrock", spread=0.1),
        lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.01}),),
        steps=4000,
        seeds=tuple(range(100)),
        experiment=SweepSpec(axes=(Axis(lane=0, name="lr", spacing="log", low=1e-4, high=1.0, count=400),)),
    )


def main(rounds: int) -> None:
    """Measure and print."""
    from PySide6.QtCore import QEventLoop, QSocketNotifier, QTimer

    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp()
    from PySide6.QtWidgets import QApplication

    from app.study.experiment.processes import ProcessExecutor
    from app.study.experiment.shelf import Shelf
    from app.ui.application import make_window
    from app.ui.experiment_session import ExperimentSession
    from tests.benchmark.window_frame import SENDER, percentile, study

    app = QApplication([])
    window = make_window(app)
    window.resize(1600, 960)
    window.show()

    def wait(seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    session = window.session
    wait(1.0)
    session.open_study(study(STEPS))
    wait(2.0)
    session.set_speed(STEPS / PLAYED)
    sender = subprocess.Popen([sys.executable, "-c", SENDER], stdout=subprocess.PIPE)
    assert sender.stdout is not None
    shown: list[float] = []
    latencies: list[float] = []

    def on_input() -> None:
        now = perf_counter()
        data = os.read(sender.stdout.fileno(), 65536).decode()
        latencies.extend(now - float(line) for line in data.split("\n")[:-1] if line.count(".") == 1)

    notifier = QSocketNotifier(sender.stdout.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(on_input)
    session.frame_changed.connect(lambda frame: shown.append(perf_counter()))

    made = {"gives way": ProcessExecutor, "usual": lambda *given, **named: ProcessExecutor(*given)}

    def play() -> None:
        session.go_start()
        session.run()

    def measured(kind: str, playing: bool) -> tuple[list[float], list[float], float]:
        run = ExperimentSession(Shelf(tempfile.mkdtemp()))
        if kind != "no sweep":
            with mock.patch("app.ui.experiment_session.ProcessExecutor", made[kind]):
                run.begin(sweep())
            wait(3.0)  # processes start, long lanes are gauged
        if playing:
            play()
        shown.clear()
        latencies.clear()
        before, began = run.share, perf_counter()
        wait(SECONDS)
        done = (run.share - before) / (perf_counter() - began)
        session.pause()
        gaps = [later - earlier for earlier, later in itertools.pairwise(shown)]
        found = gaps, list(latencies), done
        run.shutdown()
        return found

    sums: dict[tuple[str, bool], tuple[list[float], list[float], list[float]]] = {}
    for _ in range(rounds):
        for playing in (True, False):
            for kind in KINDS:
                if playing or kind != "no sweep":
                    gaps, late, done = measured(kind, playing)
                    held = sums.setdefault((kind, playing), ([], [], []))
                    held[0].extend(gaps)
                    held[1].extend(late)
                    held[2].append(done)
    for (kind, playing), (gaps, late, done) in sums.items():
        words = "playing" if playing else "resting"
        text = (
            f"{kind:10} {words}: input p50 {percentile(late, 0.5):6.1f}  p99 {percentile(late, 0.99):6.1f} ms"
        )
        if playing:
            text += f", between frames p50 {percentile(gaps, 0.5):6.1f}  p99 {percentile(gaps, 0.99):6.1f} ms"
        if kind != "no sweep":
            text += f", sweep {100 * sum(done) / len(done):.2f} % of the whole a second"
        print(text)
    sender.kill()
    window.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
