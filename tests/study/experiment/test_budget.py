import msgspec
import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.experiment.budget import with_own_budget
from app.study.experiment.spec import BasinSpec, SweepSpec, TuneSpec
from app.study.file import study_from_json, study_to_json
from tests.study.experiment.made import BASIN, SWEEP, TUNE, TUNED_SUITE

replace = msgspec.structs.replace


@pytest.mark.parametrize("study", [SWEEP, TUNE], ids=["sweep", "tune"])
def test_seeds_of_its_own_are_the_studys_first_and_then_new_ones(study):
    for count, seeds in ((2, (0, 4)), (5, (0, 4, 7, 8, 9))):
        asked = replace(study, seeds=(0, 4, 7), experiment=replace(study.experiment, seeds=count))
        check_study(asked)
        found = with_own_budget(asked)
        assert found.seeds == seeds
        assert found.experiment == study.experiment
        assert with_own_budget(found) is found
        assert study_from_json(study_to_json(asked)) == asked


def test_steps_of_its_own():
    found = with_own_budget(replace(BASIN, experiment=BasinSpec(resolution=50, steps=7)))
    assert (found.steps, found.experiment) == (7, BasinSpec(resolution=50))


def test_what_asks_for_nothing_stays_as_it_is():
    for study in (SWEEP, TUNE, TUNED_SUITE, BASIN, replace(SWEEP, experiment=None)):
        assert with_own_budget(study) is study


@pytest.mark.parametrize(
    ("study", "where"),
    [
        (replace(SWEEP, experiment=SweepSpec(seeds=1001)), "experiment.seeds"),
        (replace(TUNE, experiment=TuneSpec(seeds=-1)), "experiment.seeds"),
        (replace(BASIN, experiment=BasinSpec(steps=-1)), "experiment.steps"),
        (
            replace(TUNED_SUITE, experiment=replace(TUNED_SUITE.experiment, tune=TuneSpec(seeds=2))),
            "experiment.tune.seeds",
        ),
    ],
)
def test_what_is_out_of_range_is_refused_with_its_place(study, where):
    with pytest.raises(InputError) as caught:
        check_study(study)
    assert caught.value.where == where
