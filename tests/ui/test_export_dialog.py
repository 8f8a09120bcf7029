"""Exports from the window, driven by keys and clicks; asserted on the files."""

import os
import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.study.build import build_problem
from app.study.export import export_all
from app.study.file import load_study
from tests.recorded import raced_again
from tests.ui.exporting import (
    PICTURES,
    TABLES,
    contents,
    export,
    names,
    only,
    refused,
)


def test_all_of_it(qtbot, window, dialog_for, tmp_path):
    dialog = dialog_for(window)
    written = export(qtbot, dialog)
    assert sorted(path.name for path in written) == sorted([*TABLES, *PICTURES])
    assert names(tmp_path / "out") == sorted([*TABLES, *PICTURES])
    study = window.session.study_to_save
    assert load_study(tmp_path / "out" / "study.json") == study
    export_all(tmp_path / "again", study, build_problem(study), raced_again(study))
    for name in ("history.csv", "study.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    bar = window.message_bar
    assert bar.text == f"16 files written to {tmp_path / 'out'}."
    assert not bar._timer.isActive()  # it stays, as a long export is left alone
    with pytest.MonkeyPatch.context() as patch:
        shown = []
        patch.setattr("app.ui.announcer.show_file", shown.append)
        bar.findChild(QPushButton, "act").click()
    assert shown == [tmp_path / "out"]
    assert window.document.export_dialog is None


def test_pictures_have_the_size_and_the_resolution_that_were_chosen(qtbot, window, dialog_for, tmp_path):
    dialog = dialog_for(window)
    only(dialog, "png", "svg")
    dialog.form.size.setCurrentIndex(4)
    for name, value in (("width", 640), ("height", 400), ("dpi", 120)):
        assert dialog.form.spins[name].isEnabled()
        dialog.form.spins[name].setValue(value)
    dialog.form.plots["trajectory"].setChecked(False)
    export(qtbot, dialog)
    assert names(tmp_path / "out") == [name for name in PICTURES[:9] if not name.endswith("pdf")]
    image = QImage(str(tmp_path / "out" / "loss.png"))
    assert (image.width(), image.height()) == (640, 400)
    assert image.dotsPerMeterX() == round(120 / 0.0254)
    assert b'width="' in (tmp_path / "out" / "loss.svg").read_bytes()


def test_a_dark_picture_is_darker(qtbot, window, dialog_for, tmp_path):
    shades = []
    for look in (0, 1):
        dialog = dialog_for(window, tmp_path / str(look))
        only(dialog, "png")
        dialog.form.look.setCurrentIndex(look)
        export(qtbot, dialog)
        shades.append(QImage(str(tmp_path / str(look) / "loss.png")).pixelColor(2, 2).lightness())
    assert shades[0] > 200 > 60 > shades[1]


@pytest.mark.parametrize("kind", ["history", "summary", "study"])
def test_one_table_alone(qtbot, window, dialog_for, tmp_path, kind):
    dialog = dialog_for(window)
    only(dialog, kind)
    export(qtbot, dialog)
    assert all(name.startswith(kind) for name in names(tmp_path / "out"))


def test_return_exports_and_escape_closes(qtbot, window, dialog_for, tmp_path):
    dialog = dialog_for(window)
    QTest.keyClick(dialog.form.folder, Qt.Key.Key_Escape)
    assert window.document.export_dialog is None
    assert not (tmp_path / "out").exists()
    dialog = dialog_for(window)
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        QTest.keyClick(dialog.form.folder, Qt.Key.Key_Return)


def test_a_folder_below_a_file_is_refused_in_the_bar(qtbot, window, dialog_for, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    before = window.session.study
    dialog = dialog_for(window, tmp_path / "file" / "out")
    assert "cannot be made: a part of the path is a file" in refused(qtbot, dialog)
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert window.session.study == before
    dialog.form.folder.setText(str(tmp_path / "good"))
    export(qtbot, dialog)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be missing")
def test_a_folder_without_permission_is_refused_in_the_bar(qtbot, window, dialog_for, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    assert "there is no permission" in refused(qtbot, dialog_for(window))
    assert names(tmp_path / "out") == []


def test_files_that_are_there_are_replaced_only_when_told_so(qtbot, window, dialog_for, tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("history.csv", "loss.png", "notes.txt"):
        (tmp_path / "out" / name).write_bytes(b"mine")
    before = contents(tmp_path / "out")
    dialog = dialog_for(window)
    assert dialog.form.place.text() == "history.csv and loss.png are in this folder already."
    text = refused(qtbot, dialog)
    assert text.startswith(f"history.csv and loss.png are in {tmp_path / 'out'} already.")
    assert contents(tmp_path / "out") == before
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    after = contents(tmp_path / "out")
    assert after["notes.txt"] == b"mine"
    assert all(after[name] != b"mine" for name in [*TABLES, *PICTURES])


def test_a_file_that_cannot_be_replaced_leaves_the_tables_as_they_were(qtbot, window, dialog_for, tmp_path):
    (tmp_path / "out" / "summary.csv").mkdir(parents=True)
    (tmp_path / "out" / "history.csv").write_bytes(b"mine")
    dialog = dialog_for(window)
    only(dialog, "history", "summary")
    refused(qtbot, dialog)
    qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and "folder, not a file" in dialog.bar.text)
    assert "Nothing was written." in dialog.bar.text
    assert names(tmp_path / "out") == ["history.csv", "summary.csv"]
    assert (tmp_path / "out" / "history.csv").read_bytes() == b"mine"


def test_a_full_disk_is_said_in_the_bar_and_nothing_half_is_left(qtbot, long_window, dialog_for, small_disk):
    dialog = dialog_for(long_window, small_disk)
    only(dialog, "history", "summary")
    assert "history.csv cannot be written: the disk is full. Nothing was written." in refused(qtbot, dialog)
    assert names(small_disk) == []
    only(dialog, "summary")
    export(qtbot, dialog)
    assert names(small_disk) == ["summary.csv"]


def test_a_read_only_disk_is_said_in_the_bar(qtbot, window, dialog_for, small_disk):
    (small_disk / "history.csv").write_bytes(b"mine")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    dialog = dialog_for(window, small_disk)
    assert dialog.form.place.text() == "history.csv is in this folder already."
    refused(qtbot, dialog)
    qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and "the disk is read-only" in dialog.bar.text)
    assert names(small_disk) == ["history.csv"]
    dialog.form.folder.setText(str(small_disk / "new"))
    assert "cannot be made: the disk is read-only" in refused(qtbot, dialog)


def test_a_picture_that_finds_no_room_ends_the_export(qtbot, window, dialog_for, small_disk):
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (2**20 - 2 * 4096))
    dialog = dialog_for(window, small_disk)
    only(dialog, "png")
    assert "trajectory.png cannot be written: the disk is full. Nothing was written." in refused(
        qtbot, dialog
    )
    assert names(small_disk) == ["filler"]
    filler.unlink()
    export(qtbot, dialog)
    assert "trajectory.png" in names(small_disk)
