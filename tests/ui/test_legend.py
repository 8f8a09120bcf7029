"""The legend in the window: moved by keys, remembered, put back with the layout."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.application import make_window
from app.ui.setting import Settings


def test_a_key_moves_it_hides_it_and_the_layout_puts_it_back(window):
    plot, settings = window.trajectory.plot, window.settings
    plot.setFocus()
    QTest.keyClick(window, Qt.Key.Key_G)
    assert plot.seat.text == settings.text("legend/trajectory") == "1 0"
    QTest.keyClick(window, Qt.Key.Key_H)
    assert not plot.legend.shown
    assert settings.text("legend/trajectory") == "hidden"
    window.actions_by_name["reset_layout"].trigger()
    assert plot.legend.shown
    assert plot.seat.text == settings.text("legend/trajectory") == ""


def test_the_keys_mean_the_plot_that_has_the_keyboard(window):
    panel = window.docks.curve(0)
    panel.plot.setFocus()
    assert not panel.plot.legend.shown
    QTest.keyClick(window, Qt.Key.Key_H)
    assert panel.plot.legend.shown
    QTest.keyClick(window, Qt.Key.Key_G)
    assert panel.plot.seat.text == window.settings.text("legend/curve0") == "1 0"
    assert window.trajectory.plot.seat.text == ""
    window.actions_by_name["reset_layout"].trigger()
    assert not panel.plot.legend.shown


def test_the_next_window_has_it_where_it_was_put(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("DESCENT_LAB_HOME", str(tmp_path))
    Settings().set("legend/trajectory", "0.5 1")
    Settings().set("legend/curve0", "above")
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.show()
    assert window.trajectory.plot.seat.text == "0.5 1"
    assert window.trajectory.plot.legend.spot == (0.5, 1.0)
    assert window.docks.curve(0).plot.legend.shown
    assert window.docks.curve(0).plot.legend.above
    assert not window.docks.curve(1).plot.legend.shown
    window.close()
