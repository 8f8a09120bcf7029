"""A session with its engine, and the proof that nothing of it is left afterwards."""

import multiprocessing
import os
import threading

import pytest

from app.study.memory import folders
from app.study.spec import LaneSpec, Study


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
    threads = threading.active_count()
    yield
    assert multiprocessing.active_children() == []
    assert threading.active_count() == threads
    assert blocks() == []


@pytest.fixture
def session(qtbot, nothing_left):
    """Return a session at full speed, with nothing to race yet."""
    from app.ui.session import Session

    session = Session()
    yield session
    session.shutdown()
    assert not session.player.worker.isRunning()
    session.deleteLater()


@pytest.fixture
def opened(qtbot, session):
    """Return a function that opens a study and waits until its start is recorded."""

    def open_study(study):
        with qtbot.waitSignal(session.race_changed, timeout=30_000):
            assert session.open_study(study)
        return session

    return open_study
