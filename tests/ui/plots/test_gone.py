"""Runs that have diverged: counted and marked up to the playhead, no further."""

import numpy as np
import pytest

from app.ui.plots.curves import Curves
from app.ui.plots.gone import FEW, gone_at, gone_mark, gone_runs
from tests.ui.plots.racing import Racing, lane, surface_study

VIEW = (0.0, 10.0, 0.0, 10.0, 600.0, 300.0)


def drawn(racing):
    curves = Curves(racing.view, "loss", "steps", False, True, 0.0)
    curves.extend(racing.frame())
    return curves._lanes


def test_a_run_is_gone_from_its_step_on(blown_up):
    lanes = drawn(blown_up)
    steps = [int(each.history.diverged_at[0]) for each in lanes]
    assert max(steps) > 0
    for index, step in enumerate(steps):
        assert gone_at(blown_up.frame(), index, lanes[index]) == step
        if step > 0:
            assert gone_at(blown_up.frame(step), index, lanes[index]) == step
            assert gone_at(blown_up.frame(step - 1), index, lanes[index]) == -1


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_few_lanes_are_named_and_of_many_the_number(count):
    lanes = [lane("gradient_descent", 1.0, name=f"L{at}") for at in range(count)]
    racing = Racing(surface_study(lanes, steps=60, noise=1.0, seeds=tuple(range(8))))
    said = gone_runs(racing.frame(), drawn(racing))
    assert said == (
        f"Runs of {count} lanes diverged" if count > FEW
        else "Runs that diverged: 8 of 8 of L0, 8 of 8 of L1, 8 of 8 of L2"
    )  # fmt: skip


def test_the_mark_stands_where_the_line_leaves_the_picture():
    line = np.array([[1.0, 5.0], [3.0, 5.0], [3.0, 1e6]])
    mark = gone_mark(line, VIEW, 1234, True, "#ff0000", "#ffffff", 2)
    assert (mark.x, mark.y) == pytest.approx((3.0, 10.0))
    assert (mark.label, mark.lane) == ("diverged at step 1,234", 2)
    assert gone_mark(line, VIEW, 1234, False, "#ff0000", "#ffffff", 2).label == ""
