"""Exports from the window, driven by keys and clicks; asserted on the files."""

import math
import multiprocessing
import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.build import build_problem
from app.study.export import export_all
from app.study.file import load_study
from app.study.spec import LaneSpec, Study
from app.ui import exporter
from app.ui.application import make_window
from app.ui.export_dialog import ExportDialog
from tests.recorded import raced_again
from tests.ui.conftest import blocks

TABLES = ["history.csv", "history.csv-metadata.json", "study.json", "summary.csv"]
PICTURES = [f"{name}.{kind}" for name in ("gradient_norm", "loss", "trajectory") for kind in ("png", "svg")]
LONG = 150_000


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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
    assert multiprocessing.active_children() == []
    assert blocks() == []


def race(window, qtbot, study):
    """Race a study to its end."""
    window.document.adopt(study, None)
    qtbot.waitUntil(lambda: not window.session.player.pending, timeout=20_000)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=60_000)


def lane(optimizer, **values):
    return LaneSpec(optimizer=optimizer, hyperparameters=values)


def at_rest(window):
    if window.document._exporter is not None:
        window.document._exporter.stop()
    if window.document.export_dialog is not None:
        window.document.export_dialog.reject()


@pytest.fixture
def window(qtbot, shared_window):
    """Return the window with a short race at its end, and no export afterwards."""
    race(shared_window, qtbot, Study(steps=50, lanes=(lane("adam", lr=0.1), lane("momentum", lr=1e-3))))
    yield shared_window
    at_rest(shared_window)
    assert len(multiprocessing.active_children()) == 1  # the engine


@pytest.fixture
def long_window(qtbot, shared_window):
    """Return the window with a race whose history.csv takes more than a second."""
    race(shared_window, qtbot, Study(steps=LONG, lanes=(lane("gradient_descent", lr=1e-4),)))
    yield shared_window
    at_rest(shared_window)


@pytest.fixture
def opened(qtbot, request, tmp_path):
    """Return a function that opens the dialog, by the keys, for a folder."""

    def open_dialog(window, folder=tmp_path / "out"):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = window.document.export_dialog
        assert isinstance(dialog, ExportDialog)
        qtbot.waitUntil(dialog.isVisible)
        dialog.form.folder.setText(str(folder))
        for box in (*dialog.form.boxes.values(), *dialog.form.plots.values()):
            box.setChecked(True)
        return dialog

    return open_dialog


def only(dialog, *kinds):
    for kind, box in dialog.form.boxes.items():
        box.setChecked(kind in kinds)


def export(qtbot, dialog):
    """Click on Export and return what is written."""
    with qtbot.waitSignal(dialog.exported, timeout=60_000) as caught:
        qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    return caught.args[0]


def under_way(qtbot, dialog):
    """Click on Export and wait until a part of history.csv is written."""
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 < dialog.progress.value() < 1000, timeout=60_000)
    assert dialog.exporter.busy


def refused(qtbot, dialog):
    """Click on Export and return what the bar says."""
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and dialog.bar.text != "", timeout=60_000)
    assert dialog.isVisible()
    assert dialog.export_button.isVisible()
    return dialog.bar.text


# ---- what is written


