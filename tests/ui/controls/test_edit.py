import pytest

from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.study.build import check_study
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.suggestion import with_suggested_lr
from app.ui.controls.edit import (
    ARTICLE,
    add_lanes,
    copy_lane,
    is_main,
    kept_rates,
    lane_values,
    move_lane,
    new_lanes,
    remove_lane,
    reset_lane,
    suggest_lr,
    with_batch,
    with_problem,
    with_seed_count,
    with_value,
)

THREE = Study(lanes=tuple(LaneSpec(optimizer=name) for name in ("sgd", "momentum", "adam")))


def names(study):
    return [lane.optimizer for lane in study.lanes]


def test_the_article_has_eight_methods_that_can_be_raced():
    check_study(Study(lanes=ARTICLE))
    assert len({(lane.optimizer, lane.batch_size) for lane in ARTICLE}) == 8


def test_added_lanes_come_last_and_names_differ():
    study = add_lanes(add_lanes(THREE, new_lanes("mini_batch")), new_lanes("mini_batch"))
    assert names(study) == ["sgd", "momentum", "adam", "sgd", "sgd"]
    assert [lane.name for lane in study.lanes[3:]] == ["Mini-batch", "Mini-batch 2"]
    assert study.lanes[3].batch_size == 64
    assert len(add_lanes(THREE, new_lanes("article")).lanes) == 11


def test_a_copy_follows_and_takes_a_colour_of_its_own():
    lane = LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}, colour="3", name="Mine")
    study = copy_lane(Study(lanes=(lane, LaneSpec(optimizer="sgd"))), 0)
    assert names(study) == ["adam", "adam", "sgd"]
    assert study.lanes[1] == LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}, name="Mine copy")
    assert copy_lane(study, 0).lanes[1].name == "Mine copy 2"


def test_move_and_remove():
    assert names(move_lane(THREE, 0, 2)) == ["momentum", "adam", "sgd"]
    assert names(move_lane(THREE, 2, 0)) == ["adam", "sgd", "momentum"]
    assert names(remove_lane(THREE, 1)) == ["sgd", "adam"]


def test_reset_keeps_name_colour_and_optimizer():
    lane = LaneSpec(
        optimizer="adam", hyperparameters={"lr": 0.1}, batch_size=8, name="Mine", colour="2", muted=True,
        changes=(Change(3, "lr", 0.2),),
    )  # fmt: skip
    assert reset_lane(Study(lanes=(lane,)), 0).lanes[0] == LaneSpec(
        optimizer="adam", name="Mine", colour="2", muted=True
    )


def test_a_value_that_is_the_default_is_left_out():
    assert with_value({"lr": 0.1, "eps": 1e-7}, "lr", 0.001, 0.001) == {"eps": 1e-7}
    assert list(with_value({"lr": 0.1, "eps": 1e-7}, "lr", 0.2, 0.001).items()) == [
        ("lr", 0.2),
        ("eps", 1e-7),
    ]
    assert with_value({}, "centered", True, False) == {"centered": True}


def test_the_usual_batch_size_is_left_out():
    assert with_batch(LaneSpec(optimizer="sgd", batch_size=8), 1).batch_size is None
    assert with_batch(LaneSpec(optimizer="gradient_descent"), "full").batch_size is None
    assert with_batch(LaneSpec(optimizer="gradient_descent"), 4).batch_size == 4
    assert with_batch(LaneSpec(optimizer="adam"), "full").batch_size == "full"


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
def test_the_learning_rate_is_main_and_epsilon_is_not(kind):
    main = {parameter.name for parameter in kind.parameters if is_main(kind.name, parameter.name)}
    assert "lr" in main
    assert not main & ({"eps", "weight_decay", "dampening", "centered"} - set(kind.tuned))
    assert set(lane_values(LaneSpec(optimizer=kind.name))) == {
        parameter.name for parameter in kind.parameters
    }


def test_momentum_is_main_where_it_is_the_method():
    assert is_main("momentum", "momentum")
    assert not is_main("rmsprop", "momentum")


def test_more_seeds_follow_the_ones_there_are():
    assert with_seed_count((0,), 3) == (0, 1, 2)
    assert with_seed_count((5, 2), 4) == (5, 2, 6, 7)
    assert with_seed_count((0, 4, 7), 2) == (0, 4)


def on(surface, *lanes):
    return Study(problem=SurfaceSpec(surface=surface), lanes=lanes)


def test_suggested_rates_follow_to_another_surface_and_end_on_data():
    study = on("rosenbrock", with_suggested_lr(on("rosenbrock"), LaneSpec(optimizer="sgd")))
    moved = with_problem(study, SurfaceSpec(surface="bowl"))
    assert moved.lanes == (with_suggested_lr(moved, LaneSpec(optimizer="sgd")),)
    assert moved.lanes != study.lanes
    assert not kept_rates(study, moved)
    on_data = with_problem(moved, DataSpec())
    assert on_data.lanes == (LaneSpec(optimizer="sgd"),)
    assert with_problem(on_data, study.problem).lanes == study.lanes


@pytest.mark.parametrize("values", [{}, {"lr": 0.123}])
def test_the_default_and_a_chosen_rate_stay_on_another_surface(values):
    study = on("rosenbrock", LaneSpec(optimizer="sgd", hyperparameters=values))
    moved = with_problem(study, SurfaceSpec(surface="bowl"))
    assert moved.lanes == study.lanes
    assert kept_rates(study, moved) == len(values)
    on_data = with_problem(study, DataSpec())
    assert kept_rates(study, on_data) == len(values)
    assert suggest_lr(on_data, 0).lanes == (LaneSpec(optimizer="sgd"),)
    start = SurfaceSpec(surface="rosenbrock", start=(0.0, 0.5))
    assert not kept_rates(study, with_problem(study, start))


def test_a_new_lane_has_random_numbers_of_its_own():
    lane = LaneSpec(optimizer="adam", stream=7)
    study = Study(lanes=(lane,), pairing="independent")
    for more in (copy_lane(study, 0), add_lanes(study, (lane,))):
        assert [each.stream for each in more.lanes] == [7, None]
        check_study(more)
    assert reset_lane(study, 0).lanes[0].stream == 7
