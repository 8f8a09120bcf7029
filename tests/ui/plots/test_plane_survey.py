import multiprocessing
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import QObject

from app.engine.plane import Plane
from app.engine.random_direction import random_directions
from app.study.build import build_problem
from app.study.plane_loss import PlaneOrder
from app.study.spec import DataSpec, LaneSpec, Study
from app.ui.plots import plane_survey
from app.ui.plots.plane_survey import PlaneSurvey

IRIS = Study(problem=DataSpec(dataset="iris", model="mlp"), lanes=(LaneSpec(optimizer="adam"),))
SLOW = Study(
    problem=DataSpec(dataset="digits", model="cnn", model_parameters={"channels": [32, 32]}), lanes=IRIS.lanes
)


def order_for(study, finest=17):
    problem = build_problem(study)
    centre = problem.initial()[0]
    plane = Plane(centre, random_directions(problem.layers, centre, 0))
    return PlaneOrder(plane, (-1.0, 1.0), (-1.0, 1.0), finest=finest)


@pytest.fixture
def survey(qapp):
    parent = QObject()
    found = PlaneSurvey(parent)
    yield found
    found.close()
    assert multiprocessing.active_children() == []


def test_levels_come_one_after_another_and_then_the_process_is_gone(survey, qtbot):
    sizes = []

    def note(level):
        if level:
            sizes.append(len(survey.losses))

    survey.advanced.connect(note)
    survey.ask(IRIS, order_for(IRIS))
    assert survey.busy
    qtbot.waitUntil(lambda: not survey.busy, timeout=30_000)
    assert sizes == [9, 17]
    assert survey.share == 1.0
    assert not survey.fault
    assert np.isfinite(survey.losses).all()
    assert multiprocessing.active_children() == []


@pytest.mark.alone
def test_cancelling_takes_less_than_three_tenths_of_a_second_and_keeps_what_is_complete(survey, qtbot):
    survey.ask(SLOW, order_for(SLOW, 65))
    qtbot.waitUntil(lambda: survey.losses is not None, timeout=60_000)
    began = monotonic()
    survey.cancel()
    assert monotonic() - began < 0.3
    assert not survey.busy
    assert survey.losses is not None
    assert survey.share < 1.0
    assert multiprocessing.active_children() == []


def test_another_order_takes_the_place_of_the_one_before(survey, qtbot):
    survey.ask(SLOW, order_for(SLOW, 65))
    second = order_for(IRIS, 9)
    survey.ask(IRIS, second)
    assert len(multiprocessing.active_children()) == 1
    qtbot.waitUntil(lambda: not survey.busy, timeout=30_000)
    assert survey.order is second
    assert survey.losses.shape == (9, 9)


def test_a_process_that_dies_is_a_fault(survey, qtbot):
    survey.ask(SLOW, order_for(SLOW, 65))
    survey._process.kill()
    qtbot.waitUntil(lambda: not survey.busy, timeout=30_000)
    assert "SIGKILL" in survey.fault or "closed its pipe" in survey.fault or "ended with" in survey.fault


def test_a_system_without_room_for_a_process_is_a_fault(survey, monkeypatch):
    def refuse(study, table):
        raise OSError("no more processes")

    monkeypatch.setattr(plane_survey, "PlaneProcess", refuse)
    survey.ask(IRIS, order_for(IRIS))
    assert not survey.busy
    assert "no more processes" in survey.fault
