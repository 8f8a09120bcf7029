"""A session with its engine, a window, and the proof that nothing of them is left afterwards."""

import math
import multiprocessing
import os
import subprocess
import sys
import threading
import warnings

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.study.memory import folders
from app.study.spec import LaneSpec, Study
from app.ui.session import Session
from app.ui.theme import LIGHT
from tests.ui.exporting import LONG, at_rest, race
from tests.ui.steering import new_race

SIGNALS = (
    "study_changed",
    "race_changed",
    "frame_changed",
    "state_changed",
    "message_raised",
    "lane_changed_live",
    "undo_changed",
)


def lane(optimizer, **hyperparameters):
    return LaneSpec(optimizer=optimizer, hyperparameters=hyperparameters)


@pytest.fixture
def study():
    """Return a small study on a surface; its three lanes do not diverge."""
    return Study(
        steps=300,
        lanes=(lane("adam", lr=0.1), lane("momentum", lr=1e-3), lane("gradient_descent", lr=1e-3)),
    )


@pytest.fixture
def endless(study):
    """Return a study that is not over before a test is."""
    return Study(steps=1_000_000, lanes=study.lanes)


def blocks():
    """Return the names of blocks of memory that this process has asked for."""
    return [path for folder in folders() for path in folder.glob(f"descent-lab-{os.getpid()}-*")]


@pytest.fixture
def nothing_left(qapp):
    """Fail if a thread, a process or a block is left."""
    threads, processes = threading.active_count(), multiprocessing.active_children()
    yield
    assert multiprocessing.active_children() == processes
    assert threading.active_count() == threads
    assert blocks() == []


@pytest.fixture(scope="module")
def shared_session(qapp):
    """Return the session that the tests of a module share, as each engine takes 0.3 s to start."""
    session = Session()
    yield session
    session.shutdown()
    assert not session.player.worker.isRunning()
    assert multiprocessing.active_children() == []
    assert blocks() == []


@pytest.fixture
def session(qtbot, shared_session):
    """Return a session at rest and at full speed; what it raced last goes when the test opens a study."""
    shared_session.pause()
    shared_session.set_speed(math.inf)
    shared_session.set_theme(LIGHT)
    shared_session.set_run_shown(0)
    yield shared_session
    qtbot.waitUntil(lambda: not shared_session.player.pending, timeout=30_000)
    assert len(multiprocessing.active_children()) == 1
    assert blocks() == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a signal that the test left alone
        for name in SIGNALS:
            getattr(shared_session, name).disconnect()


@pytest.fixture
def opened(qtbot, session):
    """Return a function that opens a study and waits until its start is recorded."""

    def open_study(study):
        with new_race(qtbot, session):
            assert session.open_study(study)
        return session

    return open_study


@pytest.fixture
def until(qtbot):
    """Return a function that waits until something holds."""
    return lambda holds: qtbot.waitUntil(holds, timeout=30_000)


@pytest.fixture
def run_to_end(session, until):
    """Return a function that runs a race to its end."""

    def run():
        session.run()
        until(lambda: session.state == "finished")

    return run


@pytest.fixture(scope="module")
def shared_window(qapp, tmp_path_factory):
    """Return the window that the tests of a module share."""
    from app.ui.application import make_window

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESCENT_LAB_HOME", str(tmp_path_factory.mktemp("home")))
        widget = make_window(qapp)
        widget.show()
        yield widget
        widget.close()
        widget.deleteLater()
    assert multiprocessing.active_children() == []
    assert blocks() == []


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
    session = shared_window.session
    if session.state != "finished" or session.race.ticks != LONG:
        race(shared_window, qtbot, Study(steps=LONG, lanes=(lane("gradient_descent", lr=1e-4),)))
    yield shared_window
    at_rest(shared_window)


@pytest.fixture
def dialog_for(qtbot, tmp_path):
    """Return a function that opens the dialog, by the keys, for a folder."""

    def open_dialog(window, folder=tmp_path / "out"):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = window.document.export_dialog
        assert dialog is not None
        qtbot.waitUntil(dialog.isVisible)
        dialog.form.folder.setText(str(folder))
        for box in (*dialog.form.boxes.values(), *dialog.form.plots.values()):
            box.setChecked(box is not dialog.form.boxes["curves"])
        return dialog

    return open_dialog


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
