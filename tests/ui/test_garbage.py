"""Garbage is collected on the window's thread, and only there."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.ui.application import _collect_here
from app.ui.garbage import collect_due


@pytest.fixture
def collector():
    """Leave the collector as it was, whatever a test did to it."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.disable()


def in_a_cycle(destroyed):
    """Make an object with a timer, as windows and sessions are: nothing but itself refers to it."""
    found = QObject()
    found.timer = QTimer(found)
    found.itself = found
    weakref.finalize(found, lambda: destroyed.append(threading.get_ident()))


def allocate():
    """Do what makes Python collect, were it left to itself."""
    return [[] for _ in range(100_000)]


def elsewhere(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def test_left_to_itself_python_destroys_it_on_the_thread_that_allocates(qapp, collector):
    destroyed = []
    gc.collect()
    in_a_cycle(destroyed)
    elsewhere(lambda: (gc.enable(), allocate(), gc.disable()))
    assert destroyed, "the danger that is guarded against"
    assert destroyed[0] != threading.get_ident()


def test_with_a_window_it_is_destroyed_on_the_window_s_thread(qtbot, collector):
    gc.enable()
    window = QWidget()
    qtbot.addWidget(window)
    _collect_here(window)
    destroyed = []
    in_a_cycle(destroyed)
    kept = []
    elsewhere(lambda: kept.append(allocate()))
    assert destroyed == []
    qtbot.waitUntil(lambda: bool(destroyed), timeout=10_000)
    assert destroyed == [threading.get_ident()]


def test_nothing_is_collected_before_it_is_due(collector):
    gc.set_threshold(10**9, 10, 10)
    assert collect_due() == 0
    gc.set_threshold(0, 10, 10)
    assert collect_due() == 0, "0 means never"


def test_older_generations_are_collected_in_their_turn(collector):
    gc.set_threshold(1, 2, 2)
    gc.collect()
    seen, kept = [], []
    for _ in range(40):
        kept.append([[] for _ in range(10)])
        seen.append(collect_due())
    assert {1, 2, 3} <= set(seen)
    assert seen.count(1) > seen.count(2) > seen.count(3)
