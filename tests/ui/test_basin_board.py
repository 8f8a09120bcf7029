from app.study.basin.block import BasinBlock
from app.study.experiment.board import DONE, RUNNING, WAITING
from app.ui.basin_board import BasinBoard

BLOCKS = [BasinBlock(0, 50, 0), BasinBlock(1, 50, 0), BasinBlock(1, 100, 3)]


def states(board):
    return [cell.state for cell in board.cells(9)]


def test_blocks_of_maps_wait_run_and_are_done():
    board = BasinBoard(("Adam", "SGD"))
    board.run(BLOCKS)  # nothing was planned yet, as while a slider moves
    board.complete(BLOCKS[0], 0.1)
    assert states(board) == []
    board.plan(BLOCKS)
    board.run(BLOCKS[:2])
    board.complete(BLOCKS[0], 0.1)
    board.run([BLOCKS[1]])
    assert states(board) == [DONE, RUNNING, WAITING]
    assert board.told(board.cells(9)[1]) == "Block 2 of 3: under way, 0%\nSGD, 50 × 50 starts"
    version = board.version
    board.run([BLOCKS[1]])
    board.complete(BLOCKS[0], 0.1)
    assert board.version == version
