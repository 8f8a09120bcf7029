"""Where optimizers of one's own are kept, and what a new one starts from."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["TEMPLATE", "files_in", "own_folder", "write_template"]

TEMPLATE = '''"""My optimizer: change what step() does, save, and race it.

The window loads the file again whenever it is saved. docs/adding-an-optimizer.md tells what there is to use.
"""

import numpy as np

from app.engine.optimizer import LR, Optimizer, Slot, decay, with_default


class MyOptimizer(Optimizer):
    """Momentum written by hand."""

    name = "my_optimizer"
    title = "My optimizer"
    formula = "b ← μ b + g<br>θ ← θ − η b"
    description = "Momentum written by hand, as a start for an idea of your own."
    parameters = (
        with_default(LR, 1e-2),
        decay("momentum", 0.9, "μ", "How much of the last direction is kept."),
    )
    slots = (Slot("b", "b", "The direction so far.", momentum=True),)

    def step(self, theta, grad, oracle):
        self.b *= self.momentum
        self.b += grad
        theta -= self.lr * self.b
'''


def own_folder() -> Path:
    """Return the folder; DESCENT_LAB_HOME overrides it."""
    home = os.environ.get("DESCENT_LAB_HOME")
    if home:
        return Path(home) / "optimizers"
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "descent-lab" / "optimizers"


def files_in(folder: Path) -> list[Path]:
    """Return the Python files of a folder, in the order of their names; none if it is not there."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.glob("*.py") if not path.name.startswith((".", "_")))
    return sorted(path for path in found if path.is_file())


def write_template(folder: Path) -> Path:
    """Write a file to start from, under a name that is free, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 1
    while (path := folder / f"my_optimizer{'' if count == 1 else f'_{count}'}.py").exists():
        count += 1
    text = TEMPLATE
    if count > 1:
        text = text.replace('"my_optimizer"', f'"my_optimizer_{count}"').replace(
            '"My optimizer"', f'"My optimizer {count}"'
        )
    path.write_text(text, encoding="utf-8")
    return path
