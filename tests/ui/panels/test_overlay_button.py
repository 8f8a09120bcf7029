"""The menu of overlays, used as a person would."""

import pytest

from app.ui.panels.overlay_button import OverlayButton
from app.ui.panels.trajectory_panel import TrajectoryPanel
from app.ui.plots.overlay import Overlays
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.racing import Racing, data_study, surface_study


@pytest.fixture
def button(qtbot):
    button = OverlayButton()
    qtbot.addWidget(button)
    button.apply_theme(LIGHT)
    return button


def test_each_switch_says_what_is_chosen_now(qtbot, button):
    expected = Overlays()
    assert {name for name, action in button.switches.items() if action.isChecked()} == {"known"}
    for name, action in button.switches.items():
        with qtbot.waitSignal(button.chosen) as caught:
            action.trigger()
        assert getattr(caught.args[0], name) is not getattr(expected, name)
        expected = caught.args[0]
    switched = ("gradient", "momentum", "adjusted", "squares", "steps", "target")
    assert expected == Overlays(known=False, **dict.fromkeys(switched, True))


def test_one_kind_of_contours_is_chosen(qtbot, button):
    for name, action in button.contours.items():
        if name != "usual":
            with qtbot.waitSignal(button.chosen) as caught:
                action.trigger()
            assert caught.args[0].contours == name
            assert [each for each, other in button.contours.items() if other.isChecked()] == [name]


def test_switches_that_are_remembered_are_shown_without_a_signal(qtbot, button):
    with qtbot.assertNotEmitted(button.chosen):
        button.set_overlays(Overlays(target=True, contours="log"))
    assert button.switches["target"].isChecked()
    assert button.contours["log"].isChecked()


def test_another_theme_has_another_icon(button):
    before = button.icon().pixmap(16).toImage()
    button.apply_theme(DARK)
    assert button.icon().pixmap(16).toImage() != before


def test_it_is_offered_on_surfaces_and_reaches_the_plot(qtbot):
    panel = TrajectoryPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(640, 420)
    with qtbot.waitExposed(panel):
        panel.show()
    racing = Racing(surface_study(steps=1000))
    panel.set_race(racing.view)
    assert panel.overlays.isVisible()
    assert panel.overlays.switches["steps"].text().endswith("one every 10")
    with qtbot.waitSignal(panel.overlays_chosen):
        panel.overlays.switches["gradient"].trigger()
    assert panel.plot.overlays.gradient
    panel.set_race(Racing(data_study(epochs=1)).view)
    assert not panel.overlays.isVisible()


def test_a_landscape_says_what_only_the_view_from_above_can_show(qtbot):
    panel = TrajectoryPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(640, 420)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_race(Racing(surface_study()).view)
    above = {name: action.isEnabled() for name, action in panel.overlays.switches.items()}
    assert all(above.values())
    panel.view.setCurrentIndex(panel.view.findData("landscape"))
    panel.view.activated.emit(panel.view.currentIndex())
    switches = panel.overlays.switches
    assert panel.overlays.isVisible()
    assert [name for name, action in switches.items() if not action.isEnabled()] == ["gradient"]
    assert "from above only" in switches["gradient"].toolTip()
    assert not any(action.isEnabled() for action in panel.overlays.contours.values())
    panel.view.setCurrentIndex(panel.view.findData("surface"))
    panel.view.activated.emit(panel.view.currentIndex())
    assert all(action.isEnabled() for action in (*switches.values(), *panel.overlays.contours.values()))
    assert "from above only" not in switches["gradient"].toolTip()
