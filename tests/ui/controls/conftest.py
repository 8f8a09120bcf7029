"""A study panel that keeps what it emits."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.colour import with_colours
from app.ui.controls.study_panel import StudyPanel
from app.ui.theme import LIGHT


@pytest.fixture
def show(qtbot):
    """Show a widget as the active window."""

    kept = []

    def shown(widget, width=340, height=900):
        kept.append(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        QApplication.processEvents()
        return widget

    yield shown
    # At once, so that the widgets of hundreds of tests do not pile up.
    for widget in kept:
        widget.close()
        widget.deleteLater()
        QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete.value)
    kept.clear()


@pytest.fixture
def make_panel(show, qtbot):
    """Make a panel; ``panel.emitted`` are the (study, text, key) so far."""

    def make(*lanes, problem=None, **fields):
        lanes = lanes or (LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adam"))
        study = with_colours(Study(problem=problem or SurfaceSpec(surface="ravine"), lanes=lanes, **fields))
        panel = StudyPanel(LIGHT, study)
        panel.emitted = []
        panel.study_edited.connect(lambda study, text, key: panel.emitted.append((study, text, key)))
        return show(panel)

    return make


@pytest.fixture
def panel(make_panel):
    """Give a panel with momentum and Adam on a ravine."""
    return make_panel()