def test_all_of_it(qtbot, window, opened, tmp_path):
    dialog = opened(window)
    written = export(qtbot, dialog)
    assert sorted(path.name for path in written) == sorted([*TABLES, *PICTURES])
    assert names(tmp_path / "out") == sorted([*TABLES, *PICTURES])
    study = window.session.study_to_save
    assert load_study(tmp_path / "out" / "study.json") == study
    export_all(tmp_path / "again", study, build_problem(study), raced_again(study))
    for name in ("history.csv", "study.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    assert window.message_bar.text == f"10 files written to {tmp_path / 'out'}."
    assert window.document.export_dialog is None


def test_pictures_have_the_size_and_the_resolution_that_were_chosen(qtbot, window, opened, tmp_path):
    dialog = opened(window)
    only(dialog, "png", "svg")
    dialog.form.size.setCurrentIndex(4)
    for name, value in (("width", 640), ("height", 400), ("dpi", 120)):
        assert dialog.form.spins[name].isEnabled()
        dialog.form.spins[name].setValue(value)
    dialog.form.plots["trajectory"].setChecked(False)
    export(qtbot, dialog)
    assert names(tmp_path / "out") == PICTURES[:4]
    image = QImage(str(tmp_path / "out" / "loss.png"))
    assert (image.width(), image.height()) == (640, 400)
    assert image.dotsPerMeterX() == round(120 / 0.0254)
    assert b'width="' in (tmp_path / "out" / "loss.svg").read_bytes()


def test_a_dark_picture_is_darker(qtbot, window, opened, tmp_path):
    shades = []
    for look in (0, 1):
        dialog = opened(window, tmp_path / str(look))
        only(dialog, "png")
        dialog.form.look.setCurrentIndex(look)
        export(qtbot, dialog)
        shades.append(QImage(str(tmp_path / str(look) / "loss.png")).pixelColor(2, 2).lightness())
    assert shades[0] > 200 > 60 > shades[1]


@pytest.mark.parametrize("kind", ["history", "summary", "study"])
def test_one_table_alone(qtbot, window, opened, tmp_path, kind):
    dialog = opened(window)
    only(dialog, kind)
    export(qtbot, dialog)
    assert all(name.startswith(kind) for name in names(tmp_path / "out"))


def test_nothing_at_all_cannot_be_exported(window, opened):
    dialog = opened(window)
    only(dialog)
    assert not dialog.export_button.isEnabled()
    assert dialog.note.text() == "Tick at least one thing to export."
    dialog.form.boxes["png"].setChecked(True)
    assert dialog.export_button.isEnabled()
    for box in dialog.form.plots.values():
        box.setChecked(False)
    assert not dialog.export_button.isEnabled()


def test_it_says_how_many_rows_it_will_write(qtbot, window, opened, tmp_path):
    dialog = opened(window)
    text = dialog.form.boxes["history"].text()
    export(qtbot, dialog)
    rows = (tmp_path / "out" / "history.csv").read_bytes().count(b"\n") - 1
    (said,) = [int(word.replace(",", "")) for word in text.split("(")[1].split() if word[0].isdigit()]
    assert rows <= said <= rows + 8


# ---- keys


def test_return_exports_and_escape_closes(qtbot, window, opened, tmp_path):
    dialog = opened(window)
    QTest.keyClick(dialog.form.folder, Qt.Key.Key_Escape)
    assert window.document.export_dialog is None
    assert not (tmp_path / "out").exists()
    dialog = opened(window)
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        QTest.keyClick(dialog.form.folder, Qt.Key.Key_Return)


def test_every_control_has_a_name_and_is_reached_by_tab(window, opened):
    dialog = opened(window)
    dialog.activateWindow()
    form = dialog.form
    wanted = {form.folder, form.size, form.look, *form.boxes.values(), *form.plots.values()}
    wanted |= {dialog.export_button, dialog.close_button}
    reached, widget = set(), dialog.form.folder
    for _ in range(60):
        reached.add(widget)
        widget = widget.nextInFocusChain()
    assert wanted <= reached
    assert all(
        thing.accessibleName() or thing.text() for thing in wanted if thing not in (form.size, form.look)
    )
    assert form.size.accessibleName()
    assert form.look.accessibleName()
    letters = [
        box.text()[box.text().index("&") + 1].lower()
        for box in (*form.boxes.values(), dialog.export_button)
        if "&" in box.text()
    ]
    assert len(letters) == len(set(letters)) == 6


# ---- what is remembered


def test_choices_are_remembered(qtbot, window, opened, tmp_path):
    dialog = opened(window, tmp_path / "mine")
    dialog.form.boxes["svg"].setChecked(False)
    dialog.form.boxes["summary"].setChecked(False)
    dialog.form.plots["loss"].setChecked(False)
    dialog.form.size.setCurrentIndex(4)
    dialog.form.spins["width"].setValue(777)
    dialog.form.look.setCurrentIndex(1)
    export(qtbot, dialog)
    window._on_export()
    form = window.document.export_dialog.form
    assert form.folder.text() == str(tmp_path / "mine")
    assert {kind: box.isChecked() for kind, box in form.boxes.items()} == {
        "history": True,
        "summary": False,
        "study": True,
        "png": True,
        "svg": False,
    }
    assert [name for name, box in form.plots.items() if not box.isChecked()] == ["loss"]
    assert (form.size.currentIndex(), form.spins["width"].value(), form.dark) == (4, 777, True)


def test_settings_that_are_nonsense_are_not_taken(window):
    for key, value in (("size", "9"), ("width", "-4"), ("dpi", "much"), ("look", "7")):
        window.settings.set(f"export/{key}", value)
    window._on_export()
    form = window.document.export_dialog.form
    assert form.size.currentIndex() == 4
    assert form.look.currentIndex() == 1
    assert [spin.value() for spin in form.spins.values()][::2] == [200, 50]


# ---- folders and files that cannot be used, or should not be lost


def test_a_folder_that_is_not_there_is_made(qtbot, window, opened, tmp_path):
    dialog = opened(window, tmp_path / "deep" / "deeper")
    assert dialog.form.place.text() == f"{tmp_path / 'deep' / 'deeper'} will be made."
    export(qtbot, dialog)
    assert set(TABLES) <= set(names(tmp_path / "deep" / "deeper"))


def test_a_folder_below_a_file_is_refused_in_the_bar(qtbot, window, opened, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    before = window.session.study
    dialog = opened(window, tmp_path / "file" / "out")
    assert "cannot be made: a part of the path is a file" in refused(qtbot, dialog)
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert window.session.study == before
    dialog.form.folder.setText(str(tmp_path / "good"))
    export(qtbot, dialog)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be missing")
def test_a_folder_without_permission_is_refused_in_the_bar(qtbot, window, opened, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    assert "there is no permission" in refused(qtbot, opened(window))
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  ", "A folder to write to belongs here"),
        ("~no-one-here/x", "There is no home folder of '~no-one-here'"),
    ],
)
def test_no_folder_is_refused_in_the_bar(qtbot, window, opened, text, words):
    dialog = opened(window, text)
    assert words in dialog.form.place.text()
    assert words in refused(qtbot, dialog)


def test_a_path_that_begins_nowhere_is_in_the_home_folder(qtbot, window, opened, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    export(qtbot, opened(window, "results"))
    export(qtbot, opened(window, "~/others "))
    assert set(TABLES) <= set(names(tmp_path / "results")) & set(names(tmp_path / "others"))


def test_files_that_are_there_are_replaced_only_when_told_so(qtbot, window, opened, tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("history.csv", "loss.png", "notes.txt"):
        (tmp_path / "out" / name).write_bytes(b"mine")
    before = contents(tmp_path / "out")
    dialog = opened(window)
    assert dialog.form.place.text() == "history.csv and loss.png are in this folder already."
    text = refused(qtbot, dialog)
    assert text.startswith(f"history.csv and loss.png are in {tmp_path / 'out'} already.")
    assert contents(tmp_path / "out") == before
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    after = contents(tmp_path / "out")
    assert after["notes.txt"] == b"mine"
    assert all(after[name] != b"mine" for name in [*TABLES, *PICTURES])


def test_a_file_that_cannot_be_replaced_leaves_the_tables_as_they_were(qtbot, window, opened, tmp_path):
    (tmp_path / "out" / "summary.csv").mkdir(parents=True)
    (tmp_path / "out" / "history.csv").write_bytes(b"mine")
    dialog = opened(window)
    only(dialog, "history", "summary")
    refused(qtbot, dialog)
    qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and "folder, not a file" in dialog.bar.text)
    assert "Nothing was written." in dialog.bar.text
    assert names(tmp_path / "out") == ["history.csv", "summary.csv"]
    assert (tmp_path / "out" / "history.csv").read_bytes() == b"mine"


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder that holds a megabyte."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs the rights of root, on Linux")
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_said_in_the_bar_and_nothing_half_is_left(qtbot, long_window, opened, small_disk):
    dialog = opened(long_window, small_disk)
    only(dialog, "history", "summary")
    assert "history.csv cannot be written: the disk is full. Nothing was written." in refused(qtbot, dialog)
    assert names(small_disk) == []
    only(dialog, "summary")
    export(qtbot, dialog)
    assert names(small_disk) == ["summary.csv"]


def test_a_read_only_disk_is_said_in_the_bar(qtbot, window, opened, small_disk):
    (small_disk / "history.csv").write_bytes(b"mine")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    dialog = opened(window, small_disk)
    assert dialog.form.place.text() == "history.csv is in this folder already."
    refused(qtbot, dialog)
    qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and "the disk is read-only" in dialog.bar.text)
    assert names(small_disk) == ["history.csv"]
    dialog.form.folder.setText(str(small_disk / "new"))
    assert "cannot be made: the disk is read-only" in refused(qtbot, dialog)


