"""What is done again and again leaves nothing behind; the benchmark memory_growth.py does it more often."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.application import make_window
from tests import growth

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")


@pytest.fixture(scope="module")
def window(qapp):
    window = make_window(QApplication.instance())
    window.resize(1366, 768)
    window.show()
    yield window
    window.close()


@pytest.fixture
def settled(window, qtbot):
    """Return the window with a finished race of a few steps, and a function that waits."""
    lanes = (LaneSpec(optimizer="adam"), LaneSpec(optimizer="momentum", hyperparameters={"lr": 2e-4}))
    window.document.adopt(Study(problem=SurfaceSpec(), lanes=lanes, steps=60), None)
    session = window.session

    def wait(done):
        qtbot.waitUntil(done, timeout=30_000)

    wait(lambda: session.race is not None and session.race.ticks == 60 and not session.player.pending)
    return wait


@pytest.mark.parametrize(
    ("do", "warm", "times"),
    [
        (growth.run_and_reset, 5, 20),
        (growth.open_and_close, 2 * len(growth.PANELS), 2 * len(growth.PANELS)),
        (growth.switch_theme, 5, 16),
        (growth.open_study, len(growth.STUDIES), 2 * len(growth.STUDIES)),
    ],
)
def test_nothing_is_left_behind(window, settled, do, warm, times):
    for number in range(warm):
        do(window, settled, number)
    before = growth.holdings(window)
    for number in range(times):
        do(window, settled, number)
    after = growth.holdings(window)
    more = {key: count - before[key] for key, count in after.items() if count > before[key]}
    # A few of these come and go with caches and animations; one for each time would be more than that.
    for loose in ("objects of Python", "objects of Qt that Python knows"):
        assert more.pop(loose, 0) < times
    assert more == {}


def test_what_is_left_behind_would_be_seen(window, settled):
    """The counts themselves: a widget, a thread's worth of objects, a file that are kept are counted."""
    before = growth.holdings(window)
    kept = [type(window.message_bar)(window.theme, window) for _ in range(3)]
    with Path("/dev/null").open() as file:
        after = growth.holdings(window)
    assert file.closed
    assert after["objects of Qt below the window"] > before["objects of Qt below the window"]
    assert after["objects of Qt that Python knows"] > before["objects of Qt that Python knows"]
    assert after["objects of Python"] > before["objects of Python"]
    assert after["descriptors"] == before["descriptors"] + 1
    for each in kept:
        each.setParent(None)
        each.deleteLater()
