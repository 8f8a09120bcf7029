"""The menu above a curve plot: outliers and reference lines, typed as a person would."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.ui.panels.curve_panel import CurvePanel
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.racing import Racing, lane, surface_study


@pytest.fixture
def panel(qtbot):
    panel = CurvePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.apply_theme(LIGHT)
    panel.resize(640, 420)
    with qtbot.waitExposed(panel):
        panel.show()
    racing = Racing(surface_study((lane("adam", 0.05), lane("nadam", 0.1)), steps=300))
    panel.set_race(racing.view)
    panel.show_frame(racing.frame())
    return panel


def typed(panel, text):
    panel.menu.add.trigger()
    field = panel.menu.dialog.findChild(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_reference_line_is_typed_drawn_and_removed(panel):
    typed(panel, "1e-2")
    assert panel.plot.guides.levels == ((-2.0, "0.01"),)
    panel.set_log(False)
    assert panel.plot.guides.levels == ((0.01, "0.01"),)
    assert panel.menu.remove.isEnabled()
    panel.menu.remove.aboutToShow.emit()
    (action,) = panel.menu.remove.actions()
    action.trigger()
    assert panel.plot.guides.levels == ()
    assert not panel.menu.remove.isEnabled()


def test_what_is_no_number_is_asked_for_again(panel):
    typed(panel, "low")
    assert panel.menu.lines == ()
    dialog = panel.menu.dialog
    assert dialog.isVisible()
    assert "but 'low' was typed" in dialog.labelText()
    dialog.reject()


def test_each_quantity_has_its_own_lines(panel):
    typed(panel, "0.5")
    panel.choose("gradient_norm")
    assert panel.plot.guides.levels == ()
    panel.choose("loss")
    assert panel.menu.lines == (0.5,)
    assert len(panel.plot.guides.levels) == 1


def test_zero_has_no_place_on_a_logarithmic_axis_and_is_there_on_a_linear_one(panel):
    typed(panel, "0")
    assert panel.plot.guides.levels == ()
    panel.set_log(False)
    assert panel.plot.guides.levels == ((0.0, "0"),)


def test_outliers_leave_the_picture_and_are_counted(panel):
    before = panel.plot.box.viewRange()[1]
    panel.menu.outliers.trigger()
    after = panel.plot.box.viewRange()[1]
    assert after[1] - after[0] < before[1] - before[0]
    (note,) = [line for line in panel.plot.caption.lines if "outlier" in line]
    assert int(note.split()[0].replace(",", "")) > 0
    panel.menu.outliers.trigger()
    assert panel.plot.box.viewRange()[1] == before
    assert not any("outlier" in line for line in panel.plot.caption.lines)


def test_a_copy_for_a_picture_has_both(panel, qtbot):
    typed(panel, "0.5")
    panel.menu.outliers.trigger()
    copy = panel.plot.clone()
    qtbot.addWidget(copy)
    assert len(copy.guides.levels) == 1
    assert copy.ignores_outliers


def test_it_has_a_name_and_follows_the_theme(panel):
    assert panel.menu.accessibleName()
    before = panel.menu.icon().pixmap(16).toImage()
    panel.apply_theme(DARK)
    assert panel.menu.icon().pixmap(16).toImage() != before
