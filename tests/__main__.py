"""The command ``python3 -m tests``: all tests, with no screen. Arguments go to pytest: ``-k adam -x``.

Tests run in as many processes as there are cores, from 2 to 8, each file in one of them; in this process
alone with ``-n0``, and where an argument names a file.
"""

import os
import sys

from app import _bootstrap


def main() -> int:
    """Run pytest in the project's own environment and return its exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _bootstrap.ensure("test")
    import pytest

    return int(pytest.main(spread(sys.argv[1:]) + sys.argv[1:]))


def spread(arguments: list) -> list:
    """Return the options that have pytest run these in several processes; none if that is of no use."""
    from importlib.util import find_spec

    files = any(argument.split("::")[0].endswith(".py") for argument in arguments)
    if files or "no:xdist" in arguments or "-pno:xdist" in arguments or find_spec("xdist") is None:
        return []
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Two even on one core: tests wait for processes. With `auto`, --pdb is obeyed.
    os.environ.setdefault("PYTEST_XDIST_AUTO_NUM_WORKERS", str(min(max(cores, 2), 8)))
    # In the order of the folders: what takes long begins early.
    return ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]


if __name__ == "__main__":
    sys.exit(main())
