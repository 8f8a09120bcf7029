import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.verdict import judge
from tests.study.statistics.cases import INF, evidence

TEN = np.arange(100.0, 110.0)
SLOWER = TEN + np.arange(20.0, 30.0)


def kinds(verdict, kind):
    return [sentence.text for sentence in verdict.sentences if sentence.kind == kind]


def test_a_clear_case_is_said_with_task_budget_seeds_and_the_flip_by_seconds():
    other = SLOWER.copy()
    other[4] = 100.0
    found = judge(evidence(TEN, other, seconds=[TEN * 2e-3, other * 1e-3]))
    first, flip = kinds(found, "finding")
    assert first.startswith(
        "On this task, with this budget (500 steps), Adam reached 0.1 sooner than RMSprop in 9 of 10 seeds: "
    )
    assert "signed-rank test p = " in first
    assert flip == "By seconds the order flips: RMSprop was sooner in all 10 seeds."
    assert not kinds(found, "open")


def test_by_the_other_clock_the_winner_is_the_other_lane():
    found = judge(evidence(TEN, SLOWER, seconds=[TEN * 2e-3, SLOWER * 1e-3]), "seconds")
    assert "RMSprop reached 0.1 sooner than Adam in all 10 seeds" in found.text
    assert "By steps the order flips: Adam was sooner" in found.text


def test_half_and_half_cannot_be_told():
    swings = TEN + np.tile([1.0, -1.0], 5) * np.arange(1, 11)
    found = judge(evidence(TEN, swings))
    assert not kinds(found, "finding")
    assert "it cannot be told whether" in kinds(found, "open")[0]
    assert "each did in 5 of 10 seeds" in found.text


def test_six_of_ten_cannot_be_told_and_says_how_unsure_it_is():
    swings = TEN + np.array([5.0, -8.0, 3.0, 9.0, -4.0, 6.0, -7.0, 2.0, 11.0, -10.0])
    (text,) = kinds(judge(evidence(TEN, swings)), "open")
    assert "it cannot be told whether Adam or RMSprop reaches 0.1 sooner: Adam did in 6 of 10 seeds" in text
    assert "(95 %: " in text
    assert "p = " in text


@pytest.mark.parametrize("n", [3, 5, 9])
def test_below_ten_seeds_there_is_no_interval_and_no_p_value(n):
    found = judge(evidence(TEN[:n], SLOWER[:n]))
    assert "n too small" in found.text
    assert "95 %" not in found.text
    assert "p =" not in found.text
    assert found.rows[0].rate is found.rows[0].expected_interval is found.pairs[0].p is None


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_seeds_say_only_what_happened(n):
    found = judge(evidence(TEN[:n], SLOWER[:n]))
    assert any("says what happened, not what would happen again" in text for text in kinds(found, "caution"))


def test_seeds_that_change_nothing_count_as_one():
    found = judge(evidence([100.0] * 12, [120.0] * 12, finals=[[1.0] * 12, [2.0] * 12]))
    assert found.runs == 1
    assert "All 12 seeds gave the same run" in found.text
    assert "95 %" not in found.text


def test_ties_in_all_seeds_are_a_tie():
    found = judge(evidence(TEN, TEN))
    assert kinds(found, "open") == [
        "On this task, with this budget (500 steps), Adam and RMSprop reached 0.1 at the same time in all 10 "
        "seeds."
    ]


def test_when_all_miss_nobody_is_sooner_and_a_target_within_reach_is_named():
    finals = np.array([np.linspace(0.2, 0.4, 11), np.linspace(0.5, 0.9, 11)])
    found = judge(evidence([INF] * 11, [INF] * 11, finals=finals))
    opening = kinds(found, "open")[0]
    assert "No lane reached 0.1 within 500 steps in any of 11 seeds" in opening
    assert "such as 0.7" in opening
    assert "Adam ended with a lower loss than RMSprop in all 11 seeds" in kinds(found, "finding")[0]


def test_a_lane_that_always_misses_loses_and_is_counted():
    found = judge(evidence(TEN, [INF] * 10))
    assert "Adam reached 0.1 sooner than RMSprop in all 10 seeds" in found.text
    assert "The target was missed by RMSprop in all of 10; a miss counts as infinitely long." in found.text
    assert found.rows[1].median == found.rows[1].expected == INF
    # Ten of ten is not certainty: Wilson's bound, not that of drawing the same again.
    assert found.pairs[0].probability.low == pytest.approx(0.7225, abs=1e-4)


def test_a_third_lane_is_told_apart_or_not():
    close = TEN + np.tile([3.0, -3.0], 5) * np.arange(1, 11)
    found = judge(evidence(TEN, SLOWER, close))
    assert "it cannot be told whether SGD or Adam reaches 0.1 sooner" in found.text
    assert "SGD was sooner than RMSprop by more than chance" in found.text
    assert len(found.pairs) == 3
    assert "Holm's correction for 3 pairs" in judge(evidence(TEN, SLOWER, SLOWER + 30.0)).text


