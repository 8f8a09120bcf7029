"""Reports from the window, driven by keys and clicks; asserted on the files."""

import multiprocessing
import os

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.study.file import load_study
from app.study.prediction import Foretold
from app.ui import announcer
from app.ui.report.race_subject import prediction_note
from tests.recorded import raced_again, recorded_bytes
from tests.study.report.reading import Reader
from tests.ui.exporting import TABLES, names

ALL = sorted([*TABLES, "report.html", "report.pdf"])


@pytest.fixture
def report_dialog(qtbot, tmp_path):
    """Return a function that opens the dialog, by the keys, for a folder; it is closed afterwards."""
    opened = []

    def open_dialog(window, folder=tmp_path / "out"):
        opened.append(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window, Qt.Key.Key_E, modifiers)
        dialog = window.document.report_dialog
        assert dialog is not None
        qtbot.waitUntil(dialog.isVisible)
        dialog.folder.setText(str(folder))
        dialog.name.setText("report")
        for box in dialog.boxes.values():
            box.setChecked(True)
        return dialog

    yield open_dialog
    for window in opened:
        dialog = window.document.report_dialog
        if dialog is not None:
            dialog.exporter.stop()
            dialog.reject()


def write(qtbot, dialog):
    with qtbot.waitSignal(dialog.reported, timeout=60_000) as caught:
        qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    return caught.args[0]


def refused(qtbot, dialog):
    qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and dialog.bar.text != "", timeout=60_000)
    assert dialog.isVisible()
    assert dialog.write_button.isVisible()
    return dialog.bar.text


def bar_button(window, text):
    return next(b for b in window.message_bar.findChildren(QPushButton) if b.text().replace("&", "") == text)


