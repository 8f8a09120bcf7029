import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from app.engine.resource import resource
from app.study.preset import list_presets
from app.ui.application import make_window
from app.ui.gallery import Gallery
from app.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("plugin does not support")


@pytest.fixture(params=[LIGHT, DARK], ids=lambda theme: theme.name)
def gallery(qtbot, request):
    found = Gallery(None, request.param)
    qtbot.addWidget(found)
    found.open()
    return found


def test_every_example_has_its_picture_and_a_sentence(gallery):
    assert gallery.list.count() == len(list_presets())
    for row in range(gallery.list.count()):
        assert not gallery.list.item(row).icon().isNull()
        gallery.list.setCurrentRow(row)
        assert len(gallery.about.text()) > 40


def test_enter_opens_what_the_keys_have_chosen(qtbot, gallery):
    gallery.list.setFocus()
    QTest.keyClick(gallery.list, Qt.Key.Key_Right)
    with qtbot.waitSignal(gallery.chosen) as caught:
        QTest.keyClick(gallery.list, Qt.Key.Key_Return)
    assert caught.args == [list_presets()[1].name]
    assert not gallery.isVisible()


def test_escape_opens_nothing(qtbot, gallery):
    with qtbot.assertNotEmitted(gallery.chosen):
        QTest.keyClick(gallery, Qt.Key.Key_Escape)
    assert not gallery.isVisible()


def test_no_picture_is_left_of_an_example_that_is_gone():
    names = {f"{preset.name}-{theme.name}.png" for preset in list_presets() for theme in (LIGHT, DARK)}
    assert {path.name for path in resource("thumbnails").glob("*.png")} == names


def test_from_the_menu_to_the_race(qtbot):
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.show()
    window.actions_by_name["gallery"].trigger()
    dialog = window.findChild(Gallery)
    dialog.list.setCurrentRow(1)
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Open), Qt.MouseButton.LeftButton)
    title = list_presets()[1].title
    qtbot.waitUntil(lambda: window.session.study.title == title, timeout=10_000)
    window.close()
