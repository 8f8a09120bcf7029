import pytest

from app.ui.plots.plane_options import PlaneOptions


def test_they_come_back_from_their_text():
    options = PlaneOptions(directions="random", seed=7, fine=False, part="validation")
    assert PlaneOptions.from_text(options.to_text()) == options


@pytest.mark.parametrize(
    "text", ["", "no", '{"directions": "up"}', '{"part": "test"}', '{"seed": -1}', '{"seed": 1.5}', "[]"]
)
def test_anything_else_is_the_usual(text):
    assert PlaneOptions.from_text(text) == PlaneOptions()


def test_fine_are_four_times_the_points():
    assert (PlaneOptions(fine=False).finest - 1) * 2 == PlaneOptions().finest - 1
