"""Data of one's own, from the file to the race: chosen, dropped, cancelled, or named by a study."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from app.study.intake.intake import cache_folder
from app.study.intake.options import FileSpec
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.application import make_window
from app.ui.import_dialog import ImportDialog
from app.ui.setting import Settings
from app.ui.theme import LIGHT

TABLE = "length,colour,weight,kind\n" + "".join(
    f"{i / 7},{'red' if i % 3 else 'blue'},{(i * 37) % 11},{'in' if i % 2 else 'out'}\n" for i in range(90)
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "things.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def dialog(qtbot, table):
    parent = QApplication.instance().activeWindow()
    found = ImportDialog(parent, Settings(), LIGHT, FileSpec(path=str(table)))
    qtbot.addWidget(found)
    found.open()
    yield found
    found.importer.stop()


@pytest.fixture
def window(qtbot):
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    widget.document.restore()
    qtbot.waitUntil(lambda: widget.session.race is not None, timeout=20_000)
    yield widget
    widget.close()


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, *held)
    window.dropEvent(event)
    return event.isAccepted()


def accept(qtbot, dialog):
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Open)
    with qtbot.waitSignal(dialog.chosen, timeout=30_000) as caught:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return caught.args[0]


def test_what_is_in_the_file_is_shown(dialog):
    heads = [dialog.table.horizontalHeaderItem(at).text() for at in range(4)]
    assert heads == ["length\nnumber", "colour\ntext", "weight\nnumber", "kind\ntarget"]
    assert dialog.form.target.value() == "kind"
    assert dialog.form.header.isChecked()
    assert dialog.table.rowCount() == 50


def test_target_and_columns_are_chosen(qtbot, dialog):
    dialog.form.target.set("weight")
    dialog.form.target.box.activated.emit(dialog.form.target.box.currentIndex())
    dialog.table.horizontalHeader().sectionClicked.emit(1)
    assert "left out" in dialog.table.horizontalHeaderItem(1).text()
    spec = accept(qtbot, dialog)
    assert (spec.target, spec.leave_out) == ("weight", ("colour",))
    assert len(spec.sha256) == 64


def test_what_cannot_be_read_is_said_and_nothing_lost(qtbot, dialog, table):
    table.write_text(TABLE + "1,red,x,in\n")
    dialog.look()
    dialog.read()
    qtbot.waitUntil(lambda: bool(dialog.message.text()), timeout=30_000)
    assert "line 92 has 'x'" in dialog.message.text()
    said = QAccessible.queryAccessibleInterface(dialog.message).text(QAccessible.Text.Name)
    assert "line 92 has 'x'" in said
    assert dialog.isVisible()
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Open).isEnabled()


def test_no_file_and_a_wrong_one(dialog, tmp_path):
    dialog.path.setText("")
    dialog.look()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Open).isEnabled()
    assert "Choose a file" in dialog.note.text()
    dialog.path.setText(str(tmp_path / "nothing.csv"))
    dialog.look()
    assert "cannot be read" in dialog.message.text()


def test_reading_can_be_cancelled(qtbot, dialog, table):
    table.write_text("length,kind\n" + "1.25,a\n2.5,b\n" * 400_000)
    dialog.look()
    with qtbot.waitSignal(dialog.importer.advanced, timeout=30_000):
        dialog.read()
    dialog.reject()
    assert dialog.isVisible()
    assert "Stopped" in dialog.note.text()
    qtbot.waitUntil(lambda: dialog.importer._process is None, timeout=30_000)
    assert list(cache_folder().iterdir()) == []
    dialog.reject()
    assert not dialog.isVisible()


def test_a_file_that_is_dropped_is_raced_on(qtbot, window, table):
    assert drop(window, table)
    dialog = window.document.files.dialog
    accept(qtbot, dialog)
    qtbot.waitUntil(
        lambda: window.session.race is not None and window.session.race.problem.kind == "data", timeout=30_000
    )
    problem = window.session.race.problem
    assert problem.dataset.title == "things"
    assert problem.table.feature_names == ("length", "colour: blue", "colour: red", "weight")
    assert window.session.study.problem.file.path == str(table)
    assert "things" in window.study_panel.problem.data_editor.file.text()
    window.session.undo()
    assert isinstance(window.session.study.problem, SurfaceSpec)


def test_what_is_no_data_is_not_taken(window, tmp_path):
    (tmp_path / "song.mp3").write_text("x")
    assert not drop(window, tmp_path / "song.mp3")


def test_a_study_that_names_a_file_waits_for_it(qtbot, window, table):
    problem = DataSpec(dataset="file", model="softmax", file=FileSpec(path=str(table)))
    study = Study(problem=problem, lanes=(LaneSpec(optimizer="adam"),), epochs=2)
    window.document.adopt(study, None)
    assert "Reading things.csv" in window.message_bar.text
    session = window.session
    qtbot.waitUntil(lambda: session.study.problem == problem and session.race is not None, timeout=30_000)
    assert window.message_bar.text == ""


def test_a_study_whose_file_is_gone_says_so(qtbot, window):
    problem = DataSpec(dataset="file", model="softmax", file=FileSpec(path="/nowhere/things.csv"))
    window.document.adopt(Study(problem=problem), None)
    qtbot.waitUntil(lambda: "is not there" in window.message_bar.text, timeout=30_000)
