import msgspec
import pytest

from app.study.experiment.kind import kind_of
from app.study.experiment.result_file import RESULT_FILES, file_names, table_name
from tests.study.experiment.made import BASIN, SUITE, SWEEP, TUNE, TUNED_SUITE, done

CURVED = msgspec.structs.replace(SWEEP, experiment=msgspec.structs.replace(SWEEP.experiment, curve=3))
NAMES = ["sweep", "curved", "tune", "suite", "tuned suite", "basin"]


@pytest.mark.parametrize("study", [SWEEP, CURVED, TUNE, SUITE, TUNED_SUITE, BASIN], ids=NAMES)
def test_the_names_are_those_of_the_files(study):
    names = file_names(study)
    assert set(names) == set(kind_of(study).files(study, done(study).done))
    assert names[0] == table_name(study)
    assert set(names) <= set(RESULT_FILES)
