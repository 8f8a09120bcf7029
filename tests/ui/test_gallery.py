import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QStyleOptionViewItem

from app.engine.resource import resource
from app.study.preset import list_presets
from app.ui.application import make_window
from app.ui.gallery import Gallery
from app.ui.gallery_card import PICTURE
from app.ui.theme import DARK, LIGHT, font

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


def test_it_is_no_larger_than_the_screen_and_names_stand_below_their_pictures_in_full(gallery):
    assert gallery.height() < gallery.screen().availableSize().height()
    assert gallery.width() <= gallery.screen().availableSize().width()
    delegate = gallery.list.itemDelegate()
    metrics = QFontMetricsF(font(9.5, bold=True))
    for row in range(gallery.list.count()):
        index = gallery.list.indexFromItem(gallery.list.item(row))
        cell = gallery.list.visualRect(index)
        title = gallery.list.item(row).text()
        lines = metrics.boundingRect(QRectF(0, 0, PICTURE.width(), 500), Qt.TextFlag.TextWordWrap, title)
        assert PICTURE.height() + lines.height() < cell.height()
        assert cell.width() >= PICTURE.width()
        assert delegate.sizeHint(QStyleOptionViewItem(), index) == cell.size()


def test_the_chosen_card_has_an_edge_in_the_accent(gallery):
    gallery.list.setCurrentRow(0)
    image = gallery.list.viewport().grab().toImage()
    colour = gallery.list.itemDelegate()._theme.accent
    cells = [gallery.list.visualRect(gallery.list.indexFromItem(gallery.list.item(row))) for row in (0, 1)]
    found = [
        any(image.pixelColor(x, cell.center().y()).name() == colour for x in range(cell.left(), cell.right()))
        for cell in cells
    ]
    assert found == [True, False]