def test_a_picture_that_finds_no_room_ends_the_export(qtbot, window, opened, small_disk):
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (2**20 - 2 * 4096))
    dialog = opened(window, small_disk)
    only(dialog, "png")
    assert "trajectory.png cannot be written: the disk is full. Nothing was written." in refused(
        qtbot, dialog
    )
    assert names(small_disk) == ["filler"]
    filler.unlink()
    export(qtbot, dialog)
    assert "trajectory.png" in names(small_disk)


# ---- while it is written


def test_a_long_export_leaves_the_window_free(qtbot, long_window, opened, tmp_path):
    dialog = opened(long_window)
    only(dialog, "history")
    turns, seen = [], set()
    timer = QTimer(dialog, interval=0)
    timer.timeout.connect(lambda: turns.append(dialog.progress.value()))
    dialog.exporter.advanced.connect(lambda text, share: seen.add(share))
    timer.start()
    export(qtbot, dialog)
    timer.stop()
    assert len(seen) > 5
    assert len(turns) > 20 * len(seen)  # the loop turns often between two looks at the progress
    assert (tmp_path / "out" / "history.csv").read_bytes().count(b"\n") > 8 * LONG


@pytest.mark.parametrize("how", ["button", "escape"])
def test_a_long_export_is_cancelled_and_nothing_half_is_left(qtbot, long_window, opened, tmp_path, how):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_bytes(b"mine")
    dialog = opened(long_window)
    only(dialog, "history", "summary")
    under_way(qtbot, dialog)
    assert len(names(tmp_path / "out")) == 2
    assert not dialog.export_button.isVisible()
    if how == "button":
        qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.exporter.busy
    assert dialog.isVisible()
    assert dialog.bar.text == "The export was cancelled. Nothing was written."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == ["notes.txt"], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert long_window.document.export_dialog is None


