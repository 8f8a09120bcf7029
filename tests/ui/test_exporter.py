"""An export under way: the window stays free, and nothing half-written stays however it ends."""

import math
import multiprocessing
import os
import signal

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.spec import Study
from app.ui import exporter
from app.ui.application import make_window
from tests.ui.conftest import blocks
from tests.ui.exporting import (
    LONG,
    TABLES,
    export,
    lane,
    names,
    only,
    race,
    under_way,
)


def test_a_long_export_leaves_the_window_free(qtbot, long_window, dialog_for, tmp_path):
    dialog = dialog_for(long_window)
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
def test_a_long_export_is_cancelled_and_nothing_half_is_left(qtbot, long_window, dialog_for, tmp_path, how):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_bytes(b"mine")
    dialog = dialog_for(long_window)
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


def test_what_is_complete_is_told_of_a_cancelled_export(qtbot, long_window, dialog_for, tmp_path):
    dialog = dialog_for(long_window)
    only(dialog, "history", "png")
    for name in ("trajectory", "gradient_norm", "stage"):
        dialog.form.plots[name].setChecked(False)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "out" / "loss.png").exists(), timeout=20_000)
    dialog.reject()
    assert dialog.bar.text == "The export was cancelled. Complete are only loss.png."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == ["loss.png"], timeout=5000)


def test_another_export_may_begin_while_one_is_leaving(qtbot, long_window, dialog_for, tmp_path):
    dialog = dialog_for(long_window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    dialog.reject()
    dialog.reject()
    dialog = dialog_for(long_window)
    only(dialog, "history")
    export(qtbot, dialog)
    qtbot.waitUntil(lambda: names(tmp_path / "out") == TABLES[:2], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)


def test_a_process_that_does_not_end_is_killed(qtbot, long_window, dialog_for, tmp_path, monkeypatch):
    monkeypatch.setattr(exporter, "_PATIENCE", 0.0)
    monkeypatch.setattr(exporter.ExportProcess, "ask_to_end", lambda process: None)
    dialog = dialog_for(long_window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: names(tmp_path / "out") == [], timeout=5000)
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1, timeout=5000)


def test_what_a_race_records_meanwhile_is_not_in_it(qtbot, window, dialog_for, tmp_path):
    window.document.adopt(Study(steps=1_000_000), None)
    qtbot.waitUntil(lambda: not window.session.player.pending, timeout=20_000)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.frame().recorded > 1000, timeout=20_000)
    dialog = dialog_for(window)
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
def test_a_killed_engine_does_not_end_an_export(qtbot, long_window, dialog_for, tmp_path):
    dialog = dialog_for(long_window)
    only(dialog, "history")
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        under_way(qtbot, dialog)
        os.kill(long_window.session.player.worker.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: long_window.session.state == "failed", timeout=5000)
        assert dialog.exporter.busy
    assert (tmp_path / "out" / "history.csv").read_bytes().count(b"\n") > 8 * LONG
    # And what a killed engine recorded can be exported, too.
    dialog = dialog_for(long_window, tmp_path / "after")
    only(dialog, "history")
    export(qtbot, dialog)
    tables = [(tmp_path / folder / "history.csv").read_bytes() for folder in ("out", "after")]
    assert tables[0] == tables[1]


@pytest.mark.skipif(os.name == "nt", reason="has no such signal")
def test_a_killed_export_is_said_in_the_bar(qtbot, long_window, dialog_for, tmp_path):
    dialog = dialog_for(long_window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    os.kill(dialog.exporter._process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not dialog.exporter.busy, timeout=5000)
    assert dialog.bar.text == "The export was ended by SIGKILL. Nothing was written."
    qtbot.waitUntil(lambda: names(tmp_path / "out") == [], timeout=5000)
    export(qtbot, dialog)


def test_a_closed_window_ends_an_export_and_leaves_nothing_half(qtbot, dialog_for, tmp_path):
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.show()
    before = multiprocessing.active_children()
    race(window, qtbot, Study(steps=LONG, lanes=(lane("gradient_descent", lr=1e-4),)))
    dialog = dialog_for(window)
    only(dialog, "history")
    under_way(qtbot, dialog)
    window.close()
    assert multiprocessing.active_children() == before
    assert not dialog.isVisible()
    assert names(tmp_path / "out") == []
    assert blocks() == []
