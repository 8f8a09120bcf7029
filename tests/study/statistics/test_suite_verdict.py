import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.suite_verdict import SuiteEvidence, judge_suite

TASKS = tuple(f"task {index}" for index in range(8))
LANES = ("Adam", "RMSprop", "SGD")


def suite(times, lanes=LANES, **more):
    return SuiteEvidence(TASKS[: len(times)], lanes, np.asarray(times, float), "steps", "500 steps", **more)


def made(tasks, factors, runs=10, noise=0.05):
    generator = np.random.default_rng(0)
    base = generator.lognormal(4.0, 0.5, (tasks, 1, 1))
    return base * np.array(factors)[:, None] * generator.lognormal(0.0, noise, (tasks, len(factors), runs))


def test_a_lane_that_is_faster_everywhere_is_found_and_told_apart():
    found = judge_suite(suite(made(8, (1.0, 2.0, 3.5))))
    text = " ".join(sentence.text for sentence in found.sentences)
    assert "Over these 8 tasks" in text
    assert "Adam has the highest profile score, 1 of 1: it was the fastest on 8 and solved 8 in half" in text
    assert "Adam has the best mean rank, 1, and ranks above SGD" in text
    assert "A run of Adam is sooner than one of RMSprop with probability 1" in text
    assert found.ranking is not None


def test_lanes_of_equal_speed_cannot_be_told():
    found = judge_suite(suite(made(8, (1.0, 1.0, 1.0), noise=0.4)))
    told = [sentence.text for sentence in found.sentences if sentence.kind == "open"]
    assert any("cannot be told from chance" in text for text in told)
    assert any("cannot be told which of these two is sooner" in text for text in told)


def test_few_tasks_and_few_seeds_are_said():
    found = judge_suite(suite(made(3, (1.0, 2.0, 3.0), runs=5)))
    text = " ".join(sentence.text for sentence in found.sentences)
    assert "3 tasks are too few" in text
    assert "n too small: 5 seeds" in text
    assert found.ranking is None


def test_misses_and_tasks_that_nobody_solved_are_counted():
    times = made(6, (1.0, 2.0, 3.0))
    times[0] = np.inf
    times[1, 2] = np.inf
    text = " ".join(sentence.text for sentence in judge_suite(suite(times)).sentences)
    assert "1 task nobody solved" in text
    assert "40 of 180 runs missed" in text


def test_two_lanes_have_no_rank_test_but_a_probability():
    found = judge_suite(suite(made(6, (1.0, 1.5)), lanes=LANES[:2], trials=(25, 25)))
    assert found.ranking is None
    text = " ".join(sentence.text for sentence in found.sentences)
    assert "Each lane was tuned with 25 trials." in text
    assert "others change" in text  # Dolan and Moré's caveat


def test_one_task_is_no_suite():
    with pytest.raises(InputError, match="1 task and 3 lanes"):
        judge_suite(suite(made(1, (1.0, 2.0, 3.0))))


def test_few_tasks_name_no_best_lane():
    first = judge_suite(suite(made(3, (1.0, 2.0, 3.0)))).sentences[0]
    assert first.kind == "open"
    assert "the lowest median time had Adam on 3: too few tasks to call a lane the best" in first.text
    assert "profile score" not in first.text


def test_lanes_that_win_on_other_tasks_are_not_averaged_into_a_finding():
    times = made(3, (1.0, 5.0, 50.0))
    times[2, [0, 1]] = times[2, [1, 0]]
    (said,) = [each for each in judge_suite(suite(times)).sentences if "depends on the task" in each.text]
    assert said.kind == "open"
    assert (
        "on 2 of 3 every run of Adam was sooner than every run of RMSprop, on the other it was" in said.text
    )


def test_seeds_that_change_nothing_allow_no_interval():
    found = judge_suite(suite(made(6, (1.0, 2.0, 3.0)), distinct=1))
    text = " ".join(sentence.text for sentence in found.sentences)
    assert "There is a task on which only 1 of 10 runs differ" in text
    assert "95 %" not in text


def test_what_was_always_so_is_not_certain():
    text = " ".join(each.text for each in judge_suite(suite(made(8, (1.0, 2.0, 3.5)))).sentences)
    assert "with probability 1 (95 %: 0.72 to 1)" in text
    assert "the interval is of other seeds, not of other tasks" in text


def test_independent_lanes_are_drawn_apart_and_it_is_said():
    luck = np.random.default_rng(2).lognormal(4.0, 0.6, (6, 1, 10))
    times = luck * np.array([1.0, 1.15])[:, None]
    together, apart = (judge_suite(suite(times, lanes=LANES[:2], paired=paired)) for paired in (True, False))
    said = [[sentence.text for sentence in found.sentences] for found in (together, apart)]
    assert not any("Lanes are independent" in text for text in said[0])
    assert any(text.startswith("Lanes are independent") for text in said[1])
    ends = [next(text for text in texts if "with probability" in text) for texts in said]
    assert ends[0] != ends[1]


def test_lanes_at_their_defaults_are_named():
    found = judge_suite(suite(made(5, (1.0, 2.0, 3.0)), defaults=("SGD",)))
    assert any("Untuned: SGD is at its defaults" in sentence.text for sentence in found.sentences)
