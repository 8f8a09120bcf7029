"""The switches above the trajectory, used as a person would."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.panels.trajectory_panel import TrajectoryPanel
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.racing import Racing, data_study, surface_study


@pytest.fixture(scope="module")
def on_surface():
    return Racing(surface_study())


@pytest.fixture(scope="module")
def seeds():
    return Racing(data_study(seeds=(3, 5)))


@pytest.fixture
def panel(qtbot):
    panel = TrajectoryPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.apply_theme(LIGHT)
    panel.resize(640, 420)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def race(panel, racing, **how):
    panel.set_race(racing.view)
    panel.show_frame(racing.frame(**how))


def test_it_says_what_is_raced_on(panel, on_surface, seeds):
    race(panel, on_surface)
    assert panel.title.text() == "Rosenbrock"
    race(panel, seeds)
    assert panel.title.text().startswith("Two moons · ")
    panel.set_race(None)
    assert panel.title.text() == ""


def test_where_there_is_no_room_the_title_is_cut_and_told_in_full(panel, seeds):
    race(panel, seeds)
    panel.resize(430, 300)
    assert panel.title.width() < panel.title.sizeHint().width()
    assert panel.title.toolTip() == panel.title.text()
    assert panel.width() == 430


def test_views_are_offered_where_there_is_a_choice(panel, on_surface, seeds):
    for racing, views in ((on_surface, ["surface", "landscape"]), (seeds, ["regions", "plane", "relief"])):
        race(panel, racing)
        assert panel.view.isVisible()
        assert [panel.view.itemData(index) for index in range(panel.view.count())] == views


def test_the_height_is_offered_with_the_landscape(panel, on_surface):
    race(panel, on_surface)
    assert not panel.log_height.isVisible()
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert panel.log_height.isVisible()
    assert panel.log_height.isChecked()
    panel.log_height.click()
    assert not panel.plot.scene_shown.vista.log
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    assert not panel.log_height.isVisible()


def test_a_view_is_chosen_with_the_keys(panel, seeds):
    race(panel, seeds)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert panel.plot.view_name == "plane"
    assert panel.plot.strokes.strokes
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    assert panel.plot.view_name == "regions"


def test_a_view_that_is_kept_for_the_next_race_is_the_one_offered(panel, seeds):
    race(panel, seeds)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    race(panel, Racing(data_study(epochs=1)))
    assert panel.plot.view_name == "plane"
    assert panel.view.currentData() == "plane"


def test_seeds_are_offered_where_there_are_more(panel, qtbot, on_surface, seeds):
    race(panel, on_surface)
    assert not panel.seed.isVisible()
    race(panel, seeds)
    assert panel.seed.isVisible()
    assert [panel.seed.itemText(index) for index in range(panel.seed.count())] == ["seed 3", "seed 5"]
    panel.seed.setFocus()
    with qtbot.waitSignal(panel.run_chosen) as caught:
        QTest.keyClick(panel.seed, Qt.Key.Key_Down)
    assert caught.args == [1]


def test_the_run_that_is_drawn_is_the_one_named(panel, seeds):
    race(panel, seeds)
    panel.show_frame(seeds.frame(run=1))
    assert panel.seed.currentText() == "seed 5"


def test_the_same_seeds_keep_the_choice(panel, seeds):
    race(panel, seeds)
    panel.seed.setCurrentIndex(1)
    race(panel, Racing(data_study(seeds=(3, 5), epochs=1)), run=1)
    assert panel.seed.currentIndex() == 1


def test_fit_shows_everything_again(panel, on_surface):
    race(panel, on_surface)
    home = panel.plot.box.viewRange()
    for _ in range(3):
        mouse.wheel(panel.plot, panel.plot.viewport().rect().center())
    assert panel.plot.box.viewRange() != home
    panel.fit.setFocus()
    QTest.keyClick(panel.fit, Qt.Key.Key_Space)
    assert panel.plot.box.viewRange() == home


def test_every_switch_has_a_name(panel, seeds):
    race(panel, seeds)
    for switch in (panel.view, panel.seed, panel.fit, panel.plot):
        assert switch.accessibleName()
        assert switch.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_another_theme_reaches_plot_and_icon(panel, on_surface):
    race(panel, on_surface)
    before = panel.fit.icon().pixmap(16).toImage()
    panel.apply_theme(DARK)
    assert panel.plot.theme is DARK
    assert panel.fit.icon().pixmap(16).toImage() != before
