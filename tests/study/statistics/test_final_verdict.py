import numpy as np

from app.study.statistics.final_verdict import judge_finals
from tests.study.statistics.cases import INF, evidence

TIMES = [[5.0] * 10, [6.0] * 10]


def test_losses_are_compared_though_the_target_was_reached():
    finals = [np.linspace(0.1, 0.2, 10), np.linspace(0.3, 0.4, 10)]
    found = judge_finals(evidence(*TIMES, finals=finals), "test loss")
    (said,) = found.sentences
    assert said.kind == "finding"
    assert "Adam ended with a lower test loss than RMSprop in all 10 seeds" in said.text


def test_losses_that_differ_by_chance_cannot_be_told():
    generator = np.random.default_rng(1)
    finals = generator.normal(1.0, 0.1, (2, 10))
    (said,) = judge_finals(evidence(*TIMES, finals=finals), "test loss").sentences
    assert said.kind == "open"
    assert "it cannot be told whether" in said.text
    assert "ends with a lower test loss" in said.text


def test_a_run_that_diverged_is_the_worst():
    finals = [[INF] * 9 + [0.01], [0.5 + 0.01 * run for run in range(10)]]
    (said,) = judge_finals(evidence(*TIMES, finals=finals)).sentences
    assert "RMSprop ended with a lower loss than Adam in 9 of 10 seeds" in said.text


def test_too_few_runs_have_no_probability():
    finals = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
    found = judge_finals(evidence([5.0] * 3, [6.0] * 3, finals=finals))
    assert "probability" not in found.sentences[0].text
    assert found.pairs[0].p is None
