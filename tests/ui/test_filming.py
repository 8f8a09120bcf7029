"""An animation under way: the window stays free, and however it ends nothing half-written stays."""

import multiprocessing
import os
import signal

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from app.ui import filming
from app.ui.film import dpi_of
from app.ui.plots.figure import painted
from app.ui.plots.sheet import Part, Still, sheet_of
from app.ui.plots.stage import arranged
from tests.study.film.reading import read
from tests.ui.exporting import export, names, only, refused
from tests.ui.plots.pixels import pixels_of


@pytest.fixture
def opened(dialog_for, tmp_path):
    """Return a function that opens the dialog with an animation of the stage alone."""

    def open_dialog(window, seconds=1.0, form="gif", folder=tmp_path / "out"):
        dialog = dialog_for(window, folder)
        only(dialog)
        animation = dialog.form.animation
        animation.box.setChecked(True)
        animation.of.setCurrentIndex(animation.of.findData("stage"))
        animation.format.setCurrentIndex(animation.format.findData(form))
        animation.size.setCurrentIndex(0)
        dialog.form.look.setCurrentIndex(0)
        for name, value in {"rate": 20, "seconds": seconds, "pause": 0.5}.items():
            animation.spins[name].setValue(value)
        return dialog

    return open_dialog


def under_way(qtbot, dialog):
    """Click on Export and wait until a part of the frames is drawn."""
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 < dialog.progress.value() < 1000, timeout=60_000)
    assert dialog.exporter.busy


@pytest.mark.parametrize("form", ["gif", "apng", "webp"])
def test_the_stage_is_what_the_window_shows(qtbot, window, opened, tmp_path, form):
    dialog = opened(window, form=form)
    assert export(qtbot, dialog) == [tmp_path / "out" / f"stage.{form}"]
    assert names(tmp_path / "out") == [f"stage.{form}"]
    frames, times = read(tmp_path / "out" / f"stage.{form}")
    assert len(frames) == 20
    assert sum(times) == 1500
    last = np.stack([frames[-1] >> 16 & 255, frames[-1] >> 8 & 255, frames[-1] & 255], axis=-1).astype(int)
    plots = [plot for *_, plot in window.exhibit.plots()]
    stage = Still(tuple(Part(plot) for plot in plots))
    with sheet_of(stage, 640, 400, dpi_of(640, 400)) as sheet:
        pictures = [
            pixels_of(painted(figure, *place[2:], sheet.ratio))
            for figure, place in zip(sheet.figures, sheet.places, strict=True)
        ]
    for picture, (left, top, width, height) in zip(pictures, arranged(len(plots), 640, 400), strict=True):
        apart = np.abs(last[top : top + height, left : left + width] - picture).max(axis=-1)
        assert apart.max() == 0 or form == "gif"
        assert apart.mean() < 2


def test_everything_else_is_written_first(qtbot, window, opened, tmp_path):
    dialog = opened(window, seconds=0.5)
    only(dialog, "history", "png")
    written = export(qtbot, dialog)
    assert [path.suffix for path in written[-1:]] == [".gif"]
    assert {"history.csv", "loss.png", "stage.gif"} <= set(names(tmp_path / "out"))


def test_the_window_is_free_meanwhile(qtbot, window, opened):
    dialog = opened(window, seconds=3.0)
    turns, shares = [], []
    timer = QTimer(dialog, interval=0)
    timer.timeout.connect(lambda: turns.append(len(shares)))
    dialog.exporter.advanced.connect(lambda text, share: shares.append((text, share)))
    timer.start()
    export(qtbot, dialog)
    timer.stop()
    assert shares[-1][0].endswith("of 60")
    assert [share for _, share in shares] == sorted(share for _, share in shares)
    plots = len(window.exhibit.plots())
    assert len(turns) > 60 * plots  # at most one plot is drawn between two turns


@pytest.mark.parametrize("how", ["button", "escape"])
def test_it_is_cancelled_at_once_and_nothing_half_is_left(qtbot, qapp, window, opened, tmp_path, how):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_bytes(b"mine")
    dialog = opened(window, seconds=30.0)
    widgets = len(qapp.allWidgets())
    under_way(qtbot, dialog)
    assert len(names(tmp_path / "out")) == 2
    if how == "button":
        qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.exporter.busy
    assert dialog.isVisible()
    assert dialog.bar.text == "The export was cancelled. Nothing was written."
    assert len(qapp.allWidgets()) <= widgets
    qtbot.waitUntil(lambda: names(tmp_path / "out") == ["notes.txt"], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)
    dialog.form.animation.spins["seconds"].setValue(0.5)
    export(qtbot, dialog)
    assert names(tmp_path / "out") == ["notes.txt", "stage.gif"]


def test_what_is_stopped_is_over_when_it_returns(qtbot, qapp, window, opened, tmp_path):
    dialog = opened(window, seconds=30.0)
    widgets = len(qapp.allWidgets())
    under_way(qtbot, dialog)
    dialog.exporter.stop()  # as when the window is closed
    assert names(tmp_path / "out") == []
    assert len(multiprocessing.active_children()) == 1
    assert len(qapp.allWidgets()) <= widgets
    dialog._set_busy(False)


@pytest.mark.skipif(os.name == "nt", reason="has no such signal")
def test_an_encoder_that_is_killed_is_said_in_the_bar(qtbot, window, opened, tmp_path):
    dialog = opened(window, seconds=30.0)
    under_way(qtbot, dialog)
    os.kill(dialog.exporter._filming.process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not dialog.exporter.busy, timeout=5000)
    assert dialog.bar.text == "The animation was ended by SIGKILL. Nothing was written."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == [], timeout=5000)


def test_a_full_disk_is_said_in_the_bar(qtbot, window, opened, small_disk):
    (small_disk / "filler").write_bytes(b"x" * (2**20 - 2 * 4096))
    dialog = opened(window, seconds=2.0, folder=small_disk)
    text = refused(qtbot, dialog)
    assert "stage.gif cannot be written: the disk is full. Nothing was written." in text
    qtbot.waitUntil(lambda: names(small_disk) == ["filler"], timeout=5000)


def test_a_process_that_cannot_be_started_leaves_no_plot(qtbot, qapp, window, opened, monkeypatch):
    def refuse(order):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(filming, "FilmProcess", refuse)
    dialog = opened(window)
    widgets = len(qapp.allWidgets())
    assert "The animation could not be started" in refused(qtbot, dialog)
    assert len(qapp.allWidgets()) <= widgets


def test_a_picture_that_cannot_be_written_ends_it_before_it_begins(qtbot, window, opened, tmp_path):
    (tmp_path / "out" / "loss.png").mkdir(parents=True)
    dialog = opened(window)
    only(dialog, "png")
    refused(qtbot, dialog)
    qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and "folder, not a file" in dialog.bar.text)
    assert "stage.gif" not in names(tmp_path / "out")
