import msgspec

from app.study.experiment.pin import pinned
from app.study.experiment.spec import SuiteSpec, TaskSpec
from app.study.intake.options import FileSpec
from app.study.spec import DataSpec, Study


def test_files_are_named_by_what_they_hold(tmp_path, monkeypatch):
    monkeypatch.setenv("DESCENT_LAB_HOME", str(tmp_path / "home"))
    path = tmp_path / "some.csv"
    path.write_text("a,b,c\n" + "".join(f"{n},{n % 7},{n % 2}\n" for n in range(40)))
    problem = DataSpec(dataset="file", model="logistic", file=FileSpec(path=str(path)))
    study = Study(problem=problem, experiment=SuiteSpec(tasks=(TaskSpec(name="t", problem=problem),)))
    found = pinned(study)
    assert len(found.problem.file.sha256) == 64
    assert found.experiment.tasks[0].problem == found.problem
    path.write_text(path.read_text() + "1,2,1\n")
    other = pinned(study)
    assert other.problem.file.sha256 != found.problem.file.sha256


def test_a_study_without_files_stays_as_it_is():
    study = Study()
    assert pinned(study) == study
    assert msgspec.structs.asdict(pinned(study)) == msgspec.structs.asdict(study)
