"""Two trajectories of one surface that look at the same place."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.picture import picture_of
from app.ui.plots.figure import figure_of
from app.ui.plots.linked_plot import LinkedPlot
from app.ui.plots.overlay import Overlays
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots import mouse
from tests.ui.plots.racing import LANES, Racing, data_study, lane, surface_study


@pytest.fixture
def pair(shown, on_surface, qtbot):
    leader = shown(TrajectoryPlot, on_surface)
    linked = LinkedPlot(leader)
    qtbot.addWidget(linked)
    linked.resize(500, 400)
    with qtbot.waitExposed(linked):
        linked.show()
    other = Racing(surface_study(LANES[:2], steps=50, start=(0.5, 2.0)))
    linked.set_race(other.view)
    linked.show_frame(other.frame())
    linked.settle()
    return leader, linked


def middle(plot):
    left, top, right, bottom = plot.plot_area()
    return QPoint((left + right) // 2, (top + bottom) // 2)


def test_who_is_zoomed_zooms_the_other(pair):
    leader, linked = pair
    assert linked.linked
    assert linked.box.viewRange() == leader.box.viewRange()
    for first, second in ((leader, linked), (linked, leader)):
        before = first.box.viewRange()
        mouse.wheel(first, middle(first))
        assert first.box.viewRange() != before
        assert second.box.viewRange() == first.box.viewRange()
    assert not leader.following


def test_fitting_the_reference_fits_both(pair):
    leader, linked = pair
    home = leader.box.viewRange()
    mouse.wheel(leader, middle(leader))
    QTest.keyClick(linked, Qt.Key.Key_A)
    assert leader.following
    assert leader.box.viewRange() == home
    assert linked.box.viewRange() == home


def test_its_start_is_only_looked_at(pair, qtbot):
    _, linked = pair
    place = mouse.place_of(linked, *linked.start.at)
    with qtbot.assertNotEmitted(linked.start_chosen), qtbot.assertNotEmitted(linked.start_dragged):
        mouse.click(linked, mouse.place_of(linked, -1.5, 0.0))
        mouse.drag(linked, place, place + QPoint(40, 20))
    assert linked.start.at == (0.5, 2.0)


def test_a_landscape_is_turned_with_the_other(pair):
    leader, linked = pair
    leader.set_view("landscape")
    linked.follow_leader()
    leader.settle()
    linked.settle()
    assert linked.view_name == "landscape"
    for first, second in ((leader, linked), (linked, leader)):
        QTest.keyClick(first, Qt.Key.Key_Right)
        assert second.camera == first.camera is not None
    QTest.keyClick(linked, Qt.Key.Key_0)
    assert leader.camera is None
    assert linked.camera is None


def test_on_another_ground_it_looks_by_itself(pair):
    leader, linked = pair
    data = Racing(data_study())
    linked.set_race(data.view)
    linked.show_frame(data.frame())
    assert not linked.linked
    before = linked.box.viewRange()
    mouse.wheel(leader, middle(leader))
    assert linked.box.viewRange() == before


def test_a_copy_of_it_is_a_picture_of_the_reference(pair, qtbot):
    leader, linked = pair
    image = picture_of(linked, 480, 360)
    assert (image.width(), image.height()) == (480, 360)
    copy = linked.clone()
    qtbot.addWidget(copy)
    assert copy.race is linked.race
    assert copy.box.viewRange() == leader.box.viewRange()
    assert not isinstance(copy, LinkedPlot)


def test_what_its_optimizers_remembered_is_not_drawn(pair):
    leader, linked = pair
    leader.set_overlays(Overlays(momentum=True, adjusted=True, squares=True))
    linked.follow_leader()
    assert linked.overlays == Overlays(adjusted=True)


def test_names_that_the_leader_says_are_not_said_twice_but_stand_in_a_picture(pair):
    _, linked = pair
    assert not linked.legend.shown
    for named in (False, True):  # beside the leader's picture its names stand there
        with figure_of(linked, 400, 300, named=named) as figure:
            assert figure.legend.shown == (not named)
    other = Racing(surface_study((LANES[0], lane("adagrad", 0.1)), steps=50))
    linked.set_race(other.view)
    linked.show_frame(other.frame())
    assert linked.legend.shown
