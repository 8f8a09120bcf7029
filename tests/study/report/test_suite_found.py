from app.study.report.experiment import compose_experiment, sentences_of
from app.study.report.section import Table
from app.study.report.suite_found import found_of
from tests.study.experiment.made import SUITE, TASKS, TUNED_SUITE, done, parts

EVERY = range(len(TASKS))


def test_all_tasks_say_what_the_report_says():
    found = found_of(SUITE, done(SUITE).done, EVERY)
    assert list(found.sentences) == sentences_of(SUITE, parts(SUITE))
    results = compose_experiment(SUITE, done(SUITE).done).sections[1]
    assert found.tables == results.blocks
    assert found.verdict is not None
    assert len(found.standing.tasks) == len(TASKS)


def test_some_tasks_speak_for_themselves():
    found = found_of(SUITE, done(SUITE).done, (1, 3, 4))
    assert found.standing.whole.tasks == ("Ravine", "Himmelblau", "Rosenbrock")
    assert "Over these 3 tasks" in found.sentences[0].text
    tables = [block for block in found.tables if isinstance(block, Table)]
    assert {row[0] for row in tables[1].rows} == {"Ravine", "Himmelblau", "Rosenbrock"}


def test_a_single_task_has_no_verdict_over_all():
    found = found_of(SUITE, done(SUITE).done, (2,))
    assert found.verdict is None
    assert len(found.standing.tasks) == 1
    assert found.sentences
    tuned = found_of(TUNED_SUITE, done(TUNED_SUITE).done, (0,))
    assert tuned.tables


def test_without_a_task_nothing_is_said():
    found = found_of(SUITE, done(SUITE).done[:1], ())
    assert (found.standing, found.sentences, found.tables) == (None, (), ())
