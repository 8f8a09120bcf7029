import os
import sys
from time import monotonic

import numpy as np
import pytest

from app.engine.plane import Plane
from app.engine.random_direction import random_directions
from app.study.build import build_problem
from app.study.intake.options import FileSpec
from app.study.plane_loss import PlaneLosses, PlaneOrder, survey
from app.study.plane_process import PlaneFailed, PlaneProcess, PlaneReady
from app.study.spec import DataSpec, LaneSpec, Study

_PATIENCE = 30.0


def study(**problem):
    return Study(problem=DataSpec(**problem), lanes=(LaneSpec(optimizer="adam"),), epochs=1)


IRIS = study(dataset="iris", model="mlp")
SLOW = study(dataset="digits", model="cnn", model_parameters={"channels": [32, 32]})


def order_for(problem, finest=17):
    centre = problem.initial()[0]
    plane = Plane(centre, random_directions(problem.layers, centre, 0))
    return PlaneOrder(plane, (-1.0, 1.0), (-1.0, 1.0), finest=finest)


def next_from(process):
    assert process.connection.poll(_PATIENCE)
    return process.receive()


@pytest.fixture
def begin():
    begun = []

    def start(*arguments):
        begun.append(PlaneProcess(*arguments))
        return begun[-1]

    yield start
    for process in begun:
        process.end()


def test_it_sends_what_the_same_call_gives_here(begin):
    problem = build_problem(IRIS)
    order = order_for(problem)
    process = begin(IRIS)
    assert isinstance(next_from(process), PlaneReady)
    process.send(order)
    found = []
    while not found or found[-1].share < 1.0 or found[-1].losses is None:
        found.append(next_from(process))
        assert isinstance(found[-1], PlaneLosses)
    expected = [losses.losses for losses in survey(problem, order) if losses.losses is not None]
    got = [losses.losses for losses in found if losses.losses is not None]
    for one, other in zip(got, expected, strict=True):
        np.testing.assert_array_equal(one, other)
    assert process.receive() is None
    assert process.ending() == "The plane ended with code 0."


@pytest.mark.skipif(sys.platform == "win32", reason="priorities have other names there")
def test_it_is_the_last_in_line(begin):
    process = begin(IRIS)
    assert isinstance(next_from(process), PlaneReady)
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == 19


@pytest.mark.alone
def test_it_is_gone_within_three_tenths_of_a_second(begin):
    process = begin(SLOW)
    assert isinstance(next_from(process), PlaneReady)
    process.send(order_for(build_problem(SLOW), finest=65))
    assert isinstance(next_from(process), PlaneLosses)
    began = monotonic()
    process.kill()
    process._process.join()
    assert monotonic() - began < 0.3


def test_it_ends_when_the_window_is_gone(begin):
    process = begin(SLOW)
    assert isinstance(next_from(process), PlaneReady)
    process.send(order_for(build_problem(SLOW), finest=65))
    process.connection.close()
    process._process.join(_PATIENCE)
    assert process._process.exitcode == 0


def test_data_that_are_gone_are_said_to_be(begin, tmp_path):
    gone = study(dataset="file", file=FileSpec(path=str(tmp_path / "gone.csv")), model="mlp")
    told = next_from(begin(gone))
    assert isinstance(told, PlaneFailed)
    assert "gone.csv" in told.text
    assert not told.details


def test_a_file_that_is_gone_since_it_was_read_still_has_a_plane(begin, tmp_path):
    path = tmp_path / "few.csv"
    rows = [f"{x},{x * x % 7},{'ab'[x % 2]}" for x in range(60)]
    path.write_text("x,y,class\n" + "\n".join(rows) + "\n", encoding="utf-8")
    own = study(dataset="file", file=FileSpec(path=str(path)), model="mlp")
    problem = build_problem(own)
    path.unlink()
    process = begin(own, problem.dataset.folder)
    assert isinstance(next_from(process), PlaneReady)
    process.send(order_for(problem, finest=9))
    found = next_from(process)
    while found.losses is None:
        found = next_from(process)
    np.testing.assert_array_equal(
        found.losses, list(survey(problem, order_for(problem, finest=9)))[-1].losses
    )


def test_a_mistake_of_the_app_comes_with_its_details(begin):
    process = begin(IRIS)
    assert isinstance(next_from(process), PlaneReady)
    process.send("no order")
    told = next_from(process)
    assert isinstance(told, PlaneFailed)
    assert "AssertionError" in told.details
