import numpy as np

from app.study.statistics.verdict import judge
from app.ui.frame import LaneLook
from app.ui.panels.verdict_table import VerdictTable
from tests.study.statistics.cases import INF, evidence

LOOKS = (LaneLook("Adam", "#0072b2"), LaneLook("RMSprop", "#d55e00"))


def texts(table):
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def test_from_ten_seeds_on_there_are_intervals_and_a_miss_is_infinite(qtbot):
    table = VerdictTable()
    qtbot.addWidget(table)
    times = np.arange(100.0, 110.0)
    table.show_verdict(judge(evidence(times, np.append(times[:4], [INF] * 6))), LOOKS)
    first, second = texts(table)
    assert first[:2] == ["Adam", "10 of 10  (72–100 %)"]
    assert first[2].startswith("104  (102–107")
    assert second[1] == "4 of 10  (17–69 %)"
    assert second[2] == "∞  (102–∞)"
    assert second[3].startswith("852")  # (406 + 6 · 500) / 4, and a half


def test_below_ten_there_are_none(qtbot):
    table = VerdictTable()
    qtbot.addWidget(table)
    table.show_verdict(judge(evidence([100.0, 120.0], [INF, INF])), LOOKS)
    assert texts(table) == [["Adam", "2 of 2", "110", "110"], ["RMSprop", "0 of 2", "∞", "∞"]]


def test_it_is_as_high_as_its_rows_and_each_column_is_explained(qtbot):
    table = VerdictTable()
    qtbot.addWidget(table)
    table.show_verdict(judge(evidence([100.0], [120.0])), LOOKS)
    assert table.height() >= table.horizontalHeader().sizeHint().height() + 50
    assert all(table.horizontalHeaderItem(column).toolTip() for column in range(4))
