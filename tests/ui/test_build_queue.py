"""Which study is built next."""

import pytest

from app.study.spec import Study
from app.ui.build_queue import BuildQueue


def study(number):
    return Study(steps=number)


@pytest.fixture
def queue(qapp):
    queue = BuildQueue()
    queue.sent = []
    queue.due.connect(lambda generation, study: queue.sent.append((generation, study.steps)))
    yield queue
    queue.stop()


def test_one_at_a_time_and_the_newest_next(queue):
    for number in (1, 2, 3):
        queue.ask(study(number))
    assert queue.sent == [(1, 1)]
    assert queue.outdated
    queue.answered()
    assert queue.sent == [(1, 1), (2, 3)]
    assert queue.pending
    assert not queue.outdated
    queue.answered()
    assert not queue.pending
    assert len(queue.sent) == 2


def test_a_drag_is_built_now_and_then(qtbot, queue):
    queue.ask(study(1), soon=True)
    queue.ask(study(2), soon=True)
    assert (queue.sent, queue.pending) == ([], True)
    with qtbot.waitSignal(queue.due):
        pass
    assert queue.sent == [(1, 2)]


def test_a_hurry_does_not_wait(queue):
    queue.ask(study(1), soon=True)
    queue.hurry()
    queue.hurry()
    assert queue.sent == [(1, 1)]


def test_it_says_when_it_takes_long(qtbot, queue):
    with qtbot.waitSignal(queue.slow_changed):
        queue.ask(study(1))
    assert queue.slow
    queue.answered()
    assert not queue.slow


def test_after_a_stop_nothing_is_built(qtbot, queue):
    queue.ask(study(1), soon=True)
    queue.stop()
    with qtbot.assertNotEmitted(queue.due, wait=100):
        pass
    assert not queue.pending
