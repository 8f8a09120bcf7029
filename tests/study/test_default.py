"""Who is at its defaults, and who only looks so."""

import pytest

from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.study.default import default_names, is_default
from app.study.spec import FilterSpec, LaneSpec, ScheduleSpec, Study


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
def test_every_optimizer_has_its_defaults_given_or_not(kind):
    assert is_default(LaneSpec(optimizer=kind.name))
    values = {parameter.name: parameter.default for parameter in kind.parameters}
    assert is_default(LaneSpec(optimizer=kind.name, hyperparameters=values, name="Mine", colour="3"))


@pytest.mark.parametrize(
    "more",
    [
        {"hyperparameters": {"lr": 0.5}},
        {"batch_size": 64},
        {"schedule": ScheduleSpec(name="cosine")},
        {"filters": (FilterSpec(name="clip_norm"),)},
        {"changes": (Change(3, "lr", 0.5),)},
    ],
    ids=lambda more: next(iter(more)),
)
def test_whatever_somebody_chose_is_no_default(more):
    assert not is_default(LaneSpec(**more))


def test_the_names_are_those_of_the_lanes():
    lanes = (LaneSpec(), LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.3}), LaneSpec(name="Mine"))
    assert default_names(Study(lanes=lanes)) == ("Adam", "Mine")
