"""Frame time, input latency, engine speed and memory while eight lanes run flat out in the window.

Run from the repository's root, with a display or under
``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python tests/benchmark/window_frame.py``.

With ``landscape`` behind it, the surface is seen in three dimensions and turns at every frame.

* Frame: the time between two frames shown, and the time one frame takes (panels updated and painted).
* Input: another process writes the time into a pipe every 7 ms; the window reads it from its event loop, as
  it reads the events of the X server. What is measured is how long that takes.
* Engine: ticks a second of the same study, in the window's engine process and in a bare loop, no window.
* Memory: what the process gains during the race, against the history that the plan says.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

STEPS = 1_000_000
SENDER = """
import sys, time
while True:
    print(time.perf_counter(), flush=True)
    time.sleep(0.007)
"""


def percentile(values: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def resident() -> float:
    """Return the resident memory of this process in MiB, shared pages not counted."""
    fields = Path("/proc/self/statm").read_text().split()
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE") / 2**20


def bare_speed(steps: int) -> float:
    """Return ticks a second of the same race without a window, in a process of its own."""
    code = (
        "import os,sys\nfrom time import perf_counter\nsys.path.insert(0, '.')\n"
        "from tests.benchmark.window_frame import study\nfrom app.study.build import build_race\n"
        f"race = build_race(study({steps}))\nrace.begin()\nbegan = perf_counter()\nrace.run()\n"
        "print(race.ticks / (perf_counter() - began))"
    )
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    return float(
        subprocess.run(
            [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
        ).stdout
    )


def study(steps: int):
    """Return eight lanes on Rosenbrock."""
    from app.study.spec import LaneSpec, Study, SurfaceSpec

    rates = {
        "gradient_descent": 1e-3, "sgd": 1.2e-3, "momentum": 2e-4, "nesterov": 2e-4,
        "adagrad": 0.3, "rmsprop": 1e-3, "adadelta": 1.0, "adam": 3e-3,
    }  # fmt: skip
    lanes = tuple(LaneSpec(optimizer=name, hyperparameters={"lr": lr}) for name, lr in rates.items())
    return Study(problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)), lanes=lanes, steps=steps)


def main() -> None:
    """Measure and print."""
    from PySide6.QtCore import QEventLoop, QSocketNotifier, QTimer

    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp()
    from PySide6.QtWidgets import QApplication

    from app.ui.application import make_window

    app = QApplication([])
    window = make_window(app)
    window.resize(1600, 960)
    window.show()

    def wait(done: Callable[[], bool], limit: float = 120.0) -> None:
        loop = QEventLoop()
        timer = QTimer()
        began = perf_counter()
        timer.timeout.connect(lambda: loop.quit() if done() or perf_counter() - began > limit else None)
        timer.start(5)
        loop.exec()

    session = window.session
    bare = [bare_speed(STEPS)]
    window.document.adopt(study(STEPS), None)
    wait(lambda: session.race is not None and session.race.ticks == STEPS)
    session.set_speed(float("inf"))
    turning = "landscape" in sys.argv[1:]
    plot = window.trajectory.plot
    if turning:
        plot.set_view("landscape")
    before = resident()
    sender = subprocess.Popen([sys.executable, "-c", SENDER], stdout=subprocess.PIPE)
    assert sender.stdout is not None
    latencies: list[float] = []
    shown: list[float] = []
    costs: list[float] = []

    def on_input() -> None:
        now = perf_counter()
        data = os.read(sender.stdout.fileno(), 65536).decode()
        latencies.extend(now - float(line) for line in data.split("\n")[:-1] if line.count(".") == 1)

    notifier = QSocketNotifier(sender.stdout.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(on_input)
    show = window.showing.show_frame

    def on_frame(frame: object) -> None:
        began = perf_counter()
        shown.append(began)
        if turning:
            plot.set_camera(plot.scene_shown.vista.camera.turned(1.0, 0.0))
        show(frame)
        QTimer.singleShot(0, lambda: costs.append(perf_counter() - began))

    session.frame_changed.disconnect(window.showing.show_frame)
    session.frame_changed.connect(on_frame)
    began = perf_counter()
    session.run()
    wait(lambda: session.frame() is not None and session.frame().recorded >= STEPS)
    engine = STEPS / (perf_counter() - began)
    notifier.setEnabled(False)
    sender.kill()
    gained = resident() - before
    bare.append(bare_speed(STEPS))
    gaps = [later - earlier for earlier, later in itertools.pairwise(shown)][5:]
    alone = sum(bare) / len(bare)
    print(f"frames {len(shown)}")
    for name, values in (("between frames", gaps), ("one frame", costs), ("input latency", latencies)):
        p50, p99 = percentile(values, 0.5), percentile(values, 0.99)
        print(f"{name:16} p50 {p50:6.1f}  p99 {p99:6.1f} ms   (target p99 <= 25)")
    share = 100 * engine / alone
    print(f"engine           {engine:,.0f} ticks/s, alone {alone:,.0f}: {share:.0f} %   (target >= 95 %)")
    plan = session.race.history.plan.nbytes / 2**20
    print(f"memory           +{gained:.0f} MiB private beside the history of {plan:.0f} MiB")
    window.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
