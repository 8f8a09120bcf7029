import pytest

from app.study.statistics.pair import Pair
from app.study.statistics.performance_profile import ratios
from app.study.statistics.rank import ranking
from app.ui.picture import drawing_of, picture_of
from app.ui.plots.pair_plot import PairMatrix, PairPlot
from app.ui.plots.profile_plot import ProfilePlot, Profiles
from app.ui.plots.rank_plot import RankPlot
from app.ui.plots.runtime_plot import RuntimeCurves, RuntimePlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.results import LOOKS, NAMES, times


def results():
    steps = tuple((each, (each > 0).cumsum() / 8) for each in times().T.copy())
    steps = tuple((sorted_(at), share) for at, share in steps)
    return {
        RuntimePlot: RuntimeCurves(steps, (), (500.0,) * 3, "Steps", "51 targets"),
        PairPlot: PairMatrix((Pair(0, 1, 4, 1, 0, None, None),), "sooner"),
        ProfilePlot: Profiles(ratios(times()), "steps"),
        RankPlot: ranking(NAMES, times()),
    }


def sorted_(values):
    values.sort()
    return values


@pytest.fixture(params=list(results()), ids=lambda kind: kind.__name__)
def plot(request, qtbot):
    widget = request.param()
    qtbot.addWidget(widget)
    widget.resize(600, 360)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_empty_it_says_what_would_be_here(plot):
    assert plot.caption.notice == plot.notice
    assert "nothing yet" in plot.describe()


def test_a_result_replaces_the_notice_and_is_described(plot):
    plot.set_result(results()[type(plot)], LOOKS)
    assert plot.caption.notice == ""
    assert "nothing yet" not in plot.accessibleDescription()
    plot.set_result(None)
    assert plot.caption.notice == plot.notice


def test_a_hidden_plot_draws_when_it_is_shown(plot, qtbot):
    plot.hide()
    plot.set_result(results()[type(plot)], LOOKS)
    assert plot.caption.notice == plot.notice
    with qtbot.waitExposed(plot):
        plot.show()
    assert plot.caption.notice == ""


def test_pictures_show_the_same_in_another_theme(plot):
    plot.set_result(results()[type(plot)], LOOKS)
    light = picture_of(plot, 800, 500)
    dark = picture_of(plot, 800, 500, theme=DARK)
    corner = 6, 494
    assert light.pixelColor(*corner).name() == LIGHT.plot
    assert dark.pixelColor(*corner).name() == DARK.plot
    text = drawing_of(plot, 800, 500).decode()
    assert "Adam" in text
    assert text.count("<") > 40


def test_it_does_not_move_with_a_race(plot):
    plot.set_result(results()[type(plot)], LOOKS)
    plot.set_race(None)
    assert plot.result is not None
