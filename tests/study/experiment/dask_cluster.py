"""A cluster of dask on this machine, for tests of who uses one."""

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def python_with_dask():
    """Return a Python that has dask.distributed beside the app's packages; None if there is none."""
    named = os.environ.get("DESCENT_LAB_DASK_PYTHON")
    if named:
        return named
    return sys.executable if importlib.util.find_spec("distributed") else None


def environment(paths=()):
    """Return the environment of a process that finds the app, after other folders."""
    path = os.pathsep.join([*paths, str(ROOT)])
    return os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}


class Cluster:
    """A scheduler and workers of one thread each; `stop` ends what is left of them.

    Attributes
    ----------
    python, address : str
    scheduler : Popen
    workers : list of Popen
        One for each call of `add_worker`.
    """

    def __init__(self, python, folder):
        self.python, self.folder = python, folder
        self.processes, self.workers = [], []
        self.address, self.scheduler = "", None

    def start(self, workers):
        """Start a scheduler, and workers if any."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.workers = []
        self.scheduler = self._begin(
            "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        )
        if workers:
            self.add_worker(workers)

    def add_worker(self, count=1, paths=()):
        """Start workers, with other folders before the app's on their path."""
        words = ("--nworkers", str(count), "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
        self.workers.append(self._begin("worker", self.address, *words, paths=paths))

    def _begin(self, *words, paths=()):
        with (self.folder / f"dask-{len(self.processes)}.log").open("w") as log:
            process = subprocess.Popen(
                [self.python, "-m", "dask", *words],
                cwd=self.folder,
                env=environment(paths),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def stop(self):
        """End everything."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
