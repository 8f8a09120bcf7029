import pytest

from app.study.experiment.board import Board
from app.study.experiment.event import StageBegan
from app.ui.controls.block_progress import BlockProgress
from app.ui.theme import LIGHT


@pytest.mark.parametrize(
    ("blocks", "busy", "kept", "seen"),
    [
        (0, False, False, (False, False, False)),
        (0, True, False, (True, False, True)),  # as long as it is not known how the whole is cut
        (3, True, False, (True, True, True)),
        (3, False, True, (True, True, False)),
        (3, False, False, (False, False, False)),
    ],
)
def test_what_there_is_to_be_told_is_seen(qtbot, blocks, busy, kept, seen):
    board = Board()
    if blocks:
        board.take(StageBegan(0, blocks, 0))
    found = BlockProgress("sweep", LIGHT)
    qtbot.addWidget(found)
    found.show_progress(0.25, board, busy, kept)
    assert (not found.isHidden(), not found.strip.isHidden(), not found.bar.isHidden()) == seen
    assert found.bar.value() == 250
    assert found.bar.accessibleName() == "Progress of the sweep"
