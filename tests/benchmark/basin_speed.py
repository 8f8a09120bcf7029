"""A basin map of Adam on Himmelblau, 40,000 starts x 500 steps, against the bare engine loop over its rows.

Run ``python tests/benchmark/basin_speed.py`` from the repository's root. The bare loop is what a step cannot
do without: the optimizer's update, the oracle's next sample, the gradient; once over all rows at a time and
once over the same blocks of rows as the map. The map is all of it: starts, targets, blocks, the recorder, the
result put together. Measured in turns on one thread, in processor seconds, which other programs disturb less;
the ratio is the median over the turns.

The first coarse picture, in seconds of the clock: in the window (offscreen unless a display is set), from
opening the dock to the painted map, with processes that have to be started; from an edit, with warm ones; and
while a learning rate is dragged at 60 events a second, how many maps are shown.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

STEPS, LEVEL, TURNS = 500, 200, 9


def engine() -> None:
    """Measure the map against the bare loop and print."""
    import numpy as np

    from app.engine.optimizer import optimizers
    from app.engine.starts import StartsProblem
    from app.study.basin.block import BasinBlock, check_basin, run_block
    from app.study.basin.lattice import BLOCK_ROWS, LEVELS, block_count, block_places, starts_at
    from app.study.basin.map import BasinMap
    from app.study.spec import LaneSpec, Study, SurfaceSpec

    study = Study(
        problem=SurfaceSpec(surface="himmelblau"),
        lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),),
        steps=STEPS,
    )
    surface = check_basin(study)
    levels = LEVELS[: LEVELS.index(LEVEL) + 1]
    blocks = [BasinBlock(0, level, part) for level in levels for part in range(block_count(level))]
    parts = [starts_at(surface.domain, block_places(each.level, each.part)) for each in blocks]
    whole = [np.concatenate(parts)]
    assert len(whole[0]) == LEVEL * LEVEL

    def bare(rows: list[np.ndarray]) -> None:
        with np.errstate(all="ignore"):
            for starts in rows:
                problem = StartsProblem(surface, starts, 0)
                theta, oracle = problem.initial(), problem.oracle()
                grad = np.empty_like(theta)
                optimizer = optimizers["adam"](len(theta), 2, {"lr": 0.05}, "F")
                oracle.gradient(theta, grad)
                update, draw, gradient = optimizer.update, oracle.draw, oracle.gradient
                for _ in range(STEPS):
                    update(theta, grad, oracle)
                    draw()
                    gradient(theta, grad)

    def mapped() -> None:
        found = BasinMap()
        for block in blocks:
            found.put(block, run_block(study, block))
        assert found.level == LEVEL

    ways: dict[str, Callable[[], None]] = {
        "bare loop, all rows at once": lambda: bare(whole),
        f"bare loop, blocks of {BLOCK_ROWS:,}": lambda: bare(parts),
        "basin map": mapped,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(TURNS):
        for name, way in ways.items():
            began = process_time()
            way()
            seconds[name].append(process_time() - began)
    print(f"Adam on Himmelblau, {LEVEL * LEVEL:,} starts x {STEPS} steps, one thread, NumPy {np.__version__}")
    for name, times in seconds.items():
        ratios = [one / own for one, own in zip(seconds["basin map"], times, strict=True)]
        print(
            f"{name:32}{statistics.median(times):7.3f} s (least {min(times):.3f})"
            f"   map / this: {statistics.median(ratios):.2f} (target 1.5)"
        )


def window() -> None:
    """Measure the first picture and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp()
    import msgspec
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from app.study.spec import LaneSpec, Study, SurfaceSpec
    from app.ui.application import make_window

    app = QApplication([])
    found = make_window(app)
    found.resize(1600, 960)
    found.show()

    def wait(done: Callable[[], bool], limit: float = 60.0) -> float:
        loop, timer, began = QEventLoop(), QTimer(), perf_counter()
        timer.timeout.connect(lambda: loop.quit() if done() or perf_counter() - began > limit else None)
        timer.start(2)
        loop.exec()
        return perf_counter() - began

    def edited(rate: float) -> Study:
        lane = LaneSpec(optimizer="adam", hyperparameters={"lr": rate})
        return msgspec.structs.replace(study, lanes=(lane,))

    study = Study(problem=SurfaceSpec(surface="himmelblau"), steps=STEPS)
    found.session.open_study(edited(0.05))
    wait(lambda: found.session.race is not None)
    rest = perf_counter()
    wait(lambda: perf_counter() - rest > 1.0)
    dock = found.basins

    def painted() -> bool:
        return bool(dock.panel and dock.panel.plots and dock.panel.plots[0].ground.image is not None)

    began = perf_counter()
    found.docks.open("basins")
    wait(painted)
    found.grab()
    cold = perf_counter() - began
    wait(lambda: dock.maps.state == "done")
    fine = perf_counter() - began
    warm = []
    for turn in range(9):
        wait(lambda: dock.maps.state == "done")
        began = perf_counter()
        found.session.edit(edited(0.06 + 0.01 * turn))
        wait(painted_of(dock, 0.06 + 0.01 * turn))
        warm.append(perf_counter() - began)
    wait(lambda: dock.maps.state == "done")
    seen: set[float] = set()
    dock.maps.changed.connect(lambda: note(dock, seen))
    events, began = 0, perf_counter()
    while perf_counter() - began < 3.0:
        events += 1
        found.session.edit(edited(0.05 + 1e-4 * events), "learning rate", "lr")
        due = began + events / 60
        wait(lambda due=due: perf_counter() >= due)
    dragged = len(seen)
    print(f"First picture from opening the dock, processes to be started: {cold:.2f} s (target 0.5)")
    print(f"All {LEVEL * LEVEL:,} starts of one lane from opening the dock: {fine:.2f} s")
    print(f"First picture from an edit, median of {len(warm)}: {statistics.median(warm):.3f} s (target 0.5)")
    print(f"Dragged for 3 s at {events / 3:.0f} edits a second: {dragged / 3:.1f} maps a second")
    found.close()


def painted_of(dock: object, rate: float) -> Callable[[], bool]:
    """Return whether the map with a learning rate is there."""

    def holds() -> bool:
        view = dock.maps.view
        return view.study.lanes[0].hyperparameters["lr"] == rate and view.maps[0].level > 0

    return holds


def note(dock: object, seen: set[float]) -> None:
    """Remember the learning rates of which there has been a map."""
    view = dock.maps.view
    if view is not None and view.maps[0].level:
        seen.add(view.study.lanes[0].hyperparameters["lr"])


if __name__ == "__main__":
    engine()
    window()
