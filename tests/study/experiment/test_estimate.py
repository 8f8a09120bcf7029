import msgspec
import pytest

from app.study.experiment.estimate import likely_seconds
from app.study.experiment.kind import kind_of
from app.study.experiment.past import Past
from app.study.experiment.spec import TuneSpec
from tests.study.experiment.made import SUITE, SWEEP, TUNE, TUNED_SUITE, done

replace = msgspec.structs.replace


@pytest.fixture
def past(tmp_path):
    return Past(tmp_path / "pace.json")


def first(study):
    return kind_of(study).blocks(study, 0, [])


def noted(past, study, factor=1.0):
    """Have a past in which each block took so many times what it was guessed to take."""
    for block in first(study):
        for _ in range(3):
            past.note(study, block, factor * block.work, {})
    past.save()


def work(study):
    """Return the work of all blocks of an experiment that has been run."""
    return sum(block.work for block, _ in done(study).done)


def test_where_nothing_like_it_was_run_nothing_is_told(past):
    assert likely_seconds(SUITE, first(SUITE), 2, past) is None
    noted(past, SWEEP)
    assert likely_seconds(SWEEP, first(SWEEP), 2, past) is not None
    assert likely_seconds(SUITE, first(SUITE), 2, past) is None  # of other problems


@pytest.mark.parametrize("study", [SWEEP, SUITE])
def test_what_has_one_stage_takes_what_its_blocks_have_taken(past, study):
    noted(past, study, 3.0)
    found = likely_seconds(study, first(study), 1, past)
    assert found == pytest.approx((3.0 * work(study), 3.0 * work(study)), rel=0.02)
    assert likely_seconds(study, first(study), 2, past) == pytest.approx((found[0] / 2, found[1] / 2))


def test_of_a_tuning_the_stages_that_are_not_known_are_reckoned_too(past):
    plain = replace(TUNE, experiment=TuneSpec(trials=12, fresh=10))
    for study in (TUNE, plain, TUNED_SUITE):
        noted(past, study)
        low, high = likely_seconds(study, first(study), 1, past)
        assert low <= high
        assert 0.4 * low < work(study) < 2.5 * high, study
