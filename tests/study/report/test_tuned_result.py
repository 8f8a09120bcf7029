import math

import pytest

from app.study.experiment.gain import tuned_lanes
from app.study.report.section import Cell
from app.study.report.tuned_result import gain_cell, gain_matrix, gain_text, tuned_table
from tests.study.experiment.made import TUNE, TUNED_SUITE, parts


def test_default_and_tuned_on_fresh_seeds():
    (part,) = parts(TUNE)
    table = tuned_table(part)
    assert table.head[:5] == ("Lane", "Chosen", "As it is", "Tuned", "Times lower")
    lanes = tuned_lanes(part.study, part.done)
    for row, lane in zip(table.rows, lanes, strict=True):
        assert row[1].startswith("lr = ")
        assert row[3].startswith(f"{lane.tuned.band[0]:.4g} (")
    assert "Test loss after the last step on 10 fresh seeds" in table.note


def test_trials_that_were_ended_are_counted_where_there_is_early_stopping():
    assert "Trials ended early" not in tuned_table(parts(TUNE)[0]).head
    part = parts(TUNED_SUITE)[0]
    table = tuned_table(part)
    assert table.head[-1] == "Trials ended early"
    assert [row[-1] for row in table.rows] == [str(lane.ended) for lane in tuned_lanes(part.study, part.done)]


def test_each_default_against_each_that_was_tuned():
    (part,) = parts(TUNE)
    table = gain_matrix(part)
    assert table.head == ("As it is", "Momentum, tuned", "Adam, tuned")
    lanes = tuned_lanes(part.study, part.done)
    gain = lanes[0].default.band[0] / lanes[1].tuned.band[0]
    cell = table.rows[0][2]
    assert (cell.text if isinstance(cell, Cell) else cell) == gain_text(gain)


@pytest.mark.parametrize(
    ("gain", "text"),
    [(None, "–"), (1.234, "1.23 ×"), (0.5, "0.5 ×"), (2.5e16, "10^16 ×"), (math.inf, "∞")],
)
def test_gains_are_short(gain, text):
    assert gain_text(gain) == text


def test_a_loss_by_tuning_stands_out_too():
    assert gain_cell(0.5) == Cell("0.5 ×", "bad")
    assert gain_cell(2.0) == Cell("2 ×", "good")
    assert gain_cell(1.0) == "1 ×"
