"""Blocks run by a cluster of dask; what becomes of them when parts of it are killed is in test_kill."""

import json
import subprocess

import pytest

from app.engine.error import InputError
from app.study.experiment.cluster import ClusterExecutor
from tests.study.experiment.dask_cluster import environment, python_with_dask

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SCRIPT = """
import json, sys, time
import msgspec
from app.study.experiment.cluster import ClusterExecutor
from app.study.experiment.event import Advanced, Completed, Finished
from app.study.experiment.runner import Runner
from app.study.file import study_to_json
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.experiment.spec import Axis, SweepSpec

study = Study(
    problem=SurfaceSpec(surface="rosenbrock", noise=0.1), lanes=(LaneSpec(optimizer="adam"),), steps=600_000,
    seeds=(0, 1), experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=1e-2, count=3),)),
)
runner = Runner(study, sys.argv[2], ClusterExecutor(study_to_json(study), sys.argv[1]))
shares, seen, workers = [], [], []
while not runner.over:
    for event in runner.poll(0.1):
        if isinstance(event, Advanced):
            shares.append((event.index, event.share))
            seen.append(runner.shares)
        elif isinstance(event, Completed):
            workers.append(event.worker)
assert isinstance(event, Finished) and not event.failed, event
print(json.dumps({"shares": shares, "seen": seen, "workers": workers, "share": runner.share}))
"""


def test_how_far_each_block_is_is_told_by_the_workers(tmp_path, cluster):
    cluster.start(workers=1)
    command = [cluster.python, "-c", SCRIPT, cluster.address, str(tmp_path / "out")]
    result = subprocess.run(
        command, env=environment(), capture_output=True, encoding="utf-8", timeout=200, check=False
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    of_block = {}
    for index, share in found["shares"]:
        of_block.setdefault(index, []).append(share)
    assert any(len(shares) >= 3 for shares in of_block.values()), of_block
    for shares in of_block.values():
        assert shares[0] == 0.0  # it began
        assert shares == sorted(shares)
        assert all(0.0 <= share <= 1.0 for share in shares)
    assert any(0.0 < share < 1.0 for shown in found["seen"] for share in shown)
    assert all(worker.startswith("tcp://127.0.0.1:") for worker in found["workers"])
    assert found["share"] == 1.0


@pytest.mark.skipif(python_with_dask() is not None, reason="dask is installed")
def test_without_dask_it_says_what_to_install():
    with pytest.raises(InputError, match="descent-lab\\[cluster\\]"):
        ClusterExecutor(b"", "tcp://127.0.0.1:1")
