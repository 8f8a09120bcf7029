"""The cells of an experiment's blocks: read with the mouse, the keys and by a screen reader."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.study.experiment.block import Block
from app.study.experiment.board import Board
from app.study.experiment.event import Advanced, Began, Completed, Failed, Retried, StageBegan
from app.ui.controls.block_strip import BlockStrip
from app.ui.theme import DARK, LIGHT


def block(index):
    return Block(index=index, label=f"Adam, seed {index}")


@pytest.fixture
def strip(qtbot):
    found = BlockStrip("sweep", LIGHT)
    qtbot.addWidget(found)
    found.resize(120, 11)
    with qtbot.waitExposed(found):
        found.show()
    return found


@pytest.fixture
def board():
    found = Board()
    events = [StageBegan(0, 6, 0), Began(block(0), 1), Completed(block(0), 1.0, "p"), Began(block(1), 1)]
    events += [Advanced(1, 0.5), Failed(block(2), 3, "It broke."), Began(block(3), 1)]
    for event in (*events, Retried(block(3), 1, "It ended.")):
        found.take(event)
    return found


def colour(strip, at, high):
    place = strip.place_of(at)
    return strip.grab().toImage().pixelColor(round(place.center().x()), high).name()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_cell_looks_as_its_block_stands(strip, board, theme):
    strip.apply_theme(theme)
    strip.show_board(board)
    assert colour(strip, 0, 3) == QColor(theme.accent).name()
    assert colour(strip, 1, 3) == QColor(theme.line).name()  # half of it is done
    assert colour(strip, 1, 8) not in (QColor(theme.line).name(), QColor(theme.accent).name())
    assert colour(strip, 2, 3) == QColor(theme.bad).name()
    assert colour(strip, 2, 5) != QColor(theme.bad).name()  # split, not by its colour alone
    assert colour(strip, 3, 1) == QColor(theme.warning).name()
    assert colour(strip, 4, 5) == QColor(theme.line).name()


def test_thousands_share_cells_of_some_pixels(strip):
    board = Board()
    board.take(StageBegan(0, 5000, 0))
    strip.show_board(board)
    assert len(strip.cells) == 30
    assert strip.cell_at(0) == 0
    assert strip.cell_at(119.9) == 29
    assert strip.cell_at(-1) is None
    assert strip.cell_at(121) is None


@pytest.fixture
def said(monkeypatch):
    """Return the texts of tooltips; without a screen there are none to be looked at."""
    texts = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, *more: texts.append(text))
    return texts


def test_hovering_reads_a_cell(strip, board, said):
    strip.show_board(board)
    at = strip.place_of(2).center().toPoint()
    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, at, QPoint(0, 0)))
    assert said == ["Block 3 of 6: failed\nIt broke."]


def test_keys_read_it_cell_by_cell_and_the_failure_first(strip, board, said):
    strip.show_board(board)
    QApplication.sendEvent(strip, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert "Block 3 of 6: failed" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert "Block 2 of 6: under way, 50%" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_End)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert "Block 6 of 6: waiting" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Home)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert "Block 1 of 6: done" in strip.accessibleDescription()
    assert [text.split(":")[0][6:7] for text in said] == ["3", "2", "6", "6", "1", "1"]


def test_the_whole_is_one_sentence(strip, board):
    strip.show_board(board)
    assert strip.accessibleName() == "Blocks of the sweep"
    assert strip.accessibleDescription() == board.sentence()


def test_out_of_sight_nothing_is_computed(strip, board, monkeypatch):
    strip.hide()
    asked = []
    monkeypatch.setattr(Board, "cells", lambda self, most: asked.append(most) or [])
    strip.show_board(board)
    strip.refresh()
    assert asked == []
    strip.show()
    assert asked == [30]


def test_it_is_drawn_ten_times_a_second_at_most_and_the_last_is_not_forgotten(strip, board, until):
    strip.show_board(board)
    painted = []
    real = board.cells
    board.cells = lambda most: painted.append(most) or real(most)
    for done in range(50):
        board.take(Advanced(1, 0.5 + done / 100))
        strip.refresh()
    assert len(painted) <= 2
    until(lambda: strip.cells[1].share == 0.99)
