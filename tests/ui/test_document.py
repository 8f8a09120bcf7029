"""The study as a file: what is saved, opened and kept, and that nothing is lost where that fails."""

import errno
import math
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from app.study import disk
from app.study.file import load_study, save_study, study_to_json
from app.study.preset import default_study
from app.study.report.embedded import embed
from app.study.spec import LaneSpec, Study
from app.ui.application import make_window
from app.ui.setting import state_folder

MINE = Study(steps=77, lanes=(LaneSpec(hyperparameters={"lr": 0.05}),), title="Mine")


@pytest.fixture(scope="module")
def shared_window(qapp, tmp_path_factory):
    """Return the window that the tests of this module share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESCENT_LAB_HOME", str(tmp_path_factory.mktemp("home")))
        widget = make_window(QApplication.instance())
        widget.show()
        yield widget
        widget.close()
        widget.deleteLater()


@pytest.fixture
def window(qtbot, shared_window):
    """Return the window with a study of its own and no message."""
    shared_window.document.adopt(MINE, None)
    qtbot.waitUntil(lambda: not shared_window.session.player.pending, timeout=20_000)
    shared_window.message_bar.dismiss()
    return shared_window


@pytest.fixture
def full_disk(monkeypatch):
    """Let every write end half way, as on a full disk."""

    def full(path, pieces):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "_write", full)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "home")


def chosen(window, path):
    """Choose a file in the dialog that is open."""
    (dialog,) = [dialog for dialog in window.findChildren(QFileDialog) if dialog.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()


# ---- saving


def test_a_name_without_an_ending_gets_one(window, tmp_path):
    assert window.document.save_to(tmp_path / "mine")
    assert names(tmp_path) == ["mine.descent.json"]
    assert load_study(tmp_path / "mine.descent.json") == window.session.study_to_save
    assert window.message_bar.text == f"Saved as {tmp_path / 'mine.descent.json'}."
    assert window.windowTitle().startswith("mine.descent.json")
    assert not window.isWindowModified()


def test_a_file_that_was_not_chosen_is_not_replaced(window, tmp_path):
    (tmp_path / "mine.descent.json").write_bytes(b"somebody's")
    assert not window.document.save_to(tmp_path / "mine")
    assert "is there already" in window.message_bar.text
    assert (tmp_path / "mine.descent.json").read_bytes() == b"somebody's"
    assert window.document.path is None
    assert window.document.save_to(tmp_path / "mine.descent.json")


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_keeps_the_file_and_the_study(window, tmp_path):
    path = tmp_path / "mine.json"
    path.write_bytes(b"old")
    before = window.session.study
    assert not window.document.save_to(path)
    assert window.message_bar.text == f"The study was not saved. {path} cannot be written: the disk is full."
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["mine.json"])
    assert window.session.study == before
    assert window.document.path is None


def test_a_folder_that_is_not_there(window, tmp_path):
    assert not window.document.save_to(tmp_path / "none" / "mine.json")
    assert "there is no such file or folder" in window.message_bar.text
    assert names(tmp_path) == []


def test_what_was_set_while_it_ran_is_saved(qtbot, window, tmp_path):
    session = window.session
    session.run()
    qtbot.waitUntil(lambda: session.frame().tick > 2, timeout=20_000)
    session.pause()
    values = session.study.lanes[0].hyperparameters | {"lr": 0.01}
    lane = type(session.study.lanes[0])(hyperparameters=values, colour=session.study.lanes[0].colour)
    session.edit(Study(steps=77, lanes=(lane,), title="Mine"))
    qtbot.waitUntil(lambda: len(session.study_to_save.lanes[0].changes) == 1, timeout=5000)
    assert window.document.save_to(tmp_path / "mine.json")
    (change,) = load_study(tmp_path / "mine.json").lanes[0].changes
    assert (change.name, change.value) == ("lr", 0.01)
    assert change.step > 0


def test_save_asks_only_where_there_is_no_file(window, tmp_path):
    window.commands.on_save()
    chosen(window, tmp_path / "asked.json")
    assert names(tmp_path) == ["asked.json"]
    (tmp_path / "asked.json").unlink()
    window.commands.on_save()
    assert names(tmp_path) == ["asked.json"]
    assert window.settings.recent()[0] == (tmp_path / "asked.json").resolve()


# ---- opening


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "line 1"),
        (b"\xff\xfe\x00", "a.json"),
        (b"[1]", "This is not a study"),
        (b'{"format": "descent-lab-study", "schema": 99, "study": {}}', "newer version"),
        (b'{"format": "descent-lab-study", "schema": 1, "study": {"steps": 0}}', "nearest valid choice is 1"),
        (b'{"format": "descent-lab-study", "schema": 1, "study": {"steps": "x"}}', 'but "x" was given'),
        (
            b'{"format": "descent-lab-study", "schema": 1, "study": {"lanes": [{"optimizer": "adamm"}]}}',
            "Did you mean 'adam'?",
        ),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(window, tmp_path, content, words):
    path = tmp_path / "a.json"
    path.write_bytes(content)
    before = (window.session.study, window.session.race, window.document.path, window.settings.recent())
    assert not window.document.open(path)
    assert window.message_bar.text.startswith("a.json was not opened. ")
    assert words in window.message_bar.text
    assert before == (
        window.session.study,
        window.session.race,
        window.document.path,
        window.settings.recent(),
    )
    assert path.read_bytes() == content


def test_a_file_that_is_gone_or_a_folder(window, tmp_path):
    assert not window.document.open(tmp_path / "none.json")
    assert "there is no such file" in window.message_bar.text
    assert not window.document.open(tmp_path)
    assert "this is a folder" in window.message_bar.text


def test_open_asks_and_remembers_the_folder(qtbot, window, tmp_path):
    save_study(Study(steps=5), tmp_path / "five.json")
    window.commands.on_open()
    chosen(window, tmp_path / "five.json")
    qtbot.waitUntil(lambda: window.session.study.steps == 5, timeout=5000)
    assert window.document.path == tmp_path / "five.json"
    assert window.settings.text("files/folder") == str(tmp_path)
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))  # none is left behind


def test_a_study_with_changes_gives_way_and_can_be_brought_back(qtbot, window, tmp_path):
    window.session.edit(Study(steps=78, lanes=MINE.lanes, title="Mine"))
    mine = window.session.study
    window.document.new()
    assert window.session.study.steps != 78
    assert window.message_bar.text == "The study before this one had changes that are not saved."
    window.message_bar._act.click()
    assert window.session.study == mine
    assert window.session.modified
    assert window.isWindowModified()
    assert window.message_bar.text == ""  # the new study had no changes
    window.document.new()  # nor is it lost the second time
    assert window.message_bar.text.startswith("The study before this one")


def test_a_study_without_changes_gives_way_without_a_word(window, tmp_path):
    window.session.edit(Study(steps=78, lanes=MINE.lanes, title="Mine"))
    assert window.document.save_to(tmp_path / "mine.json")
    window.message_bar.dismiss()
    window.document.new()
    assert window.message_bar.text == ""


def test_what_was_not_opened_is_not_told_any_more_when_something_is(window, tmp_path):
    save_study(Study(steps=5), tmp_path / "five.json")
    assert not window.document.open(tmp_path / "none.json")
    assert window.message_bar.text
    assert window.document.open(tmp_path / "five.json")
    assert window.message_bar.text == ""


def test_there_is_nothing_to_export_before_there_is_a_race(qtbot, window):
    window.session.reset()
    window.document.ask_export()
    assert window.message_bar.text == "There is nothing to export yet: press Run first."
    assert window.document.export_dialog is None


# ---- from one start to the next


def restored(qtbot, last=None):
    """Return a window that found this at its start."""
    state_folder().mkdir(parents=True, exist_ok=True)
    if last is not None:
        (state_folder() / "last.descent.json").write_bytes(last)
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.document.restore()
    qtbot.waitUntil(lambda: len(window.session.study.lanes) > 1, timeout=5000)
    return window


def test_a_last_study_that_cannot_be_read_is_kept(qtbot):
    window = restored(qtbot, b"{broken")
    assert (state_folder() / "last-unreadable.json").read_bytes() == b"{broken"
    assert "could not be read; it is kept as" in window.message_bar._text.text()
    assert len(window.session.study.lanes) == len(default_study().lanes)
    window.close()


def test_a_home_that_cannot_be_written_to_does_not_stop_the_start(qtbot, monkeypatch):
    def refuse(*args):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    window = restored(qtbot, b"{broken")
    assert (state_folder() / "last.descent.json").read_bytes() == b"{broken"
    assert "could not be read" in window.message_bar._text.text()
    window.close()
    assert (state_folder() / "last.descent.json").read_bytes() == b"{broken"


@pytest.mark.parametrize("named", [False, True])
def test_changes_that_were_not_saved_are_so_still_at_the_next_start(qtbot, tmp_path, named):
    window = restored(qtbot)
    study = window.session.study
    if named:
        assert window.document.save_to(tmp_path / "mine.json")
    window.session.edit(replace(study, steps=study.steps + 1))
    window.close()
    again = restored(qtbot)
    assert again.session.study.steps == study.steps + 1
    assert again.document.path == (tmp_path / "mine.json" if named else None)
    assert again.session.modified
    assert again.isWindowModified()
    again.close()


@pytest.mark.parametrize("named", [False, True])
def test_a_study_without_changes_has_none_at_the_next_start(qtbot, tmp_path, named):
    window = restored(qtbot)
    if named:
        assert window.document.save_to(tmp_path / "mine.json")
    window.close()
    again = restored(qtbot)
    assert not again.session.modified
    again.close()


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_does_not_keep_the_window_open(qtbot):
    window = restored(qtbot)
    window.close()
    assert not window.isVisible()
    assert not (state_folder() / "last.descent.json").exists()


def test_speed_is_not_part_of_it(qtbot, window, tmp_path):
    window.session.set_speed(math.inf)
    assert window.document.save_to(tmp_path / "mine.json")
    assert b"Infinity" not in (tmp_path / "mine.json").read_bytes()


def test_a_report_that_is_dropped_opens_as_its_study(qtbot, window, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(f"<!DOCTYPE html><html><body>{embed(study_to_json(MINE))}</body></html>")
    window.document.adopt(Study(steps=5), None)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, button, key = QPointF(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, button, key)
    window.dropEvent(event)
    assert event.isAccepted()
    assert window.session.study_to_save.title == "Mine"
    assert window.document.path is None
    path.write_text("<html></html>")
    window.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, button, key))
    assert window.message_bar.text.startswith("report.html was not opened. ")
    assert "This page holds no study" in window.message_bar.text


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["folder"], "A file is opened, but folder is a folder. Drop a study"),
        (["a.exe"], "a.exe is nothing that can be opened here. Drop a study"),
        (["a.json", "b.json"], "One file is opened at a time, but 2 were dropped."),
    ],
)
def test_what_is_dropped_and_cannot_be_opened_is_told(window, tmp_path, names, words):
    (tmp_path / "folder").mkdir()
    for name in ("a.exe", "a.json", "b.json"):
        (tmp_path / name).write_text("{}")
    before = window.session.study
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    entering.ignore()
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert words in window.message_bar.text
    assert window.session.study is before
