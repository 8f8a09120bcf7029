"""Every kind of wrong study is refused: the rule, the value received, the nearest choice, the place."""

import re

import msgspec
import pytest

from app.engine.error import InputError
from app.engine.lane import Change
from app.study.build import build_race
from app.study.check import check_study
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec


def surface(**values):
    return Study(problem=SurfaceSpec(**values))


def data(**values):
    return Study(problem=DataSpec(**({"dataset": "iris", "model": "softmax"} | values)))


def lane(optimizer="adam", **values):
    return Study(lanes=(LaneSpec(), LaneSpec(optimizer=optimizer, **values)))


def hyper(optimizer="adam", **values):
    return lane(optimizer, hyperparameters=values)


def changed(*change):
    return lane(changes=(Change(1, "lr", 0.1), Change(*change)))


# What is wrong, where it is, the value as shown, and what helps.
WRONG = [
    # names
    (surface(surface="rosenbrok"), "problem.surface", "'rosenbrok'", "Did you mean 'rosenbrock'?"),
    (surface(surface=3), "problem.surface", "3 was given", "Choose one of: "),
    (surface(surface=["bowl"]), "problem.surface", "['bowl']", "Choose one of: "),
    (surface(surface="ravine", parameters={"kapa": 2}), "problem.parameters.kapa", "'kapa'", "'kappa'?"),
    (data(dataset="irs"), "problem.dataset", "'irs'", "Did you mean 'iris'?"),
    (data(model="softmx"), "problem.model", "'softmx'", "Did you mean 'softmax'?"),
    (data(model_parameters={"l3": 1.0}), "problem.model_parameters.l3", "'l3'", "'l2'?"),
    (
        data(dataset="blobs", dataset_parameters={"nois": 1}),
        "problem.dataset_parameters.nois",
        "'nois'",
        "'noise'?",
    ),
    (Study(quantities=("sharpnes",)), "quantities[0]", "'sharpnes'", "Did you mean 'sharpness'?"),
    (Study(quantities=("loss",)), "quantities[0]", "Loss is always", "Leave it out."),
    (Study(quantities=("alignment", "alignment")), "quantities[1]", "'alignment' is there twice", "once"),
    (Study(quantities="sharpness"), "quantities", "'sharpness' was given", "list of names"),
    (data(label_noise=1.5), "problem.label_noise", "1.5", "The nearest valid choice is 1."),
    (data(label_noise="much"), "problem.label_noise", "'much'", "The nearest valid choice is 0."),
    (lane("adamm"), "lanes[1].optimizer", "'adamm'", "Did you mean 'adam'?"),
    (lane(None), "lanes[1].optimizer", "None", "Choose one of: "),
    (hyper(beta=0.9), "lanes[1].hyperparameters.beta", "'beta'", "Did you mean 'beta"),
    (hyper("sgd", momentum=0.9), "lanes[1].hyperparameters.momentum", "'momentum'", "the lane 'momentum'"),
    (hyper("sgd", nesterov=True), "lanes[1].hyperparameters.nesterov", "'nesterov'", "the lane 'nesterov'"),
    (changed(3, "speed", 1.0), "lanes[1].changes[1].speed", "'speed'", "Choose one of: "),
    # values of parameters
    (hyper(lr=-0.5), "lanes[1].hyperparameters.lr", "-0.5", "The nearest valid value is 0."),
    (hyper(lr="fast"), "lanes[1].hyperparameters.lr", "'fast'", "Its default is 0.001."),
    (hyper(lr=None), "lanes[1].hyperparameters.lr", "None", "Its default is 0.001."),
    (hyper(lr=True), "lanes[1].hyperparameters.lr", "True", "Its default is 0.001."),
    (hyper(lr=float("nan")), "lanes[1].hyperparameters.lr", "nan", "Its default is 0.001."),
    (hyper(lr=float("inf")), "lanes[1].hyperparameters.lr", "inf", "Its default is 0.001."),
    (hyper(lr=[0.1, 0.2]), "lanes[1].hyperparameters.lr", "[0.1, 0.2]", "Its default is 0.001."),
    (hyper(beta2=1.0), "lanes[1].hyperparameters.beta2", "1 was given", "just below 1."),
    (hyper(bias_correction=3), "lanes[1].hyperparameters.bias_correction", "3", "Its default is true."),
    (surface(surface="ravine", parameters={"kappa": 0.1}), "problem.parameters.kappa", "0.1", "is 1."),
    (data(model_parameters={"l2": -1}), "problem.model_parameters.l2", "-1", "is 0."),
    (changed(3, "lr", -1.0), "lanes[1].changes[1].lr", "-1", "The nearest valid value is 0."),
    (changed(3, "bias_correction", False), "lanes[1].changes[1].bias_correction", "False", "Set it among"),
    (changed(-1, "lr", 1.0), "lanes[1].changes[1].step", "-1", "The nearest valid choice is 0."),
    (changed("3", "lr", 1.0), "lanes[1].changes[1].step", "'3'", "The nearest valid choice is 0."),
    # things of a wrong kind
    (Study(problem="rosenbrock"), "problem", "'rosenbrock'", "Take a SurfaceSpec or a DataSpec."),
    (Study(lanes=("adam",)), "lanes[0]", "'adam'", "an optimizer with its hyperparameters"),
    (Study(lanes="adam"), "lanes", "'adam'", "A race has 1 to 32 lanes"),
    (Study(seeds=3), "seeds", "3 was given", "A race has 1 to 1,000 seeds"),
    (lane(hyperparameters="lr=0.1"), "lanes[1].hyperparameters", "'lr=0.1'", "such as {'lr': 0.1}"),
    (surface(parameters=[1]), "problem.parameters", "[1]", "values by name"),
    (data(standardise="yes"), "problem.standardise", "'yes'", "true or false"),
    # numbers of things
    (Study(lanes=()), "lanes", "0 were given", "The nearest valid choice is 1."),
    (Study(lanes=(LaneSpec(),) * 33), "lanes", "33 were given", "The nearest valid choice is 32."),
    (Study(seeds=()), "seeds", "0 were given", "The nearest valid choice is 1."),
    (Study(seeds=tuple(range(1001))), "seeds", "1,001 were given", "The nearest valid choice is 1,000."),
    (Study(seeds=(0, -1)), "seeds[1]", "-1 was given", "The nearest valid choice is 0."),
    (Study(seeds=(0.5,)), "seeds[0]", "0.5 was given", "The nearest valid choice is 0."),
    (Study(seeds=("1",)), "seeds[0]", "'1' was given", "The nearest valid choice is 0."),
    (Study(seeds=(2**63,)), "seeds[0]", "9,223,372,036,854,775,808", "is 9,223,372,036,854,775,807."),
    (Study(steps=0), "steps", "0 was given", "The nearest valid choice is 1."),
    (Study(steps=-5), "steps", "-5 was given", "The nearest valid choice is 1."),
    (Study(steps=10**8), "steps", "100,000,000", "The nearest valid choice is 10,000,000."),
    (Study(steps="100"), "steps", "'100' was given", "A race has from 1 to 10,000,000 steps"),
    (Study(steps=99.6), "steps", "99.6 was given", "The nearest valid choice is 100."),
    (Study(steps=True), "steps", "True was given", "The nearest valid choice is 1."),
    (Study(problem=DataSpec(), epochs=0), "epochs", "0 was given", "The nearest valid choice is 1."),
    (Study(problem=DataSpec(), epochs=10**6), "epochs", "1,000,000", "The nearest valid choice is 100,000."),
    (
        Study(problem=DataSpec(), evaluations_per_epoch=0),
        "evaluations_per_epoch",
        "0 was given",
        "The nearest valid choice is 1.",
    ),
    (
        Study(problem=DataSpec(), epochs=50_000, evaluations_per_epoch=1000),
        "evaluations_per_epoch",
        "50,000 epochs with 1,000",
        "The nearest valid choice is 20.",
    ),
    (lane(batch_size=0), "lanes[1].batch_size", "0 was given", "The nearest valid choice is 1."),
    (lane(batch_size=-3), "lanes[1].batch_size", "-3 was given", "The nearest valid choice is 1."),
    (lane(batch_size=2.5), "lanes[1].batch_size", "2.5 was given", "The nearest valid choice is 2."),
    (lane(batch_size="all"), "lanes[1].batch_size", "'all' was given", "'full' or a whole number"),
    (lane(batch_size=True), "lanes[1].batch_size", "True was given", "'full' or a whole number"),
    # the problem
    (surface(start=(1.0,)), "problem.start", "(1.0,)", "A good one is (-1.2, 1)."),
    (surface(start=(1.0, 2.0, 3.0)), "problem.start", "(1.0, 2.0, 3.0)", "A good one is (-1.2, 1)."),
    (surface(start="here"), "problem.start", "'here'", "A good one is (-1.2, 1)."),
    (surface(start=(1.0, "2")), "problem.start[1]", "'2'", "A good one is (-1.2, 1)."),
    (surface(start=(float("nan"), 0.0)), "problem.start[0]", "nan", "A good one is (-1.2, 1)."),
    (surface(start=(0.0, -1e7)), "problem.start[1]", "-1e+07", "The nearest valid choice is -1e+06."),
    (surface(noise=-1.0), "problem.noise", "-1.0", "The nearest valid value is 0."),
    (surface(noise="0.1"), "problem.noise", "'0.1'", "The nearest valid value is 0."),
    (surface(noise=float("inf")), "problem.noise", "inf", "The nearest valid value is 0."),
    (surface(spread=-1.0), "problem.spread", "-1.0", "The nearest valid value is 0."),
    (data(dataset="diabetes"), "problem.model", "softmax cannot do", "Choose one of: linear"),
    (data(model="linear"), "problem.model", "linear cannot do", "Choose one of: "),
    (data(model="mlp", model_parameters={"hidden": "4x0"}), "problem.model_parameters.hidden", "0", "is 1."),
    (
        data(model="mlp", model_parameters={"hidden": (4,) * 9}),
        "problem.model_parameters.hidden",
        "9 were given",
        "The nearest valid value is 4x4x4x4x4x4.",
    ),
    (data(split=(0.7, 0.3)), "problem.split", "(0.7, 0.3)", "A usual choice is (0.7, 0.15, 0.15)."),
    (data(split=("0.7", 0.3, 0)), "problem.split", "'0.7'", "A usual choice is (0.7, 0.15, 0.15)."),
    (data(split=0.7), "problem.split", "0.7", "A usual choice is (0.7, 0.15, 0.15)."),
    (
        data(split=(0.7, 0.2, 0.2)),
        "problem.split",
        "sums to 1.1",
        "The nearest valid choice is (0.6, 0.2, 0.2).",
    ),
    (data(split=(0.0, 0.5, 0.5)), "problem.split", "(0, 0.5, 0.5)", "The nearest valid choice is (1, 0, 0)."),
    (data(split=(-0.5, 1.0, 0.5)), "problem.split", "(-0.5, 1, 0.5)", "(0.7, 0.15, 0.15)"),
    (data(split_seed=-1), "problem.split_seed", "-1 was given", "The nearest valid choice is 0."),
    (msgspec.structs.replace(data(), target=float("nan")), "target", "nan", "Leave it out"),
    (Study(target="low"), "target", "'low'", "Leave it out"),
]


