import numpy as np
import pytest

from app.ui.plots.curves import Curves
from app.ui.theme import LIGHT
from tests.ui.plots.racing import LANES, Racing, data_study, lane, surface_study

VIEW = (0.0, 200.0, -2.0, 2.0, 600.0, 300.0)


def curves_of(racing, quantity="loss", x="steps", smoothing=0.0, log_y=True):
    curves = Curves(racing.view, quantity, x, False, log_y, smoothing)
    curves.extend(racing.frame())
    return curves


@pytest.mark.parametrize("tick", [0, 1, 99, 200])
def test_a_curve_ends_at_the_playhead_and_a_ghost_goes_on(on_surface, tick):
    picture = curves_of(on_surface).draw(on_surface.frame(tick), LIGHT, VIEW)
    solid = [stroke for stroke in picture.strokes if stroke.name.startswith("run")]
    ghosts = [stroke for stroke in picture.strokes if stroke.name.startswith("ghost")]
    assert [stroke.x[-1] for stroke in solid] == [tick] * 3
    assert len(ghosts) == (3 if tick < 200 else 0)
    assert all(stroke.x[0] == tick and stroke.x[-1] == 200 for stroke in ghosts)
    assert [(mark.x, mark.y) for mark in picture.heads] == [(s.x[-1], s.y[-1]) for s in solid]


def test_a_long_noisy_curve_keeps_its_extremes_in_few_points():
    racing = Racing(surface_study((lane("sgd", 1e-4),), steps=20_000, noise=30.0))
    picture = curves_of(racing).draw(racing.frame(), LIGHT, (0.0, 20_000.0, -2.0, 2.0, 600.0, 300.0))
    (stroke,) = picture.strokes
    assert len(stroke.x) < 3 * 600
    recorded = np.log10(racing.history.lanes[0].batch_loss[:, 0])
    assert stroke.y.max() == recorded.max()
    assert stroke.y.min() == recorded.min()


def test_evaluations_now_and_then_have_dots():
    racing = Racing(data_study())
    picture = curves_of(racing, x="epochs").draw(racing.frame(), LIGHT, (0.0, 6.0, -2.0, 2.0, 600.0, 300.0))
    assert all(stroke.dots for stroke in picture.strokes)
    picture = curves_of(racing, "batch_loss").draw(racing.frame(), LIGHT, VIEW)
    assert not any(stroke.dots for stroke in picture.strokes)


def test_values_are_those_of_the_nearest_step(on_surface):
    curves = curves_of(on_surface)
    for x, step in ((-50.0, 0), (10.4, 10), (10.6, 11), (1e9, 200)):
        found = curves.values_at(on_surface.frame(), x)
        expected = sorted(float(history.batch_loss[step, 0]) for history in on_surface.history.lanes)
        assert [cells[2] for cells in found] == [f"{value:.6g}" for value in expected]


def test_where_higher_is_better_the_highest_comes_first():
    racing = Racing(data_study())
    curves = curves_of(racing, "train_accuracy", log_y=False)
    found = [float(cells[2]) for cells in curves.values_at(racing.frame(), 1e9)]
    assert found == sorted(found, reverse=True)
    assert ", highest" in curves.describe(racing.frame())


def test_a_median_is_read_with_its_quartiles():
    racing = Racing(surface_study(LANES[:1], noise=5.0, seeds=(0, 1, 2, 3)))
    (cells,) = curves_of(racing).values_at(racing.frame(), 120.0)
    recorded = racing.history.lanes[0].batch_loss[120]
    assert cells[2] == f"{np.median(recorded):.6g}"
    low, high = np.quantile(recorded, (0.25, 0.75))
    assert cells[3] == f"{low:.3g} … {high:.3g}"


def test_lanes_of_different_batches_stand_at_one_place_in_examples():
    lanes = (lane("sgd", 0.05, batch_size=35), lane("adam", 0.01, batch_size=350))
    racing = Racing(data_study(lanes=lanes, epochs=2))
    frame = racing.frame(10)
    assert frame.steps[0] != frame.steps[1]
    for x, apart in (("examples", 0.0), ("steps", 9.0)):
        curves = curves_of(racing, "batch_loss", x)
        places = curves.draw(frame, LIGHT, (0.0, 700.0, -2.0, 2.0, 600.0, 300.0)).playhead
        assert max(places) - min(places) == apart


def test_nothing_is_derived_for_a_muted_lane(on_surface):
    curves = Curves(on_surface.view, "loss", "steps", False, True, 0.0)
    curves.extend(on_surface.frame(solo=1))
    assert [lane.rows for lane in curves._lanes] == [0, 201, 0]
    curves.extend(on_surface.frame())
    assert [lane.rows for lane in curves._lanes] == [201] * 3


def test_what_can_be_read_aloud(on_surface, blown_up):
    assert curves_of(on_surface).describe(on_surface.frame(50)).startswith("Loss after 50 steps: ")
    curves = Curves(on_surface.view, "loss", "steps", False, True, 0.0)
    assert curves.describe(on_surface.frame(0)) == "Loss after 0 steps: nothing yet."
    said = curves_of(blown_up).describe(blown_up.frame())
    assert "Adam" in said


def test_runs_that_diverged_behind_a_median_are_counted_up_to_the_playhead(blown_up):
    lanes = (lane("adam", 0.05), lane("sgd", 3.2e-3))
    racing = Racing(surface_study(lanes, noise=30.0, seeds=tuple(range(8))))
    at = racing.history.lanes[1].diverged_at
    out = sorted(at[at >= 0])
    assert 0 < len(out) < 8
    curves = curves_of(racing)
    assert curves.gone(racing.frame()) == f"Runs that diverged: {len(out)} of 8 of SGD"
    assert curves.gone(racing.frame(int(out[0]))).startswith("Runs that diverged: 1 of 8 of SGD")
    assert curves.gone(racing.frame(int(out[0]) - 1)) == ""
    assert curves.gone(racing.frame(solo=0)) == ""
    assert curves_of(blown_up).gone(blown_up.frame()) == ""
