import numpy as np
import pytest

from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.summary import final_theta, scores_on_test, summarise
from app.study.tally import Tally
from app.study.target import target_loss


def all_of(study, problem, history, **keys):
    target = target_loss(study, problem)
    return [summarise(history, problem, lane, target, **keys) for lane in range(len(study.lanes))]


def test_a_race_on_a_surface(race_of, surface_study):
    problem, history = race_of(surface_study)
    adam, descent, momentum = all_of(surface_study, problem, history)
    assert (adam.step, adam.planned, adam.epoch, adam.evaluations) == (
        60,
        60,
        None,
        history.lanes[0].evaluations[60],
    )
    assert adam.seeds == (3, 5)
    assert adam.losses.tolist() == history.lanes[0].batch_loss[60].tolist()
    assert adam.best_losses.tolist() == history.lanes[0].batch_loss.min(axis=0).tolist()
    assert adam.best_steps.tolist() == history.lanes[0].batch_loss.argmin(axis=0).tolist()
    assert adam.microseconds == pytest.approx(history.lanes[0].seconds[60] / 60 * 1e6)
    assert adam.loss == pytest.approx(np.mean(adam.losses))
    assert adam.scores == {}
    assert adam.score("test_loss") is None
    assert descent.status == "2 of 2 diverged"
    assert [run.status for run in descent.runs()] == [
        f"diverged at step {step}" for step in history.lanes[1].diverged_at
    ]
    assert [run.seed for run in descent.runs()] == [3, 5]
    assert momentum.status in ("finished", "2 of 2 reached the target", "1 of 2 reached the target")


def test_the_others_go_on_when_one_diverges(race_of, surface_study):
    _, history = race_of(surface_study)
    assert all((lane.diverged_at < 0).all() for lane in (history.lanes[0], history.lanes[2]))
    assert all(lane.length == 61 for lane in history.lanes)


def test_until_a_step_is_as_if_it_had_stopped_there(race_of, surface_study):
    _, short = race_of(surface_study, ticks=20)
    problem, long = race_of(surface_study)
    target = target_loss(surface_study, problem)
    for lane in range(3):
        tally = Tally(long.lanes[lane], problem)
        for kept in (None, tally):
            summarise(long, problem, lane, target, tally=kept)
            one = summarise(long, problem, lane, target, until_step=20, tally=kept)
            two = summarise(short, problem, lane, target)
            for name in ("losses", "best_losses", "best_steps", "reached", "diverged_at"):
                np.testing.assert_array_equal(getattr(one, name), getattr(two, name), name)
            assert (one.step, one.evaluations) == (two.step, two.evaluations) == (20, two.evaluations)
            assert one.status == two.status


def test_states_in_words(race_of):
    study = Study(
        problem=SurfaceSpec(surface="ravine", start=(-4.0, 1.0)),
        lanes=tuple(
            LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": lr}) for lr in (0.02, 0.001, 0.05)
        ),
        steps=200,
    )
    problem, history = race_of(study)
    fast, slow, wild = all_of(study, problem, history)
    assert fast.status == f"target reached at step {fast.steps_to_target}"
    assert slow.status == "finished"
    assert wild.status == f"diverged at step {history.lanes[2].diverged_at[0]}"
    assert (slow.steps_to_target, wild.steps_to_target) == (None, None)
    assert summarise(history, problem, 1, 0.0, until_step=7).status == "stopped at step 7 of 200"
    assert summarise(history, problem, 2, 0.0, until_step=3).status == "stopped at step 3 of 200"


def test_before_the_start_is_recorded(race_of, surface_study):
    problem, history = race_of(surface_study, ticks=-1)
    summary = all_of(surface_study, problem, history)[0]
    assert (summary.step, summary.evaluations, summary.status) == (-1, 0, "not started")
    assert np.isnan(summary.loss)
    assert np.isnan(summary.best_loss)
    assert np.isnan(summary.microseconds)
    assert final_theta(history, 0) is None


def test_at_the_start(race_of, surface_study):
    problem, history = race_of(surface_study, ticks=0)
    summary = all_of(surface_study, problem, history)[0]
    assert (summary.step, summary.best_step) == (0, 0)
    assert summary.losses.tolist() == summary.best_losses.tolist()
    assert np.isnan(summary.microseconds)


def test_a_race_on_data(race_of, data_study):
    problem, history = race_of(data_study)
    for lane, summary in enumerate(all_of(data_study, problem, history, test=True)):
        record = history.lanes[lane]
        assert summary.epoch == 3.0
        assert summary.step == record.plan.steps
        for name in ("validation_loss", "train_accuracy", "validation_accuracy"):
            assert summary.scores[name].tolist() == record.evaluated[name][-1].tolist()
        assert summary.losses.tolist() == record.evaluated["loss"][-1].tolist()
        part = problem.split.test
        theta = record.snapshots[-1]
        loss, accuracy = problem.model.evaluate(theta, part.features[None], part.targets[None])
        assert summary.scores["test_loss"].tolist() == loss.tolist()
        assert summary.scores["test_accuracy"].tolist() == accuracy.tolist()
        run = summary.runs()[1]
        assert (run.seed, run.test_accuracy) == (1, accuracy[1])


def scores_on_test_are_those_of_the_last_evaluation_before_the_playhead(race_of, data_study):
    problem, history = race_of(data_study)
    plan = history.lanes[0].plan
    until = int(plan.evaluate_at[3]) + 1
    summary = summarise(history, problem, 0, 0.0, until_step=until)
    assert summary.step == until
    assert summary.losses.tolist() == history.lanes[0].evaluated["loss"][3].tolist()
    assert summary.epoch == until / plan.steps_per_epoch


def test_the_test_examples_wait_for_the_last_parameters(race_of, data_study):
    problem, history = race_of(data_study)
    record = history.lanes[0]
    record.lengths[2] -= 1
    assert final_theta(history, 0) is None
    assert scores_on_test(history, problem, 0) == {}


def test_the_medians_count_misses_as_infinite(race_of, surface_study):
    problem, history = race_of(surface_study)
    record = history.lanes[0]
    record.batch_loss[:] = 10.0
    record.batch_loss[30:, 0] = 1.0
    summary = summarise(history, problem, 0, 1.0)
    assert summary.reached.tolist() == [30, -1]
    assert summary.steps_to_target is None
    assert summary.status == "1 of 2 reached the target"
    record.batch_loss[40:, 1] = 1.0
    assert summarise(history, problem, 0, 1.0).steps_to_target == 35
    record.diverged_at[1] = 50
    record.batch_loss[50:, 1] = np.nan
    summary = summarise(history, problem, 0, 1.0)
    assert summary.loss == np.inf
    assert summary.status == "1 of 2 diverged, 1 reached the target"
    assert summary.runs()[1].steps_to_target is None
