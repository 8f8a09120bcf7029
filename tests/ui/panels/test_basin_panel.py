"""The panel of the maps: what it shows, says and asks for."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.study.basin.block import run_starts
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.basin_session import BasinSession
from app.ui.frame import LaneLook
from app.ui.panels.basin_panel import BasinPanel
from app.ui.theme import DARK, LIGHT

replace = msgspec.structs.replace
STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.028}),
    ),
    steps=40,
)
LOOKS = (LaneLook("Adam", LIGHT.lanes[0]), LaneLook("Gradient descent", LIGHT.lanes[1]))


@pytest.fixture(scope="module")
def shared(qapp):
    session = BasinSession(workers=2)
    session.resolution = 50
    session.show(STUDY)
    session.set_active(True)
    yield session
    session.shutdown()


@pytest.fixture
def panel(qtbot, shared, until):
    shared.resolution = 50
    shared.show(STUDY)
    found = BasinPanel(shared, LIGHT)
    found.set_looks(LOOKS, (0.0, 0.0))
    qtbot.addWidget(found)
    found.resize(1300, 460)
    with qtbot.waitExposed(found):
        found.show()
    until(lambda: shared.state == "done")
    found.grab()
    yield found
    shared.changed.disconnect(found.refresh)
    shared.advanced.disconnect(found._show_progress)


def shown(panel):
    return [plot for plot in panel.plots if plot.shown is not None]


def place(plot, x, y):
    """Return where a place of the surface is, in the pixels of the view box."""
    left, right, bottom, top, width, height = plot.view()
    return QPointF((x - left) / (right - left) * width, (top - y) / (top - bottom) * height)


def test_a_map_for_each_lane_on_linked_axes(panel):
    one, other = shown(panel)
    assert [plot.title for plot in (one, other)] == ["Adam", "Gradient descent"]
    one.set_view_range((-1.0, 1.0), (-2.0, 2.0))
    assert other.box.viewRange() == one.box.viewRange()
    one.auto_range()
    assert other.box.viewRange() == [[-5.0, 5.0], [-5.0, 5.0]]


def test_the_shares_are_those_of_the_maps(panel, shared):
    table = panel.shares
    assert [table.horizontalHeaderItem(column).toolTip() for column in (1, 2)] == ["Adam", "Gradient descent"]
    names = [table.item(row, 0).text() for row in range(table.rowCount())]
    assert names[0] == "1  (3, 2)"
    assert names[-1] == "diverged"
    for column, lane in ((1, 0), (2, 1)):
        shares = dict(shared.view.maps[lane].shares(4))
        assert table.item(0, column).text() == f"{shares[0]:.1%}"
        assert table.item(len(names) - 1, column).text() == f"{shares.get(-3, 0.0):.1%}"


def test_the_words_for_who_listens(panel):
    text = panel.plots[0].describe()
    assert text.startswith("Basin map, 50 starts along each side. Adam: minimum 1 wins")
    panel._tell.hurry()
    panel.refresh()
    assert "Gradient descent: minimum 1 wins" in panel.accessibleDescription()
    assert "diverged" in panel.key.text()


def test_a_click_takes_the_start_of_the_map(panel, qtbot):
    plot = shown(panel)[0]
    with qtbot.waitSignal(panel.start_chosen) as chosen:
        plot.click(place(plot, 1.01, -3.02))
    x, y = chosen.args
    assert abs(x - 1.01) <= 0.1
    assert abs(y + 3.02) <= 0.1
    found = run_starts(STUDY, 0, np.array([[x, y]]))
    column, line = plot._cell(place(plot, x, y))
    assert plot.shown.found.layer("x_end")[line, column] == found["x_end"][0]


def test_pointing_reads_the_start_in_all_maps(panel):
    one, other = shown(panel)
    one.hover(place(one, 3.0, 2.0))
    assert "minimum 1" in one.readout.text()
    assert one._cursor == other._cursor
    assert any(mark.kind == "cross" for mark in other.signs.marks)
    one.hover(None)
    assert other._cursor is None


def test_keys_move_a_cursor_and_take_its_start(panel, qtbot):
    plot = shown(panel)[0]
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot._cursor == (26, 25)
    QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert plot._cursor == (26, 35)
    assert plot.accessibleDescription().startswith("start (")
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.start_chosen) as chosen:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.args == list(plot.shown.start_of(16, 34))


def test_the_difference_of_two_lanes_stands_beside_their_maps(panel):
    panel.controls.second.setCurrentIndex(panel.controls.second.findText("Gradient descent"))
    panel.refresh()
    *maps, difference = shown(panel)
    assert [plot.title for plot in maps] == ["Adam", "Gradient descent"]
    assert difference.title == "Adam against Gradient descent (same starts)"
    assert "nothing is drawn by chance" in difference.describe()
    assert "nothing is drawn by chance" in panel.grid._names[2].toolTip()
    found = difference._difference
    one, other = (panel.session.view.maps[lane].layer("minimum") for lane in (0, 1))
    assert found.share(0) == ((one == other) | ((one < 0) & (other < 0))).mean()
    level = panel.session.view.level
    assert panel.status.text.text() == f"both lanes: same {level * level:,} starts"
    assert "only Adam at a minimum" in difference.describe()
    assert "difference: only Adam" in panel.key.text()
    panel.controls.second.setCurrentIndex(0)
    panel.refresh()
    assert len(shown(panel)) == 2


@pytest.mark.parametrize("measure", ["steps", "evaluations"])
def test_other_measures(panel, measure):
    before = panel.plots[0].ground.image.copy()
    panel.controls.measure.setCurrentIndex(panel.controls.measure.findData(measure))
    panel.refresh()
    assert panel.plots[0].ground.image != before
    assert "to the target" in panel.key.text()


def test_esc_stops_and_the_button_goes_on(panel, shared, until):
    panel.controls.resolution.setCurrentIndex(panel.controls.resolution.findData(400))
    panel.controls.resolution.activated.emit(panel.controls.resolution.currentIndex())
    assert shared.state == "computing"
    assert panel.controls.stop.accessibleName() == "Stop computing the maps"
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert shared.state == "cancelled"
    assert "stopped" in panel.status.text.text()
    shared.resolution = 100
    panel.controls.stop.click()
    until(lambda: shared.state == "done")
    assert panel.status.text.text().startswith("10,000 starts")
    assert not panel.controls.stop.isEnabled()


def test_without_a_surface_it_says_why(panel, shared, until):
    shared.show(Study(problem=DataSpec()))
    assert panel.empty.isVisible()
    assert "need a surface" in panel.empty.text()
    assert shown(panel) == []
    assert not panel.controls.export.isEnabled()
    shared.show(STUDY)
    until(lambda: shared.state == "done")
    assert panel.empty.isHidden()


def test_when_all_lanes_are_hidden_it_says_so(panel, shared):
    shared.show(replace(STUDY, lanes=tuple(replace(lane, muted=True) for lane in STUDY.lanes)))
    assert "hidden" in panel.empty.text()


def test_another_theme_keeps_the_maps(panel):
    panel.apply_theme(DARK)
    panel.grab()
    assert [plot.title for plot in shown(panel)] == ["Adam", "Gradient descent"]
    assert panel.plots[0].ground.image is not None


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_files(panel, tmp_path, qtbot, kind):
    path = tmp_path / f"maps.{kind}"
    with qtbot.waitSignal(panel.message_raised) as raised:
        panel.save(str(path))
    assert raised.args[0].kind == "info"
    content = path.read_bytes()
    assert content.startswith({"png": b"\x89PNG", "svg": b"<?xml", "csv": b"lane,x,y"}[kind])
    if kind == "svg":
        assert b"minimum 1: " in content
    if kind == "csv":
        level = panel.session.view.maps[0].level
        assert content.count(b"\r\n") == 1 + 2 * level * level
    assert not panel.plots[0].legend.shown


def test_a_file_that_cannot_be_written_is_an_error_in_words(panel, tmp_path, qtbot):
    with qtbot.waitSignal(panel.message_raised) as raised:
        panel.save(str(tmp_path / "no" / "maps.csv"))
    assert raised.args[0].kind == "error"
    assert "cannot be written" in raised.args[0].text


def test_the_table_gives_way_where_there_is_no_room(panel, qtbot):
    assert panel.minimumSizeHint().width() < 560
    panel.resize(560, 300)
    assert panel.shares.isHidden()
    panel.resize(560, 600)
    assert not panel.shares.isHidden()


def test_in_the_lowest_panel_the_table_covers_nothing(panel, qtbot):
    panel.resize(panel.width(), panel.minimumSizeHint().height())
    panel.grab()
    foot = panel.status.mapTo(panel, panel.status.rect().topLeft()).y()
    table = panel.shares.geometry()
    assert panel.shares.isVisible()
    assert table.bottom() <= foot
    assert panel.shares.verticalScrollBar().maximum() > 0  # what is missing can be had
