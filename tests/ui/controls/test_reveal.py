"""What comes into the study's column is seen there, without a turn of the wheel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea

from app.study.spec import LaneSpec, Study
from app.ui.controls.study_panel import StudyPanel
from app.ui.theme import LIGHT

Key = Qt.Key


@pytest.fixture
def area(show):
    """Return a low column with a study of six lanes, whose cards are closed."""
    lanes = tuple(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.01 * (n + 1)}) for n in range(6))
    made = QScrollArea(widgetResizable=True)
    made.setWidget(StudyPanel(LIGHT, Study(lanes=lanes)))
    return show(made, 340, 420)


def within(area, widget):
    """Return whether a widget is between top and bottom of the column, or fills it from its top."""
    top = widget.mapTo(area.viewport(), QPoint(0, 0)).y()
    return top >= 0 and (top + widget.height() <= area.viewport().height() or top < 20)


def test_a_lane_that_is_added(qtbot, area):
    area.widget().lanes.add_optimizer("lion")
    card = area.widget().lanes.cards[-1]
    assert card.lane.optimizer == "lion"
    qtbot.waitUntil(lambda: within(area, card))


def test_the_settings_of_a_lane_that_is_opened_at_the_bottom(qtbot, area):
    card = area.widget().lanes.cards[-1]
    area.ensureWidgetVisible(card)
    card.setFocus()
    qtbot.keyClick(card, Key.Key_Right)
    qtbot.waitUntil(lambda: card.height() > 100 and within(area, card))
    assert "Right opens the settings" in card.accessibleDescription()


def test_what_a_line_opens(qtbot, area):
    line = area.widget().budget.advanced
    area.verticalScrollBar().setValue(0)
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.body is not None and within(area, line))


def test_nothing_moves_that_is_in_sight(qtbot, area):
    area.verticalScrollBar().setValue(0)
    area.resize(340, 700)
    qtbot.mouseClick(area.widget().budget.advanced.button, Qt.MouseButton.LeftButton)
    qtbot.wait(50)
    assert area.verticalScrollBar().value() == 0
