"""The points of a plot as CSV: each step at which both have a value, exactly."""

import csv
import io

import numpy as np
import pytest

from app.study.compared import Compared
from app.study.curve import CurveSpec
from app.study.curve_table import curve_file, curve_pieces
from tests.ui.plots.racing import Racing, data_study, lane, surface_study


def rows_of(racing, quantity, x):
    content = b"".join(
        curve_pieces(racing.study, racing.view.problem, racing.history, CurveSpec(quantity=quantity, x=x))
    )
    assert content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_two_quantities_stand_side_by_side_under_their_names():
    racing = Racing(surface_study(seeds=(0, 7), noise=1.0, steps=40))
    rows = rows_of(racing, "loss", "distance")
    assert list(rows[0]) == ["lane", "optimizer", "run", "seed", "step", "epoch", "distance", "loss"]
    assert len(rows) == 3 * 2 * 41
    assert {row["seed"] for row in rows} == {"0", "7"}
    row = rows[41 + 12]  # the second run of the first lane
    history = racing.history.lanes[0]
    assert (row["run"], row["step"], row["epoch"]) == ("1", "12", "")
    assert float(row["loss"]) == history.batch_loss[12, 1]
    assert float(row["distance"]) == pytest.approx(np.hypot(*(history.theta[12, 1] - 1.0)))


def test_the_rarer_one_decides_which_steps_there_are():
    racing = Racing(data_study())
    rows = [row for row in rows_of(racing, "validation_loss", "gradient_norm") if row["lane"] == "Adam"]
    history = racing.history.lanes[1]
    at = history.plan.evaluate_at
    assert [int(row["step"]) for row in rows] == at.tolist()
    assert [float(row["gradient_norm"]) for row in rows] == history.gradient_norm[at, 0].tolist()
    assert [float(row["validation_loss"]) for row in rows] == history.evaluated["validation_loss"][
        :, 0
    ].tolist()
    assert [float(row["epoch"]) for row in rows] == (at / history.plan.steps_per_epoch).tolist()


def test_against_a_clock_x_is_its_place():
    racing = Racing(data_study())
    rows = [row for row in rows_of(racing, "train_accuracy", "epochs") if row["lane"] == "SGD"]
    assert all(row["epochs"] == row["epoch"] for row in rows)


def test_a_name_with_a_comma_and_what_is_undefined():
    racing = Racing(surface_study((lane("adam", 0.05, name='Mine, "the" best'),), steps=3))
    rows = rows_of(racing, "step_length", "loss")
    assert rows[0]["lane"] == 'Mine, "the" best'
    assert rows[0]["step_length"] == "nan"


def test_another_race_follows_under_names_of_its_own():
    ours, theirs = Racing(surface_study(steps=30)), Racing(surface_study((lane("adam", 0.2),), steps=20))
    curve = CurveSpec(x="steps")
    alone = b"".join(curve_pieces(ours.study, ours.view.problem, ours.history, curve))
    compared = Compared("kept", theirs.study, theirs.view.problem, theirs.history)
    both = b"".join(curve_pieces(ours.study, ours.view.problem, ours.history, curve, compared))
    assert both.startswith(alone)
    head = alone.split(b"\r\n")[0] + b"\r\n"
    rows = list(csv.DictReader(io.StringIO((head + both[len(alone) :]).decode(), newline="")))
    assert [row["lane"] for row in rows] == ["ref · Adam"] * 21
    assert [float(row["loss"]) for row in rows] == theirs.history.lanes[0].batch_loss[:21, 0].tolist()


def test_one_that_does_not_have_it_is_left_out():
    ours, theirs = Racing(data_study()), Racing(surface_study(steps=5))
    curve = CurveSpec(quantity="train_accuracy", x="epochs")
    compared = Compared("kept", theirs.study, theirs.view.problem, theirs.history)
    given = ours.study, ours.view.problem, ours.history, curve
    assert b"".join(curve_pieces(*given, compared)) == b"".join(curve_pieces(*given))


def test_its_file_says_what_is_in_it():
    assert curve_file(CurveSpec(x="distance")) == "loss-against-distance.csv"
