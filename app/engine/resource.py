"""Where the files that ship with the app are, in the source tree and in a frozen bundle."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from .dataset import Table
from .sparse import Sparse

__all__ = ["resource", "shipped_table"]


def resource(*parts: str) -> Path:
    """Return the path of one shipped file or folder.

    Parameters
    ----------
    *parts : str
        Its path below ``resources``, such as ``"datasets", "iris.npz"``.

    Raises
    ------
    FileNotFoundError
        If the installation lacks it.
    """
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller to the folder it unpacked into
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    path = root.joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(f"The installation of Descent Lab lacks {path}. Install it again.")
    return path


def shipped_table(name: str) -> Table:
    """Read ``resources/datasets/<name>.npz``, written by ``packaging/make_datasets.py``.

    Whole-number targets with class names become int64 class numbers, all others float64. A table of zeros and
    ones may be stored as the columns of the ones and their number in each row; it stays sparse.
    """
    with np.load(resource("datasets", f"{name}.npz"), allow_pickle=False) as file:
        classes = tuple(str(label) for label in file["class_names"])
        features = _ones(file) if "ones" in file else file["features"].astype(np.float64)
        return Table(
            features=features,
            targets=file["targets"].astype(np.int64 if classes else np.float64),
            feature_names=tuple(str(label) for label in file["feature_names"]),
            class_names=classes,
        )


def _ones(file: np.lib.npyio.NpzFile) -> Sparse:
    counts = file["counts"].astype(np.int64)
    columns = file["ones"].astype(np.int64)
    shape = len(counts), len(file["feature_names"])
    return Sparse.of(np.repeat(np.arange(len(counts)), counts), columns, np.ones(len(columns)), shape)