def test_all_of_it_and_what_can_be_done_with_it(qtbot, window, report_dialog, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(announcer, "show_file", lambda path: shown.append(path))
    written = write(qtbot, report_dialog(window))
    out = tmp_path / "out"
    assert names(out) == ALL
    assert [path.name for path in written[:2]] == ["report.html", "report.pdf"]
    assert window.message_bar.text == f"report.html and 5 more files written to {out}."
    assert not window.message_bar._timer.isActive()
    assert window.document.report_dialog is None
    for text, path in (("Open", out / "report.html"), ("Show in folder", out)):
        window.document.reported.emit(written)
        qtbot.mouseClick(bar_button(window, text), Qt.MouseButton.LeftButton)
        assert shown[-1] == path
        assert window.message_bar.text == ""


def test_the_report_opens_as_its_study_and_gives_the_same_bits(qtbot, window, report_dialog, tmp_path):
    session = window.session
    study = session.study_to_save
    before = recorded_bytes(session.race.history)
    write(qtbot, report_dialog(window))
    path = tmp_path / "out" / "report.html"
    assert load_study(path) == study
    assert recorded_bytes(raced_again(load_study(path))) == before
    assert window.document.open(path)
    qtbot.waitUntil(lambda: not session.player.pending, timeout=20_000)
    assert session.study == study
    assert window.document.path is None  # to save does not replace the report
    assert window.settings.recent()[0] == path.resolve()


def test_before_and_after_are_told_apart(qtbot, window, report_dialog, tmp_path):
    session = window.session
    session.edit(msgspec.structs.replace(session.study, prediction="Too late"), "", "")
    dialog = report_dialog(window)
    assert dialog.prediction.text() == "It was written after the race had begun, and the report says so."
    write(qtbot, dialog)
    words = Reader((tmp_path / "out" / "report.html").read_bytes()).words
    assert "There was no prediction when the race began." in words
    assert "Written after the race had begun: this is no prediction." in words
    session.reset()
    qtbot.waitUntil(lambda: not session.player.pending, timeout=20_000)
    session.run()
    qtbot.waitUntil(lambda: session.state == "finished", timeout=20_000)
    write(qtbot, report_dialog(window, tmp_path / "two"))
    words = Reader((tmp_path / "two" / "report.html").read_bytes()).words
    assert "after another had been run since the study was opened" in words


@pytest.mark.parametrize(
    ("now", "foretold", "words"),
    [
        ("", Foretold(""), "None was written"),
        ("A", Foretold(""), "It was written after the race had begun"),
        ("A", Foretold("A", "first"), "before any other was run"),
        ("B", Foretold("A", "first"), "It was changed afterwards"),
    ],
)
def test_the_dialog_says_beforehand_what_the_report_will_say(window, now, foretold, words):
    study = msgspec.structs.replace(window.session.study, prediction=now)
    assert words in prediction_note(study, foretold)


def test_one_form_alone(qtbot, window, report_dialog, tmp_path):
    dialog = report_dialog(window)
    dialog.name.setText("mine.pdf")
    dialog.boxes["html"].setChecked(False)
    dialog.boxes["data"].setChecked(False)
    write(qtbot, dialog)
    assert names(tmp_path / "out") == ["mine.pdf"]
    assert window.message_bar.text == f"mine.pdf written to {tmp_path / 'out'}."
    dialog = report_dialog(window)
    for kind in ("html", "pdf"):
        dialog.boxes[kind].setChecked(False)
    assert not dialog.write_button.isEnabled()
    assert dialog.note.text() == "Tick the page, the document, or both."


def test_a_name_that_is_none_is_refused_where_it_is_typed(qtbot, window, report_dialog):
    dialog = report_dialog(window)
    dialog.name.setText("a/b")
    assert "The nearest valid choice is 'a-b'." in dialog.place.text()
    assert "The nearest valid choice is 'a-b'." in refused(qtbot, dialog)


def test_a_folder_below_a_file_is_refused_in_the_bar(qtbot, window, report_dialog, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    dialog = report_dialog(window, tmp_path / "file" / "out")
    assert "cannot be made: a part of the path is a file" in refused(qtbot, dialog)
    dialog.folder.setText(str(tmp_path / "good"))
    write(qtbot, dialog)
    assert names(tmp_path / "good") == ALL


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be missing")
def test_a_folder_without_permission_is_refused_in_the_bar(qtbot, window, report_dialog, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    assert "there is no permission" in refused(qtbot, report_dialog(window))
    assert names(tmp_path / "out") == []


def test_a_full_disk_is_said_in_the_bar_and_nothing_half_is_left(
    qtbot, long_window, report_dialog, small_disk
):
    dialog = report_dialog(long_window, small_disk)
    assert "history.csv cannot be written: the disk is full. Nothing was written." in refused(qtbot, dialog)
    assert names(small_disk) == []
    dialog.boxes["data"].setChecked(False)
    write(qtbot, dialog)
    assert names(small_disk) == ["report.html", "report.pdf"]


def test_files_that_are_there_are_replaced_only_when_told_so(qtbot, window, report_dialog, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_bytes(b"mine")
    dialog = report_dialog(window)
    assert dialog.place.text() == "report.html is in this folder already."
    assert refused(qtbot, dialog).startswith(f"report.html is in {tmp_path / 'out'} already.")
    assert (tmp_path / "out" / "report.html").read_bytes() == b"mine"
    with qtbot.waitSignal(dialog.reported, timeout=60_000):
        qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    assert names(tmp_path / "out") == ALL


@pytest.mark.parametrize("how", ["button", "escape"])
def test_it_is_cancelled_and_nothing_half_is_left(qtbot, long_window, report_dialog, tmp_path, how):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_bytes(b"mine")
    dialog = report_dialog(long_window)
    qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.note.text().startswith("Writing history.csv"), timeout=60_000)
    assert not dialog.choices.isEnabled()
    if how == "button":
        qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.bar.text == "The export was cancelled. Nothing was written."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == ["notes.txt"], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert long_window.document.report_dialog is None


def test_choices_are_remembered(qtbot, window, report_dialog, tmp_path):
    dialog = report_dialog(window, tmp_path / "mine")
    dialog.name.setText("first")
    dialog.boxes["pdf"].setChecked(False)
    write(qtbot, dialog)
    window.commands.on_report()
    dialog = window.document.report_dialog
    assert (dialog.folder.text(), dialog.name.text()) == (str(tmp_path / "mine"), "first")
    assert [box.isChecked() for box in dialog.boxes.values()] == [True, False, True]


def test_every_control_has_a_name_and_is_reached_by_tab(window, report_dialog):
    dialog = report_dialog(window)
    wanted = {dialog.folder, dialog.name, *dialog.boxes.values(), dialog.write_button, dialog.close_button}
    reached, widget = set(), dialog.folder
    for _ in range(30):
        reached.add(widget)
        widget = widget.nextInFocusChain()
    assert wanted <= reached
    assert all(thing.accessibleName() or thing.text() for thing in wanted)
    letters = [
        text[text.index("&") + 1].lower()
        for text in (
            "&Folder",
            "&Name",
            "&Choose…",
            *(b.text() for b in dialog.boxes.values()),
            "&Write report",
        )
    ]
    assert len(letters) == len(set(letters))


def test_without_a_race_there_is_nothing_to_report(window, monkeypatch):
    monkeypatch.setattr(window.session, "_race", None)
    window.document.ask_report()
    assert window.document.report_dialog is None
    assert window.message_bar.text == "There is nothing to report yet: press Run first."
