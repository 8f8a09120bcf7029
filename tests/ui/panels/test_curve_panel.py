"""The switches above the curves, used as a person would."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.panels.curve_panel import CurvePanel
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.racing import Racing, data_study, surface_study


@pytest.fixture(scope="module")
def on_surface():
    return Racing(surface_study())


@pytest.fixture(scope="module")
def on_data():
    return Racing(data_study())


@pytest.fixture
def panel_of(qtbot):
    """Return a function that shows a panel with a race."""

    def make(racing=None, theme=LIGHT, **settings):
        panel = CurvePanel(theme, **settings)
        qtbot.addWidget(panel)
        panel.apply_theme(theme)
        panel.resize(640, 420)
        with qtbot.waitExposed(panel):
            panel.show()
        if racing is not None:
            panel.set_race(racing.view)
            panel.show_frame(racing.frame(theme=theme))
        return panel

    return make


def pick(combo, name):
    """Choose an entry with the keyboard: down from the first, over what cannot be chosen."""
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentData() != name:
            QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == name


def names(combo):
    return [combo.itemData(index) for index in range(combo.count())]


def clocks(combo):
    """Return what stands above the line."""
    return names(combo)[: names(combo).index(None)]


def entry(panel, name):
    return panel.quantity.model().item(panel.quantity.findData(name))


def test_what_was_not_asked_for_says_where_to_ask(panel_of, on_surface):
    panel = panel_of(on_surface)
    assert not entry(panel, "sharpness").isEnabled()
    assert "Budget > Advanced" in entry(panel, "sharpness").toolTip()
    assert panel.quantity.findData("noise_scale") < 0  # no surface has it
    panel.choose("sharpness")
    assert panel.quantity_name == "loss"
    panel.plot.set_quantity("sharpness")
    assert "Budget > Advanced" in panel.plot.caption.notice


def test_what_was_asked_for_is_drawn_with_its_limit(panel_of):
    study = msgspec.structs.replace(surface_study(), quantities=("sharpness",))
    panel = panel_of(Racing(study), quantity="sharpness")
    assert panel.quantity_name == "sharpness"
    assert "Budget" not in entry(panel, "sharpness").toolTip()
    assert not entry(panel, "alignment").isEnabled()
    strokes = panel.plot.strokes.strokes
    limits = [stroke for stroke in strokes if stroke.name == "limit"]
    assert [stroke.lane for stroke in limits] == list(range(len(study.lanes)))
    rate = study.lanes[0].hyperparameters["lr"]
    assert limits[0].y == pytest.approx(np.log10(2.0 / rate))
    assert all(stroke.dash for stroke in limits)


def test_only_what_the_race_has_is_offered(panel_of, on_surface, on_data):
    panel = panel_of(on_surface)
    assert "suboptimality" in names(panel.quantity)
    assert "train_accuracy" not in names(panel.quantity)
    assert clocks(panel.x_axis) == ["steps", "evaluations", "seconds"]
    panel.set_race(on_data.view)
    assert "suboptimality" not in names(panel.quantity)
    assert "train_accuracy" in names(panel.quantity)
    assert clocks(panel.x_axis) == ["steps", "epochs", "examples", "evaluations", "seconds"]


def test_every_quantity_can_be_chosen_with_the_keys(panel_of, on_data, qtbot):
    panel = panel_of(on_data)
    for name in (name for name in names(panel.quantity) if entry(panel, name).isEnabled()):
        with qtbot.waitSignal(panel.changed, raising=False, timeout=50):
            pick(panel.quantity, name)
        assert panel.plot.quantity == panel.quantity_name == name
        assert panel.plot.caption.notice == ""
        assert panel.plot.strokes.strokes


def test_every_axis_can_be_chosen_with_the_keys(panel_of, on_data):
    panel = panel_of(on_data)
    model = panel.x_axis.model()
    offered = [name for at, name in enumerate(names(panel.x_axis)) if name and model.item(at).isEnabled()]
    assert {"examples", "gradient_norm", "validation_loss"} < set(offered)
    for name in offered:
        pick(panel.x_axis, name)
        assert panel.plot.x == name
        assert panel.plot.caption.notice == ""
        assert panel.plot.strokes.strokes


def test_clocks_come_first_then_what_else_the_race_has(panel_of, on_surface):
    panel = panel_of(on_surface)
    line = names(panel.x_axis).index(None)
    assert names(panel.x_axis)[line + 1 :] == names(panel.quantity)
    at = panel.x_axis.findData("sharpness")
    assert not panel.x_axis.model().item(at).isEnabled()
    assert "Budget > Advanced" in panel.x_axis.model().item(at).toolTip()


def test_a_quantity_is_not_drawn_against_itself(panel_of, on_surface):
    panel = panel_of(on_surface)
    own = panel.x_axis.model().item(panel.x_axis.findData("loss"))
    assert not own.isEnabled()
    assert "vertical axis" in own.toolTip()
    pick(panel.quantity, "gradient_norm")
    assert panel.x_axis.model().item(panel.x_axis.findData("loss")).isEnabled()


def test_axes_change_places_when_one_is_wanted_where_the_other_is(panel_of, on_surface):
    panel = panel_of(on_surface)
    pick(panel.x_axis, "distance")
    panel.quantity.setCurrentIndex(panel.quantity.findData("distance"))
    panel.quantity.activated.emit(panel.quantity.currentIndex())
    assert (panel.plot.quantity, panel.plot.x) == ("distance", "loss")
    assert panel.title == "Distance to minimum against loss"


def test_a_quantity_across_brings_its_axis_along_and_clocks_keep_theirs(panel_of, on_surface):
    panel = panel_of(on_surface)
    assert not panel.plot.log_x
    pick(panel.x_axis, "distance")
    assert panel.plot.log_x is panel.log_x.isChecked() is True
    QTest.mouseClick(panel.log_x, Qt.MouseButton.LeftButton)
    assert not panel.plot.log_x
    pick(panel.x_axis, "gradient_norm")
    assert panel.plot.log_x
    pick(panel.x_axis, "steps")
    assert not panel.plot.log_x
    pick(panel.x_axis, "distance")
    assert not panel.plot.log_x


def test_an_axis_that_the_next_race_lacks_gives_way_and_comes_back(panel_of, on_surface, on_data):
    panel = panel_of(on_surface)
    pick(panel.x_axis, "distance")
    panel.set_race(on_data.view)
    assert panel.plot.x == "epochs"
    panel.set_race(on_surface.view)
    assert panel.plot.x == "distance"


def test_smoothing_is_offered_where_what_is_across_is_noisy(panel_of, on_data):
    panel = panel_of(on_data)
    pick(panel.x_axis, "gradient_norm")
    assert panel.smoothing.isVisible()
    assert panel.plot.smoothing == 0.9


def test_data_is_shown_by_epochs_until_somebody_wants_steps(panel_of, on_data):
    panel = panel_of(on_data)
    assert panel.plot.x == "epochs"
    pick(panel.x_axis, "examples")
    assert panel.plot.x == "examples"


def test_steps_chosen_on_data_stay_steps(panel_of, on_data):
    panel = panel_of(on_data)
    pick(panel.x_axis, "steps")
    assert panel.plot.x == "steps"
    pick(panel.quantity, "gradient_norm")
    panel.set_race(Racing(data_study(epochs=2)).view)
    assert panel.plot.x == "steps"


def test_what_was_wanted_comes_back_with_a_race_that_has_it(panel_of, on_surface, on_data):
    panel = panel_of(on_data)
    pick(panel.quantity, "train_accuracy")
    panel.set_race(on_surface.view)
    assert panel.plot.quantity == "loss"
    panel.set_race(on_data.view)
    assert panel.plot.quantity == "train_accuracy"


@pytest.mark.parametrize(("quantity", "log"), [("loss", True), ("train_accuracy", False)])
def test_a_quantity_brings_its_axis_along(panel_of, on_data, quantity, log):
    panel = panel_of(on_data)
    pick(panel.quantity, quantity)
    assert panel.log_y.isChecked() is panel.plot.log_y is log


def test_a_chosen_axis_is_remembered_for_its_quantity(panel_of, on_data):
    panel = panel_of(on_data)
    QTest.mouseClick(panel.log_y, Qt.MouseButton.LeftButton)
    assert not panel.plot.log_y
    pick(panel.quantity, "gradient_norm")
    assert panel.plot.log_y
    pick(panel.quantity, "loss")
    assert not panel.plot.log_y


def test_log_x_is_for_all_quantities(panel_of, on_data):
    panel = panel_of(on_data)
    QTest.mouseClick(panel.log_x, Qt.MouseButton.LeftButton)
    assert panel.plot.log_x
    pick(panel.quantity, "train_accuracy")
    assert panel.plot.log_x
    assert not panel.plot.log_y


def test_log_x_chooses_nothing_for_the_other_axis(panel_of, on_surface):
    panel = panel_of(on_surface)
    QTest.mouseClick(panel.log_x, Qt.MouseButton.LeftButton)
    panel.set_log(False)
    assert (panel.plot.log_x, panel.plot.log_y) == (True, False)


def test_smoothing_is_offered_where_it_is_noisy(panel_of, on_surface, on_data):
    panel = panel_of(on_data)
    assert not panel.smoothing.isVisible()
    assert panel.plot.smoothing == 0
    pick(panel.quantity, "batch_loss")
    assert panel.smoothing.isVisible()
    assert panel.plot.smoothing == 0.9
    panel.smoothing.setFocus()
    QTest.keyClick(panel.smoothing, Qt.Key.Key_Home)
    assert panel.plot.smoothing == 0
    QTest.keyClick(panel.smoothing, Qt.Key.Key_Right)
    assert panel.plot.smoothing == 0.01
    panel.set_race(on_surface.view)
    assert not panel.smoothing.isVisible()


def test_fit_shows_everything_again(panel_of, on_surface):
    panel = panel_of(on_surface)
    place = panel.plot.viewport().rect().center()
    for _ in range(3):
        mouse.wheel(panel.plot, place)
    assert not panel.plot.following
    QTest.mouseClick(panel.fit, Qt.MouseButton.LeftButton)
    assert panel.plot.following


def test_tab_reaches_every_switch(panel_of, on_data):
    panel = panel_of(on_data)
    pick(panel.quantity, "batch_loss")
    seen, widget = [], panel.quantity
    for _ in range(8):
        seen.append(widget)
        widget = widget.nextInFocusChain()
        while not (widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
            widget = widget.nextInFocusChain()
    switches = {
        panel.quantity,
        panel.x_axis,
        panel.smoothing,
        panel.log_x,
        panel.log_y,
        panel.fit,
        panel.plot,
    }
    assert switches <= set(seen)
    assert all(switch.accessibleName() for switch in switches)


def test_choosing_from_outside(panel_of, on_data):
    panel = panel_of(on_data)
    panel.choose("gradient_norm", "examples")
    assert (panel.plot.quantity, panel.plot.x) == ("gradient_norm", "examples")
    panel.choose("loss")
    assert (panel.plot.quantity, panel.plot.x) == ("loss", "examples")


def test_a_panel_may_begin_with_another_quantity(panel_of, on_surface):
    panel = panel_of(on_surface, quantity="gradient_norm", x="evaluations")
    assert (panel.plot.quantity, panel.plot.x) == ("gradient_norm", "evaluations")


def test_two_panels_share_the_crosshair(panel_of, on_surface):
    first, second = panel_of(on_surface), panel_of(on_surface, quantity="gradient_norm")
    first.plot.hovered.connect(second.plot.show_crosshair)
    mouse.move(first.plot, first.plot.viewport().rect().center())
    assert second.plot.guides.crosshair == first.plot.guides.crosshair is not None
    mouse.move(first.plot, QPoint(1, 1))
    assert second.plot.guides.crosshair is None


def test_another_theme_reaches_plot_and_icon(panel_of, on_surface):
    panel = panel_of(on_surface)
    before = panel.fit.icon().pixmap(16).toImage()
    panel.apply_theme(DARK)
    assert panel.plot.theme is DARK
    assert panel.fit.icon().pixmap(16).toImage() != before


def test_without_a_race_everything_is_offered(panel_of, on_surface):
    panel = panel_of(on_surface)
    panel.set_race(None)
    assert "train_accuracy" in names(panel.quantity)
    assert "epochs" in names(panel.x_axis)
    assert panel.plot.caption.notice


def test_seeds_are_a_choice_from_three_on(panel_of, on_surface):
    panel = panel_of(on_surface)
    assert not panel.seeds.isVisible()
    many = Racing(surface_study(seeds=(0, 1, 2), noise=1.0, steps=50))
    panel.set_race(many.view)
    assert panel.seeds.isVisible()
    told = []
    panel.spread_chosen.connect(lambda spread: told.append(spread))
    panel.seeds.kinds["mean"].trigger()
    panel.set_spread(told[0])
    assert panel.plot.spread.kind == "mean"
