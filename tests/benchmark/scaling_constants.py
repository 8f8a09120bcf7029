"""The constants of docs/scaling.md: what an experiment costs apart from its runs, and what runs cost.

``OPENBLAS_NUM_THREADS=1 python tests/benchmark/scaling_constants.py``: bytes of a run in the store and in the
table, seconds of a run within a block, of a block in the coordinator, of the store, of going on, and of the
plan. Nothing is extrapolated here.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tracemalloc
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

import msgspec  # noqa: E402
import numpy as np  # noqa: E402

from app.study.experiment.columns import columns_to_bytes  # noqa: E402
from app.study.experiment.executor import Ran  # noqa: E402
from app.study.experiment.fingerprint import fingerprint  # noqa: E402
from app.study.experiment.kind import kind_of  # noqa: E402
from app.study.experiment.places import Places  # noqa: E402
from app.study.experiment.processes import ProcessExecutor  # noqa: E402
from app.study.experiment.runner import Runner  # noqa: E402
from app.study.experiment.spec import Axis, SweepSpec  # noqa: E402
from app.study.experiment.store import NAME, Header, Store, Stored, stored_in  # noqa: E402
from app.study.experiment.task import run_task  # noqa: E402
from app.study.file import study_to_json  # noqa: E402
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec  # noqa: E402

SURFACE = Study(
    problem=SurfaceSpec(surface="rosenbrock", spread=0.1),
    lanes=(LaneSpec(optimizer="adam"),),
    steps=500,
    seeds=tuple(range(1000)),
    experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=1.0, count=100),)),
)
DIGITS = Study(
    problem=DataSpec(dataset="digits", model="mlp", model_parameters={"hidden": (32,)}),
    lanes=(LaneSpec(optimizer="adam", batch_size=32),),
    epochs=5,
    seeds=tuple(range(10)),
    experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=0.1, count=33),)),
)


class Instant:
    """Answers every block at once with the columns of one that was run: what is left is the coordinator."""

    capacity = parallel = 16

    def __init__(self, content: bytes) -> None:
        self.content, self.waiting = content, []

    def submit(self, block):
        self.waiting.append(block.index)

    def poll(self, wait):
        waiting, self.waiting = self.waiting, []
        factor = columns_to_bytes({"factor": np.ones(1)})  # to who asks how wrong the guess is
        return [
            Ran(index, self.content if index >= 0 else factor, 1.0, fingerprint(), "none")
            for index in waiting
        ]

    def close(self):
        self.waiting = []


def show(what: str, value: float, unit: str) -> None:
    """Print one line."""
    print(f"{what:76}{value:12.4g} {unit}", flush=True)


def runs_in(block) -> int:
    """Return how many runs a block has."""
    return len(block.content.cells) * len(block.content.seeds)


def blocks_of(name: str, study: Study) -> bytes:
    """Measure a few blocks of a study and return what one gave."""
    blocks = kind_of(study).blocks(study, 0, ())
    content = study_to_json(study)
    run_task(content, blocks[0], "", lambda share: None)  # loads data and code
    seconds, answer = [], None
    for block in blocks[1:6]:
        began = process_time()
        answer = run_task(content, block, "", lambda share: None)
        seconds.append((process_time() - began) / runs_in(block))
    assert isinstance(answer, Ran)
    show(f"{name}: runs in a block", runs_in(blocks[1]), "")
    show(f"{name}: processor seconds of a run", median(seconds), "s")
    show(f"{name}: processor seconds of a block", median(seconds) * runs_in(blocks[1]), "s")
    show(
        f"{name}: bytes of a run in the store",
        len(answer.content) / runs_in(blocks[min(5, len(blocks) - 1)]),
        "bytes",
    )
    return answer.content


def of_the_plan(name: str, study: Study, rates: int, seeds: int, design: str = "grid") -> None:
    """Measure a plan: memory, and seconds until the first block is handed out."""
    axes = (
        Axis(spacing="log", low=1e-4, high=1.0, count=rates // 100),
        Axis(name="beta1", spacing="linear", low=0.0, high=0.9, count=100),
    )
    asked = SweepSpec(axes=axes, design=design, points=0 if design == "grid" else rates)
    study = msgspec.structs.replace(study, seeds=tuple(range(seeds)), experiment=asked)
    kind_of(study).blocks(msgspec.structs.replace(study, seeds=(0,)), 0, ())  # loads code and data
    name = f"plan, {name}, {rates:,} x {seeds} ({design})"
    with tempfile.TemporaryDirectory() as folder:
        began = process_time()
        runner = Runner(study, folder, Instant(b""))
        runner.poll()
        show(f"{name}: seconds to the first", process_time() - began, "s")
        runner.close()
    tracemalloc.start()
    blocks = kind_of(study).blocks(study, 0, ())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    show(f"{name}: blocks", len(blocks), "")
    show(f"{name}: bytes in memory", held, "bytes")
    few = range(0, len(blocks), max(len(blocks) // 1000, 1))
    began = process_time()
    for index in few:
        _ = blocks[index]
    show(f"{name}: seconds to make a block", (process_time() - began) / len(few), "s")


def of_the_places() -> None:
    """Measure what the store keeps in memory of a block."""
    tracemalloc.start()
    places = Places()
    for index in range(100_000):
        places.put(index, 1, 2, 3)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    show("store: bytes in memory for a block", held / len(places), "bytes")


def of_the_coordinator(content: bytes) -> None:
    """Measure hand-out, store and going on with blocks that cost nothing."""
    study = msgspec.structs.replace(SURFACE, seeds=tuple(range(1000)))
    study = msgspec.structs.replace(
        study, experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=1.0, count=1000),))
    )
    blocks = kind_of(study).blocks(study, 0, ())
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(study, folder, Instant(content))
        while not runner.blocks:
            runner.poll()
        began, processor = perf_counter(), process_time()
        count = len(blocks)
        while runner.finished_blocks < count - 16:  # with the last ones the table is written
            runner.poll()
        count = runner.finished_blocks
        show("coordinator: processor seconds for a block, stored", (process_time() - processor) / count, "s")
        show("coordinator: seconds for a block, stored and synced", (perf_counter() - began) / count, "s")
        runner.close()
        began = process_time()
        again = Runner(study, folder, Instant(content))
        show("going on: processor seconds for a stored block", (process_time() - began) / count, "s")
        again.close()
        size = (Path(folder) / NAME).stat().st_size
        began = process_time()
        found = sum(1 for _ in stored_in(folder))
        spent = process_time() - began
        show("going on: seconds to read a GiB of the store", spent * 2**30 / size, "s")
        assert found == count


def of_the_table() -> None:
    """Measure the writing of results.csv."""
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(SURFACE, folder, ProcessExecutor(study_to_json(SURFACE), 2))
        while not runner.over:
            runner.poll(0.1)
        path = Path(folder) / "results.csv"
        count = len(SURFACE.seeds) * 100
        show("results.csv: bytes of a run", path.stat().st_size / count, "bytes")
        show("store: bytes of a run, with its frame", (Path(folder) / NAME).stat().st_size / count, "bytes")
        again = Runner(SURFACE, folder, Instant(b""))
        began = process_time()
        again.poll()
        show("results.csv: processor seconds of a run", (process_time() - began) / count, "s")


def of_the_disk() -> None:
    """Measure fsync of a small frame."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        store = Store(folder, Header(plan="", fingerprint=0))
        seconds = []
        for index in range(50):
            store.add(Stored(index, 0, 0.0, "", os.urandom(2000)))
            began = perf_counter()
            store.sync()
            seconds.append(perf_counter() - began)
        store.close()
    show("fsync of a frame of 2 kB, in this folder", median(seconds), "s")


