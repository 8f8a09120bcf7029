"""What the program holds: memory, objects, threads, descriptors; and what may add to it."""

from __future__ import annotations

import gc
import math
import os
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QPropertyAnimation
from PySide6.QtWidgets import QApplication

from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui import theme as themes
from app.ui.window import MainWindow

PANELS = ("study", "table", "inspector", "help", "curve2", "curve3", "curve4", "curve5")
LANES = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="sgd", hyperparameters={"lr": 1e-3}))
STUDIES = (
    Study(problem=SurfaceSpec(surface="himmelblau"), lanes=LANES, steps=90),
    Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=LANES, epochs=3),
    Study(problem=SurfaceSpec(surface="saddle"), lanes=LANES[:1], steps=70, seeds=(0, 1, 2)),
)


def memory(pid: int | None = None) -> dict[str, float]:
    """Return the memory of a process in MiB: its own (``anon``) and what it has mapped of the history."""
    lines = Path(f"/proc/{pid or os.getpid()}/status").read_text().splitlines()
    found = {line.split(":")[0]: float(line.split()[1]) / 1024 for line in lines if line.startswith("Rss")}
    return {"anon": found["RssAnon"], "shared": found["RssShmem"]}


def holdings(window: MainWindow) -> dict[str, int]:
    """Return how much there is of what can be counted exactly, once what is due has been thrown away."""
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete: a test has no event loop of the first level
    QApplication.processEvents()
    gc.collect()
    scenes = [plot.scene() for plot in plots(window)]
    return {
        "objects of Qt below the window": sum(not _passes(each) for each in window.findChildren(QObject)),
        "objects of Qt below the session": len(window.session.findChildren(QObject)),
        "top-level widgets": len(QApplication.topLevelWidgets()),
        "items of the plots": sum(len(scene.items()) for scene in scenes),
        "objects of Qt that Python knows": len(shiboken6.getAllValidWrappers()),
        "objects of Python": sum(
            not str(type(each).__module__).startswith("pytest") for each in gc.get_objects()
        ),
        "threads": threading.active_count(),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "blocks mapped": sum(
            "descent-lab-" in line for line in Path("/proc/self/maps").read_text().splitlines()
        ),
    }


def _passes(each: QObject) -> bool:
    """Return whether it is Qt's own and goes by itself: how docks move to their places."""
    return isinstance(each, QPropertyAnimation)


def kinds() -> Counter[str]:
    """Return how many objects of each class there are, to find what has grown."""
    gc.collect()
    return Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())


def plots(window: MainWindow) -> list:
    """Return all plots there are."""
    return [window.trajectory.plot, *(panel.plot for panel in window.docks.curves)]


def run_and_reset(window: MainWindow, wait: Callable[[Callable[[], bool]], None], number: int) -> None:
    """Run the race to its end, and reset it."""
    session = window.session
    session.set_speed(math.inf)
    session.run()
    wait(lambda: session.state == "finished")
    session.reset()
    wait(lambda: session.race is not None and session.state == "idle" and not session.player.pending)


def open_study(window: MainWindow, wait: Callable[[Callable[[], bool]], None], number: int) -> None:
    """Open another study, on a surface or on data, and run it."""
    session = window.session
    window.document.adopt(STUDIES[number % len(STUDIES)], None)
    wait(lambda: session.race is not None and not session.player.pending)
    session.set_speed(math.inf)  # not before: a race that is shown comes with the speed that is chosen for it
    session.run()
    wait(lambda: session.state == "finished")


def open_and_close(window: MainWindow, wait: Callable[[Callable[[], bool]], None], number: int) -> None:
    """Close a panel and open it, or the other way round."""
    dock = window.docks[PANELS[number % len(PANELS)]]
    for _ in range(2):
        dock.toggleViewAction().trigger()
        QApplication.processEvents()


def switch_theme(window: MainWindow, wait: Callable[[Callable[[], bool]], None], number: int) -> None:
    """Go to the other theme and back."""
    for theme in (themes.DARK, themes.LIGHT):
        window.show_theme(theme)
        QApplication.processEvents()
