import pytest

from app.study.experiment.spec import Axis, SweepSpec
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.study.experiment.dask_cluster import Cluster, python_with_dask


@pytest.fixture
def cluster(tmp_path):
    """A cluster of dask that is not started; skips where there is no dask."""
    python = python_with_dask()
    if python is None:
        pytest.skip(
            "dask.distributed is not installed; DESCENT_LAB_DASK_PYTHON may name a Python that has it"
        )
    found = Cluster(python, tmp_path)
    yield found
    found.stop()


@pytest.fixture
def surface_sweep():
    """Two lanes with 5 and 1 settings and 3 seeds, on a surface with noise."""
    return Study(
        problem=SurfaceSpec(surface="ravine", noise=0.1, spread=0.1),
        lanes=(LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adam")),
        steps=40,
        seeds=(0, 1, 7),
        experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-3, high=10.0, count=5),)),
    )


@pytest.fixture
def data_sweep():
    """Six learning rates by two batch sizes and 2 seeds on the irises."""
    return Study(
        problem=DataSpec(dataset="iris", model="mlp", model_parameters={"hidden": (8,)}),
        lanes=(LaneSpec(optimizer="adam"),),
        epochs=3,
        seeds=(3, 4),
        experiment=SweepSpec(
            axes=(
                Axis(spacing="log", low=1e-3, high=1.0, count=6),
                Axis(name="batch_size", values=(16, "full")),
            )
        ),
    )
