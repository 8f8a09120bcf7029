"""Frame time while a person moves about in a race of ten million recorded points.

Run from the repository's root, with a display or under
``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python tests/benchmark/recorded_frame.py [MILLIONS]``.

Eight lanes on Rosenbrock record 1.25 million steps each, as fast as it computes, in the window: trajectory,
two curve plots and the table are in sight. Then, each for some seconds, with posted mouse and wheel events:
the time line is dragged from end to end and back, the wheel zooms into a curve and out again, into the
trajectory and out again, the curve is dragged sideways while zoomed in, and the race is played back.

* Between: the time from one frame to the next while the playhead moves, and from one painting of the plot to
  the next where a plot is moved. The mouse tells of 62 places a second.
* A turn: the processor time of the window's thread in each sixtieth of a second, painting included. It does
  not depend on what else the machine does; a turn below 16.7 ms is a frame in time on a quiet one.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, thread_time

SECONDS = 5.0
EVERY_MS = 16


def main(millions: float) -> None:
    """Measure and print."""
    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp()
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
    from PySide6.QtGui import QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from app.ui.application import make_window
    from tests.benchmark.window_frame import percentile, study

    app = QApplication([])
    window = make_window(app)
    window.resize(1600, 960)
    window.show()
    session = window.session
    steps = round(millions * 1e6 / 8)

    def wait(done: Callable[[], bool], limit: float = 600.0) -> None:
        loop = QEventLoop()
        timer = QTimer()
        began = perf_counter()
        timer.timeout.connect(lambda: loop.quit() if done() or perf_counter() - began > limit else None)
        timer.start(5)
        loop.exec()
        timer.stop()

    class Paintings(QObject):
        """Notes frames, or when a widget is painted."""

        def __init__(self) -> None:
            super().__init__()
            self.times: list[float] = []

        def on_frame(self, frame: object) -> None:
            self.times.append(perf_counter())

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                self.times.append(perf_counter())
            return False

    paintings = Paintings()

    def report(name: str, turns: list[float]) -> None:
        gaps = [later - earlier for earlier, later in itertools.pairwise(paintings.times)][3:]
        line = f"{name:34} {len(gaps):5} pictures   between p50 {percentile(gaps, 0.5):5.1f} "
        line += f"p99 {percentile(gaps, 0.99):5.1f} ms   a turn p50 {percentile(turns, 0.5):5.1f} "
        print(line + f"p99 {percentile(turns, 0.99):5.1f} most {1000 * max(turns):5.1f} ms", flush=True)

    def measure(
        name: str,
        watched: QWidget | None,
        until: Callable[[], bool],
        events: Iterator[Callable[[], None]] | None = None,
    ) -> None:
        """Do one thing every 16 ms, and note what the window's thread spends in each of these."""
        paintings.times.clear()
        if watched is not None:
            watched.installEventFilter(paintings)
        else:
            session.frame_changed.connect(paintings.on_frame)
        turns: list[float] = []
        last = thread_time()

        def do() -> None:
            nonlocal last
            now = thread_time()
            turns.append(now - last)
            last = now
            if events is not None:
                next(events)()

        timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(do)
        timer.start(EVERY_MS)
        wait(until)
        timer.stop()
        if watched is not None:
            watched.removeEventFilter(paintings)
        else:
            session.frame_changed.disconnect(paintings.on_frame)
        wait(lambda: False, 0.3)
        report(name, turns)

    def passed() -> Callable[[], bool]:
        began = perf_counter()
        return lambda: perf_counter() - began >= SECONDS

    def mouse(widget: QWidget, kind: QEvent.Type, at: QPoint, held: bool = True) -> None:
        moves, left = kind == QEvent.Type.MouseMove, Qt.MouseButton.LeftButton
        none = Qt.MouseButton.NoButton
        place = QPointF(widget.mapToGlobal(at))
        event = QMouseEvent(
            kind, QPointF(at), place, none if moves else left, left if held else none,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.postEvent(widget, event)

    def wheel(widget: QWidget, at: QPoint, up: bool) -> None:
        event = QWheelEvent(
            QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, 60 if up else -60),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.postEvent(widget, event)

    def swing(period: int) -> Iterator[float]:
        """Yield from 0 to 1 and back, again and again."""
        for number in itertools.count():
            yield abs(1.0 - (2.0 * number / period + 1.0) % 2.0)

    def dragged(widget: QWidget, left: int, right: int, y: int) -> Iterator[Callable[[], None]]:
        mouse(widget, QEvent.Type.MouseButtonPress, QPoint(left, y))
        for share in swing(120):
            at = QPoint(round(left + share * (right - left)), y)
            yield lambda at=at: mouse(widget, QEvent.Type.MouseMove, at)

    def zoomed(widget: QWidget, at: QPoint) -> Iterator[Callable[[], None]]:
        for number in itertools.count():
            yield lambda up=number % 120 < 60: wheel(widget, at, up)

    window.document.adopt(study(steps), None)
    wait(lambda: session.race is not None and session.race.ticks == steps and not session.player.pending)
    session.set_speed(float("inf"))
    began = perf_counter()
    session.run()
    curve, plot = window.docks.curves[0].plot, window.trajectory.plot
    measure("while it records", None, lambda: session.state == "finished")
    took = perf_counter() - began
    plan = session.race.history.plan.nbytes / 2**20
    print(f"{8 * session.player.recorded:,} points recorded in {took:.1f} s, {plan:.0f} MiB")
    wait(lambda: False, 1.0)

    line = window.transport.timeline
    middle = line.height() // 2
    scrub = dragged(line, 8, line.width() - 8, middle)
    measure("dragging the time line", None, passed(), scrub)
    mouse(line, QEvent.Type.MouseButtonRelease, QPoint(line.width() - 8, middle), False)
    wait(lambda: False, 0.3)
    session.go_end()
    for name, each in (("a curve", curve), ("the trajectory", plot)):
        view = each.viewport()
        at = QPoint(view.width() // 2, view.height() // 2)
        measure(f"the wheel over {name}", view, passed(), zoomed(view, at))
        each.auto_range()
        wait(lambda: False, 0.3)
    view = curve.viewport()
    for _ in range(40):
        wheel(view, QPoint(view.width() // 2, view.height() // 2), True)
    wait(lambda: False, 0.3)
    pan = dragged(view, 80, view.width() - 80, view.height() // 2)
    measure("dragging a curve that is zoomed", view, passed(), pan)
    mouse(view, QEvent.Type.MouseButtonRelease, QPoint(view.width() - 80, view.height() // 2), False)
    curve.auto_range()
    session.set_speed(steps / 20.0)
    session.seek(0)
    session.run()
    measure("played back", None, passed())
    session.pause()
    window.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
