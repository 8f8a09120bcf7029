import threading

from app.ui.judging import Judging


def test_what_a_call_returns_is_told_on_the_windows_thread(qtbot):
    judging = Judging()
    told = []
    judging.done.connect(lambda answer: told.append((answer, threading.current_thread())))
    judging.start(lambda: threading.current_thread().name)
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert told == [("judging", threading.main_thread())]
    assert not judging.busy


def test_of_what_is_asked_meanwhile_the_newest_comes_next(qtbot):
    judging = Judging()
    told = []
    judging.done.connect(lambda answer: told.append(answer))
    go = threading.Event()
    judging.start(lambda: go.wait(5) and "first")
    judging.start(lambda: "second")
    judging.start(lambda: "third")
    go.set()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=5000)
    assert told == ["first", "third"]
    assert not judging.busy


def test_an_error_is_said_and_the_next_call_works(qtbot):
    judging = Judging()
    with qtbot.waitSignal(judging.failed, timeout=5000) as failed:
        judging.start(lambda: 1 / 0)
    assert failed.args == ["ZeroDivisionError: division by zero"]
    with qtbot.waitSignal(judging.done, timeout=5000) as done:
        judging.start(lambda: 7)
    assert done.args == [7]


def test_stopped_it_leaves_no_thread_and_tells_nobody(qtbot):
    judging = Judging()
    before = threading.active_count()
    go = threading.Event()
    judging.start(lambda: go.wait(5))
    go.set()
    with qtbot.assertNotEmitted(judging.done, wait=100):
        judging.stop()
    assert threading.active_count() == before
