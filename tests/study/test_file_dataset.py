import numpy as np
import pytest

from app.engine.error import InputError
from app.study.build import build_race
from app.study.file import study_from_json, study_to_json
from app.study.intake.options import FileSpec
from app.study.spec import DataSpec, LaneSpec, Study


def study_of(path, model="softmax", **options):
    problem = DataSpec(dataset="file", model=model, file=FileSpec(path=str(path), **options))
    return Study(problem=problem, lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),), epochs=3)


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "points.csv"
    rows = [(x, y, "in" if x * x + y * y < 1 else "out") for x, y in rng.normal(size=(80, 2))]
    path.write_text("x,y,where\n" + "".join(f"{x},{y},{word}\n" for x, y, word in rows))
    return path


def test_a_file_is_raced_on(table):
    race = build_race(study_of(table))
    race.run()
    problem = race.lanes[0].problem
    assert problem.dataset.title == "points"
    assert problem.table.feature_names == ("x", "y")
    assert race.history.lanes[0].evaluated["loss"][-1] < race.history.lanes[0].evaluated["loss"][0]


def test_it_is_kept_in_the_study(table):
    study = study_of(table, target="where", missing="drop")
    assert study_from_json(study_to_json(study)) == study


@pytest.mark.parametrize(
    ("study", "where"),
    [
        (Study(problem=DataSpec(dataset="file")), "problem.file"),
        (study_of("nothing.csv"), "problem.file.path"),
    ],
)
def test_a_file_that_is_missing(study, where):
    with pytest.raises(InputError) as caught:
        build_race(study)
    assert caught.value.where == where


def test_a_model_for_another_task(table):
    with pytest.raises(InputError, match="classification task, which the model linear cannot do") as caught:
        build_race(study_of(table, model="linear"))
    assert caught.value.where == "problem.model"
