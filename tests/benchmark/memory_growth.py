"""Whether memory grows: through a long race, and through what a person does again and again.

Run from the repository's root, with a display or under
``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python tests/benchmark/memory_growth.py [cycles | MINUTES]``.

* ``cycles``: 500 times Run to the end and Reset, 200 panels opened and closed, 50 times both themes, 48
  studies opened and run one after the other. After a warm-up it prints what there is of each kind, and again
  at the end.
* MINUTES (5 if nothing is given; 60 is the hour): eight lanes on Rosenbrock at 500 steps a second for so
  long. It prints the memory of window and engine against the documented bound, and the slope after a quarter.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

SPEED = 500
# What docs/architecture.md says under "Memory": MiB, and a share of the history's plan.
BOUND = {"window": (120.0, 0.2), "engine": (40.0, 0.0)}
# Qt's own store of pictures (QPixmapCache) fills up to its 10 MiB through a thousand races; after that it is
# no growth. With a store of 100 KiB there is none from the first.
WARM = {"Run and Reset": 1000, "panel opened and closed": 50, "both themes": 5, "study opened": 24}
CYCLES = {"Run and Reset": 500, "panel opened and closed": 200, "both themes": 50, "study opened": 48}


def slope(points: list[tuple[float, float]]) -> float:
    """Return the least-squares slope of (seconds, MiB) in MiB an hour."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    square = sum((x - mean_x) ** 2 for x, _ in points)
    return 3600.0 * sum((x - mean_x) * (y - mean_y) for x, y in points) / square


def main(what: str) -> None:
    """Measure and print."""
    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp()
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from app.ui.application import _collect_here, make_window
    from tests import growth
    from tests.benchmark.window_frame import study

    app = QApplication([])
    window = make_window(app)
    window.resize(1600, 960)
    window.show()
    _collect_here(window)  # as the program does: garbage on this thread
    session = window.session

    def wait(done: Callable[[], bool], limit: float = 120.0) -> None:
        loop = QEventLoop()
        timer = QTimer()
        began = perf_counter()
        timer.timeout.connect(lambda: loop.quit() if done() or perf_counter() - began > limit else None)
        timer.start(2)
        loop.exec()
        timer.stop()

    def opened(steps: int) -> None:
        window.document.adopt(study(steps), None)
        wait(lambda: session.race is not None and session.race.ticks == steps and not session.player.pending)

    def cycles() -> None:
        opened(300)
        session.set_speed(float("inf"))
        for (name, count), do in zip(
            CYCLES.items(),
            (growth.run_and_reset, growth.open_and_close, growth.switch_theme, growth.open_study),
            strict=True,
        ):
            warm = WARM[name]
            for number in range(warm):
                do(window, wait, number)
            wait(lambda: False, 1.0)
            kinds, before = growth.kinds(), growth.holdings(window)
            at_first = growth.memory()["anon"], growth.memory(session.player.worker.pid)["anon"]
            for number in range(warm, warm + count):
                do(window, wait, number)
            wait(lambda: False, 1.0)
            at_last = growth.memory()["anon"], growth.memory(session.player.worker.pid)["anon"]
            after = growth.holdings(window)
            print(f"{name}: {warm} to warm up, then {count}")
            for who, first, last in zip(("window", "engine"), at_first, at_last, strict=True):
                print(
                    f"  {who:8} {first:6.1f} -> {last:6.1f} MiB   "
                    f"{1024 * (last - first) / (count):+.2f} KiB each"
                )
            for key, first in before.items():
                mark = "" if after[key] <= first else f"   {(after[key] - first) / (count):+.3f} each"
                print(f"  {key:34} {first:8,} -> {after[key]:8,}{mark}")
            for kind, more in (growth.kinds() - kinds).most_common(6):
                print(f"      {more:+7,} {kind}")
            sys.stdout.flush()

    def long_run(minutes: float) -> None:
        steps = int(SPEED * 60 * minutes)
        opened(steps)
        plan = session.race.history.plan.nbytes / 2**20
        session.set_speed(SPEED)
        session.run()
        began = perf_counter()
        seen: dict[str, list[tuple[float, float]]] = {"window": [], "engine": []}
        shared = dict.fromkeys(seen, 0.0)
        while session.state == "running":
            wait(lambda: session.state != "running", 2.0)
            now = perf_counter() - began
            for who, pid in (("window", None), ("engine", session.player.worker.pid)):
                found = growth.memory(pid)
                seen[who].append((now, found["anon"]))
                shared[who] = found["shared"]
        total = perf_counter() - began
        print(
            f"{total / 60:.1f} minutes, {session.player.recorded:,} steps of 8 lanes; the plan is {plan:.1f} "
            "MiB"
        )
        for who, points in seen.items():
            late = [point for point in points if point[0] > 0.25 * total]
            most = max(value for _, value in points)
            bound = BOUND[who][0] + BOUND[who][1] * plan
            print(
                f"{who:7} own memory at 25 % {late[0][1]:6.1f}, at the end {late[-1][1]:6.1f}, most "
                f"{most:6.1f} MiB (bound {bound:.0f}); slope after 25 % {slope(late):+6.2f} MiB/h; "
                f"mapped of the history {shared[who]:6.1f} MiB"
            )
        wait(lambda: False, 1.0)

    cycles() if what == "cycles" else long_run(float(what))
    window.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(sys.argv[1] if len(sys.argv) > 1 else "5")
