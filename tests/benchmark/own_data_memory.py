"""What a large file of one's own takes: memory of all processes, and whether the window stands still.

Run ``.venv/bin/python tests/benchmark/own_data_memory.py [MB] [short] [mlp]`` on Linux; 200 MB by default. A
CSV of that size is written to a temporary folder, imported, and raced on by three lanes in a session and its
engine, as in the window. Another process reads /proc/*/smaps_rollup twenty times a second. All figures are
multiples of the file's size: anonymous memory is what the system cannot take back, files are pages of files
on disk that are mapped and in memory, PSS is both, with what is shared counted once. With ``short`` a cell is
one digit: two bytes of text that become a number of eight; with ``mlp`` the model has hidden layers.
``APP_ROOT`` names another checkout to compare with.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter, sleep, time

COLUMNS, EVERY, RUN_SECONDS, REST_SECONDS = 20, 0.05, 12.0, 3.0
KINDS = ("Pss_Anon", "Pss_File", "Pss_Shmem")


def write_csv(path: Path, size: int, short: bool) -> None:
    """Write so many bytes: a few different blocks of rows, over and over."""
    import numpy as np

    rng = np.random.default_rng(0)
    blocks = []
    for _ in range(20):
        values = rng.integers(0, 10, (2000, COLUMNS)) if short else rng.normal(size=(2000, COLUMNS))
        words = (
            ",".join(f"{value:d}" if short else f"{value:.6f}" for value in row) for row in values.tolist()
        )
        labels = rng.integers(0, 3, 2000).tolist()
        blocks.append(
            "".join(f"{row},{'abc'[label]}\n" for row, label in zip(words, labels, strict=True)).encode()
        )
    with path.open("wb") as file:
        file.write((",".join(f"column {at}" for at in range(COLUMNS)) + ",kind\n").encode())
        number = 0
        while file.tell() < size:
            file.write(blocks[number % len(blocks)])
            number += 1


def watch(pid: int) -> None:
    """Print, again and again, what a process and its children take."""
    while True:
        found = {}
        children = Path(f"/proc/{pid}/task/{pid}/children")
        try:
            tasks = [path / "children" for path in Path(f"/proc/{pid}/task").iterdir()]
            below = [int(child) for task in tasks for child in task.read_text().split()]
            below.remove(os.getpid())
        except (OSError, ValueError):
            below = []
        for each in (pid, *below):
            try:
                text = Path(f"/proc/{each}/smaps_rollup").read_text()
            except OSError:
                continue
            sizes = {line.split()[0][:-1]: int(line.split()[1]) * 1024 for line in text.splitlines()[1:]}
            found[each] = [sizes.get(kind, 0) for kind in KINDS]
        print(json.dumps([time(), found]), flush=True)
        sleep(EVERY)
        if not children.exists():
            return


def main(megabytes: int, short: bool) -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESCENT_LAB_HOME"] = f"{folder}/home"
        path = Path(folder) / "large.csv"
        write_csv(path, megabytes * 10**6, short)
        with (Path(folder) / "watched").open("w") as out:
            watcher = subprocess.Popen([sys.executable, __file__, "watch", str(os.getpid())], stdout=out)
            try:
                phases, binary = use(path)
            finally:
                watcher.kill()
                watcher.wait()
        samples = [json.loads(line) for line in (Path(folder) / "watched").read_text().splitlines()[:-1]]
        report(samples, phases, path.stat().st_size, binary)
        gc.collect()
        left = sorted(each.name for each in (Path(folder) / "home" / "tables").iterdir())
        print(f"left in the cache after closing: {len(left)} ({', '.join(left)})")


def use(path: Path) -> tuple[list[tuple[str, float, float, float, dict[str, int]]], int]:
    """Import, race and rest; return for each phase its name, begin, end, longest turn and processes."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.study.intake.options import FileSpec
    from app.study.spec import DataSpec, LaneSpec, Study
    from app.study.target import target_loss
    from app.ui.importer import Importer
    from app.ui.session import Session

    app = QApplication([])
    session = Session()
    turns = [perf_counter()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: turns.append(perf_counter()))
    timer.start()
    phases = []

    def phase(name: str, over: object, ready: object = None) -> None:
        turns[:] = [perf_counter()]
        began = time()
        while not over():
            app.processEvents()
            sleep(0.001)
        longest = max((b - a for a, b in pairwise(turns)), default=0.0)
        phases.append(
            (name, began, time(), longest, {"window": os.getpid(), "engine": session.player.worker.pid})
        )

    def lasting(seconds: float) -> object:
        end = time() + seconds
        return lambda: time() > end

    session.open_study(Study())
    phase("before", lambda: session.race is not None)
    importer, read = Importer(), []
    importer.read.connect(lambda spec: read.append(spec))
    importer.failed.connect(lambda *what: sys.exit(f"not imported: {what}"))
    importer.start(FileSpec(path=str(path)))
    phase("import", lambda: bool(read))
    lanes = tuple(LaneSpec(optimizer=name) for name in ("sgd", "adam", "gradient_descent"))
    problem = DataSpec(dataset="file", file=read[0], model="mlp" if "mlp" in sys.argv else "softmax")
    session.race_changed.connect(lambda race: race is not None and target_loss(race.study, race.problem))
    session.open_study(Study(problem=problem, lanes=lanes, epochs=1))
    phase("build", lambda: session.race is not None and session.race.study.problem == problem)
    session.set_speed(float("inf"))
    session.run()
    phase("run", lasting(RUN_SECONDS))
    session.pause()
    phase("rest", lasting(REST_SECONDS))
    binary = session.race.problem.table.features.nbytes
    session.shutdown()
    return phases, binary


def report(samples: list, phases: list, size: int, binary: int) -> None:
    """Print a table."""
    print(f"file {size / 1e6:,.0f} MB, as numbers {binary / size:.2f} of it")
    print(
        "| | seconds | all: anonymous | files | PSS | window: anonymous | engine: anonymous | longest turn |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, began, end, longest, who in phases:
        seen = [found for at, found in samples if began <= at <= end]
        if name == "rest":
            seen = seen[-1:]
        if not seen:
            continue

        def peak(of: object, seen: list = seen) -> float:
            return max(of(found) for found in seen) / size

        def of(process: str, who: dict = who) -> object:
            return lambda sizes: sizes.get(str(who[process]), [0, 0, 0])[0]

        columns = (
            peak(lambda found: sum(each[0] for each in found.values())),
            peak(lambda found: sum(each[1] + each[2] for each in found.values())),
            peak(lambda found: sum(sum(each) for each in found.values())),
            peak(of("window")),
            peak(of("engine")),
        )
        print(
            f"| {name} | {end - began:.1f} | "
            + " | ".join(f"{each:.2f}" for each in columns)
            + f" | {1000 * longest:.0f} ms |"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(os.environ.get("APP_ROOT", Path(__file__).resolve().parents[2]))))
    if sys.argv[1:2] == ["watch"]:
        watch(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, "short" in sys.argv)
