"""A study's surface, above all one that a person typed."""

import msgspec
import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.expression.fault import ExpressionError
from app.engine.optimizer import optimizers
from app.study.build import build_race
from app.study.check import check_study
from app.study.file import FORMAT, load_study, save_study, study_from_json, study_to_json
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.surface import surface_of
from tests.engine.expression.test_hostile import HOSTILE, nothing_is_run

TYPED = SurfaceSpec(
    surface="custom",
    expression="a*(1 - x)^2 + b*(y - x^2)^2",
    parameters={"b": 100.0},
    domain=(-2.0, 2.0, -1.0, 3.0),
    ranges={"b": (1.0, 200.0)},
    start=(-1.2, 1.0),
)
LANES = (LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),)


def test_what_the_specification_says():
    surface = surface_of(TYPED)
    assert [parameter.name for parameter in surface.parameters] == ["a", "b"]
    assert surface.values == {"a": 1.0, "b": 100.0}
    assert surface.domain == ((-2.0, 2.0), (-1.0, 3.0))
    assert [parameter.slider for parameter in surface.parameters] == [(-5.0, 5.0), (1.0, 200.0)]
    assert surface.minima == ((1.0, 1.0),)
    assert surface.lowest == 0.0
    assert surface_of(TYPED) is surface


def test_an_empty_expression_is_the_example():
    assert surface_of(SurfaceSpec(surface="custom")).values == {"a": 1.0}
    assert surface_of(SurfaceSpec(surface="custom", parameters={"a": 3})).values == {"a": 3.0}


def test_it_comes_back_from_a_file(tmp_path):
    study = Study(problem=TYPED, lanes=LANES)
    save_study(study, tmp_path / "own.descent.json")
    assert load_study(tmp_path / "own.descent.json") == study
    assert study_from_json(study_to_json(study)) == study


def test_a_file_without_the_keys_still_loads():
    old = msgspec.json.encode(
        {
            "format": FORMAT,
            "schema": 1,
            "study": {"problem": {"kind": "surface", "surface": "ravine", "parameters": {"kappa": 9}}},
        }
    )
    assert study_from_json(old).problem == SurfaceSpec(surface="ravine", parameters={"kappa": 9})


def test_it_races_as_the_built_in_one_does():
    typed, built_in = (
        build_race(Study(problem=problem, lanes=LANES, steps=200))
        for problem in (TYPED, SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)))
    )
    typed.run()
    built_in.run()
    assert typed.history.lanes[0].theta == pytest.approx(built_in.history.lanes[0].theta, rel=1e-9)


@pytest.mark.parametrize("seeds", [(0,), (0, 1, 2)])
def test_newton_has_its_curvature(seeds):
    newton = (LaneSpec(optimizer="newton"),)
    spec = SurfaceSpec(surface="custom", expression="min((x - 1)^2 + 3y^2, 50) + where(x > 9, x, 0)")
    race = build_race(Study(problem=spec, lanes=newton, steps=40, seeds=seeds))
    race.run()
    assert race.history.lanes[0].batch_loss[-1] == pytest.approx([0.0] * len(seeds), abs=1e-12)


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"expression": "x +"}, "problem.expression", "A value is expected"),
        ({"expression": 3}, "problem.expression", "A function is a text"),
        (
            {"expression": "x + c", "parameters": {"b": 1.0}, "ranges": {}},
            "problem.parameters.b",
            "No parameter",
        ),
        ({"parameters": {"a": "much"}}, "problem.parameters.a", "a number"),
        ({"parameters": {"a": float("inf")}}, "problem.parameters.a", "a number"),
        ({"parameters": {"a": {1, 2}}}, "problem.parameters.a", "a number"),
        ({"parameters": [1]}, "problem.parameters", "values by name"),
        ({"expression": "x + 1/a", "parameters": {"a": 0}, "ranges": {}}, "problem.expression", "finite"),
        ({"domain": (-1.0, 1.0, 2.0)}, "problem.domain", "four numbers"),
        ({"domain": (1.0, -1.0, 0.0, 1.0)}, "problem.domain", "left < right"),
        ({"domain": (-1.0, 1.0, 0.0, 1e9)}, "problem.domain", "within 1e+06"),
        ({"domain": (-1.0, float("nan"), 0.0, 1.0)}, "problem.domain", "left < right"),
        ({"domain": (5.0, 5.0 + 1e-12, 0.0, 1.0)}, "problem.domain", "left < right"),
        ({"domain": "wide"}, "problem.domain", "four numbers"),
        ({"ranges": {"c": (0.0, 1.0)}}, "problem.ranges.c", "Choose one of: a, b"),
        ({"ranges": {"b": (1.0, 1.0)}}, "problem.ranges.b", "the lower one first"),
        ({"ranges": {"b": (0.0, float("inf"))}}, "problem.ranges.b", "finite"),
        ({"ranges": {"b": 3.0}}, "problem.ranges.b", "two finite numbers"),
        ({"surface": "bowl", "parameters": {}}, "problem.expression", "belongs to a function that you type"),
        ({"surface": "bowl", "parameters": {}, "expression": ""}, "problem.domain", "the surface is bowl"),
        ({"start": (2e6, 0.0)}, "problem.start[0]", "The nearest valid"),
    ],
)
def test_what_is_refused(changes, where, words):
    study = Study(problem=msgspec.structs.replace(TYPED, **changes), lanes=LANES)
    with pytest.raises(InputError) as caught:
        check_study(study)
    assert caught.value.where == where
    assert words in caught.value.message


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_does_no_harm(name):
    text = HOSTILE[name]
    if "\ud800" in text:
        text = text.encode("utf-8", "replace").decode()
    content = msgspec.json.encode(
        {
            "format": FORMAT,
            "schema": 1,
            "study": {"problem": {"kind": "surface", "surface": "custom", "expression": text}},
        }
    )
    study = study_from_json(content)
    with nothing_is_run(), pytest.raises(ExpressionError) as caught:
        check_study(study)
    assert caught.value.where == "problem.expression"


@pytest.mark.parametrize("name", ["custom", "quadratic", "reddi", "eggholder"])
@pytest.mark.parametrize("seeds", [(0,), (0, 1)])
def test_every_optimizer_races_there(name, seeds):
    able = [optimizer.name for optimizer in optimizers if not optimizer.no_surface]
    for first in range(0, len(able), 32):
        lanes = tuple(LaneSpec(optimizer=optimizer) for optimizer in able[first : first + 32])
        race = build_race(
            Study(
                problem=SurfaceSpec(surface=name, noise=0.01, spread=0.01), lanes=lanes, steps=12, seeds=seeds
            )
        )
        race.run()
        for lane, history in zip(lanes, race.history.lanes, strict=True):
            assert history.length == 13, lane.optimizer
            assert np.isfinite(history.batch_loss[0]).all(), lane.optimizer
