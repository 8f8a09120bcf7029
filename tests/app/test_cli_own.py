"""Optimizers of one's own on the command line."""

import csv

import pytest

from app.cli import main
from app.engine.optimizer import optimizers
from app.study.own.folder import TEMPLATE


@pytest.fixture
def own(tmp_path):
    """Return a file with an optimizer; afterwards the registry is as it was."""
    list(optimizers)
    items, aliases = dict(optimizers.items), dict(optimizers.aliases)
    path = tmp_path / "mine.py"
    path.write_text(TEMPLATE)
    yield path
    optimizers.items, optimizers.aliases = items, aliases


def test_a_file_that_is_named_is_raced_and_listed(own, tmp_path, capsys):
    lanes = ["--lane", "my_optimizer:lr=1e-3", "--lane", "momentum:lr=1e-3"]
    out = str(tmp_path / "out")
    command = ["compare", "--own", str(own), "--surface", "ravine", *lanes, "--steps", "20", "--out", out]
    assert main([*command, "--no-pictures", "--quiet"]) == 0
    with (tmp_path / "out" / "history.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["quantity"] == "x" and row["step"] == "20"]
    assert rows[0]["optimizer"] == "my_optimizer"
    assert float(rows[0]["value"]) == pytest.approx(float(rows[1]["value"]), rel=1e-12)
    assert main(["list", "optimizers", "--own", str(own)]) == 0
    assert "my_optimizer" in capsys.readouterr().out


def test_a_mistake_is_named_with_its_line(own, capsys):
    own.write_text(TEMPLATE + "\n1/0\n")
    assert main(["list", "optimizers", "--own", str(own)]) == 2
    assert "mine.py, line 29: ZeroDivisionError" in capsys.readouterr().err


def test_without_the_file_the_name_is_unknown(tmp_path, capsys):
    command = ["compare", "--surface", "ravine", "--lane", "my_optimizer", "--out", str(tmp_path)]
    assert main(command) == 2
    assert "No optimizer named 'my_optimizer'" in capsys.readouterr().err
