"""Two plots side by side where that is wide enough, otherwise one below the other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.panels.stage import Stage


@pytest.mark.parametrize(
    ("size", "orientation"),
    [
        ((900, 600), Qt.Orientation.Horizontal),
        ((500, 480), Qt.Orientation.Vertical),
        ((580, 430), Qt.Orientation.Horizontal),
        ((440, 300), Qt.Orientation.Vertical),
        ((500, 250), Qt.Orientation.Horizontal),
    ],
)
def test_it_turns_with_the_room_and_shares_it(qtbot, size, orientation):
    first, second = QWidget(), QWidget()
    stage = Stage(first)
    qtbot.addWidget(stage)
    stage.addWidget(second)
    stage.resize(*size)
    with qtbot.waitExposed(stage):
        stage.show()
    stage.share()
    assert stage.orientation() == orientation
    beside = orientation == Qt.Orientation.Horizontal
    along = [each.width() if beside else each.height() for each in (first, second)]
    assert abs(along[0] - along[1]) <= 2
    stage.resize(*size[::-1])
    assert all(each.isVisible() and each.width() > 50 for each in (first, second))
