import pytest

from app.engine.error import InputError
from app.engine.optimizer import Optimizer
from app.study import check_around
from app.study.check import check_study
from app.study.spec import FilterSpec, LaneSpec, ScheduleSpec, Study


def around(schedule=None, *filters):
    return Study(lanes=(LaneSpec(), LaneSpec(schedule=schedule, filters=filters)))


def filtered(*names):
    return around(None, *(FilterSpec(name=name) for name in names))


@pytest.mark.parametrize(
    ("study", "where", "words"),
    [
        (around(ScheduleSpec(name="cosin")), "schedule.name", "Did you mean 'cosine'?"),
        (around(ScheduleSpec(name=3)), "schedule.name", "The name of a schedule is a text"),
        (
            around(ScheduleSpec(name="step", parameters={"gamma": -1})),
            "schedule.parameters.gamma",
            "The nearest valid value is just above 0.",
        ),
        (around(ScheduleSpec(name="step", parameters={"gama": 1})), "schedule.parameters.gama", "'gamma'?"),
        (around(ScheduleSpec(name="step", parameters=[1])), "schedule.parameters", "values by name"),
        (around(ScheduleSpec(warmup=-3)), "schedule.warmup", "The nearest valid value is 0."),
        (around("cosine"), "schedule", "A schedule is a name with its parameters"),
        (filtered("clip"), "filters[0].name", "No filter named 'clip'"),
        (filtered("ema", "clip_norm", "ema"), "filters[2].name", "ema stands twice"),
        (filtered("clip_norm", "clipnorm"), "filters[1].name", "clip_norm stands twice"),
        (filtered("ema", "swa"), "filters[1].name", "one average of its weights, but ema and swa"),
        (
            around(None, FilterSpec(name="ema"), FilterSpec(name="clip_norm", parameters={"max_norm": 0})),
            "filters[1].parameters.max_norm",
            "just above 0",
        ),
        (around(None, "ema"), "filters[0]", "A filter is a name with its parameters"),
        (Study(lanes=(LaneSpec(), LaneSpec(filters="ema"))), "filters", "are a list"),
    ],
)
def test_a_wrong_one_is_refused(study, where, words):
    with pytest.raises(InputError) as caught:
        check_study(study)
    assert caught.value.where == f"lanes[1].{where}"
    assert words in caught.value.message


def test_a_method_without_a_learning_rate_cannot_be_scheduled(monkeypatch):
    class Fixed(Optimizer):
        title = "Fixed"

    monkeypatch.setattr(check_around, "optimizers", {"fixed": Fixed})
    with pytest.raises(InputError, match="Fixed has no learning rate to schedule") as caught:
        check_around.check_schedule(LaneSpec(optimizer="fixed", schedule=ScheduleSpec(name="cosine")))
    assert caught.value.where == "schedule"
    check_around.check_filters(LaneSpec(optimizer="fixed", filters=(FilterSpec(name="clip_norm"),)))


def test_a_first_step_cannot_be_scheduled():
    with pytest.raises(InputError, match="Rprop has no learning rate to schedule"):
        check_around.check_schedule(LaneSpec(optimizer="rprop", schedule=ScheduleSpec(name="cosine")))


def test_good_ones_are_not():
    check_study(around(ScheduleSpec(name="OneCycle", warmup=0.1), FilterSpec(name="swa")))
    check_study(filtered("ema", "clip_value", "clip_norm", "gradient_noise", "accumulate", "decoupled_decay"))