@pytest.mark.parametrize(
    ("study", "where", "value", "hint"), WRONG, ids=[f"{case[1]}-{case[2]}" for case in WRONG]
)
def test_a_wrong_study_is_refused(study, where, value, hint):
    with pytest.raises(InputError) as caught:
        build_race(study)
    error = caught.value
    assert error.where == where
    assert value in error.message
    assert hint in error.message
    assert re.fullmatch(r"[A-Za-z].*[.?]", error.message, re.DOTALL)
    assert str(error) == f"{where}: {error.message}"


@pytest.mark.parametrize(
    "study",
    [
        Study(),
        Study(problem=DataSpec()),
        Study(steps=1, seeds=(0,)),
        Study(seeds=(3, 3, 3)),
        Study(seeds=(2**63 - 1,)),
        Study(target=0.0),
        surface(start=(1, -1)),
        surface(start=[1.0, 2.0], noise=1, spread=0.5),
        lane(batch_size="full"),
        lane(batch_size=10**9),
        hyper(lr=0),
        hyper(lr="1e-2"),
        changed(0, "lr", 1),
        data(split=(1, 0, 0)),
        data(split=[0.5, 0.5, 0.0]),
    ],
)
def test_a_good_study_is_not(study):
    check_study(study)
    build_race(study).advance(2)


def test_the_first_wrong_value_is_named():
    with pytest.raises(InputError) as caught:
        check_study(Study(lanes=(LaneSpec(optimizer="adamm"),), steps=0))
    assert caught.value.where == "steps"
