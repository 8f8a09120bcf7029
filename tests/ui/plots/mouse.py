"""A mouse for plots: events go straight to the viewport, as Qt would send them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def place_of(plot, x, y):
    """Return where view coordinates are in the viewport."""
    return plot.mapFromScene(plot.box.mapViewToScene(QPointF(x, y)))


def _send(plot, kind, place, button, buttons, held=Qt.NoModifier):
    viewport = plot.viewport()
    point = QPointF(place)
    event = QMouseEvent(kind, point, QPointF(viewport.mapToGlobal(place)), button, buttons, held)
    QApplication.sendEvent(viewport, event)


def move(plot, place, buttons=NONE):
    """Move the mouse."""
    # pyqtgraph drops moves that come too soon after each other.
    QTest.qWait(30)
    _send(plot, QEvent.Type.MouseMove, place, NONE, buttons)


def click(plot, place, held=Qt.NoModifier):
    """Press and release the left button."""
    _send(plot, QEvent.Type.MouseButtonPress, place, LEFT, LEFT, held)
    _send(plot, QEvent.Type.MouseButtonRelease, place, LEFT, NONE, held)


def double_click(plot, place):
    """Click twice, as Qt reports it."""
    click(plot, place)
    _send(plot, QEvent.Type.MouseButtonDblClick, place, LEFT, LEFT)
    _send(plot, QEvent.Type.MouseButtonRelease, place, LEFT, NONE)


def drag(plot, first, last, rounds=6):
    """Drag with the left button."""
    move(plot, first)
    _send(plot, QEvent.Type.MouseButtonPress, first, LEFT, LEFT)
    for number in range(1, rounds + 1):
        between = QPointF(first) + (QPointF(last) - QPointF(first)) * (number / rounds)
        move(plot, between.toPoint(), LEFT)
    _send(plot, QEvent.Type.MouseButtonRelease, last, LEFT, NONE)


def wheel(plot, place, delta=120):
    """Turn the wheel."""
    viewport = plot.viewport()
    point = QPointF(place)
    event = QWheelEvent(
        point, QPointF(viewport.mapToGlobal(place)), QPoint(0, 0), QPoint(0, delta), NONE,
        Qt.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)
