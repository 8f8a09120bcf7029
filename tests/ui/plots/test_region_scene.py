import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.ui.plots.regions import CELLS, RegionMap, class_colours
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import count_of, painted
from tests.ui.plots.racing import Racing, data_study


def test_the_lane_with_the_lowest_loss_is_shown(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    losses = [lane.evaluated["loss"][-1, 0] for lane in on_data.history.lanes]
    name = ("SGD", "Adam")[int(np.argmin(losses))]
    assert plot.caption.lines[0].startswith(f"Decision regions of {name} (lowest loss) at step ")


def test_a_highlighted_lane_is_shown_instead(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    before = painted(plot)
    for lane, name in enumerate(("SGD", "Adam")):
        plot.settle()
        plot.show_frame(on_data.frame(highlighted=lane))
        assert f"regions of {name} (highlighted)" in plot.caption.lines[0]
    plot.settle()
    plot.show_frame(on_data.frame(highlighted=0))
    assert (painted(plot) != before).any()


def test_regions_come_back_after_all_lanes_were_muted(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    before = painted(plot)
    nobody = on_data.frame()
    looks = tuple(type(look)(look.name, look.colour, visible=False) for look in nobody.looks)
    plot.show_frame(type(nobody)(nobody.race, nobody.tick, nobody.recorded, nobody.steps, looks))
    assert plot.caption.lines == ("No lane to show regions of.",)
    assert (painted(plot) != before).any()
    plot.settle()
    plot.show_frame(on_data.frame())
    np.testing.assert_array_equal(painted(plot), before)


def test_hover_reads_the_probabilities(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    place = mouse.place_of(plot, 0.5, 0.25)
    mouse.move(plot, place)
    at = plot.box.mapSceneToView(QPointF(place))
    (left, right), (bottom, top) = plot.box.viewRange()
    column, line = (
        int((at.x() - left) / (right - left) * CELLS),
        int((at.y() - bottom) / (top - bottom) * CELLS),
    )
    best = int(np.argmin([lane.evaluated["loss"][-1, 0] for lane in on_data.history.lanes]))
    shares = RegionMap(on_data.view.problem).probabilities(on_data.history.lanes[best].snapshots[-1, 0])
    assert f"{100 * shares[line, column, 0]:.1f} %" in plot.readout.text()


def test_going_back_shows_what_the_model_said_then(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    after = painted(plot)
    plot.settle()
    plot.show_frame(on_data.frame(0))
    assert "at step 0;" in plot.caption.lines[0]
    assert (painted(plot) != after).any()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_examples_have_the_colours_of_their_classes(shown, on_data, theme):
    plot = shown(TrajectoryPlot, on_data, theme=theme, frame=on_data.frame(theme=theme), set_legend=False)
    pixels = painted(plot)
    assert all(count_of(pixels, colour, 4) > 500 for colour in class_colours(theme, 2))


def test_the_legend_names_the_classes(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    assert plot.legend.spots
    assert [look.name for _, look in plot.legend._rows] == list(on_data.view.problem.table.class_names)
    plot.set_view("plane")
    assert not plot.legend.spots
    assert [look.name for _, look in plot.legend._rows] == ["SGD", "Adam"]


def test_three_classes_have_three_regions(shown):
    racing = Racing(data_study("blobs"))
    plot = shown(TrajectoryPlot, racing)
    assert plot.view_name == "regions"
    assert len(plot.legend._rows) == len(racing.view.problem.table.class_names) > 2
    assert len(plot.backdrop.lines) >= 1


def test_too_many_frames_are_passed_over_but_the_last_is_shown(shown, qtbot, on_data):
    plot = shown(TrajectoryPlot, on_data)
    for tick in range(0, 30, 3):
        plot.show_frame(on_data.frame(tick, highlighted=1))
    step = on_data.frame(27).steps[1]
    at = on_data.history.lanes[1].plan.snapshot_at
    nearest = int(at[np.abs(at - step).argmin()])
    qtbot.waitUntil(lambda: f"at step {nearest};" in plot.caption.lines[0])


def test_what_is_shown_is_also_said(shown, on_data):
    plot = shown(TrajectoryPlot, on_data)
    assert plot.describe().startswith("Decision regions of ")
    assert "ready to race" in plot.scene_shown.describe(None)


def test_the_caption_says_when_not_all_examples_are_drawn(shown, on_data, monkeypatch):
    from app.ui.plots import region_scene, regions

    count = len(on_data.view.problem.split.train.targets)
    assert len(shown(TrajectoryPlot, on_data).caption.lines) == 1
    for module in (regions, region_scene):
        monkeypatch.setattr(module, "MOST", count // 3)
    plot = shown(TrajectoryPlot, on_data)
    assert plot.caption.lines[1] == f"Of each part {count // 3:,} examples at most are drawn"
    assert sum(len(group.points) for group in plot.scatter.groups) <= 2 * (count // 3)
