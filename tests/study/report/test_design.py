import msgspec

from app.study.report.design import design
from app.study.report.section import Table
from tests.study.experiment.made import SUITE, SWEEP, parts


def tables(study):
    return {block.caption: block for block in design(study, parts(study)).blocks if isinstance(block, Table)}


def test_a_sweep_says_design_ranges_and_counts():
    found = tables(SWEEP)
    assert dict(found["The plan"].rows)["Sampler"] == "grid: all combinations"
    assert found["Search spaces"].rows == (
        ("Momentum", "lr", "0.001 to 1", "logarithmic", "7"),
        ("Adam", "lr", "0.01 to 1", "logarithmic", "4"),
        ("", "beta1", "0.0, 0.5, 0.9", "these values", "3"),
        ("AdaGrad", "nothing", "", "", ""),
    )
    assert found["The problem"].rows[0][1] == "Ravine"


def test_a_suite_lists_its_tasks_with_budget_and_target():
    found = tables(SUITE)
    assert [row[0] for row in found["The tasks"].rows] == [task.name for task in SUITE.experiment.tasks]
    assert all(row[3] == "60 steps" and row[4].endswith("(automatic)") for row in found["The tasks"].rows)
    assert dict(found["The plan"].rows)["Hyperparameters"].startswith("none")
    assert "Search spaces" not in found


def test_lanes_are_written_as_on_the_command_line():
    assert tables(SWEEP)["Every lane, but for what is varied"].rows[0] == (
        "Momentum",
        "Momentum",
        "momentum",
        "defaults",
    )


def test_whose_random_numbers_lanes_have_is_a_part_of_the_plan():
    assert dict(tables(SWEEP)["The plan"].rows)["Random numbers of lanes"].startswith("paired run by run")
    alone = msgspec.structs.replace(SWEEP, pairing="independent")
    assert dict(tables(alone)["The plan"].rows)["Random numbers of lanes"].startswith(
        "independent: each lane"
    )
