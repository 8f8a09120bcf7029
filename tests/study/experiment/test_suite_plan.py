import msgspec
import pytest

from app.study.experiment.kind import kind_of
from app.study.experiment.suite_plan import SuitePlan
from tests.study.experiment.made import SUITE, TASKS, TUNED_SUITE, done


def followed(study):
    """Yield a plan after each block that is done, in the order of the plan; one that is told is no other."""
    plan, told, known, stage = SuitePlan(study), SuitePlan(study, told=True), {}, -1
    kind = kind_of(study)
    for block, columns in done(study).done:
        known[block.index] = (block, columns)
        if block.stage > stage:
            stage = block.stage
            before = [each for each in done(study).done if each[0].stage < stage]
            told.add(kind.blocks(study, stage, before))
        for each in (plan, told):
            each.follow(known)
        assert told.finished == plan.finished
        yield plan


def test_tasks_are_complete_one_after_the_other():
    counts = [len(plan.finished) for plan in followed(SUITE)]
    assert counts == sorted(counts)
    assert counts[-1] == len(TASKS)
    assert 0 in counts
    assert any(0 < count < len(TASKS) for count in counts)
    *_, plan = followed(SUITE)
    assert plan.ended
    assert all(plan.progress(task).finished for task in range(len(TASKS)))


def test_before_the_first_block_nothing_is_done():
    plan = SuitePlan(SUITE)
    assert plan.finished == frozenset()
    for task in (0, 4):
        each = plan.progress(task)
        assert (each.phase, each.share, each.finished) == ("run", 0.0, False)


def test_a_tuned_task_is_complete_with_its_fresh_seeds_only():
    phases = []
    for plan in followed(TUNED_SUITE):
        each = plan.progress(0)
        phases.append((each.phase, each.finished))
    assert phases[0][0] in ("trial", "screen")
    assert all(phase == "fresh" for phase, finished in phases if finished)
    assert phases[-1] == ("fresh", True)
    assert plan.ended


@pytest.mark.parametrize("factor", [0.05, 20.0])
def test_how_many_runs_make_a_block_does_not_matter(factor):
    longer = msgspec.structs.replace(SUITE, seeds=tuple(range(100)))
    kind = kind_of(longer)
    gauge = {(task, lane): factor for task in range(len(TASKS)) for lane in range(len(SUITE.lanes))}
    blocks = kind.blocks(longer, 0, [], gauge)
    plan, known = SuitePlan(longer), {}
    for block in blocks:
        assert not plan.ended
        known[block.index] = (block, {"cell": [0] * len(block.content.cells) * len(block.content.seeds)})
        plan.follow(known)
    assert plan.finished == frozenset(range(len(TASKS)))
    assert plan.ended
