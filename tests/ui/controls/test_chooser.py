import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor

from app.engine.surface import surfaces
from app.ui.controls.chooser import Chooser, registry_choices
from app.ui.controls.picker import Choice, summary
from app.ui.theme import LIGHT

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def chooser(show):
    made = Chooser("Surface", LIGHT)
    made.set_choices(registry_choices(surfaces))
    made.set_current("ravine")
    made.emitted = []
    made.chosen.connect(lambda found, to=made.emitted: to.append(found))
    return show(made, 200, 40)


def shown(picker):
    model = picker.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_all_are_offered_in_their_order_by_groups(chooser):
    picker = chooser.open_list()
    assert shown(picker) == [kind.title for kind in surfaces]
    groups = [choice.group for choice in registry_choices(surfaces)]
    assert groups == sorted(groups)
    assert picker.list.currentIndex().data() == "Ravine"
    assert picker.list.visualRect(picker.list.currentIndex()).isValid()
    picker.close()


def test_a_pointer_at_rest_does_not_choose_what_comes_under_it(monkeypatch, chooser):
    place = [QPoint(40, 40)]
    monkeypatch.setattr(QCursor, "pos", lambda: place[0])
    picker = chooser.open_list()
    other = picker.list.model().index(0, 0)
    picker.list.entered.emit(other)  # as the list is scrolled to what is chosen now
    assert picker.list.currentIndex().data() == "Ravine"
    place[0] = QPoint(40, 44)
    picker.list.entered.emit(other)
    assert picker.list.currentIndex() == other
    picker.close()


def test_typing_on_the_field_searches(qtbot, chooser):
    chooser.setFocus()
    qtbot.keyClick(chooser, "r")
    picker = chooser._picker
    assert picker.search.text() == "r"
    qtbot.keyClicks(picker.search, "ose")
    assert shown(picker)[0] == "Rosenbrock"
    qtbot.keyClick(picker.search, Key.Key_Return)
    assert chooser.emitted == ["rosenbrock"]
    assert chooser.text() == "Rosenbrock"
    assert not picker.isVisible()


def test_titles_that_begin_so_come_first_and_descriptions_last(chooser):
    picker = chooser.open_list("ra")
    assert shown(picker)[:2] == ["Ravine", "Rastrigin"]
    assert "Bowl" not in shown(picker)
    picker.search.setText("dimples")
    assert shown(picker) == ["Rastrigin"]
    picker.search.setText("no such thing")
    assert shown(picker) == []
    picker.close()


def test_keys_move_in_the_list(qtbot, chooser):
    chooser.setFocus()
    qtbot.keyClick(chooser, Key.Key_Down)
    picker = chooser._picker
    qtbot.keyClick(picker.search, Key.Key_Down)
    qtbot.keyClick(picker.search, Key.Key_Return)
    assert chooser.emitted == ["rotated_ravine"]


def test_escape_changes_nothing(qtbot, chooser):
    picker = chooser.open_list()
    qtbot.keyClick(picker.search, Key.Key_Escape)
    assert not picker.isVisible()
    assert chooser.emitted == []


def test_choosing_the_same_again_says_nothing(qtbot, chooser):
    picker = chooser.open_list()
    qtbot.keyClick(picker.search, Key.Key_Return)
    assert chooser.emitted == []


def test_a_click_chooses(qtbot, chooser):
    picker = chooser.open_list()
    place = picker.list.visualRect(picker.list.model().index(0, 0)).center()
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chooser.emitted == ["bowl"]


def test_a_short_list_has_no_search(qtbot, chooser):
    chooser.set_choices([Choice("a", "Alpha", "First."), Choice("b", "Beta", "Second.")])
    picker = chooser.open_list()
    assert not picker.search.isVisible()
    qtbot.keyClick(picker.list, Key.Key_Down)
    qtbot.keyClick(picker.list, Key.Key_Return)
    assert chooser.emitted == ["b"]


def test_set_current_says_nothing(chooser):
    chooser.set_current("booth")
    assert chooser.text() == "Booth"
    assert chooser.emitted == []


def test_the_list_stays_on_the_screen(chooser):
    room = chooser.screen().availableGeometry()
    chooser.window().move(room.right() - 50, room.bottom() - 30)
    picker = chooser.open_list()
    assert room.contains(picker.geometry())
    picker.close()


def test_the_summary_is_the_first_sentence():
    assert summary("One. Two.") == "One."
    assert summary("Only one") == "Only one"