def of_the_start() -> None:
    """Measure a process from its start to its first answer, less the block."""
    small = msgspec.structs.replace(SURFACE, steps=1, seeds=(0,))
    seconds = []
    for _ in range(3):
        began = perf_counter()
        executor = ProcessExecutor(study_to_json(small), 1)
        executor.submit(kind_of(small).blocks(small, 0, ())[0])
        answers = []
        while not any(isinstance(answer, Ran) for answer in answers):
            answers = executor.poll(1.0)
        seconds.append(perf_counter() - began - answers[-1].seconds)
        executor.close()
    show("start of a process", median(seconds), "s")


def main() -> None:
    """Measure and print."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"NumPy {np.__version__}, {os.cpu_count()} cores, load average {load:.1f}\n")
    content = blocks_of("Rosenbrock, 500 steps of Adam", SURFACE)
    blocks_of("digits 64-32-10, 5 epochs, batch 32", DIGITS)
    for rates in (10_000, 100_000, 1_000_000):
        of_the_plan("Rosenbrock", SURFACE, rates, 100)
    of_the_plan("Rosenbrock", SURFACE, 1_000_000, 100, "sobol")
    of_the_plan("digits", DIGITS, 100_000, 1000)
    of_the_places()
    of_the_coordinator(content)
    of_the_table()
    of_the_disk()
    of_the_start()


if __name__ == "__main__":
    main()
