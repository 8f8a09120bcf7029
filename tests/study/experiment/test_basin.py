"""Maps of basins as an experiment: files that are the same however they came about."""

import msgspec
import numpy as np
import pytest

from app.engine.error import InputError
from app.study.basin.block import run_starts
from app.study.check import check_study
from app.study.experiment.event import Finished
from app.study.experiment.kind import kind_of
from app.study.experiment.results import load_results
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.spec import BasinSpec
from app.study.file import load_study, study_to_json
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.study.experiment.script import Scripted

replace = msgspec.structs.replace
STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau", noise=0.5),
    lanes=(LaneSpec(optimizer="momentum", hyperparameters={"lr": 0.012}), LaneSpec(optimizer="adam")),
    steps=30,
    experiment=BasinSpec(resolution=50),
)


def run(folder, executor):
    runner = Runner(STUDY, folder, executor)
    while not runner.over:
        for event in runner.poll():
            if isinstance(event, Finished):
                return {path.name: path.read_bytes() for path in event.paths if path.name != "timing.csv"}
    raise AssertionError("it was not finished")


def test_the_order_does_not_matter_and_rows_are_those_of_the_starts(tmp_path):
    content = study_to_json(STUDY)
    files = run(tmp_path / "a", SerialExecutor(content))
    assert sorted(files) == ["basin.csv", "basin_shares.csv"]
    assert run(tmp_path / "b", Scripted(content)) == files
    lines = files["basin.csv"].decode().split("\r\n")[1:-1]
    assert len(lines) == 2 * 50 * 50
    cells = lines[1234].split(",")
    start = np.array([[float(cells[1]), float(cells[2])]])
    alone = run_starts(replace(STUDY, experiment=None), 0, start)
    assert [float(cells[8]), float(cells[9])] == [alone["x_end"][0], alone["y_end"][0]]
    assert load_study(tmp_path / "a" / "study.json") == STUDY
    rows, note = kind_of(STUDY).summary(STUDY, load_results(tmp_path / "a").done)
    assert rows[0] == ["where runs end", "Momentum", "Adam"]
    assert sum(float(row[1].rstrip("%")) for row in rows[1:]) == pytest.approx(100.0, abs=0.05)
    assert "domain" in note


@pytest.mark.parametrize(
    ("given", "words", "where"),
    [
        (replace(STUDY, experiment=BasinSpec(resolution=60)), "nearest valid choice is 50", "resolution"),
        (replace(STUDY, problem=DataSpec()), "need a surface", "experiment"),
    ],
)
def test_what_cannot_be_mapped_is_refused(given, words, where):
    with pytest.raises(InputError, match=words) as caught:
        check_study(given)
    assert where in str(caught.value)
