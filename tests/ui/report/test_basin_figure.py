import msgspec

from app.study.report.drawing import inline
from app.study.spec import LaneSpec
from app.ui.report.basin_figure import basin_figures
from tests.study.experiment.made import BASIN, done


def test_maps_stand_side_by_side_with_their_difference(qapp):
    figures = list(basin_figures(BASIN, done(BASIN).done))
    assert [figure.name for figure in figures] == ["minimum_1", "steps_1", "difference"]
    assert "Adam: minimum 1 wins" in figures[0].description
    assert "Momentum: minimum 1 wins" in figures[0].description
    for figure in figures:
        text = inline(figure)  # which refuses what leads outside
        assert text.count("<image") >= (1 if figure.name == "difference" else 2)


def test_of_many_lanes_each_drawing_has_four(qapp):
    lanes = tuple(LaneSpec(optimizer=name) for name in ("adam", "momentum", "adagrad", "rmsprop", "nesterov"))
    study = msgspec.structs.replace(BASIN, lanes=lanes, steps=5)
    figures = list(basin_figures(study, done(study).done))
    assert [figure.name for figure in figures] == ["minimum_1", "minimum_2", "steps_1", "steps_2"]
    assert figures[1].title.endswith(": Nesterov")


def test_the_same_maps_give_the_same_drawings(qapp):
    one, other = (list(basin_figures(BASIN, done(BASIN).done)) for _ in range(2))
    assert one == other
