import msgspec

from app.study.experiment.estimate import guessed_seconds
from app.study.experiment.spec import TuneSpec
from tests.study.experiment.made import SUITE, SWEEP, TUNE, TUNED_SUITE, done

replace = msgspec.structs.replace


def work(study):
    """Return the work of all blocks of an experiment that has been run."""
    return sum(block.work for block, _ in done(study).done)


def test_what_has_one_stage_is_guessed_from_all_of_its_blocks():
    for study in (SWEEP, SUITE):
        least, most = guessed_seconds(study, 1)
        assert abs(least - work(study)) < 1e-9 * least
        assert most > least
        assert abs(2 * guessed_seconds(study, 2)[0] - least) < 1e-9 * least


def test_of_a_tuning_the_stages_that_are_not_known_are_guessed_too():
    plain = replace(TUNE, experiment=TuneSpec(trials=12, fresh=10))
    for study in (TUNE, plain, TUNED_SUITE):
        least, _ = guessed_seconds(study, 1)
        assert 0.4 < least / work(study) < 2.5, study
