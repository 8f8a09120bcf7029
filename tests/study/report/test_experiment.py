import msgspec
import pytest

from app.study.experiment.spec import TuneSpec
from app.study.file import load_study
from app.study.report.experiment import compose_experiment, sentences_of
from app.study.report.page import page
from app.study.report.section import Points, Table, Text
from tests.study.experiment.made import SUITE, SWEEP, TUNE, TUNED_SUITE, done, parts
from tests.study.report.conftest import figure
from tests.study.report.reading import Reader

ALL = {"sweep": SWEEP, "tune": TUNE, "suite": SUITE, "tuned suite": TUNED_SUITE}


def report(study, **more):
    return compose_experiment(study, done(study).done, **more)


def section(study, title):
    return next(each for each in report(study).sections if each.title == title)


def tables(study, title):
    return {block.caption: block for block in section(study, title).blocks if isinstance(block, Table)}


@pytest.mark.parametrize("study", ALL.values(), ids=ALL)
def test_the_page_is_whole_and_equal_results_give_equal_bytes(study, tmp_path):
    first = page(report(study, figures=[figure()], beside={"results.csv": "runs"}, sha256="abc"))
    assert first == page(report(study, figures=[figure()], beside={"results.csv": "runs"}, sha256="abc"))
    words = Reader(first).words
    for title in ("Question and prediction", "Results", "Verdict", "What this does not show", "Figures"):
        assert title in words
    assert "SHA-256 of results.csv, which holds every run, one a row: abc" in words
    (tmp_path / "report.html").write_bytes(first)
    assert load_study(tmp_path / "report.html") == study


@pytest.mark.parametrize(("name", "command"), [("sweep", "sweep"), ("tune", "tune"), ("suite", "suite")])
def test_it_says_which_command_runs_it_again(name, command):
    words = Reader(page(report(ALL[name]))).words
    assert f"“python3 -m app {command} report.html --out DIR” runs it again" in words


def test_a_prediction_is_quoted():
    study = msgspec.structs.replace(SWEEP, prediction="Momentum wins.")
    words = Reader(page(report(study))).words
    assert "Momentum wins." in words
    assert "It stood in the study before this sweep began." in words
    assert "No prediction was written for this suite." in Reader(page(report(SUITE))).words


def test_a_tuning_names_sampler_space_seeds_and_stopping():
    plan = dict(tables(TUNE, "Settings")["The plan"].rows)
    assert plan["Trials for each lane"] == "8"
    assert "Sobol" in plan["Sampler"]
    assert plan["Fresh seeds for the choice"] == "3, 4, 5, 6, 7, 8, 9, 10, 11 and 12"
    assert plan["Early stopping"].startswith("none")
    spaces = tables(TUNE, "Settings")["Search spaces"].rows
    assert [row[:2] for row in spaces] == [("Momentum", "lr"), ("Adam", "lr"), ("", "beta1"), ("", "beta2")]
    assert spaces[0][2] == "1e-05 to 10"


def test_early_stopping_is_named_with_what_it_may_cost():
    plan = dict(tables(TUNED_SUITE, "Settings")["The plan"].rows)
    assert plan["Early stopping"].startswith("median rule: after 2 pilots a trial ends at 25% of the race")
    (points,) = [
        each for each in section(TUNED_SUITE, "What this does not show").blocks if isinstance(each, Points)
    ]
    assert any("ended early by the median rule" in item for item in points.items)


def test_a_tuning_is_told_by_test_loss_and_then_by_the_time_to_the_target():
    said = [each.text for each in sentences_of(TUNE, parts(TUNE))]
    assert "test loss" in said[0]
    assert "Each lane was tuned with 8 trials." in said
    assert not any("Untuned" in text for text in said)


def test_defaults_only_are_called_untuned():
    study = msgspec.structs.replace(TUNE, experiment=TuneSpec(trials=0, fresh=3))
    said = [each.text for each in sentences_of(study, parts(study))]
    assert any(text.startswith("Untuned") for text in said)
    assert any("n too small: 3 seeds" in text for text in said)


def test_a_sweep_says_that_its_winner_is_too_good():
    said = [each.text for each in sentences_of(SWEEP, parts(SWEEP))]
    assert said[0].startswith("Momentum: of 7 settings the lowest final loss was at lr = ")
    assert any("(each at its best setting)" in text for text in said)
    assert "The seeds are those of the tuning, so the winner's numbers are too good." in said
    assert "Tuned with unequal budgets (7, 12 and 1 trials): not a fair comparison." in said
    assert not any("95 %" in text for text in said)  # four seeds


def test_a_suite_of_five_tasks_has_ranks_and_every_task_its_line():
    verdict = section(SUITE, "Verdict")
    texts = [block.text for block in verdict.blocks if isinstance(block, Text)]
    assert texts[0].startswith("Over these 5 tasks, with this budget (60 steps), by gradient evaluations")
    assert any("Friedman's test over 5 tasks" in text for text in texts)
    (points,) = [block for block in verdict.blocks if isinstance(block, Points)]
    assert [item.partition(" (60 steps): ")[0] for item in points.items] == [
        task.name for task in SUITE.experiment.tasks
    ]


def test_a_suite_of_two_tasks_has_neither_score_nor_ranks():
    words = Reader(page(report(TUNED_SUITE))).words
    assert "too few tasks to call a lane the best" in words
    assert "2 tasks are too few for a performance profile or a rank test; 5 are needed." in words
    head = tables(TUNED_SUITE, "Results")["Each lane over all tasks"].head
    assert "Mean rank" not in head
    assert not any("score" in title for title in head)


def test_one_lane_is_not_compared():
    study = msgspec.structs.replace(SUITE, lanes=SUITE.lanes[:1])
    words = Reader(page(report(study))).words
    assert "There is no other lane to compare it with." in words