def test_what_is_complete_is_told_of_a_cancelled_export(qtbot, long_window, opened, tmp_path):
    dialog = opened(long_window)
    only(dialog, "history", "png")
    for name in ("trajectory", "gradient_norm"):
        dialog.form.plots[name].setChecked(False)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "out" / "loss.png").exists(), timeout=20_000)
    dialog.reject()
    assert dialog.bar.text == "The export was cancelled. Complete are only loss.png."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == ["loss.png"], timeout=5000)


def test_another_export_may_begin_while_one_is_leaving(qtbot, long_window, opened, tmp_path):
    dialog = opened(long_window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    dialog.reject()
    dialog.reject()
    dialog = opened(long_window)
    only(dialog, "history")
    export(qtbot, dialog)
    qtbot.waitUntil(lambda: names(tmp_path / "out") == TABLES[:2], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)


def test_a_process_that_does_not_end_is_killed(qtbot, long_window, opened, tmp_path, monkeypatch):
    monkeypatch.setattr(exporter, "_PATIENCE", 0.0)
    monkeypatch.setattr(exporter.ExportProcess, "ask_to_end", lambda process: None)
    dialog = opened(long_window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: names(tmp_path / "out") == [], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)


def test_what_a_race_records_meanwhile_is_not_in_it(qtbot, window, opened, tmp_path):
    window.document.adopt(Study(steps=1_000_000), None)
    qtbot.waitUntil(lambda: not window.session.player.pending, timeout=20_000)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.frame().recorded > 1000, timeout=20_000)
    dialog = opened(window)
    only(dialog, "history", "summary")
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    (rows,) = [ends[0] for ends in dialog.exporter._process._order.lengths]
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        pass
    assert window.session.frame().recorded >= rows
    window.session.reset()
    table = (tmp_path / "out" / "history.csv").read_text(encoding="utf-8").splitlines()
    assert sum(line.split(",")[6] == "loss" for line in table) == rows
    summary = (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8")
    assert f"stopped at step {rows - 1} of 1000000" in summary or "target reached" in summary


@pytest.mark.skipif(os.name == "nt", reason="has no such signal")
def test_a_killed_engine_does_not_end_an_export(qtbot, long_window, opened, tmp_path):
    dialog = opened(long_window)
    only(dialog, "history")
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        under_way(qtbot, dialog)
        os.kill(long_window.session.player.worker.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: long_window.session.state == "failed", timeout=5000)
        assert dialog.exporter.busy
    assert (tmp_path / "out" / "history.csv").read_bytes().count(b"\n") > 8 * LONG
    # And what a killed engine recorded can be exported, too.
    dialog = opened(long_window, tmp_path / "after")
    only(dialog, "history")
    export(qtbot, dialog)
    tables = [(tmp_path / folder / "history.csv").read_bytes() for folder in ("out", "after")]
    assert tables[0] == tables[1]


@pytest.mark.skipif(os.name == "nt", reason="has no such signal")
def test_a_killed_export_is_said_in_the_bar(qtbot, long_window, opened, tmp_path):
    dialog = opened(long_window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    os.kill(dialog.exporter._process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not dialog.exporter.busy, timeout=5000)
    assert dialog.bar.text == "The export was ended by SIGKILL. Nothing was written."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == [], timeout=5000)
    export(qtbot, dialog)


def test_a_closed_window_ends_an_export_and_leaves_nothing_half(qtbot, opened, tmp_path):
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.show()
    before = multiprocessing.active_children()
    race(window, qtbot, Study(steps=LONG, lanes=(lane("gradient_descent", lr=1e-4),)))
    dialog = opened(window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    window.close()
    assert multiprocessing.active_children() == before
    assert not dialog.isVisible()
    assert names(tmp_path / "out") == []
    assert blocks() == []
