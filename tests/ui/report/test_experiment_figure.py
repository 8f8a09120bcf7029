import pytest

from app.study.report.drawing import inline
from app.ui.report.experiment_figure import experiment_figures
from tests.study.experiment.made import SUITE, SWEEP, TUNE, TUNED_SUITE, parts

NAMES = {
    "sweep": (SWEEP, ["sensitivity_1", "heat_2"]),
    "tune": (TUNE, ["gain", "best_of"]),
    "suite": (SUITE, ["profile", "ranks", "runtimes", "pairs", "saved"]),
    "tuned suite": (
        TUNED_SUITE,
        ["runtimes", "pairs", "saved", "gain_1", "best_of_1", "gain_2", "best_of_2"],
    ),
}


@pytest.mark.parametrize(("study", "names"), NAMES.values(), ids=NAMES)
def test_every_result_has_its_figures(study, names, qapp):
    figures = list(experiment_figures(study, parts(study)))
    assert [figure.name for figure in figures] == names
    for figure in figures:
        assert inline(figure).startswith("<svg")
        assert "nothing yet" not in figure.description
        assert figure.caption.endswith(".")


def test_the_expected_best_says_what_a_diverged_trial_counts_as(qapp):
    best = list(experiment_figures(TUNE, parts(TUNE)))[1]
    assert "A trial that diverged counts as the worst of those that did not" in best.caption
    assert "validation loss" in best.caption


def test_equal_results_give_equal_drawings(qapp):
    first, second = ([each.svg for each in experiment_figures(SWEEP, parts(SWEEP))] for _ in range(2))
    assert first == second


def test_the_map_says_which_end_of_the_colours_is_which(qapp):
    heat = list(experiment_figures(SWEEP, parts(SWEEP)))[1]
    assert "(light) to" in heat.caption
    assert heat.title == "Adam: final loss by lr and beta1"
