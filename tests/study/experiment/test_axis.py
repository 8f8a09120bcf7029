import msgspec
import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.experiment.axis import lane_with
from app.study.experiment.spec import Axis
from app.study.spec import FilterSpec, LaneSpec, ScheduleSpec

LANE = LaneSpec(
    optimizer="adam",
    hyperparameters={"beta1": 0.8},
    schedule=ScheduleSpec(name="cosine", parameters={"min_factor": 0.1}, warmup=0.2),
    filters=(FilterSpec(name="clip_norm", parameters={"max_norm": 2.0}),),
)


def test_a_lane_with_other_values():
    found = lane_with(LANE, {"lr": 0.5, "batch_size": "full", "warmup": 0.0, "schedule.T_max": 0.5})
    assert found.hyperparameters == {"beta1": 0.8, "lr": 0.5}
    assert found.batch_size == "full"
    assert found.schedule == ScheduleSpec(name="cosine", parameters={"min_factor": 0.1, "T_max": 0.5})
    assert found.filters == LANE.filters


def test_another_schedule_leaves_the_parameters_of_the_first_behind():
    found = lane_with(LANE, {"schedule": "linear", "clip_norm": 0.5, "ema": 0.9})
    assert found.schedule == ScheduleSpec(name="linear", warmup=0.2)
    assert [(spec.name, list(spec.parameters.values())) for spec in found.filters] == [
        ("clip_norm", [0.5]),
        ("ema", [0.9]),
    ]


def test_no_value_is_the_lane_itself():
    assert lane_with(LANE, {}) == LANE


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        (Axis(lane=2), r"axes\[0\].lane: The study has the lanes 0 to 1"),
        (Axis(name="lrr", values=(1.0,)), r"axes\[0\].name: .*Did you mean 'lr'"),
        (Axis(name="lr"), r"axes\[0\].values: A list of values for lr"),
        (Axis(name="lr", values=(0.1, -1.0)), r"axes\[0\].values\[1\]: lr must be a number of at least 0"),
        (Axis(spacing="log", low=0.0, high=1.0, count=3), r"axes\[0\].low: Both ends of a logarithmic axis"),
        (Axis(spacing="log", low=1.0, high=0.1, count=3), r"axes\[0\].low: The low end"),
        (Axis(spacing="log", low=0.1, high=1.0), r"axes\[0\].count: An axis of a grid has 1 to 100,000"),
        (Axis(name="batch_size", values=(8,)), r"axes\[0\].name: There are no mini-batches on a surface"),
        (Axis(name="nesterov", values=(True,)), r"axes\[0\].name"),
        (Axis(name="momentum", spacing="one_minus_log", low=0.1, high=1.0, count=2), r"axes\[0\].high"),
        (Axis(name="schedule", spacing="log", low=1.0, high=2.0, count=3), r"axes\[0\].spacing"),
    ],
)
def test_a_wrong_axis_is_named_with_its_place(surface_sweep, axis, words):
    study = msgspec.structs.replace(
        surface_sweep, experiment=msgspec.structs.replace(surface_sweep.experiment, axes=(axis,))
    )
    with pytest.raises(InputError, match="experiment." + words):
        check_study(study)
