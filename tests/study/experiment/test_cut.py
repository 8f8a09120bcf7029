"""How an experiment is cut decides when something is done, and never what comes out."""

import msgspec
import pytest

from app.study.experiment.cut import cut_rows
from app.study.experiment.event import Finished
from app.study.experiment.kind import kind_of
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.setting import Settings
from app.study.experiment.spec import Axis, SweepSpec
from app.study.file import study_to_json
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec


@pytest.fixture
def one_output(data_sweep):
    """A network of one output, whose last bit depends on how many rows a race has."""
    problem = DataSpec(dataset="diabetes", model="mlp", model_parameters={"hidden": (8,)})
    return msgspec.structs.replace(data_sweep, problem=problem, seeds=(3, 4, 5))


def results(study, folder, gauge, monkeypatch):
    monkeypatch.setattr("app.study.experiment.gauge.Gauging.found", gauge, raising=False)
    monkeypatch.setattr("app.study.experiment.gauge.Gauging.__init__", lambda self, blocks: None)
    monkeypatch.setattr("app.study.experiment.gauge.Gauging.over", True)
    runner = Runner(study, folder, SerialExecutor(study_to_json(study)))
    assert isinstance(runner.run(), Finished)
    return runner.blocks, (folder / "results.csv").read_bytes()


@pytest.mark.parametrize("name", ["surface_sweep", "data_sweep", "one_output"])
def test_results_are_the_same_bytes_for_any_cut(name, request, tmp_path, monkeypatch):
    study = request.getfixturevalue(name)
    monkeypatch.setattr("app.study.experiment.cost._ROWS", 2)  # many races
    lanes = range(len(study.lanes))
    found = [
        results(study, tmp_path / str(factor), {(0, lane): factor for lane in lanes}, monkeypatch)
        for factor in (1e-3, 40.0, 80.0, 160.0, 1e5)
    ]
    counts = [count for count, _ in found]
    assert len(set(counts)) > 2  # or nothing was tried
    assert len({content for _, content in found}) == 1


def test_blocks_are_whole_races_in_their_order(monkeypatch):
    monkeypatch.setattr("app.study.experiment.cost._ROWS", 6)
    study = Study(
        problem=SurfaceSpec(),
        lanes=(LaneSpec(optimizer="adam"),),
        steps=500,
        seeds=tuple(range(13)),
        experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-3, high=1.0, count=11),)),
    )
    settings = Settings(("lr",), [(0.1,)] * 11)

    def races(gauge):
        found = []
        (cut,) = cut_rows(study, 0, 0, settings, range(11), study.seeds, "run", gauge=gauge)
        for block in cut:
            rows = block.content
            assert rows.cells[0] % rows.wide == 0
            assert rows.seeds[0] % rows.deep == 0
            found += [
                (rows.cells[left : left + rows.wide], rows.seeds[top : top + rows.deep])
                for top in range(0, len(rows.seeds), rows.deep)
                for left in range(0, len(rows.cells), rows.wide)
            ]
        return found

    one = races({})
    assert all(len(cells) * len(seeds) <= 6 for cells, seeds in one)
    for factor in (1e-3, 3.0, 20.0, 1e4):
        assert races({(0, 0): factor}) == one


def test_long_experiments_have_blocks_of_a_second_and_short_ones_enough_for_all_cores():
    def work(seeds):
        study = Study(
            problem=SurfaceSpec(noise=0.1),
            lanes=(LaneSpec(optimizer="adam"), LaneSpec(optimizer="momentum")),
            steps=500,
            seeds=tuple(range(seeds)),
            experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-3, high=1.0, count=100),)),
        )
        return [block.work for block in kind_of(study).blocks(study, 0, ()) if not block.content.lane]

    assert all(0.5 <= each <= 1.6 for each in work(3000))
    short = work(300)  # 1.4 s in all
    assert len(short) > 4
    assert all(0.1 <= each <= 0.4 for each in short)
