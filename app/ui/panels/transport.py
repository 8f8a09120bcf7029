"""The transport: run, pause, step, step back, reset, speed, and the time line."""

from __future__ import annotations

import math
from time import perf_counter

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ..controls.combo import Combo
from ..controls.label import StillLabel
from ..frame import Frame, RaceView
from ..icon import icon
from ..playhead import MOST_AHEAD
from ..theme import Theme
from .bookmark import Bookmark, Bookmarks
from .timeline import Timeline

__all__ = ["SPEEDS", "Transport"]

# Seconds for the whole race stand first: right for 100 steps and for 100,000.
SPEEDS: tuple[tuple[str, float, float], ...] = (
    ("Whole race in 10 s", 10.0, 0.0),
    ("Whole race in 30 s", 30.0, 0.0),
    ("1 step / s", 0.0, 1.0),
    ("5 steps / s", 0.0, 5.0),
    ("20 steps / s", 0.0, 20.0),
    ("60 steps / s", 0.0, 60.0),
    ("200 steps / s", 0.0, 200.0),
    ("1,000 steps / s", 0.0, 1000.0),
    ("As fast as it computes", 0.0, math.inf),
)
_ICON = QSize(18, 18)
_EVERY = 0.03  # seconds between two looks for bookmarks while a race runs; each has few new rows
_USUAL = "step 100,000 of 100,000"  # so that most races find as much room
_HINT = "Press Run; then drag here to see any step again"


class Transport(QWidget):
    """The bar below the plots.

    Parameters
    ----------
    actions : dict of QAction
        The window's, by name: run, step, step_back, go_start, go_end, reset, loop.
    """

    scrubbed = Signal(int)
    speed_changed = Signal(float)

    def __init__(self, actions: dict[str, QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._race: RaceView | None = None
        self._state = "idle"
        self._bookmarks: Bookmarks | None = None
        self._looked = -math.inf
        self.run_button = QPushButton("Run")
        self.run_button.setProperty("primary", True)
        self.run_button.setMinimumWidth(128)  # of the longest of its texts: what stands beside it stays
        self.run_button.setToolTip(f"{actions['run'].toolTip()}")
        self.run_button.clicked.connect(actions["run"].trigger)
        self.buttons = {
            name: self._tool(actions[name])
            for name in ("go_start", "step_back", "step", "go_end", "loop", "reset")
        }
        self.timeline = Timeline()
        self.timeline.scrubbed.connect(self.scrubbed)
        self.position = StillLabel(_USUAL)
        self.position.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.speed = Combo()
        self.speed.setMinimumContentsLength(15)
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip(
            "How fast the race is shown. A step here is one of the lane with the smallest batch; the engine "
            "computes no further than what is shown, so that a change takes effect at the next step."
        )
        for text, _, _ in SPEEDS:
            self.speed.addItem(text)
        self.speed.currentIndexChanged.connect(self._on_speed_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.run_button)
        row.addSpacing(4)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self.timeline, 1)
        row.addWidget(self.position)
        row.addSpacing(4)
        row.addWidget(self.speed)
        self.set_state("idle")
        self.apply_theme(theme)

    def _tool(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(_ICON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(action.text().replace("&", ""))
        return button

    @property
    def ticks_a_second(self) -> float:
        """Return the chosen speed for the present race."""
        _, whole, rate = SPEEDS[self.speed.currentIndex()]
        ticks = self._race.ticks if self._race else 500
        return max(ticks / whole, 1.0) if whole else rate

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.timeline.apply_theme(theme)
        self.set_state(self._state)

    def set_state(self, state: str) -> None:
        """Show what the race is doing."""
        self._state = state
        running = state == "running"
        self.run_button.setText(
            "Pause" if running else {"finished": "Run again", "paused": "Resume"}.get(state, "Run")
        )
        self.run_button.setIcon(icon("pause" if running else "play", self._theme, self._theme.accent_text))
        self.run_button.setAccessibleName(self.run_button.text())

    def set_race(self, race: RaceView | None) -> None:
        """Show another race."""
        self._race = race
        self._bookmarks = Bookmarks(race) if race is not None else None
        self._looked = -math.inf
        self.timeline.set_bookmarks(())
        self.timeline.set_state(race.ticks if race else 0, 0, 0)
        self.timeline.set_hint("")
        self._enable(0, 0)
        self.position.set_sample(max(_USUAL, _longest(race), key=len) if race else _USUAL)
        self.position.setText("")
        self._on_speed_changed()

    def show_frame(self, frame: Frame) -> None:
        """Show the playhead; cheap when nothing moved."""
        self._race = frame.race
        self.timeline.set_state(frame.race.ticks, frame.recorded, frame.tick)
        self._enable(frame.tick, frame.recorded, frame.running)
        self.timeline.set_hint("" if frame.recorded or self._state == "running" else _HINT)
        self.position.setText(position_text(frame))
        now = perf_counter()
        if self._bookmarks is not None and (not frame.running or now - self._looked >= _EVERY):
            self._looked = now
            self.timeline.set_bookmarks(self._bookmarks.of(frame))

    def bookmark(self, direction: int) -> Bookmark | None:
        """Return the nearest bookmark after the playhead (1) or before it (-1), and say what it is."""
        mark = self.timeline.neighbour(direction)
        if mark is not None:
            self.timeline.tell(mark.tick)
        return mark

    def _enable(self, tick: int, recorded: int, running: bool = False) -> None:
        """Offer what would move the playhead, and nothing else.

        While a race is shown as it is computed, the engine is ahead by a moment, again and again: a button
        that came and went with it would have the bar laid out twice a step.
        """
        ahead = max(1.0, self.ticks_a_second * MOST_AHEAD) if running else 0.0
        for name, possible in (
            ("go_start", tick > 0),
            ("step_back", tick > 0),
            ("go_end", recorded - tick > ahead),
            ("reset", recorded > 0),
        ):
            self._actions[name].setEnabled(possible)

    def change_speed(self, by: int) -> None:
        """Choose a faster (1) or slower (-1) entry."""
        index = self.speed.currentIndex()
        order = sorted(range(len(SPEEDS)), key=lambda i: self._rate(i))
        place = order.index(index) + by
        self.speed.setCurrentIndex(order[max(0, min(place, len(order) - 1))])

    def _rate(self, index: int) -> float:
        _, whole, rate = SPEEDS[index]
        return (self._race.ticks if self._race else 500) / whole if whole else rate

    def _on_speed_changed(self) -> None:
        self.speed_changed.emit(self.ticks_a_second)


def position_text(frame: Frame) -> str:
    """Return where the playhead stands, in steps on a surface and in epochs on data."""
    return _place(frame.race, frame.tick)


def _longest(race: RaceView) -> str:
    return _place(race, race.ticks)


def _place(race: RaceView, tick: int) -> str:
    if not race.history.plan.lanes[0].examples:
        return f"step {tick:,} of {race.ticks:,}"
    return f"epoch {race.study.epochs * tick / race.ticks:.2f} of {race.study.epochs:,}"
