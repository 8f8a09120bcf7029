import pytest

from app.engine.dataset import datasets
from app.study.build import build_problem
from app.study.check import check_study
from app.study.spec import DataSpec, Study, SurfaceSpec
from app.ui.controls.problem_edit import (
    data_shape,
    fitting_models,
    other_dataset,
    start_of,
    surface_of,
    training_size,
)


def test_shapes():
    shape = data_shape(DataSpec(dataset="iris"))
    assert (shape.examples, shape.features, shape.classes) == (150, 4, 3)
    assert data_shape(DataSpec(dataset="diabetes")).classes == 0
    assert data_shape(DataSpec(dataset="two_moons", dataset_parameters={"n": 60})).examples == 60


@pytest.mark.parametrize("kind", list(datasets), ids=lambda kind: kind.name)
def test_the_models_offered_can_be_built(kind):
    fitting = fitting_models(DataSpec(dataset=kind.name))
    assert fitting
    for model in fitting:
        study = Study(problem=DataSpec(dataset=kind.name, model=model.name))
        check_study(study)
        build_problem(study)


def test_logistic_is_offered_for_two_classes_alone():
    assert "logistic" in [model.name for model in fitting_models(DataSpec(dataset="breast_cancer"))]
    assert "logistic" not in [model.name for model in fitting_models(DataSpec(dataset="iris"))]


def test_a_model_that_fits_is_kept_and_another_is_found():
    on_moons = DataSpec(dataset="two_moons", model="logistic", model_parameters={"l2": 0.1})
    on_cancer = other_dataset(on_moons, "breast_cancer")
    assert (on_cancer.model, on_cancer.model_parameters) == ("logistic", {"l2": 0.1})
    on_iris = other_dataset(on_moons, "iris")
    assert (on_iris.model, on_iris.model_parameters) == ("softmax", {"l2": 0.1})
    assert other_dataset(on_moons, "diabetes").model == "linear"
    assert other_dataset(DataSpec(model="mlp"), "diabetes").model == "mlp"


def test_the_start_is_the_first_preset_unless_given():
    assert start_of(SurfaceSpec(surface="rosenbrock")) == (-1.2, 1.0)
    assert start_of(SurfaceSpec(surface="rosenbrock", start=(3, 4))) == (3.0, 4.0)


def test_a_surface_with_a_bad_value_still_has_presets():
    assert surface_of(SurfaceSpec(surface="ravine", parameters={"kappa": -1.0})).starts


def test_the_training_set_is_what_is_left_of_the_table():
    spec = DataSpec(dataset="iris", split=(0.7, 0.15, 0.15))
    assert training_size(spec) == len(build_problem(Study(problem=spec)).split.train.targets)
    assert training_size(DataSpec(dataset="two_moons", dataset_parameters={"n": -5})) is None
