"""Which runs of the tests are spread over several processes."""

import os

import pytest

from tests.__main__ import spread

NAME = "PYTEST_XDIST_AUTO_NUM_WORKERS"


@pytest.mark.parametrize("arguments", [[], ["-k", "adam", "-x"], ["tests/engine"], ["-m", "not e2e"]])
def test_whole_folders_are(arguments, monkeypatch):
    pytest.importorskip("xdist")
    monkeypatch.setenv(NAME, "3")
    assert spread(arguments)[:2] == ["-n", "auto"]
    assert os.environ[NAME] == "3"


@pytest.mark.parametrize(("cores", "processes"), [(1, 2), (4, 4), (64, 8)])
def test_there_are_as_many_as_cores_within_limits(cores, processes, monkeypatch):
    pytest.importorskip("xdist")
    monkeypatch.setenv(NAME, "")  # so that it is put back afterwards
    monkeypatch.delenv(NAME)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(cores)), raising=False)
    assert spread([])
    assert os.environ[NAME] == str(processes)


@pytest.mark.parametrize(
    "arguments",
    [["tests/app/test_lint.py"], ["-x", "tests/app/test_cli.py::test_lists"], ["-p", "no:xdist"]],
)
def test_a_file_is_run_here(arguments):
    assert spread(arguments) == []


def test_without_xdist_all_are_run_here(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert spread([]) == []
