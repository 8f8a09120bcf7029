"""What stands beside the progress of an experiment: words, the whole, its blocks, and the buttons."""

import pytest

from app.study.experiment.block import Block
from app.study.experiment.board import Board
from app.study.experiment.event import Began, Completed, Failed, StageBegan
from app.study.experiment.shelf import Shelf
from app.ui.controls.run_bar import RunBar, left_text
from app.ui.experiment_session import ExperimentSession
from app.ui.theme import LIGHT


@pytest.fixture
def session(tmp_path):
    return ExperimentSession(Shelf(tmp_path))


@pytest.fixture
def bar(qtbot, session):
    found = RunBar(session, "sweep", LIGHT)
    qtbot.addWidget(found)
    found.resize(600, 24)
    with qtbot.waitExposed(found):
        found.show()
    return found


def begun(session, *events):
    session.board = Board()
    for event in (StageBegan(0, 4, 0), *events):
        session.board.take(event)


def seen(bar):
    return bar.progress.strip.isVisible(), bar.progress.bar.isVisible(), bar.stop.isVisible()


def test_the_strip_is_there_as_long_as_there_is_something_to_tell(bar, session):
    bar.refresh()
    assert seen(bar) == (False, False, False)
    session._be("running")
    assert seen(bar) == (False, True, True)
    assert bar.text.text() == "getting ready"
    begun(session, Began(Block(index=0), 1))
    session.advanced.emit()
    assert seen(bar) == (True, True, True)
    assert len(bar.progress.strip.cells) == 4
    session._be("done")
    bar.set_can_go_on(False)
    assert seen(bar) == (False, False, False)


def test_what_was_cut_short_shows_what_is_there_and_what_has_failed(bar, session):
    begun(session, Completed(Block(index=0), 1.0, "p"))
    session._be("cancelled")
    bar.set_can_go_on(True)
    assert seen(bar) == (True, False, False)
    assert bar.text.text() == "cancelled; what is done is kept"
    session.board.take(Failed(Block(index=1), 3, "It broke."))
    session._be("failed")
    assert bar.text.text() == "1 of 4 blocks failed"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (None, ""),
        ((0.1, 0.4), ""),
        ((2.2, 5.4), "2 to 5 s left"),
        ((30.0, 95.0), "up to 2 min left"),
        ((5000.0, 6000.0), "1 to 2 h left"),
    ],
)
def test_what_is_left_is_a_range(left, text):
    assert left_text(left) == text
