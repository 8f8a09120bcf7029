import numpy as np

from app.study.report.experiment import suite_of
from app.study.report.section import Cell
from app.study.report.suite_result import final_table, lanes_table, times_table
from app.study.report.word import number
from tests.study.experiment.made import SUITE, parts


def text(cell):
    return cell.text if isinstance(cell, Cell) else cell


def test_lanes_over_all_tasks():
    standing, found = suite_of(parts(SUITE))
    table = lanes_table(standing, found)
    assert "Profile score (to 4 ×)" in table.head
    for lane, row in enumerate(table.rows):
        assert row[0] == SUITE.lanes[lane].optimizer.title().replace("Adagrad", "AdaGrad")
        assert row[3] == f"{int(np.isfinite(standing.whole.times[:, lane]).sum())} of 50"
        assert row[4] == f"{found.scores[lane]:.2f}"


def test_the_lowest_of_each_task_stand_out():
    standing, found = suite_of(parts(SUITE))
    table = times_table(standing, found)
    for task, row in enumerate(table.rows):
        assert [text(cell) for cell in row[2:]] == [number(float(each)) for each in found.medians[task]]
        assert [isinstance(cell, Cell) for cell in row[2:]] == list(found.ratios[task] == 1.0)


def test_losses_at_the_end_are_named():
    standing, _ = suite_of(parts(SUITE))
    table = final_table(standing, ["loss"] * 5)
    medians = np.median(standing.tasks[0].finals, axis=1)
    assert [text(cell) for cell in table.rows[0][2:]] == [number(float(each)) for each in medians]
    assert isinstance(table.rows[0][2 + int(medians.argmin())], Cell)
