"""Curves: which numbers are drawn, which are not and why, and what a person reads off them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.engine.error import InputError
from app.engine.quantity import quantities
from app.study.spec import Change
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.figure import figure_of
from app.ui.plots.spread import Spread
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import count_of, painted
from tests.ui.plots.racing import LANES, Racing, data_study, lane, surface_study


@pytest.fixture
def written():
    """Return a function that makes a race whose losses are given, one row for each step."""

    def make(*losses, diverged=-1):
        racing = Racing(surface_study(LANES[: len(losses)], steps=len(losses[0]) - 1))
        for history, values in zip(racing.history.lanes, losses, strict=True):
            history.batch_loss[: len(values), 0] = values
        racing.history.lanes[-1].diverged_at[0] = diverged
        return racing

    return make


def finite_ends(plot):
    return [(stroke.y[np.isfinite(stroke.y)]).size for stroke in plot.strokes.strokes]


# -------------------------------------------------------------------- awkward numbers


@pytest.mark.parametrize(
    ("losses", "log", "note"),
    [
        ([1.0, 0.5, 0.0, 0.25], True, "1 point not shown: zero or below, or not finite"),
        ([1.0, -0.5, -0.1, 0.25], True, "2 points not shown: zero or below, or not finite"),
        ([1.0, -0.5, -0.1, 0.25], False, ""),
        ([1.0, np.nan, 0.5, np.inf], True, "2 points not shown: zero or below, or not finite"),
        ([1.0, np.nan, 0.5, np.inf], False, "2 points not shown: not finite"),
        ([1.0, 1e-300, 1e-310, 5e-324], True, "1 lane leaves the picture"),
        ([0.0, 0.0, 0.0, 0.0], True, "4 points not shown: zero or below, or not finite"),
        ([0.0, 0.0, 0.0, 0.0], False, ""),
        ([0.0], True, "1 point not shown: zero or below, or not finite"),
        ([3.0], True, ""),
        ([1e-300] * 4, False, ""),
        ([1e308, -1e308, 1e308, 0.0], False, ""),
    ],
    ids=[
        "zero", "negative", "negative linear", "nan and inf", "nan and inf linear", "tiny", "all zero",
        "all zero linear", "one zero row", "one row", "tiny linear", "huge linear",
    ],
)  # fmt: skip
def test_what_has_no_place_on_the_axis_is_counted(shown, written, losses, log, note):
    if len(losses) == 1:
        racing = written([*losses, 1.0])
        plot = shown(CurvePlot, racing, frame=racing_at(racing, 0), set_log=(False, log))
    else:
        plot = shown(CurvePlot, written(losses), set_log=(False, log))
    painted(plot)
    assert (plot.caption.lines[-1] if plot.caption.lines else "") == note
    assert np.isfinite(plot.box.viewRange()).all()


def racing_at(racing, tick):
    """Return a frame of which no more than a tick is recorded."""
    return replace(racing.frame(tick), recorded=tick)


def test_lowest_numbers_a_float_has_stay_in_the_picture(shown, written):
    plot = shown(CurvePlot, written([1.0, 1e-300, 5e-324, 1e-200]), set_log=(False, True))
    assert plot.strokes.strokes[-1].y.min() == -300


def test_one_row_is_a_point_where_it_belongs(shown, written):
    racing = written([3.0, 1.0])
    plot = shown(CurvePlot, racing, frame=racing_at(racing, 0))
    (head,) = plot.signs.marks
    assert (head.x, head.y) == (0.0, pytest.approx(np.log10(3.0)))
    assert plot.box.rect().contains(plot.box.mapFromView(plot.box.mapToView(plot.box.rect().center())))


# -------------------------------------------------------------------- lanes


def test_a_diverged_lane_says_when_where_it_leaves(shown, written):
    plot = shown(CurvePlot, written([1.0, 0.5, 0.4, 0.3], [1.0, 30.0, 1e9, np.inf], diverged=3))
    cross = next(mark for mark in plot.signs.marks if mark.kind == "cross")
    assert cross.label == "diverged at step 3"
    assert cross.lane == 1
    (_, _), (_, top) = plot.box.viewRange()
    assert cross.y <= top
    assert 0 < cross.x < 3
    assert "1 lane leaves the picture" in plot.caption.lines


def test_before_it_diverges_a_lane_is_like_the_others(shown, written):
    racing = written([1.0, 0.5, 0.4, 0.3], [1.0, 30.0, 1e9, np.inf], diverged=3)
    plot = shown(CurvePlot, racing, frame=racing.frame(2))
    assert [mark.kind for mark in plot.signs.marks] == ["head", "head"]


def test_thirty_two_lanes_are_all_drawn_and_the_legend_stays_away(shown):
    racing = Racing(surface_study([lane("adam", 0.002 * (1 + n)) for n in range(32)], steps=60))
    plot = shown(CurvePlot, racing, size=(400, 300))
    assert {stroke.lane for stroke in plot.strokes.strokes} == set(range(32))
    assert plot.legend.area().isEmpty()
    assert len({(stroke.colour, stroke.dash) for stroke in plot.strokes.strokes}) == 32


def test_three_seeds_are_a_median_in_a_band(shown):
    racing = Racing(surface_study(LANES, noise=2.0, seeds=(0, 1, 2)))
    plot = shown(CurvePlot, racing)
    assert len(plot.bands.bands) == 3
    assert [stroke.lane for stroke in plot.strokes.strokes] == [0, 1, 2]
    recorded = racing.history.lanes[0].batch_loss
    np.testing.assert_allclose(10 ** plot.strokes.strokes[0].y, np.median(recorded, axis=1))
    low, high = plot.bands.bands[0].low[1], plot.bands.bands[0].high[1]
    np.testing.assert_allclose(10**low, np.quantile(recorded, 0.25, axis=1))
    np.testing.assert_allclose(10**high, np.quantile(recorded, 0.75, axis=1))
    assert plot._curves.note == "median of 3 seeds, band 25–75 %"


def test_two_seeds_are_two_lines_the_run_shown_the_bolder(shown):
    racing = Racing(surface_study(LANES[:1], noise=2.0, seeds=(4, 5)))
    plot = shown(CurvePlot, racing, frame=racing.frame(run=0))
    assert not plot.bands.bands
    thin, bold = plot.strokes.strokes
    assert thin.width < bold.width
    np.testing.assert_allclose(10**bold.y, racing.history.lanes[0].batch_loss[:, 0])
    plot.show_frame(racing.frame(run=1))
    np.testing.assert_allclose(10 ** plot.strokes.strokes[-1].y, racing.history.lanes[0].batch_loss[:, 1])


def test_without_a_legend_the_caption_says_what_the_band_is(shown):
    racing = Racing(surface_study(LANES, noise=2.0, seeds=(0, 1, 2)))
    plot = shown(CurvePlot, racing, set_legend=False)
    assert plot.caption.lines == ("median of 3 seeds, band 25–75 %",)


def test_a_muted_lane_is_not_there(shown):
    study = surface_study((LANES[0], lane("momentum", 5e-4, muted=True), LANES[2]))
    plot = shown(CurvePlot, Racing(study))
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0, 2}
    assert {mark.lane for mark in plot.signs.marks} == {0, 2}


def test_a_solo_lane_is_alone(shown, on_surface):
    plot = shown(CurvePlot, on_surface, frame=on_surface.frame(solo=1))
    assert {stroke.lane for stroke in plot.strokes.strokes} == {1}


def test_a_highlighted_lane_is_bold_in_front_and_the_others_fade(shown, on_surface):
    plot = shown(CurvePlot, on_surface, frame=on_surface.frame(highlighted=0))
    front = plot.strokes.strokes[-1]
    assert (front.lane, front.width, front.colour) == (0, 3.0, LIGHT.lanes[0])
    assert LIGHT.lanes[1] not in {stroke.colour for stroke in plot.strokes.strokes}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_theme_has_its_colours(shown, on_surface, theme):
    frame = on_surface.frame(theme=theme)
    plot = shown(CurvePlot, on_surface, theme=theme, frame=frame, set_legend=False)
    pixels = painted(plot)
    assert count_of(pixels, theme.plot) > 0.6 * pixels.shape[0] * pixels.shape[1]
    assert all(count_of(pixels, theme.lanes[lane], 3) > 100 for lane in range(3))
    other = DARK if theme is LIGHT else LIGHT
    plot.apply_theme(other)
    plot.show_frame(on_surface.frame(theme=other))
    pixels = painted(plot)
    assert count_of(pixels, other.plot) > 0.6 * pixels.shape[0] * pixels.shape[1]


def test_what_lies_beyond_the_playhead_is_faint(shown, on_surface):
    plot = shown(CurvePlot, on_surface, frame=on_surface.frame(80))
    ghosts = [stroke for stroke in plot.strokes.strokes if stroke.name.startswith("ghost")]
    solid = [stroke for stroke in plot.strokes.strokes if stroke not in ghosts]
    assert len(ghosts) == len(solid) == 3
    assert {stroke.x[0] for stroke in ghosts} == {stroke.x[-1] for stroke in solid} == {80.0}
    assert plot.guides.playhead == 80.0


# -------------------------------------------------------------------- reading


def hover(plot, x, y=None):
    (_, _), (bottom, top) = plot.box.viewRange()
    mouse.move(plot, mouse.place_of(plot, x, 0.5 * (bottom + top) if y is None else y))


def test_hover_reads_exact_values_best_first(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    hover(plot, 120.2)
    assert plot.readout.isVisible()
    text = plot.readout.text()
    values = [float(lane.batch_loss[120, 0]) for lane in on_surface.history.lanes]
    places = [text.index(f"{value:.6g}") for value in sorted(values)]
    assert places == sorted(places)
    assert "Step 120<" in text


def test_hover_shows_no_lane_that_is_muted(shown, on_surface):
    plot = shown(CurvePlot, on_surface, frame=on_surface.frame(solo=2))
    hover(plot, 50)
    assert "Adam" in plot.readout.text()
    assert "Momentum" not in plot.readout.text()


def test_hover_reads_the_number_that_the_axis_cannot_show(shown, written):
    plot = shown(CurvePlot, written([1.0, -0.125, 0.0, 0.25]))
    hover(plot, 1.0)
    assert "−0.125" in plot.readout.text()


def test_hover_reads_a_smoothed_curve_and_the_raw_value(shown, on_surface):
    plot = shown(CurvePlot, on_surface, set_smoothing=0.9)
    hover(plot, 100)
    assert f"{on_surface.history.lanes[0].batch_loss[100, 0]:.6g}" in plot.readout.text()
    assert "smoothed" in plot.readout.text()


def test_when_the_mouse_leaves_nothing_stays(shown, qtbot, on_surface):
    plot = shown(CurvePlot, on_surface)
    hover(plot, 120)
    with qtbot.waitSignal(plot.hovered) as caught:
        mouse.move(plot, QPoint(5, 5))
    assert caught.args == [None]
    assert plot.guides.crosshair is None
    assert not plot.readout.isVisible()


def test_the_crosshair_of_another_plot_is_followed(shown, on_surface):
    first, second = shown(CurvePlot, on_surface), shown(CurvePlot, on_surface, set_log=(True, False))
    first.hovered.connect(second.show_crosshair)
    hover(first, 100.0)
    assert first.guides.crosshair == pytest.approx(100, abs=1)
    assert 10**second.guides.crosshair == pytest.approx(first.guides.crosshair)
    mouse.move(first, QPoint(5, 5))
    assert second.guides.crosshair is None


def test_the_crosshair_stays_under_the_mouse_while_the_axis_grows(shown):
    racing = Racing(surface_study(), until=20)
    plot = shown(CurvePlot, racing)
    place = plot.box.mapToScene(plot.box.rect().center()).toPoint()
    mouse.move(plot, place)
    before = plot.guides.crosshair
    racing.advance(200)
    plot.show_frame(racing.frame())
    assert plot.guides.crosshair > 2 * before
    assert plot.guides.crosshair == pytest.approx(plot.box.mapSceneToView(place).x())


def test_a_race_that_is_replaced_takes_the_crosshair_with_it(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    plot.show_crosshair(100.0)
    plot.set_race(Racing(surface_study(steps=20)).view)
    assert plot.guides.crosshair is None


def test_a_click_on_a_curve_chooses_its_lane(shown, qtbot, on_surface):
    plot = shown(CurvePlot, on_surface, set_legend=False)
    for number, history in enumerate(on_surface.history.lanes):
        with qtbot.waitSignal(plot.lane_clicked) as caught:
            mouse.click(plot, mouse.place_of(plot, 150, np.log10(history.batch_loss[150, 0])))
        assert caught.args == [number]
        mouse.move(plot, QPoint(1, 1))


def test_a_live_change_is_marked_and_told(shown):
    change = Change(step=60, name="lr", value=0.01)
    plot = shown(CurvePlot, Racing(surface_study((LANES[0], lane("adam", 0.05, changes=(change,))))))
    (tick,) = plot.guides.ticks
    assert (tick.x, tick.colour) == (60.0, LIGHT.lanes[1])
    assert tick.tip == "Adam: lr = 0.01 from step 60"
    (_, _), (bottom, top) = plot.box.viewRange()
    hover(plot, 60, bottom + 0.01 * (top - bottom))
    assert tick.tip in plot.readout.text()


def test_a_change_that_is_yet_to_come_or_muted_is_not_marked(shown):
    change = Change(step=60, name="lr", value=0.01)
    racing = Racing(surface_study((LANES[0], lane("adam", 0.05, changes=(change,)))), until=40)
    plot = shown(CurvePlot, racing)
    assert plot.guides.ticks == ()
    racing.advance(100)
    plot.show_frame(racing.frame())
    assert len(plot.guides.ticks) == 1
    plot.show_frame(racing.frame(solo=0))
    assert plot.guides.ticks == ()


def test_the_target_is_drawn_where_it_is(shown):
    plot = shown(CurvePlot, Racing(surface_study(target=0.5)))
    assert plot.guides.target == (pytest.approx(np.log10(0.5)), "target 0.5")
    plot.set_quantity("gradient_norm")
    assert plot.guides.target is None


# -------------------------------------------------------------------- axes


def test_on_logarithmic_axes_everything_lies_at_its_logarithm(shown, on_surface):
    plot = shown(CurvePlot, on_surface, set_log=(True, True))
    stroke = plot.strokes.strokes[0]
    shown_steps = 10.0 ** stroke.x[np.isfinite(stroke.x)]
    np.testing.assert_allclose(shown_steps, np.round(shown_steps))
    (left, _), _ = plot.box.viewRange()
    assert -0.2 < left < 0


@pytest.mark.parametrize("x", ["steps", "epochs", "examples", "evaluations", "seconds"])
def test_every_clock_ends_where_its_lanes_do(shown, on_data, x):
    plot = shown(CurvePlot, on_data, set_x=x)
    (left, right), _ = plot.box.viewRange()
    ends = [stroke.x[-1] for stroke in plot.strokes.strokes]
    assert max(ends) <= right <= 1.05 * max(ends)
    assert left <= 0


def test_a_quantity_that_this_race_lacks_is_said(shown, on_surface):
    plot = shown(CurvePlot, on_surface, set_quantity="train_accuracy")
    assert "no" in plot.caption.notice
    assert "Choose another quantity" in plot.caption.notice
    assert plot.strokes.strokes == []
    plot.set_quantity("loss")
    assert plot.caption.notice == ""
    assert len(plot.strokes.strokes) == 3


def test_names_that_do_not_exist(shown):
    plot = shown(CurvePlot)
    with pytest.raises(KeyError):
        plot.set_x("months")
    with pytest.raises((KeyError, InputError)):
        plot.set_quantity("beauty")
    assert (plot.x, plot.quantity) == ("steps", "loss")


@pytest.mark.parametrize(("asked", "kept"), [(-1.0, 0.0), (0.5, 0.5), (2.0, 0.99)])
def test_smoothing_stays_within_its_bounds(shown, on_surface, asked, kept):
    plot = shown(CurvePlot, on_surface, set_smoothing=asked)
    assert plot.smoothing == kept
    assert len(plot.strokes.strokes) == (6 if kept else 3)


def test_without_a_race_it_says_what_will_be_here(shown):
    plot = shown(CurvePlot)
    assert "as soon as a race runs" in plot.caption.notice
    assert plot.describe() == "Loss: no race yet."
    hover(plot, 0.5)
    assert not plot.readout.isVisible()


def test_what_is_shown_is_also_said(shown):
    racing = Racing(data_study())
    plot = shown(CurvePlot, racing)
    said = plot.describe()
    assert said.startswith("Loss after 66 steps: ") or "steps: " in said
    assert ", lowest" in said
    assert plot.accessibleDescription() == said


# ---------------------------------------------------------------------- words


@pytest.mark.parametrize(("count", "labelled"), [(3, 3), (4, 0)])
def test_of_many_that_diverged_only_crosses_are_left(shown, count, labelled):
    lanes = [lane("gradient_descent", 0.05 + 0.01 * n) for n in range(count)]
    plot = shown(CurvePlot, Racing(surface_study((lane("adam", 0.05), *lanes))))
    crosses = [mark for mark in plot.signs.marks if mark.kind == "cross"]
    assert len(crosses) == count
    assert sum(bool(mark.label) for mark in crosses) == labelled


@pytest.mark.parametrize("quantity", ["step_length", "effective_lr"])
def test_what_is_undefined_at_the_start_is_not_missing(shown, on_surface, quantity):
    assert np.isnan(quantities[quantity]().values(on_surface.history.lanes[0], None, 0, 1)).all()
    plot = shown(CurvePlot, on_surface, set_quantity=quantity)
    assert plot.caption.lines == ()


def test_the_target_knows_where_the_caption_stands(shown, written):
    plot = shown(CurvePlot, written([1.0, 0.0, 0.5]))
    assert plot.caption.lines
    assert plot.guides._taken == plot.caption.area()


def test_a_mean_in_its_interval_with_single_runs_is_drawn_and_said_in_copies_too(shown):
    racing = Racing(surface_study(LANES[:2], noise=2.0, seeds=tuple(range(10))))
    plot = shown(CurvePlot, racing)
    plot.set_spread(Spread("mean", singles=True))
    with figure_of(plot, 600, 400) as copy:
        for each in (plot, copy):
            singles = [stroke for stroke in each.strokes.strokes if stroke.name.startswith("single")]
            assert len(singles) == 20
            assert each.bands.bands
            recorded = racing.history.lanes[0].batch_loss
            main = next(s for s in each.strokes.strokes if (s.lane, s.name) == (0, "run 0"))
            np.testing.assert_allclose(10 ** main.y[-1], recorded[-1].mean())
            assert each._curves.note == "mean of 10 seeds, band: 95 % bootstrap interval; thin: single runs"


def test_a_mean_of_three_seeds_has_no_band_and_says_that_n_is_too_small(shown):
    racing = Racing(surface_study(LANES, noise=2.0, seeds=(0, 1, 2)))
    plot = shown(CurvePlot, racing)
    plot.set_spread(Spread("mean"))
    assert all(not np.isfinite(band.low[1]).any() for band in plot.bands.bands)
    assert "n too small" in plot._curves.note


def test_a_low_plot_gives_the_title_across_to_the_curves(shown, on_surface):
    low, high = (shown(CurvePlot, on_surface, size=(420, height), set_legend=False) for height in (120, 260))
    for plot in (low, high):
        plot.grab()
    assert low.axes["bottom"].labelText == ""
    assert high.axes["bottom"].labelText == "Step"
    assert 120 - low.box.rect().height() < 260 - high.box.rect().height() - 10
    low.resize(420, 260)
    low.grab()
    assert low.axes["bottom"].labelText == "Step"
    assert low.box.rect().height() == pytest.approx(high.box.rect().height(), abs=2)
