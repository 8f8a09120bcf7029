"""Every outcome has a colour of its own, and later is darker."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.study.basin.block import DIVERGED, ELSEWHERE, OUTSIDE, BasinBlock
from app.study.basin.lattice import block_places
from app.study.basin.map import BasinMap
from app.ui.plots.basin_picture import (
    PALETTE,
    difference_of,
    minimum_colour,
    other_colour,
    paint_difference,
    paint_minima,
    paint_numbers,
    range_of,
)
from app.ui.theme import DARK, LIGHT


def made(minimum=0, steps=10, arrived=0):
    """Return a coarse map with one column of outcomes per argument, or the same everywhere."""
    rows = len(block_places(25, 0))
    found = BasinMap()
    kinds = {"minimum": np.int16, "steps": np.int32, "arrived": np.int32}
    values = {"minimum": minimum, "steps": steps, "arrived": arrived}
    columns = {
        name: np.broadcast_to(np.asarray(values[name], dtype=kind), rows) for name, kind in kinds.items()
    }
    found.put(BasinBlock(0, 25, 0), columns)
    return found


def left_to_right(*values):
    """Return values for the 25 columns of each line: the first, the second, ..., then the last."""
    line = [*values, *[values[-1]] * (25 - len(values))]
    return np.tile(line, 25)


def colour_at(image, column, line=0):
    each = image.width() / 25
    x, y = int((column + 0.5) * each), int(image.height() - (line + 0.5) * each)
    return QColor(image.pixel(x, y)).name()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_minima_have_their_colours_and_later_is_darker(theme):
    found = made(left_to_right(0, 1, 1, ELSEWHERE), arrived=left_to_right(0, 0, 100, -1))
    image = paint_minima(found, 100, theme)
    assert colour_at(image, 0) == minimum_colour(0)
    assert colour_at(image, 1) == minimum_colour(1)
    assert QColor(colour_at(image, 2)).lightness() < QColor(colour_at(image, 1)).lightness()
    assert colour_at(image, 3) == other_colour(ELSEWHERE, theme)


def test_what_left_or_diverged_is_hatched():
    image = paint_minima(made(left_to_right(0, OUTSIDE, DIVERGED)), 100, LIGHT)
    each = image.width() // 25

    def colours(column):
        part = image.copy(column * each, 0, each, image.height())
        return {QColor(part.pixel(x, y)).name() for x in range(each) for y in range(part.height())}

    assert colours(0) == {PALETTE[0]}
    assert colours(1) == {other_colour(OUTSIDE, LIGHT), LIGHT.muted}
    assert colours(2) == {other_colour(DIVERGED, LIGHT), "#f4f4f4"}


def test_the_highest_line_is_on_top():
    outcome = np.zeros((25, 25), dtype=int)
    outcome[24] = 1
    image = paint_minima(made(outcome.ravel()), 100, LIGHT)
    assert colour_at(image, 3, 24) == minimum_colour(1)
    assert colour_at(image, 3, 0) == minimum_colour(0)


def test_numbers_go_from_bright_to_dark_and_a_miss_is_grey():
    found = made(0, steps=left_to_right(5, 50, 500, -1))
    assert range_of([found], "steps") == (5, 500)
    assert range_of([BasinMap()], "steps") == (1, 1)
    image = paint_numbers(found, "steps", (5, 500), LIGHT)
    lightness = [QColor(colour_at(image, column)).lightness() for column in range(3)]
    assert lightness == sorted(lightness, reverse=True)
    assert len(set(lightness)) == 3
    assert colour_at(image, 3) == other_colour(ELSEWHERE, LIGHT)


def test_differences_say_who_is_where():
    one = made(left_to_right(0, 0, ELSEWHERE, 0))
    other = made(left_to_right(0, DIVERGED, 1, 1))
    found = difference_of(one, other, "minimum")
    assert found.kind[0, :4].tolist() == [0, 1, 2, 3]
    assert found.share(0) == found.share(1) == found.share(2) == 1 / 25
    assert sum(found.share(kind) for kind in range(4)) == pytest.approx(1.0)
    image = paint_difference(found, ("#ff0000", "#0000ff"), LIGHT)
    assert [colour_at(image, column) for column in range(3)] == [LIGHT.plot, "#ff0000", "#0000ff"]


def test_differences_of_steps_are_stronger_the_larger_the_factor():
    one, other = made(steps=left_to_right(9, 9, 19, -1, 9)), made(steps=left_to_right(9, 19, 9, 5, 999))
    found = difference_of(one, other, "steps")
    assert found.kind[0, :5].tolist() == [0, 1, 2, 2, 1]
    assert found.weight[0, 1] == found.weight[0, 2] == pytest.approx(0.5)
    assert found.weight[0, 4] == 1.0
