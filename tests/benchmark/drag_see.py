"""How often the whole picture is redrawn while something is dragged: eight lanes of 2,000 steps on a surface.

Run from the repository's root, with a display or under
``xvfb-run -s "-screen 0 1600x1000x24" .venv/bin/python tests/benchmark/drag_see.py``.

A mouse moves at 125 events a second, posted to the widget, back and forth: over a decade of one lane's
learning rate, the start over the surface, a parameter of the surface. Counted is what was painted of another
race than before: paths that were raced with a value the mouse has gone over. The delay is from a move to the
painting of the race with its value. What a redraw costs each of the two processes in processor time does not
depend on what else the machine does.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

STEPS = 2000
SECONDS = 5.0
MOVES_A_SECOND = 125


def engine_time(pid: int | None) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    os.environ["DESCENT_LAB_HOME"] = tempfile.mkdtemp()
    import math

    from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from app.study.spec import Study, SurfaceSpec
    from app.ui.application import make_window
    from app.ui.controls.parameter_control import ParameterControl
    from tests.benchmark.window_frame import percentile, study

    app = QApplication([])
    window = make_window(app)
    window.resize(1600, 960)
    window.show()
    session, plot = window.session, window.trajectory.plot

    def wait(done: Callable[[], bool], limit: float = 60.0) -> None:
        loop = QEventLoop()
        timer = QTimer()
        began = perf_counter()
        timer.timeout.connect(lambda: loop.quit() if done() or perf_counter() - began > limit else None)
        timer.start(5)
        loop.exec()

    class Painted(QObject):
        """Counts paintings that show another race than the one before."""

        def __init__(self) -> None:
            super().__init__()
            self.times: list[float] = []
            self.delays: list[float] = []
            self.edits: dict[object, float] = {}
            self._last: object = None

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            race = plot.race
            if event.type() == QEvent.Type.Paint and race is not None and race.history is not self._last:
                self._last = race.history
                now = perf_counter()
                self.times.append(now)
                known = self.edits.get((race.study.problem, tuple(map(repr, race.study.lanes))).__repr__())
                if known is not None:
                    self.delays.append(now - known)
            return False

    def open_study(opened: Study) -> None:
        window.document.adopt(opened, None)
        wait(lambda: session.race is not None and session.race.ticks == STEPS and not session.player.pending)
        session.set_speed(math.inf)
        session.run()
        wait(lambda: session.state == "finished")

    def drag(name: str, widget: QWidget, place: Callable[[float], QPoint]) -> None:
        painted = Painted()
        plot.viewport().installEventFilter(painted)

        def post(kind: QEvent.Type, point: QPoint, held: bool) -> None:
            button = Qt.MouseButton.LeftButton
            event = QMouseEvent(
                kind,
                QPointF(point),
                QPointF(widget.mapToGlobal(point)),
                Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button,
                button if held else Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.postEvent(widget, event)

        post(QEvent.Type.MouseButtonPress, place(0.0), True)
        began, spent = perf_counter(), (process_time(), engine_time(session.player.worker.pid))

        def move() -> None:
            passed = (perf_counter() - began) / SECONDS
            post(QEvent.Type.MouseMove, place(abs(1.0 - (20.0 * passed) % 2.0)), True)

        def note(edited: Study) -> None:
            key = (edited.problem, tuple(map(repr, edited.lanes))).__repr__()
            painted.edits[key] = perf_counter()

        session.study_changed.connect(note)
        timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(move)
        timer.start(round(1000 / MOVES_A_SECOND))
        wait(lambda: perf_counter() - began >= SECONDS)
        timer.stop()
        now = process_time(), engine_time(session.player.worker.pid)
        window_ms, engine_ms = (
            1000 * (after - before) / max(len(painted.times), 1)
            for before, after in zip(spent, now, strict=True)
        )
        post(QEvent.Type.MouseButtonRelease, place(1.0), False)
        wait(lambda: not session.player.pending)
        session.study_changed.disconnect(note)
        plot.viewport().removeEventFilter(painted)
        gaps = [later - before for before, later in zip(painted.times, painted.times[1:], strict=False)]
        rate = len(painted.times) / SECONDS
        print(
            f"{name:36} {rate:5.1f} redraws/s   gap p50 {percentile(gaps, 0.5):5.1f} p95 "
            f"{percentile(gaps, 0.95):5.1f} ms   delay p50 {percentile(painted.delays, 0.5):5.1f} p95 "
            f"{percentile(painted.delays, 0.95):5.1f} ms   processor time a redraw: window {window_ms:4.1f}, "
            f"engine {engine_ms:4.1f} ms"
        )

    def control(name: str, within: QWidget) -> ParameterControl:
        return next(each for each in within.findChildren(ParameterControl) if each.parameter.name == name)

    def slide(name: str, chosen: ParameterControl, part: float) -> None:
        """Drag over a part of the slider's range around where it stands."""
        slider = chosen.slider
        assert slider is not None
        wait(slider.isVisible, 5.0)
        room, here = slider.width() - 14, slider.value() / 1000
        low = min(max(here - part / 2, 0.0), 1.0 - part)
        drag(name, slider, lambda share: QPoint(round(7 + room * (low + part * share)), slider.height() // 2))

    open_study(study(STEPS))
    cards = window.study_panel.lanes.list.cards
    for index in (3, 7):  # Nesterov and Adam
        cards[index].set_open(True)
        wait(lambda: False, 0.2)
        chosen = control("lr", cards[index])
        low, high = chosen.parameter.slider
        slide(f"lr of {session.looks[index].name}, one decade", chosen, 1.0 / math.log10(high / low))

    def at(share: float) -> QPoint:
        place = plot.box.mapViewToScene(QPointF(-1.2 + 1.4 * share, 1.0 + 0.8 * math.sin(5 * share)))
        return plot.mapFromScene(place)

    open_study(study(STEPS))
    drag("the start, all eight lanes", plot.viewport(), at)
    ravine = Study(problem=SurfaceSpec(surface="ravine"), lanes=study(STEPS).lanes, steps=STEPS)
    open_study(ravine)
    form = window.study_panel.problem.surface_editor.form
    first = next(each for each in form.findChildren(ParameterControl) if each.slider is not None)
    slide(f"{first.parameter.name} of the ravine, all eight lanes", first, 0.5)
    window.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
