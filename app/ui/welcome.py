"""A welcome in a bar: what is where, in a few sentences, with a frame around what each is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from .theme import Theme

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["STEPS", "Welcome"]

_INSET = 2


@dataclass(frozen=True, slots=True)
class _Step:
    """A sentence or two, and the part of the window that they are about."""

    text: str
    part: Callable[[MainWindow], QWidget]


STEPS = (
    _Step(
        "Optimizers race downhill from one start. Drag the ring, or click, to start elsewhere.",
        lambda window: window.trajectory,
    ),
    _Step(
        "Here you choose what is raced: a surface or data, the optimizers, their learning rates. Slide one, "
        "and see.",
        lambda window: window.docks["study"],
    ),
    _Step(
        "Run with Space. Then drag the time line, or step with the keys . and , as nothing is lost.",
        lambda window: window.transport,
    ),
    _Step(
        "Curves and table show the same instant as the paths. Click a curve to make its lane stand out.",
        lambda window: window.docks["curve0"],
    ),
    _Step(
        "Ctrl+K finds every command, F1 is the guide, and the examples show in a minute each what is worth "
        "knowing.",
        lambda window: window.menu_bar,
    ),
)


class Welcome(QFrame):
    """The bar. It takes no keys from the window: Space still runs the race.

    Parameters
    ----------
    window : MainWindow

    Signals
    -------
    finished : Signal
        Read to the end, or skipped.
    examples_wanted : Signal
    """

    finished = Signal()
    examples_wanted = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("welcome")
        self._window = window
        self.number = 0
        self.text = QLabel(wordWrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.back = QPushButton("Back")
        self.next = QPushButton("Next")
        self.next.setProperty("primary", True)
        self.examples = QPushButton("Examples…")
        self.skip = QPushButton("Skip")
        for button, name in (
            (self.back, "Welcome: the sentence before"),
            (self.next, "Welcome: the next sentence"),
            (self.examples, "Welcome: open the examples"),
            (self.skip, "Welcome: skip the rest"),
        ):
            button.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.text, 1)
        for widget in (self.count, self.back, self.next, self.examples, self.skip):
            row.addWidget(widget)
        self._frame = _Frame(window)
        self.back.clicked.connect(lambda: self.go(self.number - 1))
        self.next.clicked.connect(lambda: self.go(self.number + 1))
        self.examples.clicked.connect(self._on_examples)
        self.skip.clicked.connect(self.end)
        window.installEventFilter(self)
        self.apply_theme(window.theme)
        self.hide()

    def begin(self) -> None:
        """Show the first sentence."""
        self.show()
        self.go(0)

    def go(self, number: int) -> None:
        """Show a sentence; after the last one the welcome is over."""
        if number >= len(STEPS):
            self.end()
            return
        self.number = max(number, 0)
        last = self.number == len(STEPS) - 1
        step = STEPS[self.number]
        self.text.setText(step.text)
        self.count.setText(f"{self.number + 1} of {len(STEPS)}")
        self.back.setEnabled(self.number > 0)
        self.next.setText("Done" if last else "Next")
        self.examples.setVisible(last)
        self.skip.setVisible(not last)
        self.setAccessibleName(f"Welcome, {self.count.text()}: {step.text}")
        self._frame.surround(step.part(self._window))

    def end(self) -> None:
        """Take everything away."""
        if not self.isHidden():
            self.hide()
            self._frame.hide()
            self.finished.emit()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setStyleSheet(
            f"#welcome {{ background: {theme.raised}; border: 1px solid {theme.line};"
            f" border-left: 5px solid {theme.accent}; }}"
        )
        self._frame.colour = theme.accent
        self._frame.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the frame around its part when the window moves it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self.isHidden():
            self._frame.surround(STEPS[self.number].part(self._window))
        return False

    def _on_examples(self) -> None:
        self.end()
        self.examples_wanted.emit()


class _Frame(QWidget):
    """A line around a part of the window; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.colour = "#000000"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, part: QWidget) -> None:
        """Stand around a part, or nowhere if that is not to be seen."""
        window = self.parentWidget()
        if part.isVisible() and part.window() is window:
            self.setGeometry(QRect(part.mapTo(window, QPoint(0, 0)), part.size()))
            self.show()
            self.raise_()
        else:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.colour), 2.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET), 6, 6)
