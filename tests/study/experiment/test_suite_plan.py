from app.study.experiment.suite_plan import SuitePlan
from tests.study.experiment.made import SUITE, TASKS, TUNED_SUITE, done


def followed(study):
    """Yield a plan with what is done after each block."""
    plan, known = SuitePlan(study), {}
    for block, columns in done(study).done:
        known[block.index] = (block, columns)
        plan.follow(known)
        yield plan, known


def test_tasks_are_complete_one_after_the_other():
    counts = [len(plan.finished(known)) for plan, known in followed(SUITE)]
    assert counts == sorted(counts)
    assert counts[-1] == len(TASKS)
    assert 0 in counts
    assert any(0 < count < len(TASKS) for count in counts)
    *_, (plan, known) = followed(SUITE)
    assert plan.ended
    assert all(plan.progress(task, known).finished for task in range(len(TASKS)))


def test_before_the_first_block_nothing_is_done():
    plan = SuitePlan(SUITE)
    assert not plan.finished({})
    for task in (0, 4):
        each = plan.progress(task, {})
        assert (each.phase, each.share, each.finished) == ("run", 0.0, False)


def test_a_tuned_task_is_complete_with_its_fresh_seeds_only():
    phases = []
    for plan, known in followed(TUNED_SUITE):
        each = plan.progress(0, known)
        phases.append((each.phase, each.finished))
    assert phases[0][0] == "trial"
    assert all(phase == "fresh" for phase, finished in phases if finished)
    assert phases[-1] == ("fresh", True)
    assert plan.ended
