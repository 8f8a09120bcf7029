"""What a report says that it does not show."""

import msgspec

from app.study.report.section import Points
from app.study.spec import DataSpec, LaneSpec


def said(report):
    (section,) = [section for section in report.sections if section.title == "What this does not show"]
    (points,) = [block for block in section.blocks if isinstance(block, Points)]
    return points.items


def one(items, start):
    (found,) = [item for item in items if item.startswith(start)]
    return found


def test_what_the_statistics_say_of_their_own_limits_is_there(report_of, surface_study):
    for count, words in (
        (1, "n too small: 1 seed"),
        (2, "n too small: 2 seeds"),
        (4, "n too small: 4 seeds"),
    ):
        study = msgspec.structs.replace(surface_study, seeds=tuple(range(count)), steps=3)
        assert one(said(report_of(study)), "n too small").startswith(words)
    many = msgspec.structs.replace(surface_study, seeds=tuple(range(10)), steps=3)
    assert not [item for item in said(report_of(many)) if item.startswith("n too small")]


def test_what_is_not_tuned_is_called_so(report_of, surface_study):
    lanes = (
        LaneSpec(),
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 0.01}),
        LaneSpec(hyperparameters={"lr": 0.3}),
    )
    items = said(report_of(msgspec.structs.replace(surface_study, lanes=lanes, steps=3)))
    assert one(items, "Untuned").startswith("Untuned: Adam lr=0.001 and SGD are at their defaults")
    assert one(items, "With values").endswith("how they were found is not recorded: Adam lr=0.3.")


def test_the_task_and_the_budget_are_all_it_is_about(report_of, surface_study):
    assert said(report_of(surface_study))[0] == "All of this is on this task, with this budget."


def test_runs_that_diverged_are_counted(report_of, surface_study):
    assert "Gradient descent in 2" in one(said(report_of(surface_study)), "Runs that diverged")


def test_a_race_that_was_stopped_says_so(report_of, surface_study):
    assert "25% of the budget is used" in one(
        said(report_of(surface_study, ticks=15)), "The race is not over"
    )
    assert not [item for item in said(report_of(surface_study)) if item.startswith("The race is not over")]


def test_what_nobody_asked_for_is_named(report_of, surface_study):
    assert "Sharpness" in one(said(report_of(surface_study)), "Not followed")
    asked = msgspec.structs.replace(surface_study, quantities=("sharpness",), steps=3)
    assert "Sharpness" not in one(said(report_of(asked)), "Not followed")


def test_of_data_it_is_said_what_the_test_examples_were_for(report_of, data_study):
    assert one(said(report_of(data_study)), "The test examples were looked at once")
    whole = DataSpec(dataset="iris", model="softmax", split=(0.8, 0.2, 0.0))
    assert one(
        said(report_of(msgspec.structs.replace(data_study, problem=whole))), "There are no test examples"
    )


def test_what_lanes_share_is_said_and_how_they_are_compared(report_of, surface_study):
    paired = one(said(report_of(surface_study)), "Paired:")
    assert paired.endswith(
        "for each seed all lanes have the same starts and gradient noise, and are compared seed by seed."
    )
    alone = msgspec.structs.replace(surface_study, pairing="independent")
    items = said(report_of(alone))
    assert "each lane has its own starts and gradient noise" in one(items, "Independent:")
    assert one(items, "Lanes are independent")
    assert not [item for item in items if item.startswith("Paired")]
    calm = msgspec.structs.replace(surface_study.problem, noise=0.0, spread=0.0)
    items = said(report_of(msgspec.structs.replace(alone, problem=calm)))
    assert one(items, "Nothing here depends on chance")