def test_the_correction_for_many_lanes_can_take_a_verdict_back():
    # One of ten against: p = 0.0039 for one pair.
    many = [TEN + 40.0 * lane * np.array([1, 1, 1, 1, 1, 1, 1, 1, -1, -1]) + lane for lane in range(8)]
    names = tuple(f"lane {index}" for index in range(8))
    alone = judge(evidence(many[0], many[1], lanes=names)).pairs[0].p
    assert judge(evidence(*many, lanes=names)).pairs[0].p > 5 * alone


def test_untuned_is_said_and_so_is_every_unfairness_of_a_tuning():
    assert "Untuned: this compares the settings that were raced" in judge(evidence(TEN, SLOWER)).text
    one = judge(evidence(TEN, SLOWER, defaults=("RMSprop",))).text
    assert "Untuned: RMSprop is at its defaults, which suit some tasks by chance; this compares" in one
    two = judge(evidence(TEN, SLOWER, defaults=("Adam", "RMSprop"))).text
    assert "Untuned: Adam and RMSprop are at their defaults" in two
    three = judge(evidence(TEN, SLOWER, SLOWER, defaults=("Adam", "RMSprop", "SGD"))).text
    assert "Untuned: all 3 lanes are at their defaults" in three
    tuned = judge(evidence(TEN, SLOWER, trials=(25, 25))).text
    assert "Untuned" not in tuned
    assert "Each lane was tuned with 25 trials." in tuned
    unfair = evidence(TEN, SLOWER, trials=(50, 5), fresh_seeds=False, edges=("Adam",))
    text = judge(unfair).text
    assert "unequal budgets (50 and 5 trials)" in text
    assert "too good" in text
    assert "The best value of Adam is at the edge" in text


def test_one_task_is_one_task_and_an_unfinished_race_may_change():
    text = judge(evidence(TEN, SLOWER, done=0.4)).text
    assert "This is one task" in text
    assert "The race is not over: 40% of the budget" in text


def test_divergence_counts_as_failure():
    text = judge(evidence(TEN, np.append(SLOWER[:8], [INF, INF]), diverged=(0, 2))).text
    assert "Runs that diverged count as failures: RMSprop in 2." in text


def test_one_lane_has_nobody_to_be_compared_with():
    found = judge(evidence(TEN))
    assert "in all 10 seeds, the median after 104 gradient" not in found.text
    assert "There is no other lane to compare it with." in found.text
    assert "This is one task" not in found.text


def test_lanes_that_are_not_paired_are_compared_run_by_run_without_a_paired_test():
    found = judge(evidence(TEN, SLOWER + 40.0, paired=False))
    assert "in all 100 pairs of runs" in found.text
    assert "rank-sum test p < 0.001" in found.text
    assert "signed-rank" not in found.text
    assert "seeds" not in kinds(found, "finding")[0]
    assert "Lanes are independent: each had random numbers of its own" in kinds(found, "caution")[0]
    assert "independent" not in judge(evidence(TEN, SLOWER + 40.0)).text


def test_what_pairs_can_tell_independent_runs_may_not():
    """The seed decides more than the lane: by pairs the lane that is always a little sooner is found."""
    luck = np.random.default_rng(0).normal(300.0, 60.0, 12)
    runs = evidence(luck, luck + 5.0), evidence(luck, luck + 5.0, paired=False)
    together, apart = map(judge, runs)
    assert together.pairs[0].decided
    assert kinds(together, "finding")
    assert not apart.pairs[0].decided
    assert "it cannot be told whether Adam or RMSprop reaches 0.1 sooner" in kinds(apart, "open")[0]


def test_lanes_that_are_not_paired_and_too_few_are_counted_by_pairs_of_runs():
    found = judge(evidence(TEN[:3], SLOWER[:3], SLOWER[:3] + 50.0, paired=False))
    assert "in all 9 pairs of runs" in found.text
    assert "than SGD in most pairs of runs" in found.text
    assert "95 %" not in found.text


def test_by_another_clock_pairs_of_runs_flip_too():
    found = judge(evidence(TEN, SLOWER, seconds=[TEN * 2e-3, SLOWER * 1e-3], paired=False))
    assert "By seconds the order flips: RMSprop was sooner in all 100 pairs of runs." in found.text


def test_a_strange_name_stays_one_line_of_plain_text():
    names = ("a\n<b>x</b>\u202e", "It was best. RMSprop")
    text = judge(evidence(TEN, SLOWER, lanes=names)).text
    assert "“a <b>x</b>” reached 0.1 sooner than “It was best. RMSprop”" in text
    assert "\n" not in text
    assert "\u202e" not in text


def test_an_unknown_unit_is_refused():
    with pytest.raises(InputError, match="step"):
        judge(evidence(TEN), "stepps")
