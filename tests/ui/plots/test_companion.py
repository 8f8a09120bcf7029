"""The curves of a reference in the plot of another race."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.ui.plots.curve_plot import CurvePlot
from app.ui.reference import Reference
from tests.ui.plots import mouse
from tests.ui.plots.racing import LANES, Racing, data_study, lane, surface_study


@pytest.fixture(scope="module")
def other():
    return Racing(surface_study((lane("adam", 0.2), lane("nadam", 0.1)), steps=120))


def companions(plot):
    return [stroke for stroke in plot.strokes.strokes if stroke.lane < -1]


def test_it_is_drawn_behind_pale_and_dashed_from_its_own_numbers(shown, on_surface, other):
    plot = shown(CurvePlot, on_surface)
    plot.set_reference(Reference(other.view, "other"))
    plot.show_frame(on_surface.frame(60))
    runs = [stroke for stroke in companions(plot) if stroke.name == "run 0"]
    assert [stroke.lane for stroke in runs] == [-2, -3]
    assert all(stroke.dash for stroke in runs)
    number = plot.strokes.strokes.index(runs[-1])
    assert number < min(i for i, stroke in enumerate(plot.strokes.strokes) if stroke.lane >= 0)
    for stroke, history in zip(runs, other.history.lanes, strict=True):
        at = np.flatnonzero(stroke.x == 60.0)
        assert np.isclose(stroke.y[at[0]], np.log10(history.batch_loss[60, 0]))
        assert stroke.x.max() == 60.0


def test_the_axes_hold_both(shown, on_surface):
    longer = Racing(surface_study((lane("adam", 1e-3),), steps=500))
    plot = shown(CurvePlot, on_surface)
    assert plot.box.viewRange()[0][1] < 250
    plot.set_reference(Reference(longer.view, "longer"))
    assert plot.box.viewRange()[0][1] > 500
    plot.set_reference(None)
    assert plot.box.viewRange()[0][1] < 250
    assert companions(plot) == []


def test_values_and_legend_have_both(shown, on_surface, other):
    plot = shown(CurvePlot, on_surface)
    plot.set_reference(Reference(other.view, "other"))
    left, top, right, bottom = plot.plot_area()
    mouse.move(plot, QPoint((left + right) // 2, (top + bottom) // 2))
    text = plot.readout.text()
    assert "ref · NAdam" in text
    assert "Momentum" in text
    names = [look.name for _, look in plot.legend._rows]
    assert names[-2:] == ["ref · Adam", "ref · NAdam"]
    assert "Compared with other: Loss after 120 steps" in plot.describe()


def test_a_click_on_it_chooses_no_lane(shown, on_surface, other, qtbot):
    plot = shown(CurvePlot, on_surface)
    plot.set_reference(Reference(other.view, "other"))
    stroke = [s for s in companions(plot) if s.name == "run 0"][1]
    places = [mouse.place_of(plot, float(x), float(y)) for x, y in zip(stroke.x, stroke.y, strict=True)]
    alone = [at for at in places if plot.strokes.lane_at(plot.box.mapFromScene(plot.mapToScene(at))) == -1]
    assert alone, "somewhere it is away from the race's own curves"
    with qtbot.assertNotEmitted(plot.lane_clicked):
        mouse.click(plot, alone[len(alone) // 2])


def test_losses_of_another_problem_are_said_not_to_be_comparable(shown, on_surface):
    data = Racing(data_study())
    plot = shown(CurvePlot, on_surface)
    plot.set_reference(Reference(data.view, "moons"))
    assert any("not comparable" in line for line in plot.caption.lines)
    plot.set_quantity("gradient_norm")
    assert not any("not comparable" in line for line in plot.caption.lines)


def test_a_quantity_that_it_does_not_have_leaves_it_out(shown, on_data, on_surface):
    plot = shown(CurvePlot, on_data)
    plot.set_reference(Reference(on_surface.view, "surface"))
    plot.set_quantity("validation_accuracy")
    assert companions(plot) == []


def test_it_goes_into_a_copy_for_a_picture(shown, on_surface, other, qtbot):
    plot = shown(CurvePlot, on_surface)
    plot.set_reference(Reference(other.view, "other"))
    copy = plot.clone()
    qtbot.addWidget(copy)
    copy.show_frame(on_surface.frame())
    copy.redraw()
    assert len({stroke.lane for stroke in companions(copy)}) == 2


def test_a_plot_that_is_hidden_draws_nothing(shown, on_surface, other):
    plot = shown(CurvePlot, on_surface)
    plot.set_reference(Reference(other.view, "other"))
    plot.hide()
    before = plot.strokes.strokes
    plot.show_frame(on_surface.frame(20))
    assert plot.strokes.strokes is before
    assert len(LANES) == 3
