"""Labels that keep their size, and labels that shorten their text."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from app.ui.controls.label import ElidedLabel, StillLabel

SAMPLE = "step 100,000 of 100,000"


class _LayoutRequests(QObject):
    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):  # noqa: N802
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def _requests(qtbot, label):
    """Return how often what a label stands in is asked to be laid out while its text changes."""
    around = QWidget()
    qtbot.addWidget(around)
    QHBoxLayout(around).addWidget(label)
    around.show()
    QApplication.processEvents()
    listening = _LayoutRequests()
    around.installEventFilter(listening)
    for step in range(5):
        label.setText(f"step {10**step:,} of 10,000")
        QApplication.processEvents()
    return listening.count


def test_another_text_lays_nothing_out_anew(qtbot):
    assert _requests(qtbot, StillLabel(SAMPLE)) == 0
    assert _requests(qtbot, QLabel()) > 0  # so that the test would see it


def test_there_is_room_for_the_sample(qtbot):
    label = StillLabel(SAMPLE)
    qtbot.addWidget(label)
    assert label.width() >= label.fontMetrics().horizontalAdvance(SAMPLE)
    before = label.size()
    label.setText("step 1 of 2")
    assert label.size() == before
    label.set_sample(SAMPLE * 2)
    assert label.width() > 1.8 * before.width()


def test_a_larger_font_needs_more_room(qtbot):
    label = StillLabel(SAMPLE)
    qtbot.addWidget(label)
    before = label.size()
    label.setFont(QFont(label.font().family(), 3 * label.font().pointSize()))
    assert label.width() > 2 * before.width()
    assert label.height() > 2 * before.height()


def test_where_there_is_room_for_a_letter_at_most_nothing_is_written(qtbot):
    label = ElidedLabel("Handwritten digits", least=8)
    qtbot.addWidget(label)
    label.resize(18, 20)
    label.show()
    empty = label.grab().toImage()
    label.setText("")
    assert label.grab().toImage() == empty
    label.setText("Handwritten digits")
    assert label.toolTip() == "Handwritten digits"
    label.resize(90, 20)
    written = label.grab().toImage()
    label.setText("")
    assert label.grab().toImage() != written


def test_how_little_is_not_written_is_a_choice(qtbot):
    label = ElidedLabel("Handwritten digits", least=8, bare=8)
    qtbot.addWidget(label)
    label.show()

    def is_written(width):
        label.setText("Handwritten digits")
        label.resize(width, 20)
        written = label.grab().toImage()
        label.setText("")
        return label.grab().toImage() != written

    assert not is_written(label.fontMetrics().horizontalAdvance("Hand…") + 2)
    assert is_written(label.fontMetrics().horizontalAdvance("Handwritten…") + 2)
    assert is_written(label.fontMetrics().horizontalAdvance("Handwritten digits") + 2)
