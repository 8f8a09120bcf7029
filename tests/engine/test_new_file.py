"""One file adds one thing, and no other is edited: in a copy of the app it is raced and listed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"

OPTIMIZER = '''"""Sign descent."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, with_default
from ..oracle import Oracle


class SignDescent(Optimizer):
    """Move every weight by lr against the sign of its gradient."""

    name = "sign_descent"
    title = "Sign descent"
    formula = "θ ← θ − η sign(g)"
    description = "Every weight moves by exactly the learning rate."
    reference = "Bernstein et al. 2018"
    parameters = (with_default(LR, 0.25), WEIGHT_DECAY)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Apply the rule in place."""
        np.sign(grad, out=self.spare)
        descend(theta, self.spare, self.lr, self.scratch)
'''

SURFACE = '''"""A tent."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface


class Tent(Surface):
    """The sum of the distances from both axes."""

    name = "tent"
    title = "Tent"
    formula = "f(x, y) = |x| + |y|"
    description = "Flat sides that meet in sharp edges."
    reference = "Made for a test."
    starts = ((-2.0, 1.0),)
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        return np.abs(x) + np.abs(y), np.sign(x), np.sign(y)
'''

RACE = """
import json
from app.engine.optimizer import optimizers
from app.engine.surface import surfaces
from app.study.build import build_race, lane_names
from app.study.spec import LaneSpec, Study, SurfaceSpec

lanes = (LaneSpec(optimizer="sign_descent"),)
study = Study(problem=SurfaceSpec(surface="tent"), lanes=lanes, steps=8)
race = build_race(study)
race.run()
print(json.dumps({
    "optimizers": optimizers.names(), "surfaces": surfaces.names(), "names": lane_names(study),
    "path": race.history.lanes[0].theta[:, 0].tolist(),
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a folder with a copy of the app, and one new file each for an optimizer and a surface."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(APP, folder / "app", ignore=shutil.ignore_patterns("__pycache__", "ui"))
    (folder / "app" / "engine" / "optimizers" / "sign_descent.py").write_text(OPTIMIZER, encoding="utf-8")
    (folder / "app" / "engine" / "surfaces" / "tent.py").write_text(SURFACE, encoding="utf-8")
    return folder


def run(folder, *command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "PYTHONUTF8": "1", "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_they_are_registered_and_raced(copy):
    found = run(copy, "-c", RACE)
    assert "sign_descent" in found["optimizers"]
    assert "tent" in found["surfaces"]
    assert found["names"] == ["Sign descent"]
    x = [-2.0, -1.75, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0]
    y = [1.0, 0.75, 0.5, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert found["path"] == [list(point) for point in zip(x, y, strict=True)]


@pytest.mark.parametrize(
    ("what", "name", "title"), [("optimizers", "sign_descent", "Sign descent"), ("surfaces", "tent", "Tent")]
)
def test_the_command_line_lists_them(copy, what, name, title):
    listed = {item["name"]: item for item in run(copy, "-m", "app", "list", what, "--json")}
    assert listed[name]["title"] == title
    if what == "optimizers":
        by_name = {parameter["name"]: parameter for parameter in listed[name]["parameters"]}
        assert by_name["lr"]["default"] == 0.25


def test_the_app_itself_is_untouched(copy):
    from app.engine.optimizer import optimizers

    assert "sign_descent" not in optimizers.names()
